"""E-mail (.eml): the subject and the text parts, at the places of their encoded forms."""

from __future__ import annotations

import binascii
import codecs
import email
import re
from dataclasses import replace
from email.header import decode_header
from email.message import Message
from typing import NamedTuple

from inclusivelint.documents.extract import Extract
from inclusivelint.documents.plain import read_plain
from inclusivelint.documents.quoting import ENCODED, WITHHELD
from inclusivelint.errors import DocumentError
from inclusivelint.model import Comment, Document, Segment

_HEAD = re.compile(r"(?:\ufeff)?(?:From [^\n]*\n)?(?:[!-9;-~]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*(?:\r?\n|$))+")
_SUBJECT = re.compile(r"^Subject:[ \t]*(?P<value>[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.MULTILINE | re.IGNORECASE)
_ENCODED_WORD = re.compile(r"=\?[\w-]+(?:\*[\w-]+)?\?[bqBQ]\?[^?\s]*\?=(?:\s+(?==\?))?")
_QUOTED_PRINTABLE = re.compile(r"[ \t]*=[ \t]*\r?\n|=(?P<byte>[0-9A-Fa-f]{2})")
_QUOTED_LINES = re.compile(r"^[ \t]*>[^\r\n]*", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]+")
_DEEPEST = 20
_MOST_PARTS = 1000


class _Part(NamedTuple):
    kind: str
    encoding: str
    charset: str
    start: int
    end: int


def read_mail(path: str, source: str) -> Document:
    """Read `source`; of alternatives the plain text is read, attachments and quoted lines are not."""
    segments: list[Segment] = []
    comments: list[Comment] = []
    head = _HEAD.match(source)
    if not head:
        raise DocumentError("not well-formed as an e-mail: it has no header")
    if subject := _SUBJECT.search(source, 0, head.end()):
        segments += filter(None, [_subject(source, *subject.span("value"))])
    for part in _parts(source, 1 if source.startswith("\ufeff") else 0, len(source), 0):
        taken = _decoded(source, part)
        if part.kind == "text/html":
            from inclusivelint.documents.webpage import read_html

            document = read_html(path, taken.text)
        else:
            taken.mask(_QUOTED_LINES, " ")
            document = read_plain(path, taken.text)
        read, directives = taken.placed(document)
        # What HTML says of its own writing doesn't hold where the HTML itself is encoded.
        segments += [replace(segment, quoting=taken.quoting) for segment in read]
        comments += directives
    return Document(path, source, segments, comments)


def _subject(source: str, start: int, end: int) -> Segment | None:
    taken = Extract(source, WITHHELD)
    at = start
    for match in _ENCODED_WORD.finditer(source, start, end):
        taken.add(at, match.start())
        at = match.end()
        ((value, charset),) = decode_header(match[0].strip())
        text = value.decode(_known(charset or "ascii"), "replace") if isinstance(value, bytes) else value
        taken.add_as(text, match.start(), at)
        taken.quoting = ENCODED
    taken.add(at, end)
    return taken.segment("title")


def _parts(source: str, start: int, end: int, depth: int) -> list[_Part]:
    """The text parts of the message or part at `source[start:end]`."""
    head = _HEAD.match(source, start, end)
    message: Message = email.message_from_string(source[start : head.end()] if head else "")
    body = head.end() if head else start
    body += 2 if source.startswith("\r\n", body) else source.startswith("\n", body)
    if message.get_content_disposition() == "attachment" or depth > _DEEPEST:
        return []
    kind = message.get_content_type()
    if kind == "message/rfc822":
        return _parts(source, body, end, depth + 1)
    if kind.startswith("multipart/") and (boundary := message.get_boundary()):
        spans = _divided(source, body, end, boundary)
        parts = [part for span in spans for part in _parts(source, *span, depth + 1)][:_MOST_PARTS]
        if kind == "multipart/alternative":
            plain = [part for part in parts if part.kind == "text/plain"]
            return plain or parts
        return parts
    if kind not in ("text/plain", "text/html"):
        return []
    encoding = str(message.get("Content-Transfer-Encoding", "")).strip().lower()
    return [_Part(kind, encoding, _known(message.get_content_charset("utf-8")), body, end)]


def _divided(source: str, start: int, end: int, boundary: str) -> list[tuple[int, int]]:
    pattern = re.compile(rf"^--{re.escape(boundary)}(?P<last>--)?[ \t]*(?:\r?\n|$)", re.MULTILINE)
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for match in pattern.finditer(source, start, end):
        if begin is not None:
            spans.append((begin, match.start()))
        begin = None if match["last"] else match.end()
    if begin is not None:
        spans.append((begin, end))  # the last delimiter is missing
    return spans


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return "utf-8"


def _decoded(source: str, part: _Part) -> Extract:
    if part.encoding == "quoted-printable":
        return _from_quoted_printable(source, part)
    if part.encoding == "base64":
        return _from_base64(source, part)
    taken = Extract(source, WITHHELD)
    taken.add(part.start, part.end)
    return taken


def _from_quoted_printable(source: str, part: _Part) -> Extract:
    taken = Extract(source, ENCODED)
    decoder = codecs.getincrementaldecoder(part.charset)("replace")
    at = begin = part.start
    pending = False
    for match in _QUOTED_PRINTABLE.finditer(source, part.start, part.end):
        if match.start() > at:
            pending = False
            decoder.reset()
        taken.add(at, match.start())
        at = match.end()
        if match["byte"]:
            begin = begin if pending else match.start()
            text = decoder.decode(bytes([int(match["byte"], 16)]))
            pending = not text
            taken.add_as(text, begin, at)
    taken.add(at, part.end)
    return taken


def _from_base64(source: str, part: _Part) -> Extract:
    """Each line stands for its text as a whole."""
    taken = Extract(source, ENCODED)
    decoder = codecs.getincrementaldecoder(part.charset)("replace")
    left = ""
    for line in _LINE.finditer(source, part.start, part.end):
        digits = left + line[0].strip()
        whole = len(digits) - len(digits) % 4
        left = digits[whole:]
        try:
            data = binascii.a2b_base64(digits[:whole])
        except binascii.Error:
            raise DocumentError("not well-formed as an e-mail: a part is no base64") from None
        taken.add_as(decoder.decode(data), line.start(), line.end())
    return taken
