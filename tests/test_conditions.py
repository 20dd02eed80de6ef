"""Conditions by kind of document and by sense, and adjectives that stand for people. Through the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from .commands import Outcome, run, write
from .helpers import rule, write_rules

ADVERT = """# Job advertisement: kitchen assistant

We are looking for a zig to join our team. You will prepare meals, and you have experience in a kitchen. The salary is
paid each month. To apply, send your application before the closing date; interviews are in May. This post is part-time.
"""
MINUTES = "# Minutes\n\nThe zig was on time.\n"
HANDBOOK = f"# Kitchen and garden\n\nA zig in general.\n\n{ADVERT.replace('# ', '## ')}\n## Garden\n\nA zig grows.\n"


def lint(folder: Path, *rules: dict[str, Any], args: tuple[str, ...] = (), **files: str) -> Outcome:
    """Check files with these rules alone."""
    write_rules(folder, *rules, category="house")
    config = 'rule-paths = ["house.yaml"]\nselect = ["house"]\n'
    write(folder, {".inclusivelint.toml": config, **{f"{name}.md": text for name, text in files.items()}})
    return run("check", *(f"{name}.md" for name in files), "--format", "json", *args, cwd=folder)


def lines(outcome: Outcome) -> list[tuple[str, int]]:
    return [(finding["path"], finding["line"]) for finding in outcome.report["findings"]]


# Kinds of documents


def test_a_rule_holds_in_documents_of_a_kind_and_in_sections_of_it(tmp_path: Path) -> None:
    for_adverts = rule("zig", when=[{"document": ["recruitment"]}])
    only = lint(tmp_path, for_adverts, advert=ADVERT, book=HANDBOOK, minutes=MINUTES)
    assert lines(only) == [("advert.md", 3), ("book.md", 7)]
    for_others = rule("zig", unless=[{"document": ["recruitment", "data-form"]}])
    but = lint(tmp_path, for_others, advert=ADVERT, book=HANDBOOK, minutes=MINUTES)
    assert lines(but) == [("book.md", 3), ("book.md", 12), ("minutes.md", 3)]


def test_a_kind_can_be_stated_in_the_document_and_in_the_configuration(tmp_path: Path) -> None:
    given = rule("zig", when=[{"document": ["recruitment"]}])
    stated = f"---\ndocument-kind: recruitment\n---\n\n{MINUTES}"
    denied = f"---\ndocument-kind: none\n---\n\n{ADVERT}"
    assert lines(lint(tmp_path, given, a=stated, b=denied)) == [("a.md", 7)]
    with (tmp_path / ".inclusivelint.toml").open("a", encoding="utf-8") as file:
        file.write('[document-kind]\n"minutes.md" = "recruitment"\n')
    write(tmp_path, {"minutes.md": MINUTES})
    assert lines(run("check", "minutes.md", "--format", "json", cwd=tmp_path)) == [("minutes.md", 3)]


def test_own_kinds_serve_conditions_and_examples(tmp_path: Path) -> None:
    kinds = {"kinds": {"menu": {"title": "Menu", "titles": ["menu"], "wording": ["soup", "pudding", "price*"]}}}
    (tmp_path / "documents.yaml").write_text(yaml.safe_dump(kinds), encoding="utf-8")
    examples = {
        "flag": [{"text": "A zig.", "match": "zig", "document": "menu"}] * 2,
        "pass": ["A zig.", {"text": "A zig.", "reason": "no menu", "document": "recruitment"}],
    }
    given = rule("zig", when=[{"document": ["menu"]}], examples=examples)
    menu = "# Menu\n\nA zig with soup or pudding. The price is on the board.\n"
    assert lines(lint(tmp_path, given, menu=menu, minutes=MINUTES)) == [("menu.md", 3)]
    assert run("rules", "test", "house.yaml", cwd=tmp_path).out == "1 rules, 4 examples, 0 failed\n"
    # A kind that only conditions name makes no policy of a document.
    assert lint(tmp_path, given, args=("--policy",), menu=menu).report["documents"] == []


def test_a_kind_that_is_not_there_is_an_error_at_its_place(tmp_path: Path) -> None:
    examples = {"flag": [{"text": "A zig.", "match": "zig", "document": "recruitmen"}] * 2, "pass": ["a", "b"]}
    write_rules(tmp_path, rule("zig", when=[{"document": ["data-forms"]}, {"document": []}], examples=examples))
    outcome = run("rules", "validate", "test.yaml", cwd=tmp_path)
    assert outcome.code == 2
    assert 'no kind "data-forms" in documents.yaml; did you mean "data-form"?' in outcome.err
    assert "names no kind of document" in outcome.err
    assert 'no kind "recruitmen" in documents.yaml; did you mean "recruitment"?' in outcome.err
    assert "two examples" not in outcome.err


# Adjectives that stand for people


WHOLE = [
    "The young and the zig are here.",
    "Meals for the zig.",
    "Meals for the zig, and for all.",
    "The zig are often alone.",
    "Meals for the zig and their carers.",
    "Meals for the very zig in town.",
    "The zig and infirm are often alone.",
    "Meals for the zig and the poor.",
    "The zig don't mind.",
    "The zig live alone.",
    "The zig's needs are met.",
    "THE ZIG MUST STAY AT HOME.",
]
PART = [
    "THE ZIG STAY AT HOME.",
    "Use the zig toilet.",
    "Press the zig button.",
    "The zig and disabled residents came.",
    "The zig or disabled members of staff came.",
    "The zig use of time.",
    "Friends of the Zig met.",
    "The zig-friendly home.",
    "The zig/zag home.",
    'One of "the zig", as they say.',
    "A zig came.",
]


def test_the_and_an_adjective_count_only_as_a_whole(tmp_path: Path) -> None:
    given = rule("x", phrases=[{"the": "(very |)zig", "suggestions": ["zig people"]}])
    outcome = lint(tmp_path, given, whole="\n\n".join(WHOLE), part="\n\n".join(PART))
    assert lines(outcome) == [("whole.md", 2 * number + 1) for number in range(len(WHOLE))]
    assert {finding["suggestions"][0].lower() for finding in outcome.report["findings"]} == {"zig people"}


def test_other_phrases_of_the_rule_are_not_bound_by_it(tmp_path: Path) -> None:
    given = rule("x", phrases=[{"the": "zig"}, "zig folk"])
    assert lint(tmp_path, given, a="The zig pupils and zig folk dancers.\n").words == ["zig folk"]


# Senses

SENSES = {
    "technical-sense": [
        ("The zig button stays grey.", "The zig neighbour stays home."),
        ("Restart the zig server at noon.", "Call the zig porter at noon."),
        ("An API with zig fields.", "A farm with zig orchards."),
    ],
    "clinical-sense": [
        ("The patient had a zig week.", "The plumber had a zig week."),
        ("A diagnosis of zig states.", "A survey of zig states."),
        ("Zig symptoms went away.", "Zig visitors went away."),
    ],
    "legal-sense": [
        ("The jury heard the zig plea.", "The choir heard the zig song."),
        ("A zig defendant was acquitted.", "A zig dancer was applauded."),
        ("The statute names a zig.", "The postcard shows a zig."),
    ],
}


@pytest.mark.parametrize("name", SENSES)
def test_a_sense_is_told_by_the_words_around(tmp_path: Path, name: str) -> None:
    there, not_there = ("\n\n".join(texts) + "\n" for texts in zip(*SENSES[name], strict=True))
    outcome = lint(tmp_path, rule("zig", unless=[name]), there=there, other=not_there)
    assert lines(outcome) == [("other.md", 1), ("other.md", 3), ("other.md", 5)]
    outcome = lint(tmp_path, rule("zig", when=[{"not": name}]), there=there, other=not_there)
    assert len(lines(outcome)) == 3


def test_own_names_stand_beside_the_rules_and_can_use_others(tmp_path: Path) -> None:
    names = {"garden": [{"near": ["rose*"]}], "no-people": ["technical-sense", "garden", {"case": "upper"}]}
    (tmp_path / "conditions.yaml").write_text(yaml.safe_dump(names), encoding="utf-8")
    text = "A zig rose.\n\nA zig server.\n\nA ZIG.\n\nA zig.\n"
    assert lines(lint(tmp_path, rule("zig", unless=["no-people"]), a=text)) == [("a.md", 7)]
    assert run("rules", "validate", ".", cwd=tmp_path).code == 0


def test_what_is_amiss_with_names_is_told_at_its_place(tmp_path: Path) -> None:
    content = "technical-sense: [negated]\nNo Name: [negated]\nempty: []\nodd: [negatd, {befor: [x]}]\nlater: x\n"
    write(tmp_path, {"rules/conditions.yaml": content})
    write_rules(tmp_path / "rules", rule("zig", unless=["technicl-sense"]))
    outcome = run("rules", "validate", "rules", cwd=tmp_path)
    assert outcome.code == 2
    told = [line.removeprefix("inclusivelint: rules/") for line in outcome.err.splitlines()]
    assert told[:6] == [
        'conditions.yaml:1:1: the name "technical-sense" stands twice',
        'conditions.yaml:2:1: "No Name" is no id: lower-case words joined by hyphens',
        'conditions.yaml:3:8: "empty" names no condition',
        told[3],
        'conditions.yaml:4:16: unknown key "befor"; did you mean "before"?',
        "conditions.yaml:5:8: expected a list",
    ]
    assert told[3].startswith('conditions.yaml:4:7: "negatd" is none of ')
    assert 'did you mean "technical-sense"?' in outcome.err
