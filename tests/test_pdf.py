"""PDF: reading order, hyphens at line ends, what pages repeat, notes, and what can't be read."""

from __future__ import annotations

import io
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.annotations import Text
from pypdf.generic import RectangleObject
from reportlab.pdfgen import canvas

from inclusivelint.annotator import annotate
from inclusivelint.documents.office import pdf_pages
from inclusivelint.documents.office.pdf import read_pdf
from inclusivelint.model import Finding
from tests.helpers import linter, rule

RULES = (rule("wheelchair-bound"), rule("crazy"), rule("sanity-check", phrases=["sanity check"]), rule("chairman"))
LEFT = (
    "Our building has a lift and a ramp at each",
    "door. Visitors can also enter by the yard. The",
    "office is open to wheelchair-",
    "bound visitors on each day of the week, and",
    "dogs are welcome. Please ask for the sani-",
    "ty check of the lift before you go up with it,",
    "and bring somebody who has the key to the",
)
RIGHT = (
    "cellar. Complaints are read by three people,",
    "and one of them, the chair-",
    "man, answers within ten working days. This is",
    "what we do in each year, and have done since",
    "the house was built by the people who live in",
    "the street behind the old canal, near a bridge",
    "that carries the tram to the northern suburbs.",
)


def pdf_of(*pages: list[tuple[float, float, str]], size: tuple[float, float] = (595, 842), **keys: Any) -> bytes:
    """A PDF of pages, each of texts with their places."""
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, pagesize=size, **keys)
    for page in pages:
        sheet.setFont("Helvetica", 11)
        for x, y, text in page:
            sheet.drawString(x, y, text)
        sheet.showPage()
    sheet.save()
    return stream.getvalue()


def columns() -> list[tuple[float, float, str]]:
    """Two columns, written row by row, under a title over both and above a line over both."""
    rows = [(50.0, 740 - 14 * i, LEFT[i]) for i in range(7)] + [(310.0, 740 - 14 * i, RIGHT[i]) for i in range(7)]
    rows.sort(key=lambda row: -row[1])
    title = (50.0, 780.0, "Access to the house on the canal, for all of the people who come and go")
    last = (50.0, 600.0, "And a line over the whole width of the page, about another crazy day in the house.")
    return [title, *rows, last]


def written(writer: PdfWriter) -> bytes:
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def found(folder: Path, data: bytes) -> list[Finding]:
    checked = linter(folder, *RULES).check_data("a.pdf", data)
    assert checked.failure is None, checked.failure
    return list(checked.findings)


def test_columns_are_read_one_after_the_other_and_hyphens_at_line_ends_are_seen_through(tmp_path: Path) -> None:
    data = pdf_of(columns())
    assert [(finding.text, finding.location) for finding in found(tmp_path, data)] == [
        ("wheelchair-\nbound", {"page": 1, "line": 4}),
        ("sani-\nty check", {"page": 1, "line": 6}),
        ("chair-\nman", {"page": 1, "line": 10}),
        ("crazy", {"page": 1, "line": 16}),
    ]
    texts = [segment.text for segment in read_pdf("a.pdf", data).segments]
    assert any("has the key to the cellar. Complaints are read" in text for text in texts)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("is_shown_upright", [True, False])
def test_text_that_runs_in_any_direction_is_read_and_highlighted(
    tmp_path: Path, turn: int, is_shown_upright: bool
) -> None:
    page = PdfWriter(clone_from=io.BytesIO(pdf_of(columns()))).pages[0]
    writer = PdfWriter()
    page.add_transformation(Transformation().rotate(turn).translate(1000, 1000))
    page.mediabox = page.cropbox = RectangleObject((0, 0, 2000, 2000))
    writer.add_page(page)
    if is_shown_upright:
        writer.pages[0].rotate(turn)
    data = written(writer)
    assert [(finding.location or {})["line"] for finding in found(tmp_path, data)] == [4, 6, 10, 16]
    annotated = annotate(linter(tmp_path, *RULES), "a.pdf", data).data
    note = PdfReader(io.BytesIO(annotated)).pages[0]["/Annots"][0].get_object()  # type: ignore[index]
    # The middle of the word, turned back around the new origin, is where it was.
    x, y = (float(sum(note["/QuadPoints"][axis:8:2])) / 4 - 1000 for axis in (0, 1))
    for _ in range(turn // 90):
        x, y = y, -x
    assert [x, y] == pytest.approx([161, 740 - 14 * 2 + 4], abs=8)


def test_what_pages_repeat_is_reported_once(tmp_path: Path) -> None:
    pages = [
        [(50.0, 815.0, "A crazy handbook"), (50.0, 600.0, f"Text {number} is here."), (50.0, 20.0, f"Page {number}")]
        for number in range(1, 5)
    ]
    assert [finding.location for finding in found(tmp_path, pdf_of(*pages))] == [{"page": 1, "line": 1}]


def test_a_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    pages = [
        [(50.0, 815.0, "Handbook"), (50.0, 90.0, "The house is open to every wheelchair-"), (50.0, 20.0, "Page 1")],
        [(50.0, 815.0, "Handbook"), (50.0, 760.0, "bound guest."), (50.0, 20.0, "Page 2")],
    ]
    (finding,) = found(tmp_path, pdf_of(*pages))
    assert (finding.text, finding.location) == ("wheelchair-\nbound", {"page": 1, "line": 2})


@pytest.mark.parametrize(
    ("directive", "at", "left"),
    [("disable-next-line", 590, [1, 3]), ("disable", 590, [1]), ("disable-file", 590, []), ("disable-file", 20, [])],
)
def test_a_directive_in_a_note_holds_from_the_line_it_stands_at(
    tmp_path: Path, directive: str, at: int, left: list[int]
) -> None:
    lines = [(50.0, 700.0, "A crazy day."), (50.0, 600.0, "A crazy night."), (50.0, 500.0, "A crazy week.")]
    writer = PdfWriter(clone_from=io.BytesIO(pdf_of(lines)))
    text = f"inclusivelint-{directive} -- as the deed has it"
    writer.add_annotation(0, Text(rect=(300, at, 320, at + 25), text=text))
    assert [(finding.location or {})["line"] for finding in found(tmp_path, written(writer))] == left


# What can't be read


def raw_pdf(content: bytes) -> bytes:
    """A PDF of one page with a content stream as it is."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    for number, each in enumerate(objects, start=1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    return out + b"trailer <</Size 6/Root 1 0 R>>\n%%EOF"


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf_of(columns())))
    writer.encrypt("secret", algorithm="RC4-128")
    return written(writer)


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (lambda: b"", "not a PDF, or a damaged one"),
        (lambda: b"%PDF-1.7\n" + bytes(2000), "not a PDF, or a damaged one"),
        (lambda: pdf_of([]), "holds no text, only images"),
        (encrypted, "encrypted"),
        (lambda: pdf_of(columns())[:700], "damaged|no text"),
    ],
)
def test_what_can_not_be_read_is_one_line_that_says_why(tmp_path: Path, make: Any, cause: str) -> None:
    failure = linter(tmp_path, *RULES).check_data("a.pdf", make()).failure
    assert failure is not None
    assert re.search(cause, failure.message)
    assert "\n" not in failure.message


def test_a_page_that_takes_too_long_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "SECONDS_OF_A_PAGE", 1)
    text = b"BT /F 9 Tf 20 20 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 300_000 + b" ET"
    data = raw_pdf(zlib.compress(text, 9))
    assert len(data) < 1 << 16
    failure = linter(tmp_path, *RULES).check_data("a.pdf", data).failure
    assert failure is not None
    assert "takes longer to read than 1 seconds a page" in failure.message


# Annotations


def test_highlights_stand_on_the_words(tmp_path: Path) -> None:
    check = linter(tmp_path, *RULES)
    data = pdf_of(columns())
    annotated = annotate(check, "a.pdf", data).data
    assert annotated.startswith(data), "the original bytes stay"
    notes = [note.get_object() for note in PdfReader(io.BytesIO(annotated)).pages[0]["/Annots"]]  # type: ignore[attr-defined]
    highlights = [note for note in notes if note["/Subtype"] == "/Highlight"]
    assert len(highlights) == 4
    assert all(note["/T"] == "inclusivelint" for note in highlights)
    assert all("There is a better word.\nRule: test/" in note["/Contents"] for note in highlights)
    assert [note["/Parent"].get_object()["/Contents"] for note in notes if note["/Subtype"] == "/Popup"]
    # "wheelchair-" ends the third line of the left column, "bound" begins the fourth.
    left, top, right, *_ = map(float, highlights[0]["/QuadPoints"][:8])
    assert [left, right] == pytest.approx([132, 191], abs=8)
    assert top == pytest.approx(740 - 14 * 2 + 9, abs=4)
    assert len(highlights[0]["/QuadPoints"]) == 16
    assert annotate(check, "a.pdf", annotated).data.count(b"/Highlight") == annotated.count(b"/Highlight")
