"""Reading Word, OpenDocument and PDF files: processor time for each megabyte of text, and of file.

The same made-up policy in each format; needs the development dependencies (python-docx, reportlab).
"""

from __future__ import annotations

import io
import resource
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

sys.path.insert(0, str(Path(__file__).parent.parent))

from inclusivelint.documents.markdown import read_markdown
from inclusivelint.documents.office import format_of

SENTENCE = (
    "Each member of staff, whoever they are, can ask their manager for a talk about leave, pay or working hours. "
)
PARAGRAPHS = 500


def texts() -> list[str]:
    """Paragraphs of one to five sentences."""
    return [SENTENCE * (1 + number % 5) for number in range(PARAGRAPHS)]


def word() -> bytes:
    """A Word document."""
    document = docx.Document()
    for text in texts():
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def open_document() -> bytes:
    """An OpenDocument text."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style")
    )
    body = "".join(f"<text:p>{escape(text)}</text:p>" for text in texts())
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", f"{content}</office:document-content>")
    return stream.getvalue()


def pdf() -> bytes:
    """A PDF."""
    style = getSampleStyleSheet()["BodyText"]
    stream = io.BytesIO()
    SimpleDocTemplate(stream).build([Paragraph(text, style) for text in texts()])
    return stream.getvalue()


def used() -> float:
    """The processor time of this process and of those it started, in seconds."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def measure(read: Callable[[], object]) -> float:
    """The least processor time of three runs, in seconds."""
    times = []
    for _ in range(3):
        start = used()
        read()
        times.append(used() - start)
    return min(times)


def main() -> None:
    """Print a line for each format."""
    source = "\n\n".join(texts())
    seconds = measure(lambda: read_markdown("a.md", source))
    print(f"markdown  {len(source) / 1e6:6.2f} MB                    {seconds:6.2f} s")
    for name, make in (("docx", word), ("odt", open_document), ("pdf", pdf)):
        data = make()
        form = format_of(f"a.{name}", data)
        assert form is not None
        seconds = measure(lambda data=data, form=form, name=name: form.read(f"a.{name}", data))  # type: ignore[misc]
        text = len(form.read(f"a.{name}", data).source) / 1e6
        size = len(data) / 1e6
        print(f"{name:8}  {text:6.2f} MB in {size:6.2f} MB file  {seconds:6.2f} s  {seconds / text:5.2f} s/MB of text")


if __name__ == "__main__":
    main()
