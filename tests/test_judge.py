"""The learned judge: how texts are put to it, what its answers rest on, and what becomes of a finding."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
import spacy

import inclusivelint
from inclusivelint.config import Config
from inclusivelint.engine import judge as judging
from inclusivelint.engine.judge import GROUP, GroupNames, Judge, Question, clip, load_judge, mark, masked, question
from inclusivelint.engine.labelled import contrast_folder, nearest, read_contrast, texts_of
from inclusivelint.errors import InclusivelintError
from inclusivelint.linter import Linter
from inclusivelint.model import Finding
from inclusivelint.ruleset import load_rules

from .commands import run
from .helpers import findings, rule

ROOT = Path(__file__).parents[1]
SHIPPED = Path(judging.__file__).parent.parent / "judge"
USED = "The night shift is crazy, so nobody signs up for it."
OTHER_SENSE = "He paints crazy paving for a living."


def asked(text: str, trigger: str) -> Question:
    """The question of the first place where the trigger stands."""
    start = text.index(trigger)
    return Question(text, start, start + len(trigger))


# How texts are put


def test_the_sentence_and_the_one_before_are_put() -> None:
    text = "One is far. Two is near. Three is crazy. Four comes after."
    shown, start, end = question(text, text.index("crazy"), text.index("crazy") + 5)
    assert shown.strip() == "Two is near. Three is crazy."
    assert shown[start:end] == "crazy"


def test_the_first_sentence_stands_alone() -> None:
    assert question("A crazy week. More follows.", 2, 7).text.strip() == "A crazy week."


def test_long_texts_are_cut_between_words() -> None:
    text = f"{'before ' * 100}crazy {'after ' * 100}"
    shown, start, end = clip(asked(text, "crazy"))
    assert shown[start:end] == "crazy"
    assert len(shown) <= 2 * judging.REACH + 5
    assert set(shown.split()) == {"before", "crazy", "after"}


def test_a_word_without_end_is_cut_too() -> None:
    shown, start, end = clip(asked(f"{'x' * 5000} crazy {'y' * 5000}", "crazy"))
    assert shown[start:end] == "crazy"
    assert len(shown) < 600


def test_the_trigger_is_marked() -> None:
    assert mark(asked("A crazy week", "crazy")).split() == ["A", judging.OPEN, "crazy", judging.CLOSE, "week"]


GROUPS = GroupNames(["deaf people", "muslims", "people with dementia", "men"])


@pytest.mark.parametrize(
    ("text", "trigger", "seen", "asked_about"),
    [
        ("Deaf people vote.", "Deaf people", f"{GROUP} vote.", GROUP),
        ("Many Muslims vote.", "Muslims", f"Many {GROUP} vote.", GROUP),
        ("Deaf people are crazy.", "crazy", f"{GROUP} are crazy.", "crazy"),
        ("How crazy of people with dementia, Muslims", "crazy", f"How crazy of {GROUP}, {GROUP}", "crazy"),
        ("We let deaf people do it.", "We let deaf people do it", f"We let {GROUP} do it.", f"We let {GROUP} do it"),
        # the wording in question itself, another word, and words that wording can turn on
        ("Deaf people vote.", "Deaf", "Deaf people vote.", "Deaf"),
        ("Tell deaf people now.", "deaf people now", "Tell deaf people now.", "deaf people now"),
        ("The Muslims' crazy vote", "crazy", f"The {GROUP}' crazy vote", "crazy"),
        ("A Muslim's crazy vote for deaf, people say", "crazy", "A Muslim's crazy vote for deaf, people say", "crazy"),
        ("Men are crazy.", "crazy", "Men are crazy.", "crazy"),
        ("Men are crazy.", "Men", f"{GROUP} are crazy.", GROUP),
    ],
)  # fmt: skip
def test_the_names_of_groups_are_hidden(text: str, trigger: str, seen: str, asked_about: str) -> None:
    found = masked(asked(text, trigger), GROUPS)
    assert found.text == seen
    assert found.text[found.start : found.end] == asked_about


# Answers


def test_answers_tell_senses_apart() -> None:
    used, other = load_judge().certainties([asked(USED, "crazy"), asked(OTHER_SENSE, "crazy")])
    assert 0 <= other < 0.5 < used <= 1


def test_answers_depend_on_nothing_that_was_asked_before() -> None:
    texts = [text for path in sorted(contrast_folder().glob("*.txt"))[:6] for text in list(read_contrast(path))[:12]]
    questions = [text.question for text in texts]
    together = dict(zip(questions, Judge().certainties(questions), strict=True))
    shuffled = random.Random(1).sample(questions, len(questions))
    assert Judge().certainties(shuffled) == [together[one] for one in shuffled]
    alone = Judge()
    assert [alone.certainties([one])[0] for one in shuffled[:10]] == [together[one] for one in shuffled[:10]]


def test_an_answer_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge()
    first = judge.certainties([asked(USED, "crazy")])
    monkeypatch.setattr(judge, "_session", None)
    assert judge.certainties([asked(USED, "crazy")] * 3) == first * 3


@pytest.mark.parametrize(
    "text", ["crazy", "🙂 crazy 🙂", "crazy\u0301 crazy", "\x00 crazy", "क्रेज़ी crazy", "[unused1] crazy"]
)
def test_odd_texts_are_answered(text: str) -> None:
    (certainty,) = load_judge().certainties([asked(text, "crazy")])
    assert 0 <= certainty <= 1


@pytest.mark.parametrize("name", ["judge.onnx", "tokenizer.json", "judge.json"])
@pytest.mark.parametrize("damage", ["missing", "cut"])
def test_a_damaged_judge_is_one_clear_line(tmp_path: Path, name: str, damage: str) -> None:
    for file in ("judge.onnx", "tokenizer.json", "judge.json"):
        shutil.copy(SHIPPED / file, tmp_path)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).unlink()
    if damage == "cut":
        (tmp_path / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(InclusivelintError, match=r"the judge in .* can't be loaded: \S") as caught:
        Judge(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_judge_is_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir() if path.is_file()) < 25_000_000


# No group is held against anybody


def frames(name: str) -> list[str]:
    """The frames of made statements."""
    return (ROOT / "training" / "judge" / "statements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def named(frame: str, group: str) -> Question:
    """A frame with a group in it, whose name is the trigger."""
    text = frame.replace("{X}", group[:1].upper() + group[1:]).replace("{x}", group)
    start = text.lower().index(group.lower())
    return Question(text, start, start + len(group))


def test_neutral_statements_are_judged_alike_whatever_group_they_name() -> None:
    groups, neutral = frames("groups"), frames("neutral")
    assert len(groups) > 100
    assert len(neutral) > 200
    shares = []
    for group in groups:
        certainties = load_judge().certainties([named(frame, group) for frame in neutral])
        shares.append(sum(certainty >= 0.5 for certainty in certainties) / len(neutral))
    assert max(shares) - min(shares) <= 0.01
    assert max(shares) <= 0.05


def test_hardly_any_neutral_statement_about_a_group_is_reported() -> None:
    linter = Linter(load_rules(), Config(path=None, root=Path()))
    groups = frames("groups")
    texts = [
        frame.replace("{X}", group[:1].upper() + group[1:]).replace("{x}", group)
        for number, frame in enumerate(frames("neutral"))
        for group in groups[number % 16 :: 16]
    ]
    reported = [text for text in texts if linter.check_source("a.txt", text).findings]
    assert len(reported) <= 0.01 * len(texts), reported


# What becomes of a finding

LEVELS = {"suggestion": 0.001, "warning": 0.5}


def judged(tmp_path: Path, text: str, levels: object) -> list[Finding]:
    return findings(tmp_path, text, rule("crazy", severity="suggestion", judge=levels))


def test_certainty_makes_the_level(tmp_path: Path) -> None:
    (used,) = judged(tmp_path, USED, LEVELS)
    (other,) = judged(tmp_path, OTHER_SENSE, LEVELS)
    assert (used.severity.label, other.severity.label) == ("warning", "suggestion")
    assert used.certainty is not None
    assert other.certainty is not None
    assert used.certainty > 0.5 > other.certainty


def test_what_is_not_certain_enough_is_let_pass(tmp_path: Path) -> None:
    assert judged(tmp_path, USED, {"warning": 0.5}) != []
    assert judged(tmp_path, OTHER_SENSE, {"warning": 0.5}) == []
    assert judged(tmp_path, OTHER_SENSE, "ask") == []


def test_a_rule_that_asks_nobody_has_no_certainty(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, OTHER_SENSE, rule("crazy"))
    assert finding.certainty is None


def test_plain_conditions_come_first(tmp_path: Path) -> None:
    strict = rule("crazy", judge={"warning": 0.001}, unless=[{"after": ["paving"]}])
    assert findings(tmp_path, OTHER_SENSE, strict) == []


def test_of_what_a_rule_sees_in_the_same_words_the_longest_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Strict:
        """Certain of short triggers alone."""

        def certainties(self, questions: list[Question]) -> list[float]:
            return [float(one.end - one.start < 10) for one in questions]

    monkeypatch.setattr(judging, "load_judge", Strict)
    phrases = rule("x", phrases=["crazy", "a crazy week"], judge="ask")
    assert findings(tmp_path, "It was a crazy week.", phrases) == []
    assert [finding.text for finding in findings(tmp_path, "It was crazy.", phrases)] == ["crazy"]


# The Python edges


def test_the_component_scores_the_spans_of_a_document() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("inclusive_judge")
    docs = [nlp.make_doc(text) for text in (USED, OTHER_SENSE)]
    for doc in docs:
        start = next(token.i for token in doc if token.text == "crazy")
        doc.spans["inclusivelint"] = [doc[start : start + 1]]
    used, other = (nlp.get_pipe("inclusive_judge")(doc).spans["inclusivelint"][0]._.certainty for doc in docs)
    assert used > 0.5 > other


def test_the_components_work_together() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("inclusivelint")
    nlp.add_pipe("inclusive_judge")
    flagged, clean = nlp("The venue welcomes wheelchair-bound guests."), nlp("The venue welcomes everyone.")
    assert [span._.certainty > 0.5 for span in flagged.spans["inclusivelint"]] == [True]
    assert list(clean.spans["inclusivelint"]) == []


def test_findings_tell_their_certainty() -> None:
    rules = {each.id: each for each in load_rules()}
    for finding in inclusivelint.check_text(
        "The client is a crazy person. The venue welcomes wheelchair-bound guests."
    ):
        assert (finding.certainty is not None) == bool(rules[finding.rule.id].judge)


# Labelled texts, and explanations that rest on them


def test_every_labelled_text_can_be_read_and_stands_once() -> None:
    texts = [text for path in sorted(contrast_folder().glob("*.txt")) for text in read_contrast(path)]
    assert len(texts) > 15_000
    assert len({text.question for text in texts}) == len(texts)


def test_every_rule_has_texts_on_either_side() -> None:
    lacking = []
    # Rules about groups and pronouns share the texts of identity-terms, generalisations and gendered-language.
    # Where a configuration chooses an order of words, nothing is left to judge.
    rules = [each for each in load_rules() if each.default and not each.preference]
    for each in (each for each in rules if not each.about_group and not each.kinds):
        sides = [text.flagged for text in texts_of(each)]
        if sides.count(True) < 6 or sides.count(False) < 6:
            lacking.append(each.id)
    assert lacking == []


@pytest.mark.parametrize("line", ["a crazy week", "+ a crazy week", "+ a [[crazy]] [[week]]", "* a [[crazy]] week"])
def test_a_line_that_is_no_text_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"= crazy | of days, not of paving\n+ A [[crazy]] day.\n{line}\n", encoding="utf-8")
    with pytest.raises(InclusivelintError, match=r"a\.txt:3:1: expected"):
        list(read_contrast(path))


def test_the_nearest_texts_come_first() -> None:
    (crazy,) = (each for each in load_rules() if each.id == "mental-health-and-neurodiversity/crazy")
    texts = texts_of(crazy)
    own = next(text for text in texts if text.flagged)
    flagged, passed = nearest(load_judge(), own.question, texts)
    assert flagged[0] == own
    assert len(flagged) == len(passed) == 2
    assert not any(text.flagged for text in passed)


def test_a_finding_is_explained(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Access\n\nThe venue welcomes wheelchair-bound guests.\n", encoding="utf-8")
    done = run("explain", "--finding", "a.md:3", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    for part in (
        'a.md:3:20: "wheelchair-bound"',
        "%",
        "Most like it, changed:",
        "Most like it, left alone:",
        "Sources:",
    ):
        assert part in done.out
    assert run("explain", "--finding", "a.md:3:20", cwd=tmp_path) == done


@pytest.mark.parametrize(
    "text", ["A crazy week at the desk.", "He has a wheelchair, so he won't want the wedding dance."]
)
def test_the_certainty_that_is_explained_is_the_one_that_decided(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(f"{text}\n", encoding="utf-8")
    report = json.loads(run("check", "a.md", "--format", "json", "--min-severity", "suggestion", cwd=tmp_path).out)
    (finding,) = report["findings"]
    explained = " ".join(run("explain", "--finding", "a.md:1", cwd=tmp_path).out.split())
    assert f"is {finding['certainty']:.0%}, which makes it a {finding['severity']}" in explained


@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("a.md", '"a.md" is no place'),
        ("a.md:1", "a.md:1: nothing is found there"),
        ("a.md:3:1", "a.md:3:1: nothing is found there"),
        ("b.md:1", "b.md: No such file"),
    ],
)
def test_a_place_without_a_finding_is_one_line(tmp_path: Path, place: str, problem: str) -> None:
    (tmp_path / "a.md").write_text("# Access\n\nThe venue welcomes wheelchair-bound guests.\n", encoding="utf-8")
    done = run("explain", "--finding", place, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert problem in done.err
    assert len(done.err.splitlines()) == 1
