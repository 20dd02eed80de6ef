"""The network: an encoder told of case and spaces, and heads for tags, morphology, names and dependencies."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from data import FIELDS, MISSING, Labels
from inclusivelint.engine.encoder import SHAPES

ARC, REL = 128, 128


class BankDropout(nn.Module):
    """Dropout with masks cut from a bank: on a CPU, drawing fresh ones takes as long as the matrices."""

    SIZE = 1 << 23
    BANKS: ClassVar[dict[tuple[float, torch.dtype], Tensor]] = {}

    def __init__(self, share: float) -> None:
        super().__init__()
        self.p = share

    def forward(self, states: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return states
        needed = states.numel()
        bank = self.BANKS.get((self.p, states.dtype))
        if bank is None or bank.numel() <= needed:
            drawn = torch.rand(max(self.SIZE, 2 * needed)) >= self.p
            bank = self.BANKS[self.p, states.dtype] = drawn.to(states.dtype) / (1 - self.p)
        start = int(torch.randint(0, bank.numel() - needed, (1,)))
        return states * bank[start : start + needed].view(states.shape)


def with_banks(module: nn.Module) -> None:
    """Replace every dropout of a module."""
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            setattr(module, name, BankDropout(child.p))
        else:
            with_banks(child)


class Net(nn.Module):
    """Scores for each word. The first start is [CLS], the root."""

    def __init__(self, encoder: Any, labels: Labels) -> None:
        super().__init__()
        self.encoder = encoder
        self.labels = labels
        width = encoder.config.hidden_size
        self.shapes = nn.Embedding(SHAPES, width)
        nn.init.zeros_(self.shapes.weight)
        self.dropout = BankDropout(0.2)
        for field in ("tag", "morph", "name"):
            setattr(self, field, nn.Linear(width, len(getattr(labels, field))))
        self.arc = nn.Linear(width, 2 * ARC)
        self.rel = nn.Linear(width, 2 * REL)
        self.bilinear = nn.Linear(ARC, ARC, bias=False)
        self.as_head = nn.Linear(ARC, 1)
        self.dep = nn.Linear(REL, len(labels.dep))

    def states(self, input_ids: Tensor, shapes: Tensor, starts: Tensor, attention_mask: Tensor | None) -> Tensor:
        """(texts, words + 1, width)."""
        embedded = self.encoder.embeddings.word_embeddings(input_ids) + self.shapes(shapes)
        states = self.encoder(inputs_embeds=embedded, attention_mask=attention_mask).last_hidden_state
        return torch.take_along_dim(states, starts.unsqueeze(-1), 1)

    def scores(self, states: Tensor) -> dict[str, Tensor]:
        """Logits by field; `arc` is (texts, words, words + 1), `rel` the (words + 1, 2 * REL) that `dep` reads."""
        words = states[:, 1:]
        out = {field: getattr(self, field)(words) for field in ("tag", "morph", "name")}
        arcs = F.gelu(self.arc(states), approximate="tanh")
        heads = arcs[..., ARC:]
        dependents = self.bilinear(arcs[:, 1:, :ARC])
        out["arc"] = dependents @ heads.transpose(1, 2) / ARC**0.5 + self.as_head(heads).transpose(1, 2)
        out["rel"] = self.rel(states)
        return out

    def relations(self, rel: Tensor, heads: Tensor) -> Tensor:
        """Logits of the relation of each word to a head of 0 and more."""
        chosen = torch.take_along_dim(rel[..., REL:], heads.unsqueeze(-1), 1)
        return self.dep(F.relu(self.dropout(rel[:, 1:, :REL] + chosen)))

    def forward(self, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
        """Scores of a padded batch, heads that are no words at minus infinity."""
        states = self.states(tensors["input_ids"], tensors["shapes"], tensors["starts"], tensors["attention_mask"])
        out = self.scores(self.dropout(states))
        out["arc"] = out["arc"].float().masked_fill(~tensors["words"].unsqueeze(1), -1e4)
        return out


def loss(net: Net, out: dict[str, Tensor], tensors: dict[str, Tensor]) -> Tensor:
    """The sum of the fields' mean losses where labels are known."""
    heads = tensors["heads"]
    dep = net.relations(out["rel"], heads.clamp(min=0))
    total = _cross(out["arc"], heads) + _cross(dep, tensors["dep"])
    for field, weight in (("tag", 1.0), ("morph", 0.5), ("name", 0.7)):
        total = total + weight * _cross(out[field], tensors[field])
    return total


def _cross(logits: Tensor, wanted: Tensor) -> Tensor:
    flat = wanted.reshape(-1)
    known = (flat != MISSING).sum().clamp(min=1)
    return (
        F.cross_entropy(logits.float().reshape(flat.numel(), -1), flat, ignore_index=MISSING, reduction="sum") / known
    )


def distance(
    net: Net, out: dict[str, Tensor], taught: dict[str, Tensor], teacher: Net, tensors: dict[str, Tensor]
) -> Tensor:
    """How far the student's probabilities are from the teacher's, for each word, summed over the fields."""
    words = tensors["words"][:, 1:]
    heads = taught["arc"].argmax(-1)
    pairs = [
        (out["arc"], taught["arc"], 1.0),
        (net.relations(out["rel"], heads), teacher.relations(taught["rel"], heads), 1.0),
        *((out[field], taught[field], weight) for field, weight in (("tag", 1.0), ("morph", 0.5), ("name", 0.7))),
    ]
    total = out["arc"].new_zeros(())
    for mine, theirs, weight in pairs:
        goal = F.softmax(theirs.float()[words], -1)
        total = total - weight * (goal * F.log_softmax(mine.float()[words], -1)).sum(-1).mean()
    return total


def fresh(weights: Path, labels: Labels, layers: list[int] | None = None) -> Net:
    """A net on a pretrained encoder, of all its layers or of some."""
    # On a CPU the fused attention is slower than the plain one for short texts.
    encoder = AutoModel.from_pretrained(
        weights, attention_probs_dropout_prob=0.0, add_pooling_layer=False, attn_implementation="eager"
    )
    if layers is not None:
        encoder.encoder.layer = nn.ModuleList(encoder.encoder.layer[i] for i in layers)
        encoder.config.num_hidden_layers = len(layers)
    net = Net(encoder, labels)
    with_banks(net)
    return net


def save(net: Net, folder: Path) -> None:
    """Write a checkpoint folder."""
    folder.mkdir(parents=True, exist_ok=True)
    net.encoder.config.save_pretrained(folder)
    fields = {field: getattr(net.labels, field) for field in FIELDS}
    torch.save({"state": net.state_dict(), "labels": fields}, folder / "net.pt")


def load(folder: Path) -> Net:
    """Read a checkpoint folder."""
    saved = torch.load(folder / "net.pt", weights_only=True)
    config = AutoConfig.from_pretrained(folder)
    encoder = AutoModel.from_config(config, add_pooling_layer=False, attn_implementation="eager")
    net = Net(encoder, Labels(**saved["labels"]))
    net.load_state_dict(saved["state"])
    with_banks(net)
    return net.eval()
