"""Runs the examples of rules: what should be reported is, exactly, and what should pass is silent under every rule."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from inclusivelint.config import Config
from inclusivelint.edits import apply
from inclusivelint.linter import Linter
from inclusivelint.model import Example, Finding, Rule, Severity

_CONFIG = Config(path=None, root=Path(), min_severity=Severity.SUGGESTION)


def failures(tested: Sequence[Rule], rules: Sequence[Rule], linter: Linter | None = None) -> list[str]:
    """A report for each example of `tested` that does not behave, checked by all of `rules`.

    A rule that waits for a preference is tested where the configuration has chosen it, an example of a kind of document
    where the configuration states it.
    """
    linters: dict[Config, Linter] = {_CONFIG: linter} if linter else {}
    problems: list[str] = []
    for rule in tested:
        for example in rule.examples:
            stated = (("*", (example.document,)),) if example.document else ()
            config = _CONFIG._replace(language=tuple(sorted(rule.preference.items())), document_kind=stated)
            if config not in linters:
                linters[config] = Linter(rules, config)
            problems += _check(rule, example, linters[config])
    return problems


def _check(rule: Rule, example: Example, linter: Linter) -> Iterator[str]:
    if not rule.default:
        linter = Linter([rule], linter.config, select=[rule.id])
    findings = linter.check_source("example.md", example.text).findings
    if example.match is None:
        if findings:
            yield _problem(rule, example, [], [_told(finding) for finding in findings])
        return
    own = [finding for finding in findings if finding.rule.id == rule.id and finding.text == example.match]
    if not own:
        yield _problem(rule, example, [f'{rule.id} on "{example.match}"'], [_told(finding) for finding in findings])
    elif example.fixed is not None:
        fixed = apply(example.text, own[0].fix.edits) if own[0].fix else example.text
        if fixed != example.fixed:
            yield _problem(rule, example, [example.fixed], [fixed])


def _told(finding: Finding) -> str:
    return f'{finding.rule.id} on "{finding.text}"'


def _problem(rule: Rule, example: Example, expected: list[str], found: list[str]) -> str:
    """The example with what was expected (-) and what was found (+)."""
    kind = "pass" if example.match is None else "flag"
    lines = difflib.ndiff(expected or ["nothing"], found or ["nothing"])
    shown = "\n".join(f"  {line.rstrip()}" for line in lines)
    return f"{rule.path}:{rule.line}: {rule.id}: {kind} example: {example.text}\n{shown}"
