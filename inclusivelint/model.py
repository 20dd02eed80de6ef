"""The values that travel between the floors: rules, segments, findings. All frozen, none of them does any work.

Offsets are code points of the decoded source, half-open, everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, NamedTuple

from inclusivelint.forms import Forms, Wording


class Severity(IntEnum):
    """How sure guides are that the wording should change; ordered, so that levels can be compared."""

    SUGGESTION = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name as people write it: `error`, `warning`, `suggestion`."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Severity:
        """The severity called `label`; raises KeyError for an unknown one."""
        return cls[label.upper()]


class Source(NamedTuple):
    """A guide that a rule rests on."""

    key: str
    title: str
    publisher: str
    year: int
    url: str


class Example(NamedTuple):
    """An executable example of a rule; `match` is None where nothing may be reported."""

    text: str
    match: str | None = None
    fixed: str | None = None
    reason: str | None = None
    document: str | None = None
    """The kind of document that the text stands in."""


class Kind(NamedTuple):
    """A kind of policy document and the cues that tell it; rules/documents.yaml says what each list is for."""

    name: str
    title: str
    titles: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    anchors: tuple[tuple[str, bool, int], ...] = ()
    """Words of which one stands wherever a cue does: the word, whether the cue is for titles, and its number."""


Condition = str | Mapping[str, Any]
"""A context condition as written in a rule file and validated by `ruleset`: a name, or a mapping with its operands."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to flag, compiled: phrases are expanded into forms, inflections made, names resolved.

    `judge` holds the least certainty of the learned judge for each level; where it is empty, the judge is not asked.
    From `overrule` on, its certainty outweighs what the rule lets pass, from `anywhere` on that no `when` holds; where
    one is None, no certainty does.
    `about_group` where the forms name groups of people, and what a sentence says of them is in question.
    `reach` is "clause" where a match goes on from the words to the end of their clause, "sentence" where it takes in
    the sentence around them, else empty.
    `needed` holds, for each pattern or dependency pattern and each of its tokens that must be there and names words,
    these folded; `triggers` are those of them to look for in text. `focus` is the place of a pattern's token, or
    the names of a dependency pattern's. `they` is "sentence" or "person" where the words are pronouns that become they,
    with all of their sentence or with those of the same person. A rule that is not `default` holds only where it is
    selected by its full name. `refers_to` has nouns for people, of which the message names the one that is meant.
    A rule with a `preference` (community → `person-first` or
    `identity-first`) is on where the configuration has the same.
    `reviewed` is the day on which someone last checked the rule against its sources (ISO 8601), or empty.
    A rule with `kinds` checks whole documents of these kinds: `check` holds its parameters by the name of its type
    (`covers`, `requires`, `assumes`, `consistent`), `topic` what it is about, `clause` where a model text stands.
    `asked_kinds` are those that its conditions and examples name.
    """

    id: str
    category: str
    severity: Severity
    affects: str
    message: str
    why: str
    sources: tuple[Source, ...]
    forms: Forms = Forms()  # noqa: RUF009 - nothing changes it
    patterns: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    dependencies: tuple[tuple[Mapping[str, Any], ...], ...] = ()
    needed: tuple[tuple[tuple[str, ...], ...], ...] = ()
    triggers: tuple[str, ...] = ()
    focus: int | tuple[str, ...] | None = None
    suggestions: tuple[Wording, ...] = ()
    unless: tuple[Condition, ...] = ()
    when: tuple[Condition, ...] = ()
    certainty: str = "high"
    judge: Mapping[str, float] = field(default_factory=dict)
    overrule: float | None = None
    anywhere: float | None = None
    about_group: bool = False
    reach: str = ""
    aliases: tuple[str, ...] = ()
    preference: Mapping[str, str] = field(default_factory=dict)
    false_positives: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    reviewed: str = ""
    they: str = ""
    refers_to: tuple[str, ...] = ()
    default: bool = True
    examples: Sequence[Example] = ()
    kinds: tuple[Kind, ...] = ()
    asked_kinds: tuple[Kind, ...] = ()
    check: Mapping[str, Any] = field(default_factory=dict)
    topic: str = ""
    clause: str = ""
    path: str = ""
    line: int = 0


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


class Piece(NamedTuple):
    """A run of a segment's text and where it stands in the source.

    In an `exact` piece each character is one source code point; otherwise the whole run stands for the whole range
    (an entity, a line break with its indentation).
    """

    start: int
    source_start: int
    source_end: int
    exact: bool


class Mark(NamedTuple):
    """Mark-up over a range of a segment's text: `emphasis`, `strong`, `code`, `link`, `deleted`."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of prose: a paragraph, a heading, a table cell, an alternative text.

    `text` is normalised for reading (single spaces, no invisible characters), `key` is the same length, folded for
    matching (lower case, one kind of dash and apostrophe, code and addresses blanked out). `quoting` names the way in
    which text is written at this place of the source (see `documents.quoting`).
    """

    text: str
    key: str
    pieces: tuple[Piece, ...]
    kind: str = "paragraph"
    marks: tuple[Mark, ...] = ()
    headings: tuple[str, ...] = ()
    quoted: bool = False
    quoting: str = ""
    _starts: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [piece.start for piece in self.pieces])

    def source_span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` (not empty) stands in the source."""
        first = self.pieces[bisect_right(self._starts, start) - 1]
        last = self.pieces[bisect_right(self._starts, end - 1) - 1]
        source_start = first.source_start + (start - first.start if first.exact else 0)
        source_end = last.source_start + (end - last.start) if last.exact else last.source_end
        return Span(source_start, source_end)


class Reading(NamedTuple):
    """What is asked of readers. `keys`: the places of a data file whose texts are read (none: those that hold prose).

    `parts`: what is read of source code, from CODE_PARTS.
    """

    keys: tuple[str, ...] = ()
    parts: tuple[str, ...] = ("comments", "strings")


CODE_PARTS = ("comments", "strings", "all-strings", "identifiers")


class Comment(NamedTuple):
    """A comment of the document's format, where directives can stand; the span covers the whole comment."""

    text: str
    span: Span


class Place(NamedTuple):
    """Where a person finds what stands from `start` on: `{"page": 3, "line": 12}`, `{"paragraph": 12}`."""

    start: int
    location: Mapping[str, int | str]


class Document(NamedTuple):
    """A document that was read: its decoded source and the prose in it.

    Of a format that is no text (Word, PDF) the source is the text that was taken out of it, a paragraph or a line on
    each line, and `places`, in order, tell where they stand. `segments` may then overlap, where a hyphen at the end of
    a line can be read in two ways.
    """

    path: str
    source: str
    segments: Sequence[Segment]
    comments: Sequence[Comment] = ()
    places: Sequence[Place] = ()


class Edit(NamedTuple):
    """A replacement of `source[start:end]`."""

    start: int
    end: int
    replacement: str


class Note(NamedTuple):
    """A remark on `source[start:end]`: lines of text, and a text with an address, or two empty ones."""

    start: int
    end: int
    lines: tuple[str, ...]
    link: tuple[str, str] = ("", "")


class Fix(NamedTuple):
    """A whole change; `safe` when meaning and grammar are kept by construction."""

    safe: bool
    edits: tuple[Edit, ...]


class Finding(NamedTuple):
    """What is reported. `line` and `column` count from 1, in code points; `end_column` is exclusive.

    `certainty` is the learned judge's, from 0 to 1; None where plain conditions decided.
    """

    path: str
    rule: Rule
    severity: Severity
    message: str
    text: str
    span: Span
    line: int
    column: int
    end_line: int
    end_column: int
    suggestions: tuple[str, ...]
    fix: Fix | None
    fingerprint: str
    source_lines: tuple[str, ...] = ()
    location: Mapping[str, Any] | None = None
    certainty: float | None = None


class Point(NamedTuple):
    """What a policy document should say about one topic: the rule that looks for it, and what is missing."""

    rule: Rule
    missing: tuple[str, ...] = ()


class Card(NamedTuple):
    """A policy document in short: its kinds, what it covers and what is missing from it."""

    path: str
    title: str
    kinds: tuple[Kind, ...]
    covers: tuple[Point, ...] = ()
    missing: tuple[Point, ...] = ()


class Failure(NamedTuple):
    """A document (or another part of the run) that could not be done, or of which something is to be said."""

    path: str
    message: str


class Checked(NamedTuple):
    """One document's outcome."""

    path: str
    findings: tuple[Finding, ...] = ()
    words: int = 0
    suppressed: int = 0
    failure: Failure | None = None
    note: str | None = None
    card: Card | None = None


@dataclass(slots=True)
class Report:
    """What a run found, in the order of its files and of the text in them."""

    findings: list[Finding] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    notes: list[Failure] = field(default_factory=list)
    documents: list[Card] = field(default_factory=list)
    files: int = 0
    words: int = 0
    suppressed: int = 0
    baselined: int = 0
