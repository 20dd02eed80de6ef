"""alex's configuration: which of its rules are off (allow), or alone on (deny)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inclusivelint.documents.normalise import fold
from inclusivelint.importers import Imported, texts
from inclusivelint.ruleset import load_rules

_KEYS = {"allow", "deny"}
_REASONS = {
    "noBinary": "pairs such as he or she have rules of their own here, under gendered-language",
    "profanitySureness": "profanities are not reported here",
}


def import_alex(contents: Sequence[tuple[Path, Any]]) -> Imported:
    """A configuration that turns off, or leaves on, the rules that look for the words of alex's.

    `contents` are configurations of alex, each with its path.
    """
    notes: list[str] = []
    carried, total = 0, 0
    keys = {"allow": "ignore", "deny": "select"}
    chosen: dict[str, dict[str, list[str]]] = {key: {} for key in keys}
    ids = _rules_by_words()
    for path, content in contents:
        if path.name == "package.json" and isinstance(content, dict):
            content = content.get("alex", {})
        if not isinstance(content, dict):
            notes.append(f"{path}: not carried over: no configuration of alex")
            continue
        others = sorted(set(map(str, content)) - _KEYS)
        notes += [f"{path}: {key} is left out: {_REASONS.get(key, 'there is no such setting here')}" for key in others]
        for key in keys:
            for name in texts(content.get(key) or []):
                total += 1
                if rules := _rules_for(name, ids):
                    carried += 1
                    for rule in rules:
                        chosen[key].setdefault(rule, []).append(name)
                else:
                    notes.append(f"{path}: {key}: {name} is left out: no rule here looks for these words")
    lines = []
    for key, ours in keys.items():
        if chosen[key]:
            rows = [f"  {json.dumps(rule)},  # {', '.join(names)}" for rule, names in sorted(chosen[key].items())]
            lines += [f"{ours} = [", *rows, "]"]
    return Imported("".join(f"{line}\n" for line in lines), carried, total, "settings", tuple(notes))


def _rules_by_words() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in load_rules():
        for form in rule.forms:
            found.setdefault(form.key, set()).add(rule.id)
    return found


def _rules_for(name: str, ids: dict[str, Any]) -> set[str]:
    """The rules that look for the words of which alex made its rule's name: all of it, or its parts, longest first."""
    words = fold(name).split("-")
    found: set[str] = set()
    at = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            part = " ".join(words[at:end])
            if rules := ids.get(part):
                found |= rules
                at = end - 1
                break
        at += 1
    return found
