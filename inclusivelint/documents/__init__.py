"""Documents: bytes → text → segments. One reader per format; `formats` says which."""

from __future__ import annotations

from importlib import import_module

from inclusivelint.documents.encodings import contents, decode, encoding_of, note_of, within
from inclusivelint.documents.formats import CODE, PROSE, format_of, names_of
from inclusivelint.documents.reprints import marked
from inclusivelint.model import Document, Reading

__all__ = ["CODE_FILES", "SUFFIXES", "contents", "decode", "encoding_of", "format_of", "note_of", "read", "within"]

SUFFIXES = names_of(PROSE)
"""What is read when a folder is walked."""

CODE_FILES = names_of(CODE)
"""What is read, too, when source code is asked for: suffixes, and names of files without one."""

_ANYTHING = Reading()


def read(name: str, source: str, reading: Reading = _ANYTHING) -> Document:
    """Read decoded text in the format that `name`, or else its content, tells; raises DocumentError."""
    form = format_of(name, source)
    module, _, function = form.reader.partition(":")
    # A reader is imported for the first document of its format.
    reader = getattr(import_module(f"inclusivelint.documents.{module}"), function)
    asked = (reading, form.language) if form.language else (reading,) if form.asked else ()
    document: Document = reader(name, source, *asked)
    return document._replace(segments=[*marked(document.segments)])
