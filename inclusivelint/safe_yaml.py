"""YAML as nodes that know their places, by the fast parser, and safe from texts made to end the process."""

from __future__ import annotations

import yaml

DEEPEST = 50


def compose(text: str) -> yaml.Node | None:
    """The root node of a text, None for an empty one; raises yaml.YAMLError where it is malformed or too deep."""
    # The C parser where it is there; both keep places as indices into the text.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                # The C parser's recursion over what is nested deeper would overflow its stack.
                raise yaml.YAMLError("nested too deeply")
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):  # PyYAML 6.0.4 and later look ahead, and have a limit of their own
            raise yaml.YAMLError("nested too deeply") from error
        raise
    return yaml.compose(text, Loader=loader)
