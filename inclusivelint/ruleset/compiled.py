"""Compiled rules as lines of JSON, which nothing can be executed from.

The first line has what every run needs: names, levels, and the words to look for. Three lines follow for each rule: the
rest of it, its forms, its examples. They are parsed when they are asked for, which in most runs is for few rules.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from inclusivelint.model import Example, Forms, Kind, Rule, Severity, Source, Wording

_EAGER = ("id", "category", "severity", "aliases", "forms", "triggers", "examples", "kinds", "default")
_LINES = 3


def dump(rules: Sequence[Rule], digest: str, files: Sequence[Path]) -> str:
    """The lines for `rules`, which were compiled from `files` with this digest."""
    sources = {source.key: list(source) for rule in rules for source in rule.sources}
    places = {str(file): index for index, file in enumerate(files)}
    lines = ((_details(rule, places), rule.forms.text, _compact(list(rule.examples))) for rule in rules)
    body = "\n".join(str(line) for three in lines for line in three)
    kinds = {kind.name: list(kind) for rule in rules for kind in rule.kinds}
    rows = [[*_head(r), r.default, [kind.name for kind in r.kinds]] for r in rules]
    head = {"digest": digest, "crc": zlib.crc32(body.encode()), "sources": sources, "kinds": kinds, "rules": rows}
    return f"{_compact(head)}\n{body}"


def _head(rule: Rule) -> list[Any]:
    return [rule.id, rule.category, rule.severity.label, rule.aliases, rule.forms.anchors, rule.triggers]


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _details(rule: Rule, places: dict[str, int]) -> str:
    plain = {name: getattr(rule, name) for name in Rule.__slots__ if name not in _EAGER}
    # Compiled rules move from one machine to another; their files do not.
    return _compact(plain | {"sources": [source.key for source in rule.sources], "path": places[rule.path]})


def read_compiled(path: Path, digest: str, files: Sequence[Path]) -> tuple[Rule, ...] | None:
    """The rules in a compiled file, or None when it is missing, stale, foreign or damaged."""
    try:
        first, _, body = path.read_bytes().partition(b"\n")
        head = json.loads(first)
        if head["digest"] != digest or head["crc"] != zlib.crc32(body):
            return None
        lines = body.split(b"\n")
        origin = ({key: Source(*row) for key, row in head["sources"].items()}, files)
        kinds = {name: _kind(row) for name, row in head["kinds"].items()}
        places = range(0, _LINES * len(head["rules"]), _LINES)
        return tuple(
            StoredRule(row, lines[at : at + _LINES], origin, kinds)
            for row, at in zip(head["rules"], places, strict=True)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _kind(row: list[Any]) -> Kind:
    name, title, *cues = row
    return Kind(name, title, *map(tuple, cues))


class StoredRule(Rule):
    """A rule of a compiled file; a field that is not filled yet is read from its line."""

    __slots__ = ("_line", "_origin")

    def __init__(
        self,
        row: list[Any],
        lines: list[bytes],
        origin: tuple[dict[str, Source], Sequence[Path]],
        kinds: dict[str, Kind],
    ) -> None:
        details, forms, examples = lines
        name, category, severity, aliases, anchors, triggers, default, of_kinds = row
        fill = object.__setattr__
        fill(self, "id", name)
        fill(self, "category", category)
        fill(self, "severity", Severity.parse(severity))
        fill(self, "aliases", tuple(aliases))
        fill(self, "forms", Forms(anchors, forms))
        fill(self, "triggers", triggers)
        fill(self, "default", default)
        fill(self, "examples", _Examples(examples))
        fill(self, "kinds", tuple(kinds[kind] for kind in of_kinds))
        fill(self, "_line", details)
        fill(self, "_origin", origin)

    def __getattr__(self, name: str) -> Any:
        sources, files = self._origin
        values = json.loads(self._line)
        values["sources"] = tuple(sources[key] for key in values["sources"])
        values["path"] = str(files[values["path"]])
        values["suggestions"] = tuple(Wording(*pair) for pair in values["suggestions"])
        values["patterns"] = tuple(map(tuple, values["patterns"]))
        values["dependencies"] = tuple(map(tuple, values["dependencies"]))
        values["needed"] = tuple(tuple(map(tuple, words)) for words in values["needed"])
        for field, value in values.items():
            object.__setattr__(self, field, tuple(value) if isinstance(value, list) else value)
        return object.__getattribute__(self, name)


class _Examples(Sequence[Example]):
    """Examples as JSON: only `explain` and the tests of rules ever look at them."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    @cached_property
    def _values(self) -> list[Example]:
        return list(map(Example._make, json.loads(self._text)))

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Example]: ...
    def __getitem__(self, index: int | slice) -> Example | Sequence[Example]:
        return self._values[index]
