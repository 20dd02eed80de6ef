"""`inclusivelint trend`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from inclusivelint.baseline import FILE_NAME
from inclusivelint.cli import complain
from inclusivelint.cli.output import write
from inclusivelint.cli.run import from_here
from inclusivelint.config import load_config
from inclusivelint.errors import ConfigError
from inclusivelint.model import Failure
from inclusivelint.reporters.trend import FORMATS, render
from inclusivelint.trend import history


@click.command("trend")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--since", metavar="DATE", help="Only versions from this date on, as git understands it.")
@click.option("--max", "most", type=click.IntRange(min=1), default=40, show_default=True, help="So many versions.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to draw.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
def command(file: Path | None, since: str | None, most: int, form: str, output: Path | None) -> None:
    """Draw findings per 1,000 words over time, from the versions of FILE that git remembers.

    FILE is a baseline or a report in JSON that is committed now and then. Without it, the configured baseline is read.
    """
    config = load_config(None, file.absolute().parent if file else Path.cwd())
    path = file or from_here(config.baseline or config.root / FILE_NAME)
    found = list(history(path, config, since=since, most=most))
    failures = [each for each in found if isinstance(each, Failure)]
    points = [each for each in found if not isinstance(each, Failure)]
    for failure in failures:
        complain(f"{failure.path}: {failure.message}")
    if not points:
        raise ConfigError(f"trend: git remembers no version of {path}{' since then' if since else ''}")
    try:
        write(render(form, points), output)
    except OSError as error:
        if output is None:
            raise
        raise ConfigError(f"--output: {output}: {error.strerror or error}") from error
    sys.exit(2 if failures else 0)
