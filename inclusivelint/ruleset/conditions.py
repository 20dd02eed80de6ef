"""The vocabulary of `unless` and `when`: validation of what a rule file says. The engine gives it meaning."""

from __future__ import annotations

from typing import Any

import yaml

from inclusivelint.model import Condition
from inclusivelint.regexes import problem_of
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


def read_condition(nodes: Nodes, node: yaml.Node) -> Condition | None:
    """One condition: a name, or a mapping with one operator."""
    if isinstance(node, yaml.ScalarNode):
        return nodes.choice(node, NAMED)
    before = len(nodes.problems)
    entries = nodes.mapping(node, (*PLACED, *GRAMMAR, "within", "case", "regex", *COMBINED, "not"))
    operators = [key for key in entries if key != "within"]
    if len(nodes.problems) > before:
        return None
    if len(operators) != 1 or ("within" in entries and operators[0] not in WITHIN):
        nodes.problem(node, "a condition has one operator (and `within` beside `near` or `lemma`)")
        return None
    operator = operators[0]
    operand = _operand(nodes, operator, entries[operator])
    if operand is None:
        return None
    condition: dict[str, Any] = {operator: operand}
    if operator in WITHIN:
        condition["within"] = nodes.count(entries["within"]) if "within" in entries else 6
    return condition


def _operand(nodes: Nodes, operator: str, node: yaml.Node) -> Any:
    if operator == "case":
        return nodes.choice(node, CASES)
    if operator == "not":
        return read_condition(nodes, node)
    if operator in COMBINED:
        found: list[Any] = list(nodes.each(node, lambda item: read_condition(nodes, item)))
    elif operator == "pos":
        found = list(nodes.each(node, lambda item: nodes.choice(item, PARTS_OF_SPEECH)))
    elif operator in LEMMAS:
        found = [text.lower() for text in nodes.each(node, lambda item: _lemma(nodes, item))]
    elif operator == "regex":
        found = list(nodes.each(node, lambda item: _regex(nodes, item)))
    else:
        found = list(nodes.texts(node))
    if operator in (*PLACED, *LEMMAS):
        found = list(dict.fromkeys(text for each in found for text in (each, *(other for other, _ in spellings().others(each)))))
    if isinstance(node, yaml.SequenceNode) and not node.value:
        nodes.problem(node, f"`{operator}` names nothing")
    return found or None


def asks_grammar(condition: Condition) -> bool:
    """Whether a condition, or a part of it, needs the pipeline."""
    if isinstance(condition, str):
        return False
    parts = [part for key in COMBINED for part in condition.get(key, ())]
    inner = [condition["not"]] if "not" in condition else []
    return not condition.keys().isdisjoint(GRAMMAR) or any(map(asks_grammar, (*parts, *inner)))


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
