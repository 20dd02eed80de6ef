"""Rules that match by spaCy token patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inclusivelint.engine.pipeline import load_pipeline
from inclusivelint.errors import ConfigError
from inclusivelint.model import Rule, Span

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc


class PatternMatcher:
    """Runs the patterns of rules over one segment's text at a time; spaCy is imported by the first of them."""

    def __init__(self, rules: Sequence[Rule], pipeline: str | None) -> None:
        self._rules = rules
        self._pipeline = pipeline
        self._matchers: dict[int, Matcher] = {}
        self._last: tuple[str, Doc] | None = None

    def match(self, rule_index: int, text: str) -> Iterator[Span]:
        """Where the patterns of a rule match in `text`: the whole match, or the token that `focus` names."""
        rule = self._rules[rule_index]
        doc = self._doc(text)
        matcher = self._matcher(rule_index)
        if rule.focus is None:
            for _, start, end in matcher(doc):
                yield Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
            return
        found = set()
        wanted = rule.focus % len(rule.patterns[0])
        for match in matcher(doc, with_alignments=True):
            start, alignment = match[1], list(match[-1])  # type: ignore[call-overload]
            token = doc[start + alignment.index(wanted)]
            found.add(Span(token.idx, token.idx + len(token)))
        yield from found

    def _doc(self, text: str) -> Doc:
        if self._last is None or self._last[0] != text:
            self._last = (text, load_pipeline(self._pipeline)(text))
        return self._last[1]

    def _matcher(self, rule_index: int) -> Matcher:
        if rule_index not in self._matchers:
            from spacy.matcher import Matcher

            rule = self._rules[rule_index]
            matcher = Matcher(load_pipeline(self._pipeline).vocab, validate=True)
            try:
                greedy = "LONGEST" if rule.focus is None else None
                matcher.add(rule.id, [list(map(dict, pattern)) for pattern in rule.patterns], greedy=greedy)
            except ValueError as error:
                raise ConfigError(
                    f"{rule.path}:{rule.line}: pattern of {rule.id}: {str(error).splitlines()[0]}"
                ) from error
            self._matchers[rule_index] = matcher
        return self._matchers[rule_index]
