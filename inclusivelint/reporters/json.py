"""The report for programs: JSON version 1, described by docs/report.schema.json."""

from __future__ import annotations

from collections import Counter
from typing import Any

from inclusivelint.model import Card, Finding, Report, Severity
from inclusivelint.reporters import Style, clause_place
from inclusivelint.reporters.harmless import json_text
from inclusivelint.reporters.wording import slashed

VERSION = 1


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """The report as one JSON object."""
    return json_text(_report(report))


def _report(report: Report) -> dict[str, Any]:
    severities = Counter(finding.severity for finding in report.findings)
    rules = Counter(finding.rule.id for finding in report.findings)
    return {
        "version": VERSION,
        "findings": [_finding(finding) for finding in report.findings],
        "documents": [_document(card) for card in report.documents],
        "errors": [{"path": slashed(failure.path), "message": failure.message} for failure in report.failures],
        "summary": {
            "files": report.files,
            "words": report.words,
            "findings": len(report.findings),
            "by_severity": {severity.label: severities[severity] for severity in sorted(Severity, reverse=True)},
            "by_rule": dict(sorted(rules.items())),
            "suppressed": report.suppressed,
            "baselined": report.baselined,
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    # A format without lines (line 0) has no offsets in a decoded source either, and nothing that edits could point at.
    placed = finding.line > 0
    return {
        "path": slashed(finding.path),
        "line": finding.line if placed else None,
        "column": finding.column if placed else None,
        "end_line": finding.end_line if placed else None,
        "end_column": finding.end_column if placed else None,
        "offset": finding.span.start if placed else None,
        "end_offset": finding.span.end if placed else None,
        "location": None if finding.location is None else dict(finding.location),
        "text": finding.text,
        "rule": finding.rule.id,
        "category": finding.rule.category,
        "severity": finding.severity.label,
        "certainty": finding.certainty,
        "message": finding.message,
        "why": finding.rule.why,
        "sources": [{"title": source.title, "url": source.url} for source in finding.rule.sources],
        "suggestions": list(finding.suggestions),
        "fix": _fix(finding) if placed else None,
        "fingerprint": finding.fingerprint,
    }


def _document(card: Card) -> dict[str, Any]:
    return {
        "path": slashed(card.path),
        "title": card.title,
        "kinds": [kind.name for kind in card.kinds],
        "covers": list(dict.fromkeys(point.rule.topic for point in card.covers)),
        "missing": [
            {
                "topic": point.rule.topic,
                "rule": point.rule.id,
                "severity": point.rule.severity.label,
                "members": list(point.missing),
                "clause": clause_place(point.rule.clause) if point.rule.clause else None,
            }
            for point in card.missing
        ],
    }


def _fix(finding: Finding) -> dict[str, Any] | None:
    if finding.fix is None:
        return None
    return {
        "safe": finding.fix.safe,
        "edits": [
            {"offset": edit.start, "end_offset": edit.end, "replacement": edit.replacement}
            for edit in finding.fix.edits
        ],
    }
