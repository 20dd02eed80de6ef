"""`inclusivelint check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inclusivelint.cli import complain
from inclusivelint.cli.output import Target, TargetType, resolve, write
from inclusivelint.cli.run import LEVELS, STDIN, Asked, Run, check_documents, set_up, takes_documents
from inclusivelint.config import NEVER
from inclusivelint.documents import decode, office, within
from inclusivelint.errors import ConfigError, DocumentError
from inclusivelint.linter import Linter, report, worst
from inclusivelint.model import Checked, Failure, Report
from inclusivelint.reporters import FORMATS, Style, render

if TYPE_CHECKING:
    from inclusivelint.baseline import Entry
    from inclusivelint.changes import Changes
    from inclusivelint.cli.fixing import Fixing

_FILE = click.Path(path_type=Path)


@click.command("check")
@takes_documents
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
    "--fail-on", type=click.Choice([*LEVELS, NEVER]), help="Exit with 1 from this level up. [default: warning]"
)
@click.option(
    "--baseline",
    type=_FILE,
    is_flag=False,
    flag_value=".inclusivelint-baseline.jsonl",
    metavar="[FILE]",
    help="Report only what is not in this baseline. [without a name: .inclusivelint-baseline.jsonl]",
)
@click.option("--since", metavar="REV", help="Report only what is on lines that changed since this git revision.")
@click.option("--fix", is_flag=True, help="Make the changes that keep meaning and grammar, and report what is left.")
@click.option("--diff", "show", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="Make the other suggested changes, too; they need a reader's eye.")
@click.option("--stdin-filename", metavar="NAME", help="The name, and so the format, of what comes on standard input.")
@click.option("--show-config", is_flag=True, help="Show what is configured, and where it comes from; check nothing.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of listing them.")
@click.option("--policy", is_flag=True, help="Show, too, what each policy document covers and what is missing from it.")
@click.option("--quiet", "-q", is_flag=True, help="One line for each finding, no summary.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
def command(
    asked: Asked,
    targets: tuple[Target, ...],
    output: Path | None,
    show_config: bool,
    fail_on: str | None,
    baseline: Path | None,
    since: str | None,
    fix: bool,
    show: bool,
    unsafe_fixes: bool,
    stdin_filename: str | None,
    statistics: bool,
    policy: bool,
    quiet: bool,
    color: str,
) -> None:
    """Check documents: files, folders (what git ignores is left out), or - for standard input.

    Without PATHS the working folder is checked. Exit code: 0 nothing at or above --fail-on, 1 findings at or above it,
    2 the run or part of it could not be done (each case is a line on standard error, everything else is still checked).
    """
    targets = tuple(resolve(targets, output))
    run = set_up(asked, fail_on, stdin_filename)
    if show_config:
        _show_config(run, asked, fail_on)
        return
    config = run.config
    baseline = baseline or run.baseline
    # Both are read before anything is checked: what is wrong with them is told at once.
    entries = _entries(baseline)
    changes = _changes(since, run.start, asked.paths, fixes=fix or show)
    fixing = _fixing(run.linter, unsafe=unsafe_fixes, show=show) if fix or show else None
    check_files = fixing.check_files if fixing else run.runner.check_files
    stdin = [_check_stdin(run.linter, stdin_filename or "<stdin>", fixing)] if STDIN in asked.paths else []
    outcomes = [*stdin, *check_documents(run, asked.paths, check_files, changes)]
    gathered = report(outcomes)
    if baseline:
        _leave_out(baseline, entries, gathered, outcomes, is_whole=not (since or asked.is_narrowed))
    for said in (*gathered.notes, *gathered.failures):
        complain(f"{said.path}: {said.message}")
    if fixing:
        complain(fixing.summary())
    style = Style(quiet=quiet, statistics=statistics, width=_width(), policy=policy)
    written = True
    for form, path in targets:
        styled = style._replace(color=_is_colored(color, path))
        if fixing and show and path in (None, output):
            written &= _write(fixing.differences, path, output)
        elif fixing and stdin and path is None:
            click.echo(render(form, gathered, styled), err=True, nl=False)  # standard output holds the text
        else:
            written &= _write(render(form, gathered, styled), path, output)
    level = worst(gathered.findings)
    failed = config.fail_on is not None and level is not None and level >= config.fail_on
    sys.exit(2 if gathered.failures or not written else 1 if failed else 0)


def _entries(baseline: Path | None) -> Sequence[Entry]:
    if baseline is None:
        return ()
    from inclusivelint.baseline import read

    return read(baseline)


def _leave_out(
    baseline: Path, entries: Sequence[Entry], gathered: Report, outcomes: Sequence[Checked], *, is_whole: bool
) -> None:
    """Take what stands in the baseline out of a report, and say when entries are no longer needed."""
    from inclusivelint.baseline import match

    checked = [outcome.path for outcome in outcomes if not outcome.failure]
    matched = match(gathered.findings, entries, baseline.parent, checked)
    gathered.baselined = len(gathered.findings) - len(matched.new)
    gathered.findings = matched.new
    if matched.fixed and is_whole:
        count = "1 entry is" if len(matched.fixed) == 1 else f"{len(matched.fixed)} entries are"
        complain(f"{baseline}: {count} found no longer; to remove them: inclusivelint baseline --update")


def _changes(since: str | None, start: Path, paths: Sequence[str], *, fixes: bool) -> Changes | None:
    if since is None:
        return None
    if STDIN in paths or fixes:
        raise ConfigError(f"--since can't be used with {'--fix or --diff' if fixes else 'standard input'}")
    from inclusivelint.changes import changes_since

    return changes_since(since, start)


def _show_config(run: Run, asked: Asked, fail_on: str | None) -> None:
    from inclusivelint.cli.showing import lines_of

    options = {"min-severity": asked.min_severity, "fail-on": fail_on, "jobs": asked.jobs, "cache-dir": asked.cache_dir}
    click.echo("\n".join(lines_of(run.project, options)))


def _fixing(linter: Linter, *, unsafe: bool, show: bool) -> Fixing:
    # Most runs fix nothing, and need none of it.
    from inclusivelint.cli.fixing import Fixing

    return Fixing(linter, unsafe, show)


def _check_stdin(linter: Linter, name: str, fixing: Fixing | None) -> Checked:
    limit = linter.config.max_size
    data = sys.stdin.buffer.read(limit + 1)
    if fixing is None:
        return linter.check_data(name, data)
    try:
        if form := office.format_of(name, data):
            raise DocumentError(f"a {form.name} document can't be fixed on its way through; name the file")
        source = decode(within(data, limit))
    except DocumentError as error:
        return Checked(name, failure=Failure(name, str(error)))
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
