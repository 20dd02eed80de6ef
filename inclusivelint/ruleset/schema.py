"""The JSON Schema of rule files, for editors. What the validator says is law; a test holds the two together."""

from __future__ import annotations

from functools import cache
from typing import Any

from inclusivelint.configtables import ORDERS
from inclusivelint.model import Severity
from inclusivelint.ruleset import CONDITIONS, DOCUMENTS, GROUPS, SOURCES, rules_folder
from inclusivelint.ruleset.checks import CHECKS, NO_VOCABULARY, read_documents
from inclusivelint.ruleset.conditions import CASES, COMBINED, LEMMAS, NAMED, PLACED, STANDARD, WITHIN, read_named
from inclusivelint.ruleset.format import (
    BARS,
    CERTAINTIES,
    FILE_REQUIRED,
    LOOKED_FOR,
    NEEDED_OF_DOCUMENTS,
    NEVER,
    NOT_OF_DOCUMENTS,
    OF_DOCUMENTS,
    OPTIONAL,
    REACHES,
    REQUIRED,
    SOURCE_KEYS,
    THEY,
    read_sources,
    read_utf8,
)
from inclusivelint.ruleset.groups import read_groups
from inclusivelint.ruleset.nodes import ID
from inclusivelint.ruleset.patterns import ATTRIBUTES, PARTS_OF_SPEECH, RELATIONS
from inclusivelint.ruleset.phrases import TAGS

# YAML takes a plain `no` or `1984` for other things than texts; here they are words.
_TEXT = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_TEXTS = {"type": "array", "items": _TEXT}
_SOME_TEXTS = {**_TEXTS, "minItems": 1}
_LEMMAS = {"type": "array", "items": {**_TEXT, "pattern": r"^\s*\S+\s*$"}, "minItems": 1}
_NAME = {"type": "string", "pattern": f"^\\s*{ID}\\s*$"}
_KIND = {"$ref": "#/$defs/kind"}
_FLAG = {"type": "boolean"}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_COUNT = {"type": "integer", "minimum": 1}
_SHARE = {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}
_LEVELS = [level.label for level in sorted(Severity, reverse=True)]
_POS = {"anyOf": [{"enum": list(TAGS)}, {"type": "array", "items": {"enum": list(TAGS)}}]}

_DESCRIPTIONS = {
    "id": "Lower-case words joined by hyphens; permanent. The full name is category/id.",
    "severity": "error: slurs and what every guide rejects; warning: clear guidance; suggestion: context decides.",
    "affects": "Who is affected, as a noun phrase in lower case.",
    "phrases": "What is matched. A hyphen also matches a space and nothing; (a|b) stands for each part.",
    "groups": "Kinds of groups of people: whatever is said of one of them is put to the judge.",
    "pattern": "spaCy Matcher token patterns, unchanged: one pattern or a list of them.",
    "dependency": "spaCy DependencyMatcher patterns, unchanged: one pattern or a list of them.",
    "focus": "What is reported: the index of a pattern's token (-1 is the last), or names of a dependency pattern's.",
    "message": "One sentence about the words and the people, without blame and without “you”.",
    "why": "Two or three sentences that a busy writer learns from.",
    "suggestions": "Replacement wording, best first; empty where only a rewrite helps.",
    "sources": "Keys of sources.yaml, or of `sources` in this file.",
    "unless": "A match is let pass when one of these conditions holds.",
    "when": "A match counts only when one of these conditions holds.",
    "even-if": "Standard exceptions that this rule does not make.",
    "certainty": "How often what is left after the conditions is worth changing.",
    "judge": "Whether the learned judge is asked, and from which certainty a finding has which level.",
    "aliases": "Former ids (full names).",
    "preference": "The rule is on where the configuration has chosen this order for this community.",
    "false_positives": "Known situations in which the rule can be wrong.",
    "tags": "Free words.",
    "rewrites": "Wording that moves or takes up words around the match; best first.",
    "reviewed": "The day on which someone last checked the rule against its sources: 2026-01-31.",
    "they": "The words are pronouns that become they: with all of the sentence, or with those of the same person.",
    "reach": "How far a match goes on: to the end of the clause, or over the sentence, judged and reported whole.",
    "refers-to": "Nouns for people; the message names the one that a pronoun refers to.",
    "default": "false: the rule holds only where it is selected by its full name.",
    "examples": "Executed by `inclusivelint rules test`; at least two of each kind.",
    "documents": "The kinds of policies that are checked as a whole, from documents.yaml.",
    "topic": "What the rule is about, as the card of a policy shows it.",
    "clause": "A model clause that can be taken over: file/section in docs/clauses.",
    "covers": "Reports a list that leaves out members.",
    "requires": "Reports a policy that does not say something.",
    "assumes": "Reports wording that takes one gender or family form for all.",
    "consistent": "Reports a second name for one thing; the preferred name comes first.",
}


def rule_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of a rule file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "inclusivelint rule set",
        "description": "One category of rules. docs/rule-format.md explains every key.",
        **_object(
            {
                "category": _NAME,
                "title": _TEXT,
                "sources": {"type": "object", "additionalProperties": _source()},
                "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
            },
            FILE_REQUIRED,
        ),
        "$defs": {
            "rule": {
                "if": {"anyOf": [{"required": [key]} for key in OF_DOCUMENTS]},
                "then": {"$ref": "#/$defs/document-rule"},
                "else": {"$ref": "#/$defs/wording-rule"},
            },
            "wording-rule": _wording_rule(),
            "document-rule": _document_rule(),
            "condition": _condition(),
            "phrase": _phrase(),
            "suggestion": _suggestion(),
            # Kinds and conditions of one's own stand in files that editors don't see.
            "kind": {"anyOf": [{"enum": _shipped()[DOCUMENTS]}, _TEXT]},
            "cues": {"type": "array", "items": _TEXT, "minItems": 1},
        },
    }


def _object(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _properties() -> dict[str, Any]:
    """What each key holds."""
    conditions = {"type": "array", "items": {"$ref": "#/$defs/condition"}}
    properties: dict[str, Any] = {
        "id": _NAME,
        "severity": {"enum": _LEVELS},
        "affects": _TEXT,
        "phrases": {"type": "array", "items": {"$ref": "#/$defs/phrase"}},
        "groups": {"type": "array", "items": {"enum": _shipped()[GROUPS]}},
        "pattern": _one_or_many({"type": "array", "items": _token("OP")}),
        "dependency": _one_or_many(_dependency()),
        "focus": {"anyOf": [{"type": "integer"}, _TEXT, _TEXTS]},
        "message": _TEXT,
        "why": _TEXT,
        "suggestions": {"type": "array", "items": {"$ref": "#/$defs/suggestion"}},
        "sources": _SOME_TEXTS,
        "unless": conditions,
        "when": conditions,
        "even-if": {"type": "array", "items": {"enum": list(STANDARD)}},
        "certainty": {"enum": list(CERTAINTIES)},
        "judge": {"anyOf": [{"enum": list(BARS)}, _bars()]},
        "aliases": _TEXTS,
        "preference": {
            "type": "object",
            "propertyNames": _NAME,
            "additionalProperties": {"enum": list(ORDERS)},
            "minProperties": 1,
            "maxProperties": 1,
        },
        "false_positives": _TEXTS,
        "tags": _TEXTS,
        "rewrites": _TEXTS,
        "reviewed": _DAY,
        "they": {"enum": list(THEY)},
        "reach": {"enum": list(REACHES)},
        "refers-to": _TEXTS,
        "default": _FLAG,
        "examples": _object(
            {
                "flag": {"type": "array", "minItems": 2, "items": _flag_example()},
                "pass": {"type": "array", "minItems": 2, "items": _pass_example()},
            },
            ("flag", "pass"),
        ),
        "documents": {**_SOME_TEXTS, "items": _KIND},
        "topic": _TEXT,
        "clause": _TEXT,
        **_checks(),
    }
    return {key: {"description": _DESCRIPTIONS[key], **content} for key, content in properties.items()}


def _wording_rule() -> dict[str, Any]:
    """A rule that looks at words or at what is said of groups."""
    some = {"minItems": 1}
    return {
        **_object({key: each for key, each in _properties().items() if key in (*REQUIRED, *OPTIONAL)}, REQUIRED),
        "allOf": [
            {"anyOf": [{"required": [key], "properties": {key: some}} for key in LOOKED_FOR]},
            {"not": {"required": ["pattern", "dependency"]}},
            {
                "if": {"required": ["dependency"], "properties": {"dependency": some}},
                "then": {"properties": {"focus": {"anyOf": [_TEXT, _TEXTS]}}},
                "else": {"properties": {"focus": {"type": "integer"}}},
            },
            {
                "if": {"required": ["groups"]},
                "then": {
                    "required": ["judge"],
                    "properties": {key: False for key in LOOKED_FOR if key != "groups"},
                },
            },
            {"if": {"required": ["reach"]}, "then": {"properties": {"suggestions": {"maxItems": 0}}}},
            {
                "if": {"required": ["judge"], "properties": {"judge": {"type": "object", "required": ["anywhere"]}}},
                "then": {"required": ["when"]},
            },
        ],
    }


def _document_rule() -> dict[str, Any]:
    """A rule that looks at a policy as a whole."""
    properties = {key: each for key, each in _properties().items() if key not in NOT_OF_DOCUMENTS}
    return {
        **_object(properties, NEEDED_OF_DOCUMENTS),
        "oneOf": [{"required": [check]} for check in CHECKS],
    }


@cache
def _shipped() -> dict[str, list[str]]:
    """The names in the shipped lexicon of groups and among the shipped kinds of documents and conditions, which
    editors complete."""
    folder, problems = rules_folder(), list[str]()
    kinds = read_documents([folder / DOCUMENTS], read_sources(folder / SOURCES, problems), problems).kinds
    groups = read_groups(folder / GROUPS, read_utf8(folder / GROUPS, problems), problems)
    named = read_named([folder / CONDITIONS], NO_VOCABULARY, problems)
    return {GROUPS: sorted(groups.names), DOCUMENTS: sorted(kinds), CONDITIONS: sorted(named)}


def _bars() -> dict[str, Any]:
    levels = [{"required": [level]} for level in _LEVELS]
    overrule = {"anyOf": [_SHARE, {"const": NEVER}]}
    return {**_object({**dict.fromkeys(_LEVELS, _SHARE), "overrule": overrule, "anywhere": _SHARE}), "anyOf": levels}


def _checks() -> dict[str, Any]:
    """The checks of documents. Names in them that documents.yaml defines are the validator's to know."""
    cues = {"$ref": "#/$defs/cues"}
    named = {"type": "object", "propertyNames": {"pattern": r"\S"}, "additionalProperties": cues, "minProperties": 1}
    lists = {"type": "array", "items": cues, "minItems": 1}
    field = _object({"label": cues, "offers": lists, "lacks": cues}, ("label", "offers"))
    around = {"when": cues, "unless": cues}
    covers = _object(
        {
            "set": _TEXT,
            "members": named,
            "wants": _SOME_TEXTS,
            "at-least": _COUNT,
            "context": cues,
            "unless": cues,
            "present": _SOME_TEXTS,
        }
    )
    requires = _object({"any": cues, "of": named, "at-least": _COUNT, "words": _COUNT, **around})
    return {
        "covers": {**covers, "oneOf": [{"required": ["set"]}, {"required": ["members"]}]},
        "requires": {**requires, "oneOf": [{"required": ["any"]}, {"required": ["of"]}]},
        "assumes": {
            **_object({"any": cues, "field": field, **around}),
            "anyOf": [{"required": ["any"]}, {"required": ["field"]}],
        },
        "consistent": {**lists, "minItems": 2},
    }


def _one_or_many(pattern: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [pattern, {"type": "array", "items": pattern}]}


def _token(*more: str) -> dict[str, Any]:
    """A token's attributes. What they can be is spaCy's to say; their names are checked."""
    return _object({name: {} for name in sorted({*ATTRIBUTES, *more})})


def _dependency() -> dict[str, Any]:
    first = {"RIGHT_ID": _TEXT, "RIGHT_ATTRS": _token()}
    others = {"LEFT_ID": _TEXT, "REL_OP": {"enum": sorted(RELATIONS)}, **first}
    return {
        "type": "array",
        "prefixItems": [_object(first, tuple(first))],
        "items": _object(others, tuple(others)),
    }


def _source() -> dict[str, Any]:
    keys = {"title": _TEXT, "publisher": _TEXT, "year": {"type": "integer"}, "url": _TEXT, "checked": _DAY}
    return _object(keys, SOURCE_KEYS)


def _phrase() -> dict[str, Any]:
    suggestions = {"type": "array", "items": {"$ref": "#/$defs/suggestion"}}
    shared = {"case": _FLAG, "suggestions": suggestions, "rewrites": _TEXTS}
    return {
        "anyOf": [
            _TEXT,
            _object({"text": _TEXT, **shared}, ("text",)),
            _object({"lemma": _TEXT, "pos": _POS, **shared}, ("lemma", "pos")),
            _object({"the": _TEXT, **shared}, ("the",)),
        ]
    }


def _suggestion() -> dict[str, Any]:
    tags = [tag for part in TAGS.values() for tag in part]
    return {"anyOf": [_TEXT, _object({"lemma": _TEXT, "pos": _POS, **dict.fromkeys(tags, _TEXT)}, ("lemma",))]}


def _condition() -> dict[str, Any]:
    inner = {"$ref": "#/$defs/condition"}
    operands: dict[str, Any] = {
        **dict.fromkeys(PLACED, _SOME_TEXTS),
        "pos": {"type": "array", "items": {"enum": sorted(PARTS_OF_SPEECH)}, "minItems": 1},
        **dict.fromkeys(LEMMAS, _LEMMAS),
        "case": {"enum": list(CASES)},
        "document": {**_SOME_TEXTS, "items": _KIND},
        "regex": _SOME_TEXTS,
        **{key: {"type": "array", "items": inner, "minItems": 1} for key in COMBINED},
        "not": inner,
    }
    each = [
        _object({key: operand, **({"within": _COUNT} if key in WITHIN else {})}, (key,))
        for key, operand in operands.items()
    ]
    named = {"anyOf": [{"enum": [*NAMED, *_shipped()[CONDITIONS]]}, _TEXT]}
    return {"anyOf": [named, *each]}


def _flag_example() -> dict[str, Any]:
    return _object({"text": _TEXT, "match": _TEXT, "fixed": _TEXT, "document": _KIND}, ("text", "match"))


def _pass_example() -> dict[str, Any]:
    return {"anyOf": [_TEXT, _object({"text": _TEXT, "reason": _TEXT, "document": _KIND}, ("text", "reason"))]}
