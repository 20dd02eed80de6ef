"""Text that is written inside another format: taken out, read by its own reader, and led back to its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from inclusivelint.documents.normalise import BLANK, SegmentBuilder
from inclusivelint.model import Comment, Document, Piece, Segment, Span

_NO_BREAK = re.compile(r"[^\r\n]")
_MARKED_UP = re.compile(r"[*_`<>&\[\]\\~|#\n\r+=]|^\s*(?:-|\d+[.)])")


class Extract:
    """Text gathered from a source, piece by piece; each piece knows the range that it stands for."""

    def __init__(self, source: str, quoting: str = "") -> None:
        self.source = source
        self.quoting = quoting
        self._parts: list[str] = []
        self._length = 0
        self._starts: list[int] = []
        self._pieces: list[Piece] = []

    @property
    def text(self) -> str:
        """What was gathered."""
        return "".join(self._parts)

    def add(self, start: int, end: int) -> None:
        """Append `source[start:end]` as it stands."""
        if start < end:
            self._append(self.source[start:end], Piece(self._length, start, end, exact=True))

    def add_as(self, value: str, start: int, end: int) -> None:
        """Append `value`, which `source[start:end]` stands for as a whole."""
        if value:
            self._append(value, Piece(self._length, start, end, exact=False))

    def _append(self, text: str, piece: Piece) -> None:
        self._parts.append(text)
        self._starts.append(self._length)
        self._pieces.append(piece)
        self._length += len(text)

    def mask(self, pattern: re.Pattern[str], by: str = BLANK) -> None:
        """Make what `pattern` matches unmatchable: placeholders, code. Line breaks stay."""
        text = self.text
        masked = pattern.sub(lambda match: _NO_BREAK.sub(by, match[0]), text)
        if masked != text:
            self._parts = [masked]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the source."""
        if not self._pieces:
            return Span(0, 0)
        first = self._pieces[max(0, bisect_right(self._starts, start) - 1)]
        last = self._pieces[max(0, bisect_right(self._starts, max(start, end - 1)) - 1)]
        return Span(
            first.source_start + (start - first.start if first.exact else 0),
            last.source_start + (end - last.start) if last.exact else last.source_end,
        )

    def placed(self, document: Document) -> tuple[list[Segment], list[Comment]]:
        """The segments and comments of a document that was read from `text`, at their places in the source."""
        segments = [self._placed(segment) for segment in document.segments]
        return segments, [Comment(text, self.span(*span)) for text, span in document.comments]

    def _placed(self, segment: Segment) -> Segment:
        pieces: list[Piece] = []
        for piece in segment.pieces:
            for each in self._split(piece) if piece.exact else self._whole(piece):
                previous = pieces[-1] if pieces else None
                if previous and previous.exact and each.exact and previous.source_end == each.source_start:
                    pieces[-1] = previous._replace(source_end=each.source_end)
                else:
                    pieces.append(each)
        return replace(segment, pieces=tuple(pieces), quoting=segment.quoting or self.quoting)

    def _whole(self, piece: Piece) -> Iterator[Piece]:
        span = self.span(piece.source_start, max(piece.source_start, piece.source_end))
        yield Piece(piece.start, span.start, max(span.start, span.end), exact=False)

    def _split(self, piece: Piece) -> Iterator[Piece]:
        at = piece.source_start
        index = bisect_right(self._starts, at) - 1
        while at < piece.source_end:
            mine = self._pieces[index]
            stop = self._starts[index + 1] if index + 1 < len(self._starts) else self._length
            stop = min(stop, piece.source_end)
            start = piece.start + at - piece.source_start
            if mine.exact:
                source_start = mine.source_start + at - mine.start
                yield Piece(start, source_start, source_start + stop - at, exact=True)
            else:
                yield Piece(start, mine.source_start, mine.source_end, exact=False)
            at = stop
            index += 1

    def segment(self, kind: str, headings: tuple[str, ...] = (), *, quoted: bool = False) -> Segment | None:
        """The whole text as one segment, or None where it is white space."""
        text = self.text
        builder = SegmentBuilder(text, kind)
        builder.add(0, len(text))
        segment = builder.build(headings, quoted=quoted)
        return self._placed(segment) if segment else None

    def prose(self, kind: str, headings: tuple[str, ...] = ()) -> tuple[list[Segment], list[Comment]]:
        """The text read as Markdown, as values of data files, messages and comments often are; `kind` goes for all."""
        text = self.text
        if not _MARKED_UP.search(text):
            segment = self.segment(kind, headings)
            return ([segment] if segment else []), []
        from inclusivelint.documents.markdown import read_markdown

        segments, comments = self.placed(read_markdown("", text))
        return [replace(each, kind=kind, headings=(*headings, *each.headings)) for each in segments], comments
