"""Characters on a page → lines in reading order → paragraphs. Geometry alone: nothing here knows PDF.

Units are points; y grows upwards. A box is (left, bottom, right, top).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Box = tuple[float, float, float, float]

# In heights of the characters around:
_NEW_CHUNK = 0.8
_NEW_CELL = 1.5
_GUTTER = 0.8
_FARTHEST_LINE = 0.9
_NEAR_LINE = 0.6
_SLACK_AT_MARGIN = 1.5
_SAME_SIZE = 0.15

_FEWEST_LINES_OF_A_COLUMN = 3
_FEWEST_CHARS_IN_A_LINE_OF_A_COLUMN = 15
_FILLED_LINE = 0.6
"""How much of its width most lines of a column fill; cells of a table don't."""

HYPHENS = "-\u2010\u00ad\x02"
"""At the end of a line; U+0002 is what PDFium makes of a hyphen that seems to divide a word."""
_BULLET = re.compile(r"\s*(?:[-*+•‣◦·–\uf0b7▪●○]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s)")
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")


class Char(NamedTuple):
    """A character, its box (None for a space that stands for a gap), and how it looks."""

    text: str
    box: Box | None
    bold: bool = False
    italic: bool = False


@dataclass(slots=True, eq=False)
class Line:
    """Characters side by side. `number` counts the lines of a page in reading order, from 1; `size` is their height."""

    chars: list[Char]
    page: int = 0
    number: int = 0
    region: int = 0
    limit: float = 0
    left: float = field(init=False)
    bottom: float = field(init=False)
    right: float = field(init=False)
    top: float = field(init=False)
    size: float = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join([char.text for char in self.chars])
        lefts, bottoms, rights, tops = zip(*[char.box for char in self.chars if char.box], strict=True)
        self.left, self.right = min(lefts), max(rights)
        self.bottom, self.top = _middle(bottoms), _middle(tops)
        self.size = max(self.top - self.bottom, 1.0)

    def is_beside(self, other: Line) -> bool:
        """Whether both stand on the same row."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.size, other.size)


@dataclass(slots=True, eq=False)
class Block:
    """The lines of a paragraph."""

    lines: list[Line] = field(default_factory=list)

    @property
    def last(self) -> Line:
        return self.lines[-1]


def lines_of(chars: Iterable[Char]) -> list[Line]:
    """The lines of a page in reading order, numbered."""
    lines: list[Line] = []
    for region, part in enumerate(_regions(list(_chunks(chars)))):
        right = max(chunk.right for chunk in part)
        for row in _rows(part):
            cells = _cells(row)
            for cell, limit in zip(cells, [*(cell.left for cell in cells[1:]), right], strict=True):
                cell.region, cell.limit = region, limit
                beside = bool(lines) and lines[-1].region == region and lines[-1].is_beside(cell)
                cell.number = lines[-1].number + (not beside) if lines else 1
                lines.append(cell)
    return lines


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The paragraphs that lines in reading order make, over columns and pages, too."""
    blocks: list[Block] = []
    for line in lines:
        near = (block for block in reversed(blocks[-40:]) if _follows(line, block.last))
        if block := next(near, None):
            block.lines.append(line)
        elif blocks and _continues(line, blocks[-1].last):
            blocks[-1].lines.append(line)
        else:
            blocks.append(Block([line]))
    return blocks


# Chunks and rows


def _chunks(chars: Iterable[Char]) -> Iterator[Line]:
    """Runs of characters side by side, in the order of the file; wide gaps and new rows divide them."""
    run: list[Char] = []
    last: Box | None = None
    for char in chars:
        box = char.box
        if char.text == "\n" or (last and box and _is_apart(last, box)):
            yield from _chunk(run)
            run, last = [], None
        if char.text != "\n" and (run or not char.text.isspace()):
            run.append(char)
            last = box if box and not char.text.isspace() else last
    yield from _chunk(run)


def _chunk(run: list[Char]) -> Iterator[Line]:
    while run and run[-1].text.isspace():
        run.pop()
    if any(char.box for char in run):
        yield Line(run)


def _is_apart(last: Box, box: Box) -> bool:
    height = max(min(last[3] - last[1], box[3] - box[1]), 1.0)
    shared = min(last[3], box[3]) - max(last[1], box[1])
    gap = box[0] - last[2]
    return shared < 0.3 * height or gap > _NEW_CHUNK * height or box[2] < last[0] - 0.5 * height


def _rows(chunks: Sequence[Line]) -> list[list[Line]]:
    """Chunks on one row together, from top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for chunk in sorted(chunks, key=lambda chunk: -(chunk.top + chunk.bottom)):
        if rows and chunk.is_beside(rows[-1][0]):
            rows[-1].append(chunk)
        else:
            rows.append([chunk])
    return [sorted(row, key=lambda chunk: chunk.left) for row in rows]


def _cells(row: Sequence[Line]) -> list[Line]:
    """The chunks of a row, those near each other and what follows a bullet joined by a space."""
    cells = [row[0]]
    for chunk in row[1:]:
        near = chunk.left - cells[-1].right < _NEW_CELL * min(chunk.size, cells[-1].size)
        if near or _BULLET.fullmatch(cells[-1].text + " "):
            between = [Char(" ", None)] if chunk.left - cells[-1].right > 0.1 * chunk.size else []
            cells[-1] = Line([*cells[-1].chars, *between, *chunk.chars])
        else:
            cells.append(chunk)
    return cells


# Columns


def _regions(chunks: Sequence[Line]) -> list[list[Line]]:
    """Chunks that are read together, in order: a heading over the page, then its columns, from left to right."""
    if not chunks:
        return []
    if (gutter := _gutter(chunks)) is not None:
        left = [chunk for chunk in chunks if chunk.right <= gutter]
        right = [chunk for chunk in chunks if chunk.right > gutter]
        return _regions(left) + _regions(right)
    strips = _strips(chunks)
    return [list(chunks)] if len(strips) == 1 else [region for strip in strips for region in _regions(strip)]


def _gutter(chunks: Sequence[Line]) -> float | None:
    """Where a white space from top to bottom divides columns of text; the widest one."""
    gaps = sorted(_gaps(chunks), key=lambda gap: gap[0] - gap[1])
    for start, end in gaps:
        middle = (start + end) / 2
        sides = (
            [chunk for chunk in chunks if chunk.right <= middle],
            [chunk for chunk in chunks if chunk.left >= middle],
        )
        if all(map(_is_column, sides)):
            return middle
    return None


def _is_column(chunks: Sequence[Line]) -> bool:
    rows = _rows(chunks)
    width = max(chunk.right for chunk in chunks) - min(chunk.left for chunk in chunks)
    widths = [row[-1].right - row[0].left for row in rows]
    chars = [sum(len(chunk.chars) for chunk in row) for row in rows]
    return (
        len(rows) >= _FEWEST_LINES_OF_A_COLUMN
        and _middle(widths) >= _FILLED_LINE * width
        and _middle(chars) >= _FEWEST_CHARS_IN_A_LINE_OF_A_COLUMN
    )


def _gaps(chunks: Sequence[Line]) -> list[tuple[float, float]]:
    """The vertical stripes that no chunk touches."""
    least = _GUTTER * _middle([chunk.size for chunk in chunks])
    gaps = []
    reached: float | None = None
    for chunk in sorted(chunks, key=lambda chunk: chunk.left):
        if reached is not None and chunk.left - reached > least:
            gaps.append((reached, chunk.left))
        reached = chunk.right if reached is None else max(reached, chunk.right)
    return gaps


def _strips(chunks: Sequence[Line]) -> list[list[Line]]:
    """Rows in groups: those that share a vertical white space, and those that have none."""
    strips: list[list[Line]] = []
    has_gap = False
    for row in _rows(chunks):
        joined = bool(_gaps(strips[-1] + row)) if strips else False
        if strips and joined == (has_gap or bool(_gaps(row))):
            strips[-1] += row
        else:
            strips.append(list(row))
            joined = bool(_gaps(row))
        has_gap = joined
    return strips


# Paragraphs


def _follows(line: Line, last: Line) -> bool:
    """Whether `line` is the next of the paragraph whose last one is right above it."""
    if (line.page, line.region) != (last.page, last.region) or not _is_same_size(line, last):
        return False
    gap = last.bottom - line.top
    if not -0.5 * line.size < gap < _FARTHEST_LINE * line.size or min(line.right, last.right) <= max(
        line.left, last.left
    ):
        return False
    if _BULLET.match(line.text):
        return False
    if last.text[-1] in HYPHENS:
        return True
    if gap < _NEAR_LINE * line.size and not _ENDS.search(last.text) and line.text[:1].islower():
        return True
    first_word = len(line.text.split(" ", 1)[0]) / max(len(line.text), 1) * (line.right - line.left)
    return last.right + first_word > last.limit - _SLACK_AT_MARGIN * line.size and not _is_bolder(last, line)


def _continues(line: Line, last: Line) -> bool:
    """Whether `line`, at the top of a column or page, goes on with the sentence that ends the one before."""
    if (line.page, line.region) == (last.page, last.region) or not _is_same_size(line, last):
        return False
    return not _ENDS.search(last.text) and line.text[:1].islower()


def _is_same_size(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= _SAME_SIZE * max(line.size, other.size)


def _is_bolder(line: Line, other: Line) -> bool:
    return is_bold(line) and not is_bold(other)


def _middle(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]


def is_bold(line: Line) -> bool:
    """Whether all of a line is bold."""
    return all(char.bold for char in line.chars if char.box)
