"""Source code: comments, docstrings, texts for people, and on request the words in names. Pygments finds the tokens."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from inclusivelint.documents.comments import comment_prose, prose_of
from inclusivelint.documents.extract import Extract
from inclusivelint.documents.gettext import PLACEHOLDER
from inclusivelint.documents.keys import is_prose
from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.documents.quoting import WITHHELD
from inclusivelint.errors import DocumentError
from inclusivelint.model import Document, Reading, Segment

_PREFIX = re.compile(r"[ \t]*(?P<prefix>[a-zA-Z@$#]{0,3}?)(?P<quotes>\"{3}|'{3}|#+\"|[\"'`])")
_CLOSING = re.compile(r"(?:\"{3}|'{3}|[\"'`])#*$")
_OPENING = re.compile(r"\s*(?://|/\*|--|<!--|[#%;])")
_ESCAPE = re.compile(r"\\(?:u\{?([0-9a-fA-F]{4,6})\}?|x([0-9a-fA-F]{2})|(\r?\n[ \t]*)|(.))")
_CHARS = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": " ", "v": " ", "a": "", "e": "", "0": ""}
_PATTERN = re.compile(r"\(\?[:=!<P]|\\[wWsSdDbB]|\[\^|\)\?|\.\*")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_SECONDS = 20
"""The most that lexing may take, of the processor's time, and again for each million characters."""

_MAGIC = re.compile(r"#!|.*-\*-.*-\*-|.*\bvim?:\s")


class _Found(NamedTuple):
    """The places of tokens by what they are. A docstring is a comment that stands in quotation marks."""

    comments: list[tuple[int, int]]
    docs: list[tuple[int, int]]
    strings: list[tuple[int, int]]
    names: list[tuple[int, int]]


def read_code(path: str, source: str, reading: Reading, language: str) -> Document:
    """Read `source`, whose language has this alias in Pygments; raises DocumentError where Pygments is missing."""
    found = _find(source, language, names="identifiers" in reading.parts)
    wants_comments = "comments" in reading.parts
    segments, directives = comment_prose(source, found.comments, wants_comments)
    if wants_comments:
        for start, end in found.docs:
            segments += _doc(source, start, end)
    if "strings" in reading.parts or "all-strings" in reading.parts:
        for start, end in found.strings:
            segments += _string(source, start, end, every="all-strings" in reading.parts)
    segments += _names(source, found.names)
    segments.sort(key=lambda segment: segment.pieces[0].source_start)
    return Document(path, source, segments, sorted(directives, key=lambda comment: comment.span.start))


def _find(source: str, language: str, *, names: bool) -> _Found:
    from pygments.token import Comment as CommentToken
    from pygments.token import Name, String

    found = _Found([], [], [], [])
    last = ""
    for start, kind, text in _tokens(source, language):
        end = start + len(text)
        what = ""
        if kind in CommentToken and kind not in CommentToken.Preproc and kind not in CommentToken.PreprocFile:
            if kind is not CommentToken.Hashbang and not _MAGIC.match(text):
                what = "comment"
        elif kind in String.Doc:
            what = "doc" if text.lstrip()[:1] in "\"'rRuU" else "comment"
        elif kind in String and kind not in String.Regex and kind not in String.Symbol:
            what = "string" if kind not in String.Interpol else ""
        elif names and kind in Name:
            found.names.append((start, end))
        spans = {"comment": found.comments, "doc": found.docs, "string": found.strings}.get(what)
        if spans is not None:
            # Lexers hand on a text, and some a comment, in several pieces.
            goes_on = what == last and spans and spans[-1][1] == start
            if goes_on and not (what == "comment" and _begins_anew(source, start)):
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        last = what
    # Some lexers count the line break before or behind a comment as part of it.
    return found._replace(comments=[_stripped(source, *span) for span in found.comments])


def _stripped(source: str, start: int, end: int) -> tuple[int, int]:
    text = source[start:end]
    return start + len(text) - len(text.lstrip()), end - (len(text) - len(text.rstrip()))


def _begins_anew(source: str, start: int) -> bool:
    """Whether a comment begins where the last one ended; one inside another doesn't."""
    ends_line = source[start - 1] in "\r\n" or source[start] in "\r\n"
    return source.startswith("*/", start - 2) or (ends_line and bool(_OPENING.match(source, start)))


def _tokens(source: str, language: str) -> Iterator[tuple[int, object, str]]:
    try:
        from pygments.lexers import get_lexer_by_name
    except ImportError:
        raise DocumentError(
            'source code is read with Pygments; to install it: pip install "inclusivelint[code]"'
        ) from None
    # Offsets must stay: no white space is stripped and no line end is changed.
    lexer = get_lexer_by_name(language, stripnl=False, stripall=False, ensurenl=False)
    base = 1 if source.startswith("\ufeff") else 0
    # The lexers know "\n" alone; a carriage return before one is as good as a space.
    text = source[base:].replace("\r\n", " \n").replace("\r", "\n")
    # Some texts that are no code make lexers start over at each character.
    latest = time.thread_time() + _SECONDS * (1 + len(text) / 1e6)
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        yield base + start, kind, value
        if time.thread_time() > latest:
            raise DocumentError(f"takes too long to read as {language} code")


def _doc(source: str, start: int, end: int) -> list[Segment]:
    opening = re.compile(r"[ \t]*[a-zA-Z]{0,2}(?=\"|')").match(source, start, end)
    segments, _ = comment_prose(source, [(opening.end() if opening else start, end)])
    return segments


def _string(source: str, start: int, end: int, *, every: bool) -> list[Segment]:
    """The text of a literal, or of a stretch of one between what is put into it."""
    opening = _PREFIX.match(source, start, end)
    if opening:
        quotes = opening["quotes"][::-1]
        start = opening.end()
        end -= len(quotes) if source.endswith(quotes, start, end) else 0
    elif closing := _CLOSING.search(source, max(start, end - 8), end):
        end = closing.start()
    written = source[start:end]
    if not (every or is_prose(written)) or _PATTERN.search(written):
        return []
    taken = Extract(source, WITHHELD)
    at = start
    for match in _ESCAPE.finditer(source, start, end):
        taken.add(at, match.start())
        code = match[1] or match[2]
        value = chr(min(int(code, 16), 0x10FFFF)) if code else "" if match[3] else _CHARS.get(match[4], match[4])
        taken.add_as(value, match.start(), match.end())
        at = match.end()
    taken.add(at, end)
    taken.mask(PLACEHOLDER)
    return prose_of(taken, "string")


def _names(source: str, spans: list[tuple[int, int]]) -> list[Segment]:
    """Each name once, where it first stands, as the words that it is made of."""
    segments = []
    seen: set[str] = set()
    for start, end in spans:
        name = source[start:end]
        if name in seen:
            continue
        seen.add(name)
        builder = SegmentBuilder(source, "name")
        last = None
        for word in _WORD.finditer(source, start, end):
            if last is not None:
                builder.space(last, word.start())
            builder.add(*word.span())
            last = word.end()
        if segment := builder.build():
            segments.append(replace(segment, quoting=WITHHELD))
    return segments
