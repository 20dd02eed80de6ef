"""Write a trained judge as an int8 ONNX file with its tokenizer, and measure what the quantisation changes."""

from __future__ import annotations

import argparse
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from encode import encode, pad, read_tokenizer
from metrics import identity_flagged, pair_scores, real_scores
from model import load
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from score import read_examples
from torch import Tensor, nn

from data import CLOSE, OPEN

NAMES = ["input_ids", "attention_mask", "token_type_ids"]


class Exported(nn.Module):
    """The judge with the calibrated line folded in: its output lacks the shift of the trigger alone."""

    def __init__(self, judge: nn.Module, slope: float, offset: float) -> None:
        super().__init__()
        self.judge, self.slope, self.offset = judge, slope, offset

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        logits: Tensor = self.judge(input_ids, attention_mask, token_type_ids)
        return self.slope * logits + self.offset


def export(folder: Path, output: Path, slope: float, offset: float) -> None:
    """Write `judge.onnx` (32 bit) and `judge.int8.onnx` into the output folder."""
    judge = load(folder)
    judge.encoder.set_attn_implementation("eager")
    example = {name: torch.ones((2, 9), dtype=torch.int64) for name in NAMES}
    full = output / "judge.onnx"
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(judge, slope, offset).eval(),
            tuple(example.values()),
            str(full),
            input_names=NAMES,
            output_names=["logits"],
            dynamic_axes={**{name: {0: "texts", 1: "length"} for name in NAMES}, "logits": {0: "texts"}},
            opset_version=17,
            dynamo=False,
        )
    quantize_dynamic(full, output / "judge.int8.onnx", weight_type=QuantType.QInt8, per_channel=True)


def judged(path: Path, codes: list[list[int]], size: int = 32) -> NDArray[np.float64]:
    """Logits by onnxruntime, in order, one batch of like lengths at a time."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    order = np.argsort([len(ids) for ids in codes], kind="stable")
    logits = np.zeros(len(codes))
    for begin in range(0, len(order), size):
        rows = order[begin : begin + size]
        logits[rows] = session.run(None, pad([codes[i] for i in rows]))[0]
    return logits


def main() -> None:
    """Export, then compare the two files on dev."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--checkpoint", type=Path, required=True)
    add("--weights", type=Path, required=True, help="folder that holds the tokenizer the judge was trained with")
    add("--output", type=Path, required=True)
    add("--data", type=Path, required=True)
    add("--real", type=Path, nargs="*", default=[])
    add("--documents", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(2)
    options.output.mkdir(parents=True, exist_ok=True)
    saved = json.loads((options.checkpoint / "options.json").read_text())
    found = options.checkpoint / "calibration.json"
    line: dict[str, Any] = {"slope": 1.0, "offset": 0.0, "shifts": {}}
    if found.exists():
        line = json.loads(found.read_text(encoding="utf-8"))
    export(options.checkpoint, options.output, line["slope"], line["offset"])
    tokenizer = read_tokenizer(options.weights / "tokenizer.json", int(saved["length"]))
    tokenizer.save(str(options.output / "tokenizer.json"), pretty=False)
    described = {
        "open": OPEN,
        "close": CLOSE,
        "length": int(saved["length"]),
        "mask": saved["mask"] == "True",
    }
    (options.output / "judge.json").write_text(
        json.dumps(described | line, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    texts = read_examples(options.data, options.real, options.documents)
    texts = [e for e in texts if e.part == "dev" and e.label != 0.5]
    codes = encode(tokenizer, texts, saved["mask"] == "True")
    written = np.array([not e.real for e in texts])
    labels = np.array([e.label for e in texts])
    logits = {}
    for name in ("judge.onnx", "judge.int8.onnx"):
        scores = logits[name] = judged(options.output / name, codes)
        own = [e for e in texts if not e.real]
        mine = scores[written]
        print(name, round((options.output / name).stat().st_size / 1e6, 1), "MB")
        print("  pairs", pair_scores(own, mine, np.zeros(len(own))), "identity", identity_flagged(own, mine, 0.0))
        print("  real", real_scores(labels[~written], scores[~written]))
    a, b = logits.values()
    print(
        "decisions that differ:", int(((a > 0) != (b > 0)).sum()), "of", len(a), "; mean change", np.abs(a - b).mean()
    )


if __name__ == "__main__":
    main()
