"""What the conditions of rules mean: each is a small judgement of a match in its context, nearly all on plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from inclusivelint.documents.normalise import fold
from inclusivelint.engine.context import Context
from inclusivelint.engine.lazy import LazyPattern
from inclusivelint.engine.mention import is_mention, is_quotation
from inclusivelint.engine.names import is_name, is_of_named_person, is_of_named_subject, is_part_of_name
from inclusivelint.model import Condition
from inclusivelint.regexes import spans

_SELF_DESCRIPTION = LazyPattern(
    r"\b(?:i am|i'm|i was|i've (?:been|lived)|i have been|i identify|i call myself|i had|i suffer(?:ed)?|myself"
    r"|(?:as an? \S+(?: \S+){0,3},?|speaking as an? [^,]{1,30},) i"
    r"|(?:identif(?:y|ies|ied|ying)|self-identif\w+)(?: \w+)? as|self-(?:described|identified|identifying)"
    r"|(?:describes?|described|calls?|called|refers? to|referred to)"
    r" (?:them(?:selves|self)|himself|herself|ourselves)(?: as)?)\b"
)
# Directly before: "we X", "us X", "friends and I, X all", "my life as an X".
_WE = LazyPattern(
    r"\b(?:we|(?<!told )(?<!tell )(?<!taught )us)\s(?:all\s|old\s|young\s|two\s|other\s)?$|\band i,\s$"
    r"|\b(?:my(?:\s[\w'-]+){1,3}|i\s(?:work|worked|live|lived|grew up|arrived|came|started))\sas\s(?:an?\s)?(?:\w+\s)?$"
)
# A year before 1980: wording and people of that time.
_LONG_AGO = LazyPattern(r"(?<![\w.,/-])1(?:[0-8]\d\d|9[0-7]\d)s?(?![\w/-]|[.,]\d)")

_DENIES = LazyPattern(r"\b(?:not|cannot|never|nobody|no one|no-one|neither|nor|without|no longer)\b|n't\b")

NAMED: Mapping[str, Callable[[Context], bool]] = {
    "mention": is_mention,
    "quotation": is_quotation,
    "name": is_name,
    "named-person": is_of_named_person,
    "named-subject": is_of_named_subject,
    "part-of-name": is_part_of_name,
    "history": lambda context: bool(_LONG_AGO.search(_sentence(context))),
    "negated": lambda context: bool(_DENIES.search(_sentence(context))),
    "self-description": lambda context: bool(
        _WE.search(context.before) or _SELF_DESCRIPTION.search(_sentence(context))
    ),
}


def holds(condition: Condition, context: Context) -> bool:
    """Whether `condition`, validated when its rule was compiled, is true of a match."""
    if isinstance(condition, str):
        return NAMED[condition](context)
    operator, operand = next((key, value) for key, value in condition.items() if key != "within")
    if operator == "not":
        return not holds(operand, context)
    if operator == "all":
        return all(holds(part, context) for part in operand)
    if operator == "any":
        return any(holds(part, context) for part in operand)
    if operator == "near":
        return bool(_anywhere(tuple(operand)).search(context.window(int(condition["within"]))))
    if operator not in _PLACED:
        return _holds_in_grammar(operator, operand, context, condition)
    return _PLACED[operator](operand, context)


def _holds_in_grammar(operator: str, operand: Sequence[str], context: Context, condition: Mapping[str, Any]) -> bool:
    # Most runs ask nothing of grammar, and load no pipeline.
    from inclusivelint.engine import grammar

    if operator == "pos":
        return grammar.part_of_speech(context) in operand
    if operator == "head":
        return grammar.head_lemma(context) in operand
    if operator == "dependent":
        return not grammar.dependent_lemmas(context).isdisjoint(operand)
    return not grammar.lemmas_near(context, int(condition["within"])).isdisjoint(operand)


def _sentence(context: Context) -> str:
    return context.segment.key[context.sentence.start : context.sentence.end]


def _is_cased(case: str, context: Context) -> bool:
    text = context.text
    if case == "upper":
        return text.isupper() and len(text) > 1
    if case == "capitalised":
        return text[:1].isupper() and not (text.isupper() and len(text) > 1)
    return text.islower()


@cache
def _before(phrases: tuple[str, ...]) -> re.Pattern[str]:
    end = r"|(?:^|[.,;:!?()\[\]])\s*" if "<end>" in phrases else ""
    return re.compile(rf"(?:(?<![\w]){_any_of(phrases)}[\s\"'(\[-]*{end})$")


@cache
def _after(phrases: tuple[str, ...]) -> re.Pattern[str]:
    end = r"|\s*(?:$|[.,;:!?()\[\]])|\s+-\s" if "<end>" in phrases else ""
    return re.compile(rf"[\s\"')\]-]*{_any_of(phrases)}(?!\w){end}")


@cache
def _anywhere(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){_any_of(phrases)}(?!\w)")


def _covers(phrases: re.Pattern[str], context: Context) -> bool:
    at = context.sentence.start
    while found := phrases.search(context.segment.key, at, context.sentence.end):
        if found.start() > context.start:
            return False
        if found.end() >= context.end:
            return True
        at = found.start() + 1
    return False


def _covers_regex(pattern: str, context: Context) -> bool:
    sentence = context.sentence
    start, end = context.start - sentence.start, context.end - sentence.start
    text = context.segment.text[sentence.start : sentence.end]
    return any(span.start <= start and end <= span.end for span in spans(pattern, text))


def _any_of(phrases: tuple[str, ...]) -> str:
    written = [_phrase(phrase) for phrase in phrases if phrase != "<end>"]
    return f"(?:{'|'.join(written)})" if written else r"(?!)"


def _phrase(phrase: str) -> str:
    words = []
    for word in fold(phrase).split():
        if word == "*":
            words.append(r"[\w'-]+")
        elif word == "<number>":
            words.append(r"\d[\d.,]*")
        else:
            words.append(re.escape(word.rstrip("*")) + (r"[\w-]*" if word.endswith("*") else ""))
    return r"\s+".join(words)


_PLACED: Mapping[str, Callable[[Any, Context], bool]] = {
    "before": lambda phrases, context: bool(_before(tuple(phrases)).search(context.before)),
    "after": lambda phrases, context: bool(_after(tuple(phrases)).match(context.after)),
    "sentence": lambda phrases, context: bool(_anywhere(tuple(phrases)).search(_sentence(context))),
    "section": lambda phrases, context: any(
        _anywhere(tuple(phrases)).search(fold(heading)) for heading in context.segment.headings
    ),
    "part-of": lambda phrases, context: _covers(_anywhere(tuple(phrases)), context),
    "regex": lambda patterns, context: any(_covers_regex(pattern, context) for pattern in patterns),
    "case": _is_cased,
    "document": lambda kinds, context: not context.kinds.isdisjoint(kinds),
}
