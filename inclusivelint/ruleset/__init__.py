"""The rules of a run: the shipped library and a user's own files, compiled once and cached by content."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from inclusivelint import __version__
from inclusivelint.errors import RuleError
from inclusivelint.model import Rule, Source
from inclusivelint.ruleset.compiled import dump, read_compiled
from inclusivelint.ruleset.packs import PACKS
from inclusivelint.ruleset.plugins import installed_plugins

FORMAT = 26
"""Raised whenever the compiled form or what the compiler makes of the same file changes."""

COMPILED = "compiled.json"
SOURCES = "sources.yaml"
GROUPS = "groups.yaml"
DOCUMENTS = "documents.yaml"
"""Kinds of documents and sets of members, for the rules beside it."""
CONDITIONS = "conditions.yaml"
"""Names for conditions, for the rules beside it."""
NO_CHANGE = "no-change.yaml"
SPELLINGS = "spellings.yaml"
NO_RULES = (SOURCES, DOCUMENTS, CONDITIONS, PACKS)
"""Files in a folder of rules that hold something else."""
ONLY_SHIPPED = (GROUPS, NO_CHANGE, SPELLINGS)
"""Such files of which there is only the shipped one."""
SHARED = (SOURCES, DOCUMENTS, CONDITIONS, GROUPS, SPELLINGS)
"""Such files that say what rules mean."""


def rules_folder() -> Path:
    """The shipped rules: inside the package in a wheel, beside it in a checkout."""
    inside = Path(__file__).parent.parent / "rules"
    return (inside if inside.is_dir() else inside.parent.parent / "rules").resolve()


class Layer(NamedTuple):
    """Rules from one place. Of one id, the rule of the last layer counts."""

    name: str
    paths: tuple[Path, ...]
    rules: tuple[Rule, ...]


def load_layers(extra: Sequence[Path] = ()) -> list[Layer]:
    """The shipped rules, those of installed rule packs, and those of `extra` (files or folders), in this order.

    Raises RuleError with every problem found.
    """
    folder = rules_folder()
    shipped = _load(rule_files([folder]), [folder / SOURCES], [folder / DOCUMENTS], shipped=folder / COMPILED)
    layers = [Layer("shipped", (folder,), shipped)]
    for plugin in installed_plugins():
        rules = load_files(rule_files(plugin.paths))
        layers.append(Layer(f"pack {plugin.name} ({plugin.distribution})", plugin.paths, rules))
    if extra:
        layers.append(Layer("rule-paths", tuple(extra), load_files(rule_files(extra))))
    return layers


def merged(layers: Iterable[Layer]) -> tuple[Rule, ...]:
    """The rules of all layers, sorted by id, each id once: the last layer's."""
    rules = {rule.id: rule for layer in layers for rule in layer.rules}
    return tuple(rules[name] for name in sorted(rules))


def load_rules(extra: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """The rules of all layers (see `load_layers`), sorted by id. Raises RuleError with every problem found."""
    return merged(load_layers(extra))


def with_suggestions(rules: Sequence[Rule], worded: Mapping[str, Sequence[str]]) -> tuple[Rule, ...]:
    """The rules, with these suggestions (by id) in place of their own, inflected as their phrases are."""
    files = [Path(path) for path in sorted({rule.path for rule in rules if rule.id in worded})]
    changed = {
        rule.id: rule for rule in _load(files, _shared(files, SOURCES), _shared(files, DOCUMENTS), worded=worded)
    }
    return tuple(changed.get(rule.id, rule) for rule in rules)


def rules_digest(extra: Sequence[Path] = ()) -> str:
    """Changes whenever one of the files changes that `load_rules(extra)` reads."""
    packs = [path for plugin in installed_plugins() for path in plugin.paths]
    files = [*rule_files([rules_folder()]), *rule_files(packs), *rule_files(extra)]
    folders = {file.parent for file in files} | {rules_folder()}
    return _digest([*files, *sorted(folder / name for folder in folders for name in SHARED)])


def load_files(files: Sequence[Path]) -> tuple[Rule, ...]:
    """The rules of these files alone, sorted by id; they can use what is shipped as sources and kinds of documents, and
    a sources.yaml, a documents.yaml and a conditions.yaml beside them."""
    return _load(files, _shared(files, SOURCES), _shared(files, DOCUMENTS))


def _shared(files: Sequence[Path], name: str) -> list[Path]:
    """The shipped file of this name and those beside rule files."""
    shipped = rules_folder() / name
    beside = sorted({file.parent / name for file in files if (file.parent / name).is_file()})
    return [shipped, *(file for file in beside if file.resolve() != shipped)]


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """The rule files among `paths`, folders searched; raises RuleError for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                file for file in path.rglob("*.y*ml")
                if file.suffix in (".yaml", ".yml") and not holds_no_rules(file)
            )  # fmt: skip
        elif path.is_file():
            found.append(path)
        else:
            raise RuleError([f"{path}:1:1: no such rule file or folder"])
    return list(dict.fromkeys(found))


def holds_no_rules(file: Path) -> bool:
    """Whether a YAML file in a folder of rules holds something else, by its name."""
    return file.name in NO_RULES or (file.name in ONLY_SHIPPED and file.parent.resolve() == rules_folder())


def category_title(rule: Rule) -> str:
    """The title of the category, as the file of `rule` gives it."""
    with open(rule.path, encoding="utf-8") as file:  # noqa: PTH123
        title = next((line.partition(":")[2] for line in file if line.startswith("title:")), "")
    return title.strip().strip("\"'") or rule.category


def _load(
    files: Sequence[Path],
    sources: Sequence[Path],
    documents: Sequence[Path],
    *,
    shipped: Path | None = None,
    worded: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Rule, ...]:
    """Compiled rules: from beside the shipped ones or from the user's cache, or else compiled now and kept there."""
    lexicons = [*_shared(files, CONDITIONS), *(rules_folder() / name for name in (GROUPS, SPELLINGS))]
    digest = _digest([*files, *sources, *documents, *lexicons], repr(sorted(worded.items())) if worded else "")
    if shipped and (rules := read_compiled(shipped, digest, files)) is not None:
        return rules
    cache = shipped if shipped and os.access(shipped.parent, os.W_OK) else _cache_file(digest)
    if cache and cache != shipped and (rules := read_compiled(cache, digest, files)) is not None:
        return rules
    rules = compile_rules(files, sources, documents, worded)
    if cache:
        _write(cache, dump(rules, digest, files))
    return rules


def compile_rules(
    files: Sequence[Path],
    sources: Sequence[Path],
    documents: Sequence[Path] = (),
    worded: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Rule, ...]:
    """Validate and compile rule files; raises RuleError with every problem of every file.

    With `worded`, only the rules that it names, with those suggestions in place of their own.
    """
    # YAML and the inflection libraries are slow to import, and a run over compiled rules needs neither.
    from inclusivelint.ruleset.checks import read_documents
    from inclusivelint.ruleset.conditions import read_named
    from inclusivelint.ruleset.format import read_rule_file, read_sources, read_utf8
    from inclusivelint.ruleset.groups import read_groups

    problems: list[str] = []
    known: dict[str, Source] = {}
    for path in sources:
        known |= read_sources(path, problems)
    vocabulary = read_documents(documents, known, problems)
    vocabulary = vocabulary._replace(conditions=read_named(_shared(files, CONDITIONS), vocabulary, problems))
    lexicon = rules_folder() / GROUPS
    groups = read_groups(lexicon, read_utf8(lexicon, problems), problems)
    rules: dict[str, Rule] = {}
    for path in files:
        read = read_rule_file(path, known, groups, problems, vocabulary, worded)
        for rule in read.rules if read else ():
            if (other := rules.get(rule.id)) and other.path != rule.path:
                problems.append(f'{rule.path}:{rule.line}:1: the id "{rule.id}" stands in {other.path} already')
            rules[rule.id] = rule
    if problems:
        raise RuleError(sorted_problems(problems))
    return tuple(rules[name] for name in sorted(rules))


def sorted_problems(problems: Iterable[str]) -> list[str]:
    """Problems by file, line and column, with which each begins."""

    def place(problem: str) -> tuple[str, int, int]:
        found = re.match(r"(.*?):(\d+):(\d+): ", problem)
        return (found[1], int(found[2]), int(found[3])) if found else (problem, 0, 0)

    return sorted(problems, key=place)


def _digest(paths: Iterable[Path], variant: str = "") -> str:
    digest = hashlib.sha256(f"{FORMAT} {__version__} {variant}".encode())
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


def _write(cache: Path, content: bytes) -> None:
    partial = cache.with_suffix(f".{os.getpid()}.tmp")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(content)
        partial.replace(cache)
    except OSError:
        # A cache that can't be written costs time on the next run and nothing else.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
