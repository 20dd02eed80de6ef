"""Train one judge, score it on groups and documents it never saw, and add a row to the table of tries."""

from __future__ import annotations

import argparse
import json
import random
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from augment import augment
from encode import encode, read_tokenizer
from identities import statements
from model import Judge, build, load, parameter_groups, save, tensors
from score import add_row, read_examples, score
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits

from data import Example, bag_by_length, percent


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--name", required=True)
    add("--data", type=Path, required=True, help="folder of w*.jsonl")
    add("--real", type=Path, nargs="*", default=[], help="files of labelled real sentences")
    add("--documents", type=Path, help="written by documents.py")
    add("--weights", type=Path, required=True, help="folder of the pretrained encoder")
    add("--output", type=Path, required=True, help="folder for checkpoints and results.jsonl")
    add("--start", type=Path, help="a checkpoint to go on from, in place of the pretrained encoder")
    add("--epochs", type=int, default=3)
    add("--batch", type=int, default=64)
    add("--length", type=int, default=112)
    add("--rate", type=float, default=1.5e-4)
    add("--head-rate", type=float, default=5e-4)
    add("--everything", action="store_true", help="train on the dev part too: for the judge that ships")
    add(
        "--share",
        type=int,
        default=100,
        help="per cent of the written training groups to use, beside the rules' own examples",
    )
    add("--whole", nargs="*", default=[], help="files of written texts to use whole, such as w14, whatever the share")
    add("--rest", type=int, default=100, help="per cent of the texts to use that are not about groups")
    add("--augment", type=float, default=0.3, help="share of texts changed in each epoch")
    add("--made", type=int, default=900, help="made identity statements in each epoch")
    add("--seed", type=int, default=1)
    return parser.parse_args()


def with_before(example: Example, rng: random.Random) -> Example:
    """A real sentence with the one before it, as the linter asks about paragraphs, in half of the epochs."""
    if not example.before or rng.random() < 0.5:
        return example
    lead = example.before[-200:] + " "
    return replace(example, text=lead + example.text, start=example.start + len(lead), end=example.end + len(lead))


def fit(judge: Judge, train: list[Example], tokenizer: Tokenizer, options: argparse.Namespace) -> None:
    """Train in place."""
    rng = random.Random(options.seed)
    groups = parameter_groups(judge, options.rate, options.head_rate)
    optimizer = torch.optim.AdamW(groups, fused=True)
    total = options.epochs * -(-(len(train) + options.made) // options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * total), max(0.0, 1 - step / total))
    )
    fast = torch.compile(judge, dynamic=True)
    for epoch in range(options.epochs):
        began, losses = time.time(), []
        texts = [with_before(augment(e, rng) if rng.random() < options.augment else e, rng) for e in train]
        texts += statements(options.made, rng)
        codes = encode(tokenizer, texts)
        judge.train()
        for batch in bag_by_length([len(ids) for ids in codes], options.batch, rng):
            labels = torch.tensor([texts[i].label for i in batch])
            with torch.autocast("cpu", torch.bfloat16):
                logits = fast(**tensors([codes[i] for i in batch]))
            loss = binary_cross_entropy_with_logits(logits.float(), labels)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            losses.append(loss.item())
        print(f"epoch {epoch} loss {np.mean(losses):.4f} {time.time() - began:.0f} s", flush=True)


def main() -> None:
    """Train, save, score, and add the row."""
    options = arguments()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    began = time.time()
    tokenizer = read_tokenizer(options.weights / "tokenizer.json", options.length)
    examples = read_examples(options.data, options.real, options.documents)
    parts = ("train", "dev") if options.everything else ("train",)
    train = [e for e in examples if e.part in parts and e.label != 0.5]
    whole = ("rules", *options.whole)
    train = [e for e in train if e.real or e.source in whole or percent(f"share:{e.group}") < options.share]
    train = [e for e in train if e.hides or percent(f"rest:{e.id}") < options.rest]
    print(len(train), "texts", flush=True)
    judge = load(options.start) if options.start else build(options.weights, tokenizer)
    fit(judge, train, tokenizer, options)
    folder = options.output / options.name
    save(judge, folder)
    paths = ("data", "real", "weights", "output", "documents", "start")
    described = {key: str(value) for key, value in vars(options).items() if key not in paths}
    (folder / "options.json").write_text(json.dumps(described, indent=1), encoding="utf-8")
    measured_on = "calibration" if options.everything else "dev"
    row = {"name": options.name, "minutes": round((time.time() - began) / 60, 1), "options": described}
    add_row(options.output, row | score(judge, examples, tokenizer, folder, measured_on))


if __name__ == "__main__":
    main()
