"""The errors a person can mend: each is one line that names the place and the cause."""

from __future__ import annotations


class InclusivelintError(Exception):
    """Something about the run itself is amiss; `str()` is one line for standard error."""


class ConfigError(InclusivelintError):
    """A configuration file, option or name that can't be used."""


class DocumentError(InclusivelintError):
    """A document that can't be read; the other documents are still checked."""


class RuleError(InclusivelintError):
    """Rule files that can't be used. `problems` holds every one found, as `file:line:column: cause`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
