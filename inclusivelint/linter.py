"""The loop from paths to findings: read, scan, match, suppress. A generator; it prints nothing and ends nothing."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from inclusivelint import suppression
from inclusivelint.config import Config, document_kinds, file_ignores, file_reading, overridden, overriding
from inclusivelint.documents import contents, decode, format_of, note_of, office, read, within
from inclusivelint.documents.normalise import fold_source
from inclusivelint.documents.quoting import ENCODED, written
from inclusivelint.documents.reprints import marked
from inclusivelint.edits import settled
from inclusivelint.engine import Engine, Match
from inclusivelint.engine.checks import DocumentChecks
from inclusivelint.engine.kinds import kinds_of, stated_kinds
from inclusivelint.errors import ConfigError, DocumentError
from inclusivelint.model import Card, Checked, Document, Failure, Finding, Fix, Reading, Report, Rule, Severity, Span
from inclusivelint.names import selects
from inclusivelint.ruleset.settings import configured
from inclusivelint.suppression import Suppressions

# A word can be broken by mark-up, or stand behind an escape, so that only a reader sees it whole.
_BROKEN_WORD = re.compile(r"\w(?:\*+|~~|</?\w[^<>]*>|&#?\w+;)\w|\\[\w-]")


class Linter:
    """Checks documents by the rules that a configuration selects.

    `select`, `ignore` and `extend_select` come on top of the configuration's own: a non-empty `select` replaces its
    selection, the others add to what it has. Names are those of rules and categories, or globs; no packs.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        config: Config,
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        extend_select: Sequence[str] = (),
    ) -> None:
        selected = tuple(select) or config.select
        added = (*config.extend_select, *extend_select)
        ignored = (*config.ignore, *ignore)
        self.every_rule = tuple(rules)
        self.choices = (tuple(select), tuple(ignore), tuple(extend_select))
        self._others: dict[tuple[int, ...], Linter] = {}
        self.config = config
        self.known = known_names(rules)
        active = [rule for rule in rules if _is_active(rule, selected, ignored, added)]
        self.rules = configured(active, config)
        # What is said of directives is about this tool, not a choice of topics: only `ignore` turns it off.
        self.directive_rules = [rule for rule in suppression.RULES if _is_active(rule, (), ignored)]
        self._engine = Engine(self.rules, pipeline=config.pipeline, allow=config.allow)
        self.documents = DocumentChecks(self.rules, config.jurisdiction, known=rules)
        for name in (name for _, kinds in config.document_kind for name in kinds):
            if problem := self.documents.unknown_kind(name):
                raise ConfigError(f"{config.path}: document-kind: {problem}")

    def check_files(self, paths: Iterable[Path | Failure]) -> Iterator[Checked]:
        """Check each file in turn; one that can't be read has a failure and no findings."""
        for path in paths:
            yield Checked(path.path, failure=path) if isinstance(path, Failure) else self.check_file(path)

    def check_file(self, path: Path) -> Checked:
        """Check one file."""
        data = load(path, self.config.max_size)
        return Checked(str(path), failure=data) if isinstance(data, Failure) else self.check_data(str(path), data)

    def check_data(self, path: str, data: bytes) -> Checked:
        """Check the content of a file; `path` tells its format and is what findings name."""
        try:
            within(data, self.config.max_size)
            if form := office.format_of(path, data):
                return self.check_document(form.read(path, data))
            return self.check_source(path, decode(data))._replace(note=note_of(data))
        except DocumentError as error:
            return Checked(path, failure=Failure(path, str(error)))

    def check_source(self, path: str, source: str) -> Checked:
        """Check decoded text; `path` tells its format and is what findings name."""
        return self._for(path)._check_source(path, source)

    def _check_source(self, path: str, source: str) -> Checked:
        reading = file_reading(self.config, path)
        if not (document_kinds(self.config, path) or self._is_worth_reading(path, source, reading)):
            return Checked(path, words=len(source.split()))
        try:
            document = read(path, source, reading)
        except DocumentError as error:
            return Checked(path, failure=Failure(path, str(error)))
        return self._check_document(document)

    def check_document(self, document: Document) -> Checked:
        """Check a document of an office format that was read."""
        document = document._replace(segments=[*marked(document.segments)])
        return self._for(document.path)._check_document(document)

    def _check_document(self, document: Document) -> Checked:
        return self._check(document)._replace(words=len(document.source.split()))

    def matches(self, path: str, source: str) -> Iterator[tuple[Finding, Match]]:
        """Every finding with the match behind it, suppressed ones included; raises DocumentError."""
        document = read(path, source, file_reading(self.config, path))
        place = _Placer(document)
        linter = self._for(path)
        stated, _ = linter.stated_kinds(document)
        kinds = kinds_of(linter.documents.parts(path, document.segments, stated))
        for match in linter._engine.check(document.segments, kinds):
            yield place.match(match, match.segment.source_span(match.start, match.end)), match

    def _for(self, path: str) -> Linter:
        """The linter for the file at `path`: another one where overrides are for it."""
        indexes = overriding(self.config, path)
        if not indexes:
            return self
        if indexes not in self._others:
            self._others[indexes] = Linter(self.every_rule, overridden(self.config, indexes), *self.choices)
        return self._others[indexes]

    def _is_worth_reading(self, path: str, source: str, reading: Reading) -> bool:
        if "inclusivelint-" in source or _BROKEN_WORD.search(source):
            return True
        form = format_of(path, source)
        if form.encoded or (form.language and "identifiers" in reading.parts):
            return True
        folded = fold_source(source)
        return self._engine.may_match(folded) or self.documents.may_concern(folded)

    def stated_kinds(self, document: Document) -> tuple[list[str], list[suppression.Problem]]:
        """The kinds of document that it states itself, or else the configuration for it; and what is amiss there."""
        stated, span = stated_kinds(document.source)
        wrong = [problem for name in stated if (problem := self.documents.unknown_kind(name))]
        problems = [suppression.Problem(suppression.UNKNOWN_KIND, span, f"{problem}.") for problem in wrong]
        return stated or list(document_kinds(self.config, document.path)), problems

    def _check(self, document: Document) -> Checked:
        ignored = file_ignores(self.config, document.path)
        suppressions = Suppressions(document, self.known, require_reason=self.config.require_reason)
        place = _Placer(document)
        findings = []
        suppressed = 0
        seen: set[tuple[str, Span]] = set()
        excepted = set()
        stated, misstated = self.stated_kinds(document)
        parts = self.documents.parts(document.path, document.segments, stated)
        checked = self.documents.check(document.path, document.segments, parts)
        for match in _apart([*self._engine.check(document.segments, kinds_of(parts))], checked.matches):
            if ignored and selects(ignored, match.rule.id, match.rule.aliases):
                continue
            span = match.segment.source_span(match.start, match.end)
            if document.places and (match.rule.id, span) in seen:
                continue  # segments that overlap
            seen.add((match.rule.id, span))
            if suppressions.suppresses(match.rule, span.start):
                suppressed += 1
                excepted.add(match.rule.id)
            elif match.severity >= self.config.min_severity:
                findings.append(place.match(match, span))
        active = [rule for rule in self.rules if not selects(ignored, rule.id, rule.aliases)] if ignored else self.rules
        for problem in (*misstated, *suppressions.problems, *suppressions.unused(active)):
            shown = problem.rule in self.directive_rules and problem.rule.severity >= self.config.min_severity
            if shown and not selects(ignored, problem.rule.id):
                findings.append(place.directive(problem))
        findings.sort(key=lambda f: (f.span.start, f.span.end, f.rule.id))
        card = checked.card and without(checked.card, lambda rule: rule.id in excepted or selects(ignored, rule.id))
        return Checked(document.path, tuple(findings), suppressed=suppressed, card=card)


def load(path: Path, limit: int) -> bytes | Failure:
    """The content of a file of at most `limit` bytes."""
    try:
        return contents(path, limit)
    except OSError as error:
        return Failure(str(path), error.strerror or type(error).__name__)
    except DocumentError as error:
        return Failure(str(path), str(error))


def report(checked: Iterable[Checked]) -> Report:
    """The outcomes of a run, gathered."""
    gathered = Report()
    for outcome in checked:
        if outcome.failure:
            gathered.failures.append(outcome.failure)
            continue
        if outcome.note:
            gathered.notes.append(Failure(outcome.path, outcome.note))
        gathered.files += 1
        gathered.words += outcome.words
        gathered.suppressed += outcome.suppressed
        gathered.findings.extend(outcome.findings)
        if outcome.card:
            gathered.documents.append(outcome.card)
    return gathered


def known_names(rules: Iterable[Rule]) -> frozenset[str]:
    """Every name that a rule answers to: ids and former ids, those of the directives' own rules included."""
    return frozenset(name for rule in (*rules, *suppression.RULES) for name in (rule.id, *rule.aliases))


def without(card: Card, excepted: Callable[[Rule], bool]) -> Card:
    """The card without the points whose rules are excepted."""
    return card._replace(missing=tuple(point for point in card.missing if not excepted(point.rule)))


def _apart(wording: Sequence[Match], of_documents: Sequence[Match]) -> Iterator[Match]:
    """Both, without two for the same words: the more severe stands, and of equals the one about the wording."""
    by_segment: dict[int, list[Match]] = {}
    for match in wording:
        by_segment.setdefault(id(match.segment), []).append(match)
    lowered: set[int] = set()
    for match in of_documents:
        same = [each for each in by_segment.get(id(match.segment), ()) if _overlap(each, match)]
        if match.rule.check["type"] in ("covers", "requires") or all(each.severity < match.severity for each in same):
            yield match
            if match.rule.check["type"] not in ("covers", "requires"):
                lowered.update(id(each) for each in same)
    yield from (match for match in wording if id(match) not in lowered)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def _is_active(rule: Rule, select: Sequence[str], ignore: Sequence[str], added: Sequence[str] = ()) -> bool:
    if ignore and selects(ignore, rule.id, rule.aliases):
        return False
    if not rule.default:
        return any(name in select or name in added for name in (rule.id, *rule.aliases))
    return not select or selects((*select, *added), rule.id, rule.aliases)


class _Placer:
    """Makes findings of one document: lines, columns, fingerprints."""

    def __init__(self, document: Document) -> None:
        self._path = document.path
        self._source = document.source
        self._places = document.places
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", document.source))]
        self._seen: Counter[str] = Counter()

    def match(self, match: Match, span: Span) -> Finding:
        kept = None if self._is_linked(match) else settled(match.fix, self._source)
        fix = written(kept, match.segment.quoting, self._source)
        message = match.message or match.rule.message
        finding = self._finding(match.rule, span, message, match.suggestions, fix, match.sentence)
        if match.segment.quoting == ENCODED:
            finding = finding._replace(text=match.segment.text[match.start : match.end])
        return finding._replace(severity=match.severity, certainty=match.certainty)

    def _is_linked(self, match: Match) -> bool:
        """Whether the words are in a heading whose anchor a link of the document names: it would lead nowhere."""
        if match.segment.kind != "heading" or "(#" not in self._source:
            return False
        anchor = re.sub(r"[^\w\s-]", "", match.segment.text.lower()).replace(" ", "-")
        return f"(#{anchor})" in self._source

    def directive(self, problem: suppression.Problem) -> Finding:
        written = self._source[problem.span.start : problem.span.end]
        return self._finding(problem.rule, problem.span, problem.message, (), problem.fix, written)

    def _finding(
        self, rule: Rule, span: Span, message: str, suggestions: tuple[str, ...], fix: Fix | None, around: str
    ) -> Finding:
        line, column = self._place(span.start)
        end_line, end_column = self._place(span.end)
        lines = tuple(self._line(number) for number in range(line, end_line + 1))
        location = None
        if self._places:
            # The lines of what was taken out of the document are no lines of it: line 0, and the place instead.
            location = self._places[bisect_right(self._places, span.start, key=lambda place: place.start) - 1].location
            line, end_line = 0, end_line - line
        return Finding(
            path=self._path,
            rule=rule,
            severity=rule.severity,
            message=message,
            text=self._source[span.start : span.end],
            span=span,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            suggestions=suggestions,
            fix=fix,
            fingerprint=self._fingerprint(rule, around),
            source_lines=lines,
            location=location,
        )

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        # A byte order mark takes an offset, but no column: no editor counts it.
        return line, column - 1 if line == 1 and self._source.startswith("\ufeff") else column

    def _line(self, number: int) -> str:
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._source)
        return self._source[start:end].rstrip("\r\n").removeprefix("\ufeff")

    def _fingerprint(self, rule: Rule, around: str) -> str:
        """Stays the same when lines move or are wrapped anew; the sentence's own repeats are counted."""
        words = f"{rule.id}\0{' '.join(around.split())}"
        self._seen[words] += 1
        return hashlib.sha256(f"{words}\0{self._seen[words]}".encode("utf-8", "replace")).hexdigest()[:16]


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The highest severity among findings."""
    return max((finding.severity for finding in findings), default=None)
