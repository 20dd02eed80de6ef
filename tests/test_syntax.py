"""Grammar's own words, asked of both schemes of labels."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from inclusivelint.engine import syntax

UD, CLEAR = "ud", "clear"
SCHEMES = [UD, CLEAR]


def doc(*rows: str) -> Doc:
    """A Doc from rows of "word tag head-index dep"; the root is its own head."""
    cells = [row.split() for row in rows]
    return Doc(
        Vocab(),
        words=[cell[0] for cell in cells],
        tags=[cell[1] for cell in cells],
        heads=[int(cell[2]) for cell in cells],
        deps=[cell[3] for cell in cells],
    )


SENTENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "He has moved and works for the old nurses .": {
        UD: (
            "He PRP 2 nsubj",
            "has VBZ 2 aux",
            "moved VBN 2 ROOT",
            "and CC 4 cc",
            "works VBZ 2 conj",
            "for IN 8 case",
            "the DT 8 det",
            "old JJ 8 amod",
            "nurses NNS 4 obl",
            ". . 2 punct",
        ),
        CLEAR: (
            "He PRP 2 nsubj",
            "has VBZ 2 aux",
            "moved VBN 2 ROOT",
            "and CC 2 cc",
            "works VBZ 2 conj",
            "for IN 4 prep",
            "the DT 8 det",
            "old JJ 8 amod",
            "nurses NNS 5 pobj",
            ". . 2 punct",
        ),
    },
    "All women are not nurses or strong": {
        UD: (
            "All DT 1 det",
            "women NNS 4 nsubj",
            "are VBP 4 cop",
            "not RB 4 advmod",
            "nurses NNS 4 ROOT",
            "or CC 6 cc",
            "strong JJ 4 conj",
        ),
        CLEAR: (
            "All DT 1 det",
            "women NNS 2 nsubj",
            "are VBP 2 ROOT",
            "not RB 2 neg",
            "nurses NNS 2 attr",
            "or CC 4 cc",
            "strong JJ 4 conj",
        ),
    },
    "His chairman was elected": {
        UD: ("His PRP$ 1 nmod:poss", "chairman NN 3 nsubj:pass", "was VBD 3 aux:pass", "elected VBN 3 ROOT"),
        CLEAR: ("His PRP$ 1 poss", "chairman NN 3 nsubjpass", "was VBD 3 auxpass", "elected VBN 3 ROOT"),
    },
    "She is a nurse and sees men": {
        UD: (
            "She PRP 3 nsubj",
            "is VBZ 3 cop",
            "a DT 3 det",
            "nurse NN 3 ROOT",
            "and CC 5 cc",
            "sees VBZ 3 conj",
            "men NNS 5 obj",
        ),
        CLEAR: (
            "She PRP 1 nsubj",
            "is VBZ 1 ROOT",
            "a DT 3 det",
            "nurse NN 1 attr",
            "and CC 1 cc",
            "sees VBZ 1 conj",
            "men NNS 5 dobj",
        ),
    },
    "Men work and women rest": {
        UD: ("Men NNS 1 nsubj", "work VBP 1 ROOT", "and CC 4 cc", "women NNS 4 nsubj", "rest VBP 1 conj"),
        CLEAR: ("Men NNS 1 nsubj", "work VBP 1 ROOT", "and CC 1 cc", "women NNS 4 nsubj", "rest VBP 1 conj"),
    },
}


def sentence(text: str, scheme: str) -> dict[str, Token]:
    """The words of a sentence by their form."""
    return {token.text: token for token in doc(*SENTENCES[text][scheme])}


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def text(token: Token | None) -> str | None:
    return None if token is None else token.text


@pytest.mark.parametrize("scheme", SCHEMES)
def test_verbs_that_agree_with_their_subject(scheme: str) -> None:
    words = sentence("He has moved and works for the old nurses .", scheme)
    assert syntax.is_subject(words["He"])
    assert not syntax.is_passive_subject(words["He"])
    assert texts(syntax.finite_verbs_of(words["He"])) == ["has", "works"]
    assert texts(syntax.predicates_of(words["He"])) == ["moved", "works"]
    assert text(syntax.subject_of(words["works"])) == "He"
    assert texts(syntax.auxiliaries(words["moved"])) == ["has"]
    assert not syntax.is_passive(words["moved"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nouns_after_prepositions(scheme: str) -> None:
    words = sentence("He has moved and works for the old nurses .", scheme)
    assert text(syntax.governor(words["nurses"])) == "works"
    assert text(syntax.preposition(words["nurses"])) == "for"
    assert texts(syntax.modifiers(words["nurses"])) == ["old"]
    assert syntax.is_modifier(words["old"])
    assert texts(syntax.determiners(words["nurses"])) == ["the"]
    assert syntax.noun_phrase(words["nurses"]).text.endswith("the old nurses")
    assert syntax.governor(words["moved"]) is None


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_a_subject_is_said_to_be(scheme: str) -> None:
    words = sentence("All women are not nurses or strong", scheme)
    assert text(syntax.complement_of(words["women"])) == "nurses"
    assert text(syntax.copula(words["nurses"])) == "are"
    assert text(syntax.finite_verb(words["nurses"])) == "are"
    assert text(syntax.subject_of(words["nurses"])) == "women"
    assert syntax.is_negated(words["nurses"])
    assert not syntax.is_negated(words["women"])
    assert texts(syntax.determiners(words["women"])) == ["All"]
    assert texts(syntax.conjuncts(words["nurses"])) == ["strong"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_passive(scheme: str) -> None:
    words = sentence("His chairman was elected", scheme)
    assert syntax.is_passive(words["elected"])
    assert syntax.is_passive_subject(words["chairman"])
    assert syntax.is_possessor(words["His"])
    assert text(syntax.possessor(words["chairman"])) == "His"
    assert texts(syntax.finite_verbs_of(words["chairman"])) == ["was"]
    assert syntax.complement_of(words["chairman"]) is None


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_noun_and_a_verb_with_one_subject(scheme: str) -> None:
    words = sentence("She is a nurse and sees men", scheme)
    assert texts(syntax.predicates_of(words["She"])) == ["nurse", "sees"]
    assert texts(syntax.finite_verbs_of(words["She"])) == ["is", "sees"]
    assert syntax.is_object(words["men"])
    assert not syntax.is_object(words["nurse"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_clause_with_a_subject_of_its_own_is_another_clause(scheme: str) -> None:
    words = sentence("Men work and women rest", scheme)
    assert texts(syntax.finite_verbs_of(words["Men"])) == ["work"]
    assert text(syntax.subject_of(words["rest"])) == "women"
