"""What grammar says of a match: part of speech, lemmas nearby, heads. The pipeline is loaded when it is asked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from inclusivelint.engine.pipeline import Need, load_pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from inclusivelint.engine.context import Context


def part_of_speech(context: Context) -> str:
    """The universal part of speech of the match; of several words, that of the one the others depend on."""
    tokens = _matched(context, Need.TAGS)
    if len(tokens) > 1:
        tokens = [_root(_matched(context, Need.SYNTAX))]
    return tokens[0].pos_ if tokens else ""


def lemmas_near(context: Context, within: int) -> set[str]:
    """The lemmas of up to `within` words on either side of the match, in the same sentence."""
    tokens = _matched(context, Need.TAGS)
    if not tokens:
        return set()
    words = [token for token in tokens[0].doc if not token.is_punct and not token.is_space and token not in tokens]
    before = [token for token in words if token.i < tokens[0].i][-within:]
    after = [token for token in words if token.i > tokens[-1].i][:within]
    return set(map(_lemma, (*before, *after)))


def head_lemma(context: Context) -> str:
    """The lemma of the content word that the match depends on; empty where there is none."""
    tokens = _matched(context, Need.SYNTAX)
    if not tokens:
        return ""
    from inclusivelint.engine.syntax import governor

    head = governor(_root(tokens))
    return _lemma(head) if head is not None else ""


def dependent_lemmas(context: Context) -> set[str]:
    """The lemmas of the words outside the match that depend on one of its words."""
    tokens = _matched(context, Need.SYNTAX)
    return {_lemma(child) for token in tokens for child in token.children if child not in tokens}


def stands_before_noun(context: Context) -> bool:
    """Whether the last word of the match belongs to a noun after it: "disabled" of "the disabled pupils"."""
    from inclusivelint.engine.syntax import is_modifier

    return any(is_modifier(token) for token in _matched(context, Need.SYNTAX)[-1:])


def _matched(context: Context, need: Need) -> list[Token]:
    sentence = context.sentence
    start, end = context.start - sentence.start, context.end - sentence.start
    doc = _doc(context.pipeline, need, context.segment.text[sentence.start : sentence.end])
    return [token for token in doc if token.idx < end and start < token.idx + len(token) and not token.is_space]


@lru_cache(maxsize=16)
def _doc(pipeline: str | None, need: Need, sentence: str) -> Doc:
    return load_pipeline(pipeline, need)(sentence)


def _root(tokens: list[Token]) -> Token:
    return next((token for token in tokens if token.head not in tokens or token.head.i == token.i), tokens[0])


def _lemma(token: Token) -> str:
    return (token.lemma_ or token.text).lower()
