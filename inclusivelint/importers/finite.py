"""Regular expressions that stand for a few plain texts → these texts."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

try:
    from re import _parser as _sre  # type: ignore[attr-defined]
except ImportError:  # Python 3.10
    import sre_parse as _sre

_MOST = 200
_MOST_OF_A_CLASS = 6


class NotFiniteError(ValueError):
    """An expression that stands for too many texts, or for something other than texts; the text says why."""


def texts_of(pattern: str) -> list[str]:
    """The texts that `pattern` matches, white space tidied; raises NotFiniteError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = _sre.parse(pattern)
        found = dict.fromkeys(" ".join(text.split()) for text in _sequence(parsed))
    except (re.error, OverflowError, RecursionError) as error:
        raise NotFiniteError(f"not an expression that Python knows ({error})") from error
    found.pop("", None)
    if not found:
        raise NotFiniteError("matches nothing")
    return list(found)


def _sequence(items: Iterable[Any]) -> list[str]:
    made = [""]
    for item in items:
        made = [before + after for before, after in product(made, _few(_item(*item)))]
        if len(made) > _MOST:
            raise NotFiniteError(f"stands for more than {_MOST} texts")
    return made


def _few(texts: Iterator[str]) -> list[str]:
    found = []
    for text in texts:
        found.append(text)
        if len(found) > _MOST:
            raise NotFiniteError(f"stands for more than {_MOST} texts")
    return found


def _item(operator: Any, operand: Any) -> Iterator[str]:
    name = str(operator)
    if name == "LITERAL":
        yield chr(operand)
    elif name == "IN":
        yield from _class(operand)
    elif name == "BRANCH":
        for branch in operand[1]:
            yield from _sequence(branch)
    elif name == "SUBPATTERN":
        yield from _sequence(operand[-1])
    elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        yield from _repeat(*operand)
    elif name == "ATOMIC_GROUP":
        yield from _sequence(operand)
    elif name == "AT" and str(operand) == "AT_BOUNDARY":
        yield ""  # phrases begin and end at words
    else:
        raise NotFiniteError(_REASONS.get(name, "something that is no plain text"))


_REASONS = {
    "ANY": "any character",
    "NOT_LITERAL": "any character but one",
    "ASSERT": "a look-around",
    "ASSERT_NOT": "a look-around",
    "GROUPREF": "a back-reference",
    "AT": "a place in the line",
}


def _class(members: Iterable[Any]) -> Iterator[str]:
    found: list[str] = []
    for operator, operand in members:
        name = str(operator)
        if name == "LITERAL":
            found.append(chr(operand))
        elif name == "RANGE" and operand[1] - operand[0] < _MOST_OF_A_CLASS:
            found += map(chr, range(operand[0], operand[1] + 1))
        elif name == "CATEGORY" and str(operand) == "CATEGORY_SPACE":
            found.append(" ")
        else:
            raise NotFiniteError("a class of many characters")
    if len(found) > _MOST_OF_A_CLASS:
        raise NotFiniteError("a class of many characters")
    yield from found


def _repeat(least: int, most: int, items: Iterable[Any]) -> Iterator[str]:
    inner = _sequence(items)
    if all(text == " " for text in inner):  # any white space is one space here
        most = min(int(most), max(least, 1))
    if int(most) > 2:
        raise NotFiniteError("a repetition")
    for times in range(least, int(most) + 1):
        yield from ("".join(parts) for parts in product(inner, repeat=times))
