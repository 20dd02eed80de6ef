"""Findings and reports made by hand, for tests of what is written about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inclusivelint.model import Edit, Failure, Finding, Fix, Report, Rule, Severity, Source, Span


def make_rule(name: str, severity: Severity, message: str = "Kinder words are at hand.") -> Rule:
    source = Source("guide", "A Guide – Words", "A Publisher", 2021, "https://example.org/guide")
    return Rule(name, name.split("/")[0], severity, "people", message, "Here is why.", (source,))


WHEELCHAIR = make_rule("disability/wheelchair-bound", Severity.WARNING, "A wheelchair is freedom of movement.")
SLUR = make_rule("lgbtqia/slur", Severity.ERROR)
HINT = make_rule("technology/hint", Severity.SUGGESTION)


def make_finding(
    source: str,
    words: str,
    rule: Rule = WHEELCHAIR,
    *,
    line: int = 12,
    path: str = "policies/leave.md",
    suggestions: tuple[str, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    """A finding of `words` in `source`, whose first line has the number `line`."""
    start = source.index(words)
    end = start + len(words)
    first, last = source.count("\n", 0, start), source.count("\n", 0, end)
    return Finding(
        path=path,
        rule=rule,
        severity=rule.severity,
        message=rule.message,
        text=words,
        span=Span(start, end),
        line=line + first,
        column=start - source.rfind("\n", 0, start),
        end_line=line + last,
        end_column=end - source.rfind("\n", 0, end),
        suggestions=suggestions,
        fix=fix,
        fingerprint="0123abcd",
        source_lines=tuple(source.split("\n")[first : last + 1]),
    )


def unplaced(text: str, location: Mapping[str, Any] | None) -> Finding:
    """A finding in a format without lines."""
    rule = WHEELCHAIR
    return Finding(
        path="policy.pdf",
        rule=rule,
        severity=rule.severity,
        message=rule.message,
        text=text,
        span=Span(0, len(text)),
        line=0,
        column=0,
        end_line=0,
        end_column=0,
        suggestions=("wheelchair user",),
        fix=Fix(True, (Edit(0, len(text), "wheelchair user"),)),
        fingerprint="4567",
        location=location,
    )


def full_report() -> Report:
    fix = Fix(True, (Edit(2, 6, "“kind” wörd"),))
    return Report(
        [
            make_finding("a word", "word", suggestions=("kind", "kinder"), fix=fix),
            make_finding("no slur\nhere", "slur\nhere", SLUR, line=1),
            unplaced("wheelchair-bound", {"page": 3}),
        ],
        [Failure("lost.md", "can't be read")],
        files=3,
        words=4120,
        suppressed=1,
        baselined=2,
    )
