"""Write a trained net as the package ships it: an eight-bit ONNX file and what names its numbers."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from convert import TRAIN
from lean import Lean, stacked
from lemmas import table
from net import ARC, REL, Net, load
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from data import FIELDS, samples
from inclusivelint.engine.network import ready_made


class Exported(nn.Module):
    """One text in; for each word the best tag, morphology and name, the scores of heads, and what relations need.

    The same arithmetic as `Net`.
    """

    def __init__(self, net: Net) -> None:
        super().__init__()
        self.lean = Lean(net.encoder)
        self.shapes = net.shapes
        self.sizes = [net.tag.out_features, net.morph.out_features, net.name.out_features, ARC, ARC, 2 * REL]
        self.outputs = stacked([net.tag, net.morph, net.name, net.arc, net.rel])
        self.bilinear = net.bilinear
        self.as_head = net.as_head

    def forward(self, input_ids: Tensor, shapes: Tensor, starts: Tensor) -> tuple[Tensor, ...]:
        states = self.lean(self.lean.embedded(input_ids) + self.shapes(shapes))
        *best, dependents, heads, rel = self.outputs(states[starts]).split(self.sizes, -1)
        heads = F.gelu(heads)
        arc = self.bilinear(F.gelu(dependents[1:])) @ heads.transpose(0, 1) / ARC**0.5 + self.as_head(heads).transpose(
            0, 1
        )
        return *(scores[1:].argmax(-1) for scores in best), arc, rel


def export(net: Net, path: Path) -> None:
    """Write the ONNX file.

    Weights keep to seven bits: with eight, processors without VNNI instructions saturate, and answers would differ.
    """
    inputs = (torch.ones(9, dtype=torch.int64), torch.ones(9, dtype=torch.int64), torch.arange(7))
    names = ["input_ids", "shapes", "starts"]
    full = path.with_suffix(".full.onnx")
    with warnings.catch_warnings(), torch.inference_mode():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Exported(net).eval(),
            inputs,
            str(full),
            input_names=names,
            output_names=["tag", "morph", "name", "arc", "rel"],
            dynamic_axes={"input_ids": {0: "pieces"}, "shapes": {0: "pieces"}, "starts": {0: "words"}},
            opset_version=17,
            dynamo=False,
        )
    small = path.with_suffix(".small.onnx")
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    ready_made(small, path)
    full.unlink()
    small.unlink()


def main() -> None:
    """Write the folder of the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--checkpoint", type=Path, required=True)
    add("--weights", type=Path, required=True, help="folder that holds the tokenizer the net was trained with")
    add("--treebanks", type=Path, required=True)
    add("--output", type=Path, required=True)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    net = load(options.checkpoint)
    export(net, options.output / "encoder.onnx")
    weights = {"weight": net.dep.weight, "bias": net.dep.bias}
    halves = {name: value.detach().numpy().astype(np.float16) for name, value in weights.items()}
    np.savez(options.output / "relations.npz", **halves)
    tokenizer = json.loads((options.weights / "tokenizer.json").read_text(encoding="utf-8"))
    write(options.output / "tokenizer.json", tokenizer)
    train = (sample for name in TRAIN for sample in samples(options.treebanks / f"{name}.conllu"))
    write(options.output / "lemmas.json", table(train))
    shutil.copy(Path(__file__).parent / "LICENSE", options.output / "LICENSE")
    described = json.loads((Path(__file__).parent / "meta.json").read_text(encoding="utf-8"))
    version = hashlib.sha256((options.output / "encoder.onnx").read_bytes()).hexdigest()[:12]
    labels = {field: getattr(net.labels, field) for field in FIELDS}
    write(options.output / "meta.json", described | {"version": version, "labels": labels})
    print({path.name: round(path.stat().st_size / 1e6, 2) for path in sorted(options.output.iterdir())})


def write(path: Path, value: Any) -> None:
    """Write JSON on one line."""
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
