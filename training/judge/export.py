"""Write a trained judge as the package ships it: an eight-bit ONNX file, its tokenizer, its settings."""

from __future__ import annotations

import argparse
import hashlib
import json
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from encode import asked, encode, read_tokenizer
from identities import group_names
from lean import Lean, even_out
from metrics import pair_scores, real_scores
from model import Judge, load, predict
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from score import read_examples
from torch import Tensor, nn

from data import Example
from inclusivelint.engine.judge import Judge as Shipped
from inclusivelint.engine.network import ready_made

EVENED_BY = 400
"""Texts that training saw, by which the channels of the layers are evened out before eight bits are taken."""


class Exported(nn.Module):
    """One text in; its logit, and what the head reads, by which labelled texts are compared: as `Judge`."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.lean = Lean(judge.encoder)
        self.head = judge.head
        self.open_id = judge.open_id
        self.close_id = judge.close_id

    def forward(self, input_ids: Tensor) -> tuple[Tensor, Tensor]:
        opened, closed = ((input_ids == each).long().cumsum(0) for each in (self.open_id, self.close_id))
        inside = (opened > closed).nonzero().squeeze(1)
        # The first token, then the trigger: of the last layer no other place is needed.
        states = self.lean(self.lean.embedded(input_ids), torch.cat([torch.zeros(1, dtype=torch.long), inside]))
        features = torch.cat([states[0], states[1:].mean(0)])
        return self.head(features), features


def export(judge: Judge, codes: Sequence[Sequence[int]], output: Path) -> None:
    """Write `judge.onnx`; `codes` are texts by which the channels of its layers are evened out.

    Weights keep to seven bits: with eight, processors without VNNI instructions saturate, and answers would differ.
    """
    full, small = output / "full.onnx", output / "small.onnx"
    exported = Exported(judge).eval()
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        even_out(exported.lean, lambda: [exported(torch.tensor(ids)) for ids in codes])
        torch.onnx.export(
            exported,
            (torch.tensor(codes[0]),),
            str(full),
            input_names=["input_ids"],
            output_names=["logits", "features"],
            dynamic_axes={"input_ids": {0: "length"}},
            opset_version=17,
            dynamo=False,
        )
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    ready_made(small, output / "judge.onnx")
    full.unlink()
    small.unlink()


def compare(name: str, examples: list[Example], chances: NDArray[np.float64]) -> None:
    """Print the scores of the written and of the real texts."""
    written = [i for i, e in enumerate(examples) if not e.real]
    real = [i for i, e in enumerate(examples) if e.real]
    half = np.full(len(written), 0.5)
    print(name, "written", pair_scores([examples[i] for i in written], chances[written], half))
    print(name, "real", real_scores(np.array([examples[i].label for i in real]), chances[real]))


def main() -> None:
    """Export, then compare what ships with what was trained, on texts that training never saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--checkpoint", type=Path, required=True)
    add("--line", type=Path, help="calibration.json; beside the checkpoint unless told")
    add("--weights", type=Path, required=True, help="folder that holds the tokenizer the judge was trained with")
    add("--output", type=Path, required=True)
    add("--data", type=Path, required=True)
    add("--real", type=Path, nargs="*", default=[])
    add("--documents", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(2)
    options.output.mkdir(parents=True, exist_ok=True)
    saved = json.loads((options.checkpoint / "options.json").read_text(encoding="utf-8"))
    line = json.loads((options.line or options.checkpoint / "calibration.json").read_text(encoding="utf-8"))
    judge = load(options.checkpoint)
    tokenizer = read_tokenizer(options.weights / "tokenizer.json", int(saved["length"]))
    tokenizer.save(str(options.output / "tokenizer.json"), pretty=False)
    texts = read_examples(options.data, options.real, options.documents)
    seen = [e for e in texts if e.part == "train"]
    texts = [e for e in texts if e.part == "calibration" and e.label != 0.5]
    trained = 1 / (1 + np.exp(-(line["slope"] * predict(judge, encode(tokenizer, texts)) + line["offset"])))
    export(judge, encode(tokenizer, seen[:: len(seen) // EVENED_BY]), options.output)
    version = hashlib.sha256((options.output / "judge.onnx").read_bytes()).hexdigest()[:12]
    settings = {"version": version, **line, "groups": ", ".join(group_names())}
    text = json.dumps(settings, ensure_ascii=False, indent=1)
    (options.output / "judge.json").write_text(f"{text}\n", encoding="utf-8")
    shipped = np.array(Shipped(options.output).certainties([asked(e) for e in texts]))
    compare("trained", texts, trained)
    compare("shipped", texts, shipped)
    print("decisions that differ:", int(((trained > 0.5) != (shipped > 0.5)).sum()), "of", len(texts))
    print("size", {path.name: round(path.stat().st_size / 1e6, 2) for path in sorted(options.output.iterdir())})


if __name__ == "__main__":
    main()
