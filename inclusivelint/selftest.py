"""Runs the examples of rules: what should be reported is, exactly, and what should pass is silent under every rule."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from inclusivelint.config import Config
from inclusivelint.edits import apply
from inclusivelint.linter import Linter
from inclusivelint.model import Example, Finding, Rule, Severity


def failures(tested: Sequence[Rule], rules: Sequence[Rule], linter: Linter | None = None) -> list[str]:
    """A report for each example of `tested` that does not behave, checked by all of `rules`."""
    linter = linter or Linter(rules, Config(path=None, root=Path(), min_severity=Severity.SUGGESTION))
    return [problem for rule in tested for example in rule.examples for problem in _check(rule, example, linter)]


def _check(rule: Rule, example: Example, linter: Linter) -> Iterator[str]:
    if not rule.default:
        linter = Linter([rule], linter.config, select=[rule.id])
    findings = linter.check_source("example.md", example.text).findings
    if example.match is None:
        for finding in findings:
            yield _problem(rule, example, "nothing", _told(finding))
        return
    own = [finding for finding in findings if finding.rule.id == rule.id and finding.text == example.match]
    if not own:
        told = ", ".join(map(_told, findings)) or "nothing"
        yield _problem(rule, example, f'{rule.id} on "{example.match}"', told)
    elif example.fixed is not None:
        fixed = apply(example.text, own[0].fix.edits) if own[0].fix else example.text
        if fixed != example.fixed:
            yield _problem(rule, example, example.fixed, fixed)


def _told(finding: Finding) -> str:
    return f'{finding.rule.id} on "{finding.text}"'


def _problem(rule: Rule, example: Example, expected: str, found: str) -> str:
    lines = difflib.ndiff([expected], [found])
    shown = "\n".join(f"  {line.rstrip()}" for line in lines)
    return f"{rule.path}:{rule.line}: {rule.id}: {example.text}\n{shown}"
