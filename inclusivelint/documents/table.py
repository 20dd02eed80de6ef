"""CSV and its kin: the cells that hold prose, or the columns that are named; the first row is the head."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from inclusivelint.documents.extract import Extract
from inclusivelint.documents.keys import Keys, is_prose
from inclusivelint.documents.lines import DIRECTIVE
from inclusivelint.errors import DocumentError
from inclusivelint.model import Comment, Document, Reading, Segment, Span

_DELIMITERS = ",;\t|"
_QUOTE = re.compile(r'""')
_FIRST_LINES = 4096


class _Cell(NamedTuple):
    column: int
    start: int
    end: int
    quoted: bool


def read_table(path: str, source: str, reading: Reading) -> Document:
    """Read the columns that `reading.keys` name, or the cells that hold prose; raises DocumentError."""
    keys = Keys(reading.keys)
    comments: list[Comment] = []
    segments: list[Segment] = []
    heads: list[str] = []
    in_head = True
    for cell in _cells(source, "\t" if path.lower().endswith(".tsv") else _delimiter(source), comments):
        in_head = in_head and len(heads) == cell.column
        taken = _extract(source, cell)
        if in_head:
            heads.append(" ".join(taken.text.split()))
        head = heads[cell.column] if cell.column < len(heads) else ""
        if keys.chooses((head,)) if keys else is_prose(source[cell.start : cell.end]):
            read, _ = taken.prose("cell", (head,) if head and not in_head else ())
            segments += read
    return Document(path, source, segments, comments)


def _delimiter(source: str) -> str:
    first = source[:_FIRST_LINES].partition("\n")[0]
    counts = Counter(char for char in re.sub(r'"[^"]*"', "", first) if char in _DELIMITERS)
    return counts.most_common(1)[0][0] if counts else ","


def _extract(source: str, cell: _Cell) -> Extract:
    taken = Extract(source, "csv" if cell.quoted else "csv-bare")
    at = cell.start
    for match in _QUOTE.finditer(source, cell.start, cell.end) if cell.quoted else ():
        taken.add(at, match.start())
        taken.add_as('"', match.start(), match.end())
        at = match.end()
    taken.add(at, cell.end)
    return taken


def _cells(source: str, delimiter: str, comments: list[Comment]) -> Iterator[_Cell]:
    bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    at = 1 if source.startswith("\ufeff") else 0
    column = 0
    while at < len(source):
        if column == 0 and source.startswith("#", at) and (end := _directive(source, at, comments)):
            at = end
            continue
        start = at
        if source.startswith('"', at):
            at = _closing_quote(source, at)
            yield _Cell(column, start + 1, at - 1, quoted=True)
            at = bare.match(source, at).end()  # type: ignore[union-attr]
        else:
            at = bare.match(source, at).end()  # type: ignore[union-attr]
            yield _Cell(column, start, at, quoted=False)
        column = column + 1 if source.startswith(delimiter, at) else 0
        at += 2 if source.startswith("\r\n", at) else 1


def _closing_quote(source: str, start: int) -> int:
    """Behind the quotation mark that closes the one at `start`."""
    at = start + 1
    while (at := source.find('"', at)) >= 0:
        if not source.startswith('""', at):
            return at + 1
        at += 2
    raise DocumentError(
        f"not well-formed CSV (line {source.count(chr(10), 0, start) + 1}: a quoted cell is not closed)"
    )


def _directive(source: str, start: int, comments: list[Comment]) -> int:
    """Behind a line that is a directive; 0 where it is none."""
    match = re.compile(rf"#[ \t]*(?P<text>{DIRECTIVE}[^\r\n]*)").match(source, start)
    if not match:
        return 0
    comments.append(Comment(match["text"].rstrip(), Span(*match.span())))
    return re.compile(r"\r\n|\r|\n|$").search(source, match.end()).end()  # type: ignore[union-attr]
