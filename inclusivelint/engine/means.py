"""What the engine decides by, beside the words; without some of it, what the rest is worth can be measured."""

from __future__ import annotations

from enum import Flag, auto
from typing import Any

from inclusivelint.forms import Forms
from inclusivelint.model import Rule


class Means(Flag):
    """The means of judging a candidate, cheapest first: plain conditions, the learned judge, and spaCy (token and
    dependency patterns, conditions that ask tags or syntax)."""

    WORDS = 0
    CONDITIONS = auto()
    JUDGE = auto()
    SPACY = auto()
    ALL = CONDITIONS | JUDGE | SPACY


def limited(rule: Rule, means: Means) -> Rule:
    """The rule as it is without the other means: what they would decide stands, at the rule's own level."""
    # Only measures get here; no other run needs to load these.
    from inclusivelint.ruleset.conditions import asks_grammar
    from inclusivelint.ruleset.settings import replaced

    asked = {False: Means.CONDITIONS in means, True: Means.SPACY in means}
    changes: dict[str, Any] = {
        "when": tuple(condition for condition in rule.when if asked[asks_grammar(condition)]),
        "unless": tuple(condition for condition in rule.unless if asked[asks_grammar(condition)]),
    }
    if Means.JUDGE not in means:
        changes |= {"judge": {}, "overrule": None, "anywhere": None}
        if rule.reach == "sentence":  # its words tell nothing by themselves
            changes |= {"forms": Forms()}
    if Means.SPACY not in means:
        changes |= {"patterns": (), "dependencies": (), "needed": (), "triggers": ()}
    return replaced(rule, **changes)
