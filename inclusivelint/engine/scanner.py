"""The one pass over text: which rules have a phrase here? Knows words, not meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from inclusivelint.model import Form, Rule

_WORDS = re.compile(r"[^\s-]+")
# Too frequent to be worth stopping at where a phrase has another word.
_COMMON = frozenset(
    "about after all an and any are at be been being but by can could do does each even every for from good had has "
    "have her hers him his how in into is it its like made make man men more my no non not of off on one only or other "
    "our out over own people person she so some such than that the their them they this to too up use very was way we "
    "were what when who will with women woman work would you your".split()
)


class Hit(NamedTuple):
    """A form of a rule found at `start` of a segment's key; for a pattern's trigger word `form` is None."""

    rule: int
    form: Form | None
    start: int
    end: int


class Scanner:
    """Finds the phrases and trigger words of all rules with an automaton over one word of each phrase."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._targets: dict[str, list[tuple[str, int, int, Form | None]]] = {}
        for index, rule in enumerate(rules):
            for form in rule.forms:
                anchor, offset = _anchor(form.key)
                self._targets.setdefault(anchor, []).append((form.key, offset, index, form))
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


def _anchor(key: str) -> tuple[str, int]:
    """The word of a phrase to look for, and where in the phrase it begins."""
    words = [(match[0], match.start()) for match in _WORDS.finditer(key)]
    return max(words, key=lambda word: (word[0] not in _COMMON, len(word[0])))


def _is_boundary(key: str, at: int) -> bool:
    """Whether no word goes on over `at`."""
    if at <= 0 or at >= len(key):
        return True
    return not (_is_word(key[at - 1]) and _is_word(key[at]))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
