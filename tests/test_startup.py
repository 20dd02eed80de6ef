"""A run loads what its documents need: measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import CALM

HEAVY = {
    "lxml",
    "pypdf",
    "pypdfium2",
    "spacy",
    "thinc",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "yaml",
    "lemminflect",
    "inflect",
    "pydantic",
    "pathspec",
    "platformdirs",
    "jinja2",
    "pygments",
    "email",
}
PROBE = """
import json, sys
from inclusivelint.cli import main
try:
    main()
finally:
    json.dump(sorted({name.partition(".")[0] for name in sys.modules}), sys.stderr)
"""


def heavy_modules(*args: str, cwd: Path) -> set[str]:
    """What of HEAVY a command has loaded when it ends."""
    command = [sys.executable, "-c", PROBE, *args]
    completed = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=CALM, timeout=120, check=False)
    assert completed.returncode in (0, 1), completed.stderr
    return HEAVY & set(json.loads(completed.stderr))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three documents; the shipped rules are compiled, as they are in a wheel."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "certain.md").write_text("The venue welcomes wheelchair-bound guests.\n", encoding="utf-8")
    (folder / "certain.txt").write_text("The venue welcomes wheelchair-bound guests.\n", encoding="utf-8")
    (folder / "clean.md").write_text("The venue welcomes everyone.\n", encoding="utf-8")
    heavy_modules("check", "clean.md", cwd=folder)
    return folder


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "--version",
        "check --help",
        "check certain.md",
        "check certain.md --format json",
        "check certain.md --format sarif --format markdown:summary.md",
        "check certain.txt",
        "check clean.md",
        "check .",
        "explain disability/wheelchair-bound",
    ],
)
def test_nothing_heavy_is_loaded(folder: Path, command: str) -> None:
    assert heavy_modules(*command.split(), cwd=folder) == set()


@pytest.mark.parametrize(
    ("name", "source", "loaded"),
    [
        ("a.rst", "A wheelchair-bound guest.\n", set()),
        ("a.html", "<p>A wheelchair-bound guest.", set()),
        ("a.tex", "A wheelchair-bound guest.\n", set()),
        ("a.json", '["A wheelchair-bound guest."]', set()),
        ("a.yaml", "a: A wheelchair-bound guest.\n", {"yaml"}),
        ("a.eml", "A: b\n\nA wheelchair-bound guest.\n", {"email"}),
        ("a.py", "# A wheelchair-bound guest.\n", {"pygments"}),
    ],
)
def test_a_parser_is_loaded_for_its_files_alone(tmp_path: Path, name: str, source: str, loaded: set[str]) -> None:
    (tmp_path / name).write_text(source, encoding="utf-8")
    assert heavy_modules("check", name, cwd=tmp_path) == loaded


def test_the_probe_sees_what_is_loaded(folder: Path) -> None:
    (folder / "front-matter.md").write_text("---\ntitle: Access\n---\nA wheelchair-bound guest.\n", encoding="utf-8")
    assert heavy_modules("check", "front-matter.md", cwd=folder) == {"yaml"}
