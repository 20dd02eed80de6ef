"""Rule files: what is wrong is said at its place, and what is compiled is kept and trusted with care."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from inclusivelint import ruleset
from inclusivelint.errors import RuleError
from inclusivelint.ruleset import compile_rules, load_rules, rule_files, rules_folder

from .helpers import rule, write_rules

GOOD = """\
category: test
title: Test
rules:
  - id: crazy
    severity: warning
    affects: people
    phrases: [crazy]
    message: There is a better word.
    why: It is kinder.
    suggestions: [wild]
    sources: [ncdj-2021]
    examples:
      flag: [{text: A crazy week., match: crazy}, {text: Crazy talk., match: Crazy}]
      pass: [A wild week., {text: The word crazy., reason: mention}]
"""

NODE = "{RIGHT_ID: a, RIGHT_ATTRS: {LOWER: crazy}}"
CHILD = "{LEFT_ID: a, REL_OP: '>', RIGHT_ID: b, RIGHT_ATTRS: {POS: NOUN}}"


def problems(tmp_path: Path, content: str) -> list[str]:
    path = tmp_path / "test.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        compile_rules([path], [rules_folder() / "sources.yaml"])
    return [problem.removeprefix(f"{path}:") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "severity: warning",
            "severity: warn",
            '5:15: "warn" is none of error, suggestion, warning; did you mean "warning"?',
        ),
        ("    severity", "    severty", '5:5: unknown key "severty"; did you mean "severity"?'),
        ("    why: It is kinder.\n", "", '4:5: the key "why" is missing'),
        ("[ncdj-2021]", "[ncdj-2020]", '11:15: no source "ncdj-2020" in sources.yaml; did you mean "ncdj-2021"?'),
        ("sources: [ncdj-2021]", "sources: []", "11:14: a rule rests on at least one source"),
        ("id: crazy", "id: Crazy One", '4:9: "Crazy One" is no id: lower-case words joined by hyphens'),
        ("phrases: [crazy]", "phrases: crazy", "7:14: expected a list"),
        (
            "phrases: [crazy]",
            "phrases: []",
            "4:5: a rule has `phrases`, a `pattern` or a `dependency`, or `groups`, or `documents` and a check of them",
        ),
        (
            "phrases: [crazy]",
            "groups: [religion]",
            "4:5: a rule with `groups` asks the judge: naming a group is no finding",
        ),
        (
            "phrases: [crazy]",
            "judge: ask\n    groups: [religions]",
            '8:14: "religions" is none of age, body, class, disability, family, gender, justice-and-substances, '
            'lgbtqia, migration, nationality, neurodivergence, race, religion; did you mean "religion"?',
        ),
        ("[crazy]", "[crazy]\n    judge: ask\n    groups: [religion]", "7:14: `groups` stand alone, without `phrases`"),
        ("phrases: [crazy]", "phrases: [crazy, crazy]", '7:22: "crazy" is already matched by a phrase above'),
        ("[crazy]", "[' - ']", '7:15: "-" has no words to look for'),
        ("[crazy]", "[{lemma: crazy}]", "7:15: a phrase has `text`, or `lemma` and `pos`"),
        ("[crazy]", "[{lemma: crazy, pos: ADV}]", '7:35: "ADV" is none of ADJ, NOUN, VERB'),
        ("[crazy]", "['" + "(a|b|c|d|e|f)" * 5 + "']", "expands to more than 1000 forms"),
        ("phrases: [crazy]", "pattern: [{IS_ALPHA: true}]", "7:14: unreachable pattern: no token that must be there"),
        ("phrases: [crazy]", "pattern: [{LOWER: crazy, OP: '?'}]", "7:14: unreachable pattern"),
        ("phrases: [crazy]", "pattern: [{LOWR: crazy}]", '7:16: unknown key "LOWR"; did you mean "LOWER"?'),
        ("phrases: [crazy]", "pattern: [{LEMMA: be, POS: NOUNS}]", '"NOUNS" is no universal part of speech; did'),
        (
            "phrases: [crazy]",
            "pattern: [{LOWER: crazy}, {OP: '{0,28}'}, {LOWER: week}]",
            '7:31: a gap of up to 28 tokens takes too long to match; write OP: "*"',
        ),
        (
            "phrases: [crazy]",
            "pattern: [{LOWER: crazy}, {LOWER: {NOT_IN: [a]}, OP: '{5}'}, {LOWER: week}]",
            "a gap of up to 5 tokens",
        ),
        ("phrases: [crazy]", "dependency: [{RIGHT_ID: a}]", '7:18: the key "RIGHT_ATTRS" is missing'),
        ("phrases: [crazy]", "dependency: [{RIGHT_ID: a, RIGHT_ATTRS: {POS: NOUN}}]", "7:17: unreachable pattern"),
        ("phrases: [crazy]", f"dependency: [{NODE}, {CHILD}]".replace("LEFT_ID: a", "LEFT_ID: c"), 'is called "c"'),
        ("phrases: [crazy]", f"dependency: [{NODE}, {CHILD}]".replace(">", "=>"), '"=>" is no relation'),
        ("phrases: [crazy]", f"dependency: [{NODE}, {CHILD}]".replace("RIGHT_ID: b", "RIGHT_ID: a"), "two tokens"),
        ("phrases: [crazy]", f"dependency: [{NODE}, {CHILD}]\n    focus: c", '8:12: "c" is none of a, b'),
        ("phrases: [crazy]", f"dependency: [{NODE}]".replace("}}", ", OP: '?'}}"), 'unknown key "OP"'),
        ("phrases: [crazy]", f"pattern: [{{LOWER: a}}]\n    dependency: [{NODE}]", "not both"),
        ("match: Crazy}", "match: mad}", '13:51: the text does not hold "mad"'),
        ("A wild week., ", "", "13:7: a rule has two examples to flag and two to pass, or more"),
        (
            "    examples",
            "    unless: [menton]\n    examples",
            '12:14: "menton" is none of about-people, an-act, claim-doubted, clinical-sense, disability-told, '
            "group-told, history, identity-affirmed, illness-told, legal-sense, mention, mind-told, name",
        ),
        (
            "    examples",
            "    unless: [{befor: [a]}]\n    examples",
            '12:15: unknown key "befor"; did you mean "before"?',
        ),
        (
            "    examples",
            "    unless: [{before: [a], after: [b]}]\n    examples",
            "12:14: a condition has one operator",
        ),
        ("    examples", "    unless: [{pos: [VERBS]}]\n    examples", '12:21: "VERBS" is none of ADJ, ADP'),
        ("    examples", "    unless: [{head: [a b]}]\n    examples", '12:22: "a b" is no lemma: one word in its base'),
        ("    examples", "    unless: [{pos: [VERB], within: 2}]\n    examples", "12:14: a condition has one operator"),
        ("    examples", "    unless: [{near: [a], within: 0}]\n    examples", "expected a whole number above 0"),
        ("    examples", "    even-if: [self-description]\n    examples", '12:15: "self-description" is none of'),
        ("    examples", "    judge: asks\n    examples", '12:12: "asks" is none of ask, rise; did you mean "ask"?'),
        ("    examples", "    judge: {warn: 0.5}\n    examples", '12:13: unknown key "warn"; did you mean "warning"?'),
        ("    examples", "    judge: {warning: 50}\n    examples", "12:22: expected a number between 0 and 1"),
        (
            "    examples",
            "    judge: {warning: 0.5, overrule: always}\n    examples",
            "12:37: expected a number between 0 and 1, or never",
        ),
        (
            "    examples",
            "    judge: {warning: 0.5, anywhere: 0.9}\n    examples",
            "12:12: `anywhere` outweighs `when`, which is not here",
        ),
        (
            "    examples",
            "    judge: {warning: 0.3, suggestion: 0.6}\n    examples",
            "12:12: a more severe level needs more certainty than the one below it",
        ),
        ("    examples", "    focus: last\n    examples", "12:12: expected a whole number"),
        ("title: Test\n", "title: Test\ntitle: Test\n", '3:1: the key "title" stands twice'),
        ("rules:\n", "rules: [\n", "not well-formed YAML"),
        ("    examples", "    unless: [{near: []}]\n    examples", "12:21: `near` names nothing"),
        ("    examples", "    unless: [{regex: ['(?=a)']}]\n    examples", '12:23: "(?=a)" is no regular expression'),
        ("    examples", "    preference: {x: first}\n    examples", '12:21: "first" is none of identity-first'),
        ("    examples", "    preference: {}\n    examples", "12:17: a preference names one community"),
        ("phrases: [crazy]", "pattern: [[crazy]]", "7:16: expected a mapping of token attributes"),
        ("id: crazy", "id: 1984", '4:9: "1984" is no id: lower-case words joined by hyphens'),
        ("why: It is kinder.", "why: null", "9:10: expected a text"),
        ("title: Test\n", "title: Test\nsources: {a: {title: b}}\n", '3:14: the key "publisher" is missing'),
        (
            "title: Test\n",
            "title: Test\nsources: {a: {title: b, publisher: c, year: 1, url: d, checked: no}}\n",
            "3:65: expected a day, such as 2026-01-31",
        ),
        (GOOD, "", "1:1: the file is empty"),
        (GOOD, "title: " + "[" * 100_000, "1:1: not well-formed YAML: nested too deeply"),
        (GOOD, "- a\n", "1:1: expected a mapping with category, rules, title"),
    ],
)
def test_a_problem_is_named_at_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in GOOD
    assert any(problem in found for found in problems(tmp_path, GOOD.replace(old, new, 1)))


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    # An unknown key and a missing one hide nothing of what else is amiss, in this rule or in the next.
    broken = GOOD.replace("warning", "warn").replace("ncdj-2021", "nobody").replace("phrases", "phrase")
    broken = broken.replace("title: Test\n", "").replace(
        "    why: It is kinder.\n", "    unless: [menton, {befor: [x]}]\n"
    )
    broken += "  - {id: CRAZY, severity: warn}\n"
    places = [":".join(problem.split(":")[:2]) for problem in problems(tmp_path, broken)]
    expected = ["1:1", "3:5", "3:5", "4:15", "6:5", "8:14", "8:23", "10:15", *["14:5"] * 7, "14:10", "14:27"]
    assert places == expected


def test_a_rule_that_looks_for_nothing_is_told_beside_its_other_problems(tmp_path: Path) -> None:
    broken = GOOD.replace("phrases: [crazy]", "phrases: []\n    colour: red").replace("[ncdj-2021]", "[]")
    assert problems(tmp_path, broken) == [
        "4:5: a rule has `phrases`, a `pattern` or a `dependency`, or `groups`, or `documents` and a check of them",
        '8:5: unknown key "colour"',
        "12:14: a rule rests on at least one source",
    ]


def test_plain_words_that_yaml_takes_for_values_are_words(tmp_path: Path) -> None:
    path = write_rules(tmp_path, rule("x", phrases=["no"]))
    path.write_text(path.read_text(encoding="utf-8").replace("'no'", "no"), encoding="utf-8")
    (compiled,) = compile_rules([path], [rules_folder() / "sources.yaml"])
    assert [form.key for form in compiled.forms] == ["no"]


def test_one_id_in_two_files_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    files = [write_rules(tmp_path, rule()), write_rules(tmp_path / "b", rule())]
    with pytest.raises(RuleError, match='the id "test/crazy" stands in'):
        compile_rules(files, [rules_folder() / "sources.yaml"])


def test_own_files_add_to_the_shipped_rules_and_replace_those_of_the_same_id(tmp_path: Path) -> None:
    replaced = rule("wheelchair-bound", message="Ours.")
    own = write_rules(tmp_path, replaced, category="disability")
    rules = {each.id: each for each in load_rules([own])}
    assert rules["disability/wheelchair-bound"].message == "Ours."
    assert len(rules) == len(load_rules())


def test_own_files_can_cite_sources_beside_them(tmp_path: Path) -> None:
    source = "house-style: {title: House style, publisher: Us, year: 2026, url: 'https://example.org'}\n"
    (tmp_path / "sources.yaml").write_text(source, encoding="utf-8")
    write_rules(tmp_path, rule(sources=["house-style"]))
    assert rule_files([tmp_path]) == [tmp_path / "test.yaml"]
    (found,) = [each for each in load_rules([tmp_path]) if each.id == "test/crazy"]
    assert found.sources[0].title == "House style"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"digest": "x"}', "null", "\x00", "stale"])
def test_a_cache_that_cannot_be_trusted_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    monkeypatch.setenv("INCLUSIVELINT_CACHE_DIR", str(tmp_path / "cache"))
    own = write_rules(tmp_path, rule())
    before = [list(each.forms) for each in ruleset.load_files([own])]
    (cache,) = (tmp_path / "cache").iterdir()
    whole = cache.read_text(encoding="utf-8")
    head, *details = whole.split("\n")
    stale = "\n".join([json.dumps(json.loads(head) | {"rules": [{"id": "foreign"}]}), *details])
    cache.write_text(stale if damage == "stale" else damage, encoding="utf-8")
    assert [list(each.forms) for each in ruleset.load_files([own])] == before
    assert cache.read_text(encoding="utf-8") == whole


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("INCLUSIVELINT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert [each.id for each in ruleset.load_files([write_rules(tmp_path, rule())])] == ["test/crazy"]


def test_what_is_compiled_is_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCLUSIVELINT_CACHE_DIR", str(tmp_path / "cache"))
    given = rule(
        phrases=[{"lemma": "crazy", "pos": "ADJ"}, {"text": "Mad", "case": True, "suggestions": ["odd"]}],
        pattern=[{"LOWER": "so"}, {"LOWER": {"IN": ["mad", "odd"]}}],
        unless=[{"near": ["golf"]}],
        when=["name"],
        tags=["hr"],
    )
    own = write_rules(tmp_path, given)
    compiled, loaded = ruleset.load_files([own]), ruleset.load_files([own])
    assert [list(each.forms) for each in compiled] == [list(each.forms) for each in loaded]
    assert loaded[0].needed == ((("so",), ("mad", "odd")),)
    assert loaded[0].unless == ("mention", "quotation", "name", {"near": ["golf"], "within": 6})
    assert (loaded[0].when, loaded[0].tags) == (("name",), ("hr",))


def test_a_large_rule_set_loads_fast_and_without_heavy_libraries(tmp_path: Path) -> None:
    names = [f"word{number}" for number in range(1_200)]
    own = write_rules(tmp_path, *(rule(name, phrases=[f"{name} ({'|'.join('abcdefgh')}) one"]) for name in names))
    probe = (
        "import sys, time\nfrom pathlib import Path\nfrom inclusivelint.ruleset import load_files\n"
        f"files = [Path({str(own)!r})]\nload_files(files)\nstart = time.process_time()\nrules = load_files(files)\n"
        "print(len(rules), time.process_time() - start)\n"
    )
    outcome = [
        subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    assert {count for count, _ in outcome} == {"1200"}
    # 30 ms are the aim, on a machine of its own; the margin is for busy ones.
    assert min(float(seconds) for _, seconds in outcome) < 0.1
    again = "print(sorted({'yaml', 'spacy', 'lemminflect', 'inflect', 'numpy'} & set(sys.modules)))"
    loaded = probe.replace("load_files(files)\nstart", "start") + again
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"


def test_a_damaged_body_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCLUSIVELINT_CACHE_DIR", str(tmp_path / "cache"))
    own = write_rules(tmp_path, rule())
    ruleset.load_files([own])
    (cache,) = (tmp_path / "cache").iterdir()
    whole = cache.read_bytes()
    for damaged in (whole[:-1], whole.replace(b"There is a better", b"There is a bigger"), whole[:40], whole + b"\n{}"):
        cache.write_bytes(damaged)
        assert ruleset.load_files([own])[0].message == "There is a better word."
        assert cache.read_bytes() == whole


def test_a_file_can_hold_its_own_sources(tmp_path: Path) -> None:
    source = "sources: {house: {title: House style, publisher: Us, year: 2026, url: 'https://example.org'}}"
    path = tmp_path / "test.yaml"
    path.write_text(f"{source}\n{GOOD.replace('ncdj-2021', 'house')}", encoding="utf-8")
    (found,) = ruleset.load_files([path])
    assert found.sources[0].title == "House style"
