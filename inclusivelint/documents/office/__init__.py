"""Documents that are no text: Word, OpenDocument and PDF. Their parsers are extras, loaded for their files alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import NamedTuple, Protocol

from inclusivelint.errors import DocumentError
from inclusivelint.model import Document, Edit, Note


class Editor(Protocol):
    """A document in memory that can be changed once: what is written back is all that it was, but for the change."""

    def __init__(self, data: bytes) -> None: ...

    def document(self, path: str) -> Document:
        """What the linter reads; the offsets of edits and notes are those of its source."""

    def can_replace(self, edit: Edit) -> bool:
        """Whether an edit can be made so that nothing else changes."""

    def replaced(self, edits: Iterable[Edit]) -> bytes:
        """The document with these edits."""

    def annotated(self, notes: Iterable[Note]) -> bytes:
        """The document with a comment for each note."""


class Format(NamedTuple):
    """A format: its name for people, the module of its reader, the libraries it needs, the extra that brings them."""

    name: str
    module: str
    needs: tuple[str, ...]
    extra: str
    can_be_fixed: bool = True

    @property
    def is_installed(self) -> bool:
        """Whether its libraries are there; none is imported."""
        return all(find_spec(library) for library in self.needs)

    def require(self) -> None:
        """Raise DocumentError, with what to install, where a library is missing."""
        if not self.is_installed:
            raise DocumentError(f"needs an extra: {install_hint([self])}")

    def read(self, path: str, data: bytes) -> Document:
        """The document in `data`; raises DocumentError."""
        self.require()
        reader: Callable[[str, bytes], Document] = getattr(
            import_module(f"{__name__}.{self.module}"), f"read_{self.module}"
        )
        return reader(path, data)

    def open(self, data: bytes) -> Editor:
        """The document in `data`, to be changed; raises DocumentError."""
        self.require()
        editor: type[Editor] = getattr(
            import_module(f"{__name__}.{self.module}_edit"), f"{self.module.capitalize()}Editor"
        )
        return editor(data)


WORD = Format("Word", "docx", ("lxml",), "docx")
OPEN_DOCUMENT = Format("OpenDocument", "odt", ("lxml",), "docx")
PDF = Format("PDF", "pdf", ("pypdfium2", "pypdf"), "pdf", can_be_fixed=False)
FORMATS = {".docx": WORD, ".docm": WORD, ".odt": OPEN_DOCUMENT, ".pdf": PDF}
"""The formats by suffix."""

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MIMETYPE_AT = 30
_FIRST = 1024


def format_of(name: str, data: bytes) -> Format | None:
    """The format of a file by its name, then by its content; None for text. Raises DocumentError for old Word files."""
    named = FORMATS.get(PurePath(name).suffix.lower())
    if data.startswith(_OLD_WORD):
        cause = "encrypted, or in the old Word format" if named else "an old Office format"
        raise DocumentError(f"{cause}; save it as .docx without a password")
    head = data[:_FIRST]
    if head.lstrip().startswith(b"%PDF-") or (named and b"%PDF-" in head):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        if head.startswith(b"mimetypeapplication/vnd.oasis.opendocument.text", _MIMETYPE_AT):
            return OPEN_DOCUMENT
        if named or b"word/document.xml" in data:
            return WORD
    return named


def missing(path: PurePath) -> Format | None:
    """The format of a file by its name, where what it needs is not installed."""
    form = FORMATS.get(path.suffix.lower())
    return form if form and not form.is_installed else None


def left_out(paths: Iterable[PurePath]) -> str:
    """What is said of files in folders that were left out because something is missing."""
    formats = [form for path in paths if (form := missing(path))]
    counts = ", ".join(f"{count} {form.name}" for form, count in Counter(formats).items())
    files = "file" if len(formats) == 1 else "files"
    return f"left out: {counts} {files}; to check them: {install_hint(formats)}"


def install_hint(formats: list[Format]) -> str:
    """The command that brings what these formats need."""
    extras = ",".join(sorted({each.extra for each in formats}))
    return f"pip install 'inclusivelint[{extras}]'"
