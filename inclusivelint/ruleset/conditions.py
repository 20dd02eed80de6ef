"""The vocabulary of `unless` and `when`: validation of what a rule file says. The engine gives it meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from inclusivelint.model import Condition
from inclusivelint.regexes import problem_of
from inclusivelint.ruleset.checks import Vocabulary, read_kinds
from inclusivelint.ruleset.nodes import Nodes
from inclusivelint.ruleset.patterns import PARTS_OF_SPEECH
from inclusivelint.ruleset.spellings import spellings

STANDARD = ("mention", "quotation", "name")
"""Exceptions that every rule makes unless its `even-if` names them."""

NAMED = (*STANDARD, "history", "named-person", "named-subject", "negated", "part-of-name", "self-description")
PLACED = ("before", "after", "near", "sentence", "section", "part-of")
LEMMAS = ("lemma", "head", "dependent")
GRAMMAR = ("pos", *LEMMAS)
"""What only a pipeline can tell; asked after everything else."""
WITHIN = ("near", "lemma")
"""Operators beside which `within` can stand: that many words on either side."""
CASES = ("lower", "capitalised", "upper")
COMBINED = ("all", "any")


def read_condition(nodes: Nodes, vocabulary: Vocabulary, node: yaml.Node) -> Condition | None:
    """One condition: a name, or a mapping with one operator."""
    if isinstance(node, yaml.ScalarNode):
        name = nodes.choice(node, (*NAMED, *vocabulary.conditions))
        return vocabulary.conditions.get(name, name) if name else None
    before = len(nodes.problems)
    entries = nodes.mapping(node, (*PLACED, *GRAMMAR, "within", "case", "regex", "document", *COMBINED, "not"))
    operators = [key for key in entries if key != "within"]
    if len(nodes.problems) > before:
        return None
    if len(operators) != 1 or ("within" in entries and operators[0] not in WITHIN):
        nodes.problem(node, "a condition has one operator (and `within` beside `near` or `lemma`)")
        return None
    operator = operators[0]
    operand = _operand(nodes, operator, entries[operator], vocabulary)
    if operand is None:
        return None
    condition: dict[str, Any] = {operator: operand}
    if operator in WITHIN:
        condition["within"] = nodes.count(entries["within"]) if "within" in entries else 6
    return condition


def read_named(paths: Sequence[Path], vocabulary: Vocabulary, problems: list[str]) -> dict[str, Condition]:
    """The conditions that these files (`conditions.yaml`) define: names for lists of which one condition must hold.

    A list can use the names above it and those of the files before.
    """
    # format.py reads conditions with this module's help.
    from inclusivelint.ruleset.format import read_utf8

    found: dict[str, Condition] = {}
    for path in paths:
        nodes = Nodes(path, problems)
        text = read_utf8(path, problems)
        root = nodes.compose(text) if text else None
        for key, value in nodes.entries(root) if root is not None else ():
            name = nodes.name(key)
            if name in found or name in NAMED:
                nodes.problem(key, f'the name "{name}" stands twice')
            listed = list(nodes.each(value, partial(read_condition, nodes, vocabulary._replace(conditions=found))))
            if isinstance(value, yaml.SequenceNode) and not value.value:
                nodes.problem(value, f'"{name}" names no condition')
            if name:
                found[name] = {"any": sorted(listed, key=asks_grammar)}
    return found


def _operand(nodes: Nodes, operator: str, node: yaml.Node, vocabulary: Vocabulary) -> Any:
    if operator == "case":
        return nodes.choice(node, CASES)
    if operator == "not":
        return read_condition(nodes, vocabulary, node)
    if operator == "document":
        return [kind.name for kind in read_kinds(nodes, node, vocabulary)] or None
    if operator in COMBINED:
        found: list[Any] = list(nodes.each(node, partial(read_condition, nodes, vocabulary)))
    elif operator == "pos":
        found = list(nodes.each(node, lambda item: nodes.choice(item, PARTS_OF_SPEECH)))
    elif operator in LEMMAS:
        found = [text.lower() for text in nodes.each(node, lambda item: _lemma(nodes, item))]
    elif operator == "regex":
        found = list(nodes.each(node, lambda item: _regex(nodes, item)))
    else:
        found = list(nodes.texts(node))
    if operator in (*PLACED, *LEMMAS):
        found = list(
            dict.fromkeys(text for each in found for text in (each, *(other for other, _ in spellings().others(each))))
        )
    if isinstance(node, yaml.SequenceNode) and not node.value:
        nodes.problem(node, f"`{operator}` names nothing")
    return found or None


def asks_grammar(condition: Condition) -> bool:
    """Whether a condition, or a part of it, needs the pipeline."""
    if isinstance(condition, str):
        return False
    return not condition.keys().isdisjoint(GRAMMAR) or any(map(asks_grammar, _parts(condition)))


def kinds_asked(conditions: Iterable[Condition]) -> list[str]:
    """The kinds of documents that conditions, or parts of them, name."""
    found = []
    for condition in conditions:
        if not isinstance(condition, str):
            found += [*condition.get("document", ()), *kinds_asked(_parts(condition))]
    return found


def _parts(condition: Mapping[str, Any]) -> list[Condition]:
    """The conditions that a combination is made of."""
    inner = [condition["not"]] if "not" in condition else []
    return [*(part for key in COMBINED for part in condition.get(key, ())), *inner]


def _lemma(nodes: Nodes, node: yaml.Node) -> str | None:
    text = nodes.text(node)
    if text is not None and " " in text:
        nodes.problem(node, f'"{text}" is no lemma: one word in its base form')
        return None
    return text


def _regex(nodes: Nodes, node: yaml.Node) -> str | None:
    pattern = nodes.text(node)
    if pattern is not None and (problem := problem_of(pattern)):
        nodes.problem(node, f'"{pattern}" {problem}')
        return None
    return pattern
