"""The text of an office document: a line for each paragraph, and which node each of its characters comes from."""

from __future__ import annotations

import os
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, NamedTuple

from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Comment, Document, Edit, Place, Segment, Span

AUTHOR = "inclusivelint"
"""Who signs the comments that `annotate` writes. They are about the document, so they are not read as a part of it."""

INITIALS = "IL"

DIRECTIVE = "inclusivelint-"
_LINE_ENDS = str.maketrans("\r\n", "  ")


class Atom(NamedTuple):
    """Some characters of a paragraph that come from one node.

    They are the `text` of the node, or its `tail`; without a node they stand for something else, such as a tab.
    `generated`: the program writes them anew (a page number, a cross-reference), so there is no use in editing them.
    """

    text: str
    node: Any = None
    tail: bool = False
    marks: tuple[str, ...] = ()
    wraps: bool = False
    generated: bool = False


class Slot(NamedTuple):
    """An atom at its place in the source."""

    start: int
    end: int
    atom: Atom


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph as it was read.

    `element` is what comments are attached to: the paragraph itself where it can hold comments (`holds_comments`), else
    the one of the body to which it belongs.
    """

    location: Mapping[str, int | str]
    kind: str = "paragraph"
    headings: tuple[str, ...] = ()
    quoted: bool = False
    atoms: list[Atom] = field(default_factory=list)
    element: Any = None
    holds_comments: bool = True

    @property
    def text(self) -> str:
        return "".join(atom.text for atom in self.atoms)


class Extract:
    """Paragraphs, one on each line of `source`."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self.paragraphs: list[Paragraph] = []
        self.slots: list[Slot] = []
        self._lines: list[int] = []
        parts: list[str] = []
        at = 0
        for paragraph in paragraphs:
            self.paragraphs.append(paragraph)
            self._lines.append(at)
            for atom in paragraph.atoms:
                self.slots.append(Slot(at, at + len(atom.text), atom))
                parts.append(atom.text.translate(_LINE_ENDS))
                at += len(atom.text)
            parts.append("\n")
            at += 1
        self.source = "".join(parts)
        self._starts = [slot.start for slot in self.slots]

    def document(self, path: str) -> Document:
        """What the linter reads: a segment for each paragraph, directives as comments."""
        segments: list[Segment] = []
        comments: list[Comment] = []
        for paragraph, (start, end) in zip(self.paragraphs, self._spans(), strict=True):
            if paragraph.kind == "directive":
                comments.append(Comment(paragraph.text, Span(start, end)))
            elif segment := self._segment(paragraph, start, end):
                segments.append(segment)
        places = [
            Place(start, paragraph.location) for start, paragraph in zip(self._lines, self.paragraphs, strict=True)
        ]
        return Document(path, self.source, segments, comments, places)

    def _spans(self) -> Iterator[Span]:
        for start, after in zip(self._lines, [*self._lines[1:], len(self.source)], strict=True):
            yield Span(start, after - 1)

    def _segment(self, paragraph: Paragraph, start: int, end: int) -> Segment | None:
        builder = SegmentBuilder(self.source, paragraph.kind)
        marks: tuple[str, ...] = ()
        for slot in self.slots_between(start, end):
            for mark in marks:
                if mark not in slot.atom.marks:
                    builder.close(mark)
            for mark in slot.atom.marks:
                if mark not in marks:
                    builder.open(mark)
            marks = slot.atom.marks
            if slot.atom.wraps:
                builder.space(slot.start, slot.end, wraps=True)
            else:
                builder.add(slot.start, slot.end)
        return builder.build(paragraph.headings, quoted=paragraph.quoted)

    def slots_between(self, start: int, end: int) -> list[Slot]:
        """The slots that hold a part of `source[start:end]`."""
        slots = []
        for index in range(max(bisect_right(self._starts, start) - 1, 0), len(self.slots)):
            slot = self.slots[index]
            if slot.start >= end:
                break
            if slot.end > start:
                slots.append(slot)
        return slots

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that `offset` is in."""
        return self.paragraphs[bisect_right(self._lines, offset) - 1]


def now() -> str:
    """The time of a comment; SOURCE_DATE_EPOCH, where it is set, makes outputs that are the same each time."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(seconds) if seconds.isdecimal() else time.time(), timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def replace(slots: Iterable[Slot], edit: Edit) -> None:
    """Make an edit in the nodes of `slots`: the first takes the replacement, so it keeps the format of that node."""
    replacement = edit.replacement
    for start, end, atom in slots:
        name = "tail" if atom.tail else "text"
        text = getattr(atom.node, name)
        kept = text[max(edit.end - start, 0) :] if edit.end < end else ""
        setattr(atom.node, name, text[: max(edit.start - start, 0)] + replacement + kept)
        replacement = ""
