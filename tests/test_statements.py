"""What is said of groups and people: statements, clauses, adjectives for people, pronouns for nobody in particular."""

from __future__ import annotations

from pathlib import Path

import pytest

from inclusivelint.model import Severity
from inclusivelint.ruleset import compile_rules, rules_folder

from .helpers import findings, found, rule, write_rules

GROUPS = rule("people-of-faith", groups=["religion"], judge={"warning": 0.5})


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Ask first, Muslims can't take a joke. They met on Monday.", "Muslims can't take a joke"),
        ("Muslims asked for a later lesson.", None),
        ("Jewish pupils may sit the exam on another day.", None),
        ('The phrase "Christians have no fun" was struck out.', None),
    ],
)
def test_of_a_group_the_statement_is_reported_and_not_the_name(tmp_path: Path, text: str, reported: str | None) -> None:
    assert found(tmp_path, text, GROUPS) == ([reported] if reported else [])


def test_the_judge_answers_alike_whatever_group_is_named(tmp_path: Path) -> None:
    certainties = {
        finding.certainty
        for group in ("Muslims", "Quakers", "Hindus", "agnostics")
        for finding in findings(tmp_path, f"You know that {group} can't take a joke.", GROUPS)
    }
    assert len(certainties) == 1


def test_a_statement_makes_room_for_more_exact_words(tmp_path: Path) -> None:
    exact = rule("joke", phrases=["take a joke"])
    reported = findings(tmp_path, "Muslims can't take a joke.", GROUPS, exact)
    assert [finding.text for finding in reported] == ["take a joke"]


def test_an_adjective_names_a_group_before_any_of_the_persons(tmp_path: Path) -> None:
    statement = "Honestly, Buddhist team members can't take a joke"
    assert found(tmp_path, f"{statement}.", GROUPS) == ["Buddhist team members can't take a joke"]
    assert not found(tmp_path, "Buddhist temples can't take a joke.", GROUPS)
    (compiled,) = compile_rules([write_rules(tmp_path, GROUPS)], [rules_folder() / "sources.yaml"])
    known = ["buddhist team members", "buddhists", "buddhist", "buddhist temples", "buddhist team"]
    assert [name for name in known if compiled.forms.has(name)] == ["buddhist team members", "buddhists"]


REACHING = rule("despite", phrases=["despite being", "but she"], reach="clause", suggestions=[], judge={"warning": 0.5})


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("Despite being deaf, our clerk writes lovely letters.", ["Despite being deaf"]),
        ("Despite being late, our clerk caught the bus.", []),
        ("He lives on the estate, but she is very polite for once.", ["but she is very polite for once"]),
    ],
)
def test_a_match_that_reaches_on_is_its_clause(tmp_path: Path, text: str, reported: list[str]) -> None:
    assert found(tmp_path, text, REACHING) == reported


WHOLE = rule("whole", phrases=["mum", "church"], reach="sentence", suggestions=[], judge={"warning": 0.5})


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (
            "Doors open at noon. Nobody wants a hostel full of refugees beside the church! Bring a cup.",
            ["Nobody wants a hostel full of refugees beside the church"],
        ),
        ("The church shares its garden with the school. Bring a cup.", []),
        (
            "Ask your mum to pray for the poor mum in church who has no husband.",
            ["Ask your mum to pray for the poor mum in church who has no husband"],
        ),
    ],
)
def test_a_match_that_reaches_over_its_sentence_is_that_sentence(
    tmp_path: Path, text: str, reported: list[str]
) -> None:
    assert found(tmp_path, text, WHOLE) == reported


def test_a_sentence_makes_room_for_all_that_is_more_exact(tmp_path: Path) -> None:
    text = "Nobody wants a hostel full of refugees beside the church."
    (alone,) = findings(tmp_path, text, WHOLE)
    assert alone.message.startswith('"')
    assert "tells most" in alone.message
    exact = rule("hostel", phrases=["hostel"])
    assert [finding.text for finding in findings(tmp_path, text, WHOLE, exact)] == ["hostel"]
    pronoun = rule("he", phrases=["he", "his"], they="person")
    text = "Nobody wants a cripple in church on his holiday."
    assert "his" in [finding.text for finding in findings(tmp_path, text, WHOLE, pronoun)]


def test_a_clause_makes_room_for_more_exact_words_but_not_for_pronouns(tmp_path: Path) -> None:
    text = "He lives on the estate, but she is very polite for once."
    assert found(tmp_path, text, REACHING, rule("polite", phrases=["polite"])) == ["polite"]
    pronoun = rule("pronoun", phrases=["she"], they="sentence", suggestions=[])
    assert found(tmp_path, text, REACHING, pronoun) == ["but she is very polite for once"]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("The homeless gather by the doors.", ["The homeless"]),
        ("Meals for the homeless are at noon.", ["the homeless"]),
        ("The homeless shelter opens at noon.", []),
        ("Those are the homeless-born twins.", []),
    ],
)
def test_an_adjective_for_people_is_told_from_one_before_a_noun(tmp_path: Path, text: str, reported: list[str]) -> None:
    assert found(tmp_path, text, rule("noun", phrases=[{"the": "homeless"}])) == reported


def test_names_of_organisations_are_no_statements(tmp_path: Path) -> None:
    assert not found(tmp_path, "She learned it from the Catholic Women League, who have no fun.", GROUPS)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Each new employee must wear his badge.", "Each new employee"),
        ("Anyone who has lost his key can borrow one.", "Anyone"),
        ("The form goes to a team manager. He signs it.", "a team manager"),
        ("An employee asks the desk, and the employee keeps his copy.", "An employee"),
        ("We ask that each manager sign his form.", "each manager"),
        ("The manager calls the customer before he signs.", None),
        ("Each month he signs a form.", None),
        ("For years one has kept his promise here.", None),
        ("His badge is worn by each employee.", None),
        ("Any customer may call. He who calls first gets a badge.", None),
    ],
)
def test_the_message_names_the_person_that_a_pronoun_refers_to(tmp_path: Path, text: str, person: str | None) -> None:
    pronouns = rule("pronoun", phrases=["he", "his"], **{"refers-to": ["employee", "customer", "manager", "team"]})
    (finding,) = findings(tmp_path, text, pronouns)
    seen = f'"{finding.text}" refers to "{person}". ' if person else ""
    assert finding.message == f"{seen}There is a better word."


def test_a_pronoun_of_a_text_that_has_nobody_else_means_somebody_known(tmp_path: Path) -> None:
    pronouns = rule("pronoun", phrases=["her"], **{"refers-to": ["employee"]})
    assert not found(tmp_path, "Children at her age need ten hours of sleep.", pronouns)
    assert found(tmp_path, "An acrobat packs her bag.", pronouns) == ["her"]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("He never saw how an employee could lose his badge.", []),
        ("She asked an employee for his badge.", ["his"]),
        ("He who trusts an employee lends his badge.", ["He", "his"]),
        ("An employee came. He told a clerk of his badge.", ["He", "his"]),
        ("In his office an employee wears a badge.", ["his"]),
    ],
)
def test_a_sentence_that_opens_with_he_goes_on_with_whom_was_told_before(
    tmp_path: Path, text: str, reported: list[str]
) -> None:
    pronouns = rule("pronoun", phrases=["he", "his"], **{"refers-to": ["employee"]})
    assert found(tmp_path, text, pronouns) == reported


def test_the_message_names_whom_the_sentence_before_told_of(tmp_path: Path) -> None:
    pronouns = rule("pronoun", phrases=["his"], **{"refers-to": ["employee", "clerk"]})
    (finding,) = findings(tmp_path, "An employee may leave. He tells a clerk and hands in his badge.", pronouns)
    assert finding.message.startswith('"his" refers to "An employee". ')


def test_he_who_is_whoever_does_it_and_not_whom_it_is_done_to(tmp_path: Path) -> None:
    pronouns = rule("pronoun", phrases=["his"], **{"refers-to": ["employee"]})
    (plain,) = findings(tmp_path, "He who trusts an employee lends his badge.", pronouns)
    (named,) = findings(tmp_path, "He who laughs last keeps his badge.", pronouns)
    assert plain.message == "There is a better word."
    assert named.message.startswith('"his" refers to "He who". ')


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("An employee packs his bag.", Severity.WARNING),
        ("The form goes to an employee. He signs it.", Severity.WARNING),
        ("An employee's bag is his own.", Severity.WARNING),
        ("Before he leaves, each employee signs.", Severity.WARNING),
        ("An acrobat packs his bag.", Severity.SUGGESTION),
        ("An employee signs. By then Ann Reed and his team left.", Severity.SUGGESTION),
        ("An employee signs. It is late. A gift for him came.", Severity.SUGGESTION),
    ],
)
def test_a_pronoun_for_which_nobody_is_found_is_a_suggestion_at_most(
    tmp_path: Path, text: str, level: Severity
) -> None:
    judged = rule("pronoun", phrases=["he", "his", "him"], judge={"warning": 0.001}, **{"refers-to": ["employee"]})
    assert [each.severity for each in findings(tmp_path, text, judged)] == [level]


@pytest.mark.parametrize(
    ("text", "is_certain"),
    [
        ("If an employee says he is unwell, call the nurse.", True),
        ("Unless any employee objects that her locker is full, leave it.", True),
        ("If the employee says he is unwell, call the nurse.", False),
        ("An employee says he is unwell.", False),
        ("If an employee said he was unwell, we called.", False),
        ("Every hospital employee keeps his own diary.", True),
        ("Each employee must sign his own copy.", True),
        ("Each employee signed his own copy.", False),
        ("Each employee in the women's team brings her own kit.", False),
        ("If an employee asks a customer for his name, write it down.", False),
        ("If an acrobat says he is unwell, call the nurse.", False),
        ("If an employee tells Tom Reed that he is unwell, call the nurse.", False),
        ("If an employee rings from the bed of a mother, call her.", False),
    ],
)
def test_a_person_in_a_condition_is_nobody_in_particular(tmp_path: Path, text: str, is_certain: bool) -> None:
    nouns = ["employee", "customer"]
    never = rule("pronoun", phrases=["he", "her", "his"], judge={"warning": 0.999}, **{"refers-to": nouns})
    assert bool(found(tmp_path, text, never)) is is_certain
