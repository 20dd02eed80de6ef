"""MDX: Markdown with imports, exports, components and expressions."""

from __future__ import annotations

import re

from inclusivelint.documents.lines import DIRECTIVE
from inclusivelint.documents.markdown import read_markdown
from inclusivelint.documents.normalise import BLANK
from inclusivelint.model import Comment, Document, Span

_PART = re.compile(
    r"(?P<fence>^[ \t]{0,3}(?P<ticks>`{3,}|~{3,}))|(?P<code>(?P<tick>`+)(?!`))"
    r"|(?P<module>(?:^|(?<=\ufeff))(?:import|export)\s(?=[^\r\n]))|(?P<brace>\{)",
    re.MULTILINE,
)
_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)|\Z")
_IN_EXPRESSION = re.compile(r"[{}]|/\*|//|[\"'`]")
_LONGEST = 20_000


def read_mdx(path: str, source: str) -> Document:
    """Read `source` as Markdown in which modules and expressions are made unmatchable; comments can be directives."""
    comments: list[Comment] = []
    parts: list[str] = []
    at = unclosed = 0
    while match := _PART.search(source, at):
        start, end = match.start(), match.end()
        parts.append(source[at:start])
        if match["fence"]:
            closing = re.compile(rf"^[ \t]{{0,3}}{match['ticks']}.*$", re.MULTILINE).search(source, end)
            at = closing.end() if closing else len(source)
            parts.append(source[start:at])
        elif match["code"]:
            closing = re.compile(rf"(?<!`){match['tick']}(?!`)").search(source, end, end + _LONGEST)
            at = closing.end() if closing else end
            parts.append(source[start:at])
        elif match["module"]:
            at = _end_of_module(source, end)
            parts.append(_masked(source[start:at], " "))
        else:
            at = _end_of_expression(source, end) if end > unclosed else end
            if at == end:
                unclosed = max(unclosed, end + _LONGEST)  # what is open all the way is looked through once
            parts.append(_masked(source[start:at], BLANK) if at > end else "{")
            text = source[end : at - 1].strip()
            if text.startswith("/*") and (text := text[2:].removesuffix("*/").strip()).startswith(DIRECTIVE):
                comments.append(Comment(text, Span(start, at)))
    parts.append(source[at:])
    document = read_markdown(path, "".join(parts))
    comments = sorted([*document.comments, *comments], key=lambda comment: comment.span.start)
    return Document(path, source, document.segments, comments)


def _masked(text: str, mask: str) -> str:
    return re.sub(r"[^\r\n]", mask, text)


def _end_of_module(source: str, at: int) -> int:
    blank = _BLANK_LINE.search(source, at)
    return blank.start() if blank else len(source)


def _end_of_expression(source: str, start: int) -> int:
    """Behind the brace that closes the one before `start`; `start` itself where none does."""
    depth, at, last = 1, start, min(len(source), start + _LONGEST)
    while match := _IN_EXPRESSION.search(source, at, last):
        at = match.end()
        token = match[0]
        if token in "{}":
            depth += 1 if token == "{" else -1
            if depth == 0:
                return at
        else:
            closing = {"/*": "*/", "//": "\n"}.get(token, token)
            found = source.find(closing, at, last)
            at = found + len(closing) if found >= 0 else at
    return start
