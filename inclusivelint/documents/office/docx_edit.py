"""Changes in Word documents: words replaced in their runs, and comments. Everything else is kept as it is."""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterable

from lxml import etree

from inclusivelint.documents.office.docx import Docx
from inclusivelint.documents.office.docx_parts import PACKAGE_RELATIONS, Element, relations_name
from inclusivelint.documents.office.extract import AUTHOR, INITIALS, Slot, now, replace
from inclusivelint.model import Edit, Note

_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNSEEN = frozenset({"lang", "noProof", "rtl", "bCs", "iCs", "szCs"})
"""What may differ between the runs of a word without anyone seeing it in a text written from left to right."""


class DocxEditor(Docx):
    """A Word document that can be changed, once."""

    def can_replace(self, edit: Edit) -> bool:
        """Whether an edit lies in text of one format that no field writes anew."""
        slots = self.extract.slots_between(edit.start, edit.end)
        if not slots or any(slot.atom.node is None or slot.atom.generated for slot in slots):
            return False
        # A text box is written twice, for new and for old programs; a change in one of them would set them apart.
        is_twofold = any("AlternateContent" in str(above.tag) for above in slots[0].atom.node.iterancestors())
        return not is_twofold and len({self._format(slot) for slot in slots}) == 1

    def _format(self, slot: Slot) -> tuple[Element | None, frozenset[tuple[str, ...]]]:
        """What makes the run of a slot look as it does, and what is around it: a link, a tracked change."""
        run = slot.atom.node.getparent()
        properties = run.find(f"{self.parts.w}rPr")
        each_property = () if properties is None else properties
        seen = [each for each in each_property if etree.QName(each).localname not in _UNSEEN]
        return run.getparent(), frozenset((str(each.tag), *sorted(map(str, each.items()))) for each in seen)

    def replaced(self, edits: Iterable[Edit]) -> bytes:
        """The document with edits that can be made; they do not overlap."""
        for edit in sorted(edits, reverse=True):
            slots = self.extract.slots_between(edit.start, edit.end)
            replace(slots, edit)
            for slot in slots:
                slot.atom.node.set(_XML_SPACE, "preserve")
        return self.parts.package.saved(self.parts.roots)

    def annotated(self, notes: Iterable[Note]) -> bytes:
        """The document with a comment for each note that it doesn't have yet."""
        comments = _Comments(self)
        # From the end, so that places before stay where they are.
        for note in sorted(notes, key=lambda note: note.start, reverse=True):
            comments.add(note)
        comments.finish()
        return self.parts.package.saved(self.parts.roots)


class _Comments:
    """Adds comments to a document."""

    def __init__(self, docx: Docx) -> None:
        self._extract = docx.extract
        self._parts = docx.parts
        self._w = docx.parts.w
        name = self._parts.related("comments")
        self._name = name or posixpath.join(posixpath.dirname(self._parts.main), "comments.xml")
        if name is None:
            prefixes = {"w": self._w[1:-1], "r": self._parts.r[1:-1]}
            self._parts.roots[self._name] = etree.Element(f"{self._w}comments", nsmap=prefixes)
            self._relate(self._parts.main, f"{self._parts.r[1:-1]}/comments", posixpath.basename(self._name))
            self._declare()
        self._root = self._parts.root(self._name)
        numbers = (each.get(f"{self._w}id", "") for each in self._root.iter(f"{self._w}comment"))
        self._next = max((int(number) for number in numbers if number.isdecimal()), default=-1) + 1
        self._said = set(self._said_before())
        self._added: list[Element] = []

    def add(self, note: Note) -> None:
        """Attach a note to its words; where these can't hold comments, to the paragraph of the body they hang on."""
        paragraph = self._extract.paragraph_at(note.start)
        slots = [slot for slot in self._extract.slots_between(note.start, note.end) if slot.atom.node is not None]
        lines = note.lines
        if paragraph.holds_comments and slots:
            at = slots[0].atom.node if note.start <= slots[0].start else None
        else:
            at = next(paragraph.element.iter(f"{self._w}t"), None)
            words = " ".join(self._extract.source[note.start : note.end].split())
            lines = (f"{str(paragraph.location.get('part', 'text')).capitalize()}: “{words}”", *lines)
            slots = []
        if (at, "".join((*lines, note.link[0]))) in self._said:
            return
        number = str(self._next)
        self._next += 1
        start, end = (self._element(f"commentRange{which}", id=number) for which in ("Start", "End"))
        reference = self._element("r")
        reference.append(self._element("commentReference", id=number))
        if slots:
            self._after(slots[-1], note.end).addnext(end)
            self._before(slots[0], note.start).addprevious(start)
        else:
            properties = paragraph.element.find(f"{self._w}pPr")
            paragraph.element.insert(0 if properties is None else 1, start)
            paragraph.element.append(end)
        end.addnext(reference)
        self._added.append(self._comment(number, lines, note.link))

    def finish(self) -> None:
        """Put the new comments into their part, in the order of the text."""
        self._root.extend(reversed(self._added))

    def _said_before(self) -> Iterable[tuple[Element | None, str]]:
        """What earlier runs said, and the text that it is attached to."""
        texts = {
            number: "".join(t.text or "" for t in comment.iter(f"{self._w}t"))
            for number, (_, comment) in self._parts.comments.items()
            if comment.get(f"{self._w}author") == AUTHOR
        }
        waiting: list[str] = []
        for element in self._parts.body.iter(f"{self._w}commentRangeStart", f"{self._w}t") if texts else ():
            if element.tag == f"{self._w}t":
                yield from ((element, texts[number]) for number in waiting)
                waiting.clear()
            elif (number := element.get(f"{self._w}id", "")) in texts:
                waiting.append(number)

    def _before(self, slot: Slot, start: int) -> Element:
        """The run that begins at `start`."""
        node = slot.atom.node
        run: Element = node.getparent()
        is_first = node.getprevious() is None or node.getprevious().tag == f"{self._w}rPr"
        offset = max(start - slot.start, 0)
        return run if is_first and not offset else self._split(run, node, offset)

    def _after(self, slot: Slot, end: int) -> Element:
        """The run that ends at `end`."""
        node = slot.atom.node
        run: Element = node.getparent()
        offset = end - slot.start
        if offset < len(node.text) or node.getnext() is not None:
            self._split(run, node, offset)
        return run

    def _split(self, run: Element, node: Element, offset: int) -> Element:
        """Divide a run within one of its texts; the new run after it looks the same and holds the rest."""
        rest = etree.Element(run.tag, dict(run.attrib))
        properties = run.find(f"{self._w}rPr")
        if properties is not None:
            rest.append(copy.deepcopy(properties))
        following = list(node.itersiblings())
        tail = etree.SubElement(rest, node.tag, dict(node.attrib))
        text = node.text or ""
        node.text, tail.text = text[:offset], text[offset:]
        if not tail.text:
            rest.remove(tail)
        for each in (node, tail):
            each.set(_XML_SPACE, "preserve")
        rest.extend(following)
        run.addnext(rest)
        return rest

    def _element(self, name: str, **attributes: str) -> Element:
        return etree.Element(f"{self._w}{name}", {f"{self._w}{key}": value for key, value in attributes.items()})

    def _comment(self, number: str, lines: Iterable[str], link: tuple[str, str]) -> Element:
        comment = self._element("comment", id=number, author=AUTHOR, initials=INITIALS, date=now())
        for line in lines:
            comment.append(self._element("p"))
            comment[-1].append(self._run(line))
        comment[0].insert(0, self._element("r"))
        comment[0][0].append(self._element("annotationRef"))
        text, address = link
        if text:
            comment.append(self._element("p"))
            relation = self._relate(self._name, f"{self._parts.r[1:-1]}/hyperlink", address, external=True)
            hyperlink = etree.SubElement(comment[-1], f"{self._w}hyperlink", {f"{self._parts.r}id": relation})
            hyperlink.append(self._run(text))
        return comment

    def _run(self, text: str) -> Element:
        run = self._element("r")
        run.append(self._element("t"))
        run[0].text = text
        run[0].set(_XML_SPACE, "preserve")
        return run

    def _relate(self, part: str, kind: str, target: str, *, external: bool = False) -> str:
        """Relate a part to another, or to an address, and return the id of the relation."""
        name = relations_name(part)
        if name not in self._parts.roots and name not in self._parts.package:
            namespace = PACKAGE_RELATIONS[1:-1]
            self._parts.roots[name] = etree.Element(f"{PACKAGE_RELATIONS}Relationships", nsmap={None: namespace})
        root = self._parts.root(name)
        for each in root:
            if external and (each.get("Type"), each.get("Target")) == (kind, target):
                return str(each.get("Id"))
        taken = {each.get("Id") for each in root}
        number = next(number for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        mode = {"TargetMode": "External"} if external else {}
        etree.SubElement(
            root, f"{PACKAGE_RELATIONS}Relationship", {"Id": f"rId{number}", "Type": kind, "Target": target} | mode
        )
        return f"rId{number}"

    def _declare(self) -> None:
        """Name the type of the comments' part."""
        types = self._parts.root("[Content_Types].xml")
        if any(each.get("PartName") == f"/{self._name}" for each in types):
            return
        etree.SubElement(types, f"{_CONTENT_TYPES}Override", PartName=f"/{self._name}", ContentType=_COMMENTS_TYPE)
