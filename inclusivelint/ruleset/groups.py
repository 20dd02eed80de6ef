"""The lexicon of groups of people, `rules/groups.yaml`: names for rules that look at what is said of a group."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from inclusivelint.ruleset.nodes import Nodes

_KEYS = ("adjectives", "nouns", "names")


def read_groups(path: Path, text: str, problems: list[str]) -> Mapping[str, tuple[str, ...]]:
    """For each kind of group the phrases that name one: adjectives before a person, nouns alone, whole names."""
    nodes = Nodes(path, problems)
    root = nodes.compose(text)
    entries = nodes.mapping(root, ("persons", "groups"), ("persons", "groups")) if root is not None else {}
    if len(entries) < 2:
        return {}
    persons = f"({'|'.join((nodes.text(entries['persons']) or '').split())})"
    found = {}
    for key, value in entries["groups"].value if isinstance(entries["groups"], yaml.MappingNode) else ():
        lists = nodes.mapping(value, _KEYS)
        adjectives, nouns = (
            (nodes.text(lists[name]) or "").split() if name in lists else () for name in ("adjectives", "nouns")
        )
        names = nodes.texts(lists.get("names"))
        found[str(key.value)] = (*(f"{adjective} {persons}" for adjective in adjectives), *nouns, *names)
    return found
