"""The prose in YAML front matter: titles, descriptions, summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from inclusivelint.documents.normalise import SegmentBuilder
from inclusivelint.model import Segment
from inclusivelint.safe_yaml import compose

PROSE_KEYS = frozenset(
    "title subtitle description summary abstract excerpt lead lede tagline heading subheading caption alt question "
    "answer intro introduction".split()
)


def front_matter_segments(source: str, start: int, end: int) -> Iterator[Segment]:
    """One segment for each prose value in the YAML at `source[start:end]`; YAML that is not well-formed has none."""
    try:
        root = compose(source[start:end])
    except (yaml.YAMLError, ValueError):
        return
    for node in _prose_nodes(root, set()):
        builder = SegmentBuilder(source, "title")
        _add_scalar(builder, source, node, start)
        if segment := builder.build():
            yield segment


def _prose_nodes(node: yaml.Node | None, seen: set[int]) -> Iterator[yaml.ScalarNode]:
    """The values of PROSE_KEYS; aliases make nodes that stand in many places, or in themselves."""
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode):
                if key.value in PROSE_KEYS and value.tag == "tag:yaml.org,2002:str":
                    yield value
            else:
                yield from _prose_nodes(value, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _prose_nodes(item, seen)


def _add_scalar(builder: SegmentBuilder, source: str, node: yaml.ScalarNode, base: int) -> None:
    """Add the value word by word, each at the place where it is written; escapes stand for the whole value."""
    at, end = base + node.start_mark.index, base + node.end_mark.index
    places = []
    for word in re.findall(r"\S+", node.value):
        found = source.find(word, at, end)
        if found < 0:
            builder.add_as(node.value, base + node.start_mark.index, end)
            return
        places.append((found, at := found + len(word)))
    for index, (word_start, word_end) in enumerate(places):
        if index:
            builder.space(places[index - 1][1], word_start)
        builder.add(word_start, word_end)
