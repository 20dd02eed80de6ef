"""Sentences as the encoder sees them: spaCy's words, with the treebank's labels where both agree on the words."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import torch
from conllu import read
from convert import to_doc
from spacy.training import Example

from inclusivelint.engine.encoder import Pieces

MISSING = -100
FIELDS = ("tag", "morph", "name", "dep")


@dataclass
class Labels:
    """The names of classes, by field; `morph` is the universal part of speech with the features after it."""

    tag: list[str]
    morph: list[str]
    name: list[str]
    dep: list[str]

    @cached_property
    def numbers(self) -> dict[str, dict[str, int]]:
        """The number of each class, by field."""
        return {field: {name: i for i, name in enumerate(getattr(self, field))} for field in FIELDS}


@dataclass
class Sample:
    """A sentence. Heads count words from 1; 0 is the root, MISSING what is not known. `document` is for neighbours."""

    document: str
    words: list[str]
    spaces: list[bool]
    labels: dict[str, list[str | None]]
    heads: list[int]
    lemmas: list[str | None]


def samples(path: Path) -> list[Sample]:
    """The sentences of a treebank on spaCy's own words."""
    nlp = spacy.blank("en")
    found = []
    for sentence in read(path):
        gold = to_doc(nlp.vocab, [sentence])
        example = Example(nlp.make_doc(gold.text), gold)
        words = example.predicted
        if not len(words) or any(token.is_space for token in words):
            continue
        heads, deps = example.get_aligned_parse(projectivize=False)
        tags, pos, morphs, lemmas = (
            example.get_aligned(field, as_string=True) for field in ("TAG", "POS", "MORPH", "LEMMA")
        )
        names = example.get_aligned_ner() if sentence.names is not None else [None] * len(words)
        found.append(
            Sample(
                sentence.document,
                [token.text for token in words],
                [bool(token.whitespace_) for token in words],
                {
                    "tag": tags,
                    "morph": [f"{p}|{m.strip('_')}" if p and m else None for p, m in zip(pos, morphs, strict=True)],
                    "name": [_begin_inside(name) for name in names],
                    "dep": [dep or None for dep in deps],
                },
                [
                    MISSING if h is None or not d else 0 if h == i else h + 1
                    for i, (h, d) in enumerate(zip(heads, deps, strict=True))
                ],
                # The base form of a whole word is not that of each of its parts.
                [
                    lemma if size == 1 and example.alignment.y2x.lengths[example.alignment.x2y[i][0]] == 1 else None
                    for i, (lemma, size) in enumerate(zip(lemmas, example.alignment.x2y.lengths, strict=True))
                ],
            )
        )
    return found


def _begin_inside(name: str | None) -> str | None:
    """BILUO to BIO."""
    if not name or name in {"-", "O"}:
        return None if name != "O" else "O"
    return {"L": "I", "U": "B"}.get(name[0], name[0]) + name[1:]


def labels_of(found: Iterable[Sample], least: int = 2) -> Labels:
    """The classes seen at least that often."""
    counts = {field: Counter[str]() for field in FIELDS}
    for sample in found:
        for field in FIELDS:
            counts[field].update(value for value in sample.labels[field] if value)
    return Labels(**{field: sorted(v for v, n in counts[field].items() if n >= least) for field in FIELDS})


@dataclass
class Encoded:
    """A sentence in numbers: pieces and their shapes, where words start, labels by field, heads."""

    document: str
    pieces: list[int]
    shapes: list[int]
    starts: list[int]
    labels: dict[str, list[int]]
    heads: list[int]
    silver: bool = False

    def __len__(self) -> int:
        return len(self.pieces)


def recased(words: Sequence[str], draw: random.Random) -> Sequence[str]:
    """Words as in headings, in capitals, or all in lower case: nothing but case changes."""
    chance = draw.random()
    if chance < 0.05:
        return [word.upper() for word in words]
    if chance < 0.09:
        return [word[:1].upper() + word[1:] for word in words]
    if chance < 0.11:
        return [word[:1].upper() + word[1:] if len(word) > 3 else word for word in words]
    if chance < 0.15:
        return [word.lower() for word in words]
    return words


def encode(
    words: Sequence[str], spaces: Sequence[bool], pieces: Pieces, sample: Sample | None, labels: Labels, document: str
) -> Encoded:
    """A sentence's numbers; without a sample all labels are missing."""
    ids, shapes, starts = [], [], []
    before = True
    for word, space in zip(words, spaces, strict=True):
        starts.append(len(ids))
        cut, kind = pieces(word)
        ids += cut
        shapes += [kind + before] * len(cut)
        before = space
    missing = [MISSING] * len(words)
    numbers = labels.numbers
    fields = {
        field: [numbers[field].get(value, MISSING) if value else MISSING for value in sample.labels[field]]
        if sample
        else missing
        for field in FIELDS
    }
    return Encoded(document, ids, shapes, starts, fields, sample.heads if sample else missing, sample is None)


def joined(group: Sequence[Encoded], pieces: Pieces) -> dict[str, Any]:
    """Neighbouring sentences as one text, between [CLS], which stands for the root, and [SEP]."""
    out: dict[str, Any] = {"input_ids": [pieces.start], "shapes": [0], "starts": [0], "heads": []}
    out |= {field: [] for field in FIELDS}
    for sentence in group:
        base, before = len(out["input_ids"]), len(out["starts"]) - 1
        out["input_ids"] += sentence.pieces
        out["shapes"] += sentence.shapes
        out["starts"] += [base + start for start in sentence.starts]
        out["heads"] += [head + before if head > 0 else head for head in sentence.heads]
        for field in FIELDS:
            out[field] += sentence.labels[field]
    out["input_ids"].append(pieces.end)
    out["shapes"].append(0)
    return out


def grouped(sentences: Sequence[Encoded], draw: random.Random, longest: int = 120) -> Iterator[list[Encoded]]:
    """Half of the sentences alone, half with neighbours of their document."""
    group: list[Encoded] = []
    wanted = 1
    for sentence in sentences:
        full = len(group) >= wanted or sum(map(len, group)) + len(sentence) > longest
        if group and (full or sentence.document != group[0].document):
            yield group
            group = []
        if not group:
            wanted = 1 if draw.random() < 0.7 else draw.randint(2, 5)
        group.append(sentence)
    if group:
        yield group


def batch(texts: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
    """Padded tensors of texts from `joined`."""
    longest = max(len(text["input_ids"]) for text in texts)
    most = max(len(text["heads"]) for text in texts)
    out = {name: np.zeros((len(texts), longest), dtype=np.int64) for name in ("input_ids", "shapes", "attention_mask")}
    out["starts"] = np.zeros((len(texts), most + 1), dtype=np.int64)
    out["words"] = np.zeros((len(texts), most + 1), dtype=bool)
    out |= {name: np.full((len(texts), most), MISSING, dtype=np.int64) for name in ("heads", *FIELDS)}
    for row, text in enumerate(texts):
        out["attention_mask"][row, : len(text["input_ids"])] = 1
        out["words"][row, : len(text["starts"])] = True
        for name in ("input_ids", "shapes", "starts", "heads", *FIELDS):
            out[name][row, : len(text[name])] = text[name]
    return {name: torch.from_numpy(array) for name, array in out.items()}


def batches(texts: Sequence[dict[str, Any]], size: int, draw: random.Random | None) -> Iterator[list[dict[str, Any]]]:
    """Texts of like length together, at most `size` pieces in a batch, in random order."""
    noise = draw.random if draw else (lambda: 0.0)
    order = sorted(texts, key=lambda text: len(text["input_ids"]) * (1 + 0.1 * noise()))
    found: list[list[dict[str, Any]]] = []
    for text in order:
        if not found or (len(found[-1]) + 1) * len(text["input_ids"]) > size:
            found.append([])
        found[-1].append(text)
    if draw:
        draw.shuffle(found)
    yield from found
