"""`inclusivelint trend`: findings over time, from what git remembers."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands import commit, git, run, write

BASELINE = ".inclusivelint-baseline.jsonl"


@pytest.fixture
def repository(team: Path) -> Path:
    """Three versions of a baseline and of a report: 4 findings in 40 words, 3 in 80, none in 80."""
    git(team, "init", "--quiet", "--initial-branch=main")
    write(team, {".inclusivelint.toml": 'rule-paths = ["team.yaml"]\nexclude = ["drafts/"]\n'})
    texts = ["redword amberword " * 2 + "word " * 36, "redword amberword redword " + "word " * 77, "word " * 80]
    for number, text in enumerate(texts):
        write(team, {"a.md": text, "drafts/b.md": "redword " * 500, "code.py": "word " * 500})
        run("baseline", cwd=team)
        run("check", "--fail-on", "never", "--format", "json", "--output", "report.json", cwd=team)
        commit(team, f"Version {number}")
    return team


@pytest.mark.parametrize("file", [BASELINE, "report.json"])
def test_versions_are_points_oldest_first(repository: Path, file: str) -> None:
    points = run("trend", file, "--format", "json", cwd=repository).report["points"]
    assert [(point["words"], point["findings"]) for point in points] == [(40, 4), (80, 3), (80, 0)]
    assert [point["by_category"] for point in points] == [{"team": 4}, {"team": 3}, {}]
    assert points[-1]["commit"] == git(repository, "rev-parse", "HEAD").strip()


def test_a_terminal_gets_blocks(repository: Path) -> None:
    out = run("trend", cwd=repository).out
    assert out.splitlines()[2:] == ["total  █▄   100.00 -> 0.00", "team   █▄   100.00 -> 0.00"]


def test_only_so_many(repository: Path) -> None:
    points = run("trend", "--max", "2", "--format", "json", cwd=repository).report["points"]
    assert [point["findings"] for point in points] == [3, 0]
    outcome = run("trend", "--since", "2021-01-01", cwd=repository)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)


def test_svg_and_page_are_well_formed_and_ask_nobody_for_anything(repository: Path) -> None:
    run("trend", "--format", "svg", "--output", "trend.svg", cwd=repository)
    root = ElementTree.parse(repository / "trend.svg").getroot()
    lines = root.findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.attrib["points"].split()) for line in lines] == [3, 3]
    page = run("trend", "--format", "html", cwd=repository).out
    assert page.count("<tr>") == 4
    assert "<svg" in page
    for remote in ("src=", "href=", "url(", "@import"):
        assert remote not in page


def test_names_from_files_do_no_harm(repository: Path) -> None:
    report = {"summary": {"words": 10}, "findings": [{"category": "<script>\x1b[2J"}]}
    write(repository, {"report.json": json.dumps(report)})
    commit(repository)
    for form in ("svg", "html", "text"):
        out = run("trend", "report.json", "--format", form, cwd=repository).out
        assert "<script>" not in out or form == "text"
        assert "\x1b" not in out


def test_a_version_that_can_not_be_read_is_told_and_left_out(repository: Path) -> None:
    write(repository, {BASELINE: "<<<<<<< ours\n"})
    commit(repository)
    outcome = run("trend", BASELINE, "--format", "json", cwd=repository)
    assert (outcome.code, len(outcome.report["points"]), outcome.err.count("\n")) == (2, 3, 1)
    assert "neither a baseline nor a report in JSON" in outcome.err


def test_what_git_does_not_know_is_one_line(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    for folder, file in (
        (repository, "none.jsonl"),
        (repository, "no/folder.jsonl"),
        (tmp_path / "outside", "a.jsonl"),
    ):
        outcome = run("trend", file, cwd=folder)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert outcome.err.startswith("inclusivelint: trend: ")
