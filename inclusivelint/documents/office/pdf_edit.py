"""PDF: findings as highlights with pop-up notes, added behind the original bytes. Text in a PDF can't be changed."""

from __future__ import annotations

import io
import logging
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from pypdf import PdfWriter
from pypdf.annotations import Highlight, Popup
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from inclusivelint.documents.office.extract import AUTHOR, now
from inclusivelint.documents.office.pdf import Pdf
from inclusivelint.documents.office.pdf_layout import Box
from inclusivelint.documents.office.pdf_pages import turned_back
from inclusivelint.errors import DocumentError
from inclusivelint.model import Edit, Note

_COLOR = "ffd54a"
_OPACITY = 0.45
_NOTE_WIDTH, _NOTE_HEIGHT = 220, 110


class PdfEditor(Pdf):
    """A PDF that can be annotated, once."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._data = data

    def can_replace(self, edit: Edit) -> bool:
        """Never: letters of a PDF stand at fixed places."""
        return False

    def replaced(self, edits: Iterable[Edit]) -> bytes:
        """Not for PDF."""
        raise DocumentError("a PDF can't be fixed; change the document that it was made from")

    def annotated(self, notes: Iterable[Note]) -> bytes:
        """The document with a highlight for each note that it doesn't have yet."""
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        out = io.BytesIO()
        try:
            writer = PdfWriter(io.BytesIO(self._data), incremental=True)
            for note in notes:
                for page, boxes in self._boxes(note.start, note.end).items():
                    _highlight(writer, page, boxes, "\n".join((*note.lines, " ".join(filter(None, note.link)))))
            writer.write(out)
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError) as error:
            raise DocumentError(f"can't be annotated ({type(error).__name__}: {error})") from None
        return out.getvalue()

    def _boxes(self, start: int, end: int) -> dict[int, list[Box]]:
        """For each page, in its own coordinates, a box around the part of `source[start:end]` on each of its lines."""
        boxes: dict[int, list[Box]] = {}
        first = bisect_right(self.lines, start, key=lambda line: line.start) - 1
        for line in self.lines[max(first, 0) :]:
            if line.start >= end:
                break
            on_line = [box for box in line.boxes[max(start - line.start, 0) : max(end - line.start, 0)] if box]
            if on_line:
                lefts, bottoms, rights, tops = zip(*on_line, strict=True)
                page = self.pages[line.page]
                around = (min(lefts), min(bottoms), max(rights), max(tops))
                boxes.setdefault(line.page, []).append(turned_back(around, page.turn, page.area))
        return boxes


def _highlight(writer: PdfWriter, number: int, boxes: list[Box], text: str) -> None:
    page = writer.pages[number]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    rect = (min(lefts), min(bottoms), max(rights), max(tops))
    if _has(page, rect, text):
        return
    corners = [at for left, low, right, top in boxes for at in (left, top, right, top, left, low, right, low)]
    highlight = Highlight(
        rect=rect,
        quad_points=ArrayObject(map(FloatObject, corners)),
        highlight_color=_COLOR,
        printing=True,
        title_bar=AUTHOR,
    )
    highlight[NameObject("/Contents")] = TextStringObject(text)
    highlight[NameObject("/CA")] = FloatObject(_OPACITY)
    highlight[NameObject("/M")] = TextStringObject("D:" + now().translate(str.maketrans("", "", "-:T")))
    added = writer.add_annotation(number, highlight)
    width = float(page.mediabox.right)
    left = min(rect[2] + 12, max(width - _NOTE_WIDTH, 0))
    popup = Popup(rect=(left, rect[3] - _NOTE_HEIGHT, left + _NOTE_WIDTH, rect[3]), parent=added)
    added[NameObject("/Popup")] = writer.add_annotation(number, popup).indirect_reference


def _has(page: Any, rect: Box, text: str) -> bool:
    """Whether an earlier run left this highlight."""
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/T") == AUTHOR and note.get("/Contents") == text:
            old = [float(each) for each in note["/Rect"]]
            if all(abs(a - b) < 1 for a, b in zip(old, rect, strict=True)):
                return True
    return False
