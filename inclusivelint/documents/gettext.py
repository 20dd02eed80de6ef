"""Gettext catalogues (.po, .pot): the messages, or what they are translated from."""

from __future__ import annotations

import re
from typing import NamedTuple

from inclusivelint.documents.extract import Extract
from inclusivelint.documents.lines import DIRECTIVE, lines_of
from inclusivelint.errors import DocumentError
from inclusivelint.model import Comment, Document, Reading, Segment, Span

_ENTRY = re.compile(r"[ \t]*(?:(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)(?:\[\d+\])?[ \t]*)?\"")
_STRING = re.compile(r"(?:[^\"\\]|\\.)*")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))")
_CHARS = {"n": "\n", "t": "\t", "r": "\r", "a": "", "b": "", "f": " ", "v": " "}
_LANGUAGE = re.compile(r'^"Language:[ \t]*([\w@.-]*)', re.MULTILINE)
PLACEHOLDER = re.compile(
    r"""
      %\(\w+\)[#0\- +]*[\d.]*[a-zA-Z] | %(?:\d+\$)?[#0\-+]*[\d.]*(?:hh|ll|[hlLqjzt])?[diouxXeEfFgGcrsaAp%](?!\w)
    | \{\{[^{}\n]*\}\} | [$\#]?\{[^{}\n]*\}
    """,
    re.VERBOSE,
)


class _Message(NamedTuple):
    keyword: str
    pieces: list[tuple[int, int]]


def read_gettext(path: str, source: str, reading: Reading) -> Document:
    """Read the messages. `reading.keys` says whether msgid or msgstr is meant.

    Without it: msgstr where the catalogue is English or doesn't say its language, msgid in a template, nothing else.
    """
    wanted = set(reading.keys) or _by_language(path, source)
    segments: list[Segment] = []
    comments: list[Comment] = []
    for message in _messages(source, comments):
        keyword = "msgid" if message.keyword == "msgid_plural" else message.keyword
        if keyword in wanted and not (keyword == "msgstr" and _is_header(source, message)):
            taken = Extract(source, "json")
            for start, end in message.pieces:
                _add(taken, source, start, end)
            taken.mask(PLACEHOLDER)
            read, directives = taken.prose("value")
            segments += read
            comments += directives
    return Document(path, source, segments, sorted(comments, key=lambda comment: comment.span.start))


def _by_language(path: str, source: str) -> set[str]:
    if path.lower().endswith(".pot"):
        return {"msgid"}
    match = _LANGUAGE.search(source)
    language = match[1].lower() if match else ""
    return {"msgstr"} if not language or re.match(r"en(?![a-z])", language) else set()


def _is_header(source: str, message: _Message) -> bool:
    """Whether this is the translation of nothing, which holds the catalogue's own data."""
    return any(source.startswith("Content-Type:", start) for start, _ in message.pieces)


def _add(taken: Extract, source: str, start: int, end: int) -> None:
    at = start
    for match in _ESCAPE.finditer(source, start, end):
        taken.add(at, match.start())
        code = int(match[1], 16) if match[1] else int(match[2], 8) if match[2] else None
        taken.add_as(_CHARS.get(match[3], match[3]) if code is None else chr(code), match.start(), match.end())
        at = match.end()
    taken.add(at, end)


def _messages(source: str, comments: list[Comment]) -> list[_Message]:
    messages: list[_Message] = []
    open_message = False
    for number, line in enumerate(lines_of(source), 1):
        text = line.text.lstrip()
        if text.startswith("#"):
            directive = text.lstrip("#.|, \t")
            if directive.startswith(DIRECTIVE) and not text.startswith("#~"):
                comments.append(Comment(directive.rstrip(), Span(line.start + line.indent, line.end)))
            open_message = False
        elif not text:
            open_message = False
        else:
            entry = _ENTRY.match(source, line.start, line.end)
            string = _STRING.match(source, entry.end(), line.end) if entry else None
            if not entry or not string or source[string.end() : string.end() + 1] != '"':
                raise DocumentError(f"not well-formed as a gettext catalogue (line {number})")
            if entry["keyword"]:
                messages.append(_Message(entry["keyword"], []))
                open_message = True
            elif not open_message:
                raise DocumentError(f"not well-formed as a gettext catalogue (line {number}: a text without a keyword)")
            messages[-1].pieces.append(string.span())
    return messages
