"""Texts to token ids, the same way in training and at run time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tokenizers import AddedToken, Tokenizer

from data import CLOSE, OPEN, Example, mark

REACH = 260
GROUP = "[unused5]"
ABOUT_GROUPS = frozenset(["identity-terms", "made", "genil"])
CASES = {"lower": "", "title": "[unused3]", "upper": "[unused4]"}


def read_tokenizer(path: Path, length: int) -> Tokenizer:
    """A tokenizer file with the markers as whole tokens, truncating at `length`."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.add_special_tokens([AddedToken(t, special=True) for t in (OPEN, CLOSE, GROUP, *CASES.values()) if t])
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


def case_token(text: str, start: int, end: int) -> str:
    """A token for a trigger that is capitalised, since the encoder reads lower case alone."""
    span = text[start:end]
    if span.isupper() and len(span) > 1:
        return CASES["upper"]
    if span[:1].isupper() and text[:start].strip(" \"'“‘*-#>0123456789.)("):
        return CASES["title"]
    return CASES["lower"]


def masked(example: Example) -> Example:
    """A text about a group with the group's name replaced by one token, so that all groups are judged alike."""
    text = example.text[: example.start] + GROUP + example.text[example.end :]
    return replace(example, text=text, end=example.start + len(GROUP))


def first_segment(example: Example, case: bool, mask: bool = False) -> str:
    """The clipped text with its trigger marked, or masked where it names a group."""
    if mask and example.category in ABOUT_GROUPS:
        example = masked(example)
    text, start, end = clip(example.text, example.start, example.end)
    token = case_token(text, start, end) if case else ""
    marked = mark(text, start, end)
    return f"{token} {marked}" if token else marked


def second_segment(example: Example, second: str) -> str:
    """What stands beside the text: nothing, the sentence before, the rule's gloss, or both."""
    parts = []
    if second in ("gloss", "both") and example.gloss:
        parts.append(example.gloss)
    if second in ("before", "both") and example.before:
        parts.append(example.before[-REACH:])
    return " | ".join(parts)


def encode(
    tokenizer: Tokenizer, examples: Sequence[Example], second: str, case: bool, mask: bool = False
) -> list[tuple[list[int], list[int]]]:
    """(token ids, segment ids) of every example."""
    pairs: list[str | tuple[str, str]] = []
    for example in examples:
        other = second_segment(example, second)
        first = first_segment(example, case, mask)
        pairs.append((first, other) if other else first)
    return [(code.ids, code.type_ids) for code in tokenizer.encode_batch(pairs)]


def pad(codes: Sequence[tuple[list[int], list[int]]]) -> dict[str, np.ndarray]:
    """A batch as three (batch, longest) int64 arrays."""
    longest = max(len(ids) for ids, _ in codes)
    arrays = {
        name: np.zeros((len(codes), longest), dtype=np.int64)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    }
    for row, (ids, types) in enumerate(codes):
        arrays["input_ids"][row, : len(ids)] = ids
        arrays["attention_mask"][row, : len(ids)] = 1
        arrays["token_type_ids"][row, : len(types)] = types
    return arrays
