"""ZIP archives with XML parts, as Word and OpenDocument files are: read within limits, written whole."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

from lxml import etree

from inclusivelint.errors import DocumentError

MOST_MEMBERS = 10_000
MOST_BYTES = 256 << 20
"""Everything that is unpacked for one document, together."""
MOST_BYTES_OF_XML = 32 << 20
"""One part that is parsed: a book of some three thousand pages."""
MOST_RATIO = 250
"""How many times its packed size a large part may have. Text packs 5 to 20 times, a long dull table 100 times."""
_LARGE = 8 << 20

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Package:
    """An archive in memory. Whatever is amiss with it raises DocumentError."""

    def __init__(self, data: bytes, kind: str) -> None:
        self._kind = kind
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise DocumentError(f"not a {kind} document, or a damaged one (no whole ZIP archive)") from None
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise DocumentError(f"holds more than {MOST_MEMBERS:,} parts")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str, most: int = MOST_BYTES) -> bytes:
        """One part, unpacked; what its header says of the size is not trusted."""
        info = self._zip.NameToInfo.get(name)
        if info is None:
            raise DocumentError(f"not a {self._kind} document, or a damaged one ({name} is missing)")
        most = min(most, MOST_BYTES - self._unpacked)
        if info.file_size > _LARGE and info.file_size > MOST_RATIO * max(info.compress_size, 1):
            raise DocumentError(f"{name} unpacks to more than {MOST_RATIO} times its size; it was not read")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except _BROKEN as error:
            raise DocumentError(f"{name} is damaged ({error})") from None
        if len(data) > most:
            raise DocumentError(f"{name} is too large when it is unpacked; it was not read")
        self._unpacked += len(data)
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part. Entities stay as they are, nothing is fetched, depth and sizes are limited."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.read(name, MOST_BYTES_OF_XML), parser)
        except etree.XMLSyntaxError as error:
            cause = " ".join(str(error).split())
            raise DocumentError(f"{name} is damaged ({cause})") from None
        if root.getroottree().docinfo.doctype:
            raise DocumentError(f"{name} has a document type declaration, which {self._kind} documents never have")
        return root

    def saved(self, changed: Mapping[str, etree._Element]) -> bytes:
        """The archive again, with these parts replaced or added; the others keep their content and order."""
        out = io.BytesIO()
        self._unpacked = 0
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for info in self._zip.infolist():
                copy = zipfile.ZipInfo(info.filename, info.date_time)
                copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
                root = changed.get(info.filename)
                target.writestr(copy, self.read(info.filename) if root is None else _bytes(root))
            for name, root in changed.items():
                if name not in self:
                    target.writestr(name, _bytes(root))
        return out.getvalue()


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
