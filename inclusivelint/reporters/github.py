"""Annotations for GitHub Actions: a workflow command for each finding and failure.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from inclusivelint.model import Failure, Finding, Report, Severity
from inclusivelint.reporters import Style
from inclusivelint.reporters.harmless import printable
from inclusivelint.reporters.wording import message, slashed

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "notice"}

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """A line for each failure and finding; nothing else, since every other line is only noise in a log."""
    return "".join([*map(_failure, report.failures), *map(_finding, report.findings)])


def _finding(finding: Finding) -> str:
    properties: dict[str, object] = {"file": slashed(finding.path)}
    if finding.line > 0:
        properties |= {"line": finding.line, "endLine": finding.end_line}
        # Columns count only for annotations within one line; `endColumn` is inclusive.
        if finding.line == finding.end_line and finding.column > 0:
            properties |= {"col": finding.column, "endColumn": max(finding.end_column - 1, finding.column)}
    properties["title"] = f"{finding.rule.id} ({finding.severity.label})"
    return _command(_COMMANDS[finding.severity], properties, message(finding))


def _failure(failure: Failure) -> str:
    properties: dict[str, object] = {"file": slashed(failure.path), "title": "inclusivelint could not check this"}
    return _command("error", properties, printable(failure.message))


def _command(name: str, properties: dict[str, object], text: str) -> str:
    listed = ",".join(f"{key}={printable(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {listed}::{text.translate(_DATA)}\n"
