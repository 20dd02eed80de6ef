"""`inclusivelint explain --document`: what kind of policy a document is, why, and what the rules see in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from inclusivelint.cli.explain import wrap
from inclusivelint.config import load_config
from inclusivelint.documents import decode, read
from inclusivelint.engine.kinds import ENOUGH, ENOUGH_BY_HINT, Evidence, Part
from inclusivelint.engine.lists import Lists
from inclusivelint.errors import ConfigError, DocumentError
from inclusivelint.linter import Linter
from inclusivelint.model import Card, Document
from inclusivelint.reporters import clause_place
from inclusivelint.ruleset import load_rules
from inclusivelint.ruleset.checks import LEAST_MEMBERS

_WORTH_TELLING = 4


def explain(path: Path) -> list[str]:
    """The lines that explain a document; raises ConfigError where it can't be read."""
    config = load_config(None, path.absolute().parent)
    linter = Linter(load_rules(config.rule_paths), config)
    try:
        document = read(str(path), decode(path.read_bytes()))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except DocumentError as error:
        raise ConfigError(f"{path}: {error}") from error
    return list(_lines(linter, document))


def _lines(linter: Linter, document: Document) -> Iterator[str]:
    stated, problems = linter.stated_kinds(document)
    yield from (problem.message for problem in problems)
    parts = linter.documents.parts(document.path, document.segments, stated)
    card = linter.documents.check(document.path, document.segments, parts).card
    if card is None:
        yield f"{document.path}: no kind of policy is recognised."
    for part in parts:
        yield click.style(f'"{part.title.text}"' + ("" if part.is_whole else " (a section)"), bold=True)
        if not part.evidence:
            yield "  no title, heading or wording of any kind"
        for evidence in sorted(part.evidence, key=lambda each: (not each.is_enough, -each.score)):
            if evidence.is_enough or evidence.score >= _WORTH_TELLING:
                yield from _evidence(evidence)
        yield from _lists(linter, part)
    if card:
        yield from _card(card)


def _lists(linter: Linter, part: Part) -> Iterator[str]:
    """The lists of members that the rules for this kind of document see in it."""
    told = set()
    for rule in linter.rules:
        if rule.check.get("type") != "covers" or not set(rule.kinds) & set(part.kinds):
            continue
        for found in Lists(rule.check, part.segments).lists:
            members = ", ".join(name.replace("-", " ") for name in sorted(found.members))
            if len(found.members) >= LEAST_MEMBERS and members not in told:
                told.add(members)
                yield from wrap(members, "    list      ", " " * 14)


def _evidence(evidence: Evidence) -> Iterator[str]:
    verdict = "is" if evidence.is_enough else "is not"
    needed = f"{ENOUGH} points are enough with a title that says it in full, {ENOUGH_BY_HINT} with a hint"
    score = "stated" if evidence.stated else f"{evidence.score} points; {needed}"
    yield f"  {verdict} {evidence.kind.name} ({score})"
    shown = (
        ("title", [evidence.title] if evidence.title else []),
        ("file name", [evidence.file_name] if evidence.file_name else []),
        ("headings", evidence.headings),
        ("wording", evidence.wording),
        ("against", [evidence.against] if evidence.against else []),
    )
    for name, found in shown:
        if found:
            yield from wrap(", ".join(found), f"    {name:10}", " " * 14)


def _card(card: Card) -> Iterator[str]:
    for point in card.covers:
        yield f"  covers   {point.rule.topic} ({point.rule.id})"
    for point in card.missing:
        named = f": {', '.join(point.missing)}" if point.missing else ""
        model = f", model clause: {clause_place(point.rule.clause)}" if point.rule.clause else ""
        yield f"  missing  {point.rule.topic}{named} ({point.rule.id}, {point.rule.severity.label}{model})"
