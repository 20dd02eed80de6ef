"""The report as one page for a browser, which needs no network, no server and no JavaScript.

What it shows is gathered here; how it looks is in `page/`. Jinja2 escapes all of it, and the page's own policy lets a
browser run nothing but the script it came with.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint import __version__
from inclusivelint.model import Finding, Report, Rule, Severity
from inclusivelint.reporters import Style
from inclusivelint.reporters.harmless import clipped, is_address, printable
from inclusivelint.reporters.wording import (
    LONGEST_QUOTE,
    by_path,
    count,
    marked_lines,
    place,
    ranked,
    slashed,
    suggestions,
    summary,
)

_PAGE = Path(__file__).with_name("page")
_LEVELS = sorted(Severity, reverse=True)
_CONTEXT = 300
_LINES_SHOWN = 5
_BARS_SHOWN = 25


class Line(NamedTuple):
    """A line of a document, in three parts: what stands before the words, the words, and what follows."""

    number: str
    before: str
    words: str
    after: str


class Reason(NamedTuple):
    """What a rule has to say. A source without an address is a title alone."""

    rule: str
    affects: str
    why: str
    sources: Sequence[tuple[str, str | None]]


class Item(NamedTuple):
    """A finding."""

    severity: str
    category: str
    words: str
    place: str
    message: str
    lines: Sequence[Line]
    suggestions: Sequence[str]
    certainty: str
    reason: Reason


class Bar(NamedTuple):
    """A row of a chart: for each level its name, its number, and where its part of the bar begins and its length."""

    name: str
    target: str
    total: int
    parts: Sequence[tuple[str, int, float, float]]


class Document(NamedTuple):
    """A document with findings."""

    id: str
    path: str
    findings: Sequence[Item]


def render(report: Report, style: Style) -> str:  # noqa: ARG001
    """One HTML document."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    css, script = (_PAGE.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    findings = report.findings
    documents = _documents(findings)
    targets = {document.path: f"#{document.id}" for document in documents}
    categories = _bars(((printable(finding.rule.category), finding.severity) for finding in findings), {})
    return environment.get_template("report.html").render(
        version=__version__,
        summary=summary(report),
        totals=_totals(report),
        failures=[(printable(slashed(failure.path)), printable(failure.message)) for failure in report.failures],
        levels=[level.label for level in _LEVELS],
        categories=categories,
        files=_bars(((printable(slashed(finding.path)), finding.severity) for finding in findings), targets),
        documents=documents,
        number=len(findings),
        css=css,
        script=script,
        policy=_policy(css, script),
    )


def _policy(css: str, script: str) -> str:
    """What a browser may do with the page: use this style and this script, fetch nothing, send nothing."""
    style_digest, script_digest = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (css, script)
    )
    allowed = f"style-src 'sha256-{style_digest}'; script-src 'sha256-{script_digest}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


# Numbers


def _totals(report: Report) -> list[tuple[str, str]]:
    severities = Counter(finding.severity for finding in report.findings)
    totals = [("findings", f"{len(report.findings):,}")]
    totals += [(f"{level.label}s", f"{severities[level]:,}") for level in _LEVELS]
    if report.words:
        totals.append(("findings per 1,000 words", f"{len(report.findings) * 1000 / report.words:.2f}"))
    totals += [("files checked", f"{report.files:,}"), ("words", f"{report.words:,}")]
    notes = (("suppressed", report.suppressed), ("in the baseline", report.baselined))
    return totals + [(name, f"{number:,}") for name, number in notes if number]


def _bars(counted: Iterable[tuple[str, Severity]], targets: dict[str, str]) -> list[Bar]:
    """The longest bars; the first takes the whole width, which is 100."""
    numbers = Counter(counted)
    by_name: Counter[str] = Counter()
    for (name, _), number in numbers.items():
        by_name[name] += number
    totals = ranked(by_name)
    longest = totals[0][1] if totals else 1
    bars = []
    for name, total in totals[:_BARS_SHOWN]:
        parts = []
        at = 0.0
        for level in _LEVELS:
            if number := numbers[name, level]:
                width = round(number * 100 / longest, 3)
                parts.append((level.label, number, at, width))
                at = round(at + width, 3)
        bars.append(Bar(name, targets.get(name, ""), total, parts))
    rest = totals[_BARS_SHOWN:]
    if rest:
        bars.append(Bar(f"{count(len(rest), 'other')}", "", sum(total for _, total in rest), []))
    return bars


# Findings


def _documents(findings: Sequence[Finding]) -> list[Document]:
    rules = {finding.rule.id: finding.rule for finding in findings}
    reasons = {name: _reason(rule) for name, rule in rules.items()}
    documents = []
    for index, (path, group) in enumerate(by_path(findings).items(), 1):
        items = [_item(finding, reasons[finding.rule.id]) for finding in group]
        documents.append(Document(f"file-{index}", printable(slashed(path)), items))
    return documents


def _item(finding: Finding, reason: Reason) -> Item:
    where = place(finding)
    if finding.line > 0 and finding.column > 0:
        where = where.replace(f"line {finding.line}", f"line {finding.line}, column {finding.column}", 1)
    return Item(
        severity=finding.severity.label,
        category=printable(finding.rule.category),
        words=clipped(printable(finding.text), LONGEST_QUOTE),
        place=where,
        message=printable(finding.message),
        lines=_lines(finding),
        suggestions=suggestions(finding),
        certainty="" if finding.certainty is None else f"{finding.certainty:.0%}",
        reason=reason,
    )


def _lines(finding: Finding) -> list[Line]:
    lines = []
    for index, (line, start, end) in enumerate(marked_lines(finding)[:_LINES_SHOWN]):
        before, words, after = line[:start], line[start:end], line[end:]
        if len(before) > _CONTEXT:
            before = "…" + before[-_CONTEXT:]
        number = str(finding.line + index) if finding.line > 0 else ""
        shown = (printable(part) for part in (before, clipped(words, _CONTEXT), clipped(after, _CONTEXT)))
        lines.append(Line(number, *shown))
    return lines


def _reason(rule: Rule) -> Reason:
    sources = [(printable(each.title), each.url if is_address(each.url) else None) for each in rule.sources]
    return Reason(printable(rule.id), printable(rule.affects), printable(rule.why), sources)
