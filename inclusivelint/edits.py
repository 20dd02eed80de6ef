"""Edits of a source: which can be made without breaking mark-up or lines, and making them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from inclusivelint.model import Edit, Fix

# A line break within prose, with the indentation or the quote marks of the next line.
_BREAK = re.compile(r"(?<! {2})[ \t]?(?:\r\n|\r|\n)[ \t]*(?:>[ \t]?)*")
_MARKUP = frozenset("*_`<>[]&~\\|#{}\r\n")


def apply(source: str, edits: Iterable[Edit]) -> str:
    """`source` with edits that do not overlap; everything outside of them stands as it was."""
    parts = []
    at = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [source[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, source[at:]])


def settled(fix: Fix | None, source: str) -> Fix | None:
    """The fix with its line breaks kept, or None where it would lose mark-up."""
    if fix is None:
        return None
    edits = [_settled(edit, source) for edit in fix.edits]
    return Fix(fix.safe, tuple(edit for edit in edits if edit)) if all(edits) else None


def _settled(edit: Edit, source: str) -> Edit | None:
    old = source[edit.start : edit.end]
    if not _MARKUP & set(old):
        return edit
    edit = _trimmed(edit, old)
    old = source[edit.start : edit.end]
    if not _MARKUP & set(old):
        return edit
    parts = _BREAK.split(old)
    if len(parts) != 2 or any(_MARKUP & set(part) for part in parts) or not parts[1][:1].isalnum():
        return None
    return _with_break(edit, source, parts[0], old[len(parts[0]) : len(old) - len(parts[1])])


def _trimmed(edit: Edit, old: str) -> Edit:
    """The edit without the words that it begins or ends with and that stay: "committed *suicide*" → "died by …"."""
    start, end, new = edit
    while (word := re.match(r"\S+\s+", new)) and old.startswith(word[0]):
        start, old, new = start + word.end(), old[word.end() :], new[word.end() :]
    while (word := re.search(r"\s+\S+$", new)) and (found := re.search(rf"\s+\W*{re.escape(word[0].strip())}$", old)):
        end, old, new = end - len(old) + found.start(), old[: found.start()], new[: word.start()]
    return Edit(start, end, new)


def _with_break(edit: Edit, source: str, before: str, line_break: str) -> Edit:
    """The edit with the line break of the old words: between the new ones, or else at one of their ends."""
    words = edit.replacement.split(" ")
    if len(words) > 1:
        at = min(len(before.split()), len(words) - 1)
        return edit._replace(replacement=" ".join(words[:at]) + line_break + " ".join(words[at:]))
    line_break = line_break.lstrip(" \t")
    if source[edit.end : edit.end + 1] == " ":
        return Edit(edit.start, edit.end + 1, edit.replacement + line_break)
    if source[edit.start - 1 : edit.start] == " ":
        return Edit(edit.start - 1, edit.end, line_break + edit.replacement)
    return edit
