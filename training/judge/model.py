"""The judge's network: a small encoder, a pooling of the marked trigger, one logit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from prototypes import Relative
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel


@dataclass(frozen=True)
class Shape:
    """What of the encoder's output the decision is made from: `cls`, `trigger`, `both` or `all` (with the mean)."""

    pooling: str = "both"
    dropout: float = 0.1
    hidden: int = 0


class Judge(nn.Module):
    """Encoder and head. Inputs are (batch, length) integer tensors; the output is (batch,) logits."""

    def __init__(self, encoder: nn.Module, shape: Shape, open_id: int, close_id: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.shape = shape
        self.open_id = open_id
        self.close_id = close_id
        width = encoder.config.hidden_size * {"cls": 1, "trigger": 1, "both": 2, "all": 3}[shape.pooling]
        self.dropout = nn.Dropout(shape.dropout)
        self.middle = nn.Linear(width, shape.hidden) if shape.hidden else None
        self.head = nn.Linear(shape.hidden or width, 1)
        self.relative = Relative(width)

    def pooled(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """The vector the decision is made from, (batch, width)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        opened = (input_ids == self.open_id).to(states.dtype).cumsum(1)
        closed = (input_ids == self.close_id).to(states.dtype).cumsum(1)
        inside = (opened - closed).clamp(0, 1).unsqueeze(-1)
        trigger = (states * inside).sum(1) / inside.sum(1).clamp(min=1)
        if self.shape.pooling == "cls":
            return states[:, 0]
        if self.shape.pooling == "trigger":
            return trigger
        if self.shape.pooling == "both":
            return torch.cat([states[:, 0], trigger], 1)
        mask = attention_mask.to(states.dtype).unsqueeze(-1)
        return torch.cat([states[:, 0], trigger, (states * mask).sum(1) / mask.sum(1)], 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        return self.decide(self.pooled(input_ids, attention_mask, token_type_ids))

    def decide(self, vector: Tensor) -> Tensor:
        """Logits of pooled vectors."""
        vector = self.dropout(vector)
        if self.middle is not None:
            vector = self.dropout(torch.nn.functional.gelu(self.middle(vector)))
        return self.head(vector).squeeze(-1)


def build(weights: Path, shape: Shape, open_id: int, close_id: int) -> Judge:
    """A judge on the pretrained weights in a folder."""
    return Judge(AutoModel.from_pretrained(weights), shape, open_id, close_id)


def load(folder: Path) -> Judge:
    """A trained judge from a checkpoint folder written by `save`."""
    saved = torch.load(folder / "judge.pt", weights_only=True)
    encoder = AutoModel.from_config(AutoConfig.from_pretrained(folder))
    judge = Judge(encoder, Shape(**saved["shape"]), saved["open_id"], saved["close_id"])
    judge.load_state_dict(saved["state"], strict="relative.scale" in saved["state"])
    return judge.eval()


def save(judge: Judge, folder: Path) -> None:
    """Write a checkpoint folder."""
    folder.mkdir(parents=True, exist_ok=True)
    judge.encoder.config.save_pretrained(folder)
    torch.save(
        {
            "state": judge.state_dict(),
            "shape": vars(judge.shape),
            "open_id": judge.open_id,
            "close_id": judge.close_id,
        },
        folder / "judge.pt",
    )


def parameter_groups(judge: Judge, body: float, head: float, decay: float) -> list[dict[str, object]]:
    """Optimiser groups with rates that shrink by `decay` for each layer further from the head."""
    layers = judge.encoder.config.num_hidden_layers
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in judge.named_parameters():
        if "encoder.pooler" in name:
            parameter.requires_grad_(False)
            continue
        if ".layer." in name:
            depth = layers - 1 - int(name.split(".layer.")[1].split(".")[0])
            rate = body * decay**depth
        elif name.startswith("encoder.embeddings"):
            rate = body * decay**layers
        else:
            rate = head
        weight_decay = 0.0 if parameter.ndim == 1 else 0.01
        groups.setdefault((rate, weight_decay), []).append(parameter)
    return [{"params": p, "lr": rate, "weight_decay": wd} for (rate, wd), p in groups.items()]
