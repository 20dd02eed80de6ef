"""Whole documents: which policies are recognised, and what they leave out or assume; they are in tests/policies."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from inclusivelint import check_text
from inclusivelint.config import Config
from inclusivelint.engine.checks import DocumentChecks
from inclusivelint.errors import ConfigError, RuleError
from inclusivelint.linter import Linter
from inclusivelint.model import Checked, Rule, Severity
from inclusivelint.ruleset import compile_rules, rules_folder
from inclusivelint.ruleset.clauses import model_clause
from inclusivelint.ruleset.cues import anchors, cue_problem, pattern

from .commands import run, write

FOLDER = Path(__file__).parent / "policies"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))
DOCUMENTS = sorted(path.name for path in FOLDER.iterdir() if path.suffix == ".md")
SHARED = [rules_folder() / "documents.yaml"]
SOURCES = [rules_folder() / "sources.yaml"]
RULES = compile_rules([rules_folder() / "en" / "policy.yaml"], SOURCES, SHARED)


def linter(*rules: Rule, **config: Any) -> Linter:
    return Linter(rules or RULES, Config(path=None, root=FOLDER, **{"min_severity": Severity.SUGGESTION, **config}))


LINTER = linter()


def check(name: str) -> Checked:
    return LINTER.check_source(name, (FOLDER / name).read_text(encoding="utf-8"))


def told(checked: Checked, *levels: Severity) -> list[str]:
    return sorted({found.rule.id.removeprefix("policy/") for found in checked.findings if found.severity in levels})


def warnings(text: str, name: str = "a.md", by: Linter = LINTER) -> list[str]:
    return told(by.check_source(name, text), Severity.WARNING, Severity.ERROR)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_document_gets_the_warnings_it_should(name: str) -> None:
    assert told(check(name), Severity.WARNING, Severity.ERROR) == sorted(EXPECTED.get(name, []))


def test_the_expectations_name_documents_and_rules() -> None:
    assert set(EXPECTED) <= set(DOCUMENTS)
    assert {rule for rules in EXPECTED.values() for rule in rules} <= {rule.id.split("/")[1] for rule in RULES}


def test_every_rule_has_a_document_that_it_flags_and_one_of_its_kind_that_it_passes() -> None:
    flagged: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    for name in DOCUMENTS:
        checked = check(name)
        if checked.card:
            kinds[name] = {kind.name for kind in checked.card.kinds}
            for found in checked.findings:
                flagged.setdefault(found.rule.id, set()).add(name)
    assert sorted(rule.id for rule in RULES if rule.id not in flagged) == []
    passed = {
        rule.id: [name for name in kinds if name not in flagged[rule.id] and kinds[name] & {k.name for k in rule.kinds}]
        for rule in RULES
    }
    assert [name for name, documents in passed.items() if not documents] == []


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.startswith("elsewhere-")])
def test_what_is_about_policies_is_none(name: str) -> None:
    assert check(name).card is None


def test_every_clause_is_there_and_every_rule_says_its_topic() -> None:
    assert [rule.id for rule in RULES if not rule.topic or not model_clause(rule.clause)] == []


def test_a_card_survives_the_cache() -> None:
    from inclusivelint.cache import pack, unpack

    checked = check("dress-bank.md")
    assert checked.card is not None
    assert unpack(pack(checked), "dress-bank.md", {rule.id: rule for rule in RULES}) == checked


# Recognition

UNIFORM = (
    "Staff wear a clean uniform, a shirt and trousers, and closed shoes. Hair is tidy and jewellery is worn inside. "
    "The uniform is washed for hygiene. Employees are dressed in a professional way and wear a badge."
)


def test_a_title_that_says_it_and_the_wording_make_a_kind() -> None:
    assert "dress-religion" in warnings(f"# Dress code\n\n{UNIFORM} {UNIFORM}\n")
    assert warnings(f"# Dress code changelog\n\n{UNIFORM} {UNIFORM}\n") == []
    assert warnings(f"# Opening hours\n\n{UNIFORM} {UNIFORM}\n") == []


def test_a_document_can_state_its_kind() -> None:
    assert "dress-religion" in warnings(
        f"---\ndocument-kind: dress-code\n---\n# Opening hours\n\n{UNIFORM} {UNIFORM}\n"
    )
    assert warnings(f"---\ndocument-kind: none\n---\n# Dress code\n\n{UNIFORM} {UNIFORM}\n") == []
    stated = f"---\ndocument-kind:\n  - dress-code\n  - facilities\n---\n# Hours\n\n{UNIFORM} {UNIFORM}\n"
    assert {"dress-religion", "facilities-accessible"} <= set(warnings(stated))


def test_a_misspelt_kind_is_told() -> None:
    checked = LINTER.check_source("a.md", "---\ndocument-kind: dress-cod\n---\n# Hours\n\nFrom nine to five.\n")
    (finding,) = checked.findings
    assert finding.rule.id == "directives/unknown-document-kind"
    assert 'did you mean "dress-code"?' in finding.message
    assert finding.text == "document-kind: dress-cod"


def test_a_configuration_can_state_kinds_by_path(tmp_path: Path) -> None:
    config = {"root": tmp_path, "document_kind": (("hours/*.md", ("dress-code",)),)}
    by = Linter(RULES, Config(path=None, **config))  # type: ignore[arg-type]
    text = f"# Hours\n\n{UNIFORM} {UNIFORM}\n"
    assert "dress-religion" in warnings(text, str(tmp_path / "hours" / "a.md"), by)
    assert warnings(text, str(tmp_path / "a.md"), by) == []


def test_an_unknown_kind_or_jurisdiction_in_a_configuration_is_an_error() -> None:
    with pytest.raises(ConfigError, match='"dress" is no kind of document'):
        linter(document_kind=(("*", ("dress",)),))
    with pytest.raises(ConfigError, match='no jurisdiction "canda"; did you mean "canada"'):
        linter(jurisdiction="canda")


# Checks

LIST = (
    "# Non-discrimination policy\n\nWe do not discriminate in hiring, training or pay, "
    "and staff and applicants can complain. {}\n"
)


def missing(text: str, **config: Any) -> str:
    found = [
        f
        for f in linter(**config).check_source("a.md", LIST.format(text)).findings
        if "/characteristics-list" in f.rule.id
    ]
    return found[0].message.partition("missing here: ")[2] if found else ""


def test_a_list_in_prose_and_in_bullets() -> None:
    assert (
        missing("It is the same on grounds of race, faith, age and disability.")
        == "sexual orientation, gender identity."
    )
    bullets = "\n\nNobody is treated less favourably because of:\n\n- age\n- disability\n- race\n- faith\n- sexuality\n"
    assert missing(bullets) == "gender identity."


def test_synonyms_and_combined_wording_count() -> None:
    assert (
        missing("Whatever their ethnicity, creed, disability, sexuality or gender expression and identity.")
        == "gender identity."
    )
    assert missing("Regardless of race, belief, disability, sexual orientation, gender identity/expression.") == ""
    assert missing("Regardless of race, belief, disability, and being LGBTQ+.") == ""


def test_what_a_law_says_and_figures_are_no_lists() -> None:
    assert (
        missing("Title VII prohibits discrimination because of race, color, religion, sex and national origin.") == ""
    )
    assert missing("The survey breaks down discrimination by age, race, sex and disability.") == ""


def test_jurisdictions_want_different_members() -> None:
    text = "It is the same regardless of race, religion, disability, sexual orientation and gender identity."
    assert missing(text) == ""
    assert "gender expression" in missing(text, jurisdiction="canada")
    assert missing(text, jurisdiction="uk") == "age, marital status, pregnancy, sex."
    assert missing(text, jurisdiction="yogyakarta") == "gender expression, sex characteristics."


FORM = (
    "# Registration form\n\nPlease fill in your full name, date of birth, address and phone. Signature ________\n\n{}\n"
)


@pytest.mark.parametrize(
    ("field", "flagged"),
    [
        ("Sex: M / F", True),
        ("**Sex:** ☐ Male ☐ Female", True),
        ("Gender (circle one): male  female", True),
        ("Gender:\n\n- [ ] Man\n- [ ] Woman\n", True),
        ("| Field | Answer |\n| --- | --- |\n| Sex | male / female |\n| Other names | ____ |\n", True),
        ("Male / Female (delete as applicable)", True),
        ("Sex: ☐ male ☐ female ☐ ________", False),
        ("Gender:\n\n- [ ] Man\n- [ ] Woman\n- [ ] Non-binary\n", False),
        ("Gender: ________", False),
        ("Our male and female patients of every sex are welcome.", False),
        ("<label>Sex</label> <select><option>Male</option><option>Female</option></select>", True),
    ],
)
def test_fields_with_two_answers(field: str, flagged: bool) -> None:
    assert ("form-sex-binary" in warnings(FORM.format(field))) is flagged


def test_findings_obey_directives_levels_and_selection() -> None:
    directive = "<!-- inclusivelint-disable-next-line policy/dress-religion -- asked by letter -->"
    text = f"{directive}\n# Dress code\n\n{UNIFORM} {UNIFORM}\n"
    checked = LINTER.check_source("a.md", text)
    assert "dress-religion" not in told(checked, Severity.WARNING)
    assert checked.suppressed == 1
    assert checked.card is not None
    assert "policy/dress-religion" not in [point.rule.id for point in checked.card.missing]
    assert told(linter(min_severity=Severity.WARNING).check_source("a.md", text), Severity.SUGGESTION) == []
    assert warnings(text, by=linter(ignore=("policy",))) == []


def test_nothing_is_reported_twice_for_the_same_words() -> None:
    from inclusivelint.ruleset import load_rules

    text = (FOLDER / "form-nursery.md").read_text(encoding="utf-8")
    by = Linter(load_rules(), Config(path=None, root=FOLDER, min_severity=Severity.SUGGESTION))
    spans = [found.span for found in by.check_source("form-nursery.md", text).findings if found.line > 1]
    assert not [
        (one, other)
        for one in spans
        for other in spans
        if one is not other and one.start < other.end and other.start < one.end
    ]


def test_a_long_document_without_ends_takes_bounded_time() -> None:
    text = "# Dress code\n\n" + "women skirt men tie hair " * 5_000
    start = time.process_time()
    LINTER.check_source("a.md", text)
    assert time.process_time() - start < 30


# Rules of one's own

OWN = """\
category: house
title: House
rules:
  - id: first-aider
    severity: warning
    affects: everyone on site
    documents: [site-rules]
    topic: the first-aider
    requires: {any: [first-aider*], words: 3}
    message: The site rules name no first-aider.
    why: Someone will need one.
    sources: [ilo-c190]
"""
OWN_KINDS = """\
kinds:
  site-rules:
    title: Site rules
    titles: [site rules]
    wording: [(helmet*|boots), (crane*|scaffold*), (gate|visitors)]
"""


def own(folder: Path, rules: str = OWN, kinds: str = OWN_KINDS) -> tuple[Rule, ...]:
    write(folder, {"house.yaml": rules, "documents.yaml": kinds})
    return compile_rules([folder / "house.yaml"], SOURCES, [*SHARED, folder / "documents.yaml"])


def test_people_write_kinds_and_checks_of_their_own(tmp_path: Path) -> None:
    by = linter(*own(tmp_path))
    text = "# Site rules\n\nWear a helmet under the crane. Visitors wait at the gate. {}\n"
    assert [f.rule.id for f in by.check_source("a.md", text.format("")).findings] == ["house/first-aider"]
    assert by.check_source("a.md", text.format("The first aiders sit in hut 2.")).findings == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[site-rules]", "[site-rule]", '7:17: no kind "site-rule" in documents.yaml; did you mean "site-rules"?'),
        ("    topic: the first-aider\n", "", '4:5: the key "topic" is missing'),
        ("requires: {any", "requires: {al", 'unknown key "al"'),
        ("[first-aider*]", "['(first']", '9:22: "(first" has a parenthesis without its partner'),
        ("[first-aider*]", "['*']", '9:22: "*" names no word to look for'),
        ("    requires", "    phrases: [x]\n    requires", "a rule with `documents` has no `phrases`"),
        ("    requires: {any: [first-aider*], words: 3}\n", "", "a rule with `documents` has one of covers, requires"),
        ("requires: {any: [first-aider*], words: 3}", "covers: {set: colours}", 'no set "colours" in documents.yaml'),
        ("requires: {any: [first-aider*], words: 3}", "consistent: [[a]]", "two names for one thing"),
    ],
)
def test_faults_are_told_at_their_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in OWN
    with pytest.raises(RuleError) as caught:
        own(tmp_path, OWN.replace(old, new, 1))
    assert any(problem in told for told in caught.value.problems), caught.value.problems


def test_faults_in_documents_yaml_are_told_at_their_place(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as caught:
        own(tmp_path, kinds=OWN_KINDS.replace("titles:", "title:"))
    assert any("documents.yaml:4:5" in told for told in caught.value.problems), caught.value.problems


@pytest.mark.parametrize(
    ("cue", "text", "found"),
    [
        ("report* ... (hr|manager)", "you can report it, in writing, to your manager", True),
        ("report* ... (hr|manager)", "we report it. the manager is new", False),
        ("gender-neutral", "gender neutral", True),
        ("^women$", "women", True),
        ("^women$", "for women", False),
        ("between <number> and <number>", "between 25 and 40", True),
        ("behaviou?r", "behavior", True),
        ("colour", "colours", False),
        ("pay ... dismissal", f"pay {'-' * 400} dismissal", True),
        # in tables and under headings of plain text; a pattern that tries every way to part it would never end here
        ("pay ... dismissal", f"pay {'-' * 400} {'- ' * 400}", False),
    ],
)
def test_cues(cue: str, text: str, found: bool) -> None:
    assert bool(pattern((cue,)).search(text)) is found
    assert cue_problem(cue) is None
    if found:
        assert any(anchor in text for anchor in anchors(cue))


@pytest.mark.parametrize("sign", ["-", "'", "a-", "o'", "_", "| ", ". ", "a, "])
def test_a_row_of_one_sign_keeps_nothing_from_being_checked(sign: str) -> None:
    text = f"# Equal pay policy\n\nRecruitment and promotion: pay {sign * 2000}\n\nAsk the chairman.\n"
    assert [f.text for f in check_text(text, select=["gendered-language", "policy"])][-1:] == ["chairman"]


def test_the_anchors_of_all_cues_stand_in_what_they_match() -> None:
    kinds = DocumentChecks(RULES).kinds.values()
    cues = [cue for kind in kinds for cue in (*kind.titles, *kind.hints, *kind.wording)]
    assert [cue for cue in cues if cue_problem(cue)] == []


# The command line


def test_check_policy_shows_cards(tmp_path: Path) -> None:
    write(tmp_path, {"dress.md": f"# Dress code\n\n{UNIFORM} {UNIFORM}\n", "notes.md": "# Notes\n\nNothing.\n"})
    outcome = run("check", "--policy", "--select", "policy", ".", cwd=tmp_path)
    assert outcome.code == 1
    assert "dress.md: Dress code" in outcome.out
    assert "religious and cultural dress (policy/dress-religion)" in outcome.out
    assert "docs/clauses/dress-code.md#faith-and-culture" in outcome.out
    assert "notes.md" not in outcome.out


def test_json_carries_documents(tmp_path: Path) -> None:
    from jsonschema import validate

    write(tmp_path, {"dress.md": f"# Dress code\n\n{UNIFORM} {UNIFORM}\n"})
    report = run("check", "--format", "json", "--select", "policy", "dress.md", cwd=tmp_path).report
    (document,) = report["documents"]
    assert (document["path"], document["kinds"]) == ("dress.md", ["dress-code"])
    assert "policy/dress-religion" in [point["rule"] for point in document["missing"]]
    schema = json.loads((rules_folder().parent / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    validate(report, schema)


def test_explain_a_document_and_a_rule_with_its_clause(tmp_path: Path) -> None:
    write(tmp_path, {"dress.md": f"# Dress code\n\n{UNIFORM} {UNIFORM}\n", "notes.md": "Nothing.\n"})
    explained = run("explain", "--document", "dress.md", cwd=tmp_path)
    assert explained.code == 0
    assert "is dress-code" in explained.out
    assert "policy/dress-religion, warning" in explained.out
    assert "no kind of policy" in run("explain", "--document", "notes.md", cwd=tmp_path).out
    gone = run("explain", "--document", "gone.md", cwd=tmp_path)
    assert (gone.code, gone.err.count("\n")) == (2, 1)
    assert "A model clause:" in run("explain", "policy/dress-religion", cwd=tmp_path).out
