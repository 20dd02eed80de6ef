"""Documents: bytes → text → segments. One reader per format, found by the file's suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from inclusivelint.errors import DocumentError
from inclusivelint.model import Document

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
TEXT_SUFFIXES = frozenset({".txt", ".text"})
SUFFIXES = MARKDOWN_SUFFIXES | TEXT_SUFFIXES
"""What is read when a folder is walked. A file passed by name is read as plain text when nothing else fits."""


COMMIT_MESSAGES = frozenset({"COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG"})
"""The files in which git hands a message to its hooks."""

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def encoding_of(data: bytes) -> str:
    """The encoding of a file: UTF-16 where a byte order mark says so, else UTF-8."""
    return _MARKS.get(data[:2], "utf-8")


def decode(data: bytes) -> str:
    """The text of a file, its line ends and byte order mark kept; raises DocumentError when it is no text."""
    encoding = encoding_of(data)
    if encoding == "utf-8" and b"\0" in data[:8192]:
        raise DocumentError("not a text file")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise DocumentError(f"can't be decoded as {encoding.upper()} ({place}: {error.reason})") from None


def read(name: str, source: str) -> Document:
    """Read decoded text in the format that `name` tells."""
    return _reader(name)(name, source)


def _reader(name: str) -> Callable[[str, str], Document]:
    if PurePath(name).suffix.lower() in MARKDOWN_SUFFIXES:
        from inclusivelint.documents.markdown import read_markdown

        return read_markdown
    if PurePath(name).name in COMMIT_MESSAGES:
        from inclusivelint.documents.commit import read_commit_message

        return read_commit_message
    from inclusivelint.documents.plain import read_plain

    return read_plain
