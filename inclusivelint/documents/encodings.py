"""Bytes → text: which encoding a file has."""

from __future__ import annotations

import codecs
import os
import re

from inclusivelint.errors import DocumentError

FALLBACK = "cp1252"
"""What is no UTF-8 and declares nothing is most often Windows-1252."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?([\w.:-]+)|\bencoding\s*=\s*[\"']([\w.:-]+)|coding[:=]\s*([\w.-]+)"
    rb"|\\usepackage\[([\w-]+)\]\{inputenc\}",
    re.IGNORECASE,
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 8192
_LATEX = {"latin1": "cp1252", "latin9": "iso8859-15", "ansinew": "cp1252", "applemac": "mac-roman"}


def contents(path: str | os.PathLike[str], limit: int) -> bytes:
    """The bytes of a file; raises OSError, and DocumentError where there are more than `limit`."""
    with open(path, "rb") as stream:  # noqa: PTH123
        return within(stream.read(limit + 1), limit, os.fstat(stream.fileno()).st_size)


def within(data: bytes, limit: int, size: int = 0) -> bytes:
    """`data`; raises DocumentError where it is more than `limit` bytes (of `size`, where that is known)."""
    if len(data) > limit:
        found = f"{max(size, len(data)) / 1e6:.1f} MB is" if size > limit else "it is"
        raise DocumentError(f"too large: {found} more than max-size ({limit / 1e6:g} MB)")
    return data


def encoding_of(data: bytes) -> str:
    """The encoding of a file: by its byte order mark, UTF-8 where it is that, what it declares, else FALLBACK."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if _is(data, "utf-8"):
        return "utf-8"
    for match in _DECLARED.finditer(data[:_HEAD]):
        declared = next(group for group in match.groups() if group).decode("ascii", "replace").lower()
        declared = _LATEX.get(declared, declared)
        try:
            name = codecs.lookup(declared).name
        except LookupError:
            continue
        # iso-8859-1 is what people write and Windows-1252 what they mean, as HTML has it.
        name = FALLBACK if name in ("iso8859-1", "ascii") else name
        if name != "utf-8" and _is(data, name):
            return name
    return FALLBACK


def _is(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def decode(data: bytes) -> str:
    """The text of a file, its line ends and byte order mark kept; raises DocumentError when it is no text."""
    encoding = encoding_of(data)
    # A stray control character, as pasted from slides, is no reason to leave out a text that is UTF-8; NUL is.
    controls = b"\0" in data[:_HEAD] if encoding.startswith("utf-8") else _CONTROLS.search(data[:_HEAD])
    if controls and not encoding.startswith(("utf-16", "utf-32")):
        raise DocumentError("not a text file")
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        if encoding == FALLBACK:
            raise DocumentError("not a text file: neither UTF-8 nor another encoding that it names") from None
        place = f"byte {error.start}: {error.reason}" if isinstance(error, UnicodeDecodeError) else str(error)
        raise DocumentError(f"can't be decoded as {encoding.upper()} ({place})") from None


def note_of(data: bytes) -> str | None:
    """What people should know of how a text was decoded; None for UTF-8, and for what it says of itself."""
    if encoding_of(data) == FALLBACK and not _DECLARED.search(data[:_HEAD]):
        return "read as Windows-1252, since it is no UTF-8"
    return None
