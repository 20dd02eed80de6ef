"""Regular expressions that people configure: by RE2, whose time grows with the text alone, never without end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from inclusivelint.model import Span

_LONGEST = 1_000
_MOST_MEMORY = 4 << 20
"""Bytes that an expression may take, compiled; one that needs more is refused."""


class RegexError(ValueError):
    """An expression that can't be used; the text says why."""


def spans(pattern: str, text: str) -> Iterator[Span]:
    """Where `pattern` matches in `text`, from left to right; raises RegexError."""
    return (Span(*match.span()) for match in compiled(pattern).finditer(text))


def problem_of(pattern: str) -> str | None:
    """What is wrong with `pattern`, or None."""
    try:
        compiled(pattern)
    except RegexError as error:
        return str(error)
    return None


@cache
def compiled(pattern: str) -> Any:
    """The pattern, compiled; raises RegexError."""
    import re2

    if len(pattern) > _LONGEST:
        raise RegexError(f"has more than {_LONGEST} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MOST_MEMORY
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        cause = error.args[0] if error.args else error
        told = cause.decode("utf-8", "replace") if isinstance(cause, bytes) else str(cause)
        hint = "; look-arounds and back-references are not possible" if "(?" in told or "escape" in told else ""
        raise RegexError(f"is no regular expression (RE2): {told}{hint}") from error
