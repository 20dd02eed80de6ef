"""The prose in YAML front matter: titles, descriptions, summaries."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from inclusivelint.documents.yamltext import extract, scalars
from inclusivelint.model import Segment

PROSE_KEYS = frozenset(
    "title subtitle description summary abstract excerpt lead lede tagline heading subheading caption alt question "
    "answer intro introduction".split()
)


def front_matter_segments(source: str, start: int, end: int) -> Iterator[Segment]:
    """One segment for each prose value in the YAML at `source[start:end]`; YAML that is not well-formed has none."""
    try:
        found = list(scalars(source[start:end]))
    except (yaml.YAMLError, ValueError):
        return
    for path, event, at, after in found:
        if path and path[-1] in PROSE_KEYS and not (event.style is None and event.value in ("true", "false", "null")):
            segment = extract(source, event.style, start + at, start + after).segment("title")
            if segment:
                yield segment
