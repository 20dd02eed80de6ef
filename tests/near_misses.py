"""Near-miss pairs: a sentence to flag and its twin to leave alone, in `tests/contrast/`, and how the linter does.

    python -m tests.near_misses [CATEGORY…]      or: make eval

A pair is right when the marked words of one are reported and those of the other are not. The pairs were written without
sight of the rules and of what the judge learned from. Keep them so: mend rules for the phenomenon, never for a pair.
Those in `tests/blind/` are for counting alone: nobody reads them, and nothing learns from them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from inclusivelint.documents.normalise import plain_segment
from inclusivelint.engine import Engine
from inclusivelint.engine.means import Means
from inclusivelint.model import Severity
from inclusivelint.ruleset import load_rules

FOLDER = Path(__file__).parent / "contrast"
BLIND = Path(__file__).parent / "blind"
STAGES = {
    "words alone": Means.WORDS,
    "+ conditions": Means.CONDITIONS,
    "+ judge": Means.CONDITIONS | Means.JUDGE,
    "+ spaCy: everything": Means.ALL,
}
"""What the linter decides by, in the order in which it turns to each."""


class Pair(NamedTuple):
    """Two sentences that differ in their context; `judgement` names what decides."""

    category: str
    judgement: str
    flag: str
    leave: str


class Outcome(NamedTuple):
    """The highest level reported on the marked words of either sentence; 0 for nothing."""

    pair: Pair
    flagged: int
    left: int


class Shares(NamedTuple):
    """How many of a hundred pairs are right on both sides, are found, are false alarms."""

    pairs: int
    both: float
    recall: float
    alarms: float


def read_pairs(folder: Path = FOLDER) -> Iterator[Pair]:
    """Every pair of every file of a folder; a file is a category, or in `BLIND` a writer."""
    for path in sorted(folder.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["pairs"]:
            yield Pair(path.stem, row["judgement"], row["flag"], row["pass"])


def unmarked(text: str) -> tuple[str, int, int]:
    """The sentence without its marks, and where the marked words begin and end."""
    before, _, rest = text.partition("{{")
    words, _, after = rest.partition("}}")
    return before + words + after, len(before), len(before) + len(words)


def level(engine: Engine, marked: str) -> int:
    """The highest level that is reported on the marked words."""
    text, start, end = unmarked(marked)
    segment = plain_segment(text)
    found = engine.check([segment]) if segment else ()
    return max((int(match.severity) for match in found if match.start < end and start < match.end), default=0)


def outcomes(pairs: Iterable[Pair], means: Means = Means.ALL) -> list[Outcome]:
    """What the library makes of each pair by these means, without the rules that are off by default."""
    engine = Engine([rule for rule in load_rules() if rule.default and not rule.preference], fixes=False, means=means)
    return [Outcome(pair, level(engine, pair.flag), level(engine, pair.leave)) for pair in pairs]


def shares(found: Iterable[Outcome], least: Severity = Severity.WARNING) -> Shares:
    """The shares at a level: by default what a run shows without options."""
    rows = [(each.flagged >= least, each.left >= least) for each in found]
    count = len(rows)
    return Shares(
        count,
        100 * sum(flagged and not left for flagged, left in rows) / count,
        100 * sum(flagged for flagged, _ in rows) / count,
        100 * sum(left for _, left in rows) / count,
    )


def stages(pairs: Sequence[Pair], everything: Sequence[Outcome]) -> Iterator[str]:
    """The table of what each stage adds, by judgement: both right / found / false alarms."""
    found = {name: everything if means == Means.ALL else outcomes(pairs, means) for name, means in STAGES.items()}
    yield f"| both right / found / false alarms | {' | '.join(STAGES)} |"
    yield f"| --- |{' --: |' * len(STAGES)}"
    for name in ["all", *sorted({pair.judgement for pair in pairs})]:
        cells = [shares(each for each in some if name in ("all", each.pair.judgement)) for some in found.values()]
        yield f"| {name} | {' | '.join(' / '.join(f'{share:.0f}' for share in cell[1:]) for cell in cells)} |"


def table(found: Sequence[Outcome]) -> Iterator[str]:
    """The shares of all pairs, of each judgement and of each file."""
    judgements = sorted({each.pair.judgement for each in found})
    categories = sorted({each.pair.category for each in found})
    yield "| pairs of | pairs | both right | found | false alarms | with suggestions: both | found | alarms |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for name in ["all", *judgements, *categories]:
        some = [each for each in found if name in ("all", each.pair.judgement, each.pair.category)]
        shown, all_levels = shares(some), shares(some, Severity.SUGGESTION)
        cells = [name, shown.pairs, *(f"{share:.0f}" for share in (*shown[1:], *all_levels[1:]))]
        yield f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Print the shares by judgement and category; with names of categories their pairs that are wrong, too."""
    pairs = list(read_pairs())
    found = outcomes(pairs)
    print("\n".join(table(found)))
    print("\nPairs for counting alone, which nothing was built from:\n")
    print("\n".join(table(outcomes(read_pairs(BLIND)))))
    print("\nWhat each means of judging adds:\n")
    print("\n".join(stages(pairs, found)))
    for outcome in found:
        pair = outcome.pair
        if pair.category in sys.argv[1:] and not outcome.flagged >= Severity.WARNING > outcome.left:
            print(
                f"\n{pair.category}, {pair.judgement}:\n  {outcome.flagged} {pair.flag}\n  {outcome.left} {pair.leave}"
            )


if __name__ == "__main__":
    main()
