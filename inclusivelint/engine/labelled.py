"""Labelled texts: what the judge learned from, and what a finding is compared with when it is explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint.documents.normalise import plain_segment
from inclusivelint.engine import Engine, longest, reaching
from inclusivelint.engine.judge import Judge, Question, hidden
from inclusivelint.errors import InclusivelintError
from inclusivelint.model import Example, Rule

OPENING, CLOSING = "[[", "]]"


class Labelled(NamedTuple):
    """A text with its marked trigger, the family of triggers it belongs to, and whether an editor changes the words."""

    family: str
    question: Question
    flagged: bool
    about_group: bool = False

    @property
    def asked(self) -> Question:
        """What the judge gets to see: no name of a group that a statement is about."""
        return hidden(self.question) if self.about_group else self.question


def contrast_folder() -> Path:
    """The shipped texts: inside the package in a wheel, under data/ in a checkout."""
    inside = Path(__file__).parent.parent / "judge" / "contrast"
    return inside if inside.is_dir() else inside.parent.parent.parent / "data" / "judge" / "contrast"


def read_contrast(path: Path) -> Iterator[Labelled]:
    """The texts of one file: a family of triggers opens with `=`, its texts with `+` (change) or `-` (leave).

    Raises InclusivelintError with the line of the first text that can't be read.
    """
    family = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        sign, text = line[:2], line[2:]
        before, opened, rest = text.partition(OPENING)
        span, closed, after = rest.partition(CLOSING)
        if sign == "= ":
            family = text.partition("|")[0].strip()
        elif sign in ("+ ", "- ") and family and opened and closed and span and OPENING not in after:
            yield Labelled(family, Question(before + span + after, len(before), len(before) + len(span)), sign == "+ ")
        elif line:
            raise InclusivelintError(
                f"{path}:{number}:1: expected a family (=) or a text (+ or -) with one [[trigger]]"
            )


def texts_of(rule: Rule) -> list[Labelled]:
    """The labelled texts of a rule, each once: those of its family, and its own examples where its words stand."""
    name = rule.id.removeprefix(f"{rule.category}/")
    path = contrast_folder() / f"{rule.category}.txt"
    own = [text for text in read_contrast(path) if text.family == name] if path.is_file() else []
    known = {text.question.text for text in own}
    return [*own, *(example for example in examples_of(rule) if example.question.text not in known)]


def examples_of(rule: Rule) -> Iterator[Labelled]:
    """The examples of a rule file: the words reported, and in what is let pass the words that the rule looked at."""
    engine = Engine([rule])
    for example in rule.examples:
        segment = plain_segment(example.text)
        found = [reaching(one, example.text) for one in longest(engine.candidates(segment))] if segment else []
        wanted = [one for one in found if _is_meant(example, example.text[one.start : one.end], rule)]
        if segment and wanted and segment.text == example.text:
            asked = Question(example.text, wanted[0].start, wanted[0].end)
            yield Labelled(rule.id, asked, example.match is not None, rule.about_group)


def _is_meant(example: Example, words: str, rule: Rule) -> bool:
    """Whether the words are those that the example is about; of a statement about a group the example holds more."""
    return example.match in (None, words) or (rule.about_group and words in (example.match or ""))


def nearest(
    judge: Judge, question: Question, texts: Sequence[Labelled], count: int = 2
) -> tuple[list[Labelled], list[Labelled]]:
    """The texts to change and the texts to leave that the judge finds most like the question's, likest first."""
    alike = judge.likeness(question, [text.asked for text in texts])
    ordered = [text for _, text in sorted(zip(alike, texts, strict=True), key=lambda pair: -pair[0])]
    sides = [[text for text in ordered if text.flagged is flagged][:count] for flagged in (True, False)]
    return sides[0], sides[1]
