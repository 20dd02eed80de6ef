"""What a configuration changes in rules: the communities' preferences, severity, suggestions, exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from inclusivelint.config import Config
from inclusivelint.configtables import RuleSettings
from inclusivelint.model import Rule, Severity
from inclusivelint.names import selects
from inclusivelint.ruleset import with_suggestions


def configured(rules: Iterable[Rule], config: Config) -> tuple[Rule, ...]:
    """The rules that `config.language` leaves on, with `config.rules` applied."""
    asked = dict(config.language)
    left = [rule for rule in rules if all(asked.get(key) == order for key, order in rule.preference.items())]
    if not config.rules:
        return tuple(left)
    worded = {rule.id: texts for rule in left if (texts := _merged(rule, config.rules).suggestions) is not None}
    if worded:
        left = list(with_suggestions(left, worded))
    return tuple(_changed(rule, _merged(rule, config.rules)) for rule in left)


def _merged(rule: Rule, settings: Sequence[RuleSettings]) -> RuleSettings:
    """The settings for one rule: of a layer globs, then its category, then its own; of equals the later one counts."""
    merged = RuleSettings(rule.id)
    meant = [each for each in settings if selects([each.name], rule.id, rule.aliases)]
    names = (rule.id, *rule.aliases)
    for each in sorted(meant, key=lambda each: (each.layer, each.name in names, each.name == rule.category)):
        merged = RuleSettings(
            rule.id,
            each.severity if each.severity is not None else merged.severity,
            each.suggestions if each.suggestions is not None else merged.suggestions,
            merged.exceptions + each.exceptions,
            merged.exception_patterns + each.exception_patterns,
        )
    return merged


def _changed(rule: Rule, settings: RuleSettings) -> Rule:
    changes: dict[str, Any] = {}
    if settings.severity is not None:
        changes["severity"] = settings.severity
        changes["judge"] = _bars(rule, settings.severity)
    if settings.exceptions:
        changes["unless"] = (*rule.unless, {"part-of": list(settings.exceptions)})
    if settings.exception_patterns:
        changes["unless"] = (*changes.get("unless", rule.unless), {"regex": list(settings.exception_patterns)})
    return replaced(rule, **changes) if changes else rule


def _bars(rule: Rule, severity: Severity) -> Mapping[str, float]:
    """The judge's bars where the rule's level is `severity`: what reached the old level reaches the new one."""
    bars: dict[str, float] = {}
    for label, least in rule.judge.items():
        level = Severity.parse(label)
        moved = severity if level >= rule.severity else min(level, severity)
        bars[moved.label] = min(least, bars.get(moved.label, least))
    return bars


def replaced(rule: Rule, **changes: Any) -> Rule:
    """A copy with changes; a compiled rule, too, becomes a plain one."""
    return Rule(**{name: getattr(rule, name) for name in Rule.__slots__} | changes)
