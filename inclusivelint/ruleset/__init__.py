"""The rules of a run: the shipped library and a user's own files, compiled once and cached by content."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from inclusivelint import __version__
from inclusivelint.errors import RuleError
from inclusivelint.model import Rule, Source
from inclusivelint.ruleset.compiled import dump, read_compiled

FORMAT = 17
"""Raised whenever the compiled form or what the compiler makes of the same file changes."""

COMPILED = "compiled.json"
SOURCES = "sources.yaml"
GROUPS = "groups.yaml"
DOCUMENTS = "documents.yaml"
"""Kinds of documents and sets of members, for the rules beside it."""
_NO_RULES = (SOURCES, GROUPS, DOCUMENTS, "no-change.yaml")


def rules_folder() -> Path:
    """The shipped rules: inside the package in a wheel, beside it in a checkout."""
    inside = Path(__file__).parent.parent / "rules"
    return inside if inside.is_dir() else inside.parent.parent / "rules"


def load_rules(extra: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """The shipped rules and those of `extra` (files or folders), sorted by id; a rule of an extra file replaces a
    shipped one of the same id. Raises RuleError with every problem found."""
    folder = rules_folder()
    shipped = _load(rule_files([folder]), [folder / SOURCES], [folder / DOCUMENTS], shipped=folder / COMPILED)
    if not extra:
        return shipped
    own = load_files(rule_files(extra))
    replaced = {rule.id for rule in own}
    return tuple(sorted([*own, *(rule for rule in shipped if rule.id not in replaced)], key=lambda rule: rule.id))


def rules_digest(extra: Sequence[Path] = ()) -> str:
    """Changes whenever one of the files changes that `load_rules(extra)` reads."""
    files = [*rule_files([rules_folder()]), *rule_files(extra)]
    folders = {file.parent for file in files} | {rules_folder()}
    return _digest([*files, *sorted(folder / name for folder in folders for name in (SOURCES, DOCUMENTS))])


def load_files(files: Sequence[Path]) -> tuple[Rule, ...]:
    """The rules of these files alone, sorted by id; they can use what is shipped as sources and kinds of documents, and
    a sources.yaml and a documents.yaml beside them."""
    return _load(files, _shared(files, SOURCES), _shared(files, DOCUMENTS))


def _shared(files: Sequence[Path], name: str) -> list[Path]:
    """The shipped file of this name and those beside rule files."""
    beside = sorted({file.parent / name for file in files if (file.parent / name).is_file()})
    return list(dict.fromkeys([rules_folder() / name, *beside]))


def rule_files(paths: Iterable[Path]) -> list[Path]:
    """The rule files among `paths`, folders searched; raises RuleError for a path that is not there."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                file for file in path.rglob("*.y*ml")
                if file.suffix in (".yaml", ".yml") and file.name not in _NO_RULES
            )  # fmt: skip
        elif path.is_file():
            found.append(path)
        else:
            raise RuleError([f"{path}:1:1: no such rule file or folder"])
    return list(dict.fromkeys(found))


def _load(
    files: Sequence[Path], sources: Sequence[Path], documents: Sequence[Path], shipped: Path | None = None
) -> tuple[Rule, ...]:
    """Compiled rules: from beside the shipped ones or from the user's cache, or else compiled now and kept there."""
    digest = _digest([*files, *sources, *documents, rules_folder() / GROUPS])
    if shipped and (rules := read_compiled(shipped, digest, files)) is not None:
        return rules
    cache = shipped if shipped and os.access(shipped.parent, os.W_OK) else _cache_file(digest)
    if cache and cache != shipped and (rules := read_compiled(cache, digest, files)) is not None:
        return rules
    rules = compile_rules(files, sources, documents)
    if cache:
        _write(cache, dump(rules, digest, files))
    return rules


def compile_rules(files: Sequence[Path], sources: Sequence[Path], documents: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """Validate and compile rule files; raises RuleError with every problem of every file."""
    # YAML and the inflection libraries are slow to import, and a run over compiled rules needs neither.
    from inclusivelint.ruleset.checks import read_documents
    from inclusivelint.ruleset.format import read_rule_file, read_sources, read_utf8
    from inclusivelint.ruleset.groups import read_groups

    problems: list[str] = []
    known: dict[str, Source] = {}
    for path in sources:
        known |= read_sources(path, problems)
    vocabulary = read_documents(documents, known, problems)
    lexicon = rules_folder() / GROUPS
    groups = read_groups(lexicon, read_utf8(lexicon, problems), problems)
    rules: dict[str, Rule] = {}
    for path in files:
        read = read_rule_file(path, known, groups, problems, vocabulary)
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
