"""Small changes to a training text that leave its label as it is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

from identities import swapped

from data import Example

BULLETS = ("- ", "* ", "• ", "1. ", "a) ", "> ", "## ", "| ", "[ ] ", "TODO: ")
LEADS = (
    "Please read this page. ",
    "Last updated in March. ",
    "This applies to every site. ",
    "See the section below. ",
    "Thanks for your patience. ",
    "We met on Tuesday. ",
)
CLAUSE_END = re.compile(r"[,.;:!?)]+(?:\s|$)")
SENTENCE_END = re.compile(r"[.!?]+(?:\s+|$)")
Change = Callable[[Example, random.Random], Example]


def prefixed(example: Example, lead: str) -> Example:
    """Words before the text; the trigger moves with it."""
    return replace(example, text=lead + example.text, start=example.start + len(lead), end=example.end + len(lead))


def bullet(example: Example, rng: random.Random) -> Example:
    """A list or heading mark before the text."""
    return prefixed(example, rng.choice(BULLETS))


def lead(example: Example, rng: random.Random) -> Example:
    """A sentence of small talk before the text."""
    return prefixed(example, rng.choice(LEADS))


def no_period(example: Example, _: random.Random) -> Example:
    """The text without its full stop."""
    if example.text.endswith(".") and example.end < len(example.text):
        return replace(example, text=example.text[:-1])
    return example


def upper(example: Example, _: random.Random) -> Example:
    """A short text in capitals."""
    text = example.text.upper()
    return replace(example, text=text) if len(text) == len(example.text) and len(text) < 60 else example


def curly(example: Example, _: random.Random) -> Example:
    """Curly apostrophes."""
    return replace(example, text=example.text.replace("'", "\u2019"))


def table(example: Example, _: random.Random) -> Example:
    """A short text as a table cell."""
    if len(example.text) > 80:
        return example
    return replace(prefixed(example, "| "), text=f"| {example.text} |")


def widened(example: Example, rng: random.Random) -> Example:
    """The trigger reaching to the end of its clause or over its sentence, as rules may have it judged (`reach`).

    Not where it names a group: the judge does not see the words of such a trigger.
    """
    if example.hides:
        return example
    if rng.random() < 0.4:
        stop = CLAUSE_END.search(example.text, example.end)
        return replace(example, end=stop.start() if stop else len(example.text))
    start = max((m.end() for m in SENTENCE_END.finditer(example.text, 0, example.start)), default=0)
    stop = SENTENCE_END.search(example.text, example.end)
    return replace(example, start=start, end=stop.start() if stop else len(example.text))


CHANGES: tuple[Change, ...] = (bullet, lead, no_period, upper, curly, table)


def augment(example: Example, rng: random.Random) -> Example:
    """One change drawn by chance, to the trigger in half of the texts; texts about identities also change the group."""
    if rng.random() < 0.5:
        return widened(example, rng)
    if example.category == "identity-terms" and rng.random() < 0.5:
        return swapped(example, rng)
    return rng.choice(CHANGES)(example, rng)
