"""How well he and she become they: word error rate on sentences whose they-versions were written by hand.

    python bench/they.py [--pipeline NAME] [--errors]

Prints the sentences, the words, and the errors for each hundred words; before any change and after it.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from inclusivelint.config import Config
from inclusivelint.fixer import fix_source
from inclusivelint.linter import Linter
from inclusivelint.model import Severity
from inclusivelint.ruleset import load_rules

SENTENCES = Path(__file__).parent / "they" / "sentences.txt"
RULE = "gendered-language/any-gendered-pronoun"
_CHANGE = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


def pairs(path: Path = SENTENCES) -> Iterator[tuple[str, str, str]]:
    """The domain, the sentence and its they-version for each line "{He|They} {walks|walk}."."""
    domain = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            domain = line[3:]
        elif line and not line.startswith("#"):
            yield domain, _CHANGE.sub(r"\1", line), _CHANGE.sub(r"\2", line)


def word_errors(given: Sequence[str], wanted: Sequence[str]) -> int:
    """The fewest words to put in, take out or change."""
    row = list(range(len(wanted) + 1))
    for i, word in enumerate(given, 1):
        previous, row[0] = row[0], i
        for j, other in enumerate(wanted, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (word != other))
    return row[-1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pipeline")
    parser.add_argument("--errors", action="store_true", help="show each sentence that comes out otherwise")
    options = parser.parse_args()
    config = Config(path=None, root=Path(), pipeline=options.pipeline, min_severity=Severity.SUGGESTION)
    linter = Linter(load_rules(), config, select=[RULE])
    words = before = after = wrong = count = 0
    for domain, given, wanted in pairs():
        fixed = fix_source(linter, "a.txt", given + "\n", unsafe=True).source.rstrip("\n")
        count += 1
        words += len(wanted.split())
        before += word_errors(given.split(), wanted.split())
        errors = word_errors(fixed.split(), wanted.split())
        after += errors
        wrong += errors > 0
        if errors and options.errors:
            print(f"[{domain}]\n  - {wanted}\n  + {fixed}")
    print(f"{count} sentences, {words} words, {wrong} sentences that come out otherwise")
    print(f"errors for each hundred words: {100 * before / words:.2f} before, {100 * after / words:.2f} after")


if __name__ == "__main__":
    main()
