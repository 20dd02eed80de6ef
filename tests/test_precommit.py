"""The hook that .pre-commit-hooks.yaml offers, run by pre-commit in a repository of its own."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.commands import CALM, GIT, run

MANIFEST = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"
FOUND = "The venue welcomes wheelchair-bound guests.\n"
CLEAN = "The venue welcomes guests who use wheelchairs.\n"


HOOKS = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))}


class Repository:
    """A git repository with hooks as local ones, which differ only in where the command is installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {**CALM, **GIT, "PRE_COMMIT_HOME": str(folder.parent / "home")}
        folder.mkdir()
        self.git("init", "--quiet")
        self.use("inclusivelint")

    def use(self, *names: str, **keys: object) -> None:
        """Configure hooks of the manifest, each with these keys."""
        scripts = Path(sysconfig.get_path("scripts"))
        local = [
            {**HOOKS[name], "language": "system", "entry": str(scripts / HOOKS[name]["entry"]), **keys}
            for name in names
        ]
        config = {"repos": [{"repo": "local", "hooks": local}]}
        self.write(".pre-commit-config.yaml", yaml.safe_dump(config))

    def git(self, *args: str) -> subprocess.CompletedProcess[str]:
        command = ["git", *args]
        return subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=300, check=False
        )

    def commit(self, message: str) -> tuple[int, str]:
        """Commit what is staged: the exit code, and what the hooks said."""
        done = self.git("commit", "--message", message)
        return done.returncode, done.stdout + done.stderr

    def write(self, name: str, content: str) -> None:
        """Write a file and stage it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        assert self.git("add", name).returncode == 0

    def pre_commit(self, *args: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "pre_commit", *args]
        done = subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=300, check=False
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_the_manifest_is_valid(repository: Repository) -> None:
    assert repository.pre_commit("validate-manifest", str(MANIFEST)) == (0, "")
    assert repository.pre_commit("validate-config") == (0, "")


@pytest.mark.parametrize("name", HOOKS)
def test_the_entry_is_a_command_of_the_package(name: str) -> None:
    hook = HOOKS[name]
    assert hook["language"] == "python"
    assert hook["entry"] in ("inclusivelint check", "inclusivelint check --fix")
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


def test_staged_content_is_what_is_checked(repository: Repository) -> None:
    repository.pre_commit("install")
    repository.write("a.md", CLEAN)
    (repository.folder / "a.md").write_text(FOUND, encoding="utf-8")
    assert repository.commit("Clean as staged")[0] == 0
    repository.git("add", "a.md")
    (repository.folder / "a.md").write_text(CLEAN, encoding="utf-8")
    code, output = repository.commit("Found as staged")
    assert (code, "a.md:1:20: warning" in output) == (1, True)


def test_a_baseline_lets_old_text_pass_and_since_reports_changed_lines(repository: Repository) -> None:
    repository.pre_commit("install")
    repository.write("old.md", f"{FOUND}\n{CLEAN}")
    repository.write("older.md", FOUND)
    for args in ([], ["--since", "HEAD"]):
        if args:
            repository.git("commit", "--no-verify", "--message", "Old text")
            repository.use("inclusivelint", args=args)
        else:
            assert run("baseline", cwd=repository.folder).code == 0
            repository.write(".inclusivelint.toml", 'baseline = ".inclusivelint-baseline.jsonl"\n')
        repository.write("old.md", f"A new title\n\n{FOUND}\n{CLEAN}")
        assert repository.commit("Old text, moved")[0] == 0
        repository.write("old.md", f"{FOUND}\n{CLEAN}\nThe chairman met a wheelchair-bound guest.\n")
        code, output = repository.commit("New text")
        assert (code, output.count(": warning ")) == (1, 2)
        assert "old.md:5:" in output
        repository.write("old.md", f"{FOUND}\n{CLEAN}")
        repository.git("rm", "--quiet", "--cached", ".inclusivelint.toml")
        (repository.folder / ".inclusivelint.toml").unlink(missing_ok=True)


def test_the_fixing_hook_changes_files_and_stops_the_commit(repository: Repository) -> None:
    repository.use("inclusivelint-fix")
    repository.pre_commit("install")
    repository.write("a.md", "The address was blacklisted.\n")
    code, output = repository.commit("Fix")
    assert (code, "files were modified by this hook" in output) == (1, True)
    assert (repository.folder / "a.md").read_text(encoding="utf-8") == "The address was blocklisted.\n"
    repository.git("add", "a.md")
    assert repository.commit("Fixed")[0] == 0


def test_the_message_of_a_commit_is_checked_without_comments_and_diff(repository: Repository) -> None:
    repository.use("inclusivelint-commit-msg")
    assert repository.pre_commit("install", "--hook-type", "commit-msg")[0] == 0
    repository.write("a.md", FOUND)
    code, output = repository.commit("Welcome wheelchair-bound guests")
    assert (code, "COMMIT_EDITMSG:1:9: warning disability/wheelchair-bound" in output) == (1, True)
    editor = repository.folder.parent / "editor"
    editor.write_text('#!/bin/sh\n{ printf "Welcome guests\\n\\n# wheelchair-bound\\n"; cat "$1"; } > "$1.new"\n'
                      'mv "$1.new" "$1"\n', encoding="utf-8")  # fmt: skip
    editor.chmod(0o755)
    repository.env["GIT_EDITOR"] = str(editor)
    verbose = repository.git("commit", "--verbose")
    assert verbose.returncode == 0, verbose.stdout + verbose.stderr
    assert repository.git("log", "--format=%B").stdout.strip() == "Welcome guests"


@pytest.mark.parametrize(
    ("message", "lines"),
    [
        ("Subject\n\n# wheelchair-bound\nwheelchair-bound\n", [4]),
        ("Subject\n; ------------------------ >8 ------------------------\n; Do not change\nwheelchair-bound\n", []),
        ("; wheelchair-bound\nSubject\n; ------------------------ >8 ------------------------\n", []),
        ("# wheelchair-bound\r\nA wheelchair-bound guest\r\n", [2]),
        ("Subject\n\n# inclusivelint-disable-next-line disability\nA wheelchair-bound guest\n", []),
        ("", []),
    ],
)
@pytest.mark.parametrize("name", ["COMMIT_EDITMSG", "MERGE_MSG"])
def test_messages(tmp_path: Path, name: str, message: str, lines: list[int]) -> None:
    (tmp_path / name).write_bytes(message.encode())
    outcome = run("check", name, "--format", "json", cwd=tmp_path)
    assert [finding["line"] for finding in outcome.report["findings"]] == lines
