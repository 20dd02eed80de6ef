"""The shipped rules: invariants over all of them. `make test` runs their examples by `inclusivelint rules test`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from inclusivelint.config import Config
from inclusivelint.documents.normalise import plain_segment
from inclusivelint.engine import Engine
from inclusivelint.forms import Forms
from inclusivelint.linter import Linter
from inclusivelint.model import Rule, Severity
from inclusivelint.ruleset import category_title, load_rules, rule_files, rules_folder
from inclusivelint.ruleset.settings import replaced
from inclusivelint.selftest import failures

RULES = load_rules()
BY_ID = {rule.id: rule for rule in RULES}

# Words that lay blame, or speak to the writer. Words in quotation marks are mentioned and may be anything.
BLAME = re.compile(
    r"\b(?:you|your|yours|offensive|insensitive|stupid|lazy|hateful|bigot\w*|racist"
    r"|sexist|ableist|homophobic|transphobic|must know|should know|simply wrong|politically correct)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")


def blames(text: str) -> bool:
    return bool(BLAME.search(QUOTED.sub("", text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You wrote a lazy thing.", True),
        ("This is offensive.", True),
        ('"You guys" leaves people out.', False),
        ("“Young” is fine.", False),
        ("A wheelchair is freedom of movement.", False),
    ],
)
def test_the_check_of_the_tone_works(text: str, expected: bool) -> None:
    assert blames(text) is expected


LINTER = Linter(RULES, Config(path=None, root=Path(), min_severity=Severity.SUGGESTION))


def test_a_failing_example_is_told(tmp_path: Path) -> None:
    from .helpers import rule, write_rules

    examples = {
        "flag": [
            {"text": "A wild week.", "match": "wild"},
            {"text": "A mad week.", "match": "mad", "fixed": "A big week."},
        ],
        "pass": ["A mad day.", "A calm day."],
    }
    given = rule("mad", suggestions=["busy"], examples=examples)
    own = load_rules([write_rules(tmp_path, given)])
    told = failures([each for each in own if each.id == "test/mad"], own)
    assert len(told) == 3
    assert '- test/mad on "wild"' in told[0]
    assert "- A big week." in told[1]
    assert "+ A busy week." in told[1]
    assert '+ test/mad on "mad"' in told[2]


def unreachable(rule: Rule) -> list[str]:
    """The phrases of a rule that stand in a text and are not seen there."""
    missed = []
    engine, phrases = Engine([rule]), [form.key + " people" * form.headed for form in rule.forms]
    for some in (phrases[at : at + 100] for at in range(0, len(phrases), 100)):
        text, starts = "Ahem", []
        for phrase in some:
            starts.append(len(text) + 1)
            text += f" {phrase} ahem"
        segment = plain_segment(text)
        assert segment is not None
        assert len(segment.key) == len(text)
        seen = {(each.start, each.end) for each in engine.candidates(segment)}
        missed += [phrase for phrase, at in zip(some, starts, strict=True) if (at, at + len(phrase)) not in seen]
    return missed


@pytest.mark.parametrize("category", sorted({rule.category for rule in RULES}))
def test_every_phrase_is_reachable(category: str) -> None:
    of_category = [rule for rule in RULES if rule.category == category]
    assert {rule.id: missed for rule in of_category if (missed := unreachable(rule))} == {}


def test_the_check_of_reachability_works() -> None:
    (given,) = (rule for rule in RULES if rule.id == "disability/wheelchair-bound")
    lost = Forms.of([form._replace(anchor="elsewhere", anchor_start=0) for form in given.forms])
    assert unreachable(given) == []
    assert unreachable(replaced(given, forms=lost)) == [form.key for form in lost]


def test_ids_are_unique_and_permanent() -> None:
    """Ids that once were are ids still, or former ones. New ids may be added to the list at any time."""
    known = (Path(__file__).parent / "data" / "rule_ids.txt").read_text(encoding="utf-8").split()
    assert len(BY_ID) == len(RULES)
    names = {name for rule in RULES for name in (rule.id, *rule.aliases)}
    assert set(known) - names == set()
    assert known == sorted(known)


def test_titles_are_not_reported() -> None:
    titles = {category_title(rule) for rule in RULES}
    assert titles == {title for title in titles if not LINTER.check_source("a.md", f"{title}.\n").findings}


def test_tone() -> None:
    assert [rule.id for rule in RULES if blames(rule.message) or blames(rule.why)] == []


def test_messages_are_one_sentence_and_whys_at_most_four() -> None:
    def sentences(text: str) -> int:
        return len(re.findall(r"[.!?](?=\s+[A-Z\"“]|$)", text))

    assert [rule.id for rule in RULES if not rule.message.endswith(".") or sentences(rule.message) > 1] == []
    assert [rule.id for rule in RULES if not 1 <= sentences(rule.why) <= 4] == []
    assert [rule.id for rule in RULES for text in (rule.message, rule.why) if text.startswith("'")] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_what_a_rule_says_and_suggests_is_not_itself_reported(rule: Rule) -> None:
    def reported(text: str) -> list[str]:
        # A reason tells of groups, of a person in an example, and of its own words; of these the judge is least sure.
        shown = [each for each in LINTER.check_source("a.md", text).findings if each.severity >= Severity.WARNING]
        own = (rule.id, "gendered-language/generic-pronoun")
        return [f'{e.rule.id} on "{e.text}"' for e in shown if not e.rule.about_group and e.rule.id not in own]

    wordings = {wording.text for form in rule.forms for wording in form.suggestions}
    assert {wording: told for wording in wordings if (told := reported(f"There is a {wording} here."))} == {}
    assert reported(rule.message) == []
    assert reported(rule.why) == []


def test_two_rules_claim_one_phrase_only_with_conditions_that_part_them() -> None:
    rules = [rule for rule in RULES if rule.default and not rule.about_group]  # these make room for others
    claims = Counter((form.key, form.exact) for rule in rules for form in rule.forms)
    shared = {form for form, count in claims.items() if count > 1}
    bare = {
        rule.id: form.key
        for rule in rules
        for form in rule.forms
        if (form.key, form.exact) in shared and not rule.when and len(rule.unless) <= 3
    }
    assert len(bare) <= 1, bare


def test_rules_are_sorted_and_each_has_a_near_miss_with_its_reason() -> None:
    for path in rule_files([rules_folder()]):
        document = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        ids = [rule["id"] for rule in document["rules"]]
        assert ids == sorted(ids), path.name
    without = [
        rule.id
        for rule in RULES
        if not rule.kinds and not any(example.reason for example in rule.examples if example.match is None)
    ]
    assert without == []


def test_every_source_is_cited_and_sorted() -> None:
    sources = yaml.safe_load((rules_folder() / "sources.yaml").read_text(encoding="utf-8"))
    assert list(sources) == sorted(sources)
    assert set(sources) - {source.key for rule in RULES for source in rule.sources} == set()
    assert [key for key, source in sources.items() if not source["url"].startswith("https://")] == []


def test_aliases_are_free_names() -> None:
    aliases = [alias for rule in RULES for alias in rule.aliases]
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & set(BY_ID)


def test_what_is_declined_is_not_reported() -> None:
    entries = yaml.safe_load((rules_folder() / "no-change.yaml").read_text(encoding="utf-8"))["terms"]
    assert [entry["term"] for entry in entries if not entry["reason"].strip()] == []
    terms = [entry["term"] for entry in entries]
    assert len(terms) == len(set(terms))
    reported = {
        term: told
        for term in terms
        if (told := [found.rule.id for found in LINTER.check_source("a.md", f"There is {term} here.\n").findings])
    }
    assert reported == {}


def letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def holds(rule: Rule, term: str) -> bool:
    """Whether a rule has the term among its words, however joined, or has words that are part of it."""
    sought = letters(term)
    return any(sought in (key := letters(form.key)) or key in sought for form in rule.forms)


def test_the_check_of_terms_works() -> None:
    rule = BY_ID["disability/wheelchair-bound"]
    assert all(holds(rule, term) for term in ("wheelchairbound", "a wheel-chair bound person", "wheel"))
    assert not holds(rule, "bathchair")


def test_every_term_of_other_tools_has_a_decision() -> None:
    """A rule that holds the term, or a reason in no-change.yaml."""
    lines = (Path(__file__).parent / "data" / "peer_terms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    terms = {term: decision for term, _, decision in (line.split("\t") for line in lines)}
    assert len(terms) == len(lines)
    rules = {term: decision.removeprefix("rule:") for term, decision in terms.items() if decision.startswith("rule:")}
    assert set(rules.values()) - set(BY_ID) == set()
    assert {term for term in terms if term not in rules and terms[term] != "no-change"} == set()
    assert [term for term, rule in rules.items() if not holds(BY_ID[rule], term)] == []
