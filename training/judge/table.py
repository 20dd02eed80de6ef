"""Print the table of tries, in Markdown, from the rows that train.py wrote."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

COLUMNS = {
    "name": "try",
    "measured on": "measured on",
    "minutes": "min",
    "both": "both sides",
    "ranked": "ranked",
    "recall": "recall",
    "alarms": "alarms",
    "fa6_both": "strict both",
    "fa6_alarms": "strict alarms",
    "rule_both": "per rule both",
    "real_p_at_r60": "real P at R 60",
    "real_r_at_p80": "real R at P 80",
    "real_ap": "real AP",
    "identity": "w8 passes flagged",
    "made_flagged": "neutral flagged",
    "made_range": "range over groups",
    "beside_flagged": "beside a group flagged",
    "beside_range": "range over groups ",
}


def main() -> None:
    """Read results.jsonl and print one line for each row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path)
    rows = [json.loads(line) for line in parser.parse_args().results.read_text(encoding="utf-8").splitlines()]
    print("| " + " | ".join(COLUMNS.values()) + " |")
    print("| --- |" + " --: |" * (len(COLUMNS) - 1))
    for row in rows:
        print("| " + " | ".join(str(row.get(key, "–")) for key in COLUMNS) + " |")


if __name__ == "__main__":
    main()
