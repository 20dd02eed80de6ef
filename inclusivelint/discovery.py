"""Which files a run reads: those named, and those below the folders named that neither git nor the project ignores."""

# os and os.path keep names as they are given, and this is the one place where their speed counts.
# ruff: noqa: PTH113, PTH114, PTH116, PTH118, PTH120, PTH122, PTH123

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inclusivelint.config import relative_to
from inclusivelint.model import Failure

if TYPE_CHECKING:
    from inclusivelint.gitignore import Patterns

SKIPPED_FOLDERS = frozenset(
    {
        ".eggs",
        ".git",
        ".hg",
        ".inclusivelint_cache",
        ".jj",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
        "venv",
    }
)
"""Folders that are only entered when they are named, as is any folder that holds a pyvenv.cfg."""


class Skipped(NamedTuple):
    """A file or folder that was named but isn't read, and why."""

    path: Path
    reason: str


Found = Path | Skipped | Failure


def discover(
    paths: Sequence[str], *, root: Path, exclude: Sequence[str], suffixes: Collection[str], include: Sequence[str] = ()
) -> Iterator[Found]:
    """Every file to read, once, below or as `paths` (written as there), in an order that is always the same.

    `exclude` holds gitignore patterns relative to `root` and goes for named files too. `suffixes` (".md", or the whole
    name of a file; lower case), `include` (patterns like those of `exclude`) and .gitignore files choose what is read
    in folders.
    """
    finder = _Finder(root, exclude, suffixes, include)
    for path in dict.fromkeys(paths):
        yield from finder.find(path)


class _Folder(NamedTuple):
    """A folder to be listed. `relative` is its place below the root of the configuration, None outside."""

    path: Path
    real: str
    relative: str | None
    ignores: tuple[_Ignores, ...]
    named: bool = False


class _Ignores(NamedTuple):
    """Patterns of git, and what to write before a name in the folder at hand for its path as the patterns see it."""

    patterns: Patterns
    prefix: str


class _Finder:
    def __init__(self, root: Path, exclude: Sequence[str], suffixes: Collection[str], include: Sequence[str]) -> None:
        self._root = root
        self._exclude = _patterns(exclude)
        self._include = _patterns(include)
        self._suffixes = suffixes
        self._seen: set[str] = set()
        self._failures: list[Failure] = []

    def find(self, name: str) -> Iterator[Found]:
        """What the command line calls `name`."""
        path = Path(name)
        try:
            mode = os.stat(name).st_mode
        except (OSError, ValueError) as error:
            yield Failure(name, _cause(error, name))
            return
        relative = relative_to(path, self._root) if self._exclude or self._include else None
        if self._exclude and relative and (by := self._exclude.ignoring(relative, folder=stat.S_ISDIR(mode))):
            yield Skipped(path, f'excluded by "{by.text}"')
        elif stat.S_ISDIR(mode):
            real = os.path.realpath(name)
            yield from self._walk(_Folder(path, real, relative, self._ignores_above(real), named=True))
        elif stat.S_ISREG(mode):
            yield from self._once(path, os.path.realpath(name))
        else:
            yield Failure(name, f"not a file but a {_kind(mode)}")

    def _once(self, path: Path, real: str) -> Iterator[Path]:
        if real not in self._seen:
            self._seen.add(real)
            yield path

    def _walk(self, start: _Folder) -> Iterator[Found]:
        waiting: list[_Folder | tuple[Path, str]] = [start]
        while waiting:
            place = waiting.pop()
            if isinstance(place, _Folder):
                try:
                    inside = list(self._inside(place))
                except OSError as error:
                    inside = []
                    self._failures.append(Failure(str(place.path), _cause(error)))
                waiting += reversed(inside)
                yield from self._failures
                self._failures.clear()
            else:
                yield from self._once(*place)

    def _inside(self, folder: _Folder) -> Iterator[_Folder | tuple[Path, str]]:
        """The folders to walk and the files to read (with their real paths) that are directly in `folder`."""
        with os.scandir(folder.path) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        names = {entry.name for entry in entries}
        if "pyvenv.cfg" in names and not folder.named:
            return
        ignores = self._ignores_in(folder, names)
        for entry in entries:
            if entry.is_symlink() or _is_junction(entry):
                if self._is_wanted(entry, folder, ignores) and self._leads_to_file(entry):
                    yield folder.path / entry.name, os.path.realpath(entry.path)
            elif entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED_FOLDERS and not self._is_ignored(entry.name, folder, ignores, folder=True):
                    yield self._enter(folder, entry.name, ignores)
            elif entry.is_file(follow_symlinks=False) and self._is_wanted(entry, folder, ignores):
                yield folder.path / entry.name, os.path.join(folder.real, entry.name)

    def _is_wanted(self, entry: os.DirEntry[str], parent: _Folder, ignores: tuple[_Ignores, ...]) -> bool:
        name = entry.name.lower()
        is_known = os.path.splitext(name)[1] in self._suffixes or (name in self._suffixes and name[0] != ".")
        if not is_known and not self._is_included(entry.name, parent):
            return False
        return not self._is_ignored(entry.name, parent, ignores, folder=False)

    def _is_included(self, name: str, parent: _Folder) -> bool:
        relative = self._relative(parent, name) if self._include else None
        return bool(self._include and relative and self._include.ignoring(relative, folder=False))

    def _leads_to_file(self, link: os.DirEntry[str]) -> bool:
        """Whether a link met on the way leads to a file. Broken ones are no news: editors leave them as locks."""
        try:
            return stat.S_ISREG(os.stat(link.path).st_mode)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
                self._failures.append(Failure(link.path, _cause(error)))
            return False

    def _is_ignored(self, name: str, parent: _Folder, ignores: tuple[_Ignores, ...], *, folder: bool) -> bool:
        if self._exclude and (relative := self._relative(parent, name)):
            excluding = self._exclude.deciding(relative, folder=folder)
            if excluding and excluding.ignores:
                return True
        for ignore in reversed(ignores):
            if decided := ignore.patterns.deciding(ignore.prefix + name, folder=folder):
                return decided.ignores
        return False

    def _relative(self, parent: _Folder, name: str) -> str | None:
        if parent.relative is None:
            return relative_to(parent.path / name, self._root)
        return f"{parent.relative}/{name}" if parent.relative else name

    def _enter(self, parent: _Folder, name: str, ignores: tuple[_Ignores, ...]) -> _Folder:
        return _Folder(
            path=parent.path / name,
            real=os.path.join(parent.real, name),
            relative=self._relative(parent, name) if self._exclude or self._include else None,
            ignores=tuple(_Ignores(ignore.patterns, f"{ignore.prefix}{name}/") for ignore in ignores),
        )

    def _ignores_above(self, real: str) -> tuple[_Ignores, ...]:
        """The ignore files from the root of the repository down to the folder above `real`; none outside of one."""
        above: list[str] = []
        here = real
        while not os.path.lexists(os.path.join(here, ".git")):
            parent = os.path.dirname(here)
            if parent == here:
                return ()
            above.append(parent)
            here = parent
        if here == real:
            return ()
        sources = [(here, _info_exclude(here)), *((each, os.path.join(each, ".gitignore")) for each in reversed(above))]
        return tuple(ignores for folder, file in sources for ignores in self._read(file, _prefix(real, folder)))

    def _ignores_in(self, folder: _Folder, names: set[str]) -> tuple[_Ignores, ...]:
        """The ignore files that hold in `folder`, which holds `names`; a repository inside another starts anew."""
        ignores = self._read(_info_exclude(folder.real)) if ".git" in names else folder.ignores
        return ignores + self._read(os.path.join(folder.path, ".gitignore")) if ".gitignore" in names else ignores

    def _read(self, file: str, prefix: str = "") -> tuple[_Ignores, ...]:
        """What `file` says; nothing where there is no such file."""
        try:
            if stat.S_ISREG(os.lstat(file).st_mode):  # git doesn't follow links here either
                with open(file, encoding="utf-8-sig", errors="surrogateescape") as stream:
                    patterns = _patterns(stream.read().split("\n"))
                return (_Ignores(patterns, prefix),) if patterns else ()
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError as error:
            self._failures.append(Failure(file, _cause(error)))
        return ()


def _patterns(lines: Sequence[str]) -> Patterns | None:
    """The patterns on `lines`; the library that reads them is only imported where there are any."""
    if all(not line.strip() or line.startswith("#") for line in lines):
        return None
    from inclusivelint.gitignore import Patterns

    return Patterns(lines)


def _info_exclude(repository: str) -> str:
    """The ignore file that a repository keeps to itself; worktrees and submodules keep it elsewhere."""
    git = os.path.join(repository, ".git")
    try:
        if os.path.isfile(git):
            git = os.path.join(repository, _line(git).removeprefix("gitdir:").strip())
        common = os.path.join(git, "commondir")
        if os.path.isfile(common):
            git = os.path.join(git, _line(common))
    except OSError:
        pass  # not a repository that git would accept
    return os.path.realpath(os.path.join(git, "info", "exclude"))


def _line(file: str) -> str:
    with open(file, "rb") as stream:
        return os.fsdecode(stream.readline()).strip()


def _prefix(folder: str, above: str) -> str:
    return os.path.relpath(folder, above).replace(os.sep, "/") + "/"


def _is_junction(entry: os.DirEntry[str]) -> bool:
    check = getattr(entry, "is_junction", None)  # Python 3.12 on; junctions are the links of Windows
    return bool(check and check())


def _cause(error: OSError | ValueError, name: str | None = None) -> str:
    if isinstance(error, FileNotFoundError):
        return "broken symbolic link" if name and os.path.islink(name) else "no such file or directory"
    cause = getattr(error, "strerror", None) or str(error)
    return cause[:1].lower() + cause[1:]


def _kind(mode: int) -> str:
    kinds = {stat.S_IFIFO: "named pipe", stat.S_IFSOCK: "socket"}
    return kinds.get(stat.S_IFMT(mode), "device")
