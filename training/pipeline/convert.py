"""Treebanks to .spacy files: running text of several sentences, tagged, parsed, with names where they are annotated."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import spacy
from conllu import Sentence, read
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

TRAIN = ("en_ewt-train", "en_gum_ccby-train")
DEV = ("en_ewt-dev", "en_gum_ccby-dev")
TEST = ("en_ewt-test", "en_gum_ccby-test", "en_pud-test")


def groups(sentences: Iterable[Sentence], size: tuple[int, int], seed: int = 1) -> Iterator[list[Sentence]]:
    """Neighbouring sentences of one document, from size[0] to size[1] of them."""
    draw = random.Random(seed)
    group: list[Sentence] = []
    wanted = draw.randint(*size)
    for sentence in sentences:
        if group and (sentence.starts_document or len(group) >= wanted):
            yield group
            group, wanted = [], draw.randint(*size)
        group.append(sentence)
    if group:
        yield group


def to_doc(vocab: Vocab, group: list[Sentence]) -> Doc:
    """One Doc of sentences that follow each other."""
    words = [word for sentence in group for word in sentence.words]
    offsets = [0]
    for sentence in group:
        sentence.words[-1].space = True
        offsets.append(offsets[-1] + len(sentence.words))
    words[-1].space = False
    doc = Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        tags=[word.tag for word in words],
        pos=[word.pos for word in words],
        morphs=[word.morph for word in words],
        lemmas=[word.lemma for word in words],
        heads=[word.head + at for at, sentence in zip(offsets, group, strict=False) for word in sentence.words],
        deps=[word.dep for word in words],
    )
    if all(sentence.names is not None for sentence in group):
        spans = [
            Span(doc, at + start, at + end, label)
            for at, sentence in zip(offsets, group, strict=False)
            for start, end, label in sentence.names or ()
        ]
        doc.set_ents(spans, default="outside")
    return doc


def main() -> None:
    """Write train, dev and a file for each test set; test files are never part of train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("en").vocab
    wanted = [("train", TRAIN, (1, 6)), ("dev", DEV, (10, 10)), *((name, (name,), (10, 10)) for name in TEST)]
    for name, files, size in wanted:
        docs = [
            to_doc(vocab, group) for file in files for group in groups(read(options.treebanks / f"{file}.conllu"), size)
        ]
        DocBin(docs=docs, store_user_data=False).to_disk(options.output / f"{name}.spacy")
        names = sum(len(doc.ents) for doc in docs)
        print(f"{name}: {len(docs)} documents, {sum(map(len, docs))} words, {names} names")


if __name__ == "__main__":
    main()
