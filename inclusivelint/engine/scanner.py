"""The one pass over text: which rules have a phrase here? Knows words, not meaning."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from inclusivelint.model import Rule, Segment


class Hit(NamedTuple):
    """A form of a rule (by index) at `start` of a segment's key; for a word of a pattern `form` is None."""

    rule: int
    form: int | None
    start: int
    end: int


class Scanner:
    """Finds the phrases and trigger words of all rules with an automaton over one word of each phrase."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._phrases: dict[str, list[int]] = {}
        self._words: dict[str, list[int]] = {}
        for index, rule in enumerate(rules):
            for anchor in rule.forms.anchors.split("\n") if rule.forms.anchors else ():
                self._phrases.setdefault(anchor, []).append(index)
            for word in rule.triggers:
                self._words.setdefault(word, []).append(index)
        self._anchors = [*self._phrases, *(word for word in self._words if word not in self._phrases)]
        self._automaton = AhoCorasick(self._anchors, implementation=Implementation.ContiguousNFA)

    def may_match(self, folded: str) -> bool:
        """Whether a folded source holds a word that any rule looks for."""
        matches = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        return any(_is_boundary(folded, start) and _is_boundary(folded, end) for _, start, end in matches)

    def scan(self, segments: Sequence[Segment]) -> Iterator[tuple[Segment, list[Hit]]]:
        """The segments that hold phrases, each with all that stand in it, even overlapping ones."""
        starts = list(accumulate((len(segment.key) + 1 for segment in segments), initial=0))
        # One pass over all of them: no phrase holds a line feed.
        text = "\n".join(segment.key for segment in segments)
        found: dict[int, list[Hit]] = {}
        for anchor, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not (_is_boundary(text, start) and _is_boundary(text, end)):
                continue
            for hit in self._hits(text, self._anchors[anchor], start):
                index = bisect_right(starts, hit.start) - 1
                local = hit._replace(start=hit.start - starts[index], end=hit.end - starts[index])
                found.setdefault(index, []).append(local)
        for index in sorted(found):
            yield segments[index], found[index]

    def _hits(self, text: str, anchor: str, at: int) -> Iterator[Hit]:
        for rule in self._phrases.get(anchor, ()):
            forms = self._rules[rule].forms
            for form, key, offset, headed in forms.at(anchor):
                start, end = at - offset, at - offset + len(key)
                is_there = start >= 0 and text.startswith(key, start)
                if headed and is_there:
                    end = forms.head_after(text, end)
                if is_there and end and _is_boundary(text, start) and _is_boundary(text, end):
                    yield Hit(rule, form, start, end)
        for rule in self._words.get(anchor, ()):
            yield Hit(rule, None, at, at + len(anchor))


def _is_boundary(key: str, at: int) -> bool:
    """Whether no word goes on over `at`."""
    if at <= 0 or at >= len(key):
        return True
    return not (_is_word(key[at - 1]) and _is_word(key[at]))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
