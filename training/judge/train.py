"""Train one judge, score it on groups and documents it never saw, and add a row to the table of tries."""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from augment import augment
from encode import CLOSE, OPEN, encode, pad, read_tokenizer
from groups import bag_by_group, pair_loss
from identities import neutral_dev, statements
from metrics import pair_scores, summary
from model import Judge, Shape, build, parameter_groups, save
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from data import Example, add_glosses, add_reasons, bag_by_length, read_genil, read_real, read_written


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
    add("--epochs", type=int, default=3)
    add("--batch", type=int, default=32)
    add("--length", type=int, default=112)
    add("--rate", type=float, default=5e-5)
    add("--head-rate", type=float, default=5e-4)
    add("--decay", type=float, default=1.0, help="rate factor per layer")
    add("--pooling", choices=["cls", "trigger", "both", "all"], default="both")
    add("--hidden", type=int, default=0)
    add("--second", choices=["none", "before", "gloss", "both"], default="none")
    add("--case", action="store_true")
    add("--mask", action="store_true", help="hide the group's name in texts about groups")
    add("--smooth", type=float, default=0.0)
    add("--pair", type=float, default=0.0, help="weight of the pairwise loss")
    add("--rdrop", type=float, default=0.0)
    add("--ema", type=float, default=0.0)
    add("--augment", type=float, default=0.0, help="share of texts changed in each epoch")
    add("--real-repeat", type=int, default=1)
    add("--made", type=int, default=0, help="made identity statements in each epoch")
    add("--genil", type=Path, help="the GeniL table")
    add("--genil-neutral", type=int, default=1000)
    add("--relative", type=float, default=0.0, help="weight of the loss relative to the rule's other examples")
    add("--gloss", choices=["name", "reasons"], default="name")
    add("--split", action="store_true", help="train on split labels as 0.5")
    add("--everything", action="store_true", help="train on dev too, for shipping")
    add("--seed", type=int, default=1)
    return parser.parse_args()


def read_examples(options: argparse.Namespace) -> list[Example]:
    """Every labelled text, with its gloss."""
    documents = json.loads(options.documents.read_text()) if options.documents else {}
    examples = read_written(options.data) + read_real(options.real, documents)
    return add_glosses(examples) if options.gloss == "name" else add_reasons(examples, options.seed)


def tensors(arrays: dict[str, np.ndarray]) -> dict[str, Tensor]:
    """Arrays as tensors."""
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


@torch.inference_mode()
def relative_terms(judge: Judge, examples: list[Example], codes: list[tuple[list[int], list[int]]]) -> np.ndarray:
    """What each text's logit gains from the other examples of its group."""
    judge.eval()
    vectors = torch.zeros(len(codes), judge.relative.project.in_features)
    for batch in bag_by_length([len(ids) for ids, _ in codes], 64, None):
        with torch.autocast("cpu", torch.bfloat16):
            vectors[batch] = judge.pooled(**tensors(pad([codes[i] for i in batch]))).float()
    labels = torch.tensor([e.label for e in examples])
    return judge.relative(vectors, labels, [e.group or e.id for e in examples])[0].numpy()


@torch.inference_mode()
def predict(judge: Judge, codes: list[tuple[list[int], list[int]]], size: int = 64) -> np.ndarray:
    """Logits of encoded texts, in their order."""
    judge.eval()
    logits = np.zeros(len(codes))
    for batch in bag_by_length([len(ids) for ids, _ in codes], size, None):
        with torch.autocast("cpu", torch.bfloat16):
            out = judge(**tensors(pad([codes[i] for i in batch])))
        logits[batch] = out.float().numpy()
    return logits


def step_loss(
    judge: Judge, batch: dict[str, Tensor], labels: Tensor, groups: list[str], options: argparse.Namespace
) -> Tensor:
    """The loss of one batch, with whatever extra terms are asked for."""
    with torch.autocast("cpu", torch.bfloat16):
        vectors = judge.pooled(**batch)
        logits = judge.decide(vectors).float()
    target = labels * (1 - 2 * options.smooth) + options.smooth
    loss = binary_cross_entropy_with_logits(logits, target)
    if options.rdrop:
        with torch.autocast("cpu", torch.bfloat16):
            again = judge(**batch).float()
        loss = (loss + binary_cross_entropy_with_logits(again, target)) / 2
        p, q = torch.sigmoid(logits), torch.sigmoid(again)
        loss = loss + options.rdrop * ((p - q) * (logits - again)).mean() / 2
    if options.relative:
        terms, known = judge.relative(vectors.float(), labels, groups)
        if known.any():
            again = binary_cross_entropy_with_logits((logits + terms)[known], target[known])
            loss = loss + options.relative * again
    if options.pair:
        loss = loss + options.pair * pair_loss(logits, labels, groups)
    return loss


def fit(judge: Judge, train: list[Example], tokenizer: Tokenizer, options: argparse.Namespace) -> Judge:
    """Train in place and return the judge to keep (its moving average where one is asked for)."""
    rng = random.Random(options.seed)
    optimizer = torch.optim.AdamW(parameter_groups(judge, options.rate, options.head_rate, options.decay), fused=True)
    total = options.epochs * -(-(len(train) + options.made) // options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * total), max(0.0, 1 - step / total))
    )
    average = copy.deepcopy(judge) if options.ema else None
    for epoch in range(options.epochs):
        began, losses = time.time(), []
        texts = [augment(e, rng) if rng.random() < options.augment else e for e in train]
        texts += statements(options.made, rng)
        codes = encode(tokenizer, texts, options.second, options.case, options.mask)
        lengths = [len(ids) for ids, _ in codes]
        together = options.pair or options.relative
        batches = bag_by_group(texts, options.batch, rng) if together else bag_by_length(lengths, options.batch, rng)
        judge.train()
        for batch in batches:
            labels = torch.tensor([texts[i].label for i in batch])
            names = [texts[i].group or texts[i].span.lower() for i in batch]
            loss = step_loss(judge, tensors(pad([codes[i] for i in batch])), labels, names, options)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            if average is not None:
                with torch.no_grad():
                    for kept, new in zip(average.parameters(), judge.parameters(), strict=True):
                        kept.lerp_(new, 1 - options.ema)
        print(f"epoch {epoch} loss {np.mean(losses):.4f} {time.time() - began:.0f} s", flush=True)
    return average if average is not None else judge


def main() -> None:
    """Train, save, score, and add the row."""
    options = arguments()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    began = time.time()
    tokenizer = read_tokenizer(options.weights / "tokenizer.json", options.length)
    examples = read_examples(options)
    parts = {
        name: [e for e in examples if e.part == name and (e.label != 0.5 or name != "train" or options.split)]
        for name in ("train", "calibration", "dev")
    }
    train = [e for e in (examples if options.everything else parts["train"]) if e.label != 0.5 or options.split]
    train += [e for e in train if e.real for _ in range(options.real_repeat - 1)]
    if options.genil:
        train += read_genil(options.genil, options.genil_neutral)
    print({name: len(part) for name, part in parts.items()}, len(train), flush=True)
    shape = Shape(pooling=options.pooling, hidden=options.hidden)
    judge = build(options.weights, shape, tokenizer.token_to_id(OPEN), tokenizer.token_to_id(CLOSE))
    judge = fit(judge, train, tokenizer, options)
    folder = options.output / options.name
    save(judge, folder)
    scores = {}
    for name in ("calibration", "dev"):
        scores[name] = predict(judge, encode(tokenizer, parts[name], options.second, options.case, options.mask))
        np.savez(folder / f"{name}.npz", ids=np.array([e.id for e in parts[name]]), logits=scores[name])
    if options.relative:
        codes = encode(tokenizer, parts["dev"], options.second, options.case, options.mask)
        terms = relative_terms(judge, parts["dev"], codes)
        np.savez(folder / "relative.npz", ids=np.array([e.id for e in parts["dev"]]), terms=terms)
        texts = [e for e in parts["dev"] if not e.real]
        total = np.array([s + t for e, s, t in zip(parts["dev"], scores["dev"], terms, strict=True) if not e.real])
        print("relative", pair_scores(texts, total, np.zeros(len(texts))))
    row = {"name": options.name, "minutes": round((time.time() - began) / 60, 1)}
    row |= summary(parts["dev"], scores["dev"], parts["calibration"], scores["calibration"])
    neutral = neutral_dev()
    fired = predict(judge, encode(tokenizer, neutral, options.second, options.case, options.mask)) > 0
    shares = [fired[[e.document == group for e in neutral]].mean() for group in sorted({e.document for e in neutral})]
    row |= {"neutral": round(100 * float(fired.mean()), 1), "neutral_range": round(100 * float(np.ptp(shares)), 1)}
    paths = ("data", "real", "weights", "output", "documents")
    row["options"] = {key: str(value) for key, value in vars(options).items() if key not in paths}
    (folder / "options.json").write_text(json.dumps(row["options"], indent=1))
    with (options.output / "results.jsonl").open("a") as lines:
        lines.write(json.dumps(row) + "\n")
    print(json.dumps(row, indent=1))


if __name__ == "__main__":
    main()
