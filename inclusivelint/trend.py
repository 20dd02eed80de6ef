"""Findings over time: the versions of a baseline or of a JSON report that git remembers."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint.baseline import parse
from inclusivelint.config import Config, relative_to
from inclusivelint.documents import SUFFIXES, decode
from inclusivelint.errors import ConfigError, DocumentError
from inclusivelint.git import git
from inclusivelint.model import Failure

_FOR = "trend"
_BLOBS = 500  # so many documents are in memory at a time


class Point(NamedTuple):
    """What stood at a commit: findings by category, in so many words of documents."""

    commit: str
    date: str
    words: int
    findings: Mapping[str, int]

    def rate(self, *categories: str) -> float:
        """Findings per 1,000 words, of these categories or of all."""
        count = sum(self.findings.get(each, 0) for each in categories) if categories else sum(self.findings.values())
        return 1000 * count / self.words if self.words else 0.0


def history(path: Path, config: Config, *, since: str | None, most: int) -> Iterator[Point | Failure]:
    """The last `most` versions of the file at `path`, oldest first; those that can't be read are failures.

    A report counts its words itself. A baseline doesn't, so the documents around it are counted as they were then.
    `since` is a date as git understands it. Raises ConfigError.
    """
    folder = path.absolute().parent
    if not folder.is_dir():
        raise ConfigError(f"{_FOR}: there is no folder {folder}")
    top = os.fsdecode(git(_FOR, folder, "rev-parse", "--show-toplevel").removesuffix(b"\n"))
    dates = [f"--since={since}"] if since else []
    log = git(_FOR, folder, "log", "--first-parent", "--format=%H %cs", f"--max-count={most}", *dates, "--", path.name)
    words = _Words(folder, Path(top), config)
    for line in reversed(log.decode().splitlines()):
        commit, date = line.split()
        try:
            text = git(_FOR, folder, "show", f"{commit}:./{path.name}").decode("utf-8", "replace")
            report_words, findings = _read(text, path.name)
        except ConfigError as error:
            yield Failure(f"{path} in {commit[:10]}", str(error))
            continue
        yield Point(commit, date, words.at(commit) if report_words is None else report_words, findings)


def _read(text: str, name: str) -> tuple[int | None, Counter[str]]:
    """The words that a file tells of, and its findings by category; raises ConfigError."""
    if text.startswith('{"inclusivelint-baseline"'):
        return None, Counter(entry.rule.partition("/")[0] for entry in parse(text, name))
    try:
        report = json.loads(text)
        words = int(report["summary"]["words"])
        return words, Counter(str(finding["category"]) for finding in report["findings"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ConfigError("neither a baseline nor a report in JSON") from error


class _Words:
    """Counts the words of all documents below a folder at a commit; each version of a document once."""

    def __init__(self, folder: Path, top: Path, config: Config) -> None:
        from inclusivelint.gitignore import Patterns  # slow to load, and --help lists every command

        self._folder = folder
        self._top = top
        self._root = config.root
        self._exclude = Patterns(config.exclude)
        self._counted: dict[str, int] = {}

    def at(self, commit: str) -> int:
        listed = git(_FOR, self._folder, "ls-tree", "-r", "-z", "--full-name", commit, "--", ".")
        blobs = []
        for entry in filter(None, listed.split(b"\0")):
            about, _, name = entry.partition(b"\t")
            path = self._top / os.fsdecode(name)
            if path.suffix.lower() in SUFFIXES and not self._is_excluded(path):
                blobs.append(about.split()[2].decode())
        self._count([blob for blob in dict.fromkeys(blobs) if blob not in self._counted])
        return sum(self._counted[blob] for blob in blobs)

    def _is_excluded(self, path: Path) -> bool:
        relative = relative_to(path, self._root)
        return bool(relative and self._exclude.ignoring(relative, folder=False))

    def _count(self, blobs: Sequence[str]) -> None:
        for start in range(0, len(blobs), _BLOBS):
            some = blobs[start : start + _BLOBS]
            contents = git(_FOR, self._folder, "cat-file", "--batch", given="\n".join(some).encode() + b"\n")
            at = 0
            for blob in some:
                line_end = contents.index(b"\n", at)
                # "<id> blob <size>", or "<id> missing" in a clone that left documents out
                size = int(contents[at:line_end].split()[2]) if contents[at:line_end].count(b" ") == 2 else -1
                self._counted[blob] = _words(contents[line_end + 1 : line_end + 1 + max(size, 0)])
                at = line_end + 1 + (size + 1 if size >= 0 else 0)


def _words(data: bytes) -> int:
    try:
        return len(decode(data).split())
    except DocumentError:
        return 0
