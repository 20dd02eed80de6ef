"""The forms of a rule: every way to write its phrases, kept as text until a run meets one of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, overload

_NO_ROW: Sequence[Any] = (0, 0, None, False, False, False)
"""What is left out at the end of a row. That of a headed form is whole, since `headed` stands last."""
_ANCHORS = re.compile(r"[^\s-]+")
_NEXT_WORDS = re.compile(r" ((\w+(?:-\w+)*)(?: \w+)?)")


class Wording(NamedTuple):
    """A replacement in the form it takes here, and the indefinite article that goes before it (`a` or `an`)."""

    text: str
    article: str = "a"


NOUN = "{noun}"
"""Stands in a rewrite for the noun that follows the phrase, with what belongs to it."""


class Rewrite(NamedTuple):
    """A replacement that takes the following noun along: each text holds `{noun}`, which is of that number."""

    singular: str
    plural: str


class Form(NamedTuple):
    """One way to write a phrase: `key` is folded as segments are; `exact`, where given, must also agree in case.

    `agrees` when the suggestions were inflected like the phrase, so that they keep the grammar of the sentence.
    `anchor` is the word to look for in text, `anchor_start` where it begins in the key. `nominal` where the words count
    only as a whole noun phrase ("the deaf", not "the deaf pupil"), `headed` where one of its rule's heads follows.
    """

    key: str
    anchor: str
    anchor_start: int
    suggestions: tuple[Wording, ...] = ()
    exact: str | None = None
    agrees: bool = False
    rewrites: tuple[Rewrite, ...] = ()
    nominal: bool = False
    headed: bool = False


class Forms(Sequence[Form]):
    """The forms of a rule, kept as text until one of their anchors is met: a run looks into those of few rules.

    `anchors` are the distinct anchors, joined by line feeds; `text` is a JSON list of the distinct suggestions, of
    the distinct rewrites, of a row for each form, and of the heads: folded nouns, one of which follows a headed
    form ("older" of "older workers"), so that not each pair is a form. A row holds key, where its anchor begins and
    how long it is, suggestions and rewrites by their place, `exact`, `agrees`, `nominal`, `headed`, without what is
    false at its end.
    """

    __slots__ = ("_by_anchor", "_heads", "_rewrites", "_rows", "_wordings", "anchors", "text")

    def __init__(self, anchors: str = "", text: str | bytes | memoryview = "[[],[],[],[]]") -> None:
        self.anchors = anchors
        self.text: str | bytes | memoryview = text
        self._rows: list[list[Any]] | None = None
        self._wordings: list[list[list[str]]] = []
        self._rewrites: list[list[list[str]]] = []
        self._heads: frozenset[str] = frozenset()
        self._by_anchor: dict[str, list[tuple[int, str, int, bool]]] = {}

    @classmethod
    def of(cls, forms: Iterable[Form], heads: Iterable[str] = ()) -> Forms:
        """These forms, kept as text."""
        import json

        given = list(forms)
        wordings = list(dict.fromkeys(form.suggestions for form in given))
        rewrites = list(dict.fromkeys(((), *(form.rewrites for form in given))))
        rows: list[list[Any]] = []
        for form in given:
            places = wordings.index(form.suggestions), rewrites.index(form.rewrites)
            row = [*places, form.exact, form.agrees, form.nominal, form.headed]
            while row and not row[-1]:
                del row[-1]
            rows.append([form.key, form.anchor_start, len(form.anchor), *row])
        text = json.dumps([wordings, rewrites, rows, sorted(set(heads))], ensure_ascii=False, separators=(",", ":"))
        return cls("\n".join(sorted({form.anchor for form in given})), text)

    def at(self, anchor: str) -> Sequence[tuple[int, str, int, bool]]:
        """The forms with this anchor: index, key, where in the key the anchor begins, and whether a head follows."""
        self._unpack()
        return self._by_anchor.get(anchor, ())

    def head_after(self, text: str, at: int) -> int:
        """Where the head of a headed form ends that stands in a folded text until `at`; 0 where none follows."""
        self._unpack()
        words = _NEXT_WORDS.match(text, at)
        if not words:
            return 0
        return next((words.end(number) for number in (1, 2) if words[number] in self._heads), 0)

    def has(self, key: str) -> bool:
        """Whether a folded text is one of the forms, with its head if it takes one."""
        for word in set(_ANCHORS.findall(key)):
            for _, form, _, headed in self.at(word):
                if headed and key.startswith(form) and self.head_after(key, len(form)) == len(key):
                    return True
                if not headed and key == form:
                    return True
        return False

    def _unpack(self) -> list[list[Any]]:
        if self._rows is None:
            import json

            text = bytes(self.text) if isinstance(self.text, memoryview) else self.text
            self._wordings, self._rewrites, self._rows, heads = json.loads(text)
            self._heads = frozenset(heads)
            for index, (key, start, length, *row) in enumerate(self._rows):
                anchor = key[start : start + length]
                headed = len(row) == len(_NO_ROW)
                self._by_anchor.setdefault(anchor, []).append((index, key, start, headed))
        return self._rows

    def __len__(self) -> int:
        return len(self._unpack())

    @overload
    def __getitem__(self, index: int) -> Form: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Form]: ...
    def __getitem__(self, index: int | slice) -> Form | Sequence[Form]:
        if isinstance(index, slice):
            return [self[place] for place in range(len(self))[index]]
        key, start, length, *row = self._unpack()[index]
        wordings, rewrites, exact, agrees, nominal, headed = (*row, *_NO_ROW[len(row) :])
        return Form(
            key,
            key[start : start + length],
            start,
            tuple(Wording(text, article) for text, article in self._wordings[wordings]),
            exact,
            agrees,
            tuple(Rewrite(singular, plural) for singular, plural in self._rewrites[rewrites]),
            nominal,
            headed,
        )
