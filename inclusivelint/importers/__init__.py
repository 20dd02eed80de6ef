"""Other tools' rule files → ours: what they say is kept where ours can say it, and what they can't is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from inclusivelint.errors import ConfigError
from inclusivelint.safe_yaml import compose


class Imported(NamedTuple):
    """What was made: a rule file or a configuration as text, how much of what was there, what was left out and why.

    `failed` names the files that could not be read at all, each with the cause.
    """

    text: str
    carried: int
    total: int
    unit: str
    notes: tuple[str, ...]
    failed: tuple[str, ...] = ()


class Draft(NamedTuple):
    """A rule of another tool. Of `phrases` each has its words, its own suggestions, and whether case counts.

    `exceptions` are phrases that let pass what is part of them; `places` names where it came from, for notes.
    """

    place: str
    name: str
    severity: str
    message: str
    why: str
    phrases: tuple[tuple[str, tuple[str, ...], bool], ...]
    suggestions: tuple[str, ...]
    url: str
    exceptions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def import_files(tool: str, paths: Sequence[Path], category: str | None = None) -> Imported:
    """Import files of `tool` (`vale`, `woke`, `alex`); of folders, the YAML files in them."""
    files = [file for path in paths for file in (_in_folder(path) if path.is_dir() else [path])]
    notes: list[str] = []
    failed: list[str] = []
    contents = [found for file in files for found in _loaded(file, failed)]
    return _imported(tool, contents, category, notes)._replace(failed=tuple(failed))


def _loaded(file: Path, failed: list[str]) -> list[tuple[Path, Any]]:
    try:
        return [(file, load(file))]
    except ConfigError as error:
        failed.append(str(error))
        return []


def _imported(tool: str, contents: Sequence[tuple[Path, Any]], category: str | None, notes: list[str]) -> Imported:
    if not contents:
        return Imported("", 0, 0, "rules", ())
    if tool == "alex":
        from inclusivelint.importers.alex import import_alex

        return import_alex(contents)
    from inclusivelint.importers import vale, woke
    from inclusivelint.importers.drafts import finished

    read = vale.read if tool == "vale" else woke.read
    drafts, total = [], 0
    for file, content in contents:
        made, count = read(file, content, notes)
        drafts += made
        total += count
    default = contents[0][0].resolve().parent.name if tool == "vale" else tool
    return finished(drafts, tool, category or default, total, notes)


def _in_folder(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.suffix in (".yml", ".yaml"))


def load(path: Path) -> Any:
    """The plain values of a YAML or JSON file; raises ConfigError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        compose(text)  # refuses what is nested too deeply
        return yaml.safe_load(text)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else f"{path}"
        cause = " ".join(str(getattr(error, "problem", None) or error).split())
        raise ConfigError(f"{place}: malformed YAML: {cause}") from error


def texts(value: Any) -> list[str]:
    """A text or a list of texts, as a list; other things are left out."""
    given = value if isinstance(value, list) else [value]
    return [str(each).strip() for each in given if isinstance(each, (str, int)) and str(each).strip()]
