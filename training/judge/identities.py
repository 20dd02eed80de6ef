"""Neutral and generalising statements over many groups of people, so that a group's name alone decides nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from data import Example, percent

FOLDER = Path(__file__).parent / "statements"


def lines_of(name: str) -> list[str]:
    """The lines of one of the lists beside this file."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


GROUPS, NEUTRAL, GENERAL = lines_of("groups"), lines_of("neutral"), lines_of("general")


def kept_back(frame: str) -> bool:
    """Whether a frame serves to measure and is never trained on."""
    return percent(f"frame:{frame}") < 25


def filled(frame: str, group: str, label: float, number: int) -> Example:
    """A frame with a group's name in it."""
    text = frame.replace("{X}", group[:1].upper() + group[1:]).replace("{x}", group)
    start = text.lower().index(group.lower())
    return Example(
        id=f"made-{number}",
        text=text,
        start=start,
        end=start + len(group),
        label=label,
        group=f"made-{group}",
        category="made",
        phenomenon="made",
        source="made",
        document=group,
    )


def statement(rng: random.Random, number: int) -> Example:
    """One statement to train on: two in three neutral, the rest generalising."""
    label = float(rng.random() < 0.34)
    frame = rng.choice([frame for frame in (GENERAL if label else NEUTRAL) if not kept_back(frame)])
    return filled(frame, rng.choice(GROUPS), label, number)


def neutral_dev() -> list[Example]:
    """Every neutral statement kept back, about every group."""
    frames = [frame for frame in NEUTRAL if kept_back(frame)]
    return [filled(frame, group, 0.0, number) for number, frame in enumerate(frames) for group in GROUPS]


def statements(count: int, rng: random.Random) -> list[Example]:
    """As many statements as asked for."""
    return [statement(rng, number) for number in range(count)]


def swapped(example: Example, rng: random.Random) -> Example:
    """An identity text with another group in its place, where the group opens or stands in the text as a plural."""
    group = rng.choice(GROUPS)
    if example.start == 0:
        group = group[:1].upper() + group[1:]
    text = example.text[: example.start] + group + example.text[example.end :]
    return replace(example, text=text, end=example.start + len(group))
