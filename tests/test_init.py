"""`inclusivelint init` and shell completion."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.commands import CALM, FOUND, git, run, write


def blocks(out: str) -> list[str]:
    """The indented parts of what was said, without their indentation."""
    found: list[list[str]] = [[]]
    for line in out.splitlines():
        if line.startswith("  "):
            found[-1].append(line[2:])
        elif line and found[-1]:
            found.append([])
    return ["\n".join(block) for block in found if block]


def test_a_configuration_with_comments_is_written_and_is_valid(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": FOUND, "vendor/b.md": FOUND, "docs/c.txt": "Text.\n"})
    outcome = run("init", cwd=tmp_path)
    assert (outcome.code, outcome.err) == (0, "")
    assert "Documents here: 2 .md, 1 .txt\n" in outcome.out
    assert 'exclude = ["vendor/"]' in (tmp_path / ".inclusivelint.toml").read_text(encoding="utf-8")
    assert run("check", "--format", "json", cwd=tmp_path).words == ["wheelchair-bound"]


def test_every_key_that_is_commented_out_is_right_when_it_is_not(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "Text.\n", "house-rules/.gitkeep": ""})
    run("init", cwd=tmp_path)
    path = tmp_path / ".inclusivelint.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    keys = [line.removeprefix("# ") for line in lines if " = " in line or line.startswith("# [")]
    path.write_text("\n".join(keys), encoding="utf-8")
    assert len(keys) == 11
    assert run("baseline", cwd=tmp_path).code == 0
    assert run("check", cwd=tmp_path).err == ""


@pytest.mark.parametrize(
    "name", [".inclusivelint.toml", ".inclusivelint.yaml", ".inclusivelint.yml", "pyproject.toml", "../pyproject.toml"]
)
def test_what_exists_stays(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    content = "[tool.inclusivelint]\n" if name.endswith("pyproject.toml") else ""
    (folder / name).write_text(content, encoding="utf-8")
    outcome = run("init", cwd=folder)
    assert outcome.code == 0
    assert f"Configuration: {name.replace('/', os.sep)} is there already" in outcome.out
    assert (folder / name).read_text(encoding="utf-8") == content
    assert not any(path.name.startswith(".inclusivelint.") and path.name != name for path in folder.iterdir())


def test_snippets_are_for_the_repository_at_hand(tmp_path: Path) -> None:
    bare, known = tmp_path / "bare", tmp_path / "known"
    write(bare, {"a.md": "Text.\n"})
    out = run("init", cwd=bare).out
    assert "a new .pre-commit-config.yaml" in out
    assert "For CI, anywhere" in out
    assert "GitHub" not in out
    files = {".pre-commit-config.yaml": "repos: []\n", ".github/x.yml": "", ".gitlab-ci.yml": "", "pyproject.toml": ""}
    write(known, files)
    out = run("init", cwd=known).out
    for title in ("under repos: in .pre-commit-config.yaml", "GitHub Actions", "GitLab CI", "[tool.inclusivelint]"):
        assert title in out
    hook, github, gitlab = (yaml.safe_load(block) for block in blocks(out)[1:])
    assert [each["id"] for each in hook[0]["hooks"]] == ["inclusivelint", "inclusivelint-commit-msg"]
    assert github["jobs"]["inclusivelint"]["steps"][0]["uses"].startswith("actions/checkout@")
    assert "inclusivelint check" in gitlab["inclusivelint"]["script"]


def test_the_remote_tells_the_ci(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "remote", "add", "origin", "https://dev.azure.com/a/b")
    assert "Azure Pipelines" in run("init", cwd=tmp_path).out


def test_a_hook_that_is_there_is_not_shown_again(tmp_path: Path) -> None:
    write(tmp_path, {".pre-commit-config.yaml": "repos: [{hooks: [{id: inclusivelint}]}]\n"})
    assert ".pre-commit-config.yaml has the hook already" in run("init", cwd=tmp_path).out


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_asks_and_is_answered(tmp_path: Path, shell: str) -> None:
    assert "_INCLUSIVELINT_COMPLETE" in run("completion", shell, cwd=tmp_path).out
    program = Path(sysconfig.get_path("scripts")) / "inclusivelint"
    env = {**CALM, "_INCLUSIVELINT_COMPLETE": f"{shell}_complete", "COMP_WORDS": "inclusivelint ch", "COMP_CWORD": "1"}
    if shell == "fish":
        env["COMP_CWORD"] = "ch"
    done = subprocess.run([program], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert "check" in done.stdout
    assert "explain" not in done.stdout


SCRIPTS = {
    "bash": "source '{}'; COMP_WORDS=(inclusivelint ba); COMP_CWORD=1; _inclusivelint_completion inclusivelint; "
    'printf "%s\\n" "${{COMPREPLY[@]}}"',
    "zsh": "autoload -Uz compinit; compinit -u -D; source '{}'; print -r -- $_comps[inclusivelint]",
    "fish": "source '{}'; complete --do-complete 'inclusivelint ba'",
}


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_runs_in_its_shell(tmp_path: Path, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "script").write_text(run("completion", shell, cwd=tmp_path).out, encoding="utf-8")
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    command = [shell, "-c", SCRIPTS[shell].format(tmp_path / "script")]
    done = subprocess.run(command, env={**CALM, "PATH": path}, capture_output=True, text=True, timeout=60, check=False)
    assert "baseline" in done.stdout or (shell == "zsh" and "_inclusivelint_completion" in done.stdout), done.stderr
    assert sys.platform != "linux" or not done.stderr
