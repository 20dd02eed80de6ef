"""Rules that match by spaCy token patterns or dependency patterns, within one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inclusivelint.engine.pipeline import Need, load_pipeline
from inclusivelint.errors import ConfigError
from inclusivelint.model import Rule, Segment, Span

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher, Matcher
    from spacy.tokens import Doc, Token

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 1200
"""Where a "sentence" has more characters, it is matched piece by piece: the time for one grows with its square."""
_TAGS = frozenset({"TAG", "POS", "MORPH", "LEMMA", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID"})
_SYNTAX = frozenset({"DEP", "SENT_START", "IS_SENT_START"})


def need_of(rule: Rule) -> Need:
    """What a rule's patterns ask of a sentence."""
    if rule.dependencies:
        return Need.SYNTAX
    attributes = {attribute for pattern in rule.patterns for token in pattern for attribute in token}
    return Need.SYNTAX if attributes & _SYNTAX else Need.TAGS if attributes & _TAGS else Need.TOKENS


class PatternMatcher:
    """Runs the patterns of rules over sentences that hold their words; spaCy is imported for the first of them, and of
    its pipeline only what a rule needs is loaded."""

    def __init__(self, rules: Sequence[Rule], pipeline: str | None) -> None:
        self._rules = rules
        self._pipeline = pipeline
        self._matchers: dict[int, _Compiled] = {}
        self._needed: dict[int, list[list[frozenset[str]]]] = {}
        self._last: dict[Need, tuple[str, Doc]] = {}

    def match(self, rule_index: int, segment: Segment, sentence: Span) -> Iterator[Span]:
        """Where the patterns of a rule match in a sentence: the whole match, or what `focus` names."""
        begin = sentence.start
        while begin < sentence.end:
            end = min(sentence.end, begin + _LONGEST)
            if end < sentence.end:
                end = segment.text.rfind(" ", begin, end) + 1 or end
            words = _WORD.findall(segment.key, begin, end)
            if self._may_match(rule_index, words):
                for span in self._matches(rule_index, segment.text[begin:end]):
                    yield Span(begin + span.start, begin + span.end)
            begin = end

    def _may_match(self, rule_index: int, words: Sequence[str]) -> bool:
        rule = self._rules[rule_index]
        if rule_index not in self._needed:
            self._needed[rule_index] = [list(map(frozenset, needed)) for needed in rule.needed]
        distinct = frozenset(words)
        # In a tree the words of a pattern can stand in any order.
        in_order = not rule.dependencies
        return any(
            all(not options.isdisjoint(distinct) for options in needed) and (not in_order or _in_order(needed, words))
            for needed in self._needed[rule_index]
        )

    def _matches(self, rule_index: int, text: str) -> Iterator[Span]:
        rule = self._rules[rule_index]
        try:
            if rule_index not in self._matchers:
                self._matchers[rule_index] = _Compiled(rule, self._pipeline)
            compiled = self._matchers[rule_index]
            yield from compiled.spans(self._doc(text, compiled.need))
        except (ValueError, re.error) as error:
            cause = str(error).splitlines()[0]
            raise ConfigError(f"{rule.path}:{rule.line}: pattern of {rule.id}: {cause}") from error

    def _doc(self, text: str, need: Need) -> Doc:
        if need not in self._last or self._last[need][0] != text:
            self._last[need] = (text, load_pipeline(self._pipeline, need)(text))
        return self._last[need][1]


class _Compiled:
    """The patterns of one rule, ready to run."""

    def __init__(self, rule: Rule, pipeline: str | None) -> None:
        from spacy.matcher import DependencyMatcher, Matcher

        self.need = need_of(rule)
        self._rule = rule
        vocab = load_pipeline(pipeline, self.need).vocab
        self._tokens: Matcher | None = None
        self._trees: DependencyMatcher | None = None
        if rule.dependencies:
            self._trees = DependencyMatcher(vocab, validate=True)
            for number, tree in enumerate(rule.dependencies):
                self._trees.add(str(number), [list(map(dict, tree))])
        else:
            self._tokens = Matcher(vocab, validate=True)
            # Of a focused token every match counts; of whole matches only the longest.
            greedy = "LONGEST" if rule.focus is None else None
            for number, pattern in enumerate(rule.patterns):
                self._tokens.add(str(number), [list(map(dict, pattern))], greedy=greedy)

    def spans(self, doc: Doc) -> list[Span]:
        """Where the patterns match, in code points of the text, each place once."""
        if self._trees is not None:
            return sorted({_around(doc[i] for i in tokens) for tokens in self._tree_matches(self._trees, doc)})
        return sorted({_around(tokens) for tokens in self._token_matches(self._tokens, doc)})

    def _tree_matches(self, matcher: DependencyMatcher, doc: Doc) -> Iterator[list[int]]:
        for number, tokens in matcher(doc):
            names = [str(node["RIGHT_ID"]) for node in self._pattern(self._rule.dependencies, doc, number)]
            focus = self._rule.focus if isinstance(self._rule.focus, tuple) else names
            yield [tokens[names.index(name)] for name in focus]

    def _token_matches(self, matcher: Any, doc: Doc) -> Iterator[Sequence[Token]]:
        focus = self._rule.focus
        if not isinstance(focus, int):
            yield from (list(doc[start:end]) for _, start, end in matcher(doc))
            return
        for number, start, _, alignment in matcher(doc, with_alignments=True):
            length = len(self._pattern(self._rule.patterns, doc, number))
            yield [doc[start + list(alignment).index(focus % length)]]

    @staticmethod
    def _pattern(patterns: Sequence[Sequence[Mapping[str, Any]]], doc: Doc, number: int) -> Sequence[Mapping[str, Any]]:
        return patterns[int(doc.vocab.strings[number])]


def _around(tokens: Iterable[Token]) -> Span:
    """From the first to the last of some tokens."""
    found = list(tokens)
    return Span(min(token.idx for token in found), max(token.idx + len(token) for token in found))


def _in_order(needed: Sequence[frozenset[str]], words: Sequence[str]) -> bool:
    """Whether the sentence has one of the words of each needed token, one after the other."""
    remaining = iter(words)
    return all(any(word in options for word in remaining) for options in needed)
