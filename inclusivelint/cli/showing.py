"""`inclusivelint check --show-config`: what is configured, and which layer says so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from inclusivelint.config import Config
from inclusivelint.configtables import Override, RuleSettings
from inclusivelint.model import Severity
from inclusivelint.project import Project

_BY_PATTERN = ("per_file_ignores", "keys", "document_kind")
"""Tables of patterns of files."""
_ELSEWHERE = ("path", "root", "names", "rules", "overrides", "language", *_BY_PATTERN)


def lines_of(project: Project, options: Mapping[str, object]) -> Iterator[str]:
    """The layers of rules, the values of all keys with their origin, and how many rules are on.

    `options` are those of the command line that stand in place of a key.
    """
    config = project.config
    yield "# Rules, in layers: of one id, the last layer's rule counts."
    seen: set[str] = set()
    for layer in project.layers:
        ids = {rule.id for rule in layer.rules}
        again = f", {len(ids & seen)} in place of earlier ones" if ids & seen else ""
        yield f"#   {layer.name}: {len(ids)} rules{again}; {', '.join(map(str, layer.paths))}"
        seen |= ids
    off = sum(bool(rule.preference) or not rule.default for rule in project.rules)
    yield f"#   on: {len(project.linter().rules)} of {len(seen)}; {off} are off until they are chosen"
    yield "#"
    yield "# Settings: the defaults, then the configuration, then the command line."
    yield f"#   {config.path or 'no configuration file'}"
    yield ""
    yield from _keys(config, options, project)
    if config.language:
        yield from ("", "[language]", *(f"{_key(name)} = {_shown(order)}" for name, order in config.language))
    yield from _rules(config.rules, "rules")
    for field in _BY_PATTERN:
        if table := getattr(config, field):
            yield from ("", f"[{field.replace('_', '-')}]")
            yield from (f"{_shown(pattern)} = {_shown(values)}" for pattern, values in table)
    for override in config.overrides:
        yield from _override(override)


def _keys(config: Config, options: Mapping[str, object], project: Project) -> Iterator[str]:
    default = Config(path=None, root=Path())
    chosen = {"select": project.select, "extend-select": project.extend_select, "ignore": project.ignore}
    for field in Config._fields:
        if field in _ELSEWHERE:
            continue
        key, value = field.replace("_", "-"), getattr(config, field)
        origin = "default" if value == getattr(default, field) else "configuration"
        if options.get(key):
            value, origin = options[key], "command line"
        if names := chosen.get(key):
            value = names if key == "select" else (*value, *names)
            origin = "command line" if key == "select" or origin == "default" else "configuration, command line"
        if field == "max_size":
            value = f"{value / 1_000_000:.6f}".rstrip("0").rstrip(".") + " MB"
        if value is None and key != "fail-on":
            yield f"# {key} is not set"
        else:
            yield f"{key} = {_shown('never' if value is None else value)}  # {origin}"


def _rules(rules: tuple[RuleSettings, ...], table: str) -> Iterator[str]:
    for settings in rules:
        yield ""
        yield f"[{table}.{_key(settings.name)}]"
        yield from _fields(settings._asdict(), skip=("name", "layer"))


def _override(override: Override) -> Iterator[str]:
    yield from ("", "[[overrides]]")
    yield from _fields(override._asdict(), skip=("language", "rules"))
    if override.language:
        yield "[overrides.language]"
        yield from (f"{_key(name)} = {_shown(order)}" for name, order in override.language)
    yield from _rules(override.rules, "overrides.rules")


def _fields(values: Mapping[str, Any], skip: tuple[str, ...]) -> Iterator[str]:
    for field, value in values.items():
        if field not in skip and value not in (None, ()):
            yield f"{field.replace('_', '-')} = {_shown(value)}"


def _key(name: str) -> str:
    return name if name.replace("-", "").isalnum() and name.isascii() else _shown(name)


def _shown(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, Severity):
        return f'"{value.label}"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, Path):
        value = str(value)
    return json.dumps(value, ensure_ascii=False, default=str)
