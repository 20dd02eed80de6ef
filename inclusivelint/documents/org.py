"""Org: headings, blocks, drawers, tables, lists."""

from __future__ import annotations

import re

from inclusivelint.documents.lines import Line, LineReader
from inclusivelint.model import Document

_BEFORE, _AFTER = r"(?<![^\s({'\"-])", r"(?![^\s)}.,;:!?'\"-])"
MARKUP = re.compile(
    rf"""
      {_BEFORE}=(?P<code>(?=\S)[^=]+(?<=\S))={_AFTER}
    | {_BEFORE}~(?P<code2>(?=\S)[^~]+(?<=\S))~{_AFTER}
    | (?P<code3>\$[^$\n]+\$ | \\\([^)\n]*\\\) | src_\w+(?:\[[^\]]*\])?\{{[^}}]*\}} | @@\w+:[^@]*@@
        | \{{\{{\{{[^}}]*\}}\}}\}})
    | \[\[[^\[\]]+\]\[(?P<link>[^\[\]]+)\]\]
    | \[\[(?P<code4>[^\[\]]+)\]\]
    | (?P<skip>\[fn:[^\s\]]*\] | [<\[]\d{{4}}-\d\d-\d\d[^>\]\n]*[>\]] | \\\\\s*$)
    | {_BEFORE}\*(?P<strong>(?=\S)[^*]+(?<=\S))\*{_AFTER}
    | {_BEFORE}/(?P<emphasis>(?=\S)[^/]+(?<=\S))/{_AFTER}
    | {_BEFORE}_(?P<text>(?=\S)[^_]+(?<=\S))_{_AFTER}
    | {_BEFORE}\+(?P<deleted>(?=\S)[^+]+(?<=\S))\+{_AFTER}
    """,
    re.VERBOSE,
)
_HEADING = re.compile(r"(?P<stars>\*+)\s+(?:(?:TODO|DONE|NEXT|WAITING|HOLD|CANCELLED|COMMENT)\s+)?(?:\[#\w\]\s+)?")
_TAGS = re.compile(r"\s+:[\w@#%:]+:\s*$")
_KEYWORD = re.compile(r"\s*#\+(?P<name>[\w-]+)(?:\[[^\]]*\])?:\s*", re.IGNORECASE)
_BLOCK = re.compile(r"\s*#\+begin_(?P<name>\w+)", re.IGNORECASE)
_END_BLOCK = re.compile(r"\s*#\+end_(?P<name>\w+)", re.IGNORECASE)
_COMMENT = re.compile(r"\s*#(?:\s+|$)")
_DRAWER = re.compile(r"\s*:[\w-]+:\s*$")
_FIXED = re.compile(r"\s*:(?:\s|$)")
_PLANNING = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):")
_RULE = re.compile(r"\s*(?:-{5,}\s*$|\|[-+]+\|?\s*$)")
_ROW = re.compile(r"\s*\|")
_ITEM = re.compile(r"\s*(?:[-+]|\d+[.)]|[a-zA-Z][.)]|(?<=\s)\*)\s+(?:\[@\d+\]\s+)?(?:\[[ xX-]\]\s+)?")
_TERM = re.compile(r"(?P<term>\S.*?)\s+::(?:\s+|$)")
_FOOTNOTE = re.compile(r"\[fn:[^\s\]]+\]\s+")
_ENVIRONMENT = re.compile(r"\s*\\begin\{(?P<name>[^}]+)\}")
_VERBATIM = frozenset({"src", "example", "export", "comment", "html", "latex"})
_PROSE_KEYWORDS = frozenset({"title", "subtitle", "description", "caption", "attr_alt"})


def read_org(path: str, source: str) -> Document:
    """Read `source`; source blocks, drawers, keywords, planning lines and comments are no prose."""
    reader = _Reader(source)
    reader.run()
    return reader.document(path)


class _Reader(LineReader):
    MARKUP = MARKUP

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self._at = 0
        self._open: tuple[int, int] | None = None
        self._kind = "paragraph"
        # How far no end was found for blocks and drawers that were left open, by the pattern of the end.
        self._unclosed: dict[str, int] = {}

    def run(self) -> None:
        while self._at < len(self.lines):
            line = self.lines[self._at]
            if not line.text.strip():
                self._end()
            elif not self._structure(line):
                self._paragraph(line)
            self._at += 1
        self._end()

    def _end(self) -> None:
        if self._open:
            self.block(self._kind, [self._open])
            self._open = None

    def _structure(self, line: Line) -> bool:
        text = line.text
        first = text.lstrip()[:1]
        if text.startswith("*") and (heading := _HEADING.match(text)):
            self._end()
            self._heading(line, heading)
        elif first == "#" and self._hash(line):
            pass
        elif first == ":" and _DRAWER.match(text):
            self._end()
            self._skip_to(re.compile(r"\s*:END:\s*$", re.IGNORECASE), stop_at_heading=True)
        elif (first == ":" and _FIXED.match(text)) or _RULE.match(text) or _PLANNING.match(text):
            self._end()
        elif first == "|" and _ROW.match(text):
            self._end()
            self._table()
        elif first == "\\" and (environment := _ENVIRONMENT.match(text)):
            self._end()
            self._skip_to(re.compile(rf"\s*\\end\{{{re.escape(environment['name'])}\}}"), stop_at_heading=True)
        else:
            return False
        return True

    def _hash(self, line: Line) -> bool:
        text = line.text
        if block := _BLOCK.match(text):
            self._end()
            name = block["name"].lower()
            if name in _VERBATIM:
                self._skip_to(re.compile(rf"\s*#\+end_{re.escape(name)}\b", re.IGNORECASE))
        elif _END_BLOCK.match(text):
            self._end()
        elif keyword := _KEYWORD.match(text):
            self._end()
            if keyword["name"].lower() in _PROSE_KEYWORDS:
                self.block("title", [(line.start + keyword.end(), line.end)])
        elif comment := _COMMENT.match(text):
            self._end()
            self.comment(text[comment.end() :], line.start + line.indent, line.end)
        else:
            return text.lstrip().startswith("#+")
        return True

    def _heading(self, line: Line, match: re.Match[str]) -> None:
        level = len(match["stars"])
        if re.search(r"\sCOMMENT\s", match[0]):
            self._skip_subtree(level)
            return
        tags = _TAGS.search(line.text, match.end())
        self.heading(level, line.start + match.end(), line.start + tags.start() if tags else line.end)

    def _skip_subtree(self, level: int) -> None:
        while self._at + 1 < len(self.lines):
            below = re.match(r"\*+(?=\s)", self.lines[self._at + 1].text)
            if below and len(below[0]) <= level:
                return
            self._at += 1

    def _skip_to(self, last: re.Pattern[str], *, stop_at_heading: bool = False) -> None:
        """Go to the line that `last` matches; where there is none, only this line is left out."""
        at = self._at
        if at < self._unclosed.get(last.pattern, 0):
            return
        while (at := at + 1) < len(self.lines):
            text = self.lines[at].text
            if last.match(text):
                self._at = at
                return
            if stop_at_heading and _HEADING.match(text):
                break
        self._unclosed[last.pattern] = at

    def _paragraph(self, line: Line) -> None:
        item = _ITEM.match(line.text)
        note = None if item else _FOOTNOTE.match(line.text)
        if begins := item or note:
            self._end()
            at = begins.end()
            term = _TERM.match(line.text, at) if item else None
            if term:
                self.block("list-item", [(line.start + at, line.start + term.end("term"))])
                at = term.end()
            self._open, self._kind = (line.start + at, line.end), "list-item" if item else "footnote"
        elif self._open:
            self._open = (self._open[0], line.end)
        else:
            self._open, self._kind = (line.start + line.indent, line.end), "paragraph"

    def _table(self) -> None:
        rows: list[Line] = []
        heads: list[str] = []
        while self._at < len(self.lines) and _ROW.match(self.lines[self._at].text):
            rows.append(self.lines[self._at])
            self._at += 1
        self._at -= 1
        has_head = len(rows) > 2 and bool(_RULE.match(rows[1].text)) and not _RULE.match(rows[0].text)
        for number, row in enumerate(rows):
            if _RULE.match(row.text):
                continue
            bars = [match.start() for match in re.finditer(r"\|", row.text)]
            texts = []
            for column, (start, end) in enumerate(zip(bars, [*bars[1:], len(row.text)], strict=True)):
                above = (heads[column],) if number and column < len(heads) and heads[column] else ()
                texts.append(self.block("cell", [(row.start + start + 1, row.start + end)], above))
            if number == 0 and has_head:
                heads = texts
