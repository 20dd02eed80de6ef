"""The judge's network: a small encoder, the first token and the marked trigger's mean, one logit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from encode import pad
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from data import bag_by_length
from inclusivelint.engine.judge import CLOSE, OPEN


class Judge(nn.Module):
    """Encoder and head. Inputs are (batch, length) integer tensors; the output is (batch,) logits.

    `features` are the (batch, 2 * width) states that the head reads.
    """

    def __init__(self, encoder: Any, open_id: int, close_id: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.open_id = open_id
        self.close_id = close_id
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(2 * encoder.config.hidden_size, 1)

    def features(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        types = {"token_type_ids": token_type_ids} if hasattr(self.encoder.config, "type_vocab_size") else {}
        states: Tensor = self.encoder(input_ids=input_ids, attention_mask=attention_mask, **types).last_hidden_state
        opened = (input_ids == self.open_id).to(states.dtype).cumsum(1)
        closed = (input_ids == self.close_id).to(states.dtype).cumsum(1)
        inside = (opened - closed).clamp(0, 1).unsqueeze(-1)
        trigger = (states * inside).sum(1) / inside.sum(1).clamp(min=1)
        return torch.cat([states[:, 0], trigger], 1)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        logits: Tensor = self.head(self.dropout(self.features(input_ids, attention_mask, token_type_ids)))
        return logits.squeeze(-1)


class BankDropout(nn.Module):
    """Dropout with masks cut from a bank: on a CPU, drawing fresh ones takes as long as the matrices."""

    SIZE = 1 << 23

    def __init__(self, share: float) -> None:
        super().__init__()
        self.p = share
        self.bank = torch.empty(0)

    def forward(self, states: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return states
        needed = states.numel()
        if self.bank.numel() <= needed or self.bank.dtype != states.dtype:
            drawn = torch.rand(max(self.SIZE, 2 * needed)) >= self.p
            self.bank = drawn.to(states.dtype) / (1 - self.p)
        start = int(torch.randint(0, self.bank.numel() - needed, (1,)))
        return states * self.bank[start : start + needed].view(states.shape)


def with_banks(module: nn.Module) -> None:
    """Replace every dropout of a module."""
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            setattr(module, name, BankDropout(child.p))
        else:
            with_banks(child)


def tensors(codes: Sequence[list[int]]) -> dict[str, Tensor]:
    """A padded batch."""
    return {name: torch.from_numpy(array) for name, array in pad(codes).items()}


@torch.inference_mode()
def predict(judge: Judge, codes: Sequence[list[int]], size: int = 64) -> NDArray[np.float64]:
    """Logits of encoded texts, in their order."""
    judge.eval()
    logits = np.zeros(len(codes))
    for batch in bag_by_length([len(ids) for ids in codes], size, None):
        with torch.autocast("cpu", torch.bfloat16):
            out = judge(**tensors([codes[i] for i in batch]))
        logits[batch] = out.float().numpy()
    return logits


def build(weights: Path, tokenizer: Tokenizer) -> Judge:
    """A judge on the pretrained weights in a folder."""
    number = tokenizer.get_vocab()
    encoder = AutoModel.from_pretrained(weights, attention_probs_dropout_prob=0.0)
    return Judge(encoder, number[OPEN], number[CLOSE])


def load(folder: Path) -> Judge:
    """A trained judge from a checkpoint folder written by `save`."""
    saved = torch.load(folder / "judge.pt", weights_only=True)
    encoder = AutoModel.from_config(AutoConfig.from_pretrained(folder))  # type: ignore[no-untyped-call]
    judge = Judge(encoder, saved["open_id"], saved["close_id"])
    judge.load_state_dict(saved["state"])
    return judge.eval()


def averaged(folders: Sequence[Path]) -> Judge:
    """The judge whose weights are the mean of several checkpoints, such as seeds of one recipe."""
    judge = load(folders[0])
    states = [load(folder).state_dict() for folder in folders]
    mean = {
        name: torch.stack([state[name] for state in states]).mean(0) if value.is_floating_point() else value
        for name, value in judge.state_dict().items()
    }
    judge.load_state_dict(mean)
    return judge


def save(judge: Judge, folder: Path) -> None:
    """Write a checkpoint folder."""
    folder.mkdir(parents=True, exist_ok=True)
    judge.encoder.config.save_pretrained(folder)
    saved = {"state": judge.state_dict(), "open_id": judge.open_id, "close_id": judge.close_id}
    torch.save(saved, folder / "judge.pt")


def parameter_groups(judge: Judge, body: float, head: float) -> list[dict[str, Any]]:
    """Optimiser groups: the head at its own rate, weight decay on matrices alone."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in judge.named_parameters():
        if "encoder.pooler" in name:
            parameter.requires_grad_(False)
            continue
        rate = body if name.startswith("encoder.") else head
        groups.setdefault((rate, 0.0 if parameter.ndim == 1 else 0.01), []).append(parameter)
    return [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()]
