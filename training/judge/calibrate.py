"""Honest probabilities: a line through the judge's logits and a shift per trigger, on sentences training never saw.

A trigger's shift comes from the labels of the real training sentences that hold it: a word that editors seldom change
needs more certainty. How much weight labels get, and whether shifts pay at all, is chosen on the calibration part.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from metrics import real_scores
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss

from data import Example, percent, read_real

Floats = NDArray[np.float64]
STRENGTHS = (0.0, 1.0, 3.0, 10.0)
FOLDS = 10


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


def priors(examples: list[Example], strength: float) -> dict[str, float]:
    """Trigger → log odds of its labels above those of all; `strength` counts as that many average labels."""
    labels: dict[str, list[float]] = defaultdict(list)
    for example in examples:
        labels[example.span.lower()].append(example.label)
    base = float(np.mean([example.label for example in examples]))
    found = {}
    for trigger, values in labels.items():
        share = (sum(values) + base * strength) / (len(values) + strength)
        found[trigger] = float(np.log(share / (1 - share)) - np.log(base / (1 - base)))
    return found


def features(examples: list[Example], logits: Floats, shifts: dict[str, float]) -> Floats:
    """(texts, 2): the judge's logit and the trigger's prior, 0 for a trigger without labels."""
    return np.column_stack([logits, [shifts.get(e.span.lower(), 0.0) for e in examples]])


def expected_loss(examples: list[Example], rows: Floats, labels: Floats) -> float:
    """Log loss of a fit on the other documents."""
    fold = np.array([percent(f"fold:{e.document}") % FOLDS for e in examples])
    chances = np.zeros(len(labels))
    for number in range(FOLDS):
        held = fold == number
        chances[held] = LogisticRegression(C=1.0).fit(rows[~held], labels[~held]).predict_proba(rows[held])[:, 1]
    return float(log_loss(labels, chances))


def read_part(folder: Path, name: str, by_id: dict[str, Example]) -> tuple[list[Example], Floats, Floats]:
    """(texts, logits, labels) of the real sentences with a clear label."""
    saved = np.load(folder / f"{name}.npz")
    kept = [i for i, key in enumerate(saved["ids"]) if str(key) in by_id]
    examples = [by_id[str(saved["ids"][i])] for i in kept]
    return examples, saved["logits"][kept], np.array([e.label for e in examples])


def main() -> None:
    """Choose and fit on the calibration part, report on dev."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--checkpoint", type=Path, required=True)
    add("--real", type=Path, nargs="+", required=True)
    add("--documents", type=Path)
    options = parser.parse_args()
    documents = json.loads(options.documents.read_text(encoding="utf-8")) if options.documents else {}
    clear = [e for e in read_real(options.real, documents) if e.label != 0.5]
    train = [e for e in clear if e.part == "train"]
    by_id = {e.id: e for e in clear}
    examples, logits, labels = read_part(options.checkpoint, "calibration", by_id)
    tables = {strength: priors(train, strength) if strength else {} for strength in STRENGTHS}
    losses = {s: expected_loss(examples, features(examples, logits, t), labels) for s, t in tables.items()}
    strength = min(losses, key=lambda s: losses[s])
    print("log loss by strength (0: no shifts):", {s: round(loss, 4) for s, loss in losses.items()})
    fit = LogisticRegression(C=1.0).fit(features(examples, logits, tables[strength]), labels)
    slope, weight = map(float, fit.coef_[0])
    shifts = {trigger: round(weight * value, 3) for trigger, value in sorted(tables[strength].items())}
    line = {"slope": slope, "offset": float(fit.intercept_[0]), "shifts": shifts}
    (options.checkpoint / "calibration.json").write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    print(f"strength {strength}, slope {slope:.3f}, weight {weight:.3f}, offset {line['offset']:.3f}")
    examples, logits, labels = read_part(options.checkpoint, "dev", by_id)
    after = fit.decision_function(features(examples, logits, tables[strength]))
    for name, values in {"before": logits, "after": after}.items():
        chances = probability(values)
        error, brier = calibration_error(labels, chances), brier_score_loss(labels, chances)
        print(f"{name}: {real_scores(labels, values)}, calibration error {error:.3f}, Brier score {brier:.4f}")
        for mean, share, count in reliability(labels, chances):
            print(f"  said {mean:.2f}, was {share:.2f}, {count} texts")


if __name__ == "__main__":
    main()
