"""A BERT encoder as it is exported: for one text at a time, the same arithmetic in few steps.

Of short texts, most of the time goes into the number of steps, so queries, keys and values come from one matrix, and
there is no mask.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn


class Lean(nn.Module):
    """The encoder of a trained network, by its own weights."""

    def __init__(self, encoder: Any) -> None:
        super().__init__()
        self.heads: int = encoder.config.num_attention_heads
        self.size: int = encoder.config.hidden_size // self.heads
        self.embeddings = encoder.embeddings
        self.layers = nn.ModuleList(encoder.encoder.layer)
        self.merged = nn.ModuleList(self._merged(layer.attention.self) for layer in self.layers)

    def _merged(self, attention: Any) -> nn.Linear:
        merged = stacked([attention.query, attention.key, attention.value])
        width = self.heads * self.size
        merged.weight.data[:width] /= self.size**0.5
        merged.bias.data[:width] /= self.size**0.5
        return merged

    def embedded(self, input_ids: Tensor) -> Tensor:
        """What the numbers of (length,) pieces and their places stand for, (length, width), before any layer."""
        positions = self.embeddings.position_embeddings.weight[: input_ids.shape[0]]
        kind = self.embeddings.token_type_embeddings.weight[0]
        found: Tensor = self.embeddings.word_embeddings(input_ids) + positions + kind
        return found

    def forward(self, embedded: Tensor) -> Tensor:
        """The last states, (length, width)."""
        states: Tensor = self.embeddings.LayerNorm(embedded)
        for layer, merged in zip(self.layers, self.merged, strict=True):
            parts = merged(states).view(-1, 3, self.heads, self.size).permute(1, 2, 0, 3)
            query, key, value = parts[0], parts[1], parts[2]
            mixed = (query @ key.transpose(1, 2)).softmax(-1) @ value
            mixed = mixed.transpose(0, 1).reshape(-1, self.heads * self.size)
            states = layer.attention.output.LayerNorm(layer.attention.output.dense(mixed) + states)
            wide = F.gelu(layer.intermediate.dense(states))
            states = layer.output.LayerNorm(layer.output.dense(wide) + states)
        return states


def stacked(layers: Sequence[nn.Linear]) -> nn.Linear:
    """One layer with the outputs of several."""
    one = nn.Linear(layers[0].in_features, sum(layer.out_features for layer in layers))
    one.weight.data = torch.cat([layer.weight.data for layer in layers])
    one.bias.data = torch.cat([layer.bias.data for layer in layers])
    return one
