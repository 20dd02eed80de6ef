"""`inclusivelint check` and what it writes: JSON, streams, colours, names."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.commands import CALM, CLEAN, FOUND, linux_only, posix_only, run, write

SCHEMA = json.loads((Path(__file__).parents[1] / "docs" / "report.schema.json").read_text(encoding="utf-8"))


# JSON


@pytest.mark.parametrize(
    "text",
    [
        "One.\r\n\r\nTwo wheelchair-\r\nbound guests, then a wheelchair-bound one.\r\n",
        "\ufeffWheelchair-bound guests.\n\nA wheelchair-bound guest.\n",
        "\ufeff\r\n> 👩🏽‍🦽 and 🏳️‍🌈: wheelchair\u00adbound\r\n> guests\r\n",
        "Cafe\u0301, naïve, 日本語, שלום: **wheelchair-bound** guests.\n",
        "| a | 👩🏽‍🦽 |\n| - | - |\n| 🏳️‍🌈 | wheelchair bound guests |\n",
        "Old\rMac\rwheelchair-bound\rlines\r",
        "Form\ffeed\u2028and line separator\u0085wheelchair-bound\n",
    ],
    ids=["CRLF", "BOM", "BOM, CRLF, emoji", "combining, wide, right to left", "table", "CR", "odd separators"],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_json_is_valid_and_its_places_are_code_points_of_the_decoded_file(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_bytes(text.encode("utf-8"))
    outcome = run("check", name, "--format", "json", cwd=tmp_path)
    Draft202012Validator(SCHEMA).validate(outcome.report)
    source = (tmp_path / name).read_bytes().decode("utf-8")
    lines = re.split("\r\n|\r|\n", source)
    assert outcome.report["findings"]
    for found in outcome.report["findings"]:
        assert source[found["offset"] : found["end_offset"]] == found["text"]
        assert re.sub(r"[\s>*\u00ad-]", "", found["text"]).lower() == "wheelchairbound"
        first, last = lines[found["line"] - 1].lstrip("\ufeff"), lines[found["end_line"] - 1].lstrip("\ufeff")
        assert first[found["column"] - 1 :].startswith(found["text"].splitlines()[0])
        assert last[: found["end_column"] - 1].endswith(found["text"].splitlines()[-1])
        for edit in found["fix"]["edits"] if found["fix"] else ():
            assert source[edit["offset"] : edit["end_offset"]]


def test_json_of_a_run_with_everything_in_it_is_valid(team: Path) -> None:
    write(team, {"a.md": "redword <!-- inclusivelint-disable --> amberword\n", "b.md": "greyword\n"})
    outcome = run("check", ".", "c.md", "--format", "json", "--min-severity", "suggestion", cwd=team)
    Draft202012Validator(SCHEMA).validate(outcome.report)
    assert outcome.report["summary"] == {
        "files": 2,
        "words": 6,
        "findings": 2,
        "by_severity": {"error": 1, "warning": 0, "suggestion": 1},
        "by_rule": {"team/grey": 1, "team/red": 1},
        "suppressed": 1,
        "baselined": 0,
    }
    assert outcome.report["errors"] == [{"path": "c.md", "message": "no such file or directory"}]


def test_json_of_a_clean_run_is_valid(tmp_path: Path) -> None:
    outcome = run("check", "-", "--format", "json", cwd=tmp_path, stdin=CLEAN)
    Draft202012Validator(SCHEMA).validate(outcome.report)
    assert outcome.report["findings"] == []


# Where and how a report is written


@pytest.mark.parametrize("options", ["--format text", "--format json", "--quiet"])
def test_output_goes_to_a_file_and_nowhere_else(tmp_path: Path, options: str) -> None:
    write(tmp_path, {"a.md": f"Café 👩🏽‍🦽: {FOUND}", "report": "old " * 999})
    told = run("check", "a.md", *options.split(), cwd=tmp_path)
    ascii_and_color = {"PYTHONIOENCODING": "ascii", "FORCE_COLOR": "1"}
    written = run("check", "a.md", *options.split(), "--output", "report", cwd=tmp_path, env=ascii_and_color)
    assert (written.code, written.out, written.err) == (1, "", "")
    assert (tmp_path / "report").read_text(encoding="utf-8") == told.out


def test_quiet_is_a_line_for_each_finding_and_silence_without(team: Path) -> None:
    write(team, {"a.md": "redword\n\namberword\n", "b.md": "fine\n"})
    lines = run("check", "a.md", "--quiet", cwd=team).out.splitlines()
    assert [line.split(" ")[:3] for line in lines] == [
        ["a.md:1:1:", "error", "team/red"],
        ["a.md:3:1:", "warning", "team/amber"],
    ]
    assert run("check", "b.md", "--quiet", cwd=team) == (0, "", "")


def test_statistics_count_instead_of_listing_and_fail_all_the_same(team: Path) -> None:
    write(team, {"a.md": "redword amberword redword\n"})
    outcome = run("check", "a.md", "--statistics", cwd=team)
    assert outcome.code == 1
    rows = [line.split()[:3] for line in outcome.out.splitlines()]
    assert ["2", "error", "team/red"] in rows
    assert ["1", "warning", "team/amber"] in rows
    assert "a.md:1" not in outcome.out


@pytest.mark.parametrize(
    ("options", "env", "is_colored"),
    [
        ("", {}, False),
        ("--color auto", {"FORCE_COLOR": "1"}, True),
        ("--color auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("--color auto", {"FORCE_COLOR": ""}, False),
        ("--color auto", {"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
        ("--color always", {"NO_COLOR": "1"}, True),
        ("--color always --quiet", {}, True),
        ("--color always --statistics", {}, True),
        ("--color always --format json", {}, False),
        ("--color never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color_through_a_pipe(tmp_path: Path, options: str, env: dict[str, str], is_colored: bool) -> None:
    outcome = run("check", "-", *options.split(), cwd=tmp_path, env=env, stdin=FOUND)
    assert "wheelchair-bound" in outcome.out
    assert ("\x1b[" in outcome.out) == is_colored


@posix_only
@pytest.mark.parametrize(
    ("options", "env", "is_colored"),
    [
        ("", {"TERM": "xterm"}, True),
        ("", {"TERM": "dumb"}, False),
        ("", {"TERM": "xterm", "NO_COLOR": "1"}, False),
        ("--color never", {"TERM": "xterm"}, False),
    ],
)
def test_color_on_a_terminal(tmp_path: Path, options: str, env: dict[str, str], is_colored: bool) -> None:
    import pty

    write(tmp_path, {"a.md": FOUND})
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "inclusivelint", "check", "a.md", *options.split()]
    done = subprocess.run(command, cwd=tmp_path, stdout=end, env={**CALM, **env}, timeout=60, check=False)
    assert done.returncode == 1
    output = os.read(terminal, 65536).decode()
    os.close(end)
    os.close(terminal)
    assert "disability/wheelchair-bound" in output
    assert ("\x1b[" in output) == is_colored


def test_an_encoding_without_the_characters_is_survived(tmp_path: Path) -> None:
    for encoding in ("ascii", "latin-1"):
        outcome = run("check", "-", "-q", cwd=tmp_path, stdin=f"日本 {FOUND}", env={"PYTHONIOENCODING": encoding})
        assert outcome.code == 1
        named = run("check", "日本.md", cwd=tmp_path, env={"PYTHONIOENCODING": encoding})
        assert (named.code, named.err.count("\n")) == (2, 1)


def start(*args: str, cwd: Path, unbuffered: str = "") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "inclusivelint", *args]
    env = {**CALM, "PYTHONUNBUFFERED": unbuffered}
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@posix_only
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["check big.md", "check big.md --format json", "rules list"])
def test_a_reader_that_goes_away_is_no_finding_and_no_news(tmp_path: Path, command: str, unbuffered: str) -> None:
    write(tmp_path, {"big.md": f"{FOUND}\n" * 3000})
    process = start(*command.split(), cwd=tmp_path, unbuffered=unbuffered)
    assert process.stdout
    assert process.stderr
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 2


@linux_only
@pytest.mark.parametrize("command", ["check a.md", "check a.md --output /dev/full", "rules list"])
def test_a_full_disk_is_one_line(tmp_path: Path, command: str) -> None:
    write(tmp_path, {"a.md": FOUND})
    with Path("/dev/full").open("wb") as full:
        args = [sys.executable, "-m", "inclusivelint", *command.split()]
        done = subprocess.run(args, cwd=tmp_path, env=CALM, stdout=full, stderr=subprocess.PIPE, check=False)
    where = "--output: /dev/full" if "--output" in command else "standard output"
    assert (done.returncode, done.stderr.decode()) == (2, f"inclusivelint: {where}: No space left on device\n")


@posix_only
@pytest.mark.parametrize(("closed", "code"), [("0<&-", 0), ("1>&-", 1), ("2>&-", 1), ("0<&- 1>&- 2>&-", 0)])
def test_closed_streams_are_as_good_as_empty(tmp_path: Path, closed: str, code: int) -> None:
    script = f'"{sys.executable}" -m inclusivelint check - {closed}'
    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=CALM, input=FOUND.encode(), capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (code, b"")


def test_an_interrupt_is_one_line(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from inclusivelint.cli import main\n"
        "class Interrupted:\n"
        "    @property\n"
        "    def buffer(self): raise KeyboardInterrupt\n"
        "sys.stdin, sys.argv = Interrupted(), ['inclusivelint', 'check', '-']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=CALM, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (2, b"", b"inclusivelint: interrupted")


@posix_only
@pytest.mark.parametrize("name", ["\x1b[2J\x1b]0;title\x07.md", "a\nb.md", "a\r\x08.md", "\u202edm.a.md", "\x9b1m.md"])
@pytest.mark.parametrize("content", [FOUND.encode(), b"\x81"], ids=["finding", "failure"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_names_with_control_characters_do_not_reach_the_terminal(
    tmp_path: Path, name: str, content: bytes, form: str
) -> None:
    (tmp_path / name).write_bytes(content)
    outcome = run("check", ".", "--format", form, cwd=tmp_path)
    for output in outcome.out, outcome.err:
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", output)
    assert outcome.err.count("\n") == (outcome.code == 2)
    assert outcome.code == (1 if content == FOUND.encode() else 2)
    if form == "json":
        assert [each["path"] for each in outcome.report["findings"] + outcome.report["errors"]] == [name]


@linux_only
def test_names_that_are_not_unicode_are_survived(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text(FOUND, encoding="utf-8")
    (tmp_path / os.fsdecode(b"bad\xe9.md")).write_bytes(b"\x81")
    for form in ("text", "json"):
        outcome = run("check", ".", "--format", form, cwd=tmp_path)
        assert (outcome.code, outcome.out.count("disability/wheelchair-bound")) == (2, 2 if form == "json" else 1)
