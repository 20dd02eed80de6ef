"""British and American spellings of phrases, from `rules/spellings.yaml`. Runs when rules are compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import yaml

from inclusivelint.errors import RuleError
from inclusivelint.ruleset import SPELLINGS, rules_folder
from inclusivelint.ruleset.nodes import Nodes

_WORD = re.compile(r"[^\W\d_]+\*?")
_LEAST_STEM = 4
"""Letters before "-ise": shorter words, such as "raise" and "prize", have it for another reason."""
_ENDINGS = {"our": ("our", "or"), "re": ("re", "er"), "doubled-l": ("l", ""), "ise": ("is", "iz"), "yse": ("ys", "yz")}
"""What differs in the words of each family, and for what the American spelling has in its place."""
_WHOLE = ("our", "re")
"""Families whose words can end there."""
_KEYS = ("stems", "beginnings", "endings", "exceptions")


class _Family(NamedTuple):
    """Words that differ in the same way: what matches a British and an American one, and what each differs in."""

    british: re.Pattern[str]
    american: re.Pattern[str]
    marks: tuple[str, str]


class Spellings:
    """Knows for a word the other spelling, and for a phrase the others."""

    def __init__(self, words: Mapping[str, str], british_only: Mapping[str, str], families: Sequence[_Family]) -> None:
        self._to_american = {**words, **british_only}
        self._to_british = {american: british for british, american in words.items()}
        self._families = families
        self._known: dict[str, list[tuple[str, str | None]]] = {}

    def others(self, text: str) -> list[tuple[str, str | None]]:
        """The other spellings of a phrase, each word with two of them in both; and to which side each leads:
        `american` or `british` where all changed words agree, otherwise None."""
        words = list(_WORD.finditer(text))
        choices = [[(word[0], None), *self._choices(word[0])] for word in words]
        found: list[tuple[str, str | None]] = []
        for chosen in product(*choices) if any(len(each) > 1 for each in choices) else ():
            sides = {side for _, side in chosen if side}
            if sides:
                found.append(
                    (_put(text, words, [word for word, _ in chosen]), sides.pop() if len(sides) == 1 else None)
                )
        return found

    def spelt(self, text: str, side: str) -> str:
        """`text` in the spelling of a side."""
        words = list(_WORD.finditer(text))
        chosen = [next((other for other, to in self._choices(word[0]) if to == side), word[0]) for word in words]
        return _put(text, words, chosen)

    def _choices(self, word: str) -> list[tuple[str, str | None]]:
        """The other spellings of a word, each with the side it is on."""
        if word not in self._known:
            self._known[word] = self._looked_up(word)
        return self._known[word]

    def _looked_up(self, word: str) -> list[tuple[str, str | None]]:
        star = "*" if word.endswith("*") else ""
        plain = word.rstrip("*")
        sides = (("american", self._american(plain.lower(), star)), ("british", self._british(plain.lower(), star)))
        return [(_cased(other, plain) + star, side) for side, other in sides if other]

    def _american(self, word: str, star: str) -> str | None:
        return _replaced(word, self._to_american) or self._changed(word, star, 0)

    def _british(self, word: str, star: str) -> str | None:
        return _replaced(word, self._to_british) or self._changed(word, star, 1)

    def _changed(self, word: str, star: str, side: int) -> str | None:
        """`word`, of the British (0) or the American (1) side, in the spelling of the other."""
        for family in self._families:
            match = (family.british, family.american)[side].fullmatch(word + star)
            if match:
                at = match.start("mark")
                return word[:at] + family.marks[1 - side] + word[match.end("mark") :]
        return None


def _put(text: str, places: Sequence[re.Match[str]], words: Sequence[str]) -> str:
    parts, at = [], 0
    for place, word in zip(places, words, strict=True):
        parts += [text[at : place.start()], word]
        at = place.end()
    return "".join(parts) + text[at:]


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word


def _replaced(word: str, pairs: Mapping[str, str]) -> str | None:
    """`word` with its beginning exchanged, where it is among `pairs`; one that ends in a full stop is a whole word."""
    if whole := pairs.get(word + "."):
        return whole[:-1]
    for length in range(len(word), 2, -1):
        if other := pairs.get(word[:length]):
            return other + word[length:]
    return None


@cache
def spellings() -> Spellings:
    """The shipped spellings; raises RuleError with every problem in them."""
    # format.py reads phrases with this module's help.
    from inclusivelint.ruleset.format import read_utf8

    path, problems = rules_folder() / SPELLINGS, list[str]()
    read = read_spellings(path, read_utf8(path, problems), problems)
    if problems:
        raise RuleError(problems)
    return read


def read_spellings(path: Path, text: str, problems: list[str]) -> Spellings:
    """The spellings in a file; what is amiss is added to `problems`."""
    nodes = Nodes(path, problems)
    root = nodes.compose(text) if text else None
    keys = ("words", "british-only", *_ENDINGS)
    entries = nodes.mapping(root, keys, keys) if root is not None else {}
    words, british_only = (_pairs(nodes, entries.get(name)) for name in ("words", "british-only"))
    return Spellings(words, british_only, [_family(nodes, name, entries[name]) for name in _ENDINGS if name in entries])


def _pairs(nodes: Nodes, node: yaml.Node | None) -> dict[str, str]:
    entries = nodes.entries(node) if node is not None else []
    return {nodes.text(key) or "": nodes.text(value) or "" for key, value in entries}


def _family(nodes: Nodes, name: str, node: yaml.Node) -> _Family:
    entries = nodes.mapping(node, _KEYS, ("endings",))
    lists = {key: (nodes.text(value) or "").split() for key, value in entries.items()}
    british, american = _ENDINGS[name]
    beginnings, after = _any_of(lists.get("beginnings", ())), _any_of(lists.get("endings", ()))
    stems = _any_of(lists["stems"]) if "stems" in lists else rf"\w{{{_LEAST_STEM},}}"
    exceptions = lists.get("exceptions")
    others = rf"(?!{beginnings}?{_any_of(exceptions)}(?:{british}|{american}))" if exceptions else ""
    nothing = "?" if name in _WHOLE else ""

    def pattern(mark: str) -> re.Pattern[str]:
        return re.compile(rf"{others}{beginnings}?{stems}(?P<mark>{mark})(?:{after}{nothing}|\*)")

    return _Family(pattern(british), pattern(american), (british, american))


def _any_of(parts: Sequence[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, parts), key=len, reverse=True))})" if parts else "(?:)"
