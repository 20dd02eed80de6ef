"""OpenDocument texts: the same view as of Word documents, from content.xml and the page styles in styles.xml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from inclusivelint.documents.office.extract import AUTHOR, DIRECTIVE, Atom, Extract, Paragraph
from inclusivelint.documents.office.package import Package
from inclusivelint.errors import DocumentError
from inclusivelint.model import Document

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
TEXT, OFFICE, STYLE, TABLE, DRAW = (
    f"{{{_NAMESPACE.format(name)}}}" for name in ("text", "office", "style", "table", "drawing")
)
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"

_CHARACTERS = {"tab": "\t", "s": " "}
_AROUND_TEXT = frozenset({"span", "a", "meta", "meta-field", "ruby", "ruby-base", "reference-mark", "bookmark-ref"})
_FIELDS = frozenset(
    "author-initials author-name chapter creation-date creation-time creator database-display date description "
    "editing-cycles editing-duration file-name initial-creator keywords modification-date modification-time "
    "page-continuation page-count page-number paragraph-count placeholder print-date print-time printed-by sender-city "
    "sender-company sequence sheet-name subject template-name text-input time title user-defined user-field-get "
    "variable-get variable-set word-count reference-ref sequence-ref note-ref expression conditional-text".split()
)
_BLOCKS = frozenset({"section", "list-item", "list-header", "numbered-paragraph", "text-box"})
_QUOTATIONS = "quotations"
_MOST_COLUMNS = 63
_LONGEST_CHAIN_OF_STYLES = 20

Element = etree._Element


def read_odt(path: str, data: bytes) -> Document:
    """Read an OpenDocument text; raises DocumentError. Findings in it have a paragraph and the headings above it."""
    return Odt(data).document(path)


class Odt:
    """An OpenDocument text in memory: the archive, its parts as XML, and their text."""

    def __init__(self, data: bytes) -> None:
        self.package = Package(data, "OpenDocument")
        if "META-INF/manifest.xml" in self.package and b"encryption-data" in self.package.read("META-INF/manifest.xml"):
            raise DocumentError("encrypted; save it without a password")
        self.roots = {name: self.package.xml(name) for name in ("content.xml", "styles.xml") if name in self.package}
        if "content.xml" not in self.roots:
            raise DocumentError("not an OpenDocument text (content.xml is missing)")
        self.extract = Extract(_Walker(self.roots).paragraphs())

    def document(self, path: str) -> Document:
        """What the linter reads."""
        return self.extract.document(path)


@dataclass(slots=True)
class _Story:
    """A text read from beginning to end; see docx.py."""

    location: dict[str, int | str] = field(default_factory=dict)
    host: Element | None = None
    headings: list[tuple[int, str]] = field(default_factory=list)


class _Walker:
    """Walks through the stories of a document."""

    def __init__(self, roots: dict[str, Element]) -> None:
        self._roots = roots
        self._styles = {
            (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")): style
            for root in reversed(list(roots.values()))
            for style in root.iter(f"{STYLE}style")
        }
        self._paragraphs = 0
        self._tables = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        """All of them: the body with what hangs on it, then headers and footers."""
        body = self._roots["content.xml"].find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise DocumentError("not an OpenDocument text (it has no text body)")
        first = next(body.iter(f"{TEXT}p", f"{TEXT}h"), None)
        yield from self._blocks(body, _Story(), Paragraph({}))
        seen: set[str] = set()
        for kind in ("header", "footer"):
            for element in self._margins(kind):
                for paragraph in self._blocks(element, _Story({"part": kind}, first), Paragraph({})):
                    if paragraph.text not in seen:
                        seen.add(paragraph.text)
                        yield paragraph

    def _margins(self, kind: str) -> Iterator[Element]:
        styles = self._roots.get("styles.xml")
        if styles is not None:
            for page in styles.iter(f"{STYLE}master-page"):
                names = (f"{STYLE}{kind}", f"{STYLE}{kind}-first", f"{STYLE}{kind}-left")
                yield from (each for each in page.iterchildren(*names) if each.get(f"{STYLE}display") != "false")

    # Styles

    def _chain(self, family: str, name: str | None) -> list[Element]:
        chain: list[Element] = []
        while name and (family, name) in self._styles and len(chain) < _LONGEST_CHAIN_OF_STYLES:
            chain.append(self._styles[family, name])
            name = chain[-1].get(f"{STYLE}parent-style-name")
        return chain

    def _marks(self, chain: list[Element], around: tuple[str, ...]) -> tuple[str, ...]:
        marks = dict.fromkeys(around, True)
        for style in reversed(chain):
            name = _style_name(style)
            marks |= dict.fromkeys(_marks_by_name(name), True)
            for properties in style.iterchildren(f"{STYLE}text-properties"):
                for mark, value in _marks_in(properties):
                    marks[mark] = value
        return tuple(mark for mark, is_on in marks.items() if is_on)

    # Blocks

    def _blocks(self, container: Element, story: _Story, like: Paragraph) -> Iterator[Paragraph]:
        for element in container.iterchildren(f"{TEXT}*", f"{TABLE}table", f"{DRAW}frame", f"{DRAW}custom-shape"):
            name = etree.QName(element).localname
            if name in ("p", "h"):
                yield from self._paragraph(element, story, like)
            elif name == "table":
                yield from self._table(element, story, like)
            elif name == "list":
                yield from self._blocks(element, story, replace(like, kind="list-item"))
            elif name in _BLOCKS:
                yield from self._blocks(element, story, like)
            elif name in ("frame", "custom-shape"):
                at = Paragraph({"paragraph": max(self._paragraphs, 1)}, element=story.host, holds_comments=False)
                yield from self.drawing(element, at)

    def _table(self, table: Element, story: _Story, like: Paragraph) -> Iterator[Paragraph]:
        """A table's cells, each under the heading of its column: the cell in the first row."""
        self._tables += 1
        number = self._tables
        columns: list[str] = []
        for row_number, row in enumerate(_rows(table), start=1):
            column = 0
            for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                above = tuple(columns[column : column + 1]) if row_number > 1 else ()
                place = {"table": number, "row": row_number}
                same = replace(like, kind="cell", headings=tuple(filter(None, above)), location=place)
                cells = list(self._blocks(cell, story, same))
                yield from cells
                repeated = cell.get(f"{TABLE}number-columns-repeated", "1")
                width = min(int(repeated), _MOST_COLUMNS) if repeated.isdecimal() else 1
                if row_number == 1:
                    text = " ".join(each.text for each in cells if each.kind != "directive")
                    columns += [" ".join(text.split())[:200]] * width
                column += width

    def _paragraph(self, element: Element, story: _Story, like: Paragraph) -> Iterator[Paragraph]:
        chain = self._chain("paragraph", element.get(f"{TEXT}style-name"))
        names = {_style_name(style) for style in chain} | {(element.get(f"{TEXT}style-name") or "").lower()}
        level = _level(element, names)
        if level is not None:
            story.headings[:] = [heading for heading in story.headings if heading[0] < level]
        path = tuple(text for _, text in story.headings)
        found = Paragraph(
            location={},
            kind=like.kind if level is None else "heading",
            headings=(*path, *like.headings),
            quoted=_QUOTATIONS in names,
            element=element if story.host is None else story.host,
            holds_comments=story.host is None,
        )
        inline = _Inline(self, found)
        kept = tuple(mark for mark in self._marks(chain, ()) if mark in ("hidden", "code", "deleted"))
        inline.read(element, kept)
        if story.host is None:
            self._paragraphs += bool(found.text.strip())
            heading = {"heading": " > ".join(path)} if path else {}
            found.location = {"paragraph": max(self._paragraphs, 1), **like.location, **heading}
        else:
            found.location = {**story.location, **like.location}
        for directive in inline.directives:
            yield Paragraph(found.location, "directive", atoms=[Atom(directive)])
        yield found
        if level is not None and (text := " ".join(found.text.split())):
            story.headings.append((level, text))
        for name, hanging in inline.followers:
            if name == "drawing":
                yield from self.drawing(hanging, found)
            else:
                yield from self._hanging(hanging, name, found)

    def _hanging(self, element: Element, what: str, at: Paragraph) -> Iterator[Paragraph]:
        story = _Story({"part": what, **at.location}, at.element, [(0, text) for text in at.headings])
        return self._blocks(element, story, Paragraph({}))

    def drawing(self, element: Element, at: Paragraph) -> Iterator[Paragraph]:
        """Text boxes and alternative texts."""
        for child in element.iterchildren(f"{_SVG}title", f"{_SVG}desc"):
            if child.text:
                location = {"part": "alternative text", **at.location}
                yield Paragraph(location, "alt", at.headings, False, [Atom(child.text)], at.element, False)
        if element.tag == f"{DRAW}custom-shape":
            yield from self._hanging(element, "text box", at)
        for box in element.iterchildren(f"{DRAW}text-box"):
            yield from self._hanging(box, "text box", at)

    def marks_of_span(self, span: Element, around: tuple[str, ...]) -> tuple[str, ...]:
        """The marks of a span: those around it, and those of its style."""
        if span.tag == f"{TEXT}a":
            return (*around, "link")
        return self._marks(self._chain("text", span.get(f"{TEXT}style-name")), around)


class _Inline:
    """Reads the content of one paragraph into it. `directives` stand before it, `followers` come after it, by name."""

    def __init__(self, walker: _Walker, paragraph: Paragraph) -> None:
        self.directives: list[str] = []
        self.followers: list[tuple[str, Element]] = []
        self._walker = walker
        self._atoms = paragraph.atoms

    def read(self, element: Element, marks: tuple[str, ...], *, generated: bool = False) -> None:
        self._text(element.text, element, marks, tail=False, generated=generated)
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, marks, generated=generated)
            self._text(child.tail, child, marks, tail=True, generated=generated)

    def _text(self, text: str | None, node: Element, marks: tuple[str, ...], *, tail: bool, generated: bool) -> None:
        if not text:
            return
        if "hidden" not in marks:
            self._atoms.append(Atom(text, node, tail, marks, generated=generated))
        elif text.strip().startswith(DIRECTIVE):
            self.directives.append(" ".join(text.split()))

    def _child(self, child: Element, marks: tuple[str, ...], *, generated: bool) -> None:
        tag = str(child.tag)
        name = tag.rpartition("}")[2]
        if tag == f"{OFFICE}annotation":
            self._annotation(child)
        elif tag.startswith(DRAW):
            self.followers.append(("drawing", child))
        elif not tag.startswith(TEXT):
            return
        elif name in _CHARACTERS:
            self._atoms.append(Atom(_CHARACTERS[name], marks=marks))
        elif name == "line-break":
            self._atoms.append(Atom(" ", marks=marks, wraps=True))
        elif name in _AROUND_TEXT:
            self.read(child, self._walker.marks_of_span(child, marks), generated=generated)
        elif name in _FIELDS:
            self.read(child, marks, generated=True)
        elif name == "note":
            what = child.get(f"{TEXT}note-class", "footnote")
            citation = child.findtext(f"{TEXT}note-citation") or ""
            for body in child.iterchildren(f"{TEXT}note-body"):
                self.followers.append((f"{what} {citation}".strip(), body))
        elif name == "hidden-text" and (text := child.get(f"{TEXT}string-value", "")).startswith(DIRECTIVE):
            self.directives.append(text)

    def _annotation(self, annotation: Element) -> None:
        author = annotation.findtext(f"{DC}creator") or ""
        text = " ".join("".join(p.itertext()) for p in annotation.iterchildren(f"{TEXT}p"))
        if text.strip().startswith(DIRECTIVE):
            self.directives.append(" ".join(text.split()))
        elif author != AUTHOR:
            self.followers.append((f"comment by {author}" if author else "comment", annotation))


def _rows(table: Element) -> Iterator[Element]:
    for element in table.iterchildren(f"{TABLE}*"):
        if element.tag == f"{TABLE}table-row":
            yield element
        elif element.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(element)


def _style_name(style: Element) -> str:
    name = style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name") or ""
    return name.replace("_20_", " ").lower()


def _marks_by_name(name: str) -> Iterable[str]:
    marks = {"emphasis": "emphasis", "strong emphasis": "strong", "source text": "code", "preformatted text": "code"}
    return (marks[name],) if name in marks else ()


def _marks_in(properties: Element) -> Iterator[tuple[str, bool]]:
    for name, mark, plain in (
        (f"{_FO}font-weight", "strong", "normal"),
        (f"{_FO}font-style", "emphasis", "normal"),
        (f"{STYLE}text-line-through-style", "deleted", "none"),
        (f"{TEXT}display", "hidden", "true"),
    ):
        if (value := properties.get(name)) is not None:
            yield mark, value != plain


def _level(element: Element, styles: set[str]) -> int | None:
    if "title" in styles:
        return 0
    if element.tag != f"{TEXT}h":
        return None
    level = element.get(f"{TEXT}outline-level", "1")
    return int(level) if level.isdecimal() else 1
