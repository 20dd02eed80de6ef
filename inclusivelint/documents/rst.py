"""reStructuredText: blocks by their indentation, tables, directives, roles."""

from __future__ import annotations

import re
from collections.abc import Callable

from inclusivelint.documents.lines import Line, LineReader
from inclusivelint.documents.rst_tables import GRID, GRID_BORDER, SIMPLE, grid_table, simple_table
from inclusivelint.model import Document

_PROSE_ROLES = (
    "abbr|abbreviation|ac|acronym|dfn|download|emphasis|guilabel|menuselection|pep-title|strong|sub|subscript|sup|"
    "superscript|t|term|title|title-reference"
)
MARKUP = re.compile(
    rf"""
      (?P<code>``[^`]+(?:`[^`]+)*``)
    | :(?:{_PROSE_ROLES}):`(?P<text>[^`<]+?)(?:\s*<[^`<>]*>)?`
    | :[\w.+:-]+:`(?P<link>[^`<]+?)\s*<[^`<>]*>`
    | `(?P<link2>[^`<]+?)\s*<[^`<>]*>`__?
    | `(?P<link3>[^`<>]+)`__?(?!\w)
    | _`(?P<text2>[^`]+)`
    | (?P<code2>(?::[\w.+:-]+:)?`[^`]+`(?::[\w.+:-]+:)?)
    | (?<![\w*])\*\*(?=\S)(?P<strong>[^*]+)(?<=\S)\*\*(?!\w)
    | (?<![\w*])\*(?=[^\s*])(?P<emphasis>[^*]+)(?<=\S)\*(?![\w*])
    | (?P<code3>(?<!\w)\|(?=\S)[^|\n]{{1,80}}\|(?:__?)?)
    | (?P<skip>\[(?:\d+|\#[\w-]*|\*|[A-Za-z][\w.-]*)\]_(?!\w) | (?<=\w)__?(?![\w`]) | \\\s)
    | \\(?P<text3>\S)
    """,
    re.VERBOSE,
)
_ADORNMENT = re.compile(r"""([!-/:-@\[-`{-~])\1*\s*$""")
_EXPLICIT = re.compile(r"(?P<indent>\s*)\.\.(?:\s+|$)")
_DIRECTIVE = re.compile(r"(?:\|[^|]+\|\s+)?(?P<name>[\w:.+-]+?)\s?::(?:\s+|$)")
_NOTE = re.compile(r"\[(?:\d+|#[\w-]*|\*|[A-Za-z][\w.-]*)\]\s+")
_TARGET = re.compile(r"_(?:[^:\\`]|\\.|`[^`]*`)*:|__\s")
_FIELD = re.compile(r"\s*:(?P<name>(?![:\s])(?:[^:\\\n]|\\.|:(?!\s|$))+):(?:\s+|$)")
_ITEM = re.compile(r"\s*(?:[-*+•‣⁃]|\(?(?:\d{1,4}|#|[A-Za-z]|[ivxlcIVXLC]{2,6})[.)])\s+(?=\S)")
_LINE_BLOCK = re.compile(r"\s*\|(?:\s+|$)")
_ATTRIBUTION = re.compile(r"\s+(?:---?|—)\s*(?=\w)")

_SKIPPED_BODIES = frozenset(
    "code code-block sourcecode highlight literalinclude parsed-literal math raw graphviz digraph graph doctest "
    "inheritance-diagram testcode testsetup testcleanup testoutput prompt ipython plot mermaid uml include "
    "toctree index program productionlist autosummary bibliography datatemplate jinja default-role role sectnum "
    "contents highlightlang currentmodule module automodule autoclass autofunction autodata automethod "
    "autoattribute autoexception".split()
)
_PROSE_ARGUMENTS = frozenset(
    "admonition attention caution danger error hint important note tip warning seealso todo topic sidebar "
    "rubric centered epigraph highlights pull-quote table list-table csv-table deprecated versionadded "
    "versionchanged versionremoved deprecated-removed replace title glossary compound container tab-item card "
    "dropdown".split()
)
_QUOTES = frozenset({"epigraph", "pull-quote"})
_PROSE_OPTIONS = frozenset({"alt", "caption", "title", "header"})


def read_rst(path: str, source: str) -> Document:
    """Read `source`; code, targets, comments, and the options and arguments of directives are no prose."""
    reader = _Reader(source)
    reader.run()
    return reader.document(path)


class _Reader(LineReader):
    MARKUP = MARKUP

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._styles: list[str] = []
        self._at = 0
        # The indentation that continues the paragraph at hand; None until its second line says.
        self._continues: int | None = None
        self._paragraph: list[Line] = []
        self._from = 0
        self._kind = "paragraph"
        self._quote: tuple[int, int] | None = None

    def run(self) -> None:
        while self._at < len(self.lines):
            line = self.lines[self._at]
            if not line.text.strip():
                self._end_paragraph()
                self._at += 1
            elif not self._block(line):
                self._text(line)
        self._end_paragraph()

    def _block(self, line: Line) -> bool:
        """Read what begins with this line if it is more than text."""
        text = line.text
        opening = text.lstrip()[:1]
        starts = not self._paragraph
        if explicit := _EXPLICIT.match(text):
            self._end_paragraph()
            self._explicit(line, explicit)
        elif self._title(line):
            pass
        elif starts and opening == "+" and GRID.match(text):
            self._at = grid_table(self, self._at)
        elif starts and opening == "=" and SIMPLE.match(text):
            self._at = simple_table(self, self._at)
        elif starts and text.lstrip().startswith(">>> "):
            self._skip_while(lambda each: bool(each.text.strip()))
        elif opening == "|" and (bar := _LINE_BLOCK.match(text)):
            self._end_paragraph()
            self.block("paragraph", [(line.start + bar.end(), line.end)])
            self._at += 1
        elif text.startswith("__ "):
            self._at += 1
        else:
            return False
        return True

    def _text(self, line: Line) -> None:
        """A line of a paragraph, of an item or of a field."""
        item = _ITEM.match(line.text) if self._may_begin_item(line) else None
        if begins := item or _FIELD.match(line.text):
            self._end_paragraph()
            self._begin(line, begins.end(), "list-item" if item else "paragraph")
            self._continues = None
        elif self._paragraph and self._continues is None:
            self._continues = line.indent
            if line.indent <= self._paragraph[0].indent and self._from:
                self._end_paragraph()
                self._begin(line, line.indent, "paragraph")
        elif self._paragraph and line.indent != self._continues:
            self._end_paragraph()
            self._begin(line, line.indent, "paragraph")
        elif not self._paragraph:
            self._begin(line, line.indent, "paragraph")
        if self._paragraph[-1] is not line:
            self._paragraph.append(line)
        self._at += 1

    def _may_begin_item(self, line: Line) -> bool:
        # Within a paragraph a line that begins like an item is text; within a list it is the next item.
        return not self._paragraph or self._kind == "list-item" or line.indent > self._paragraph[-1].indent

    def _begin(self, line: Line, text_at: int, kind: str) -> None:
        self._paragraph = [line]
        self._from = text_at if kind == "list-item" or text_at != line.indent else 0
        self._kind = kind
        self._start = line.start + text_at
        self._continues = None if self._from else line.indent

    def _end_paragraph(self) -> None:
        if not self._paragraph:
            return
        lines, self._paragraph = self._paragraph, []
        attribution = _ATTRIBUTION.match(lines[0].text)
        if attribution and self.segments and lines[0].indent:
            self.quote_since(self._first_of_quotation(lines[0].indent))
        self._note_indent(lines[0].indent)
        end = lines[-1].end
        literal = self.source[self._start : end].rstrip().endswith("::")
        self.block(self._kind, [(self._start, end)])
        if literal:
            base = lines[0].indent
            while self._at < len(self.lines) and not self.lines[self._at].text.strip():
                self._at += 1
            self._skip_while(lambda each: not each.text.strip() or each.indent > base)

    def _note_indent(self, indent: int) -> None:
        """Remember where the run of paragraphs with this indentation began: an attribution goes for all of them."""
        if self._quote is None or self._quote[0] != indent:
            self._quote = (indent, len(self.segments))

    def _first_of_quotation(self, indent: int) -> int:
        return self._quote[1] if self._quote and self._quote[0] == indent else len(self.segments) - 1

    def _skip_while(self, goes_on: Callable[[Line], bool]) -> None:
        while self._at < len(self.lines) and goes_on(self.lines[self._at]):
            self._at += 1

    # Titles

    def _title(self, line: Line) -> bool:
        if not self._paragraph and _ADORNMENT.match(line.text) and len(line.text.strip()) > 1 and not line.indent:
            return self._over_title(line)
        below = self.lines[self._at + 1] if self._at + 1 < len(self.lines) else None
        if self._paragraph or below is None or line.indent or not _ADORNMENT.match(below.text):
            return False
        if len(below.text.rstrip()) < min(4, len(line.text.rstrip())) or GRID_BORDER.match(below.text):
            return False
        self._heading(below.text[0], line)
        self._at += 2
        return True

    def _over_title(self, line: Line) -> bool:
        rest = self.lines[self._at + 1 : self._at + 3]
        if len(rest) == 2 and rest[0].text.strip() and rest[1].text.rstrip() == line.text.rstrip():
            self._heading(line.text[0] * 2, rest[0])
            self._at += 3
            return True
        if len(line.text.strip()) < 4 or SIMPLE.match(line.text) or GRID.match(line.text):
            return False
        self._at += 1  # a transition
        return True

    def _heading(self, style: str, line: Line) -> None:
        if style not in self._styles:
            self._styles.append(style)
        self._quote = None
        self.heading(self._styles.index(style), line.start + line.indent, line.end)

    # Explicit mark-up: directives, footnotes, targets, comments

    def _explicit(self, line: Line, match: re.Match[str]) -> None:
        at = match.end()
        directive = _DIRECTIVE.match(line.text, at)
        note = _NOTE.match(line.text, at)
        if directive:
            self._at += 1
            self._directive(line, directive)
        elif note:
            self._begin(line, note.end(), "footnote")
            self._at += 1
        else:
            end = self._end_of_block(line)
            if not _TARGET.match(line.text, at):
                self.comment(line.text[at:], line.start + line.indent, end)

    def _end_of_block(self, line: Line) -> int:
        """Go on behind the lines that are indented below `line`; returns where the last of them ends."""
        self._at += 1
        end = line.end
        while self._at < len(self.lines):
            each = self.lines[self._at]
            if each.text.strip() and each.indent <= line.indent:
                break
            if each.text.strip():
                end = each.end
            self._at += 1
        return end

    def _directive(self, line: Line, match: re.Match[str]) -> None:
        name = match["name"].rpartition(":")[2].lower()
        if name in _SKIPPED_BODIES:
            self._options(line)
            self._at -= 1
            self._end_of_block(line)
            return
        if name in _PROSE_ARGUMENTS:
            text = line.text[match.end() :]
            version = re.match(r"[\d.]+\s*", text) if name.startswith(("version", "deprecated")) else None
            if text.strip():
                self._begin(line, match.end() + (version.end() if version else 0), "paragraph")
                self._from = 1
                self._continues = None
        self._options(line)
        if name in _QUOTES:
            first = len(self.segments)
            self._end_paragraph()
            self._quote = (0, first)

    def _options(self, line: Line) -> None:
        """The options below a directive; of them a few are prose."""
        while self._at < len(self.lines):
            each = self.lines[self._at]
            option = _FIELD.match(each.text) if each.indent > line.indent else None
            if not option:
                return
            self._end_paragraph()
            if option["name"].lower() in _PROSE_OPTIONS:
                self.block("alt", [(each.start + option.end(), each.end)])
            self._at += 1
