"""The engine as a spaCy component: `nlp.add_pipe("inclusivelint")` fills `doc.spans["inclusivelint"]`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.engine import Engine
from inclusivelint.names import selects
from inclusivelint.ruleset import load_rules

SPANS_KEY = "inclusivelint"


class InclusivelintComponent:
    """Adds a span, labelled with the rule's id, for each finding; a span covers the tokens that hold the words.

    `select` and `ignore` name rules, categories or globs; an empty `select` means all.
    """

    def __init__(self, select: list[str], ignore: list[str]) -> None:
        rules = [rule for rule in load_rules() if not selects(ignore, rule.id, rule.aliases)]
        self._engine = Engine([rule for rule in rules if not select or selects(select, rule.id, rule.aliases)])

    def __call__(self, doc: Doc) -> Doc:
        """Fill `doc.spans["inclusivelint"]`."""
        builder = SegmentBuilder(doc.text)
        builder.add(0, len(doc.text))
        segment = builder.build()
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
