"""Checks of whole documents: what `documents.yaml` and the keys of document rules say, validated and made plain.

docs/policy.md describes both. What is made is JSON, so that compiled rules can hold it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from inclusivelint.model import Condition, Kind, Source
from inclusivelint.names import did_you_mean, nearest
from inclusivelint.ruleset.cues import ANY_JURISDICTION, anchors, cue_problem
from inclusivelint.ruleset.nodes import Nodes

CHECKS = ("covers", "requires", "assumes", "consistent")
"""The types of checks; a rule that is about whole documents has one of them."""

LEAST_MEMBERS = 3
LEAST_WORDS = 60


class MemberSet(NamedTuple):
    """What a list can name: cues by member, wordings that name several, and which members each jurisdiction wants."""

    members: Mapping[str, list[str]]
    together: Sequence[tuple[list[str], list[str]]]
    context: list[str]
    law: list[str]
    unless: list[str]
    jurisdictions: Mapping[str, list[str]]


class Vocabulary(NamedTuple):
    """What rules can name: kinds of documents, sets of members, and conditions."""

    kinds: Mapping[str, Kind]
    sets: Mapping[str, MemberSet]
    conditions: Mapping[str, Condition] = {}
    """Named conditions, by what they stand for."""


NO_VOCABULARY = Vocabulary({}, {})


def read_documents(paths: Sequence[Path], sources: Mapping[str, Source], problems: list[str]) -> Vocabulary:
    """The kinds and sets of these files; problems are added to `problems`."""
    # format.py reads rules with this module's help.
    from inclusivelint.ruleset.format import read_utf8

    kinds: dict[str, Kind] = {}
    sets: dict[str, MemberSet] = {}
    for path in paths:
        reader = _Reader(Nodes(path, problems), Vocabulary(kinds, sets))
        reader.read_vocabulary(read_utf8(path, problems), kinds, sets, sources)
    return Vocabulary(kinds, sets)


def read_check(nodes: Nodes, entries: Mapping[str, yaml.Node], vocabulary: Vocabulary) -> dict[str, Any]:
    """The check of a rule, by its type; empty (with a problem noted) where there is not exactly one."""
    types = [name for name in CHECKS if name in entries]
    if len(types) != 1:
        nodes.problem(next(iter(entries.values())), f"a rule with `documents` has one of {', '.join(CHECKS)}")
        return {}
    reader = _Reader(nodes, vocabulary)
    return {"type": types[0], **getattr(reader, types[0])(entries[types[0]])}


def read_kinds(nodes: Nodes, node: yaml.Node, vocabulary: Vocabulary) -> tuple[Kind, ...]:
    """The kinds of documents that a rule is for, or that a condition asks for."""
    if isinstance(node, yaml.SequenceNode) and not node.value:
        nodes.problem(node, "names no kind of document")
    return nodes.each(node, lambda item: read_kind(nodes, item, vocabulary))


def read_kind(nodes: Nodes, node: yaml.Node, vocabulary: Vocabulary) -> Kind | None:
    """A kind of document, by its name."""
    name = nodes.text(node)
    if name is not None and name not in vocabulary.kinds:
        nodes.problem(node, f'no kind "{name}" in documents.yaml{did_you_mean(nearest(name, vocabulary.kinds))}')
    return vocabulary.kinds.get(name or "")


class _Reader:
    """Reads one file's nodes; the methods called like checks make their parameters."""

    def __init__(self, nodes: Nodes, vocabulary: Vocabulary) -> None:
        self.nodes = nodes
        self.vocabulary = vocabulary

    # documents.yaml

    def read_vocabulary(
        self, text: str, kinds: dict[str, Kind], sets: dict[str, MemberSet], sources: Mapping[str, Source]
    ) -> None:
        root = self.nodes.compose(text) if text else None
        if root is None:
            return
        entries = self.nodes.mapping(root, ("elsewhere", "genres", "kinds", "sets"))
        elsewhere = self.cues(entries.get("elsewhere"))
        genres = "|".join(self.cues(entries.get("genres")))
        for name, node in self._named(entries.get("kinds"), kinds):
            keys = self.nodes.mapping(node, ("title", "titles", "hints", "wording", "elsewhere"), ("title", "titles"))
            if "title" in keys:
                lists = {key: tuple(self.cues(keys.get(key))) for key in ("titles", "hints", "wording", "elsewhere")}
                lists["elsewhere"] += tuple(elsewhere)
                if genres:
                    for hint in lists["hints"]:
                        lists["titles"] += (f"{hint} ... ({genres})", f"({genres}) ... {hint}")
                kinds[name] = Kind(
                    name, self.nodes.text(keys["title"]) or name, **lists, anchors=tuple(_anchors_of(lists))
                )
        for name, node in self._named(entries.get("sets"), sets):
            keys = self.nodes.mapping(
                node, ("members", "together", "context", "law", "unless", "jurisdictions"), ("members",)
            )
            if "members" in keys:
                sets[name] = self._set(keys, sources)

    def _named(self, node: yaml.Node | None, taken: Mapping[str, object]) -> list[tuple[str, yaml.Node]]:
        """The entries of a mapping with names of the file's own choosing, none of which is taken."""
        if node is None:
            return []
        if not isinstance(node, yaml.MappingNode):
            self.nodes.problem(node, "expected a mapping of names")
            return []
        self._not_empty(node)
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.nodes.text(key)
            if name in found or name in taken:
                self.nodes.problem(key, f'the name "{name}" stands twice')
            elif name:
                found[name] = value
        return list(found.items())

    def _set(self, keys: Mapping[str, yaml.Node], sources: Mapping[str, Source]) -> MemberSet:
        members = {name: self.cues(value) for name, value in self._named(keys["members"], {})}
        together = []
        for item in self.nodes.sequence(keys["together"]) if "together" in keys else ():
            parts = self.nodes.mapping(item, ("cues", "members"), ("cues", "members"))
            if len(parts) == 2:
                together.append((self.cues(parts["cues"]), self._chosen(parts["members"], members)))
        jurisdictions = {}
        for name, value in self._named(keys.get("jurisdictions"), {}):
            parts = self.nodes.mapping(value, ("members", "sources"), ("members", "sources"))
            if len(parts) == 2:
                jurisdictions[name] = self._chosen(parts["members"], members)
                for item in self.nodes.sequence(parts["sources"]):
                    key = self.nodes.text(item)
                    if key is not None and key not in sources:
                        hint = did_you_mean(nearest(key, sources))
                        self.nodes.problem(item, f'no source "{key}" in sources.yaml{hint}')
        return MemberSet(
            members,
            together,
            self.cues(keys.get("context")),
            self.cues(keys.get("law")),
            self.cues(keys.get("unless")),
            jurisdictions,
        )

    def _chosen(self, node: yaml.Node, members: Mapping[str, object]) -> list[str]:
        def member(item: yaml.Node) -> str | None:
            name = self.nodes.text(item)
            if name is not None and name not in members:
                self.nodes.problem(item, f'no member "{name}" of this set{did_you_mean(nearest(name, members))}')
                return None
            return name

        self._not_empty(node)
        return list(self.nodes.each(node, member))

    def _not_empty(self, node: yaml.Node) -> None:
        if isinstance(node, yaml.CollectionNode) and not node.value:
            self.nodes.problem(node, "expected at least one entry")

    # What rules say

    def cues(self, node: yaml.Node | None) -> list[str]:
        """A list of cue phrases."""

        def cue(item: yaml.Node) -> str | None:
            text = self.nodes.text(item)
            if text is not None and (problem := cue_problem(text)):
                self.nodes.problem(item, f'"{text}" {problem}')
                return None
            return text

        if node is not None:
            self._not_empty(node)
        return list(self.nodes.each(node, cue))

    def covers(self, node: yaml.Node) -> dict[str, Any]:
        allowed = ("set", "members", "wants", "at-least", "context", "unless", "present")
        keys = self.nodes.mapping(node, allowed)
        if ("set" in keys) == ("members" in keys):
            self.nodes.problem(node, "`covers` has a `set` of documents.yaml or its own `members`")
            return {}
        if "set" in keys:
            name = self.nodes.text(keys["set"]) or ""
            if name not in self.vocabulary.sets:
                if name:
                    hint = did_you_mean(nearest(name, self.vocabulary.sets))
                    self.nodes.problem(keys["set"], f'no set "{name}" in documents.yaml{hint}')
                return {}
            base = self.vocabulary.sets[name]
        else:
            own = {name: self.cues(value) for name, value in self._named(keys["members"], {})}
            base = MemberSet(own, [], [], [], [], {})
        wants: Mapping[str, list[str]] = base.jurisdictions
        if "wants" in keys:
            wants = {ANY_JURISDICTION: self._chosen(keys["wants"], base.members)}
        elif not wants:
            wants = {ANY_JURISDICTION: list(base.members)}
        return {
            "members": {name: list(cues) for name, cues in base.members.items()},
            "together": [[list(cues), list(members)] for cues, members in base.together],
            "wants": dict(wants),
            "at_least": self._whole(keys, "at-least", LEAST_MEMBERS),
            "context": [*base.context, *self.cues(keys.get("context"))],
            "law": base.law,
            "unless": [*base.unless, *self.cues(keys.get("unless"))],
            "present": self._chosen(keys["present"], base.members) if "present" in keys else [],
        }

    def requires(self, node: yaml.Node) -> dict[str, Any]:
        keys = self.nodes.mapping(node, ("any", "of", "at-least", "when", "unless", "words"))
        if ("any" in keys) == ("of" in keys):
            self.nodes.problem(node, "`requires` has a list of cues, `any`, or named lists of them, `of`")
        ways = [self.cues(value) for _, value in self._named(keys.get("of"), {})]
        if "any" in keys:
            ways = [self.cues(keys["any"])]
        return {
            "ways": ways,
            "at_least": self._whole(keys, "at-least", 1),
            "when": self.cues(keys.get("when")),
            "unless": self.cues(keys.get("unless")),
            "words": self._whole(keys, "words", LEAST_WORDS),
        }

    def assumes(self, node: yaml.Node) -> dict[str, Any]:
        keys = self.nodes.mapping(node, ("any", "field", "when", "unless"))
        if not keys.keys() & {"any", "field"}:
            self.nodes.problem(node, "`assumes` has a list of cues, `any`, or a `field` of a form")
        return {
            "cues": self.cues(keys.get("any")),
            "field": self._field(keys["field"]) if "field" in keys else {},
            "when": self.cues(keys.get("when")),
            "unless": self.cues(keys.get("unless")),
        }

    def _field(self, node: yaml.Node) -> dict[str, Any]:
        keys = self.nodes.mapping(node, ("label", "offers", "lacks"), ("label", "offers"))
        offers = keys.get("offers")
        if offers:
            self._not_empty(offers)
        return {
            "label": self.cues(keys.get("label")),
            "offers": [self.cues(item) for item in self.nodes.sequence(offers)] if offers else [],
            "lacks": self.cues(keys.get("lacks")),
        }

    def consistent(self, node: yaml.Node) -> dict[str, Any]:
        names = [self.cues(item) for item in self.nodes.sequence(node, "a list of lists of cues")]
        if len(names) < 2:
            self.nodes.problem(node, "`consistent` has two names for one thing, or more, each a list of cues")
        return {"names": names}

    def _whole(self, keys: Mapping[str, yaml.Node], key: str, default: int) -> int:
        value = self.nodes.count(keys[key]) if key in keys else None
        return default if value is None else value


def _anchors_of(lists: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, bool, int]]:
    """The anchors of a kind's cues; what is `elsewhere` is looked for only in what they find."""
    for is_title, cues in ((True, (*lists["titles"], *lists["hints"])), (False, lists["wording"])):
        for number, cue in enumerate(cues):
            yield from ((anchor, is_title, number) for anchor in anchors(cue))
