"""The Python edges: `check_text`, the spaCy component, and the floors that imports must keep."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import spacy

import inclusivelint


def test_check_text() -> None:
    text = "The \U0001f44b chairmen met."
    (finding,) = inclusivelint.check_text(text)
    assert (finding.rule.id, finding.text, text[finding.span.start : finding.span.end]) == (
        "gendered-language/chairman",
        "chairmen",
        "chairmen",
    )
    assert inclusivelint.check_text(text, ignore=["gendered-language"]) == ()
    assert inclusivelint.check_text(text, select=["disability"]) == ()


def test_the_spacy_component_marks_spans() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("inclusivelint")
    doc = nlp("The wheelchair-bound guest\nand the chairman  met.")
    assert [(span.text, span.label_) for span in doc.spans["inclusivelint"]] == [
        ("wheelchair-bound", "disability/wheelchair-bound"),
        ("chairman", "gendered-language/chairman"),
    ]


def test_the_spacy_component_can_be_told_what_to_check() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("inclusivelint", config={"ignore": ["disability/*"]})
    doc, empty = nlp("A wheelchair-bound chairman."), nlp("")
    assert [span.text for span in doc.spans["inclusivelint"]] == ["chairman"]
    assert len(empty.spans["inclusivelint"]) == 0


def test_the_floors_are_kept() -> None:
    root = Path(__file__).parent.parent
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", "pyproject.toml"]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
