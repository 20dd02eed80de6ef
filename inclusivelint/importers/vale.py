"""Vale's styles: rules of the kinds existence and substitution."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from inclusivelint.importers import Draft, texts
from inclusivelint.importers.finite import NotFiniteError, texts_of

_LEVELS = ("error", "warning", "suggestion")
_CARRIED = set(
    "extends message link level ignorecase tokens swap action exceptions description append capitalize vocab scope"
    " raw".split()
)
_GROUP = re.compile(r"\$\d|\$\{")


def read(path: Path, content: Any, notes: list[str]) -> tuple[list[Draft], int]:
    """The rule of one file of a style, if it can be carried over, and how many there were."""

    def note(cause: str) -> None:
        notes.append(f"{path}: {cause}")

    if not isinstance(content, dict) or "extends" not in content:
        note("not carried over: no rule of Vale")
        return [], 0
    kind = content["extends"]
    if kind not in ("existence", "substitution"):
        note(f"not carried over: rules of the kind {kind} look at more than words")
        return [], 1
    scopes = [scope for scope in texts(content.get("scope", "text")) if scope not in ("text", "paragraph", "sentence")]
    if scopes:
        note(f"not carried over: it is for {', '.join(scopes)} only")
        return [], 1
    if content.get("raw"):
        note("not carried over: its expression is put together of parts (raw)")
        return [], 1
    for key in sorted(set(map(str, content)) - _CARRIED):
        note(f"the key {key} is left out")
    case = not content.get("ignorecase", False)
    swap = content.get("swap") or {}
    if kind == "substitution" and not isinstance(swap, dict):
        note("not carried over: swap is no table")
        return [], 1
    suggestions = _action(content.get("action"), note) if kind == "existence" else ()
    entries = (
        [(str(key), tuple(_wordings(value, note))) for key, value in swap.items()]
        if kind == "substitution"
        else [(token, ()) for token in texts(content.get("tokens"))]
    )
    phrases = []
    for pattern, own in entries:
        phrases += [(text, own, case and "(?i)" not in pattern) for text in _literal(pattern, note)]
    if not phrases:
        note("not carried over: none of its expressions is a plain text")
        return [], 1
    level = content.get("level", "warning")
    draft = Draft(
        place=str(path),
        name=path.stem,
        severity=level if level in _LEVELS else "warning",
        message=_message(str(content.get("message", "")), kind),
        why=str(content.get("description") or f"The style {path.resolve().parent.name} asks for other words here."),
        phrases=tuple(phrases),
        suggestions=suggestions,
        url=str(content.get("link") or "https://vale.sh/"),
        exceptions=tuple(text for each in texts(content.get("exceptions")) for text in _literal(each, note)),
    )
    return [draft], 1


def _action(action: Any, note: Any) -> tuple[str, ...]:
    if not isinstance(action, dict):
        return ()
    if action.get("name") == "replace":
        return tuple(texts(action.get("params")))
    note(f"its action {action.get('name')} is left out")
    return ()


def _wordings(value: Any, note: Any) -> Iterable[str]:
    for text in str(value).split("|"):
        if _GROUP.search(text):
            note(f"{text!r} is left out: it takes up what was matched")
        elif text.strip():
            yield text.strip()


def _literal(pattern: str, note: Any) -> list[str]:
    try:
        return texts_of(pattern)
    except NotFiniteError as error:
        note(f"{pattern!r} is left out: {error}")
        return []


def _message(message: str, kind: str) -> str:
    """The message without the words that Vale puts into it: ours is the same for every finding."""
    words = ["the suggested wording", "these words"] if kind == "substitution" and message.count("%s") > 1 else []
    for word in [*words, *["these words"] * message.count("%s")]:
        message = re.sub(r"['\"`“‘]?%s['\"`”’]?", word, message, count=1)
    message = " ".join(message.split()) or "The style asks for other words."
    return message if message.endswith((".", "!", "?")) else f"{message}."
