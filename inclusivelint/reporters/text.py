"""The report for people: each finding with its place, the words in their line, and what could stand there instead.

Everything shown of other people's text passes through `_fit` or `printable`, which leave nothing that a terminal or a
build server would act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import click

from inclusivelint.model import Card, Finding, Point, Report, Severity
from inclusivelint.reporters import Style, clause_place
from inclusivelint.reporters.harmless import SHOWN, defused, printable
from inclusivelint.reporters.wording import LEAVE_OUT, SUGGESTIONS_SHOWN, location, marked_lines, ranked, summary

LINES_SHOWN = 3
TAB = 4
ROOM_AT_LEAST = 20
ELLIPSIS = "…"

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.SUGGESTION: "cyan"}

# Characters that stand alone and are one column wide: lines of these alone need no tables of widths.
_NARROW = re.compile("[\x00-\u02ff\u2010-\u2029\u2030-\u205e]*")


class _Cell(NamedTuple):
    """What is shown as one character: `end` is where it ends in the line, `width` is in columns."""

    end: int
    text: str
    width: int


def render(report: Report, style: Style) -> str:
    """The findings or their statistics, then a summary."""
    paint = _Paint(style.color)
    if style.statistics:
        blocks = _statistics(report, style, paint)
    elif style.quiet:
        blocks = ["\n".join(_headline(finding, paint, " ") for finding in report.findings)]
    else:
        blocks = [_block(finding, style, paint) for finding in report.findings]
        if report.findings:
            blocks.append(f"For reasons and sources: {paint('inclusivelint explain RULE', bold=True)}")
    if style.policy:
        blocks += [_card(card, paint) for card in report.documents]
    if not style.quiet:
        blocks.append(summary(report))
    text = "\n\n".join(block for block in blocks if block)
    return text + "\n" if text else ""


class _Paint:
    """Colours, where they are wanted."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def __call__(self, text: str, fg: str | None = None, bold: bool | None = None) -> str:
        return click.style(text, fg=fg, bold=bold) if self.color and text else text


# Findings


def _block(finding: Finding, style: Style, paint: _Paint) -> str:
    lines = [_headline(finding, paint, "  "), *_snippet(finding, style, paint)]
    suggestions = [printable(text) or LEAVE_OUT for text in finding.suggestions[:SUGGESTIONS_SHOWN]]
    if suggestions:
        margin = " " * len(_number(finding))
        lines.append(f"{margin} {paint('=', 'blue')} try: {paint(', '.join(suggestions), 'green')}")
    return "\n".join(lines)


def _headline(finding: Finding, paint: _Paint, gap: str) -> str:
    place = _path(finding.path)
    if finding.line > 0:
        place += f":{finding.line}:{finding.column}"
    if where := location(finding):
        place += f" ({where})"
    severity = paint(finding.severity.label, _COLORS[finding.severity], bold=True)
    rule = paint(printable(finding.rule.id), bold=True)
    return f"{paint(place, bold=True)}: {severity} {rule}{gap}{printable(finding.message)}"


def _path(path: str) -> str:
    """A path before a colon: two of them at the start of a line are a command to GitHub's runner."""
    shown = printable(path)
    return f"./{shown}" if shown.lstrip().startswith(":") else shown


def _snippet(finding: Finding, style: Style, paint: _Paint) -> Iterator[str]:
    """The lines of the source that the finding stands in, its words underlined."""
    number = _number(finding)
    margin = f"{' ' * len(number)} {paint('|', 'blue')}"
    room = max(style.width - len(number) - 3, ROOM_AT_LEAST)
    lines = marked_lines(finding)
    yield margin
    for index, (line, start, end) in enumerate(lines[:LINES_SHOWN]):
        text, underline = _fit(line, start, end, room)
        label = str(finding.line + index) if finding.line > 0 else ""
        yield f"{paint(label.rjust(len(number)) + ' |', 'blue')} {text}".rstrip()
        if underline:
            yield f"{margin} {' ' * (len(underline) - len(underline.lstrip()))}" + paint(
                underline.lstrip(), _COLORS[finding.severity], bold=True
            )
    if len(lines) > LINES_SHOWN:
        yield f"{margin} {ELLIPSIS}"


def _number(finding: Finding) -> str:
    """The last line number in the margin of a finding."""
    shown = min(len(finding.source_lines), finding.end_line - finding.line + 1, LINES_SHOWN)
    return str(finding.line + max(shown, 1) - 1) if finding.line > 0 else ""


# Policy documents


def _card(card: Card, paint: _Paint) -> str:
    """A policy document in short: its kinds, what it covers, what is missing, and where model clauses stand."""
    kinds = ", ".join(kind.title for kind in card.kinds)
    lines = [f"{paint(_path(card.path), bold=True)}: {paint(printable(kinds), bold=True)}"]
    if card.covers:
        lines.append(f"  covers   {printable('; '.join(dict.fromkeys(point.rule.topic for point in card.covers)))}")
    lines += [f"  {paint('missing', _COLORS[point.rule.severity])}  {_missing(point)}" for point in card.missing]
    if not card.missing:
        lines.append("  nothing is missing that the rules look for")
    return "\n".join(lines)


def _missing(point: Point) -> str:
    named = f": {', '.join(name.replace('-', ' ') for name in point.missing)}" if point.missing else ""
    model = f"\n           model clause: {clause_place(point.rule.clause)}" if point.rule.clause else ""
    return f"{printable(point.rule.topic)}{printable(named)} ({printable(point.rule.id)}){model}"


# Text on a terminal


def _fit(line: str, start: int, end: int, room: int) -> tuple[str, str]:
    """`line` in `room` columns, clipped around `line[start:end]`, and the underline of that range."""
    # No more than `room` columns on either side of `start` are shown: what is far away is not even looked at.
    cut = max(start - 4 * room, 0)
    window = line[cut : start + 4 * room]
    cells = list(_cells(window))
    first = sum(cell.end <= start - cut for cell in cells)
    behind = first + sum(cell.end < end - cut for cell in cells[first:]) + 1 if end > start else first

    cut_behind = cut + len(window) < len(line)
    if cut or cut_behind or sum(cell.width for cell in cells) > room:
        low, high = _clip([cell.width for cell in cells], first, behind, room - 2 * len(ELLIPSIS))
    else:
        low, high = 0, len(cells)
    text = "".join(cell.text for cell in cells[low:high])
    underline = "".join(("^" if first <= index < behind else " ") * cells[index].width for index in range(low, high))
    if low or cut:
        text, underline = ELLIPSIS + text, " " + underline
    if high < len(cells) or cut_behind:
        text, underline = text + ELLIPSIS, underline + ("^" if behind > high else " ")
    return defused(text), underline.rstrip()


def _clip(widths: Sequence[int], first: int, behind: int, room: int) -> tuple[int, int]:
    """The range to show: `widths[first:behind]` as far as it fits, and as much as fits on its left and right."""
    high = first + _fitting(widths[first:behind], room)
    room -= sum(widths[first:high])
    before, after = widths[:first][::-1], widths[high:]
    left = _fitting(before, room // 2)
    right = _fitting(after, room - sum(before[:left]))
    left = _fitting(before, room - sum(after[:right]))
    return first - left, high + right


def _fitting(widths: Sequence[int], room: int) -> int:
    """How many of `widths`, from the first, fit in `room`."""
    return sum(total <= room for total in accumulate(widths))


def _cells(text: str) -> Iterator[_Cell]:
    """The characters of `text` as people see them, made harmless, tabs as spaces."""
    column = 0
    for end, cluster in _clusters(text):
        if cluster == "\t":
            shown = " " * (TAB - column % TAB)
            width = len(shown)
        else:
            shown = cluster.translate(SHOWN)
            width = len(shown) if _NARROW.fullmatch(cluster) else _width(shown)
        column += width
        yield _Cell(end, shown, width)


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with its combining ones, and where it ends."""
    if _NARROW.fullmatch(text):
        yield from enumerate(text, start=1)
        return
    from wcwidth import iter_graphemes

    end = 0
    for cluster in iter_graphemes(text):
        end += len(cluster)
        yield end, cluster


def _width(text: str) -> int:
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


# Statistics and summary


def _statistics(report: Report, style: Style, paint: _Paint) -> list[str]:
    """Tables of counts, by rule and by category, and how dense the findings are."""
    if not report.findings:
        return []
    findings = {finding.rule.id: finding for finding in sorted(report.findings, key=lambda each: each.severity)}
    by_rule = ranked(finding.rule.id for finding in report.findings)
    by_category = ranked(finding.rule.category for finding in report.findings)
    digits = max(len("count"), len(f"{len(report.findings):,}"))
    longest = max(len("rule"), *(len(printable(rule)) for rule, _ in by_rule))
    room = max(style.width - digits - longest - len("suggestion") - 6, ROOM_AT_LEAST)

    rows = [f"{'count':>{digits}}  {'severity':<10}  {'rule':<{longest}}  message"]
    for rule, count in by_rule:
        severity = findings[rule].severity
        label = paint(f"{severity.label:<10}", _COLORS[severity], bold=True)
        name = paint(f"{printable(rule):<{longest}}", bold=True)
        message, _ = _fit(printable(findings[rule].rule.message), 0, 0, room)
        rows.append(f"{count:>{digits},}  {label}  {name}  {message}")
    tables = ["\n".join(rows)]
    if not style.quiet:
        rows = [f"{'count':>{digits}}  category"]
        rows += [f"{count:>{digits},}  {printable(category)}" for category, count in by_category]
        tables.append("\n".join(rows))
        if report.words:
            tables.append(f"{len(report.findings) * 1000 / report.words:.2f} findings per 1,000 words.")
    return tables
