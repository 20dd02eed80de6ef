"""Applies fixes to source text and writes files whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from inclusivelint.documents import contents, decode, encoding_of, format_of, note_of
from inclusivelint.documents.office import Format
from inclusivelint.edits import apply
from inclusivelint.errors import DocumentError
from inclusivelint.linter import Linter
from inclusivelint.model import Checked, Edit, Finding

MOST_ROUNDS = 12
_MOST_TRIES = 12


class Fixed(NamedTuple):
    """A source after fixing: what changed, and the findings that stay."""

    source: str
    applied: int
    checked: Checked


def fix_source(linter: Linter, path: str, source: str, *, unsafe: bool = False) -> Fixed:
    """Fix and check again until nothing changes; a fix that would bring a new finding is left out."""
    applied = 0
    checked = linter.check_source(path, source)
    form = format_of(path, source)
    if form.encoded and checked.findings:
        return Fixed(source, 0, checked._replace(note=f"cannot fix {form.name}; its findings are reported"))
    for _ in range(MOST_ROUNDS):
        step = _step(linter, path, source, checked, unsafe=unsafe)
        if step is None:
            break
        source, checked, applied = step.source, step.checked, applied + step.applied
    return Fixed(source, applied, checked)


def fix_office(linter: Linter, path: str, form: Format, data: bytes, *, unsafe: bool = False) -> tuple[bytes, Fixed]:
    """As `fix_source`, for a document that is no text; formats of the words stay. Raises DocumentError."""
    applied = 0
    editor = form.open(data)
    document = editor.document(path)
    checked = linter.check_document(document)
    for _ in range(MOST_ROUNDS):
        edits = [
            finding.fix.edits
            for finding in _choose(checked.findings, (), unsafe=unsafe)
            if finding.fix and all(map(editor.can_replace, finding.fix.edits))
        ]
        if not edits:
            break
        changed = editor.replaced(sorted({edit for together in edits for edit in together}))
        editor = form.open(changed)
        again = linter.check_document(editor.document(path))
        if len(again.findings) >= len(checked.findings):
            break
        data, document, checked, applied = changed, editor.document(path), again, applied + len(edits)
    return data, Fixed(document.source, applied, checked)


def _step(linter: Linter, path: str, source: str, checked: Checked, *, unsafe: bool) -> Fixed | None:
    """One round of fixes that can be made together and bring nothing new, or None where there are none."""
    refused: set[tuple[Edit, ...]] = set()
    for _ in range(_MOST_TRIES):
        chosen = _choose(checked.findings, refused, unsafe=unsafe)
        if not chosen:
            return None
        edits = {edit for finding in chosen if finding.fix for edit in finding.fix.edits}
        changed = apply(source, edits)
        again = linter.check_source(path, changed)
        if again.failure:
            return None
        kept = Counter(map(_name, checked.findings)) - Counter(map(_name, chosen))
        new = Counter(map(_name, again.findings)) - kept
        if not new:
            return Fixed(changed, len(chosen), again)
        blamed = [_blamed(finding, chosen) for finding in again.findings if _name(finding) in new]
        refused |= {finding.fix.edits for finding in blamed if finding.fix}
    return None


def _name(finding: Finding) -> tuple[str, str]:
    return finding.rule.id, " ".join(finding.text.lower().split())


def _blamed(found: Finding, chosen: Sequence[Finding]) -> Finding:
    """The fixed finding that stands nearest to a new one."""

    def distance(finding: Finding) -> int:
        moved = sum(
            len(edit.replacement) - (edit.end - edit.start)
            for edit in {edit for other in chosen if other.fix for edit in other.fix.edits}
            if edit.end <= finding.span.start
        )
        return max(finding.span.start + moved - found.span.end, found.span.start - finding.span.end - moved)

    return min(chosen, key=distance)


def _choose(findings: Sequence[Finding], refused: Collection[tuple[Edit, ...]], *, unsafe: bool) -> list[Finding]:
    """Findings whose fixes can be made together, in order; the same change can answer several."""
    chosen: list[Finding] = []
    end = -1
    last: tuple[Edit, ...] = ()
    for finding in findings:
        if finding.fix is None or not (finding.fix.safe or unsafe) or finding.fix.edits in refused:
            continue
        edits = finding.fix.edits
        if edits == last:
            chosen.append(finding)
        elif edits[0].start >= end:
            chosen.append(finding)
            end = max(edit.end for edit in edits)
            last = edits
    return chosen


def fix_file(linter: Linter, path: Path, *, unsafe: bool = False) -> tuple[str, Fixed]:
    """The source of a file and what fixing makes of it; nothing is written. Raises DocumentError and OSError."""
    data = contents(path, linter.config.max_size)
    source = decode(data)
    fixed = fix_source(linter, str(path), source, unsafe=unsafe)
    encoding = encoding_of(data)
    try:
        fixed.source.encode(encoding)
    except UnicodeEncodeError as error:
        raise DocumentError(f"a fix holds {error.object[error.start]!r}, which is not in {encoding.upper()}") from None
    return source, fixed._replace(checked=fixed.checked._replace(note=fixed.checked.note or note_of(data)))


def diff(path: str, old: str, new: str) -> str:
    """A unified diff; empty where nothing changed."""
    import difflib

    before, after = (re.findall(r"[^\n]*\n|[^\n]+", source) for source in (old, new))
    lines = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def write(path: Path, old: str | bytes, new: str | bytes) -> None:
    """Replace the file's content in one step; raises DocumentError when it is no longer what was read."""
    data = path.read_bytes()
    before, after = (each.encode(encoding_of(data)) if isinstance(each, str) else each for each in (old, new))
    if data != before:
        raise DocumentError("changed while it was being checked; nothing was written")
    target = path.resolve()
    write_whole(target, after, target.stat().st_mode & 0o7777)


def write_whole(target: Path, data: bytes, mode: int | None = None) -> None:
    """Write a file in one step, with these permissions or those of any new file; raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o666 & ~_umask() if mode is None else mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
