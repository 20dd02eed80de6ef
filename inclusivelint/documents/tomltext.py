"""TOML: the texts in it, each with its path and its place; its comments."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from inclusivelint.documents.comments import comment_prose
from inclusivelint.documents.extract import Extract
from inclusivelint.documents.keys import Keys, is_prose
from inclusivelint.errors import DocumentError
from inclusivelint.model import Comment, Document, Reading, Segment

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\ufeff]+) | (?P<line>\r?\n) | (?P<comment>\#[^\r\n]*)
    | (?P<text>\"{3}|'{3}|\"|')
    | (?P<table>\[\[?(?=[^\[\]\r\n]*\]))  | (?P<open>[\[{]) | (?P<close>[\]}]) | (?P<mark>[.,=])
    | (?P<bare>[^\s\#\"'\[\]{}.,=]+)
    """,
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([ \t]*\r?\n\s*)|(.))")
_CHARS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": " ", "e": ""}
_ENDS = {quotes: re.compile(rf"{quotes}+" if len(quotes) == 3 else quotes) for quotes in ('"""', "'''", '"', "'")}
_IN_BASIC = {'"': re.compile(r"[\"\\]"), '"""': re.compile(r"\"{3,}|\\")}


class _Text(NamedTuple):
    quotes: str
    start: int
    end: int
    after: int


def read_toml(path: str, source: str, reading: Reading) -> Document:
    """Read the values that `reading.keys` name, or those that hold prose, and the comments; raises DocumentError."""
    _validate(source.removeprefix("\ufeff"))
    keys = Keys(reading.keys)
    segments: list[Segment] = []
    comments: list[Comment] = []
    marks: list[tuple[int, int]] = []
    for where, text in _texts(source, marks):
        if keys.chooses(where) if keys else is_prose(source[text.start : text.end]):
            read, directives = _extract(source, text).prose("value")
            segments += read
            comments += directives
    read, directives = comment_prose(source, marks, "comments" in reading.parts and not keys)
    segments = sorted([*segments, *read], key=lambda segment: segment.pieces[0].source_start)
    return Document(path, source, segments, sorted([*comments, *directives], key=lambda comment: comment.span.start))


def _validate(source: str) -> None:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        tomllib.loads(source)
    except RecursionError:
        raise DocumentError("not well-formed TOML: nested too deeply") from None
    except ValueError as error:
        raise DocumentError(f"not well-formed TOML: {error}") from None


def _texts(source: str, comments: list[tuple[int, int]]) -> Iterator[tuple[tuple[str, ...], _Text]]:
    """Every string that is a value, in a text that is known to be well-formed."""
    table: list[str] = []
    key: list[str] = []
    # The keys that lead to each open array or inline table, and which of the two it is.
    outer: list[tuple[list[str], str]] = []
    in_value = in_table = False
    at = 0
    while match := _TOKEN.match(source, at):
        kind, at = match.lastgroup, match.end()
        if kind == "comment":
            comments.append(match.span())
        elif kind == "line":
            if in_table or (in_value and not outer):
                key, in_value, in_table = [], False, False
        elif kind == "table" and not in_value and not key:
            table, in_table = [], True
        elif kind in ("open", "table"):
            if kind == "table":
                at = match.start() + 1
            outer.append((key, source[at - 1]))
            key, in_value = (list(key), True) if source[at - 1] == "[" else ([], False)
        elif kind == "close":
            if not in_table and outer:
                key, _ = outer.pop()
                in_value = True
        elif kind == "mark":
            if match[0] == "=":
                in_value = True
            elif match[0] == "," and outer and outer[-1][1] == "{":
                key, in_value = [], False
        elif kind == "text":
            text = _text(source, match[0], at)
            at = text.after
            if in_value:
                yield (*table, *(step for keys, _ in outer for step in keys), *key), text
            else:
                (table if in_table else key).append(source[text.start : text.end])
        elif kind == "bare" and not in_value:
            (table if in_table else key).append(match[0])


def _text(source: str, quotes: str, start: int) -> _Text:
    at = start
    pattern = _IN_BASIC.get(quotes, _ENDS[quotes])
    while match := pattern.search(source, at):
        if match[0] != "\\":
            # Up to two quotation marks can stand before the three that end a text.
            return _Text(quotes, start, match.end() - len(quotes), match.end())
        at = match.end() + 1
    return _Text(quotes, start, len(source), len(source))


def _extract(source: str, text: _Text) -> Extract:
    if text.quotes[0] == "'":
        taken = Extract(source, "literal")
        taken.add(text.start, text.end)
        return taken
    taken = Extract(source, "json")
    at = text.start
    for match in _ESCAPE.finditer(source, text.start, text.end):
        code, wrap, char = match[1] or match[2], match[3], match[4]
        taken.add(at, match.start())
        value = chr(min(int(code, 16), 0x10FFFF)) if code else "" if wrap else _CHARS.get(char, char)
        taken.add_as(value, match.start(), match.end())
        at = match.end()
    taken.add(at, text.end)
    return taken
