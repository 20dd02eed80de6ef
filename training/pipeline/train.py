"""Train the encoder on treebanks: a teacher of all layers, then a small student that learns the teacher's doubts."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import torch
from convert import DEV, TRAIN
from net import Net, distance, fresh, load, loss, save
from tokenizers import Tokenizer
from torch import nn

from data import MISSING, Encoded, Labels, Sample, batch, batches, encode, grouped, joined, labels_of, recased, samples
from inclusivelint.engine.encoder import Pieces


def encoded(
    found: Sequence[Sample], pieces: Pieces, labels: Labels, draw: random.Random | None, labelled: bool = True
) -> list[Encoded]:
    """Sentences in numbers; with a generator some in other case."""
    out = []
    for sample in found:
        words = recased(sample.words, draw) if draw else sample.words
        if draw and draw.random() < 0.04 and len(words) > 3 and sample.labels["dep"][-1] == "punct":
            cut = len(words) - 1
            if all(head != cut + 1 for head in sample.heads):
                fields = {name: values[:cut] for name, values in sample.labels.items()}
                sample = Sample(
                    sample.document, sample.words[:cut], sample.spaces[:cut], fields, sample.heads[:cut], []
                )
                words = words[:cut]
        out.append(encode(words, sample.spaces, pieces, sample if labelled else None, labels, sample.document))
    return out


@torch.inference_mode()
def accuracy(net: Net, texts: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Shares right, of words whose labels are known, without the search for trees."""
    net.eval()
    right: dict[str, int] = {}
    known: dict[str, int] = {}
    for group in batches(texts, 4000, None):
        tensors = batch(group)
        with torch.autocast("cpu", torch.bfloat16):
            out = net(tensors)
            heads = out["arc"].argmax(-1)
            out["dep"] = net.relations(out["rel"], heads)
        out["heads"] = out["arc"]
        hits = {name: out[name].argmax(-1) == tensors[name] for name in ("tag", "morph", "name", "dep", "heads")}
        hits["las"] = hits["dep"] & hits["heads"]
        for name, hit in hits.items():
            wanted = tensors["heads" if name == "las" else name] != MISSING
            if name == "las":
                wanted &= tensors["dep"] != MISSING
            right[name] = right.get(name, 0) + int((hit & wanted).sum())
            known[name] = known.get(name, 0) + int(wanted.sum())
    net.train()
    return {name: round(100 * right[name] / max(1, known[name]), 2) for name in right}


def optimiser(net: Net, body: float, head: float) -> torch.optim.AdamW:
    """The heads and the new embeddings at their own rate, weight decay on matrices alone."""
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in net.named_parameters():
        if "position" in name or parameter.requires_grad:
            rate = body if name.startswith("encoder.") else head
            groups.setdefault((rate, 0.0 if parameter.ndim == 1 else 0.01), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": p, "lr": rate, "weight_decay": decay} for (rate, decay), p in groups.items()],
        betas=(0.9, 0.98),
        fused=True,
    )


def main() -> None:
    """Train one net."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--treebanks", type=Path, required=True)
    add("--weights", type=Path, required=True, help="pretrained encoder with its tokenizer.json")
    add("--output", type=Path, required=True)
    add("--teacher", type=Path, help="checkpoint whose doubts are learnt, too")
    add("--raw", type=Path, nargs="*", default=[], help="texts for the teacher to read, one sentence a line (raw.py)")
    add("--layers", type=int, nargs="*", help="layers of the encoder to keep; all unless told")
    add("--from-teacher", action="store_true", help="start from the teacher's layers")
    add("--minutes", type=float, required=True, help="how long to train")
    add("--size", type=int, default=1500, help="pieces in a batch")
    add("--body", type=float, default=1e-4)
    add("--head", type=float, default=1e-3)
    add("--most", type=int, default=10**9, help="raw sentences, spread evenly over the texts")
    add("--repeat", type=int, default=1, help="how often the treebanks stand in one epoch beside raw texts")
    add("--seed", type=int, default=1)
    add("--everything", action="store_true", help="learn from the dev part, too")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    draw = random.Random(options.seed)
    pieces = Pieces(Tokenizer.from_file(str(options.weights / "tokenizer.json")))
    found = [s for name in TRAIN for s in samples(options.treebanks / f"{name}.conllu")]
    dev = [s for name in DEV for s in samples(options.treebanks / f"{name}.conllu")]
    teacher = load(options.teacher) if options.teacher else None
    labels = teacher.labels if teacher else labels_of(found)
    if options.everything:
        found += dev
    lines = [line for path in options.raw for line in path.open(encoding="utf-8")]
    lines = lines[:: -(-len(lines) // options.most)] if lines else []
    raw = [encode(line["words"], line["spaces"], pieces, None, labels, "") for line in map(json.loads, lines)]
    if teacher and options.from_teacher:
        net = deepcopy(teacher)
        net.encoder.encoder.layer = nn.ModuleList(net.encoder.encoder.layer[i] for i in options.layers)
        net.encoder.config.num_hidden_layers = len(options.layers)
        net.train()
    else:
        net = fresh(options.weights, labels, options.layers)
    checks = [joined(g, pieces) for g in grouped(encoded(dev, pieces, labels, None), random.Random(0))]
    print(
        f"{len(found)} sentences, {len(raw)} raw, {[len(getattr(labels, f)) for f in ('tag', 'morph', 'name', 'dep')]}",
        flush=True,
    )
    optimizer = optimiser(net, options.body, options.head)
    rates = [group["lr"] for group in optimizer.param_groups]
    averaged: dict[str, torch.Tensor] = {}
    begin, step, seen, epoch, total = time.monotonic(), 0, 0, 0, 0.0
    share = 0.0
    net.train()
    while share < 1:
        sentences = [s for _ in range(options.repeat) for s in encoded(found, pieces, labels, draw)]
        texts = [joined(g, pieces) for g in grouped(sentences, draw)]
        unread = [joined(g, pieces) for g in grouped(raw, draw)]
        todo = [(group, False) for group in batches(texts, options.size, draw)]
        todo += [(group, True) for group in batches(unread, options.size, draw)]
        draw.shuffle(todo)
        for group, is_raw in todo:
            share = min(1.0, (time.monotonic() - begin) / (60 * options.minutes))
            factor = min(1.0, step / 200) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * share)))
            for rate, settings in zip(rates, optimizer.param_groups, strict=True):
                settings["lr"] = rate * factor
            tensors = batch(group)
            with torch.autocast("cpu", torch.bfloat16):
                out = net(tensors)
                if is_raw:
                    with torch.no_grad():
                        taught = teacher(tensors)
                    wrong = distance(net, out, taught, teacher, tensors)
                else:
                    wrong = loss(net, out, tensors)
            optimizer.zero_grad(set_to_none=True)
            wrong.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step, seen, total = step + 1, seen + len(group), total + float(wrong.detach())
            if step % 10 == 0 and share > 0.5:
                for name, value in net.state_dict().items():
                    if value.is_floating_point():
                        averaged[name] = averaged[name].lerp(value, 0.02) if name in averaged else value.clone()
            if step % 500 == 0:
                rate = seen / (time.monotonic() - begin)
                print(
                    f"step {step} epoch {epoch} share {share:.2f} loss {total / 500:.3f} {rate:.0f} texts/s", flush=True
                )
                total = 0.0
                if step % 2000 == 0:
                    print("   ", accuracy(net, checks), flush=True)
            if share >= 1:
                break
        epoch += 1
    print("last", accuracy(net, checks), flush=True)
    save(net, options.output)
    last = {name: value.clone() for name, value in net.state_dict().items()}
    net.load_state_dict(last | averaged)
    print("averaged", accuracy(net, checks), flush=True)
    save(net, options.output / "averaged")


if __name__ == "__main__":
    main()
