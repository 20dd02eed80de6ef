"""Source text → segments: one space for any white space, nothing invisible, and an exact way back to the source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from inclusivelint.model import Mark, Piece, Segment

# Soft hyphen, zero-width characters, bidirectional controls, byte order mark: never seen by a reader.
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
SOFT_HYPHEN = "\u00ad"
BLANK = "\ufffc"
"""Stands, in a key, for a character that is not prose (code, addresses): no phrase holds it."""

_IRREGULAR = re.compile(rf"[{INVISIBLE}]|[^\S ]| {{2,}}|[^\x00-\x7f]|^ | $")
_RUN = re.compile(
    # Plain text goes in one piece, but for a last letter that a combining mark may follow.
    rf"(?P<plain>[!-~]+(?: [!-~]+)*(?![^\x00-\x7f]))"
    rf"|(?P<space>(?:\s|[{INVISIBLE}])*\s(?:\s|[{INVISIBLE}])*)"
    rf"|(?P<hidden>[{INVISIBLE}]+)"
    rf"|(?P<word>[^\s{INVISIBLE}]+)"
)
_UNREAD = frozenset({"code", "deleted"})
_FOLD = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | dict.fromkeys("‘’‛ʼ′`´", "'") | dict.fromkeys("“”„‟«»″", '"')
)
_UNFOLD_HIDDEN = re.compile(f"[{INVISIBLE}]")
_NOT_PROSE = re.compile(
    r"""
      (?:https?|ftp|file|mailto|ssh|git)://?[^\s<>]+ | www\.[^\s<>]+     # addresses
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+ | (?<![\w])@[\w/-]+                       # mail, handles
    | \{\{.{0,200}?\}\} | \{%.{0,200}?%\} | \$\{[^}]{0,200}\}                              # templates
    | (?<![\w-])--[a-z][\w-]*(?==|\s|$)(?<!-)                            # options of a command
    | (?<![\w/])(?:\.{0,2}/)?(?:[\w.-]{1,100}/){0,30}[\w-]{1,100}\.(?:[a-z]{2,4}/[^\s,;)]*|
        (?:md|txt|html?|py|js|jsx|tsx?|go|rs|rb|java|json|ya?ml|toml|sh|cfg|ini|css|png|jpe?g|svg|pdf|docx?|xml|csv|sql)\b)
    """,
    re.VERBOSE,
)
_MAY_NOT_BE_PROSE = re.compile(r"[@/{$.]|--?\w")


def fold(text: str) -> str:
    """`text` for matching, of the same length: lower case, one dash, one apostrophe, one double quote."""
    folded = text.translate(_FOLD) if not text.isascii() else text.replace("`", "'")
    lowered = folded.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded)


def fold_source(source: str) -> str:
    """A whole source for a first look at its words; offsets are not kept."""
    if not source.isascii():
        source = _UNFOLD_HIDDEN.sub("", unicodedata.normalize("NFKC", source))
    return fold(source)


def blank_out(key: str) -> str:
    """`key` with addresses, file names, template marks and command options made unmatchable."""
    if not _MAY_NOT_BE_PROSE.search(key):
        return key
    return _NOT_PROSE.sub(lambda match: BLANK * len(match[0]), key)


def _without(key: str, marks: Iterable[Mark]) -> str:
    """`key` with what is code or deleted made unmatchable."""
    parts, at = [], 0
    for mark in sorted(marks):
        if mark.kind in _UNREAD and mark.end > at:
            start = max(mark.start, at)
            parts += [key[at:start], BLANK * (mark.end - start)]
            at = mark.end
    return "".join([*parts, key[at:]])


class SegmentBuilder:
    """Gathers runs of source text into one segment."""

    def __init__(self, source: str, kind: str = "paragraph") -> None:
        self._source = source
        self.kind = kind
        self._parts: list[str] = []
        self._length = 0
        self._last = ""
        self._hidden = False
        self._pieces: list[Piece] = []
        self._marks: list[Mark] = []
        self._open: list[tuple[str, int]] = []

    def add(self, start: int, end: int) -> None:
        """Append `source[start:end]`, normalised."""
        text = self._source[start:end]
        if not _IRREGULAR.search(text):
            if text:
                self._append(text, start, end, exact=True)
            return
        for run in _RUN.finditer(text):
            run_start, run_end = start + run.start(), start + run.end()
            if run.lastgroup == "plain":
                self._append(run[0], run_start, run_end, exact=True)
            elif run.lastgroup == "space":
                self._hidden = run[0][0] == SOFT_HYPHEN
                self.space(run_start, run_end, wraps="\n" in run[0] or "\r" in run[0])
            elif run.lastgroup == "hidden":
                self._hidden = run[0][-1] == SOFT_HYPHEN
            else:
                self._add_word(run[0], run_start)

    def _add_word(self, word: str, start: int) -> None:
        if word.isascii() or unicodedata.is_normalized("NFKC", word):
            self._append(word, start, start + len(word), exact=True)
            return
        at = 0
        while at < len(word):
            after = at + 1
            while after < len(word) and unicodedata.combining(word[after]):
                after += 1
            cluster = word[at:after]
            composed = unicodedata.normalize("NFKC", cluster)
            self._append(composed, start + at, start + after, exact=composed == cluster)
            at = after

    def add_as(self, value: str, start: int, end: int) -> None:
        """Append `value`, which `source[start:end]` stands for as a whole (an entity, an escape)."""
        if value == self._source[start:end]:
            self.add(start, end)
        elif not value.strip():
            self.space(start, end)
        elif visible := _UNFOLD_HIDDEN.sub("", value):
            self._append(" ".join(visible.split()), start, end, exact=False)

    def space(self, start: int, end: int, *, wraps: bool = False) -> None:
        """Append one space; where a line wraps after a hyphen, the halves of the word are joined instead."""
        if wraps and (self._hidden or (self._last in "-\u2010\u2011" and self._before_last().isalpha())):
            return
        if self._length and self._last != " ":
            self._append(" ", start, end, exact=False)

    def _before_last(self) -> str:
        tail = "".join(self._parts[-2:])
        return tail[-2:-1]

    def _append(self, text: str, start: int, end: int, *, exact: bool) -> None:
        previous = self._pieces[-1] if self._pieces else None
        joins = exact and previous is not None and previous.exact and previous.source_end == start
        if previous is not None and joins:
            self._pieces[-1] = Piece(previous.start, previous.source_start, end, exact=True)
        else:
            self._pieces.append(Piece(self._length, start, end, exact))
        self._parts.append(text)
        self._length += len(text)
        self._last = text[-1:]
        self._hidden = False

    def open(self, kind: str) -> None:
        """Begin a mark at this place."""
        self._open.append((kind, self._length))

    def close(self, kind: str) -> None:
        """End the innermost open mark of this kind; a close without an open is ignored."""
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == kind:
                _, start = self._open.pop(index)
                if start < self._length:
                    self._marks.append(Mark(start, self._length, kind))
                return

    def build(self, headings: tuple[str, ...] = (), *, quoted: bool = False, quoting: str = "") -> Segment | None:
        """The segment, or None where nothing but white space was added."""
        for kind, _ in reversed(self._open[:]):
            self.close(kind)
        text = "".join(self._parts).rstrip(" ")
        if not text:
            return None
        key = fold(text)
        marks = tuple(Mark(m.start, min(m.end, len(text)), m.kind) for m in self._marks if m.start < len(text))
        if any(mark.kind in _UNREAD for mark in marks):
            key = _without(key, marks)
        return Segment(
            text=text,
            key=blank_out(key),
            pieces=tuple(self._pieces),
            kind=self.kind,
            marks=marks,
            headings=headings,
            quoted=quoted,
            quoting=quoting,
        )


def plain_segment(text: str) -> Segment | None:
    """A text of one piece as a segment, or None where it is white space."""
    builder = SegmentBuilder(text)
    builder.add(0, len(text))
    return builder.build()
