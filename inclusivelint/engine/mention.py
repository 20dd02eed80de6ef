"""Mention or use: are the words meant, or talked about?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from inclusivelint.documents.normalise import fold
from inclusivelint.engine.context import Context
from inclusivelint.model import Span

_QUOTED = re.compile(r"\"[^\"]+\"|(?<!\w)'[^']+(?:'(?=\w)[^']+)*'(?!\w)")
_MOST_WORDS_OF_A_TERM = 4
_LEAST_WORDS_OF_A_QUOTATION = 4

_TERM = (
    r"(?:words?|terms?|terminology|phrases?|phrasings?|wording|labels?|expressions?|slurs?|epithets?|names?|language"
    r"|usage|adjectives?|nouns?|verbs?|pronouns?|euphemisms?|synonyms?|metaphors?|idioms?|abbreviations?|acronyms?)"
)
_SAY = (
    r"(?:say(?:ing|s)?|said|us(?:e|es|ed|ing)|writ(?:e|es|ing)|call(?:s|ed|ing)?|refer(?:s|red|ring)? to"
    r"|prefer(?:red|s)?)"
)
_NEGATED = (
    r"(?:do not|don't|never|not|no longer|doesn't|shouldn't|should not|must not|stopp?(?:ed)?|avoid(?:s|ed|ing)?"
    r"|without)"
)
# Directly before the match.
_LEADS_IN = re.compile(
    rf"""(?:
      \b{_TERM}\s(?:(?:such\sas|like|including|is|was|of)\s)?(?:an?\s|the\s)?
    | \b(?:instead\sof|rather\sthan|in\splace\sof|in\slieu\sof|as\sopposed\sto)\s(?:{_SAY}\s)?(?:an?\s|the\s)?
    | \b{_NEGATED}\s(?:{_SAY})\s(?:an?\s|the\s)?(?:{_TERM}\s)?
    | \b(?:replac(?:e|es|ed|ing)|substitut(?:e|es|ed|ing))\s(?:all\s|any\s)?
        (?:{_TERM}\s|instances\sof\s|uses\sof\s|references\sto\s)?
    | \b(?:formerly|previously|once)\s(?:known\sas|called|named)\s(?:an?\s|the\s)?
    )["'(*]*$""",
    re.VERBOSE,
)
# Anywhere in a sentence where the match is set off (quoted, emphasised).
_TALKS_ABOUT = re.compile(
    rf"\b(?:{_TERM}|{_SAY}|avoid\w*|instead of|rather than|in place of|replac\w+|means?|meaning|deprecated|outdated"
    r"|offensive|derogatory|pejorative|inclusive|acceptable|unacceptable|alternatives?|spell\w*|known as|as in"
    r"|e\.g\.|i\.e\.)(?!\w)"
)
_LEADS_OUT = re.compile(
    rf"""["')*]*\s*(?:
      is\s(?:an?\s|the\s|now\s|also\s)*(?:\w+\s)?{_TERM}\b
    | (?:is|was|are)\s(?:\w+\s)?(?:offensive|derogatory|outdated|pejorative|deprecated|dated)\b
    | (?:->|=>|→|⇒)
    | \s*\((?:use|say|prefer)\b
    )""",
    re.VERBOSE,
)
_ADVICE_SECTION = re.compile(
    r"\b(?:avoid|instead of|do not (?:use|say|write)|don't (?:use|say|write)|not (?:recommended|preferred|inclusive)"
    r"|words? (?:to|not to)|word ?list|non-inclusive|less inclusive|exclusionary|biased?|bias-free|glossary|terminology"
    r"|inclusive (?:language|terms?|terminology|writing)|problematic|deprecated|outdated|old (?:term|name|word)s?"
    r"|terms?)\b"
)
_REPORTING = re.compile(
    r"\b(?:said|says?|saying|wrote|writes|asked|asks|told|tells|replied|replies|explain(?:s|ed)|added|adds"
    r"|recall(?:s|ed)|report(?:s|ed)|according to|quot(?:e|es|ed|ing)|stat(?:es|ed)|testif\w+|remember(?:s|ed)"
    r"|shout(?:s|ed)|answer(?:s|ed)|comment(?:s|ed)|heard|reads?)\b"
)


def is_mention(context: Context) -> bool:
    """The words are talked about: led in as a term, or set off in a sentence or section about wording."""
    before, after = context.before, context.after
    if _LEADS_IN.search(before) or _LEADS_OUT.match(after):
        return True
    key = context.segment.key
    sentence = key[context.sentence.start : context.sentence.end]
    if _is_set_off(context):
        rest = before + " … " + after
        return bool(_TALKS_ABOUT.search(rest)) or len(list(quoted_spans(sentence))) > 1 or _in_advice(context)
    return context.segment.kind in ("cell", "list-item") and _in_advice(context) and len(sentence.split()) <= 12


def is_quotation(context: Context) -> bool:
    """The words are someone's: inside a block quote with an attribution, or a reported direct quotation."""
    if context.segment.quoted:
        return True
    key = context.segment.key
    for span in quoted_spans(key):
        if span.start < context.start and context.end < span.end:
            inside, outside = key[span.start : span.end], key[: span.start] + key[span.end :]
            if len(inside.split()) >= _LEAST_WORDS_OF_A_QUOTATION and _REPORTING.search(outside):
                return True
    return False


def _is_set_off(context: Context) -> bool:
    """Quoted or emphasised by itself or in a short phrase."""
    segment = context.segment
    spans = [*quoted_spans(segment.key)]
    spans += [Span(mark.start, mark.end) for mark in segment.marks if mark.kind in ("emphasis", "strong")]
    return any(
        span.start <= context.start
        and context.end <= span.end
        and len(segment.key[span.start : span.end].split()) <= max(_MOST_WORDS_OF_A_TERM, len(context.text.split()) + 1)
        for span in spans
    )


def _in_advice(context: Context) -> bool:
    return any(_ADVICE_SECTION.search(fold(heading)) for heading in context.segment.headings[-2:])


@lru_cache(maxsize=16)
def _quoted(key: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in _QUOTED.finditer(key))


def quoted_spans(key: str) -> Iterator[Span]:
    """The quoted stretches of a folded text, quotation marks included."""
    return iter(_quoted(key))
