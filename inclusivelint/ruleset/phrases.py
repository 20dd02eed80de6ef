"""Phrases as written in a rule → every form they take in text, each with its wording. Runs when rules are compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any

from inclusivelint.documents.normalise import fold
from inclusivelint.forms import NOUN, Form, Rewrite, Wording
from inclusivelint.ruleset.spellings import Spellings

TAGS: Mapping[str, tuple[str, ...]] = {
    "NOUN": ("NN", "NNS"),
    "VERB": ("VB", "VBZ", "VBP", "VBD", "VBN", "VBG"),
    "ADJ": ("JJ", "JJR", "JJS"),
}
"""The Penn tags of each part of speech that a phrase can be inflected by."""

MOST_FORMS = 1000
_BASE_TAGS = frozenset({"NN", "VB", "VBP", "JJ"})
_BE = {"VB": ("be",), "VBP": ("are", "am"), "VBZ": ("is",), "VBD": ("was", "were"), "VBN": ("been",), "VBG": ("being",)}
# The noun that inflects stands before one of these: "person with a disability", "member of staff".
_AFTER_HEAD = re.compile(r" (?:of|with|without|who|whose|in|for|from|at|on|to|by|living|experiencing|using|in-)\b")
_ALTERNATIVES = re.compile(r"\(([^()|]*(?:\|[^()|]*)+)\)")
_OPENED, _CLOSED = "\x01", "\x02"
_CHOSEN = re.compile(f"{_OPENED}([^{_CLOSED}]*){_CLOSED}")
_REFERENCE = re.compile(r"\{([1-9])\}")
_CHOICE = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_SLASH = re.compile(r" ?/ ?")
_WORDS = re.compile(r"[^\s-]+")
# Too frequent to be worth stopping at where a phrase has another word.
_COMMON = frozenset(
    "about after all an and any are at be been being but by can could do does each even every for from good had has "
    "have her hers him his how in into is it its like made make man men more my no non not of off on one only or other "
    "our out over own people person she so some such than that the their them they this to too up use very was way we "
    "were what when who will with women woman work would you your".split()
)


class PhraseError(ValueError):
    """A phrase that can't be expanded; the text says why."""


@dataclass(frozen=True)
class Replacement:
    """A suggestion as written: `by_tag` holds forms given by hand, `pos` the parts of speech it serves (else all)."""

    lemma: str
    pos: tuple[str, ...] = ()
    by_tag: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Phrase:
    """A phrase as written. Without `pos` it has one form. `nominal` and `headed` are those of its forms."""

    text: str
    pos: tuple[str, ...] = ()
    case: bool = False
    replacements: tuple[Replacement, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    nominal: bool = False
    headed: bool = False


def expand(text: str) -> list[str]:
    """All readings of `(a|b)` alternatives in `text`, spaces tidied; raises PhraseError past MOST_FORMS."""
    done: list[str] = []
    waiting = [text]
    while waiting:
        reading = waiting.pop()
        group = _ALTERNATIVES.search(reading)
        if group is None:
            done.append(" ".join(reading.split()))
        else:
            waiting += [reading[: group.start()] + part + reading[group.end() :] for part in group[1].split("|")]
        if len(done) + len(waiting) > MOST_FORMS:
            raise PhraseError(f"expands to more than {MOST_FORMS} forms")
    return sorted(set(done))


def forms(phrase: Phrase, spellings: Spellings | None = None) -> list[Form]:
    """Every form of `phrase`: readings, inflections, hyphens, without repeats; with `spellings`, not the forms as they
    are written but those in the other spellings, British or American.
    """
    found: dict[str, Form] = {}
    for lemma, chosen in _readings(phrase.text):
        replacements = [_filled(replacement, chosen) for replacement in phrase.replacements]
        for text, tags in _inflections(lemma, phrase.pos).items():
            wordings = tuple(_wordings(replacements, tags))
            form = Form("", "", 0, wordings, None, _agrees(tags), phrase.rewrites, phrase.nominal, phrase.headed)
            for spelt, likewise in _spelt(text, form, spellings):
                for spelling in _hyphenated(spelt):
                    key = fold(spelling)
                    if not _WORDS.search(key):
                        raise PhraseError("has no words to look for")
                    word, start = anchor(key)
                    exact = spelling if phrase.case else None
                    found.setdefault(key, likewise._replace(key=key, anchor=word, anchor_start=start, exact=exact))
    if len(found) > MOST_FORMS * 4:
        raise PhraseError(f"takes {len(found)} forms; {MOST_FORMS * 4} are the most")
    return list(found.values())


def _spelt(text: str, form: Form, spellings: Spellings | None) -> Iterator[tuple[str, Form]]:
    """`text` as it is, or in the other spellings, each with a form whose wording is spelt likewise."""
    if spellings is None:
        yield text, form
        return
    for other, side in spellings.others(text):
        if side is None:
            yield other, form
            continue
        wordings = tuple(wording(spellings.spelt(each.text, side)) for each in form.suggestions)
        rewrites = tuple(Rewrite(*(spellings.spelt(each, side) for each in one)) for one in form.rewrites)
        yield other, form._replace(suggestions=wordings, rewrites=rewrites)


def _readings(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each reading of a phrase, and what was chosen in it of each outermost group of alternatives."""
    for reading in expand(_marked(text)):
        plain = " ".join(reading.replace(_OPENED, "").replace(_CLOSED, "").split())
        yield plain, tuple(part.strip() for part in _CHOSEN.findall(reading))


def _marked(text: str) -> str:
    """`text` with signs around its outermost groups of alternatives."""
    marked, depth, opened = [], 0, 0
    for char in text:
        depth += (char == "(") - (char == ")")
        marked.append(char)
        if char == "(" and depth == 1:
            opened = len(marked) - 1
        elif char == ")" and depth == 0 and "|" in marked[opened:]:
            marked.insert(opened, _OPENED)
            marked.append(_CLOSED)
    return "".join(marked)


def _filled(replacement: Replacement, chosen: Sequence[str]) -> Replacement:
    """The replacement with `{1}` and so on as what its phrase has there."""

    def fill(text: str) -> str:
        try:
            return " ".join(_REFERENCE.sub(lambda match: chosen[int(match[1]) - 1], text).split())
        except IndexError:
            raise PhraseError(f'has fewer alternatives than its suggestion "{text}" names') from None

    if "{" not in replacement.lemma and not replacement.by_tag:
        return replacement
    filled = {tag: fill(text) for tag, text in replacement.by_tag.items()}
    return replace(replacement, lemma=fill(replacement.lemma), by_tag=filled)


def rewrite(template: str) -> Rewrite:
    """A template, such as "{noun} who [is|are] in debt", for one and for several; raises PhraseError."""
    if template.count(NOUN) != 1 or set(_CHOICE.sub("", template).replace(NOUN, "")) & set("{}[]|"):
        raise PhraseError(f"is no rewrite: it holds {NOUN} once, and [one|several] where the number decides")
    return Rewrite(_CHOICE.sub(r"\1", template), _CHOICE.sub(r"\2", template))


def _agrees(tags: Sequence[str]) -> bool:
    """Whether inflected wording keeps meaning and grammar; which adjective fits is for a reader to say."""
    return bool(tags) and not any(tag.startswith("JJ") for tag in tags)


def anchor(key: str) -> tuple[str, int]:
    """The word of a phrase to look for in text, and where in the phrase it begins: the longest telling one."""
    words = [(match[0], match.start()) for match in _WORDS.finditer(key)]
    return max(words, key=lambda word: (word[0] not in _COMMON, len(word[0])))


def _inflections(lemma: str, pos: Sequence[str]) -> dict[str, list[str]]:
    """Inflected text → the tags it can have; no tags where the phrase does not inflect."""
    if not pos:
        return {lemma: []}
    found: dict[str, list[str]] = {}
    for tag in (tag for part in pos for tag in TAGS[part]):
        for text in inflect_phrase(lemma, tag):
            found.setdefault(text, []).append(tag)
    return found


def inflect_phrase(lemma: str, tag: str) -> list[str]:
    """`lemma`, one word or more, in the form of a Penn tag, likeliest first; only its head changes."""
    if tag in _BASE_TAGS and not (lemma.startswith("be ") or lemma == "be"):
        return [lemma]
    if tag.startswith("N"):
        after = _AFTER_HEAD.search(lemma)
        head, rest = (lemma[: after.start()], lemma[after.start() :]) if after else (lemma, "")
        before, _, word = head.rpartition(" ")
    else:
        word, space, tail = lemma.partition(" ")
        before, rest = "", space + tail
    return [f"{before} {form}{rest}".strip() if before else form + rest for form in _inflect_word(word, tag)]


@cache
def _inflect_word(word: str, tag: str) -> tuple[str, ...]:
    prefix, hyphen, last = word.rpartition("-")
    lower = last.lower()
    if lower == "be":
        inflected: tuple[str, ...] = _BE[tag]
    elif tag == "NNS":
        inflected = _plurals(lower)
    else:
        import lemminflect

        inflected = lemminflect.getInflection(lower, tag)
    if last[:1].isupper():
        inflected = tuple(form[:1].upper() + form[1:] for form in inflected)
    return tuple(dict.fromkeys(prefix + hyphen + form for form in inflected))


def _plurals(noun: str) -> tuple[str, ...]:
    import lemminflect

    likeliest = _inflect_engine().plural_noun(noun) or noun
    return (likeliest, *lemminflect.getInflection(noun, "NNS"))


@cache
def _inflect_engine() -> Any:
    import inflect

    return inflect.engine()


@cache
def wording(text: str) -> Wording:
    """`text` with the article that goes before it."""
    return Wording(text, "an" if text and _inflect_engine().a(text).startswith("an ") else "a")


def _wordings(replacements: Sequence[Replacement], tags: Sequence[str]) -> Iterator[Wording]:
    seen = set()
    for replacement in replacements:
        fitting = [tag for tag in tags if not replacement.pos or any(tag in TAGS[part] for part in replacement.pos)]
        if tags and not fitting:
            continue
        text = _replacement_text(replacement, fitting)
        if text not in seen:
            seen.add(text)
            yield wording(text)


def _replacement_text(replacement: Replacement, tags: Sequence[str]) -> str:
    for tag in tags:
        if tag in replacement.by_tag:
            return replacement.by_tag[tag]
    if not tags:
        return replacement.lemma
    inflected = inflect_phrase(replacement.lemma, tags[0])
    return inflected[0] if inflected else replacement.lemma


def _hyphenated(text: str) -> Iterator[str]:
    """Hyphens as hyphen, space or nothing; slashes with and without spaces."""
    slashes = _SLASH.split(text)
    texts = [text] if len(slashes) == 1 else ["/".join(slashes), " / ".join(slashes), "/ ".join(slashes)]
    for slashed in texts:
        parts = slashed.split("-")
        gaps = len(parts) - 1
        joins = product("- ", repeat=gaps) if gaps <= 3 else (("-",) * gaps, (" ",) * gaps)
        for join in [*joins, ("",) * gaps]:
            yield "".join(part + mark for part, mark in zip(parts, [*join, ""], strict=True))
            if not gaps:
                break
