"""JSON, with comments or without: the texts in it, each with its path and its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from inclusivelint.documents.extract import Extract
from inclusivelint.documents.keys import Keys, is_prose
from inclusivelint.documents.lines import DIRECTIVE
from inclusivelint.errors import DocumentError
from inclusivelint.model import Comment, Document, Reading, Segment, Span

_TOKEN = re.compile(
    r"(?P<space>[\s\ufeff]+)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<mark>[,:])|(?P<quote>\")"
    r"|(?P<literal>[\w+.-]+)|(?P<line>//[^\r\n]*)|(?P<block>/\*)"
)
_IN_STRING = re.compile(r"[\"\\\r\n]")
_ESCAPE = re.compile(
    r"\\(?:u(?P<code>[0-9a-fA-F]{4})(?:\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2}))?|(?P<char>.))", re.DOTALL
)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "b": " ", "f": " "}
_COMMENT_KEYS = frozenset({"//", "_comment", "$comment", "comment"})


class Text(NamedTuple):
    """A string of a JSON text: the keys (and positions) that lead to it, and where it stands between its quotes."""

    path: tuple[str, ...]
    start: int
    end: int


def read_json(path: str, source: str, reading: Reading) -> Document:
    """Read the values that `reading.keys` name, or those that hold prose; raises DocumentError where it is no JSON."""
    keys = Keys(reading.keys)
    segments: list[Segment] = []
    comments: list[Comment] = []
    for text in scan(source, comments):
        if source.startswith(DIRECTIVE, text.start) and text.path[-1] in _COMMENT_KEYS:
            comments.append(Comment(source[text.start : text.end], Span(text.start, text.end)))
        elif keys.chooses(text.path) if keys else is_prose(source[text.start : text.end]):
            read, directives = extract(source, text).prose("value")
            segments += read
            comments += directives
    comments.sort(key=lambda comment: comment.span.start)
    return Document(path, source, segments, comments)


def extract(source: str, *texts: Text) -> Extract:
    """What the strings say, one after the other, escapes resolved."""
    taken = Extract(source, "json")
    for text in texts:
        at = text.start
        if "\\" in source[text.start : text.end]:
            for match in _ESCAPE.finditer(source, text.start, text.end):
                taken.add(at, match.start())
                taken.add_as(_unescaped(match), match.start(), match.end())
                at = match.end()
        taken.add(at, text.end)
    return taken


def _unescaped(match: re.Match[str]) -> str:
    if not match["code"]:
        return _CONTROLS.get(match["char"], match["char"])
    code = int(match["code"], 16)
    if match["low"] and 0xD800 <= code < 0xDC00:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(match["low"], 16) - 0xDC00)
    return chr(code) + (chr(int(match["low"], 16)) if match["low"] else "")


def scan(source: str, comments: list[Comment] | None = None) -> Iterator[Text]:
    """Every string that is a value. Goes without recursion, so that no depth is too much for it."""
    path: list[str] = []
    closers: list[str] = []
    at = 0
    key: tuple[int, int] | None = None
    expects_key = False
    while at < len(source):
        match = _TOKEN.match(source, at)
        if not match:
            raise _malformed(source, at)
        kind, at = match.lastgroup, match.end()
        if kind == "quote":
            end = _end_of_string(source, at)
            if expects_key:
                key = (at, end)
            else:
                yield Text(tuple(path), at, end)
            at = end + 1
        elif kind == "open":
            is_object = match[0] == "{"
            closers.append("}" if is_object else "]")
            path.append("" if is_object else "0")
            expects_key = is_object
        elif kind == "close":
            if not closers or closers.pop() != match[0]:
                raise _malformed(source, match.start())
            path.pop()
            expects_key = False
        elif match[0] == ":":
            if key is None or not closers:
                raise _malformed(source, match.start())
            path[-1], key, expects_key = extract(source, Text((), *key)).text, None, False
        elif match[0] == ",":
            if not closers:
                raise _malformed(source, match.start())
            expects_key = closers[-1] == "}"
            if not expects_key:
                path[-1] = str(int(path[-1]) + 1)
        elif kind in ("line", "block"):
            at = _comment(source, match, comments)
    if closers:
        raise DocumentError(f'not well-formed JSON: a "{closers[-1]}" is missing at the end')


def _comment(source: str, match: re.Match[str], comments: list[Comment] | None) -> int:
    end = match.end()
    if match.lastgroup == "block":
        end = source.find("*/", end) + 2
        if end < 2:
            raise _malformed(source, match.start())
    text = source[match.start() + 2 : end].removesuffix("*/").strip()
    if comments is not None and text.startswith(DIRECTIVE):
        comments.append(Comment(text, Span(match.start(), end)))
    return end


def _end_of_string(source: str, start: int) -> int:
    at = start
    while match := _IN_STRING.search(source, at):
        if match[0] == '"':
            return match.start()
        if match[0] != "\\":
            break
        at = match.end() + 1
    raise _malformed(source, start - 1)


def _malformed(source: str, at: int) -> DocumentError:
    return DocumentError(f"not well-formed JSON (line {source.count(chr(10), 0, at) + 1})")
