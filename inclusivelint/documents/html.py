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
CODE = frozenset("code kbd samp tt var".split())
SKIPPED = CODE | frozenset("pre script style svg math template textarea object iframe noscript del s strike".split())
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_CLOSED_BY_SIBLINGS = frozenset("li dt dd tr td th option p thead tbody".split())
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_PROSE_ATTRIBUTES = frozenset(
    "alt title aria-label aria-description aria-placeholder aria-roledescription placeholder".split()
)
_PROSE_META = frozenset("description og:title og:description twitter:title twitter:description".split())
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

Attributes = list[tuple[str, str | None]]


class HtmlText(HTMLParser):
    """Parses HTML that is scattered over a source as (text, source offset) parts and hands on what is prose.

    Elements that are hidden, in another language than English, or no prose are left out, with all that is in them.

    `on_text(value, start, end)`: a run of text and the source range it stands for.
    `on_attribute(start, end)`: the source range of an alt, title, aria-label or placeholder value.
    `on_comment(text, start, end)`: a comment and the range of the whole of it.
    `on_tag(tag, attributes, opens)`: an element that is not left out begins or ends.
    """

    def __init__(
        self,
        on_text: Callable[[str, int, int], None],
        on_attribute: Callable[[int, int], None],
        on_comment: Callable[[str, int, int], None],
        on_tag: Callable[[str, Attributes, bool], None],
    ) -> None:
        super().__init__(convert_charrefs=False)
        self._on_text, self._on_attribute = on_text, on_attribute
        self._on_comment, self._on_tag = on_comment, on_tag
        self._text = ""
        self._lines: list[int] = []
        self._starts: list[int] = []
        self._offsets: list[int] = []
        # The open elements from the outermost that is left out on, each with why: "" is read again (English in German).
        self._left_out: list[tuple[str, str]] = []

    @property
    def skipping(self) -> str:
        """Why what stands here is left out: "hidden", "code" or "foreign"; empty where it is read."""
        return self._left_out[-1][1] if self._left_out else ""

    def close_all(self) -> None:
        """Forget elements that were left open."""
        self._left_out.clear()

    def read(self, parts: list[tuple[str, int]]) -> None:
        """Parse the joined parts; elements left open by an earlier call stay open."""
        text, self._starts, self._offsets = "", [], []
        for part, offset in parts:
            self._starts.append(len(text))
            self._offsets.append(offset)
            text += part
        # Marked sections are no HTML, and the parser gives up on them.
        self._text = _closed(text.replace("<![", "<! "))
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

    @property
    def position(self) -> int:
        """Where in the source the tag at hand stands."""
        return self._source(self._here())

    def handle_data(self, data: str) -> None:
        if self.skipping in ("hidden", "foreign"):
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
        if self.skipping not in ("hidden", "foreign"):
            at = self._here()
            end = at + len(written) - (0 if self._text[at + len(written) - 1 : at + len(written)] == ";" else 1)
            self._on_text(unescape(written), self._source(at), self._source(end - 1) + 1)

    def handle_comment(self, data: str) -> None:
        at = self._here()
        end = min(at + len("<!--") + len(data) + len("-->"), len(self._text))
        self._on_comment(data, self._source(at), self._source(max(at, end - 1)) + 1)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self._close_siblings(tag)
        before, why = self.skipping, self._why(tag, attrs)
        if tag not in _VOID and (why or self._left_out):
            self._left_out.append((tag, why))
        if why != "hidden":
            if not before or not why:
                self._on_tag(tag, attrs, True)
            if why != "foreign":
                self._attributes(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if not self._why(tag, attrs):
            self._on_tag(tag, attrs, True)
            self._attributes(tag, attrs)

    def _why(self, tag: str, attrs: Attributes) -> str:
        before = self.skipping
        if before in ("hidden", "code") and before:
            return before
        given = dict(attrs)
        if "hidden" in given or _HIDING_STYLE.search(given.get("style") or "") or tag in SKIPPED - CODE:
            return "hidden"
        if tag in CODE:
            return before or "code"
        language = given.get("lang") or given.get("xml:lang")
        if language:
            return "" if re.match(r"en(?![a-z])", language, re.IGNORECASE) else "foreign"
        return before

    def _close_siblings(self, tag: str) -> None:
        """Some elements need no end tag: the next of their kind ends them."""
        while self._left_out and self._left_out[-1][0] in _CLOSED_BY_SIBLINGS:
            last = self._left_out[-1][0]
            if not (tag == last or (last == "p" and tag in BLOCKS) or {tag, last} in ({"dt", "dd"}, {"td", "th"})):
                return
            self._left_out.pop()

    def _attributes(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        names = _PROSE_ATTRIBUTES
        if tag == "meta":
            is_prose = (given.get("name") or given.get("property") or "").lower() in _PROSE_META
            names = frozenset({"content"}) if is_prose else frozenset()
        elif tag == "input" and (given.get("type") or "").lower() in ("submit", "button", "reset"):
            names |= {"value"}
        if names.isdisjoint(given):
            return
        written = self.get_starttag_text() or ""
        for match in _ATTRIBUTE.finditer(written, 1 + len(tag)):
            if match[2] and match[1].lower() in names:
                quotes = match[2][0] in "\"'"
                start, end = (self._here() + place for place in match.span(2))
                start, end = start + quotes, end - quotes
                if start < end:
                    self._on_attribute(self._source(start), self._source(end - 1) + 1)

    def handle_endtag(self, tag: str) -> None:
        why = self.skipping
        names = [name for name, _ in self._left_out]
        if tag in names:
            while self._left_out.pop()[0] != tag:
                pass
        elif self._left_out and self._left_out[0][0] in _CLOSED_BY_SIBLINGS and tag != "p":
            self._left_out.clear()  # it ends with what is around it
        if not why or not self.skipping:
            self._on_tag(tag, [], False)


def _closed(text: str) -> str:
    """`text` up to a comment or tag that is never closed: the parser would look for its end again and again."""
    last = text.rfind("-->")
    unclosed = text.find("<!--", last + 1 if last >= 0 else 0)
    if unclosed >= 0:
        text = text[:unclosed]
    unclosed = text.find("<", text.rfind(">") + 1)
    return text[:unclosed] + text[unclosed:].replace("<", " ") if unclosed >= 0 else text
