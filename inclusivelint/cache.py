"""Outcomes of documents that were checked before: how they are written down, and the file that keeps them.

The file is an SQLite database, since its locks make it safe for runs at the same time. It is only ever a help: whatever
is missing, damaged, locked or full costs the time of checking again and nothing else.
"""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inclusivelint.model import Card, Checked, Edit, Finding, Fix, Point, Rule, Severity, Span

if TYPE_CHECKING:
    import sqlite3

FOLDER = ".inclusivelint_cache"
LIMIT = 64 << 20
"""Bytes that the entries may take; beyond it the half that was not used for longest goes."""

_FILE = "documents-1.sqlite"
_DAY = 86_400
_WAIT = 5.0
"""Seconds to wait for another run that is writing."""


def pack(checked: Checked) -> str:
    """An outcome without failure as JSON. Its path is left out: the same text can stand elsewhere next time."""
    values = checked._asdict()
    findings = [finding._asdict() | {"rule": finding.rule.id, "path": None} for finding in checked.findings]
    card = checked.card and {
        "title": checked.card.title,
        "kinds": [kind.name for kind in checked.card.kinds],
        "covers": [[point.rule.id, point.missing] for point in checked.card.covers],
        "missing": [[point.rule.id, point.missing] for point in checked.card.missing],
    }
    return json.dumps(values | {"findings": findings, "card": card, "path": None}, separators=(",", ":"))


def unpack(packed: str, path: str, rules: Mapping[str, Rule]) -> Checked | None:
    """What was packed, as the outcome for `path`; `rules` by their ids. None where it makes no sense."""
    try:
        values = _tuples(json.loads(packed))
        findings = tuple(_finding(values, path, rules) for values in values["findings"])
        card = values["card"] and _card(values["card"], path, rules)
        return Checked(**values | {"findings": findings, "card": card, "path": path})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _finding(values: dict[str, Any], path: str, rules: Mapping[str, Rule]) -> Finding:
    fix = values["fix"]
    return Finding(
        **values
        | {
            "path": path,
            "rule": rules[values["rule"]],
            "severity": Severity(values["severity"]),
            "span": Span(*values["span"]),
            "fix": fix and Fix(fix[0], tuple(Edit(*edit) for edit in fix[1])),
        }
    )


def _card(values: dict[str, Any], path: str, rules: Mapping[str, Rule]) -> Card:
    kinds = {kind.name: kind for rule in rules.values() for kind in rule.kinds}
    covers, missing = (
        tuple(Point(rules[rule], members) for rule, members in values[key]) for key in ("covers", "missing")
    )
    return Card(path, values["title"], tuple(kinds[name] for name in values["kinds"]), covers, missing)


def _tuples(value: Any) -> Any:
    """`value` with tuples in place of lists, which is what JSON made of them."""
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


class Cache:
    """Texts by keys in one file of `folder`, which is made when there is something to keep."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder = folder
        self._limit = limit
        self._database: sqlite3.Connection | None = None
        self._is_off = False
        self._new: dict[bytes, str] = {}
        self._used: list[bytes] = []

    def get(self, key: bytes) -> str | None:
        """The text that was put under `key`, unless it was lost or damaged since."""
        self._open()
        for value, used in self._run("SELECT value, used FROM documents WHERE key = ?", key):
            checksum, _, text = str(value).partition(" ")
            if checksum == _checksum(text):
                if time.time() - used > _DAY:
                    self._used.append(key)
                return text
        return None

    def put(self, key: bytes, text: str) -> None:
        """Keep `text` under `key`; it is written by `close`."""
        self._new[key] = text

    def close(self) -> None:
        """Write what is new, in one step, and keep within the limit."""
        if self._new or self._used:
            self._open(make=True)
            now = int(time.time())
            self._run("BEGIN IMMEDIATE")
            for key, text in self._new.items():
                self._run("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", key, f"{_checksum(text)} {text}", now)
            for key in self._used:
                self._run("UPDATE documents SET used = ? WHERE key = ?", now, key)
            while self._size() > self._limit and self._run("SELECT 1 FROM documents LIMIT 1"):
                self._run(
                    "DELETE FROM documents WHERE key IN (SELECT key FROM documents ORDER BY used, key "
                    "LIMIT (SELECT (count(*) + 1) / 2 FROM documents))"
                )
            self._run("COMMIT")
        self._turn_off()

    def _size(self) -> int:
        """Bytes of the file that are in use; 0 when it can't be told, so that nobody waits for it to shrink."""
        rows = self._run(
            "SELECT (page_count - freelist_count) * page_size "
            "FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        )
        return int(rows[0][0]) if rows else 0

    def _open(self, *, make: bool = False) -> None:
        if self._is_off or self._database:
            return
        file = self._folder / _FILE
        try:
            import sqlite3  # not every Python was built with it

            if not file.exists():
                if not make:
                    return
                self._folder.mkdir(parents=True, exist_ok=True)
                # The folder ignores itself, so that nobody has to.
                (self._folder / ".gitignore").write_text("*\n", encoding="ascii")
            self._database = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
        except (ImportError, OSError):
            self._turn_off()
        except sqlite3.Error:
            self._turn_off()
        self._run("CREATE TABLE IF NOT EXISTS documents (key BLOB PRIMARY KEY, value TEXT, used INTEGER) WITHOUT ROWID")

    def _run(self, statement: str, *values: object) -> list[Any]:
        """The rows that a statement gives; after an error there are none, and the cache is off."""
        if not self._database:
            return []
        import sqlite3

        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.OperationalError:  # locked, full, read-only
            self._turn_off()
        except sqlite3.DatabaseError:  # damaged: the next run begins anew
            self._turn_off()
            with suppress(OSError):
                (self._folder / _FILE).unlink()
        return []

    def _turn_off(self) -> None:
        self._is_off = True
        if self._database:
            self._database.close()
            self._database = None


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
