"""He and she → they: the pronouns of a sentence, or of one person in it, and every verb that agrees with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from inclusivelint.engine.lazy import LazyPattern
from inclusivelint.engine.pronouns import Pronoun, Role, in_case_of, pronouns, tells_whom
from inclusivelint.model import Edit, Segment, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Parse = Callable[[str], "Doc"]
"""Text → a Doc with Penn tags and a dependency parse."""

LONGEST = 3000
"""Sentences beyond this many characters are left alone: no parser reads them well."""

_CONTRACTION = LazyPattern(r"['’](?:s|d|ll|ve|re)(?!\w)")
_MOSTLY_CAPITALS = 0.7


class Draft(NamedTuple):
    """A sentence as the parser gets it, and for each character its place in the segment (-1 where it was put in)."""

    text: str
    origin: Sequence[int]


def whole_sentence(segment: Segment, sentence: Span, parse: Parse | None) -> tuple[Edit, ...] | None:
    """The edits, in offsets of the segment's text, that turn every he and she of a sentence into they.

    None where nothing can be told without a parser, or the sentence is too long for one.
    """
    return _edits(segment, sentence, pronouns(segment, sentence), parse)


def same_person(segment: Segment, sentence: Span, start: int, end: int, parse: Parse | None) -> tuple[Edit, ...] | None:
    """The edits for the pronoun at `start` and those of the same person; those of a specific person stay.

    Of one gender all are taken to mean the same person, up to where somebody else is named.
    """
    found = pronouns(segment, sentence)
    own = next((pronoun for pronoun in found if pronoun.start <= start and end <= pronoun.end), None)
    if own is None:
        return None
    return _edits(segment, sentence, [each for each in found if _is_same(segment, sentence, own, each)], parse)


def _is_same(segment: Segment, sentence: Span, own: Pronoun, other: Pronoun) -> bool:
    if own == other:
        return True
    between = Span(min(own.end, other.end), max(own.start, other.start))
    if own.gender and other.gender:
        return own.gender == other.gender and not tells_whom(segment, between)
    if not own.gender and not other.gender:
        return True
    single = own if own.gender else other
    # "he or she … his": one person, unless a particular one stands in the sentence.
    return not tells_whom(segment, Span(sentence.start, single.start))


def _edits(segment: Segment, sentence: Span, chosen: Sequence[Pronoun], parse: Parse | None) -> tuple[Edit, ...] | None:
    if sentence.end - sentence.start > LONGEST:
        return None
    if parse is None:
        return _without_parse(segment, chosen)
    draft = draft_of(segment, sentence)
    doc = parse(draft.text)
    tokens = _tokens_by_origin(doc, draft)
    edits = []
    subjects = set()
    for pronoun in chosen:
        token = tokens.get(pronoun.start)
        if token is None:
            return None
        role = _role(pronoun, token)
        if role is Role.SUBJECT:
            subjects.add(token.i)
        edits.append(_replacing(segment, pronoun.start, pronoun.end, role.value))
    if subjects:
        from inclusivelint.engine.agreement import verbs_of

        for verb, form in verbs_of(doc, subjects):
            start, end = draft.origin[verb.idx], draft.origin[verb.idx + len(verb) - 1] + 1
            edits.append(_replacing(segment, start, end, form, capitals_of=_subject_capitals(segment, verb, draft)))
    return tuple(sorted(edits))


def _replacing(segment: Segment, start: int, end: int, new: str, capitals_of: str = "") -> Edit:
    old = segment.text[start:end]
    return Edit(start, end, in_case_of(new, capitals_of or old))


def _subject_capitals(segment: Segment, verb: Token, draft: Draft) -> str:
    """For a contraction, whose one letter tells nothing, the word it hangs on: HE'S → THEY'RE."""
    if not verb.text[0].isalpha() and verb.i:
        before = verb.nbor(-1)
        written = segment.text[draft.origin[before.idx] : draft.origin[before.idx + len(before) - 1] + 1]
        return written if written.isupper() else "x"
    return ""


def _without_parse(segment: Segment, chosen: Sequence[Pronoun]) -> tuple[Edit, ...] | None:
    """Pronouns that are what they are whatever their sentence is: no subject, no single her, his or hers."""
    if any(each.role is Role.SUBJECT or each.stands_for in ("her", "hers") for each in chosen):
        return None
    if any(each.stands_for == "his" and each.gender for each in chosen):
        return None
    return tuple(_replacing(segment, each.start, each.end, each.role.value) for each in chosen)


def draft_of(segment: Segment, sentence: Span) -> Draft:
    """The sentence with pairs as one pronoun, pronouns that stick to their neighbours set free, shouting lowered."""
    letters = [char for char in segment.text[sentence.start : sentence.end] if char.isalpha()]
    shouts = sum(map(str.isupper, letters)) > _MOSTLY_CAPITALS * len(letters)
    source = segment.key if shouts else segment.text
    text: list[str] = []
    origin: list[int] = []

    def put(piece: str, places: Sequence[int]) -> None:
        text.append(piece)
        origin.extend(places)

    at = sentence.start
    for pronoun in pronouns(segment, sentence):
        put(source[at : pronoun.start], range(at, pronoun.start))
        if at < pronoun.start and not source[pronoun.start - 1].isspace():
            put(" ", (-1,))
        written = segment.text[pronoun.start : pronoun.end]
        opens = not any(char.isalnum() for char in "".join(text))
        shown = (
            pronoun.stands_for[:1].upper() + pronoun.stands_for[1:]
            if opens or written.istitle()
            else pronoun.stands_for
        )
        put(shown, [pronoun.start] * (len(shown) - 1) + [pronoun.end - 1])
        at = pronoun.end
        if at < sentence.end and not source[at].isspace() and not _CONTRACTION.match(source, at):
            put(" ", (-1,))
    put(source[at : sentence.end], range(at, sentence.end))
    return Draft("".join(text), origin)


def _tokens_by_origin(doc: Doc, draft: Draft) -> dict[int, Token]:
    return {draft.origin[token.idx]: token for token in doc if token.idx < len(draft.origin)}


def _role(pronoun: Pronoun, token: Token) -> Role:
    if pronoun.stands_for == "her":
        return Role.DETERMINER if _determines(token) else Role.OBJECT
    if pronoun.stands_for == "his" and pronoun.gender:
        return Role.POSSESSIVE if _stands_alone(token) else Role.DETERMINER
    return pronoun.role


_NEVER_A_NOUN_PHRASE = frozenset("IN TO CC MD DT PDT PRP PRP$ WDT WP WRB EX RP".split())
_OPENING = frozenset("\"'“‘«(*_")


def _follower(token: Token) -> Token | None:
    """The next token, one opening quotation mark or bracket passed over."""
    if token.i + 1 >= len(token.doc):
        return None
    after = token.nbor()
    if after.text in _OPENING and after.i + 1 < len(token.doc) and after.nbor().text[0].isalnum():
        return after.nbor()
    return after


def _is_compound_part(token: Token) -> bool:
    """Whether a word is the first of a compound: "in-laws", "over-the-top"."""
    return token.i + 1 < len(token.doc) and token.nbor().text in ("-", "‑", "–") and not token.whitespace_


def _determines(token: Token) -> bool:
    """Whether "her" goes with a noun that follows."""
    after = _follower(token)
    if after is None or not (after.text[0].isalnum() or after.text[0] in "$£€#"):
        return False
    if after.lower_ == "own" or _is_compound_part(after):
        return True
    if after.tag_ in _NEVER_A_NOUN_PHRASE or (after.lower_.endswith("s") and _is_verb(after)):
        return False
    before = token.nbor(-1) if token.i else None
    if before is not None and before.lower_ in _CAUSING and (after.lower_ in _CAUSED or _has_object(after)):
        return False
    if after.lower_ == "home" and before is not None and before.lower_ in _ESCORTING:
        return False
    if after.lower_ in _AFTER_AN_OBJECT:
        return False
    if before is not None and before.lower_ in _GIVING and after.lower_ in _GIVEN:
        return False
    return token.tag_ == "PRP$" or (token.dep_ in ("nmod:poss", "poss") and after.tag_ in ("NN", "NNS", "JJ"))


def _has_object(token: Token) -> bool:
    """Whether a word that can be a verb has an object after it: "let her finish her meal"."""
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    if following is None or following.tag_ not in ("DT", "PRP", "PRP$"):
        return False
    import lemminflect

    return token.lower_ in lemminflect.getAllLemmas(token.lower_, upos="VERB").get("VERB", ())


def _is_verb(token: Token) -> bool:
    from inclusivelint.engine.agreement import is_never_a_noun

    return is_never_a_noun(token.lower_)


# "made her cry", "saw her swim": what these see or cause is a verb.
_CAUSING = frozenset(
    "make makes made making let lets letting see sees saw seen seeing hear hears heard hearing watch watches "
    "watched watching feel feels felt help helps helped helping".split()
)
_CAUSED = frozenset(
    "cry laugh swim sleep fall walk run talk sing wait go come leave think feel understand realise realize "
    "believe die stay eat drink speak stop try sit stand get do know become forget remember".split()
)
# "told her stories", "granted her lands": what is given is seldom hers already.
_GIVING = frozenset(
    "give gives gave given giving tell tells told telling grant grants granted send sends sent sending buy buys "
    "bought bring brings brought offer offers offered lend lends lent deny denies denied wish wishes wished owe "
    "owes owed cost teach teaches taught".split()
)
_GIVEN = frozenset(
    "stories tales jokes lies things flowers roses lands gifts presents letters chocolates sweets tickets "
    "directions instructions advice money permission access credit hope hell lessons messages food water tea "
    "coffee medicine pleasure comfort joy shelter asylum sanctuary immunity manners".split()
)
_AFTER_AN_OBJECT = frozenset(
    "alone too again away anyway instead either yesterday tomorrow everything nothing something anything everyone "
    "there here up down out off once twice immediately directly personally".split()
)
_ESCORTING = frozenset(
    "followed follow follows drove drive drives walked walk walks took take takes taken brought bring brings sent "
    "send sends escorted carried drag dragged chased accompanied accompany saw see got get".split()
)


def _stands_alone(token: Token) -> bool:
    """Whether "his" stands for a thing: "that is his", "a friend of his"."""
    after = _follower(token)
    if after is None or not (after.text[0].isalnum() or after.text[0] in "$£€#"):
        return True
    if after.lower_ == "own" or _is_compound_part(after):
        return False
    if after.lower_ in ("is", "was", "are", "were", "has", "alone", "too", "either", "now", "instead"):
        return True
    is_after_of = token.i > 0 and token.nbor(-1).lower_ == "of"
    if after.tag_ in ("VBZ", "VBP", "VBD") and (is_after_of or token.tag_ != "PRP$"):
        return True
    if after.lower_ == "and" and after.i + 1 < len(token.doc) and after.nbor().lower_ in ("her", "my", "your", "our"):
        return False
    return after.tag_ in _NEVER_A_NOUN_PHRASE
