"""The tables of reStructuredText: those with a grid, and the simple ones."""

from __future__ import annotations

import re
from itertools import pairwise

from inclusivelint.documents.lines import Line, LineReader

GRID = re.compile(r"\s*\+(?:-+\+)+\s*$")
GRID_BORDER = re.compile(r"\s*\+(?:[-=]+\+)+\s*$")
SIMPLE = re.compile(r"\s*=+(?:\s+=+)+\s*$")
_SIMPLE_BORDER = re.compile(r"\s*(?:=+(?:\s+=+)*|-+(?:\s+-+)*)\s*$")


def grid_table(reader: LineReader, at: int) -> int:
    """Read the table whose border is line `at`; the index of the line behind it is returned."""
    first = at
    while at < len(reader.lines) and reader.lines[at].text.strip():
        at += 1
    table = reader.lines[first:at]
    columns = [match.start() for match in re.finditer(r"\+", table[0].text)]
    has_head = any("=" in line.text and GRID_BORDER.match(line.text) for line in table[1:])
    heads: dict[int, str] = {}
    row: list[Line] = []
    for line in table[1:]:
        if not GRID_BORDER.match(line.text):
            row.append(line)
            continue
        cells = {
            start: reader.block("cell", ranges, (heads[start],) if heads.get(start) and not has_head else ())
            for start, ranges in _grid_cells(row, columns).items()
        }
        if has_head:
            heads.update({start: f"{heads.get(start, '')} {text}".strip() for start, text in cells.items()})
            has_head = "=" not in line.text
        row = []
    return at


def _grid_cells(row: list[Line], columns: list[int]) -> dict[int, list[tuple[int, int]]]:
    """The ranges of each cell of a row, by the column it begins at; a cell can span several."""
    cells: dict[int, list[tuple[int, int]]] = {}
    for line in row:
        borders = [column for column in columns if line.text[column : column + 1] in ("|", "+")]
        for start, end in pairwise(borders):
            if line.text[start + 1 : end].strip():
                cells.setdefault(start, []).append((line.start + start + 1, line.start + end))
    return cells


def simple_table(reader: LineReader, at: int) -> int:
    """Read the table whose border is line `at`; the index of the line behind it is returned."""
    spans = [match.span() for match in re.finditer(r"=+", reader.lines[at].text)]
    rows: list[list[Line]] = []
    heads = 0
    while (at := at + 1) < len(reader.lines):
        text = reader.lines[at].text
        if _SIMPLE_BORDER.match(text) and (text.lstrip()[0] == "=" or " " in text.strip()):
            if text.lstrip()[0] != "=":
                continue
            if at + 1 >= len(reader.lines) or not reader.lines[at + 1].text.strip():
                break
            heads = len(rows)
        elif text.strip():
            # Without anything in its first column a line goes on with the row above.
            if rows and not text[spans[0][0] : spans[0][1]].strip():
                rows[-1].append(reader.lines[at])
            else:
                rows.append([reader.lines[at]])
    _simple_rows(reader, rows, spans, heads)
    return at + 1


def _simple_rows(reader: LineReader, rows: list[list[Line]], spans: list[tuple[int, int]], heads: int) -> None:
    titles = [""] * len(spans)
    for number, row in enumerate(rows):
        for column, (start, _) in enumerate(spans):
            # The last column goes as far as its lines do.
            stop = spans[column + 1][0] if column + 1 < len(spans) else None
            ranges = [
                (line.start + start, line.end if stop is None else min(line.start + stop, line.end))
                for line in row
                if line.text[start:stop].strip()
            ]
            above = (titles[column],) if number >= heads and titles[column] else ()
            text = reader.block("cell", ranges, above)
            if number < heads:
                titles[column] = f"{titles[column]} {text}".strip()
