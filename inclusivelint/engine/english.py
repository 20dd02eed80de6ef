"""The English pipeline that the package ships, as a spaCy component: tags, lemmas, names and syntax in ordinary Docs.

Labels are those of Universal Dependencies, with Penn tags; `engine/syntax.py` asks for them in grammar's own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.symbols import IDS, SPACE
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from inclusivelint.engine.encoder import Analysis, Encoder, load_encoder, tree

LONGEST_TEXT = 120
"""Pieces that are read at once; longer texts are cut, after the end of a sentence where there is one."""

_ENDS = frozenset({".", "!", "?", "…", "...", ";"})


class EnglishComponent:
    """Sets tags, parts of speech, morphology, lemmas and names, and with `syntax` heads, relations and sentences."""

    def __init__(self, vocab: Vocab, syntax: bool) -> None:
        self._strings = vocab.strings
        self._morphology = vocab.morphology
        self._syntax = syntax

    @cached_property
    def _encoder(self) -> Encoder:
        return load_encoder()

    @cached_property
    def _numbers(self) -> dict[str, NDArray[np.uint64]]:
        """The numbers that spaCy knows the classes by."""
        labels = self._encoder.labels
        split = [morph.partition("|") for morph in labels["morph"]]
        found = {
            "tag": [self._strings.add(tag) for tag in labels["tag"]],
            "pos": [IDS[pos] for pos, _, _ in split],
            "morph": [self._morphology.add(features) for _, _, features in split],
            "dep": [self._strings.add(dep) for dep in labels["dep"]],
            "begins": [{"B": 3, "I": 1}.get(name[0], 2) for name in labels["name"]],
            "kind": [self._strings.add(name[2:]) if name != "O" else 0 for name in labels["name"]],
        }
        return {field: np.array(values, dtype=np.uint64) for field, values in found.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Fill a Doc; tokens of white space hang on the word before them."""
        words = [token.i for token in doc if not token.is_space]
        if not words:
            return doc
        fields = [TAG, POS, MORPH, LEMMA, ENT_IOB, ENT_TYPE, *((HEAD, DEP) if self._syntax else ())]
        values = np.zeros((len(doc), len(fields)), dtype=np.uint64)
        values[:, :6] = self._of_space()
        if self._syntax:
            values[:, 6] = np.where(np.arange(len(doc)) > words[0], -1, 1).astype(np.int64).astype(np.uint64)
            values[:, 7] = self._strings.add("dep")
        for chunk in self._chunks(doc, words):
            at = np.array(chunk)
            tokens = [doc[i] for i in chunk]
            analysis = self._encoder.read([t.text for t in tokens], [bool(t.whitespace_) or _spaced(t) for t in tokens])
            values[at, :6] = self._of_words([t.text for t in tokens], analysis)
            if self._syntax:
                heads = tree(analysis.arc)
                relations = self._encoder.relations(analysis, heads)
                own = np.arange(len(chunk))
                targets = at[np.where(heads == 0, own, heads - 1)]
                values[at, 6] = (targets - at).astype(np.uint64)
                values[at, 7] = np.where(heads == 0, self._strings.add("ROOT"), self._numbers["dep"][relations])
        doc.from_array(fields, values)
        return doc

    def _of_space(self) -> list[int]:
        return [self._strings.add("_SP"), SPACE, self._morphology.add(""), self._strings.add(" "), 2, 0]

    def _of_words(self, words: Sequence[str], analysis: Analysis) -> NDArray[np.uint64]:
        numbers, tags = self._numbers, self._encoder.labels["tag"]
        lemma, add = self._encoder.lemmas, self._strings.add
        names = numbers["begins"][analysis.name].copy()
        kinds = numbers["kind"][analysis.name]
        # A name that goes on, but did not begin, begins.
        before = np.concatenate([np.zeros(1, dtype=np.uint64), kinds[:-1]])
        names[(names == 1) & (kinds != before)] = 3
        lemmas = [add(lemma(word, tags[tag])) for word, tag in zip(words, analysis.tag.tolist(), strict=True)]
        columns = [
            numbers["tag"][analysis.tag],
            numbers["pos"][analysis.morph],
            numbers["morph"][analysis.morph],
            np.array(lemmas, dtype=np.uint64),
            names,
            kinds,
        ]
        return np.stack(columns, 1)

    def _chunks(self, doc: Doc, words: Sequence[int]) -> Iterator[list[int]]:
        """The words of a Doc in stretches that can be read at once."""
        sizes = [len(self._encoder.pieces(doc[i].text)) for i in words]
        begin, total, end = 0, 0, 0
        for at, size in enumerate(sizes):
            if total + size > LONGEST_TEXT:
                cut = end if end > begin else at
                yield list(words[begin:cut])
                begin, total, end = cut, sum(sizes[cut:at]), cut
            total += size
            ends_paragraph = "\n\n" in doc[words[at] + 1].text if words[at] + 1 < len(doc) else False
            if ends_paragraph:
                yield list(words[begin : at + 1])
                begin, total, end = at + 1, 0, at + 1
            elif doc[words[at]].text in _ENDS:
                end = at + 1
        if begin < len(words):
            yield list(words[begin:])


def _spaced(token: Token) -> bool:
    """Whether a token of white space follows."""
    return token.i + 1 < len(token.doc) and token.nbor().is_space


@Language.factory(
    "inclusive_english",
    default_config={"syntax": True},
    assigns=[
        "token.tag",
        "token.pos",
        "token.morph",
        "token.lemma",
        "doc.ents",
        "token.dep",
        "token.head",
        "doc.sents",
    ],
)
def create_english(nlp: Language, name: str, syntax: bool) -> EnglishComponent:  # noqa: ARG001 - spaCy calls factories so
    """The factory that spaCy finds by the package's entry point."""
    return EnglishComponent(nlp.vocab, syntax)
