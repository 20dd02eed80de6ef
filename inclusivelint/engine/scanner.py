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

    def scan(self, segments: Sequence[Segment]) -> Iterator[tuple[Segment, list[Hit]]]:
        """The segments that hold phrases, each with all that stand in it, even overlapping ones."""
        starts = list(accumulate((len(segment.key) + 1 for segment in segments), initial=0))
        # One pass over all of them: no phrase holds a line feed.
        text = "\n".join(segment.key for segment in segments)
        found: dict[int, list[Hit]] = {}
        for anchor, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not (_is_boundary(text, start) and _is_boundary(text, end)):
                continue
            for key, offset, rule, form in self._targets[self._anchors[anchor]]:
                first, last = start - offset, start - offset + len(key)
                if (
                    first >= 0
                    and text.startswith(key, first)
                    and _is_boundary(text, first)
                    and _is_boundary(text, last)
                ):
                    index = bisect_right(starts, first) - 1
                    found.setdefault(index, []).append(Hit(rule, form, first - starts[index], last - starts[index]))
        for index in sorted(found):
            yield segments[index], found[index]


def _is_boundary(key: str, at: int) -> bool:
    """Whether no word goes on over `at`."""
    if at <= 0 or at >= len(key):
        return True
    return not (_is_word(key[at - 1]) and _is_word(key[at]))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
