"""British and American spellings: a rule names one of them, and documents have either. Through the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inclusivelint.ruleset import SPELLINGS, rules_folder
from inclusivelint.ruleset.spellings import read_spellings, spellings

from .commands import run, write
from .helpers import rule, write_rules


def check(folder: Path, text: str, *rules: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The words that these rules report in a text, with the suggestions."""
    write_rules(folder, *rules, category="house")
    write(folder, {"a.md": f"{text}\n", ".inclusivelint.toml": 'rule-paths = ["house.yaml"]\nselect = ["house"]\n'})
    outcome = run("check", "a.md", "--format", "json", cwd=folder)
    assert outcome.code in (0, 1), outcome.err
    return [(finding["text"], finding["suggestions"]) for finding in outcome.report["findings"]]


PAIRS = [
    ("colour-blind", "color-blind"),
    ("misbehaviour", "misbehavior"),
    ("organise", "organize"),
    ("stigmatisation", "stigmatization"),
    ("paralysed", "paralyzed"),
    ("centre", "center"),
    ("centred", "centered"),
    ("travellers", "travelers"),
    ("cancelled", "canceled"),
    ("ageing", "aging"),
    ("grey-haired", "gray-haired"),
    ("paediatrician", "pediatrician"),
    ("self-defence", "self-defense"),
    ("neighbourhood", "neighborhood"),
    ("enrolment", "enrollment"),
]


def test_each_spelling_finds_the_other(tmp_path: Path) -> None:
    rules = [rule(f"r{number}", phrases=[f"zig {word}"]) for number, (word, _) in enumerate(PAIRS)]
    american = [rule(f"s{number}", phrases=[f"zag {word}"]) for number, (_, word) in enumerate(PAIRS)]
    text = "\n\n".join(f"Zig {british} zig {us} zag {british} zag {us}." for british, us in PAIRS)
    words = [words for words, _ in check(tmp_path, text, *rules, *american)]
    assert words == [
        f"{start} {word}" for pair in PAIRS for start, word in zip(("Zig", "zig", "zag", "zag"), pair * 2, strict=True)
    ]


@pytest.mark.parametrize(
    "word",
    "advertise promise surprised exercise otherwise premises raise prize humorous laboratory Colorado size "
    "racist wheelchair tyre practice license program".split(),
)
def test_words_with_one_spelling_stay_alone(word: str) -> None:
    assert spellings().others(word) == []


def test_inflected_words_have_both_spellings_and_suggestions_follow(tmp_path: Path) -> None:
    labelled = rule(
        "label", phrases=[{"lemma": "zig-label", "pos": "VERB", "suggestions": [{"lemma": "organise by colour"}]}]
    )
    assert check(tmp_path, "We zig-labelled it.\n\nWe zig-labeled it.", labelled) == [
        ("zig-labelled", ["organised by colour"]),
        ("zig-labeled", ["organised by colour"]),
    ]
    behaviour = rule("a", phrases=[{"text": "zig behaviour", "suggestions": ["honest behaviour", "calm"]}])
    assert check(tmp_path, "Zig behaviour.\n\nZig behavior.", behaviour) == [
        ("Zig behaviour", ["Honest behaviour", "Calm"]),
        ("Zig behavior", ["Honest behavior", "Calm"]),
    ]


def test_what_is_written_out_comes_before_the_other_spelling(tmp_path: Path) -> None:
    phrases = [
        {"text": "zig colour", "suggestions": ["tint"]},
        {"text": "zig color", "suggestions": ["hue"]},
    ]
    assert check(tmp_path, "A zig colour, a zig color.", rule("a", phrases=phrases)) == [
        ("zig colour", ["tint"]),
        ("zig color", ["hue"]),
    ]


@pytest.mark.parametrize("condition", [{"near": ["organis*"]}, {"before": ["the colour"]}, {"sentence": ["behaviour"]}])
def test_conditions_know_both_spellings(tmp_path: Path, condition: dict[str, Any]) -> None:
    texts = {"near": "An organized zig.", "before": "The color zig.", "sentence": "A zig is behavior."}
    (operator,) = condition
    assert check(tmp_path, texts[operator], rule("zig", unless=[condition])) == []
    assert check(tmp_path, "A zig.", rule("zig", unless=[condition])) == [("zig", [])]


def test_case_that_counts_and_hyphens_hold_in_both(tmp_path: Path) -> None:
    strict = rule("a", phrases=[{"text": "Zig-Centre", "case": True}], even_if=["name"])
    assert [words for words, _ in check(tmp_path, "A Zig Center, a Zig-Center, a zig center.", strict)] == [
        "Zig Center",
        "Zig-Center",
    ]


def test_hyphens_match_a_space_and_nothing(tmp_path: Path) -> None:
    given = rule("a", phrases=["mother-in-zig", "zig bound"])
    text = "A mother-in-zig, a mother in zig, a zig bound, a zig-bound."
    assert [words for words, _ in check(tmp_path, text, given)] == ["mother-in-zig", "mother in zig", "zig bound"]


def test_what_is_amiss_in_the_spellings_is_told_at_its_place(tmp_path: Path) -> None:
    path = rules_folder() / SPELLINGS
    broken = path.read_text(encoding="utf-8").replace("  endings: e ed", "  ending: e ed").replace("re:\n", "ree:\n")
    found: list[str] = []
    read_spellings(tmp_path / "spellings.yaml", broken, found)
    assert [problem.rpartition(": ")[2] for problem in found] == [
        'unknown key "ree"; did you mean "re"?', 'the key "re" is missing',
        'unknown key "ending"; did you mean "endings"?', 'the key "endings" is missing',
        'unknown key "ending"; did you mean "endings"?', 'the key "endings" is missing',
    ]  # fmt: skip


def test_the_folder_of_shipped_rules_is_valid_from_where_it_stands() -> None:
    outcome = run("rules", "validate", rules_folder().name, cwd=rules_folder().parent)
    assert (outcome.code, outcome.err) == (0, "")
