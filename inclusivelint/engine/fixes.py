"""The whole change that a finding asks for: its wording, and all around it that must follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from inclusivelint.engine.context import sentence_around
from inclusivelint.engine.pipeline import load_pipeline
from inclusivelint.engine.rewrites import article_for, with_noun
from inclusivelint.engine.suggest import fit, in_source, starts_sentence, whole_change
from inclusivelint.engine.they import same_person, whole_sentence
from inclusivelint.forms import Form, Wording
from inclusivelint.model import Edit, Fix, Rule, Segment, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Fixes:
    """Makes fixes; the pipeline is loaded for the first that needs tags or a parse."""

    def __init__(self, pipeline: str | None) -> None:
        self._pipeline = pipeline
        self._last: tuple[str, Doc] | None = None

    def fix(
        self, rule: Rule, form: Form | None, segment: Segment, start: int, end: int, wordings: Sequence[Wording]
    ) -> Fix | None:
        """The change for `segment.text[start:end]`; None where there is none, or where it can't be told here."""
        sentence = sentence_around(segment.text, start, end)
        if rule.they:
            return _fix(segment, self._they(rule.they, segment, sentence, start, end), safe=False)
        if form is not None and form.rewrites:
            moved = with_noun(segment, start, end, sentence, form.rewrites, lambda: self._parse("token.tag"))
            if moved:
                span, text = moved
                wording = Wording(text, article_for(text))
                old = segment.text[start:end]
                (wording,) = fit(
                    [wording],
                    old,
                    starts_sentence=starts_sentence(segment.text, sentence.start, start),
                    has_own_case=False,
                )
                return _fix(segment, whole_change(segment, span.start, span.end, wording), safe=False)
        if not wordings:
            return None
        safe = form is not None and form.agrees and rule.certainty == "high"
        return _fix(segment, whole_change(segment, start, end, wordings[0]), safe=safe)

    def _they(self, how: str, segment: Segment, sentence: Span, start: int, end: int) -> tuple[Edit, ...] | None:
        parse = self._parse("token.dep")
        if how == "sentence":
            return whole_sentence(segment, sentence, parse)
        return same_person(segment, sentence, start, end, parse)

    def _parse(self, attribute: str) -> Callable[[str], Doc] | None:
        """Text → Doc by the pipeline, where it sets that attribute of tokens."""
        pipeline = load_pipeline(self._pipeline)
        sets_it = any(attribute in pipeline.get_pipe_meta(name).assigns for name in pipeline.pipe_names)
        return self._doc if sets_it else None

    def _doc(self, text: str) -> Doc:
        # The pronouns of a sentence are findings one by one, and have one parse.
        if self._last is None or self._last[0] != text:
            self._last = (text, load_pipeline(self._pipeline)(text))
        return self._last[1]


def _fix(segment: Segment, edits: tuple[Edit, ...] | None, *, safe: bool) -> Fix | None:
    return Fix(safe, in_source(segment, edits)) if edits else None
