"""Comments and fixes in Word and OpenDocument files: what was there stays, what is new is valid."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import jsonschema
import pytest
from lxml import etree

from inclusivelint.annotator import annotate
from inclusivelint.documents.office import WORD, format_of
from inclusivelint.documents.office.package import Package
from inclusivelint.errors import DocumentError
from inclusivelint.fixer import fix_office
from inclusivelint.linter import Linter
from tests import policies
from tests.commands import run
from tests.helpers import linter, rule
from tests.policies import W, docx_of, odt_of, p, r, zipped

SCHEMA = Path(__file__).parent.parent / "docs" / "report.schema.json"
BLACKLIST = rule("blacklist", phrases=[{"lemma": "blacklist", "pos": ["NOUN", "VERB"]}], suggestions=["blocklist"])
CRAZY = rule("crazy", suggestions=["unreasonable"])


@pytest.fixture
def check(tmp_path: Path) -> Linter:
    return linter(tmp_path, BLACKLIST, CRAZY)


def part(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read(name).decode()


# Fixes


def fixed(check: Linter, data: bytes, *, unsafe: bool = False) -> tuple[bytes, int]:
    form = format_of("a", data)
    assert form is not None
    changed, outcome = fix_office(check, "a", form, data, unsafe=unsafe)
    return changed, outcome.applied


def test_a_fix_keeps_the_format_of_the_words(check: Linter) -> None:
    body = p("We ", r("black", "<w:b/><w:lang w:val='en-GB'/>"), r("listed", "<w:b/>"), " it, ", r("twice", "<w:i/>"))
    data, applied = fixed(check, docx_of(body))
    assert applied == 1
    (paragraph,) = docx.Document(io.BytesIO(data)).paragraphs
    runs = [(run.text, run.bold, run.italic) for run in paragraph.runs if run.text]
    assert runs == [("We ", None, None), ("blocklisted", True, None), (" it, ", None, None), ("twice", None, True)]


def test_an_article_before_the_words_changes_with_them(check: Linter) -> None:
    data, applied = fixed(check, docx_of(p("A ", r("crazy", "<w:i/>"), " day.")), unsafe=True)
    assert applied == 1
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "An unreasonable day."


@pytest.mark.parametrize(
    "body",
    [
        p(r("black", "<w:b/>"), r("listed")),
        p("black", "<w:r><w:softHyphen/></w:r>", "listed"),
        p("<w:fldSimple w:instr=' TITLE '>" + r("blacklisted") + "</w:fldSimple>"),
        p("<w:ins w:id='1' w:author='A'>" + r("black") + "</w:ins>", "listed"),
    ],
)
def test_words_of_two_formats_and_what_fields_write_are_left_alone(check: Linter, body: str) -> None:
    data = docx_of(body)
    assert fixed(check, data) == (data, 0)


def test_open_document_text_is_fixed_within_one_format(check: Linter) -> None:
    body = "<text:p>We <text:span>blacklisted</text:span> two black<text:span>lists</text:span> blacklists</text:p>"
    data, applied = fixed(check, odt_of(body))
    assert applied == 2
    assert "<text:span>blocklisted</text:span> two black<text:span>lists</text:span> blocklists<" in part(
        data, "content.xml"
    )
    first = zipfile.ZipFile(io.BytesIO(data)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_fix_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx_of(p("We blacklisted it.")))
    (tmp_path / "b.pdf").write_bytes(policies.pdf())
    shown = run("check", "--diff", "--select", "technology", "a.docx", cwd=tmp_path)
    assert "-We blacklisted it.\n+We blocklisted it.\n" in shown.out
    before = (tmp_path / "b.pdf").read_bytes()
    outcome = run("check", "--fix", "--select", "technology", "a.docx", "b.pdf", cwd=tmp_path)
    assert "fixed 1 finding; b.pdf: a PDF can't be changed" in outcome.err
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[0].text == "We blocklisted it."
    assert (tmp_path / "b.pdf").read_bytes() == before
    assert outcome.code == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "b.pdf"]


# Comments


def test_word_comments_stand_on_their_words_and_earlier_ones_stay(check: Linter) -> None:
    document = policies.word()
    old = document.paragraphs[0]
    document.add_comment(old.runs, text="Who reviews this?", author="Ines", initials="I")
    document.add_paragraph("One crazy day, and a ").add_run("blacklisted").bold = True
    data = policies.saved(document)
    annotated = annotate(check, "a.docx", data).data
    again = docx.Document(io.BytesIO(annotated))
    assert [comment.author for comment in again.comments] == ["Ines", "inclusivelint", "inclusivelint", "inclusivelint"]
    assert len({comment.comment_id for comment in again.comments}) == 4
    assert [each.text for each in again.paragraphs] == [each.text for each in document.paragraphs]
    *_, crazy = [comment for comment in again.comments if "crazy" in comment.text]
    assert crazy.text.splitlines()[:3] == ["There is a better word.", "Instead: “unreasonable”", "Rule: test/crazy"]
    assert words_of(annotated) == ["Parental leave", "Blacklisted", "crazy", "blacklisted"]
    assert check.check_data("a.docx", annotated).findings == check.check_data("a.docx", data).findings
    assert words_of(annotate(check, "a.docx", annotated).data) == words_of(annotated)


def words_of(data: bytes) -> list[str]:
    """The text that each comment of a Word document is attached to, in the order of the text."""
    body = etree.fromstring(part(data).encode())
    texts: dict[str, str] = {}
    open_now: list[str] = []
    for element in body.iter(f"{{{W}}}*"):
        name = etree.QName(element).localname
        number = element.get(f"{{{W}}}id", "")
        if name == "commentRangeStart":
            open_now.append(number)
            texts[number] = ""
        elif name == "commentRangeEnd":
            open_now.remove(number)
        elif name == "t":
            for each in open_now:
                texts[each] += element.text or ""
    assert not open_now
    references = [element.get(f"{{{W}}}id") for element in body.iter(f"{{{W}}}commentReference")]
    assert sorted(map(str, references)) == sorted(texts)
    return list(texts.values())


def test_the_parts_of_new_comments_are_declared_and_related(check: Linter) -> None:
    data = annotate(check, "a.docx", docx_of(p("A crazy ", "<w:r><w:tab/><w:t>blacklist</w:t><w:tab/></w:r>"))).data
    assert words_of(data) == ["crazy", "blacklist"]
    assert part(data, "[Content_Types].xml").count('PartName="/word/comments.xml"') == 1
    assert 'Target="comments.xml"' in part(data, "word/_rels/document.xml.rels")
    links = etree.fromstring(part(data, "word/_rels/comments.xml.rels").encode())
    assert [link.get("TargetMode") for link in links] == ["External"]
    comments = etree.fromstring(part(data, "word/comments.xml").encode())
    assert [comment.get(f"{{{W}}}author") for comment in comments] == ["inclusivelint"] * 2
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "A crazy \tblacklist\t"


def test_what_stands_in_notes_and_headers_is_said_in_the_body(check: Linter) -> None:
    note = "<w:footnote w:id='2'>" + p("A crazy note.") + "</w:footnote>"
    head = "<w:sectPr><w:headerReference w:type='default' r:id='header'/></w:sectPr>"
    body = p("First.") + p("Second.", "<w:r><w:footnoteReference w:id='2'/></w:r>") + head
    data = annotate(check, "a.docx", docx_of(body, footnotes=note, header=p("A blacklist."))).data
    assert words_of(data) == ["First.", "Second."]
    comments = [comment.text.splitlines()[0] for comment in docx.Document(io.BytesIO(data)).comments]
    assert sorted(comments) == ["Footnote 2: “crazy”", "Header: “blacklist”"]
    assert "comment" not in part(data, "word/footnotes.xml") + part(data, "word/header.xml")


def test_open_document_comments(check: Linter) -> None:
    body = "<text:p>One cra<text:span>zy</text:span> day <text:s/>and a blacklist.</text:p>"
    data = annotate(check, "a.odt", odt_of(body)).data
    content = etree.fromstring(part(data, "content.xml").encode())
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    starts, ends = (
        [e.get(f"{office}name") for e in content.iter(f"{office}{tag}")] for tag in ("annotation", "annotation-end")
    )
    assert starts == ends
    assert len(set(starts)) == 2
    assert check.check_data("a.odt", data).findings == check.check_data("a.odt", odt_of(body)).findings
    assert part(annotate(check, "a.odt", data).data, "content.xml") == part(data, "content.xml")


def test_annotate_on_the_command_line(tmp_path: Path) -> None:
    source = tmp_path / "policy.docx"
    source.write_bytes(policies.saved(policies.word()))
    before = source.read_bytes()
    outcome = run("annotate", "policy.docx", "-o", "reviewed.docx", "--select", "technology", cwd=tmp_path)
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err == "inclusivelint: reviewed.docx: 2 findings as comments, by inclusivelint\n"
    assert words_of((tmp_path / "reviewed.docx").read_bytes()) == ["sanity checks", "Blacklisted"]
    (tmp_path / "link.docx").symlink_to(source)
    for target in ("policy.docx", "link.docx"):
        outcome = run("annotate", "policy.docx", "-o", target, cwd=tmp_path)
        assert outcome.code == 2
        assert "stays as it is" in outcome.err
    assert source.read_bytes() == before
    (tmp_path / "a.md").write_text("A crazy day.", encoding="utf-8")
    outcome = run("annotate", "a.md", "-o", "b.md", cwd=tmp_path)
    assert outcome.err == "inclusivelint: a.md: can't hold comments; .docx, .docm, .odt, .pdf files can\n"
    assert not (tmp_path / "b.md").exists()


# What can't be read


BOMB = "<w:p><w:r><w:t>" + "crazy " * 4_000_000 + "</w:t></w:r></w:p>"
ENTITIES = '<!DOCTYPE d [<!ENTITY a "crazy"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "make", "cause"),
    [
        ("a.docx", lambda: b"", "no whole ZIP archive"),
        ("a.docx", lambda: b"A crazy day.", "no whole ZIP archive"),
        ("a.docx", lambda: docx_of(p("A crazy day."))[:-40], "no whole ZIP archive"),
        ("a.docx", lambda: zipped({"[Content_Types].xml": "<Types/>"}), "_rels/.rels is missing"),
        ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted, or in the old Word format"),
        ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Office format; save it as .docx"),
        ("a.docx", lambda: docx_of(BOMB), "unpacks to more than 250 times its size"),
        ("a.docx", lambda: docx_of("<w:p>" * 5000 + "</w:p>" * 5000), "is damaged"),
        ("a.docx", lambda: docx_of("<w:p>"), "is damaged"),
        ("a.odt", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "content.xml is missing"),
        ("a.odt", lambda: odt_of("<text:p>")[:-30], "no whole ZIP archive"),
    ],
)
def test_what_can_not_be_read_is_one_line_that_says_why(
    check: Linter, name: str, make: Callable[[], bytes], cause: str
) -> None:
    failure = check.check_data(name, make()).failure
    assert failure is not None
    assert cause in failure.message
    assert "\n" not in failure.message


def test_entities_and_external_files_are_refused(check: Linter, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("crazy", encoding="utf-8")
    for doctype in (ENTITIES, f'<!DOCTYPE d [<!ENTITY b SYSTEM "file://{tmp_path}/secret">]>'):
        archive = dict(_files(docx_of(p("&b;"))))
        archive["word/document.xml"] = doctype.encode() + archive["word/document.xml"]
        failure = check.check_data("a.docx", zipped(dict(archive))).failure
        assert failure is not None
        assert "document type declaration" in failure.message


def _files(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_a_part_is_unpacked_no_further_than_its_limit() -> None:
    package = Package(docx_of(p("calm " * 100_000)), "Word")
    with pytest.raises(DocumentError, match="too large"):
        package.read("word/document.xml", most=1000)


def test_the_content_decides_where_the_name_does_not_fit(check: Linter) -> None:
    data = docx_of(p("A crazy day."))
    for name in ("a.docx", "a.docm", "a.odt", "a.pdf", "attachment"):
        assert format_of(name, data) == WORD
    assert [finding.text for finding in check.check_data("attachment", data).findings] == ["crazy"]


def test_everything_else_is_checked_and_folders_are_searched(tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"PK")
    (tmp_path / "good.docx").write_bytes(docx_of(p("Welcome, wheelchair-bound guests.")))
    (tmp_path / "good.odt").write_bytes(odt_of("<text:p>Welcome, wheelchair-bound guests.</text:p>"))
    outcome = run("check", ".", "--format", "json", cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.err.startswith("inclusivelint: bad.docx: not a Word document")
    assert outcome.err.count("\n") == 1
    jsonschema.validate(outcome.report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert outcome.words == ["wheelchair-bound"] * 2
    (first, _) = outcome.report["findings"]
    assert (first["line"], first["offset"], first["location"]) == (None, None, {"paragraph": 1})
    piped = run("check", "-q", "--stdin-filename", "good.docx", "-", cwd=tmp_path, stdin=docx_of(p("wheelchair-bound")))
    assert piped.out.startswith("good.docx (paragraph 1): warning disability/wheelchair-bound ")


def test_a_missing_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.docx").write_bytes(docx_of(p("Welcome, wheelchair-bound guests.")))
    (tmp_path / "docs" / "a.md").write_text("Welcome, wheelchair-bound guests.\n", encoding="utf-8")
    hidden = "import importlib.util as u, sys; find = u.find_spec\n"
    hidden += "u.find_spec = lambda name, package=None: None if name == 'lxml' else find(name, package)\n"
    hidden += "from inclusivelint.cli import main; main()"

    def without(*args: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", hidden, "check", "-q", *args]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    folder = without("docs")
    assert folder.returncode == 1
    assert folder.stderr == "inclusivelint: left out: 1 Word file; to check them: pip install 'inclusivelint[docx]'\n"
    named = without("docs/a.docx")
    assert named.returncode == 2
    assert named.stderr == "inclusivelint: docs/a.docx: needs an extra: pip install 'inclusivelint[docx]'\n"
