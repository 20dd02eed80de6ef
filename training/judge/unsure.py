"""Order candidates by how unsure trained judges are of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from encode import encode, read_tokenizer
from model import load, predict
from numpy.typing import NDArray

from data import Example

if TYPE_CHECKING:
    from candidates import Candidate


def as_example(candidate: Candidate) -> Example:
    """The candidate as an unlabelled text."""
    sentence = candidate.sentence
    return Example(
        id="",
        text=sentence.text,
        start=candidate.start,
        end=candidate.end,
        label=0.5,
        group="",
        category=candidate.category,
        phenomenon="",
        source=sentence.source,
        document=sentence.document,
    )


def certainties(examples: list[Example], folders: list[Path], weights: Path) -> NDArray[np.float64]:
    """The mean probability that several checkpoints give to every text."""
    total = np.zeros(len(examples))
    for folder in folders:
        options = json.loads((folder / "options.json").read_text())
        tokenizer = read_tokenizer(weights / "tokenizer.json", int(options["length"]))
        codes = encode(tokenizer, examples)
        total += 1 / (1 + np.exp(-predict(load(folder), codes)))
    return total / len(folders)


def most_unsure_first(
    found: dict[str, list[Candidate]], folders: list[Path], weights: Path, low: float = 0.1
) -> dict[str, list[Candidate]]:
    """Each trigger's candidates, those of at least `low` first, nearest to one half first; then the surest passes."""
    flat = [(name, candidate) for name, candidates in found.items() for candidate in candidates]
    scores = certainties([as_example(candidate) for _, candidate in flat], folders, weights)
    ordered: dict[str, list[Candidate]] = {}
    distance = np.where(scores >= low, np.abs(scores - 0.5), 1 - scores)
    for index in np.argsort(distance, kind="stable"):
        name, candidate = flat[int(index)]
        ordered.setdefault(name, []).append(candidate)
    return ordered
