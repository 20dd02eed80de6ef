"""Names and titles, by their capital letters."""

from __future__ import annotations

import re

from inclusivelint.engine.context import Context
from inclusivelint.engine.lazy import LazyPattern

_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")
_SMALL = frozenset("a an and as at but by for from in of on or the to with vs via per".split())
_MOSTLY = 0.6
_RUNNING_TEXT = 3


def is_name(context: Context) -> bool:
    """The match is capitalised where running text would not be, or is part of a longer capitalised name."""
    text = context.text
    if not text[:1].isupper() or (text.isupper() and len(text) > 1):
        return False
    sentence = context.segment.text[context.sentence.start : context.sentence.end]
    if context.segment.kind in ("heading", "cell", "title", "alt") or is_title_case(sentence):
        return False
    first_word = not context.before.strip(" \"'([*•-")
    if not first_word:
        return all(word[0].isupper() or word in _SMALL for word in _WORDS.findall(text))
    return _has_capitals_beside(context)


def is_part_of_name(context: Context) -> bool:
    """The match is part of a longer capitalised name ("Black Girls Code"); for words that have a capital anyway."""
    sentence = context.segment.text[context.sentence.start : context.sentence.end]
    return context.text[:1].isupper() and not is_title_case(sentence) and _has_capitals_beside(context)


def _has_capitals_beside(context: Context) -> bool:
    following = _WORDS.match(context.segment.text[context.end : context.sentence.end].lstrip(" "))
    if following and following[0][0].isupper() and following[0] not in ("I", "I'm", "I've", "I'd", "I'll"):
        return True
    # The last word of a name; the first of a sentence has its capital for another reason.
    preceding = _WORDS.findall(context.segment.text[context.sentence.start : context.start])
    return len(preceding) > 1 and preceding[-1][0].isupper() and preceding[-1] != "I"


def is_title_case(text: str) -> bool:
    """Whether capitals say nothing about the words of `text`, because most of them have one."""
    words = [word for word in _WORDS.findall(text) if word.lower() not in _SMALL]
    if text.rstrip().endswith((".", "!", "?")) and sum(word[0].islower() for word in words) >= _RUNNING_TEXT:
        return False
    return len(words) > 1 and sum(word[0].isupper() for word in words) > _MOSTLY * len(words)


_NAME = r"[A-Z][\w'’-]*[a-z][\w'’-]*"
_NAMED_AFTER = LazyPattern(
    rf",?\s+(?:(?:Dr|Mr|Mrs|Ms|Mx|Sir|Dame|Prof)\.?\s+)?{_NAME}\s+(?:[A-Z]\.\s+)?(?:(?:van|von|de|al|bin)\s+)?{_NAME}"
)
_NAMED_BEFORE = LazyPattern(
    rf"{_NAME}\s+(?:[A-Z]\.\s+)?{_NAME}"
    r"(?:,\s+|,?\s+(?:who\s+)?(?:is|was|became|works?|worked|served)\s+(?:as\s+)?)"
    r"(?:(?:an?|the|our|its|their|former)\s+)*(?:[a-z-]+\s+){0,2}$"
)
_SURNAME_AFTER = LazyPattern(rf"\s+{_NAME}(?!\s+(?:of|and|for)\b)")


_WHO = LazyPattern(rf"(?<=\w\s){_NAME},?\s+(?:who|whose)\b[^.;:]*$")


def is_of_named_subject(context: Context) -> bool:
    """The words stand in what is said of a named person: "Maria, who updates her list"."""
    return bool(_WHO.search(context.segment.text[context.sentence.start : context.start]))


def is_of_named_person(context: Context) -> bool:
    """A named person stands beside the words: "spokesman Ali Reza", "Ann Lee, the chairman", "Chairman Powell"."""
    text, sentence = context.segment.text, context.sentence
    after = text[context.end : sentence.end]
    if _NAMED_AFTER.match(after) or _NAMED_BEFORE.search(text[sentence.start : context.start]):
        return not is_title_case(text[sentence.start : sentence.end])
    return context.text[0].isupper() and context.segment.kind != "heading" and bool(_SURNAME_AFTER.match(after))
