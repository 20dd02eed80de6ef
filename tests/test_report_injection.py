"""Nothing in a document, a path or a rule becomes a command, mark-up or a control character of a report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pyromark import Markdown, Options

from inclusivelint.model import Edit, Failure, Finding, Fix, Report, Severity, Source, Span
from inclusivelint.reporters import FORMATS, Style, render
from tests.commands import posix_only, run, write
from tests.helpers import rule, write_rules
from tests.reports import SLUR

HOSTILE = (
    ":",
    "::error file=x,line=1::owned %0A::set-env name=A::b",
    "\n::add-mask::secret",
    "\r::stop-commands::x",
    "##[add-matcher]evil.json",
    "##vso[task.setvariable variable=PATH]/evil",
    "##teamcity[buildStatus status='SUCCESS']",
    "#\u200b#vso[task.complete result=Succeeded;]",
    "\x1b[2J\x1b]0;title\x07\x9b1m\x00\x08",
    "\u202etxet\u2066 \u2028 \u2029 \x85 \ufffe \uffff \ud800",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</pre></title></style></script><svg/onload=alert(1)>",
    "\" onmouseover=alert(1) x='",
    "]]></failure><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;&lt;",
    "![x](http://evil.example/p.png) [y](javascript:alert(1)) <http://evil.example>",
    "http://evil.example www.evil.example evil@evil.example",
    "@everyone #1 org/repo#2 `` ` ``` | a | $x$ ~~z~~ :tada: ***b*** __c__",
    "/close",
    "{0} {{ config }} {% raw %} [link](1)",
)

COMMAND = re.compile(r"##\w*\[")
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def hostile_finding(text: str) -> Finding:
    """A finding with `text` wherever the words of others can stand."""
    source = (
        Source(text, text, text, 2021, f"https://example.org/{text}"),
        Source("", text, "", 0, f"javascript:{text}"),
    )
    evil = replace(
        SLUR, id=f"own/{text}", category=text, message=text, why=text, affects=text, sources=source, tags=(text,)
    )
    span = Span(2, 2 + len(text))
    return Finding(
        path=text,
        rule=evil,
        severity=Severity.ERROR,
        message=text,
        text=text,
        span=span,
        line=3,
        column=3,
        end_line=3 + len(re.findall("\r\n|\r|\n", text)),
        end_column=3 + len(text),
        suggestions=(text, "other"),
        fix=Fix(True, (Edit(*span, text),)),
        fingerprint="0" * 16,
        source_lines=(f"a {text} b",),
        location={text: text},
    )


def hostile_report(text: str) -> Report:
    finding = hostile_finding(text)
    unplaced = finding._replace(line=0, column=0, end_line=0, end_column=0, source_lines=(), fix=None)
    return Report([finding, unplaced], [Failure(text, text)], files=2, words=10)


def check(form: str, output: str) -> None:
    """What holds for a report in any format, and then for this one."""
    assert not ACTING.search(output)
    assert not COMMAND.search(output)
    lines = output.split("\n")
    commands = [line for line in lines if line.lstrip().startswith("::")]
    if form == "github":
        assert commands == lines[:-1]
        assert len(commands) == 3
        assert all(re.match("::error file=[^:]*::", line) for line in commands)
        assert all(len(re.split(r"(?<!%)[,:]", line.split("::")[1].split(" ", 1)[1])) <= 6 for line in commands)
    else:
        assert commands == []
    if form == "markdown":
        assert not any(line.startswith("/") for line in lines)  # GitLab would take it for a quick action
    {"html": check_html, "markdown": check_markdown, "junit": check_xml, "checkstyle": check_xml}.get(
        form, lambda _: None
    )(output)
    if form in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(output)


def check_xml(output: str) -> None:
    document = etree.fromstring(output.encode(), etree.XMLParser(resolve_entities=False, load_dtd=False))
    assert document.getroottree().docinfo.doctype == ""
    known = {"testsuites", "testsuite", "testcase", "failure", "error", "checkstyle", "file", "exception"}
    assert {element.tag for element in document.iter()} <= known


def check_html(output: str) -> None:
    parser = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    page = parser.parse(output)
    elements = list(page.iter())
    tags = [element.tag for element in elements if isinstance(element.tag, str)]
    assert tags.count("script") == tags.count("style") == tags.count("title") == 1
    assert not {"img", "iframe", "object", "embed", "link", "base"} & set(tags)
    for element in elements:
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            if name in ("href", "src"):
                assert re.match(r"#f|https://", value)


OWN_HTML = ("<!-- inclusivelint -->", "<details><summary>Why, and who says so</summary>", "</details>")


def check_markdown(output: str) -> None:
    options = Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_MATH
    source = output.encode()
    for event, place in Markdown(options=options).events_with_range(output):
        name, value = next(iter(event.items())) if isinstance(event, dict) else (event, None)
        assert name not in ("InlineMath", "DisplayMath")
        if name in ("Html", "InlineHtml"):
            assert str(value).strip() in OWN_HTML
        if name == "Start" and isinstance(value, dict):
            assert "Image" not in value
            if "Link" in value:
                assert value["Link"]["dest_url"].startswith("https://example.org/")
        if name == "Text":  # as it is written, since GitHub makes links of words that are not escaped
            written = source[place["start"] : place["end"]].decode()
            assert not re.search(r"[@#]\w|https?://|www\.", written)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_others_wrote_stays_text(form: str, text: str) -> None:
    check(form, render(form, hostile_report(text), Style()))


@pytest.mark.parametrize("options", [{"quiet": True}, {"statistics": True}])
@pytest.mark.parametrize("text", HOSTILE)
def test_the_short_text_reports_are_harmless_too(text: str, options: dict[str, bool]) -> None:
    check("text", render("text", hostile_report(text), Style(**options)))


PIECES = st.sampled_from(
    [*HOSTILE, "word", " ", "\n", "#", "##", "[", "`", "<", ">", "&", '"', "'", ":", "%", "|", "\\", "-"]
)
ANY_TEXT = st.lists(st.one_of(PIECES, st.text(max_size=4)), min_size=1, max_size=5).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=ANY_TEXT)
@pytest.mark.parametrize("form", FORMATS)
def test_any_text_stays_text(form: str, text: str) -> None:
    check(form, render(form, hostile_report(text), Style()))


@settings(max_examples=60, deadline=None)
@given(text=ANY_TEXT)
def test_what_formats_for_programs_carry_is_what_was_written(text: str) -> None:
    """Escapes change the writing, not the value: a fix from a report puts in what the tool would have put in."""
    report = hostile_report(text)
    sarif = json.loads(render("sarif", report, Style()))["runs"][0]["results"][0]
    replacement = sarif["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["insertedContent"]["text"] == text
    suggestion = json.loads(render("rdjson", report, Style()))["diagnostics"][-2]["suggestions"][0]
    assert suggestion["text"] == text


@posix_only
def test_a_hostile_document_in_a_hostile_place_reaches_no_report_as_more_than_text(tmp_path: Path) -> None:
    message = "<b>m</b> ::warning::x ##vso[task.x]y @all"
    write_rules(tmp_path, rule("redword", phrases=["redword"], message=message), category="team")
    body = " ".join(text.replace("\x00", "").replace("\ud800", "") for text in HOSTILE)
    name = "::error::x%0A <script>alert(1)</script> ##vso[a]b.md"
    folder = tmp_path / "docs"
    folder.mkdir()
    write(folder, {name.replace("/", "∕"): f"A redword and {body} redword\n\n::notice::redword\n"})
    targets: list[str] = []
    for form in FORMATS:
        targets += ["--format", f"{form}:out.{form}"]
    write(tmp_path, {".inclusivelint.toml": 'rule-paths = ["team.yaml"]\nselect = ["team"]\n'})
    outcome = run("check", "docs", *targets, cwd=tmp_path)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "")
    for form in FORMATS:
        output = (tmp_path / f"out.{form}").read_text(encoding="utf-8")
        assert "redword" in output
        assert not ACTING.search(output)
        assert not COMMAND.search(output)
        if form != "github":
            assert not any(line.lstrip().startswith("::") for line in output.split("\n"))
        if form == "html":
            check_html(output)
        elif form in ("junit", "checkstyle"):
            check_xml(output)
