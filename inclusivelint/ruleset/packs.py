"""Packs: selections with a name. `select = ["healthcare"]` stands for the rules and categories that it lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint.errors import RuleError

PACKS = "packs.yaml"


class Pack(NamedTuple):
    """A pack: whom it is for, and the rules, categories and globs that it selects."""

    name: str
    title: str
    select: tuple[str, ...]


def read_packs(folders: Iterable[Path]) -> dict[str, Pack]:
    """The packs in the `packs.yaml` of each folder; of one name, the last. Raises RuleError with every problem."""
    from inclusivelint.ruleset.format import read_utf8
    from inclusivelint.ruleset.nodes import Nodes

    found: dict[str, Pack] = {}
    problems: list[str] = []
    for folder in folders:
        path = folder / PACKS
        if not path.is_file():
            continue
        nodes = Nodes(path, problems)
        root = nodes.compose(read_utf8(path, problems))
        for key, value in nodes.entries(root) if root is not None else ():
            entries = nodes.mapping(value, ("title", "select"), ("title", "select"))
            name = nodes.text(key)
            if name and len(entries) == 2:
                title, select = nodes.text(entries["title"]) or "", nodes.texts(entries["select"])
                found[name] = Pack(name, title, select)
    if problems:
        raise RuleError(problems)
    return found


def expanded(names: Sequence[str], packs: Mapping[str, Pack], known: Collection[str]) -> tuple[str, ...]:
    """`names` with what packs stand for in place of their names; what is `known` otherwise is never a pack."""
    wanted: list[str] = []
    for name in names:
        wanted += packs[name].select if name in packs and name not in known else [name]
    return tuple(dict.fromkeys(wanted))
