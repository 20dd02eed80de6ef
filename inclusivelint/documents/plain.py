"""Plain text: paragraphs and list items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Comment, Document, Segment, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_BULLET = re.compile(r"[ \t]*(?:[-*+•‣◦·–]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t]+")
_COMMENT = re.compile(
    r"\ufeff?[ \t]*(?:#+|//|%+|;+|\.\.|--|<!--|/\*)[ \t]*(?P<text>inclusivelint-[^\r\n]*?)[ \t]*(?:-->|\*/)?[ \t]*$"
)


def read_plain(path: str, source: str) -> Document:
    """Read `source` as paragraphs divided by blank lines; a bullet or a number begins a segment of its own."""
    comments: list[Comment] = []
    return Document(path, source, list(_segments(source, comments)), comments)


def _segments(source: str, comments: list[Comment]) -> Iterator[Segment]:
    builder = SegmentBuilder(source)
    for line in _LINE.finditer(source):
        content_end = line.start() + len(line[0].rstrip("\r\n"))
        text = source[line.start() : content_end]
        comment = _COMMENT.match(text) if "inclusivelint-" in text else None
        if comment:
            comments.append(Comment(comment["text"], Span(line.start(), content_end)))
        bullet = _BULLET.match(text)
        if comment or bullet or not text.strip("\ufeff \t\f"):
            if segment := builder.build():
                yield segment
            builder = SegmentBuilder(source, "list-item" if bullet else "paragraph")
        if not comment:
            builder.add(line.start() + (bullet.end() if bullet else 0), line.end())
    if segment := builder.build():
        yield segment
