"""The configuration: where it is found, what its keys mean, errors with the line and the nearest valid name."""

# os.path leaves links as they are given and doesn't raise; pathlib does neither on every version.
# ruff: noqa: PTH100, PTH110, PTH113, PTH118

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from inclusivelint.configtables import Override, ReadsTables, RuleSettings
from inclusivelint.errors import ConfigError
from inclusivelint.model import CODE_PARTS, Reading, Severity
from inclusivelint.names import did_you_mean, nearest, unknown

if TYPE_CHECKING:
    from inclusivelint.configfile import Entry, Value

FILE_NAMES = (".inclusivelint.toml", ".inclusivelint.yaml", ".inclusivelint.yml", "pyproject.toml")
"""The files that can hold the configuration; within one folder the first that exists counts."""

NEVER = "never"
"""The value of fail-on with which findings don't make a run fail."""

_SIZE = re.compile(r"(\d{1,6}(?:\.\d+)?) ?(kB|MB|GB)", re.IGNORECASE)
_UNITS = {"kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}


class Name(NamedTuple):
    """A rule, category or glob as a key names it, and the line it stands on."""

    value: str
    key: str
    line: int


class Config(NamedTuple):
    """What a project asks for. `path` is None without a configuration file; patterns are relative to `root`."""

    path: Path | None
    root: Path
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    include_code: bool = False
    code_parts: tuple[str, ...] = Reading().parts
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    max_size: int = 20_000_000
    min_severity: Severity = Severity.WARNING
    fail_on: Severity | None = Severity.WARNING
    rule_paths: tuple[Path, ...] = ()
    pipeline: str | None = None
    allow: tuple[str, ...] = ()
    require_reason: bool = False
    baseline: Path | None = None
    cache_dir: Path | None = None
    jobs: int | None = None
    document_kind: tuple[tuple[str, tuple[str, ...]], ...] = ()
    jurisdiction: str | None = None
    language: tuple[tuple[str, str], ...] = ()
    rules: tuple[RuleSettings, ...] = ()
    overrides: tuple[Override, ...] = ()
    names: tuple[Name, ...] = ()


def find_config(start: Path) -> Path | None:
    """The nearest configuration file at or above `start` (a file or a folder), not looked for outside its repository.

    A pyproject.toml counts only when it has a table `[tool.inclusivelint]`.
    """
    folder = _folder_of(start)
    for place in (folder, *folder.parents):
        for name in FILE_NAMES:
            path = place / name
            if os.path.isfile(path) and _is_ours(path):
                return path
        if os.path.exists(place / ".git"):
            return None
    return None


def _is_ours(path: Path) -> bool:
    # Most folders have no configuration, and then its parsers are not needed.
    from inclusivelint import configfile

    return configfile.is_ours(path)


def load_config(explicit: Path | None, start: Path) -> Config:
    """The configuration in `explicit`, or else in the file that `find_config(start)` finds, or else the defaults.

    Raises ConfigError with every problem of the file, one `path:line: cause` a line.
    """
    path = explicit or find_config(start)
    if path is None:
        return Config(path=None, root=_folder_of(start))
    from inclusivelint import configfile

    root = Path(os.path.abspath(path)).parent
    reader = _Reader(root)
    values = reader.read(configfile.read(path, _shown(path)))
    if reader.problems:
        raise ConfigError(_listed(path, reader.problems))
    return Config(path=path, root=root, names=tuple(reader.names), **values)


def check_names(
    config: Config, known: Collection[str], packs: Collection[str] = (), communities: Collection[str] = ()
) -> None:
    """Raise ConfigError where a key names nothing in `known` (rule ids and aliases), no pack, no community."""
    if config.path is None:
        return
    problems = []
    for name in config.names:
        if name.key.endswith("language"):
            is_known = name.value in communities
            hint = did_you_mean(nearest(name.value, communities)) or f"; there are {', '.join(sorted(communities))}"
            cause = None if is_known else f'unknown community "{name.value}"{hint}'
        else:
            cause = unknown(name.value, known if name.key.endswith("rules") else {*known, *packs})
        if cause:
            problems.append((name.line, f"{name.key}: {cause}"))
    if problems:
        raise ConfigError(_listed(config.path, problems))


def overriding(config: Config, path: str | Path) -> tuple[int, ...]:
    """Which of the overrides (by index) are for the file at `path`."""
    relative = relative_to(path, config.root) if config.overrides else None
    if relative is None:
        return ()
    from inclusivelint.gitignore import Patterns

    return tuple(
        index
        for index, override in enumerate(config.overrides)
        if Patterns(override.files).ignoring(relative, folder=False)
    )


def overridden(config: Config, indexes: Sequence[int]) -> Config:
    """The configuration with these overrides applied, in their order: a `select` replaces, everything else adds."""
    for layer, index in enumerate(indexes, 1):
        override = config.overrides[index]
        config = config._replace(
            select=override.select or config.select,
            extend_select=config.extend_select + override.extend_select,
            ignore=config.ignore + override.ignore,
            allow=config.allow + override.allow,
            language=config.language + override.language,
            rules=(*config.rules, *(settings._replace(layer=layer) for settings in override.rules)),
        )
    return config._replace(overrides=())


def file_ignores(config: Config, path: str | Path) -> tuple[str, ...]:
    """The rules, categories and globs that per-file-ignores switches off for the file at `path`."""
    if not config.per_file_ignores:
        return ()
    relative = relative_to(path, config.root)
    if relative is None:
        return ()
    from inclusivelint.gitignore import Patterns

    return tuple(
        rule
        for pattern, rules in config.per_file_ignores
        if Patterns([pattern]).ignoring(relative, folder=False)
        for rule in rules
    )


def file_reading(config: Config, path: str | Path) -> Reading:
    """What is read of the file at `path`: the places in it that `keys` names, and the parts of source code."""
    relative = relative_to(path, config.root) if config.keys else None
    if relative is None:
        return Reading(parts=config.code_parts)
    from inclusivelint.gitignore import Patterns

    return Reading(
        keys=tuple(
            place
            for pattern, places in config.keys
            if Patterns([pattern]).ignoring(relative, folder=False)
            for place in places
        ),
        parts=config.code_parts,
    )


def document_kinds(config: Config, path: str | Path) -> tuple[str, ...]:
    """The kinds of document that the configuration states for the file at `path`, by the first pattern that fits."""
    relative = relative_to(path, config.root) if config.document_kind else None
    if relative is None:
        return ()
    from inclusivelint.gitignore import Patterns

    fitting = (kinds for pattern, kinds in config.document_kind if Patterns([pattern]).ignoring(relative, folder=False))
    return next(fitting, ())


def relative_to(path: str | Path, root: Path) -> str | None:
    """`path` as seen from `root`, with `/`, or None where it is elsewhere. Links count as where they stand."""
    given, base = os.path.abspath(path), os.path.abspath(root)
    relative = _below(given, base)
    if relative is None:
        parent, name = os.path.split(given)
        relative = _below(os.path.join(os.path.realpath(parent), name), os.path.realpath(base))
    return relative


def _below(path: str, folder: str) -> str | None:
    if path == folder:
        return ""
    prefix = folder.rstrip(os.sep) + os.sep
    return path[len(prefix) :].replace(os.sep, "/") if path.startswith(prefix) else None


class _Reader(ReadsTables):
    """Turns entries into the values of a Config; what is wrong is gathered in `problems`, as lines and causes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[tuple[int, str]] = []
        self.names: list[Name] = []

    def read(self, entries: dict[str, Entry]) -> dict[str, Any]:
        """The values by the names of Config's fields; not to be used when there are problems."""
        readers: dict[str, Callable[[str, Value], Any]] = {
            "select": self._names,
            "extend-select": self._names,
            "ignore": self._names,
            "per-file-ignores": self._per_file_ignores,
            "exclude": self._patterns,
            "include": self._patterns,
            "include-code": self._flag,
            "code-parts": self._parts,
            "keys": self._keys,
            "max-size": self._size,
            "min-severity": self._severity,
            "fail-on": self._severity,
            "rule-paths": self._paths,
            "pipeline": self._text,
            "allow": self._texts,
            "require-reason": self._flag,
            "baseline": self._path,
            "cache-dir": self._path,
            "jobs": self._count,
            "document-kind": self._document_kinds,
            "jurisdiction": self._text,
            "language": self._language,
            "rules": self._rules,
            "overrides": self._overrides,
        }
        values = {}
        for entry in entries.values():
            if reader := readers.get(entry.key):
                values[entry.key.replace("-", "_")] = reader(entry.key, entry.value)
            else:
                hint = did_you_mean(nearest(entry.key, readers)) or f"; the keys are {', '.join(readers)}"
                self._problem(entry.line, f'unknown key "{entry.key}"{hint}')
        return values

    def _problem(self, line: int, cause: str) -> None:
        self.problems.append((line, cause))

    def _located_texts(self, key: str, value: Value) -> list[tuple[str, int]]:
        if not isinstance(value.content, list):
            self._problem(value.line, f"{key} must be a list of texts, not {value.kind}")
            return []
        texts = []
        for item in value.content:
            if not isinstance(item.content, str):
                self._problem(item.line, f"{key} must be a list of texts, but holds {item.kind}")
            elif not item.content.strip():
                self._problem(item.line, f"{key} holds an empty text")
            else:
                texts.append((item.content, item.line))
        return texts

    def _texts(self, key: str, value: Value) -> tuple[str, ...]:
        return tuple(text for text, _ in self._located_texts(key, value))

    def _note_name(self, name: str, key: str, line: int) -> None:
        self.names.append(Name(name, key, line))

    def _names(self, key: str, value: Value) -> tuple[str, ...]:
        texts = self._located_texts(key, value)
        self.names += [Name(text, key, line) for text, line in texts]
        return tuple(text for text, _ in texts)

    def _per_file_ignores(self, key: str, value: Value) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self._by_pattern(key, value, self._names)

    def _keys(self, key: str, value: Value) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self._by_pattern(key, value, self._texts)

    def _by_pattern(
        self, key: str, value: Value, read: Callable[[str, Value], tuple[str, ...]]
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(value.content, dict):
            self._problem(value.line, f"{key} must be a table of file patterns, each with its list, not {value.kind}")
            return ()
        entries = value.content.values()
        for entry in entries:
            self._check_pattern(key, entry.key, entry.line)
            if entry.key.startswith("!"):
                self._problem(entry.line, f'{key}: "{entry.key}" begins with "!", which has no meaning here')
        return tuple((entry.key, read(key, entry.value)) for entry in entries)

    def _document_kinds(self, key: str, value: Value) -> tuple[tuple[str, tuple[str, ...]], ...]:
        if not isinstance(value.content, dict):
            self._problem(value.line, f"{key} must be a table of file patterns, each with its kind, not {value.kind}")
            return ()
        found = []
        for entry in value.content.values():
            self._check_pattern(key, entry.key, entry.line)
            is_text = isinstance(entry.value.content, str)
            kinds = (self._text(key, entry.value),) if is_text else self._texts(key, entry.value)
            found.append((entry.key, tuple(filter(None, kinds))))
        return tuple(found)

    def _patterns(self, key: str, value: Value) -> tuple[str, ...]:
        texts = self._located_texts(key, value)
        for text, line in texts:
            self._check_pattern(key, text, line)
        return tuple(text for text, _ in texts)

    def _check_pattern(self, key: str, pattern: str, line: int) -> None:
        from inclusivelint.gitignore import parse

        if parse(pattern) is None:
            hint = '; write "\\#" for a name that begins with "#"' if pattern.startswith("#") else ""
            self._problem(line, f'{key}: "{pattern}" matches nothing{hint}')

    def _paths(self, key: str, value: Value) -> tuple[Path, ...]:
        paths = []
        for text, line in self._located_texts(key, value):
            path = self.root / text
            if not os.path.exists(path):
                self._problem(line, f'{key}: there is no file or folder "{text}"')
            paths.append(path.resolve())
        return tuple(paths)

    def _severity(self, key: str, value: Value) -> Severity | None:
        choices: dict[object, Severity | None] = {
            severity.label: severity for severity in sorted(Severity, reverse=True)
        }
        if key == "fail-on":
            choices[NEVER] = None
        if isinstance(value.content, str) and value.content in choices:
            return choices[value.content]
        *others, last = map(str, choices)
        self._problem(value.line, f"{key} must be {', '.join(others)} or {last}, not {_given(value)}")
        return None

    def _parts(self, key: str, value: Value) -> tuple[str, ...]:
        texts = self._located_texts(key, value)
        for text, line in texts:
            if text not in CODE_PARTS:
                hint = did_you_mean(nearest(text, CODE_PARTS)) or f"; there are {', '.join(CODE_PARTS)}"
                self._problem(line, f'{key}: unknown part "{text}"{hint}')
        return tuple(text for text, _ in texts)

    def _size(self, key: str, value: Value) -> int:
        match = _SIZE.fullmatch(value.content.strip()) if isinstance(value.content, str) else None
        if match is None:
            self._problem(value.line, f'{key} must be a size such as "20 MB", not {_given(value)}')
            return 0
        return int(float(match[1]) * _UNITS[match[2].lower()])

    def _text(self, key: str, value: Value) -> str | None:
        if isinstance(value.content, str) and value.content.strip():
            return value.content
        self._problem(value.line, f"{key} must be a text, not {'an empty one' if value.content == '' else value.kind}")
        return None

    def _path(self, key: str, value: Value) -> Path | None:
        """A file or folder that need not be there yet."""
        text = self._text(key, value)
        return None if text is None else self.root / text

    def _count(self, key: str, value: Value) -> int | None:
        number = value.content if type(value.content) is int else None  # true is an int, too
        if number and number > 0:
            return number
        given = value.kind if number is None else number
        self._problem(value.line, f"{key} must be a number from 1 up, not {given}")
        return None

    def _flag(self, key: str, value: Value) -> bool:
        if isinstance(value.content, bool):
            return value.content
        self._problem(value.line, f"{key} must be true or false, not {value.kind}")
        return False


def _given(value: Value) -> str:
    return f'"{value.content}"' if isinstance(value.content, str) else value.kind


def _folder_of(start: Path) -> Path:
    place = Path(os.path.abspath(start))
    return place.parent if os.path.isfile(place) else place


def _shown(path: Path) -> str:
    """`path` as people know it: relative where it is below the working folder."""
    try:
        return str(path.relative_to(Path.cwd())) if path.is_absolute() else str(path)
    except (ValueError, OSError):
        return str(path)


def _listed(path: Path, problems: list[tuple[int, str]]) -> str:
    return "\n".join(f"{_shown(path)}:{line}: {cause}" for line, cause in sorted(problems))
