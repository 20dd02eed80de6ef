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
from spacy.tokens import Doc
from spacy.vocab import Vocab

from inclusivelint.engine.context import sentence_starts
from inclusivelint.engine.encoder import Analysis, Encoder, Ints, load_encoder, tree

LONGEST_TEXT = 120
"""Pieces that are read at once; longer sentences are cut."""


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
            "dep": [self._strings.add(dep) for dep in [*labels["dep"], "ROOT"]],
            "begins": [{"B": 3, "I": 1}.get(name[0], 2) for name in labels["name"]],
            "kind": [self._strings.add(name[2:]) if name != "O" else 0 for name in labels["name"]],
        }
        return {field: np.array(values, dtype=np.uint64) for field, values in found.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Fill a Doc; tokens of white space hang on the word before them."""
        text, tokens = doc.text, [token.text for token in doc]
        starts = [token.idx for token in doc]
        places: list[int] = []
        found: list[Analysis] = []
        arcs: list[tuple[Ints, Ints]] = []
        for sentence in self._sentences(text, tokens, starts):
            spaced = [True, *(text[starts[i] - 1].isspace() for i in sentence[1:])]
            analysis = self._encoder.read([tokens[i] for i in sentence], spaced)
            places += sentence
            found.append(analysis)
            if self._syntax:
                best = tree(analysis.arc)
                own = np.array(sentence)
                # Heads count from their dependents; the last of the relations' numbers is that of a root.
                relation = np.where(best == 0, -1, self._encoder.relations(analysis, best))
                arcs.append((np.where(best == 0, 0, own[best - 1] - own), relation))
        at, add = np.array(places, dtype=np.int64), self._strings.add
        fields = [TAG, POS, MORPH, LEMMA, ENT_IOB, ENT_TYPE, *((HEAD, DEP) if self._syntax else ())]
        values = np.empty((len(doc), len(fields)), dtype=np.uint64)
        if len(places) < len(doc):
            values[:, :6] = [add("_SP"), SPACE, self._morphology.add(""), add(" "), 2, 0]
            if self._syntax:
                values[:, 6] = np.sign((places[0] if places else 0) - np.arange(len(doc))).astype(np.uint64)
                values[:, 7] = add("dep")
        if places:
            self._fill(values, at, [tokens[i] for i in places], found, arcs)
        doc.from_array(fields, values)  # type: ignore[arg-type]
        return doc

    def _fill(
        self,
        values: NDArray[np.uint64],
        at: Ints,
        words: Sequence[str],
        found: Sequence[Analysis],
        arcs: Sequence[tuple[Ints, Ints]],
    ) -> None:
        """Write what was found of words into their rows of a Doc's values."""
        numbers, add = self._numbers, self._strings.add
        tag, morph, name = (np.concatenate(columns) for columns in list(zip(*found, strict=True))[:3])
        tags, lemma = self._encoder.labels["tag"], self._encoder.lemmas
        values[at, 0] = numbers["tag"][tag]
        values[at, 1] = numbers["pos"][morph]
        values[at, 2] = numbers["morph"][morph]
        values[at, 3] = [add(lemma(word, tags[each])) for word, each in zip(words, tag.tolist(), strict=True)]
        values[at, 4], values[at, 5] = self._names(name)
        if arcs:
            head, relation = (np.concatenate(columns) for columns in zip(*arcs, strict=True))
            values[at, 6] = head.astype(np.uint64)
            values[at, 7] = numbers["dep"][relation]

    def _names(self, name: Ints) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Where names begin and go on, and of which kind they are; one that goes on, but did not begin, begins."""
        begins, kinds = self._numbers["begins"][name], self._numbers["kind"][name]
        before = np.concatenate([kinds[:1] * 0, kinds[:-1]])
        return np.where((begins == 1) & (kinds != before), 3, begins), kinds

    def _sentences(self, text: str, tokens: Sequence[str], starts: Sequence[int]) -> Iterator[list[int]]:
        """The words of each sentence, as the linter divides text; very long ones are cut."""
        borders = iter([*sentence_starts(text)[1:], len(text) + 1])
        border = next(borders)
        found: list[int] = []
        total = 0
        for place, (token, start) in enumerate(zip(tokens, starts, strict=True)):
            is_space = token.isspace()
            if is_space and "\n\n" not in token:
                continue
            size = 0 if is_space else len(self._encoder.pieces(token)[0])
            if found and (is_space or start >= border or total + size > LONGEST_TEXT):
                yield found
                found, total = [], 0
            while start >= border:
                border = next(borders)
            if size:
                found.append(place)
                total += size
        if found:
            yield found


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
