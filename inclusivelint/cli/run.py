"""What commands that check documents have in common: their options, the set-up, the walk over the documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from inclusivelint.cache import FOLDER, Cache
from inclusivelint.cli import complain
from inclusivelint.config import NEVER, Config, load_config
from inclusivelint.discovery import Skipped, discover
from inclusivelint.documents import CODE_FILES, SUFFIXES, office
from inclusivelint.linter import Linter
from inclusivelint.model import Checked, Failure, Severity
from inclusivelint.project import Project, open_project
from inclusivelint.runner import Recipe, Runner, usable_cores

if TYPE_CHECKING:
    from inclusivelint.changes import Changes

LEVELS = [severity.label for severity in sorted(Severity, reverse=True)]
STDIN = "-"
_SUFFIXES = SUFFIXES | office.FORMATS.keys()

_FILE = click.Path(path_type=Path)
SELECTION = (
    click.option(
        "--select",
        "-s",
        multiple=True,
        metavar="RULE",
        help="Check only this rule, category, pack or glob (repeatable).",
    ),
    click.option("--extend-select", multiple=True, metavar="RULE", help="Add this to what is selected (repeatable)."),
    click.option(
        "--ignore",
        "-i",
        multiple=True,
        metavar="RULE",
        help="Leave out this rule, category, pack or glob (repeatable).",
    ),
    click.option(
        "--min-severity", type=click.Choice(LEVELS), help="Show findings from this level up. [default: warning]"
    ),
    click.option("--config", "config_path", type=_FILE, metavar="FILE", help="Use this configuration."),
)
_OPTIONS = (
    click.argument("paths", nargs=-1),
    *SELECTION,
    click.option(
        "--include",
        multiple=True,
        metavar="PATTERN",
        help="Read these files in folders, too, such as '*.yaml' (repeatable).",
    ),
    click.option(
        "--include-code", is_flag=True, help="Read source code in folders, too: comments, and texts for people."
    ),
    click.option("--identifiers", is_flag=True, help="Check the words in names of source code, too."),
    click.option(
        "--jobs", "-j", type=click.IntRange(min=1), metavar="N", help="Use this many processes. [default: all cores]"
    ),
    click.option("--cache-dir", type=_FILE, metavar="FOLDER", help=f"Keep the cache here. [default: {FOLDER}]"),
    click.option("--no-cache", is_flag=True, help="Check everything anew, and remember nothing."),
)


class Asked(NamedTuple):
    """What the common options say."""

    paths: tuple[str, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    min_severity: str | None
    config_path: Path | None
    jobs: int | None
    cache_dir: Path | None
    no_cache: bool
    include: tuple[str, ...] = ()
    include_code: bool = False
    identifiers: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether rules are left out that the configuration would check."""
        return bool(self.select or self.ignore or self.min_severity)


def takes_documents(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the common options; it receives them as an `Asked`, before its own."""

    @wraps(function)
    def command(**values: Any) -> None:
        asked = Asked(**{name: values.pop(name) for name in Asked._fields})
        function(asked._replace(paths=asked.paths or (".",)), **values)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class Run(NamedTuple):
    """A run that is set up: the linter, and what checks files with it."""

    project: Project
    linter: Linter
    runner: Runner
    start: Path
    """The folder that holds everything that is checked."""

    @property
    def baseline(self) -> Path | None:
        """The configured baseline, as it is seen from the working folder."""
        path = self.config.baseline
        return path and from_here(path)

    @property
    def config(self) -> Config:
        """The configuration, with what the command line changes."""
        return self.linter.config


def from_here(path: Path) -> Path:
    """`path` relative to the working folder, where it is below that."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def set_up(asked: Asked, fail_on: str | None = None, stdin_filename: str | None = None) -> Run:
    """Read the configuration and the rules; raises InclusivelintError."""
    start = _start(asked.paths, stdin_filename)
    config = _configure(load_config(asked.config_path, start), asked, fail_on)
    project = open_project(config, asked.select, asked.extend_select, asked.ignore)
    recipe = Recipe(project.config, project.select, project.ignore, project.extend_select)
    linter = project.linter()
    runner = Runner(recipe, linter, _cache(asked, config), asked.jobs or config.jobs or usable_cores())
    return Run(project, linter, runner, start)


def _configure(config: Config, asked: Asked, fail_on: str | None) -> Config:
    if asked.min_severity:
        config = config._replace(min_severity=Severity.parse(asked.min_severity))
    if fail_on:
        config = config._replace(fail_on=None if fail_on == NEVER else Severity.parse(fail_on))
    return config._replace(
        include=(*config.include, *asked.include),
        include_code=config.include_code or asked.include_code,
        code_parts=(*config.code_parts, *(("identifiers",) if asked.identifiers else ())),
    )


def _start(paths: Sequence[str], stdin_filename: str | None) -> Path:
    """Where the search for the configuration starts: the folder that holds everything that is checked."""
    named = [Path(path).absolute() for path in paths if path != STDIN]
    if STDIN in paths:
        named.append(Path(stdin_filename or STDIN).absolute())
    # os.path, unlike pathlib, raises nothing at a name that the system refuses; discovery reports it.
    folders = [str(path if os.path.isdir(path) else path.parent) for path in named]  # noqa: PTH112
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return Path.cwd()


def _cache(asked: Asked, config: Config) -> Cache | None:
    elsewhere = os.environ.get("INCLUSIVELINT_CACHE_DIR")
    if asked.no_cache or (elsewhere == "" and not asked.cache_dir):
        return None
    beside = (config.root if config.path else Path.cwd()) / FOLDER
    return Cache(asked.cache_dir or config.cache_dir or (Path(elsewhere) if elsewhere else beside))


def check_documents(
    run: Run,
    paths: Sequence[str],
    check_files: Callable[[Sequence[Path | Failure]], Iterator[Checked]],
    changes: Changes | None = None,
) -> Iterator[Checked]:
    """The outcome of each file in `paths`; with `changes`, of those that changed, with what is new in them."""
    files = [path for path in paths if path != STDIN]
    config = run.config
    suffixes = _SUFFIXES | CODE_FILES if config.include_code else _SUFFIXES
    found = list(discover(files, root=config.root, exclude=config.exclude, suffixes=suffixes, include=config.include))
    skipped = [item for item in found if isinstance(item, Skipped)]
    items = [item for item in found if not isinstance(item, Skipped)]
    # What a person named is checked, and fails with what to install; what only lies in a folder is counted.
    unread = [item for item in items if isinstance(item, Path) and office.missing(item) and str(item) not in files]
    items = [item for item in items if item not in unread]
    if unread:
        complain(office.left_out(unread))
    if not items and STDIN not in paths:
        _complain_of_nothing(files, skipped)
    if changes:
        items = [item for item in items if isinstance(item, Failure) or changes.touch(item)]
    for checked in _shown(check_files(items), len(items)):
        yield changes.only(checked) if changes else checked


def _complain_of_nothing(files: Sequence[str], skipped: Sequence[Skipped]) -> None:
    if skipped:
        reasons = "; ".join(f"{item.path}: {item.reason}" for item in skipped[:3])
        complain(f"nothing was checked ({reasons}{'; …' if len(skipped) > 3 else ''})")
    else:
        complain(f"nothing was checked (no documents in {', '.join(files)})")


def _shown(outcomes: Iterator[Checked], count: int) -> Iterator[Checked]:
    """The same, with a bar on a terminal once it takes more than a second."""
    if count < 2 or not sys.stderr.isatty():
        return outcomes
    from tqdm import tqdm

    return iter(tqdm(outcomes, total=count, unit="file", delay=1, leave=False, file=sys.stderr))
