"""Drafts → a rule file that is valid and passes its own tests: examples are made, and what others claim is left out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from inclusivelint.config import Config
from inclusivelint.importers import Draft, Imported
from inclusivelint.linter import Linter
from inclusivelint.model import Rule, Severity
from inclusivelint.ruleset import compile_rules, load_rules
from inclusivelint.ruleset.phrases import Phrase, PhraseError, forms

_FLAGGED = ("There is {} in this line.", "Page two has {} as well.", "So {} stands in our text.")
_PASSED = ('Do not write "{}".', 'The word "{}" is avoided.', 'Write something other than "{}".', 'Instead of "{}":')
_MOST_TRIED = 30
_ALL = Config(path=None, root=Path(), min_severity=Severity.SUGGESTION)
_HEAD = """\
# Imported from {tool}. The examples were made up by the importer: put sentences of your own in their place.
# Test with: inclusivelint rules test FILE
"""


def finished(drafts: Sequence[Draft], tool: str, category: str, total: int, notes: list[str]) -> Imported:
    """The rule file. A draft counts as carried when a phrase of it is left, or when our rules report all of them."""
    shipped = load_rules()
    linter = Linter(shipped, _ALL)
    seen: set[str] = set()
    rules, covered = [], 0
    for draft in drafts:
        phrases = [each for each in draft.phrases if _is_new(draft, each, linter, seen, notes)]
        if phrases:
            rules.append(_rule(draft, phrases))
        else:
            covered += 1
    head = {"category": _id(category), "title": f"{category}, from {tool}"}
    rules = _tested(head, rules, shipped, notes)
    if covered:
        notes.append(f"{covered} rules need not be carried over: the rules here report all their words")
    if not rules:
        return Imported("", covered, total, "rules", tuple(notes))
    return Imported(_HEAD.format(tool=tool) + _yaml(head, rules), covered + len(rules), total, "rules", tuple(notes))


def _is_new(
    draft: Draft, phrase: tuple[str, tuple[str, ...], bool], linter: Linter, seen: set[str], notes: list[str]
) -> bool:
    text, _, case = phrase
    if "|" in text or not any(char.isalnum() for char in text):
        notes.append(f'{draft.place}: "{text}" is left out: it has no words to look for')
        return False
    try:
        keys = {form.key for form in forms(Phrase(text, case=case))}
    except PhraseError as error:
        notes.append(f'{draft.place}: "{text}" is left out: it {error}')
        return False
    if keys <= seen:
        notes.append(f'{draft.place}: "{text}" is left out: the same words, perhaps in another case, stand before it')
        return False
    found = linter.check_source("a.md", _FLAGGED[0].format(text)).findings
    if found:
        notes.append(f'{draft.place}: "{text}" is reported by {found[0].rule.id} already')
        return False
    seen |= keys
    return True


def _rule(draft: Draft, phrases: Sequence[tuple[str, tuple[str, ...], bool]]) -> dict[str, Any]:
    written = [_phrase(*phrase) for phrase in phrases]
    rule: dict[str, Any] = {
        "id": _id(draft.name),
        "severity": draft.severity,
        "affects": "readers",
        "phrases": written,
        "message": draft.message,
        "why": draft.why,
        "suggestions": list(draft.suggestions),
        "sources": [draft.url],
    }
    if any(case and text != text.lower() for text, _, case in phrases):
        rule["even-if"] = ["name"]  # with capitals they look like names, and they are meant
    if draft.exceptions:
        rule["unless"] = [{"part-of": list(draft.exceptions)}]
    if draft.tags:
        rule["tags"] = list(draft.tags)
    return rule


def _phrase(text: str, suggestions: tuple[str, ...], case: bool) -> str | dict[str, Any]:
    more: dict[str, Any] = {"case": True} if case else {}
    if suggestions:
        more["suggestions"] = list(suggestions)
    return {"text": text, **more} if more else text


def _tested(
    head: dict[str, str], rules: list[dict[str, Any]], shipped: Sequence[Rule], notes: list[str]
) -> list[dict[str, Any]]:
    """The rules with examples that behave among all rules; a rule for which there are none is left out."""
    names: dict[str, int] = {}
    for rule in rules:
        count = names[rule["id"]] = names.get(rule["id"], 0) + 1
        rule["id"] += f"-{count}" if count > 1 else ""
        text = _texts(rule)[0]
        rule["examples"] = {"flag": [{"text": text, "match": text}] * 2, "pass": [text] * 2}  # to be valid
    while rules:
        linter = Linter([*_compiled(head, rules), *shipped], _ALL)
        found = [(rule, _examples(f"{head['category']}/{rule['id']}", _texts(rule), linter)) for rule in rules]
        rules = [rule | {"examples": examples} for rule, examples in found if examples]
        if len(rules) == len(found):
            break
        why = "not carried over: whatever words of it stand in a sentence, other rules or exceptions are met"
        notes += [f"{rule['id']}: {why}" for rule, examples in found if not examples]
    return sorted(rules, key=lambda rule: str(rule["id"]))


def _compiled(head: dict[str, str], rules: list[dict[str, Any]]) -> tuple[Rule, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "imported.yaml"
        path.write_text(_yaml(head, rules), encoding="utf-8")
        return compile_rules([path], [])


def _texts(rule: dict[str, Any]) -> list[str]:
    return [phrase if isinstance(phrase, str) else phrase["text"] for phrase in rule["phrases"]]


def _examples(name: str, texts: list[str], linter: Linter) -> dict[str, Any] | None:
    """Two examples to flag, of different words if possible, and two to pass; None where there are no such."""
    flagged: list[dict[str, str]] = []
    passed: list[dict[str, str]] = []
    # Each text once in each sentence, before a text has its second sentence.
    tried = [(template, text) for template in range(len(_FLAGGED)) for text in texts[:_MOST_TRIED]]
    for template, text in tried:
        sentence = _FLAGGED[template].format(text)
        reported = {(found.rule.id, found.text) for found in linter.check_source("a.md", sentence).findings}
        if (name, text) in reported and len(flagged) < 2:
            flagged.append({"text": sentence, "match": text})
    for sentence in (template.format(text) for text in texts[:_MOST_TRIED] for template in _PASSED):
        if len(passed) < 2 and not linter.check_source("a.md", sentence).findings:
            passed.append({"text": sentence, "reason": "a mention"})
    return {"flag": flagged, "pass": passed} if len(flagged) == len(passed) == 2 else None


def _yaml(head: dict[str, str], rules: list[dict[str, Any]]) -> str:
    urls = dict.fromkeys(url for rule in rules for url in rule["sources"])
    keys = {url: f"source-{number}" for number, url in enumerate(urls, 1)}
    year = date.today().year
    sources = {
        key: {"title": head["title"], "publisher": head["title"], "year": year, "url": url} for url, key in keys.items()
    }
    written = [rule | {"sources": [keys[url] for url in rule["sources"]]} for rule in rules]
    content = {**head, "sources": sources, "rules": written}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=118)


def _id(name: str) -> str:
    """`name` as an id: "GenderBias" → "gender-bias"."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[^a-z0-9]+", "-", parted.lower()).strip("-") or "imported"
