"""`inclusivelint explain --finding`: one finding, how sure the judge is of it, and the labelled texts most like it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from inclusivelint.cli.explain import lines_of, wrap
from inclusivelint.config import load_config
from inclusivelint.documents import decode
from inclusivelint.engine import Match
from inclusivelint.engine.judge import hidden, load_judge, question
from inclusivelint.engine.labelled import Labelled, nearest, texts_of
from inclusivelint.errors import ConfigError, DocumentError
from inclusivelint.model import Finding
from inclusivelint.project import open_project

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>[0-9]+)(?::(?P<column>[0-9]+))?")


def explain(place: str) -> list[str]:
    """The lines that explain what is found in `FILE:LINE[:COLUMN]`; raises ConfigError where that can't be told."""
    parts = _PLACE.fullmatch(place)
    if not parts:
        raise ConfigError(f'--finding: "{place}" is no place; write FILE:LINE or FILE:LINE:COLUMN')
    line, column = int(parts["line"]), int(parts["column"] or 0)
    found = [
        (finding, match)
        for finding, match in _findings(Path(parts["path"]))
        if finding.line <= line <= finding.end_line and column in (0, finding.column)
    ]
    if not found:
        raise ConfigError(f"--finding: {place}: nothing is found there")
    return [line for finding, match in found for line in _lines(finding, match)]


def _findings(path: Path) -> Iterator[tuple[Finding, Match]]:
    config = load_config(None, path.absolute().parent)
    try:
        yield from open_project(config).linter().matches(str(path), decode(path.read_bytes()))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except DocumentError as error:
        raise ConfigError(f"{path}: {error}") from error


def _lines(finding: Finding, match: Match) -> list[str]:
    judge = load_judge()
    asked = question(match.segment.text, *match.trigger)
    if finding.rule.about_group:
        asked = hidden(asked)
    flagged, passed = nearest(judge, asked, texts_of(finding.rule))
    lines = [f'{finding.path}:{finding.line}:{finding.column}: "{finding.text}"', ""]
    if finding.certainty is None:
        (certainty,) = judge.certainties([asked])
        lines += wrap(f"Plain conditions decide here. The judge's certainty would be {certainty:.0%}.")
    else:
        lines += wrap(
            f"The judge's certainty that an editor changes these words is {finding.certainty:.0%}, {_bars(finding)}."
        )
    for title, texts in (("Most like it, changed:", flagged), ("Most like it, left alone:", passed)):
        if texts:
            lines += ["", title, *_texts(texts)]
    return [*lines, "", *lines_of(finding.rule), ""]


def _bars(finding: Finding) -> str:
    bars = [f"{label} from {least:.0%}" for label, least in finding.rule.judge.items()]
    return f"which makes it a {finding.severity.label} ({', '.join(bars)})"


def _texts(texts: Sequence[Labelled]) -> Iterator[str]:
    for text, start, end in (each.question for each in texts):
        shown = f"{text[:start]}{click.style(text[start:end], bold=True)}{text[end:]}"
        yield from wrap(shown, "  - ", "    ")
