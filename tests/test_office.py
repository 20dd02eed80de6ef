"""Word, OpenDocument and PDF: what stands in them is found, and found where it stands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from inclusivelint.config import Config
from inclusivelint.linter import Linter
from inclusivelint.model import Finding
from inclusivelint.ruleset import load_rules
from tests import policies
from tests.helpers import linter, rule
from tests.policies import docx_of, odt_of, p, r

RULES = (
    rule("wheelchair-bound", suggestions=["wheelchair-using"]),
    rule("crazy", suggestions=["surprising"]),
    rule("sanity check", id="sanity-check", phrases=["sanity check"], suggestions=["quick check"]),
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{called}"/></w:style>'
    for name, called in (("H1", "heading 1"), ("H2", "heading 2"), ("Q", "Intense Quote"), ("TOC1", "toc 1"))
)


def found(folder: Path, data: bytes, name: str = "a.docx") -> list[Finding]:
    """What is found in a document."""
    checked = linter(folder, *RULES).check_data(name, data)
    assert checked.failure is None, checked.failure
    return list(checked.findings)


def words(folder: Path, data: bytes, name: str = "a.docx") -> list[str]:
    return [finding.text for finding in found(folder, data, name)]


# The same policy in every format


@pytest.fixture(scope="module")
def shipped() -> Linter:
    return Linter(load_rules(), Config(path=None, root=Path()))


@pytest.fixture(scope="module")
def planted(shipped: Linter) -> list[tuple[str, str]]:
    findings = shipped.check_source("policy.md", policies.markdown()).findings
    assert len(findings) >= 6
    return [(finding.rule.id, finding.text) for finding in findings]


def in_documents(shipped: Linter, name: str, data: bytes) -> list[tuple[str, str]]:
    checked = shipped.check_data(name, data)
    assert checked.failure is None, checked.failure
    return [(finding.rule.id, finding.text) for finding in checked.findings]


@pytest.mark.parametrize("name", ["policy.docx", "policy.odt", "policy.pdf"])
def test_the_planted_findings_of_the_markdown_come_back(
    shipped: Linter, planted: list[tuple[str, str]], name: str
) -> None:
    data = {
        "policy.docx": lambda: policies.saved(policies.word()),
        "policy.odt": policies.open_document,
        "policy.pdf": policies.pdf,
    }[name]()
    assert in_documents(shipped, name, data) == planted


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["docx", "odt", "pdf"])
def test_and_from_what_an_office_program_makes_of_it(
    shipped: Linter, planted: list[tuple[str, str]], tmp_path: Path, suffix: str
) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "policy.docx").write_bytes(policies.saved(policies.word()))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", suffix]
    command += ["--outdir", str(tmp_path / "made"), str(tmp_path / "policy.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    assert in_documents(shipped, f"policy.{suffix}", (tmp_path / "made" / f"policy.{suffix}").read_bytes()) == planted


def test_places_are_those_that_a_person_looks_for(shipped: Linter) -> None:
    findings = shipped.check_data("policy.docx", policies.saved(policies.word())).findings
    assert [finding.location for finding in findings if finding.text in ("chairman", "manpower")] == [
        {"paragraph": 6, "heading": "Parental leave > How to ask"},
        {"paragraph": 11, "table": 1, "row": 2, "heading": "Parental leave > Pay"},
    ]
    in_pdf = shipped.check_data("policy.pdf", policies.pdf()).findings
    places: list[Any] = [finding.location for finding in in_pdf if finding.text in ("chairman", "manpower")]
    assert places == [{"page": 1, "line": 7}, {"page": 1, "line": 10}]
    assert {finding.line for finding in (*findings, *in_pdf)} == {0}


# Word


def test_words_are_joined_over_runs_breaks_and_soft_hyphens(tmp_path: Path) -> None:
    soft = "<w:r><w:t>Cra</w:t><w:softHyphen/><w:t>zy days.</w:t></w:r>"
    hard = "<w:r><w:t>A wheelchair</w:t><w:noBreakHyphen/><w:t>bound guest.</w:t></w:r>"
    wrapped = "<w:r><w:t>A wheelchair-</w:t><w:br/><w:t>bound guest, a sanity</w:t><w:tab/><w:t>check.</w:t></w:r>"
    body = p("A wheel", r("chair-bo", "<w:b/>"), "und guest.") + p(soft) + p(hard) + p(wrapped)
    assert words(tmp_path, docx_of(body)) == [
        "wheelchair-bound",
        "Cra\u00adzy",
        "wheelchair\u2011bound",
        "wheelchair- bound",
        "sanity\tcheck",
    ]


@pytest.mark.parametrize(
    "body",
    [
        p("<w:ins w:id='1' w:author='A'>" + r("A crazy day.") + "</w:ins>"),
        p("<w:moveTo w:id='1' w:author='A'>" + r("A crazy day.") + "</w:moveTo>"),
        p("<w:hyperlink r:id='x'>" + r("A crazy day.") + "</w:hyperlink>"),
        p("<w:sdt><w:sdtContent>" + r("A crazy day.") + "</w:sdtContent></w:sdt>"),
        "<w:sdt><w:sdtContent>" + p("A crazy day.") + "</w:sdtContent></w:sdt>",
        p("<w:fldSimple w:instr=' DATE '>" + r("A crazy day.") + "</w:fldSimple>"),
        "<w:tbl><w:tr><w:tc>" + p("A crazy day.") + "</w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>" + p("A crazy day.") + "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>",
        p("<w:r><w:pict><w:txbxContent>" + p("A crazy day.") + "</w:txbxContent></w:pict></w:r>"),
        p("<w:r><w:drawing><wp:inline><wp:docPr id='1' name='x' descr='A crazy day.'/></wp:inline></w:drawing></w:r>"),
    ],
)
def test_what_a_reader_sees_is_read(tmp_path: Path, body: str) -> None:
    assert words(tmp_path, docx_of(body)) == ["crazy"]


@pytest.mark.parametrize(
    "body",
    [
        p("<w:del w:id='1' w:author='A'><w:r><w:delText>A crazy day.</w:delText></w:r></w:del>"),
        p("<w:moveFrom w:id='1' w:author='A'>" + r("A crazy day.") + "</w:moveFrom>"),
        p(r("A crazy day.", "<w:vanish/>")),
        p(r("A crazy day.", "<w:strike/>")),
        p("A crazy day.", style="Q"),
        p("A crazy day. 3", style="TOC1"),
        p("References", style="H1") + p("A crazy day (2012)."),
        p("Labor Code Section 2870. Rights.") + p("A crazy day."),
        p("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOC </w:instrText></w:r>")
        + p("<w:r><w:fldChar w:fldCharType='separate'/></w:r>", "A crazy day. 3")
        + p("<w:r><w:fldChar w:fldCharType='end'/></w:r>"),
    ],
)
def test_what_is_deleted_hidden_quoted_reprinted_or_a_copy_is_not(tmp_path: Path, body: str) -> None:
    assert words(tmp_path, docx_of(body, styles=STYLES)) == []


def test_notes_comments_headers_and_boxes_say_where_they_are(tmp_path: Path) -> None:
    box = "<w:txbxContent>" + p("A crazy box.") + "</w:txbxContent>"
    shape = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    section = "<w:sectPr><w:headerReference w:type='{}' r:id='header'/><w:footerReference r:id='footer'/></w:sectPr>"
    data = docx_of(
        p("Leave", style="H1")
        + p("Text.", f"<w:r><w:footnoteReference w:id='2'/><w:commentReference w:id='7'/>{shape}</w:r>")
        + section.format("default"),
        styles=STYLES,
        footnotes="<w:footnote w:id='2'>" + p("A crazy note.") + "</w:footnote>",
        comments="<w:comment w:id='7' w:author='Ines'>" + p("A crazy remark.") + "</w:comment>",
        header=p("A crazy header."),
        footer=p("A crazy footer."),
    )
    here = {"paragraph": 2, "heading": "Leave"}
    assert [finding.location for finding in found(tmp_path, data)] == [
        {"part": "footnote 2", **here},
        {"part": "comment by Ines", **here},
        {"part": "text box", **here},
        {"part": "header"},
        {"part": "footer"},
    ]


def test_headings_and_column_heads_are_context(tmp_path: Path) -> None:
    rows = [("Avoid", "Use"), ("crazy", "surprising")]
    cells = ("".join(f"<w:tc>{p(text)}</w:tc>" for text in row) for row in rows)
    table = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"
    assert words(tmp_path, docx_of(table)) == []
    item = "<w:p><w:pPr><w:numPr/></w:pPr>" + r("crazy") + "</w:p>"
    assert words(tmp_path, docx_of(p("Words to avoid", style="H1") + item, styles=STYLES)) == []
    assert words(tmp_path, docx_of(p("How we work", style="H1") + item, styles=STYLES)) == ["crazy"]


COMMENT = "<w:comment w:id='1' w:author='Ines'>" + p("inclusivelint-{} -- the deed says so") + "</w:comment>"
ANCHOR = "<w:commentRangeStart w:id='1'/>"
END = "<w:commentRangeEnd w:id='1'/><w:r><w:commentReference w:id='1'/></w:r>"


@pytest.mark.parametrize(
    ("directive", "left"),
    [
        ("disable-next-line test/crazy", ["First", "Third"]),
        ("disable test/crazy", ["First"]),
        ("disable-file", []),
    ],
)
def test_a_directive_in_a_comment_holds_from_the_paragraph_it_stands_at(
    tmp_path: Path, directive: str, left: list[str]
) -> None:
    body = p("First crazy day.") + p("Second ", ANCHOR, r("crazy"), END, " day.") + p("Third crazy day.")
    findings = found(tmp_path, docx_of(body, comments=COMMENT.format(directive)))
    assert [finding.source_lines[0].split()[0] for finding in findings] == left


def test_a_directive_in_hidden_text_and_one_that_is_not_needed(tmp_path: Path) -> None:
    hidden = p(r("inclusivelint-disable-next-line test/crazy -- quoted from the deed", "<w:vanish/>"))
    assert words(tmp_path, docx_of(hidden + p("A crazy day."))) == []
    (unused,) = found(tmp_path, docx_of(hidden + p("A calm day.")))
    assert (unused.rule.id, unused.location) == ("directives/unused", {"paragraph": 1})


# OpenDocument


def test_open_document_text_is_read_like_word(tmp_path: Path) -> None:
    note = "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
    note += "<text:p>A crazy note.</text:p></text:note-body></text:note>"
    remark = "<office:annotation><dc:creator>Ines</dc:creator><text:p>A crazy remark.</text:p></office:annotation>"
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>crazy</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>A crazy copy</text:p></text:index-body>"
        "</text:table-of-content>"
        "<text:h text:outline-level='1'>Leave</text:h>"
        f"<text:p>A wheel<text:span>chair-<text:line-break/>bo</text:span>und\n  guest.{note}{remark}</text:p>"
        "<text:p text:style-name='Quotations'>A crazy quotation.</text:p>"
    )
    page = "<style:header><text:p>A crazy header.</text:p></style:header>"
    findings = found(tmp_path, odt_of(body, page), "a.odt")
    assert [(finding.text, finding.location) for finding in findings] == [
        ("wheelchair- bound", {"paragraph": 2, "heading": "Leave"}),
        ("crazy", {"part": "footnote 1", "paragraph": 2, "heading": "Leave"}),
        ("crazy", {"part": "comment by Ines", "paragraph": 2, "heading": "Leave"}),
        ("crazy", {"part": "header"}),
    ]


def test_a_directive_in_a_comment_of_open_document(tmp_path: Path) -> None:
    remark = "<office:annotation><dc:creator>Ines</dc:creator><text:p>inclusivelint-disable-next-line -- deed</text:p>"
    body = f"<text:p>A crazy {remark}</office:annotation>day.</text:p><text:p>A crazy night.</text:p>"
    assert [finding.location for finding in found(tmp_path, odt_of(body), "a.odt")] == [{"paragraph": 2}]
