"""Jupyter notebooks: their Markdown cells, at the places of their strings in the JSON."""

from __future__ import annotations

from dataclasses import replace

from inclusivelint.documents.jsontext import Text, extract, scan
from inclusivelint.documents.markdown import read_markdown
from inclusivelint.model import Comment, Document, Segment


def read_notebook(path: str, source: str) -> Document:
    """Read the Markdown cells; headings go on from cell to cell. Raises DocumentError where it is no JSON."""
    markdown: set[str] = set()
    sources: dict[str, list[Text]] = {}
    for text in scan(source):
        match text.path:
            case ("cells", cell, "cell_type"):
                if source[text.start : text.end] == "markdown":
                    markdown.add(cell)
            case ("cells", cell, "source", *_):
                sources.setdefault(cell, []).append(text)
    segments: list[Segment] = []
    comments: list[Comment] = []
    headings: tuple[str, ...] = ()
    for cell, texts in sources.items():
        if cell in markdown:
            taken = extract(source, *texts)
            read, directives = taken.placed(read_markdown(path, taken.text))
            segments += [replace(each, headings=each.headings or headings) for each in read]
            comments += directives
            if read:
                headings = read[-1].headings + ((read[-1].text,) if read[-1].kind == "heading" else ())
    return Document(path, source, segments, comments)
