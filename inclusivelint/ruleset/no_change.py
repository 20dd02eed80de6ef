"""Terms that other tools report and this one does not, each with the reason."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from inclusivelint.errors import RuleError
from inclusivelint.ruleset import NO_CHANGE, rules_folder


class Declined(NamedTuple):
    """A term, why it is not reported, and the tools that do."""

    term: str
    reason: str
    flagged_by: tuple[str, ...]


def declined() -> dict[str, Declined]:
    """The terms of `rules/no-change.yaml`, in lower case; raises RuleError with every problem of the file."""
    problems: list[str] = []
    found = declined_in(rules_folder() / NO_CHANGE, problems)
    if problems:
        raise RuleError(problems)
    return found


def declined_in(path: Path, problems: list[str]) -> dict[str, Declined]:
    """The terms of one such file; problems are added to `problems`."""
    from inclusivelint.ruleset.format import read_utf8
    from inclusivelint.ruleset.nodes import Nodes

    nodes = Nodes(path, problems)
    root = nodes.compose(read_utf8(path, problems))
    entries = nodes.mapping(root, ("terms",), ("terms",)) if root is not None else {}
    found: dict[str, Declined] = {}
    required = ("term", "reason")
    for item in nodes.sequence(entries["terms"]) if entries else ():
        each = nodes.mapping(item, (*required, "flagged_by"), required)
        if all(key in each for key in required):
            term, reason = nodes.text(each["term"]) or "", nodes.text(each["reason"]) or ""
            if term.lower() in found:
                nodes.problem(item, f'"{term}" stands twice')
            found[term.lower()] = Declined(term, reason, nodes.texts(each.get("flagged_by")))
    return found
