"""Time per megabyte of each reader: the policy of the tests, repeated, and files of your own when they are named.

python bench/readers.py [FILE]…
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from inclusivelint.documents import decode, format_of, read
from inclusivelint.documents.normalise import fold_source
from tests.rendering import FORMATS, POLICY

SIZE = 300_000
"""About how many characters of each format are read."""


def seconds(name: str, source: str) -> float:
    """Processor time of reading `source`."""
    start = time.process_time()
    read(name, source)
    return time.process_time() - start


def main() -> None:
    """Print a line for each format: its reader's time per megabyte, and that of looking for words alone."""
    if len(sys.argv) > 1:
        for path in map(Path, sys.argv[1:]):
            source = decode(path.read_bytes())
            mega = len(source) / 1e6
            print(f"{format_of(path.name, source).name:20} {seconds(path.name, source) / mega:6.2f} s/MB  {path}")
        return
    for form, (name, render) in FORMATS.items():
        source = render(POLICY * (SIZE // len(render(POLICY))))
        read(name, render(POLICY))  # what is imported is no part of it
        start = time.process_time()
        fold_source(source)
        scan = time.process_time() - start
        mega = len(source) / 1e6
        print(f"{form:26} {seconds(name, source) / mega:6.2f} s/MB  (folding for the first look: {scan / mega:.3f})")


if __name__ == "__main__":
    main()
