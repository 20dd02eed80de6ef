"""YAML with places: reads composed nodes and gathers every problem as `file:line:column: cause`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from inclusivelint.names import did_you_mean, nearest
from inclusivelint.safe_yaml import compose

T = TypeVar("T")
ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class Nodes:
    """One YAML file. Each reading method takes a node and, where it does not fit, notes a problem and goes on."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.path = path
        self.problems = problems

    def compose(self, text: str) -> yaml.Node | None:
        """The root node, or None (with a problem noted) where the text is no YAML or is empty."""
        try:
            root = compose(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
            self.problems.append(f"{self.path}:{place}: not well-formed YAML: {error.problem or error.context}")
            return None
        except yaml.YAMLError as error:
            self.problems.append(f"{self.path}:1:1: not well-formed YAML: {' '.join(str(error).split())}")
            return None
        if root is None:
            self.problems.append(f"{self.path}:1:1: the file is empty")
        return root

    def problem(self, node: yaml.Node, cause: str) -> None:
        """Note what is amiss at `node`."""
        mark = node.start_mark
        self.problems.append(f"{self.path}:{mark.line + 1}:{mark.column + 1}: {cause}")

    def mapping(
        self, node: yaml.Node, allowed: Collection[str], required: Collection[str] = ()
    ) -> dict[str, yaml.Node]:
        """The entries of a mapping; unknown, repeated and missing keys are problems."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, f"expected a mapping with {_listed(sorted(required or allowed))}")
            return {}
        found: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key not in allowed:
                self.problem(key_node, f'unknown key "{key}"{did_you_mean(nearest(str(key), allowed))}')
            elif key in found:
                self.problem(key_node, f'the key "{key}" stands twice')
            else:
                found[key] = value
        for key in sorted(set(required) - set(found)):
            self.problem(node, f'the key "{key}" is missing')
        return found

    def entries(self, node: yaml.Node) -> list[tuple[yaml.Node, yaml.Node]]:
        """The keys and values of a mapping whose keys are names that the file makes up."""
        if isinstance(node, yaml.MappingNode):
            return list(node.value)
        self.problem(node, "expected a mapping of names")
        return []

    def sequence(self, node: yaml.Node, what: str = "a list") -> list[yaml.Node]:
        """The items of a list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        self.problem(node, f"expected {what}")
        return []

    def each(self, node: yaml.Node | None, read: Callable[[yaml.Node], T | None]) -> tuple[T, ...]:
        """What `read` makes of each item, without the items it could not read; nothing where there is no node."""
        items = self.sequence(node) if node is not None else []
        return tuple(value for item in items if (value := read(item)) is not None)

    def text(self, node: yaml.Node) -> str | None:
        """A text that is not empty, white space tidied; a plain `on` or `no` is a word here."""
        if isinstance(node, yaml.ScalarNode) and node.value.strip() and node.tag != "tag:yaml.org,2002:null":
            return " ".join(node.value.split())
        self.problem(node, "expected a text")
        return None

    def texts(self, node: yaml.Node | None) -> tuple[str, ...]:
        """A list of texts."""
        return self.each(node, self.text)

    def choice(self, node: yaml.Node, options: Collection[str]) -> str | None:
        """One of `options`."""
        value = self.text(node)
        if value is not None and value not in options:
            self.problem(
                node, f'"{value}" is none of {_listed(sorted(options))}{did_you_mean(nearest(value, options))}'
            )
            return None
        return value

    def name(self, node: yaml.Node) -> str | None:
        """A name: lower-case words joined by hyphens."""
        name = self.text(node)
        if name is not None and not (re.fullmatch(ID, name) and is_string(node)):
            self.problem(node, f'"{name}" is no id: lower-case words joined by hyphens')
            return None
        return name

    def whole(self, node: yaml.Node) -> int | None:
        """A whole number."""
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:int":
            return int(node.value)
        self.problem(node, "expected a whole number")
        return None

    def count(self, node: yaml.Node) -> int | None:
        """A whole number above 0."""
        value = self.whole(node)
        if value is not None and value < 1:
            self.problem(node, "expected a whole number above 0")
            return None
        return value

    def share(self, node: yaml.Node, other: str = "") -> float | None:
        """A number above 0 and below 1; `other` is what else may stand there, for the message."""
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:float" and 0 < float(node.value) < 1:
            return float(node.value)
        self.problem(node, f"expected a number between 0 and 1{f', or {other}' if other else ''}")
        return None

    def flag(self, node: yaml.Node) -> bool | None:
        """`true` or `false`."""
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:bool":
            return bool(node.value.lower() in ("true", "yes", "on"))
        self.problem(node, "expected true or false")
        return None

    def day(self, node: yaml.Node) -> str | None:
        """A day as `2026-01-31`."""
        text = node.value if isinstance(node, yaml.ScalarNode) else ""
        with suppress(ValueError):
            if len(text) == len("2026-01-31"):
                return date.fromisoformat(text).isoformat()
        self.problem(node, "expected a day, such as 2026-01-31")
        return None

    def plain(self, node: yaml.Node) -> Any:
        """The node as plain Python values, for content that another library defines."""
        if isinstance(node, yaml.MappingNode):
            return {self.plain(key): self.plain(value) for key, value in node.value}
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item) for item in node.value]
        return yaml.safe_load(yaml.serialize(node))


def is_string(node: yaml.Node) -> bool:
    """Whether YAML takes the node for a text, and not for a number, a date or true."""
    return node.tag == "tag:yaml.org,2002:str"


def _listed(names: list[str]) -> str:
    return ", ".join(names)
