"""Texts to token ids, the same way in training and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from identities import group_names
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer

from data import Example
from inclusivelint.engine.judge import MARKERS, GroupNames, Question, clip, hidden, mark, masked

Ints = NDArray[np.int64]


def read_tokenizer(path: Path, length: int) -> Tokenizer:
    """A tokenizer file with the markers as whole tokens, truncating at `length`."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in MARKERS])
    tokenizer.enable_truncation(length)
    tokenizer.no_padding()
    return tokenizer


@cache
def groups() -> GroupNames:
    """The names of groups that the judge does not get to see."""
    return GroupNames(group_names())


def asked(example: Example) -> Question:
    """What the judge is asked of a text."""
    return Question(example.text, example.start, example.end)


def encode(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[list[int]]:
    """Token ids of every text, prepared as at run time."""
    questions = [hidden(asked(e)) if e.hides else asked(e) for e in examples]
    texts = [mark(clip(masked(each, groups()))) for each in questions]
    return [code.ids for code in tokenizer.encode_batch(texts)]


def pad(codes: Sequence[list[int]]) -> dict[str, Ints]:
    """A batch as three (batch, longest) arrays."""
    longest = max(map(len, codes))
    arrays = {
        name: np.zeros((len(codes), longest), dtype=np.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    for row, ids in enumerate(codes):
        arrays["input_ids"][row, : len(ids)] = ids
        arrays["attention_mask"][row, : len(ids)] = 1
    return arrays
