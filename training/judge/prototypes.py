"""A rule's own examples as two points in the judge's space, and the decision relative to them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn


class Relative(nn.Module):
    """Adds to the logit how much nearer a vector lies to its rule's flag examples than to its pass examples."""

    def __init__(self, width: int, size: int = 128) -> None:
        super().__init__()
        self.project = nn.Linear(width, size)
        self.scale = nn.Parameter(torch.tensor(3.0))

    def forward(self, vectors: Tensor, labels: Tensor, groups: Sequence[str]) -> tuple[Tensor, Tensor]:
        """(terms, known): each text's term from the other texts of its group, and whether it had any on both sides."""
        points = nn.functional.normalize(self.project(vectors), dim=1)
        keys = {name: number for number, name in enumerate(dict.fromkeys(groups))}
        group = torch.tensor([keys[name] for name in groups])
        same = (group[:, None] == group[None]) & ~torch.eye(len(groups), dtype=torch.bool)
        flags = (same & (labels[None] == 1)).float()
        passes = (same & (labels[None] == 0)).float()
        known = (flags.sum(1) > 0) & (passes.sum(1) > 0)
        near = points @ points.T
        towards = (near * flags).sum(1) / flags.sum(1).clamp(min=1)
        away = (near * passes).sum(1) / passes.sum(1).clamp(min=1)
        return self.scale * (towards - away) * known, known
