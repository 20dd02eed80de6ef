"""The English pipeline: words a second on one core for each level, and how long it takes to load.

Load time is given as a multiple of importing spaCy, measured in turn, so that what else the machine does falls on both.
With a folder, its Markdown files are read sentence by sentence, as a run does; else a few made-up sentences.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path

from inclusivelint.documents import read
from inclusivelint.engine.context import sentence_starts
from inclusivelint.engine.pipeline import Need, load_pipeline

ROUNDS = 5
SENTENCES = 1500
MADE_UP = [
    "Employees who need time off to care for a relative tell their manager as soon as they can.",
    "The board meets every month and publishes what it has decided.",
    "If a tenant reports a fault, the landlord must repair it within ten working days, or agree on another date.",
]
LOAD = "import time, spacy; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
PIPELINE = "from inclusivelint.engine.pipeline import load_pipeline; load_pipeline(None)('A word.')"
IMPORT = "import time; t = time.perf_counter(); import spacy; print(time.perf_counter() - t)"


def sentences(folder: Path) -> Iterator[str]:
    """The sentences of the Markdown files below a folder."""
    for path in sorted(folder.rglob("*.md")):
        for segment in read(path.name, path.read_text(encoding="utf-8", errors="replace")).segments:
            starts = [*sentence_starts(segment.text), len(segment.text)]
            yield from (segment.text[a:b].strip() for a, b in pairwise(starts))


def seconds(code: str) -> float:
    """What a new process prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print the table."""
    texts = [each for each in sentences(Path(sys.argv[1])) if each] if len(sys.argv) > 1 else MADE_UP * 100
    texts = list(islice(texts, 0, None, max(1, len(texts) // SENTENCES)))
    for need in Need:
        nlp = load_pipeline(None, need)
        words = sum(len(nlp(text)) for text in texts)
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            for text in texts:
                nlp(text)
            times.append(time.perf_counter() - start)
        middle, best = (round(words / spent) for spent in (statistics.median(times), min(times)))
        print(f"{need.name.lower()}: {middle} words a second (best {best}), {len(texts)} sentences, {words} words")
    pairs = [(seconds(IMPORT), seconds(LOAD.format(PIPELINE))) for _ in range(ROUNDS + 1)][1:]
    imports, loads = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"import spacy: {imports:.2f} s; load the pipeline: {loads:.2f} s, {loads / imports:.2f} times")


if __name__ == "__main__":
    main()
