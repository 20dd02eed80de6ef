"""YAML: the texts in it, each with its path and its place, whatever style it is written in; its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from inclusivelint.documents.comments import comment_prose
from inclusivelint.documents.extract import Extract
from inclusivelint.documents.keys import Keys, is_prose
from inclusivelint.errors import DocumentError
from inclusivelint.model import Comment, Document, Reading, Segment
from inclusivelint.safe_yaml import DEEPEST

_FOLD = re.compile(r"[ \t]*((?:\r\n|\r|\n)[ \t]*)+")
_ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<wrap>\r?\n[ \t]*)|(?P<char>.))"
)
_CHARS = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "_": "\u00a0",
    "N": "\n",
    "L": "\n",
    "P": "\n",
    "0": "",
    "a": "",
    "b": "",
    "v": " ",
}
_BLOCK_HEAD = re.compile(r"[|>][-+0-9]*[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)")
_BLOCK_LINE = re.compile(r"(?P<indent> *)(?P<text>[^\r\n]*(?:\r\n|\r|\n|$))")
_COMMENT = re.compile(r"(?:^|(?<=[\s\ufeff]))#[^\r\n]*", re.MULTILINE)


def read_yaml(path: str, source: str, reading: Reading) -> Document:
    """Read the values that `reading.keys` name, or those that hold prose, and the comments; raises DocumentError."""
    keys = Keys(reading.keys)
    segments: list[Segment] = []
    comments: list[Comment] = []
    spans: list[tuple[int, int]] = []
    for where, event, start, end in _scalars(source):
        spans.append((start, end))
        value = event.value
        if keys.chooses(where) if keys else is_prose(value):
            read, directives = extract(source, event.style, start, end).prose("value")
            segments += read
            comments += directives
    marks = [match.span() for match in _outside(source, spans)]
    read, directives = comment_prose(source, marks, "comments" in reading.parts and not keys)
    segments = sorted([*segments, *read], key=lambda segment: segment.pieces[0].source_start)
    return Document(path, source, segments, sorted([*comments, *directives], key=lambda comment: comment.span.start))


def _outside(source: str, spans: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The comments: what looks like one and stands in no scalar. Both are in order."""
    index = 0
    for match in _COMMENT.finditer(source):
        while index < len(spans) and spans[index][1] <= match.start():
            index += 1
        if index == len(spans) or match.start() < spans[index][0]:
            yield match


def scalars(source: str) -> Iterator[tuple[tuple[str, ...], yaml.ScalarEvent, int, int]]:
    """Every scalar that is a value: its path, the event, and its place. Raises yaml.YAMLError and ValueError."""
    base = 1 if source.startswith("\ufeff") else 0
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # For each open collection: its kind, the key or position at hand, and whether a key comes next.
    path: list[str] = []
    mappings: list[bool] = []
    keyed: list[bool] = []
    for event in yaml.parse(source[base:], Loader=loader):
        if isinstance(event, yaml.CollectionEndEvent):
            path.pop()
            mappings.pop()
            keyed.pop()
            _next(path, mappings, keyed)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(path) >= DEEPEST:
                raise yaml.YAMLError("nested too deeply")
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            path.append("" if is_mapping else "0")
            mappings.append(is_mapping)
            keyed.append(False)
        elif isinstance(event, yaml.ScalarEvent):
            if mappings and mappings[-1] and not keyed[-1]:
                path[-1], keyed[-1] = event.value, True
                continue
            place: Any = event  # the parser always marks it
            yield tuple(path), event, base + place.start_mark.index, base + place.end_mark.index
            _next(path, mappings, keyed)
        elif isinstance(event, yaml.AliasEvent):
            if mappings and mappings[-1] and not keyed[-1]:
                path[-1], keyed[-1] = "", True
            else:
                _next(path, mappings, keyed)


def _next(path: list[str], mappings: list[bool], keyed: list[bool]) -> None:
    """A value ended: the next key or position comes."""
    if not path:
        return
    if mappings[-1]:
        keyed[-1] = not keyed[-1]  # a collection can itself be a key
    else:
        path[-1] = str(int(path[-1]) + 1)


def _scalars(source: str) -> Iterator[tuple[tuple[str, ...], yaml.ScalarEvent, int, int]]:
    try:
        yield from scalars(source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" (line {mark.line + 1})" if mark else ""
        raise DocumentError(f"not well-formed YAML: {error.problem or error.context}{place}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise DocumentError(f"not well-formed YAML: {str(error).splitlines()[0]}") from None


def extract(source: str, style: str | None, start: int, end: int) -> Extract:
    """What the scalar at `source[start:end]` says."""
    if style in ("|", ">"):
        return _block(source, start, end)
    taken = Extract(source, {"'": "single", '"': "json"}.get(style or "", "yaml"))
    if style in ("'", '"'):
        start, end = start + 1, end - 1
    pattern = {"'": re.compile(rf"''|{_FOLD.pattern}"), '"': re.compile(rf"{_ESCAPE.pattern}|{_FOLD.pattern}")}.get(
        style or "", _FOLD
    )
    at = start
    for match in pattern.finditer(source, start, end):
        taken.add(at, match.start())
        taken.add_as(_meant(match), match.start(), match.end())
        at = match.end()
    taken.add(at, end)
    return taken


def _meant(match: re.Match[str]) -> str:
    written = match[0]
    if written == "''":
        return "'"
    if not written.startswith("\\"):
        breaks = len(re.findall(r"\r\n|\r|\n", written))
        return "\n" if breaks == 1 else "\n\n"
    if match["wrap"]:
        return ""
    code = match["x"] or match["u"] or match["U"]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return _CHARS.get(match["char"], match["char"])


def _block(source: str, start: int, end: int) -> Extract:
    """A block scalar: its lines without their indentation."""
    taken = Extract(source, "yaml-block")
    head = _BLOCK_HEAD.match(source, start, end)
    if not head:
        return taken
    lines = [match for match in _BLOCK_LINE.finditer(source, head.end(), end) if match[0]]
    indent = min((len(line["indent"]) for line in lines if line["text"].strip()), default=0)
    for line in lines:
        taken.add(min(line.start() + indent, line.start("text")), line.end())
    return taken
