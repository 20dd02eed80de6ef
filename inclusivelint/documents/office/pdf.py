"""PDF: text in reading order, by PDFium. Findings have a page and a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.documents.office.pdf_layout import HYPHENS, Block, Box, Line, blocks_of, is_bold
from inclusivelint.documents.office.pdf_pages import Page, read_pages
from inclusivelint.model import Comment, Document, Place, Segment, Span

_MARGIN = 0.12
"""The part of a page's height, at its top and bottom, where running headers and footers stand."""
_MOST_LINES_OF_A_MARGIN = 5
_FEWEST_REPEATS = 2
_HEADING = 1.15
"""A heading's size, in sizes of the text."""
_MOST_WORDS_OF_A_BOLD_HEADING = 12


def read_pdf(path: str, data: bytes) -> Document:
    """Read a PDF; raises DocumentError where it is encrypted, damaged, or holds no text."""
    return Pdf(data).document(path)


class Placed(NamedTuple):
    """A line of the source: where it begins, its page (from 0), and a box for each of its characters."""

    start: int
    page: int
    boxes: Sequence[Box | None]


class Pdf:
    """The text of a PDF. `lines` tells where each line of `source` stands on its page."""

    def __init__(self, data: bytes) -> None:
        self.pages = read_pages(data)
        body, margins = _without_repeats(self.pages)
        self._body_size = _usual_size(body)
        self._sizes: list[int] = []
        self._headings: list[tuple[int, str]] = []
        self.segments: list[Segment] = []
        self.comments: list[Comment] = []
        self.places: list[Place] = []
        self.lines: list[Placed] = []
        self._parts: list[str] = []
        self._length = 0
        blocks = [*blocks_of(body), *(Block([line]) for line in margins)]
        starts = [self._write(block) for block in blocks]
        for page in self.pages:
            # Notes below the last line can still speak of the whole document.
            for directive in page.directives if page.lines else ():
                self._direct(page.lines[-1], directive.text)
        self.source = "".join(self._parts)
        self._sizes = sorted({round(block.lines[0].size) for block in blocks if self._is_large(block)}, reverse=True)
        for block, at in zip(blocks, starts, strict=True):
            self._read(block, at, in_margin=block.lines[0] in margins)

    def document(self, path: str) -> Document:
        """What the linter reads."""
        return Document(path, self.source, self.segments, self.comments, self.places)

    def _write(self, block: Block) -> list[int]:
        """Put the lines of a block into the source, directives before the line that they stand at."""
        starts = []
        for line in block.lines:
            waiting = self.pages[line.page].directives
            while waiting and line.bottom < waiting[0].top:
                self._direct(line, waiting.pop(0).text)
            starts.append(self._length)
            self._place(line, line.text.replace("\x02", "-"), [char.box for char in line.chars])
        return starts

    def _direct(self, line: Line, text: str) -> None:
        self.comments.append(Comment(text, Span(self._length, self._length + len(text))))
        self._place(line, text, None)

    def _place(self, line: Line, text: str, boxes: Sequence[Box | None] | None) -> None:
        self.places.append(Place(self._length, {"page": line.page + 1, "line": line.number}))
        if boxes is not None:
            self.lines.append(Placed(self._length, line.page, boxes))
        self._parts += [text, "\n"]
        self._length += len(text) + 1

    def _read(self, block: Block, starts: Sequence[int], *, in_margin: bool) -> None:
        level = None if in_margin else self._level(block)
        if level is not None:
            self._headings = [heading for heading in self._headings if heading[0] < level]
        path = tuple(text for _, text in self._headings)
        segments = [self._segment(block, starts, path, level, joined=False)]
        if any(line.text[-1] in HYPHENS for line in block.lines[:-1]):
            # "wheelchair-" and "bound", "sani-" and "ty": which it is, the rules can tell.
            segments.append(self._segment(block, starts, path, level, joined=True))
        self.segments += filter(None, segments)
        if level is not None and segments[0]:
            self._headings.append((level, segments[0].text))

    def _segment(
        self, block: Block, starts: Sequence[int], headings: tuple[str, ...], level: int | None, *, joined: bool
    ) -> Segment | None:
        builder = SegmentBuilder(self.source, "paragraph" if level is None else "heading")
        # That all of a paragraph is bold says nothing about its words.
        plain = len({(char.bold, char.italic) for line in block.lines for char in line.chars if char.box}) == 1
        for line, start in zip(block.lines, starts, strict=True):
            at, text = start, line.text
            joins = joined and line is not block.last and text[-1] in HYPHENS
            for run_end, mark in _runs(line, plain=plain):
                end = start + run_end - (joins and run_end == len(text))
                if mark:
                    builder.open(mark)
                builder.add(at, end)
                if mark:
                    builder.close(mark)
                at = end
            if not joins and line is not block.last:
                builder.space(at, at + 1, wraps=True)
        return builder.build(headings)

    def _is_large(self, block: Block) -> bool:
        return block.lines[0].size >= _HEADING * self._body_size

    def _level(self, block: Block) -> int | None:
        """The level of a heading: by size, larger than the text, else bold and short."""
        if self._is_large(block):
            return self._sizes.index(round(block.lines[0].size))
        text = " ".join(line.text for line in block.lines)
        is_short = len(text.split()) <= _MOST_WORDS_OF_A_BOLD_HEADING and not text.endswith((".", ",", ";"))
        return len(self._sizes) if is_short and all(map(is_bold, block.lines)) else None


def _runs(line: Line, *, plain: bool) -> Iterator[tuple[int, str]]:
    """Where each stretch of one look ends in the text of a line, and its mark."""
    mark = ""
    end = 0
    for char in line.chars:
        look = "" if plain else "emphasis" if char.italic else "strong" if char.bold else ""
        look = mark if char.box is None else look
        if look != mark and end:
            yield end, mark
        mark = look
        end += len(char.text)
    yield end, mark


def _usual_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.chars)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _without_repeats(pages: Sequence[Page]) -> tuple[list[Line], list[Line]]:
    """The lines of the body, and those of headers and footers that pages repeat, each once."""
    counts = Counter(key for page in pages for key in {_repeated(line) for line in page.lines})
    body: list[Line] = []
    margins: dict[tuple[str, int], Line] = {}
    for page in pages:
        repeats: set[int] = set()
        downwards = sorted(page.lines, key=lambda line: -line.top)
        for lines in (downwards, downwards[::-1]):
            # From the edge of the page inwards, as far as the other pages have the same.
            for line in lines[:_MOST_LINES_OF_A_MARGIN]:
                in_margin = line.top < _MARGIN * page.height or line.bottom > (1 - _MARGIN) * page.height
                if not in_margin or counts[_repeated(line)] < _FEWEST_REPEATS:
                    break
                margins.setdefault(_repeated(line), line)
                repeats.add(id(line))
        body += (line for line in page.lines if id(line) not in repeats)
    return body, list(margins.values())


def _repeated(line: Line) -> tuple[str, int]:
    """What a header has in common on all pages: its words, with any number, and how high it stands."""
    return re.sub(r"\d+", "0", " ".join(line.text.split())), round(line.bottom / 4)
