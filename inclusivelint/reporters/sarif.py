"""SARIF 2.1.0, for code scanning and editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from inclusivelint import __version__
from inclusivelint.model import Edit, Failure, Finding, Report, Rule, Severity
from inclusivelint.reporters import Style
from inclusivelint.reporters.edits import Change, Lines, changes, lines_of
from inclusivelint.reporters.harmless import json_text, markdown, markdown_code, markdown_link, printable
from inclusivelint.reporters.wording import LEAVE_OUT, location, message, reference, slashed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_TAGS = 20  # as many as GitHub takes
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "recommendation"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """One run, with the rules that have findings."""
    rules = {finding.rule.id: finding.rule for finding in sorted(report.findings, key=lambda each: each.rule.id)}
    index = {name: number for number, name in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "inclusivelint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(rule) for rule in rules.values()],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [_notification(failure) for failure in report.failures],
            }
        ],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which inclusivelint was started."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index[finding.rule.id]) for finding in report.findings],
    }
    # Compact, since what GitHub takes is bounded.
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=None)


# Rules


def _rule(rule: Rule) -> dict[str, Any]:
    described = {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in re.split(r"\W+", rule.id.partition("/")[2] or rule.id)),
        "shortDescription": {"text": printable(rule.message)},
        "fullDescription": {"text": printable(rule.why) or printable(rule.message)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "help": {"text": _help(rule), "markdown": _help_markdown(rule)},
        "properties": {
            "tags": list(dict.fromkeys(("inclusive-language", rule.category, *rule.tags)))[:_TAGS],
            "precision": rule.certainty,
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }
    if url := reference(rule):
        described["helpUri"] = url
    return described


def _help(rule: Rule) -> str:
    lines = [printable(rule.why) or printable(rule.message)]
    if tried := ", ".join(printable(wording.text) or LEAVE_OUT for wording in rule.suggestions):
        lines.append(f"Try: {tried}")
    lines += [f"{printable(source.title)}: {printable(source.url)}" for source in rule.sources]
    return "\n".join(lines)


def _help_markdown(rule: Rule) -> str:
    blocks = [f"**{markdown(rule.message)}**", f"Why: {markdown(rule.why)}" if rule.why else ""]
    if tried := ", ".join(markdown_code(wording.text) for wording in rule.suggestions if wording.text):
        blocks.append(f"Try: {tried}")
    shown = [example for example in rule.examples if example.match]
    if shown:
        blocks.append(f"Reported: {markdown_code(shown[0].text)}")
    if passed := next((example for example in rule.examples if not example.match), None):
        blocks.append(f"Not reported: {markdown_code(passed.text)}")
    if rule.sources:
        blocks.append("\n".join(f"- {markdown_link(source.title, source.url)}" for source in rule.sources))
    return "\n\n".join(block for block in blocks if block)


# Results


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule.id,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _literal(message(finding))},
        "locations": [_location(finding)],
        # GitHub's upload action adds a hash of the line; one of our own would make it warn of each finding.
        "partialFingerprints": {"inclusivelint/v1": finding.fingerprint},
    }
    if offered := changes(finding):
        lines = lines_of(finding)
        result["fixes"] = [_fix(finding, change, lines) for change in offered]
    if finding.certainty is not None:
        result["properties"] = {"certainty": finding.certainty}
    return result


def _location(finding: Finding) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(finding.path)}
    if finding.line > 0:
        region: dict[str, Any] = {"startLine": finding.line, "endLine": finding.end_line}
        if finding.column > 0:
            region |= {"startColumn": finding.column, "endColumn": finding.end_column}
        physical["region"] = region | {"snippet": {"text": finding.text}}
    place: dict[str, Any] = {"physicalLocation": physical}
    if where := location(finding):
        place["logicalLocations"] = [{"name": where, "fullyQualifiedName": where}]
    return place


def _fix(finding: Finding, change: Change, lines: Lines | None) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit, lines), "insertedContent": {"text": edit.replacement}} for edit in change.edits
    ]
    return {
        "description": {"text": _literal(printable(change.description))},
        "artifactChanges": [{"artifactLocation": _artifact(finding.path), "replacements": replacements}],
    }


def _region(edit: Edit, lines: Lines | None) -> dict[str, int]:
    start, end = (lines.position(edit.start), lines.position(edit.end)) if lines else (None, None)
    if start is None or end is None:
        return {"charOffset": edit.start, "charLength": edit.end - edit.start}
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _notification(failure: Failure) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": _literal(printable(failure.message))},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(failure.path)}}],
    }


# Addresses and messages


def _artifact(path: str) -> dict[str, str]:
    """A path below the working folder relative to it, any other as an address of its own."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        relative = os.pardir
    if Path(relative).parts[:1] != (os.pardir,):
        return {"uri": quote(slashed(relative), errors="replace"), "uriBaseId": _ROOT}
    return {"uri": f"file://{quote(slashed(str(Path(path).absolute())), errors='replace')}"}


def _literal(text: str) -> str:
    """A message as it stands: brackets would be links in it, braces placeholders (SARIF 3.11.5, 3.11.6)."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text).replace("{", "{{").replace("}", "}}")
