"""Score a pipeline on the test files: raw text in, so that tokens and sentences count, too."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import spacy
from conllu import read
from convert import TEST, groups, to_doc
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

from inclusivelint.engine.pipeline import load_pipeline


def scores(nlp: Language, docs: list[Doc]) -> dict[str, Any]:
    """In per cent: tokens, Penn tags, parts of speech, features, base forms, heads, relations, sentences, names."""
    examples = [Example(nlp(doc.text), doc) for doc in docs]
    found: dict[str, Any] = {}
    found |= Scorer.score_tokenization(examples)
    for field in ("tag", "pos", "morph", "lemma"):
        found |= Scorer.score_token_attr(examples, field)
    found |= Scorer.score_deps(
        examples, "dep", ignore_labels=("p", "punct"), getter=lambda t, attr: getattr(t, f"{attr}_")
    )
    found |= Scorer.score_spans([e for e in examples if e.reference.has_annotation("ENT_IOB")], "ents")
    person = (found.get("ents_per_type") or {}).get("PERSON", {})
    shares = {
        "token": found["token_f"], "tag": found["tag_acc"], "pos": found["pos_acc"], "morph": found["morph_acc"],
        "lemma": found["lemma_acc"], "uas": found["dep_uas"], "las": found["dep_las"], "person": person.get("f"),
    }  # fmt: skip
    sents = Scorer.score_spans(
        examples, "sents", has_annotation=lambda doc: doc.has_annotation("SENT_START"), getter=lambda doc, _: doc.sents
    )
    shares["sentence"] = sents["sents_f"]
    return {name: round(100 * value, 1) for name, value in shares.items() if value is not None}


def main() -> None:
    """Print a table, and write it as JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--pipeline", help="a folder or package; the one that ships unless told")
    parser.add_argument("--files", nargs="*", default=TEST)
    parser.add_argument("--output", type=Path)
    options = parser.parse_args()
    nlp = load_pipeline(options.pipeline)
    vocab = spacy.blank("en").vocab
    table: dict[str, Any] = {}
    for name in options.files:
        for size in (10, 1):
            path = options.treebanks / f"{name}.conllu"
            docs = [to_doc(vocab, group) for group in groups(read(path), (size, size))]
            table[f"{name}, {size} a text"] = scores(nlp, docs)
            print(f"{name}, {size} a text", table[f"{name}, {size} a text"], flush=True)
    if options.output:
        options.output.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
