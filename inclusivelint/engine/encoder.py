"""The encoder of the English pipeline that the package ships: words in, numbers of classes and trees out.

It runs offline and without torch. Words are prepared here for training, too (`training/pipeline`), so that both see the
same. docs/pipeline.md is its card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from inclusivelint.engine.network import open_network
from inclusivelint.errors import InclusivelintError

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

SHAPES = 16
"""How many values `shape` has."""
LONGEST_WORD = 8
"""Pieces of a word that are looked at."""

_NEVER = -1e9
_FOLDER = Path(__file__).parent.parent / "pipeline"
_PLAIN = str.maketrans("‘’‚‛“”„‟′″", "''''\"\"\"\"'\"")


def shape(word: str) -> int:
    """What the encoder is told of a word beside its lower-case letters: its case. One more where a space is before it.

    Zero is left for what is no word.
    """
    if word.islower():
        kind = 1
    elif word.isupper():
        kind = 2 if len(word) == 1 else 3
    elif word[:1].isupper() and word[1:].islower():
        kind = 4
    elif any(map(str.isupper, word)):
        kind = 5
    elif any(map(str.isdigit, word)):
        kind = 6
    else:
        kind = 7
    return 2 * kind


class Pieces:
    """Cuts words into the pieces that the encoder knows; each word is cut once."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[list[int], int]] = {}
        self.start: int = tokenizer.token_to_id("[CLS]")
        self.end: int = tokenizer.token_to_id("[SEP]")
        self._unknown: int = tokenizer.token_to_id("[UNK]")

    def __call__(self, word: str) -> tuple[list[int], int]:
        """The numbers of a word's pieces, at least one and at most LONGEST_WORD, and its shape without a space."""
        found = self._known.get(word)
        if found is None:
            # Of a very long "word" no more is cut than can be looked at.
            text = word[: 40 * LONGEST_WORD].translate(_PLAIN)
            ids = self._tokenizer.encode(text, add_special_tokens=False).ids[:LONGEST_WORD]
            found = self._known[word] = (ids or [self._unknown], shape(word))
        return found


class Lemmas:
    """Base forms by form and Penn tag: exceptions first, then the rule for the longest ending that has one."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._exceptions: dict[str, dict[str, str]] = table["exceptions"]
        self._endings: dict[str, dict[str, list[Any]]] = table["endings"]
        self._kept = frozenset(table["kept"])
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, form: str, tag: str) -> str:
        """The base form of a word."""
        key = (form, tag)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(form, tag)
        return found

    def _find(self, form: str, tag: str) -> str:
        lower = form.lower().replace("’", "'")
        exception = self._exceptions.get(tag, {}).get(lower)
        if exception is not None:
            return exception
        if tag in self._kept:
            return form
        endings = self._endings.get(tag, {})
        for size in range(min(len(lower), 6), -1, -1):
            rule = endings.get(lower[len(lower) - size :])
            if rule is not None:
                cut, added = rule
                word = form if tag == "NNPS" else lower
                return f"{word[: len(word) - cut]}{added}" if cut < len(word) else word
        return lower


class Analysis(NamedTuple):
    """What the encoder says of the words of a text: class numbers by word, and what a tree is made from."""

    tag: Ints
    morph: Ints
    name: Ints
    arc: Floats
    rel: Floats


class Encoder:
    """The network with its vocabulary, read from a folder."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        """Read the model in `folder`; raises InclusivelintError where it is missing or damaged."""
        from tokenizers import Tokenizer

        try:
            self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            self.labels: dict[str, list[str]] = self.meta["labels"]
            classes = self.labels["name"]
            self._person = tuple(classes.index(name) for name in ("B-PERSON", "I-PERSON", "O"))
            self._proper = [number for number, tag in enumerate(self.labels["tag"]) if tag in ("NNP", "NNPS")]
            self.lemmas = Lemmas(json.loads((folder / "lemmas.json").read_text(encoding="utf-8")))
            self.pieces = Pieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
            self._session = open_network(folder / "encoder.onnx")
            with np.load(folder / "relations.npz") as weights:
                self._weight: Floats = weights["weight"].astype(np.float32).T
                self._bias: Floats = weights["bias"].astype(np.float32)
        except Exception as error:  # each library has its own errors for files that are missing or damaged
            cause = str(error).splitlines()[0]
            raise InclusivelintError(f"the English pipeline in {folder} can't be loaded: {cause}") from error

    def read(self, words: Sequence[str], spaced: Sequence[bool]) -> Analysis:
        """Analyse the words of one text; `spaced` says of each whether a space is before it."""
        ids, shapes, starts = [self.pieces.start], [0], [0]
        for word, space in zip(words, spaced, strict=True):
            starts.append(len(ids))
            cut, kind = self.pieces(word)
            ids += cut
            shapes += [kind + space] * len(cut)
        ids.append(self.pieces.end)
        shapes.append(0)
        inputs = {
            "input_ids": np.array(ids, dtype=np.int64),
            "shapes": np.array(shapes, dtype=np.int64),
            "starts": np.array(starts, dtype=np.int64),
        }
        tag, morph, name, arc, rel = self._session.run(None, inputs)
        return Analysis(tag, morph, self._whole_names(name, tag), arc, rel)

    def _whole_names(self, names: Ints, tags: Ints) -> Ints:
        """People's names from the first proper noun to the last: "Mr.", "Al" and "Green" are one, "emperor" is none."""
        begins, goes_on, outside = self._person
        people = (names == begins) | (names == goes_on)
        if not people.any():
            return names
        proper = np.isin(tags, self._proper)
        # A hyphen or "of" that goes on belongs to the name between proper nouns.
        inside = proper | (names == goes_on)
        found = names.copy()
        found[people] = outside
        for start, end in _runs(inside):
            places = np.flatnonzero(proper[start:end]) + start
            if people[start:end].any() and len(places):
                found[places[0] : places[-1] + 1] = goes_on
                found[places[0]] = begins
        return found

    def relations(self, analysis: Analysis, heads: Ints) -> Ints:
        """The class of the relation of each word to its head, where 0 is the root and words count from 1."""
        half = analysis.rel.shape[1] // 2
        hidden = analysis.rel[1:, :half] + analysis.rel[heads, half:]
        best: Ints = (np.maximum(hidden, 0) @ self._weight + self._bias).argmax(1)
        return best


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where the mask is true: first place, and the place after the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]])))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def tree(scores: Floats) -> Ints:
    """The head of each word, 0 for the one root, from (words, words + 1) scores: the best ones that make a tree."""
    heads: Ints = scores.argmax(1)
    if (heads == 0).sum() == 1 and not _cycle(heads):
        return heads
    # The word that is the likeliest root is the only one.
    root = (scores[:, 0] - scores[:, 1:].max(1)).argmax()
    scores = scores.copy()
    scores[:, 0] = _NEVER
    scores[root, 0] = -_NEVER
    heads = scores.argmax(1)
    while cycle := _cycle(heads):
        # One word of the cycle is given the head outside of it, and of all that hangs on it, that costs least.
        hanging = _hanging(heads, cycle)
        members = sorted(cycle)
        costs = scores[members, heads[members]][:, None] - scores[members]
        costs[:, [word + 1 for word in hanging]] = np.inf
        at, head = divmod(int(costs.argmin()), costs.shape[1])
        heads[members[at]] = head
    return heads


def _cycle(heads: Ints) -> set[int]:
    """The words of a cycle, counted from 0; empty where every word leads to the root."""
    parents = heads.tolist()
    state = [0] * len(parents)
    for start in range(len(parents)):
        word = start
        while word >= 0 and state[word] == 0:
            state[word] = start + 1
            word = parents[word] - 1
        if word >= 0 and state[word] == start + 1:
            # This walk has come back to its own steps.
            found = {word}
            while (word := parents[word] - 1) not in found:
                found.add(word)
            return found
    return set()


def _hanging(heads: Ints, cycle: set[int]) -> set[int]:
    """The words whose chain of heads leads into the cycle, with those of the cycle."""
    parents = heads.tolist()
    found = set(cycle)
    before = -1
    while before != len(found):
        before = len(found)
        found.update(word for word, head in enumerate(parents) if head - 1 in found)
    return found


@lru_cache(maxsize=1)
def load_encoder() -> Encoder:
    """The encoder that the package ships, read once; raises InclusivelintError."""
    return Encoder()
