"""The hook that .pre-commit-hooks.yaml offers, run by pre-commit in a repository of its own."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.commands import CALM, GIT

MANIFEST = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"
FOUND = "The venue welcomes wheelchair-bound guests.\n"
CLEAN = "The venue welcomes guests who use wheelchairs.\n"


class Repository:
    """A git repository with the hook as a local one, which differs only in where the command is installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**CALM, **GIT, "PRE_COMMIT_HOME": str(folder.parent / "home")}
        (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
        self.hook = hook
        scripts = Path(sysconfig.get_path("scripts"))
        local = {**hook, "language": "system", "entry": str(scripts / hook["entry"])}
        config = {"repos": [{"repo": "local", "hooks": [local]}]}
        folder.mkdir()
        self.git("init", "--quiet")
        self.write(".pre-commit-config.yaml", yaml.safe_dump(config))

    def git(self, *args: str) -> subprocess.CompletedProcess[str]:
        command = ["git", *args]
        return subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=60, check=False
        )

    def write(self, name: str, content: str) -> None:
        """Write a file and stage it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        assert self.git("add", name).returncode == 0

    def pre_commit(self, *args: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pre_commit", *args]
        done = subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_the_manifest_is_valid(repository: Repository) -> None:
    assert repository.pre_commit("validate-manifest", str(MANIFEST)) == (0, "")
    assert repository.pre_commit("validate-config") == (0, "")


def test_the_entry_is_a_command_of_the_package() -> None:
    (hook,) = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert (hook["id"], hook["language"], hook["entry"]) == ("inclusivelint", "python", "inclusivelint check")
    assert hook["require_serial"]


def test_a_commit_is_stopped_by_a_finding_and_passes_without(repository: Repository) -> None:
    assert repository.pre_commit("install")[0] == 0
    repository.write("docs/welcome.md", FOUND)
    repository.write("clean.txt", CLEAN)
    stopped = repository.git("commit", "--message", "Welcome")
    output = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1
    assert "docs/welcome.md:1:20: warning disability/wheelchair-bound" in output
    assert "1 finding (1 warning) in 1 of 2 files" in output
    repository.write("docs/welcome.md", CLEAN)
    passed = repository.git("commit", "--message", "Welcome")
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_only_documents_are_passed_to_the_hook(repository: Repository) -> None:
    repository.write("code.py", f"# {FOUND}")
    code, output = repository.pre_commit("run", "--all-files")
    assert code == 0
    assert "no files to check" in output
    for name in ("a.md", "a.txt"):
        repository.write(name, FOUND)
        code, output = repository.pre_commit("run", "--files", name)
        assert (code, f"{name}:1:20: warning" in output) == (1, True)


def test_an_excluded_file_that_pre_commit_passes_does_not_fail(repository: Repository) -> None:
    repository.write(".inclusivelint.toml", 'exclude = ["vendor/"]\n')
    repository.write("vendor/a.md", FOUND)
    assert repository.pre_commit("run", "--files", "vendor/a.md")[0] == 0
    repository.write("b.md", FOUND)
    code, output = repository.pre_commit("run", "--all-files")
    assert code == 1
    assert "b.md:1:20" in output
    assert "vendor/a.md:1" not in output


def test_many_files_are_one_report(repository: Repository) -> None:
    for number in range(60):
        repository.write(f"docs/{number}-{'long' * 20}.md", FOUND)
    code, output = repository.pre_commit("run", "--all-files")
    assert code == 1
    assert output.count("60 findings (60 warnings) in 60 of 60 files") == 1
