"""Which verbs agree with a pronoun, and the forms they take with "they".

What stands beside the pronoun is decided by plain rules, since there they are surer than any parser; what stands
further off, by the parse. Works with the labels of Universal Dependencies and with those of ClearNLP.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FORMS = {"is": "are", "was": "were", "has": "have", "does": "do"}
_CONTRACTED = ("'s", "’s")
_NOT = ("not", "n't", "n’t", "nt")
_AUXILIARY = ("aux", "aux:pass", "auxpass", "cop")
_SUBJECT = ("nsubj", "nsubj:pass", "nsubjpass", "nsubj:outer", "csubj", "csubj:pass", "csubjpass", "csubj:outer")
_CLIMBED = ("conj", "xcomp", "parataxis", "dep", "list", "ccomp", "advcl")
_OBJECTS = frozenset("it them him her me us you himself herself themselves the a an his my your our their its".split())
_RELATIVE = ("acl:relcl", "relcl", "acl")
_RELATIVE_WORDS = ("who", "that", "which")
_ADVERBS = frozenset(
    "also always never often still just only even now then ever seldom rarely sometimes already soon really too "
    "almost either neither both usually simply merely further first later here there hardly barely once again "
    "instead maybe perhaps therefore thus hence however his hers himself herself alone themselves themself much well "
    "all nevertheless nonetheless long yet quite rather twice somehow somewhere meanwhile likewise otherwise "
    "today".split()
)
# After these a verb that stands before "he" belongs to it: "so does he", "what has she", "rarely is he".
_INVERTING = frozenset(
    "so nor neither never rarely seldom only than as what where when why how who whom whose which and but or then "
    "hardly scarcely barely little nowhere here there now such if because that not".split()
)
# Participles after "he's" that mean "he is", whatever follows; all others are weighed.
_STATES = frozenset(
    "supposed allowed based born called known married divorced engaged involved interested tired bored excited "
    "worried scared concerned convinced expected forced made meant named needed obliged pleased prepared "
    "qualified related relaxed required retired satisfied said seen shocked surprised stuck trained used dead "
    "obsessed dressed employed entitled inclined injured drunk determined disappointed annoyed confused depressed "
    "frightened delighted embarrassed amused amazed devastated exhausted furious gifted talented skilled "
    "unemployed".split()
)
# Participles after "he's" that mean "he has" where nothing says otherwise.
_DONE = frozenset(
    "been got gotten had become come gone lived worked died fallen arrived happened grown tried wanted started "
    "stopped managed failed begun agreed decided forgotten stayed slept run sat stood waited existed appeared "
    "disappeared returned travelled traveled walked moved stepped jumped climbed escaped seemed remained let went "
    "spent visited cooked talked spoken laughed cried eaten left promised refused earned learned learnt".split()
)
_RECENTLY = frozenset("just already recently finally since".split())
_OPENS_AN_OBJECT = frozenset("DT PRP PRP$ NN NNS NNP CD JJ WP WRB".split())
_TWO_OBJECTS = frozenset(
    "given offered paid told shown taught awarded granted asked sent handed lent called named considered elected "
    "appointed made fed denied promised charged fined".split()
)


def verbs_of(doc: Doc, subjects: Collection[int]) -> Iterator[tuple[Token, str]]:
    """The finite verbs that agree with the pronouns at `subjects` (indexes of tokens), each with its new form."""
    for token in doc:
        if _may_agree(token) and _owner(token) in subjects and (changed := plural(token)) != token.lower_:
            yield token, changed


def plural(verb: Token) -> str:
    """The form of a finite verb after "they": is → are, 's → 're or 've, signs → sign."""
    lower = verb.lower_
    if lower in _FORMS:
        return _FORMS[lower]
    if lower in _CONTRACTED and _hangs_on_a_question(verb):
        return " have" if means_has(verb) else " are"
    if lower in _CONTRACTED:
        return lower[0] + ("ve" if means_has(verb) else "re")
    return base_form(lower) or lower


@cache
def base_form(verb: str) -> str | None:
    """The base form of a verb in its third person singular, or None where it is no such form."""
    import lemminflect

    prefix, hyphen, last = verb.rpartition("-")
    for lemma in lemminflect.getLemma(last, "VERB"):
        if lemma != last and last in (*lemminflect.getInflection(lemma, "VBZ"), *_spelt_out(lemma)):
            return str(prefix + hyphen + lemma)
    for lemma in () if last.endswith("ss") else lemminflect.getLemma(last, "VERB", lemmatize_oov=True):
        if lemma != last and last in _spelt_out(lemma):
            return str(prefix + hyphen + lemma)
    return None


def _spelt_out(lemma: str) -> tuple[str, ...]:
    return (f"{lemma}s", f"{lemma}es", f"{lemma[:-1]}ies" if lemma.endswith("y") else "")


def means_has(contracted: Token) -> bool:
    """Whether the 's after a pronoun is "has": "he's gone", "she's got one", and not "he's tired"."""
    after = _next(contracted)
    if after is not None and after.lower_ in ("he", "she"):
        after = _next(after)
    if after is None:
        return False
    lower = after.lower_
    if after.tag_ not in ("VBN", "VBD") and lower not in _DONE:
        return lower in ("been", "got", "gotten", "had", "become", "gone", "done")
    if lower in ("been", "got", "gotten", "had", "become", "gone", "done"):
        return True
    following = after.nbor() if after.i + 1 < len(after.doc) else None
    if following is not None and following.lower_ in ("by", "-"):
        return False
    if following is not None and following.tag_ == "PRP" and lower not in _TWO_OBJECTS:
        return True
    if lower in _STATES:
        return False
    is_stranded = following is not None and following.lower_ in ("to", "about", "of")  # "she's spoken to"
    is_done = lower in _DONE and not is_stranded
    if is_done or any(token.lower_ in _RECENTLY for token in after.doc[contracted.i + 1 : after.i]):
        return True
    is_passive = contracted.dep_ in ("aux:pass", "auxpass") or any(
        child.dep_ in ("nsubj:pass", "nsubjpass") for child in after.children
    )
    if is_passive:
        # What has an object is done by the subject, not to it; "she's given the prize" has one all the same.
        return lower not in _TWO_OBJECTS and following is not None and following.tag_ in ("DT", "PRP", "PRP$")
    has_object = following is not None and following.tag_ in _OPENS_AN_OBJECT
    return contracted.dep_ == "aux" or has_object


def _may_agree(token: Token) -> bool:
    lower = token.lower_
    if lower in _FORMS:
        return True
    if lower in _CONTRACTED:
        before = token.nbor(-1) if token.i else None
        return before is not None and (before.lower_ in ("he", "she") or _hangs_on_a_question(token))
    if not lower.endswith("s") or len(lower) < 3 or not lower.replace("-", "").isalpha() or lower in _ADVERBS:
        return False
    if token.tag_ == "VBZ":
        return base_form(lower) is not None
    return (_pronoun_before(token) is not None or _is_verb_by_its_place(token)) and base_form(lower) is not None


def _hangs_on_a_question(contracted: Token) -> bool:
    """Whether the 's stands between a question word and a pronoun: "what's she doing?"."""
    before = contracted.nbor(-1) if contracted.i else None
    after = _next(contracted)
    is_asked = before is not None and before.lower_ in ("what", "who", "where", "how", "when", "why")
    return is_asked and after is not None and after.lower_ in ("he", "she")


def _is_verb_by_its_place(token: Token) -> bool:
    """Whether a word in -s that the tagger took for a noun is a verb: "…, signs it", "… and listens"."""
    if token.tag_ not in ("NNS", "NN", "NNP", "NNPS"):
        return False
    joined = _before_adverbs(token)
    if joined is None or not (joined.tag_ == "CC" or joined.lower_ in (",", "then")):
        return False
    after = token.nbor() if token.i + 1 < len(token.doc) else None
    has_object = after is not None and after.lower_ in _OBJECTS
    is_joined = token.dep_ == "conj" and token.head.tag_ == "VBZ"
    return has_object or is_joined or is_never_a_noun(token.lower_)


@cache
def is_never_a_noun(form: str) -> bool:
    """Whether the dictionary knows a word as a verb and not as a noun."""
    import lemminflect

    lemmas = lemminflect.getAllLemmas(form)
    return "VERB" in lemmas and "NOUN" not in lemmas


def _before_adverbs(token: Token) -> Token | None:
    at = token.i - 1
    while at >= 0 and _is_adverb(token.doc[at]):
        at -= 1
    return token.doc[at] if at >= 0 else None


def _owner(verb: Token) -> int | None:
    """The index of the subject that a finite verb agrees with, or None where it can't be told."""
    before = _pronoun_before(verb)
    if before is not None and not _ends_a_plural(before):
        return before.i
    after = _pronoun_after(verb)
    if after is not None and _is_inverted(verb, after):
        return after.i
    if relative := _relative_before(verb):
        return _antecedent(relative)
    if _has_other_subject_after(verb):
        return None
    if _follows_a_finite_verb(verb):
        return _subject_with_a_clause(verb)
    if bracketed := _before_brackets(verb):
        return bracketed.i
    if verb.tag_ != "VBZ" and verb.lower_ not in _FORMS:
        return _carried_on(verb)
    subject, is_shared = _parsed_subject(verb)
    if subject is None or (is_shared and _is_noun(_before_adverbs(verb))):
        return _carried_on(verb)
    return _antecedent(subject) if subject.lower_ in _RELATIVE_WORDS else _last_alternative(subject, verb)


def _is_noun(token: Token | None) -> bool:
    return token is not None and token.tag_ in ("NN", "NNS", "NNP", "NNPS")


def _subject_with_a_clause(verb: Token) -> int | None:
    """The pronoun with a relative clause that ends right before this verb: "he who hesitates misses the boat"."""
    for at in range(verb.i - 1, 0, -1):
        token = verb.doc[at]
        if token.lower_ in ("who", "that") and (before := _before_comma(token)).lower_ in ("he", "she"):
            return before.i
        if token.lower_ in _NOMINATIVE:
            return None
    return None


def _before_brackets(verb: Token) -> Token | None:
    """The pronoun whose verb comes after something between commas: "she, however, runs the shop"."""
    before = _before_adverbs(verb)
    if before is None or before.lower_ != ",":
        return None
    for at in range(before.i - 1, max(0, before.i - 12), -1):
        token = verb.doc[at]
        if token.lower_ == "," and token.nbor(-1).lower_ in ("he", "she"):
            return token.nbor(-1)
        if token.tag_ in ("VBZ", "VBD", "VBP", "MD") or token.lower_ in _NOMINATIVE:
            return None
    return None


_NOMINATIVE = ("he", "she", "it", "they", "we", "i", "you", "who", "which", "whoever", "what")


def _is_adverb(token: Token) -> bool:
    lower = token.lower_
    return lower in _ADVERBS or lower in _NOT or (lower.endswith("ly") and token.tag_ in ("RB", "JJ", "NN", ""))


def _pronoun_before(verb: Token) -> Token | None:
    """The "he" or "she" that stands before a verb, nothing but adverbs between."""
    for at in range(verb.i - 1, max(-1, verb.i - 5), -1):
        token = verb.doc[at]
        if token.lower_ in ("he", "she"):
            return token
        if not _is_adverb(token):
            return None
    return None


def _ends_a_plural(pronoun: Token) -> bool:
    """Whether the pronoun is the second of two subjects joined by "and", whose verb is plural already."""
    return pronoun.i > 0 and pronoun.nbor(-1).lower_ == "and" and pronoun.dep_ == "conj" and pronoun.head.pos_ == "PRON"


def _pronoun_after(verb: Token) -> Token | None:
    for at in range(verb.i + 1, min(len(verb.doc), verb.i + 4)):
        token = verb.doc[at]
        if token.lower_ in ("he", "she"):
            return token
        if token.lower_ not in _NOT and token.lower_ not in ("even", "also", "then", "ever"):
            return None
    return None


def _is_inverted(verb: Token, pronoun: Token) -> bool:
    lower = verb.lower_
    if lower not in _FORMS and lower not in _CONTRACTED:
        before, after = (verb.nbor(-1) if verb.i else None), _next(pronoun)
        says = before is not None and before.is_punct and (after is None or after.is_punct)
        return says or _belong(verb, pronoun)
    if lower == "does":
        return True
    follower = _next(pronoun)
    has_own_verb = follower is not None and (
        follower.tag_ in ("VBZ", "MD")
        or follower.lower_ in ("was", "is", "has", "had", "does", "did", "'s", "’s", "'d", "’d", "'ll", "’ll")
    )
    if has_own_verb:
        return False
    if _opens_a_clause(verb) or verb.doc[-1].text == "?":
        return True
    return _belong(verb, pronoun)


def _belong(verb: Token, pronoun: Token) -> bool:
    """Whether the parse has `pronoun` as the subject of the clause that `verb` is the finite verb of."""
    return pronoun.dep_ in _SUBJECT and pronoun.head == _clause(verb)


def _has_other_subject_after(verb: Token) -> bool:
    """Whether a question or a tag has a subject of its own: ", does it?", "nor is anybody"."""
    if verb.lower_ not in _FORMS or not _opens_a_clause(verb):
        return False
    after = _next(verb)
    return after is not None and after.lower_ in _OTHER_SUBJECTS


_OTHER_SUBJECTS = frozenset(
    "it this that there anyone anybody everyone everybody someone somebody nobody everything anything nothing i "
    "we you they".split()
)


def _opens_a_clause(verb: Token) -> bool:
    before = verb.nbor(-1) if verb.i else None
    return before is None or before.is_punct or before.is_space or before.lower_ in _INVERTING


def _follows_a_finite_verb(verb: Token) -> bool:
    """Whether another finite verb ends right before this one, so that its clause is the subject or a part of it."""
    before = _before_adverbs(verb)
    return before is not None and before.tag_ in ("VBZ", "VBD", "VBP")


def _relative_before(verb: Token) -> Token | None:
    """The "who" right before a verb that itself stands right after a pronoun: "he who hesitates"."""
    for at in range(verb.i - 1, max(0, verb.i - 5), -1):
        token = verb.doc[at]
        if token.lower_ in ("who", "that"):
            return token if _before_comma(token).lower_ in _ANTECEDENTS else None
        if not _is_adverb(token):
            return None
    return None


_ANTECEDENTS = ("he", "she", "him")


def _before_comma(token: Token) -> Token:
    before = token.nbor(-1) if token.i else token
    return before.nbor(-1) if before.lower_ == "," and before.i else before


def _antecedent(relative: Token) -> int | None:
    """What a relative word stands for: the pronoun right before it, else what the parse says."""
    before = _before_comma(relative)
    if before.lower_ in _ANTECEDENTS:
        return before.i
    clause = relative.head
    return clause.head.i if clause.dep_ in _RELATIVE else None


def _clause(verb: Token) -> Token:
    """The head of the clause of a finite verb: the verb, or what it is an auxiliary or copula of."""
    return verb.head if verb.dep_ in _AUXILIARY else verb


def _parsed_subject(verb: Token) -> tuple[Token | None, bool]:
    """The subject by the parse, and whether it is shared with a verb before."""
    own = clause = _clause(verb)
    if own.dep_ == "conj" and own.head.tag_ == "VBD" and own.head.dep_ in (*_RELATIVE, "ccomp", "advcl"):
        # A present is joined to a present: "she keeps what her father built and oils it".
        clause = next((above for above in own.head.ancestors if above.tag_ == "VBZ"), own)
    for _ in range(len(verb.doc)):
        subjects = [child for child in clause.children if child.dep_ in _SUBJECT]
        if subjects:
            nearest = min(subjects, key=lambda subject: (subject.i > verb.i, abs(subject.i - verb.i)))
            return nearest, clause != own
        is_infinitive = clause != own and clause.tag_ in ("VB", "VBG", "VBN")
        if clause.dep_ in _RELATIVE and not is_infinitive:
            return clause.head, clause != own
        # No finite verb is joined to an infinitive: it goes on with what the infinitive hangs on.
        is_last = (clause.dep_ not in _CLIMBED and not is_infinitive) or clause.head == clause
        if is_last or any(child.dep_ == "expl" for child in clause.children):
            break
        clause = clause.head
    return None, False


def _last_alternative(subject: Token, verb: Token) -> int:
    """Of subjects joined by "or" the last, with which the verb agrees; else the subject itself, or none of several."""
    joined = [child for child in subject.children if child.dep_ == "conj" and subject.i < child.i < verb.i]
    is_choice = any(child.lower_ in ("or", "nor") for other in (subject, *joined) for child in other.children)
    return joined[-1].i if joined and is_choice else subject.i if not joined else -1


def _carried_on(verb: Token) -> int | None:
    """Without a parsed subject: a verb after "and" or a comma has the subject that was last before it."""
    before = _before_adverbs(verb)
    if before is None or not (before.tag_ == "CC" or before.lower_ in (",", "then")):
        return None
    for at in range(before.i - 1, -1, -1):
        token = verb.doc[at]
        is_nominative = token.lower_ in _NOMINATIVE and token.lower_ not in ("it", "you")
        if is_nominative or token.dep_ in _SUBJECT or (token.lower_ == "that" and token.tag_ == "WDT"):
            return token.i
    return None


def _next(token: Token) -> Token | None:
    """The next token that is no adverb."""
    for at in range(token.i + 1, min(len(token.doc), token.i + 6)):
        if not _is_adverb(token.doc[at]):
            return token.doc[at]
    return None
