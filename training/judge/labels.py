"""Turn labels of real sentences back into rows with text, from one's own copy of the corpus and the treebanks."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from prose import Sentence, bank_sentences, digest, markdown_sentences

from data import read_rows

BANKS = {"ewt": "*ewt*.conllu", "gum": "*gum*.conllu"}


def key_of(row: dict[str, Any]) -> str:
    """A treebank sentence by its id, a page's sentence by the hash of its text."""
    return str(row.get("sentence") or row["hash"])


def sentences_of(source: str, corpora: Sequence[Path], treebanks: Path) -> Iterator[Sentence]:
    """The sentences of a treebank or of one page of a corpus; none where the file is missing."""
    if source in BANKS:
        for path in sorted(treebanks.glob(BANKS[source])):
            yield from bank_sentences(path)
    for corpus in corpora:
        if source not in BANKS and (corpus / source).is_file():
            yield from markdown_sentences(corpus / source, corpus)


def restored(label: dict[str, Any], sentences: list[Sentence]) -> dict[str, Any] | None:
    """The label with its text and span, or None where no sentence has the hash and the offset."""
    for sentence in sentences:
        if digest(sentence.text) == label["hash"] and label["offset"] in sentence.offsets:
            start = sentence.offsets.index(label["offset"])
            return label | {
                "before": sentence.before,
                "text": sentence.text,
                "span": sentence.text[start : start + label["length"]],
                "start": start,
                "document": sentence.document,
            }
    return None


def restore(
    labels: list[dict[str, Any]], corpora: Sequence[Path], treebanks: Path
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(rows, labels that were not found), both in the order of the labels."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for label in labels:
        wanted[label["source"]].add(key_of(label))
    found: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
    for source, keys in wanted.items():
        for sentence in sentences_of(source, corpora, treebanks):
            key = sentence.sentence_id or digest(sentence.text)
            if key in keys:
                found[source, key].append(sentence)
    rows, missing = [], []
    for label in labels:
        row = restored(label, found[label["source"], key_of(label)])
        if row:
            rows.append(row)
        else:
            missing.append(label)
    return rows, missing


def main() -> None:
    """Write the rows, and say what was not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--labels", type=Path, required=True, help="real_labels.jsonl")
    add("--corpus", type=Path, nargs="+", required=True)
    add("--treebanks", type=Path, required=True)
    add("--output", type=Path, required=True, help="a file outside the repository")
    options = parser.parse_args()
    labels: list[dict[str, Any]] = read_rows(options.labels)
    rows, missing = restore(labels, options.corpus, options.treebanks)
    with options.output.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    print(f"{len(rows)} of {len(labels)} labels found")
    for label in missing:
        print(f"not found: {label['id']} in {label['source']} {label.get('sentence', '')} at {label['offset']}")
    if missing:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
