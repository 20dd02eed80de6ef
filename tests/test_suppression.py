from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from inclusivelint.config import Config
from inclusivelint.fixer import fix_source
from inclusivelint.linter import Linter
from inclusivelint.model import Checked, Rule, Severity
from inclusivelint.ruleset import compile_rules, rules_folder
from tests.commands import run, write_team_rules
from tests.helpers import rule, write_rules

MARKDOWN = [
    "<!-- {} -->",
    "<!--{}-->",
    "<!--\n{}\n-->",
    "[//]: # ({})",
    '[//]: # "{}"',
    "[//]: # '{}'",
    "[//]: <> ({})",
    "[comment]: # ({})",
]
PLAIN = ["# {}", "## {}", "#{}", "// {}", "; {}", "% {}", ".. {}", "-- {}", "/* {} */", "<!-- {} -->", "  # {}"]
SYNTAXES = [*(("a.md", each) for each in MARKDOWN), *(("a.txt", each) for each in PLAIN), ("a.rst", ".. {}")]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rule, ...]:
    """one/alpha on "alphaword", one/beta (once one/b) on "betaword", two/gamma on "gammaword"."""
    folder = tmp_path_factory.mktemp("rules")
    beta = rule("beta", phrases=["betaword"], aliases=["one/b"])
    files = [
        write_rules(folder, rule("alpha", phrases=["alphaword"]), beta, category="one"),
        write_rules(folder, rule("gamma", phrases=["gammaword"]), category="two"),
    ]
    return compile_rules(files, [rules_folder() / "sources.yaml"])


class Check:
    """What is reported in a document."""

    def __init__(
        self, rules: Sequence[Rule], source: str, path: str = "a.md", *, select: Sequence[str] = (),
        ignore: Sequence[str] = (), require_reason: bool = False, min_severity: Severity = Severity.WARNING,
        per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = (),
    ) -> None:  # fmt: skip
        config = Config(
            path=None,
            root=Path(),
            require_reason=require_reason,
            min_severity=min_severity,
            per_file_ignores=per_file_ignores,
        )
        self.source = source
        self.checked: Checked = Linter(rules, config, select, ignore).check_source(path, source)

    @property
    def words(self) -> list[str]:
        """The words found, each with what follows it: "alphaword 1"."""
        ends = [each.span.end for each in self.checked.findings if each.rule.category != "directives"]
        return [f"{self.source[:end].split()[-1]} {self.source[end:].split()[0]}" for end in ends]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The rules about directives that are reported, each with its place: ("unused", "<!-- … -->")."""
        return [
            (each.rule.id.removeprefix("directives/"), each.text)
            for each in self.checked.findings
            if each.rule.category == "directives"
        ]

    @property
    def messages(self) -> list[str]:
        return [each.message for each in self.checked.findings if each.rule.category == "directives"]


# The four directives, in every syntax


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("path", "syntax"), SYNTAXES)
def test_disable_enable_and_next_line(rules: Sequence[Rule], path: str, syntax: str, line_end: str) -> None:
    blocks = [
        "alphaword 1",
        syntax.format("inclusivelint-disable one/alpha -- they call themselves so"),
        "alphaword 2",
        "alphaword 3 and betaword 4",
        syntax.format("inclusivelint-enable one/alpha"),
        "alphaword 5",
        syntax.format("inclusivelint-disable-next-line one/alpha -- the name of a law"),
        "alphaword 6",
        "alphaword 7",
    ]
    check = Check(rules, "\n\n".join(blocks).replace("\n", line_end), path)
    assert check.words == ["alphaword 1", "betaword 4", "alphaword 5", "alphaword 7"]
    assert check.problems == []
    assert check.checked.suppressed == 3


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "BOM"])
@pytest.mark.parametrize(("path", "syntax"), SYNTAXES)
def test_disable_file_holds_from_the_first_line_to_the_last(
    rules: Sequence[Rule], path: str, syntax: str, mark: str
) -> None:
    directive = syntax.format("inclusivelint-disable-file one/alpha -- a history of the word")
    for blocks in ([directive, "alphaword 1", "betaword 2"], ["alphaword 1", "betaword 2", directive]):
        check = Check(rules, mark + "\n\n".join(blocks), path)
        assert (check.words, check.problems, check.checked.suppressed) == (["betaword 2"], [], 1)


@pytest.mark.parametrize(
    "source",
    [
        "```\n{}\n```\n",
        "~~~html\n{}\n~~~\n",
        "Code:\n\n    {}\n",
        "Write `{}` above.\n",
    ],
    ids=["fence", "tildes", "indented", "inline"],
)
@pytest.mark.parametrize("syntax", ["<!-- {} -->", "[//]: # ({})"])
def test_a_directive_that_is_shown_as_code_does_nothing(rules: Sequence[Rule], source: str, syntax: str) -> None:
    check = Check(rules, source.format(syntax.format("inclusivelint-disable-file")) + "\nalphaword 1\n")
    assert (check.words, check.problems) == (["alphaword 1"], [])


@pytest.mark.parametrize("line", ["See inclusivelint-disable one/alpha.", "The inclusivelint-disable directive."])
@pytest.mark.parametrize("path", ["a.md", "a.txt"])
def test_a_directive_that_is_written_about_does_nothing(rules: Sequence[Rule], path: str, line: str) -> None:
    check = Check(rules, f"{line}\n\nalphaword 1\n", path)
    assert (check.words, check.problems) == (["alphaword 1"], [])


# What a directive names


@pytest.mark.parametrize(
    ("names", "left"),
    [
        ("one/alpha", ["betaword 2", "gammaword 3"]),
        ("one/alpha two/gamma", ["betaword 2"]),
        ("one/alpha, two/gamma", ["betaword 2"]),
        ("one/alpha,two/gamma", ["betaword 2"]),
        ("one", ["gammaword 3"]),
        ("one/*", ["gammaword 3"]),
        ("*/[ab]*", ["gammaword 3"]),
        ("t?o", ["alphaword 1", "betaword 2"]),
        pytest.param("one/b", ["alphaword 1", "gammaword 3"], id="former id"),
        pytest.param("one two", [], id="categories"),
        pytest.param("", [], id="everything"),
    ],
)
@pytest.mark.parametrize("action", ["disable", "disable-next-line", "disable-file"])
@pytest.mark.parametrize("reason", ["", " -- the words of two/gamma and one/beta"])
def test_names(rules: Sequence[Rule], action: str, names: str, left: list[str], reason: str) -> None:
    directive = f"<!-- inclusivelint-{action} {names}{reason} -->"
    check = Check(rules, f"{directive}\nalphaword 1 betaword 2 gammaword 3\n")
    assert (check.words, check.problems) == (left, [])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("one/alhpa", 'Unknown rule or category "one/alhpa"; did you mean "one/alpha"?'),
        ("alpha", 'Unknown rule or category "alpha"; did you mean "one/alpha"?'),
        ("tow", 'Unknown rule or category "tow"; did you mean "two"?'),
        ("tow/*", 'No rule matches "tow/*"; did you mean "two/*"?'),
        ("zzzzzz", 'Unknown rule or category "zzzzzz"'),
    ],
)
@pytest.mark.parametrize("action", ["disable", "enable", "disable-next-line", "disable-file"])
def test_an_unknown_rule_is_reported_with_the_nearest_name(
    rules: Sequence[Rule], action: str, name: str, message: str
) -> None:
    directive = f"<!-- inclusivelint-{action} {name} -- reason -->"
    check = Check(rules, f"{directive}\nalphaword 1\n")
    assert check.words == ["alphaword 1"]
    assert check.problems == [("unknown-rule", directive)]
    assert check.messages[0].rstrip(".") == message


def test_known_names_count_beside_unknown_ones(rules: Sequence[Rule]) -> None:
    check = Check(rules, "<!-- inclusivelint-disable one/alpha one/betta two/gama -->\nalphaword 1 betaword 2\n")
    assert check.words == ["betaword 2"]
    assert [name for name, _ in check.problems] == ["unknown-rule", "unknown-rule"]


# Malformed directives and reasons


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("disbale", '"inclusivelint-disbale" is no directive; did you mean "inclusivelint-disable"?'),
        (
            "disable-nextline",
            '"inclusivelint-disable-nextline" is no directive; did you mean "inclusivelint-disable-next-line"?',
        ),
        ("Enable", '"inclusivelint-Enable" is no directive; did you mean "inclusivelint-enable"?'),
        ("xyz", '"inclusivelint-xyz" is no directive.'),
    ],
)
@pytest.mark.parametrize(("path", "syntax"), [("a.md", "<!-- {} -->"), ("a.md", "[//]: # ({})"), ("a.txt", "# {}")])
def test_a_malformed_directive_is_reported_with_the_nearest_one(
    rules: Sequence[Rule], path: str, syntax: str, written: str, message: str
) -> None:
    directive = syntax.format(f"inclusivelint-{written} one/alpha")
    check = Check(rules, f"{directive}\n\nalphaword 1\n", path)
    assert check.words == ["alphaword 1"]
    assert (check.problems, check.messages) == ([("malformed", directive)], [message])


@pytest.mark.parametrize("action", ["disable", "disable-next-line", "disable-file"])
@pytest.mark.parametrize(
    ("reason", "is_missing"),
    [("", True), (" --", True), (" --  ", True), (" -- it is quoted", False), (" --quoted", False)],
)
def test_a_reason_can_be_required(rules: Sequence[Rule], action: str, reason: str, is_missing: bool) -> None:
    directive = f"<!-- inclusivelint-{action} one/alpha{reason} -->"
    source = f"{directive}\nalphaword 1\n"
    strict = Check(rules, source, require_reason=True)
    assert strict.problems == ([("missing-reason", directive)] if is_missing else [])
    assert strict.words == []
    assert Check(rules, source).problems == []


def test_enable_needs_no_reason(rules: Sequence[Rule]) -> None:
    source = "<!-- inclusivelint-disable one -- quoted -->\nalphaword 1\n<!-- inclusivelint-enable one -->\n"
    assert Check(rules, source, require_reason=True).problems == []


# Directives that except nothing


@pytest.mark.parametrize("action", ["disable", "disable-next-line", "disable-file"])
@pytest.mark.parametrize("names", ["one/alpha", "one", "one/*", "one/alpha two/gamma", ""])
def test_an_exception_that_is_not_needed_is_reported(rules: Sequence[Rule], action: str, names: str) -> None:
    directive = f"<!-- inclusivelint-{action} {names} -- reason -->"
    check = Check(rules, f"{directive}\nnothing here\n")
    assert check.problems == [("unused", directive)]


def test_each_exception_is_needed_by_itself(rules: Sequence[Rule]) -> None:
    first, second = "<!-- inclusivelint-disable-file one/alpha -->", "<!-- inclusivelint-disable-file two/gamma -->"
    assert Check(rules, f"{first}\n{second}\ngammaword 1\n").problems == [("unused", first)]


def test_an_exception_that_was_ended_too_early_is_reported(rules: Sequence[Rule]) -> None:
    disable = "<!-- inclusivelint-disable one/alpha -->"
    check = Check(rules, f"{disable}\nnothing\n\n<!-- inclusivelint-enable one/alpha -->\n\nalphaword 1\n")
    assert (check.words, check.problems) == (["alphaword 1"], [("unused", disable)])


def test_an_exception_from_a_rule_that_is_not_checked_may_be_needed_another_time(rules: Sequence[Rule]) -> None:
    source = "<!-- inclusivelint-disable-file one/alpha -->\nalphaword 1\n"
    assert Check(rules, source, select=["two"]).problems == []
    assert Check(rules, source, ignore=["one/alpha"]).problems == []
    assert Check(rules, source, per_file_ignores=(("*.md", ("one/alpha",)),)).problems == []


@pytest.mark.parametrize(
    ("options", "is_reported"),
    [
        ({}, True),
        ({"select": ["two"]}, True),
        ({"ignore": ["directives"]}, False),
        ({"ignore": ["directives/unknown-rule"]}, False),
        ({"ignore": ["directives/unused"]}, True),
        ({"min_severity": Severity.ERROR}, False),
        ({"per_file_ignores": (("*.md", ("directives",)),)}, False),
    ],
)
def test_reports_about_directives_can_be_ignored_as_rules_can_but_need_not_be_selected(
    rules: Sequence[Rule], options: dict[str, object], is_reported: bool
) -> None:
    check = Check(rules, "<!-- inclusivelint-disable one/alfa -->\n", **options)  # type: ignore[arg-type]
    assert bool(check.problems) == is_reported


# How far a directive reaches


@pytest.mark.parametrize(
    ("directives", "left"),
    [
        pytest.param(["disable one", "enable one"], ["alphaword 1", "betaword 1", "gammaword 1"], id="category"),
        pytest.param(["disable", "enable"], ["alphaword 1", "betaword 1", "gammaword 1"], id="everything"),
        pytest.param(["disable one/alpha", "enable"], ["alphaword 1", "betaword 1", "gammaword 1"], id="one by all"),
        pytest.param(["disable one/alpha one/beta", "enable one/beta"], ["betaword 1", "gammaword 1"], id="a part"),
        pytest.param(["disable one", "enable one/beta"], ["betaword 1", "gammaword 1"], id="a part of a category"),
        pytest.param(["disable", "enable one/beta"], ["betaword 1"], id="a part of everything"),
        pytest.param(["disable one/*", "enable */beta"], ["betaword 1", "gammaword 1"], id="globs"),
        pytest.param(["disable one/beta", "enable one/b"], ["alphaword 1", "betaword 1", "gammaword 1"], id="alias"),
        pytest.param(["disable one/alpha", "enable two"], ["betaword 1", "gammaword 1"], id="another"),
        pytest.param(
            ["disable one/alpha", "disable one/beta", "enable"],
            ["alphaword 1", "betaword 1", "gammaword 1"],
            id="two by one",
        ),
        pytest.param(
            ["disable one/alpha", "disable one/beta", "enable one/beta"], ["betaword 1", "gammaword 1"], id="the second"
        ),
        pytest.param(["disable one", "enable one", "disable one/alpha"], ["betaword 1", "gammaword 1"], id="again"),
        pytest.param(["enable one/alpha", "disable one/alpha"], ["betaword 1", "gammaword 1"], id="too early"),
        pytest.param(["disable-file one", "enable one"], ["gammaword 1"], id="not the whole file"),
    ],
)
def test_enable_ends_what_it_names(rules: Sequence[Rule], directives: list[str], left: list[str]) -> None:
    comments = "\n".join(f"<!-- inclusivelint-{each} -->\n\nalphaword 0 betaword 0\n" for each in directives)
    words = Check(rules, f"{comments}\nalphaword 1 betaword 1 gammaword 1\n").words
    assert [word for word in words if word.endswith("1")] == left


def test_disable_holds_from_its_own_place_on(rules: Sequence[Rule]) -> None:
    source = "alphaword 1 <!-- inclusivelint-disable one --> alphaword 2 <!-- inclusivelint-enable one --> alphaword 3"
    assert Check(rules, source).words == ["alphaword 1", "alphaword 3"]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        pytest.param("{}\nalphaword 1\nalphaword 2", ["alphaword 2"], id="not the line behind it in a paragraph"),
        pytest.param("{}\n\n\n\nalphaword 1", [], id="blank lines"),
        pytest.param("{}\n  \t\n\u00a0\nalphaword 1", [], id="lines of spaces"),
        pytest.param("{}\n\nalphaword 1\n\nalphaword 2", ["alphaword 2"], id="once"),
        pytest.param("{}\n\nnothing\n\nalphaword 1", ["alphaword 1"], id="a line without"),
        pytest.param("alphaword 1\n\n{}\nalphaword 2", ["alphaword 1"], id="not the line before"),
        pytest.param("{} alphaword 1\nalphaword 2", ["alphaword 1"], id="not its own line"),
        pytest.param("{}\n# A heading of alphaword 1", [], id="heading"),
        pytest.param("{}\n- alphaword 1\n- alphaword 2", ["alphaword 2"], id="list"),
        pytest.param("- one\n\n  {}\n- alphaword 1\n", [], id="in a list"),
        pytest.param("> {}\n>\n> alphaword 1\n> alphaword 2", ["alphaword 2"], id="in a block quote"),
        pytest.param("{}\n<!-- a note -->\nalphaword 1", [], id="comment between"),
        pytest.param("{}\n<!-- a note\nof two lines -->\n\nalphaword 1", [], id="long comment between"),
    ],
)
def test_the_next_line_with_text(rules: Sequence[Rule], source: str, left: list[str]) -> None:
    check = Check(rules, source.format("<!-- inclusivelint-disable-next-line one/alpha -->"))
    assert check.words == left
    assert [name for name, _ in check.problems] == ([] if check.checked.suppressed else ["unused"])


def test_the_next_line_behind_several_directives(rules: Sequence[Rule]) -> None:
    for path, syntax in (("a.md", "<!-- {} -->"), ("a.txt", "# {}")):
        directives = [syntax.format(f"inclusivelint-disable-next-line {name}") for name in ("one/alpha", "two/gamma")]
        check = Check(rules, "\n".join([*directives, "alphaword 1 betaword 2 gammaword 3", ""]), path)
        assert (check.words, check.problems) == (["betaword 2"], [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_the_next_line_by_any_line_end(rules: Sequence[Rule], line_end: str) -> None:
    lines = ["# inclusivelint-disable-next-line one/alpha", "alphaword 1", "alphaword 2", ""]
    assert Check(rules, line_end.join(lines), "a.txt").words == ["alphaword 2"]


def test_words_that_begin_on_the_next_line_and_go_on_behind_it(tmp_path: Path) -> None:
    two_words = rule("two-words", phrases=["two words"])
    compiled = compile_rules([write_rules(tmp_path, two_words)], [rules_folder() / "sources.yaml"])
    source = "<!-- inclusivelint-disable-next-line test/two-words -->\nHere are two\nwords and two\nwords more\n"
    assert [finding.line for finding in Check(compiled, source).checked.findings] == [3]


def test_an_exception_without_a_next_line_is_not_needed(rules: Sequence[Rule]) -> None:
    directive = "<!-- inclusivelint-disable-next-line one/alpha -->"
    for end in ("", "\n", "\n\n  \n"):
        assert Check(rules, f"alphaword 1\n\n{directive}{end}").problems == [("unused", directive)]


# In a report


def test_suppressed_findings_are_counted(tmp_path: Path) -> None:
    rules = write_team_rules(tmp_path)
    (tmp_path / ".inclusivelint.toml").write_text(f'rule-paths = ["{rules.name}"]\n', encoding="utf-8")
    (tmp_path / "a.md").write_text("<!-- inclusivelint-disable team -->\nredword and amberword\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("# inclusivelint-disable-next-line team/red\nredword\nredword\n", encoding="utf-8")
    outcome = run("check", ".", "--format", "json", cwd=tmp_path)
    assert outcome.words == ["redword"]
    summary = outcome.report["summary"]
    assert (summary["findings"], summary["suppressed"]) == (1, 3)


def test_a_suppressed_finding_does_not_fail_a_run(tmp_path: Path) -> None:
    source = "<!-- inclusivelint-disable-next-line disability -- a title -->\nThe wheelchair-bound guest\n"
    outcome = run("check", "-", "--stdin-filename", "a.md", stdin=source, cwd=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.endswith("1 suppressed.\n")


# Directives that are taken out


def fixed(rules: Sequence[Rule], source: str, path: str = "a.md", **config: object) -> str:
    check = Check(rules, source, path)
    linter = Linter(rules, Config(path=None, root=Path(), **config))  # type: ignore[arg-type]
    result = fix_source(linter, path, check.source)
    assert not [
        each for each in linter.check_source(path, result.source).findings if each.rule.id == "directives/unused"
    ]
    return result.source


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("path", "syntax"), SYNTAXES)
def test_a_directive_that_is_not_needed_goes_with_its_line(
    rules: Sequence[Rule], path: str, syntax: str, line_end: str
) -> None:
    blocks = ["One.", syntax.format("inclusivelint-disable one/alpha -- reason"), "Two."]
    for gap in ("\n\n", "\n"):
        if path.endswith(".md") and gap == "\n" and "[//]" in syntax:
            continue  # within a paragraph this is no comment
        source = gap.join(blocks).replace("\n", line_end) + line_end
        assert fixed(rules, source, path) == f"One.{gap}Two.\n".replace("\n", line_end)
    first = f"{blocks[1]}\n\nTwo.\n".replace("\n", line_end)
    assert fixed(rules, "\ufeff" + first, path) == "\ufeff" + "Two.\n".replace("\n", line_end)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("disable one/alpha, one/beta", "disable one/alpha"),
        ("disable one/beta, one/alpha", "disable one/alpha"),
        ("disable one/beta one/alpha two/gamma -- reason", "disable one/alpha -- reason"),
        ("disable two one/alpha", "disable one/alpha"),
        ("disable one/alpha one/nonsense", "disable one/alpha one/nonsense"),
    ],
)
@pytest.mark.parametrize("syntax", ["<!-- inclusivelint-{} -->", "[//]: # (inclusivelint-{})"])
def test_a_name_that_is_not_needed_goes_from_its_list(
    rules: Sequence[Rule], syntax: str, before: str, after: str
) -> None:
    text = "\n\nalphaword 1\n"
    assert fixed(rules, syntax.format(before) + text) == syntax.format(after) + text


def test_a_name_that_is_not_needed_is_reported(rules: Sequence[Rule]) -> None:
    check = Check(rules, "<!-- inclusivelint-disable one/alpha one/beta -->\n\nalphaword 1\n")
    assert check.messages == ["The exception for one/beta is not needed: nothing of it would be reported here."]


def test_what_ends_an_exception_goes_with_it(rules: Sequence[Rule]) -> None:
    disable, enable = "<!-- inclusivelint-disable one/alpha -->\n\n", "<!-- inclusivelint-enable one/alpha -->\n\n"
    assert fixed(rules, f"One.\n\n{disable}Two.\n\n{enable}Three.\n") == "One.\n\nTwo.\n\nThree.\n"
    wider = "<!-- inclusivelint-disable one -->\n\n"
    needed = f"{wider}betaword 1\n\n{enable}alphaword 2\n"
    assert fixed(rules, disable + needed) == needed


def test_a_directive_that_rules_may_need_that_are_not_checked_stays(rules: Sequence[Rule]) -> None:
    for directive in ("disable", "disable one/alpha two/gamma"):
        source = f"<!-- inclusivelint-{directive} -->\n\nNothing.\n"
        expected = source.replace(" one/alpha", "") if "two" in directive else source
        linter = Linter(rules, Config(path=None, root=Path(), select=("one",)))
        assert fix_source(linter, "a.md", source).source == expected


def test_other_text_on_the_line_stays(rules: Sequence[Rule]) -> None:
    directive = "<!-- inclusivelint-disable one/alpha -->"
    assert fixed(rules, f"One two. {directive}\n\nThree.\n") == "One two.\n\nThree.\n"
    assert fixed(rules, f"One {directive} two.\n") == "One two.\n"
    assert fixed(rules, f"> One.\n>\n> {directive}\n>\n> Two.\n") == "> One.\n>\n> Two.\n"


def test_fix_takes_directives_out(tmp_path: Path) -> None:
    write_team_rules(tmp_path)
    (tmp_path / ".inclusivelint.toml").write_text('rule-paths = ["team.yaml"]\n', encoding="utf-8")
    (tmp_path / "a.md").write_text("# A\n\n<!-- inclusivelint-disable team -->\n\nText.\n", encoding="utf-8")
    outcome = run("check", "--fix", cwd=tmp_path)
    assert (outcome.code, outcome.err) == (0, "inclusivelint: fixed 1 finding\n")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "# A\n\nText.\n"
