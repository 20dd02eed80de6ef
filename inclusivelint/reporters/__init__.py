"""Reports as text in some format. A reporter is loaded when it is used, and writes nothing itself."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from inclusivelint.model import Report

FORMATS: tuple[str, ...] = (
    "text",
    "json",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
    "html",
)


class Style(NamedTuple):
    """How a report for people looks; formats for programs ignore it. `width` is in terminal columns; `policy` asks for
    a card of each policy document."""

    color: bool = False
    quiet: bool = False
    statistics: bool = False
    width: int = 100
    policy: bool = False


def render(format: str, report: Report, style: Style) -> str:  # noqa: A002
    """The report in one of `FORMATS`: empty, or ending in a line break."""
    if format not in FORMATS:
        raise ValueError(f"unknown report format: {format!r}")
    rendered: str = import_module(f"{__name__}.{format}").render(report, style)
    return rendered


def clause_place(clause: str) -> str:
    """Where the documentation has a model clause, which a rule names as `file/section`."""
    file, _, section = clause.partition("/")
    return f"docs/clauses/{file}.md#{section}"
