"""`inclusivelint rules list|test|validate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from inclusivelint.config import load_config
from inclusivelint.ruleset import load_files, load_rules, rule_files, rules_folder

_FILES = click.argument("files", nargs=-1, type=click.Path(path_type=Path))


@click.group("rules")
def command() -> None:
    """List, validate and test rules."""


@command.command("list")
@_FILES
def list_rules(files: tuple[Path, ...]) -> None:
    """List the rules: the shipped ones and those in FILES, or else in the rule-paths of the configuration."""
    rules = load_rules(files or load_config(None, Path.cwd()).rule_paths)
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        click.echo(f"{rule.id:{width}}  {rule.severity.label:10}  {rule.message}")
    click.echo(f"{len(rules)} rules")


@command.command("validate")
@_FILES
def validate(files: tuple[Path, ...]) -> None:
    """Validate rule FILES (the shipped ones if none are named): every problem with file, line and column."""
    chosen = rule_files(files or [rules_folder()])
    rules = load_files(chosen)
    click.echo(f"{len(chosen)} files, {len(rules)} rules: all valid")


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
