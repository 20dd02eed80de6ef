"""`--fix` and `--diff` of `inclusivelint check`: what becomes of a document when its fixes are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from inclusivelint.documents import contents
from inclusivelint.documents.office import Format, format_of
from inclusivelint.errors import DocumentError
from inclusivelint.fixer import diff, fix_file, fix_office, fix_source, write
from inclusivelint.linter import Linter
from inclusivelint.model import Checked, Failure


@dataclass(slots=True)
class Fixing:
    """Fixes as they are asked for, and a count of them. With `show` differences are gathered and nothing is written."""

    linter: Linter
    unsafe: bool
    show: bool
    applied: int = 0
    left: int = 0
    differences: str = ""
    refused: list[str] = field(default_factory=list)

    def check_files(self, paths: Iterable[Path | Failure]) -> Iterator[Checked]:
        """As `Linter.check_files`, with what is left after the fixes."""
        for path in paths:
            yield Checked(path.path, failure=path) if isinstance(path, Failure) else self._fix(path)

    def _fix(self, path: Path) -> Checked:
        try:
            data = contents(path, self.linter.config.max_size)
            if form := format_of(str(path), data):
                return self._fix_office(path, form, data)
            old, fixed = fix_file(self.linter, path, unsafe=self.unsafe)
            if fixed.applied and not self.show:
                write(path, old, fixed.source)
        except (DocumentError, OSError) as error:
            cause = getattr(error, "strerror", None) or str(error)
            return Checked(str(path), failure=Failure(str(path), cause))
        self._count(fixed.applied, fixed.checked)
        if self.show:
            self.differences += diff(path.as_posix(), old, fixed.source)
        return fixed.checked

    def _fix_office(self, path: Path, form: Format, data: bytes) -> Checked:
        new, fixed = fix_office(self.linter, str(path), form, data, unsafe=self.unsafe)
        if not form.can_be_fixed and any(finding.fix for finding in fixed.checked.findings):
            self.refused.append(str(path))
            return fixed.checked
        if fixed.applied and not self.show:
            write(path, data, new)
        self._count(fixed.applied, fixed.checked)
        if self.show and fixed.applied:
            self.differences += diff(path.as_posix(), form.read(str(path), data).source, fixed.source)
        return fixed.checked

    def fix_text(self, name: str, source: str) -> tuple[str, Checked]:
        """The text of standard input, fixed, and what is left in it."""
        fixed = fix_source(self.linter, name, source, unsafe=self.unsafe)
        self._count(fixed.applied, fixed.checked)
        if self.show:
            self.differences += diff(name, source, fixed.source)
        return fixed.source, fixed.checked

    def _count(self, applied: int, checked: Checked) -> None:
        self.applied += applied
        self.left += sum(finding.fix is not None for finding in checked.findings)

    def summary(self) -> str:
        """What was done, in a line."""
        done = f"{'would fix' if self.show else 'fixed'} {self.applied} finding{'' if self.applied == 1 else 's'}"
        if self.refused:
            done += f"; {', '.join(self.refused)}: a PDF can't be changed, fix the document that it was made from"
        if not self.left:
            return done
        hint = "by hand" if self.unsafe else "with --unsafe-fixes, to be read afterwards"
        return f"{done}; {self.left} more can be changed {hint}"
