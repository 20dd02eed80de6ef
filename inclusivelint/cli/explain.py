"""`inclusivelint explain`."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from inclusivelint.config import load_config
from inclusivelint.documents.normalise import fold
from inclusivelint.errors import ConfigError
from inclusivelint.model import Rule
from inclusivelint.names import unknown
from inclusivelint.project import packs_in
from inclusivelint.ruleset import Layer, category_title, load_layers, merged

_WIDTH = 88
_MOST_SHOWN = 6


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

    RULE can also be a category, a pack, or words: the rules that look for them are told, or why there is none. With
    --finding, explain a finding: its rule, the judge's certainty, and the labelled texts most like it. With
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
    click.echo("\n".join(_explained(str(rule), load_config(None, Path.cwd()).rule_paths)))


def _explained(name: str, rule_paths: Sequence[Path]) -> list[str]:
    from inclusivelint import suppression

    layers = load_layers(rule_paths)
    rules = (*merged(layers), *suppression.RULES)
    for rule in rules:
        if name in (rule.id, *rule.aliases):
            former = [f"{name} is a former name of this rule.", ""] if name != rule.id else []
            return [*former, *lines_of(rule)]
    if of_category := [rule for rule in rules if rule.category == name]:
        return _category(name, of_category)
    return _words(name, rules, layers)


def lines_of(rule: Rule) -> list[str]:
    """A rule as `explain` shows it."""
    lines = [click.style(rule.id, bold=True), f"{rule.severity.label}, affects {rule.affects}", ""]
    if not rule.default:
        lines += ["Off unless it is selected by this name.", ""]
    lines += [*wrap(rule.message), "", *wrap(rule.why)]
    if better := alternatives(rule):
        lines += ["", *wrap(f"Instead: {', '.join(better)}")]
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
    if rule.reviewed:
        lines += ["", f"Last reviewed: {rule.reviewed}"]
    if rule.aliases:
        lines += ["", f"Formerly: {', '.join(rule.aliases)}"]
    return [*lines, "", *_how_to_change(rule)]


def alternatives(rule: Rule) -> list[str]:
    """What can be written instead: the rule's suggestions, or else some of those that its phrases have."""
    own = [wording.text for wording in rule.suggestions]
    return own or list(dict.fromkeys(form.suggestions[0].text for form in rule.forms if form.suggestions))[:_MOST_SHOWN]


def _how_to_change(rule: Rule) -> list[str]:
    lines = []
    if rule.preference:
        ((community, order),) = rule.preference.items()
        lines = ["This rule is off unless the configuration says:", "  [language]", f'  {community} = "{order}"', ""]
    if not rule.default:
        lines = ["This rule is off unless the configuration says:", f'  extend-select = ["{rule.id}"]', ""]
    lines += ["In the configuration, any of:", f'  ignore = ["{rule.id}"]']
    if rule.category != "directives":
        lines += [
            f'  [rules."{rule.id}"]',
            f'  severity = "{"error" if rule.severity.label == "warning" else "warning"}"',
        ]
        lines += ['  suggestions = ["…"]', '  exceptions = ["words that stay"]']
    return [
        *lines,
        "To make an exception in Markdown:",
        f"  <!-- inclusivelint-disable-next-line {rule.id} -- reason -->",
    ]


def _category(name: str, rules: Sequence[Rule]) -> list[str]:
    title = category_title(rules[0]) if rules[0].path else name
    levels = Counter(rule.severity.label for rule in rules)
    counts = ", ".join(f"{count} {label}" for label, count in levels.most_common())
    lines = [click.style(name, bold=True), f"{title}: {len(rules)} rules ({counts})", ""]
    for rule in rules:
        lines += wrap(f"{rule.id.partition('/')[2]} ({rule.severity.label}): {rule.message}", "  - ", "    ")
    return [
        *lines,
        "",
        "In the configuration, one of:",
        f'  select = ["{name}"]   only this category',
        f'  ignore = ["{name}"]   all but this category',
    ]


def _words(name: str, rules: Sequence[Rule], layers: Sequence[Layer]) -> list[str]:
    """What there is for a name that is neither a rule's nor a category's; raises ConfigError for nothing."""
    from inclusivelint.ruleset.no_change import declined

    known = [each for rule in rules for each in (rule.id, *rule.aliases)]
    packs = packs_in(layers, known)
    if pack := packs.get(name):
        return [click.style(name, bold=True), f"A pack: {pack.title}", "", *(f"  - {each}" for each in pack.select)]
    key = fold(" ".join(name.split()))
    # A rule on whole sentences looks for no words: it asks where they stand.
    if looking := [rule for rule in rules if rule.reach != "sentence" and rule.forms.has(key)]:
        told = [line for rule in looking for line in wrap(f"{rule.id} ({rule.severity.label}): {rule.message}", "  - ")]
        return [f'"{name}" is looked for by:', *told, "", f"More: inclusivelint explain {looking[0].id}"]
    if term := declined().get(name.lower()):
        by = ["", *wrap(f"Reported by: {', '.join(term.flagged_by)}")] if term.flagged_by else []
        return [f'"{term.term}" is not reported.', "", *wrap(term.reason), *by]
    problem = unknown(name, {*known, *packs})
    raise ConfigError(problem or f'"{name}" stands for several rules; see: inclusivelint rules list --select "{name}"')


def wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    """A text in lines that a terminal holds."""
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
