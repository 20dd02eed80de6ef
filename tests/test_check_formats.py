"""`inclusivelint check --format`, several at once, and how their files are written."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from inclusivelint.reporters import FORMATS
from tests.commands import FOUND, linux_only, posix_only, run, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"a.md": FOUND})
    return tmp_path


def test_several_reports_at_once_one_of_them_to_standard_output(folder: Path) -> None:
    several = [f"--format={form}:out.{form}" for form in FORMATS if form != "text"]
    outcome = run("check", "a.md", *several, "--format", "text", cwd=folder)
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out == run("check", "a.md", cwd=folder).out
    for form in FORMATS:
        if form != "text":
            alone = run("check", "a.md", "-f", form, cwd=folder).out
            assert (folder / f"out.{form}").read_text(encoding="utf-8") == alone


def test_reports_to_files_alone_leave_standard_output_silent(folder: Path) -> None:
    outcome = run("check", "a.md", "--format", "json:a.json", "--format", "gitlab:b.json", cwd=folder)
    assert (outcome.code, outcome.out, outcome.err) == (1, "", "")
    assert json.loads((folder / "a.json").read_text())["summary"]["findings"] == 1
    assert len(json.loads((folder / "b.json").read_text())) == 1


def test_output_names_the_file_of_the_report_without_one(folder: Path) -> None:
    outcome = run("check", "a.md", "-f", "json:a.json", "-f", "sarif", "-o", "b.sarif", cwd=folder)
    assert (outcome.code, outcome.out) == (1, "")
    assert json.loads((folder / "b.sarif").read_text())["version"] == "2.1.0"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("-f text -f json", "only one report can go to standard output, not text and json; write NAME:FILE"),
        ("-f json:a -o b", "every --format names a file of its own already"),
        ("-f json:a -f sarif:./a", "more than one report would be written to"),
        ("-f json:a -f sarif -o a", "more than one report would be written to"),
        ("-f xml", "'xml' is not one of text, json, sarif,"),
        ("-f sarif:", "the name of a file is missing after 'sarif:'"),
        ("-f json:docs", "--format: docs: is a folder"),
        ("-f json:no/such/a.json", "--format: no/such/a.json: there is no folder no/such"),
    ],
)
def test_what_can_not_be_meant_is_said_before_anything_is_done(folder: Path, options: str, message: str) -> None:
    (folder / "docs").mkdir()
    before = sorted(folder.iterdir())
    outcome = run("check", "a.md", *options.split(), cwd=folder)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert sorted(folder.iterdir()) == before


@posix_only
def test_a_file_is_put_in_place_in_one_step_with_the_rights_it_had(folder: Path) -> None:
    write(folder, {"real.json": "old"})
    (folder / "real.json").chmod(0o640)
    (folder / "link.json").symlink_to("real.json")
    held = (folder / "real.json").open()
    assert run("check", "a.md", "-f", "json:link.json", "-f", "text:new.txt", cwd=folder).code == 1
    assert held.read() == "old"  # whoever was reading it reads the whole old one
    held.close()
    assert (folder / "link.json").is_symlink()
    assert json.loads((folder / "real.json").read_text())["version"] == 1
    assert stat.S_IMODE((folder / "real.json").stat().st_mode) == 0o640
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE((folder / "new.txt").stat().st_mode) == 0o666 & ~umask
    names = sorted(path.name for path in folder.iterdir() if path.name != ".inclusivelint_cache")
    assert names == ["a.md", "link.json", "new.txt", "real.json"]


@linux_only
def test_what_is_no_file_is_written_to_as_it_is(folder: Path) -> None:
    outcome = run("check", "a.md", "-f", "json:/dev/stdout", cwd=folder)
    assert (outcome.code, outcome.report["summary"]["findings"]) == (1, 1)


@linux_only
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_not_be_written_to_is_one_line(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o500)
    outcome = run("check", "a.md", "-f", "json:closed/a.json", cwd=folder)
    assert (outcome.code, outcome.err) == (2, "inclusivelint: --format: closed/a.json: Permission denied\n")


@linux_only
def test_a_report_that_can_not_be_written_is_one_line_and_the_others_are_written(folder: Path) -> None:
    outcome = run("check", "a.md", "-f", "json:/dev/full", "-f", "sarif:a.sarif", "-f", "text", cwd=folder)
    assert (outcome.code, outcome.err) == (2, "inclusivelint: --format: /dev/full: No space left on device\n")
    assert json.loads((folder / "a.sarif").read_text())["version"] == "2.1.0"
    assert "1 finding" in outcome.out


def test_diff_stays_where_it_was_and_other_reports_are_written(folder: Path) -> None:
    outcome = run("check", "a.md", "--diff", "--unsafe-fixes", "-f", "json:a.json", "-f", "text", cwd=folder)
    assert outcome.out.startswith("--- a/a.md\n")
    assert (folder / "a.json").read_text().startswith("{")


def test_help_names_the_formats() -> None:
    text = " ".join(run("check", "--help", cwd=Path.cwd()).out.split())
    assert f"How to report, and to which file (repeatable): {', '.join(FORMATS)}." in text
