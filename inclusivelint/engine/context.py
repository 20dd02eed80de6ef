"""Where a match stands: its sentence, its neighbours, the headings above. Plain text only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from inclusivelint.forms import Wording
from inclusivelint.model import Segment, Span

_ENDS = re.compile(r"(?<=[.!?…])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|mx|dr|prof|sr|jr|st|vs|etc|e\.g|i\.e|cf|no|nos|vol|art|sec|fig|approx|dept|inc|ltd|co|u\.s|u\.k)"
    r"|\b[a-z])\.[\"')\]]*$"
)
_FAR = 600
"""Where a sentence goes on and on (a list without full stops), this many characters on either side are looked at."""
_BREAK = re.compile(r"[,;:.!?…–—()\"“”]+(?=\s|$)|(?<=\s)[(\"“–—-]+")
_MOST_WORDS_OF_A_CLAUSE = 14
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


KindsOf = Callable[[Segment], frozenset[str]]
"""Tells for a segment the names of the kinds that the document around it is of."""


def no_kinds(segment: Segment) -> frozenset[str]:  # noqa: ARG001 - as any KindsOf
    """Of text that stands in no document."""
    return frozenset()


class Context:
    """A match in its surroundings, with the wordings that could replace it, the pipeline that knows grammar, and what
    tells the kinds of its document."""

    __slots__ = ("_kinds_of", "_sentence", "end", "pipeline", "segment", "start", "wordings")

    def __init__(
        self,
        segment: Segment,
        start: int,
        end: int,
        wordings: Sequence[Wording],
        pipeline: str | None = None,
        kinds_of: KindsOf = no_kinds,
    ) -> None:
        self.segment = segment
        self.start = start
        self.end = end
        self.wordings = wordings
        self.pipeline = pipeline
        self._kinds_of = kinds_of
        self._sentence: Span | None = None

    @property
    def sentence(self) -> Span:
        """The sentence around the match, as a span of the segment's text."""
        if self._sentence is None:
            whole = sentence_around(self.segment.text, self.start, self.end)
            self._sentence = Span(max(whole.start, self.start - _FAR), min(whole.end, self.end + _FAR))
        return self._sentence

    @property
    def kinds(self) -> frozenset[str]:
        """The names of the kinds that the document is of."""
        return self._kinds_of(self.segment)

    @property
    def text(self) -> str:
        """The matched words."""
        return self.segment.text[self.start : self.end]

    @property
    def before(self) -> str:
        """The folded text of the sentence before the match."""
        return self.segment.key[self.sentence.start : self.start]

    @property
    def after(self) -> str:
        """The folded text of the sentence after the match."""
        return self.segment.key[self.end : self.sentence.end]

    def window(self, within: int) -> str:
        """The folded text up to `within` words to either side, in the same sentence, without the match."""
        left = [match.start() for match in _WORD.finditer(self.before)]
        right = [match.end() for match in _WORD.finditer(self.after)]
        before = self.before[left[-within] if len(left) > within else 0 :] if within else ""
        after = self.after[: right[within - 1] if len(right) > within else None] if within else ""
        return f"{before} | {after}"


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence of a segment's text, or the sentences, that hold `text[start:end]`."""
    starts = sentence_starts(text)
    index = bisect_right(starts, start) - 1
    return Span(starts[index], next((each for each in starts[index + 1 :] if each >= end), len(text)))


def clause_around(text: str, start: int, end: int) -> Span:
    """The clause that holds `text[start:end]`: the words between two marks of punctuation, at most so many of them."""
    sentence = sentence_around(text, start, end)
    left = max((mark.end() for mark in _BREAK.finditer(text, sentence.start, start)), default=sentence.start)
    mark = _BREAK.search(text, end, sentence.end)
    right = mark.start() if mark else sentence.end
    before = [word.start() for word in _WORD.finditer(text, left, start)][-_MOST_WORDS_OF_A_CLAUSE:]
    after = [word.end() for word in _WORD.finditer(text, end, right)][:_MOST_WORDS_OF_A_CLAUSE]
    return Span(before[0] if before else start, after[-1] if after else end)


@lru_cache(maxsize=64)
def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text begin, by punctuation and capitals."""
    ends = _ENDS.finditer(text)
    return [
        0,
        *(end.end() for end in ends if not _ABBREVIATION.search(text[max(0, end.start() - 12) : end.start()].lower())),
    ]
