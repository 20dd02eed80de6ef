"""The engine: segments in, matches out. Scans, then weighs each candidate in its context, cheapest judgement first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from inclusivelint.documents.normalise import fold
from inclusivelint.engine.conditions import holds
from inclusivelint.engine.context import Context, KindsOf, clause_around, no_kinds, sentence_around
from inclusivelint.engine.fixes import Fixes
from inclusivelint.engine.means import Means, limited
from inclusivelint.engine.nominal import heads_noun_phrase
from inclusivelint.engine.patterns import PatternMatcher
from inclusivelint.engine.pronouns import antecedent, is_generic, names_anyone, tells_nobody
from inclusivelint.engine.scanner import Hit, Scanner
from inclusivelint.engine.suggest import fit, starts_sentence
from inclusivelint.forms import Form
from inclusivelint.model import Fix, Rule, Segment, Severity, Span

_LONG_SENTENCE = 280
"""Characters beyond which a clause stands for its sentence; the judge looks at few more."""
_CLOSING = " .!?…\"')”’"


class Candidate(NamedTuple):
    """A rule and the part of a segment's text that it matched; the level and the certainty, once they are decided.

    `least` is the certainty of the judge that outweighs what the conditions of the rule say for the words, 0 where they
    say nothing.
    """

    rule: Rule
    form: Form | None
    start: int
    end: int
    severity: Severity = Severity.SUGGESTION
    certainty: float | None = None
    least: float = 0

    @property
    def doubted(self) -> bool:
        """Whether only the judge can report the words."""
        return self.least > 0


class Match(NamedTuple):
    """A candidate that stood up to its context, with wording that fits.

    `trigger` is what made it a candidate: the words themselves, or the name of the group that a statement is about.
    """

    segment: Segment
    rule: Rule
    start: int
    end: int
    trigger: Span
    severity: Severity
    certainty: float | None
    suggestions: tuple[str, ...]
    fix: Fix | None
    sentence: str
    message: str | None = None
    """What is said in place of the rule's message."""


class Engine:
    """Applies a set of rules to segments; knows no files.

    `allow` holds phrases that are never reported. Without `fixes` none are made, which can save a pipeline. `means` are
    what it decides by, beside the words.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        pipeline: str | None = None,
        allow: Iterable[str] = (),
        fixes: bool = True,
        means: Means = Means.ALL,
    ) -> None:
        self._rules = rules if means == Means.ALL else [limited(rule, means) for rule in rules]
        self._scanner = Scanner(self._rules)
        self._patterns = PatternMatcher(self._rules, pipeline)
        self._pipeline = pipeline
        self._asks_syntax = Means.SPACY in means
        self._fixes = Fixes(pipeline) if fixes else None
        self._allow = tuple(folded for phrase in allow if (folded := fold(" ".join(phrase.split()))))

    def may_match(self, folded_source: str) -> bool:
        """Whether a source folded by `documents.normalise.fold_source` holds a word of any rule."""
        return self._scanner.may_match(folded_source)

    def check(self, segments: Sequence[Segment], kinds_of: KindsOf = no_kinds) -> Iterator[Match]:
        """The matches in each segment, in its order; of overlapping ones the longest, then the more severe."""
        for segment, hits in self._scanner.scan(segments):
            standing = list(self._weighed(self._candidates(segment, hits), segment, kinds_of))
            exact = [each for each in standing if not each.rule.about_group]
            candidates = [
                *longest_of_each_rule(each for each in exact if not each.doubted),
                *longest_of_each_rule(each for each in exact if each.doubted),
                *longest(each for each in standing if each.rule.about_group),
            ]
            found = list(decided((c for c in candidates if c.rule.reach != "sentence"), segment))
            matches = [self._match(each, segment) for each in longest(c for c in found if not _is_wide(c.rule))]
            # What a clause or a sentence says is reported where nothing more exact is, of its level or above.
            clauses = [*longest(c for c in found if c.rule.reach), *longest(c for c in found if c.rule.about_group)]
            for candidate in clauses:
                clause = self._match(candidate, segment)
                inside = [match for match in matches if clause.start < match.end and match.start < clause.end]
                # Who is praised or pitied is somebody certain, whatever a pronoun there could mean by itself.
                pronouns = [match for match in inside if match.rule.they and candidate.rule.reach]
                if all(match.severity < clause.severity or match in pronouns for match in inside):
                    matches = [*(match for match in matches if match not in pronouns), clause]
            sentences = list(self._sentences((c for c in candidates if c.rule.reach == "sentence"), matches, segment))
            matches = [m for m in matches if not m.rule.they or not any(s.start <= m.start < s.end for s in sentences)]
            matches += sentences
            yield from sorted(matches, key=lambda match: (match.start, match.end))

    def _sentences(
        self, candidates: Iterable[Candidate], matches: Sequence[Match], segment: Segment
    ) -> Iterator[Match]:
        """Whole sentences, which are judged only where nothing is reported in them at the level of their rule."""
        for candidate in longest(candidates):
            inside = [match for match in matches if candidate.start < match.end and match.start < candidate.end]
            if all(match.severity < candidate.rule.severity for match in inside):
                yield from (self._match(each, segment) for each in decided([candidate], segment))

    def candidates(self, segment: Segment) -> list[Candidate]:
        """What the rules' words match in a segment, whatever their conditions say."""
        return [found for _, hits in self._scanner.scan([segment]) for found in self._candidates(segment, hits)]

    def standing(self, segment: Segment) -> list[Candidate]:
        """What the rules' conditions leave, before the judge is asked."""
        return [each for each in self._weighed(self.candidates(segment), segment) if not each.doubted]

    def _candidates(self, segment: Segment, hits: Iterable[Hit]) -> Iterator[Candidate]:
        asked: set[tuple[int, int]] = set()
        for hit in hits:
            rule = self._rules[hit.rule]
            if hit.form is not None:
                yield Candidate(rule, rule.forms[hit.form], hit.start, hit.end)
                continue
            sentence = sentence_around(segment.text, hit.start, hit.end)
            if (hit.rule, sentence.start) not in asked:
                asked.add((hit.rule, sentence.start))
                for span in self._patterns.match(hit.rule, segment, sentence):
                    yield Candidate(rule, None, span.start, span.end)

    def _weighed(
        self, candidates: Iterable[Candidate], segment: Segment, kinds_of: KindsOf = no_kinds
    ) -> Iterator[Candidate]:
        """What the conditions leave, and what they don't if the judge may overrule them."""
        for candidate in candidates:
            rule, form, start, end, *_ = candidate
            if form is not None and form.exact is not None and not _same_case(segment.text[start:end], form.exact):
                continue
            if self._allow and self._is_allowed(segment.key, start, end):
                continue
            context = Context(
                segment, start, end, form.suggestions if form else rule.suggestions, self._pipeline, kinds_of
            )
            least = 0 if _is_called_for(rule, context) else rule.anywhere
            if least is not None and not self._stands(candidate, context):
                least = None if rule.overrule is None or segment.quoted else max(least, rule.overrule)
            if least is not None:
                yield reaching(candidate, segment.text)._replace(least=least)

    def _stands(self, candidate: Candidate, context: Context) -> bool:
        rule, form, *_ = candidate
        if any(holds(condition, context) for condition in rule.unless):
            return False
        return form is None or not form.nominal or heads_noun_phrase(context, self._asks_syntax)

    def _match(self, candidate: Candidate, segment: Segment) -> Match:
        rule, form, start, end, severity, certainty, _ = candidate
        context = Context(segment, start, end, form.suggestions if form else rule.suggestions)
        wordings = fit(
            context.wordings,
            segment.text[start:end],
            starts_sentence=starts_sentence(segment.text, context.sentence.start, start),
            has_own_case=form is not None and form.exact is not None,
        )
        reported = clause_around(segment.text, start, end) if rule.about_group else Span(start, end)
        return Match(
            segment=segment,
            rule=rule,
            start=reported.start,
            end=reported.end,
            trigger=Span(start, end),
            severity=severity,
            certainty=certainty,
            suggestions=tuple(wording.text for wording in wordings),
            fix=self._fixes.fix(rule, form, segment, start, end, wordings) if self._fixes else None,
            sentence=segment.key[context.sentence.start : context.sentence.end],
            message=_message(rule, segment, start, end),
        )

    def _is_allowed(self, key: str, start: int, end: int) -> bool:
        for phrase in self._allow:
            at = key.find(phrase, max(0, end - len(phrase)))
            if 0 <= at <= start and at + len(phrase) >= end:
                return True
        return False


def _is_called_for(rule: Rule, context: Context) -> bool:
    """Whether the rule speaks of such a place at all: somebody a pronoun can mean is told, one of `when` holds."""
    if rule.refers_to and not names_anyone(context.segment, context.start, context.sentence, rule.refers_to):
        return False
    return not rule.when or any(holds(condition, context) for condition in rule.when)


def reaching(candidate: Candidate, text: str) -> Candidate:
    """The candidate as far as its rule reaches: the words, on to the end of their clause, or over their sentence."""
    if not candidate.rule.reach:
        return candidate
    start, end = candidate.start, candidate.end
    if candidate.rule.reach == "clause":
        return candidate._replace(end=clause_around(text, start, end).end)
    whole = sentence_around(text, start, end)
    if whole.end - whole.start > _LONG_SENTENCE:
        whole = clause_around(text, start, end)
    return candidate._replace(
        start=whole.start, end=max(end, whole.start + len(text[whole.start : whole.end].rstrip(_CLOSING)))
    )


def _is_wide(rule: Rule) -> bool:
    """Whether a rule reports clauses or sentences, in which another can report words."""
    return rule.about_group or bool(rule.reach)


def _message(rule: Rule, segment: Segment, start: int, end: int) -> str | None:
    """The rule's message with the person that a pronoun refers to, or the most telling word of a sentence; or None."""
    if rule.reach == "sentence":
        from inclusivelint.engine.judge import most_telling, question

        return f'"{most_telling(question(segment.text, start, end))[1]}" tells most. {rule.message}'
    if not rule.refers_to:
        return None
    person = antecedent(segment, start, rule.refers_to)
    if person is None:
        return None
    return f'"{segment.text[start:end]}" refers to "{person}". {rule.message}'


def longest_of_each_rule(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates of which no two of one rule overlap: of what a rule sees in the same words, one thing is judged."""
    by_rule: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_rule.setdefault(candidate.rule.id, []).append(candidate)
    return [kept for same in by_rule.values() for kept in longest(same)]


def decided(candidates: Iterable[Candidate], segment: Segment) -> Iterator[Candidate]:
    """The candidates with their levels: the rule's own, or what the judge's certainty says; without those let pass."""
    for candidate in candidates:
        rule = candidate.rule
        is_certain = rule.refers_to and not candidate.doubted and is_generic(segment, candidate.start, rule.refers_to)
        if not rule.judge or is_certain:
            yield candidate._replace(severity=rule.severity)
            continue
        certainty = _certainty(candidate, segment)
        if certainty < candidate.least:
            continue
        levels = [Severity.parse(label) for label, least in rule.judge.items() if certainty >= least]
        if levels and rule.refers_to and tells_nobody(segment, candidate.start, rule.refers_to):
            levels = [Severity.SUGGESTION]
        if levels:
            yield candidate._replace(severity=max(levels), certainty=certainty)


def _certainty(candidate: Candidate, segment: Segment) -> float:
    # Most runs ask the judge nothing, and load none of it.
    from inclusivelint.engine.judge import certainty_of_sentence, hidden, load_judge, question

    asked = question(segment.text, candidate.start, candidate.end)
    if candidate.rule.reach == "sentence":
        return certainty_of_sentence(asked)
    return load_judge().certainties([hidden(asked) if candidate.rule.about_group else asked])[0]


def longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates without overlap, in order of place: the longest wins, then what no condition
    doubts, then the more severe, then the first by id."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (c.start - c.end, c.doubted, -c.severity, c.rule.id, c.start)):
        at = bisect_left(kept, candidate.start, key=lambda other: other.start)
        is_free_before = at == 0 or kept[at - 1].end <= candidate.start
        if is_free_before and (at == len(kept) or candidate.end <= kept[at].start):
            kept.insert(at, candidate)
    return kept


def _same_case(text: str, exact: str) -> bool:
    return fold(text) == fold(exact) and [c.isupper() for c in text] == [c.isupper() for c in exact]
