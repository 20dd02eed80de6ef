"""Which document a real sentence comes from, so that no document lies on both sides of a split."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

from data import read_rows


def treebank_sentences(path: Path) -> Iterator[tuple[str, str, str]]:
    """(document, sentence id, text) of every sentence of a CoNLL-U file."""
    document = sentence = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ").strip()
            elif line.startswith("# sent_id = "):
                sentence = line.removeprefix("# sent_id = ").strip()
            elif line.startswith("# text = "):
                yield document, sentence, line.removeprefix("# text = ").rstrip("\n")


def squeezed(text: str) -> str:
    """Letters and digits alone, so that markup and line wraps do not matter."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def documents_of(rows: list[dict[str, str]], corpus: Path, treebanks: Path) -> dict[str, str]:
    """Row id → document name, for every row whose text is found."""
    by_text: dict[str, str] = {}
    for path in sorted(treebanks.glob("*.conllu")):
        for document, _, text in treebank_sentences(path):
            by_text.setdefault(squeezed(text), document)
    pages = {
        str(path.relative_to(corpus)): squeezed(path.read_text(encoding="utf-8", errors="replace"))
        for path in sorted(corpus.rglob("*.md"))
    }
    found = {}
    for row in rows:
        key = squeezed(row["text"])
        if key in by_text:
            found[row["id"]] = by_text[key]
            continue
        for name, page in pages.items():
            if key and key in page:
                found[row["id"]] = name
                break
    return found


def main() -> None:
    """Write the document of every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, nargs="+")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--treebanks", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    rows = [row for path in options.real for row in read_rows(path)]
    found = documents_of(rows, options.corpus, options.treebanks)
    options.output.write_text(json.dumps(found, indent=0, sort_keys=True), encoding="utf-8")
    print(f"{len(found)} of {len(rows)} sentences found in {len(set(found.values()))} documents")


if __name__ == "__main__":
    main()
