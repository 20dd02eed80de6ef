"""PDFium at work, in a process that `pdf_pages` starts: a PDF on standard input, its lines on standard output.

The first line of the output is JSON, the rest the boxes of the characters as floats.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import sys
import time
from array import array
from collections import Counter
from collections.abc import Iterator
from math import pi
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from inclusivelint.documents.office.extract import DIRECTIVE
from inclusivelint.documents.office.pdf_layout import Box, Char, lines_of
from inclusivelint.errors import DocumentError

MOST_PAGES = 10_000
MOST_CHARS = 5_000_000
MOST_CHARS_OF_A_PAGE = 500_000
MOST_MEMORY = 2 << 30
MOST_NOTES_OF_A_PAGE = 1_000

_SAMPLED = 500
_ITALIC = 1 << 6
_FORCED_BOLD = 1 << 18
_BOLD = 600
_NO_BOX = (float("nan"),) * 4


def main() -> None:
    """Read, and tell what came of it; the arguments are the seconds of a processor's time for a page and for all."""
    seconds_of_a_page, seconds = map(int, sys.argv[1:3])
    _limit_memory()
    boxes = array("f")
    pages = []
    try:
        _limit_time(seconds_of_a_page, seconds)
        for page in _pages(sys.stdin.buffer.read(), boxes):
            pages.append(page)
            _limit_time(seconds_of_a_page, seconds)
        outcome: dict[str, Any] = {"pages": pages}
    except DocumentError as error:
        outcome = {"error": str(error)}
        boxes = array("f")
    sys.stdout.buffer.write(json.dumps(outcome).encode() + b"\n")
    sys.stdout.buffer.write(boxes.tobytes())


def _limit_memory() -> None:
    """Let this process have no more memory than a large document needs; Windows has no such limit."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _limit_time(seconds: int, altogether: int) -> None:
    """Let this process go on for some seconds, and for no more than so many altogether."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        used = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (min(used + seconds, altogether), altogether))


def _pages(data: bytes, boxes: array[float]) -> Iterator[dict[str, Any]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = error.err_code == pdfium.FPDF_ERR_PASSWORD
        cause = "encrypted; save it without a password" if encrypted else "not a PDF, or a damaged one"
        raise DocumentError(cause) from None
    if len(document) > MOST_PAGES:
        raise DocumentError(f"has more than {MOST_PAGES:,} pages; it was not read")
    for number in range(len(document)):
        try:
            yield _page(document[number], boxes)
        except pypdfium2.PdfiumError as error:
            raise DocumentError(f"page {number + 1} is damaged ({error})") from None
        if len(boxes) > 4 * MOST_CHARS:
            raise DocumentError(f"holds more than {MOST_CHARS:,} characters; it was not read")


def _page(page: Any, boxes: array[float]) -> dict[str, Any]:
    text, area = page.get_textpage(), page.get_bbox()
    turn = _turn(text)
    lines = []
    for line in lines_of(_chars(text, turn, area)):
        looks = "".join(str(char.bold + 2 * char.italic) for char in line.chars)
        lines.append([line.number, line.region, line.limit, line.text, looks])
        for char in line.chars:
            boxes.extend(char.box or _NO_BOX)
    directives = sorted(_directives(page, turn, area), key=lambda directive: -directive[1])
    height = area[2] - area[0] if turn % 2 else area[3] - area[1]
    read = {"turn": turn, "area": area, "height": height, "lines": lines, "directives": directives}
    text.close()
    page.close()
    return read


def _turn(text: Any) -> int:
    """By how many quarters a page must be turned clockwise so that most of its text runs from left to right."""
    count = pdfium.FPDFText_CountChars(text)
    turns = Counter(
        round(pdfium.FPDFText_GetCharAngle(text, index) / (pi / 2)) % 4
        for index in range(0, count, count // _SAMPLED + 1)
        if pdfium.FPDFText_IsGenerated(text, index) == 0
    )
    # PDFium counts angles clockwise.
    return -turns.most_common(1)[0][0] % 4 if turns else 0


def _chars(text: Any, turn: int, area: Box) -> Iterator[Char]:
    count = pdfium.FPDFText_CountChars(text)
    if count > MOST_CHARS_OF_A_PAGE:
        raise DocumentError(f"a page holds more than {MOST_CHARS_OF_A_PAGE:,} characters; it was not read")
    rect = pdfium.FS_RECTF()
    looks: dict[int, tuple[bool, bool]] = {}
    look: tuple[bool, bool] | None = None
    high = 0
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code, high = (0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00, 0) if high else (0xFFFD, 0)
        if code in (10, 13, 32):
            look = None
            yield Char(" " if code == 32 else "\n", None)
        elif pdfium.FPDFText_GetLooseCharBox(text, index, rect):
            # Looks change between words: to ask for each character would double the time.
            look = look or _look(pdfium.FPDFText_GetTextObject(text, index), looks)
            box = turned((rect.left, rect.bottom, rect.right, rect.top), turn, area)
            yield Char(chr(code), box, *look)


def _look(shown: Any, known: dict[int, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Whether a text object is bold, and whether it is italic."""
    address = ctypes.cast(shown, ctypes.c_void_p).value or 0
    if address not in known:
        font = pdfium.FPDFTextObj_GetFont(shown) if address else None
        flags = pdfium.FPDFFont_GetFlags(font) if font else 0
        name = _string(lambda buffer, size: pdfium.FPDFFont_GetBaseFontName(font, buffer, size)).lower() if font else ""
        bold = bool(font) and (pdfium.FPDFFont_GetWeight(font) >= _BOLD or bool(flags & _FORCED_BOLD) or "bold" in name)
        italic = bool(flags & _ITALIC) or "italic" in name or "oblique" in name
        known[address] = bold, italic
    return known[address]


def _string(read: Any) -> str:
    size = read(None, 0)
    if not 0 < size < 1 << 10:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(buffer, size)
    return buffer.value.decode("utf-8", "replace")


def _directives(page: Any, turn: int, area: Box) -> Iterator[tuple[str, float]]:
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_NOTES_OF_A_PAGE)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        size = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
        rect = pdfium.FS_RECTF()
        if 2 < size < 1 << 16 and pdfium.FPDFAnnot_GetRect(note, rect):
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAnnot_GetStringValue(
                note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
            )
            text = " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
            if text.startswith(DIRECTIVE):
                box = turned((rect.left, rect.bottom, rect.right, rect.top), turn, area)
                yield text, box[3]
        pdfium.FPDFPage_CloseAnnot(note)


def turned(box: Box, turn: int, area: Box) -> Box:
    """A box of a page's own coordinates as it is read, from the lower left corner of what is shown."""
    (left, bottom, right, top), (x, y, end_x, end_y) = box, area
    if turn == 1:
        return bottom - y, end_x - right, top - y, end_x - left
    if turn == 2:
        return end_x - right, end_y - top, end_x - left, end_y - bottom
    if turn == 3:
        return end_y - top, left - x, end_y - bottom, right - x
    return left - x, bottom - y, right - x, top - y
