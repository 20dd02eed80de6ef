"""Write the scores into pages, between two marks."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

OPEN, CLOSE = "<!-- scores -->", "<!-- /scores -->"
COLUMNS = {
    "tag": "TAG", "pos": "POS", "morph": "MORPH", "lemma": "LEMMA", "uas": "UAS", "las": "LAS", "person": "PERSON F1",
    "sentence": "sentences F1", "token": "tokens F1",
}  # fmt: skip


def table(scores: dict[str, dict[str, float]]) -> str:
    """A Markdown table of the scores."""
    lines = ["| file | " + " | ".join(COLUMNS.values()) + " |", "| --- |" + " --: |" * len(COLUMNS)]
    for name, row in scores.items():
        lines.append(f"| {name} | " + " | ".join(f"{row[key]:.1f}" if row.get(key) else "–" for key in COLUMNS) + " |")
    return "\n".join(lines)


def main() -> None:
    """Replace the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scores", type=Path, required=True)
    parser.add_argument("--pages", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    made = table(json.loads(options.scores.read_text(encoding="utf-8")))
    for page in options.pages:
        before, _, rest = page.read_text(encoding="utf-8").partition(OPEN)
        _, _, after = rest.partition(CLOSE)
        page.write_text(f"{before}{OPEN}\n\n{made}\n\n{CLOSE}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
