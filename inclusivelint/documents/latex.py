"""LaTeX: its text without commands, arguments, mathematics and comments."""

from __future__ import annotations

import re
import unicodedata

from inclusivelint.documents.latex_commands import (
    ACCENTS,
    APART,
    CODE,
    HEADINGS,
    LETTERS,
    MARKS,
    MATHEMATICS,
    SKIPPED,
    TABLES,
    VERBATIM,
)
from inclusivelint.documents.lines import DIRECTIVE
from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Comment, Document, Segment, Span

_TOKEN = re.compile(
    r"""
      (?P<comment>%[^\r\n]*(?:\r\n|\r|\n|$)[ \t]*)
    | \\(?P<edge>begin|end)[ \t]*\{(?P<environment>[^{}\r\n]*)\}
    | \\(?P<command>[a-zA-Z@]+\*?)[ \t]*
    | \\(?P<symbol>.|\r?\n)
    | (?P<math>\$\$?)
    | (?P<brace>[{}])
    | (?P<paragraph>[ \t]*(?:\r\n|\r|\n)[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)+)
    | (?P<cell>&)
    | (?P<tie>~)
    | (?P<ligature>---?|``|''|"`|"')
    | (?P<text>(?:[^%\\${}&~\r\n`'"-]+|-(?!-)|'(?!')|`(?!`)|"(?![`'])|(?:\r\n|\r|\n)(?![ \t]*[\r\n]))+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", '"`': "„", "\"'": "“"}
_OPTIONAL = re.compile(r"\s?\[[^\[\]{}]*(?:\{[^{}]*\}[^\[\]{}]*)*\]")
_ARGUMENT = re.compile(r"\s{0,4}\{")
_ACCENTED = re.compile(r"\s*(?:\{\s*\\?([A-Za-z])\s*\}|\\?([A-Za-z]))")
_MOST_ARGUMENT = 20_000


def read_latex(path: str, source: str) -> Document:
    """Read `source`; what stands before the body of a document counts only where it is a title."""
    reader = _Reader(source)
    reader.run()
    reader.comments.sort(key=lambda comment: comment.span.start)
    return Document(path, source, reader.segments, reader.comments)


class _Group:
    """What a closing brace ends: a mark, or a text apart with the builder it goes on with afterwards."""

    __slots__ = ("builder", "heading", "mark")

    def __init__(self, mark: str = "", builder: SegmentBuilder | None = None, heading: int | None = None) -> None:
        self.mark, self.builder, self.heading = mark, builder, heading


def _closing_braces(source: str) -> dict[int, int]:
    """For each brace that is closed, where."""
    opened: list[int] = []
    closing: dict[int, int] = {}
    for match in re.finditer(r"\\.|[{}]", source, re.DOTALL):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            closing[opened.pop()] = match.start()
    return closing


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.segments: list[Segment] = []
        self.comments: list[Comment] = []
        self._builder = SegmentBuilder(source)
        self._groups: list[_Group] = []
        self._pending: _Group | None = None
        self._headings: list[tuple[int, str]] = []
        self._tables = 0
        self._apart = 0
        begin = source.find("\\begin{document}")
        self._body = max(0, begin)
        self._at = 0
        self._closing = _closing_braces(source)
        # Where each of the signs that end mathematics was last found.
        self._found: dict[str, int] = {}

    def run(self) -> None:
        while self._at < len(self.source):
            match = _TOKEN.match(self.source, self._at)
            if not match:
                break
            self._at = match.end()
            self._token(match)
        self._flush()

    @property
    def _is_prose(self) -> bool:
        """Not before the body of the document, but for titles."""
        return self._at > self._body or self._apart > 0

    def _flush(self, kind: str = "paragraph") -> None:
        headings = tuple(text for _, text in self._headings)
        if segment := self._builder.build(headings, quoting="tex"):
            self.segments.append(segment)
        self._builder = SegmentBuilder(self.source, kind)

    def _token(self, match: re.Match[str]) -> None:
        kind, (start, end) = match.lastgroup, match.span()
        pending, self._pending = self._pending, None
        if kind == "comment":
            self._comment(match)
        elif kind == "environment":
            self._edge(match["edge"] == "begin", match["environment"].strip().rstrip("*"), start)
        elif kind == "command":
            self._command(match["command"], start, end)
        elif kind == "symbol":
            self._symbol(match["symbol"], start, end)
        elif kind == "math":
            self._skip_until(match[0])
        elif kind == "brace":
            self._open(pending or _Group()) if match[0] == "{" else self._close()
        elif not self._is_prose:
            pass
        elif kind == "paragraph":
            self._flush()
        elif kind == "cell":
            if self._tables:
                self._flush("cell")
        elif kind == "tie":
            self._builder.space(start, end)
        elif kind == "ligature":
            self._builder.add_as(_LIGATURES[match[0]], start, end)
        else:
            self._builder.add(start, end)

    def _comment(self, match: re.Match[str]) -> None:
        text = match["comment"].lstrip("% \t").rstrip()
        if text.startswith(DIRECTIVE):
            self.comments.append(Comment(text, Span(match.start(), match.start() + len(match[0].rstrip()))))

    def _open(self, group: _Group) -> None:
        if group.mark:
            self._builder.open(group.mark)
        self._apart += group.builder is not None
        self._groups.append(group)

    def _close(self) -> None:
        if not self._groups:
            return
        group = self._groups.pop()
        if group.mark:
            self._builder.close(group.mark)
        if group.builder is None:
            return
        first = len(self.segments)
        self._flush()
        self._apart -= 1
        if group.heading is not None and len(self.segments) > first:
            self._headings = [each for each in self._headings if each[0] < group.heading]
            self._headings.append((group.heading, self.segments[-1].text))
        self._builder = group.builder

    def _command(self, name: str, start: int, end: int) -> None:
        bare = name.rstrip("*")
        if name in ("verb", "verb*", "lstinline") and self.source[end : end + 1] not in ("", "{", "["):
            self._skip_until(self.source[end], 1)
            self._code(start, self._at)
        elif bare in ACCENTS:
            self._accent(bare, start, end)
        elif bare in LETTERS:
            if self._is_prose:
                self._builder.add_as(LETTERS[bare], start, end - len(self.source[start:end]) + len(name) + 1)
                self._builder.add(start + 1 + len(name), end)
        elif bare == "item":
            self._flush("list-item")
            self._optional(prose=True)
        elif bare in ("par", "newline", "linebreak", "quad", "qquad", "hfill", "hrule", "midrule", "hline"):
            self._flush() if bare == "par" else self._builder.space(start, end)
        elif bare in CODE:
            self._optional()
            begin = self._at
            self._arguments(2 if bare == "mintinline" else 1)
            self._code(begin, self._at)
        else:
            self._text_command(bare)

    def _text_command(self, name: str) -> None:
        if name in SKIPPED:
            self._arguments(SKIPPED[name])
            return
        self._optional()
        if not _ARGUMENT.match(self.source, self._at):
            return
        if name in HEADINGS or name in APART:
            heading = HEADINGS.get(name)
            kind = "heading" if heading is not None else "title" if name == "title" else "paragraph"
            if heading is not None:
                self._flush()
            self._pending = _Group(builder=self._builder, heading=heading)
            self._at = self.source.index("{", self._at)
            self._builder = SegmentBuilder(self.source, "footnote" if name == "footnote" else kind)
        elif name in MARKS:
            self._pending = _Group(MARKS[name])
            self._at = self.source.index("{", self._at)

    def _symbol(self, symbol: str, start: int, end: int) -> None:
        if symbol in "([":
            self._skip_until("\\)" if symbol == "(" else "\\]")
        elif not self._is_prose or symbol in "-/@)]":
            pass
        elif symbol == "\\":
            self._optional()
            self._flush("cell") if self._tables else self._builder.space(start, self._at)
        elif symbol in "&%$#_{}":
            self._builder.add_as(symbol, start, end)
        elif symbol in ACCENTS:
            self._accent(symbol, start, end)
        else:
            self._builder.space(start, end)

    def _accent(self, accent: str, start: int, end: int) -> None:
        if (letter := _ACCENTED.match(self.source, end)) and self._is_prose:
            composed = unicodedata.normalize("NFC", (letter[1] or letter[2]) + ACCENTS[accent])
            self._builder.add_as(composed, start, letter.end())
        self._at = letter.end() if letter else end

    def _code(self, start: int, end: int) -> None:
        if self._is_prose and start < end:
            self._builder.open("code")
            self._builder.add(start, end)
            self._builder.close("code")

    def _edge(self, begins: bool, name: str, start: int) -> None:
        self._flush()
        if not begins:
            self._tables -= name in TABLES and self._tables > 0
            return
        if name in VERBATIM or name in MATHEMATICS:
            ends = re.compile(rf"\\end[ \t]*\{{{re.escape(name)}\*?\}}")
            found = ends.search(self.source, self._at)
            self._at = found.end() if found else self._at
        elif name in TABLES:
            self._tables += 1
            self._arguments(2 if name in ("tabularx", "tabulary") else 1)
            self._builder = SegmentBuilder(self.source, "cell")
        else:
            self._optional()
            if name in ("minipage", "multicols", "wrapfigure", "figure", "table"):
                self._arguments(1 if name in ("minipage", "multicols") else 0)

    def _optional(self, *, prose: bool = False) -> None:
        """Go on behind the optional arguments that begin here."""
        while match := _OPTIONAL.match(self.source, self._at):
            if prose:
                self._builder.add(match.start() + len(match[0]) - len(match[0].lstrip()) + 1, match.end() - 1)
                self._flush("list-item")
            self._at = match.end()

    def _arguments(self, count: int) -> None:
        """Go on behind `count` arguments in braces and the optional ones around them."""
        self._optional()
        for _ in range(count):
            brace = _ARGUMENT.match(self.source, self._at)
            if not brace:
                if count > 1 and (command := re.compile(r"\s*\\[a-zA-Z@]+").match(self.source, self._at)):
                    self._at = command.end()  # \newcommand\name{…}
                    self._optional()
                    continue
                return
            closing = self._closing.get(brace.end() - 1)
            if closing is None or closing - self._at > _MOST_ARGUMENT:
                return
            self._at = closing + 1
            self._optional()

    def _skip_until(self, last: str, at_least: int = 0) -> None:
        """Go on behind the next `last` of this paragraph; mathematics leaves a gap that no phrase spans."""
        begin = self._at
        at = begin + at_least
        while True:
            found = self._found.get(last, 0)
            if 0 <= found < at:
                found = self._found[last] = self.source.find(last, at)
            if not begin <= found < begin + _MOST_ARGUMENT:
                return
            if self.source[found - 1] != "\\" or last.startswith("\\"):
                break
            at = found + 1
        self._at = found + len(last)
        if not at_least:
            self._code(begin, found)
