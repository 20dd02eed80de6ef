"""Directives in documents: exceptions that people made, with their reasons.

inclusivelint-disable RULE… -- reason        from here on, until a matching enable
inclusivelint-enable RULE…
inclusivelint-disable-next-line RULE… -- reason
inclusivelint-disable-file RULE… -- reason
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from inclusivelint.model import Document, Rule, Severity, Span
from inclusivelint.names import selects, unknown

_DIRECTIVE = re.compile(r"inclusivelint-(?P<action>[\w-]+)[ \t]*(?P<rest>.*)", re.DOTALL)
_ACTIONS = ("disable", "enable", "disable-next-line", "disable-file")
_NEXT_TEXT = re.compile(r"[^\n]*\S")


def _rule(name: str, message: str, why: str) -> Rule:
    return Rule(
        id=f"directives/{name}",
        category="directives",
        severity=Severity.WARNING,
        affects="people who maintain the document",
        message=message,
        why=why,
        sources=(),
    )


MALFORMED = _rule(
    "malformed",
    "This directive is not understood.",
    "The directives are inclusivelint-disable, -enable, -disable-next-line and -disable-file, each with rules.",
)
MISSING_REASON = _rule(
    "missing-reason",
    "This exception has no reason; write one after two hyphens.",
    "The project asks for a reason (require-reason), so that the next reader knows why the wording stays.",
)
UNKNOWN_RULE = _rule(
    "unknown-rule",
    "This directive names a rule that does not exist.",
    "A misspelt or retired name makes no exception, so the wording would be reported all the same.",
)
UNUSED = _rule(
    "unused",
    "This exception is not needed: nothing here would be reported.",
    "Exceptions that no longer do anything hide what is really excepted; they can be removed.",
)
RULES = (MALFORMED, MISSING_REASON, UNKNOWN_RULE, UNUSED)


class Problem(NamedTuple):
    """Something amiss in a directive, at a place in the source."""

    rule: Rule
    span: Span
    message: str


@dataclass(slots=True)
class _Directive:
    action: str
    names: tuple[str, ...]
    span: Span
    covers: Span
    used: bool = False


class Suppressions:
    """The directives of one document; remembers which of them were needed.

    `known` holds the full ids and aliases of all rules, `active` those that this run checks.
    """

    def __init__(self, document: Document, known: Collection[str], *, require_reason: bool = False) -> None:
        self._known = known
        self._require_reason = require_reason
        self._directives: list[_Directive] = []
        self.problems: list[Problem] = []
        for comment in document.comments:
            if match := _DIRECTIVE.match(comment.text.strip()):
                self._read(match, comment.span, document.source)

    def _read(self, match: re.Match[str], span: Span, source: str) -> None:
        action = match["action"]
        written, dashes, reason = match["rest"].partition("--")
        names = tuple(name for name in re.split(r"[\s,]+", written) if name)
        if action not in _ACTIONS:
            self.problems.append(Problem(MALFORMED, span, f'"inclusivelint-{action}" is no directive.'))
            return
        for name in names:
            if problem := unknown(name, self._known):
                self.problems.append(Problem(UNKNOWN_RULE, span, f"{problem[0].upper()}{problem[1:]}"))
        if self._require_reason and action != "enable" and not (dashes and reason.strip()):
            self.problems.append(Problem(MISSING_REASON, span, MISSING_REASON.message))
        if action == "enable":
            self._enable(names, span)
        elif not names or any(not unknown(name, self._known) for name in names):
            self._directives.append(_Directive(action, names, span, _covered(action, span, source)))

    def _enable(self, names: tuple[str, ...], span: Span) -> None:
        """End what was disabled before: everything, or the names that are given."""
        for directive in self._directives:
            open_ended = directive.action == "disable" and directive.covers.end > span.start
            if open_ended and (not names or not directive.names or set(directive.names) & set(names)):
                kept = tuple(name for name in directive.names if names and name not in names)
                directive.covers = Span(directive.covers.start, span.start)
                if kept:
                    rest = _Directive("disable", kept, directive.span, Span(span.start, _FOREVER))
                    self._directives.append(rest)
                return

    def suppresses(self, rule: Rule, start: int) -> bool:
        """Whether a finding of `rule` that begins at `start` is excepted; the directive counts as used."""
        for directive in self._directives:
            inside = directive.covers.start <= start < directive.covers.end
            if inside and (not directive.names or selects(directive.names, rule.id, rule.aliases)):
                directive.used = True
                return True
        return False

    def unused(self, active: Sequence[Rule]) -> list[Problem]:
        """The directives that excepted nothing although the rules they name were checked."""
        used = {directive.span.start for directive in self._directives if directive.used}
        found = {}
        for directive in self._directives:
            checked = not directive.names or any(selects(directive.names, rule.id, rule.aliases) for rule in active)
            if directive.span.start not in used and checked:
                found[directive.span.start] = Problem(UNUSED, directive.span, UNUSED.message)
        return list(found.values())


_FOREVER = 1 << 60


def _covered(action: str, span: Span, source: str) -> Span:
    if action == "disable-file":
        return Span(0, _FOREVER)
    if action == "disable":
        return Span(span.start, _FOREVER)
    line_end = source.find("\n", span.end)
    text = _NEXT_TEXT.search(source, line_end + 1) if line_end >= 0 else None
    return Span(line_end + 1, text.end() + 1) if text else Span(span.end, span.end)
