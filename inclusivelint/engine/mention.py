"""Mention or use: are the words meant, or talked about?"""

from __future__ import annotations

import re
from functools import lru_cache

from inclusivelint.documents.normalise import fold
from inclusivelint.engine.context import Context
from inclusivelint.engine.lazy import LazyPattern
from inclusivelint.model import Span

_QUOTED = LazyPattern(r"\"[^\"]+\"|(?<!\w)'[^']+(?:'(?=\w)[^']+)*'(?!\w)")
_MOST_WORDS_OF_A_TERM = 4
_MOST_WORDS_OF_AN_ITEM = 12
_LEAST_WORDS_OF_A_QUOTATION = 4

_TERM = (
    r"(?:words?|terms?|phrases?|labels?|expressions?|slurs?|epithets?|adjectives?|nouns?|verbs?|euphemisms?|synonyms?"
    r"|idioms?|wordings?|phrasings?|headings?|headlines?|captions?)"
)
_TALK = rf"(?:{_TERM}|names?|language|usage|terminology|metaphors?|abbreviations?|acronyms?|spellings?)"
_NEVER = r"(?:do not|don't|never|no longer|doesn't|didn't|shouldn't|should not|must not|not to|stop(?:ped)?|avoid)"
_SAY = (
    r"(?:say|says|said|saying|write|writes|writing|wrote|use|uses|used|using|call|calls|called|calling|tell|telling"
    r"|describe|describing|refer(?:ring)? to)"
)
# Where words stand that people can change.
_MEDIUM = (
    r"(?:captions?|headlines?|titles?|headings?|copy|writing|texts?|documents?|documentation|docs|code|comments?|letters?"
    r"|e-?mails?|reports?|notes?|records?|materials?|conversations?|speech|speeches|names?|labels?|forms?|posts?|pages?"
    r"|leaflets?|adverts?|ads?|newsletters?|slides?|talks?|scripts?|polic(?:y|ies)|articles?|messages?|menus?)"
)
_CHANGE = (
    r"(?:replac\w+|renam\w+|reword\w*|rephras\w+|remov\w+|retir\w+|drop(?:s|ped|ping)?|delet\w+|strik\w+|struck|swap\w*"
    r"|phas\w+ out|correct(?:s|ed|ing)|chang(?:e|ed|es|ing))"
)
_ARTICLE = r"(?:an?\s|the\s)?"
_OPENING = r"[\"'(*\s]*$"

# An instruction to use the words is a use of them, in quotation marks or not.
_RECOMMENDED = LazyPattern(
    rf"(?:(?:^|[.;:!?)\]-]\s*|\bplease\s|\balways\s|\bshould\s|\bmust\s)(?:please\s|always\s)?(?:use|say|write|prefer|choose)"
    rf"(?:\s*:|\sthe\s{_TERM})?|\buse)\s?{_ARTICLE}{_OPENING}"
)
_RECOMMENDING = LazyPattern(r"(?:^|[.;:!?)\]-]\s*)(?:please\s|always\s)?(?:use|say|write|prefer|choose)\b")
# Directly before the words.
_LEADS_IN = LazyPattern(
    rf"""(?:
      \b(?:the|an?|this|that|our|your|its|any|old|used)\s(?:[\w-]+\s)?{_TERM}\s(?:(?:such\sas|like|including)\s)?{_ARTICLE}
    | \b{_TERM}(?<=s)\s
    | \b{_TALK}\s(?:such\sas|like|including)\s{_ARTICLE}
    | \b(?:instead\sof|rather\sthan|in\splace\sof|in\slieu\sof|as\sopposed\sto)\s*:?\s?(?:{_SAY}\s)?{_ARTICLE}
    | \b{_NEVER}\s(?:ever\s)?(?:{_SAY})\s(?:that\s)?{_ARTICLE}(?:{_TERM}\s)?
    | \b(?:replac(?:e|es|ed|ing)|substitut(?:e|es|ed|ing)|swap(?:s|ped|ping)?|renam(?:e|es|ed|ing))\s(?:all\s|any\s)?
        (?:{_TERM}\s|instances\sof\s|uses\sof\s|references\sto\s)?
    | \b(?:formerly|previously|once)\s(?:known\sas|called|named)\s{_ARTICLE}
    | \((?:formerly|previously|once|before\s\d{{4}},?|until\s\d{{4}},?)\s{_ARTICLE}
    | (?:,|\()\s?(?:not|never)\s{_ARTICLE}
    | ^for\s
    | \b(?:(?:never|not|don't)\s(?:begin|start|open|end|close)|(?:begin|start|open|end|close)\sno)\s
        (?:[\w-]+\s){{0,3}}{_MEDIUM}\swith\s
    | \b(?:says|said|saying|wrote|reads?|shout(?:s|ed)?|typ(?:es|ed))\s
    ){_OPENING}""",
    re.VERBOSE,
)
# Further before, in the same clause: "do not write that anyone …", "avoid telling a lad he …".
_WARNED_AGAINST = LazyPattern(rf"\b(?:{_NEVER}\s{_SAY}|avoid(?:s|ed|ing)?\s{_SAY})\b(?:\s[\w'-]+){{0,7}}[\s\"']*$")
# "don't ask guests where they are really from": the question is what is turned down.
_NOT_ASKED = LazyPattern(rf"\b{_NEVER}\s(?:ever\s)?ask(?:ing)?\b(?:\s[\w'-]+){{0,6}}{_OPENING}")
_QUESTION = LazyPattern(r"(?:where|why|how|what|who|when|whether|if)\b")
_AVOIDED = LazyPattern(rf"\bavoid(?:s|ed|ing)?\s{_ARTICLE}(?:{_TERM}\s)?{_OPENING}")
_CLOSES = LazyPattern(
    rf"[\"')*]*\s*(?:in\s(?:\w+\s)?{_MEDIUM}\b|$|[,;:.!?)/-]|(?:and|or|as|because|since|which|altogether)\b)"
)
# Directly after.
_LEADS_OUT = LazyPattern(
    rf"""["')*]*(?:
      \sis\s(?:an?\s|the\s|now\s|also\s)*(?:\w+\s)?(?:{_TERM}|insult)\b
    | \s(?:is|was|are)\s(?:\w+\s)?(?:offensive|derogatory|outdated|pejorative|deprecated|dated|discouraged)\b
    | \s?(?:->|=>|→|⇒)
    | \s?\((?:use|say|prefer|now|outdated|deprecated|avoid)\b
    | \s(?:out\sof|from)\s(?:the|our|all|every)\s(?:\w+\s)?
        (?:docs?|documentation|leaflets?|copy|forms?|pages?|glossary|text|guide|vocabulary|handbook|style)\b
    )""",
    re.VERBOSE,
)
# "why transgendered is wrong": a word without its article, and what is said of it; "objected to gypped in our email".
_WHY = LazyPattern(rf"\bwhy\s{_OPENING}")
_IS_WRONG = LazyPattern(
    r"[\"')*]*\sis\s(?:\w+ly\s)?(?:wrong|hurtful|harmful|rude|demeaning|inaccurate|not ok|no longer (?:used|said))"
)
_OBJECTED = LazyPattern(rf"\b(?:objected\sto|complained\sabout|apologi[sz]ed\sfor|sorry\sfor)\s{_OPENING}")
_IN_A_TEXT = LazyPattern(rf"[\"')*]*\sin\s(?:an?|the|our|your|their|this|that|its)\s(?:\w+\s)?{_MEDIUM}\b")
# After a term that begins an entry: "Handicapped: no longer used", "wheelchair-bound, no; wheelchair user, yes".
_ENTRY_STARTS = LazyPattern(r"(?:^|[:;|])[\s\"'(*]*$")
_ENTRY_SAYS = LazyPattern(
    r"[\"')*]*\s?[:,-]\s?(?:no\b(?!\s\w)"
    r"|(?:never|avoid|no longer|not used|outdated|deprecated|dated|do not use|don't use|write|use)\b)"
)
# A list of terms after a colon, and what must follow them.
_LISTED = LazyPattern(
    rf"\b(?:avoid|not|never|instead of|{_NEVER} {_SAY}|{_TALK}(?:\s[\w']+){{0,5}}|{_CHANGE}(?:\s[\w']+){{0,4}})"
    rf"\s?:\s?(?:[\w\s'\"-]{{1,30}}[,;/]\s?(?:or\s|and\s)?)*{_ARTICLE}{_OPENING}"
)
# "Nobody will call it …", "harassment includes calling a colleague …": a way of speaking is named and turned down.
_SPEAKING = LazyPattern(
    r"\b(?:call(?:s|ed|ing)?|tell(?:s|ing)?|told|label(?:s|led|ling)?|address(?:es|ed|ing)?|speak(?:s|ing)? of"
    r"|refer(?:s|red|ring)? to)\b(?:\s[\w'-]+){0,4}[\s\"']*$"
)
_TURNED_DOWN = LazyPattern(
    r"\b(?:harass\w*|bull(?:y|ies|ied|ying)|nobody|no one|no-one|never|not|don't|won't|unacceptable|misconduct"
    r"|insult\w*|forbid\w*|prohibit\w*|hurt\w*|complain\w*|slur\w*)\b"
)

# Anywhere in the sentence, where the words are set off by quotation marks or emphasis.
_TALKED_ABOUT = LazyPattern(
    rf"(?<!\w)(?:{_TALK}|{_NEVER} {_SAY}|avoid\w*|instead of|rather than|in place of|{_CHANGE}|means(?! that)|meaning"
    r"|deprecated|outdated|dated|offensive|derogatory|pejorative|unacceptable|alternatives?|spell\w*|known as|as in"
    r"|e\.g\.|i\.e\.|verbatim|jokes?|glossary|style guide|verdict|framed|rewrit\w+)(?!\w)"
)
# Shortly before words that are set off: someone said them.
_SAID = LazyPattern(
    r"\b(?:called|said|shouted|joked|wrote|written|printed|remark\w*|told|accus\w+|record\w+|describ\w+|heard"
    r"|bill(?:s|ed|ing)|announc\w+|complain\w*|warned|spoke(?:n)?|label\w*|refer\w* to|term(?:s|ed)"
    r"|to (?:say|write|print|call))"
    r"(?:\s[\w']+){0,4}\s[\"'*(]*$"
)
# Between the words and one that the rule suggests, in this order and in that.
_BETTER_FIRST = LazyPattern(r"(?<!\w)(?:not|never|no longer|instead of|rather than)(?!\w)")
_BETTER_AFTER = LazyPattern(
    r"(?<!\w)(?:becomes?|became|replaced|renamed|read|now|rather|instead|no|but|meant|should be|and write|and use|say"
    r"|use)(?!\w)|->|→|=>|;"
)
_FARTHEST_CONTRAST = 60
_SHORTEST_CONTRAST = 5
_ADVICE_SECTION = LazyPattern(
    r"\b(?:avoid|instead of|do not (?:use|say|write)|don'ts?\b|not (?:recommended|preferred|inclusive)"
    r"|words? (?:to|not to)|word ?list|non-inclusive|less inclusive|exclusionary|biased?|bias-free|glossary|terminology"
    r"|inclusive (?:language|terms?|terminology|writing)|problematic|deprecated|outdated|old (?:term|name|word)s?"
    r")\b|^(?:(?:key|preferred|old) )?terms?$|^replaces?$|^no$"
)
_REPORTING = LazyPattern(
    r"\b(?:said|says?|saying|wrote|writes|asked|asks|told|tells|replied|replies|explain(?:s|ed)|added|adds"
    r"|recall(?:s|ed)|report(?:s|ed)|according to|quot(?:e|es|ed|ing)|stat(?:es|ed|ement)|testif\w+|remember(?:s|ed)"
    r"|shout(?:s|ed)|answer(?:s|ed)|comment(?:s|ed)|heard|reads?|defines?)\b"
)


def is_mention(context: Context) -> bool:
    """The words are talked about: led in as a term, contrasted with better ones, set off in a sentence on wording."""
    before, after = context.before, context.after
    if _RECOMMENDED.search(before) and not _LEADS_OUT.match(after):
        return False
    if _leads_in(context) or _LEADS_OUT.match(after) or _WARNED_AGAINST.search(before):
        return True
    if _NOT_ASKED.search(before) and (before.endswith(" about ") or _QUESTION.match(context.text.lower())):
        return True
    is_avoided = "avoid" in before and _AVOIDED.search(before)
    is_listed = ":" in before and _LISTED.search(before)
    if (is_avoided or is_listed) and _CLOSES.match(after):
        return True
    if (_WHY.search(before) and _IS_WRONG.match(after)) or (_OBJECTED.search(before) and _IN_A_TEXT.match(after)):
        return True
    if before.endswith("`") and after.startswith("`"):
        return True
    if _ENTRY_STARTS.search(before) and _ENTRY_SAYS.match(after):
        return True
    if _TURNED_DOWN.search(before) and _SPEAKING.search(before):
        return True
    if _is_contrasted(context):
        return True
    sentence = f"{before} … {after}"
    if _is_set_off(context):
        several = len(_quoted(context.segment.key[context.sentence.start : context.sentence.end])) > 1
        return bool(_SAID.search(before) or _TALKED_ABOUT.search(sentence) or several) or _in_advice(context)
    is_item = context.segment.kind in ("cell", "list-item")
    return is_item and _in_advice(context) and len(sentence.split()) <= _MOST_WORDS_OF_AN_ITEM


def is_quotation(context: Context) -> bool:
    """The words are someone's: inside a block quote with an attribution, or a reported direct quotation."""
    if context.segment.quoted:
        return True
    key = context.segment.key
    for span in _quoted(key):
        if span.start < context.start and context.end < span.end:
            inside, outside = key[span.start : span.end], f"{key[: span.start]} {key[span.end :]}"
            is_reported = _REPORTING.search(outside) or not outside.strip()
            if is_reported and len(inside.split()) >= _LEAST_WORDS_OF_A_QUOTATION:
                return True
    return False


def _leads_in(context: Context) -> bool:
    match = _LEADS_IN.search(context.before)
    if match is None:
        return False
    if match[0].startswith("for "):
        return bool(re.match(r"[\"')*]*,?\s(?:read|say|write|use)\b", context.after))
    # "The guide says firemen must …" is a use: the words are the subject of what is said.
    is_said = bool(re.match(r"(?:sa|wrote|read|shout|typ)[a-z]*\s$", match[0]))
    return not is_said or (bool(_CLOSES.match(context.after)) and not context.text.lower().startswith("the "))


def _is_contrasted(context: Context) -> bool:
    """A wording that would replace the words stands near, played off against them: "firefighter, not fireman"."""
    before, after = context.before[-_FARTHEST_CONTRAST:], context.after[:_FARTHEST_CONTRAST]
    for wording in context.wordings:
        better = fold(wording.text)
        if len(better) < _SHORTEST_CONTRAST:
            continue
        word = re.compile(rf"(?<!\w){re.escape(better)}(?!\w)")
        if (found := word.search(before)) and _BETTER_FIRST.search(before[found.end() :]):
            return True
        if (found := word.search(after)) and _BETTER_AFTER.search(after[: found.start()]):
            return True
    return False


def _is_set_off(context: Context) -> bool:
    """Quoted or emphasised by itself or in a short phrase."""
    segment = context.segment
    spans = [*_quoted(segment.key)]
    spans += [Span(mark.start, mark.end) for mark in segment.marks if mark.kind in ("emphasis", "strong")]
    most = max(_MOST_WORDS_OF_A_TERM, len(context.text.split()) + 1)
    return any(
        span.start <= context.start
        and context.end <= span.end
        and len(segment.key[span.start : span.end].split()) <= most
        for span in spans
    )


def _in_advice(context: Context) -> bool:
    return any(_ADVICE_SECTION.search(fold(heading)) for heading in context.segment.headings[-2:])


@lru_cache(maxsize=16)
def _quoted(key: str) -> tuple[Span, ...]:
    """The quoted stretches of a folded text, quotation marks included."""
    return tuple(Span(*match.span()) for match in _QUOTED.finditer(key))
