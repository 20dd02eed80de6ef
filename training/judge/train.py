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
from model import Judge, build, load, parameter_groups, predict, save, tensors, with_banks
from numpy.typing import NDArray
from score import add_row, read_examples, score
from swaps import neighbours, swap
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
    add("--teacher", type=Path, help="a checkpoint that says what becomes of texts with words exchanged")
    add("--teacher-weights", type=Path, help="folder of the teacher's pretrained encoder, for its tokenizer")
    add("--swapped", type=int, default=0, help="texts with words exchanged in each epoch, as the teacher labels them")
    add("--seed", type=int, default=1)
    return parser.parse_args()


def with_before(example: Example, rng: random.Random) -> Example:
    """A real sentence with the one before it, as the linter asks about paragraphs, in half of the epochs."""
    if not example.before or rng.random() < 0.5:
        return example
    lead = example.before[-200:] + " "
    return replace(example, text=lead + example.text, start=example.start + len(lead), end=example.end + len(lead))


def varied(example: Example, share: float, rng: random.Random) -> Example:
    """A text as one epoch sees it, changed in a `share` of the cases."""
    return with_before(augment(example, rng) if rng.random() < share else example, rng)


class Teacher:
    """A larger judge, asked for its answers only."""

    def __init__(self, checkpoint: Path, weights: Path, length: int) -> None:
        self.judge = load(checkpoint)
        self.tokenizer = read_tokenizer(weights / "tokenizer.json", length)
        vectors = self.judge.encoder.embeddings.word_embeddings.weight.detach()
        self.near = neighbours(self.tokenizer.get_vocab(), vectors)

    def probabilities(self, texts: list[Example]) -> NDArray[np.float64]:
        """How likely each text's trigger would be changed."""
        return 1 / (1 + np.exp(-predict(self.judge, encode(self.tokenizer, texts))))


def fit(
    judge: Judge, train: list[Example], unlabelled: list[Example], tokenizer: Tokenizer, options: argparse.Namespace
) -> None:
    """Train in place, on labelled texts and on those of `unlabelled` that a teacher labels."""
    rng = random.Random(options.seed)
    groups = parameter_groups(judge, options.rate, options.head_rate)
    optimizer = torch.optim.AdamW(groups, fused=True)
    teacher = Teacher(options.teacher, options.teacher_weights, options.length) if options.teacher else None
    total = options.epochs * -(-(len(train) + options.made + options.swapped) // options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * total), max(0.0, 1 - step / total))
    )
    fast = torch.compile(judge, dynamic=True)
    for epoch in range(options.epochs):
        began, losses = time.time(), []
        texts = [varied(e, options.augment, rng) for e in train] + statements(options.made, rng)
        targets = np.array([e.label for e in texts])
        if teacher:
            drawn = [varied(e, options.augment, rng) for e in rng.choices(unlabelled, k=options.swapped)]
            swapped = [swap(e, teacher.near, rng) for e in drawn]
            texts, targets = texts + swapped, np.concatenate([targets, teacher.probabilities(swapped)])
        codes = encode(tokenizer, texts)
        judge.train()
        for batch in bag_by_length([len(ids) for ids in codes], options.batch, rng):
            labels = torch.from_numpy(targets[batch]).float()
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
    unlabelled = [e for e in train if e.source != "rules"]
    whole = ("rules", *options.whole)
    train = [e for e in train if e.real or e.source in whole or percent(f"share:{e.group}") < options.share]
    train = [e for e in train if e.hides or percent(f"rest:{e.id}") < options.rest]
    print(len(train), "texts", flush=True)
    judge = load(options.start) if options.start else build(options.weights, tokenizer)
    with_banks(judge)
    fit(judge, train, unlabelled, tokenizer, options)
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
