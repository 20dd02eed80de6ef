"""How long the exported judge takes to load, and how many texts it judges a second on one core, without torch."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Load, judge and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--judge", type=Path, required=True, help="folder written by export.py")
    add("--texts", type=Path, nargs="+", required=True, help="files of labelled or drawn texts")
    add("--batch", type=int, default=16)
    options = parser.parse_args()
    rows = [json.loads(line) for path in options.texts for line in path.read_text(encoding="utf-8").splitlines()]
    began = time.perf_counter()
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    imported = time.perf_counter()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(options.judge / "judge.int8.onnx"), settings, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(options.judge / "tokenizer.json"))
    loaded = time.perf_counter()
    from encode import pad

    texts = []
    for row in rows:
        start = row.get("start", row["text"].find(row["span"]))
        end = start + len(row["span"])
        texts.append(f"{row['text'][:start]} [unused1] {row['text'][start:end]} [unused2] {row['text'][end:]}")
    begin = time.perf_counter()
    codes = sorted((code.ids for code in tokenizer.encode_batch(texts)), key=len)
    for first in range(0, len(codes), options.batch):
        session.run(None, pad(codes[first : first + options.batch]))
    seconds = time.perf_counter() - begin
    tokens = float(np.mean([len(ids) for ids in codes]))
    print(f"imports {imported - began:.2f} s, model and tokenizer {loaded - imported:.2f} s")
    print(f"{len(texts)} texts of {tokens:.0f} tokens in {seconds:.1f} s: {len(texts) / seconds:.0f} a second")
    assert "torch" not in sys.modules


if __name__ == "__main__":
    main()
