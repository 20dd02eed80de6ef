"""Made statements about many groups of people, so that a group's name alone decides nothing.

Frames stand in `statements/`: neutral ones, generalising ones, and ones in which a group stands beside another wording.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from data import Example, percent
from inclusivelint.ruleset import rules_folder
from inclusivelint.ruleset.groups import read_groups

FOLDER = Path(__file__).parent / "statements"


def lines_of(name: str) -> list[str]:
    """The lines of one of the lists beside this file."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()


GROUPS = lines_of("groups")
LEXICON = rules_folder() / "groups.yaml"
PLAIN = ("lgbtqia", "race", "nationality", "religion")
DATED = ("transsexual", "dark-skinned", "light-skinned")
PERSONS = (
    "people men women girls boys children parents mothers fathers families couples communities students pupils workers"
    " colleagues patients clients customers tenants residents neighbours teenagers players staff"
).split()
FRAMES = [
    *(f"- [[{{X}}]]{frame.removeprefix('{X}')}" if frame.startswith("{X}") else f"- {frame.replace('{x}', '[[{x}]]')}"
      for frame in lines_of("neutral")),
    *(f"+ [[{{X}}]]{frame.removeprefix('{X}')}" if frame.startswith("{X}") else f"+ {frame.replace('{x}', '[[{x}]]')}"
      for frame in lines_of("general")),
    *lines_of("beside"),
]  # fmt: skip


def group_names() -> list[str]:
    """The names of groups that the judge does not get to see, in lower case.

    Beside those of the statements they are the lexicon's of people of a nation, a colour, a faith, a gender or a love,
    where a name is no more than a name. The lexicon holds wording that is itself to change for other groups.
    """
    lexicon = read_groups(LEXICON, LEXICON.read_text(encoding="utf-8"), [])
    nouns = [name for kind in ("nationality", "religion") for name in lexicon.names[kind] if name.isalpha()]
    adjectives = [word for kind in PLAIN for word in lexicon.adjectives[kind] if word not in DATED]
    people = [f"{word.replace('-', mark)} {person}" for word in adjectives for person in PERSONS for mark in "- "]
    return sorted({name.lower() for name in (*GROUPS, *nouns, *people)})


def kept_back(frame: str) -> bool:
    """Whether a frame serves to measure and is never trained on."""
    return percent(f"frame:{frame}") < 25


def filled(frame: str, group: str) -> Example:
    """A frame with a group's name in it."""
    marked = frame[2:].replace("{X}", group[:1].upper() + group[1:]).replace("{x}", group)
    before, _, rest = marked.partition("[[")
    span, _, after = rest.partition("]]")
    return Example(
        id=f"made-{percent(frame)}-{group}",
        text=before + span + after,
        start=len(before),
        end=len(before) + len(span),
        label=float(frame.startswith("+")),
        group=frame,
        category="beside" if span.lower() != group.lower() else "made",
        phenomenon="made",
        source="made",
        document=group,
    )


def measured(category: str) -> list[Example]:
    """Every frame kept back that should pass, about every group: `made` (the group is the trigger) or `beside`."""
    frames = [frame for frame in FRAMES if kept_back(frame) and frame.startswith("-")]
    return [each for frame in frames for group in GROUPS if (each := filled(frame, group)).category == category]


def statements(count: int, rng: random.Random) -> list[Example]:
    """As many statements to train on as asked for: two in three should pass."""
    used = [frame for frame in FRAMES if not kept_back(frame)]
    passes, flags = ([f for f in used if f.startswith(sign)] for sign in "-+")
    return [filled(rng.choice(flags if rng.random() < 0.34 else passes), rng.choice(GROUPS)) for _ in range(count)]


def swapped(example: Example, rng: random.Random) -> Example:
    """An identity text with another group in its place, where the group opens or stands in the text as a plural."""
    group = rng.choice(GROUPS)
    if example.start == 0:
        group = group[:1].upper() + group[1:]
    text = example.text[: example.start] + group + example.text[example.end :]
    return replace(example, text=text, end=example.start + len(group))
