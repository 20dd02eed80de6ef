"""Word documents: every part that a reader sees, as paragraphs, and where in the XML each character stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from inclusivelint.documents.office.docx_parts import Element, Parts
from inclusivelint.documents.office.extract import AUTHOR, DIRECTIVE, Atom, Extract, Paragraph
from inclusivelint.model import Document

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_STRICT_DRAWING = "{http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing}"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VML = "{urn:schemas-microsoft-com:vml}"

_QUOTATIONS = frozenset({"quote", "intense quote", "quotations"})
_CONTENTS = frozenset({"TOC", "TOA", "INDEX"})
"""Fields that copy what stands elsewhere."""
_CHARACTERS = {"tab": "\t", "ptab": "\t", "softHyphen": "\u00ad", "noBreakHyphen": "\u2011"}
_AROUND_RUNS = frozenset({"ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdtContent"})
_MOST_COLUMNS = 63
_LONGEST_COLUMN_HEADING = 200


def read_docx(path: str, data: bytes) -> Document:
    """Read a Word document; raises DocumentError. Findings in it have a paragraph and the headings above it."""
    return Docx(data).document(path)


class Docx:
    """A Word document in memory: its parts, and their text."""

    def __init__(self, data: bytes) -> None:
        self.parts = Parts(data)
        self.extract = Extract(_Walker(self.parts).paragraphs())

    def document(self, path: str) -> Document:
        """What the linter reads."""
        return self.extract.document(path)


@dataclass(slots=True)
class _Story:
    """A text that is read from its beginning to its end: the body, a header, a note.

    `host` is the paragraph of the body that takes the comments on it, None for the body itself, which also counts its
    paragraphs; of others, `location` tells where they are.
    """

    location: dict[str, int | str] = field(default_factory=dict)
    host: Element | None = None
    headings: list[tuple[int, str]] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)


class _Walker:
    """Walks through the stories of a document."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.w = parts.w
        self.directives_read: set[str] = set()
        self._paragraphs = 0
        self._tables = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        """All of them: the body with what hangs on it, then headers and footers."""
        first = next(self.parts.body.iter(f"{self.w}p"), None)
        yield from self._blocks(self.parts.body, _Story(), Paragraph({}))
        # Those of first, even and odd pages are often the same.
        seen: set[str] = set()
        for kind in ("header", "footer"):
            for name in self.parts.margins(kind):
                story = _Story({"part": kind}, first)
                for paragraph in self._blocks(self.parts.root(name), story, Paragraph({})):
                    if paragraph.text not in seen:
                        seen.add(paragraph.text)
                        yield paragraph

    def _blocks(self, container: Element, story: _Story, like: Paragraph) -> Iterator[Paragraph]:
        w = self.w
        for element in container.iterchildren(f"{w}*"):
            name = str(element.tag)[len(w) :]
            if name == "p":
                yield from self._paragraph(element, story, like)
            elif name == "tbl":
                yield from self._table(element, story, like)
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
                yield from self._blocks(element, story, like)

    def _table(self, table: Element, story: _Story, like: Paragraph) -> Iterator[Paragraph]:
        """A table's cells, each under the heading of its column: the cell in the first row."""
        w = self.w
        self._tables += 1
        number = self._tables
        columns: list[str] = []
        for row_number, row in enumerate(_inside(table, f"{w}tr", w), start=1):
            column = 0
            for cell in _inside(row, f"{w}tc", w):
                above = tuple(columns[column : column + 1]) if row_number > 1 else ()
                place = {"table": number, "row": row_number}
                same = replace(like, kind="cell", headings=tuple(filter(None, above)), location=place)
                cells = list(self._blocks(cell, story, same))
                yield from cells
                span = self.parts.value(cell.find(f"{w}tcPr/{w}gridSpan"))
                width = min(int(span), _MOST_COLUMNS) if span.isdecimal() else 1
                if row_number == 1:
                    text = " ".join(each.text for each in cells if each.kind != "directive")
                    columns += [" ".join(text.split())[:_LONGEST_COLUMN_HEADING]] * width
                column += width

    def _paragraph(self, element: Element, story: _Story, like: Paragraph) -> Iterator[Paragraph]:
        styles = self.parts.styles(element)
        level = self.parts.level(element, styles)
        if level is not None:
            story.headings[:] = [heading for heading in story.headings if heading[0] < level]
        path = tuple(text for _, text in story.headings)
        found = Paragraph(
            location={},
            kind=like.kind if level is None else "heading",
            headings=(*path, *like.headings),
            quoted=any(style.name in _QUOTATIONS for style in styles),
            element=element if story.host is None else story.host,
            holds_comments=story.host is None,
        )
        if found.kind == "paragraph" and self.parts.is_numbered(element, styles):
            found.kind = "list-item"
        inline = _Inline(self, story, found, is_copy=any(style.name.startswith("toc ") for style in styles))
        # That a whole paragraph is bold says nothing about its words.
        marks = (mark for mark, is_on in self.parts.marks_of(styles).items() if is_on)
        inline.read(element, tuple(mark for mark in marks if mark in ("hidden", "code", "deleted")))
        found.location = self._location(found, story, like, path)
        for directive in inline.directives:
            yield Paragraph(found.location, "directive", atoms=[Atom(directive)])
        yield found
        if level is not None and (text := " ".join(found.text.split())):
            story.headings.append((level, text))
        for follow in inline.followers:
            yield from follow()

    def _location(
        self, found: Paragraph, story: _Story, like: Paragraph, path: tuple[str, ...]
    ) -> dict[str, int | str]:
        """Paragraphs of the body are counted where they hold text."""
        if story.host is not None:
            return {**story.location, **like.location}
        self._paragraphs += bool(found.text.strip())
        heading = {"heading": " > ".join(path)} if path else {}
        return {"paragraph": max(self._paragraphs, 1), **like.location, **heading}

    def hanging(self, element: Element, what: str, at: Paragraph) -> Iterator[Paragraph]:
        """The paragraphs of what hangs on another: a note, a comment, a text box."""
        story = _Story({"part": what, **at.location}, at.element, [(0, text) for text in at.headings])
        return self._blocks(element, story, Paragraph({}))


class _Inline:
    """Reads the content of one paragraph. `directives` stand before it, `followers` make what comes after it."""

    def __init__(self, walker: _Walker, story: _Story, paragraph: Paragraph, *, is_copy: bool) -> None:
        self.directives: list[str] = []
        self.followers: list[Callable[[], Iterable[Paragraph]]] = []
        self._walker = walker
        self._parts = walker.parts
        self._w = walker.w
        self._fields = story.fields
        self._paragraph = paragraph
        self._is_copy = is_copy

    def read(self, container: Element, marks: tuple[str, ...], *, generated: bool = False) -> None:
        w = self._w
        for element in container.iterchildren(f"{w}*"):
            name = str(element.tag)[len(w) :]
            if name == "r":
                self._run(element, self._parts.marks_of_run(element, marks), generated=generated)
            elif name in _AROUND_RUNS:
                self.read(element, marks, generated=generated)
            elif name == "hyperlink":
                self.read(element, (*marks, "link"), generated=generated)
            elif name == "sdt":
                bound = element.find(f"{w}sdtPr/{w}dataBinding") is not None
                self.read(element, marks, generated=generated or bound)
            elif name == "fldSimple" and not _is_contents(element.get(f"{w}instr", "")):
                self.read(element, marks, generated=True)
            elif name in ("commentRangeStart", "commentReference"):
                self._comment(element)

    def _run(self, run: Element, marks: tuple[str, ...], *, generated: bool) -> None:
        w = self._w
        hidden: list[str] = []
        for element in run.iterchildren(f"{w}*", f"{_ALTERNATE}AlternateContent"):
            tag = str(element.tag)
            name = tag[len(w) :] if tag.startswith(w) else ""
            if name == "fldChar":
                self._field(element.get(f"{w}fldCharType", ""))
            elif name == "instrText":
                if self._fields:
                    self._fields[-1][1] += element.text or ""
            elif name == "commentReference":
                self._comment(element)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(name.removesuffix("Reference"), element.get(f"{w}id", ""))
            elif name in ("drawing", "pict", "object", ""):
                self._drawing(element)
            elif name == "ruby":
                for base in element.iterchildren(f"{w}rubyBase"):
                    self.read(base, marks, generated=generated)
            elif self._is_copy or any(phase == "code" or _is_contents(code) for phase, code in self._fields):
                continue
            elif "hidden" in marks:
                hidden.append((element.text or "") if name == "t" else "")
            else:
                linked = all(code.split()[:1] == ["HYPERLINK"] for _, code in self._fields)
                self._text(name, element, marks, generated=generated or not linked)
        if (text := "".join(hidden).strip()).startswith(DIRECTIVE):
            self.directives.append(text)

    def _text(self, name: str, element: Element, marks: tuple[str, ...], *, generated: bool) -> None:
        atoms = self._paragraph.atoms
        if name == "t" and element.text:
            atoms.append(Atom(element.text, element, marks=marks, generated=generated))
        elif name in _CHARACTERS:
            atoms.append(Atom(_CHARACTERS[name], marks=marks))
        elif name in ("br", "cr"):
            atoms.append(Atom(" ", marks=marks, wraps=True))

    def _field(self, kind: str) -> None:
        """A field's code stands between `begin` and `separate`, its result between that and `end`."""
        if kind == "begin":
            self._fields.append(["code", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][0] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note(self, kind: str, number: str) -> None:
        _, element = self._parts.notes[kind].get(number, ("", None))
        if element is not None:
            self.followers.append(lambda: self._walker.hanging(element, f"{kind} {number}", self._paragraph))

    def _comment(self, reference: Element) -> None:
        """A directive holds from where its comment begins; what else a comment says comes after the paragraph."""
        number = reference.get(f"{self._w}id", "")
        _, element = self._parts.comments.get(number, ("", None))
        author = "" if element is None else element.get(f"{self._w}author", "")
        if element is None or author == AUTHOR or number in self._walker.directives_read:
            return
        paragraphs = element.iter(f"{self._w}p")
        text = " ".join("".join(t.text or "" for t in each.iter(f"{self._w}t")) for each in paragraphs)
        if text.strip().startswith(DIRECTIVE):
            self._walker.directives_read.add(number)
            self.directives.append(" ".join(text.split()))
        elif reference.tag == f"{self._w}commentReference":
            what = f"comment by {author}" if author else "comment"
            self.followers.append(lambda: self._walker.hanging(element, what, self._paragraph))

    def _drawing(self, element: Element) -> None:
        """Text boxes and alternative texts; of two versions of a drawing, the newer one."""
        for version in element.iterchildren(f"{_ALTERNATE}Choice", f"{_ALTERNATE}Fallback"):
            element = version
            break
        for shape in element.iter(f"{_DRAWING}docPr", f"{_STRICT_DRAWING}docPr", f"{_VML}shape"):
            for text in filter(None, map(shape.get, ("title", "descr", "alt"))):
                self._follow_with(self._alternative_text, text)
        box = f"{self._w}txbxContent"
        for content in element.iter(box):
            if not any(above.tag == box for above in _between(content, element)):
                self._follow_with(self._box, content)

    def _follow_with(self, make: Callable[..., Iterable[Paragraph]], what: object) -> None:
        self.followers.append(lambda: make(what))

    def _box(self, content: Element) -> Iterable[Paragraph]:
        return self._walker.hanging(content, "text box", self._paragraph)

    def _alternative_text(self, text: str) -> Iterable[Paragraph]:
        at = self._paragraph
        location = {"part": "alternative text", **at.location}
        return [Paragraph(location, "alt", at.headings, atoms=[Atom(text)], element=at.element, holds_comments=False)]


def _inside(container: Element, tag: str, w: str) -> Iterator[Element]:
    """The children with this tag, content controls and tracked insertions around them seen through."""
    for element in container.iterchildren(f"{w}*"):
        if element.tag == tag:
            yield element
        elif element.tag in (f"{w}sdt", f"{w}sdtContent", f"{w}ins", f"{w}customXml"):
            yield from _inside(element, tag, w)


def _between(element: Element, top: Element) -> Iterator[Element]:
    """What is around `element` inside of `top`."""
    for above in element.iterancestors():
        if above is top:
            return
        yield above


def _is_contents(code: str) -> bool:
    return bool(_CONTENTS & set(code.split()[:1]))
