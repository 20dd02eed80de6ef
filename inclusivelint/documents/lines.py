"""Formats made of lines (reStructuredText, AsciiDoc, Org): what their readers share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Comment, Document, Segment, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_MARKS = frozenset({"strong", "emphasis", "link", "deleted"})
_DEEPEST = 4
DIRECTIVE = "inclusivelint-"


class Line(NamedTuple):
    """A line of a source without its line break; `after` is where the next one begins."""

    text: str
    start: int
    after: int

    @property
    def indent(self) -> int:
        """How many characters of white space the line begins with."""
        return len(self.text) - len(self.text.lstrip())

    @property
    def end(self) -> int:
        """Where its line break begins."""
        return self.start + len(self.text)


def lines_of(source: str) -> Iterator[Line]:
    """The lines of a source, without a byte order mark."""
    base = 1 if source.startswith("\ufeff") else 0
    for match in _LINE.finditer(source, base):
        if match.start() < match.end() or match.start() == base:
            yield Line(match[0].rstrip("\r\n"), match.start(), match.end())


def add_inline(
    builder: SegmentBuilder, source: str, start: int, end: int, markup: re.Pattern[str], depth: int = 0
) -> None:
    """Append `source[start:end]` without its mark-up.

    The named groups of `markup` say what a match is (digits at their ends tell groups of one kind apart): `skip` is
    left out, `code` is kept as code; of all others the group alone is text, which may hold mark-up again, and a group
    that is called like a mark makes one. No group may hold another.
    """
    at = start
    for match in markup.finditer(source, start, end):
        builder.add(at, match.start())
        at = match.end()
        group = match.lastgroup or "skip"
        kind = group.rstrip("0123456789")
        if kind == "skip":
            continue
        inner, inner_end = match.span(group)
        if kind == "code":
            builder.open("code")
            builder.add(inner, inner_end)
            builder.close("code")
        elif depth < _DEEPEST:
            mark = kind if kind in _MARKS else None
            if mark:
                builder.open(mark)
            add_inline(builder, source, inner, inner_end, markup, depth + 1)
            if mark:
                builder.close(mark)
    builder.add(at, end)


class LineReader:
    """Gathers the segments of a document that is read line by line."""

    MARKUP: re.Pattern[str]

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines = list(lines_of(source))
        self.segments: list[Segment] = []
        self.comments: list[Comment] = []
        self.quoted = False
        self._headings: list[tuple[int, str]] = []
        self._builder = SegmentBuilder(source)

    def document(self, path: str) -> Document:
        """What was read."""
        self.flush()
        self.comments.sort(key=lambda comment: comment.span.start)
        return Document(path, self.source, self.segments, self.comments)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above this place."""
        return tuple(text for _, text in self._headings)

    def flush(self, kind: str = "paragraph") -> None:
        """End the paragraph at hand; the next is of this kind."""
        if segment := self._builder.build(self.headings, quoted=self.quoted):
            self.segments.append(segment)
        self._builder = SegmentBuilder(self.source, kind)

    def add(self, start: int, end: int) -> None:
        """Add a range to the paragraph at hand."""
        add_inline(self._builder, self.source, start, end, self.MARKUP)

    def block(self, kind: str, ranges: Iterable[tuple[int, int]], headings: tuple[str, ...] = ()) -> str:
        """Add a segment of its own, made of these ranges of the source; its text is returned."""
        builder = SegmentBuilder(self.source, kind)
        last = None
        for start, end in ranges:
            if last is not None:
                builder.space(last, start, wraps=True)
            add_inline(builder, self.source, start, end, self.MARKUP)
            last = end
        segment = builder.build((*self.headings, *headings), quoted=self.quoted)
        if segment:
            self.segments.append(segment)
        return segment.text if segment else ""

    def heading(self, level: int, start: int, end: int) -> None:
        """Add a heading; it stands above what follows, until one of its level or a higher one."""
        self.flush()
        self._headings = [heading for heading in self._headings if heading[0] < level]
        text = self.block("heading", [(start, end)])
        if text:
            self._headings.append((level, text))

    def comment(self, text: str, start: int, end: int) -> None:
        """Keep a comment that may be a directive."""
        if text.lstrip().startswith(DIRECTIVE):
            self.comments.append(Comment(text.strip(), Span(start, end)))

    def quote_since(self, first: int) -> None:
        """Mark the segments from the index `first` on as someone's own words."""
        self.segments[first:] = [replace(segment, quoted=True) for segment in self.segments[first:]]
