"""Adjectives that stand for people: whether the words head their noun phrase ("the deaf", not "the deaf pupil").

By the words that follow, of which few and closed ones tell for certain; only before others is the syntax asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from inclusivelint.engine.context import Context

_DETERMINERS = frozenset(
    "a all an any anyone each every everyone his her its my many most no our some that the their these "
    "they this those we your you he she it i who whom whose which what".split()
)
_PEOPLE = frozenset({"people", "others", "children"})
"""What can be joined to the words: "the elderly and children"."""
_GRAMMAR = frozenset(
    # prepositions
    "about across after against among amongst around as at because before behind beside between beyond by during "
    "except for from in into of on onto over per since than through throughout to toward towards under until via when "
    "where whether while whilst whenever with within without although if so unless though "
    # verbs that help others
    "am are be been can cannot could did do does had has have is may might must ought shall should was were will would "
    # adverbs
    "almost already also always either even ever everywhere here however less more much never not now often online "
    "only rarely rather seldom simply sometimes still there therefore thus today together tomorrow too usually "
    "yet".split()
)
_VERBS = frozenset(
    "become come deserve die feel find get go know like live make need pay prefer receive remain seek seem sit sleep "
    "struggle suffer tend turn use vote want".split()
)
"""What people do, in the plural; most of them are nouns, too, which "of" tells: "the poor use of time"."""
_JOINED = frozenset({"and", "or", "but", "nor", "&"})
_TOKEN = re.compile(r"[\w'-]*\w|\S")
_MOST_TOKENS = 12


def heads_noun_phrase(context: Context, asks_syntax: bool = True) -> bool:
    """Whether the match is all of its noun phrase. Its capital makes it a name: "Friends of the Elderly".

    Where the words leave it open ("the homeless queue") and the syntax isn't asked, the answer is no.
    """
    text = context.text
    if text[:1].islower() and not text.islower():
        return False
    after = context.segment.key[context.end : min(context.sentence.end, context.end + 120)]
    if after.startswith("'s"):
        return True
    if after.startswith(("'", '"')):
        after = after[1:]
        if not after.startswith(" "):  # more often a mention than not
            return False
    if after.startswith(("-", "/", "_")):
        return False
    tokens = [token[0] for token in _TOKEN.finditer(after.lstrip(")]"))][:_MOST_TOKENS]
    if _ends(tokens):
        return True
    if not asks_syntax or text.isupper() or tokens[0] in _JOINED or tokens[0].endswith("ing") or tokens[1:2] == ["of"]:
        return False
    # Few texts get here, and no other loads the pipeline for this.
    from inclusivelint.engine.grammar import stands_before_noun

    return not stands_before_noun(context)


def _ends(tokens: Sequence[str]) -> bool:
    """Whether a noun phrase ends where these tokens follow."""
    if not tokens or (not tokens[0][0].isalnum() and tokens[0] != "&"):
        return True
    first, second = tokens[0], tokens[1] if len(tokens) > 1 else ""
    if first in _JOINED:
        # "the elderly and their carers", "the old and infirm are"; but "the elderly and disabled residents"
        return second in _DETERMINERS | _PEOPLE | _GRAMMAR or _ends(tokens[2:])
    if first in _VERBS:
        return second != "of"
    return first in _DETERMINERS or first in _GRAMMAR or first.endswith("n't")
