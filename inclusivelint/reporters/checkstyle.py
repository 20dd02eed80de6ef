"""Checkstyle's XML, which many build servers and review tools read.

https://github.com/checkstyle/checkstyle/blob/master/config/checkstyle-report-1.0.0.xsd
"""

from __future__ import annotations

from collections.abc import Iterator

from inclusivelint.model import Finding, Report, Severity
from inclusivelint.reporters import Style
from inclusivelint.reporters.harmless import xml
from inclusivelint.reporters.wording import by_path, message, slashed

_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "info"}


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """A file element for each document with findings or a failure."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<checkstyle version="4.3">'
    for failure in report.failures:
        yield f'  <file name="{xml(slashed(failure.path))}">'
        yield f"    <exception>{xml(failure.message)}</exception>"
        yield "  </file>"
    for path, findings in by_path(report.findings).items():
        yield f'  <file name="{xml(slashed(path))}">'
        yield from map(_error, findings)
        yield "  </file>"
    yield "</checkstyle>"


def _error(finding: Finding) -> str:
    places = {"line": finding.line, "column": finding.column} if finding.line > 0 else {}
    placed = "".join(f' {name}="{number}"' for name, number in places.items() if number > 0)
    # Readers take the last two words between dots as category and type.
    source = xml(f"inclusivelint.{finding.rule.id.replace('/', '.')}")
    severity = _SEVERITIES[finding.severity]
    return f'    <error{placed} severity="{severity}" message="{xml(message(finding))}" source="{source}"/>'
