"""He, she and their pairs in a text: where they stand, what they do in the sentence, what they become."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from inclusivelint.engine.context import sentence_around
from inclusivelint.engine.lazy import LazyPattern
from inclusivelint.model import Segment, Span


class Role(Enum):
    """What a pronoun does; `her` and `his` do one of two things, which their sentence decides."""

    SUBJECT = "they"
    OBJECT = "them"
    DETERMINER = "their"
    POSSESSIVE = "theirs"
    REFLEXIVE = "themselves"


class Pronoun(NamedTuple):
    """A pronoun, or a pair such as "his/her", at `start` of a text. `gender` is "m", "f", or "" for a pair.

    `stands_for` is one pronoun that a sentence can have in place of it, so that a pair is parsed as what it is.
    """

    start: int
    end: int
    stands_for: str
    role: Role
    gender: str


_GAP = r"\s?/\s?"
_OR = r"\s+or\s+"
_PAIRS: Sequence[tuple[str, str, Role]] = (
    (rf"(?:he(?:{_GAP}|{_OR})she|she(?:{_GAP}|{_OR})he|s/he|\(s\)he|he\s\(or\sshe\)|s\(he\))", "he", Role.SUBJECT),
    (
        rf"(?:him(?:self|-)?(?:{_GAP}|{_OR})herself|herself(?:{_GAP}|{_OR})himself|her(?:{_GAP}|{_OR})himself"
        r"|himself\s\(or\sherself\))",
        "himself",
        Role.REFLEXIVE,
    ),
    (rf"(?:his(?:{_GAP}|{_OR})hers|hers(?:{_GAP}|{_OR})his)", "his", Role.POSSESSIVE),
    (rf"(?:his(?:{_GAP}|{_OR})her|her(?:{_GAP}|{_OR})his|his\s\(or\sher\)|his\(her\))", "his", Role.DETERMINER),
    (rf"(?:him(?:{_GAP}|{_OR})her|her(?:{_GAP}|{_OR})him|him\s\(or\sher\))", "him", Role.OBJECT),
)
_SINGLE: dict[str, tuple[Role, str]] = {
    "he": (Role.SUBJECT, "m"),
    "she": (Role.SUBJECT, "f"),
    "him": (Role.OBJECT, "m"),
    "her": (Role.DETERMINER, "f"),
    "his": (Role.DETERMINER, "m"),
    "hers": (Role.POSSESSIVE, "f"),
    "himself": (Role.REFLEXIVE, "m"),
    "herself": (Role.REFLEXIVE, "f"),
}
_PRONOUNS = LazyPattern(
    r"(?<![\w@#])(?:"
    + "|".join(f"(?P<p{number}>{pattern})" for number, (pattern, _, _) in enumerate(_PAIRS))
    + r"|(?P<one>himself|herself|hers|his|him|her|she|he))(?!\w)"
)
_HYPHENATED = LazyPattern(r"^[-\u2010\u2011]\w")


def pronouns(segment: Segment, span: Span) -> list[Pronoun]:
    """The pronouns and pairs in a span of a segment, in order."""
    found = []
    at = span.start
    while (match := _PRONOUNS.search(segment.key, at)) and match.end() <= span.end:
        at = match.end()
        if _is_compounded(segment.text, match.start(), at):
            continue
        group = str(match.lastgroup)
        if group == "one":
            role, gender = _SINGLE[match[0]]
            found.append(Pronoun(match.start(), at, match[0], role, gender))
        else:
            _, stands_for, role = _PAIRS[int(group[1:])]
            found.append(Pronoun(match.start(), at, stands_for, role, ""))
    return found


def _is_compounded(text: str, start: int, end: int) -> bool:
    """Whether the word is part of a compound (she-wolf, he-said-she-said); a dash between clauses is no hyphen."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return bool(_HYPHENATED.search(before[::-1]) or _HYPHENATED.search(after))


_SPECIFIC = LazyPattern(
    r"(?<![\w-])(?:mr|mrs|ms|miss|sir|madam|dame|lord|lady|man|woman|boy|girl|father|mother|dad|mum|mom|husband|wife|son"
    r"|daughter|brother|sister|uncle|aunt|grandfather|grandmother|king|queen|gentleman)(?!\w)"
)
_NAME = LazyPattern(r"(?<=[a-z,;:] )(?!I\b)[A-Z][a-z]+(?:'s|’s)?(?: [A-Z][a-z]+)*")
_SUBJECT = LazyPattern(r"\W*(he|she)\s(?!who\b|that\b|or\b|and\b)")
_WORD = LazyPattern(r"\w[\w'’-]*")
_ANYONE = frozenset("anyone anybody someone somebody everyone everybody whoever nobody no-one whosoever".split())
_DETERMINERS = frozenset("a an any each either every no one the this that which whichever your our".split())
_OPEN = ("a ", "an ", "any ", "anybody ", "anyone ", "each ", "every ", "somebody ", "someone ")
_CONDITION = LazyPattern(r"(?:^|\W)(?:if|unless|whenever)\s+$")
_UNIVERSAL = ("each ", "every ")
_ONE_GENDER = LazyPattern(
    r"(?<!\w)(?:wom[ae]n|m[ae]n|girls?|boys?|ladies|gentlemen|mothers?|fathers?|sisters?|brothers?)(?!\w)"
)
_RULED = LazyPattern(r"\s+(?:must|shall|should|may|can|will)\b")
_PRESENT = LazyPattern(r"\s+(?:is|has|does|(?!was\b)[a-z]+[^s\W]s)\b(?!.*\b(?:was|were|had|did)\b)")
_ASKED = frozenset("who whom one".split())
_WHOEVER = LazyPattern(r"(?:he|she) who\b")
_MOST_BETWEEN = 2


def antecedent(segment: Segment, start: int, nouns: Collection[str]) -> str | None:
    """What the pronoun at `start` refers to, such as "each employee", by the `nouns` for people; None where it is open.

    It stands before the pronoun, in its sentence or else in the one before, and is the only person there. A sentence
    that opens with he or she goes on with whom the one before told of: "A member rings. He tells the clerk his name."
    "He who …" means nobody who was told of before.
    """
    if _WHOEVER.match(segment.key, start):
        return None
    known, own = frozenset(nouns), sentence_around(segment.text, start, start)
    at = own.start if _opens_with(segment, own, start) else start
    for _ in range(2):
        sentence = sentence_around(segment.text, at, at)
        persons = list(_persons(segment, Span(sentence.start, at), known))
        if persons:
            heads = {segment.key[span.start : span.end].split()[-1] for span in persons}
            return segment.text[persons[0].start : persons[0].end] if len(heads) == 1 else None
        at = max(sentence.start - 1, 0)
    return None


def tells_nobody(segment: Segment, start: int, nouns: Collection[str]) -> bool:
    """Whether no person that the pronoun at `start` can mean stands in its sentence, nor in the one before.

    That one counts only where nobody with a name or of one gender stands between: "A clerk came. Freud said his …".
    """
    known, sentence = frozenset(nouns), sentence_around(segment.text, start, start)
    if any(_persons(segment, sentence, known)):
        return False
    before = sentence_around(segment.text, max(sentence.start - 1, 0), max(sentence.start - 1, 0))
    return tells_whom(segment, Span(sentence.start, start)) or not any(_persons(segment, before, known))


def is_generic(segment: Segment, start: int, nouns: Collection[str]) -> bool:
    """Whether the pronoun at `start` certainly means nobody in particular: "if a student says he is unwell".

    The person is the only one before it and does something in the present, in a condition of the same sentence; or each
    or every such person does it, or is to, where the sentence names no gender.
    """
    sentence = sentence_around(segment.text, start, start)
    persons = list(_persons(segment, Span(sentence.start, start), frozenset(nouns)))
    if len(persons) != 1:
        return False
    if not segment.key.startswith(_OPEN, persons[0].start) or tells_whom(segment, Span(sentence.start, start)):
        return False
    after = segment.key[persons[0].end : start]
    if segment.key.startswith(_UNIVERSAL, persons[0].start):
        is_open = not _ONE_GENDER.search(segment.key[sentence.start : sentence.end])
        return is_open and bool(_PRESENT.match(after) or _RULED.match(after))
    before = segment.key[sentence.start : persons[0].start]
    return bool(_CONDITION.search(before) and _PRESENT.match(after))


def tells_whom(segment: Segment, span: Span) -> bool:
    """Whether somebody of one gender or with a name stands in a span: whoever is meant there may be that person."""
    words = segment.text[span.start : span.end]
    return bool(_SPECIFIC.search(segment.key[span.start : span.end]) or _NAME.search(words))


def names_anyone(segment: Segment, start: int, sentence: Span, nouns: Collection[str]) -> bool:
    """Whether a text has any phrase that the pronoun at `start` can refer to; if not, it means somebody known.

    It stands before the pronoun or later in its sentence, but before a sentence that opens with the same person doing
    something: "He didn't see how anyone could object, so they let him."
    """
    end = sentence.start if _opens_with(segment, sentence, start) else sentence.end
    at, telling = 0, _ANYONE | _DETERMINERS | _ASKED | frozenset(nouns)
    while (word := _WORD.search(segment.key, at)) and word.start() < end:
        if word[0].removesuffix("'s") in telling:
            return True
        at = word.end()
    return False


def _opens_with(segment: Segment, sentence: Span, start: int) -> bool:
    """Whether a sentence opens with he or she as its subject, of the gender of the pronoun at `start`."""
    first, own = _SUBJECT.match(segment.key, sentence.start), _WORD.match(segment.key, start)
    if not first or not own or own[0] not in _SINGLE:
        return False
    return _SINGLE[first[1]][1] == _SINGLE[own[0]][1]


def _persons(segment: Segment, span: Span, nouns: Collection[str]) -> Iterator[Span]:
    words, at = [], span.start
    while (word := _WORD.search(segment.key, at)) and word.end() <= span.end:
        words.append(Span(*word.span()))
        at = word.end()
    texts = [segment.key[word.start : word.end].removesuffix("'s") for word in words]
    for number, text in enumerate(texts):
        if text in _ANYONE:
            yield words[number]
        if asked := _WHOEVER.match(segment.key, words[number].start):
            yield Span(*asked.span())
        if text not in _DETERMINERS:
            continue
        heads = [at for at in range(number + 1, min(number + _MOST_BETWEEN + 2, len(texts))) if texts[at] in nouns]
        # "asked that every pupil": of determiners in a row, too
        heads = [] if heads and _DETERMINERS & set(texts[number + 1 : heads[0]]) else heads
        # "each team member": of nouns in a row the last is meant.
        if heads and "," not in segment.key[words[number].end : words[heads[0]].start]:
            last = next((at for at in heads if at + 1 not in heads), heads[-1])
            yield Span(words[number].start, words[last].end)


def in_case_of(new: str, old: str) -> str:
    """`new` with the capitals of `old`: HE → THEY, He → They."""
    letters = [char for char in old if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return new.upper()
    first = next((char for char in old if char.isalpha()), "")
    return new[:1].upper() + new[1:] if first.isupper() else new
