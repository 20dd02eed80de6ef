"""The rules of a run: the shipped library and a user's own files, compiled once and cached by content."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, overload

from inclusivelint import __version__
from inclusivelint.errors import RuleError
from inclusivelint.model import Example, Forms, Rule, Severity, Source, Wording

FORMAT = 8
"""Raised whenever the compiled form or what the compiler makes of the same file changes."""

COMPILED = "compiled.json"
SOURCES = "sources.yaml"


def rules_folder() -> Path:
    """The shipped rules: inside the package in a wheel, beside it in a checkout."""
    inside = Path(__file__).parent.parent / "rules"
    return inside if inside.is_dir() else inside.parent.parent / "rules"


def load_rules(extra: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """The shipped rules and those of `extra` (files or folders), sorted by id; a rule of an extra file replaces a
    shipped one of the same id. Raises RuleError with every problem found."""
    folder = rules_folder()
    shipped = _load(rule_files([folder]), [folder / SOURCES], shipped=folder / COMPILED)
    if not extra:
        return shipped
    own = load_files(rule_files(extra))
    replaced = {rule.id for rule in own}
    return tuple(sorted([*own, *(rule for rule in shipped if rule.id not in replaced)], key=lambda rule: rule.id))


def load_files(files: Sequence[Path]) -> tuple[Rule, ...]:
    """The rules of these files alone, sorted by id; they can cite shipped sources and a sources.yaml beside them."""
    beside = sorted({file.parent / SOURCES for file in files if (file.parent / SOURCES).is_file()})
    return _load(files, list(dict.fromkeys([rules_folder() / SOURCES, *beside])))


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """The rule files among `paths`, folders searched; raises RuleError for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                file for file in path.rglob("*.y*ml")
                if file.suffix in (".yaml", ".yml") and file.name not in (SOURCES, "no-change.yaml")
            )  # fmt: skip
        elif path.is_file():
            found.append(path)
        else:
            raise RuleError([f"{path}:1:1: no such rule file or folder"])
    return list(dict.fromkeys(found))


def _load(files: Sequence[Path], sources: Sequence[Path], shipped: Path | None = None) -> tuple[Rule, ...]:
    """Compiled rules: from beside the shipped ones or from the user's cache, or else compiled now and kept there."""
    digest = _digest([*files, *sources])
    if shipped and (rules := _read_compiled(shipped, digest, files)) is not None:
        return rules
    cache = shipped if shipped and os.access(shipped.parent, os.W_OK) else _cache_file(digest)
    if cache and cache != shipped and (rules := _read_compiled(cache, digest, files)) is not None:
        return rules
    rules = compile_rules(files, sources)
    if cache:
        _write(cache, dump(rules, digest, files))
    return rules


def compile_rules(files: Sequence[Path], sources: Sequence[Path]) -> tuple[Rule, ...]:
    """Validate and compile rule files; raises RuleError with every problem of every file."""
    # YAML and the inflection libraries are slow to import, and a run over compiled rules needs neither.
    from inclusivelint.ruleset.format import read_rule_file, read_sources

    problems: list[str] = []
    known: dict[str, Source] = {}
    for path in sources:
        known |= read_sources(path, problems)
    rules: dict[str, Rule] = {}
    for path in files:
        read = read_rule_file(path, known, problems)
        for rule in read.rules if read else ():
            if (other := rules.get(rule.id)) and other.path != rule.path:
                problems.append(f'{rule.path}:{rule.line}:1: the id "{rule.id}" stands in {other.path} already')
            rules[rule.id] = rule
    if problems:
        raise RuleError(problems)
    return tuple(rules[name] for name in sorted(rules))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{FORMAT} {__version__}".encode())
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        digest.update(f"\0{path.name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()


def _cache_file(digest: str) -> Path | None:
    folder = os.environ.get("INCLUSIVELINT_CACHE_DIR")
    if folder is None:
        from platformdirs import user_cache_dir

        folder = user_cache_dir("inclusivelint", appauthor=False)
    return Path(folder) / f"rules-{digest[:32]}.json" if folder else None


def _write(cache: Path, content: str) -> None:
    partial = cache.with_suffix(f".{os.getpid()}.tmp")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(content, encoding="utf-8")
        partial.replace(cache)
    except OSError:
        # A cache that can't be written costs time on the next run and nothing else.
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def dump(rules: Sequence[Rule], digest: str, files: Sequence[Path]) -> str:
    """Compiled rules as lines of JSON, which nothing can be executed from.

    The first line has what every run needs. Two more follow for each rule, which few runs look at: forms and examples.
    """
    sources = {source.key: source for rule in rules for source in rule.sources}
    head = {
        "digest": digest,
        "sources": [[s.key, s.title, s.publisher, s.year, s.url] for s in sources.values()],
        "rules": [_dump_rule(rule, files) for rule in rules],
    }
    details = (line for rule in rules for line in (rule.forms.text, _compact(list(rule.examples))))
    return "\n".join([_compact(head), *(str(line) for line in details)])


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _dump_rule(rule: Rule, files: Sequence[Path]) -> dict[str, Any]:
    plain = {name: getattr(rule, name) for name in Rule.__slots__ if name != "examples"}
    return plain | {
        "severity": rule.severity.label,
        "sources": [source.key for source in rule.sources],
        "forms": rule.forms.anchors,
        # Compiled rules move from one machine to another; their files do not.
        "path": list(map(str, files)).index(rule.path),
    }


class _Examples(Sequence[Example]):
    """Examples as JSON: only `explain` and the tests of rules ever look at them."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    @cached_property
    def _values(self) -> list[Example]:
        return list(map(Example._make, json.loads(self._text)))

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Example]: ...
    def __getitem__(self, index: int | slice) -> Example | Sequence[Example]:
        return self._values[index]


def _read_compiled(path: Path, digest: str, files: Sequence[Path]) -> tuple[Rule, ...] | None:
    """The rules in a compiled file, or None when it is missing, stale, foreign or damaged."""
    try:
        head, *details = path.read_bytes().split(b"\n")
        data = json.loads(head)
        if data["digest"] != digest or len(details) != 2 * len(data["rules"]):
            return None
        sources = {row[0]: Source(*row) for row in data["sources"]}
        rows = zip(data["rules"], details[::2], details[1::2], strict=True)
        for row in data["rules"]:
            row["path"] = str(files[row["path"]])
        return tuple(_load_rule(row, sources, forms, examples) for row, forms, examples in rows)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None


def _load_rule(row: dict[str, Any], sources: dict[str, Source], forms: bytes, examples: bytes) -> Rule:
    row["severity"] = Severity.parse(row["severity"])
    row["sources"] = tuple(sources[key] for key in row["sources"])
    row["forms"] = Forms(row["forms"], forms)
    row["suggestions"] = tuple(Wording(*pair) for pair in row["suggestions"])
    row["patterns"] = tuple(map(tuple, row["patterns"]))
    row["needed"] = tuple(tuple(map(tuple, words)) for words in row["needed"])
    row["examples"] = _Examples(examples)
    for name in ("unless", "when", "aliases", "false_positives", "tags"):
        row[name] = tuple(row[name])
    return Rule(**row)
