"""Rewrites that take the following noun along: "wheelchair-bound guests" → "guests who use wheelchairs"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from inclusivelint.engine.lazy import LazyPattern
from inclusivelint.forms import NOUN, Rewrite
from inclusivelint.model import Segment, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

Tag = Callable[[str], "Doc"]
"""Text → a Doc with Penn tags."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BEFORE = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*(?=[\s\"'“‘(*_]*$)")
# Words that end a noun phrase: after one noun, one of these shows that it is whole.
_ENDS_NOUN_PHRASE = frozenset(
    "a an the this that these those my your his her its our their i you he she it we they who whom whose which "
    "what when where why how and or but nor so yet because if unless while although though since until as than "
    "about above across after against along among around at before behind below beside between beyond by down "
    "during except for from in inside into like near of off on onto out outside over per through throughout to "
    "toward towards under up upon with within without via is are was were be been being am has have had do does "
    "did can could may might must shall should will would cannot not no also always never often only just too "
    "very".split()
)
_NOT_NOUNS = frozenset(
    "today tomorrow yesterday tonight now then again anymore already still ever once here there all each both "
    "some any many most few one two three four five ago later soon".split()
)
_JOINING = frozenset("and or but nor".split())
_PLURAL = LazyPattern(r"(?:(?<![su])s|people|men|women|children|folk|staff|police|youth|clergy|elderly|geese|feet)$")
_SINGULAR_IN_S = LazyPattern(r"(?:ss|us|is|news|series|species)$")
_VOWEL = LazyPattern(r"(?i)(?:[aeiou]|hour|honest|honou?r|heir)|(?-i:[FHLMNRSX](?=[A-Z-]))")
_CONSONANT = LazyPattern(r"(?i)(?:eu|ewe|uni(?:[tvqfcs]|on)|us[eu]|uti|ura|uro|ubiq|one(?:\b|-)|once|u[kn]?\b)")
_MODIFIERS = frozenset("JJ JJR JJS NN NNS NNP NNPS VBG VBN CD HYPH".split())
_HEADS = frozenset("NN NNS NNP NNPS".split())
_FARTHEST = 90


def article_for(text: str) -> str:
    """`a` or `an`, by the sound that `text` begins with."""
    return "an" if _VOWEL.match(text) and not _CONSONANT.match(text) else "a"


def with_noun(
    segment: Segment, start: int, end: int, sentence: Span, rewrites: Sequence[Rewrite], tag: Callable[[], Tag | None]
) -> tuple[Span, str] | None:
    """The words and the noun after them, and what takes their place; None where no noun can be told after them.

    A noun that stands alone is told by the words around it; a longer phrase by its tags, which `tag` gives a way to.
    """
    if not rewrites or not _may_move(segment.key[sentence.start : start], segment.key[end : end + 2]):
        return None
    after = segment.text[end : min(sentence.end, end + _FARTHEST)]
    first = _WORD.match(after, 1)
    if first is None or first[0].lower() in _ENDS_NOUN_PHRASE | _NOT_NOUNS or first[0].lower().endswith("ly"):
        return None
    length = first.end() if _stands_alone(after[first.end() :]) else None
    if length is None and (parse := tag()):
        doc = parse(segment.text[sentence.start : sentence.end])
        length = _tagged_length(doc, end - sentence.start)
    if length is None or after[length : length + 1] in ("'", "’", "-"):
        return None
    noun = after[1:length]
    template = rewrites[0].plural if _is_plural(noun) else rewrites[0].singular
    return Span(start, end + length), template.replace(NOUN, noun)


def _may_move(before: str, after: str) -> bool:
    """Whether a noun can be moved before the words: no adverb and no other adjective is tied to them."""
    if not after.startswith(" "):
        return False
    last = _BEFORE.search(before)
    if last is None:
        return True
    word = last[0]
    is_listed = before.rstrip().endswith(",") or word in _JOINING
    return not (is_listed or word.endswith("ly") or word in ("very", "more", "most", "so", "too", "not", "also"))


def _stands_alone(rest: str) -> bool:
    """Whether what follows a noun shows that its phrase ends there: a stop, or a word that begins something else."""
    second = _WORD.match(rest, 1)
    return not rest.startswith(" ") or (second is not None and second[0].lower() in _ENDS_NOUN_PHRASE)


def _tagged_length(doc: Doc, at: int) -> int | None:
    """How far beyond place `at` the noun phrase reaches that begins there; None where none does."""
    length = None
    for token in doc:
        if token.idx < at or token.is_space:
            continue
        if token.tag_ not in _MODIFIERS or token.lower_ in _NOT_NOUNS:
            break
        if token.tag_ in _HEADS:
            length = token.idx + len(token) - at
    return length


def _is_plural(noun: str) -> bool:
    last = noun.lower().rpartition(" ")[2]
    return bool(_PLURAL.search(last)) and not _SINGULAR_IN_S.search(last)
