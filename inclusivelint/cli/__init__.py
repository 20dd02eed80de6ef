"""The command line. Printing and exit codes live here alone."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from inclusivelint import __version__
from inclusivelint.errors import InclusivelintError

_COMMANDS = {"check": "check", "explain": "explain", "rules": "rules"}


class _Commands(click.Group):
    """Loads a command's module when it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"inclusivelint.cli.{_COMMANDS[cmd_name]}").command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="inclusivelint")
def cli() -> None:
    """Finds wording that excludes people, says why and on whose authority, and suggests what to write instead."""


def main() -> None:
    """The console script: an error of the run itself is lines on standard error and exit code 2."""
    try:
        cli()
    except InclusivelintError as error:
        complain(str(error))
        sys.exit(2)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`); there is nobody left to tell.
        sys.stderr.close()
        sys.exit(2)


def complain(message: str) -> None:
    """Print lines on standard error, each under the program's name, with nothing in them that moves a cursor."""
    for line in message.splitlines() or [""]:
        visible = "".join(char if char.isprintable() else "\ufffd" for char in line)
        click.echo(f"inclusivelint: {visible}", err=True)
