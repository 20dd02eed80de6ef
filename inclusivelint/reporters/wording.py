"""What reports say in words, each thing in one way: counts, places, the message of a finding."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence

from inclusivelint.model import Finding, Report, Rule, Severity
from inclusivelint.reporters.harmless import clipped, is_address, printable

LEAVE_OUT = "(leave it out)"
LONGEST_QUOTE = 100
SUGGESTIONS_SHOWN = 4


def summary(report: Report) -> str:
    """One sentence; failures are counted in it, what they are is said elsewhere."""
    files, words = count(report.files, "file"), count(report.words, "word")
    if report.findings:
        severities = Counter(finding.severity for finding in report.findings)
        split = ", ".join(
            count(severities[each], each.label) for each in sorted(Severity, reverse=True) if severities[each]
        )
        touched = len({finding.path for finding in report.findings})
        where = files if report.files <= 1 else f"{touched:,} of {files}"
        sentence = f"{count(len(report.findings), 'finding')} ({split}) in {where}, {words}"
    else:
        sentence = f"No findings in {files} ({words})" if report.files else "No documents to check"
    notes = [
        f"{number:,} {note}"
        for number, note in (
            (report.suppressed, "suppressed"),
            (report.baselined, "in the baseline"),
            (len(report.failures), "failure" if len(report.failures) == 1 else "failures"),
        )
        if number
    ]
    return sentence + ("; " + ", ".join(notes) if notes else "") + "."


def count(number: int, noun: str) -> str:
    """`1 word`, `1,200 words`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def ranked(names: Iterable[str] | Counter[str]) -> list[tuple[str, int]]:
    """Names with how often they occur, the most frequent first."""
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))


def slashed(path: str) -> str:
    """A path as documents of all systems write it."""
    return path.replace(os.sep, "/")


def location(finding: Finding) -> str:
    """The place in a format without lines, such as `page 3`; empty where there is none."""
    return ", ".join(f"{printable(key)} {printable(str(value))}" for key, value in (finding.location or {}).items())


def place(finding: Finding) -> str:
    """Where a finding stands in its document: `line 12`, `page 3` or nothing."""
    return ", ".join(filter(None, (f"line {finding.line}" if finding.line > 0 else "", location(finding))))


def suggestions(finding: Finding) -> list[str]:
    """The best few suggestions, one of no words said in words."""
    return [clipped(printable(text), LONGEST_QUOTE) or LEAVE_OUT for text in finding.suggestions[:SUGGESTIONS_SHOWN]]


def message(finding: Finding) -> str:
    """The finding in one line, for formats that have but one text: the words, why, and what to try."""
    words = clipped(printable(finding.text), LONGEST_QUOTE)
    where = location(finding)
    parts = [f"“{words}”" if words else "", f" ({where})" if where else "", ": " if words or where else ""]
    line = "".join(parts) + printable(finding.message)
    tried = suggestions(finding)
    return f"{line} Try: {', '.join(tried)}" if tried else line


def marked_lines(finding: Finding) -> list[tuple[str, int, int]]:
    """Each line of a finding with the range of its words, margins of the text left out; without lines, the words."""
    lines = finding.source_lines[: max(finding.end_line - finding.line, 0) + 1]
    if not lines:
        words = printable(finding.text)
        return [(words, 0, len(words))]
    return [_marked(finding, index, line.rstrip("\r\n")) for index, line in enumerate(lines)]


def _marked(finding: Finding, index: int, line: str) -> tuple[str, int, int]:
    if finding.column < 1:
        return line, 0, 0
    first, last = index == 0, finding.line + index == finding.end_line
    start = finding.column - 1 if first else len(line) - len(line.lstrip(" \t>"))
    end = finding.end_column - 1 if last else len(line.rstrip())
    if first:
        end = max(end, start + 1)  # a range without width would hide where the finding is
    return line, start, end


def by_path(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Findings by the path of their document, in their order."""
    grouped: dict[str, list[Finding]] = {}
    for finding in findings:
        grouped.setdefault(finding.path, []).append(finding)
    return grouped


def reference(rule: Rule) -> str | None:
    """The address to read more about a rule at: that of its first source that has one."""
    return next((source.url for source in rule.sources if is_address(source.url)), None)
