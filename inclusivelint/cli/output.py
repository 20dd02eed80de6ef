"""Where reports go: to standard output or to files, each in a format of its own."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import click

from inclusivelint.errors import ConfigError
from inclusivelint.reporters import FORMATS


class Target(NamedTuple):
    """A format, and the file to write it to; None is standard output."""

    form: str
    path: Path | None = None


class TargetType(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.3 only
    """`NAME` or `NAME:FILE`, as `--format` takes it."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Target:
        if isinstance(value, Target):
            return value
        form, colon, path = str(value).partition(":")
        if form not in FORMATS:
            self.fail(f"{form!r} is not one of {', '.join(FORMATS)}.", param, ctx)
        if colon and not path:
            self.fail(f"the name of a file is missing after {value!r}.", param, ctx)
        return Target(form, Path(path) if path else None)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[click.shell_completion.CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(form) for form in FORMATS if form.startswith(incomplete)]


def resolve(targets: Sequence[Target], output: Path | None) -> list[Target]:
    """Where each report goes; `output` is for the one that names no file. Raises UsageError and ConfigError."""
    targets = targets or (Target("text"),)
    unnamed = [target for target in targets if target.path is None]
    if len(unnamed) > 1:
        names = " and ".join(target.form for target in unnamed)
        raise click.UsageError(
            f"--format: only one report can go to standard output, not {names}; write NAME:FILE for the others."
        )
    if output is not None and not unnamed:
        raise click.UsageError("--output: every --format names a file of its own already.")
    resolved = [target if target.path else target._replace(path=output) for target in targets]
    files = [target.path for target in resolved if target.path]
    for path in files:
        option = "--output" if path is output else "--format"
        if sum(os.path.abspath(path) == os.path.abspath(other) for other in files) > 1:  # noqa: PTH100
            raise click.UsageError(f"--format: more than one report would be written to {path}.")
        # Told before the work is done, not after.
        if path.is_dir():
            raise ConfigError(f"{option}: {path}: is a folder")
        if not path.parent.is_dir():
            raise ConfigError(f"{option}: {path}: there is no folder {path.parent}")
    return resolved


def write(text: str, path: Path | None) -> None:
    """Write to standard output, or put a file in place in one step; raises OSError."""
    data = text.encode("utf-8", "replace")
    if path is None:
        _print(text)
    elif path.exists() and not path.is_file():  # a pipe, a terminal: nothing that could be replaced
        with path.open("wb") as stream:
            stream.write(data)
    else:
        _replace(path.resolve(), data)


def _print(text: str) -> None:
    data = memoryview(text.encode(sys.stdout.encoding or "utf-8", "replace"))
    while data:  # an unbuffered stream (PYTHONUNBUFFERED) may take a part
        data = data[sys.stdout.buffer.write(data) or 0 :]
    sys.stdout.flush()


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    try:
        # An exclusive name, and so neither a link that someone else made nor the file of another run.
        with temporary.open("xb") as stream:
            stream.write(data)
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    except BaseException as error:
        if not isinstance(error, FileExistsError):
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        raise
