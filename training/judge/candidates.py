"""Draw real sentences that hold a known trigger, for labelling by careful reading."""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents import squeezed
from prose import Sentence, bank_sentences, digest, markdown_sentences

from data import Example, read_contrast, read_rows, read_written

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
PRONOUNS = frozenset(["he", "she", "his", "her", "him", "hers", "himself", "herself"])
SMALL = frozenset(
    ["they", "their", "them", "is", "was", "has", "who", "or", "and", "also", "miss", "it", "the", "a", "an"]
)
GENERIC = re.compile(
    r"\b(?:if|whoever|someone|somebody|anyone|anybody|everyone|everybody|nobody|each|every|any|person|individual|user"
    r"|employee|manager|customer|teammate|candidate|applicant|developer|engineer|patient|client|student|teacher"
    r"|doctor|nurse|child|parent|worker|reader|author|owner|party|tenant|consumer|director|officer|leader)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """A trigger in a sentence."""

    sentence: Sentence
    start: int
    end: int
    trigger: str
    category: str

    @property
    def span(self) -> str:
        return self.sentence.text[self.start : self.end]


def endings(word: str) -> set[str]:
    """A word and its regular inflections."""
    forms = {word, word + "s", word + "es", word + "ed", word + "ing", word + "d"}
    if word.endswith("e"):
        forms.add(word[:-1] + "ing")
    if word.endswith("y"):
        forms |= {word[:-1] + "ies", word[:-1] + "ied", word[:-1] + "iest", word[:-1] + "ier"}
    return forms


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in lower case, with their bounds."""
    return [(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in WORD.finditer(text)]


def triggers(
    examples: Sequence[Example], terms: Path | None = None, identities: bool = False
) -> dict[tuple[str, ...], tuple[str, str]]:
    """Word sequences → (trigger name, category). Bare identity words of the identity file are left out.

    `terms` may name a table whose first column holds further words, such as those that other tools look for.
    """
    identity = {e.span.lower() for e in examples if e.category == "identity-terms" and not identities}
    table: dict[tuple[str, ...], tuple[str, str]] = {}
    for example in examples:
        span = example.span.lower()
        words = tuple(word for word, _, _ in words_of(span))
        if not words or span in identity or len(words) > 5 or len("".join(words)) < 2:
            continue
        if set(words) <= PRONOUNS | SMALL and not set(words) & PRONOUNS:
            continue
        for last in endings(words[-1]) if words[-1] not in PRONOUNS else {words[-1]}:
            table.setdefault((*words[:-1], last), (" ".join(words), example.category))
    if terms:
        for line in terms.read_text(encoding="utf-8").splitlines()[1:]:
            words = tuple(word for word, _, _ in words_of(line.split("\t")[0].lower()))
            if 0 < len(words) <= 5 and " ".join(words) not in identity and not set(words) <= PRONOUNS | SMALL:
                table.setdefault(words, (" ".join(words), "term"))
    return table


def generic(text: str) -> bool:
    """Whether a pronoun's sentence could speak of anybody: a role noun, and no name in its midst."""
    return bool(GENERIC.search(text)) and not re.search(r"(?<=[a-z,] )[A-Z][a-z]+", text)


def occurrences(
    sentence: Sentence, table: dict[tuple[str, ...], tuple[str, str]], any_pronoun: bool = False
) -> Iterator[Candidate]:
    """The longest triggers of a sentence, left to right."""
    words = words_of(sentence.text)
    index = 0
    while index < len(words):
        for size in range(min(5, len(words) - index), 0, -1):
            key = tuple(word for word, _, _ in words[index : index + size])
            if key not in table:
                continue
            name, category = table[key]
            if set(key) & PRONOUNS and not any_pronoun and not generic(sentence.text):
                continue
            yield Candidate(sentence, words[index][1], words[index + size - 1][2], name, category)
            index += size - 1
            break
        index += 1


def read_sentences(corpus: Path, treebanks: Path) -> Iterator[Sentence]:
    """The sentences of the corpus and of the training and development treebanks."""
    for path in sorted(corpus.rglob("*.md")):
        if path.parent != corpus:
            yield from markdown_sentences(path, corpus)
    for path in sorted(treebanks.glob("*.conllu")):
        if "test" not in path.name:
            yield from bank_sentences(path)


def pool(options: argparse.Namespace) -> dict[str, list[Candidate]]:
    """Trigger → its candidates, shuffled; no sentence twice, none that is labelled or already drawn."""
    written = [*read_written(options.data), *read_contrast(options.data / "contrast")]
    table = triggers(written, options.terms, options.identities)
    seen = {squeezed(row["text"]) for path in [*options.real, *options.drawn] for row in read_rows(path)}
    rng = random.Random(options.seed)
    found: dict[str, list[Candidate]] = defaultdict(list)
    sentences = list(read_sentences(options.corpus, options.treebanks))
    rng.shuffle(sentences)
    counts: Counter[str] = Counter()
    for sentence in sentences:
        key = squeezed(sentence.text)
        if key in seen or not 12 <= len(sentence.text) <= 420 or len(key) < 0.6 * len(sentence.text):
            continue
        choices = list(occurrences(sentence, table, options.any_pronoun))
        if choices:
            seen.add(key)
            choice = min(choices, key=lambda c: (counts[c.trigger], c.start))
            counts[choice.trigger] += 1
            found[choice.trigger].append(choice)
    return found


def row_of(number: int, candidate: Candidate) -> dict[str, object]:
    """The line to label for a candidate."""
    sentence = candidate.sentence
    return {
        "id": f"cand-{number:05d}",
        "source": sentence.document if not sentence.sentence_id else sentence.source,
        "sentence": sentence.sentence_id,
        "offset": sentence.offsets[candidate.start],
        "hash": digest(sentence.text),
        "before": sentence.before[-300:],
        "text": sentence.text,
        "start": candidate.start,
        "span": candidate.span,
        "category": candidate.category,
        "trigger": candidate.trigger,
        "document": sentence.document,
    }


def by_turns(found: dict[str, list[Candidate]], count: int, most: int, rng: random.Random) -> list[Candidate]:
    """Candidates in rounds, one of every trigger in each, so that frequent triggers do not crowd out rare ones."""
    names = sorted(found)
    chosen: list[Candidate] = []
    for turn in range(4 * most):
        rng.shuffle(names)
        for name in names:
            cap = 4 * most if set(name.split()) & PRONOUNS else most
            if turn < min(len(found[name]), cap):
                chosen.append(found[name][turn])
        if len(chosen) >= count:
            break
    return chosen[:count]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True)
    add("--real", type=Path, nargs="+", required=True)
    add("--drawn", type=Path, nargs="*", default=[], help="batches drawn before")
    add("--corpus", type=Path, required=True)
    add("--treebanks", type=Path, required=True)
    add("--output", type=Path, required=True)
    add("--terms", type=Path, help="a table of further words, one in each first column")
    add("--count", type=int, default=1800)
    add("--first-batch", type=int, default=0)
    add("--batch", type=int, default=300)
    add("--most", type=int, default=25, help="candidates of one trigger; four times as many of a pronoun")
    add("--identities", action="store_true", help="draw bare identity words too")
    add("--any-pronoun", action="store_true", help="draw pronouns of sentences that do not look generic too")
    add("--seed", type=int, default=1)
    add("--judge", type=Path, nargs="*", default=[], help="checkpoints; the sentences they are unsure of go first")
    add("--weights", type=Path, help="folder of the pretrained encoder, for its tokenizer")
    return parser.parse_args()


def main() -> None:
    """Draw candidates and write batches."""
    options = arguments()
    found = pool(options)
    print(f"{sum(map(len, found.values()))} candidates of {len(found)} triggers")
    if options.judge:
        from unsure import most_unsure_first

        found = {name: candidates[: 6 * options.most] for name, candidates in found.items()}
        found = most_unsure_first(found, options.judge, options.weights)
    rng = random.Random(options.seed)
    chosen = by_turns(found, options.count, options.most, rng)
    rng.shuffle(chosen)
    options.output.mkdir(parents=True, exist_ok=True)
    for begin in range(0, len(chosen), options.batch):
        number = options.first_batch + begin // options.batch
        with (options.output / f"batch_{number:02d}.jsonl").open("w", encoding="utf-8") as lines:
            for index, candidate in enumerate(chosen[begin : begin + options.batch]):
                row = row_of(number * options.batch + index, candidate)
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{len(chosen)} written:", Counter(c.category for c in chosen), Counter(c.sentence.source for c in chosen))


if __name__ == "__main__":
    main()
