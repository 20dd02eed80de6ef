"""The changes that a finding offers, and where they stand in lines and columns.

A finding carries the whole lines it stands in. From them, edits by offset become edits by line; what reaches beyond
these lines has no place in them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from inclusivelint.model import Edit, Finding

ALTERNATIVES = 3
_LINE_END = re.compile("\r\n|\r|\n")


class Change(NamedTuple):
    """One way to change the text; all edits belong together."""

    description: str
    edits: Sequence[Edit]


class Position(NamedTuple):
    """A place between two characters; both numbers from 1, the column in code points or in bytes of UTF-8."""

    line: int
    column: int
    byte_column: int


class Lines:
    """The lines that a finding stands in, addressed by offsets of the source."""

    def __init__(self, finding: Finding) -> None:
        before = finding.source_lines[0][: finding.column - 1]
        self.text = before + finding.text + finding.source_lines[-1][finding.end_column - 1 :]
        self.start = finding.span.start - len(before)
        self._line = finding.line

    def position(self, offset: int) -> Position | None:
        """Where `offset` is; None outside of these lines."""
        if not self.start <= offset <= self.start + len(self.text):
            return None
        before = self.text[: offset - self.start]
        ends = [match.end() for match in _LINE_END.finditer(before)]
        last = before[ends[-1] :] if ends else before
        return Position(self._line + len(ends), len(last) + 1, len(last.encode("utf-8", "replace")) + 1)

    def merged(self, edits: Sequence[Edit]) -> Edit | None:
        """Edits in order as one, with what stands between them; None where they reach outside of these lines."""
        start, end = edits[0].start, edits[-1].end
        if self.position(start) is None or self.position(end) is None:
            return None
        parts = []
        at = start
        for edit in edits:
            parts += [self.text[at - self.start : edit.start - self.start], edit.replacement]
            at = edit.end
        return Edit(start, end, "".join(parts))


def lines_of(finding: Finding) -> Lines | None:
    """The lines of a finding, where its format has lines and columns."""
    return Lines(finding) if finding.line > 0 and finding.column > 0 and finding.source_lines else None


def changes(finding: Finding) -> list[Change]:
    """What could be written instead, best first: the fix, then the other suggestions."""
    if finding.line <= 0:
        return []
    offered = []
    alternatives = finding.suggestions
    if finding.fix and finding.fix.edits:
        trust = "keeps meaning and grammar" if finding.fix.safe else "please read the sentence again"
        offered.append(Change(_described(alternatives[:1], trust), sorted(finding.fix.edits)))
        alternatives = alternatives[1:]
    offered += [
        Change(_described([text], "please read the sentence again"), [Edit(finding.span.start, finding.span.end, text)])
        for text in alternatives[:ALTERNATIVES]
    ]
    return offered


def _described(texts: Sequence[str], note: str) -> str:
    if not texts:
        return f"Change the wording ({note})"
    return f"Write “{texts[0]}” ({note})" if texts[0] else f"Leave the words out ({note})"
