"""Rules that match by spaCy token patterns, within one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inclusivelint.engine.pipeline import load_pipeline
from inclusivelint.errors import ConfigError
from inclusivelint.model import Rule, Segment, Span

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

_WORD = re.compile(r"[^\W_]+")


class PatternMatcher:
    """Runs the patterns of rules over sentences that hold their words; spaCy is imported for the first of them."""

    def __init__(self, rules: Sequence[Rule], pipeline: str | None) -> None:
        self._rules = rules
        self._pipeline = pipeline
        self._matchers: dict[int, Matcher] = {}
        self._needed: dict[int, list[list[frozenset[str]]]] = {}
        self._last: tuple[str, Doc] | None = None

    def match(self, rule_index: int, segment: Segment, sentence: Span) -> Iterator[Span]:
        """Where the patterns of a rule match in a sentence: the whole match, or the token that `focus` names."""
        words = _WORD.findall(segment.key, sentence.start, sentence.end)
        if self._may_match(rule_index, words):
            for span in self._matches(rule_index, segment.text[sentence.start : sentence.end]):
                yield Span(sentence.start + span.start, sentence.start + span.end)

    def _may_match(self, rule_index: int, words: Sequence[str]) -> bool:
        if rule_index not in self._needed:
            self._needed[rule_index] = [list(map(frozenset, needed)) for needed in self._rules[rule_index].needed]
        distinct = frozenset(words)
        return any(
            all(not options.isdisjoint(distinct) for options in needed) and _in_order(needed, words)
            for needed in self._needed[rule_index]
        )

    def _matches(self, rule_index: int, text: str) -> Iterator[Span]:
        rule = self._rules[rule_index]
        try:
            yield from self._run(rule, self._matcher(rule_index), self._doc(text))
        except ValueError as error:
            cause = str(error).splitlines()[0]
            raise ConfigError(f"{rule.path}:{rule.line}: pattern of {rule.id}: {cause}") from error

    def _run(self, rule: Rule, matcher: Matcher, doc: Doc) -> Iterator[Span]:
        if rule.focus is None:
            for _, start, end in matcher(doc):
                yield Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
            return
        found = set()
        for match in matcher(doc, with_alignments=True):
            pattern, start, alignment = match[0], match[1], list(match[-1])  # type: ignore[call-overload]
            length = len(rule.patterns[int(doc.vocab.strings[pattern])])
            token = doc[start + alignment.index(rule.focus % length)]
            found.add(Span(token.idx, token.idx + len(token)))
        yield from sorted(found)

    def _doc(self, text: str) -> Doc:
        if self._last is None or self._last[0] != text:
            self._last = (text, load_pipeline(self._pipeline)(text))
        return self._last[1]

    def _matcher(self, rule_index: int) -> Matcher:
        if rule_index not in self._matchers:
            from spacy.matcher import Matcher

            rule = self._rules[rule_index]
            matcher = Matcher(load_pipeline(self._pipeline).vocab, validate=True)
            # Of a focused token every match counts; of whole matches only the longest.
            greedy = "LONGEST" if rule.focus is None else None
            for number, pattern in enumerate(rule.patterns):
                matcher.add(str(number), [list(map(dict, pattern))], greedy=greedy)
            self._matchers[rule_index] = matcher
        return self._matchers[rule_index]


def _in_order(needed: Sequence[frozenset[str]], words: Sequence[str]) -> bool:
    """Whether the sentence has one of the words of each needed token, one after the other."""
    remaining = iter(words)
    return all(any(word in options for word in remaining) for options in needed)
