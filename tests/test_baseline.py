"""Baselines: what stood before is not reported, wherever it has moved."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.commands import CALM, GIT, commit, git, run, write

FILE = ".inclusivelint-baseline.jsonl"
OLD = "First the redword is here.\n\nThen an amberword stands in the way.\n"


@pytest.fixture
def begun(team: Path) -> Path:
    """A folder whose two findings stand in its baseline, which is configured."""
    write(team, {"docs/a.md": OLD})
    assert run("baseline", cwd=team).out.endswith(": 2 entries\n")
    with (team / ".inclusivelint.toml").open("a", encoding="utf-8") as stream:
        stream.write(f'baseline = "{FILE}"\n')
    return team


def check(folder: Path, *args: str) -> tuple[list[str], int, str]:
    """The words that are reported, how many stand in the baseline, and what is said about it."""
    outcome = run("check", *args, "--format", "json", cwd=folder)
    return outcome.words, outcome.report["summary"]["baselined"], outcome.err


def test_entries_are_sorted_lines_of_path_rule_and_fingerprint(begun: Path) -> None:
    first, *lines = (begun / FILE).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert json.loads(first) == {"inclusivelint-baseline": 1}
    assert [entry[:2] for entry in entries] == [["docs/a.md", "team/amber"], ["docs/a.md", "team/red"]]
    assert entries == sorted(entries)


def test_what_stands_is_not_reported_and_what_is_new_is(begun: Path) -> None:
    assert check(begun) == ([], 2, "")
    assert run("check", cwd=begun).code == 0
    write(begun, {"docs/b.md": "A new redword.\n"})
    assert check(begun) == (["redword"], 2, "")
    assert run("check", cwd=begun).code == 1


def test_an_option_goes_before_the_configuration(begun: Path) -> None:
    write(begun, {"empty.jsonl": '{"inclusivelint-baseline": 1}\n'})
    assert check(begun, "--baseline", "empty.jsonl")[:2] == (["redword", "amberword"], 0)


@pytest.mark.parametrize(
    "moved",
    [
        pytest.param({"docs/a.md": "# A heading\n\nMore text before it.\n\n" + OLD}, id="moved lines"),
        pytest.param({"docs/a.md": OLD.replace(" ", "\n")}, id="wrapped anew"),
        pytest.param({"docs/a.md": "".join(reversed(OLD.splitlines(keepends=True)))}, id="reordered"),
        pytest.param({"docs/a.md": None, "else/where.md": OLD}, id="renamed"),
        pytest.param({"docs/a.md": OLD[:27], "b.md": OLD[27:]}, id="split"),
    ],
)
def test_entries_survive(begun: Path, moved: dict[str, str | None]) -> None:
    for name, content in moved.items():
        if content is None:
            (begun / name).unlink()
        else:
            write(begun, {name: content})
    assert check(begun) == ([], 2, "")


def test_repeats_are_counted(team: Path) -> None:
    write(team, {"a.md": "A redword.\n\nA redword.\n", "b.md": "A redword.\n"})
    assert run("baseline", cwd=team).out.endswith(": 3 entries\n")
    write(team, {"a.md": "A redword.\n\nA redword.\n\nA redword.\n"})
    assert check(team, "--baseline", FILE) == (["redword"], 3, "")
    write(team, {"a.md": "A redword.\n", "b.md": "A redword.\n", "c.md": "A redword.\n\nA redword.\n"})
    assert check(team, "--baseline", FILE)[:2] == (["redword"], 3)


def test_a_copy_is_new_while_the_original_stands_unchecked(begun: Path) -> None:
    write(begun, {"copy.md": OLD})
    assert check(begun, "copy.md")[:2] == (["redword", "amberword"], 0)
    (begun / "docs/a.md").unlink()
    assert check(begun, "copy.md")[:2] == ([], 2)


def test_what_was_mended_is_told_and_taken_out(begun: Path) -> None:
    write(begun, {"docs/a.md": OLD.replace("redword", "word"), "new.md": "A new redword.\n"})
    words, known, said = check(begun)
    assert (words, known) == (["redword"], 1)
    assert said.endswith("1 entry is found no longer; to remove them: inclusivelint baseline --update\n")
    assert check(begun, "--select", "team/amber")[2] == ""  # nobody looked for the other one
    assert run("baseline", "--update", cwd=begun).out.endswith(": 1 entry, 1 removed\n")
    assert check(begun) == (["redword"], 1, "")


def test_a_part_that_is_updated_leaves_the_rest(begun: Path) -> None:
    write(begun, {"b.md": "Another redword.\n"})
    assert run("baseline", cwd=begun).out.endswith(": 3 entries\n")
    write(begun, {"b.md": "A word.\n", "docs/a.md": "Mended.\n"})
    assert run("baseline", "--update", "b.md", cwd=begun).out.endswith(": 2 entries, 1 removed\n")


def test_a_document_that_can_not_be_read_keeps_its_entries(begun: Path) -> None:
    (begun / "docs/a.md").write_bytes(b"\0\0")
    outcome = run("baseline", "--update", cwd=begun)
    assert (outcome.code, outcome.out.endswith(": 2 entries, 0 removed\n")) == (2, True)
    assert "docs/a.md" in outcome.err


def test_branches_merge(begun: Path) -> None:
    write(begun, {f"{name}.md": f"The redword of {name}.\n" for name in "bdfh"})
    run("baseline", cwd=begun)
    git(begun, "init", "--quiet", "--initial-branch=main")
    commit(begun)
    git(begun, "checkout", "--quiet", "-b", "other")
    write(begun, {"b.md": "Mended.\n"})
    run("baseline", "--update", cwd=begun)
    commit(begun)
    git(begun, "checkout", "--quiet", "main")
    write(begun, {"h.md": "Mended.\n"})
    run("baseline", "--update", cwd=begun)
    commit(begun)
    git(begun, "merge", "--quiet", "--no-edit", "other")
    assert check(begun) == ([], 4, "")


def test_a_conflict_is_named(begun: Path) -> None:
    git(begun, "init", "--quiet", "--initial-branch=main")
    commit(begun)
    for branch, name in (("one", "x.md"), ("two", "y.md")):
        git(begun, "checkout", "--quiet", "-B", branch, "main")
        write(begun, {name: "A redword.\n"})
        run("baseline", cwd=begun)
        commit(begun)
    merge = subprocess.run(["git", "merge", "one"], cwd=begun, env={**CALM, **GIT}, capture_output=True, check=False)
    assert merge.returncode == 1
    outcome = run("check", cwd=begun)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (f"inclusivelint: {FILE}:4: a merge conflict; keep the lines of both sides, each once\n")
    lines = (begun / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    (begun / FILE).write_text("".join(line for line in lines if line[0] in "{["), encoding="utf-8")
    assert check(begun) == ([], 4, "")


@pytest.mark.parametrize(
    ("content", "line", "cause"),
    [
        ("", 1, "not a baseline that this version can read"),
        ("[]\n", 1, "not a baseline that this version can read"),
        ('{"inclusivelint-baseline": 2}\n', 1, "not a baseline that this version can read"),
        ('{"inclusivelint-baseline": 1}\nnonsense\n', 2, "an entry is a line"),
        ('{"inclusivelint-baseline": 1}\n["a", "b"]\n', 2, "an entry is a line"),
        ('{"inclusivelint-baseline": 1}\n["a", "b", 3]\n', 2, "an entry is a line"),
        ('{"inclusivelint-baseline": 1}\n' + "[" * 100_000 + "\n", 2, "an entry is a line"),
        ('{"inclusivelint-baseline": 1}\n["a", "b", "c"]\n["a", "b", "c"]\n', 3, "this entry stands on line 2 already"),
    ],
)
def test_a_faulty_baseline_is_one_line(team: Path, content: str, line: int, cause: str) -> None:
    write(team, {"known.jsonl": content, "a.md": OLD})
    for command in (("check", "--baseline", "known.jsonl"), ("baseline", "--update", "--output", "known.jsonl")):
        outcome = run(*command, cwd=team)
        assert (outcome.code, outcome.err.count("\n")) == (2, 1)
        assert outcome.err.startswith(f"inclusivelint: known.jsonl:{line}: {cause}")
    assert (team / "known.jsonl").read_text(encoding="utf-8") == content


def test_the_baseline_has_a_usual_name(team: Path) -> None:
    write(team, {"docs/a.md": OLD})
    run("baseline", cwd=team)
    assert run("check", "docs", "--baseline", "--quiet", cwd=team) == (0, "", "")
    assert run("check", "docs", "--quiet", "--baseline", cwd=team) == (0, "", "")
    assert run("check", "docs", "--quiet", cwd=team).code == 1


def test_a_baseline_that_is_not_there_says_how_to_make_it(team: Path) -> None:
    outcome = run("check", "--baseline", "none.jsonl", cwd=team)
    assert outcome.code == 2
    assert "none.jsonl: there is no such baseline; make one with: inclusivelint baseline" in outcome.err


def test_a_baseline_is_written_as_a_whole_or_not_at_all(begun: Path) -> None:
    outcome = run("baseline", "--output", "no/folder/b.jsonl", cwd=begun)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert sorted(path.name for path in begun.glob(".inclusivelint-*")) == [FILE]
