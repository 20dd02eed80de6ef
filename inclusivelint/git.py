"""Questions to git."""

from __future__ import annotations

import subprocess
from pathlib import Path

from inclusivelint.errors import ConfigError


def git(purpose: str, folder: Path, *args: str, given: bytes = b"") -> bytes:
    """What `git args` prints in `folder`; raises ConfigError with the `purpose` and git's complaint."""
    try:
        done = subprocess.run(["git", *args], cwd=folder, input=given, capture_output=True, check=False)
    except OSError as error:
        raise ConfigError(f"{purpose}: git can't be run in {folder}: {error.strerror or error}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["git failed"]
        raise ConfigError(f"{purpose}: {said[0].removeprefix('fatal: ')}")
    return done.stdout


def try_git(folder: Path, *args: str) -> bytes | None:
    """What `git args` prints in `folder`, or None where it fails."""
    try:
        return git("", folder, *args)
    except ConfigError:
        return None
