"""Laws that a document reprints: their words can't be changed by whoever owns the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from inclusivelint.model import Segment

_CITATION = re.compile(
    r"(?!(?:In|Under|See|By|For|This|That|Our)\b)(?:[A-Z][\w.&-]* (?:of |and |the )*){0,6}"
    r"(?:Code|Act|Laws?|Statutes?|Regulations?)(?: of [A-Z]\w+)?,? (?:\d{4},? )?(?:[Ss]ection|Sec\.|§+) ?\d[\w.()-]*"
    r"(?:[.:](?: |$)|$|,? (?:provides|states|reads)(?: as follows)?:$)"
)


def reprinted(segments: Sequence[Segment]) -> Iterator[Segment]:
    """The segments; those after a paragraph that opens with the citation of a section of a law, up to the next heading,
    are marked as quoted, and so is it: "California Labor Code Section 2870. Application of provision …"."""
    headings: tuple[str, ...] | None = None
    for segment in segments:
        if segment.headings != headings or segment.kind == "heading":
            headings = None
        if segment.kind == "paragraph" and _CITATION.match(segment.text):
            headings = segment.headings
        yield segment if headings is None else replace(segment, quoted=True)
