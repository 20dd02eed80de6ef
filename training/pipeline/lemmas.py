"""The table of base forms: what the treebanks say, and what lemminflect's lexicon adds, as endings and exceptions."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from data import Sample

LONGEST = 6
COLUMNS = {"noun": ("NNS",), "verb": ("VBD", "VBN", "VBG", "VBZ"), "adj": ("JJR", "JJS"), "adv": ("RBR", "RBS")}
"""What lemminflect's columns hold, by part of speech; an empty column repeats the one before it."""


def lexicon() -> Iterator[tuple[str, str, str]]:
    """Form, tag and base form of regular and irregular words."""
    found = find_spec("lemminflect")
    assert found is not None
    path = Path(str(found.origin)).parent / "resources" / "infl_lu.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for base, part, *columns in csv.reader(file):
            before = ""
            for tag, column in zip(COLUMNS.get(part, ()), columns, strict=False):
                before = column or before
                for form in before.split("/"):
                    if form.isalpha() and base.isalpha():
                        yield form.lower(), tag, base.lower()


def counted(samples: Iterable[Sample]) -> dict[str, dict[str, Counter[str]]]:
    """How often each base form was given, by tag and form in lower case."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for sample in samples:
        for word, tag, lemma in zip(sample.words, sample.labels["tag"], sample.lemmas, strict=True):
            if tag and lemma:
                counts[tag][word.lower().replace("’", "'")][lemma] += 1
    return counts


def table(samples: Iterable[Sample]) -> dict[str, Any]:
    """The table that `engine/encoder.Lemmas` reads."""
    gold = counted(samples)
    kept = sorted(tag for tag in ("NNP", "FW", "ADD", "CD", "GW", "SYM", "NFP") if tag in gold)
    words: dict[str, dict[str, str]] = defaultdict(dict)
    for form, tag, base in lexicon():
        # Of several base forms ("lay", "lie") the first stands, unless the treebanks know better.
        words[tag].setdefault(form, base)
    endings: dict[str, dict[str, list[Any]]] = {}
    exceptions: dict[str, dict[str, str]] = defaultdict(dict)
    for tag, forms in gold.items():
        best = {form: max(lemmas.items(), key=lambda item: (item[1], item[0]))[0] for form, lemmas in forms.items()}
        if tag == "NNPS":
            continue
        if tag in kept:
            for form, lemma in best.items():
                if lemma.lower() != form and sum(forms[form].values()) > 1:
                    exceptions[tag][form] = lemma
            continue
        known = words[tag] | best
        regular = {form: lemma for form, lemma in known.items() if form.isalpha()}
        endings[tag] = learnt(regular) if tag in COLUMNS_TAGS else {}
        for form, lemma in known.items():
            if by_ending(endings[tag], form) != lemma:
                exceptions[tag][form] = lemma
    # Names in the plural follow the endings of common nouns: "Articles" of a treaty.
    endings["NNPS"] = endings["NNS"]
    for form, lemmas in gold["NNPS"].items():
        lemma = max(lemmas.items(), key=lambda item: (item[1], item[0]))[0]
        if by_ending(endings["NNPS"], form) != lemma.lower():
            exceptions["NNPS"][form] = lemma
    return {"kept": kept, "endings": endings, "exceptions": exceptions}


COLUMNS_TAGS = {tag for tags in COLUMNS.values() for tag in tags}


def rule_of(form: str, lemma: str) -> tuple[int, str]:
    """How many letters are cut from the end, and what is added."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def by_ending(endings: dict[str, list[Any]], form: str) -> str:
    """The base form by the longest ending that has a rule."""
    for size in range(min(len(form), LONGEST), -1, -1):
        rule = endings.get(form[len(form) - size :])
        if rule is not None:
            return f"{form[: len(form) - rule[0]]}{rule[1]}" if rule[0] < len(form) else form
    return form


def learnt(words: dict[str, str], least: int = 3) -> dict[str, list[Any]]:
    """A rule for each ending whose words mostly follow another one than those of the shorter ending."""
    counts: dict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
    for form, lemma in words.items():
        rule = rule_of(form, lemma)
        for size in range(min(len(form), LONGEST) + 1):
            if size >= rule[0]:
                counts[form[len(form) - size :]][rule] += 1
    kept: dict[str, list[Any]] = {}
    for ending in sorted(counts, key=len):
        rule, count = counts[ending].most_common(1)[0]
        before = next((kept[ending[i:]] for i in range(1, len(ending) + 1) if ending[i:] in kept), None)
        if count >= least and list(rule) != before:
            kept[ending] = list(rule)
    return kept
