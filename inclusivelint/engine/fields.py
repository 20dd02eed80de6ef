"""Fields of forms: a label and the answers that it offers, in lines, bullets, tables and the text of HTML forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from inclusivelint.engine.lazy import LazyPattern
from inclusivelint.model import Segment
from inclusivelint.ruleset.cues import pattern

_FIELD_STARTS = LazyPattern(
    r"(?:^|[|;:.)\]☐□○◯_/]|\d|\b(?:your|the|their|is|state|enter|select|circle|tick)) ?[*\"'(]*$"
)
_LABEL_ENDS = LazyPattern(
    r"\W*(?:$|[(:?./|\[☐□○◯_-]|(?:please|circle|tick|select|check|delete|choose|male|female|m|f|boy|girl|man|woman|mr)\b)"
)
_MOST_LABELS = 100
_LONGEST_ANSWERS = 160
_MOST_ANSWERS = 10
_MOST_WORDS_OF_AN_ANSWER = 6
_MOST_BETWEEN = 24
_BOX = re.compile(r"[☐□○◯☑]|\[ ?\]|\( ?\)")
_FREE_TEXT = re.compile(r"(?:[☐□○◯]|\[ ?\]|\( ?\)|,|/|\bor)?[^\w_]*_{3,}")
_NEXT_FIELD = re.compile(r"_{3,}|[:?](?=\s|$)")


class Field(NamedTuple):
    """A label that offers some answers and lacks others; the place is that of the label and of answers beside it."""

    segment: Segment
    start: int
    end: int


def fields(segments: Sequence[Segment], parameters: Mapping[str, Any]) -> Iterator[Field]:
    """The fields with this label that offer an answer of each group and none of those that would make it open."""
    label = pattern(tuple(parameters["label"]))
    offers = [pattern(tuple(cues)) for cues in parameters["offers"]]
    lacks = pattern(tuple(parameters["lacks"]))
    for at, segment in enumerate(segments):
        for match in islice(label.finditer(segment.key), _MOST_LABELS):
            if not _FIELD_STARTS.search(segment.key[: match.start()]):
                continue
            beside = segment.key[match.end() : match.end() + _LONGEST_ANSWERS]
            if not _LABEL_ENDS.match(beside) or _is_prose(beside):
                continue
            answers = "\n".join((beside, *_answers_below(segments, at)))
            found = _offered(answers, offers)
            if found is None or lacks.search(answers):
                continue
            end = match.end() + found if found <= len(beside) else match.end()
            if not _FREE_TEXT.match(segment.key[end:]):
                yield Field(segment, match.start(), end)
                break


def _is_prose(beside: str) -> bool:
    """Whether what follows a label goes on as a sentence does."""
    return bool(re.match(r",? (?:[a-z]{2,} ){4}", beside)) and not _BOX.search(beside[:40])


def _offered(answers: str, offers: Sequence[re.Pattern[str]]) -> int | None:
    """Where the last of the offered answers ends, or None where one is not offered or they stand far apart."""
    places = [match.span() for each in offers if (match := each.search(answers))]
    if len(places) < len(offers):
        return None
    places.sort()
    # Answers that are far from the label or from each other belong to other fields.
    for (_, end), (start, _) in zip([(0, 0), *places], places, strict=False):
        between = answers[end:start].rpartition("\n")[2]
        if len(between) > _MOST_BETWEEN or "____" in between:
            return None
    return places[-1][1]


def _answers_below(segments: Sequence[Segment], at: int) -> Iterator[str]:
    """The bullets, cells or short lines after a label, up to what looks like the next field."""
    first = segments[at]
    for segment in segments[at + 1 : at + 1 + _MOST_ANSWERS]:
        if segment.kind == "heading" or segment.text.count(" ") >= _MOST_WORDS_OF_AN_ANSWER:
            return
        is_other_kind = first.kind == "cell" and segment.kind != "cell"
        if is_other_kind or (_NEXT_FIELD.search(segment.key) and not _BOX.match(segment.key)):
            return
        yield segment.key
        if first.kind == "cell" and not _BOX.search(segment.key[:4]) and segment.headings[-1:] != first.headings[-1:]:
            return
