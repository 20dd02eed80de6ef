"""Honest probabilities: a line through the judge's logits, fitted on texts that training never saw.

Whatever is reported of a text comes from a line fitted without its group or document.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from metrics import pair_scores, real_scores
from numpy.typing import NDArray
from score import read_examples
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

from data import Example, percent

Floats = NDArray[np.float64]
FOLDS = 5


def probability(logits: Floats) -> Floats:
    """The probability that a logit stands for."""
    return np.asarray(1 / (1 + np.exp(-logits)))


def reliability(labels: Floats, chances: Floats, steps: int = 10) -> list[tuple[float, float, int]]:
    """(mean probability, share flagged by readers, texts) for each tenth of the scale that holds any text."""
    rows = []
    for low in np.arange(steps) / steps:
        inside = (chances >= low) & (chances < low + 1 / steps)
        if inside.any():
            rows.append((float(chances[inside].mean()), float(labels[inside].mean()), int(inside.sum())))
    return rows


def calibration_error(labels: Floats, chances: Floats) -> float:
    """The mean distance between what was said and what was so."""
    rows = reliability(labels, chances)
    return sum(abs(mean - share) * count for mean, share, count in rows) / len(labels)


def fitted(examples: list[Example], logits: Floats) -> tuple[float, float]:
    """(slope, offset) of the line; written and real texts count alike, however many there are of each."""
    real = np.array([e.real for e in examples])
    weights = np.where(real, 1 / max(real.sum(), 1), 1 / max((~real).sum(), 1)) * len(examples)
    labels = [e.label for e in examples]
    fit = LogisticRegression(C=1e6).fit(logits[:, None], labels, sample_weight=weights)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def unseen_chances(examples: list[Example], logits: Floats) -> Floats:
    """The probability of each text by a line fitted on the other groups and documents."""
    fold = np.array([percent(f"fold:{e.document}") % FOLDS for e in examples])
    chances = np.zeros(len(examples))
    for number in range(FOLDS):
        held = fold == number
        slope, offset = fitted([e for e, out in zip(examples, held, strict=True) if not out], logits[~held])
        chances[held] = probability(slope * logits[held] + offset)
    return chances


def report(name: str, examples: list[Example], chances: Floats) -> dict[str, Any]:
    """The scores of some texts at probability one half, printed and returned."""
    labels = np.array([e.label for e in examples])
    fired = chances > 0.5
    row: dict[str, Any] = {
        "texts": len(labels),
        "flags": int(labels.sum()),
        "precision": round(100 * float(labels[fired].mean()), 1),
        "recall": round(100 * float(fired[labels == 1].mean()), 1),
        "calibration_error": round(calibration_error(labels, chances), 3),
        "brier": round(float(brier_score_loss(labels, chances)), 4),
        "reliability": [(round(said, 3), round(was, 3), count) for said, was, count in reliability(labels, chances)],
        **real_scores(labels, chances),
    }
    if examples and not examples[0].real:
        row["pairs"] = pair_scores(examples, chances, np.full(len(labels), 0.5))
    print(name, json.dumps(row))
    return row


def main() -> None:
    """Fit on the calibration part; report on a part that training never saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--checkpoint", type=Path, required=True)
    add("--data", type=Path, required=True)
    add("--real", type=Path, nargs="+", required=True)
    add("--documents", type=Path)
    add("--scores", type=Path, help="where the scores go, as JSON")
    options = parser.parse_args()
    known = {e.id: e for e in read_examples(options.data, options.real, options.documents) if e.label != 0.5}
    saved = np.load(options.checkpoint / "calibration.npz")
    kept = [i for i, key in enumerate(saved["ids"]) if str(key) in known]
    examples, logits = [known[str(saved["ids"][i])] for i in kept], saved["logits"][kept]
    slope, offset = fitted(examples, logits)
    line = {"slope": round(slope, 4), "offset": round(offset, 4)}
    (options.checkpoint / "calibration.json").write_text(json.dumps(line), encoding="utf-8")
    print(line)
    chances = unseen_chances(examples, logits)
    scores: dict[str, Any] = {}
    kinds = {"written": lambda e: not e.real and e.source != "rules", "real": lambda e: e.real}
    for name, wanted in kinds.items():
        rows = [i for i, e in enumerate(examples) if wanted(e)]
        scores[name] = report(name, [examples[i] for i in rows], chances[rows])
    categories = sorted({e.category for e in examples if not e.real})
    for name in categories:
        rows = [i for i, e in enumerate(examples) if e.category == name and e.source != "rules"]
        if len({examples[i].label for i in rows}) == 2:
            scores[name] = report(name, [examples[i] for i in rows], chances[rows])
    if options.scores:
        options.scores.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
