"""Reviewdog's diagnostic format, with suggestions that a reviewer can apply.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
"""

from __future__ import annotations

from typing import Any

from inclusivelint.model import Edit, Failure, Finding, Report, Severity
from inclusivelint.reporters import Style
from inclusivelint.reporters.edits import Lines, changes, lines_of
from inclusivelint.reporters.harmless import json_text, printable
from inclusivelint.reporters.wording import message, reference, slashed

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.SUGGESTION: "INFO"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """One DiagnosticResult."""
    diagnostics = [*map(_failure, report.failures), *map(_finding, report.findings)]
    return json_text({"source": {"name": "inclusivelint"}, "diagnostics": diagnostics})


def _failure(failure: Failure) -> dict[str, Any]:
    text = f"Could not be checked: {printable(failure.message)}"
    return {"message": text, "location": {"path": slashed(failure.path)}, "severity": "ERROR"}


def _finding(finding: Finding) -> dict[str, Any]:
    code = {"value": printable(finding.rule.id)}
    if url := reference(finding.rule):
        code["url"] = url
    diagnostic: dict[str, Any] = {
        "message": message(finding),
        "location": {"path": slashed(finding.path)},
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    lines = lines_of(finding)
    if lines:
        diagnostic["location"]["range"] = _range(lines, finding.span.start, finding.span.end)
        merged = [lines.merged(change.edits) for change in changes(finding)]
        diagnostic["suggestions"] = [_suggestion(lines, edit) for edit in merged if edit]
    elif finding.line > 0:
        diagnostic["location"]["range"] = {"start": {"line": finding.line}}
    return diagnostic


def _suggestion(lines: Lines, edit: Edit) -> dict[str, Any]:
    return {"range": _range(lines, edit.start, edit.end), "text": edit.replacement}


def _range(lines: Lines, start: int, end: int) -> dict[str, Any]:
    # Columns are bytes of UTF-8, and the end is exclusive.
    places = {"start": lines.position(start), "end": lines.position(end)}
    return {name: {"line": at.line, "column": at.byte_column} for name, at in places.items() if at}
