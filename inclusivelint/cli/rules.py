"""`inclusivelint rules list|validate|test|schema|import|docs`."""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

import click

from inclusivelint.cli import complain
from inclusivelint.cli.output import write
from inclusivelint.config import load_config
from inclusivelint.errors import ConfigError
from inclusivelint.model import Rule, Severity
from inclusivelint.names import did_you_mean, nearest, selects
from inclusivelint.project import open_project
from inclusivelint.ruleset import load_files, load_layers, load_rules, rule_files, rules_folder

_FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path))
_LEVELS = [severity.label for severity in sorted(Severity, reverse=True)]


@click.group("rules")
def command() -> None:
    """List, validate, test and import rules."""


@command.command("list")
@_FILES
@click.option("--select", "-s", multiple=True, metavar="RULE", help="Only this rule, category, pack or glob.")
@click.option("--severity", multiple=True, type=click.Choice(_LEVELS), help="Only rules of this level (repeatable).")
@click.option("--tag", multiple=True, help="Only rules with this tag (repeatable).")
@click.option("--source", multiple=True, metavar="KEY", help="Only rules that cite this source (repeatable).")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_rules(
    files: tuple[Path, ...],
    select: tuple[str, ...],
    severity: tuple[str, ...],
    tag: tuple[str, ...],
    source: tuple[str, ...],
    form: str,
) -> None:
    """List the rules: all shipped, installed and configured ones, and those in FILES."""
    config = load_config(None, Path.cwd())
    project = open_project(config._replace(rule_paths=files) if files else config, select=select)
    _check_known("--tag", tag, {each for rule in project.rules for each in rule.tags})
    _check_known("--source", source, {each.key for rule in project.rules for each in rule.sources})
    rules = [
        rule
        for rule in project.rules
        if (not project.select or selects(project.select, rule.id, rule.aliases))
        and (not severity or rule.severity.label in severity)
        and (not tag or set(tag) & set(rule.tags))
        and (not source or set(source) & {each.key for each in rule.sources})
    ]
    if form == "json":
        click.echo(json.dumps([_as_json(rule) for rule in rules], ensure_ascii=False, indent=2))
        return
    for line in _table(rules):
        click.echo(line)
    click.echo(f"{len(rules)} rules")


def _check_known(option: str, given: Sequence[str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            raise ConfigError(f'{option}: no rule has "{name}"{did_you_mean(nearest(name, known))}')


def _table(rules: Sequence[Rule]) -> list[str]:
    """A line for each rule; on a terminal, messages end where the line does."""
    import shutil

    width = max((len(rule.id) for rule in rules), default=0)
    most = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    lines = [f"{rule.id:{width}}  {rule.severity.label:10}  {rule.message}" for rule in rules]
    return [line if most is None or len(line) <= most else f"{line[: most - 1]}…" for line in lines]


def _as_json(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": rule.severity.label,
        "affects": rule.affects,
        "message": rule.message,
        "why": rule.why,
        "suggestions": [wording.text for wording in rule.suggestions],
        "sources": [source._asdict() for source in rule.sources],
        "aliases": list(rule.aliases),
        "preference": dict(rule.preference),
        "tags": list(rule.tags),
        "reviewed": rule.reviewed or None,
        "path": rule.path,
        "line": rule.line,
    }


@command.command("validate")
@_FILES
def validate(files: tuple[Path, ...]) -> None:
    """Validate rule FILES (the shipped ones if none are named): every problem with file, line and column.

    Files called sources.yaml, documents.yaml or packs.yaml are validated as what they are.
    """
    from inclusivelint.ruleset.validation import validate as validated

    read, rules = validated(files or [rules_folder()])
    click.echo(f"{len(read)} files, {len(rules)} rules: all valid")


@command.command("test")
@_FILES
def test(files: tuple[Path, ...]) -> None:
    """Run every example of the rules in FILES (the shipped ones if none are named) against all rules."""
    from inclusivelint.selftest import failures

    rules = load_rules(files)
    tested = load_files(rule_files(files)) if files else rules
    problems = failures(tested, rules)
    for problem in problems:
        click.echo(problem)
    examples = sum(len(rule.examples) for rule in tested)
    click.echo(f"{len(tested)} rules, {examples} examples, {len(problems)} failed")
    sys.exit(1 if problems else 0)


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of rule files, for editors."""
    from inclusivelint.ruleset.schema import rule_schema

    click.echo(json.dumps(rule_schema(), ensure_ascii=False, indent=2))


@command.command("import")
@click.option(
    "--from", "tool", type=click.Choice(["vale", "woke", "alex"]), required=True, help="Whose files they are."
)
@click.option("--category", default=None, help="The category of the rules. [default: the name of the folder or tool]")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
def import_rules(tool: str, category: str | None, output: Path | None, files: tuple[Path, ...]) -> None:
    """Turn FILES of another tool into a rule file (alex: into a configuration); of folders, their YAML files.

    What can't be carried over is told on standard error, with the reason. Exit code: 0 something was carried over,
    2 nothing was, or a file could not be read.
    """
    from inclusivelint.importers import import_files

    result = import_files(tool, files, category)
    for line in (*result.notes, *result.failed):
        complain(line)
    if result.total or not result.failed:
        complain(f"{result.carried} of {result.total} {result.unit} carried over")
    if result.text:
        _write(result.text, output)
    sys.exit(0 if result.carried and not result.failed else 2)


@command.command("docs")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a page is not up to date.")
def docs(folder: Path, check: bool) -> None:
    """Write a page for each shipped rule and category into FOLDER; pages of rules that are gone are removed.

    Files that this command did not write stay as they are.
    """
    from inclusivelint.cli.pages import pages, stale

    made = pages(load_layers()[0].rules)
    outdated = stale(folder, made)
    if check:
        for path in outdated:
            click.echo(f"{path}: not up to date")
        sys.exit(1 if outdated else 0)
    for path in outdated:
        name = path.relative_to(folder).as_posix()
        if name in made:
            _write(made[name], path)
        else:
            path.unlink()
    click.echo(f"{len(made)} pages, {len(outdated)} changed")


def _write(text: str, path: Path | None) -> None:
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        write(text, path)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
