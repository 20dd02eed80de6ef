"""`--since`: only what git says has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import commit, git, run, write

TEXT = "An old redword.\n\nA line between.\n\nAn old amberword.\n"


@pytest.fixture
def repository(team: Path) -> Path:
    git(team, "init", "--quiet", "--initial-branch=main")
    write(team, {"a.md": TEXT, "b.md": TEXT})
    commit(team)
    return team


def found(folder: Path, *args: str) -> list[str]:
    outcome = run("check", *(args or ("--since", "HEAD")), "--format", "json", cwd=folder)
    assert outcome.code in (0, 1), outcome.err
    return [f"{each['path']}:{each['line']} {each['text']}" for each in outcome.report["findings"]]


def test_findings_on_changed_lines_are_reported(repository: Path) -> None:
    assert found(repository) == []
    write(repository, {"a.md": TEXT.replace("A line", "A new redword").replace("old amberword", "amberword")})
    assert found(repository) == ["a.md:3 redword", "a.md:5 amberword"]
    assert found(repository, ".", "--since", "HEAD", "--select", "team/amber") == ["a.md:5 amberword"]


def test_staged_and_committed_changes_count(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "topic")
    write(repository, {"a.md": TEXT + "\nA committed redword.\n"})
    commit(repository)
    write(repository, {"b.md": TEXT + "\nA staged redword.\n"})
    git(repository, "add", "b.md")
    assert found(repository, "--since", "main") == ["a.md:7 redword", "b.md:7 redword"]
    assert found(repository, "--since", "HEAD") == ["b.md:7 redword"]


def test_what_others_did_since_is_not_ours(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "topic")
    write(repository, {"c.md": "Our redword.\n"})
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    write(repository, {"b.md": "Nothing is left.\n"})
    commit(repository)
    git(repository, "checkout", "--quiet", "topic")
    assert found(repository, "--since", "main") == ["c.md:1 redword"]


def test_new_files_are_new_and_renamed_ones_are_not(repository: Path) -> None:
    git(repository, "mv", "a.md", "with space ü.md")
    write(repository, {"untracked.md": "A redword.\n", "ignored.md": "A redword.\n", ".gitignore": "ignored.md\n"})
    assert found(repository) == ["untracked.md:1 redword"]
    write(repository, {"with space ü.md": TEXT + "\nAnother redword.\n"})
    assert found(repository) == ["untracked.md:1 redword", "with space ü.md:7 redword"]


@pytest.mark.parametrize("name", ['quo"te.md', "tab\there.md", "back\\slash.md", "new\nline.md", "ü.md", "b/b.md"])
def test_names_that_git_quotes(repository: Path, name: str) -> None:
    try:
        write(repository, {name: TEXT})
    except OSError:
        pytest.skip("no such names here")
    commit(repository)
    write(repository, {name: TEXT + "\n+++ b/a.md\n\nA new redword.\n"})
    assert found(repository) == [f"{name}:9 redword"]


def test_lines_that_look_like_a_diff(repository: Path) -> None:
    write(repository, {"a.md": TEXT + "\n@@ -1 +1,99 @@\n\n++ b/b.md\n\nA new redword.\n"})
    assert found(repository) == ["a.md:11 redword"]


def test_a_file_in_which_git_sees_no_lines_is_new_as_a_whole(repository: Path) -> None:
    (repository / "wide.md").write_bytes(("\ufeff" + TEXT).encode("utf-16-le"))
    commit(repository)
    (repository / "wide.md").write_bytes(("\ufeff" + TEXT + "More.\n").encode("utf-16-le"))
    assert found(repository) == ["wide.md:1 redword", "wide.md:5 amberword"]


def test_what_people_configure_for_their_eyes_changes_nothing(repository: Path) -> None:
    for key, value in {
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "color.ui": "always",
        "diff.interHunkContext": "99",
        "diff.relative": "true",
        "diff.external": "false",
        "core.quotePath": "false",
    }.items():
        git(repository, "config", key, value)
    write(repository, {"docs/ü.md": TEXT, "a.md": "New.\n" + TEXT.replace("A line between", "A redword")})
    assert found(repository / "docs", "..", "--since", "HEAD") == [
        "../a.md:4 redword",
        "../docs/ü.md:1 redword",
        "../docs/ü.md:5 amberword",
    ]


def test_before_the_first_commit_everything_is_new(team: Path) -> None:
    git(team, "init", "--quiet")
    write(team, {"a.md": TEXT})
    git(team, "add", "a.md")
    assert found(team) == ["a.md:1 redword", "a.md:5 amberword"]


def test_a_baseline_is_left_out_as_well(repository: Path) -> None:
    write(repository, {"a.md": TEXT + "\nA new redword.\n"})
    assert run("baseline", cwd=repository).code == 0
    assert found(repository, "--since", "HEAD", "--baseline", ".inclusivelint-baseline.jsonl") == []


def failure(folder: Path, *args: str) -> str:
    outcome = run("check", *args, cwd=folder)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    return outcome.err.removeprefix("inclusivelint: --since").rstrip("\n")


def test_what_can_not_be_told_is_one_line(repository: Path, tmp_path: Path) -> None:
    assert failure(repository, "--since", "nowhere") == ': there is no revision "nowhere" here'
    assert failure(repository, "--since=--output=x") == ': there is no revision "--output=x" here'
    assert failure(repository, "-", "--since", "HEAD") == " can't be used with standard input"
    assert failure(repository, "--fix", "--since", "HEAD") == " can't be used with --fix or --diff"
    (tmp_path / "outside").mkdir()
    assert failure(tmp_path / "outside", "--since", "HEAD").startswith(": not a git repository")
    git(repository, "checkout", "--quiet", "--orphan", "island")
    (repository / "island.md").write_text("Land.\n", encoding="utf-8")
    commit(repository)
    assert failure(repository, "--since", "main") == ': "main" and HEAD have no commit in common'


def test_a_shallow_clone_says_what_it_needs(repository: Path, tmp_path: Path) -> None:
    first = git(repository, "rev-parse", "HEAD").strip()
    commit(repository)
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), "clone")
    said = failure(tmp_path / "clone", "--since", first)
    assert said.startswith(f': there is no revision "{first}" here; this clone is shallow')
    assert "fetch-depth: 0" in said
