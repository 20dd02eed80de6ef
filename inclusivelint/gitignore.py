"""Patterns of .gitignore files, as pathspec reads them, one path at a time.

A pattern speaks about the entry it matches, never about what is below: whoever walks a tree doesn't enter ignored
folders, and that is how git arrives at its rules about negation.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import NamedTuple

from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_LAST_STARS = re.compile(r"/\*\*(?=/?\s*$)")


class Pattern(NamedTuple):
    """One line of an ignore file; `text` is the line as written."""

    text: str
    ignores: bool
    regex: re.Pattern[str]


class Patterns:
    """The patterns on the lines of one file or setting, relative to one folder; the last one that matches decides."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._patterns = [pattern for line in lines if (pattern := parse(line))]

    def deciding(self, path: str, *, folder: bool) -> Pattern | None:
        """The pattern that decides on `path` itself (relative, with `/`); None where none matches."""
        entry = f"{path}/" if folder else path
        return next((pattern for pattern in reversed(self._patterns) if pattern.regex.search(entry)), None)

    def ignoring(self, path: str, *, folder: bool) -> Pattern | None:
        """The pattern that ignores `path`, or a folder that it is in."""
        above = [self.deciding(path[: slash.start()], folder=True) for slash in re.finditer("/", path)]
        decided = [*above, self.deciding(path, folder=folder)]
        return next((pattern for pattern in decided if pattern and pattern.ignores), None)


def parse(line: str) -> Pattern | None:
    """The pattern on `line`; None for a blank line, a comment and what can match nothing."""
    try:
        # For pathspec, "docs/**" goes for "docs" too.
        regex, ignores = GitIgnoreSpecPattern.pattern_to_regex(_LAST_STARS.sub("/**/*", line))
        if regex is None or ignores is None:
            return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # about the "[[" of "[[]"
            return Pattern(line, ignores, re.compile(rf"(?s:{regex})\Z"))
    except (ValueError, re.error):
        return None
