"""Pages of documentation, made from rules: one for each rule and each category, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from inclusivelint.cli.explain import alternatives
from inclusivelint.errors import ConfigError
from inclusivelint.model import Example, Rule
from inclusivelint.ruleset import category_title

_MADE = "<!-- Made from the rule files by: inclusivelint rules docs docs/rules -->\n"
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def pages(rules: Iterable[Rule]) -> dict[str, str]:
    """The pages by their path, relative to the folder of the documentation."""
    made: dict[str, str] = {}
    index = ["# Rules\n"]
    for category, group in groupby(rules, key=lambda rule: rule.category):
        listed = list(group)
        title = category_title(listed[0])
        index.append(f"- [{_text(title)}]({category}/README.md): {len(listed)} rules")
        made[f"{category}/README.md"] = _category_page(title, listed)
        for rule in listed:
            made[f"{category}/{_name(rule)}.md"] = _rule_page(rule)
    made["README.md"] = _MADE + "\n" + "\n".join(index) + "\n"
    return made


def stale(folder: Path, made: Mapping[str, str]) -> list[Path]:
    """The files in `folder` that are missing, different, or of rules that are gone; others are nobody's business here.

    Raises ConfigError where a page would take the place of a file that someone else wrote.
    """
    there = {path.relative_to(folder).as_posix(): _read(path) for path in folder.rglob("*.md")}
    if foreign := next((name for name in sorted(made) if not there.get(name, _MADE).startswith(_MADE)), None):
        raise ConfigError(
            f"{folder / foreign}: not written by this command, and not overwritten; choose another folder"
        )
    changed = {name for name, text in made.items() if there.get(name) != text}
    gone = {name for name, text in there.items() if name not in made and text.startswith(_MADE)}
    return sorted(folder / name for name in changed | gone)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error


def _category_page(title: str, rules: list[Rule]) -> str:
    lines = [_MADE, f"# {_text(title)}", "", "| rule | level | message |", "| --- | --- | --- |"]
    lines += [
        f"| [{_name(rule)}]({_name(rule)}.md) | {rule.severity.label} | {_text(rule.message)} |" for rule in rules
    ]
    return "\n".join(lines) + "\n"


def _rule_page(rule: Rule) -> str:
    lines = [_MADE, f"# {rule.id}", "", f"{rule.severity.label} · affects {_text(rule.affects)}", ""]
    lines += [_text(rule.message), "", _text(rule.why), ""]
    if rule.preference:
        ((community, order),) = rule.preference.items()
        lines += [f'Off unless the configuration says `{community} = "{order}"` under `[language]`.', ""]
    if not rule.default:
        lines += [f'Off unless the configuration says `extend-select = ["{rule.id}"]`.', ""]
    if better := alternatives(rule):
        lines += [f"Instead: {', '.join(map(_text, better))}", ""]
    lines += _of_documents(rule)
    if flagged := [f"- {_marked(example.text, example.match)}" for example in rule.examples if example.match]:
        lines += ["## Reported", "", *flagged, ""]
    if passed := [f"- {_reasoned(example)}" for example in rule.examples if not example.match]:
        lines += ["## Left alone", "", *passed, ""]
    if rule.false_positives:
        lines += ["## Known to be wrong at times", "", *(f"- {_text(text)}" for text in rule.false_positives), ""]
    lines += ["## Sources", ""]
    lines += [f"- [{_text(each.title)}]({each.url}), {_text(each.publisher)}, {each.year}" for each in rule.sources]
    if rule.reviewed:
        lines += ["", f"Last reviewed: {rule.reviewed}"]
    if rule.aliases:
        lines += ["", f"Formerly: {', '.join(f'`{alias}`' for alias in rule.aliases)}"]
    return "\n".join(lines) + "\n"


def _of_documents(rule: Rule) -> list[str]:
    """For a rule of whole documents: in which it looks, for what, and where wording for it stands."""
    if not rule.kinds:
        return []
    lines = [f"Looks at policies of these kinds: {', '.join(_text(kind.title) for kind in rule.kinds)}.", ""]
    lines += [f"Topic: {_text(rule.topic)}.", ""]
    if rule.clause:
        file, _, section = rule.clause.partition("/")
        lines += [f"[A model clause](../../clauses/{file}.md#{section})", ""]
    return lines


def _reasoned(example: Example) -> str:
    return _text(example.text) + (f" ({_text(example.reason)})" if example.reason else "")


def _name(rule: Rule) -> str:
    return rule.id.partition("/")[2]


def _marked(text: str, match: str | None) -> str:
    before, found, after = text.partition(match or "")
    return f"{_text(before)}**{_text(found)}**{_text(after)}" if found else _text(text)


def _text(text: str) -> str:
    """A text with nothing in it that Markdown takes for mark-up."""
    return _MARKUP.sub(r"\\\1", text)
