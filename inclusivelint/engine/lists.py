"""Lists of members in prose and bullets: which protected characteristics does a text name, and where?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from inclusivelint.documents.normalise import fold
from inclusivelint.engine.context import sentence_around
from inclusivelint.model import Segment
from inclusivelint.ruleset.cues import pattern

_MOST_NAMINGS = 100
_MOST_WORDS_BETWEEN = 7
_MOST_WORDS_OF_AN_ITEM = 30
_MOST_WORDS_OF_A_LOOSE_ITEM = 12
_SENTENCE_ENDS = re.compile(r"[.!?](?:\s|$)")


class Naming(NamedTuple):
    """Where a text names a member, or several at once."""

    segment: Segment
    start: int
    end: int
    members: tuple[str, ...]


class MemberList(NamedTuple):
    """Namings that stand together, in one sentence or in bullets that follow each other."""

    namings: tuple[Naming, ...]
    members: frozenset[str]


class Lists:
    """The lists that a text makes of the members of a set; `parameters` are those of a check of type `covers`."""

    def __init__(self, parameters: Mapping[str, Any], segments: Sequence[Segment]) -> None:
        named = [(cues, (name,)) for name, cues in parameters["members"].items()]
        together = [(cues, tuple(members)) for cues, members in parameters["together"]]
        self._patterns = [(pattern(tuple(cues)), members) for cues, members in (*named, *together)]
        self._context = pattern(tuple(parameters["context"])) if parameters["context"] else None
        self._law = pattern(tuple(parameters["law"]))
        self._unless = pattern(tuple(parameters["unless"]))
        self.lists: list[MemberList] = []
        self.covered: set[str] = set()
        self._read(segments)

    def _read(self, segments: Sequence[Segment]) -> None:
        at = 0
        while at < len(segments):
            end = _end_of_bullets(segments, at)
            if end - at > 1:
                self._read_bullets(segments, at, end)
            else:
                self._read_prose(segments, at)
            at = max(end, at + 1)

    def _read_bullets(self, segments: Sequence[Segment], start: int, end: int) -> None:
        items = segments[start:end]
        namings = [naming for item in items for naming in self._namings(item)]
        lead_in = segments[start - 1].key if start else ""
        self._keep(namings, "\n".join((lead_in, *map(fold, items[0].headings), *(item.key for item in items))))

    def _read_prose(self, segments: Sequence[Segment], at: int) -> None:
        segment = segments[at]
        chain: list[Naming] = []
        for naming in (*self._namings(segment), None):
            if chain and (naming is None or not _stand_together(chain[-1], naming)):
                sentence = sentence_around(segment.text, chain[0].start, chain[-1].end)
                around = segment.key[sentence.start : sentence.end]
                if segment.kind == "list-item" or not sentence.start:
                    around = "\n".join((segments[at - 1].key if at else "", around))
                self._keep(chain, around)
                chain = []
            if naming is not None:
                chain.append(naming)

    def _namings(self, segment: Segment) -> list[Naming]:
        """Where a segment names members; of namings that overlap the longest."""
        found = [
            Naming(segment, match.start(), match.end(), members)
            for cues, members in self._patterns
            for match in islice(() if segment.quoted else cues.finditer(segment.key), _MOST_NAMINGS)
        ]
        kept: list[Naming] = []
        for naming in sorted(found, key=lambda each: each.start - each.end):
            if all(naming.end <= other.start or other.end <= naming.start for other in kept):
                kept.append(naming)
        return sorted(kept, key=lambda each: each.start)

    def _keep(self, namings: Sequence[Naming], around: str) -> None:
        if self._unless.search(around) or (self._context and not self._context.search(around)):
            return
        members = frozenset(member for naming in namings for member in naming.members)
        self.covered |= members
        # What a law names is no list of the text's own, though its readers are told.
        if members and not self._law.search(around):
            self.lists.append(MemberList(tuple(namings), members))


def _stand_together(one: Naming, other: Naming) -> bool:
    between = one.segment.key[one.end : other.start]
    return between.count(" ") <= _MOST_WORDS_BETWEEN and not _SENTENCE_ENDS.search(between)


def _end_of_bullets(segments: Sequence[Segment], at: int) -> int:
    """Where the bullets end that begin at `at`; `at` itself where none do."""
    headings = segments[at].headings
    while at < len(segments) and segments[at].headings == headings and _is_bullet(segments, at):
        at += 1
    return at


def _is_bullet(segments: Sequence[Segment], at: int) -> bool:
    segment = segments[at]
    words = segment.text.count(" ") + 1
    if segment.kind in ("list-item", "cell"):
        return words <= _MOST_WORDS_OF_AN_ITEM
    return segment.kind == "paragraph" and words <= _MOST_WORDS_OF_A_LOOSE_ITEM and segment.text[-1] not in ".:?!"
