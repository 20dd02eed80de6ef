"""The real command line in a process of its own, as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.helpers import rule, write_rules

CALM = {
    name: value
    for name, value in os.environ.items()
    if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONPATH", "PYTHONUNBUFFERED") and name[:4] != "GIT_"
}
"""The environment without what would change a report, or lead git elsewhere."""


GIT = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_DATE": "2020-01-01T00:00:00Z",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}
"""A git that nobody has configured."""


def git(folder: Path, *args: str) -> str:
    """What git says; it must succeed."""
    done = subprocess.run(["git", *args], cwd=folder, env={**CALM, **GIT}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(folder: Path, message: str = "Change") -> str:
    """Commit everything; the new commit's id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD").strip()


class Outcome(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        """A report in JSON."""
        return json.loads(self.out)

    @property
    def words(self) -> list[str]:
        """The words that a report in JSON has found."""
        return [finding["text"] for finding in self.report["findings"]]


def run(*args: str | Path, cwd: Path, stdin: str | bytes = b"", env: Mapping[str, str] | None = None) -> Outcome:
    """What a command says and returns; never a traceback."""
    completed = subprocess.run(
        [sys.executable, "-m", "inclusivelint", *args],
        cwd=cwd,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env={**CALM, **(env or {})},
        timeout=120,
        check=False,
    )
    outcome = Outcome(completed.returncode, completed.stdout.decode(), completed.stderr.decode())
    assert "Traceback" not in outcome.err, outcome.err
    return outcome


def write_team_rules(folder: Path) -> Path:
    """Rules of three severities: team/red on "redword", team/amber on "amberword", team/grey on "greyword"."""
    severities = {"red": "error", "amber": "warning", "grey": "suggestion"}
    rules = [rule(name, severity=severity, phrases=[f"{name}word"]) for name, severity in severities.items()]
    return write_rules(folder, *rules, category="team")


FOUND = "Welcome, wheelchair-bound guests.\n"
CLEAN = "Welcome, guests.\n"

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such files")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
