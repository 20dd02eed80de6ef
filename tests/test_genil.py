"""The measure of generalisations: which sentences count, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.genil import Score, main, score

SENTENCES = """sentence,generalizing,promoting,identity,attribute
"Icelanders are always cheerful, so put them on the front desk.",1,1.0,Icelanders,cheerful
"The clerk said that Icelanders dislike forms.",1,0.4,Icelanders,dislike
"Icelanders can vote from the age of 18.",0,0.0,Icelanders,vote
"Chilean carers are patient and very hard-working.",1,,Chilean,hard-working
"""


def test_what_is_known_is_scored_and_what_is_found_is_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "genil.csv").write_text(SENTENCES, encoding="utf-8")
    assert main([str(tmp_path / "genil.csv"), "--list", str(tmp_path / "list.tsv")]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2] == "| promoting | warning | 1 | 1 | 1 | 100 | 100 |"
    assert rows[4].startswith("| generalizing | warning | 3 | 2 | 2 | 100 | 67 |")
    listed = (tmp_path / "list.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[0] for line in listed] == ["promoting", "undecided"]
    assert "generalisations/character-of-peoples: Icelanders are always cheerful" in listed[0]


def test_the_threshold_of_promoting_can_be_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "genil.csv").write_text(SENTENCES, encoding="utf-8")
    assert main([str(tmp_path / "genil.csv"), "--promoting", "0.3"]) == 0
    assert "| promoting | warning | 2 | 1 | 1 | 100 | 50 |" in capsys.readouterr().out


def test_what_is_unknown_does_not_count() -> None:
    assert score([True, True, False, None], [True, False, True, True]) == Score(2, 2, 1)


@pytest.mark.parametrize(
    ("change", "told"), [(("promoting", "promoted"), "no column 'promoting'"), (("0.4", "often"), "could not convert")]
)
def test_a_file_of_another_kind_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: tuple[str, str], told: str
) -> None:
    (tmp_path / "genil.csv").write_text(SENTENCES.replace(*change), encoding="utf-8")
    assert main([str(tmp_path / "genil.csv")]) == 2
    assert f"genil.csv: {told}" in capsys.readouterr().err
