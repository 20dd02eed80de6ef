"""What a configuration changes in rules: settings, overrides, preferences, packs, layers; and what tells of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inclusivelint.config import load_config
from inclusivelint.configtables import Override, RuleSettings
from inclusivelint.errors import ConfigError, RuleError
from inclusivelint.linter import Linter
from inclusivelint.model import Finding, Severity
from inclusivelint.project import open_project
from inclusivelint.ruleset import compile_rules, load_layers, rules_folder

from .commands import run, write
from .helpers import rule, write_rules

TABLES = {
    ".inclusivelint.toml": """\
extend-select = ["test"]

[language]
Autistic = "identity-first"

[rules.test]
severity = "error"

[rules."test/crazy"]
suggestions = ["busy"]
exceptions = ["crazy golf"]
exception-patterns = ['(?i)crazy \\d+']

[[overrides]]
files = ["old/", "*.txt"]
ignore = ["test"]

[[overrides]]
files = ["b.md"]
rules.test = { severity = "suggestion" }
""",
    ".inclusivelint.yaml": """\
extend-select: [test]
language: {Autistic: identity-first}
rules:
  test: {severity: error}
  test/crazy:
    suggestions: [busy]
    exceptions: [crazy golf]
    exception-patterns: ['(?i)crazy \\d+']
overrides:
  - files: [old/, "*.txt"]
    ignore: [test]
  - files: [b.md]
    rules:
      test: {severity: suggestion}
""",
}


def linter(folder: Path, content: str, *rules: dict[str, object]) -> Linter:
    """A linter with these rules alone, under a configuration in TOML."""
    write(folder, {".inclusivelint.toml": 'min-severity = "suggestion"\n' + content})
    compiled = compile_rules([write_rules(folder, *rules)], [rules_folder() / "sources.yaml"])
    return Linter(compiled, load_config(None, folder))


def told(given: Linter, text: str, path: str = "a.md") -> list[Finding]:
    return list(given.check_source(str(given.config.root / path), text).findings)


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_in_either_format(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: TABLES[name]})
    config = load_config(None, tmp_path)
    assert config.extend_select == ("test",)
    assert config.language == (("autistic", "identity-first"),)
    assert config.rules == (
        RuleSettings("test", severity=Severity.ERROR),
        RuleSettings("test/crazy", None, ("busy",), ("crazy golf",), ("(?i)crazy \\d+",)),
    )
    assert config.overrides == (
        Override(files=("old/", "*.txt"), ignore=("test",)),
        Override(files=("b.md",), rules=(RuleSettings("test", severity=Severity.SUGGESTION),)),
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('[rules."a/b"]\nseverty = "error"', ':2: rules.a/b: unknown key "severty"; did you mean "severity"?'),
        ('[rules."a/b"]\nseverity = "fatal"', ":2: rules.a/b: severity must be error, warning or suggestion"),
        ('[rules."a/b"]\nexception-patterns = ["ok", "("]', ':2: rules.a/b: exception-patterns: "(" is no regular'),
        ('[rules.a]\nexception-patterns = ["(?=a)"]', "look-arounds and back-references are not possible"),
        ('[rules.a]\nexception-patterns = ["(((a{99}){99}){99}){9}"]', "is no regular expression"),
        ('rules = ["a"]', ":1: rules must be a table of rules, categories or globs"),
        ('[rules]\na = "error"', ":2: rules.a must be a table of the keys severity, suggestions"),
        ('[[overrides]]\nignore = ["a"]', ":1: overrides: the key files is missing"),
        ('[overrides]\nfiles = ["a"]', ":1: overrides must be a list of tables, not a table"),
        (
            '\n[[overrides]]\nfiles = ["a"]\n[[overrides]]\nfiles = ["b"]\nignor = []',
            ':6: overrides: unknown key "ignor"',
        ),
        ('[language]\nautistic = "identity"', ":2: language: autistic must be person-first or identity-first"),
    ],
)
def test_a_faulty_table_is_told_with_its_line(tmp_path: Path, content: str, problem: str) -> None:
    write(tmp_path, {".inclusivelint.toml": content})
    with pytest.raises(ConfigError) as caught:
        load_config(None, tmp_path)
    assert problem in str(caught.value)


def test_aliases_of_aliases_in_yaml_stay_small(tmp_path: Path) -> None:
    levels = "".join(f"  - &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    write(tmp_path, {".inclusivelint.yaml": f"overrides:\n  - &l0 {{files: [a]}}\n{levels}"})
    with pytest.raises(ConfigError, match="overrides must be a table"):
        load_config(None, tmp_path)


def test_severity_and_what_the_judge_must_know(tmp_path: Path) -> None:
    given = rule(judge={"warning": 0.4, "suggestion": 0.2})
    (raised,) = linter(tmp_path, '[rules.test]\nseverity = "error"', given).rules
    assert (raised.severity, raised.judge) == (Severity.ERROR, {"error": 0.4, "suggestion": 0.2})
    (lowered,) = linter(tmp_path, '[rules.test]\nseverity = "suggestion"', given).rules
    assert (lowered.severity, lowered.judge) == (Severity.SUGGESTION, {"suggestion": 0.2})


@pytest.mark.parametrize("order", [("test/crazy", "test", "test/c*"), ("test/c*", "test", "test/crazy")])
def test_the_nearer_name_counts_whatever_the_order(tmp_path: Path, order: tuple[str, ...]) -> None:
    levels = {"test/crazy": "error", "test": "warning", "test/c*": "suggestion"}
    content = "".join(f'[rules."{name}"]\nseverity = "{levels[name]}"\n' for name in order)
    severities = {each.id: each.severity.label for each in linter(tmp_path, content, rule(), rule("mad")).rules}
    assert severities == {"test/crazy": "error", "test/mad": "warning"}


def test_suggestions_are_inflected_like_the_words_they_replace(tmp_path: Path) -> None:
    given = rule("blacklist", phrases=[{"lemma": "blacklist", "pos": ["NOUN", "VERB"], "suggestions": ["old"]}, "x"])
    changed = linter(tmp_path, '[rules."test/blacklist"]\nsuggestions = ["denylist"]', given, rule("mad"))
    assert [found.suggestions for found in told(changed, "They blacklisted two blacklists.")] == [
        ("denylisted",),
        ("denylists",),
    ]
    assert [each.id for each in changed.rules] == ["test/blacklist", "test/mad"]


def test_no_suggestions_are_possible(tmp_path: Path) -> None:
    given = linter(tmp_path, "[rules.test]\nsuggestions = []", rule(suggestions=["wild"]))
    assert [found.suggestions for found in told(given, "A crazy week.")] == [()]


def test_exceptions_hold_where_the_words_are_part_of_them(tmp_path: Path) -> None:
    content = "[rules.test]\nexceptions = ['crazy golf', 'plan* a crazy']\nexception-patterns = ['Crazy \\d+']"
    given = linter(tmp_path, content, rule())
    texts = {
        "A crazy week of crazy golf.": 1,
        "Crazy Golf is at two.": 0,
        "We planned a crazy week.": 0,
        "Crazy 88 is a band, says the crazy band.": 1,
        "CRAZY 88 is a band.": 1,
        "😀 é Crazy 88 is a band.": 0,
    }
    assert {text: len(told(given, text)) for text in texts} == texts


def test_a_hostile_expression_takes_no_time(tmp_path: Path) -> None:
    given = linter(tmp_path, "[rules.test]\nexception-patterns = ['(a*)*(a|aa)+$']", rule())
    assert len(told(given, f"A crazy {'a' * 50_000}!")) == 1


def test_overrides_are_for_their_files_alone(tmp_path: Path) -> None:
    content = """
        ignore = ["test/mad"]
        [rules."test/crazy"]
        severity = "error"
        [[overrides]]
        files = ["old/*", "!old/new.md"]
        rules.test.severity = "suggestion"
        allow = ["crazy golf"]
        [[overrides]]
        files = ["old/deep/*"]
        select = ["test/mad", "test/odd"]
    """
    given = linter(tmp_path, content, rule(), rule("mad"), rule("odd"))
    text = "A crazy, mad, odd day of crazy golf."

    def levels(path: str) -> list[tuple[str, str]]:
        return [(found.text, found.severity.label) for found in told(given, text, path)]

    outside = [("crazy", "error"), ("odd", "warning"), ("crazy", "error")]
    assert levels("a.md") == levels("old/new.md") == outside
    assert levels("old/a.md") == [("crazy", "suggestion"), ("odd", "suggestion")]
    assert levels("old/deep/a.md") == [("odd", "suggestion")]


def test_outcomes_from_the_cache_know_the_rules_of_overrides(team: Path) -> None:
    config = 'rule-paths = ["team.yaml"]\nselect = ["team/red"]\n[[overrides]]\nfiles = ["b.md"]\n'
    write(team, {"a.md": "amberword redword\n", "b.md": "amberword redword\n"})
    for extra, words in (
        ('extend-select = ["team/amber"]', ["redword", "amberword", "redword"]),
        ('ignore = ["team/red"]', ["redword"]),
    ):
        write(team, {".inclusivelint.toml": config + extra})
        for _ in range(2):
            assert run("check", ".", "--cache-dir", "cache", "--format", "json", cwd=team).words == words


def test_a_directive_for_what_an_override_turns_off_is_no_unused_one(tmp_path: Path) -> None:
    given = linter(tmp_path, '[[overrides]]\nfiles = ["b.md"]\nignore = ["test"]', rule())
    text = "<!-- inclusivelint-disable-next-line test/crazy -- ours -->\nA calm week.\n"
    assert [found.rule.id for found in told(given, text)] == ["directives/unused"]
    assert told(given, text, "b.md") == []


def test_a_rule_that_is_off_by_default_is_turned_on_by_name(tmp_path: Path) -> None:
    given = (rule(default=False), rule("mad"))
    for content, words in (
        ("", ["mad"]),
        ('extend-select = ["test/crazy"]', ["crazy", "mad"]),
        ('select = ["test/crazy"]', ["crazy"]),
        ('select = ["test"]\nextend-select = ["test/crazy"]', ["crazy", "mad"]),
    ):
        assert [found.text for found in told(linter(tmp_path, content, *given), "A crazy, mad week.")] == words


def test_a_preference_is_off_unless_it_is_asked_for(tmp_path: Path) -> None:
    given = rule("person-with-autism", phrases=["person with autism"], preference={"autistic": "identity-first"})
    text = "A person with autism."
    assert told(linter(tmp_path, "", given), text) == []
    assert told(linter(tmp_path, '[language]\nautistic = "person-first"', given), text) == []
    asking = linter(tmp_path, '[language]\nautistic = "identity-first"', given)
    assert [found.text for found in told(asking, text)] == ["person with autism"]
    later = (
        '[language]\nautistic = "identity-first"\n[[overrides]]\nfiles = ["a.md"]\nlanguage.autistic = "person-first"'
    )
    assert told(linter(tmp_path, later, given), text) == []


PACK = "ours:\n  title: For our team\n  select: [team/red, team/grey]\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--select", "ours"), ["redword", "greyword"]),
        (("--select", "team", "--ignore", "ours"), ["amberword"]),
        (("--select", "team/amber", "--extend-select", "ours"), ["redword", "amberword", "greyword"]),
        ((), ["redword", "greyword"]),
    ],
)
def test_packs_stand_for_what_they_list(tmp_path: Path, options: tuple[str, ...], words: list[str]) -> None:
    from .commands import write_team_rules

    (tmp_path / "house").mkdir()
    write_team_rules(tmp_path / "house")
    config = 'rule-paths = ["house"]\nselect = ["ours"]\nmin-severity = "suggestion"\n'
    write(tmp_path, {"house/packs.yaml": PACK, ".inclusivelint.toml": config, "a.md": "redword amberword greyword\n"})
    assert run("check", "a.md", "--format", "json", *options, cwd=tmp_path).words == words


def test_shipped_packs_name_what_there_is() -> None:
    from inclusivelint.names import unknown
    from inclusivelint.ruleset import load_rules
    from inclusivelint.ruleset.packs import read_packs

    rules = [each.id for each in load_rules()]
    packs = read_packs([rules_folder()], {rule.id for rule in load_rules()})
    assert {"lgbtqia-therapy", "technical", "hr", "public-service", "healthcare"} <= set(packs)
    assert [(pack.name, name) for pack in packs.values() for name in pack.select if unknown(name, rules)] == []
    assert set(packs) & {name.partition("/")[0] for name in rules} == set()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("ours: [a]", "packs.yaml:1:7: expected a mapping with select, title"),
        ("ours: {title: Ours, slect: [a]}", 'packs.yaml:1:21: unknown key "slect"; did you mean "select"?'),
        ("- a", "packs.yaml:1:1: expected a mapping of names"),
    ],
)
def test_faulty_packs_are_told(tmp_path: Path, content: str, problem: str) -> None:
    write(tmp_path, {"house/packs.yaml": content, ".inclusivelint.toml": 'rule-paths = ["house"]\nselect = ["ours"]'})
    with pytest.raises(RuleError, match=problem.replace("[", r"\[").replace("?", r"\?")):
        open_project(load_config(None, tmp_path))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('select = ["tecnical"]', 'select: unknown rule or category "tecnical"; did you mean "technical"?'),
        ('[rules.technical]\nseverity = "error"', 'rules: unknown rule or category "technical"'),
        ('[[overrides]]\nfiles = ["a"]\nignore = ["nothing"]', 'overrides: ignore: unknown rule or category "nothing"'),
        ('[language]\nautstic = "person-first"', 'language: unknown community "autstic"; did you mean "autistic"?'),
    ],
)
def test_names_that_stand_for_nothing_are_told(tmp_path: Path, content: str, problem: str) -> None:
    write(tmp_path, {".inclusivelint.toml": content})
    with pytest.raises(ConfigError) as caught:
        open_project(load_config(None, tmp_path))
    assert problem in str(caught.value)


# Rule packs as distributions


def install(folder: Path, value: str, code: str) -> None:
    """A distribution in `folder` with the entry point `acme = value`; its package holds a rule file."""
    info = folder / "acme_rules-1.0.dist-info"
    write(
        folder,
        {
            f"{info.name}/METADATA": "Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n",
            f"{info.name}/entry_points.txt": f"[inclusivelint.rules]\nacme = {value}\n",
            "acme_rules/__init__.py": code,
        },
    )
    write_rules(folder / "acme_rules", rule("mad"), rule("wild"), category="acme")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("acme_rules", ""),
        ("acme_rules:rules", "from pathlib import Path\ndef rules():\n    return [Path(__file__).parent]\n"),
        ("acme_rules:FOLDER", "from pathlib import Path\nFOLDER = str(Path(__file__).parent / 'acme.yaml')\n"),
    ],
)
def test_installed_packs_are_a_layer_above_the_shipped_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, code: str
) -> None:
    install(tmp_path, value, code)
    monkeypatch.syspath_prepend(str(tmp_path))
    own = write_rules(tmp_path, rule("mad", message="Ours."), category="acme")
    try:
        layers = load_layers([own])
    finally:
        sys.modules.pop("acme_rules", None)
    assert [layer.name for layer in layers] == ["shipped", "pack acme (acme-rules 1.0)", "rule-paths"]
    assert [each.id for each in layers[1].rules] == ["acme/mad", "acme/wild"]


@pytest.mark.parametrize(
    ("value", "code", "problem"),
    [
        ("acme_rules:rules", "def rules():\n    raise ValueError('no\\nluck')\n", "ValueError: no luck"),
        ("acme_rules:rules", "rules = 'nowhere'", "nowhere: no such file or folder"),
        ("acme_rules:rules", "", "AttributeError"),
        ("acme_rules:rules", "rules = []", "no path"),
        ("acme_rules:rules", "rules = 5", "TypeError"),
        ("nothing_here", "", "ModuleNotFoundError"),
    ],
)
def test_a_pack_that_cannot_be_loaded_is_one_line(tmp_path: Path, value: str, code: str, problem: str) -> None:
    install(tmp_path, value, code)
    outcome = run("check", ".", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
    assert 'rule pack "acme" (acme-rules 1.0): ' in outcome.err
    assert problem in outcome.err


def test_show_config_tells_the_layers_and_where_each_value_comes_from(tmp_path: Path) -> None:
    install(tmp_path, "acme_rules", "")
    (tmp_path / "house").mkdir()
    write_rules(tmp_path / "house", rule("mad", severity="error"), category="acme")
    config = TABLES[".inclusivelint.toml"].replace("test", "acme")
    start = 'rule-paths = ["house"]\nselect = ["acme"]\nmax-size = "1.5 MB"\n'
    config += '[keys]\n"*.json" = ["title"]\n[document-kind]\n"uniform.md" = "dress-code"\n'
    write(tmp_path, {".inclusivelint.toml": start + config})
    arguments = ("check", "--show-config", "--ignore", "acme/wild", "--fail-on", "never")
    outcome = run(*arguments, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert outcome.code == 2  # acme/crazy is not there
    config = config.replace("acme/crazy", "acme/mad")
    write(tmp_path, {".inclusivelint.toml": start + config})
    outcome = run(*arguments, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert f"#   pack acme (acme-rules 1.0): 2 rules; {tmp_path / 'acme_rules'}" in lines
    assert f"#   rule-paths: 1 rules, 1 in place of earlier ones; {tmp_path / 'house'}" in lines
    assert any(line.startswith("#   on: 1 of ") for line in lines)
    assert 'select = ["acme"]  # configuration' in lines
    assert 'ignore = ["acme/wild"]  # command line' in lines
    assert 'fail-on = "never"  # command line' in lines
    assert 'min-severity = "warning"  # default' in lines
    # What is shown is itself a configuration.
    write(tmp_path, {"shown.toml": outcome.out})
    again = run("check", "--show-config", "--config", "shown.toml", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert again.err == ""
    shown = again.out.splitlines()
    tables = lines[lines.index("[language]") :]
    assert '"uniform.md" = ["dress-code"]' in tables
    assert shown[shown.index("[language]") :] == tables
    assert 'max-size = "1.5 MB"  # configuration' in shown
