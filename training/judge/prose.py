"""Sentences of Markdown pages and treebanks, each with the place of every character in its source."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from documents import treebank_sentences

BLANKED = (
    re.compile(r"\A---\n.*?\n---\n", re.DOTALL),
    re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL),
    re.compile(r"!\[[^\]]*\]\([^)]*\)"),
    re.compile(r"(?<=\])\([^)\n]*\)"),
    re.compile(r"(?<=\])\[[^\]\n]*\]"),
    re.compile(r"</?[a-zA-Z][^>\n]*>"),
    re.compile(r"https?://\S+"),
    re.compile(r"^\[[^\]]+\]:.*$", re.MULTILINE),
)
BLOCK = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•]|\d+[.)]|#{1,6}|>|\|)\s)|(?<=\n)(?=#)|(?<!\\)\|")
SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
DROPPED = set("*_[]`\\")
LEAD = re.compile(r"^\s*(?:(?:[-*+•>]|\d+[.)]|#{1,6})\s+)*(?:\[[ x]\]\s+)?")
SHORT = re.compile(r"\b(?:e\.g|i\.e|etc|vs|Mr|Mrs|Ms|Dr|St|No|Inc|U\.S)\.$")


@dataclass(frozen=True)
class Sentence:
    """`offsets[i]` is where character i of `text` stands in the source; `document` names the source."""

    document: str
    source: str
    text: str
    offsets: tuple[int, ...]
    before: str
    sentence_id: str = ""


def digest(text: str) -> str:
    """What a label keeps of a sentence instead of its words."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def blank(text: str) -> str:
    """The text with code, links, tags and front matter replaced by spaces, so that offsets stay."""
    for pattern in BLANKED:
        text = pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    return text


def clean(text: str, begin: int) -> tuple[str, list[int]]:
    """Markup dropped and white space joined; every kept character with its offset."""
    kept: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text, begin):
        if char in DROPPED and not (
            char == "_" and kept and kept[-1].isalnum() and text[index - begin + 1 : index - begin + 2].isalnum()
        ):
            continue
        if char.isspace():
            if not kept or kept[-1] == " ":
                continue
            char = " "
        kept.append(char)
        offsets.append(index)
    while kept and kept[-1] == " ":
        kept.pop()
        offsets.pop()
    return "".join(kept), offsets


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The bounds of the sentences of a block."""
    begin = 0
    for found in SENTENCE.finditer(text):
        if SHORT.search(text[begin : found.start()]):
            continue
        yield begin, found.end()
        begin = found.end()
    yield begin, len(text)


def markdown_sentences(path: Path, root: Path) -> Iterator[Sentence]:
    """The sentences of a Markdown file, in order."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        text = blank(file.read())
    name = str(path.relative_to(root))
    before, begin = "", 0
    for end, after in [*((m.start(), m.end()) for m in BLOCK.finditer(text)), (len(text), len(text))]:
        block = text[begin:end]
        lead = LEAD.match(block)
        skip = lead.end() if lead else 0
        joined, offsets = clean(block[skip:], begin + skip)
        begin = after
        for start, stop in pieces(joined):
            sentence = joined[start:stop].rstrip()
            if len(sentence.split()) >= 2:
                yield Sentence(
                    name, name.split("/")[0], sentence, tuple(offsets[start : start + len(sentence)]), before
                )
                before = sentence


def bank_sentences(path: Path) -> Iterator[Sentence]:
    """The sentences of a treebank file; offsets count within the sentence."""
    before = last = ""
    source = "ewt" if "ewt" in path.name else "gum"
    for document, sentence_id, text in treebank_sentences(path):
        before = before if document == last else ""
        yield Sentence(document, source, text, tuple(range(len(text))), before, sentence_id)
        before, last = text, document
