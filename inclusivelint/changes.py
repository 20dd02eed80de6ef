"""What changed since a revision, as git tells it: the lines of each file."""

from __future__ import annotations

import ast
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from inclusivelint.errors import ConfigError
from inclusivelint.git import git, try_git
from inclusivelint.model import Checked, Finding

_FOR = "--since"
_HUNK = re.compile(rb"@@ -\S+ \+(?P<start>\d+)(?:,(?P<count>\d+))? @@")
_TO = b"+++ b/"
_QUOTED_TO = b'+++ "b/'
# What people configure for their own eyes must not change what is read here.
_DIFF = (
    "diff", "--find-renames", "--no-color", "--no-ext-diff", "--no-textconv",
    "--no-relative", "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
_LINES = ("--unified=0", "--inter-hunk-context=0")


class Changes:
    """The changed lines of files, by their real paths: ranges from and to a line, in order; None for all lines."""

    def __init__(self, lines: Mapping[str, Sequence[tuple[int, int]] | None]) -> None:
        self._lines = lines

    def touch(self, path: str | Path) -> bool:
        """Whether anything in the file changed."""
        return os.path.realpath(path) in self._lines

    def only(self, checked: Checked) -> Checked:
        """The outcome with the findings on changed lines."""
        lines = self._lines.get(os.path.realpath(checked.path), ())
        if lines is None:
            return checked
        return checked._replace(findings=tuple(each for each in checked.findings if _is_on(each, lines)))


def _is_on(finding: Finding, lines: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(lines, finding.end_line, key=lambda each: each[0]) - 1
    return at >= 0 and lines[at][1] >= finding.line


def changes_since(revision: str, start: Path) -> Changes:
    """What differs between the working tree and the point where it left `revision`, in the repository around `start`.

    Files that git does not know yet, and does not ignore, are new as a whole. Raises ConfigError.
    """
    top = Path(os.fsdecode(git(_FOR, start, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    base = _base(revision, top)
    lines: dict[str, Sequence[tuple[int, int]] | None] = dict(
        _hunks(git(_FOR, top, *_DIFF, *_LINES, base, "--").split(b"\n"))
    )
    for name in _without_lines(git(_FOR, top, *_DIFF, "--numstat", "-z", base, "--")):
        lines[name] = None
    untracked = git(_FOR, top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
    lines |= dict.fromkeys(os.fsdecode(name) for name in untracked if name)
    real = os.path.realpath(top)
    return Changes({os.path.realpath(os.path.join(real, name)): ranges for name, ranges in lines.items()})  # noqa: PTH118


def _base(revision: str, top: Path) -> str:
    """The commit where the working tree left `revision`; an empty tree before a repository's first commit."""
    found = try_git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        if revision == "HEAD":
            return git(_FOR, top, "hash-object", "-t", "tree", "--stdin").decode().strip()
        raise ConfigError(f'--since: there is no revision "{revision}" here{_hint(top)}')
    base = try_git(top, "merge-base", found.decode().strip(), "HEAD")
    if base is None:
        raise ConfigError(f'--since: "{revision}" and HEAD have no commit in common{_hint(top)}')
    return base.decode().strip()


def _hint(top: Path) -> str:
    shallow = (try_git(top, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"
    if not shallow:
        return ""
    return (
        "; this clone is shallow, and more of the history is needed: "
        "git fetch --unshallow, or fetch-depth: 0 (GitHub Actions), GIT_DEPTH: 0 (GitLab), fetchDepth: 0 (Azure)"
    )


def _hunks(diff: Iterable[bytes]) -> Iterable[tuple[str, list[tuple[int, int]]]]:
    """The files of a diff without context that have added lines, with the ranges of these."""
    ranges: list[tuple[int, int]] = []
    left = 0  # lines of a hunk that are still to come, so that none of them is taken for a header
    for line in diff:
        if line[:1] in (b"+", b"-", b"\\") and left > 0:
            left -= line[:1] != b"\\"
        elif line.startswith((_TO, _QUOTED_TO)):
            name = line.removeprefix(b"+++ ").removesuffix(b"\t")
            name = ast.literal_eval("b" + name.decode("ascii")) if name.startswith(b'"') else name
            ranges = []
            yield os.fsdecode(name.removeprefix(b"b/")), ranges
        elif hunk := _HUNK.match(line):
            start, count = int(hunk["start"]), int(hunk["count"] or 1)
            left = count + _removed(line)
            if count:
                ranges.append((start, start + count - 1))


def _removed(hunk: bytes) -> int:
    _, comma, count = hunk.split(b" ")[1].partition(b",")
    return int(count) if comma else 1


def _without_lines(numstat: bytes) -> Iterable[str]:
    """The changed files in which git sees no lines, such as Word documents."""
    fields = iter(numstat.split(b"\0"))
    for field in fields:
        added, _, name = [*field.split(b"\t", 2), b"", b""][:3]
        if field and not name:  # a renamed file: its two names follow
            next(fields)
            name = next(fields)
        if added == b"-":
            yield os.fsdecode(name)
