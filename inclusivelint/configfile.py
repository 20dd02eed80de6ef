"""Configuration files as keys and values that know their lines, whichever format they are written in."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from inclusivelint.errors import ConfigError

if TYPE_CHECKING:
    from yaml.nodes import Node

_Path = tuple[str | int, ...]

PYPROJECT = "pyproject.toml"
TABLE = ("tool", "inclusivelint")
"""Where the configuration stands in a pyproject.toml."""


class Value(NamedTuple):
    """A text, a flag, a whole number, a `list[Value]`, a table (`dict[str, Entry]`), or an `Other`; and its line."""

    content: object
    line: int

    @property
    def kind(self) -> str:
        """What it is, for messages."""
        if isinstance(self.content, Other):
            return self.content.kind
        return {list: "a list", dict: "a table", bool: "true or false", int: "a number"}.get(
            type(self.content), "a text"
        )


class Entry(NamedTuple):
    """A key with its value."""

    key: str
    line: int
    value: Value


class Other(NamedTuple):
    """A value of a kind that no key takes."""

    kind: str


def is_ours(path: Path) -> bool:
    """Whether the file configures inclusivelint; also true of a pyproject.toml that can't be read to tell."""
    if path.name != PYPROJECT:
        return True
    try:
        content = path.read_bytes()
        if b"inclusivelint" not in content:
            return False
        tool = _parse_toml(content.decode("utf-8-sig")).get("tool")
    except (OSError, ValueError, RecursionError):
        return True
    return isinstance(tool, dict) and TABLE[1] in tool


def read(path: Path, shown: str) -> dict[str, Entry]:
    """The entries of the configuration file at `path`; raises ConfigError with `shown` as the file's name."""
    text = _decoded(path, shown)
    if path.suffix in (".yaml", ".yml"):
        return _read_yaml(text, shown)
    if path.suffix == ".toml":
        return _read_toml(text, shown, TABLE if path.name == PYPROJECT else ())
    raise ConfigError(f"{shown}: a configuration file is called something.toml, .yaml or .yml")


def _decoded(path: Path, shown: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{shown}: {(error.strerror or str(error)).lower()}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{shown}:{line}: the file isn't UTF-8 (byte 0x{error.object[error.start]:02x})") from error


# YAML


def _read_yaml(text: str, shown: str) -> dict[str, Entry]:
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{shown}:{line}: malformed YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(f"{shown}:{line}: malformed YAML: {error.reason}") from error
    except RecursionError as error:
        raise ConfigError(f"{shown}: malformed YAML: nested too deeply") from error
    if node is None:
        return {}
    root = _from_yaml(node, shown, {})
    if not isinstance(root.content, dict):
        raise ConfigError(f"{shown}:{root.line}: the file holds {root.kind}, not keys with values")
    return root.content


_DEEPEST = 8
"""Deeper than any key goes. Anchors can make loops."""


def _from_yaml(node: Node, shown: str, made: dict[int, Value], depth: int = 0) -> Value:
    # Each node once, however often an alias names it: aliases of aliases would grow without end.
    if (value := made.get(id(node))) is None:
        value = made[id(node)] = _made_from_yaml(node, shown, made, depth)
    return value


def _made_from_yaml(node: Node, shown: str, made: dict[int, Value], depth: int) -> Value:
    from yaml.nodes import MappingNode, SequenceNode

    line = node.start_mark.line + 1
    if isinstance(node, (MappingNode, SequenceNode)):
        kind = "a list" if isinstance(node, SequenceNode) else "a table"
        made[id(node)] = Value(Other(kind), line)  # what it is where it holds itself
        if depth > _DEEPEST:
            return made[id(node)]
    if isinstance(node, SequenceNode):
        return Value([_from_yaml(item, shown, made, depth + 1) for item in node.value], line)
    if isinstance(node, MappingNode):
        entries: dict[str, Entry] = {}
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str):
                raise ConfigError(f"{shown}:{key_line}: a key must be a text")
            if key in entries:
                raise ConfigError(f'{shown}:{key_line}: "{key}" was given before, on line {entries[key].line}')
            entries[key] = Entry(key, key_line, _from_yaml(value_node, shown, made, depth + 1))
        return Value(entries, line)
    return Value(_yaml_scalar(node.tag.rpartition(":")[2], node.value), line)


def _yaml_scalar(tag: str, text: str) -> object:
    if tag == "str":
        return text
    if tag == "bool":
        return text.lower() in ("yes", "true", "on")
    if tag == "int" and text.isdecimal() and len(text) < 19:
        return int(text)
    return Other({"null": "nothing", "int": "a number", "float": "a number", "timestamp": "a date"}.get(tag, f"!{tag}"))


# TOML


def _parse_toml(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _read_toml(text: str, shown: str, table: tuple[str, ...]) -> dict[str, Entry]:
    try:
        found: Any = _parse_toml(text)
    except ValueError as error:
        raise ConfigError(_malformed_toml(str(error), text, shown)) from error
    except RecursionError as error:
        raise ConfigError(f"{shown}: malformed TOML: nested too deeply") from error
    for key in table:
        if not isinstance(found, dict) or key not in found:
            raise ConfigError(f"{shown}: there is no table [{'.'.join(table)}]")
        found = found[key]
    root = _from_toml(found, table, _TomlLines(text).lines)
    if not isinstance(root.content, dict):
        raise ConfigError(f"{shown}:{root.line}: [{'.'.join(table)}] must be a table, not {root.kind}")
    return root.content


def _malformed_toml(message: str, text: str, shown: str) -> str:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    if place is None:
        return f"{shown}: malformed TOML: {message}"
    line = int(place[1]) if place[1] else len(text.rstrip().splitlines()) or 1
    cause = message[: place.start()]
    return f"{shown}:{line}: malformed TOML: {cause[:1].lower()}{cause[1:]}"


def _from_toml(value: Any, path: _Path, lines: dict[_Path, int]) -> Value:
    line = lines.get(path, 1)
    if isinstance(value, dict):
        values = {key: _from_toml(below, (*path, key), lines) for key, below in value.items()}
        return Value({key: Entry(key, below.line, below) for key, below in values.items()}, line)
    if isinstance(value, list):
        return Value([_from_toml(item, (*path, index), lines) for index, item in enumerate(value)], line)
    if isinstance(value, (str, bool, int)):
        return Value(value, line)
    return Value(Other("a number" if isinstance(value, float) else "a date"), line)


_SPACE = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE = re.compile(r"[\w-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:[^"\\\n]|\\.)*"' r"|'[^'\n]*'",
    re.DOTALL,
)
_VALUE = re.compile(_STRING.pattern + r"|[^,\]}#\n]+", re.DOTALL)


class _TomlLines:
    """Where the keys and list items of a TOML text stand, by their path. The text must have been parsed before."""

    def __init__(self, text: str) -> None:
        self.lines: dict[_Path, int] = {}
        self._text = text
        self._at = 0
        self._tables: dict[_Path, int] = {}
        self._counted_to, self._line = 0, 1
        self._document()

    def _document(self) -> None:
        table: _Path = ()
        self._skip(_GAP)
        while self._at < len(self._text):
            brackets = 2 if self._text.startswith("[[", self._at) else self._text.startswith("[", self._at)
            if brackets:
                self._at += brackets
                line, table = self._here(), self._key(())
                if brackets == 2:
                    self._tables[table] = self._tables.get(table, -1) + 1
                    table = self._last(table)
                    self.lines[table] = line
                self._at += brackets
            else:
                self._entry(table)
            self._skip(_GAP)

    def _last(self, table: _Path) -> _Path:
        """Of a list of tables, its last one: what the keys below its header belong to."""
        return (*table, self._tables[table]) if table in self._tables else table

    def _entry(self, table: _Path) -> None:
        path = self._key(table)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _key(self, table: _Path) -> _Path:
        """The path of the key that begins here, and on behind it."""
        self._skip(_SPACE)
        line = self._here()
        path = table
        while True:
            path = (*self._last(path), self._key_part())
            self.lines.setdefault(path, line)
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return path
            self._at += 1
            self._skip(_SPACE)

    def _key_part(self) -> str:
        if quoted := _STRING.match(self._text, self._at):
            self._at = quoted.end()
            return next(iter(_parse_toml(f"{quoted[0]} = 0")))
        start = self._at
        self._skip(_BARE)
        return self._text[start : self._at]

    def _value(self, path: _Path) -> None:
        self.lines.setdefault(path, self._here())
        opening = self._text[self._at]
        if opening in "[{":
            self._at += 1
            self._items(path, table=opening == "{")
        else:
            self._skip(_VALUE)

    def _items(self, path: _Path, *, table: bool) -> None:
        count = 0
        self._skip(_GAP)
        while self._text[self._at] not in "]}":
            if self._text[self._at] == ",":
                self._at += 1
            elif table:
                self._entry(path)
            else:
                self._value((*path, count))
                count += 1
            self._skip(_GAP)
        self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> None:
        if found := pattern.match(self._text, self._at):
            self._at = found.end()

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        return self._line
