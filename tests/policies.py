"""One policy with planted findings, written as Markdown, as a Word document and as a PDF."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import docx
from docx.shared import Pt


class Block(NamedTuple):
    """A block: `kind` is h1, h2, p, item, quote or table; in a text, *this* is emphasised."""

    kind: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()


POLICY = (
    Block("h1", "Parental leave"),
    Block("p", "Queer, Deaf and Muslim colleagues take leave like everyone else. Ada Nwosu took hers in spring."),
    Block("h2", "How to ask"),
    Block("p", "Each employee tells his manager eight weeks ahead. The office is open to wheelchair-bound visitors."),
    Block("item", "Two *sanity checks* are made of every form before it is filed."),
    Block("item", "Complaints go to the chairman of the board, who answers within ten working days."),
    Block("h2", "Pay"),
    Block(
        "table", rows=[("Grade", "Rule"), ("A", "The manpower budget pays in full."), ("B", "Half pay from week nine.")]
    ),
    Block("quote", "I was called crazy for asking, and I asked again the week after."),
    Block("p", 'We no longer say "mankind" in letters. Blacklisted suppliers are listed in the annex.'),
)


def markdown() -> str:
    """The policy as Markdown."""
    return "\n\n".join(_markdown(block) for block in POLICY) + "\n"


def _markdown(block: Block) -> str:
    if block.kind == "table":
        head, *rows = (f"| {' | '.join(row)} |" for row in block.rows)
        return "\n".join([head, f"|{'---|' * len(block.rows[0])}", *rows])
    if block.kind == "quote":
        return f"> {block.text}\n>\n> — A colleague"
    return {"h1": "# ", "h2": "## ", "item": "- ", "p": ""}[block.kind] + block.text


def word() -> Any:
    """The policy as a python-docx document."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(11)
    styles = {"h1": "Heading 1", "h2": "Heading 2", "p": "Normal", "item": "List Bullet", "quote": "Quote"}
    for block in POLICY:
        if block.kind == "table":
            table = document.add_table(rows=0, cols=len(block.rows[0]))
            for row in block.rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            continue
        paragraph = document.add_paragraph(style=styles[block.kind])
        for index, part in enumerate(block.text.split("*")):
            paragraph.add_run(part).italic = bool(index % 2) or None
    return document


def saved(document: Any) -> bytes:
    """The bytes of a python-docx document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf() -> bytes:
    """The policy as a PDF, set by reportlab."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    names = {"h1": "Heading1", "h2": "Heading2", "p": "BodyText", "item": "BodyText", "quote": "Italic"}
    flow: list[Any] = []
    for block in POLICY:
        if block.kind == "table":
            flow.append(Table(block.rows, colWidths=(60, 300)))
            continue
        parts = (f"<i>{part}</i>" if index % 2 else part for index, part in enumerate(block.text.split("*")))
        bullet = "•" if block.kind == "item" else None
        flow.append(Paragraph("".join(parts), styles[names[block.kind]], bulletText=bullet))
    stream = io.BytesIO()
    SimpleDocTemplate(stream).build(flow)
    return stream.getvalue()


_DOCX_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = (
    f'xmlns:w="{W}" xmlns:r="{_DOCX_KIND}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def docx_of(body: str, **parts: str) -> bytes:
    """A Word document of parts written by hand: the body, and `styles`, `comments`, `footnotes`, `header`, `footer`."""
    roots = {"styles": "styles", "comments": "comments", "footnotes": "footnotes", "header": "hdr", "footer": "ftr"}
    relations = "".join(f'<Relationship Id="{name}" Type="{_DOCX_KIND}/{name}" Target="{name}.xml"/>' for name in parts)
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{_DOCX_TYPE}.{name}+xml"/>' for name in parts)
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_DOCX_TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{_DOCX_KIND}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        "word/document.xml": f"<w:document {_OPEN}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": f"<w:{roots[name]} {_OPEN}>{xml}</w:{roots[name]}>" for name, xml in parts.items()},
    }
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """An archive of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


def p(*runs: str, style: str = "") -> str:
    """A paragraph in WordprocessingML: runs that are no XML are texts."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run in WordprocessingML."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


_ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "table", "style", "drawing", "manifest")
}


def odt_of(body: str, page: str = "", styles: str = "") -> bytes:
    """An OpenDocument text of a body, a page style's headers and footers, and automatic styles."""
    names = " ".join(f'xmlns:{name}="{address}"' for name, address in _ODF.items())
    names += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(
        {
            "mimetype": kind,
            "META-INF/manifest.xml": f'<manifest xmlns="{_ODF["manifest"]}"><file-entry/></manifest>',
            "content.xml": f'<office:document-content {names} office:version="1.2"><office:automatic-styles>{styles}'
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f'<office:document-styles {names} office:version="1.2"><office:master-styles>'
            f'<style:master-page style:name="Standard">{page}</style:master-page></office:master-styles>'
            "</office:document-styles>",
        }
    )


def open_document() -> bytes:
    """The policy as an OpenDocument text."""
    parts = []
    for block in POLICY:
        text = re.sub(r"\*(.+?)\*", r'<text:span text:style-name="T1">\1</text:span>', block.text)
        if block.kind in ("h1", "h2"):
            parts.append(f'<text:h text:outline-level="{block.kind[1]}">{text}</text:h>')
        elif block.kind == "table":
            cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format
            rows = (f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in block.rows)
            parts.append(f"<table:table>{''.join(rows)}</table:table>")
        elif block.kind == "item":
            parts.append(f"<text:list><text:list-item><text:p>{text}</text:p></text:list-item></text:list>")
        else:
            style = ' text:style-name="Quotations"' if block.kind == "quote" else ""
            parts.append(f"<text:p{style}>{text}</text:p>")
    italic = '<style:text-properties fo:font-style="italic"/>'
    return odt_of("".join(parts), styles=f'<style:style style:name="T1" style:family="text">{italic}</style:style>')
