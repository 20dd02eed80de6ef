"""Findings per 1,000 words over time, drawn for a terminal, as SVG, as a page, and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from html import escape

from inclusivelint.trend import Point

FORMATS = ("text", "svg", "html", "json")

_BLOCKS = "▁▂▃▄▅▆▇█"
_MOST_LINES = 8  # more can't be told apart
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 900, 420, 60, 30, 250, 50
# Okabe and Ito's colours, which people with any colour vision can tell apart; each line has dashes of its own, too.
_COLORS = ("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#999999")
_DASHES = ("", "8 4", "2 3", "12 4 2 4", "6 2", "1 5", "10 6", "4 8")


def render(form: str, points: Sequence[Point]) -> str:
    """The points, oldest first, in one of `FORMATS`."""
    return {"text": _text, "svg": _svg, "html": _html, "json": _json}[form](points)


def _lines(points: Sequence[Point]) -> list[tuple[str, list[float]]]:
    """The total and each category with its rates, the largest now first."""
    categories = sorted({name for point in points for name in point.findings})
    categories.sort(key=lambda name: -points[-1].rate(name))
    return [
        ("total", [point.rate() for point in points]),
        *((name, [point.rate(name) for point in points]) for name in categories),
    ]


def _period(points: Sequence[Point]) -> str:
    commits = "1 commit" if len(points) == 1 else f"{len(points)} commits"
    return f"{points[0].date} to {points[-1].date}, {commits}"


def _text(points: Sequence[Point]) -> str:
    lines = _lines(points)
    width = max(len(name) for name, _ in lines)
    most = max(max(rates) for _, rates in lines) or 1.0
    drawn = [f"Findings per 1,000 words, {_period(points)}", ""]
    for name, rates in lines:
        blocks = "".join(_BLOCKS[min(7, int(8 * rate / most))] if rate else " " for rate in rates)
        drawn.append(f"{_plain(name):{width}}  {blocks}  {rates[0]:.2f} -> {rates[-1]:.2f}")
    return "\n".join(drawn) + "\n"


def _plain(name: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in name)


def _svg(points: Sequence[Point]) -> str:
    lines = _lines(points)
    shown, rest = lines[:_MOST_LINES], lines[_MOST_LINES:]
    if rest:
        shown[-1] = ("others", [sum(rates) for rates in zip(shown[-1][1], *(rates for _, rates in rest), strict=True)])
    most = max(max(rates) for _, rates in shown) or 1.0
    across, down = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def place(index: int, rate: float) -> str:
        x = _LEFT + (across * index / (len(points) - 1) if len(points) > 1 else 0)
        return f"{x:.1f},{_TOP + down * (1 - rate / most):.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" font-size="14" '
        'font-family="sans-serif" aria-labelledby="trend-title trend-desc">',
        '<title id="trend-title">Findings per 1,000 words</title>',
        f'<desc id="trend-desc">{escape(_period(points))}: {points[0].rate():.2f} to {points[-1].rate():.2f}.</desc>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for share in (0.0, 0.5, 1.0):
        y = _TOP + down * (1 - share)
        parts.append(f'<path d="M{_LEFT} {y:.1f}h{across}" stroke="#cccccc"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{most * share:.2f}</text>')
    for x, anchor, date in ((_LEFT, "start", points[0].date), (_LEFT + across, "end", points[-1].date)):
        parts.append(f'<text x="{x}" y="{_HEIGHT - 20}" text-anchor="{anchor}">{escape(date)}</text>')
    for number, (name, rates) in enumerate(shown):
        path = " ".join(place(index, rate) for index, rate in enumerate(rates))
        stroke = f'stroke="{_COLORS[number]}" stroke-dasharray="{_DASHES[number]}" stroke-width="2.5"'
        dot = f'<circle cx="{path.split(",")[0]}" cy="{path.split(",")[1]}" r="3" fill="{_COLORS[number]}"/>'
        parts.append(f'<polyline points="{path}" fill="none" {stroke}/>' if len(points) > 1 else dot)
        y = _TOP + 24 * number + 10
        parts.append(f'<path d="M{_WIDTH - _RIGHT + 20} {y}h30" {stroke}/>')
        parts.append(f'<text x="{_WIDTH - _RIGHT + 58}" y="{y + 5}">{escape(_plain(name))} {rates[-1]:.2f}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _html(points: Sequence[Point]) -> str:
    lines = _lines(points)
    heads = "".join(f'<th scope="col">{escape(_plain(name))}</th>' for name, _ in lines)
    rows = "".join(
        f'<tr><th scope="row">{escape(point.date)} <code>{escape(point.commit[:10])}</code></th>'
        f"<td>{point.words:,}</td>" + "".join(f"<td>{rates[index]:.2f}</td>" for _, rates in lines) + "</tr>\n"
        for index, point in enumerate(points)
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>Findings per 1,000 words</title>\n"
        "<style>:root{color-scheme:light dark}body{font:1rem/1.5 sans-serif;max-width:70rem;margin:2rem auto;"
        "padding:0 1rem}svg{max-width:100%;height:auto}table{border-collapse:collapse}div{overflow-x:auto}"
        "th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid #767676}</style>\n"
        f"<h1>Findings per 1,000 words</h1>\n<p>{escape(_period(points))}.</p>\n{_svg(points)}"
        '<div role="region" aria-label="The numbers" tabindex="0"><table>\n'
        f'<thead><tr><th scope="col">Commit</th><th scope="col">Words</th>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody></table></div>\n</html>\n"
    )


def _json(points: Sequence[Point]) -> str:
    rows = [
        {
            "commit": point.commit,
            "date": point.date,
            "words": point.words,
            "findings": sum(point.findings.values()),
            "by_category": dict(sorted(Counter(point.findings).items())),
        }
        for point in points
    ]
    return json.dumps({"version": 1, "points": rows}, indent=2) + "\n"
