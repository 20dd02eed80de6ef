"""Fixes: only what is inside the edits changes, and only when it is better afterwards."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inclusivelint import edits as edits_module
from inclusivelint import fixer
from inclusivelint.errors import DocumentError
from inclusivelint.model import Edit

from .helpers import linter, rule

BLACKLIST = rule("blacklist", phrases=[{"lemma": "blacklist", "pos": ["NOUN", "VERB"]}], suggestions=["blocklist"])
CRAZY = rule("crazy", suggestions=["unreasonable"])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("We blacklisted it.\r\n\r\nTwo blacklists.  \r\n", "We blocklisted it.\r\n\r\nTwo blocklists.  \r\n"),
        ("\ufeff# Blacklists\n", "\ufeff# Blocklists\n"),
        ("See `blacklist` and [blacklist](blacklist.md).\n", "See `blacklist` and [blocklist](blacklist.md).\n"),
        ("A black**list**.\n", "A black**list**.\n"),
        ("A black-\nlist.\n", "A black-\nlist.\n"),
    ],
)
def test_safe_fixes_keep_everything_else(tmp_path: Path, source: str, expected: str) -> None:
    fixed = fixer.fix_source(linter(tmp_path, BLACKLIST), "a.md", source)
    assert fixed.source == expected
    again = fixer.fix_source(linter(tmp_path, BLACKLIST), "a.md", fixed.source)
    assert (again.source, again.applied) == (expected, 0)


def test_fixes_that_may_change_the_grammar_wait_to_be_asked_for(tmp_path: Path) -> None:
    check = linter(tmp_path, CRAZY)
    source = "A crazy week and an crazy day.\n"
    assert fixer.fix_source(check, "a.md", source).source == source
    fixed = fixer.fix_source(check, "a.md", source, unsafe=True)
    assert fixed.source == "An unreasonable week and an unreasonable day.\n"
    assert (fixed.applied, fixed.checked.findings) == (2, ())


def test_a_fix_that_brings_a_new_finding_is_taken_back(tmp_path: Path) -> None:
    check = linter(tmp_path, rule("crazy", suggestions=["mad"]), rule("mad", suggestions=["crazy"]))
    fixed = fixer.fix_source(check, "a.md", "A crazy week.\n", unsafe=True)
    assert (fixed.source, fixed.applied) == ("A crazy week.\n", 0)


@given(st.text(max_size=60), st.data())
def test_edits_leave_what_is_outside_of_them(source: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.lists(st.integers(0, len(source)), max_size=6, unique=True)))
    spans = list(zip(places[::2], places[1::2], strict=False))
    edits = [Edit(start, end, data.draw(st.text(max_size=3))) for start, end in spans]
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(source)]
    rest = "".join(source[start:end] for start, end in zip(starts, ends, strict=True))
    changed = edits_module.apply(source, edits)
    assert len(changed) == len(rest) + sum(len(edit.replacement) for edit in edits)
    assert edits_module.apply(source, [Edit(start, end, "") for start, end in spans]) == rest


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old\r\n")
    path.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(path)
    fixer.write(link, "old\r\n", "new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.md", "link.md"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"newer\n")
    with pytest.raises(DocumentError, match="changed while it was being checked"):
        fixer.write(path, "old\n", "fixed\n")
    assert path.read_bytes() == b"newer\n"


def test_fix_and_diff_on_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("\ufeffWe blacklisted it, and é stays.  \r\nA wheelchair-bound blacklist.\n".encode("utf-16-le"))
    old = path.read_bytes()
    run = [sys.executable, "-m", "inclusivelint", "check", "--fail-on", "never", str(path)]

    shown = subprocess.run([*run, "--diff"], capture_output=True, text=True, encoding="utf-8", check=True)
    assert "-\ufeffWe blacklisted it" in shown.stdout
    assert "+\ufeffWe blocklisted it, and é stays.  \n" in shown.stdout
    assert path.read_bytes() == old

    fixed = subprocess.run([*run, "--fix"], capture_output=True, text=True, encoding="utf-8", check=True)
    assert "inclusivelint: fixed 2 findings; 1 more can be changed with --unsafe-fixes" in fixed.stderr
    assert (
        path.read_bytes().decode("utf-16-le")
        == "\ufeffWe blocklisted it, and é stays.  \r\nA wheelchair-bound blocklist.\n"
    )

    again = subprocess.run([*run, "--fix"], capture_output=True, text=True, encoding="utf-8", check=True)
    assert "inclusivelint: fixed 0 findings" in again.stderr


def test_fixing_standard_input_writes_the_text_to_standard_output() -> None:
    run = [sys.executable, "-m", "inclusivelint", "check", "--fix", "-q", "--stdin-filename", "a.md", "-"]
    result = subprocess.run(run, input=b"A blacklist.\r\nA crazy friend.\n", capture_output=True, check=False)
    assert result.stdout == b"A blocklist.\r\nA crazy friend.\n"
    assert b"a.md:2:3: warning mental-health-and-neurodiversity/crazy" in result.stderr
    assert result.returncode == 1
