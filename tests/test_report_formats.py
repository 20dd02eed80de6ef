"""Each format against its official definition, and what it says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from lxml import etree

from inclusivelint.model import Edit, Failure, Finding, Fix, Report, Severity, Span
from inclusivelint.reporters import FORMATS, Style, render
from tests.reports import HINT, SLUR, full_report, make_finding, unplaced

DEFINITIONS = Path(__file__).with_name("data") / "formats"


def rendered(form: str, *findings: Finding, failures: tuple[Failure, ...] = ()) -> str:
    return render(form, Report(list(findings), list(failures), files=2, words=100), Style())


def parsed(form: str, *findings: Finding, failures: tuple[Failure, ...] = ()) -> Any:
    return json.loads(rendered(form, *findings, failures=failures))


def schema(name: str) -> Any:
    return json.loads((DEFINITIONS / name).read_text(encoding="utf-8"))


def strict(definition: Any) -> Any:
    """A schema that knows no other keys than those it names."""
    if isinstance(definition, list):
        return [strict(each) for each in definition]
    if not isinstance(definition, dict):
        return definition
    stricter = {key: strict(value) for key, value in definition.items()}
    return stricter | {"additionalProperties": False} if "additionalProperties" in stricter else stricter


def odd_report() -> Report:
    """A finding of each kind that has a place of its own in some format."""
    wide = Fix(False, (Edit(0, 1, "An"), Edit(2, 10, "“kinder”\nway")))
    far = Fix(True, (Edit(4000, 4004, "x"), Edit(4010, 4012, "y")))
    return Report(
        [
            make_finding("a blind\r\nspot here", "blind\r\nspot", suggestions=("kinder", "", "third"), fix=wide),
            make_finding("a word", "word", HINT, suggestions=("kind",), fix=far),
            make_finding("👩🏽‍🦽 naïve word", "word", SLUR, path="ünï côde/日本 #1%.md", suggestions=("x",)),
            make_finding("word", "word", path="/elsewhere/a.md"),
            make_finding("word", "word", path="../beside/a.md"),
            make_finding("word", "word", replace(SLUR, id="own/no-source", sources=(), why="", tags=("house",))),
            unplaced("wheelchair-bound", {"page": 3}),
            unplaced("wheelchair-bound", {"paragraph": 12}),
            unplaced("wheelchair-bound", None),
            make_finding("a word", "word")._replace(column=0, end_column=0),
        ],
        [Failure("lost.md", "can't be read"), Failure("dir/other.md", "")],
        files=5,
        words=4120,
    )


REPORTS = {"nothing": Report(files=1, words=2), "full": full_report(), "odd": odd_report()}
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())


@pytest.mark.parametrize("form", FORMATS)
@every_report
def test_a_report_is_the_same_each_time_and_ends_in_a_line_break(form: str, report: Report) -> None:
    text = render(form, report, Style())
    assert text == render(form, report, Style())
    assert text == "" or text.endswith("\n")
    text.encode("utf-8")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_what_was_found_and_what_could_not_be_checked(form: str) -> None:
    text = render(form, odd_report(), Style())
    assert "no-source" in text
    assert re.search("paragraph.{0,4}12", text)
    if form != "text":  # there, standard error says it
        assert "lost.md" in text


# SARIF


@every_report
def test_sarif_is_valid_by_the_schema_of_oasis(report: Report) -> None:
    Draft4Validator(schema("sarif-2.1.0.schema.json"), format_checker=FormatChecker()).validate(
        json.loads(render("sarif", report, Style()))
    )


def test_sarif_has_what_github_asks_of_rules_and_results() -> None:
    run = parsed("sarif", *odd_report().findings, failures=(Failure("lost.md", "gone"),))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(rule["id"] for rule in rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
        assert len(rule["properties"]["tags"]) <= 20
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(result["locations"]) == 1
        assert result["message"]["text"]
        assert result["partialFingerprints"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_places_are_code_points_and_relative_to_the_root() -> None:
    results = parsed("sarif", *odd_report().findings)["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"] for result in results]
    assert places[2] == {
        "artifactLocation": {
            "uri": "%C3%BCn%C3%AF%20c%C3%B4de/%E6%97%A5%E6%9C%AC%20%231%25.md",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 12, "endLine": 12, "startColumn": 12, "endColumn": 16, "snippet": {"text": "word"}},
    }
    outside = [place["artifactLocation"] for place in places[3:5]]
    assert outside[0] == {"uri": "file:///elsewhere/a.md"}
    assert re.fullmatch(r"file:///.*/beside/a\.md", outside[1]["uri"])
    assert "uriBaseId" not in outside[1]


def test_sarif_names_the_place_in_formats_without_lines() -> None:
    result = parsed("sarif", unplaced("words", {"page": 3}))["runs"][0]["results"][0]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["locations"][0]["logicalLocations"] == [{"name": "page 3", "fullyQualifiedName": "page 3"}]
    assert result["message"]["text"].startswith("“words” (page 3): ")
    assert "fixes" not in result


def test_sarif_fixes_are_the_whole_change_then_the_other_suggestions() -> None:
    result = parsed("sarif", odd_report().findings[0])["runs"][0]["results"][0]
    regions = [
        [(each["deletedRegion"], each["insertedContent"]["text"]) for each in fix["artifactChanges"][0]["replacements"]]
        for fix in result["fixes"]
    ]
    assert regions == [
        [
            ({"startLine": 12, "startColumn": 1, "endLine": 12, "endColumn": 2}, "An"),
            ({"startLine": 12, "startColumn": 3, "endLine": 13, "endColumn": 2}, "“kinder”\nway"),
        ],
        [({"startLine": 12, "startColumn": 3, "endLine": 13, "endColumn": 5}, "")],
        [({"startLine": 12, "startColumn": 3, "endLine": 13, "endColumn": 5}, "third")],
    ]
    assert [fix["description"]["text"] for fix in result["fixes"]] == [
        "Write “kinder” (please read the sentence again)",
        "Leave the words out (please read the sentence again)",
        "Write “third” (please read the sentence again)",
    ]


def test_sarif_places_edits_outside_of_known_lines_by_offset() -> None:
    result = parsed("sarif", odd_report().findings[1])["runs"][0]["results"][0]
    replacements = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert [each["deletedRegion"] for each in replacements] == [
        {"charOffset": 4000, "charLength": 4},
        {"charOffset": 4010, "charLength": 2},
    ]


def test_sarif_failures_are_notifications_of_a_run_without_success() -> None:
    assert parsed("sarif")["runs"][0]["invocations"][0] == {
        "executionSuccessful": True,
        "toolExecutionNotifications": [],
    }
    invocation = parsed("sarif", failures=(Failure("a b.md", "can't be {read} [at all]"),))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    notification = invocation["toolExecutionNotifications"][0]
    assert notification["level"] == "error"
    # Braces would be placeholders, brackets links.
    assert notification["message"]["text"] == r"can't be {{read}} \[at all\]"
    assert notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.md"


def test_sarif_levels_follow_the_finding_not_the_rule() -> None:
    lowered = make_finding("word", "word", SLUR)._replace(severity=Severity.SUGGESTION, certainty=0.25)
    run = parsed("sarif", lowered)["runs"][0]
    assert run["results"][0]["level"] == "note"
    assert run["results"][0]["properties"] == {"certainty": 0.25}
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "error"}


# GitHub


def test_github_is_a_command_for_each_failure_and_finding() -> None:
    findings = make_finding("a word", "word", suggestions=("kind",)), make_finding("no\nword", "no\nword", SLUR)
    assert rendered("github", *findings, unplaced("x", {"page": 3}), failures=(Failure("lost.md", "gone"),)) == (
        "::error file=lost.md,title=inclusivelint could not check this::gone\n"
        "::warning file=policies/leave.md,line=12,endLine=12,col=3,endColumn=6,"
        "title=disability/wheelchair-bound (warning)::“word”: A wheelchair is freedom of movement. Try: kind\n"
        "::error file=policies/leave.md,line=12,endLine=13,title=lgbtqia/slur (error)"
        "::“no word”: Kinder words are at hand.\n"
        "::warning file=policy.pdf,title=disability/wheelchair-bound (warning)"
        "::“x” (page 3): A wheelchair is freedom of movement. Try: wheelchair user\n"
    )


# GitLab


@every_report
def test_gitlab_is_what_gitlab_parses(report: Report) -> None:
    issues = json.loads(render("gitlab", report, Style()))
    for issue in issues:
        Draft4Validator(schema("codeclimate.schema.json")).validate(issue)
        # What the documentation asks for, and the parser does not check.
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not issue["location"]["path"].startswith("./")
        assert issue["location"]["lines"]["begin"] >= 1
    assert len(issues) == len(report.findings) + len(report.failures)


def test_gitlab_fingerprints_differ_between_files() -> None:
    one, other = (make_finding("word", "word", path=path) for path in ("a.md", "b.md"))
    issues = parsed("gitlab", one, other, one._replace(fingerprint="another"))
    assert len({issue["fingerprint"] for issue in issues}) == 3


# JUnit and Checkstyle


@every_report
def test_junit_is_valid_by_the_schema_of_jenkins(report: Report) -> None:
    document = etree.fromstring(render("junit", report, Style()).encode())
    etree.XMLSchema(etree.parse(DEFINITIONS / "junit-10.xsd")).assertValid(document)
    cases = document.findall(".//testcase")
    assert document.get("tests") == str(len(cases)) == str(len(report.findings) + len(report.failures) or 1)
    assert document.get("failures") == str(len(document.findall(".//failure"))) == str(len(report.findings))
    for suite in document.findall("testsuite"):
        assert suite.get("tests") == str(len(suite.findall("testcase")))


def test_junit_names_the_place_the_line_the_reason_and_the_sources() -> None:
    document = etree.fromstring(rendered("junit", make_finding("a <b> word", "word")).encode())
    (case,) = document.findall(".//testcase")
    assert (case.get("classname"), case.get("name")) == ("policies/leave.md", "disability/wheelchair-bound (12:7)")
    (failure,) = case.findall("failure")
    assert (failure.text or "").split("\n") == [
        "",
        "In policies/leave.md:12:7",
        "| a <b> word",
        "Why: Here is why.",
        "Source: A Guide – Words, https://example.org/guide",
        "      ",
    ]


CHECKSTYLE = {
    "checkstyle": ({"version"}, {"file"}),
    "file": ({"name"}, {"error", "exception"}),
    "error": ({"line", "column", "severity", "message", "source"}, set()),
    "exception": (set(), set()),
}
"""Element → attributes and children that the schema allows."""


@every_report
def test_checkstyle_has_only_what_its_schema_allows(report: Report) -> None:
    document = etree.fromstring(render("checkstyle", report, Style()).encode())
    assert document.tag == "checkstyle"
    for element in document.iter():
        attributes, children = CHECKSTYLE[str(element.tag)]
        assert set(element.attrib) <= attributes
        assert {child.tag for child in element} <= children
        assert element.get("severity", "error") in ("error", "warning", "info")
        for name in ("line", "column"):
            assert int(element.get(name, 1)) > 0
    assert len(document.findall(".//error")) == len(report.findings)
    assert len(document.findall(".//exception")) == len(report.failures)


# Reviewdog


@every_report
def test_rdjson_is_valid_and_has_no_keys_that_reviewdog_does_not_know(report: Report) -> None:
    Draft4Validator(strict(schema("rdjson.schema.json"))).validate(json.loads(render("rdjson", report, Style())))


def test_rdjson_columns_are_bytes_and_suggestions_can_be_applied() -> None:
    source = "日本: an é word, and\r\nmore é here"
    start, end = source.index("word"), source.index("more") + len("more")
    fix = Fix(False, (Edit(source.index("an é"), source.index(" é"), "a"), Edit(start, end, "thing")))
    finding = make_finding(source.replace("\r\n", "\n"), "word, and\nmore", suggestions=("thing", "other"), fix=fix)
    finding = finding._replace(text=source[start:end], span=Span(start, end))
    diagnostic = parsed("rdjson", finding)["diagnostics"][0]
    assert diagnostic["location"]["range"] == {"start": {"line": 12, "column": 15}, "end": {"line": 13, "column": 5}}
    first, second = diagnostic["suggestions"]
    assert first == {
        "range": {"start": {"line": 12, "column": 9}, "end": {"line": 13, "column": 5}},
        "text": "a é thing",
    }
    assert second == {"range": diagnostic["location"]["range"], "text": "other"}


def test_rdjson_offers_nothing_that_it_can_not_place() -> None:
    far, paged = odd_report().findings[1], unplaced("words", {"page": 3})
    first, second = parsed("rdjson", far, paged)["diagnostics"]
    assert first["suggestions"] == []
    assert "range" not in second["location"]
    assert "suggestions" not in second


# Markdown


def test_markdown_counts_lists_and_gives_reasons() -> None:
    finding = make_finding("a `word`", "word", suggestions=("kind", ""))
    text = rendered("markdown", finding, unplaced("x", {"page": 3}), failures=(Failure("lost.md", "gone"),))
    assert text == (
        "<!-- inclusivelint -->\n\n## Inclusive language\n\n"
        "**2 findings (2 warnings) in 2 of 2 files, 100 words; 1 failure.**\n\n"
        "### Could not be checked\n\n- `lost.md`: gone\n\n"
        "| Category | 🟠 Warnings |\n| :-- | --: |\n| disability | 2 |\n\n"
        "### `policies/leave.md`\n\n"
        "- 🟠 warning, line 12: `word`: A wheelchair is freedom of movement. Try: `kind`, leave it out. "
        "(`disability/wheelchair-bound`)\n\n"
        "### `policy.pdf`\n\n"
        "- 🟠 warning, page 3: `x`: A wheelchair is freedom of movement. Try: `wheelchair user`. "
        "(`disability/wheelchair-bound`)\n\n"
        "<details><summary>Why, and who says so</summary>\n\n"
        "- `disability/wheelchair-bound`: Here is why. ([A Guide – Words](<https://example.org/guide>))\n\n"
        "</details>\n"
    )


def test_markdown_keeps_within_what_a_comment_holds_and_shows_the_most_severe_first() -> None:
    mild = [make_finding("word", "word", HINT, line=line, path=f"{line % 40}.md") for line in range(1, 9000)]
    grave = [make_finding("x" * 500, "x" * 500, SLUR, line=9000, suggestions=("y" * 500,) * 9)]
    text = rendered("markdown", *mild, *grave, failures=tuple(Failure("p" * 300, "m" * 900) for _ in range(500)))
    assert len(text) < 65_536
    assert "line 9000" in text
    assert "… and 8,900 more findings" in text
    assert "… and 480 more" in text
    shown = [int(line) for line in re.findall(r"suggestion, line (\d+)", text)]
    assert len(shown) == 99
    assert max(shown) == 99


# Large reports


def large_report() -> Report:
    line = "The venue welcomes wheelchair-bound guests, and it has done so for years. " * 3
    one = make_finding(line, "wheelchair-bound", suggestions=("wheelchair-using", "disabled"))
    findings = [
        one._replace(line=number, end_line=number, path=f"docs/{number % 500}.md", fingerprint=f"{number:016x}")
        for number in range(1, 10_001)
    ]
    return Report(findings, files=500, words=4_000_000)


@pytest.mark.parametrize("form", FORMATS)
def test_ten_thousand_findings_are_no_burden(form: str) -> None:
    import time

    report = large_report()
    start = time.process_time()
    text = render(form, report, Style())
    assert time.process_time() - start < 20
    assert len(text) < 25_000_000
