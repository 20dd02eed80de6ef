"""What stands in which part of a sentence, asked in grammar's own words.

The functions read Universal Dependencies (the pipeline that ships) and the labels of spaCy's `en_core_web_*` alike:
where the two build a sentence otherwise (copulas, prepositions), the answer is the same. They trust the parse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass", "nsubjpass", "csubjpass"})
_SUBJECTS = _PASSIVE_SUBJECTS | {"nsubj", "csubj", "nsubj:outer", "csubj:outer"}
_OBJECTS = frozenset({"obj", "iobj", "dobj", "dative"})
_PASSIVE_AUXILIARIES = frozenset({"aux:pass", "auxpass"})
_AUXILIARIES = _PASSIVE_AUXILIARIES | {"aux"}
_COMPLEMENTS = frozenset({"attr", "acomp"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nmod:desc", "nummod", "nn", "quantmod"})
_POSSESSORS = frozenset({"nmod:poss", "poss", "det:poss"})
_DETERMINERS = frozenset({"det", "det:predet", "predet"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "nobody", "none", "without", "hardly"})
_FINITE_TAGS = frozenset({"VBZ", "VBP", "VBD", "MD"})
_CLAUSES = frozenset({"acl", "acl:relcl", "relcl", "advcl", "advcl:relcl", "appos", "parataxis", "conj", "cc", "punct"})


def is_subject(token: Token) -> bool:
    """Whether a word is the subject of a clause, active or passive."""
    return token.dep_ in _SUBJECTS


def is_passive_subject(token: Token) -> bool:
    """Whether a word is the subject of a passive clause: "the chairman was elected"."""
    return token.dep_ in _PASSIVE_SUBJECTS or (token.dep_ in _SUBJECTS and is_passive(token.head))


def is_object(token: Token) -> bool:
    """Whether a word is a direct or indirect object of a verb."""
    return token.dep_ in _OBJECTS


def is_passive(verb: Token) -> bool:
    """Whether a verb is in the passive: "was elected", "got hurt"."""
    return any(child.dep_ in _PASSIVE_AUXILIARIES or child.dep_ in _PASSIVE_SUBJECTS for child in verb.children)


def is_modifier(token: Token) -> bool:
    """Whether a word stands before a noun as its adjective, number or noun: "disabled" of "disabled people"."""
    return token.dep_ in _MODIFIERS and token.i < token.head.i


def is_possessor(token: Token) -> bool:
    """Whether a word owns its head: "his" of "his form", "nurse" of "the nurse's form"."""
    return token.dep_ in _POSSESSORS


def modifiers(noun: Token) -> list[Token]:
    """The adjectives, numbers and nouns before a noun, in their order."""
    return [child for child in noun.lefts if is_modifier(child)]


def determiners(noun: Token) -> list[Token]:
    """Articles, demonstratives and quantifiers of a noun: "all" and "the" of "all the men"."""
    return [child for child in noun.children if child.dep_ in _DETERMINERS]


def possessor(noun: Token) -> Token | None:
    """Who or what a noun belongs to, by its possessive: "his" of "his form"."""
    return next((child for child in noun.children if is_possessor(child)), None)


def preposition(noun: Token) -> Token | None:
    """The preposition that a noun stands after: "for" of "for the men"."""
    if noun.dep_ == "pobj":
        return noun.head
    return next((child for child in noun.lefts if child.dep_ == "case" and child.tag_ != "POS"), None)


def governor(token: Token) -> Token | None:
    """The content word that a word depends on, across prepositions and coordination; None at the root."""
    word = token
    while word.dep_ == "conj" and word.head.i != word.i:
        word = word.head
    head = word.head
    if word.dep_ in {"pobj", "pcomp"}:
        head = head.head
    return None if head.i == word.i else head


def conjuncts(token: Token) -> list[Token]:
    """The words coordinated with a word, without itself, in their order."""
    return list(token.conjuncts)


def auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries and the copula of a verb or predicate, in their order."""
    return [child for child in verb.children if child.dep_ in _AUXILIARIES or child.dep_ == "cop"]


def subject_of(predicate: Token) -> Token | None:
    """The subject of a verb, or of the adjective or noun after a form of "be".

    A coordinated verb without a subject of its own has that of the verb before it: "she reads and writes".
    """
    word = _clause(predicate)
    while True:
        own = next((child for child in word.children if is_subject(child)), None)
        if own is not None or word.dep_ != "conj" or word.head.i == word.i:
            return own
        word = word.head


def predicates_of(subject: Token) -> list[Token]:
    """The verbs or other predicates that a subject has: with coordinated ones that have no subject of their own.

    In "she is a nurse and works nights" they are "nurse" and "works".
    """
    if not is_subject(subject):
        return []
    first = subject.head
    found = [first, *(word for word in _coordinated(first) if not any(map(is_subject, word.children)))]
    return [_complement(word) or word for word in found]


def finite_verbs_of(subject: Token) -> list[Token]:
    """The verb forms that agree with a subject, in their order: "has" and "works" of "he has moved and works here"."""
    if not is_subject(subject):
        return []
    # In "has moved and worked" the second verb shares the auxiliary of the first, and is itself not finite.
    verbs = {verb.i: verb for word in predicates_of(subject) if (verb := finite_verb(word)) is not None}
    return [verbs[i] for i in sorted(verbs)]


def finite_verb(predicate: Token) -> Token | None:
    """The finite verb of a clause: "has" of "has moved", "is" of "is a nurse", else the verb itself if it is finite."""
    word = _clause(predicate)
    candidates = sorted([*auxiliaries(word), word], key=lambda verb: verb.i)
    return next(filter(is_finite, candidates), None)


def is_finite(verb: Token) -> bool:
    """Whether a verb form is finite: it has a tense or is a modal."""
    if verb.tag_:
        return verb.tag_ in _FINITE_TAGS
    return "Fin" in verb.morph.get("VerbForm", [])


def copula(predicate: Token) -> Token | None:
    """The form of "be" (or the like) that joins a predicate to its subject: "are" of "men are stronger"."""
    if predicate.dep_ in _COMPLEMENTS:
        return predicate.head
    return next((child for child in predicate.children if child.dep_ == "cop"), None)


def complement_of(subject: Token) -> Token | None:
    """What a subject is said to be: "stronger" of "men are stronger"."""
    if not is_subject(subject):
        return None
    if copula(subject.head) is not None:
        return subject.head
    return _complement(subject.head)


def is_negated(predicate: Token) -> bool:
    """Whether a verb, adjective or noun is denied by a word of its own: "is not a nurse", "never works", "no men"."""
    clause = _clause(predicate)
    words = [predicate] if clause is predicate else [predicate, clause]
    return any(
        child.dep_ == "neg"
        or (child.dep_ in {"advmod", "det", "cc:preconj", "preconj"} and child.text.lower() in _NEGATIONS)
        for word in words
        for child in word.children
    )


def noun_phrase(noun: Token) -> Span:
    """A noun with what belongs to it, without clauses, appositions and coordinated nouns."""
    start, end = noun.i, noun.i + 1
    for child in noun.lefts:
        if child.dep_ not in _CLAUSES:
            start = min(start, child.left_edge.i)
    for child in noun.rights:
        if child.dep_ in _CLAUSES:
            break
        end = max(end, child.right_edge.i + 1)
    return noun.doc[start:end]


def _clause(predicate: Token) -> Token:
    """The word that a clause's subject and auxiliaries hang on: the copula itself in the scheme of `en_core_web_*`."""
    return predicate.head if predicate.dep_ in _COMPLEMENTS else predicate


def _complement(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in _COMPLEMENTS), None)


def _coordinated(predicate: Token) -> Iterator[Token]:
    """The predicates coordinated after one, those of a chain, too."""
    for child in predicate.rights:
        if child.dep_ == "conj":
            yield child
            yield from _coordinated(child)
