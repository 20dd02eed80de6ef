"""Comments of code and of data files: their prose, without markers, code and names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from inclusivelint.documents.extract import Extract
from inclusivelint.documents.lines import DIRECTIVE
from inclusivelint.model import Comment, Segment, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_OPENING = re.compile(
    r"\s*(?:/\*+!?<?|<!--+|\(\*+|\{-+\|?|--\[=*\[|///*!?<?|//+!?<?|#+[:!]?|--+|;+|%+|\"{3}|'{3}|=begin\b|=pod\b)[ \t]?"
)
_CLOSING = re.compile(r"\s*(?:\**\*+/|--+>|\*+\)|-\}|\]=*\]|\"{3}|'{3}|=end|=cut)\s*$")
_STAR = re.compile(r"[ \t]*(?:\*+(?!/)[ \t]?|\|[ \t])")
_INDENT = re.compile(r"[ \t]*")

NOT_PROSE = re.compile(
    r"""
      \{@\w+\s[^{}\n]*\} | \{@\w+\}                              # {@link Name}
    | (?<!\w)[@\\](?:param|tparam|arg|throws?|exception|returns?\s+\{|see|link|ref|type|typedef|property|author|p|c|a)
        (?:\s*\[[^\]\n]*\])?(?:\s+\{[^{}\n]*\})?(?:\s+[\w.$*\[\]-]+)?
    | (?<!\w)@\w+ | (?<!\w):\w+(?:\s[^:\n]{1,60})?:(?:`[^`\n]*`)?
    | ``[^`\n]+`` | `[^`\n]+` | '[\w.-]*[_./][\w./-]*'
    | \b\w+(?:::\w+)+(?:\(\))? | \b\w+\([^()\n]{0,80}\) | \w+->\w+
    | \b[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+\b(?!\.\s)        # names with dots
    | \b\w*[a-z\d][A-Z]\w*\b | \b\w*_\w+\b | \b\w+_\b            # camelCase, snake_case
    | (?<!\w)[$%&]\w+\b | \[\[?[\w:.$ ]+\]\]?(?=\(|\[|\]) | <[a-zA-Z_][\w-]*>(?=\w*\()
    | (?<!\S)-{1,2}[a-zA-Z][\w-]* | (?<!\S)[/~][\w./-]+ | \b\w+(?:/[\w.-]+){2,}
    """,
    re.VERBOSE,
)
_CODE_LINE = re.compile(
    r"""^(?=[^\r\n]{1,200}\r?$)[ \t]*(?:
      (?=[^\r\n]*(?:[=(\[<]|->|\.\w))[^\r\n]*[;{] | [}\])]+[;,]? | \w+;
    | (?:>>>|\.\.\.|\$|\#!)[ \t][^\r\n]* | [\w.$\[\]"']+[ \t]*(?:[-+*/|&]?=|:=|<-|=>)[ \t][^\r\n]*
    | (?:return|import|from|if|for|while|const|let|var|def|func|fn|print|elif|else|except)\b[^\r\n]*[:(){}\[\]=]
    | (?:SPDX-|eslint|pylint|noqa|type:|nolint|go:|rubocop|shellcheck|prettier|clang-format)[^\r\n]*
    )[ \t\r]*$""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def comment_prose(
    source: str, spans: Iterable[tuple[int, int]], wanted: bool = True
) -> tuple[list[Segment], list[Comment]]:
    """The prose of the comments at `spans`, which are in order, and the directives among them.

    Comments that stand on lines of their own, one below the other, are read together. Directives are kept even when the
    prose is not `wanted`.
    """
    segments: list[Segment] = []
    directives: list[Comment] = []
    group: list[tuple[int, int]] = []
    for start, end in spans:
        text = _bare(source, start, end)
        if DIRECTIVE in text and text.strip().startswith(DIRECTIVE):
            directives.append(Comment(text.strip(), Span(start, end)))
            segments += _read(source, group)
            group = []
            continue
        if not wanted:
            continue
        if group and not _continues(source, group[-1], start):
            segments += _read(source, group)
            group = []
        group.append((start, end))
    return segments + _read(source, group), directives


def _bare(source: str, start: int, end: int) -> str:
    text = source[start:end]
    opening = _OPENING.match(text)
    text = text[opening.end() :] if opening else text
    closing = _CLOSING.search(text[-40:])
    return text[: len(text) - len(closing[0])] if closing else text


def _continues(source: str, before: tuple[int, int], start: int) -> bool:
    """Whether a comment that begins at `start` goes on from the one before: alone on the next line, in one column."""
    between = source[before[1] : start]
    if (
        between.strip()
        or between.count("\n") != 1
        or source.startswith("/*", before[0])
        or source.startswith("/*", start)
    ):
        return False
    return _column(source, before[0]) == _column(source, start)


def _column(source: str, at: int) -> int:
    return at - source.rfind("\n", 0, at) - (source.startswith("\ufeff") and source.find("\n", 0, at) < 0)


def _read(source: str, group: list[tuple[int, int]]) -> list[Segment]:
    if not group:
        return []
    taken = Extract(source, "comment")
    for number, (start, end) in enumerate(group):
        if number:
            taken.add_as("\n", group[number - 1][1], start)
        _take(taken, source, start, end)
    return prose_of(taken, "comment")


def prose_of(taken: Extract, kind: str) -> list[Segment]:
    """The segments of text from code, what is code in it made unmatchable; the rest is read as Markdown."""
    taken.mask(_CODE_LINE)
    taken.mask(NOT_PROSE)
    return taken.prose(kind)[0]


def _take(taken: Extract, source: str, start: int, end: int) -> None:
    """Add a comment, or a text in three quotation marks, line by line without its markers and common indentation."""
    opening = _OPENING.match(source, start, end)
    inside = opening.end() if opening else start
    closing = _CLOSING.search(source, max(inside, end - 40), end)
    stop = closing.start() if closing else end
    lines = [match.span() for match in _LINE.finditer(source, inside, stop) if match[0]]
    starred = len(lines) > 1 and all(
        _STAR.match(source, first, last) or not source[first:last].strip() for first, last in lines[1:]
    )
    indent = 0
    if len(lines) > 1 and not starred:
        rest = [_width(source, first, last) for first, last in lines[1:] if source[first:last].strip()]
        indent = min(rest, default=0)
    for number, (first, last) in enumerate(lines):
        if number == 0:
            at = first
        elif starred:
            star = _STAR.match(source, first, last)
            at = star.end() if star else first
        else:
            at = min(first + indent, first + _width(source, first, last))
        taken.add(at, last)


def _width(source: str, start: int, end: int) -> int:
    match = _INDENT.match(source, start, end)
    return len(match[0]) if match else 0
