"""Directives in documents: exceptions that people made, with their reasons.

inclusivelint-disable RULE… -- reason        from here on, until a matching enable
inclusivelint-enable RULE…
inclusivelint-disable-next-line RULE… -- reason
inclusivelint-disable-file RULE… -- reason
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from inclusivelint.model import Comment, Document, Edit, Fix, Rule, Severity, Span
from inclusivelint.names import did_you_mean, nearest, selects, unknown

_DIRECTIVE = re.compile(r"inclusivelint-(?P<action>[\w-]+)[ \t]*(?P<rest>.*)", re.DOTALL)
_ACTIONS = ("disable", "enable", "disable-next-line", "disable-file")
_REST_OF_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|$)")
_LINE_WITH_TEXT = re.compile(r"(?:[^\S\r\n]|>)*(?P<text>[^\s>][^\r\n]*)")  # the ">" of a block quote is no text


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
UNKNOWN_KIND = _rule(
    "unknown-document-kind",
    "This document states a kind that does not exist.",
    "A misspelt kind switches the checks of that kind off, so what the document leaves out would not be reported.",
)
RULES = (MALFORMED, MISSING_REASON, UNKNOWN_KIND, UNKNOWN_RULE, UNUSED)


class Problem(NamedTuple):
    """Something amiss in a directive, at a place in the source; `fix` where it can be removed."""

    rule: Rule
    span: Span
    message: str
    fix: Fix | None = None


@dataclass(slots=True)
class _Directive:
    """An exception. One that is open to the end of the document can be ended by a later enable."""

    names: tuple[str, ...]
    span: Span
    covers: Span
    is_open: bool = False
    used: set[str] = field(default_factory=set)

    def covers_rule(self, rule: Rule) -> bool:
        return _names(self.names, rule)

    def use(self, rule: Rule) -> None:
        """Remember what excepted `rule`: the names that mean it, or none at all."""
        self.used.update([name for name in self.names if _names((name,), rule)] or [""])


class _Enable(NamedTuple):
    names: tuple[str, ...]
    span: Span

    @property
    def at(self) -> int:
        return self.span.start


class Suppressions:
    """The directives of one document; remembers which of them were needed.

    `known` holds the full ids and aliases of all rules, `active` those that this run checks.
    """

    def __init__(self, document: Document, known: Collection[str], *, require_reason: bool = False) -> None:
        self._known = known
        self._source = document.source
        self._require_reason = require_reason
        self._directives: list[_Directive] = []
        self._enables: list[_Enable] = []
        self.problems: list[Problem] = []
        for comment in document.comments:
            if match := _DIRECTIVE.match(comment.text.strip()):
                self._read(match, comment.span, document)

    def _read(self, match: re.Match[str], span: Span, document: Document) -> None:
        action = match["action"]
        written, dashes, reason = match["rest"].partition("--")
        names = tuple(name for name in re.split(r"[\s,]+", written) if name)
        if action not in _ACTIONS:
            near = nearest(action, _ACTIONS)
            hint = did_you_mean(near and f"inclusivelint-{near}") or "."
            self.problems.append(Problem(MALFORMED, span, f'"inclusivelint-{action}" is no directive{hint}'))
            return
        for name in names:
            if problem := unknown(name, self._known):
                self.problems.append(Problem(UNKNOWN_RULE, span, f"{problem[0].upper()}{problem[1:]}"))
        if self._require_reason and action != "enable" and not (dashes and reason.strip()):
            self.problems.append(Problem(MISSING_REASON, span, MISSING_REASON.message))
        if action == "enable":
            self._enables.append(_Enable(names, span))
        elif not names or any(not unknown(name, self._known) for name in names):
            covers = _covered(action, span, document)
            self._directives.append(_Directive(names, span, covers, is_open=action == "disable"))

    def suppresses(self, rule: Rule, start: int) -> bool:
        """Whether a finding of `rule` that begins at `start` is excepted; the directive counts as used."""
        for directive in self._directives:
            inside = directive.covers.start <= start < directive.covers.end
            if inside and directive.covers_rule(rule) and not self._is_ended(directive, rule, start):
                directive.use(rule)
                return True
        return False

    def _is_ended(self, directive: _Directive, rule: Rule, start: int) -> bool:
        """Whether `rule` was enabled again between an open directive and `start`."""
        between = range(directive.covers.start, start)
        return directive.is_open and any(each.at in between and _names(each.names, rule) for each in self._enables)

    def unused(self, active: Sequence[Rule]) -> list[Problem]:
        """The directives, or names in them, that excepted nothing although the rules they name were checked."""
        problems = []
        for directive in self._directives:
            idle = [name for name in directive.names if name not in directive.used and _any(name, active)]
            if not directive.used and (idle or not directive.names):
                problems.append(Problem(UNUSED, directive.span, UNUSED.message, self._removal(directive, idle, active)))
            elif idle:
                message = f"The exception for {', '.join(idle)} is not needed: nothing of it would be reported here."
                problems.append(Problem(UNUSED, directive.span, message, self._shortening(directive, idle)))
        return problems

    def _removal(self, directive: _Directive, idle: Sequence[str], active: Sequence[Rule]) -> Fix | None:
        """Take out a directive and what ends it alone; None where a rule that isn't checked may need it."""
        if directive.names and len(idle) < len(directive.names):
            return self._shortening(directive, idle)
        names = {name for rule in (*active, *RULES) for name in (rule.id, *rule.aliases)}
        if not directive.names and not names.issuperset(self._known):
            return None
        end = self._counterpart(directive)
        cuts = [_whole_comment(self._source, span) for span in (directive.span, *([end.span] if end else []))]
        return Fix(safe=True, edits=tuple(Edit(*cut, "") for cut in cuts))

    def _counterpart(self, directive: _Directive) -> _Enable | None:
        """The enable that ends this open directive, unless it ends part of another one, too."""
        after = (each for each in self._enables if each.at > directive.span.start and each.names == directive.names)
        end = next(after, None) if directive.is_open else None
        for other in self._directives if end else ():
            is_open = other.is_open and other is not directive and end and other.span.start < end.at
            if is_open and (_overlap(other.names, directive.names) or _overlap(directive.names, other.names)):
                return None
        return end

    def _shortening(self, directive: _Directive, names: Sequence[str]) -> Fix | None:
        """Take names out of a directive that others in it need."""
        start, end = directive.span
        edits = []
        for name in names:
            pattern = rf"(?P<before>[\s,]+)(?<![\w/*-]){re.escape(name)}(?![\w/*-])(?P<after>[ \t,]+(?=[\w*]))?"
            found = re.compile(pattern).search(self._source, start, end)
            if not found:
                return None
            # The first name takes the gap after it along, others the gap before them.
            cut = (found.end("before"), found.end()) if found["after"] else (found.start(), found.end())
            edits.append(Edit(*cut, ""))
        apart = all(one.end <= other.start for one, other in pairwise(sorted(edits)))
        return Fix(safe=True, edits=tuple(sorted(edits))) if apart else None


_FOREVER = 1 << 60


def _names(names: Collection[str], rule: Rule) -> bool:
    """Whether a directive with these names means `rule`; one without names means every rule."""
    return not names or selects(names, rule.id, rule.aliases)


def _overlap(names: Collection[str], others: Collection[str]) -> bool:
    """Whether `names` mean one of the rules or categories that `others` name."""
    return not names or any(selects(names, other) for other in others)


def _any(name: str, rules: Sequence[Rule]) -> bool:
    return any(_names((name,), rule) for rule in rules)


_BEFORE = re.compile(r"(?:^|(?<=[\r\n\ufeff]))[ \t]*(?:>[ \t]*)*\Z")
_BLANK_LINE = re.compile(r"[ \t]*(?:>[ \t]*)*(?:\r\n|\r|\n)")


def _whole_comment(source: str, span: Span) -> Span:
    """What goes with a comment that is taken out: its line, where it is alone there, else the spaces before it."""
    start, end = span
    end = start + len(source[start:end].rstrip())
    start += source.startswith("\ufeff", start)
    line_start = max(source.rfind("\n", 0, start), source.rfind("\r", 0, start)) + 1
    line_end = _end_of_line(source, end)
    ends_line = not source[end:line_end].strip()
    prefix = _BEFORE.search(source[line_start:start])
    if ends_line and prefix:
        start = line_start + prefix.start()
        above = source[:start].rstrip("\r\n \t>")
        stands_apart = above in ("", "\ufeff") or len(re.findall(r"\r\n|\r|\n", source[len(above) : start])) > 1
        blank = _BLANK_LINE.match(source, line_end) if stands_apart else None
        return Span(start, blank.end() if blank else line_end)
    while ends_line and start > line_start and source[start - 1] in " \t":
        start -= 1
    if not ends_line and source[start - 1 : start].isspace() and source[end].isspace():
        end += 1
    return Span(start, end)


def _covered(action: str, span: Span, document: Document) -> Span:
    if action == "disable-file":
        return Span(0, _FOREVER)
    if action == "disable":
        return Span(span.start, _FOREVER)
    return _next_line(span.end, document)


def _next_line(at: int, document: Document) -> Span:
    """The next line that holds text after the one that `at` is in; lines that begin with a comment hold none."""
    source = document.source
    while (at := _end_of_line(source, at)) < len(source):
        line = _LINE_WITH_TEXT.match(source, at)
        comment = line and _comment_at(line.start("text"), document.comments)
        if line and not comment:
            return Span(line.start("text"), line.end())
        at = comment.span.end if comment else at
    return Span(at, at)


def _end_of_line(source: str, at: int) -> int:
    rest = _REST_OF_LINE.match(source, at)
    return rest.end() if rest else len(source)


def _comment_at(start: int, comments: Sequence[Comment]) -> Comment | None:
    return next((comment for comment in comments if comment.span.start <= start < comment.span.end), None)
