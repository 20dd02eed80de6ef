"""`inclusivelint check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inclusivelint.cli import complain
from inclusivelint.cli.output import Target, TargetType, resolve, write
from inclusivelint.config import NEVER, Config, check_names, load_config
from inclusivelint.discovery import Skipped, discover
from inclusivelint.documents import SUFFIXES, decode
from inclusivelint.errors import ConfigError, DocumentError
from inclusivelint.linter import Checked, Linter, known_names, report, worst
from inclusivelint.model import Failure, Severity
from inclusivelint.names import unknown
from inclusivelint.reporters import FORMATS, Style, render
from inclusivelint.ruleset import load_rules

if TYPE_CHECKING:
    from inclusivelint.cli.fixing import Fixing

_LEVELS = [severity.label for severity in sorted(Severity, reverse=True)]
_STDIN = "-"


@click.command("check")
@click.argument("paths", nargs=-1)
@click.option(
    "--format",
    "-f",
    "targets",
    type=TargetType(),
    multiple=True,
    metavar="NAME[:FILE]",
    help=f"How to report, and to which file (repeatable): {', '.join(FORMATS)}. [default: text]",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The file for the report that names none; without it that report goes to standard output.",
)
@click.option(
    "--select", "-s", multiple=True, metavar="RULE", help="Check only this rule, category or glob (repeatable)."
)
@click.option(
    "--ignore", "-i", multiple=True, metavar="RULE", help="Leave out this rule, category or glob (repeatable)."
)
@click.option("--min-severity", type=click.Choice(_LEVELS), help="Show findings from this level up. [default: warning]")
@click.option(
    "--fail-on", type=click.Choice([*_LEVELS, NEVER]), help="Exit with 1 from this level up. [default: warning]"
)
@click.option("--fix", is_flag=True, help="Make the changes that keep meaning and grammar, and report what is left.")
@click.option("--diff", "show", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="Make the other suggested changes, too; they need a reader's eye.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the format, of what comes on standard input.")
@click.option(
    "--config", "config_path", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration."
)
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--quiet", "-q", is_flag=True, help="One line for each finding, no summary.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(
    paths: tuple[str, ...],
    targets: tuple[Target, ...],
    output: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    min_severity: str | None,
    fail_on: str | None,
    fix: bool,
    show: bool,
    unsafe_fixes: bool,
    stdin_filename: str | None,
    config_path: Path | None,
    statistics: bool,
    quiet: bool,
    color: str,
) -> None:
    """Check documents: files, folders (what git ignores is left out), or - for standard input.

    Without PATHS the working folder is checked. Exit code: 0 nothing at or above --fail-on, 1 findings at or above it,
    2 the run or part of it could not be done (each case is a line on standard error, everything else is still checked).
    """
    paths = paths or (".",)
    targets = tuple(resolve(targets, output))
    config = _configure(load_config(config_path, _start(paths, stdin_filename)), min_severity, fail_on)
    rules = load_rules(config.rule_paths)
    known = known_names(rules)
    check_names(config, known)
    for option, names in (("--select", select), ("--ignore", ignore)):
        if problem := next(filter(None, (unknown(name, known) for name in names)), None):
            raise ConfigError(f"{option}: {problem}")
    linter = Linter(rules, config, select, ignore)
    fixing = _fixing(linter, unsafe=unsafe_fixes, show=show) if fix or show else None
    gathered = report(_check(linter, paths, stdin_filename, fixing))
    for failure in gathered.failures:
        complain(f"{failure.path}: {failure.message}")
    if fixing:
        complain(fixing.summary())
    style = Style(quiet=quiet, statistics=statistics, width=_width())
    written = True
    for form, path in targets:
        styled = style._replace(color=_is_colored(color, path))
        if fixing and show and path in (None, output):
            written &= _write(fixing.differences, path, output)
        elif fixing and _STDIN in paths and path is None:
            click.echo(render(form, gathered, styled), err=True, nl=False)  # standard output holds the text
        else:
            written &= _write(render(form, gathered, styled), path, output)
    level = worst(gathered.findings)
    failed = config.fail_on is not None and level is not None and level >= config.fail_on
    sys.exit(2 if gathered.failures or not written else 1 if failed else 0)


def _fixing(linter: Linter, *, unsafe: bool, show: bool) -> Fixing:
    # Most runs fix nothing, and need none of it.
    from inclusivelint.cli.fixing import Fixing

    return Fixing(linter, unsafe, show)


def _configure(config: Config, min_severity: str | None, fail_on: str | None) -> Config:
    if min_severity:
        config = config._replace(min_severity=Severity.parse(min_severity))
    if fail_on:
        config = config._replace(fail_on=None if fail_on == NEVER else Severity.parse(fail_on))
    return config


def _start(paths: Sequence[str], stdin_filename: str | None) -> Path:
    """Where the search for the configuration starts: the folder that holds everything that is checked."""
    named = [Path(path).absolute() for path in paths if path != _STDIN]
    if _STDIN in paths:
        named.append(Path(stdin_filename or _STDIN).absolute())
    # os.path, unlike pathlib, raises nothing at a name that the system refuses; discovery reports it.
    folders = [str(path if os.path.isdir(path) else path.parent) for path in named]  # noqa: PTH112
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return Path.cwd()


def _check(
    linter: Linter, paths: Sequence[str], stdin_filename: str | None, fixing: Fixing | None
) -> Iterator[Checked]:
    config = linter.config
    skipped: list[Skipped] = []
    checked = 0
    for path in dict.fromkeys(paths):
        if path == _STDIN:
            checked += 1
            yield _check_stdin(linter, stdin_filename or "<stdin>", fixing)
    files = [path for path in paths if path != _STDIN]
    found = discover(files, root=config.root, exclude=config.exclude, suffixes=SUFFIXES)
    for item in found:
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            checked += 1
            yield from (fixing or linter).check_files([item])
    if not checked and skipped:
        reasons = "; ".join(f"{item.path}: {item.reason}" for item in skipped[:3])
        complain(f"nothing was checked ({reasons}{'; …' if len(skipped) > 3 else ''})")
    elif not checked:
        complain(f"nothing was checked (no {', '.join(sorted(SUFFIXES))} files in {', '.join(files)})")


def _check_stdin(linter: Linter, name: str, fixing: Fixing | None) -> Checked:
    try:
        source = decode(sys.stdin.buffer.read())
    except DocumentError as error:
        return Checked(name, failure=Failure(name, str(error)))
    if fixing is None:
        return linter.check_source(name, source)
    fixed, checked = fixing.fix_text(name, source)
    if not fixing.show:
        write(fixed, None)
    return checked


def _is_colored(color: str, output: Path | None) -> bool:
    if color != "auto":
        return color == "always"
    if output is not None or os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def _width() -> int:
    if not sys.stdout.isatty():
        return Style().width
    import shutil

    return max(40, shutil.get_terminal_size().columns)


def _write(text: str, path: Path | None, output: Path | None) -> bool:
    """Whether a report could be written; if not, it is said, and the others still are."""
    try:
        write(text, path)
    except OSError as error:
        if path is None:
            raise
        complain(f"{'--output' if path is output else '--format'}: {path}: {error.strerror or error}")
        return False
    return True
