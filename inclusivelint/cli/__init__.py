"""The command line. Printing and exit codes live here alone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from inclusivelint import __version__
from inclusivelint.errors import InclusivelintError

_COMMANDS = ("check", "annotate", "explain", "rules", "baseline", "trend", "init", "completion")


class _Commands(click.Group):
    """Loads a command's module when it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"inclusivelint.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        # Left to click, output that can't be written ends with exit code 1, which means findings, or a traceback.
        try:
            return super().invoke(ctx)
        except OSError as error:
            _discard_output()
            if not isinstance(error, BrokenPipeError):  # then its reader has gone (`| head`): nobody is left to tell
                complain(f"{error.filename or 'standard output'}: {error.strerror or error}")
            sys.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="inclusivelint")
def cli() -> None:
    """Finds wording that excludes people, says why and on whose authority, and suggests what to write instead."""


def main() -> None:
    """The console script: an error of the run itself is lines on standard error and exit code 2."""
    _open_closed_streams()
    try:
        sys.exit(cli.main(standalone_mode=False))
    except InclusivelintError as error:
        for line in str(error).splitlines():
            complain(line)
    except click.ClickException as error:
        error.show()
    except click.Abort:
        complain("interrupted")
    sys.exit(2)


def complain(message: str) -> None:
    """Print one line on standard error, under the program's name, with nothing in it that moves a cursor."""
    visible = "".join(char if char.isprintable() else "\ufffd" for char in message)
    click.echo(f"inclusivelint: {visible}", err=True)


def _open_closed_streams() -> None:
    """What the caller closed (`>&-`) is as good as empty; it must be neither None nor the next file to be opened."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def _discard_output() -> None:
    """Give what is still buffered somewhere to go, so that Python does not complain of it while it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
