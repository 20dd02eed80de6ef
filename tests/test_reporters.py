from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from wcwidth import wcswidth

from inclusivelint.model import Failure, Finding, Report, Severity, Span
from inclusivelint.reporters import FORMATS, Style, render
from tests.reports import HINT, SLUR, WHEELCHAIR, full_report, make_finding, make_rule, unplaced

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))


def text_of(*findings: Finding, width: int = 100) -> str:
    return render("text", Report(list(findings), files=1, words=100), Style(width=width))


def snippet_of(finding: Finding, width: int = 100) -> list[str]:
    """The lines under the headline, without the margin."""
    lines = text_of(finding, width=width).split("\n\n")[0].splitlines()[1:]
    return [line.split(" |", 1)[1][1:] for line in lines]


def summary_of(report: Report) -> str:
    return render("text", report, Style()).splitlines()[-1]


# Text: findings


def test_a_finding_is_shown_in_its_line_and_the_summary_follows() -> None:
    findings = [
        make_finding(
            "The venue welcomes wheelchair-bound guests.",
            "wheelchair-bound",
            suggestions=("wheelchair user", "guest who uses a wheelchair"),
        ),
        make_finding("Never a slur.", "slur", SLUR, line=9, path="b.txt"),
    ]
    report = Report(findings, files=12, words=4120, suppressed=1)
    assert render("text", report, Style()) == textwrap.dedent(
        """\
        policies/leave.md:12:20: warning disability/wheelchair-bound  A wheelchair is freedom of movement.
           |
        12 | The venue welcomes wheelchair-bound guests.
           |                    ^^^^^^^^^^^^^^^^
           = try: wheelchair user, guest who uses a wheelchair

        b.txt:9:9: error lgbtqia/slur  Kinder words are at hand.
          |
        9 | Never a slur.
          |         ^^^^

        For reasons and sources: inclusivelint explain RULE

        2 findings (1 error, 1 warning) in 2 of 12 files, 4,120 words; 1 suppressed.
        """
    )


def test_the_best_four_suggestions_are_shown() -> None:
    output = text_of(make_finding("say it", "it", suggestions=("a", "", "c", "d", "e")))
    assert "   = try: a, (leave it out), c, d\n" in output


@pytest.mark.parametrize(
    ("line", "words", "shown", "underline"),
    [
        pytest.param("\ta\tword\tb", "word", "    a   word    b", " " * 8 + "^^^^", id="tabs before"),
        pytest.param("a two\twords", "two\twords", "a two   words", "  " + "^" * 11, id="tab inside"),
        pytest.param("日本語 word", "word", "日本語 word", " " * 7 + "^^^^", id="wide before"),
        pytest.param("the 日本 word", "日本", "the 日本 word", "    ^^^^", id="wide inside"),
        pytest.param("👩🏽‍🦽 word", "word", "👩🏽‍🦽 word", "   ^^^^", id="emoji joined from several"),
        pytest.param("❤️ word", "word", "❤️ word", "   ^^^^", id="emoji by variation selector"),
        pytest.param("🇩🇪 word", "word", "🇩🇪 word", "   ^^^^", id="flag"),
        pytest.param("cafe\u0301 word", "word", "cafe\u0301 word", "     ^^^^", id="combining before"),
        pytest.param("a cafe\u0301 word", "cafe\u0301", "a cafe\u0301 word", "  ^^^^", id="combining inside"),
        pytest.param("“Don’t” — word", "word", "“Don’t” — word", " " * 10 + "^^^^", id="typographic"),
        pytest.param("soft\u00adly \u200bword", "word", "softly word", "       ^^^^", id="without width, before"),
        pytest.param(
            "日 wheel\u00adchair", "wheel\u00adchair", "日 wheelchair", "   " + "^" * 10, id="soft hyphen inside"
        ),
    ],
)
def test_the_underline_stands_below_the_words(line: str, words: str, shown: str, underline: str) -> None:
    assert snippet_of(make_finding(line, words))[1:] == [shown, underline]


def test_a_long_line_is_clipped_on_both_sides_of_the_words() -> None:
    line = "abcdefghij" * 30 + " word " + "klmnopqrst" * 30
    # 35 columns, less five of the margin and two of the ellipses: four for the word and 12 on either side
    assert snippet_of(make_finding(line, "word"), width=35)[1:] == ["…jabcdefghij word klmnopqrstk…", " " * 13 + "^^^^"]


@pytest.mark.parametrize(
    ("line", "shown", "underline"),
    [
        pytest.param("word " + "x" * 99, "word " + "x" * 23 + "…", "^^^^", id="words first"),
        pytest.param("x" * 99 + " word", "…" + "x" * 23 + " word", " " * 25 + "^^^^", id="words last"),
        pytest.param("x" * 25 + " word", "x" * 25 + " word", " " * 26 + "^^^^", id="just fits"),
    ],
)
def test_a_long_line_is_clipped_where_it_has_more(line: str, shown: str, underline: str) -> None:
    assert snippet_of(make_finding(line, "word"), width=35)[1:] == [shown, underline]


def test_words_longer_than_the_line_are_shown_from_their_first_and_go_on() -> None:
    words = "word " * 500 + "end"
    _, shown, underline = snippet_of(make_finding("before " + words + " after", words), width=35)
    assert shown == "…word word word word word wor…"
    assert underline == " " + "^" * 29


def test_wide_characters_are_clipped_by_their_width() -> None:
    _, shown, underline = snippet_of(make_finding("日" * 200 + "word" + "本" * 200, "word"), width=35)
    assert shown == "…" + "日" * 6 + "word" + "本" * 6 + "…"
    assert underline == " " * 13 + "^^^^"


def test_far_away_text_without_width_counts_as_clipped() -> None:
    line = "x" + "\u00ad" * 5000 + "word" + "\u00ad" * 5000 + "y"
    assert snippet_of(make_finding(line, "word"))[1:] == ["…word…", " ^^^^"]


def test_a_finding_without_words_is_still_pointed_at() -> None:
    finding = make_finding("Terms of use", "of")._replace(text="", end_column=7)
    assert snippet_of(finding)[1:] == ["Terms of use", "      ^"]


def test_a_finding_over_two_lines_is_underlined_in_both() -> None:
    source = "> She was confined to a  \n>   wheelchair by it."
    finding = make_finding(source, "confined to a  \n>   wheelchair", line=99)
    assert text_of(finding).split("\n\n")[0].splitlines()[1:] == [
        "    |",
        " 99 | > She was confined to a",
        "    |           ^^^^^^^^^^^^^",
        "100 | >   wheelchair by it.",
        "    |     ^^^^^^^^^^",
    ]


def test_a_finding_over_many_lines_is_shown_to_the_third() -> None:
    finding = make_finding("one\ntwo\n\nfour\nfive", "one\ntwo\n\nfour\nfive", line=7)
    assert text_of(finding).split("\n\n")[0].splitlines()[1:] == [
        "  |",
        "7 | one",
        "  | ^^^",
        "8 | two",
        "  | ^^^",
        "9 |",
        "  | …",
    ]


def test_line_ends_that_came_along_are_not_shown() -> None:
    finding = make_finding("a word\r", "word")
    assert snippet_of(finding)[1:] == ["a word", "  ^^^^"]


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ({"page": 3}, "policy.pdf (page 3): warning"),
        ({"table": "fees", "row": 4}, "policy.pdf (table fees, row 4): warning"),
        (None, "policy.pdf: warning"),
    ],
)
def test_a_finding_without_lines_shows_its_place_and_its_words(location: dict[str, Any] | None, place: str) -> None:
    output = text_of(unplaced("wheelchair-\nbound", location)).splitlines()
    assert output[0].startswith(place + " disability/wheelchair-bound  A wheelchair")
    assert output[1:5] == [" |", " | wheelchair- bound", " | ^^^^^^^^^^^^^^^^^", " = try: wheelchair user"]


def test_a_line_without_a_known_column_is_shown_without_underline() -> None:
    finding = unplaced("word", {"paragraph": 12})._replace(source_lines=("A word here.",))
    assert text_of(finding).splitlines()[1:4] == [" |", " | A word here.", " = try: wheelchair user"]


# Text: nothing in a document reaches the terminal as a command


@pytest.mark.parametrize(
    ("evil", "shown"),
    [
        pytest.param("\x1b[31m", "␛[31m", id="ansi colour"),
        pytest.param("\x1b]0;title\x07", "␛]0;title␇", id="terminal title"),
        pytest.param("\x9b2J", "<U+009B>2J", id="8-bit escape"),
        pytest.param("ok\rforged", "ok␍forged", id="carriage return"),
        pytest.param("\x08\x7f", "␈␡", id="backspace and delete"),
        pytest.param("\u202edesrever\u202c", "<U+202E>desrever<U+202C>", id="bidi override"),
        pytest.param("\u2067x\u2069", "<U+2067>x<U+2069>", id="bidi isolate"),
        pytest.param("\u2028", "<U+2028>", id="line separator"),
        pytest.param("\udc9b", "\ufffd", id="lone surrogate"),
    ],
)
def test_what_a_terminal_would_act_on_is_made_visible(evil: str, shown: str) -> None:
    finding = make_finding(f"a {evil} word", "word")
    assert snippet_of(finding)[1:] == [f"a {shown} word", " " * (len(shown) + 3) + "^^^^"]


def test_paths_messages_rules_and_suggestions_are_made_harmless_too() -> None:
    rule = make_rule("custom/\x1b[1mrule", Severity.ERROR, "Two\nlines \x1b[2J\u202e.")
    finding = make_finding("a word", "word", rule, path="evil\x1b]8;;\n.md", suggestions=("kind\r\x1b[0m",))
    for style in (Style(), Style(quiet=True), Style(statistics=True)):
        output = render("text", Report([finding], files=1), style)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", output)
        assert "Two lines ␛[2J<U+202E>." in output
    assert "evil␛]8;; .md:12:3: error custom/␛[1mrule" in text_of(finding)
    assert "try: kind␍␛[0m" in text_of(finding)


ANY_LINE = st.text(
    st.one_of(
        st.characters(exclude_characters="\r\n"),  # lone surrogates included
        st.sampled_from("\t a.é日👩🏽🇩🇪\u200d\ufe0f\u0301\u00ad\u200b\u202e\x1b\x9b"),
    ),
    max_size=150,
)


@settings(deadline=None)
@given(before=ANY_LINE, words=ANY_LINE.filter(bool), after=ANY_LINE, width=st.integers(min_value=40, max_value=120))
def test_any_line_fits_the_width_and_is_harmless(before: str, words: str, after: str, width: int) -> None:
    start, end = len(before), len(before) + len(words)
    finding = Finding(
        "a.md", SLUR, SLUR.severity, SLUR.message, words, Span(start, end),
        1, start + 1, 1, end + 1, (), None, "f", (before + words + after,),
    )  # fmt: skip
    shown = text_of(finding, width=width).split("\n\n")[0].split("\n")[1:]
    assert 2 <= len(shown) <= 3
    for line in shown:
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", line)
        assert wcswidth(line) <= width


# Text: styles and summary


def test_quiet_is_one_line_for_each_finding() -> None:
    report = Report([make_finding("a word", "word", suggestions=("x",)), unplaced("it", {"page": 3})], files=1)
    assert render("text", report, Style(quiet=True)) == (
        "policies/leave.md:12:3: warning disability/wheelchair-bound A wheelchair is freedom of movement.\n"
        "policy.pdf (page 3): warning disability/wheelchair-bound A wheelchair is freedom of movement.\n"
    )


def test_quiet_says_nothing_when_there_is_nothing() -> None:
    assert render("text", Report(files=3, words=9), Style(quiet=True)) == ""
    assert render("text", Report(files=3, words=9), Style(quiet=True, statistics=True)) == ""


def test_statistics_count_by_rule_and_category() -> None:
    clipped = make_rule("technology/hint", Severity.SUGGESTION, "Long words " * 20)
    findings = [
        make_finding("slur", "slur", SLUR),
        *[make_finding("word", "word", clipped)] * 2,
        *[make_finding("word", "word")] * 2,
    ]
    report = Report(findings, files=2, words=2000, baselined=3)
    assert render("text", report, Style(statistics=True, width=80)) == textwrap.dedent(
        """\
        count  severity    rule                         message
            2  warning     disability/wheelchair-bound  A wheelchair is freedom of mov…
            2  suggestion  technology/hint              Long words Long words Long wor…
            1  error       lgbtqia/slur                 Kinder words are at hand.

        count  category
            2  disability
            2  technology
            1  lgbtqia

        2.50 findings per 1,000 words.

        5 findings (1 error, 2 warnings, 2 suggestions) in 1 of 2 files, 2,000 words; 3 in the baseline.
        """
    )


def test_statistics_show_the_highest_severity_a_rule_was_given() -> None:
    mild, severe = make_finding("word", "word"), make_finding("word", "word")._replace(severity=Severity.ERROR)
    for findings in ([mild, severe], [severe, mild]):
        output = render("text", Report(findings, files=1), Style(statistics=True))
        assert "\n    2  error       disability/wheelchair-bound  " in output


def test_quiet_statistics_are_the_table_of_rules_alone() -> None:
    output = render("text", Report([make_finding("slur", "slur", SLUR)], files=1), Style(quiet=True, statistics=True))
    assert output == (
        "count  severity    rule          message\n    1  error       lgbtqia/slur  Kinder words are at hand.\n"
    )


def test_statistics_without_words_or_findings_have_no_rate() -> None:
    assert render("text", Report(files=1), Style(statistics=True)) == "No findings in 1 file (0 words).\n"
    report = Report([make_finding("slur", "slur", SLUR)], files=1)
    assert "per 1,000 words" not in render("text", report, Style(statistics=True))


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (Report(files=12, words=4120), "No findings in 12 files (4,120 words)."),
        (Report(files=1, words=1), "No findings in 1 file (1 word)."),
        (
            Report(files=2, words=0, suppressed=2, baselined=1),
            "No findings in 2 files (0 words); 2 suppressed, 1 in the baseline.",
        ),
        (Report(), "No documents to check."),
        (Report(failures=[Failure("a.md", "gone")]), "No documents to check; 1 failure."),
        (
            Report([make_finding("slur", "slur", SLUR)], files=1, words=1),
            "1 finding (1 error) in 1 file, 1 word.",
        ),
        (
            Report(
                [make_finding("it", "it", rule, path=path) for rule in (SLUR, HINT, WHEELCHAIR) for path in ("a", "b")],
                [Failure("c", "gone")] * 2,
                files=1200,
                words=1_000_000,
            ),
            "6 findings (2 errors, 2 warnings, 2 suggestions) in 2 of 1,200 files, 1,000,000 words; 2 failures.",
        ),
    ],
)
def test_the_summary_counts_in_words(report: Report, summary: str) -> None:
    assert summary_of(report) == summary


def test_failures_are_left_to_standard_error() -> None:
    assert "gone" not in render("text", Report(failures=[Failure("lost.md", "gone")], files=1), Style())


@pytest.mark.parametrize("options", [{}, {"quiet": True}, {"statistics": True}])
def test_colour_changes_nothing_but_the_colour(options: dict[str, bool]) -> None:
    report = Report([make_finding("a 日 word\nand", "word\nand", SLUR, suggestions=("x",))], files=1, words=9)
    coloured = render("text", report, Style(color=True, **options))
    assert "\x1b[31m\x1b[1merror" in coloured
    assert click.unstyle(coloured) == render("text", report, Style(**options))


# JSON


def test_json_has_the_keys_and_the_order_of_version_1() -> None:
    report = full_report()
    del report.findings[1:]
    assert render("json", report, Style(color=True, quiet=True, statistics=True)) == textwrap.dedent(
        """\
        {
          "version": 1,
          "findings": [
            {
              "path": "policies/leave.md",
              "line": 12,
              "column": 3,
              "end_line": 12,
              "end_column": 7,
              "offset": 2,
              "end_offset": 6,
              "location": null,
              "text": "word",
              "rule": "disability/wheelchair-bound",
              "category": "disability",
              "severity": "warning",
              "certainty": null,
              "message": "A wheelchair is freedom of movement.",
              "why": "Here is why.",
              "sources": [
                {
                  "title": "A Guide – Words",
                  "url": "https://example.org/guide"
                }
              ],
              "suggestions": [
                "kind",
                "kinder"
              ],
              "fix": {
                "safe": true,
                "edits": [
                  {
                    "offset": 2,
                    "end_offset": 6,
                    "replacement": "“kind” wörd"
                  }
                ]
              },
              "fingerprint": "0123abcd"
            }
          ],
          "documents": [],
          "errors": [
            {
              "path": "lost.md",
              "message": "can't be read"
            }
          ],
          "summary": {
            "files": 3,
            "words": 4120,
            "findings": 1,
            "by_severity": {
              "error": 0,
              "warning": 1,
              "suggestion": 0
            },
            "by_rule": {
              "disability/wheelchair-bound": 1
            },
            "suppressed": 1,
            "baselined": 2
          }
        }
        """
    )


def test_json_counts_by_severity_and_rule() -> None:
    report = full_report()
    report.findings.sort(key=lambda finding: finding.rule.id, reverse=True)
    summary = json.loads(render("json", report, Style()))["summary"]
    assert summary["findings"] == 3
    assert summary["by_severity"] == {"error": 1, "warning": 2, "suggestion": 0}
    assert list(summary["by_rule"].items()) == [("disability/wheelchair-bound", 2), ("lgbtqia/slur", 1)]


def test_json_has_null_for_the_place_where_a_format_has_no_lines() -> None:
    finding = json.loads(render("json", full_report(), Style()))["findings"][2]
    places = ("line", "column", "end_line", "end_column", "offset", "end_offset", "fix")
    assert {key: finding[key] for key in places} == dict.fromkeys(places)
    assert finding["location"] == {"page": 3}


@pytest.mark.parametrize("text", ["\udc9b", "\x9b2J", "\u202egnp\u2069", "\x1b[2J\n", "\x7f"])
def test_json_escapes_what_no_encoding_writes_or_a_terminal_acts_on(text: str) -> None:
    output = render("json", Report([make_finding(text, text)], files=1), Style())
    output.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2069]", output)
    assert json.loads(output)["findings"][0]["text"] == text


def test_json_paths_have_forward_slashes_where_the_system_has_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sep", "\\")
    report = Report([make_finding("it", "it", path=r"policies\leave.md")], [Failure(r"lost\a.md", "gone")], files=1)
    read = json.loads(render("json", report, Style()))
    assert (read["findings"][0]["path"], read["errors"][0]["path"]) == ("policies/leave.md", "lost/a.md")


@pytest.mark.parametrize("report", [full_report(), Report()], ids=["full", "empty"])
def test_json_is_valid_by_the_published_schema(report: Report) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(render("json", report, Style())))


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [
        ((), "version", 2),
        (("findings", 0), "line", 0),
        (("findings", 0), "severity", "fatal"),
        (("findings", 0), "rule", "wheelchair-bound"),
        (("findings", 0, "fix", "edits", 0), "offset", None),
        (("findings", 2), "location", {}),
        (("summary", "by_severity"), "note", 1),
    ],
)
def test_the_schema_rejects_what_version_1_is_not(place: tuple[str | int, ...], key: str, value: object) -> None:
    read = json.loads(render("json", full_report(), Style()))
    target = read
    for step in place:
        target = target[step]
    target[key] = value
    with pytest.raises(ValidationError):
        Draft202012Validator(SCHEMA).validate(read)


def test_the_schema_is_strict_and_describes_every_key() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, SCHEMA["properties"]["summary"], SCHEMA["properties"]["summary"]["properties"]["by_severity"]]
    objects += [definition for definition in SCHEMA["$defs"].values() if "properties" in definition]
    assert len(objects) == 9
    for each in objects:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
        for key, value in each["properties"].items():
            described = SCHEMA["$defs"][value["$ref"].rsplit("/")[-1]] if "$ref" in value else value
            assert described.get("description"), key


# Dispatch


def test_an_unknown_format_is_an_error() -> None:
    assert FORMATS[:2] == ("text", "json")
    with pytest.raises(ValueError, match="yaml"):
        render("yaml", Report(), Style())


def test_only_what_is_used_is_loaded() -> None:
    program = """
        import sys
        from inclusivelint.model import *
        from inclusivelint.reporters import Style, render
        assert "inclusivelint.reporters.text" not in sys.modules
        rule = Rule("a/b", "a", Severity.ERROR, "people", "m", "w", ())
        for line in ("a plain word", "“Don’t” – caf\\u00e9 word"):
            start = line.index("word") + 1
            place = 1, start, 1, start + 4
            finding = Finding("p", rule, rule.severity, "m", "word", Span(0, 1), *place, (), None, "f", (line,))
            assert "^^^^" in render("text", Report([finding], files=1), Style())
        print(sorted({"json", "wcwidth", "rich", "spacy", "inclusivelint.reporters.json"} & set(sys.modules)))
    """
    run = [sys.executable, "-c", textwrap.dedent(program)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.stdout, done.stderr) == ("[]\n", "")
