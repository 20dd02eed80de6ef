"""What a document reprints and its owner can't reword: laws, and the titles of other works in lists of references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from inclusivelint.model import Segment

# How texts begin that are reprinted as they were written long ago.
_OPENINGS = (
    "We the People of the United States, in Order to form",
    "When in the Course of human events",
    "Whereas recognition of the inherent dignity",
)
_LISTS = frozenset(
    ("bibliography", "citations", "further reading", "literature", "literature cited", "references", "works cited")
)


def marked(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments, those marked as quoted that are reprinted.

    A paragraph that opens with the citation of a section of a law is, and what follows up to the next heading:
    "California Labor Code Section 2870. Application of …", or that opens as a constitution does. So is an entry with a
    year in a list of references, and anywhere what is written as one: "Okafor, Ada. 2003. The …".
    """
    law: tuple[str, ...] | None = None
    for segment in segments:
        if segment.headings != law or segment.kind == "heading":
            law = None
        if segment.kind == "paragraph" and (segment.text.startswith(_OPENINGS) or _cites_law(segment.text)):
            law = segment.headings
        yield replace(segment, quoted=True) if law is not None or _is_reference(segment) else segment


def _cites_law(text: str) -> bool:
    opening = text[:160]
    return ("§" in opening or "ection" in opening or "Sec." in opening) and bool(_citation().match(text))


@cache
def _citation() -> re.Pattern[str]:
    # Compiled for the first document that may hold one.
    return re.compile(
        r"(?!(?:In|Under|See|By|For|This|That|Our)\b)(?:[A-Z][\w.&-]* (?:of |and |the )*){0,6}"
        r"(?:Code|Act|Laws?|Statutes?|Regulations?)(?: of [A-Z]\w+)?,? (?:\d{4},? )?"
        r"(?:[Ss]ection|Sec\.|§+) ?\d[\w.()-]*"
        r"(?:[.:](?: |$)|$|,? (?:provides|states|reads)(?: as follows)?:$)"
    )


def _is_reference(segment: Segment) -> bool:
    headings, text = segment.headings, segment.text
    if headings and headings[-1].strip(" .:0123456789").lower() in _LISTS:
        return bool(re.search(r"\b(?:1[5-9]|20)\d\d\b|\bn\.d\.", text))
    return segment.kind in ("paragraph", "list-item") and bool(_entry().match(text))


@cache
def _entry() -> re.Pattern[str]:
    # Surnames first, then the year and a full stop: APA and Chicago's author-date. A dash stands for the author before.
    return re.compile(
        r"(?:[\u2014-]{1,3}|[A-Z][\w'\u2019-]{1,30}(?: [A-Z][\w'\u2019-]{1,30})?, [A-Z][^()\d]{0,160}?)"
        r"[.)] \(?(?:1[5-9]|20)\d\d[a-z]?\)?[.:] "
    )
