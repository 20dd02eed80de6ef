"""The learned judge: how likely a careful editor would change the marked words of a text. Offline, without torch.

The model is a small encoder quantised to eight bits, beside this package in `judge/`. It is read when a candidate first
needs it. Texts are prepared here for training, too (`training/judge`), so that both see the same.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from inclusivelint.engine.context import sentence_around
from inclusivelint.engine.network import open_network
from inclusivelint.errors import InclusivelintError
from inclusivelint.model import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPEN, CLOSE, GROUP = "[unused1]", "[unused2]", "[unused5]"
"""The tokens before and after the trigger, and the one that stands for the name of a group of people."""

MARKERS = (OPEN, CLOSE, GROUP)
REACH = 260
"""Characters of the text on either side of the trigger that are looked at."""

_WORD = re.compile(r"[^\W\d_]{3,}(?:[-'’][^\W\d_]+)*")
_SMALL = frozenset(
    "the and for with that this these those from into onto has have had was were are been being will would can could"
    " may its our your which when then than there here they them their".split()
)
"""Words that tell nothing, however sure the judge is of them."""
_NAME_WORD = re.compile(r"[^\W_]+\+?(?:[-'’][^\W_]+)*")
_WORDS_OF_NAME = 5
_SHORT = 5
"""Words that a trigger which is itself the wording in question has at most; longer ones are clauses and sentences."""
_GENDERED = frozenset("men women boys girls fathers mothers parents children grandparents".split())
_EVEN = 0.5
"""From this certainty of a whole sentence on, its words are asked about one by one, too: the mean of both decides."""

_FOLDER = Path(__file__).parent.parent / "judge"


class Question(NamedTuple):
    """A text with one marked trigger, `text[start:end]`, in code points."""

    text: str
    start: int
    end: int


def question(text: str, start: int, end: int) -> Question:
    """What is asked of a match in a segment's text: its sentence, with the sentence before it."""
    sentence = sentence_around(text, start, end)
    before = sentence_around(text, max(0, sentence.start - 2), sentence.start).start if sentence.start else 0
    return Question(text[before : sentence.end], start - before, end - before)


def clip(question: Question) -> Question:
    """At most REACH characters on either side of the trigger, cut between words."""
    text, start, end = question
    left, right = 0, len(text)
    if start > REACH:
        left = text.find(" ", start - REACH, start) + 1 or start - REACH
    if right - end > REACH:
        right = max(text.rfind(" ", end, end + REACH), end)
    return Question(text[left:right], start - left, end - left)


def mark(question: Question) -> str:
    """The text with its trigger between the two markers."""
    text, start, end = question
    return f"{text[:start]} {OPEN} {text[start:end]} {CLOSE} {text[end:]}"


def masked(question: Question, groups: GroupNames) -> Question:
    """The text with one token in place of each name of a group of people.

    So the judge can't hold one group's name against it, nor another's in its favour. A name within a short trigger is
    part of the wording that is asked about and stays, unless it is the trigger; so do men and women beside it, since
    wording can turn on them.
    """
    text, start, end = question
    is_wide = len(text[start:end].split()) > _SHORT
    for first, last in reversed(groups.spans(text)):
        is_trigger = (first, last) == (start, end)
        is_inside = first < end and start < last
        if not is_trigger and (text[first:last].lower() in _GENDERED or (is_inside and not is_wide)):
            continue
        grown = first + len(GROUP) - last
        text = text[:first] + GROUP + text[last:]
        start += grown * (last <= start)
        end += grown * (first < end)
    return Question(text, start, end)


def hidden(question: Question) -> Question:
    """The text with the token that stands for a group in place of its trigger."""
    text, start, end = question
    return Question(f"{text[:start]}{GROUP}{text[end:]}", start, start + len(GROUP))


class GroupNames:
    """Names of groups of people, in lower case, and where they stand in a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_word: dict[str, set[str]] = {}
        for name in names:
            self._by_word.setdefault(name.split()[0], set()).add(name)

    def spans(self, text: str) -> list[Span]:
        """Where names stand, in order; of those that overlap the first, and of those the longest."""
        words = [word.span() for word in _NAME_WORD.finditer(text)]
        found: list[Span] = []
        for at, (start, end) in enumerate(words):
            names = self._by_word.get(text[start:end].lower())
            if names and (not found or found[-1].end <= start):
                ends = (last for _, last in reversed(words[at : at + _WORDS_OF_NAME]))
                found += [Span(start, last) for last in ends if text[start:last].lower() in names][:1]
        return found


class Judge:
    """Answers questions one text at a time: eight-bit arithmetic scales with what stands in a batch, so that a text's
    answer would depend on its neighbours. Answers are remembered."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        """Read the model in `folder`; raises InclusivelintError where it is missing or damaged."""
        from tokenizers import Tokenizer

        try:
            settings = json.loads((folder / "judge.json").read_text(encoding="utf-8"))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = open_network(folder / "judge.onnx")
        except Exception as error:  # each library has its own errors for files that are missing or damaged
            raise InclusivelintError(f"the judge in {folder} can't be loaded: {str(error).splitlines()[0]}") from error
        self.version: str = settings["version"]
        self._slope: float = settings["slope"]
        self._offset: float = settings["offset"]
        self._groups = GroupNames(settings["groups"].split(", "))
        self._answers: dict[str, tuple[float, Any]] = {}

    def certainties(self, questions: Sequence[Question]) -> list[float]:
        """For each question the calibrated probability, from 0 to 1, that a careful editor changes the wording."""
        return [self._answer(question)[0] for question in questions]

    def likeness(self, question: Question, others: Sequence[Question]) -> list[float]:
        """How alike the judge finds the trigger in its text and each of the others: cosines, from -1 to 1."""
        import numpy as np

        if not others:
            return []
        rows = np.stack([self._answer(other)[1] for other in (question, *others)])
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return [float(value) for value in rows[1:] @ rows[0]]

    def _answer(self, question: Question) -> tuple[float, NDArray[np.float32]]:
        text = mark(clip(masked(question, self._groups)))
        found = self._answers.get(text)
        if found is None:
            import numpy as np

            pieces = np.array(self._tokenizer.encode(text).ids, dtype=np.int64)
            logit, features = self._session.run(None, {"input_ids": pieces})
            found = (certainty(self._slope * float(logit[0]) + self._offset), features)
            self._answers[text] = found
        return found


def certainty(logit: float) -> float:
    """The probability that a logit stands for, rounded to what can be told on any machine."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 3)


@lru_cache(maxsize=1)
def load_judge() -> Judge:
    """The judge that the package ships, read once; raises InclusivelintError."""
    return Judge()


def certainty_of_sentence(sentence: Question) -> float:
    """The certainty of a marked sentence; from one half on the mean, by logits, with that of its surest word."""
    (whole,) = load_judge().certainties([sentence])
    if whole < _EVEN:
        return whole
    return certainty((_logit(whole) + _logit(most_telling(sentence)[0])) / 2)


def most_telling(sentence: Question) -> tuple[float, str]:
    """The word of a marked sentence that the judge would change most surely, after how sure it is."""
    text, start, end = sentence
    words = [word.span() for word in _WORD.finditer(text, start, end) if word[0].lower() not in _SMALL]
    places = words or [(start, end)]
    certainties = load_judge().certainties([Question(text, *place) for place in places])
    surest, place = max(zip(certainties, places, strict=True), key=lambda pair: pair[0])
    return surest, text[slice(*place)]


def _logit(probability: float) -> float:
    within = min(max(probability, 0.001), 0.999)
    return math.log(within / (1 - within))
