"""woke's rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from inclusivelint.importers import Draft, texts

_LEVELS = {"error": "error", "warning": "warning", "warn": "warning", "info": "suggestion"}
_CARRIED = {"name", "terms", "alternatives", "note", "severity", "options"}


def read(path: Path, content: Any, notes: list[str]) -> tuple[list[Draft], int]:
    """The rules of one file (a configuration, or a bare list of rules), and how many there were."""
    rules = content.get("rules") if isinstance(content, dict) else content
    if not isinstance(rules, list):
        notes.append(f"{path}: not carried over: no rules of woke")
        return [], 0
    drafts = []
    for rule in rules:
        name = str(rule.get("name", "")) if isinstance(rule, dict) else ""
        terms = texts(rule.get("terms") or []) if name else []
        if not terms:
            notes.append(f"{path}: {name or 'a rule'}: not carried over: it has no terms")
            continue
        notes += [f"{path}: {name}: the key {key} is left out" for key in sorted(set(map(str, rule)) - _CARRIED)]
        options = rule.get("options") if isinstance(rule.get("options"), dict) else {}
        if not options.get("word_boundary"):
            notes.append(f"{path}: {name}: matches whole words from now on, no parts of words")
        alternatives = tuple(text for text in texts(rule.get("alternatives") or []))
        better = " or ".join(f'"{text}"' for text in alternatives[:2])
        drafts.append(
            Draft(
                place=f"{path}: {name}",
                name=name,
                severity=_LEVELS.get(str(rule.get("severity", "warning")).lower(), "warning"),
                message=f"{better} can stand here." if better else "Another word would do here.",
                why=" ".join(str(rule.get("note") or "The rules of woke ask for another word here.").split()),
                phrases=tuple((term, (), False) for term in terms),
                suggestions=alternatives,
                url="https://docs.getwoke.tech/",
                tags=tuple(texts(options.get("categories") or [])),
            )
        )
    return drafts, len(rules)
