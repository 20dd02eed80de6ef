"""Token and dependency patterns of rule files: validated here, run by the engine with spaCy's matchers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from inclusivelint.documents.normalise import fold
from inclusivelint.names import did_you_mean, nearest
from inclusivelint.ruleset.nodes import Nodes
from inclusivelint.ruleset.phrases import TAGS, inflect_phrase

Tokens = tuple[Mapping[str, Any], ...]
Needed = tuple[tuple[str, ...], ...]
"""For each token that must be there and names its words, those words, folded."""

_WORDY = ("LOWER", "TEXT", "ORTH", "LEMMA")
ATTRIBUTES = frozenset(
    (
        *_WORDY, "NORM", "SHAPE", "LENGTH", "POS", "TAG", "MORPH", "DEP", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID",
        "IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_UPPER", "IS_TITLE", "IS_PUNCT", "IS_SPACE", "IS_STOP",
        "IS_BRACKET", "IS_QUOTE", "IS_LEFT_PUNCT", "IS_RIGHT_PUNCT", "IS_CURRENCY", "IS_SENT_START", "SENT_START",
        "LIKE_NUM", "LIKE_URL", "LIKE_EMAIL", "SPACY", "_",
    )
)  # fmt: skip
PARTS_OF_SPEECH = frozenset(
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SPACE SYM VERB X".split()
)
RELATIONS = frozenset("< > << >> . .* ; ;* $+ $- $++ $-- >+ >- >++ >-- <+ <- <++ <--".split())
_REPEATED = re.compile(r"\{(\d*),?(\d*)\}")
_LONGEST_GAP = 4
_CONTRACTED = {
    "be": "s m re isn aren wasn weren ain", "have": "s ve d haven hasn hadn", "do": "don doesn didn", "will": "ll won",
    "would": "d wouldn", "not": "t", "can": "couldn", "could": "couldn", "should": "shouldn", "must": "mustn",
}  # fmt: skip
"""What is left of these words, by their base form, where an apostrophe cuts them."""


def read_patterns(nodes: Nodes, node: yaml.Node | None) -> tuple[tuple[Tokens, ...], tuple[Needed, ...]]:
    """SpaCy `Matcher` patterns, one or a list, and the words that each needs."""
    return _read(nodes, node, "a list of token mappings", _token_pattern)


def read_dependencies(nodes: Nodes, node: yaml.Node | None) -> tuple[tuple[Tokens, ...], tuple[Needed, ...]]:
    """SpaCy `DependencyMatcher` patterns, one or a list, and the words that each needs."""
    return _read(nodes, node, "a list of mappings with RIGHT_ID and RIGHT_ATTRS", _dependency_pattern)


def _read(nodes: Nodes, node: yaml.Node | None, what: str, read: Any) -> tuple[tuple[Tokens, ...], tuple[Needed, ...]]:
    items = nodes.sequence(node, what) if node is not None else []
    one = bool(items) and all(isinstance(item, yaml.MappingNode) for item in items)
    patterns: list[Tokens] = []
    needed: list[Needed] = []
    for item in [node] if one and node is not None else items:
        before = len(nodes.problems)
        pattern, tokens = read(nodes, nodes.sequence(item, what))
        if len(nodes.problems) > before:
            continue
        if words := _needed(tokens):
            patterns.append(pattern)
            needed.append(words)
        else:
            names = ", ".join(_WORDY)
            nodes.problem(item, f"unreachable pattern: no token that must be there names its words ({names})")
    return tuple(patterns), tuple(needed)


def _token_pattern(nodes: Nodes, items: Sequence[yaml.Node]) -> tuple[Tokens, Tokens]:
    pattern = tuple(_token(nodes, item, with_operator=True) for item in items)
    return pattern, pattern


def _dependency_pattern(nodes: Nodes, items: Sequence[yaml.Node]) -> tuple[Tokens, Tokens]:
    known: list[str] = []
    pattern, tokens = [], []
    for item in items:
        keys = ("LEFT_ID", "REL_OP", "RIGHT_ID", "RIGHT_ATTRS") if known else ("RIGHT_ID", "RIGHT_ATTRS")
        entries = nodes.mapping(item, keys, keys)
        if len(entries) < len(keys):
            break
        names = {key: nodes.text(entries[key]) or "" for key in keys if key != "RIGHT_ATTRS"}
        if known and names["LEFT_ID"] not in known:
            hint = did_you_mean(nearest(names["LEFT_ID"], known))
            nodes.problem(entries["LEFT_ID"], f'no token above is called "{names["LEFT_ID"]}"{hint}')
        if known and names["REL_OP"] not in RELATIONS:
            listed = " ".join(sorted(RELATIONS))
            nodes.problem(entries["REL_OP"], f'"{names["REL_OP"]}" is no relation of a DependencyMatcher: {listed}')
        if names["RIGHT_ID"] in known:
            nodes.problem(entries["RIGHT_ID"], f'two tokens are called "{names["RIGHT_ID"]}"')
        known.append(names["RIGHT_ID"])
        attributes = _token(nodes, entries["RIGHT_ATTRS"], with_operator=False)
        tokens.append(attributes)
        pattern.append({**names, "RIGHT_ATTRS": attributes})
    return tuple(pattern), tuple(tokens)


def _token(nodes: Nodes, node: yaml.Node, with_operator: bool) -> Mapping[str, Any]:
    if isinstance(node, yaml.MappingNode):
        nodes.mapping(node, {*ATTRIBUTES, "OP"} if with_operator else ATTRIBUTES)
    else:
        nodes.problem(node, "expected a mapping of token attributes")
        return {}
    token: dict[str, Any] = nodes.plain(node)
    parts = token.get("POS")
    for part in [parts] if isinstance(parts, str) else _listed(parts):
        if part not in PARTS_OF_SPEECH:
            hint = did_you_mean(nearest(str(part), PARTS_OF_SPEECH))
            nodes.problem(node, f'"{part}" is no universal part of speech{hint}')
    repeated = _REPEATED.fullmatch(str(token.get("OP", "")))
    if repeated and not _is_narrow(token) and int(repeated[2] or repeated[1] or 0) > _LONGEST_GAP:
        # Each of n optional tokens doubles the states that spaCy's matcher keeps.
        cause = f'a gap of up to {repeated[2] or repeated[1]} tokens takes too long to match; write OP: "*"'
        nodes.problem(node, f"{cause}, which stays within the sentence")
    return token


def _is_narrow(token: Mapping[str, Any]) -> bool:
    """Whether a token names what it can be, and not just what it can't."""
    values = [value for attribute, value in token.items() if attribute != "OP"]
    return any(not isinstance(value, Mapping) or "IN" in value for value in values)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, Mapping):
        return []
    return [item for key in ("IN", "NOT_IN") for item in value.get(key) or ()]


def _needed(tokens: Sequence[Mapping[str, Any]]) -> Needed:
    """The words of each token that must be there, in order; tokens that any word can fill are left out."""
    found = []
    for token in tokens:
        if str(token.get("OP", "1")) not in ("1", "+"):
            continue
        for attribute in _WORDY:
            value = token.get(attribute)
            words = [value] if isinstance(value, str) else value.get("IN", ()) if isinstance(value, Mapping) else ()
            if words and all(str(word).isalnum() for word in words):
                forms = {fold(form) for word in words for form in _forms(str(word), attribute)}
                found.append(tuple(sorted(forms)))
                break
    return tuple(found)


def _forms(word: str, attribute: str) -> list[str]:
    """The words of a text that can stand for one of a pattern."""
    if attribute != "LEMMA":
        return [word]
    parts = ("VERB",) if word == "be" else tuple(TAGS)
    inflected = [form for part in parts for tag in TAGS[part] for form in inflect_phrase(word, tag)]
    return [word, *inflected, *_CONTRACTED.get(word, "").split()]


def named_tokens(dependencies: Sequence[Tokens]) -> list[str]:
    """The names that every one of these patterns gives to a token."""
    names = [[str(token["RIGHT_ID"]) for token in pattern] for pattern in dependencies]
    return [name for name in names[0] if all(name in other for other in names)] if names else []
