"""The tables of a configuration that are about rules: `rules`, `overrides`, `language`."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, NamedTuple, Protocol

from inclusivelint.model import Severity
from inclusivelint.names import did_you_mean, nearest
from inclusivelint.regexes import problem_of

if TYPE_CHECKING:
    from inclusivelint.configfile import Entry, Value

ORDERS = ("person-first", "identity-first")
"""What can be asked for a community."""


class RuleSettings(NamedTuple):
    """What a configuration changes in the rules that `name` (a rule, category or glob) stands for.

    `suggestions` stand in place of the rule's own. `exceptions` are phrases, `exception_patterns` regular expressions:
    words that are part of what one of them matches are not reported. Of two settings the one of the higher `layer`
    counts, whatever it names.
    """

    name: str
    severity: Severity | None = None
    suggestions: tuple[str, ...] | None = None
    exceptions: tuple[str, ...] = ()
    exception_patterns: tuple[str, ...] = ()
    layer: int = 0


class Override(NamedTuple):
    """What is different for files that one of the patterns `files` matches. An empty `select` changes nothing."""

    files: tuple[str, ...]
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    language: tuple[tuple[str, str], ...] = ()
    rules: tuple[RuleSettings, ...] = ()


class ReadsValues(Protocol):
    """What the tables need of the reader of plain keys."""

    @abstractmethod
    def _problem(self, line: int, cause: str) -> None: ...
    @abstractmethod
    def _texts(self, key: str, value: Value) -> tuple[str, ...]: ...
    @abstractmethod
    def _located_texts(self, key: str, value: Value) -> list[tuple[str, int]]: ...
    @abstractmethod
    def _names(self, key: str, value: Value) -> tuple[str, ...]: ...
    @abstractmethod
    def _patterns(self, key: str, value: Value) -> tuple[str, ...]: ...
    @abstractmethod
    def _severity(self, key: str, value: Value) -> Severity | None: ...
    @abstractmethod
    def _note_name(self, name: str, key: str, line: int) -> None: ...


class ReadsTables(ReadsValues, Protocol):
    """Adds the reading of tables to a reader of plain keys."""

    def _rules(self, key: str, value: Value) -> tuple[RuleSettings, ...]:
        settings = []
        for entry in self._table(key, value, "rules, categories or globs, each with its settings"):
            self._note_name(entry.key, key, entry.line)
            settings.append(self._rule_settings(f"{key}.{entry.key}", entry))
        return tuple(settings)

    def _rule_settings(self, key: str, entry: Entry) -> RuleSettings:
        readers = {
            "severity": self._severity,
            "suggestions": self._texts,
            "exceptions": self._texts,
            "exception-patterns": self._regexes,
        }
        values = {}
        for each in self._table(key, entry.value, f"the keys {', '.join(readers)}"):
            if read := readers.get(each.key):
                values[each.key.replace("-", "_")] = read(f"{key}: {each.key}", each.value)
            else:
                self._unknown_key(key, each, tuple(readers))
        return RuleSettings(entry.key, **values)  # type: ignore[arg-type]

    def _regexes(self, key: str, value: Value) -> tuple[str, ...]:
        texts = self._located_texts(key, value)
        for text, line in texts:
            if problem := problem_of(text):
                self._problem(line, f'{key}: "{text}" {problem}')
        return tuple(text for text, _ in texts)

    def _language(self, key: str, value: Value) -> tuple[tuple[str, str], ...]:
        orders = []
        for entry in self._table(key, value, f"communities, each with {' or '.join(ORDERS)}"):
            order = entry.value.content
            if order in ORDERS:
                self._note_name(entry.key.lower(), key, entry.line)
                orders.append((entry.key.lower(), str(order)))
            else:
                hint = did_you_mean(nearest(order, ORDERS)) if isinstance(order, str) else ""
                self._problem(entry.value.line, f"{key}: {entry.key} must be {' or '.join(ORDERS)}{hint}")
        return tuple(orders)

    def _overrides(self, key: str, value: Value) -> tuple[Override, ...]:
        if not isinstance(value.content, list):
            self._problem(value.line, f"{key} must be a list of tables, not {value.kind}")
            return ()
        return tuple(found for item in value.content if (found := self._override(key, item)))

    def _override(self, key: str, item: Value) -> Override | None:
        readers = {
            "files": self._patterns,
            "select": self._names,
            "extend-select": self._names,
            "ignore": self._names,
            "allow": self._texts,
            "language": self._language,
            "rules": self._rules,
        }
        values = {}
        for each in self._table(key, item, f"the keys {', '.join(readers)}"):
            if read := readers.get(each.key):
                values[each.key.replace("-", "_")] = read(f"{key}: {each.key}", each.value)
            else:
                self._unknown_key(key, each, tuple(readers))
        if isinstance(item.content, dict) and not values.get("files"):
            self._problem(item.line, f"{key}: the key files is missing: patterns of the files that are meant")
            return None
        return Override(**values) if values else None  # type: ignore[arg-type]

    def _table(self, key: str, value: Value, what: str) -> list[Entry]:
        if isinstance(value.content, dict):
            return list(value.content.values())
        self._problem(value.line, f"{key} must be a table of {what}, not {value.kind}")
        return []

    def _unknown_key(self, table: str, entry: Entry, known: tuple[str, ...]) -> None:
        hint = did_you_mean(nearest(entry.key, known)) or f"; the keys are {', '.join(known)}"
        self._problem(entry.line, f'{table}: unknown key "{entry.key}"{hint}')
