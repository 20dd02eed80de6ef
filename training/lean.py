"""A BERT encoder as it is exported: for one text at a time, the same arithmetic in few steps.

Of short texts, most of the time goes into the number of steps, so queries, keys and values come from one matrix, and
there is no mask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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

    def forward(self, embedded: Tensor, rows: Tensor | None = None) -> Tensor:
        """The last states, (length, width); only those of some places where `rows` tells them."""
        states: Tensor = self.embeddings.LayerNorm(embedded)
        last = len(self.layers) - 1
        for number, (layer, merged) in enumerate(zip(self.layers, self.merged, strict=True)):
            parts = merged(states).view(-1, 3, self.heads, self.size).permute(1, 2, 0, 3)
            query, key, value = parts[0], parts[1], parts[2]
            if rows is not None and number == last:
                query, states = query[:, rows], states[rows]
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


class Evened(nn.Module):
    """A layer that takes its inputs with channels of like size, so that eight bits tell the small ones apart, too."""

    def __init__(self, layer: nn.Linear, size: Tensor) -> None:
        super().__init__()
        self.shrink = nn.Parameter(1 / size, requires_grad=False)
        self.layer = stacked([layer])
        self.layer.weight.data *= size

    def forward(self, states: Tensor) -> Tensor:
        found: Tensor = self.layer(states * self.shrink)
        return found


def even_out(lean: Lean, run: Callable[[], object], share: float = 0.8) -> None:
    """Give each layer inputs of like size, by the largest ones that `run` sends through the encoder.

    Eight bits are shared out over the range of all inputs of a layer, and a few channels are far larger than the rest;
    their size goes over to the weights (`share` of it), which have a range for each output
    (SmoothQuant, Xiao et al. 2023).
    """
    largest: dict[nn.Linear, Tensor] = {}

    def look(layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        assert isinstance(layer, nn.Linear)
        found = inputs[0].abs().amax(0)
        largest[layer] = torch.maximum(largest[layer], found) if layer in largest else found

    holders = [
        lean.merged,
        *(part for layer in lean.layers for part in (layer.attention.output, layer.intermediate, layer.output)),
    ]
    inner = [
        (holder, name, layer)
        for holder in holders
        for name, layer in holder.named_children()
        if isinstance(layer, nn.Linear)
    ]
    hooks = [layer.register_forward_pre_hook(look) for _, _, layer in inner]
    run()
    for hook in hooks:
        hook.remove()
    for holder, name, layer in inner:
        size = largest[layer].clamp(min=1e-4) ** share / layer.weight.data.abs().amax(0).clamp(min=1e-4) ** (1 - share)
        setattr(holder, name, Evened(layer, size / size.mean()))
