"""The engine as spaCy components: `inclusivelint` fills `doc.spans["inclusivelint"]`, `inclusive_judge` scores it."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from inclusivelint.config import Config
from inclusivelint.documents.normalise import plain_segment
from inclusivelint.engine import Engine
from inclusivelint.engine.judge import load_judge, question
from inclusivelint.names import selects
from inclusivelint.ruleset import load_rules
from inclusivelint.ruleset.settings import configured

SPANS_KEY = "inclusivelint"


class InclusivelintComponent:
    """Adds a span, labelled with the rule's id, for each finding; a span covers the tokens that hold the words.

    `select` and `ignore` name rules, categories or globs; an empty `select` means all.
    """

    def __init__(self, select: list[str], ignore: list[str]) -> None:
        rules = configured(load_rules(), Config(path=None, root=Path()))
        rules = tuple(rule for rule in rules if not selects(ignore, rule.id, rule.aliases))
        rules = tuple(rule for rule in rules if rule.default or rule.id in select)
        chosen = [rule for rule in rules if not select or selects(select, rule.id, rule.aliases)]
        self._engine = Engine(chosen, fixes=False)

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans["inclusivelint"]`."""
        segment = plain_segment(doc.text)
        found = []
        for match in self._engine.check([segment] if segment else []):
            place = match.segment.source_span(match.start, match.end)
            span = doc.char_span(place.start, place.end, label=match.rule.id, alignment_mode="expand")
            if span is not None:
                found.append(span)
        doc.spans[SPANS_KEY] = found
        return doc


@Language.factory("inclusivelint", default_config={"select": [], "ignore": []}, assigns=["doc.spans"])
def create_component(
    nlp: Language,  # noqa: ARG001 - spaCy calls factories so
    name: str,  # noqa: ARG001
    select: list[str],
    ignore: list[str],
) -> InclusivelintComponent:
    """The factory that spaCy finds by the package's entry point."""
    return InclusivelintComponent(select, ignore)


class JudgeComponent:
    """Sets `span._.certainty` of every span in `doc.spans[key]`: the judge's probability, from 0 to 1, that a careful
    editor changes the words. The spans can be those of the component `inclusivelint`, or anybody's.
    """

    def __init__(self, key: str) -> None:
        self._key = key
        if not Span.has_extension("certainty"):
            Span.set_extension("certainty", default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Score the spans, if there are any."""
        spans = list(doc.spans.get(self._key, ()))
        questions = [question(doc.text, span.start_char, span.end_char) for span in spans]
        for span, certainty in zip(spans, load_judge().certainties(questions) if spans else (), strict=True):
            span._.certainty = certainty
        return doc


@Language.factory("inclusive_judge", default_config={"key": SPANS_KEY}, assigns=["doc.spans", "span._.certainty"])
def create_judge(nlp: Language, name: str, key: str) -> JudgeComponent:  # noqa: ARG001 - spaCy calls factories so
    """The factory that spaCy finds by the package's entry point."""
    return JudgeComponent(key)
