"""From words to matches: forms, conditions, exceptions, overlaps, wording."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inclusivelint.config import Config
from inclusivelint.documents.normalise import plain_segment
from inclusivelint.edits import apply
from inclusivelint.engine import Engine
from inclusivelint.engine.means import Means
from inclusivelint.errors import ConfigError
from inclusivelint.linter import Linter
from inclusivelint.model import Finding
from inclusivelint.ruleset import compile_rules, load_rules, rules_folder

from .helpers import findings, found, linter, rule, write_rules

CHAIR = rule(
    "chairman",
    phrases=[{"lemma": "chairman", "pos": "NOUN"}],
    suggestions=["chair", "presiding officer"],
    even_if=["name"],
)


def fixed(text: str, finding: Finding) -> str:
    return apply(text, finding.fix.edits) if finding.fix else text


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("wheelchair-bound", "A wheelchair bound, wheelchairbound or Wheelchair-Bound guest.", 3),
        ("wheelchair-bound", "Wheelchair-boundless and unwheelchair-bound.", 0),
        ("man hours", "Ten man  hours, ten man\nhours, ten man **hours**.", 3),
        ("(he|she) (or she|)", "Ask if he or she may.", 1),
        ("he/she", "He/she, he / she.", 2),
        ("(s)he", "When (s)he comes.", 1),
        ("gentleman's agreement", "A gentleman’s agreement.", 1),
        ({"lemma": "blacklist", "pos": ["NOUN", "VERB"]}, "A blacklist, blacklists, blacklisted, blacklisting.", 4),
        ({"lemma": "suffer from", "pos": "VERB"}, "Suffers from, suffered from, suffering from.", 3),
        ({"lemma": "chairman", "pos": "NOUN"}, "Chairmen and chairman.", 2),
        ({"lemma": "man of God", "pos": "NOUN"}, "Men of God.", 1),
        ({"lemma": "crazy", "pos": "ADJ"}, "Crazier, craziest, crazy.", 3),
        ({"text": "Oriental", "case": True}, "An Oriental rug, an oriental rug, ORIENTAL.", 1),
        ("master", "The masterNode, is_master, `master`, master's, master-key.", 2),
    ],
)
def test_forms(tmp_path: Path, phrase: Any, text: str, words: int) -> None:
    assert len(found(tmp_path, text, rule("x", phrases=[phrase], even_if=["name"]))) == words


@pytest.mark.parametrize(
    ("keys", "text", "is_reported"),
    [
        ({"unless": [{"before": ["the word", "clinical*"]}]}, "A clinically crazy day.", False),
        ({"unless": [{"before": ["clinical*"]}]}, "A clinic is crazy.", True),
        ({"unless": [{"after": ["horse"]}]}, "The crazy-horse saloon.", False),
        ({"unless": [{"after": ["horse"]}]}, "A crazy old horse.", True),
        ({"unless": [{"after": ["<end>"]}]}, "This is crazy.", False),
        ({"unless": [{"after": ["<end>"]}]}, "This is crazy talk.", True),
        ({"unless": [{"before": ["<number>"]}]}, "In 1,200 crazy days.", False),
        ({"unless": [{"before": ["so * a"]}]}, "It was so odd a crazy day.", False),
        ({"unless": [{"near": ["golf"], "within": 4}]}, "Golf is such a crazy game.", False),
        ({"unless": [{"near": ["golf"], "within": 3}]}, "Golf is such a crazy game.", True),
        ({"unless": [{"near": ["golf"], "within": 3}]}, "We play golf. This crazy game.", True),
        ({"unless": [{"sentence": ["golf"]}]}, "Golf, which we learnt at school, is a very very crazy game.", False),
        ({"unless": [{"section": ["history"]}]}, "# Our History\n\nA crazy year.", False),
        ({"unless": [{"section": ["history"]}]}, "# Prehistory\n\nA crazy year.", True),
        ({"unless": [{"case": "upper"}]}, "That is CRAZY stuff.", False),
        ({"unless": [{"case": "capitalised"}]}, "Crazy as it is, go.", False),
        ({"unless": [{"all": [{"before": ["a"]}, {"after": ["day"]}]}]}, "A crazy day.", False),
        ({"unless": [{"all": [{"before": ["a"]}, {"after": ["day"]}]}]}, "A crazy night.", True),
        ({"unless": [{"not": {"after": ["day"]}}]}, "A crazy night.", False),
        ({"when": [{"after": ["day"]}]}, "A crazy day.", True),
        ({"when": [{"after": ["day"]}]}, "A crazy night.", False),
        ({"when": [{"any": [{"after": ["day"]}, {"after": ["night"]}]}]}, "A crazy night.", True),
        ({"unless": ["history"]}, "The inquiry of 1892 met a crazy crew.", False),
        ({"unless": ["history"]}, "In the 1920s a crazy crew came.", False),
        ({"unless": ["history"]}, "In 2024 a crazy crew came for 1,850 euros.", True),
        ({"unless": ["self-description"]}, "I am a crazy cat lady.", False),
        ({"unless": ["self-description"]}, "She describes herself as crazy.", False),
        ({"unless": ["self-description"]}, "I have a crazy cat.", True),
        ({"unless": ["self-description"]}, "Give us crazy folk a day.", False),
        ({"unless": ["self-description"]}, "My years as a crazy chef are over.", False),
        ({"unless": ["self-description"]}, "We hire crazy folk.", True),
        ({"unless": ["self-description"]}, "I described her as a crazy chef.", True),
        ({"unless": ["self-description"]}, "They told us crazy folk wait.", True),
        ({"unless": [{"pos": ["ADJ"]}]}, "They had a crazy week.", False),
        ({"unless": [{"pos": ["VERB"]}]}, "They had a crazy week.", True),
        ({"unless": [{"pos": ["VERB"]}], "phrases": ["man"]}, "Two volunteers man the desk.", False),
        ({"unless": [{"pos": ["VERB"]}], "phrases": ["man"]}, "The man at the desk waits.", True),
        ({"when": [{"pos": ["VERB"]}], "phrases": ["lost their mind"]}, "They lost their mind.", True),
        ({"unless": [{"lemma": ["play"], "within": 3}]}, "She plays some crazy golf.", False),
        ({"unless": [{"lemma": ["play"], "within": 1}]}, "She plays some crazy golf.", True),
        ({"unless": [{"lemma": ["play"]}]}, "She plays. It is a crazy game.", True),
        ({"unless": [{"head": ["golf"]}]}, "The club has two crazy golf courses.", True),
        ({"unless": [{"head": ["course"]}]}, "The club has two crazy courses.", False),
        ({"unless": [{"head": ["suffer"]}], "phrases": ["drought"]}, "The fields suffered from a drought.", False),
        ({"unless": [{"head": ["suffer"]}], "phrases": ["drought"]}, "A drought made us suffer.", True),
        ({"unless": [{"dependent": ["field"]}], "phrases": ["suffered"]}, "The fields suffered.", False),
        ({"unless": [{"dependent": ["field"]}], "phrases": ["suffered"]}, "They suffered.", True),
        ({"when": [{"not": {"any": [{"pos": ["VERB"]}, {"head": ["week"]}]}}]}, "A crazy week.", False),
    ],
)
def test_conditions(tmp_path: Path, keys: dict[str, Any], text: str, is_reported: bool) -> None:
    assert bool(found(tmp_path, text, rule("crazy", **keys))) is is_reported


@pytest.mark.parametrize(
    "text",
    [
        "The word crazy is not needed.",
        "We no longer use the term 'crazy' here.",
        "Write wild instead of crazy.",
        "Say busy rather than crazy.",
        "Don't say crazy.",
        "Do not write that anyone is crazy.",
        "Avoid crazy; wild will do.",
        "Avoid: crazy, mad.",
        "The wild festival, formerly known as crazy week, is in May.",
        "## Terms\n\n- crazy\n- mad",
        'The terms "crazy" and "mad" hurt.',
        "*Crazy* is an outdated expression.",
        "Crazy is a hurtful word.",
        "| Use | Avoid |\n|---|---|\n| wild | crazy |",
        "## Words to avoid\n\n- crazy\n- mad",
        "Crazy: no longer used.",
        'The heading "crazy" has been replaced.',
        "Replace crazy with wild.",
        "crazy → wild",
        "We wrote 'crazy' in the first draft and were asked to rewrite it.",
        "For crazy read wild.",
        "Harassment includes calling a colleague crazy.",
        "Nobody will call it a crazy week.",
        "They asked why crazy is wrong here.",
        "Crazy is an insult to many.",
        "Readers objected to crazy in our newsletter.",
        "Avoid crazy in headlines.",
        "Open no letter with crazy.",
        "Never ask a guest about crazy.",
    ],
)
def test_words_that_are_talked_about_are_left_alone(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text, rule("crazy", suggestions=["wild"])) == []


@pytest.mark.parametrize(
    "text",
    [
        "A crazy deadline.",
        'It was a "crazy" week.',
        'Always use "crazy" in the title.',
        "Avoid crazy deadlines.",
        "In terms of crazy hours, this was the worst.",
        "The crazy idea was dropped.",
        "If the plan is crazy, say why.",
        "The deadline is crazy - do not miss it.",
        "Until 2019, crazy hours were worked.",
        "The change: every crazy deadline stays.",
        "The report says crazy people are at risk.",
        "## Schedule\n\n- a crazy week",
        "## Terms of service\n\n- a crazy fee",
        "**Crazy** hours are expected.",
        "wild → crazy",
        "During term a crazy rush is common.",
        "We asked why the crazy price is wrong.",
        "The crew objected to crazy hours in the winter.",
        "Avoid crazy in the winter.",
        "Ask a guest about the crazy price.",
        "Do not ask crazy people to wait outside.",
        "We do not start the week with crazy hours.",
        "We know that crazy is wrong here.",
    ],
)
def test_words_that_are_used_are_reported(tmp_path: Path, text: str) -> None:
    assert len(found(tmp_path, text, rule("crazy", suggestions=["wild"]))) == 1


@pytest.mark.parametrize(
    ("text", "is_reported"),
    [
        ('"We had a crazy time there," she said.', False),
        ("> It was a crazy time.\n>\n> — Ada Lovelace", False),
        ("> **Note** It is a crazy time.", True),
        ('The "crazy" manager said so.', True),
    ],
)
def test_quotations(tmp_path: Path, text: str, is_reported: bool) -> None:
    assert bool(found(tmp_path, text, rule("crazy"))) is is_reported


@pytest.mark.parametrize(
    ("text", "is_reported"),
    [
        ("We met at the Crazy Horse saloon.", False),
        ("Please ask Mary Anne Crazy about it today.", False),
        ("Crazy Horse was a leader.", False),
        ("Crazy deadlines are common.", True),
        ("This Crazy deadline.", True),
        ("# A Crazy Deadline for Teams", True),
        ("A CRAZY DEADLINE.", True),
    ],
)
def test_names(tmp_path: Path, text: str, is_reported: bool) -> None:
    assert bool(found(tmp_path, text, rule("crazy"))) is is_reported
    assert found(tmp_path, text, rule("crazy", even_if=["name"]))


@pytest.mark.parametrize(
    ("text", "is_reported"),
    [
        ("Ask press spokesman Ali Reza.", False),
        ("Ann B. Lee, the spokesman, agreed.", False),
        ("Ann Lee was a spokesman for years.", False),
        ("We met Spokesman Reza today.", False),
        ("A spokesman said so.", True),
        ("The Spokesman for Health said so.", True),
        ("New York chose a spokesman.", True),
    ],
)
def test_named_people(tmp_path: Path, text: str, is_reported: bool) -> None:
    given = rule("spokesman", even_if=["name"], unless=["named-person"])
    assert bool(found(tmp_path, text, given)) is is_reported


def test_the_longest_match_wins_and_is_reported_once(tmp_path: Path) -> None:
    rules = [rule("master"), rule("master-slave", phrases=["master/slave"]), rule("slave")]
    assert [(f.text, f.rule.id) for f in findings(tmp_path, "A master/slave pair, a slave.", *rules)] == [
        ("master/slave", "test/master-slave"),
        ("slave", "test/slave"),
    ]


def test_a_longer_match_that_is_let_pass_makes_room_for_the_shorter(tmp_path: Path) -> None:
    longer = rule("crazy-deadline", unless=[{"before": ["a"]}])
    assert found(tmp_path, "A crazy deadline.", longer, rule("crazy")) == ["crazy"]


def test_of_equal_matches_the_more_severe_wins(tmp_path: Path) -> None:
    rules = [rule("a", phrases=["crazy"], severity="suggestion"), rule("b", phrases=["crazy"], severity="error")]
    assert [f.rule.id for f in findings(tmp_path, "Crazy week.", *rules)] == ["test/b"]


def test_allowed_phrases_are_never_reported(tmp_path: Path) -> None:
    assert found(tmp_path, "Crazy Golf and a crazy week.", rule("crazy", even_if=["name"]), allow=("crazy golf",)) == [
        "crazy"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The chairman spoke.", "The chair spoke."),
        ("Chairmen spoke.", "Chairs spoke."),
        ("The CHAIRMAN spoke.", "The CHAIR spoke."),
        ("The Chairman shall speak.", "The Chair shall speak."),
        ("The chairman's vote.", "The chair's vote."),
    ],
)
def test_wording_takes_the_form_of_what_it_replaces(tmp_path: Path, text: str, expected: str) -> None:
    (finding,) = findings(tmp_path, text, CHAIR)
    assert fixed(text, finding) == expected


@pytest.mark.parametrize(
    ("phrase", "suggestion", "text", "expected"),
    [
        ("idiot", "uninformed person", "Not a idiot, an idiot.", "Not an uninformed person, an idiot."),
        ("layman", "expert", "A layman knows.", "An expert knows."),
        ("elderly", "older", "AN ELDERLY visitor", "AN OLDER visitor"),
        ("illegal", "unauthorised", "an illegal stay", "an unauthorised stay"),
        ("honest", "useful", "an honest try", "a useful try"),
        ({"text": "BAME", "case": True}, "ethnic minority", "Our BAME staff.", "Our ethnic minority staff."),
        ("OCD about", "particular about", "He is OCD about it.", "He is particular about it."),
    ],
)
def test_articles_and_capitals(tmp_path: Path, phrase: Any, suggestion: str, text: str, expected: str) -> None:
    finding = findings(tmp_path, text, rule("x", phrases=[phrase], suggestions=[suggestion], even_if=["name"]))[0]
    assert fixed(text, finding) == expected


def test_forms_given_by_hand_and_by_part_of_speech(tmp_path: Path) -> None:
    suggestions = [{"lemma": "deny", "pos": "VERB"}, {"lemma": "denylist", "pos": "NOUN", "NNS": "lists of denied"}]
    black = rule("x", phrases=[{"lemma": "blacklist", "pos": ["NOUN", "VERB"]}], suggestions=suggestions)
    shown = {f.text: f.suggestions for f in findings(tmp_path, "blacklisting, two blacklists, blacklisted", black)}
    assert shown == {
        "blacklisting": ("denying",),
        "blacklists": ("denies", "lists of denied"),
        "blacklisted": ("denied",),
    }


PRONOUN = rule(
    "pronoun",
    focus=-1,
    pattern=[
        [
            {"LOWER": {"IN": ["each", "every"]}},
            {"LOWER": "employee"},
            {"OP": "*"},
            {"LOWER": {"IN": ["he", "his"]}},
        ],
        [{"LOWER": "whoever"}, {"LOWER": {"IN": ["he", "his"]}}],
    ],
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Each employee signs his form and keeps his badge.", ["his", "his"]),
        ("Whoever his teacher was, each employee came.", ["his"]),
        ("Each employee came. Then he left.", []),
        ("His form is for each employee.", []),
        ("Each **employee**\nsigns _his_ form.", ["his"]),
    ],
)
def test_token_patterns_report_the_token_in_focus(tmp_path: Path, text: str, words: list[str]) -> None:
    assert found(tmp_path, text, PRONOUN) == words


def test_a_sentence_without_end_is_matched_piece_by_piece(tmp_path: Path) -> None:
    text = "and so on " * 1000 + "each employee signs his form " + "and so on " * 1000
    (finding,) = findings(tmp_path, text, PRONOUN)
    assert text[finding.span.start : finding.span.end] == "his"


def test_a_pattern_that_the_pipeline_cannot_run_is_one_clear_error(tmp_path: Path) -> None:
    for second in ({"LENGTH": "long"}, {"TEXT": {"REGEX": "("}}):
        broken = rule("broken", pattern=[{"LOWER": "crazy"}, second])
        with pytest.raises(ConfigError, match=r"test\.yaml:4: pattern of test/broken"):
            findings(tmp_path, "A crazy deadline.", broken)


def test_a_pipeline_that_is_not_installed_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="python -m spacy download en_no_such_pipeline"):
        findings(tmp_path, "Each employee signs his form.", PRONOUN, pipeline="en_no_such_pipeline")


def test_fingerprints_survive_moves_and_wraps_and_count_repeats(tmp_path: Path) -> None:
    check = linter(tmp_path, rule("crazy")).check_source
    first = check("a.md", "It is a crazy week for us.\n").findings[0].fingerprint
    moved = check("b.md", "# New\n\nText.\n\nIt is a crazy\nweek for us.\n").findings[0].fingerprint
    twice = [
        f.fingerprint for f in check("a.md", "It is a crazy week for us.\n\nIt is a crazy week for us.\n").findings
    ]
    other = check("a.md", "It was a crazy week for us.\n").findings[0].fingerprint
    assert moved == first == twice[0]
    assert len({first, twice[1], other}) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Trans women are women.",
        "Queer employees are welcome.",
        "Gay, bisexual and transgender staff have a network.",
        "Muslim, Jewish and Christian holidays are on the calendar.",
        "Black and disabled students are among our alumni.",
        "She is deaf and uses a hearing aid; he is autistic.",
        "Older workers are entitled to the same training.",
        "Dr Priya Rao said she would ask the board.",
        "He holds a Master of Science from Leeds.",
        "We host your data under European law.",
        "The date was declared invalid, so the button is disabled.",
        "Access to mental health care for all women and men.",
    ],
)
def test_people_and_plain_senses_are_left_alone_by_the_whole_library(text: str) -> None:
    check = Linter(load_rules(), Config(path=None, root=Path())).check_source
    assert [finding.rule.id for finding in check("a.md", text + "\n").findings] == []


NO_MEANS, ALL_MEANS = Means.WORDS, Means.ALL
OVERRULED = {"judge": {"warning": 0.1, "overrule": 0.2}, "unless": [{"after": ["so"]}]}
SURELY_OVERRULED = {**OVERRULED, "judge": {"warning": 0.1}}
NOT_OVERRULED = {**OVERRULED, "judge": {"warning": 0.1, "overrule": "never"}}
WEEKS = [{"after": ["week"]}]
ANYWHERE = {"judge": {"warning": 0.1, "anywhere": 0.2}, "when": WEEKS}
SELDOM_ANYWHERE = {"judge": {"warning": 0.1, "anywhere": 0.999}, "when": WEEKS}
NOT_IN_SONGS = {**ANYWHERE, "unless": [{"after": ["so"]}]}


@pytest.mark.parametrize(
    ("keys", "text", "means", "is_reported"),
    [
        # A mention, a condition of the rule's own: without conditions the word is reported all the same.
        ({}, "Avoid the word crazy.", ALL_MEANS, False),
        ({}, "Avoid the word crazy.", NO_MEANS, True),
        ({"when": [{"after": ["week"]}]}, "A crazy day.", ALL_MEANS, False),
        ({"when": [{"after": ["week"]}]}, "A crazy day.", ALL_MEANS & ~Means.CONDITIONS, True),
        # What the judge lets pass, and what it reports although a condition speaks for it.
        ({"judge": "ask"}, "He paints crazy paving for a living.", ALL_MEANS, False),
        ({"judge": "ask"}, "He paints crazy paving for a living.", Means.CONDITIONS, True),
        (OVERRULED, "It is crazy so.", ALL_MEANS, True),
        (OVERRULED, "It is crazy so.", Means.CONDITIONS, False),
        (SURELY_OVERRULED, "It is crazy so.", ALL_MEANS, True),
        (SURELY_OVERRULED, "Crazy so far, said the song.", ALL_MEANS, False),
        (NOT_OVERRULED, "It is crazy so.", ALL_MEANS, False),
        ({**OVERRULED, "when": [{"after": ["week"]}]}, "It is crazy so.", ALL_MEANS, False),
        (ANYWHERE, "It is crazy so.", ALL_MEANS, True),
        (ANYWHERE, "It is crazy so.", Means.CONDITIONS, False),
        (SELDOM_ANYWHERE, "It is crazy so.", ALL_MEANS, False),
        (NOT_IN_SONGS, "Crazy so far, said the song.", ALL_MEANS, False),
        # Patterns, and conditions that ask grammar.
        ({"pattern": [{"LOWER": "crazy"}, {"LOWER": "idea"}]}, "A crazy idea.", Means.SPACY, True),
        ({"pattern": [{"LOWER": "crazy"}, {"LOWER": "idea"}]}, "A crazy idea.", ALL_MEANS & ~Means.SPACY, False),
        ({"unless": [{"pos": ["ADJ"]}]}, "A crazy idea.", Means.SPACY, False),
        ({"unless": [{"pos": ["ADJ"]}]}, "A crazy idea.", Means.CONDITIONS, True),
    ],
)  # fmt: skip
def test_an_engine_decides_by_the_means_it_is_given(
    tmp_path: Path, keys: dict[str, Any], text: str, means: Means, is_reported: bool
) -> None:
    rules = compile_rules([write_rules(tmp_path, rule("crazy", **keys))], [rules_folder() / "sources.yaml"])
    segment = plain_segment(text)
    assert segment is not None
    assert bool(list(Engine(rules, means=means).check([segment]))) is is_reported


def test_what_is_quoted_as_a_whole_the_judge_does_not_overrule(tmp_path: Path) -> None:
    rules = compile_rules([write_rules(tmp_path, rule("crazy", **OVERRULED))], [rules_folder() / "sources.yaml"])
    check = Linter(rules, Config(path=None, root=tmp_path)).check_source
    assert len(check("a.md", "> It is crazy so.\n").findings) == 1
    assert len(check("a.md", "> It is crazy so.\n>\n> — Ada Reed\n").findings) == 0
