"""HTML inside other formats: its text, its alternative texts, its comments, each at its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link main menu nav ol optgroup option p "
    "param section source summary table tbody td tfoot th thead title tr ul".split()
)
SKIPPED = frozenset(
    "code kbd samp tt var pre script style svg math template textarea object iframe noscript del s strike".split()
)
_PROSE_ATTRIBUTES = re.compile(
    r"""(?<=[\s"'])(?:alt|title|aria-label)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE,
)


class HtmlText(HTMLParser):
    """Parses HTML that is scattered over a source as (text, source offset) parts and hands on what is prose.

    `on_text(value, start, end)`: a run of text and the source range it stands for.
    `on_attribute(start, end)`: the source range of an alt, title or aria-label value.
    `on_comment(text, start, end)`: a comment and the range of the whole of it.
    `on_block()`: an element begins or ends that divides paragraphs.
    """

    def __init__(
        self,
        on_text: Callable[[str, int, int], None],
        on_attribute: Callable[[int, int], None],
        on_comment: Callable[[str, int, int], None],
        on_block: Callable[[], None],
    ) -> None:
        super().__init__(convert_charrefs=False)
        self._on_text, self._on_attribute = on_text, on_attribute
        self._on_comment, self._on_block = on_comment, on_block
        self._text = ""
        self._lines: list[int] = []
        self._starts: list[int] = []
        self._offsets: list[int] = []
        self.skipping: list[str] = []

    def read(self, parts: list[tuple[str, int]]) -> None:
        """Parse the joined parts; elements left open by an earlier call stay open."""
        text, self._starts, self._offsets = "", [], []
        for part, offset in parts:
            self._starts.append(len(text))
            self._offsets.append(offset)
            text += part
        # Marked sections are no HTML, and the parser gives up on them.
        self._text = text.replace("<![", "<! ")
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self.reset()
        self.feed(self._text)
        self.close()

    def _source(self, at: int) -> int:
        part = bisect_right(self._starts, at) - 1
        return self._offsets[part] + at - self._starts[part]

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        # Parts need not follow each other in the source: each is handed on by itself.
        at = self._here()
        end = at + len(data)
        while at < end:
            part = bisect_right(self._starts, at)
            stop = min(end, self._starts[part] if part < len(self._starts) else end)
            self._on_text(self._text[at:stop], self._source(at), self._source(stop - 1) + 1)
            at = stop

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, written: str) -> None:
        if not self.skipping:
            at = self._here()
            end = at + len(written) - (0 if self._text[at + len(written) - 1 : at + len(written)] == ";" else 1)
            self._on_text(unescape(written), self._source(at), self._source(end - 1) + 1)

    def handle_comment(self, data: str) -> None:
        at = self._here()
        end = min(at + len("<!--") + len(data) + len("-->"), len(self._text))
        self._on_comment(data, self._source(at), self._source(max(at, end - 1)) + 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.skipping.append(tag)
        self._tag(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag)

    def _tag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._on_block()
        written = self.get_starttag_text() or ""
        for match in _PROSE_ATTRIBUTES.finditer(written):
            group = str(match.lastgroup)
            start, end = (self._here() + place for place in match.span(group))
            if start < end:
                self._on_attribute(self._source(start), self._source(end - 1) + 1)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.skipping:
            while self.skipping.pop() != tag:
                pass
        if tag in BLOCKS:
            self._on_block()
