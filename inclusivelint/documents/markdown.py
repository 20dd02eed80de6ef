"""Markdown (CommonMark with tables, footnotes, strike-through, task lists and front matter) by pulldown-cmark."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyromark
from pyromark import Options

from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Comment, Document, Segment, Span

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    | Options.ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
)
_KINDS = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "Item": "list-item",
    "TableCell": "cell",
    "FootnoteDefinition": "footnote",
    "BlockQuote": "paragraph",
    "List": "paragraph",
    "Table": "paragraph",
    "TableHead": "cell",
    "TableRow": "cell",
}
_MARKS = {"Emphasis": "emphasis", "Strong": "strong", "Strikethrough": "deleted", "Link": "link"}
_COMMENT_REFERENCE = re.compile(
    r"^\ufeff? {0,3}\[(?://|comment)\]:[ ]*(?:#|<>)?[ ]*[(\"'](?P<text>inclusivelint-.*?)[)\"'][ \t]*\r?$", re.MULTILINE
)
_ATTRIBUTION = re.compile(r"^\s*(?:[—–―]|--)\s*\w|\s[—–―]\s*[A-Z][\w.]+(?:\s[A-Z][\w.]*)+$")


def read_markdown(path: str, source: str) -> Document:
    """Read `source`; every segment knows where each of its characters stands in it."""
    reader = _Reader(source)
    reader.run()
    for match in _COMMENT_REFERENCE.finditer(source) if "]:" in source and "inclusivelint-" in source else ():
        if not any(start <= match.start() < end for start, end in reader.code_blocks):
            reader.comments.append(Comment(match["text"], Span(match.start(), match.end())))
    reader.comments.sort(key=lambda comment: comment.span.start)
    return Document(path, source, reader.segments, reader.comments)


class _Offsets:
    """Byte offsets of the UTF-8 form → code points."""

    def __init__(self, source: str) -> None:
        self._bytes: list[int] = []
        self._surplus: list[int] = [0]
        if not source.isascii():
            surplus = 0
            for match in re.finditer(r"[^\x00-\x7f]", source):
                surplus += len(match[0].encode("utf-8", "surrogatepass")) - 1
                self._bytes.append(match.start() + surplus + 1)
                self._surplus.append(surplus)

    def __call__(self, byte: int) -> int:
        return byte - self._surplus[bisect_right(self._bytes, byte)] if self._bytes else byte


class _Reader:
    """Turns the parser's events into segments."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.segments: list[Segment] = []
        self.comments: list[Comment] = []
        self.code_blocks: list[tuple[int, int]] = []
        self._kinds = ["paragraph"]
        self._builders = [SegmentBuilder(source)]
        self._headings: list[tuple[int, str]] = []
        self._heading_level = 0
        self._columns: list[str] = []
        self._column = -1
        self._in_head = False
        self._quotes: list[int] = []
        self._html_parts: list[tuple[str, int]] | None = None
        self._front_matter: tuple[int, int] | None = None
        self._verbatim = 0
        self._autolink = False
        self._html: Any = None
        self._html_blocks: frozenset[str] = frozenset()

    def _events(self) -> Iterator[tuple[Any, int, int]]:
        # A byte order mark is no text; lone surrogates have no UTF-8 form. Neither may move what follows.
        base = 1 if self.source.startswith("\ufeff") else 0
        text = re.sub(r"[\ud800-\udfff]", "\ufffd", self.source[base:])
        offsets = _Offsets(text)
        for event, span in pyromark.events_with_range(text, options=OPTIONS):
            yield event, base + offsets(span["start"]), base + offsets(span["end"])

    def run(self) -> None:
        for event, start, end in self._events():
            if isinstance(event, str):
                if event in ("SoftBreak", "HardBreak"):
                    self._builders[-1].space(start, end, wraps=True)
                continue
            ((name, value),) = event.items()
            if name == "Text":
                self._text(value, start, end)
            elif name == "Start":
                self._start(value, start, end)
            elif name == "End":
                self._end(value)
            elif name == "Code":
                self._verbatim_text(value, start, end)
            elif name == "InlineHtml":
                self._parse_html([(self.source[start:end], start)])
            elif name == "Html" and self._html_parts is not None:
                self._html_parts.append((self.source[start:end], start))
        self._flush()

    def _text(self, value: str, start: int, end: int) -> None:
        if self._front_matter:
            self._front_matter = (min(self._front_matter[0], start), end)
        elif self._verbatim:
            return
        elif self._autolink or (self._html and self._html.skipping):
            self._verbatim_text(value, start, end)
        else:
            self._builders[-1].add_as(value, start, end)

    def _verbatim_text(self, value: str, start: int, end: int) -> None:
        builder = self._builders[-1]
        builder.open("code")
        builder.add_as(value, start, end)
        builder.close("code")

    def _start(self, tag: Any, start: int, end: int) -> None:
        name, value = next(iter(tag.items())) if isinstance(tag, dict) else (tag, {})
        if name in _MARKS:
            self._builders[-1].open(_MARKS[name])
            self._autolink = name == "Link" and value["link_type"] in ("Autolink", "Email")
            if name == "Link":
                self._title(value, start, end)
        elif name == "Image":
            self._title(value, start, end)
            self._builders.append(SegmentBuilder(self.source, "alt"))
        elif name == "MetadataBlock":
            self._front_matter = (end, end)
        elif name == "CodeBlock":
            self._flush()
            self.code_blocks.append((start, end))
            self._verbatim += 1
        elif name == "HtmlBlock":
            self._flush()
            self._html_parts = []
        else:
            self._flush()
            self._start_block(name, value)
            self._kinds.append(_KINDS.get(name, "paragraph"))
            self._new_builder()

    def _start_block(self, name: str, value: Any) -> None:
        if name == "Heading":
            self._heading_level = int(str(value["level"])[-1])
            self._headings = [heading for heading in self._headings if heading[0] < self._heading_level]
        elif name == "BlockQuote":
            self._quotes.append(len(self.segments))
        elif name == "TableHead":
            self._columns, self._column, self._in_head = [], -1, True
        elif name == "TableRow":
            self._column = -1
        elif name == "TableCell":
            self._column += 1

    def _end(self, tag: Any) -> None:
        name = next(iter(tag)) if isinstance(tag, dict) else tag
        if name in _MARKS:
            self._builders[-1].close(_MARKS[name])
            self._autolink = False
        elif name == "Image":
            alt = self._builders.pop()
            self._keep(alt.build(self._path()))
        elif name == "MetadataBlock":
            self._read_front_matter()
        elif name == "CodeBlock":
            self._verbatim -= 1
        elif name == "HtmlBlock":
            parts, self._html_parts = self._html_parts, None
            self._parse_html(parts or [])
            self._flush()
        else:
            self._end_block(name)

    def _end_block(self, name: str) -> None:
        before = len(self.segments)
        self._flush()
        if self._html:
            # An element left open in a paragraph must not swallow the rest of the document.
            self._html.close_all()
        text = self.segments[-1].text if len(self.segments) > before else ""
        if name == "Heading" and text:
            self._headings.append((self._heading_level, text))
        elif name == "TableCell" and self._in_head:
            self._columns.append(text)
        elif name == "TableHead":
            self._in_head = False
        elif name == "Table":
            self._columns = []
        elif name == "BlockQuote":
            self._mark_quotation(self._quotes.pop())
        if len(self._kinds) > 1:
            self._kinds.pop()
        self._new_builder()

    def _mark_quotation(self, first: int) -> None:
        """A block quote with an attribution holds someone's words; one without is often no more than a note."""
        inside = self.segments[first:]
        if any(_ATTRIBUTION.search(segment.text) for segment in inside[-2:]):
            self.segments[first:] = [replace(segment, quoted=True) for segment in inside]

    def _path(self) -> tuple[str, ...]:
        path = tuple(text for _, text in self._headings)
        in_cell = not self._in_head and "cell" in self._kinds and 0 <= self._column < len(self._columns)
        return (*path, self._columns[self._column]) if in_cell else path

    def _new_builder(self) -> None:
        self._builders[-1] = SegmentBuilder(self.source, self._kinds[-1])

    def _keep(self, segment: Segment | None) -> None:
        if segment:
            self.segments.append(segment)

    def _flush(self) -> None:
        self._keep(self._builders[-1].build(self._path()))
        self._new_builder()

    def _title(self, link: Any, start: int, end: int) -> None:
        """The title of an inline link or image; that of a reference stands elsewhere and is not prose."""
        title = link["title"]
        at = self.source.rfind(title, start, end) if title and link["link_type"] == "Inline" else -1
        if at >= 0:
            self._attribute(at, at + len(title))

    def _attribute(self, start: int, end: int) -> None:
        builder = SegmentBuilder(self.source, "alt")
        builder.add(start, end)
        self._keep(builder.build(self._path()))

    def _parse_html(self, parts: list[tuple[str, int]]) -> None:
        if self._html is None:
            from inclusivelint.documents.html import BLOCKS, HtmlText

            self._html_blocks = BLOCKS
            self._html = HtmlText(
                on_text=self._html_text,
                on_attribute=self._attribute,
                on_comment=lambda text, start, end: self.comments.append(Comment(text.strip(), Span(start, end))),
                on_tag=self._html_tag,
            )
        self._html.read(parts)

    def _html_text(self, value: str, start: int, end: int) -> None:
        if self._html.skipping:
            self._verbatim_text(value, start, end)
        else:
            self._builders[-1].add_as(value, start, end)

    def _html_tag(self, tag: str, _: Any, opens: bool) -> None:
        if tag == "q":
            at = self._html.position
            self._builders[-1].add_as('"', at, at)
        if tag not in self._html_blocks:
            return
        if self._html_parts is None and self._kinds[-1] in ("heading", "cell"):
            builder = self._builders[-1]
            builder.space(0, 0)
        else:
            self._flush()

    def _read_front_matter(self) -> None:
        span, self._front_matter = self._front_matter, None
        if span and span[0] < span[1] and self.source[: span[0]].lstrip("\ufeff").startswith("---"):
            from inclusivelint.documents.front_matter import front_matter_segments

            self.segments.extend(front_matter_segments(self.source, *span))
