"""Formats: the same policy gives the same findings in each, directives and fixes included, and files in folders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inclusivelint.config import Config
from inclusivelint.fixer import fix_source
from inclusivelint.linter import Linter
from inclusivelint.model import Finding
from tests.commands import run
from tests.helpers import linter as make_linter
from tests.helpers import rule
from tests.rendering import FORMATS, PLANTED, POLICY, markdown

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS)
ENCODED = {"e-mail, quoted-printable", "e-mail, base64"}

RULES = [
    rule("wheelchair-bound"),
    rule("crazy", suggestions=["hectic"]),
    rule("sanity-check", phrases=["sanity checks"]),
    rule("blacklisted", suggestions=["blocklisted"]),
    rule("quoted", phrases=["plainword"], suggestions=['the team\'s "own"']),
]


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> Linter:
    return make_linter(tmp_path_factory.mktemp("rules"), *RULES)


def findings(linter: Linter, name: str, source: str) -> list[Finding]:
    checked = linter.check_source(name, source)
    assert checked.failure is None, checked.failure
    return list(checked.findings)


def bare(written: str) -> str:
    """What a reader sees of a stretch of any of the sources."""
    written = re.sub(r"=\r?\n", "", written)
    written = re.sub(r"\\n(?:\"\n\"|\",\s*\")?|\"\n\"", " ", written)
    written = re.sub(r"</?\w+>|\\textbf|[*{}]|(?<=\n)[ \t]*(?://+|--|#|\*)", "", written)
    return re.sub(r"[-\s\u2010-\u2015]+", "-", written).lower()


# The same policy in every format


@EVERY_FORMAT
def test_the_planted_findings_are_the_same_in_every_format(linter: Linter, form: str) -> None:
    name, render = FORMATS[form]
    source = render(POLICY)
    found = findings(linter, name, source)
    original = findings(linter, "policy.md", markdown(POLICY))
    assert [finding.rule.id for finding in found] == [finding.rule.id for finding in original]
    assert [bare(finding.text) for finding in found] == [planted.replace(" ", "-") for planted in PLANTED]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "e-mail, base64"])
@pytest.mark.parametrize("change", ["", "\ufeff", "crlf"])
def test_every_finding_points_at_its_words(linter: Linter, form: str, change: str) -> None:
    name, render = FORMATS[form]
    source = render(POLICY)
    source = source.replace("\r\n", "\n").replace("\n", "\r\n") if change == "crlf" else change + source
    found = findings(linter, name, source)
    assert [bare(source[finding.span.start : finding.span.end]) for finding in found] == [
        planted.replace(" ", "-") for planted in PLANTED
    ]
    lines = source.splitlines()
    for finding in found:
        words = finding.text.split()[0] if form not in ENCODED else ""
        assert lines[finding.line - 1].startswith(words, finding.column - 1) or finding.column == 1 or change


def test_base64_points_at_the_line_and_tells_the_words(linter: Linter) -> None:
    name, render = FORMATS["e-mail, base64"]
    source = render(POLICY)
    found = findings(linter, name, source)
    assert [" ".join(finding.text.split()) for finding in found] == PLANTED
    assert found[0].fix is None


# Directives

COMMENTS = {
    "Markdown": "<!-- {} -->\n\n",
    "MDX": "{{/* {} */}}\n\n",
    "plain text": "# {}\n\n",
    "reStructuredText": ".. {}\n\n",
    "AsciiDoc": "// {}\n\n",
    "HTML": "<!-- {} -->\n",
    "LaTeX": "% {}\n",
    "Org": "# {}\n\n",
    "gettext": "# {}\n",
    "WebVTT": "NOTE {}\n\n",
    "YAML": "# {}\n",
    "TOML": "# {}\n",
    "CSV": "# {}\r\n",
    "Python": "# {}\n",
    "JavaScript": "/* {} */\n",
    "TypeScript": "// {}\n",
    "Java": "// {}\n",
    "Go": "// {}\n",
    "Rust": "// {}\n",
    "C": "/* {} */\n",
    "C++": "// {}\n",
    "C#": "// {}\n",
    "Ruby": "# {}\n",
    "PHP": "// {}\n",
    "shell": "# {}\n",
    "Terraform": "# {}\n",
    "SQL": "-- {}\n",
    "Dockerfile": "# {}\n",
}


@pytest.mark.parametrize("form", COMMENTS)
def test_a_directive_stands_in_the_comments_of_the_format(linter: Linter, form: str) -> None:
    name, render = FORMATS[form]
    text = "Names are blacklisted for a year."
    source = render([("paragraph", "Everyone is welcome."), ("paragraph", text)])
    # The line before the one that it is about: in front of the block that holds the text.
    at = max(source.rfind(mark, 0, source.index(text)) + len(mark) for mark in ("\n", "<body>\n"))
    opened = {"JavaScript": "/**\n", "Java": "/**\n", "C": "/*\n", "WebVTT": "2\n00:00:02.000 --> 00:00:02.900\n"}
    opened["YAML"] = "text1: >\n"
    at -= len(opened.get(form, ""))
    if form == "gettext":
        at = source.rindex("#:")
    scope = "disable" if form in ("gettext", "WebVTT", *opened) else "disable-next-line"
    directive = COMMENTS[form].format(f"inclusivelint-{scope} test/blacklisted -- it is a name")
    suppressed = source[:at] + directive + source[at:]
    assert [each.rule.id for each in findings(linter, name, source)] == ["test/blacklisted"]
    assert [each.rule.id for each in findings(linter, name, suppressed)] == []
    assert linter.check_source(name, suppressed).suppressed == 1


def test_json_has_directives_under_a_comment_key_and_in_comments(linter: Linter) -> None:
    for directive in ('"//": "inclusivelint-disable test/crazy",', "// inclusivelint-disable test/crazy"):
        assert findings(linter, "a.json", f'{{\n{directive}\n"text": "A crazy idea"}}') == []


# Fixes

FIXABLE = [form for form in FORMATS if not form.startswith("e-mail")]


@pytest.mark.parametrize("form", FIXABLE)
def test_a_fix_changes_the_words_and_nothing_else(linter: Linter, form: str) -> None:
    name, render = FORMATS[form]
    source = render(POLICY)
    fixed = fix_source(linter, name, source, unsafe=True).source
    place = findings(linter, name, source)[1].span
    expected = source[: place.start] + "hectic" + source[place.end :]
    assert fixed == expected.replace("blacklisted", "blocklisted")


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("a.json", '{"a": "It is plainword."}', '{"a": "It is the team\'s \\"own\\"."}'),
        ("a.yaml", "a: 'It is plainword.'\n", "a: 'It is the team''s \"own\".'\n"),
        ("a.yaml", 'a: "It is plainword."\n', 'a: "It is the team\'s \\"own\\"."\n'),
        ("a.toml", "a = 'It is plainword.'\n", None),
        ("a.toml", 'a = "It is plainword."\n', 'a = "It is the team\'s \\"own\\"."\n'),
        ("a.csv", 'a,"It is plainword."\n', 'a,"It is the team\'s ""own""."\n'),
        ("a.csv", "a,It is plainword.\n", None),
        ("a.po", 'msgid "a"\nmsgstr "It is plainword."\n', 'msgid "a"\nmsgstr "It is the team\'s \\"own\\"."\n'),
        ("a.html", "<p>It is plainword.</p>", "<p>It is the team's &quot;own&quot;.</p>"),
        ("a.html", '<img alt="It is plainword.">', None),
        ("a.py", "# It is plainword.\n", '# It is the team\'s "own".\n'),
        ("a.py", "a = 'It is plainword.'\n", None),
        ("a.md", "It is plainword.\n", 'It is the team\'s "own".\n'),
    ],
)
def test_a_fix_is_written_as_the_place_asks_or_not_at_all(
    linter: Linter, name: str, source: str, expected: str | None
) -> None:
    assert [each.rule.id for each in findings(linter, name, source)] == ["test/quoted"]
    assert fix_source(linter, name, source, unsafe=True).source == (expected or source)


def test_words_behind_an_escape_are_found_and_left_for_a_person(linter: Linter) -> None:
    source = '{"a": "A cra\\u007ay plan", "b": "One\\nblacklisted name"}'
    found = findings(linter, "a.json", source)
    assert [each.text for each in found] == ["cra\\u007ay", "blacklisted"]
    assert [each.fix is None for each in found] == [True, False]


def test_what_cannot_be_fixed_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(
        "From: a\nTo: b\nSubject: A sanity check\n\nNames are blacklisted.\n", encoding="utf-8"
    )
    before = (tmp_path / "a.eml").read_bytes()
    outcome = run("check", "a.eml", "--fix", "--unsafe-fixes", "-q", cwd=tmp_path)
    assert outcome.code == 1
    assert "inclusivelint: a.eml: cannot fix e-mail" in outcome.err
    assert (tmp_path / "a.eml").read_bytes() == before


def test_a_fallback_is_said_and_is_no_error_and_a_fix_keeps_the_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"Caf\xe9: the names are blacklisted.\r\n")
    outcome = run("check", "a.md", "--fix", "--unsafe-fixes", "-q", cwd=tmp_path)
    assert outcome.code == 0, outcome
    assert "a.md: read as Windows-1252" in outcome.err
    assert (tmp_path / "a.md").read_bytes() == b"Caf\xe9: the names are blocklisted.\r\n"


def test_the_name_of_standard_input_decides(tmp_path: Path) -> None:
    source = "A wheelchair-bound *guest*.\n\n.. wheelchair-bound\n"
    assert run("check", "-", "--stdin-filename", "a.rst", "--format", "json", cwd=tmp_path, stdin=source).words == [
        "wheelchair-bound"
    ]


# Folders


def test_folders_hold_prose_and_the_rest_on_request(tmp_path: Path) -> None:
    text = "The wheelchair-bound guest"
    for name, source in {
        "a.rst": text,
        "b.html": f"<p>{text}",
        "c.py": f"# {text}\n",
        "Dockerfile": f"# {text}\n",
        "d.json": f'["{text}"]',
        "locale/e.yaml": f"a: {text}\n",
        "f.csv": f"a,{text}\n",
        "g.xyz": text,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")

    def checked(*options: str) -> set[str]:
        report = run("check", ".", "--format", "json", *options, cwd=tmp_path).report
        return {finding["path"] for finding in report["findings"]}

    prose = {"a.rst", "b.html"}
    assert checked() == prose
    assert checked("--include-code", "--include", "*.xyz") == prose | {"c.py", "Dockerfile", "g.xyz"}
    settings = 'include = ["locale/*.yaml", "*.json"]\nmax-size = "1 kB"\n[keys]\n"*.json" = ["title"]\n'
    (tmp_path / ".inclusivelint.toml").write_text(settings, encoding="utf-8")
    assert checked() == prose | {"locale/e.yaml"}


def test_names_are_checked_on_request(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("is_blacklisted = blacklistedNames = 1\n", encoding="utf-8")
    assert run("check", "a.py", "-q", cwd=tmp_path).code == 0
    assert run("check", "a.py", "--identifiers", "--format", "json", cwd=tmp_path).words == ["blacklisted"] * 2


def test_a_file_that_is_too_large_is_one_line_and_the_rest_is_checked(tmp_path: Path) -> None:
    (tmp_path / ".inclusivelint.toml").write_text('max-size = "1 kB"\n', encoding="utf-8")
    (tmp_path / "big.rst").write_text("x" * 5000, encoding="utf-8")
    (tmp_path / "small.rst").write_text("A wheelchair-bound guest.\n", encoding="utf-8")
    (tmp_path / "loop.rst").symlink_to("loop.rst")
    outcome = run("check", ".", "--format", "json", cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.words == ["wheelchair-bound"]
    assert outcome.err == "inclusivelint: big.rst: too large: 0.0 MB is more than max-size (0.001 MB)\n"
    assert run("check", "-", cwd=tmp_path, stdin="x" * 5000).code == 2


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("max-size = 5", 'max-size must be a size such as "20 MB", not a number'),
        ('code-parts = ["coments"]', 'code-parts: unknown part "coments"; did you mean "comments"?'),
        ("include-code = 'yes'", "include-code must be true or false"),
        ("keys = ['a']", "keys must be a table"),
    ],
)
def test_faulty_configuration_is_told_with_its_line(tmp_path: Path, line: str, cause: str) -> None:
    (tmp_path / ".inclusivelint.toml").write_text(f"{line}\n", encoding="utf-8")
    outcome = run("check", ".", cwd=tmp_path)
    assert outcome.code == 2
    assert f".inclusivelint.toml:1: {cause}" in outcome.err


def test_a_configuration_has_the_defaults_that_are_documented() -> None:
    config = Config(path=None, root=Path())
    assert (config.include_code, config.max_size, config.code_parts) == (False, 20_000_000, ("comments", "strings"))
