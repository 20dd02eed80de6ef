"""HTML and XHTML pages."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from inclusivelint.documents.extract import Extract
from inclusivelint.documents.html import BLOCKS, Attributes, HtmlText
from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Comment, Document, Segment, Span

_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list-item"),
    **dict.fromkeys(("td", "th"), "cell"),
    "title": "title",
}
_MARKS = {
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "b": "strong",
    "strong": "strong",
    "a": "link",
}
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});")
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>(?:(?!---)[^\n]*\n){0,500}?)---[ \t]*(?:\r?\n|$)")
_ATTRIBUTION = re.compile(r"^\s*(?:[—–―]|--)\s*\w")


def read_html(path: str, source: str) -> Document:
    """Read `source`; scripts, styles, code, hidden elements and those in another language are no prose."""
    page = _Page(source)
    page.run()
    return Document(path, source, page.segments, page.comments)


class _Page:
    def __init__(self, source: str) -> None:
        self.source = source
        self.segments: list[Segment] = []
        self.comments: list[Comment] = []
        self._builder = SegmentBuilder(source)
        self._headings: list[tuple[int, str]] = []
        self._level = 0
        self._tables: list[_Table] = []
        # For each block quote that is open: the first segment in it, and whether it says whose words it holds.
        self._quotes: list[tuple[int, bool]] = []
        self._html = HtmlText(self._text, self._attribute, self._comment, self._tag)

    def run(self) -> None:
        # Pages of static site generators begin as Markdown does there.
        begin = 0
        if front_matter := _FRONT_MATTER.match(self.source):
            from inclusivelint.documents.front_matter import front_matter_segments

            self.segments += front_matter_segments(self.source, *front_matter.span("yaml"))
            begin = front_matter.end()
        self._html.read([(self.source[begin:], begin)])
        self._flush()

    def _path(self) -> tuple[str, ...]:
        column = self._tables[-1].heading() if self._tables else ""
        return (*(text for _, text in self._headings), *([column] if column else []))

    def _flush(self, kind: str = "paragraph") -> str:
        segment = self._builder.build(self._path(), quoting="html")
        if segment:
            self.segments.append(segment)
        self._builder = SegmentBuilder(self.source, kind)
        return segment.text if segment else ""

    def _text(self, value: str, start: int, end: int) -> None:
        if self._html.skipping:
            self._builder.open("code")
        self._builder.add_as(value, start, end)
        if self._html.skipping:
            self._builder.close("code")

    def _comment(self, text: str, start: int, end: int) -> None:
        self.comments.append(Comment(text.strip(), Span(start, end)))

    def _attribute(self, start: int, end: int) -> None:
        quote = self.source[start - 1]
        taken = Extract(self.source, "html-attribute" if quote in "\"'" else "html-bare")
        at = start
        for match in _ENTITY.finditer(self.source, start, end):
            taken.add(at, match.start())
            taken.add_as(unescape(match[0]), match.start(), match.end())
            at = match.end()
        taken.add(at, end)
        if segment := taken.segment("alt", self._path()):
            self.segments.append(segment)

    def _tag(self, tag: str, attributes: Attributes, opens: bool) -> None:
        if tag in _MARKS:
            (self._builder.open if opens else self._builder.close)(_MARKS[tag])
            if tag == "cite" and self._quotes:
                self._quotes[-1] = (self._quotes[-1][0], True)
        elif tag == "q":
            at = self._html.position
            self._builder.add_as('"', at, at)
        elif tag in BLOCKS or tag == "pre":
            self._block(tag, attributes, opens)

    def _block(self, tag: str, attributes: Attributes, opens: bool) -> None:
        text = self._flush(_KINDS.get(tag, "paragraph") if opens else "paragraph")
        if _KINDS.get(tag) == "heading":
            if opens:
                self._level = int(tag[1])
                self._headings = [each for each in self._headings if each[0] < self._level]
            elif text:
                self._headings.append((self._level, text))
        elif tag == "blockquote":
            self._block_quote(attributes, opens)
        elif tag == "table":
            if opens:
                self._tables.append(_Table())
            elif self._tables:
                self._tables.pop()
        elif self._tables and tag in ("tr", "td", "th"):
            self._tables[-1].tag(tag, opens, text)

    def _block_quote(self, attributes: Attributes, opens: bool) -> None:
        if opens:
            self._quotes.append((len(self.segments), "cite" in dict(attributes)))
        elif self._quotes:
            first, attributed = self._quotes.pop()
            inside = self.segments[first:]
            if attributed or any(_ATTRIBUTION.match(segment.text) for segment in inside[-2:]):
                self.segments[first:] = [replace(segment, quoted=True) for segment in inside]


class _Table:
    """Where a table is at, and what its columns are called."""

    def __init__(self) -> None:
        self._row = -1
        self._column = -1
        self._heads: list[str] = []
        self._in_cell = ""

    def heading(self) -> str:
        """The heading of the column at hand, empty in the head itself."""
        is_below = self._in_cell == "td" and self._row > 0 and 0 <= self._column < len(self._heads)
        return self._heads[self._column] if is_below else ""

    def tag(self, tag: str, opens: bool, text: str) -> None:
        """A row or a cell begins or ends; `text` is what the cell before held (its end tag may be missing)."""
        if self._in_cell == "th" and self._row == 0:
            self._heads.append(text)
        self._in_cell = ""
        if tag == "tr":
            self._row += opens
            self._column = -1
        elif opens:
            self._column += 1
            self._in_cell = tag
