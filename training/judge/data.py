"""Labelled texts for the judge: reading, marking the trigger, and splits that never mix a group or a document."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from inclusivelint.documents.normalise import fold
from inclusivelint.engine import labelled as contrast
from inclusivelint.forms import Forms
from inclusivelint.model import Rule
from inclusivelint.ruleset import load_rules

DEV_PERCENT = {"written": 15, "real": 25}
CALIBRATION_PERCENT = {"written": 6, "real": 12}


@dataclass(frozen=True)
class Example:
    """One text with one marked trigger. `label` is 1 to flag, 0 to pass, 0.5 where editors differ.

    `hides` where the trigger names a group, and what is said of it is in question: the judge does not see the name.
    """

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
    reason: str = ""
    alternative: str = ""
    part: str = "train"
    before: str = ""
    hides: bool = False

    @property
    def span(self) -> str:
        return self.text[self.start : self.end]

    @property
    def real(self) -> bool:
        return not self.group


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


ABOUT_GROUPS = ("generalisations", "identity-terms", "stereotypes")
"""Categories whose texts are about what is said of a group, where one is marked."""

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
WORD = re.compile(r"[^\W\d_]+")
LABELS = {"flag": 1.0, "pass": 0.0, "split": 0.5}


def read_rows(path: Path) -> list[dict[str, str]]:
    """The lines of a JSON-lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


@cache
def _group_forms() -> list[Forms]:
    return [rule.forms for rule in load_rules() if rule.about_group]


def names_group(key: str) -> bool:
    """Whether a folded text is the name of a group that rules about statements look for."""
    return any(forms.has(key) for forms in _group_forms())


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
                    hides=row["category"] in ABOUT_GROUPS and names_group(fold(row["text"][start:end])),
                )
            )
    return examples


def read_contrast(folder: Path) -> list[Example]:
    """Every text of the contrast files (*.txt): a family of triggers opens with `=`, its texts with `+` or `-`."""
    examples = []
    for path in sorted(folder.glob("*.txt")):
        for family, (text, start, end), flagged, *_ in contrast.read_contrast(path):
            group = f"{path.stem}/{family.removeprefix('new: ')}"
            key = hashlib.sha256(f"{text}\0{start}".encode()).hexdigest()[:10]
            examples.append(
                Example(
                    id=f"{path.stem}-{key}",
                    text=text,
                    start=start,
                    end=end,
                    label=float(flagged),
                    group=group,
                    category=path.stem,
                    phenomenon="contrast",
                    source="contrast",
                    document=group,
                    part=part_of("written", group),
                    hides=path.stem in ABOUT_GROUPS and names_group(fold(text[start:end])),
                )
            )
    return examples


def read_rules() -> list[Example]:
    """The examples of the rules: the words reported, and in the texts let pass the words that the rule looked at.

    Texts without a word of the rule, and those put right, are asked about as a whole: there is nothing to change. So
    are the sentences in which rules explain themselves, and a word of each: who explains a prejudice does not share it.
    """
    examples = []
    for rule in load_rules():
        for number, text in enumerate(_explanations(rule)):
            words = [word for word in WORD.finditer(text) if len(word[0]) > 3]
            some = words[percent(text) % len(words)].span() if words else (0, len(text))
            for part, span in enumerate(((0, len(text.rstrip(" .!?"))), some)):
                told = _of_rule(rule, f"{rule.id}-why-{number}-{part}", contrast.Question(text, *span), "why")
                examples.append(replace(told, part="train"))
        for number, text in enumerate(() if rule.check else _right_texts(rule)):
            whole = contrast.Question(text, 0, len(text.rstrip(" .!?")) or len(text))
            examples.append(_of_rule(rule, f"{rule.id}-right-{number}", whole, "right"))
        for number, (_, question, flagged, hides) in enumerate(contrast.examples_of(rule)):
            marked = _of_rule(rule, f"{rule.id}-{number}", question, "example")
            examples.append(replace(marked, label=float(flagged), hides=hides))
    return examples


def _of_rule(rule: Rule, name: str, question: contrast.Question, phenomenon: str) -> Example:
    return Example(
        id=name,
        text=question.text,
        start=question.start,
        end=question.end,
        label=0.0,
        group=rule.id,
        category=rule.category,
        phenomenon=phenomenon,
        source="rules",
        document=rule.id,
        part=part_of("written", rule.id),
    )


def _right_texts(rule: Rule) -> Iterator[str]:
    looked_at = {question.text for _, question, _, _ in contrast.examples_of(rule)}
    for example in rule.examples:
        if example.match is None and example.text not in looked_at:
            yield example.text
        if example.fixed is not None:
            yield example.fixed


def _explanations(rule: Rule) -> list[str]:
    """The sentences of a rule's message and reason."""
    return [text for text in SENTENCE_END.split(f"{rule.message} {rule.why}") if text]


def read_real(paths: Iterable[Path], documents: dict[str, str]) -> list[Example]:
    """Labelled real sentences, each with its document from the row or from `documents`, else its own text."""
    examples = []
    for path in paths:
        for row in read_rows(path):
            start = int(row["start"])
            document = row.get("document") or documents.get(row["id"]) or row["text"]
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
                    reason=row.get("reason", ""),
                    alternative=row.get("alternative", ""),
                    part=part_of("real", document),
                    before=row.get("before", ""),
                    hides=row.get("rule", "").startswith("generalisations/"),
                )
            )
    return examples


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
