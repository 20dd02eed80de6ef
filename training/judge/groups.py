"""Batches that hold the near misses of a trigger together, and a loss that ranks them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import softplus

from data import Example


def bag_by_group(examples: Sequence[Example], size: int, rng: random.Random, chunk: int = 8) -> list[list[int]]:
    """Batches of indices made of chunks, each chunk from one group (or one trigger, for real sentences)."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        groups[example.group or example.span.lower()].append(index)
    chunks = []
    for members in groups.values():
        rng.shuffle(members)
        chunks += [members[i : i + chunk] for i in range(0, len(members), chunk)]
    rng.shuffle(chunks)
    order = [index for part in chunks for index in part]
    return [order[i : i + size] for i in range(0, len(order), size)]


def pair_loss(logits: Tensor, labels: Tensor, groups: Sequence[str]) -> Tensor:
    """Mean of softplus(pass - flag) over the pairs of one group in a batch; zero where there is none."""
    keys = {name: number for number, name in enumerate(dict.fromkeys(groups))}
    group = torch.tensor([keys[name] for name in groups])
    wanted = (group[:, None] == group[None]) & (labels[:, None] == 1) & (labels[None] == 0)
    if not wanted.any():
        return logits.sum() * 0
    return softplus(logits[None] - logits[:, None])[wanted].mean()
