"""AsciiDoc: delimited blocks, block attributes, lists, tables, macros."""

from __future__ import annotations

import re

from inclusivelint.documents.lines import Line, LineReader
from inclusivelint.model import Document

MARKUP = re.compile(
    r"""
      (?P<code>`\+?[^`\n]+\+?` | \+\+[^+\n]+\+\+ | (?<![\w+])\+(?=\S)[^+\n]+(?<=\S)\+(?![\w+]) | \{[\w-]+\})
    | (?P<code2>(?:kbd|btn|menu|stem|latexmath|asciimath|pass|indexterm|icon|anchor):[^\s\[\]]{0,200}\[[^\]\n]{0,500}\])
    | (?P<skip>\(\(\([^()\n]+\)\)\) | \[\[[^\[\]\n]{1,200}\]\] | \ \+(?=\r?\n|$) | \\(?=[*_`\#{<\[]) )
    | \(\((?P<text>[^()\n]+)\)\)
    | (?:link|xref|mailto|image|footnote|footnoteref):[^\s\[\]]{0,500}\[(?P<link>[^\]]{0,500}?)(?:,[\w-]+=[^\]]{,99})?\]
    | (?:https?|ftp|irc)://[^\s\[\]<>]{1,500}\[(?P<link2>[^\]]{0,999}?)(?:,[\w-]+=[^\]]{0,99})?\]
    | <<[^<>,\n]+,\s*(?P<link3>[^<>]+)>>
    | (?P<code3><<[^<>\n]+>>)
    | (?:\[[^\[\]\n]*\])?\*\*(?=\S)(?P<strong>[^*]+)\*\*
    | (?<!\w)(?:\[[^\[\]\n]*\])?\*(?=\S)(?P<strong2>[^*\n]+(?:\n[^*\n]+)*)(?<=\S)\*(?!\w)
    | (?:\[[^\[\]\n]*\])?__(?=\S)(?P<emphasis>[^_]+)__
    | (?<!\w)(?:\[[^\[\]\n]*\])?_(?=\S)(?P<emphasis2>[^_]+)(?<=\S)_(?!\w)
    | (?<!\w)\[[^\[\]\n]*(?:line-through|strike)[^\[\]\n]*\]\#(?P<deleted>[^\#\n]+)\#
    | (?<!\w)(?:\[[^\[\]\n]*\])?\#{1,2}(?=\S)(?P<text2>[^\#\n]+)(?<=\S)\#{1,2}(?!\w)
    | (?<=\w)(?:\^(?P<text3>[^\s^]{1,20})\^|~(?P<text4>[^\s~]{1,20})~)
    """,
    re.VERBOSE,
)
_VERBATIM = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|`{3,})[^`]*$")
_CONTAINER = re.compile(r"(?:={4,}|\*{4,}|_{4,}|--)\s*$")
_TABLE = re.compile(r"[|,:!]={3,}\s*$")
_TITLE = re.compile(r"(?P<level>={1,6}|#{1,6})\s+(?=\S)")
_ATTRIBUTE = re.compile(r":!?(?P<name>[\w-]+)!?:(?:\s+|$)")
_BLOCK_ATTRIBUTES = re.compile(r"\[(?P<inside>[^\[\]]*(?:\[[^\]]*\][^\[\]]*)*|\[[^\]]*\])\]\s*$")
_CODE_STYLES = re.compile(
    r"\s*(?:source|listing|literal|stem|latexmath|asciimath|pass|plantuml|mermaid|ditaa|graphviz)\b|\s*,"
)
_BLOCK_MACRO = re.compile(r"(?P<name>[\w-]+)::[^\s\[]*\[(?P<text>[^\]]*)\]\s*$")
_BLOCK_TITLE = re.compile(r"\.(?=[^\s.])")
_ITEM = re.compile(r"\s*(?:\*{1,6}|-|\.{1,6}|•|\d{1,4}\.|[a-zA-Z]\.|<(?:\d+|\.)>)\s+(?:\[[ xX*]\]\s+)?(?=\S)")
_TERM = re.compile(r"\s*(?P<term>\S.*?)(?P<mark>:{2,4}|;;)(?:\s+|$)")
_ADMONITION = re.compile(r"(?:NOTE|TIP|IMPORTANT|CAUTION|WARNING):\s+")
_CELL = re.compile(r"(?<!\\)(?:(?:(?<=\s)|^)(?:\d+\*|(?:\d+)?(?:\.\d+)?\+)?[<^>]?(?:\.[<^>])?[aehlmsdv]?)?\|")
_PROSE_ATTRIBUTES = frozenset({"description", "doctitle", "title"})


def read_asciidoc(path: str, source: str) -> Document:
    """Read `source`; listings, passthroughs, attributes, macros and comments are no prose."""
    reader = _Reader(source)
    reader.run()
    return reader.document(path)


class _Reader(LineReader):
    MARKUP = MARKUP

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._at = 0
        self._open: tuple[int, int] | None = None
        self._kind = "paragraph"
        self._style = ""
        self._header = False
        # Blocks that quote someone: the delimiter that ends each and the first segment in it.
        self._quotes: list[tuple[str, int]] = []
        self._quoting_paragraph: int | None = None

    def run(self) -> None:
        while self._at < len(self.lines):
            line = self.lines[self._at]
            if not line.text.strip():
                self._end()
                self._header = False
                self._at += 1
            elif not (self._verbatim(line) or self._structure(line)):
                self._paragraph(line)
                self._at += 1
        self._end()

    def _end(self) -> None:
        if self._open:
            self.block(self._kind, [self._open])
            self._open = None
        if self._quoting_paragraph is not None:
            self.quote_since(self._quoting_paragraph)
            self._quoting_paragraph = None

    def _verbatim(self, line: Line) -> bool:
        """Go on behind a block whose content is no prose."""
        delimiter = line.text.rstrip()
        match = _VERBATIM.match(delimiter)
        if match and (delimiter == match[1] or delimiter.startswith("```")):
            self._end()
            self._skip_block(match[1])
        elif _CODE_STYLES.match(self._style) and not self._open and not _BLOCK_TITLE.match(line.text):
            closing = delimiter if _CONTAINER.match(delimiter) or _TABLE.match(delimiter) else ""
            self._skip_block(closing, paragraph=not closing)
        elif not self._open and line.indent and not _ITEM.match(line.text) and not _TERM.match(line.text):
            self._skip_block("", paragraph=True)  # a literal paragraph
        else:
            return False
        self._style = ""
        return True

    def _skip_block(self, closing: str, *, paragraph: bool = False) -> None:
        self._at += 1
        while self._at < len(self.lines):
            text = self.lines[self._at].text.rstrip()
            if paragraph and not text:
                return
            self._at += 1
            if not paragraph and text == closing:
                return

    def _structure(self, line: Line) -> bool:
        text = line.text
        first = text[:1]
        if first == "/" and text.startswith("//"):
            self._end()
            self.comment(text[2:], line.start, line.end)
        elif first == ":" and (attribute := _ATTRIBUTE.match(text)):
            self._end()
            if attribute["name"] in _PROSE_ATTRIBUTES:
                self.block("title", [(line.start + attribute.end(), line.end)])
        elif self._header:
            pass  # the line with the authors, the line with the revision
        elif not self._open and first in "=#" and (title := _TITLE.match(text)):
            level = len(title["level"])
            self.heading(level, line.start + title.end(), line.start + len(text.rstrip().rstrip("=# ")))
            self._header = level == 1 and len(self._headings) == 1 and len(self.segments) == 1
        elif first == "[" and (attributes := _BLOCK_ATTRIBUTES.match(text)):
            self._end()
            self._style = attributes["inside"]
        elif first in "=*_-" and _CONTAINER.match(text):
            self._end()
            self._container(text.rstrip())
        elif _TABLE.match(text):
            self._end()
            self._table(text.rstrip())
        elif macro := _BLOCK_MACRO.match(text):
            self._end()
            if macro["name"] in ("image", "video"):
                alt = macro["text"].partition(",")[0].strip('"')
                start = line.start + text.index("[") + 1 + macro["text"].startswith('"')
                self.block("alt", [(start, start + len(alt))])
        elif not self._open and first == "." and (caption := _BLOCK_TITLE.match(text)):
            self.block("title", [(line.start + caption.end(), line.end)])
        elif text.rstrip() == "+":
            self._end()
        else:
            return False
        self._at += 1
        return True

    def _container(self, delimiter: str) -> None:
        if self._quotes and self._quotes[-1][0] == delimiter:
            self.quote_since(self._quotes.pop()[1])
        elif re.match(r"\s*(?:quote|verse)\s*,", self._style):
            self._quotes.append((delimiter, len(self.segments)))
        self._style = ""

    def _paragraph(self, line: Line) -> None:
        item = _ITEM.match(line.text)
        term = None if item else _TERM.match(line.text)
        if item or term or not self._open:
            self._end()
            if re.match(r"\s*(?:quote|verse)\s*,", self._style):
                self._quoting_paragraph = len(self.segments)
            self._style = ""
        if term:
            self.block("list-item", [(line.start + term.start("term"), line.start + term.end("term"))])
            if term.end() < len(line.text.rstrip()):
                self._open, self._kind = (line.start + term.end(), line.end), "list-item"
        elif item:
            self._open, self._kind = (line.start + item.end(), line.end), "list-item"
        elif self._open:
            self._open = (self._open[0], line.end)
        else:
            admonition = _ADMONITION.match(line.text)
            self._open = (line.start + (admonition.end() if admonition else line.indent), line.end)
            self._kind = "paragraph"

    def _table(self, closing: str) -> None:
        """Cells begin at a bar and may go on over lines; the first row is the head when an empty line follows it."""
        lines: list[Line] = []
        while (self._at + 1) < len(self.lines) and self.lines[self._at + 1].text.rstrip() != closing:
            self._at += 1
            lines.append(self.lines[self._at])
        self._at += 1
        style, self._style = self._style, ""
        if not closing.startswith("|"):
            return
        while lines and not lines[0].text.strip():
            del lines[0]
        head_follows = len(lines) > 1 and not lines[1].text.strip()
        columns = _columns(style) or (len(list(_cells(lines[0]))) if lines else 0)
        heads: list[str] = []
        has_head = "header" in style or "%header" in style or head_follows
        for number, cell in enumerate(_joined(lines)):
            above = (heads[number % columns],) if columns and len(heads) == columns else ()
            text = self.block("cell", cell, above)
            if has_head and len(heads) < columns and not above:
                heads.append(text)


def _columns(style: str) -> int:
    """The number of columns that the attributes of a table give, 0 where they don't."""
    match = re.search(r"cols\s*=\s*\"?([^\"\]]*)", style)
    if not match:
        return 0
    written = match[1] if '"' in match[0] else match[1].partition(",")[0]
    return sum(int(part.partition("*")[0]) if re.match(r"\s*\d+\*", part) else 1 for part in written.split(","))


def _cells(line: Line) -> list[tuple[int, int]]:
    """The cells of a line of a table: where the text of each begins and ends."""
    bars = [match.span() for match in _CELL.finditer(line.text)]
    ends = [*(start for start, _ in bars[1:]), len(line.text)][: len(bars)]
    return [(line.start + after, line.start + end) for (_, after), end in zip(bars, ends, strict=True)]


def _joined(lines: list[Line]) -> list[list[tuple[int, int]]]:
    """All cells, each with the ranges of the lines that it goes over."""
    cells: list[list[tuple[int, int]]] = []
    for line in lines:
        found = _cells(line)
        bar = _CELL.search(line.text)
        before = bar.start() if bar else len(line.text)
        if cells and line.text[:before].strip():
            cells[-1].append((line.start, line.start + before))
        cells += [[cell] for cell in found]
    return cells
