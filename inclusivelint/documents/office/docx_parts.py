"""The parts of a Word document as XML: which there are, what they are called, and what its styles say."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from inclusivelint.documents.office.package import Package
from inclusivelint.errors import DocumentError

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_STYLE_MARKS = {
    "emphasis": "emphasis",
    "intense emphasis": "emphasis",
    "subtle emphasis": "emphasis",
    "strong": "strong",
    "hyperlink": "link",
    "html code": "code",
    "verbatim char": "code",
    "source text": "code",
    "source code": "code",
    "html preformatted": "code",
    "preformatted text": "code",
}
_MARKS = {"b": "strong", "i": "emphasis", "strike": "deleted", "dstrike": "deleted", "vanish": "hidden"}
_OFF = frozenset({"0", "false", "off"})
_LONGEST_CHAIN_OF_STYLES = 20

Element = etree._Element


class Style(NamedTuple):
    """A style of paragraphs or characters. `level`: of a heading, 0 for the title; `marks` are switched on or off."""

    name: str
    based_on: str
    level: int | None
    numbered: bool
    marks: Mapping[str, bool]


class Parts:
    """A Word document as an archive of XML parts; raises DocumentError where it is none.

    `main` is the name of the part with the body; `w` and `r` are the namespaces in use, in braces; `comments` and
    `notes[kind]` hold elements, and the name of their part, by id.
    """

    def __init__(self, data: bytes) -> None:
        self.package = Package(data, "Word")
        self.roots: dict[str, Element] = {}
        documents = [name for kind, name in self._relations_of("").values() if kind == "officeDocument"]
        if not documents:
            raise DocumentError("not a Word document (no main part is named)")
        self.main = documents[0]
        document = self.root(self.main)
        namespace = etree.QName(document).namespace
        if namespace not in (_W, _STRICT_W) or etree.QName(document).localname != "document":
            raise DocumentError(f"not a Word document ({self.main} holds something else)")
        self.w = f"{{{namespace}}}"
        self.r = f"{{{RELATIONS if namespace == _W else _STRICT_RELATIONS}}}"
        body = document.find(f"{self.w}body")
        if body is None:
            raise DocumentError(f"not a Word document ({self.main} has no body)")
        self.body: Element = body
        self._relations = self._relations_of(self.main)
        self._styles = self._read_styles()
        self.comments = self._by_id("comments", "comment")
        self.notes = {kind: self._by_id(f"{kind}s", kind) for kind in ("footnote", "endnote")}

    def root(self, name: str) -> Element:
        """A part as XML, parsed once."""
        if name not in self.roots:
            self.roots[name] = self.package.xml(name)
        return self.roots[name]

    def related(self, kind: str) -> str | None:
        """The name of the part that the main one is related to in this way (`comments`), if there is one."""
        names = (name for relation, name in self._relations.values() if relation == kind and name in self.package)
        return next(names, None)

    def margins(self, kind: str) -> Iterator[str]:
        """The names of the parts that sections use as `header` or `footer`, each once."""
        references = self.root(self.main).iter(f"{self.w}{kind}Reference")
        named = (self._relations.get(each.get(f"{self.r}id", ""), ("", ""))[1] for each in references)
        return (name for name in dict.fromkeys(named) if name in self.package)

    def _relations_of(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part by id: the last word of the kind, and the part's name. External ones are left out."""
        name = relations_name(part)
        if part and name not in self.package:
            return {}
        relations = {}
        for each in self.root(name).iter(f"{PACKAGE_RELATIONS}Relationship"):
            if each.get("TargetMode") != "External":
                full = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), each.get("Target", "")))
                relations[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], full.lstrip("/"))
        return relations

    def _by_id(self, relation: str, tag: str) -> dict[str, tuple[str, Element]]:
        name = self.related(relation)
        elements = self.root(name).iter(f"{self.w}{tag}") if name else ()
        return {element.get(f"{self.w}id", ""): (name or "", element) for element in elements}

    # Styles

    def _read_styles(self) -> dict[str, Style]:
        w, styles = self.w, {}
        name = self.related("styles")
        for style in self.root(name).iter(f"{w}style") if name else ():
            called = self.value(style.find(f"{w}name")).lower()
            marks = self._flags(style.find(f"{w}rPr"))
            if called in _STYLE_MARKS:
                marks[_STYLE_MARKS[called]] = True
            styles[style.get(f"{w}styleId", "")] = Style(
                name=called,
                based_on=self.value(style.find(f"{w}basedOn")),
                level=_level_of_style(called, self.value(style.find(f"{w}pPr/{w}outlineLvl"))),
                numbered=style.find(f"{w}pPr/{w}numPr") is not None or called.startswith("list"),
                marks=marks,
            )
        return styles

    def value(self, element: Element | None) -> str:
        """The value of a property, empty where there is none."""
        return "" if element is None else element.get(f"{self.w}val", "")

    def _flags(self, properties: Element | None) -> dict[str, bool]:
        """The marks that properties of a run switch on or off."""
        if properties is None:
            return {}
        return {
            mark: element.get(f"{self.w}val", "1") not in _OFF
            for name, mark in _MARKS.items()
            if (element := properties.find(f"{self.w}{name}")) is not None
        }

    def styles(self, paragraph: Element) -> list[Style]:
        """The style of a paragraph and those it is based on."""
        return self._chain(self.value(paragraph.find(f"{self.w}pPr/{self.w}pStyle")))

    def _chain(self, style: str) -> list[Style]:
        chain: list[Style] = []
        while style in self._styles and len(chain) < _LONGEST_CHAIN_OF_STYLES:
            chain.append(self._styles[style])
            style = chain[-1].based_on
        return chain

    def level(self, paragraph: Element, styles: list[Style]) -> int | None:
        """The level of a paragraph that is a heading: its own, or its style's."""
        own = self.value(paragraph.find(f"{self.w}pPr/{self.w}outlineLvl"))
        return _level(own) if own else next((style.level for style in styles if style.level is not None), None)

    def is_numbered(self, paragraph: Element, styles: list[Style]) -> bool:
        """Whether a paragraph is an item of a list."""
        own = paragraph.find(f"{self.w}pPr/{self.w}numPr") is not None
        return own or any(style.numbered for style in styles)

    def marks_of(self, styles: list[Style]) -> dict[str, bool]:
        """What styles say, the one that the others are based on first."""
        marks: dict[str, bool] = {}
        for style in reversed(styles):
            marks |= style.marks
        return marks

    def marks_of_run(self, run: Element, around: tuple[str, ...]) -> tuple[str, ...]:
        """The marks of a run: those around it, of its styles, and its own."""
        properties = run.find(f"{self.w}rPr")
        if properties is None:
            return around
        styles = self._chain(self.value(properties.find(f"{self.w}rStyle")))
        marks = dict.fromkeys(around, True) | self.marks_of(styles) | self._flags(properties)
        return tuple(mark for mark, is_on in marks.items() if is_on)


def relations_name(part: str) -> str:
    """The name of the part that holds the relations of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _level_of_style(name: str, outline: str) -> int | None:
    if name == "title":
        return 0
    number = name.removeprefix("heading ")
    return int(number) if number != name and number in "123456789" else _level(outline)


def _level(outline: str) -> int | None:
    """Outline levels count from 0; 9 is body text."""
    return int(outline) + 1 if outline and outline in "012345678" else None
