"""How rules are named in configuration, options and directives: full ids, former ids, categories and globs of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase


def selects(patterns: Iterable[str], rule_id: str, aliases: Iterable[str] = ()) -> bool:
    """Whether one of `patterns` names the rule `rule_id` ("category/name"), by its id, a former id or a category."""
    names = (rule_id, *aliases)
    return any(_matches(pattern, name) for pattern in patterns for name in names)


def unknown(name: str, known: Collection[str]) -> str | None:
    """What is wrong with `name`, or None where it stands for at least one of `known` (full rule ids and aliases)."""
    if any(_matches(name, candidate) for candidate in known):
        return None
    categories = {candidate.partition("/")[0] for candidate in known}
    if not _is_glob(name):
        return f'unknown rule or category "{name}"{did_you_mean(nearest(name, [*sorted(categories), *known]))}'
    category, slash, rest = name.partition("/")
    near = None if _is_glob(category) else nearest(category, sorted(categories))
    likely = f"{near}/{rest}" if near and slash and any(_matches(f"{near}/{rest}", each) for each in known) else None
    return f'no rule matches "{name}"{did_you_mean(likely)}'


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` was most likely meant to be; a rule's id is also recognised without its category."""
    from difflib import get_close_matches

    by_key = {candidate.lower(): candidate for candidate in candidates}
    wanted = name.lower()
    by_tail = {key.rpartition("/")[2]: candidate for key, candidate in by_key.items()}
    if wanted not in by_key and wanted in by_tail:
        return by_tail[wanted]
    for pool, key in ((by_key, wanted), (by_tail, wanted.rpartition("/")[2])):
        if close := get_close_matches(key, pool, n=1, cutoff=0.6):
            return pool[close[0]]
    return None


def did_you_mean(near: str | None) -> str:
    """The end of a message about an unknown name."""
    return f'; did you mean "{near}"?' if near else ""


def _matches(pattern: str, name: str) -> bool:
    if name == pattern or name.startswith(f"{pattern}/"):
        return True
    return _is_glob(pattern) and (fnmatchcase(name, pattern) or fnmatchcase(name.partition("/")[0], pattern))


def _is_glob(pattern: str) -> bool:
    return any(character in pattern for character in "*?[")
