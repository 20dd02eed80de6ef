"""The baseline: findings that stood when a project began, one a line, so that only new ones are reported.

A line is a JSON list of path, rule and fingerprint, sorted; paths are relative to the file's folder. Lines have no
commas between them and no totals above, so that what two branches add or remove merges.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint.errors import ConfigError
from inclusivelint.model import Finding

FILE_NAME = ".inclusivelint-baseline.jsonl"
"""What a baseline is called when nobody says otherwise."""

_VERSION = 1
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Entry(NamedTuple):
    """A finding that stands. Fingerprints tell repeats within a document apart."""

    path: str
    rule: str
    fingerprint: str


class Matched(NamedTuple):
    """Findings against a baseline: those that are not in it, the entries that stand, and those found no longer."""

    new: list[Finding]
    standing: list[Entry]
    fixed: list[Entry]


def entries_of(findings: Iterable[Finding], folder: Path) -> list[Entry]:
    """An entry for each finding; `folder` is where the baseline lies."""
    return [Entry(place(finding.path, folder), finding.rule.id, finding.fingerprint) for finding in findings]


def place(path: str, folder: Path) -> str:
    """A document's path as a baseline in `folder` names it."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # on another drive
        relative = os.path.abspath(path)  # noqa: PTH100
    return relative.replace(os.sep, "/")


def match(findings: Sequence[Finding], entries: Sequence[Entry], folder: Path, checked: Collection[str]) -> Matched:
    """Compare findings with the entries of a baseline in `folder`. `checked` are the documents the findings are from.

    An entry stands for one finding of its document. When its document was checked without it, or is gone, it stands for
    the same sentence elsewhere, since documents are renamed and parts of them moved.
    """
    left = {(entry.path, entry.fingerprint): entry for entry in entries}
    standing, elsewhere = [], []
    for finding, found in zip(findings, entries_of(findings, folder), strict=True):
        if left.pop((found.path, found.fingerprint), None):
            standing.append(found)
        else:
            elsewhere.append((finding, found))
    seen = {place(path, folder) for path in checked}
    free = [entry for entry in left.values() if entry.path in seen or not (folder / entry.path).exists()]
    movable = Counter(entry.fingerprint for entry in free)
    new = []
    moved: Counter[str] = Counter()
    for finding, found in elsewhere:
        if moved[found.fingerprint] < movable[found.fingerprint]:
            moved[found.fingerprint] += 1
            standing.append(found)
        else:
            new.append(finding)
    fixed = []
    for entry in free:
        if moved[entry.fingerprint]:
            moved[entry.fingerprint] -= 1
        else:
            fixed.append(entry)
    untouched = [entry for entry in left.values() if entry not in set(free)]
    return Matched(new, standing + untouched, fixed)


def read(path: Path) -> list[Entry]:
    """The entries of a baseline; raises ConfigError with file, line and cause."""
    try:
        text = path.read_bytes().decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such baseline; make one with: inclusivelint baseline") from error
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    return parse(text, str(path))


def parse(text: str, name: str) -> list[Entry]:
    """The entries in a baseline's text; raises ConfigError, in which `name` is the file's."""
    seen: dict[Entry, int] = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        if line.startswith(_CONFLICT):
            raise ConfigError(f"{name}:{number}: a merge conflict; keep the lines of both sides, each once")
        value = _value(line)
        if number == 1:
            version = value.get("inclusivelint-baseline") if isinstance(value, dict) else None
            if version != _VERSION:
                raise ConfigError(
                    f"{name}:1: not a baseline that this version can read; make it anew with: inclusivelint baseline"
                )
            continue
        if not (isinstance(value, list) and len(value) == 3 and all(isinstance(item, str) for item in value)):
            raise ConfigError(f'{name}:{number}: an entry is a line ["path", "rule", "fingerprint"]')
        entry = Entry(*value)
        if entry in seen:
            raise ConfigError(f"{name}:{number}: this entry stands on line {seen[entry]} already; one of them can go")
        seen[entry] = number
    return list(seen)


def _value(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Write a baseline in one step; raises ConfigError."""
    lines = [json.dumps({"inclusivelint-baseline": _VERSION})]
    lines += [json.dumps(entry, ensure_ascii=False) for entry in sorted(entries)]
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
