"""Which values of a data file are read: those at named places, or those that hold prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Between two words some signs may stand, such as emoji of several code points.
_WORDS = re.compile(r"[^\W\d_][^\w\s]{0,8}\s\W{0,24}[^\W\d_]")
_NO_PROSE = re.compile(
    r"\s*(?:[a-z]+://\S+\s*$|(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP|WITH)\s+[\w*\"`])"
)


def is_prose(text: str) -> bool:
    """Whether a value looks like something written for people: two words beside each other, and no query or address."""
    return bool(_WORDS.search(text)) and not _NO_PROSE.match(text)


class Keys:
    """Places in a data file: keys joined by dots, anywhere in it, with all that is below them.

    `*` stands for any part of a key, positions in lists don't count, and a place after "!" is left out again; the last
    that fits decides.
    """

    def __init__(self, places: Sequence[str]) -> None:
        self._places = [(not place.startswith("!"), _pattern(place.lstrip("!"))) for place in places]
        if self._places and not any(chosen for chosen, _ in self._places):
            self._places.insert(0, (True, re.compile("")))

    def __bool__(self) -> bool:
        return bool(self._places)

    def chooses(self, path: Sequence[str]) -> bool:
        """Whether the value at this path is one of the places or below it."""
        joined = "".join(f"\0{step}\0" for step in path if not step.isdigit())
        return next((chosen for chosen, pattern in reversed(self._places) if pattern.search(joined)), False)


def _pattern(place: str) -> re.Pattern[str]:
    steps = [re.escape(step).replace(r"\*", r"[^\0]*") for step in place.split(".")]
    return re.compile("".join(f"\0{step}\0" for step in steps))
