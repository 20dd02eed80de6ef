"""What kind of policy is this? Weighs a document's title, headings and wording; silent when it is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from inclusivelint.documents.normalise import fold
from inclusivelint.engine.context import KindsOf
from inclusivelint.model import Kind, Segment, Span
from inclusivelint.ruleset.cues import pattern

NONE = "none"
"""The kind that a document or a configuration states where it is no policy."""

BY_TITLE, BY_HINT, BY_NAME = 4, 3, 1
MOST_BY_HEADINGS, MOST_BY_WORDING = 2, 5
ENOUGH, ENOUGH_BY_HINT = 7, 8
LEAST_BY_WORDING = 3
LEAST_WORDS_OF_A_SECTION = 25
_TITLES_LOOKED_AT = 3
_LONGEST_TITLE = 16
_LONGEST_SUBTITLE = 10
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<body>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_STATED = re.compile(r"^document-kind:[ \t]*(?P<value>[^\r\n]*(?:\r?\n[ \t]*-[ \t]+[^\r\n]+)*)", re.MULTILINE)
_NAME = re.compile(r"[\w-]*\w")


class Evidence(NamedTuple):
    """Why a part of a document is of a kind, or is not: what was found in its title, headings and wording."""

    kind: Kind
    title: str = ""
    title_points: int = 0
    file_name: str = ""
    headings: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    against: str = ""
    stated: bool = False

    @property
    def score(self) -> int:
        """Points; ENOUGH of them make a kind."""
        name = BY_NAME if self.file_name else 0
        headings, wording = min(len(self.headings), MOST_BY_HEADINGS), min(len(self.wording), MOST_BY_WORDING)
        return self.title_points + name + headings + wording

    @property
    def is_enough(self) -> bool:
        """Whether this is the kind."""
        if self.stated or self.against:
            return self.stated
        if len(self.wording) < LEAST_BY_WORDING:
            return False
        if self.title_points == BY_TITLE:
            return self.score >= ENOUGH
        # Wording alone is never enough: too much is written about policies.
        return bool(self.title_points or self.file_name) and self.score >= ENOUGH_BY_HINT


class Part(NamedTuple):
    """A document or a section of it, with the segment that is its title."""

    title: Segment
    segments: Sequence[Segment]
    evidence: tuple[Evidence, ...]
    is_whole: bool = True

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds it is of."""
        return tuple(each.kind for each in self.evidence if each.is_enough)

    @property
    def surely(self) -> frozenset[str]:
        """The names of the kinds that its title states in full, or that were stated for it."""
        sure = (each for each in self.evidence if each.is_enough and (each.stated or each.title_points == BY_TITLE))
        return frozenset(each.kind.name for each in sure)


class Recogniser:
    """Knows the kinds of documents that a set of rules is for."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        self._anchors: list[str] = []
        self._owners: list[tuple[str, bool, int]] = []
        for kind in self._kinds.values():
            for anchor, is_title, number in kind.anchors:
                self._anchors.append(anchor)
                self._owners.append((kind.name, is_title, number))
        self._automaton = AhoCorasick(self._anchors, implementation=Implementation.ContiguousNFA)

    def may_concern(self, folded: str) -> bool:
        """Whether a folded source has words enough to be of any kind: a first look, before it is read."""
        return bool(self._candidates(folded)) or "document-kind:" in folded

    def _candidates(self, folded: str) -> list[Kind]:
        found = {
            self._owners[index] for index, _, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True)
        }
        counts: dict[tuple[str, bool], int] = {}
        for name, is_title, _ in found:
            counts[name, is_title] = counts.get((name, is_title), 0) + 1
        return [
            kind
            for name, kind in self._kinds.items()
            if counts.get((name, True)) and counts.get((name, False), 0) >= ENOUGH - BY_TITLE - MOST_BY_HEADINGS
        ]

    def parts(self, path: str, segments: Sequence[Segment], stated: Sequence[str] = ()) -> Iterator[Part]:
        """The whole document, then those of its sections that are of a kind which the whole is not."""
        if not segments:
            return
        titles = title_segments(segments)
        if stated:
            evidence = [Evidence(self._kinds[name], stated=True) for name in stated if name in self._kinds]
            yield Part(titles[0], segments, tuple(evidence))
            return
        # A name that is no Unicode has lone surrogates, which the automaton refuses.
        stem = _stem(path).encode("utf-8", "replace").decode()
        candidates = self._candidates("\n".join((*(segment.key for segment in segments), stem)))
        weighed = [_weigh(kind, titles, segments, path) for kind in candidates]
        whole = [each for each in weighed if each.is_enough]
        whole = [each for each in whole if each.title_points] or sorted(whole, key=lambda each: -each.score)[:1]
        for each in (each for each in weighed if each not in whole and each.is_enough):
            weighed[weighed.index(each)] = each._replace(against="another kind has more evidence")
        named = [
            title for title in titles if any(pattern(k.kind.titles + k.kind.hints).search(title.key) for k in whole)
        ]
        yield Part((named or titles)[0], segments, tuple(weighed))
        if not any(pattern(kind.elsewhere).search(title.key) for kind in candidates[:1] for title in titles):
            known = {each.kind.name for each in whole}
            yield from _sections([kind for kind in candidates if kind.name not in known], segments)


def _sections(kinds: Sequence[Kind], segments: Sequence[Segment]) -> Iterator[Part]:
    for at, heading in enumerate(segments):
        if heading.kind != "heading":
            continue
        named = [kind for kind in kinds if pattern(kind.titles).search(heading.key)]
        if not named:
            continue
        depth = len(heading.headings)
        end = next(
            (
                i
                for i in range(at + 1, len(segments))
                if segments[i].kind == "heading" and len(segments[i].headings) <= depth
            ),
            len(segments),
        )
        inside = segments[at:end]
        if words_in(inside) >= LEAST_WORDS_OF_A_SECTION:
            evidence = tuple(_weigh(kind, [heading], inside, "") for kind in named)
            if any(each.is_enough for each in evidence):
                yield Part(heading, inside, evidence, is_whole=False)


def _weigh(kind: Kind, titles: Sequence[Segment], segments: Sequence[Segment], path: str) -> Evidence:
    title, points = "", 0
    # A line below the title ("Our non-discrimination commitment") says more than a name only where it says it in full.
    for cues, worth, where in (
        (kind.titles, BY_TITLE, [*titles, *_subtitle(titles, segments)]),
        (kind.hints, BY_HINT, titles),
    ):
        for segment in where:
            if not points and (match := pattern(cues).search(segment.key)):
                title, points = segment.text[match.start() : match.end()], worth
    stem = _stem(path)
    name = pattern((*kind.titles, *kind.hints)).search(stem)
    against = next((m[0] for s in titles if (m := pattern(kind.elsewhere).search(s.key))), "")
    heads = [s for s in segments if s.kind == "heading" and s not in titles]
    headings = tuple(s.text for s in heads if pattern((*kind.titles, *kind.hints)).search(s.key))
    text = "\n".join(segment.key for segment in segments)
    wording = tuple(match[0] for cue in kind.wording if (match := pattern((cue,)).search(text)))
    return Evidence(kind, title, points, name[0] if name else "", headings, wording, against)


def kinds_of(parts: Sequence[Part]) -> KindsOf:
    """What tells for a segment the kinds that the document is of, and those of the sections it stands in."""
    found: dict[int, frozenset[str]] = {}

    def of(segment: Segment) -> frozenset[str]:
        if not found:
            for part in parts:
                names = frozenset(kind.name for kind in part.kinds)
                for each in part.segments:
                    found[id(each)] = found.get(id(each), frozenset()) | names
        return found.get(id(segment), frozenset())

    return of


def title_segments(segments: Sequence[Segment]) -> list[Segment]:
    """What stands as the title: in the front matter, as the first heading, as a heading right below it, or, without
    any of them, as a short first line."""
    titles = [segment for segment in segments[:_TITLES_LOOKED_AT] if segment.kind == "title"][:1]
    first = next((at for at, segment in enumerate(segments) if segment.kind == "heading"), None)
    if first is not None:
        titles.append(segments[first])
        titles += [each for each in segments[first + 1 : first + 2] if each.kind == "heading"]
    if not titles and len(segments[0].text.split()) <= _LONGEST_TITLE:
        titles.append(segments[0])
    return titles or [segments[0]]


def _subtitle(titles: Sequence[Segment], segments: Sequence[Segment]) -> list[Segment]:
    after = next((at + 1 for at, segment in enumerate(segments) if segment is titles[-1]), len(segments))
    return [segment for segment in segments[after : after + 1] if words_in([segment]) <= _LONGEST_SUBTITLE]


def stated_kinds(source: str) -> tuple[list[str], Span]:
    """What the key `document-kind` of a front matter says, and where it stands."""
    block = _FRONT_MATTER.match(source) if "document-kind:" in source else None
    stated = _STATED.search(source, block.start("body"), block.end("body")) if block else None
    if stated is None:
        return [], Span(0, 0)
    value = stated["value"].partition(" #")[0]
    return _NAME.findall(value), Span(stated.start(), stated.start("value") + len(value.rstrip()))


def words_in(segments: Iterable[Segment]) -> int:
    """How many words they have."""
    return sum(segment.text.count(" ") + 1 for segment in segments)


def _stem(path: str) -> str:
    return re.sub(r"[-_.]+", " ", fold(PurePath(path).stem))
