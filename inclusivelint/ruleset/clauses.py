"""Model clauses: texts that a policy can take over, one Markdown file for each topic, a section for each clause."""

from __future__ import annotations

import re
from pathlib import Path

_SECTION = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)


def clauses_folder() -> Path:
    """Where the clauses stand: inside the package in a wheel, in the documentation in a checkout."""
    inside = Path(__file__).parent.parent / "clauses"
    return inside if inside.is_dir() else inside.parent.parent / "docs" / "clauses"


def model_clause(name: str) -> str | None:
    """The text of the clause that a rule names as `file/section`; None where there is none."""
    file, _, section = name.partition("/")
    try:
        text = (clauses_folder() / f"{file}.md").read_text(encoding="utf-8")
    except OSError:
        return None
    found = {match["title"].lower().replace(" ", "-"): match["body"] for match in _SECTION.finditer(text)}
    return found[section].partition("\nSources:")[0].strip() if section in found else None
