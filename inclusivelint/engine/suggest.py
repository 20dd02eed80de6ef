"""Wording that fits the place it is pasted into."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inclusivelint.model import Edit, Fix, Segment, Wording

_ARTICLE = re.compile(r"(?<![\w'-])(an?)(\s+)$", re.IGNORECASE)

_LONGEST_ARTICLE = 8


def fit(
    wordings: Sequence[Wording], replaced: str, *, starts_sentence: bool, has_own_case: bool
) -> tuple[Wording, ...]:
    """The wordings in the case of the words they replace; words that have their own (BAME) tell nothing about it."""
    in_case = _capitalise_at_start if has_own_case else _in_case
    return tuple(Wording(in_case(text, replaced, starts_sentence), article) for text, article in wordings)


def _in_case(text: str, replaced: str, starts_sentence: bool) -> str:
    words = [word for word in re.split(r"[\s-]+", replaced) if word[:1].isalpha()]
    letters = [char for char in replaced if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return text.upper()
    if len(words) > 1 and not starts_sentence and all(word[0].isupper() for word in words):
        return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))
    # An acronym's capitals ("OCD about it") are its own.
    is_acronym = bool(words) and len(words[0]) > 1 and words[0].isupper()
    return _capitalise_at_start(text, replaced, starts_sentence or not is_acronym)


def _capitalise_at_start(text: str, replaced: str, starts_sentence: bool) -> str:
    return text[:1].upper() + text[1:] if starts_sentence and replaced[:1].isupper() else text


def whole_fix(segment: Segment, start: int, end: int, wordings: Sequence[Wording], *, safe: bool) -> Fix | None:
    """The change that puts the first wording in place of `segment.text[start:end]`, an article before it included."""
    if not wordings:
        return None
    text, needed = wordings[0]
    span = segment.source_span(start, end)
    edits = [Edit(span.start, span.end, text)]
    nearby = max(0, start - _LONGEST_ARTICLE)
    article = _ARTICLE.search(segment.text[nearby:start])
    if article and article[1].lower() != needed:
        written = article[1]
        changed = needed.upper() if written.isupper() and len(written) > 1 else written[0] + needed[1:]
        place = segment.source_span(nearby + article.start(1), nearby + article.end(1))
        edits.insert(0, Edit(place.start, place.end, changed))
    return Fix(safe, tuple(edits))
