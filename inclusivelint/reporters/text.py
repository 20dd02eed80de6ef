"""The report for people: each finding with its place, the words in their line, and what could stand there instead.

Paths, rule texts and above all documents are other people's text: everything shown passes through `_cells` or
`_printable`, which leave nothing that a terminal would act on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import click

from inclusivelint.model import Finding, Report, Severity
from inclusivelint.reporters import Style

SUGGESTIONS_SHOWN = 4
LINES_SHOWN = 3
TAB = 4
ROOM_AT_LEAST = 20
ELLIPSIS = "…"

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.SUGGESTION: "cyan"}

_SHOWN: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    # C1 controls, line and paragraph separators, bidi embeddings, overrides and isolates: by name
    **{
        code: f"<U+{code:04X}>"
        for code in (*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    },
    # What has no width and no meaning on a terminal: soft hyphens, zero-width spaces, direction marks, tags
    **dict.fromkeys((0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x2060, 0x2066)), ""),
    **dict.fromkeys((*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)), ""),
    # Lone surrogates, which no encoding can write
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}

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
    if not style.quiet:
        blocks.append(_summary(report))
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
    suggestions = [_printable(text) or "(leave it out)" for text in finding.suggestions[:SUGGESTIONS_SHOWN]]
    if suggestions:
        margin = " " * len(_number(finding))
        lines.append(f"{margin} {paint('=', 'blue')} try: {paint(', '.join(suggestions), 'green')}")
    return "\n".join(lines)


def _headline(finding: Finding, paint: _Paint, gap: str) -> str:
    place = _printable(finding.path)
    if finding.line > 0:
        place += f":{finding.line}:{finding.column}"
    if finding.location:
        place += f" ({_location(finding.location)})"
    severity = paint(finding.severity.label, _COLORS[finding.severity], bold=True)
    rule = paint(_printable(finding.rule.id), bold=True)
    return f"{paint(place, bold=True)}: {severity} {rule}{gap}{_printable(finding.message)}"


def _location(location: Mapping[str, Any]) -> str:
    return ", ".join(f"{_printable(key)} {_printable(str(value))}" for key, value in location.items())


def _snippet(finding: Finding, style: Style, paint: _Paint) -> Iterator[str]:
    """The lines of the source that the finding stands in, its words underlined."""
    number = _number(finding)
    margin = f"{' ' * len(number)} {paint('|', 'blue')}"
    room = max(style.width - len(number) - 3, ROOM_AT_LEAST)
    lines = finding.source_lines[: max(finding.end_line - finding.line, 0) + 1]
    yield margin
    for index, (line, start, end) in enumerate(_underlined(finding, lines)[:LINES_SHOWN]):
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


def _underlined(finding: Finding, lines: Sequence[str]) -> list[tuple[str, int, int]]:
    """Each line with the range to underline, margins of the text left out; without lines, the words themselves."""
    if not lines:
        words = _printable(finding.text)
        return [(words, 0, len(words))]
    marked = []
    for index, ended_line in enumerate(lines):
        line = ended_line.rstrip("\r\n")
        first, last = index == 0, finding.line + index == finding.end_line
        start = finding.column - 1 if first else len(line) - len(line.lstrip(" \t>"))
        end = finding.end_column - 1 if last else len(line.rstrip())
        if finding.column < 1:
            start = end = 0
        elif first:
            end = max(end, start + 1)  # a range without width would hide where the finding is
        marked.append((line, start, end))
    return marked


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
    return text, underline.rstrip()


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
            shown = cluster.translate(_SHOWN)
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


def _printable(text: str) -> str:
    """`text` on one line, made harmless."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub("[ \t\n]+", " ", text).translate(_SHOWN)


# Statistics and summary


def _statistics(report: Report, style: Style, paint: _Paint) -> list[str]:
    """Tables of counts, by rule and by category, and how dense the findings are."""
    if not report.findings:
        return []
    findings = {finding.rule.id: finding for finding in sorted(report.findings, key=lambda each: each.severity)}
    by_rule = _ranked(finding.rule.id for finding in report.findings)
    by_category = _ranked(finding.rule.category for finding in report.findings)
    digits = max(len("count"), len(f"{len(report.findings):,}"))
    longest = max(len("rule"), *(len(_printable(rule)) for rule, _ in by_rule))
    room = max(style.width - digits - longest - len("suggestion") - 6, ROOM_AT_LEAST)

    rows = [f"{'count':>{digits}}  {'severity':<10}  {'rule':<{longest}}  message"]
    for rule, count in by_rule:
        severity = findings[rule].severity
        label = paint(f"{severity.label:<10}", _COLORS[severity], bold=True)
        name = paint(f"{_printable(rule):<{longest}}", bold=True)
        message, _ = _fit(_printable(findings[rule].rule.message), 0, 0, room)
        rows.append(f"{count:>{digits},}  {label}  {name}  {message}")
    tables = ["\n".join(rows)]
    if not style.quiet:
        rows = [f"{'count':>{digits}}  category"]
        rows += [f"{count:>{digits},}  {_printable(category)}" for category, count in by_category]
        tables.append("\n".join(rows))
        if report.words:
            tables.append(f"{len(report.findings) * 1000 / report.words:.2f} findings per 1,000 words.")
    return tables


def _ranked(names: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))


def _summary(report: Report) -> str:
    """One sentence; failures are counted in it, what they are is said on standard error."""
    files, words = _count(report.files, "file"), _count(report.words, "word")
    if report.findings:
        severities = Counter(finding.severity for finding in report.findings)
        split = ", ".join(
            _count(severities[each], each.label) for each in sorted(Severity, reverse=True) if severities[each]
        )
        touched = len({finding.path for finding in report.findings})
        where = files if report.files <= 1 else f"{touched:,} of {files}"
        summary = f"{_count(len(report.findings), 'finding')} ({split}) in {where}, {words}"
    else:
        summary = f"No findings in {files} ({words})" if report.files else "No documents to check"
    notes = [
        f"{count:,} {note}"
        for count, note in (
            (report.suppressed, "suppressed"),
            (report.baselined, "in the baseline"),
            (len(report.failures), "failure" if len(report.failures) == 1 else "failures"),
        )
        if count
    ]
    return summary + ("; " + ", ".join(notes) if notes else "") + "."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
