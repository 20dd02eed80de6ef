"""What a document reprints and its owner can't reword: laws, and the titles of other works in lists of references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from inclusivelint.model import Segment

_LISTS = frozenset(
    ("bibliography", "citations", "further reading", "literature", "literature cited", "references", "works cited")
)


def marked(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments, those marked as quoted that are reprinted.

    A paragraph that opens with the citation of a section of a law is, and what follows up to the next heading:
    "California Labor Code Section 2870. Application of …". So is an entry with a year in a list of references.
    """
    law: tuple[str, ...] | None = None
    for segment in segments:
        if segment.headings != law or segment.kind == "heading":
            law = None
        if segment.kind == "paragraph" and _cites_law(segment.text):
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
    headings = segment.headings
    if not headings or headings[-1].strip(" .:0123456789").lower() not in _LISTS:
        return False
    return bool(re.search(r"\b(?:1[5-9]|20)\d\d\b|\bn\.d\.", segment.text))
