"""The JSON Schema of rule files says what the validator says: of good documents, and of each way to break them."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from inclusivelint.model import Kind
from inclusivelint.ruleset import rule_files, rules_folder
from inclusivelint.ruleset.checks import MemberSet, Vocabulary
from inclusivelint.ruleset.format import OF_DOCUMENTS, OPTIONAL, REQUIRED, read_rule_file
from inclusivelint.ruleset.groups import Groups
from inclusivelint.ruleset.schema import rule_schema

from .commands import run

SCHEMA = rule_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
DOCS = Path(__file__).parent.parent / "docs"

FULL: dict[str, Any] = {
    "category": "test",
    "title": "Test",
    "sources": {
        "ours": {
            "title": "Ours",
            "publisher": "Us",
            "year": 2026,
            "url": "https://example.org",
            "checked": "2026-01-31",
        }
    },
    "rules": [
        {
            "id": "crazy",
            "severity": "warning",
            "affects": "people",
            "phrases": [
                "crazy",
                {"text": "Mad", "case": True, "suggestions": ["odd"], "rewrites": ["odd {noun}"]},
                {"lemma": "blacklist", "pos": ["NOUN", "VERB"]},
                {"lemma": "sane", "pos": "ADJ"},
                {"the": "insane", "suggestions": ["people"]},
            ],
            "pattern": [[{"LOWER": "so"}, {"LOWER": {"IN": ["mad", "odd"]}}], [{"LOWER": "ah"}]],
            "focus": -1,
            "message": "There is a better word.",
            "why": "It is kinder.",
            "suggestions": ["wild", {"lemma": "list", "pos": "NOUN", "NNS": "lists"}],
            "sources": ["ours"],
            "unless": [
                "mention",
                {"before": ["golf"]},
                {"near": ["golf"], "within": 3},
                {"case": "upper"},
                {"pos": ["VERB"]},
                {"lemma": ["play"], "within": 3},
                {"head": ["drive"]},
                {"dependent": ["stark"]},
                {"part-of": ["crazy golf"]},
                {"regex": ["crazy \\d+"]},
                {"all": ["name", {"not": "quotation"}]},
                {"document": ["site-rules"]},
                "technical-sense",
            ],
            "when": [{"any": [{"section": ["notes"]}, {"sentence": ["week"]}]}],
            "even-if": ["name"],
            "certainty": "medium",
            "judge": {"warning": 0.5, "suggestion": 0.2, "overrule": "never", "anywhere": 0.9},
            "aliases": ["test/old"],
            "preference": {"autistic": "identity-first"},
            "false_positives": ["Golf."],
            "tags": ["hr"],
            "rewrites": ["{noun} who [is|are] wild"],
            "reviewed": "2026-01-31",
            "they": "person",
            "refers-to": ["employee"],
            "default": False,
            "examples": {
                "flag": [
                    {"text": "A crazy week.", "match": "crazy"},
                    {"text": "Mad.", "match": "Mad", "fixed": "Odd.", "document": "site-rules"},
                ],
                "pass": ["A wild week.", {"text": "The word crazy.", "reason": "a mention", "document": "site-rules"}],
            },
        }
    ],
}
PLAIN = copy.deepcopy(FULL)
PLAIN["rules"][0] = {key: value for key, value in FULL["rules"][0].items() if key in REQUIRED} | {
    "phrases": ["crazy"],
    "judge": "ask",
    "sources": ["ours"],
}
PATTERN = copy.deepcopy(PLAIN)
PATTERN["rules"][0] |= {"pattern": [{"LOWER": "so"}]}
del PATTERN["rules"][0]["phrases"]
SYNTAX = copy.deepcopy(PATTERN)
del SYNTAX["rules"][0]["pattern"]
SYNTAX["rules"][0]["dependency"] = [
    {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"LOWER": "suffer"}},
    {"LEFT_ID": "verb", "REL_OP": ">", "RIGHT_ID": "from", "RIGHT_ATTRS": {"LOWER": "from"}},
]

GROUPED = copy.deepcopy(PLAIN)
GROUPED["rules"][0] |= {"groups": ["religion", "age"], "judge": {"warning": 0.5}}
del GROUPED["rules"][0]["phrases"]

REACHING = copy.deepcopy(PLAIN)
REACHING["rules"][0] |= {"reach": "clause", "suggestions": []}

# Rules of whole documents, one for each check and each of its variants.
OF_ALL = ("id", "severity", "affects", "message", "why", "sources")
CHECKED: list[dict[str, Any]] = [
    {"requires": {"any": ["first-aider*"], "words": 40, "when": ["site"], "unless": ["draft"]}},
    {"requires": {"of": {"who": ["manager"], "where": ["office"]}, "at-least": 2}},
    {"covers": {"set": "colours", "wants": ["red"], "at-least": 2, "context": ["paint"], "present": ["red"]}},
    {"covers": {"members": {"red": ["red", "scarlet"], "blue": ["blue"]}, "unless": ["draft"]}},
    {"assumes": {"any": ["his wife"], "when": ["staff"], "unless": ["draft"]}},
    {"assumes": {"field": {"label": ["sex"], "offers": [["male"], ["female"]], "lacks": ["other"]}}},
    {"consistent": [["colour"], ["color", "hue"]]},
]
DOCUMENTS = [
    {
        **PLAIN,
        "rules": [
            {key: PLAIN["rules"][0][key] for key in OF_ALL}
            | {"documents": ["site-rules"], "topic": "a topic", "clause": "site/aid", "suggestions": []}
            | check
        ],
    }
    for check in CHECKED
]
DOCUMENTS[0]["rules"][0]["examples"] = PLAIN["rules"][0]["examples"]
GOOD = {"full": FULL, "plain": PLAIN, "pattern": PATTERN, "syntax": SYNTAX, "groups": GROUPED, "reach": REACHING} | {
    f"{next(iter(check))}-{number}": document
    for number, (check, document) in enumerate(zip(CHECKED, DOCUMENTS, strict=True))
}

KINDS = {"site-rules": Kind("site-rules", "Site rules", (), (), (), ())}
SETS = {"colours": MemberSet({"red": ["red"], "blue": ["blue"]}, [], [], [], [], {})}
GROUPS = yaml.safe_load((rules_folder() / "groups.yaml").read_text(encoding="utf-8"))["groups"]

# What only the validator can know: it looks beyond the form.
BEYOND = re.compile(
    r'no source "|no kind "|no set "|no member "|unreachable pattern|the text does not hold|is already matched'
    r"|needs more certainty|stands in line|is no regular expression|no token above is called|two tokens are called"
    r"|is no universal part of speech|is no rewrite|names no word to look for|is none of .*self-description"
)


def problems(tmp_path: Path, document: Any) -> list[str]:
    path = tmp_path / "test.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")  # is YAML, and faster to write
    found: list[str] = []
    read_rule_file(
        path,
        {},
        Groups(dict.fromkeys(GROUPS, ()), dict.fromkeys(GROUPS, ("teenagers",)), ()),
        found,
        Vocabulary(KINDS, SETS, {"technical-sense": "negated"}),
    )
    return [problem for problem in found if not BEYOND.search(problem)]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a document, except within token patterns, whose keys are spaCy's."""
    yield path
    if path and isinstance(value, dict) and "LOWER" in value:
        return
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in items:
        yield from places(below, (*path, key))


def broken(document: Any) -> Iterator[tuple[str, Any]]:
    """The document with one thing changed, and what was."""
    others = [None, " ", "x", "No Id", 5, 0, 0.3, True, [], {}, ["x"], [None], {"text": "x"}]
    for path in places(document):
        if document is not FULL and (len(path) < 3 or at(document, path[:3]) == PLAIN["rules"][0].get(path[2])):
            continue  # tried with FULL
        if not path:
            yield from (("all", other) for other in others if other not in (None, " "))
            continue
        *parents, last = path
        for other in others:
            changed = copy.deepcopy(document)
            at(changed, parents)[last] = other
            yield f"{path} = {other!r}", changed
        changed = copy.deepcopy(document)
        if isinstance(last, str):
            at(changed, parents)[f"{last}x"] = at(changed, parents).pop(last)
            yield f"{path} renamed", changed
            del at(changed, parents)[f"{last}x"]
        else:
            del at(changed, parents)[last]
        yield f"{path} removed", changed


def at(document: Any, path: Iterable[Any]) -> Any:
    for key in path:
        document = document[key]
    return document


@pytest.mark.parametrize("name", GOOD)
def test_good_documents_are_good_and_broken_ones_broken_for_both(tmp_path: Path, name: str) -> None:
    document = GOOD[name]
    assert problems(tmp_path, document) == []
    assert list(VALIDATOR.iter_errors(document)) == []
    differ, count, bad = {}, 0, 0
    for change, changed in broken(document):
        count += 1
        found = problems(tmp_path, changed)
        bad += bool(found)
        if VALIDATOR.is_valid(changed) == bool(found):
            differ[change] = found
    assert differ == {}
    assert count > 20
    assert bad > count / 2


@pytest.mark.parametrize("name", GOOD)
def test_keys_of_other_kinds_of_rules_are_right_or_wrong_for_both(tmp_path: Path, name: str) -> None:
    differ, refused = {}, 0
    for other, key in ((other, key) for other, document in GOOD.items() for key in document["rules"][0]):
        if key == "focus":  # a number in a pattern, a name in a dependency; both are tried above
            continue
        changed = copy.deepcopy(GOOD[name])
        changed["rules"][0].setdefault(key, GOOD[other]["rules"][0][key])
        found = problems(tmp_path, changed)
        refused += bool(found)
        if VALIDATOR.is_valid(changed) == bool(found):
            differ[f"{key} of {other}"] = found
    assert differ == {}
    assert refused > 10


def test_every_key_is_tried() -> None:
    assert {key for document in GOOD.values() for key in document["rules"][0]} == {*REQUIRED, *OPTIONAL, *OF_DOCUMENTS}
    tried = {(name, key) for check in CHECKED for name, keys in check.items() for key in keys if isinstance(key, str)}
    properties = SCHEMA["$defs"]["document-rule"]["properties"]
    keys = {(name, key) for name in OF_DOCUMENTS for key in properties[name].get("properties", ())}
    assert keys == tried


def test_shipped_rule_files_are_good() -> None:
    for path in rule_files([rules_folder()]):
        document = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        assert [error.message for error in VALIDATOR.iter_errors(document)] == [], path.name


def test_the_published_schema_is_the_one_that_is_printed(tmp_path: Path) -> None:
    printed = run("rules", "schema", cwd=tmp_path).out
    assert json.loads(printed) == SCHEMA
    assert (DOCS / "rule.schema.json").read_text(encoding="utf-8") == printed
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_shipped_file_names_the_schema_for_editors() -> None:
    for path in rule_files([rules_folder()]):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        target = first.removeprefix("# yaml-language-server: $schema=")
        assert (path.parent / target).resolve() == (DOCS / "rule.schema.json").resolve(), path.name
