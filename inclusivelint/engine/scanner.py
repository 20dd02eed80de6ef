"""The one pass over text: which rules have a phrase here? Knows words, not meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from inclusivelint.model import Rule


class Hit(NamedTuple):
    """A form of a rule (by index) at `start` of a segment's key; for a word of a pattern `form` is None."""

    rule: int
    form: int | None
    start: int
    end: int


class Scanner:
    """Finds the phrases and trigger words of all rules with an automaton over one word of each phrase."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._targets: dict[str, list[tuple[str, int, int, int | None]]] = {}
        for index, rule in enumerate(rules):
            for form, (key, anchor, offset, *_) in enumerate(rule.forms.rows):
                self._targets.setdefault(anchor, []).append((key, offset, index, form))
            for trigger in {word for needed in rule.needed for word in min(needed, key=len)}:
                self._targets.setdefault(trigger, []).append((trigger, 0, index, None))
        self._anchors = list(self._targets)
        self._automaton = AhoCorasick(self._anchors, implementation=Implementation.ContiguousNFA)

    def may_match(self, folded: str) -> bool:
        """Whether a folded source holds a word that any rule looks for."""
        matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return any(_is_boundary(folded, start) and _is_boundary(folded, end) for _, start, end in matches)

    def scan(self, key: str) -> Iterator[Hit]:
        """Every phrase that stands in `key` between word boundaries, overlapping ones included."""
        for anchor, start, end in self._automaton.find_matches_as_indexes(key, overlapping=True):
            if not (_is_boundary(key, start) and _is_boundary(key, end)):
                continue
            for text, offset, rule, form in self._targets[self._anchors[anchor]]:
                first, last = start - offset, start - offset + len(text)
                if first >= 0 and key.startswith(text, first) and _is_boundary(key, first) and _is_boundary(key, last):
                    yield Hit(rule, form, first, last)


def _is_boundary(key: str, at: int) -> bool:
    """Whether no word goes on over `at`."""
    if at <= 0 or at >= len(key):
        return True
    return not (_is_word(key[at - 1]) and _is_word(key[at]))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
