"""How many of the findings in real documents are worth it: labels given by hand, kept without the documents' words.

    python -m bench.findings --corpus FOLDER… --treebanks FOLDER                  precision by rule, category and level
    python -m bench.findings --corpus FOLDER… --treebanks FOLDER --form FILE      what is unlabelled, to be filled in
    python -m bench.findings --add FILE…                                          labels of filled-in forms

The store, `data/findings.jsonl`, has a line for each labelled finding: its document (the path in the corpus, or a
treebank and the id of the sentence), offset (code points), rule, the hash of its sentence, and the label. A label holds
for as long as the sentence is the same; where it has moved, the nearest place counts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from inclusivelint.config import Config
from inclusivelint.documents import SUFFIXES, decode
from inclusivelint.engine.context import sentence_around
from inclusivelint.errors import DocumentError, InclusivelintError
from inclusivelint.linter import Linter
from inclusivelint.model import Rule, Severity
from inclusivelint.ruleset import load_rules

STORE = Path(__file__).parent.parent / "data" / "findings.jsonl"
LABELS = ("useful", "debatable", "wrong")
PARTS = ("train", "dev")
"""The parts of the treebanks that are looked at: their test parts stay unseen."""
COLUMNS = ("label", "rule", "level", "text", "message", "suggestions", "source", "sentence", "offset", "hash")
_SHOWN = 300
"""Characters of the document on either side that a form shows."""


class Key(NamedTuple):
    """What a label is about: a rule's finding in a sentence of a source (a path, or a treebank with an id)."""

    source: str
    sentence: str
    rule: str
    hash: str


class Found(NamedTuple):
    """A finding in a real document; `text` shows it in its surroundings."""

    key: Key
    offset: int
    category: str
    level: Severity
    text: str
    message: str
    suggestions: str


class Label(NamedTuple):
    """A line of the store."""

    key: Key
    offset: int
    label: str


def digest(text: str) -> str:
    """What is kept of a sentence instead of its words; white space does not matter."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def documents(folders: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    """(path below its folder, "", text) of each document; raises InclusivelintError."""
    for folder in folders:
        paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
        if not paths:
            raise InclusivelintError(f"{folder}: no documents here")
        for path in paths:
            yield path.relative_to(folder).as_posix(), "", _read(path)


def treebank_sentences(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(treebank, sentence id, text) of each sentence of `en_TREEBANK…-PART.conllu`; raises InclusivelintError."""
    paths = sorted(path for part in PARTS for path in folder.glob(f"en_*-{part}.conllu"))
    if not paths:
        raise InclusivelintError(f"{folder}: no treebanks here, such as en_ewt-dev.conllu")
    for path in paths:
        treebank = path.stem.removeprefix("en_").partition("-")[0].partition("_")[0]
        sentence = ""
        for line in _read(path).split("\n"):
            if line.startswith("# sent_id = "):
                sentence = line.removeprefix("# sent_id = ").strip()
            elif line.startswith("# text = "):
                yield treebank, sentence, line.removeprefix("# text = ").rstrip("\r")


def findings(linter: Linter, texts: Iterable[tuple[str, str, str]]) -> Iterator[Found]:
    """Everything that the linter reports in these texts, in their order."""
    for source, sentence, text in texts:
        checked = linter.check_source(f"{source}/{sentence}.txt" if sentence else source, text)
        if checked.failure:
            raise InclusivelintError(f"{source}: {checked.failure.message}")
        for finding in checked.findings:
            start, end = finding.span
            around = sentence_around(text, start, end)
            shown = f"{text[max(0, start - _SHOWN) : start]}>>{text[start:end]}<<{text[end : end + _SHOWN]}"
            yield Found(
                Key(source, sentence, finding.rule.id, digest(text[around.start : around.end])),
                start,
                finding.rule.category,
                finding.severity,
                " ".join(shown.split()),
                finding.message,
                " | ".join(finding.suggestions),
            )


def read_store(path: Path, rules: Iterable[Rule] = ()) -> list[Label]:
    """The labels, in order, with the present ids of rules that were renamed; raises InclusivelintError."""
    renamed = {alias: rule.id for rule in rules for alias in rule.aliases}
    labels = []
    for number, line in enumerate(_read(path).splitlines() if path.exists() else (), 1):
        found = _label(line, f"{path}:{number}")
        rule = renamed.get(found.key.rule, found.key.rule)
        labels.append(found._replace(key=found.key._replace(rule=rule)))
    return labels


def write_store(path: Path, labels: Iterable[Label]) -> None:
    """Write the labels, whole or not at all, sorted so that changes are easy to review."""
    lines = []
    for key, offset, label in sorted(labels, key=lambda each: (each.key[:2], each.offset, each.key)):
        row: dict[str, str | int] = {"source": key.source, "sentence": key.sentence, "offset": offset}
        row |= {"rule": key.rule, "hash": key.hash, "label": label}
        lines.append(json.dumps({name: value for name, value in row.items() if value != ""}, ensure_ascii=False) + "\n")
    _write(path, "".join(lines))


def matched(found: Sequence[Found], labels: Iterable[Label]) -> tuple[list[str], list[Label]]:
    """The label of each finding ("" where it has none), and the labels whose finding is no longer reported."""
    places: dict[Key, list[int]] = defaultdict(list)
    for index, each in enumerate(found):
        places[each.key].append(index)
    given = [""] * len(found)
    gone = []
    # Labels of findings that stand where they stood come first, so that no other takes their place.
    stood = {(each.key, each.offset) for each in found}
    for label in sorted(labels, key=lambda label: (label.key, label.offset) not in stood):
        free = [index for index in places[label.key] if not given[index]]
        if free:
            given[min(free, key=lambda index: abs(found[index].offset - label.offset))] = label.label
        else:
            gone.append(label)
    return given, gone


def write_form(path: Path, found: Iterable[Found]) -> None:
    """A table (tab-separated) with an empty column for the label."""
    rows = ["\t".join(COLUMNS)]
    for (source, sentence, rule, hashed), offset, _, level, text, message, suggestions in found:
        cells = ("", rule, level.label, text, message, suggestions, source, sentence, str(offset), hashed)
        rows.append("\t".join(" ".join(cell.split()) for cell in cells))
    _write(path, "\n".join(rows) + "\n")


def read_form(path: Path) -> Iterator[Label]:
    """The labels of a form that was filled in; rows without a label are left out. Raises InclusivelintError."""
    rows = csv.DictReader(_read(path).removeprefix("\ufeff").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise InclusivelintError(f"{path}:1: no column {', '.join(missing)}")
    for row in rows:
        if (row["label"] or "").strip():
            yield _label(row, f"{path}:{rows.line_num}")


def add(store: Path, forms: Iterable[Path]) -> int:
    """Put the labels of forms into the store; a later label of the same finding stands. How many there are then."""
    labels = {(each.key, each.offset): each for each in read_store(store)}
    for form in forms:
        labels |= {(each.key, each.offset): each for each in read_form(form)}
    write_store(store, labels.values())
    return len(labels)


def chosen(found: Sequence[Found], most: int) -> list[Found]:
    """At most so many findings: those in documents, then those in treebanks by an order that is always the same."""
    sentences = sorted((each for each in found if each.key.sentence), key=lambda each: digest(str(each.key)))
    return [*(each for each in found if not each.key.sentence), *sentences][:most]


def table(found: Sequence[Found], given: Sequence[str], gone: Sequence[Label]) -> Iterator[str]:
    """The rows of the report, in Markdown. Precision is the share of useful ones among the labelled, in per cent."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each, label in zip(found, given, strict=True):
        place = "treebanks" if each.key.sentence else "documents"
        for name in ("all", place, f"level {each.level.label}", each.category, each.key.rule):
            counts[name][label] += 1
    for was in gone:
        place = "treebanks" if was.key.sentence else "documents"
        for name in ("all", place, was.key.rule.partition("/")[0], was.key.rule):
            counts[name][f"no longer {was.label}"] += 1
    columns = [*LABELS, "", *(f"no longer {label}" for label in LABELS)]
    yield f"| findings of | precision | {' | '.join(column or 'unlabelled' for column in columns)} |"
    yield f"| --- |{' --: |' * (len(columns) + 1)}"
    first = ["all", "documents", "treebanks", *(f"level {level.label}" for level in sorted(Severity, reverse=True))]
    for name in [*(name for name in first if name in counts), *sorted(counts.keys() - set(first))]:
        row = counts[name]
        labelled = sum(row[label] for label in LABELS)
        precision = f"{100 * row['useful'] / labelled:.0f}" if labelled else "–"
        yield f"| {name} | {precision} | {' | '.join(str(row[column]) for column in columns)} |"


def _label(written: str | Mapping[str, Any], place: str) -> Label:
    """A label, from a line of the store or a row of a form; raises InclusivelintError."""
    try:
        row = json.loads(written) if isinstance(written, str) else written
        label = row["label"].strip().lower()
        if label not in LABELS:
            raise ValueError(f'"{row["label"]}" is no label; there are {", ".join(LABELS)}')
        return Label(Key(row["source"], row.get("sentence", ""), row["rule"], row["hash"]), int(row["offset"]), label)
    except KeyError as error:
        raise InclusivelintError(f"{place}: no {error}") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise InclusivelintError(f"{place}: {error}") from error


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except DocumentError as error:
        raise InclusivelintError(f"{path}: {error}") from error


def _write(path: Path, content: str) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--corpus", type=Path, nargs="+", default=[], metavar="FOLDER", help="documents; paths are told from here")
    add("--treebanks", type=Path, metavar="FOLDER", help="a folder with en_*-train.conllu and en_*-dev.conllu")
    add("--store", type=Path, default=STORE, metavar="FILE")
    add("--form", type=Path, metavar="FILE", help="write what has no label here, outside the repository")
    add("--most", type=int, default=sys.maxsize, metavar="N", help="at most so many rows in the form")
    add("--add", type=Path, nargs="+", metavar="FILE", help="put the labels of these forms into the store")
    options = parser.parse_args(arguments)
    if bool(options.add) == bool(options.corpus or options.treebanks):
        parser.error("give either forms to add, or --corpus and --treebanks to check")
    return options


def run(options: argparse.Namespace) -> Iterator[str]:
    """Measure, or take labels in; what there is to print. Raises InclusivelintError and OSError."""
    if options.add:
        yield f"{options.store}: {add(options.store, options.add)} labels"
        return
    rules = load_rules()
    linters = {level: Linter(rules, Config(None, Path(), min_severity=level)) for level in Severity}
    found = list(findings(linters[Severity.SUGGESTION], documents(options.corpus)))
    if options.treebanks:
        # Mostly chat, mail and reviews: what is shown without options is more than enough to read.
        found += findings(linters[Severity.WARNING], treebank_sentences(options.treebanks))
    # What was not read this time is not gone.
    labels = [each for each in read_store(options.store, rules) if options.treebanks or not each.key.sentence]
    given, gone = matched(found, [each for each in labels if options.corpus or each.key.sentence])
    if options.form:
        unlabelled = [each for each, label in zip(found, given, strict=True) if not label]
        write_form(options.form, chosen(unlabelled, options.most))
    yield from table(found, given, gone)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run and print; the exit code."""
    try:
        for line in run(_options(arguments)):
            print(line)
    except (InclusivelintError, OSError) as error:
        print(f"findings: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
