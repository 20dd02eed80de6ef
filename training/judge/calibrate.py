"""Fit a line that turns logits into honest probabilities, on real sentences that training never saw."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

from data import read_real

Floats = NDArray[np.float64]


def probability(logits: Floats, slope: float = 1.0, offset: float = 0.0) -> Floats:
    """The probability that a logit stands for, after the line."""
    return 1 / (1 + np.exp(-(slope * logits + offset)))


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


def main() -> None:
    """Fit on the calibration part, report on dev."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--checkpoint", type=Path, required=True)
    add("--real", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    labels = {e.id: e.label for e in read_real(options.real, {})}
    parts = {}
    for name in ("calibration", "dev"):
        saved = np.load(options.checkpoint / f"{name}.npz")
        kept = [i for i, key in enumerate(saved["ids"]) if labels.get(str(key), 0.5) != 0.5]
        parts[name] = saved["logits"][kept], np.array([labels[str(saved["ids"][i])] for i in kept])
    logits, truth = parts["calibration"]
    fit = LogisticRegression(C=10.0).fit(logits[:, None], truth)
    line = {"slope": float(fit.coef_[0, 0]), "offset": float(fit.intercept_[0])}
    (options.checkpoint / "calibration.json").write_text(json.dumps(line))
    logits, truth = parts["dev"]
    for name, chances in {"before": probability(logits), "after": probability(logits, **line)}.items():
        error, brier = calibration_error(truth, chances), brier_score_loss(truth, chances)
        print(f"{name}: calibration error {error:.3f}, Brier score {brier:.4f}")
        for mean, share, count in reliability(truth, chances):
            print(f"  said {mean:.2f}, was {share:.2f}, {count} texts")
    print(line)


if __name__ == "__main__":
    main()
