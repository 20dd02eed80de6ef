"""Agreement, articles, and nouns that move: on Docs built by hand, so that no pipeline decides."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from inclusivelint.documents.normalise import plain_segment
from inclusivelint.engine.agreement import base_form, verbs_of
from inclusivelint.engine.rewrites import article_for, with_noun
from inclusivelint.engine.they import draft_of, whole_sentence
from inclusivelint.errors import RuleError
from inclusivelint.forms import Rewrite
from inclusivelint.linter import Linter
from inclusivelint.model import Edit, Segment, Span

from .helpers import findings, linter, rule

NLP = spacy.blank("en")
WHEELCHAIR = Rewrite("{noun} who uses a wheelchair", "{noun} who use wheelchairs")


def doc(*rows: str) -> Doc:
    """A Doc from rows of "word tag dep head", the head as an index."""
    words, tags, deps, heads = zip(*(row.split() for row in rows), strict=True)
    return Doc(NLP.vocab, words=list(words), tags=list(tags), deps=list(deps), heads=[int(head) for head in heads])


def segment(text: str) -> Segment:
    made = plain_segment(text)
    assert made
    return made


UNIVERSAL = ("nsubj", "cop", "conj", "acl:relcl", "aux:pass")
CLEARNLP = ("nsubj", "ROOT", "conj", "relcl", "auxpass")


@pytest.mark.parametrize("relative", ["acl:relcl", "relcl"])
def test_a_distant_verb_is_told_by_the_parse_in_both_label_schemes(relative: str) -> None:
    parsed = doc(
        "She PRP nsubj 1",
        "trusts VBZ ROOT 1",
        "the DT det 3",
        "vet NN obj 1",
        "who WP nsubj 5",
        f"looks VBZ {relative} 3",
        "well RB advmod 5",
        "and CC cc 8",
        "pays VBZ conj 1",
        "him PRP obj 8",
    )
    assert [(verb.text, form) for verb, form in verbs_of(parsed, {0})] == [("trusts", "trust"), ("pays", "pay")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("He PRP nsubj 2", "'s VBZ cop 2", "tired JJ ROOT 2"), ["'re"]),
        (("He PRP nsubj 2", "'s VBZ aux 2", "been VBN ROOT 2"), ["'ve"]),
        (("He PRP nsubj:pass 2", "'s VBZ aux:pass 2", "paid VBN ROOT 2", "weekly RB advmod 2"), ["'re"]),
        (("He PRP nsubjpass 2", "'s VBZ auxpass 2", "paid VBN ROOT 2", "weekly RB advmod 2"), ["'re"]),
        (("What WP ROOT 0", "'s VBZ cop 0", "she PRP nsubj 3", "doing VBG acl 0"), [" are"]),
    ],
)
def test_contractions(rows: tuple[str, ...], expected: list[str]) -> None:
    parsed = doc(*rows)
    subjects = {token.i for token in parsed if token.lower_ in ("he", "she")}
    assert [form for _, form in verbs_of(parsed, subjects)] == expected


def test_a_verb_that_the_tagger_missed_is_told_by_its_place() -> None:
    parsed = doc("He PRP nsubj 1", "texts NNS ROOT 1", "me PRP obj 1", "and CC cc 4", "listens NNS conj 1")
    assert [form for _, form in verbs_of(parsed, {0})] == ["text", "listen"]


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("goes", "go"),
        ("dies", "die"),
        ("carries", "carry"),
        ("misses", "miss"),
        ("co-hosts", "co-host"),
        ("asked", None),
    ],
)
def test_base_forms(form: str, base: str | None) -> None:
    assert base_form(form) == base


def test_articles_agree_with_the_library() -> None:
    import inflect

    library = inflect.engine()
    words = (
        "guest artist hour honest heir house university unicorn uniform unimportant unidentified undocumented useful "
        "user utility one one-off once only European euro eulogy UK UN MRI FBI LGBTQ nurse school man film X-ray "
        "umbrella uncle open ewe egg issue ice usual"
    ).split()
    assert {word: article_for(word) for word in words} == {word: library.a(word).split()[0] for word in words}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The wheelchair-bound guests.", "wheelchair-bound", "guests who use wheelchairs"),
        ("A wheelchair-bound guest in row 4.", "wheelchair-bound", "guest who uses a wheelchair"),
        ("Wheelchair-bound people are welcome.", "Wheelchair-bound", "people who use wheelchairs"),
        ("He is wheelchair-bound today.", "wheelchair-bound", None),
        ("Blind or wheelchair-bound guests.", "wheelchair-bound", None),
        ("A permanently wheelchair-bound guest.", "wheelchair-bound", None),
        ("The wheelchair-bound guests' entrance.", "wheelchair-bound", None),
        ("They are wheelchair-bound.", "wheelchair-bound", None),
        ("The wheelchair-bound, too, were asked.", "wheelchair-bound", None),
        ("A wheelchair-bound garden lover knits.", "wheelchair-bound", None),
    ],
)
def test_a_noun_moves_where_it_can_be_told(text: str, words: str, expected: str | None) -> None:
    prose = segment(text)
    start = text.index(words)
    whole = Span(0, len(text))
    moved = with_noun(prose, start, start + len(words), whole, [WHEELCHAIR], lambda: None)
    assert (moved and moved[1]) == expected


def test_a_longer_noun_phrase_is_told_by_its_tags() -> None:
    text = "A wheelchair-bound garden lover knits."
    tagged = doc(
        *(f"{word} {tag} dep 0" for word, tag in zip(text[:-1].split(), "DT JJ NN NN VBZ".split(), strict=True))
    )
    moved = with_noun(segment(text), 2, 18, Span(0, len(text)), [WHEELCHAIR], lambda: lambda _: tagged)
    assert moved == (Span(2, 31), "garden lover who uses a wheelchair")


def test_a_sentence_is_made_easy_for_the_parser() -> None:
    text = "“HE saw s/he—him.She or his/her dog."
    draft = draft_of(segment(text), Span(0, len(text)))
    assert draft.text == "“ He saw he — him . She or his dog."
    assert len(draft.text) == len(draft.origin)


def test_without_a_parser_only_what_is_certain_is_changed() -> None:
    def edits(text: str) -> tuple[Edit, ...] | None:
        return whole_sentence(segment(text), Span(0, len(text)), None)

    assert edits("Let him or her wait.") == (Edit(4, 14, "them"),)
    assert edits("She waits.") is None
    assert edits("Ask her.") is None


HE = rule("he", they="sentence", default=False, phrases=["he"], suggestions=["they"], category="x")


def test_a_rule_that_is_off_by_default_holds_only_by_its_full_name(tmp_path: Path) -> None:
    made = linter(tmp_path, {key: value for key, value in HE.items() if key != "category"})
    assert made.rules == ()
    from inclusivelint.ruleset import compile_rules, rules_folder

    compiled = compile_rules([tmp_path / "test.yaml"], [rules_folder() / "sources.yaml"])
    for select, holds in ((["test/he"], True), (["test"], False), (["test/*"], False), (["*", "test/he"], True)):
        assert bool(Linter(compiled, made.config, select=select).rules) is holds, select


@pytest.mark.parametrize(
    ("keys", "cause"),
    [
        ({"rewrites": ["people with it"]}, "is no rewrite: it holds {noun} once"),
        ({"rewrites": ["{noun} and {noun}"]}, "is no rewrite"),
        ({"rewrites": ["{noun} [with"]}, "is no rewrite"),
        ({"they": "paragraph"}, '"paragraph" is none of person, sentence'),
        ({"default": "maybe"}, "expected true or false"),
        ({"suggestions": ["{1} of it"]}, "has fewer alternatives than its suggestion"),
    ],
)
def test_errors_of_rule_files(tmp_path: Path, keys: dict[str, object], cause: str) -> None:
    with pytest.raises(RuleError) as raised:
        linter(tmp_path, rule("crazy", **keys))
    assert cause in str(raised.value)


def test_a_suggestion_keeps_what_its_phrase_chose(tmp_path: Path) -> None:
    given = rule("x", phrases=[{"text": "(his|her) adopted (son|daughter)", "suggestions": ["{1} {2}"]}])
    assert findings(tmp_path, "Meet her adopted son.", given)[0].suggestions == ("her son",)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The chairmen's cars.", "The chairs' cars."),
        ("The chairman's car.", "The chair's car."),
        ("Two chairmen.", "Two chairs."),
        ("ALL CHAIRMEN'S CARS", "ALL CHAIRS' CARS"),
    ],
)
def test_possessives(tmp_path: Path, source: str, expected: str) -> None:
    from inclusivelint.fixer import fix_source

    chairman = rule("chairman", phrases=[{"lemma": "chairman", "pos": "NOUN"}], suggestions=["chair"])
    assert fix_source(linter(tmp_path, chairman), "a.md", source).source == expected
