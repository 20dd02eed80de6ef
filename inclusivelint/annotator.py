"""Findings as comments in a copy of the document that they are about."""

from __future__ import annotations

from typing import NamedTuple

from inclusivelint.documents.office import FORMATS, format_of
from inclusivelint.errors import DocumentError
from inclusivelint.linter import Linter
from inclusivelint.model import Checked, Finding, Note

MOST_SUGGESTIONS = 4


class Annotated(NamedTuple):
    """A document with comments, and what they are about."""

    data: bytes
    checked: Checked


def annotate(linter: Linter, path: str, data: bytes) -> Annotated:
    """Check the content of a file and write each finding into a copy of it; raises DocumentError."""
    form = format_of(path, data)
    if form is None:
        raise DocumentError(f"can't hold comments; {', '.join(FORMATS)} files can")
    editor = form.open(data)
    checked = linter.check_document(editor.document(path))
    return Annotated(editor.annotated([_note(finding) for finding in checked.findings]), checked)


def _note(finding: Finding) -> Note:
    """The message, what could be written instead, the rule, and its first source."""
    lines = [finding.message]
    suggestions = [f"“{text}”" for text in finding.suggestions[:MOST_SUGGESTIONS] if text]
    if suggestions:
        lines.append(f"Instead: {', '.join(suggestions)}")
    lines.append(f"Rule: {finding.rule.id}")
    source = next(iter(finding.rule.sources), None)
    link = (f"{source.title} ({source.publisher}, {source.year})", source.url) if source else ("", "")
    return Note(finding.span.start, finding.span.end, tuple(lines), link)
