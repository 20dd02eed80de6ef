"""The pages of a PDF as lines of characters with their boxes.

PDFium reads them in a process of its own (`pdf_worker`) with limited time and memory: no PDF can hang a run, or end it.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from array import array
from collections.abc import Iterator
from typing import Any, NamedTuple

from inclusivelint.documents.office.pdf_layout import Box, Char, Line
from inclusivelint.errors import DocumentError

SECONDS_OF_A_PAGE = 20
SECONDS = 300
"""Of a processor's time, for one page and for all; by the clock, a machine that is busy takes longer."""
_PATIENCE = 3

# Modules are looked for where this process does, never just in the working folder, which may be full of other people's.
_WORK = """
import json, sys
sys.path[:] = json.loads(sys.argv.pop(1))
from inclusivelint.documents.office.pdf_worker import main
main()
"""

_UNREADABLE = frozenset("\0\ufffd\ufffe\uffff")


class Directive(NamedTuple):
    """A note whose text is a directive, and how high on the page it begins."""

    text: str
    top: float


class Page(NamedTuple):
    """A page as it is read: its lines, its height in points, and the directives in its notes, from top to bottom.

    `turn` is by how many quarters it is turned clockwise so that its text runs from left to right, `area` the part of
    it that is shown, in its own coordinates.
    """

    lines: list[Line]
    height: float
    directives: list[Directive]
    turn: int
    area: Box


def read_pages(data: bytes) -> list[Page]:
    """The pages of a PDF; raises DocumentError where it is encrypted, damaged, too large, or holds no text."""
    command = [sys.executable, "-I", "-c", _WORK, json.dumps(sys.path), str(SECONDS_OF_A_PAGE), str(SECONDS)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE * SECONDS, check=False)
        is_slow = 0 > done.returncode in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0))
    except subprocess.TimeoutExpired:
        is_slow = True
    if is_slow:
        raise DocumentError(f"takes longer to read than {SECONDS_OF_A_PAGE} seconds a page; it was left out")
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise DocumentError("can't be read: it is damaged, or needs more memory than a PDF may have")
    outcome = json.loads(head)
    if "error" in outcome:
        raise DocumentError(outcome["error"])
    boxes = array("f")
    boxes.frombytes(rest)
    fours = zip(*[iter(boxes)] * 4, strict=True)
    pages = [_page(number, page, fours) for number, page in enumerate(outcome["pages"])]
    chars = [char.text for page in pages for line in page.lines for char in line.chars]
    if not chars:
        raise DocumentError("holds no text, only images (a scan?); run text recognition (OCR) on it first")
    if sum(char in _UNREADABLE for char in chars) > len(chars) / 2:
        raise DocumentError("its fonts don't say which letters they show; run text recognition (OCR) on it first")
    return pages


def _page(number: int, page: dict[str, Any], boxes: Iterator[Box]) -> Page:
    lines = []
    for row, region, limit, text, looks in page["lines"]:
        # NaN, which differs from itself, stands for no box.
        chars = [
            Char(char, box if box[0] == box[0] else None, look in "13", look in "23")
            for char, look, box in zip(text, looks, boxes, strict=False)
        ]
        lines.append(Line(chars, page=number, number=row, region=region, limit=limit))
    directives = [Directive(text, top) for text, top in page["directives"]]
    return Page(lines, page["height"], directives, page["turn"], tuple(page["area"]))


def turned_back(box: Box, turn: int, area: Box) -> Box:
    """A box as it is read (see `pdf_worker.turned`) in the coordinates of the page itself."""
    (left, bottom, right, top), (x, y, end_x, end_y) = box, area
    if turn == 1:
        return end_x - top, left + y, end_x - bottom, right + y
    if turn == 2:
        return end_x - right, end_y - top, end_x - left, end_y - bottom
    if turn == 3:
        return bottom + x, end_y - right, top + x, end_y - left
    return left + x, bottom + y, right + x, top + y
