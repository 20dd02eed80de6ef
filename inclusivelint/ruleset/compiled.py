"""Compiled rules as lines of JSON, which nothing can be executed from.

The first line has what every run needs: names, levels, and the words to look for. Three lines follow for each rule: the
rest of it, its forms, its examples. They are cut out and parsed when they are asked for, in most runs for few rules.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from inclusivelint.forms import Forms, Wording
from inclusivelint.model import Example, Kind, Rule, Severity, Source

_LEVELS = {int(severity): severity for severity in Severity}
_EAGER = (
    "id", "category", "severity", "aliases", "preference", "forms", "triggers", "examples", "kinds", "asked_kinds",
    "default",
)  # fmt: skip


def dump(rules: Sequence[Rule], digest: str, files: Sequence[Path]) -> bytes:
    """The lines for `rules`, which were compiled from `files` with this digest."""
    sources = {source.key: list(source) for rule in rules for source in rule.sources}
    places = {str(file): index for index, file in enumerate(files)}
    lines, rows = [], []
    for r in rules:
        three = [line.encode() for line in (_details(r, places), str(r.forms.text), _compact(list(r.examples)))]
        lengths = [len(line) for line in three]
        eager = [r.id, r.category, r.severity, r.aliases, dict(r.preference), r.default, r.forms.anchors, r.triggers]
        eager += [[kind.name for kind in kinds] for kinds in (r.kinds, r.asked_kinds)]
        rows.append([*eager, lengths])
        lines += three
    body = b"\n".join(lines)
    kinds = {kind.name: list(kind) for rule in rules for kind in (*rule.kinds, *rule.asked_kinds)}
    head = {"digest": digest, "crc": zlib.crc32(body), "sources": sources, "kinds": kinds, "rules": rows}
    return _compact(head).encode() + b"\n" + body


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _details(rule: Rule, places: dict[str, int]) -> str:
    plain = {name: getattr(rule, name) for name in Rule.__slots__ if name not in _EAGER}
    # Compiled rules move from one machine to another; their files do not.
    return _compact(plain | {"sources": [source.key for source in rule.sources], "path": places[rule.path]})


def read_compiled(path: Path, digest: str, files: Sequence[Path]) -> tuple[Rule, ...] | None:
    """The rules in a compiled file, or None when it is missing, stale, foreign or damaged."""
    try:
        content = path.read_bytes()
        end = content.index(b"\n")
        head = json.loads(content[:end])
        body = memoryview(content)[end + 1 :]
        if head["digest"] != digest or head["crc"] != zlib.crc32(body):
            return None
        kinds = {name: _kind(row) for name, row in head["kinds"].items()}
        stored = _Stored(body, {key: Source(*row) for key, row in head["sources"].items()}, files, kinds)
        rules, at = [], 0
        for row in head["rules"]:
            rules.append(StoredRule(row, at, stored))
            at += sum(row[-1]) + len(row[-1])
        return tuple(rules)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _kind(row: list[Any]) -> Kind:
    name, title, *cues, anchors = row
    return Kind(name, title, *map(tuple, cues))._replace(anchors=tuple(map(tuple, anchors)))


class _Stored(NamedTuple):
    """What the rules of one compiled file share."""

    body: memoryview
    sources: dict[str, Source]
    files: Sequence[Path]
    kinds: dict[str, Kind]


class StoredRule(Rule):
    """A rule of a compiled file; a field that is not filled yet is read from its line."""

    __slots__ = ("_at", "_lengths", "_stored")

    def __init__(self, row: list[Any], at: int, stored: _Stored) -> None:
        name, category, severity, aliases, preference, default, anchors, triggers, kinds, asked, lengths = row
        details, forms, _ = lengths
        fill = object.__setattr__
        fill(self, "id", name)
        fill(self, "category", category)
        fill(self, "severity", _LEVELS[severity])
        fill(self, "aliases", tuple(aliases))
        fill(self, "preference", preference)
        fill(self, "forms", Forms(anchors, stored.body[at + details + 1 : at + details + 1 + forms]))
        fill(self, "triggers", triggers)
        fill(self, "default", default)
        fill(self, "kinds", tuple(stored.kinds[kind] for kind in kinds))
        fill(self, "asked_kinds", tuple(stored.kinds[kind] for kind in asked))
        fill(self, "_at", at)
        fill(self, "_lengths", lengths)
        fill(self, "_stored", stored)

    def __getattr__(self, name: str) -> Any:
        details, forms, examples = self._lengths
        body, sources, files, _ = self._stored
        if name == "examples":
            at = self._at + details + forms + 2
            object.__setattr__(self, name, tuple(map(Example._make, json.loads(bytes(body[at : at + examples])))))
            return object.__getattribute__(self, name)
        values = json.loads(bytes(body[self._at : self._at + details]))
        values["sources"] = tuple(sources[key] for key in values["sources"])
        values["path"] = str(files[values["path"]])
        values["suggestions"] = tuple(Wording(*pair) for pair in values["suggestions"])
        values["patterns"] = tuple(map(tuple, values["patterns"]))
        values["dependencies"] = tuple(map(tuple, values["dependencies"]))
        values["needed"] = tuple(tuple(map(tuple, words)) for words in values["needed"])
        for field, value in values.items():
            object.__setattr__(self, field, tuple(value) if isinstance(value, list) else value)
        return object.__getattribute__(self, name)
