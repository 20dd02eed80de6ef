"""A summary in Markdown, for a comment on a pull request or the summary of a job; its length is bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from inclusivelint.model import Finding, Report, Rule, Severity
from inclusivelint.reporters import Style
from inclusivelint.reporters.harmless import clipped, markdown, markdown_code, markdown_link
from inclusivelint.reporters.wording import (
    LONGEST_QUOTE,
    SUGGESTIONS_SHOWN,
    by_path,
    count,
    place,
    slashed,
    summary,
)

LONGEST = 60_000
"""In characters. GitHub takes comments of 65,536; a job's summary may be longer."""

FINDINGS_SHOWN = 100
RULES_SHOWN = 20
FAILURES_SHOWN = 20
"""At most; the reasons of rules take what room the findings leave."""

MARKER = "<!-- inclusivelint -->"
"""The first line, by which a script finds the comment to renew."""

_SIGNS = {Severity.ERROR: "🔴", Severity.WARNING: "🟠", Severity.SUGGESTION: "🔵"}
_LEVELS = sorted(Severity, reverse=True)


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """Counts, the findings by document (the most severe ones where not all fit), and the reasons of their rules."""
    blocks = [MARKER, "## Inclusive language", _sentence(report)]
    blocks += _failures(report)
    if report.findings:
        blocks.append(_table(report.findings))
    used = sum(len(block) + 2 for block in blocks)
    shown, listed = _listed(report.findings, LONGEST * 3 // 4 - used)
    blocks += listed
    if left_out := len(report.findings) - len(shown):
        blocks.append(f"… and {count(left_out, 'more finding')}; the full report has them.")
    used = sum(len(block) + 2 for block in blocks)
    blocks += _reasons(shown, LONGEST - used)
    return "\n\n".join(blocks) + "\n"


def _sentence(report: Report) -> str:
    return f"**{markdown(summary(report))}**"


def _failures(report: Report) -> Iterator[str]:
    if not report.failures:
        return
    yield "### Could not be checked"
    lines = [
        f"- {_code(slashed(failure.path))}: {markdown(clipped(failure.message, LONGEST_QUOTE))}"
        for failure in report.failures[:FAILURES_SHOWN]
    ]
    if more := len(report.failures) - len(lines):
        lines.append(f"- … and {more:,} more")
    yield "\n".join(lines)


def _table(findings: Sequence[Finding]) -> str:
    counted = Counter((finding.rule.category, finding.severity) for finding in findings)
    totals = Counter(finding.rule.category for finding in findings).most_common(RULES_SHOWN)
    levels = [level for level in _LEVELS if any(severity == level for _, severity in counted)]
    rows = [
        "| Category |" + "".join(f" {_SIGNS[level]} {level.label.capitalize()}s |" for level in levels),
        "| :-- |" + " --: |" * len(levels),
    ]
    for category, _ in sorted(totals, key=lambda item: (-item[1], item[0])):
        cells = "".join(f" {counted[category, level] or ''} |" for level in levels)
        rows.append(f"| {markdown(clipped(category, LONGEST_QUOTE))} |{cells}")
    return "\n".join(rows)


def _listed(findings: Sequence[Finding], room: int) -> tuple[list[Finding], list[str]]:
    """The findings for which there is room, the most severe first, and their blocks in the order of the run."""
    chosen: dict[int, str] = {}
    heads: set[str] = set()
    for number in sorted(range(len(findings)), key=lambda each: (-findings[each].severity, each))[:FINDINGS_SHOWN]:
        finding = findings[number]
        line = _line(finding)
        cost = len(line) + 1 + (0 if finding.path in heads else len(_heading(finding.path)) + 4)
        if cost > room:
            break
        room -= cost
        heads.add(finding.path)
        chosen[number] = line
    shown = [findings[number] for number in sorted(chosen)]
    lines = {id(findings[number]): line for number, line in chosen.items()}
    blocks = []
    for path, group in by_path(shown).items():
        blocks += [_heading(path), "\n".join(lines[id(finding)] for finding in group)]
    return shown, blocks


def _heading(path: str) -> str:
    return f"### {_code(slashed(path))}"


def _line(finding: Finding) -> str:
    where = place(finding)
    line = f"- {_SIGNS[finding.severity]} {finding.severity.label}{', ' if where else ''}{markdown(where)}: "
    line += f"{_code(finding.text)}: {markdown(clipped(finding.message, 300))}"
    if tried := [_code(text) if text else "leave it out" for text in finding.suggestions[:SUGGESTIONS_SHOWN]]:
        line += f" Try: {', '.join(tried)}."
    return f"{line} ({_code(finding.rule.id)})"


def _reasons(findings: Sequence[Finding], room: int) -> Iterator[str]:
    rules = {finding.rule.id: finding.rule for finding in sorted(findings, key=lambda each: each.rule.id)}
    texts: list[str] = []
    for rule in rules.values():
        text = _reason(rule)
        room -= len(text) + 2
        if room < 200 or len(texts) == RULES_SHOWN:
            break
        texts.append(text)
    if texts:
        yield "<details><summary>Why, and who says so</summary>"
        yield from texts
        yield "</details>"


def _reason(rule: Rule) -> str:
    sources = "; ".join(markdown_link(clipped(source.title, LONGEST_QUOTE), source.url) for source in rule.sources)
    return f"- {_code(rule.id)}: {markdown(clipped(rule.why, 1000))}" + (f" ({sources})" if sources else "")


def _code(text: str) -> str:
    return markdown_code(clipped(text, LONGEST_QUOTE))
