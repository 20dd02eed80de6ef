"""What the rules on generalisations make of GeniL (COLM 2024): sentences that name a group and an attribute.

    python -m bench.genil FILE [--promoting SHARE] [--list FILE]

FILE is the English part, with the columns sentence, generalizing (0 or 1), promoting (from 0 to 1; empty where readers
did not agree), identity and attribute. A sentence promotes its stereotype from --promoting on (0.5); those without a
value are left out there. A sentence is found where any of the rules reports something in it.

`--list` writes what is found, and what is missed though it is promoting, with its line and hash. The sentences are
those of other people: keep that file outside the repository.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint.documents.normalise import plain_segment
from inclusivelint.engine import Engine, Match
from inclusivelint.errors import InclusivelintError
from inclusivelint.model import Severity
from inclusivelint.ruleset import load_rules

CATEGORY = "generalisations"


class Row(NamedTuple):
    """A sentence with its line in the file, and what readers said of it; `promoting` is None where they differ."""

    line: int
    sentence: str
    generalizing: bool
    promoting: bool | None
    identity: str
    attribute: str


class Score(NamedTuple):
    """How many sentences are of a class, how many are found, and how many are both."""

    wanted: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """In per cent; 0 where nothing is found."""
        return 100 * self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        """In per cent; 0 where nothing is wanted."""
        return 100 * self.right / max(1, self.wanted)


def read_rows(path: Path, promoting: float = 0.5) -> Iterator[Row]:
    """The sentences of the file; raises InclusivelintError and OSError."""
    with path.open(encoding="utf-8", newline="") as file:
        try:
            for number, row in enumerate(csv.DictReader(file), 2):
                share = float(row["promoting"]) >= promoting if row["promoting"] else None
                yield Row(number, row["sentence"], row["generalizing"] == "1", share, row["identity"], row["attribute"])
        except KeyError as error:
            raise InclusivelintError(f"{path}: no column {error}") from error
        except (ValueError, csv.Error) as error:
            raise InclusivelintError(f"{path}: {error}") from error


def matches(rows: Sequence[Row]) -> list[list[Match]]:
    """What the rules report in each sentence."""
    engine = Engine([rule for rule in load_rules() if rule.category == CATEGORY], fixes=False)
    segments = [plain_segment(row.sentence) for row in rows]
    return [list(engine.check([segment])) if segment else [] for segment in segments]


def score(wanted: Sequence[bool | None], found: Sequence[bool]) -> Score:
    """The counts, without the sentences of which nothing is known."""
    known = [(label, hit) for label, hit in zip(wanted, found, strict=True) if label is not None]
    return Score(
        sum(label for label, _ in known), sum(hit for _, hit in known), sum(label and hit for label, hit in known)
    )


def listed(row: Row, found: Sequence[Match]) -> str:
    """A line on a sentence: what it is, what is reported in it."""
    told = "; ".join(f"{m.severity.label} {m.certainty} {m.rule.id}: {m.segment.text[m.start : m.end]}" for m in found)
    kind = {None: "undecided", True: "promoting", False: "generalizing" if row.generalizing else "neither"}
    digest = hashlib.sha256(row.sentence.encode()).hexdigest()[:16]
    cells = (kind[row.promoting], row.line, digest, row.identity, row.attribute, told or "missed", row.sentence)
    return "\t".join(" ".join(str(cell).split()) for cell in cells)


def table(rows: Sequence[Row], found: Sequence[Sequence[Match]]) -> Iterator[str]:
    """The scores by class and level, in Markdown; precision and recall in per cent."""
    yield "| class | level | sentences | found | of the class | precision | recall |"
    yield "| --- | --- | --: | --: | --: | --: | --: |"
    classes = {"promoting": [row.promoting for row in rows], "generalizing": [row.generalizing for row in rows]}
    for name, wanted in classes.items():
        for level in (Severity.WARNING, Severity.SUGGESTION):
            each = score(wanted, [any(match.severity >= level for match in some) for some in found])
            shares = f"{each.precision:.0f} | {each.recall:.0f}"
            yield f"| {name} | {level.label} | {each.wanted} | {each.found} | {each.right} | {shares} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--promoting", type=float, default=0.5, metavar="SHARE")
    parser.add_argument("--list", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    try:
        rows = list(read_rows(options.file, options.promoting))
        found = matches(rows)
        print("\n".join(table(rows, found)))
        if options.list:
            told = [listed(row, some) for row, some in zip(rows, found, strict=True) if some or row.promoting]
            options.list.write_text("".join(f"{line}\n" for line in told), encoding="utf-8")
    except (InclusivelintError, OSError) as error:
        print(f"genil: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
