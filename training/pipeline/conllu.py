"""Universal Dependencies files, read with the surface text kept: what users write is what is learnt from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KINDS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
"""GUM's types of entities whose names are learnt; names of other things (works, events…) become MISC."""

_PROPER = {"NNP", "NNPS"}


@dataclass
class Word:
    """A syntactic word as it stands in the text. `head` counts words from 0; the root is its own head."""

    form: str
    space: bool
    lemma: str
    pos: str
    tag: str
    morph: str
    head: int
    dep: str
    misc: str


@dataclass
class Sentence:
    """Words, their document, and names as (first word, word after the last, kind); None where not annotated."""

    document: str
    starts_document: bool
    words: list[Word] = field(default_factory=list)
    names: list[tuple[int, int, str]] | None = None


def read(path: Path) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file."""
    document, starts, has_names = path.stem, True, False
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc"):
            document, starts = line.partition("=")[2].strip() or path.stem, True
        elif line.startswith("# global.Entity"):
            has_names = True
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            sentence = Sentence(document, starts, _words(rows))
            if has_names:
                sentence.names = _names(sentence.words)
            yield sentence
            rows, starts = [], False


def _words(rows: list[list[str]]) -> list[Word]:
    words: list[Word] = []
    surfaces: list[tuple[int, int, str, bool]] = []
    for row in rows:
        number = row[0]
        space = "SpaceAfter=No" not in row[9].split("|")
        if "-" in number:
            first, last = map(int, number.split("-"))
            surfaces.append((first - 1, last, row[1], space))
        elif "." not in number:
            morph = "" if row[5] == "_" else row[5]
            lemma = row[1] if row[2] == "_" and row[1] != "_" else row[2]
            head = int(row[6]) - 1 if row[6] != "0" else int(number) - 1
            dep = row[7] if row[6] != "0" else "ROOT"
            words.append(Word(row[1], space, lemma, row[3], row[4], morph, head, dep, row[9]))
    for first, end, surface, space in surfaces:
        _write_as_seen(words, first, end, surface)
        for word in words[first : end - 1]:
            word.space = False
        words[end - 1].space = space
    kept = [i for i, word in enumerate(words) if word.form]
    # A word without a surface of its own hands its dependents on to the word that took its letters.
    place: dict[int, int] = {}
    for i in range(len(words)):
        place[i] = sum(1 for k in kept if k <= i) - 1
    for word in words:
        word.head = place[word.head]
    return [words[i] for i in kept]


def _write_as_seen(words: list[Word], first: int, end: int, surface: str) -> None:
    """Give the parts of a multi-word token the letters that stand in the text."""
    parts = words[first:end]
    if "".join(part.form for part in parts) == surface:
        return
    rest = surface
    for left, part in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
        # Each part takes as many letters as its own form has, the last one what is left.
        taken = len(part.form) if left else len(rest)
        if not left or len(rest) - taken < left:
            taken = len(rest) - left
        part.form, rest = rest[:taken], rest[taken:]


def _names(words: list[Word]) -> list[tuple[int, int, str]]:
    """The runs of proper nouns around the heads of mentions: "Mr. Al Green" of "Mr. Al Green, her friend"."""
    found: set[tuple[int, int, str]] = set()
    for start, end, kind in _mentions(words):
        heads = [i for i in range(start, end) if not start <= words[i].head < end or words[i].head == i]
        # In "the nurse Mu Li" the name hangs on the noun.
        heads += [i for i in range(start, end) if words[i].dep == "flat" and words[i].head in heads]
        head = next((i for i in heads if words[i].tag == "NNP"), None)
        if head is None:
            continue
        first, after = head, head + 1
        while first > start and _in_name(words[first - 1]):
            first -= 1
        while after < end and _in_name(words[after]):
            after += 1
        while words[first].tag not in _PROPER:
            first += 1
        while words[after - 1].tag not in _PROPER:
            after -= 1
        found.add((first, after, KINDS.get(kind, "MISC")))
    kept: list[tuple[int, int, str]] = []
    for name in sorted(found, key=lambda name: (name[0] - name[1], name)):
        if all(name[1] <= other[0] or other[1] <= name[0] for other in kept):
            kept.append(name)
    return sorted(kept)


def _in_name(word: Word) -> bool:
    return word.tag in _PROPER or word.form in {"-", ".", "of", "de", "van", "von", "al"}


def _mentions(words: list[Word]) -> Iterator[tuple[int, int, str]]:
    open_: dict[str, list[tuple[int, str]]] = {}
    for i, word in enumerate(words):
        value = next((item[7:] for item in word.misc.split("|") if item.startswith("Entity=")), "")
        for opened, whole, closed in re.findall(r"\(([^()]*)(\))?|([^()]+)\)", value):
            if opened:
                group, _, rest = opened.partition("-")
                kind = rest.partition("-")[0]
                if whole:
                    yield i, i + 1, kind
                else:
                    open_.setdefault(group, []).append((i, kind))
            elif open_.get(closed):
                start, kind = open_[closed].pop()
                yield start, i + 1, kind
