"""Cold start: `inclusivelint check` on one sentence, as a multiple of importing click and yaml.

Both commands are run in turn, so that what else the machine does falls on both; the medians are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SENTENCE = "The venue welcomes wheelchair-bound guests.\n"
ROUNDS = 30


def seconds(command: list[str]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    # As installed: modules are read from their bytecode.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, stdout=subprocess.DEVNULL, env=env, check=False)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians in milliseconds and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "one.md"
        document.write_text(SENTENCE, encoding="utf-8")
        base = [sys.executable, "-c", "import click, yaml"]
        check = [sys.executable, "-m", "inclusivelint", "check", str(document)]
        pairs = [(seconds(base), seconds(check)) for _ in range(ROUNDS)][1:]
    bases, checks = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    print(f"import click, yaml: {bases:.0f} ms; check one sentence: {checks:.0f} ms; {checks / bases:.2f} times")


if __name__ == "__main__":
    main()
