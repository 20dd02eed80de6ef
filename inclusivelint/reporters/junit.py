"""JUnit XML, as Jenkins and GitLab read it: each finding is a test that failed, each failure an error.

https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
"""

from __future__ import annotations

from collections.abc import Iterator

from inclusivelint.model import Finding, Report
from inclusivelint.reporters import Style
from inclusivelint.reporters.harmless import xml
from inclusivelint.reporters.wording import by_path, marked_lines, message, place, slashed, summary

_LONGEST_LINE = 500
_LINES_SHOWN = 3


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """A suite for each document with findings or a failure; a run without any is one test that passed."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    failed, broken = len(report.findings), len(report.failures)
    tests = failed + broken or 1
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="inclusivelint" tests="{tests}" failures="{failed}" errors="{broken}">'
    for failure in report.failures:
        path = xml(slashed(failure.path))
        yield f'  <testsuite name="{path}" tests="1" failures="0" errors="1">'
        yield f'    <testcase classname="{path}" name="can be checked">'
        yield f'      <error type="failure" message="{xml(failure.message)}"/>'
        yield "    </testcase>"
        yield "  </testsuite>"
    for path, findings in by_path(report.findings).items():
        name = xml(slashed(path))
        yield f'  <testsuite name="{name}" tests="{len(findings)}" failures="{len(findings)}" errors="0">'
        for finding in findings:
            yield from _test(finding, name)
        yield "  </testsuite>"
    if not failed and not broken:
        yield '  <testsuite name="inclusivelint" tests="1" failures="0" errors="0">'
        yield f'    <testcase classname="inclusivelint" name="{xml(summary(report))}"/>'
        yield "  </testsuite>"
    yield "</testsuites>"


def _test(finding: Finding, path: str) -> Iterator[str]:
    # Two tests of one name would be taken for one.
    where = f"{finding.line}:{finding.column}" if finding.line > 0 else place(finding)
    name = f"{finding.rule.id} ({where or finding.fingerprint})"
    yield f'    <testcase classname="{path}" name="{xml(name)}">'
    yield f'      <failure type="{finding.severity.label}" message="{xml(message(finding))}">'
    # Each line begins with words of our own: what a document says stands at the start of none.
    yield f"In {path}{':' if where else ''}{xml(where)}"
    for line, _, _ in marked_lines(finding)[:_LINES_SHOWN]:
        yield f"| {xml(line[:_LONGEST_LINE])}"
    yield f"Why: {xml(finding.rule.why)}"
    yield from (f"Source: {xml(source.title)}, {xml(source.url)}" for source in finding.rule.sources)
    yield "      </failure>"
    yield "    </testcase>"
