"""The English pipeline that ships: what it makes of plain sentences, and how much of it is loaded."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from inclusivelint.engine import encoder, syntax
from inclusivelint.engine.encoder import Encoder, Lemmas, tree
from inclusivelint.engine.patterns import need_of
from inclusivelint.engine.pipeline import Need, load_pipeline
from inclusivelint.errors import ConfigError, InclusivelintError
from inclusivelint.ruleset import compile_rules, rules_folder

from .helpers import found, rule, write_rules

FOLDER = Path(encoder.__file__).parent.parent / "pipeline"


def parsed(text: str) -> Doc:
    return load_pipeline(None)(text)


def word(doc: Doc, text: str) -> spacy.tokens.Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("The chairman signs his forms.", "DT NN VBZ PRP$ NNS ."),
        ("She has worked here and likes it.", "PRP VBZ VBN RB CC VBZ PRP ."),
        ("ALL EMPLOYEES MUST SIGN.", "DT NNS MD VB ."),
        ("Don’t man the phones!", "VB RB VB DT NNS ."),
        ("Priya Rao lives in Leeds.", "NNP NNP VBZ IN NNP ."),
    ],
)
def test_words_get_penn_tags(text: str, tags: str) -> None:
    assert " ".join(token.tag_ for token in parsed(text)) == tags


def test_words_get_parts_of_speech_features_and_base_forms() -> None:
    doc = parsed("The women’s children weren’t crying when we were leaving.")
    assert [token.lemma_ for token in doc if token.pos_ in {"NOUN", "VERB", "AUX"}] == [
        "woman", "child", "be", "cry", "be", "leave",
    ]  # fmt: skip
    assert word(doc, "were").morph.get("Tense", []) == ["Past"]
    assert word(doc, "we").morph.get("Number", []) == ["Plur"]


def test_words_get_heads_that_the_questions_of_grammar_can_be_asked_of() -> None:
    doc = parsed("If an employee loses his badge, he must tell us and buys a new one.")
    assert [verb.text for verb in syntax.finite_verbs_of(word(doc, "employee"))] == ["loses"]
    assert [verb.text for verb in syntax.finite_verbs_of(word(doc, "he"))][:1] == ["must"]
    assert syntax.possessor(word(doc, "badge")) == word(doc, "his")
    doc = parsed("Women are not emotional.")
    complement = syntax.complement_of(word(doc, "Women"))
    assert complement == word(doc, "emotional")
    assert syntax.is_negated(word(doc, "emotional"))
    assert syntax.is_passive_subject(word(parsed("The chairman was elected."), "chairman"))


def test_people_are_named() -> None:
    doc = parsed("Yesterday Ada Lovelace met the engineers.")
    assert [(name.text, name.label_) for name in doc.ents] == [("Ada Lovelace", "PERSON")]


def test_sentences_are_divided_as_the_linter_divides_them() -> None:
    doc = parsed("Dr. Rao left. Did he?\n\nA heading\n\nIt is late.")
    assert [sentence.text.strip() for sentence in doc.sents] == ["Dr. Rao left.", "Did he?", "A heading", "It is late."]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "  A  dog ", "\n\n.\n\n", "x" * 50_000, "¿?" * 200, "a " * 700])
def test_any_text_gets_whole_trees(text: str) -> None:
    check_trees(parsed(text))


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_characters_get_whole_trees(text: str) -> None:
    check_trees(parsed(text))


def check_trees(doc: Doc) -> None:
    for token in doc:
        assert token.tag_
        assert token.dep_
        steps = [token]
        while steps[-1].head.i != steps[-1].i:
            steps.append(steps[-1].head)
            assert len(steps) <= len(doc)


@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
@settings(max_examples=200, deadline=None)
def test_scores_become_a_tree_with_one_root(size: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(size, size + 1)).astype(np.float32)
    scores[np.arange(size), np.arange(size) + 1] += seed % 3
    heads = tree(scores)
    assert (heads == 0).sum() == 1
    for start in range(size):
        at, steps = start + 1, 0
        while at:
            at, steps = int(heads[at - 1]), steps + 1
            assert steps <= size


def test_the_best_tree_is_left_as_it_is() -> None:
    scores = np.array([[0, 0, 9, 0], [9, 0, 0, 0], [0, 0, 9, 0]], dtype=np.float32)
    assert tree(scores).tolist() == [2, 0, 2]


def test_base_forms_come_from_exceptions_then_endings() -> None:
    lemmas = Lemmas(
        {
            "kept": ["NNP"],
            "exceptions": {"NNS": {"men": "man"}},
            "endings": {"NNS": {"s": [1, ""], "ies": [3, "y"]}, "NNPS": {"s": [1, ""]}},
        }
    )
    assert [lemmas(form, "NNS") for form in ("Men", "Policies", "forms", "s")] == ["man", "policy", "form", "s"]
    assert lemmas("Leeds", "NNP") == "Leeds"
    assert lemmas("Articles", "NNPS") == "Article"
    assert lemmas("Quickly", "RB") == "quickly"


def test_answers_do_not_depend_on_what_was_read_before() -> None:
    text = "He said that the chairman of the board was late."
    first = [(token.tag_, token.head.i, token.dep_) for token in parsed(text)]
    parsed("Something else. " + text)
    assert [(token.tag_, token.head.i, token.dep_) for token in parsed(text)] == first


def test_components_are_on_by_need() -> None:
    assert load_pipeline(None, Need.TOKENS).pipe_names == []
    tags = load_pipeline(None, Need.TAGS)("The men work.")
    assert tags[1].lemma_ == "man"
    assert not tags.has_annotation("DEP")
    assert load_pipeline(None, Need.SYNTAX)("The men work.")[1].dep_ == "nsubj"


@pytest.mark.parametrize(
    ("keys", "need"),
    [
        ({"pattern": [[{"LOWER": "men", "IS_TITLE": True}]]}, Need.TOKENS),
        ({"pattern": [[{"LOWER": "men"}], [{"LOWER": "man", "POS": "VERB"}]]}, Need.TAGS),
        ({"pattern": [[{"LEMMA": "man"}]]}, Need.TAGS),
        ({"pattern": [[{"LOWER": "men", "DEP": "nsubj"}]]}, Need.SYNTAX),
        ({"dependency": [[{"RIGHT_ID": "a", "RIGHT_ATTRS": {"LOWER": "men"}}]]}, Need.SYNTAX),
    ],
)
def test_patterns_say_what_they_need(tmp_path: Path, keys: dict[str, object], need: Need) -> None:
    (compiled,) = compile_rules([write_rules(tmp_path, rule("men", **keys))], [rules_folder() / "sources.yaml"])
    assert need_of(compiled) == need


MANNED = rule("manned", pattern=[[{"LEMMA": "man", "POS": "VERB"}]])
SAID = rule(
    "said",
    focus=["said"],
    dependency=[
        {"RIGHT_ID": "said", "RIGHT_ATTRS": {"LOWER": {"IN": ["emotional", "irrational"]}}},
        {"LEFT_ID": "said", "REL_OP": ">", "RIGHT_ID": "who", "RIGHT_ATTRS": {"LOWER": "women", "DEP": "nsubj"}},
    ],
)


def test_rules_match_by_base_form_and_part_of_speech(tmp_path: Path) -> None:
    text = "We manned the desk. The men are manning it. A man came. She mans it."
    assert found(tmp_path, text, MANNED) == ["manned", "manning", "mans"]


def test_rules_match_by_dependencies_at_any_distance(tmp_path: Path) -> None:
    text = "Women, by their very nature, are emotional.\n\nThe women wrote an emotional letter.\n"
    assert found(tmp_path, text, SAID) == ["emotional"]
    assert found(tmp_path, text, {**SAID, "focus": ["who", "said"]}) == ["Women, by their very nature, are emotional"]


def test_another_pipeline_can_be_configured(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("inclusive_english")
    nlp.to_disk(tmp_path / "own")
    assert found(tmp_path, "We manned the desk.", MANNED, pipeline=str(tmp_path / "own")) == ["manned"]


def test_a_pipeline_without_what_a_rule_needs_is_one_clear_error(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    name = str(tmp_path / "blank")
    assert load_pipeline(name, Need.TOKENS)("A man.")[1].text == "man"
    with pytest.raises(ConfigError, match=r"has no tagger and no parser.*python -m spacy download en_core_web_sm"):
        load_pipeline(name, Need.SYNTAX)


def test_a_pipeline_that_is_damaged_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'xx", encoding="utf-8")
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"can't be loaded.*python -m spacy download"):
        load_pipeline(str(tmp_path), Need.TAGS)


def test_a_damaged_model_is_one_clear_error(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "pipeline")
    (tmp_path / "pipeline" / "encoder.onnx").write_bytes(b"no model")
    with pytest.raises(InclusivelintError, match=r"the English pipeline in .* can't be loaded"):
        Encoder(tmp_path / "pipeline")


def test_the_model_is_small_and_says_where_it_comes_from() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 15_000_000
    meta = json.loads((FOLDER / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert {source["license"] for source in meta["sources"]} >= {"CC BY-SA 4.0", "CC BY 4.0"}
    assert "B-PERSON" in meta["labels"]["name"]


def test_spacy_finds_the_component_by_its_name() -> None:
    code = 'import spacy; nlp = spacy.blank("en"); nlp.add_pipe("inclusive_english"); print(nlp("Men work.")[0].dep_)'
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "nsubj"
