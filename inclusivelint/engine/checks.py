"""Checks of whole documents: what a policy leaves out, assumes, or names in two ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from inclusivelint.engine import Match
from inclusivelint.engine.conditions import holds
from inclusivelint.engine.context import Context, sentence_around
from inclusivelint.engine.fields import fields
from inclusivelint.engine.kinds import NONE, Part, Recogniser, kinds_of, words_in
from inclusivelint.engine.lists import Lists
from inclusivelint.errors import ConfigError
from inclusivelint.model import Card, Kind, Point, Rule, Segment, Span
from inclusivelint.names import did_you_mean, nearest
from inclusivelint.ruleset.cues import ANY_JURISDICTION, pattern

# What a document says more often than this is reported as often as this.
_MOST_CANDIDATES = 100

COMMON = "common"
"""The jurisdiction of a configuration that names none: what most guides share."""


class Checked(NamedTuple):
    """What the checks find in one document; without a card it is no policy."""

    matches: tuple[Match, ...] = ()
    card: Card | None = None


class DocumentChecks:
    """Applies the rules that are about whole documents; `jurisdiction` chooses what lists are asked to name.

    The kinds and jurisdictions that can be named are those of the `known` rules. Raises ConfigError for any other.
    """

    def __init__(self, rules: Sequence[Rule], jurisdiction: str | None = None, known: Sequence[Rule] = ()) -> None:
        self._rules = [rule for rule in rules if rule.kinds]
        known = known or rules
        self.kinds = {kind.name: kind for rule in known for kind in (*rule.kinds, *rule.asked_kinds)}
        self._policies = {kind.name for rule in known for kind in rule.kinds}
        self._jurisdiction = jurisdiction or COMMON
        is_asked = self._rules or any(rule.asked_kinds for rule in rules)
        self._recogniser = Recogniser(self.kinds.values()) if is_asked else None
        if jurisdiction and known:
            names = {name for rule in known for name in rule.check.get("wants", ())} - {ANY_JURISDICTION}
            if jurisdiction not in names:
                hint = did_you_mean(nearest(jurisdiction, names)) or f"; there are {', '.join(sorted(names))}"
                raise ConfigError(f'no jurisdiction "{jurisdiction}"{hint}')

    def unknown_kind(self, name: str) -> str | None:
        """What is wrong with a kind that a document or a configuration states, or None."""
        if name == NONE or not self.kinds or name in self.kinds:
            return None
        hint = did_you_mean(nearest(name, self.kinds)) or f"; the kinds are {', '.join(sorted(self.kinds))}"
        return f'"{name}" is no kind of document{hint}'

    def may_concern(self, folded_source: str) -> bool:
        """Whether a source folded by `documents.normalise.fold_source` may be a policy that rules are about."""
        return bool(self._rules) and self._recogniser is not None and self._recogniser.may_concern(folded_source)

    def parts(self, path: str, segments: Sequence[Segment], stated: Sequence[str] = ()) -> list[Part]:
        """The document and its sections, each with the evidence for the kinds it may be of."""
        return list(self._recogniser.parts(path, segments, stated)) if self._recogniser else []

    def check(self, path: str, segments: Sequence[Segment], parts: Sequence[Part]) -> Checked:
        """Everything that the rules find in a document of these parts, in the order of its text, and its card."""
        parts = [part for part in parts if self._policy_kinds(part)] if self._rules else []
        if not parts:
            return Checked()
        matches: dict[tuple[str, int, int], Match] = {}
        covered: list[Point] = []
        missing: list[Point] = []
        for part in parts:
            names = {kind.name for kind in part.kinds}
            for rule in self._rules:
                if names.isdisjoint(kind.name for kind in rule.kinds):
                    continue
                outcome = _Check(rule, part, self._jurisdiction).run()
                for match in outcome.matches:
                    matches.setdefault((rule.id, id(match.segment), match.start), match)
                if outcome.applies:
                    (missing if outcome.matches else covered).append(Point(rule, outcome.missing))
        order = {id(segment): at for at, segment in enumerate(segments)}
        ranked = sorted(matches.values(), key=lambda match: (order[id(match.segment)], match.start, match.rule.id))
        kinds = dict.fromkeys(kind for part in parts for kind in self._policy_kinds(part))
        return Checked(tuple(ranked), Card(path, parts[0].title.text, tuple(kinds), tuple(covered), tuple(missing)))

    def _policy_kinds(self, part: Part) -> list[Kind]:
        """The kinds of a part that rules about whole documents are for."""
        return [kind for kind in part.kinds if kind.name in self._policies]


class _Outcome(NamedTuple):
    """What one rule finds; `applies` where it asks for something that the document has or has not."""

    matches: tuple[Match, ...] = ()
    missing: tuple[str, ...] = ()
    applies: bool = False


class _Check:
    """One rule on one part of a document."""

    def __init__(self, rule: Rule, part: Part, jurisdiction: str) -> None:
        self._rule = rule
        self._part = part
        self._jurisdiction = jurisdiction
        self._text = "\n".join(segment.key for segment in part.segments if not segment.quoted)

    def run(self) -> _Outcome:
        """Run the check of the rule's type."""
        outcome: _Outcome = getattr(self, f"_{self._rule.check['type']}")()
        return outcome

    def _has(self, cues: Sequence[str]) -> bool:
        return bool(cues) and bool(pattern(tuple(cues)).search(self._text))

    def _applies(self) -> bool:
        """Whether the document holds what the check presupposes, and nothing that makes it pointless."""
        check = self._rule.check
        return (not check["when"] or self._has(check["when"])) and not self._has(check["unless"])

    def _requires(self) -> _Outcome:
        check = self._rule.check
        # What should be said is asked of the policy itself, not of each page on its subject.
        is_the_policy = self._part.is_whole and any(kind.name in self._part.surely for kind in self._rule.kinds)
        if not is_the_policy or not self._applies() or words_in(self._part.segments) < check["words"]:
            return _Outcome()
        if sum(self._has(cues) for cues in check["ways"]) >= check["at_least"]:
            return _Outcome(applies=True)
        title = self._part.title
        return _Outcome((self._match(title, 0, len(title.text)),), applies=True)

    def _covers(self) -> _Outcome:
        check = self._rule.check
        found = Lists(check, self._part.segments)
        least, present = check["at_least"], set(check["present"])
        lists = [each for each in found.lists if len(each.members) >= least and present <= each.members]
        if not lists:
            return _Outcome()
        wants = check["wants"]
        wanted = wants.get(ANY_JURISDICTION) or wants.get(self._jurisdiction, ())
        missing = tuple(name for name in wanted if name not in found.covered)
        if not missing:
            return _Outcome(applies=True)
        first, *_, last = max(lists, key=lambda each: len(each.members)).namings
        end = last.end if last.segment is first.segment else first.end
        return _Outcome((self._match(first.segment, first.start, end, missing),), missing, applies=True)

    def _assumes(self) -> _Outcome:
        if not self._applies():
            return _Outcome()
        return _Outcome(tuple(self._assumed()))

    def _assumed(self) -> Iterator[Match]:
        check = self._rule.check
        cues = pattern(tuple(check["cues"]))
        found = ((segment, match) for segment in self._part.segments for match in cues.finditer(segment.key))
        for segment, match in islice(found, _MOST_CANDIDATES):
            if self._stands(segment, *match.span()):
                yield self._match(segment, *match.span())
        if check["field"]:
            for field in islice(fields(self._part.segments, check["field"]), _MOST_CANDIDATES):
                yield self._match(*field)

    def _stands(self, segment: Segment, start: int, end: int) -> bool:
        context = Context(segment, start, end, (), kinds_of=kinds_of([self._part]))
        if self._rule.when and not any(holds(condition, context) for condition in self._rule.when):
            return False
        return not any(holds(condition, context) for condition in self._rule.unless)

    def _consistent(self) -> _Outcome:
        """The first of each name but the one that the rule prefers, where the document uses several."""
        firsts = [self._first(tuple(cues)) for cues in self._rule.check["names"]]
        others = [match for match in firsts[1:] if match]
        return _Outcome(tuple(others) if firsts[0] and others else ())

    def _first(self, cues: tuple[str, ...]) -> Match | None:
        found = ((segment, match) for segment in self._part.segments for match in pattern(cues).finditer(segment.key))
        for segment, match in islice(found, _MOST_CANDIDATES):
            if self._stands(segment, *match.span()):
                return self._match(segment, *match.span())
        return None

    def _match(self, segment: Segment, start: int, end: int, missing: Collection[str] = ()) -> Match:
        sentence = sentence_around(segment.text, start, end)
        message = self._rule.message
        if missing:
            named = ", ".join(name.replace("-", " ") for name in missing)
            message = f"{message.rstrip('.')}; missing here: {named}."
        return Match(
            segment=segment,
            rule=self._rule,
            start=start,
            end=end,
            trigger=Span(start, end),
            severity=self._rule.severity,
            certainty=None,
            suggestions=tuple(wording.text for wording in self._rule.suggestions),
            fix=None,
            sentence=segment.key[sentence.start : sentence.end],
            message=message,
        )
