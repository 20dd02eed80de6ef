"""Sentences without labels, which the teacher reads for the student: our own contrast texts and public documents.

The documents are Markdown files of git repositories under free licences (raw.json). Their text stays outside this
repository; what is learnt from it are weights.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import spacy

from inclusivelint.documents import read
from inclusivelint.engine.context import sentence_around
from inclusivelint.engine.labelled import contrast_folder, read_contrast


def contrast() -> Iterator[str]:
    """The texts that the judge learned from, without their marks."""
    for path in sorted(contrast_folder().glob("*.txt")):
        for labelled in read_contrast(path):
            yield labelled.question.text


def documents(repository: Path, commit: str, folder: str) -> Iterator[str]:
    """The sentences of the Markdown files of a folder at a commit."""
    git = ["git", "-C", str(repository)]
    listed = subprocess.run(
        [*git, "ls-tree", "-r", "-z", "--name-only", commit, folder], capture_output=True, check=True
    )
    for name in listed.stdout.decode().split("\0"):
        if not name.endswith(".md"):
            continue
        shown = subprocess.run([*git, "show", f"{commit}:{name}"], capture_output=True, check=True)
        source = shown.stdout.decode("utf-8", "replace")
        if source.startswith("---\n"):
            source = source.partition("\n---\n")[2]
        for segment in read(name, source).segments:
            at = 0
            while at < len(segment.text):
                sentence = sentence_around(segment.text, at, at + 1)
                yield segment.text[sentence.start : sentence.end].strip()
                at = max(sentence.end, at + 1)


def fetched(url: str, commit: str, folder: Path) -> Path:
    """A clone that holds the commit, made where there is none."""
    owner, name = url.split("/")[-2:]
    clone = folder / f"{owner}+{name}"
    if not clone.exists():
        subprocess.run(["git", "init", "--quiet", "--bare", str(clone)], check=True)
        subprocess.run(["git", "-C", str(clone), "fetch", "--quiet", "--depth=1", url, commit], check=True)
    return clone


def is_prose(words: list[str]) -> bool:
    """Whether a sentence is worth reading: of a good length, and mostly of words."""
    plain = sum(word.isalpha() for word in words)
    return 4 <= len(words) <= 60 and plain >= 0.7 * len(words) and sum(map(len, words)) < 8 * len(words)


def main() -> None:
    """Write one JSON line for each sentence: its words, and whether a space follows each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repositories", type=Path, required=True, help="folder of clones; what is missing is fetched")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    nlp = spacy.blank("en")
    seen: set[str] = set()
    count = 0

    def texts() -> Iterator[str]:
        yield from contrast()
        for source in json.loads((Path(__file__).parent / "raw.json").read_text(encoding="utf-8")):
            clone = fetched(source["repository"], source["commit"], options.repositories)
            yield from documents(clone, source["commit"], source["folder"])

    with options.output.open("w", encoding="utf-8") as file:
        for text in texts():
            doc = nlp.make_doc(" ".join(text.split()))
            words = [token.text for token in doc]
            if doc.text in seen or not is_prose(words):
                continue
            seen.add(doc.text)
            count += len(words)
            line = {"words": words, "spaces": [bool(token.whitespace_) for token in doc]}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(f"{len(seen)} sentences, {count} words")


if __name__ == "__main__":
    main()
