"""Cue phrases: the small language in which document checks name wording, and the regular expressions made of it.

A cue is matched in folded text, at word boundaries. A hyphen also matches a space or nothing, `*` at the end of a word
any ending, a lone `*` any one word, `<number>` a number, `...` up to eight words of the same sentence (the parts of
hyphenated ones count), `^` and `$` the beginning and the end of a paragraph, cell or item, and `(a|b)` one of its
parts; an empty part makes it optional, with the space inside: `(the |)policy`. A `?` after a letter or a group makes it
optional, a `*` after a group lets it be left out, or stand up to four times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from inclusivelint.documents.normalise import fold

ANY_JURISDICTION = "*"
"""Stands for every jurisdiction where a rule itself says what a list should name."""

_TOKEN = re.compile(r"(?P<gap> ?\.\.\. ?)|(?P<number><number>)|(?P<word>[\w'&/]+)|(?P<mark>.)", re.DOTALL)
# No character can be of a word as well as between words: a row of dashes would be tried in every way to part it.
_GAP = r"(?:[^\w\n.!?]+\w+){0,8}?[^\w\n.!?]+"
_SYNTAX = {"(": "(?:", "|": "|", ")": ")", "^": "^", "$": "$", "-": "[- ]?", "?": "?"}
_WORD = re.compile(r"[\w']+")


def cue_problem(cue: str) -> str | None:
    """What is wrong with a cue, or None."""
    depth = 0
    for char in cue:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            break
    if depth:
        return "has a parenthesis without its partner"
    if not anchors(cue):
        return "names no word to look for"
    return None


@lru_cache(maxsize=2048)
def pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """What matches any of `cues` in folded text; the longer cue is tried first."""
    return re.compile(_any_of(cues), re.MULTILINE)


def anchors(cue: str) -> list[str]:
    """Words of which at least one stands wherever the cue matches (their beginnings, where a `*` follows)."""
    # What may be missing is no anchor.
    text = re.sub(r"<number>|\w\?", " ", fold(cue))
    return _anchors_of(text) or []


def _anchors_of(text: str) -> list[str] | None:
    """The anchors of a part of a cue; None where it may hold no word at all."""
    outside, groups = _split(text)
    if words := _WORD.findall(outside):
        return [max(words, key=len)]
    for group in groups:
        found = [_anchors_of(part) for part in _alternatives(group)]
        if all(found):
            return [word for words in found for word in words or ()]
    return None


def _split(text: str) -> tuple[str, list[str]]:
    """What stands outside of all groups, and the groups that are not optional, without their parentheses."""
    outside, groups, depth, start = "", [], 0, 0
    for at, char in enumerate(text):
        if char == ")":
            depth -= 1
            if not depth and text[at + 1 : at + 2] not in ("?", "*"):
                groups.append(text[start:at])
        elif char == "(":
            depth += 1
            if depth == 1:
                start = at + 1
        elif not depth:
            outside += char
    return outside, groups


def _alternatives(group: str) -> list[str]:
    parts, depth = [""], 0
    for char in group:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if char == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _any_of(cues: Sequence[str]) -> str:
    if not cues:
        return "(?!)"
    return rf"(?<!\w)(?:{'|'.join(map(expression, sorted(cues, key=len, reverse=True)))})(?!\w)"


def expression(cue: str) -> str:
    """A cue as a regular expression without boundaries or groups."""
    made: list[str] = []
    text = fold(" ".join(cue.split()))
    for token in _TOKEN.finditer(text):
        value = token[0]
        if token.lastgroup == "gap":
            made.append(_GAP)
        elif token.lastgroup == "word":
            made.append(re.escape(value))
        elif token.lastgroup == "number":
            made.append(r"\d[\d.,]*")
        elif value == "*":
            made.append(_star(text[: token.start()]))
        elif value in _SYNTAX:
            made.append(_SYNTAX[value])
        else:
            made.append(re.escape(value))
    return "".join(made)


def _star(before: str) -> str:
    if before.endswith(")"):
        return "{0,4}"
    return r"[\w-]*" if before and (before[-1].isalnum() or before[-1] in "_'") else r"[\w'-]+"
