"""Packs: selections with a name. `select = ["healthcare"]` stands for the rules and categories that it lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint.errors import RuleError
from inclusivelint.names import unknown

PACKS = "packs.yaml"


class Pack(NamedTuple):
    """A pack: whom it is for, and the rules, categories and globs that it selects."""

    name: str
    title: str
    select: tuple[str, ...]


def read_packs(folders: Iterable[Path], known: Collection[str]) -> dict[str, Pack]:
    """The packs in the `packs.yaml` of each folder; of one name, the last.

    `known` are the ids and former ids of rules, of which packs select some. Raises RuleError with every problem.
    """
    problems: list[str] = []
    found = [
        pack
        for folder in dict.fromkeys(folders)
        if (folder / PACKS).is_file()
        for pack in packs_of(folder / PACKS, known, problems)
    ]
    if problems:
        raise RuleError(problems)
    return {pack.name: pack for pack in found}


def packs_of(path: Path, known: Collection[str], problems: list[str]) -> list[Pack]:
    """The packs of one file; problems are added to `problems`. Without `known` names, all names are."""
    from inclusivelint.ruleset.format import read_utf8
    from inclusivelint.ruleset.nodes import Nodes

    nodes = Nodes(path, problems)
    root = nodes.compose(read_utf8(path, problems))
    found = []
    for key, value in nodes.entries(root) if root is not None else ():
        entries = nodes.mapping(value, ("title", "select"), ("title", "select"))
        name = nodes.text(key)
        title = nodes.text(entries["title"]) if "title" in entries else None
        select = nodes.sequence(entries["select"]) if "select" in entries else []
        texts = []
        for item in select:
            if text := nodes.text(item):
                texts.append(text)
                if known and (cause := unknown(text, known)):
                    nodes.problem(item, cause)
        if "select" in entries and not select:
            nodes.problem(entries["select"], "a pack selects at least one rule, category or glob")
        if name and title:
            found.append(Pack(name, title, tuple(texts)))
    return found


def expanded(names: Sequence[str], packs: Mapping[str, Pack], known: Collection[str]) -> tuple[str, ...]:
    """`names` with what packs stand for in place of their names; what is `known` otherwise is never a pack."""
    wanted: list[str] = []
    for name in names:
        wanted += packs[name].select if name in packs and name not in known else [name]
    return tuple(dict.fromkeys(wanted))
