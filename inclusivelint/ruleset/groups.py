"""The lexicon of groups of people, `rules/groups.yaml`: names for rules that look at what is said of a group."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import yaml

from inclusivelint.ruleset.nodes import Nodes

_KEYS = ("adjectives", "nouns", "names")


class Groups(NamedTuple):
    """For each kind of group adjectives that stand before one of the `persons`, and phrases that name it alone."""

    adjectives: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    persons: tuple[str, ...]


def read_groups(path: Path, text: str, problems: list[str]) -> Groups:
    """The lexicon of groups; what is wrong in it is added to `problems`."""
    nodes = Nodes(path, problems)
    root = nodes.compose(text)
    entries = nodes.mapping(root, ("persons", "groups"), ("persons", "groups")) if root is not None else {}
    if len(entries) < 2:
        return Groups({}, {}, ())
    adjectives, names = {}, {}
    for key, value in entries["groups"].value if isinstance(entries["groups"], yaml.MappingNode) else ():
        lists = nodes.mapping(value, _KEYS)
        before, nouns = (
            tuple((nodes.text(lists[name]) or "").split()) if name in lists else () for name in ("adjectives", "nouns")
        )
        adjectives[str(key.value)] = before
        names[str(key.value)] = (*nouns, *nodes.texts(lists.get("names")))
    return Groups(adjectives, names, tuple((nodes.text(entries["persons"]) or "").split(", ")))
