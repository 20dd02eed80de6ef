"""`inclusivelint baseline`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from inclusivelint.baseline import FILE_NAME, Entry, entries_of, match, read, write
from inclusivelint.cli import complain
from inclusivelint.cli.run import STDIN, Asked, check_documents, from_here, set_up, takes_documents
from inclusivelint.errors import ConfigError
from inclusivelint.linter import report


@click.command("baseline")
@takes_documents
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"The file to write. [default: the configured baseline, or {FILE_NAME}]",
)
@click.option("--update", is_flag=True, help="Remove what is found no longer, and add nothing.")
def command(asked: Asked, output: Path | None, update: bool) -> None:
    """Record what is found now, so that `check --baseline FILE` reports only what is new."""
    if STDIN in asked.paths:
        raise ConfigError("baseline: standard input has no place that could be recorded")
    run = set_up(asked)
    path = output or run.baseline or from_here(run.config.root / FILE_NAME)
    before = read(path) if update else []
    outcomes = list(check_documents(run, asked.paths, run.runner.check_files))
    gathered = report(outcomes)
    for failure in gathered.failures:
        complain(f"{failure.path}: {failure.message}")
    if update:
        checked = [outcome.path for outcome in outcomes if not outcome.failure]
        matched = match(gathered.findings, before, path.parent, checked)
        write(path, matched.standing)
        click.echo(f"{path}: {_entries(matched.standing)}, {len(matched.fixed)} removed")
    else:
        entries = entries_of(gathered.findings, path.parent)
        write(path, entries)
        click.echo(f"{path}: {_entries(entries)}")
    sys.exit(2 if gathered.failures else 0)


def _entries(entries: Sequence[Entry]) -> str:
    return "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
