"""Wording that fits the place it is pasted into."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inclusivelint.forms import Wording
from inclusivelint.model import Edit, Segment, Span

_ARTICLE = re.compile(r"(?<![\w'-])(an?)(\s+)$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’](s)?(?=\s+\w)", re.IGNORECASE)
_PLURAL_WITHOUT_S = re.compile(r"(?:men|women|people|folk|children)$")

_LONGEST_ARTICLE = 8


def fit(
    wordings: Sequence[Wording], replaced: str, *, starts_sentence: bool, has_own_case: bool
) -> tuple[Wording, ...]:
    """The wordings in the case of the words they replace; words that have their own (BAME) tell nothing about it."""
    in_case = _capitalise_at_start if has_own_case else _in_case
    return tuple(Wording(in_case(text, replaced, starts_sentence), article) for text, article in wordings)


def starts_sentence(text: str, sentence_start: int, start: int) -> bool:
    """Whether the first word of a sentence, a quotation or an item stands at `start`."""
    before = text[sentence_start:start].rstrip(" ")
    return not any(char.isalnum() for char in before) or before[-1] in '"“‘(:—–'


def _in_case(text: str, replaced: str, starts_sentence: bool) -> str:
    words = [word for word in re.split(r"[\s-]+", replaced) if word[:1].isalpha()]
    letters = [char for char in replaced if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return text.upper()
    if len(words) > 1 and all(word[0].isupper() for word in words) and ("-" in replaced or not starts_sentence):
        # A Title: "Man-Made Hazards" has a capital after its hyphen, "Man-made Hazards" none.
        parts = r"(?:^|[ -])\w" if re.search(r"-[A-Z]", replaced) else r"(?:^| )\w"
        return re.sub(parts, lambda first: first[0].upper(), text)
    if len(words) > 1 and not starts_sentence:
        # The capital of a name within ("an Indian giver") is not that of the wording.
        return text
    # An acronym's capitals ("OCD about it") are its own.
    is_acronym = bool(words) and len(words[0]) > 1 and words[0].isupper()
    return _capitalise_at_start(text, replaced, starts_sentence or not is_acronym)


def _capitalise_at_start(text: str, replaced: str, starts_sentence: bool) -> str:
    return text[:1].upper() + text[1:] if starts_sentence and replaced[:1].isupper() else text


def whole_change(segment: Segment, start: int, end: int, wording: Wording) -> tuple[Edit, ...]:
    """The edits, in offsets of the segment's text, that put a wording in place of `segment.text[start:end]`.

    The article before it and the possessive after it are made to fit.
    """
    text, needed = wording
    edits = [Edit(start, end, text)]
    nearby = max(0, start - _LONGEST_ARTICLE)
    article = _ARTICLE.search(segment.text[nearby:start])
    if article and article[1].lower() != needed:
        written = article[1]
        changed = needed.upper() if written.isupper() and len(written) > 1 else written[0] + needed[1:]
        edits.insert(0, Edit(nearby + article.start(1), nearby + article.end(1), changed))
    if possessive := _possessive(segment.text, start, end, text):
        edits.append(possessive)
    return tuple(edits)


def _possessive(text: str, start: int, end: int, new: str) -> Edit | None:
    """The end of a possessive after words whose plural is made otherwise: chairmen's → chairs', ladies' → women's."""
    after = _POSSESSIVE.match(text, end)
    if after is None:
        return None
    old = text[start:end].lower()
    if after[1] and _PLURAL_WITHOUT_S.search(old) and new.lower().endswith("s"):
        return Edit(end + 1, after.end(), "")
    is_quoted = any(quote in text[:start] for quote in (" '", "‘")) or text[:start].startswith("'")
    if not after[1] and old.endswith("s") and not new.lower().endswith("s") and not is_quoted:
        return Edit(after.end(), after.end(), "S" if new.isupper() else "s")
    return None


def in_source(segment: Segment, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Edits of a segment's text as edits of the source."""
    moved = []
    for start, end, new in edits:
        if start < end:
            span = segment.source_span(start, end)
        else:
            place = segment.source_span(start - 1, start).end
            span = Span(place, place)
        moved.append(Edit(span.start, span.end, new))
    return tuple(moved)
