"""What the whole linter makes of labelled texts: the rules alone, and the rules with a judge's answers beside them."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from calibrate import probability
from score import read_examples

from data import Example
from inclusivelint.documents.normalise import plain_segment
from inclusivelint.engine import Candidate, Engine
from inclusivelint.model import Severity
from inclusivelint.ruleset import load_rules


class Outcome(NamedTuple):
    """A labelled text and the candidates that lie on its trigger and stand up to their conditions."""

    example: Example
    standing: Sequence[Candidate]


def outcomes(examples: Sequence[Example]) -> list[Outcome]:
    """What the rules' conditions leave of each text."""
    engine = Engine([rule for rule in load_rules() if not rule.preference])
    found = []
    for example in examples:
        segment = plain_segment(example.text)
        candidates = engine.standing(segment) if segment else []
        found.append(Outcome(example, [c for c in candidates if c.start < example.end and example.start < c.end]))
    return found


def level(outcome: Outcome, certainty: float | None) -> int:
    """The highest level reported; without a certainty, what the rules alone say. 0 where nothing is."""
    levels = [0]
    for candidate in outcome.standing:
        if certainty is None or not candidate.rule.judge:
            levels.append(candidate.rule.severity)
        else:
            levels += [Severity.parse(name) for name, least in candidate.rule.judge.items() if certainty >= least]
    return max(levels)


def shares(found: Sequence[Outcome], levels: Sequence[int], least: Severity) -> tuple[float, float, float]:
    """(both sides of near-miss pairs right, recall, false alarms), in per cent; groups weigh the same."""
    groups: dict[str, tuple[list[bool], list[bool]]] = defaultdict(lambda: ([], []))
    for outcome, reached in zip(found, levels, strict=True):
        groups[outcome.example.group][int(outcome.example.label == 0)].append(reached >= least)
    rows = [(np.mean(flags), np.mean(passes)) for flags, passes in groups.values() if flags and passes]
    both = np.mean([flags * (1 - passes) for flags, passes in rows])
    return 100 * float(both), 100 * float(np.mean([f for f, _ in rows])), 100 * float(np.mean([p for _, p in rows]))


def main() -> None:
    """Print the shares by part and category, for warnings and errors and with suggestions."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True)
    add("--checkpoint", type=Path, required=True, help="scored and calibrated")
    add("--part", default="dev")
    options = parser.parse_args()
    line = json.loads((options.checkpoint / "calibration.json").read_text(encoding="utf-8"))
    saved = np.load(options.checkpoint / f"{options.part}.npz")
    logits = dict(zip(map(str, saved["ids"]), saved["logits"], strict=True))
    examples = [
        e
        for e in read_examples(options.data, [], None)
        if e.part == options.part and e.label != 0.5 and e.source != "rules"
    ]
    found = outcomes(examples)
    chances = [float(probability(line["slope"] * logits[e.id] + line["offset"])) for e in examples]
    print("both / recall / alarms, in per cent")
    print("| category | groups | rules alone | with the judge | suggestions too, alone | with the judge |")
    print("| --- | --: | --- | --- | --- | --- |")
    for category in ["all", *sorted({e.category for e in examples})]:
        rows = [i for i, e in enumerate(examples) if category in ("all", e.category)]
        some = [found[i] for i in rows]
        cells = []
        for least in (Severity.WARNING, Severity.SUGGESTION):
            for judged in (False, True):
                levels = [level(found[i], chances[i] if judged else None) for i in rows]
                cells.append(" / ".join(f"{share:.0f}" for share in shares(some, levels, least)))
        print(f"| {category} | {len({o.example.group for o in some})} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
