"""`inclusivelint explain`."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from inclusivelint.config import load_config
from inclusivelint.errors import ConfigError
from inclusivelint.model import Rule
from inclusivelint.names import unknown
from inclusivelint.ruleset import load_rules

_WIDTH = 88


@click.command("explain")
@click.argument("rule", required=False)
@click.option(
    "--finding",
    "place",
    metavar="FILE:LINE[:COLUMN]",
    help="Explain what is found in this place, and how sure the judge is.",
)
@click.option(
    "--document",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Explain what kind of policy a document is, what it covers and what is missing.",
)
def command(rule: str | None, place: str | None, document: Path | None) -> None:
    """Explain RULE: who is affected, why, what to write instead, on whose authority, with examples.

    With --finding, explain a finding: its rule, the judge's certainty, and the labelled texts most like it. With
    --document, explain what is seen in a policy document.
    """
    if sum(each is not None for each in (rule, place, document)) != 1:
        raise click.UsageError("name a RULE, a place with --finding, or a file with --document")
    if document is not None:
        from inclusivelint.cli.document import explain as explain_document

        # What is quoted from the document must not move a cursor.
        lines = explain_document(document)
        click.echo(
            "\n".join("".join(c if c.isprintable() or c == "\x1b" else "\ufffd" for c in line) for line in lines)
        )
        return
    if place is not None:
        from inclusivelint.cli.finding import explain

        click.echo("\n".join(explain(place)))
        return
    from inclusivelint import suppression

    rules = (*load_rules(load_config(None, Path.cwd()).rule_paths), *suppression.RULES)
    found = next((each for each in rules if rule in (each.id, *each.aliases)), None)
    if found is None:
        problem = unknown(str(rule), [name for each in rules for name in (each.id, *each.aliases)])
        raise ConfigError(problem or f'"{rule}" is a category; name one rule of it (see: inclusivelint rules list)')
    click.echo("\n".join(lines_of(found)))


def lines_of(rule: Rule) -> list[str]:
    """A rule as `explain` shows it."""
    lines = [click.style(rule.id, bold=True), f"{rule.severity.label}, affects {rule.affects}", ""]
    if not rule.default:
        lines += ["Off unless it is selected by this name.", ""]
    lines += [*wrap(rule.message), "", *wrap(rule.why)]
    if rule.suggestions:
        lines += ["", f"Instead: {', '.join(wording.text for wording in rule.suggestions)}"]
    if rule.clause:
        from inclusivelint.ruleset.clauses import model_clause

        if clause := model_clause(rule.clause):
            lines += ["", "A model clause:", *wrap(" ".join(clause.split()), "  ", "  ")]
    if rule.kinds:
        lines += ["", *wrap(f"Looked for in: {', '.join(kind.title for kind in rule.kinds)}")]
    if rule.sources:
        lines += ["", "Sources:"]
        for source in rule.sources:
            lines += [f"  {source.title} ({source.publisher}, {source.year})", f"    {source.url}"]
    for title, examples in (
        ("Reported:", [example for example in rule.examples if example.match]),
        ("Left alone:", [example for example in rule.examples if not example.match]),
    ):
        if examples:
            lines += ["", title]
            for example in examples:
                lines += wrap(example.text + (f" ({example.reason})" if example.reason else ""), "  - ", "    ")
    if rule.false_positives:
        lines += ["", "Known to be wrong at times:"]
        for text in rule.false_positives:
            lines += wrap(text, "  - ", "    ")
    return [
        *lines,
        "",
        f"To make an exception in Markdown: <!-- inclusivelint-disable-next-line {rule.id} -- reason -->",
    ]


def wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    """A text in lines that a terminal holds."""
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
