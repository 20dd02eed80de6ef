"""Score a judge on groups and documents it never saw; several checkpoints are scored as the mean of their weights."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from encode import encode, read_tokenizer
from identities import measured
from metrics import summary
from model import Judge, averaged, predict, save
from tokenizers import Tokenizer

from data import Example, read_contrast, read_real, read_rules, read_written


def read_examples(data: Path, real: list[Path], documents: Path | None) -> list[Example]:
    """Every labelled text, written and real."""
    found = json.loads(documents.read_text(encoding="utf-8")) if documents else {}
    return read_written(data) + read_contrast(data / "contrast") + read_rules() + read_real(real, found)


def score(
    judge: Judge, examples: list[Example], tokenizer: Tokenizer, folder: Path, measured_on: str = "dev"
) -> dict[str, Any]:
    """One row of the table of tries; the logits of the calibration and dev parts are left in the folder.

    A judge that was trained on dev, too, is measured on the calibration part.
    """
    parts = {name: [e for e in examples if e.part == name] for name in ("train", "calibration", "dev")}
    logits = {}
    for name in ("calibration", "dev"):
        logits[name] = predict(judge, encode(tokenizer, parts[name]))
        np.savez(folder / f"{name}.npz", ids=np.array([e.id for e in parts[name]]), logits=logits[name])
    row: dict[str, Any] = {"measured on": measured_on}
    row |= summary(parts[measured_on], logits[measured_on], parts["calibration"], logits["calibration"])
    for name in ("made", "beside"):
        texts = measured(name)
        fired = predict(judge, encode(tokenizer, texts)) > 0
        shares = [fired[[e.document == group for e in texts]].mean() for group in sorted({e.document for e in texts})]
        row[f"{name}_flagged"] = round(100 * float(fired.mean()), 1)
        row[f"{name}_range"] = round(100 * float(np.ptp(shares)), 1)
    return row


def add_row(output: Path, row: dict[str, Any]) -> None:
    """One more line in results.jsonl."""
    with (output / "results.jsonl").open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(row) + "\n")
    print(json.dumps(row, indent=1))


def main() -> None:
    """Average, save, score, and add the row."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--name", required=True)
    add("--checkpoint", type=Path, nargs="+", required=True)
    add("--data", type=Path, required=True, help="folder of w*.jsonl")
    add("--real", type=Path, nargs="*", default=[], help="files of labelled real sentences")
    add("--documents", type=Path, help="written by documents.py")
    add("--weights", type=Path, required=True, help="folder of the pretrained encoder, for its tokenizer")
    add("--output", type=Path, required=True, help="folder for checkpoints and results.jsonl")
    options = parser.parse_args()
    saved = json.loads((options.checkpoint[0] / "options.json").read_text(encoding="utf-8"))
    judge = averaged(options.checkpoint)
    folder = options.output / options.name
    save(judge, folder)
    (folder / "options.json").write_text(json.dumps(saved, indent=1), encoding="utf-8")
    tokenizer = read_tokenizer(options.weights / "tokenizer.json", int(saved["length"]))
    examples = read_examples(options.data, options.real, options.documents)
    measured_on = "calibration" if saved["everything"] == "True" else "dev"
    add_row(options.output, {"name": options.name} | score(judge, examples, tokenizer, folder, measured_on))


if __name__ == "__main__":
    main()
