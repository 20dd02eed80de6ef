"""Changes in OpenDocument texts: words replaced, and comments. Everything else is kept as it is."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from inclusivelint.documents.office.extract import AUTHOR, INITIALS, Slot, now, replace
from inclusivelint.documents.office.odt import DC, OFFICE, TEXT, Element, Odt
from inclusivelint.model import Edit, Note

_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"


class OdtEditor(Odt):
    """An OpenDocument text that can be changed, once."""

    def can_replace(self, edit: Edit) -> bool:
        """Whether an edit lies in text of one format that no field writes anew."""
        slots = self.extract.slots_between(edit.start, edit.end)
        if not slots or any(slot.atom.node is None or slot.atom.generated for slot in slots):
            return False
        return len({_parent(slot) for slot in slots}) == 1

    def replaced(self, edits: Iterable[Edit]) -> bytes:
        """The document with edits that can be made; they do not overlap."""
        for edit in sorted(edits, reverse=True):
            replace(self.extract.slots_between(edit.start, edit.end), edit)
        return self.package.saved(self.roots)

    def annotated(self, notes: Iterable[Note]) -> bytes:
        """The document with a comment for each note that it doesn't have yet."""
        said = {
            ("".join(each.itertext(f"{TEXT}p", f"{TEXT}a")), each.getparent())
            for each in self.roots["content.xml"].iter(f"{OFFICE}annotation")
            if each.findtext(f"{DC}creator") == AUTHOR
        }
        # From the end, so that places before stay where they are.
        for number, note in enumerate(sorted(notes, key=lambda note: note.start, reverse=True), start=1):
            self._add(note, f"{AUTHOR}-{now()}-{number}", said)
        return self.package.saved(self.roots)

    def _add(self, note: Note, name: str, said: set[tuple[str, Element | None]]) -> None:
        """Attach a note to its words; where these can't hold comments, to the paragraph of the body they hang on."""
        paragraph = self.extract.paragraph_at(note.start)
        slots = [slot for slot in self.extract.slots_between(note.start, note.end) if slot.atom.node is not None]
        lines = note.lines
        own = paragraph.holds_comments and bool(slots)
        if not own:
            words = " ".join(self.extract.source[note.start : note.end].split())
            lines = (f"{str(paragraph.location.get('part', 'text')).capitalize()}: “{words}”", *lines)
        if ("".join((*lines, note.link[0])), _parent(slots[0]) if own else paragraph.element) in said:
            return
        start = _annotation(name, lines, note.link)
        end = etree.Element(f"{OFFICE}annotation-end", {f"{OFFICE}name": name})
        if own:
            _insert(slots[-1], note.end, end)
            _insert(slots[0], note.start, start)
        else:
            start.tail, paragraph.element.text = paragraph.element.text, None
            paragraph.element.insert(0, start)
            paragraph.element.append(end)


def _parent(slot: Slot) -> Element:
    node: Element = slot.atom.node
    return node.getparent() if slot.atom.tail else node  # type: ignore[return-value]


def _insert(slot: Slot, place: int, new: Element) -> None:
    """Put an element between the characters of a slot."""
    node, at = slot.atom.node, min(max(place - slot.start, 0), slot.end - slot.start)
    if slot.atom.tail:
        node.tail, new.tail = node.tail[:at], node.tail[at:]
        parent = node.getparent()
        parent.insert(parent.index(node) + 1, new)
    else:
        node.text, new.tail = node.text[:at], node.text[at:]
        node.insert(0, new)


def _annotation(name: str, lines: Iterable[str], link: tuple[str, str]) -> Element:
    annotation = etree.Element(f"{OFFICE}annotation", {f"{OFFICE}name": name})
    etree.SubElement(annotation, f"{DC}creator").text = AUTHOR
    etree.SubElement(annotation, f"{DC}date").text = now().rstrip("Z")
    etree.SubElement(annotation, f"{_META}creator-initials").text = INITIALS
    for line in lines:
        etree.SubElement(annotation, f"{TEXT}p").text = line
    if link[0]:
        paragraph = etree.SubElement(annotation, f"{TEXT}p")
        etree.SubElement(paragraph, f"{TEXT}a", {f"{_XLINK}type": "simple", f"{_XLINK}href": link[1]}).text = link[0]
    return annotation
