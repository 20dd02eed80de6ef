"""Texts to token ids, the same way in training and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import AddedToken, Tokenizer

from data import CLOSE, OPEN, Example, mark

REACH = 260
GROUP = "[unused5]"
ABOUT_GROUPS = frozenset(["identity-terms", "made"])
Ints = NDArray[np.int64]


def read_tokenizer(path: Path, length: int) -> Tokenizer:
    """A tokenizer file with the markers as whole tokens, truncating at `length`."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in (OPEN, CLOSE, GROUP)])
    tokenizer.enable_truncation(length)
    tokenizer.no_padding()
    return tokenizer


def clip(text: str, start: int, end: int) -> tuple[str, int, int]:
    """At most REACH characters on either side of the trigger, cut between words."""
    left, right = 0, len(text)
    if start > REACH:
        left = text.find(" ", start - REACH, start) + 1 or start - REACH
    if right - end > REACH:
        right = max(text.rfind(" ", end, end + REACH), end)
    return text[left:right], start - left, end - left


def masked(example: Example) -> Example:
    """A text about a group with the group's name replaced by one token, so that all groups are judged alike."""
    text = example.text[: example.start] + GROUP + example.text[example.end :]
    return replace(example, text=text, end=example.start + len(GROUP))


def encode(tokenizer: Tokenizer, examples: Sequence[Example], mask: bool = False) -> list[list[int]]:
    """Token ids of every example: clipped, its trigger marked, or masked where it names a group."""
    texts = []
    for example in examples:
        shown = masked(example) if mask and example.category in ABOUT_GROUPS else example
        texts.append(mark(*clip(shown.text, shown.start, shown.end)))
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
