"""How text is written at a place of a source: what an edit there must look like, or that none can be made.

A segment names its way of writing in `quoting`; without a name the source is the text itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from inclusivelint.model import Fix

WITHHELD = "withheld"
"""The words can't be changed here without changing what a program does."""

ENCODED = "encoded"
"""The source doesn't show the words (base64), and no edit could be made."""


def _none(_: str) -> str | None:
    return None


def _json(text: str) -> str | None:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _single(text: str) -> str | None:
    return text.replace("'", "''")


def _without(forbidden: str) -> Callable[[str], str | None]:
    pattern = re.compile(forbidden)
    return lambda text: None if pattern.search(text) else text


def _html(text: str) -> str | None:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _tex(text: str) -> str | None:
    return re.sub(r"[&%$#_{}]", r"\\\g<0>", text) if not set(text) & set("\\~^") else None


_WRITERS: dict[str, Callable[[str], str | None]] = {
    WITHHELD: _none,
    ENCODED: _none,
    "json": _json,
    "single": _single,  # YAML between single quotes
    "yaml": _without(r":(?:\s|$)|\s#|[\r\n\[\]{},]|^[\s'\"&*!|>%@`#?:-]|\s$"),
    "yaml-block": _without(r"[\r\n]"),
    "literal": _without(r"['\r\n]"),  # TOML between single quotes
    "csv": lambda text: text.replace('"', '""'),
    "csv-bare": _without(r"[,;|\t\"\r\n]"),
    "html": _html,
    "html-attribute": lambda text: _html(text) if "'" not in text else None,
    "html-bare": _without(r"[\s\"'=<>`&]"),
    "tex": _tex,
    "comment": _without(r"[\r\n]|\*/|-->|\"\"\""),
}


def written(fix: Fix | None, quoting: str, source: str) -> Fix | None:
    """`fix` with its replacements as they must be written in `source`; None where they can't be."""
    if fix is None or not quoting:
        return fix
    write = _WRITERS[quoting]
    edits = []
    for edit in fix.edits:
        replacement = write(edit.replacement)
        # What is written with an escape is no plain word; a person should look at it.
        if replacement is None or "\\" in source[edit.start : edit.end]:
            return None
        edits.append(edit._replace(replacement=replacement))
    return fix._replace(edits=tuple(edits))
