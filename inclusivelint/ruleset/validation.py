"""Validation of rule files and of the other files in folders of rules, all problems of all files at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inclusivelint.errors import RuleError
from inclusivelint.model import Rule
from inclusivelint.ruleset import (
    CONDITIONS,
    DOCUMENTS,
    GROUPS,
    NO_CHANGE,
    SOURCES,
    SPELLINGS,
    holds_no_rules,
    load_files,
    load_rules,
    rule_files,
    rules_folder,
    sorted_problems,
)
from inclusivelint.ruleset.packs import PACKS


def validate(paths: Sequence[Path]) -> tuple[list[Path], tuple[Rule, ...]]:
    """The files among `paths` (folders searched) and the rules in them; raises RuleError with every problem."""
    named = rule_files(paths)
    others = [file for file in named if holds_no_rules(file)]
    for folder in (path for path in paths if path.is_dir()):
        others += sorted(file for file in folder.rglob("*.yaml") if holds_no_rules(file))
    files = [file for file in named if file not in others]
    problems: list[str] = []
    rules: tuple[Rule, ...] = ()
    try:
        rules = load_files(files)
    except RuleError as error:
        problems += error.problems
    # Rules that can't be used are told above; packs that name them are right nevertheless.
    known = () if problems else [name for rule in load_rules(files) for name in (rule.id, *rule.aliases)]
    for file in dict.fromkeys(others):
        problems += [problem for problem in _problems_of(file, known) if problem not in problems]
    if problems:
        raise RuleError(sorted_problems(problems))
    return [*files, *dict.fromkeys(others)], rules


def _problems_of(path: Path, known: Sequence[str]) -> list[str]:
    """What is wrong in a file that holds no rules, by its name. Without `known` names, those in packs pass."""
    from inclusivelint.ruleset.checks import read_documents
    from inclusivelint.ruleset.conditions import read_named
    from inclusivelint.ruleset.format import read_sources, read_utf8
    from inclusivelint.ruleset.groups import read_groups
    from inclusivelint.ruleset.no_change import declined_in
    from inclusivelint.ruleset.packs import packs_of
    from inclusivelint.ruleset.spellings import read_spellings

    problems: list[str] = []
    if path.name == SOURCES:
        read_sources(path, problems)
    elif path.name == DOCUMENTS:
        beside = [file for file in (rules_folder() / SOURCES, path.parent / SOURCES) if file.is_file()]
        sources = {key: source for file in beside for key, source in read_sources(file, []).items()}
        shipped = rules_folder() / DOCUMENTS
        read_documents([shipped, path] if path.resolve() != shipped.resolve() else [path], sources, problems)
    elif path.name == CONDITIONS:
        documents = [file for file in (rules_folder() / DOCUMENTS, path.parent / DOCUMENTS) if file.is_file()]
        shipped = rules_folder() / CONDITIONS
        files = [path] if path.resolve() == shipped.resolve() else [shipped, path]
        read_named(files, read_documents(documents, {}, []), problems)
    elif path.name == PACKS:
        packs_of(path, known, problems)
    elif path.name == GROUPS:
        read_groups(path, read_utf8(path, problems), problems)
    elif path.name == SPELLINGS:
        read_spellings(path, read_utf8(path, problems), problems)
    elif path.name == NO_CHANGE:
        declined_in(path, problems)
    return problems
