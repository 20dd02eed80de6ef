"""How long the judge takes to load, and how many candidates it judges a second on one core.

    python bench/judge.py [FOLDER]

Loading is set against importing spaCy alone, in processes that take turns: machines are noisy, a ratio less so.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

LOAD = "from inclusivelint.engine.judge import load_judge; load_judge()"
SPACY = "import spacy"
ROUNDS = 9


def seconds(program: str) -> float:
    """How long a program takes in a process of its own, without Python's own start."""
    timed = f"import time; began = time.perf_counter(); {program}; print(time.perf_counter() - began)"
    return float(subprocess.run([sys.executable, "-c", timed], capture_output=True, check=True).stdout)


def main() -> None:
    """Measure and print."""
    rows = [(seconds(LOAD), seconds(SPACY)) for _ in range(ROUNDS)]
    load, spacy = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"load {load:.3f} s, {load / spacy:.2f} of importing spaCy ({spacy:.3f} s); medians of {ROUNDS} pairs")
    from inclusivelint.engine.judge import Judge, load_judge
    from inclusivelint.engine.labelled import contrast_folder, read_contrast

    judge = Judge(Path(sys.argv[1])) if sys.argv[1:] else load_judge()
    questions = [text.question for path in sorted(contrast_folder().glob("*.txt")) for text in read_contrast(path)][::8]
    judge.certainties(questions[:20])
    began = time.perf_counter()
    judge.certainties(questions[20:])
    print(f"{(len(questions) - 20) / (time.perf_counter() - began):.0f} candidates a second, one thread")
    assert "torch" not in sys.modules


if __name__ == "__main__":
    main()
