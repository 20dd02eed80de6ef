"""Scores of a judge: near-miss pairs, real sentences, identity statements, and thresholds set per rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from data import Example

Floats = NDArray[np.float64]


def by_group(examples: Sequence[Example]) -> dict[str, list[int]]:
    """Group → indices of its texts with a clear label."""
    groups: dict[str, list[int]] = defaultdict(list)
    for index, example in enumerate(examples):
        if example.group and example.label != 0.5:
            groups[example.group].append(index)
    return groups


def pair_scores(examples: Sequence[Example], logits: Floats, thresholds: Floats) -> dict[str, float]:
    """Near-miss pairs are all flag and pass texts of one group; every group weighs the same."""
    both, ranked, recall, alarms = [], [], [], []
    for indices in by_group(examples).values():
        rows = np.array(indices)
        labels = np.array([examples[i].label for i in indices])
        flags, passes = rows[labels == 1], rows[labels == 0]
        if not len(flags) or not len(passes):
            continue
        caught, spared = logits[flags] > thresholds[flags], logits[passes] <= thresholds[passes]
        both.append(caught.mean() * spared.mean())
        ranked.append((logits[flags][:, None] > logits[passes][None]).mean())
        recall.append(caught.mean())
        alarms.append(1 - spared.mean())
    values = {"both": both, "ranked": ranked, "recall": recall, "alarms": alarms}
    return {name: round(100 * float(np.mean(value)), 1) for name, value in values.items()}


def rule_thresholds(examples: Sequence[Example], logits: Floats, threshold: float, prior: float) -> Floats:
    """For each text the threshold its rule would have from its other texts, pulled towards the common one."""
    result = np.full(len(examples), threshold)
    for indices in by_group(examples).values():
        for index in indices:
            others = [i for i in indices if i != index]
            flags = [logits[i] for i in others if examples[i].label == 1]
            passes = [logits[i] for i in others if examples[i].label == 0]
            if flags and passes:
                middle = (np.mean(flags) + np.mean(passes)) / 2
                weight = len(others) / (len(others) + prior)
                result[index] = weight * middle + (1 - weight) * threshold
    return result


def real_scores(labels: Floats, logits: Floats) -> dict[str, float]:
    """Precision at recall 60 %, recall at precision 80 %, and average precision, in per cent."""
    order = np.argsort(-logits, kind="stable")
    hits = np.cumsum(labels[order] == 1)
    precision = hits / np.arange(1, len(order) + 1)
    recall = hits / max(hits[-1], 1)
    reached = recall[precision >= 0.8]
    return {
        "p_at_r60": round(100 * float(precision[recall >= 0.6].max(initial=0)), 1),
        "r_at_p80": round(100 * float(reached.max(initial=0)), 1),
        "ap": round(100 * float(average_precision_score(labels == 1, logits)), 1),
        "flags": int(hits[-1]),
    }


def threshold_for_alarms(examples: Sequence[Example], logits: Floats, share: float) -> float:
    """The lowest logit threshold under which at most `share` of pass texts are flagged."""
    passes = np.sort([logits[i] for i, e in enumerate(examples) if e.label == 0])
    return float(passes[min(len(passes) - 1, int(np.ceil((1 - share) * len(passes))) - 1)])


def best_threshold(examples: Sequence[Example], logits: Floats) -> float:
    """The logit threshold with the most near-miss pairs right on both sides."""
    steps = np.quantile(logits, np.linspace(0.05, 0.95, 91))
    scores = [pair_scores(examples, logits, np.full(len(logits), step))["both"] for step in steps]
    return float(steps[int(np.argmax(scores))])


def identity_flagged(examples: Sequence[Example], logits: Floats, threshold: float) -> float:
    """Per cent of neutral or affirming identity statements that are flagged."""
    passes = [logits[i] for i, e in enumerate(examples) if e.category == "identity-terms" and e.label == 0]
    return round(100 * float(np.mean(np.array(passes) > threshold)), 1) if passes else 0.0


def summary(
    dev: Sequence[Example], logits: Floats, calibration: Sequence[Example], calibration_logits: Floats
) -> dict[str, float]:
    """One row of the table of tries; thresholds come from the calibration part, never from dev."""
    written = [i for i, e in enumerate(dev) if not e.real]
    real = [i for i, e in enumerate(dev) if e.real and e.label != 0.5]
    tuned = [i for i, e in enumerate(calibration) if not e.real]
    texts = [dev[i] for i in written]
    own = [calibration[i] for i in tuned]
    half = pair_scores(texts, logits[written], np.zeros(len(written)))
    low = threshold_for_alarms(own, calibration_logits[tuned], 0.06)
    strict = pair_scores(texts, logits[written], np.full(len(written), low))
    best = best_threshold(own, calibration_logits[tuned])
    tuned_scores = pair_scores(texts, logits[written], np.full(len(written), best))
    per_rule = pair_scores(texts, logits[written], rule_thresholds(texts, logits[written], best, 8.0))
    row = {f"{k}": v for k, v in half.items()}
    row |= {f"tuned_{k}": v for k, v in tuned_scores.items() if k != "ranked"}
    row |= {f"fa6_{k}": v for k, v in strict.items() if k != "ranked"}
    row |= {f"rule_{k}": v for k, v in per_rule.items() if k != "ranked"}
    labels = np.array([dev[i].label for i in real])
    row |= {f"real_{k}": v for k, v in real_scores(labels, logits[real]).items()}
    fired = logits[real] > 0
    row["real_p_at_half"] = round(100 * float(labels[fired].mean()), 1) if fired.any() else 0.0
    row["real_r_at_half"] = round(100 * float(fired[labels == 1].mean()), 1)
    row["identity"] = identity_flagged(texts, logits[written], 0.0)
    return row
