"""Labelled texts for the judge: reading, marking the trigger, and splits that never mix a group or a document."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

OPEN, CLOSE = "[unused1]", "[unused2]"
WRITTEN = tuple(f"w{number}" for number in range(1, 10))
DEV_PERCENT = {"written": 15, "real": 25}
CALIBRATION_PERCENT = {"written": 6, "real": 12}


@dataclass(frozen=True)
class Example:
    """One text with one marked trigger. `label` is 1 to flag, 0 to pass, 0.5 where editors differ."""

    id: str
    text: str
    start: int
    end: int
    label: float
    group: str
    category: str
    phenomenon: str
    source: str
    document: str
    before: str = ""
    reason: str = ""
    alternative: str = ""
    gloss: str = ""
    part: str = "train"

    @property
    def span(self) -> str:
        return self.text[self.start : self.end]

    @property
    def real(self) -> bool:
        return not self.group


def mark(text: str, start: int, end: int) -> str:
    """The text with its trigger between the two marker tokens."""
    return f"{text[:start]} {OPEN} {text[start:end]} {CLOSE} {text[end:]}"


def percent(key: str) -> int:
    """A number from 0 to 99 that depends on the key alone."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 100


def part_of(kind: str, key: str) -> str:
    """`dev`, `calibration` or `train`, by the hash of a group's or a document's name."""
    number = percent(f"{kind}:{key}")
    if number < DEV_PERCENT[kind]:
        return "dev"
    if number < DEV_PERCENT[kind] + CALIBRATION_PERCENT[kind]:
        return "calibration"
    return "train"


def find_span(text: str, span: str) -> tuple[int, int]:
    """The first whole-word occurrence of a span, or the first at all.

    Raises ValueError where the text does not hold the span.
    """
    found = re.search(rf"(?<!\w){re.escape(span)}(?!\w)", text)
    start = found.start() if found else text.index(span)
    return start, start + len(span)


LABELS = {"flag": 1.0, "pass": 0.0, "split": 0.5}


def read_rows(path: Path) -> list[dict[str, str]]:
    """The lines of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_written(folder: Path) -> list[Example]:
    """Every written contrast text (files w*.jsonl) of a folder."""
    examples = []
    for path in sorted(folder.glob("w*.jsonl")):
        for row in read_rows(path):
            start, end = find_span(row["text"], row["span"])
            examples.append(
                Example(
                    id=row["id"],
                    text=row["text"],
                    start=start,
                    end=end,
                    label=LABELS[row["label"]],
                    group=row["group"],
                    category=row["category"],
                    phenomenon=row["phenomenon"],
                    source=path.stem,
                    document=row["group"],
                    reason=row["reason"],
                    alternative=row["alternative"],
                    part=part_of("written", row["group"]),
                )
            )
    return examples


def read_real(paths: Iterable[Path], documents: dict[str, str]) -> list[Example]:
    """Labelled real sentences; `documents` maps an id to its document, else the text itself is hashed."""
    examples = []
    for path in paths:
        for row in read_rows(path):
            start = int(row["start"])
            document = documents.get(row["id"]) or row["text"]
            examples.append(
                Example(
                    id=row["id"],
                    text=row["text"],
                    start=start,
                    end=start + len(row["span"]),
                    label=LABELS[row["label"]],
                    group="",
                    category="real",
                    phenomenon="real",
                    source=row["source"],
                    document=document,
                    before=row.get("before", ""),
                    reason=row.get("reason", ""),
                    alternative=row.get("alternative", ""),
                    part=part_of("real", document),
                )
            )
    return examples


def read_genil(path: Path, neutral: int, seed: int = 1) -> list[Example]:
    """Sentences of the GeniL set, for training: those that promote a stereotype, and `neutral` others to pass."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    random.Random(seed).shuffle(rows)
    examples = []
    for number, row in enumerate(rows):
        promoting, generalizing = row["promoting"] == "1.0", row["generalizing"] == "1"
        start = row["sentence"].find(row["identity"])
        if start < 0 or (generalizing and not promoting) or (not promoting and neutral <= 0):
            continue
        neutral -= not promoting
        examples.append(
            Example(
                id=f"genil-{number}",
                text=row["sentence"],
                start=start,
                end=start + len(row["identity"]),
                label=float(promoting),
                group=f"genil-{row['identity'].lower()}",
                category="genil",
                phenomenon="genil",
                source="genil",
                document="genil",
            )
        )
    return examples


def add_reasons(examples: Sequence[Example], seed: int = 1) -> list[Example]:
    """Give every text the gloss of a rule that says what it objects to and what it lets pass.

    The gloss holds two reasons for either label, drawn from other texts of the group, never from the text itself.
    """
    rng = random.Random(seed)
    by_group: dict[str, list[Example]] = defaultdict(list)
    by_span: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        if example.group and example.reason:
            by_group[example.group].append(example)
            by_span[example.span.lower()][example.group] += 1
    glossed = []
    for example in examples:
        families = by_span.get(example.span.lower()) if not example.group else None
        group = example.group or (families.most_common(1)[0][0] if families else "")
        sides = []
        for label in (1.0, 0.0):
            mates = [e for e in by_group.get(group, []) if e.label == label and e.id != example.id]
            reasons = list(dict.fromkeys(e.reason for e in mates))
            sides.append(", ".join(rng.sample(reasons, min(2, len(reasons)))))
        gloss = f"{sides[0]} | {sides[1]}" if any(sides) else ""
        glossed.append(replace(example, gloss=gloss))
    return glossed


def add_glosses(examples: Sequence[Example]) -> list[Example]:
    """Give every text the gloss a rule could give: its trigger family's name and its commonest alternative.

    The gloss is the same for all texts of a family, so it cannot tell flag from pass. Real sentences get the gloss of
    the family whose spans hold theirs, or none.
    """
    alternatives: dict[str, Counter[str]] = defaultdict(Counter)
    by_span: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        if example.group:
            by_span[example.span.lower()][example.group] += 1
            if example.alternative:
                alternatives[example.group][example.alternative.lower()] += 1
    gloss = {}
    for group in {example.group for example in examples if example.group}:
        best = alternatives[group].most_common(1)
        gloss[group] = group.replace("-", " ") + (f": {best[0][0]}" if best else "")
    glossed = []
    for example in examples:
        group = example.group
        if not group:
            families = by_span.get(example.span.lower())
            group = families.most_common(1)[0][0] if families else ""
        glossed.append(replace(example, gloss=gloss.get(group, "")))
    return glossed


def bag_by_length(lengths: Sequence[int], size: int, rng: random.Random | None) -> list[list[int]]:
    """Batches of indices of like length; shuffled where a generator is given."""
    order = list(range(len(lengths)))
    if rng is None:
        order.sort(key=lambda index: lengths[index])
        return [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(order)
    pool = size * 50
    batches = []
    for begin in range(0, len(order), pool):
        part = sorted(order[begin : begin + pool], key=lambda index: lengths[index])
        batches += [part[i : i + size] for i in range(0, len(part), size)]
    rng.shuffle(batches)
    return batches
