"""The Code Quality report of GitLab.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
from typing import Any

from inclusivelint.model import Failure, Finding, Report, Severity
from inclusivelint.reporters import Style
from inclusivelint.reporters.harmless import json_text, printable
from inclusivelint.reporters.wording import message, slashed

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.SUGGESTION: "info"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """A list of issues; what could not be checked is an issue, too."""
    return json_text([*map(_failure, report.failures), *map(_finding, report.findings)])


def _finding(finding: Finding) -> dict[str, Any]:
    # GitLab shows what differs between two branches by fingerprint, whatever the file.
    fingerprint = _digest(slashed(finding.path), finding.fingerprint)
    severity = _SEVERITIES[finding.severity]
    return _issue(finding.rule.id, message(finding), fingerprint, severity, finding.path, max(finding.line, 1))


def _failure(failure: Failure) -> dict[str, Any]:
    text = f"Could not be checked: {printable(failure.message)}"
    fingerprint = _digest(slashed(failure.path), failure.message)
    return _issue("inclusivelint/failure", text, fingerprint, "major", failure.path, 1)


def _issue(name: str, text: str, fingerprint: str, severity: str, path: str, line: int) -> dict[str, Any]:
    return {
        "description": text,
        "check_name": printable(name),
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": slashed(path), "lines": {"begin": line}},
    }


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
