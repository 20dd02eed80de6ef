"""Small rule sets and linters for tests that must not depend on the shipped rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from inclusivelint.config import Config
from inclusivelint.linter import Linter
from inclusivelint.model import Finding, Severity
from inclusivelint.ruleset import compile_rules, rules_folder

EXAMPLES = {
    "flag": [{"text": "x", "match": "x"}, {"text": "x", "match": "x"}],
    "pass": ["y", "z"],
}


def rule(name: str = "crazy", **keys: Any) -> dict[str, Any]:
    """A rule as it stands in a file, with whatever keys a test is about."""
    filled: dict[str, Any] = {
        "id": name,
        "severity": "warning",
        "affects": "people with mental health conditions",
        "message": "There is a better word.",
        "why": "It is kinder and more exact.",
        "suggestions": [],
        "sources": ["ncdj-2021"],
        "examples": EXAMPLES,
    }
    if not {"pattern", "dependency", "groups"} & set(keys):
        filled["phrases"] = [name]
    return filled | {key.replace("_", "-") if key == "even_if" else key: value for key, value in keys.items()}


def write_rules(folder: Path, *rules: dict[str, Any], category: str = "test") -> Path:
    """A rule file with these rules."""
    path = folder / f"{category}.yaml"
    content = {"category": category, "title": "Test", "rules": list(rules)}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def linter(folder: Path, *rules: dict[str, Any], **config: Any) -> Linter:
    """A linter with these rules alone, which shows all severities."""
    compiled = compile_rules([write_rules(folder, *rules)], [rules_folder() / "sources.yaml"])
    return Linter(compiled, Config(path=None, root=folder, min_severity=Severity.SUGGESTION, **config))


def findings(folder: Path, text: str, *rules: dict[str, Any], **config: Any) -> list[Finding]:
    """What a linter with these rules finds in a Markdown text."""
    return list(linter(folder, *rules, **config).check_source("a.md", text).findings)


def found(folder: Path, text: str, *rules: dict[str, Any], **config: Any) -> list[str]:
    """The words it reports."""
    return [finding.text for finding in findings(folder, text, *rules, **config)]
