"""Texts for a teacher to label: one to three words exchanged for words that are used alike.

What is said may turn ("always" for "never"), so such a text has no label but what a teacher says of it. After the
augmentation of TinyBERT (Jiao et al. 2020), with neighbours among the encoder's own word vectors.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace

from torch import Tensor
from torch.nn.functional import normalize

from data import Example

WHOLE_WORD = re.compile(r"[a-z]{3,}")
WORD = re.compile(r"[A-Za-z]{3,}")
KEPT = 0.7
"""How often a trigger of one word is left as it is where it was drawn."""


def neighbours(vocabulary: Mapping[str, int], vectors: Tensor, count: int = 14) -> dict[str, list[str]]:
    """Every whole word's nearest words by the cosine of `vectors` (one row per piece), other forms of it left out."""
    words = [word for word in vocabulary if WHOLE_WORD.fullmatch(word)]
    rows = vectors[[vocabulary[word] for word in words]]
    rows = normalize(rows - rows.mean(0), dim=1)
    found = {}
    for first in range(0, len(words), 2000):
        nearest = (rows[first : first + 2000] @ rows.T).topk(count + 1, dim=1).indices.tolist()
        for word, row in zip(words[first : first + 2000], nearest, strict=True):
            found[word] = [words[i] for i in row if words[i][:4] != word[:4]]
    return found


def swap(example: Example, near: Mapping[str, list[str]], rng: random.Random) -> Example:
    """The text with one to three of its words exchanged; the trigger moves with it, and keeps its bounds."""
    words = [m for m in WORD.finditer(example.text) if near.get(m[0].lower())]
    words = [m for m in words if m.start() >= example.end or m.end() <= example.start or _inside(m, example)]
    drawn = rng.sample(words, min(len(words), rng.choice((1, 1, 2, 3))))
    text, start, end = example.text, example.start, example.end
    for word in sorted(drawn, key=lambda m: -m.start()):
        if word.span() == (example.start, example.end) and rng.random() < KEPT:
            continue
        new = _cased(rng.choice(near[word[0].lower()]), word[0])
        text = text[: word.start()] + new + text[word.end() :]
        grown = len(new) - len(word[0])
        start += grown if word.end() <= example.start else 0
        end += grown if word.end() <= example.end else 0
    return replace(example, text=text, start=start, end=end)


def _inside(word: re.Match[str], example: Example) -> bool:
    return example.start <= word.start() and word.end() <= example.end


def _cased(new: str, old: str) -> str:
    if old.isupper():
        return new.upper()
    return new.capitalize() if old[0].isupper() else new
