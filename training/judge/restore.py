"""A checkpoint from the judge that ships, so that training can go on from it without the hours before.

Its folder holds the tokenizer, too, so that it serves as `--weights` of the other scripts. Eight bits move a
probability by 0.008 on average; a checkpoint's own weights are better where they are at hand.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from encode import read_tokenizer
from model import Judge, save
from numpy.typing import NDArray
from onnx import numpy_helper
from prune_vocab import pretrained
from torch import Tensor
from transformers import AutoConfig, AutoModel

from inclusivelint.engine.judge import CLOSE, OPEN

Arrays = dict[str, NDArray[np.float32]]


def read_arrays(path: Path) -> Arrays:
    """What a shipped network holds, in 32 bits: matrices as (outputs, inputs), the channels no longer evened out."""
    raw = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    found = {name: array for name, array in raw.items() if array.dtype == np.float32 and not name.endswith("_scale")}
    for name, array in raw.items():
        if not name.endswith("_quantized"):
            continue
        base = name.removesuffix("_quantized")
        zero = raw[f"{base}_zero_point"].astype(np.float32)
        full = (array.astype(np.float32) - zero) * raw[f"{base}_scale"]
        if base.endswith(".layer.weight_Transposed"):
            base = base.removesuffix(".layer.weight_Transposed")
            found[f"{base}.weight"] = full.T * found.pop(f"{base}.shrink")
            found[f"{base}.bias"] = found.pop(f"{base}.layer.bias")
        else:
            found[base] = full
    return found


def restored(shipped: Path, weights: Path) -> Judge:
    """The judge in a folder of the package, on the configuration of the pretrained weights in another."""
    number = read_tokenizer(shipped / "tokenizer.json", 512).get_vocab()
    config = AutoConfig.from_pretrained(weights)
    config.vocab_size = len(number)
    config.attention_probs_dropout_prob = 0.0
    judge = Judge(AutoModel.from_config(config), number[OPEN], number[CLOSE])  # type: ignore[no-untyped-call]
    arrays = read_arrays(shipped / "judge.onnx")
    state = judge.state_dict()

    def put(name: str, array: NDArray[np.float32]) -> None:
        state[name] = torch.tensor(array).reshape(state[name].shape)

    for name, array in arrays.items():
        if not name.startswith("lean."):
            continue
        place = name.removeprefix("lean.")
        if place.startswith("merged."):
            _, layer, kind = place.split(".")
            parts = np.split(array, 3)
            parts[0] = parts[0] * (config.hidden_size // config.num_attention_heads) ** 0.5
            for part, part_name in zip(parts, ("query", "key", "value"), strict=True):
                put(f"encoder.encoder.layer.{layer}.attention.self.{part_name}.{kind}", part)
        else:
            put(f"encoder.{'encoder.layer' if place.startswith('layers') else ''}{place.removeprefix('layers')}", array)
    # The one that every text has; the exporter folded it, so it has a number for a name, as the head's matrix has.
    (kind,) = (array for name, array in arrays.items() if name.startswith("onnx::Add"))
    (head,) = (array for name, array in arrays.items() if name.startswith("onnx::MatMul"))
    tokens: Tensor = state["encoder.embeddings.token_type_embeddings.weight"].clone()
    tokens[0] = torch.tensor(kind)
    state["encoder.embeddings.token_type_embeddings.weight"] = tokens
    put("head.weight", head)
    put("head.bias", arrays["head.bias"])
    judge.load_state_dict(state)
    return judge


def main() -> None:
    """Write the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--shipped", type=Path, required=True, help="folder of judge.onnx and tokenizer.json")
    add("--weights", type=Path, default=pretrained(), help="folder of the pretrained encoder")
    add("--output", type=Path, required=True, help="the checkpoint's folder")
    add("--length", type=int, default=112)
    options = parser.parse_args()
    save(restored(options.shipped, options.weights), options.output)
    shutil.copy(options.shipped / "tokenizer.json", options.output)
    described = {"name": "restored", "length": str(options.length)}
    (options.output / "options.json").write_text(json.dumps(described), encoding="utf-8")


if __name__ == "__main__":
    main()
