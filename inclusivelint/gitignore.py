"""Patterns as git understands them in .gitignore files, one path at a time.

A pattern speaks about the entry it matches, never about what is below: whoever walks a tree doesn't enter ignored
folders, and that is how git arrives at its rules about negation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of an ignore file; `text` is the line as written."""

    text: str
    negated: bool
    folders_only: bool
    regex: re.Pattern[str]


class Patterns:
    """The patterns of one file or setting, relative to one folder; the last one that matches decides."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._last_first = tuple(patterns)[::-1]

    def __bool__(self) -> bool:
        return bool(self._last_first)

    def deciding(self, path: str, *, folder: bool) -> Pattern | None:
        """The pattern that decides on `path` itself (relative, with `/`); None where none matches."""
        for pattern in self._last_first:
            if (folder or not pattern.folders_only) and pattern.regex.fullmatch(path):
                return pattern
        return None

    def ignoring(self, path: str, *, folder: bool) -> Pattern | None:
        """The pattern that ignores `path`, or a folder that it is in."""
        slash = path.find("/")
        while slash >= 0:
            decided = self.deciding(path[:slash], folder=True)
            if decided and not decided.negated:
                return decided
            slash = path.find("/", slash + 1)
        decided = self.deciding(path, folder=folder)
        return decided if decided and not decided.negated else None


def parse_file(content: bytes) -> Patterns:
    """The patterns of a .gitignore file. What git passes over in silence is passed over here too."""
    lines = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape").split("\n")
    return Patterns(pattern for line in lines if (pattern := _parse_leniently(line.removesuffix("\r"))))


def _parse_leniently(line: str) -> Pattern | None:
    try:
        return parse(line)
    except ValueError:
        return None


def parse(line: str) -> Pattern | None:
    """The pattern on `line`, None for a blank line or a comment; raises ValueError for one that can match nothing."""
    text = _without_trailing_spaces(line)
    if not text or text.startswith("#"):
        return None
    negated = text.startswith("!")
    glob = text[1:] if negated else text
    folders_only = glob.endswith("/")
    glob = glob.removesuffix("/")
    if not glob:
        raise ValueError("the pattern is empty")
    at_any_depth = "" if "/" in glob else "(?:.*/)?"
    regex = re.compile(at_any_depth + _translate(glob.removeprefix("/")), re.DOTALL)
    return Pattern(text, negated, folders_only, regex)


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    backslashes = len(stripped) - len(stripped.rstrip("\\"))
    return stripped + " " if backslashes % 2 and len(stripped) < len(line) else stripped


def _translate(glob: str) -> str:
    """`glob` as a regular expression for a whole path."""
    parts = []
    at = 0
    while at < len(glob):
        character = glob[at]
        if character == "*":
            part, at = _stars(glob, at)
        elif character == "[":
            part, at = _bracket(glob, at + 1)
        elif character == "\\":
            if at + 1 == len(glob):
                raise ValueError("the backslash at the end escapes nothing")
            part, at = re.escape(glob[at + 1]), at + 2
        else:
            part, at = "[^/]" if character == "?" else re.escape(character), at + 1
        parts.append(part)
    return "".join(parts)


def _stars(glob: str, start: int) -> tuple[str, int]:
    end = start
    while glob[end : end + 1] == "*":
        end += 1
    whole_segment = (start == 0 or glob[start - 1] == "/") and glob[end : end + 1] in ("", "/")
    if end - start == 1 or not whole_segment:
        return "[^/]*", end
    return (".*", end) if end == len(glob) else ("(?:.*/)?", end + 1)


_NAMED_CLASS = re.compile(r"\[:([^\]]*):\]")
_CLASSES = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "blank": r" \t",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": r"\x21-\x7e",
    "lower": "a-z",
    "print": r"\x20-\x7e",
    "punct": r"!-\/:-@\[-`{-~",
    "space": r" \t\n\r\f\v",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def _bracket(glob: str, start: int) -> tuple[str, int]:
    """The character set whose first character stands at `start`, and where it ends."""
    at = start
    negated = glob[at : at + 1] in ("!", "^")
    at += negated
    members: list[str] = []
    first = at
    while at == first or glob[at : at + 1] != "]":
        if named := _NAMED_CLASS.match(glob, at):
            if named[1] not in _CLASSES:
                raise ValueError(f'there is no class "[:{named[1]}:]"')
            members.append(_CLASSES[named[1]])
            at = named.end()
            continue
        low, at = _member(glob, at)
        if glob[at : at + 1] == "-" and glob[at + 1 : at + 2] not in ("", "]"):
            high, at = _member(glob, at + 1)
            if low <= high:
                members.append(f"{re.escape(low)}-{re.escape(high)}")
            else:
                members.append(re.escape(low))
        else:
            members.append(re.escape(low))
    return (f"[^/{''.join(members)}]" if negated else f"(?!/)[{''.join(members)}]"), at + 1


def _member(glob: str, at: int) -> tuple[str, int]:
    """One character of a set, escaped or not, and where it ends."""
    at += glob[at : at + 1] == "\\"
    if at >= len(glob):
        raise ValueError('the "[" is never closed')
    return glob[at], at + 1
