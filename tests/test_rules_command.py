"""`inclusivelint rules …` and `inclusivelint explain`, as people run them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from inclusivelint.ruleset import load_layers, load_rules, rules_folder
from inclusivelint.ruleset.no_change import declined

from .commands import run, write
from .helpers import rule, write_rules

DOCS = Path(__file__).parent.parent / "docs" / "rules"


# list


def test_list_in_lines_and_in_json(team: Path) -> None:
    lines = run("rules", "list", "--select", "team", "--severity", "error", cwd=team).out.splitlines()
    assert lines == ["team/red  error       There is a better word.", "1 rules"]
    told = json.loads(run("rules", "list", "-s", "team/*", "--format", "json", cwd=team).out)
    assert [each["id"] for each in told] == ["team/amber", "team/grey", "team/red"]
    assert told[0]["sources"][0]["key"] == "ncdj-2021"
    assert told[0]["path"].endswith("team.yaml")


def test_list_knows_tags_sources_and_packs(tmp_path: Path) -> None:
    own = write_rules(tmp_path, rule("a", tags=["hr"]), rule("b"), category="house")
    assert run("rules", "list", own, "--tag", "hr", cwd=tmp_path).out.startswith("house/a ")
    cited = json.loads(run("rules", "list", "--source", "ncdj-2021", "--format", "json", cwd=tmp_path).out)
    assert {"ncdj-2021"} <= {source["key"] for each in cited for source in each["sources"]}
    assert len(cited) < len(load_rules())
    for option, name, near in (("--source", "ncdj-2022", "ncdj-2021"), ("--tag", "hrr", "hr")):
        outcome = run("rules", "list", own, option, name, cwd=tmp_path)
        assert outcome.code == 2
        assert outcome.err == f'inclusivelint: {option}: no rule has "{name}"; did you mean "{near}"?\n'
    packed = json.loads(run("rules", "list", "-s", "technical", "--format", "json", cwd=tmp_path).out)
    assert "technology" in {each["category"] for each in packed}
    outcome = run("rules", "list", "-s", "tecnology", cwd=tmp_path)
    assert (outcome.code, outcome.err) == (
        2, 'inclusivelint: --select: unknown rule or category "tecnology"; did you mean "technology"?\n',
    )  # fmt: skip


# test


def test_own_rules_are_tested_from_any_folder_with_what_differs(tmp_path: Path) -> None:
    examples = {
        "flag": [
            {"text": "A zigzaggly week.", "match": "zigzaggly", "fixed": "A plain week."},
            {"text": "A zigzaggly house.", "match": "house"},
        ],
        "pass": ["A blacklist.", "A calm day."],
    }
    given = rule("zigzaggly", suggestions=["calm"], examples=examples)
    (tmp_path / "far").mkdir()
    own = write_rules(tmp_path / "far", given)
    outcome = run("rules", "test", own, cwd=tmp_path)
    assert outcome.code == 1
    assert outcome.out.splitlines()[-1] == "1 rules, 4 examples, 3 failed"
    assert f"{own}:4: test/zigzaggly: flag example: A zigzaggly week." in outcome.out
    assert "  - A plain week.\n" in outcome.out
    assert "  + A calm week.\n" in outcome.out
    assert '  - test/zigzaggly on "house"\n' in outcome.out
    assert '  + technology/blacklist on "blacklist"\n' in outcome.out
    good = {**examples, "flag": [{"text": "A zigzaggly week.", "match": "zigzaggly", "fixed": "A calm week."}] * 2}
    good["pass"] = ["A calm day.", 'Do not write "zigzaggly".']
    own = write_rules(tmp_path / "far", given | {"examples": good})
    assert run("rules", "test", "test.yaml", cwd=tmp_path / "far").out == "1 rules, 4 examples, 0 failed\n"


def test_the_house_rule_of_contributing_works_as_it_stands(tmp_path: Path) -> None:
    text = (DOCS.parent.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rules, config = (re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)[0] for kind in ("yaml", "toml"))
    write(tmp_path, {"house.yaml": rules, ".inclusivelint.toml": config, "a.md": "Two office ninjas.\n"})
    assert run("rules", "validate", "house.yaml", cwd=tmp_path).out == "1 files, 1 rules: all valid\n"
    assert run("rules", "test", "house.yaml", cwd=tmp_path).out == "1 rules, 4 examples, 0 failed\n"
    found = run("check", "--config", ".inclusivelint.toml", "a.md", cwd=tmp_path)
    assert (found.code, "house/office-ninja" in found.out, "office managers" in found.out) == (1, True, True)


def test_rules_that_wait_for_a_preference_are_tested_with_it(tmp_path: Path) -> None:
    examples = {
        "flag": [{"text": "A person with zest.", "match": "person with zest"}] * 2,
        "pass": ["A zesty person.", "A zesty one."],
    }
    first = rule("zest", phrases=["person with zest"], preference={"zesty": "identity-first"}, examples=examples)
    other = {
        "flag": [{"text": "A zesty person.", "match": "zesty person"}] * 2,
        "pass": ["A person.", "A person with zest."],
    }
    second = rule("zesty", phrases=["zesty person"], preference={"zesty": "person-first"}, examples=other)
    outcome = run("rules", "test", write_rules(tmp_path, first, second), cwd=tmp_path)
    assert (outcome.code, outcome.out) == (0, "2 rules, 8 examples, 0 failed\n")


def test_broken_rule_files_are_told_with_all_their_problems(tmp_path: Path) -> None:
    own = write_rules(tmp_path, rule(severity="warn"), rule("mad", sources=["nobody"]))
    (tmp_path / "other.yaml").write_text("category: [", encoding="utf-8")
    outcome = run("rules", "validate", own, "other.yaml", cwd=tmp_path)
    assert outcome.code == 2
    first, second, third = outcome.err.splitlines()
    assert f'{own}:5:13: "warn" is none of error, suggestion, warning; did you mean "warning"?' in first
    assert 'no source "nobody" in sources.yaml' in second
    assert "other.yaml:2:1: not well-formed YAML" in third


def test_other_files_in_folders_of_rules_are_validated_as_what_they_are(tmp_path: Path) -> None:
    write_rules(tmp_path, rule(sources=["ours"]))
    good = {
        "sources.yaml": "ours: {title: Ours, publisher: Us, year: 2026, url: 'https://example.org'}\n",
        "packs.yaml": "mine: {title: Mine, select: [test/crazy, disability]}\n",
        "documents.yaml": "kinds: {site-rules: {title: Site rules, titles: [site rules]}}\n",
    }
    write(tmp_path, good)
    assert run("rules", "validate", ".", cwd=tmp_path).out == "4 files, 1 rules: all valid\n"
    assert run("rules", "validate", *good, cwd=tmp_path).code == 2  # without its rule the pack names nothing
    bad = {
        "sources.yaml": "ours: {titel: Ours, publisher: Us, year: soon, url: 'https://example.org'}\n",
        "packs.yaml": "mine: {title: Mine, select: [test/crasy, disability]}\nempty: {title: None, select: []}\n",
        "documents.yaml": "kinds: {site-rules: {title: Site rules, titles: ['(site']}}\n",
    }
    write(tmp_path, bad)
    outcome = run("rules", "validate", ".", cwd=tmp_path)
    assert outcome.code == 2
    assert [line.removeprefix("inclusivelint: ") for line in outcome.err.splitlines()] == [
        'documents.yaml:1:50: "(site" has a parenthesis without its partner',
        "packs.yaml:2:30: a pack selects at least one rule, category or glob",
        'sources.yaml:1:7: the key "title" is missing',
        'sources.yaml:1:8: unknown key "titel"; did you mean "title"?',
        "sources.yaml:1:42: expected a whole number",
    ]
    write(
        tmp_path,
        good | {"packs.yaml": bad["packs.yaml"], ".inclusivelint.toml": 'rule-paths = ["."]\nselect = ["mine"]'},
    )
    outcome = run("check", ".", cwd=tmp_path)
    assert outcome.code == 2
    assert 'packs.yaml:1:30: unknown rule or category "test/crasy"; did you mean "test/crazy"?' in outcome.err


# explain


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("disability/wheelchair-bound", ["affects ", "Instead:", "Sources:", "https://", "Reported:", "Left alone:"]),
        ("disability/wheelchair-bound", ['[rules."disability/wheelchair-bound"]', "inclusivelint-disable-next-line"]),
        ("person-or-identity-first/autistic-identity-first", ["[language]", 'autistic = "identity-first"']),
        ("technology", ["Technology", "blacklist (", 'ignore = ["technology"]']),
        ("healthcare", ["A pack: Clinics", "  - therapy-and-clinical"]),
        ("sanity checks", ['"sanity checks" is looked for by:', "technology/sanity-check"]),
        ("ADHD", ['"adhd" is not reported.', "The name of a diagnosis"]),
        ("directives/unused", ["inclusivelint-disable-next-line"]),
    ],
)
def test_explain(tmp_path: Path, name: str, told: list[str]) -> None:
    outcome = run("explain", name, cwd=tmp_path)
    assert outcome.code == 0, outcome.err
    assert [part for part in told if part not in outcome.out] == []


def test_explain_knows_former_names_and_near_ones(tmp_path: Path) -> None:
    write_rules(tmp_path, rule(aliases=["old/name"]))
    write(tmp_path, {".inclusivelint.toml": 'rule-paths = ["test.yaml"]\n'})
    assert run("explain", "old/name", cwd=tmp_path).out.startswith(
        "old/name is a former name of this rule.\n\ntest/crazy\n"
    )
    for typo in ("disabilty/wheelchair-bound", "wheelchair-bond"):
        outcome = run("explain", typo, cwd=tmp_path)
        assert (outcome.code, outcome.err.endswith('did you mean "disability/wheelchair-bound"?\n')) == (2, True)


# What is not reported


def test_every_term_that_is_declined_has_its_reason() -> None:
    lines = (Path(__file__).parent / "data" / "peer_terms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    decided = {line.split("\t")[0] for line in lines if line.split("\t")[2] == "no-change"}
    terms = declined()
    assert {term for term in decided if term.lower() not in terms} == set()
    assert [term for term, each in terms.items() if len(each.reason.split()) < 4] == []
    written = yaml.safe_load((rules_folder() / "no-change.yaml").read_text(encoding="utf-8"))["terms"]
    assert [each["term"] for each in written] == sorted((each["term"] for each in written), key=str.lower)


# Pages


def test_the_pages_are_up_to_date() -> None:
    from inclusivelint.cli.pages import pages, stale

    outdated = stale(DOCS, pages(load_layers()[0].rules))
    assert outdated == [], "run: inclusivelint rules docs docs/rules"


def test_links_between_pages_lead_somewhere() -> None:
    links = {
        (page, link)
        for page in DOCS.rglob("*.md")
        for link in re.findall(r"\]\((?!https?:)([^)]+)\)", page.read_text(encoding="utf-8"))
    }
    assert any("#" in link for _, link in links)
    for page, link in links:
        path, _, section = link.partition("#")
        heads = re.findall(r"^#+ (.+)$", (page.parent / path).read_text(encoding="utf-8"), re.MULTILINE)
        assert not section or section in {head.lower().replace(" ", "-") for head in heads}, (page.name, link)


def test_pages_are_written_checked_and_cleared_away(tmp_path: Path) -> None:
    assert run("rules", "docs", "pages", "--check", cwd=tmp_path).code == 1
    assert run("rules", "docs", "pages", cwd=tmp_path).code == 0
    assert run("rules", "docs", "pages", "--check", cwd=tmp_path).code == 0
    page = tmp_path / "pages" / "disability" / "wheelchair-bound.md"
    assert "**wheelchair-bound**" in page.read_text(encoding="utf-8")
    made = (tmp_path / "pages" / "README.md").read_text(encoding="utf-8")
    write(tmp_path, {"pages/disability/gone.md": made, "pages/README.md": f"{made}x", "pages/notes.md": "# Ours\n"})
    outcome = run("rules", "docs", "pages", "--check", cwd=tmp_path)
    assert outcome.out.splitlines() == ["pages/README.md: not up to date", "pages/disability/gone.md: not up to date"]
    assert run("rules", "docs", "pages", cwd=tmp_path).out.endswith(" 2 changed\n")
    assert not (tmp_path / "pages" / "disability" / "gone.md").exists()
    # What someone else wrote is neither removed nor overwritten.
    assert (tmp_path / "pages" / "notes.md").is_file()
    write(tmp_path, {"docs/README.md": "# Ours\n"})
    outcome = run("rules", "docs", "docs", cwd=tmp_path)
    assert (outcome.code, "docs/README.md: not written by this command" in outcome.err) == (2, True)
    assert [path.name for path in (tmp_path / "docs").iterdir()] == ["README.md"]
