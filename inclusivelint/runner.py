"""The loop over many files: what the cache remembers is not checked again, and the rest by several processes."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from inclusivelint import suppression
from inclusivelint.cache import Cache, pack, unpack
from inclusivelint.config import Config, relative_to
from inclusivelint.linter import Linter, load
from inclusivelint.model import Checked, Failure
from inclusivelint.ruleset import load_rules, rules_digest

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

WORTH_PROCESSES = 1 << 20
"""Bytes to check from which other processes are started; below, starting them takes longer than they save."""

_MOST_PROCESSES = 61  # as many as Windows can wait for
_CHUNK = 1 << 18
"""Bytes of documents that a process is handed at a time."""

_INDIFFERENT = {
    *("path", "root", "names", "exclude", "include", "include_code", "max_size"),
    *("fail_on", "rule_paths", "baseline", "cache_dir", "jobs"),
}
"""What a configuration says without changing any document's outcome; the files at rule_paths have their own digest."""

_Handler = Callable[[int, Any], object] | int | signal.Handlers | None
_Result = tuple[bytes, Checked]
"""An outcome and the key it is remembered by."""


class Recipe(NamedTuple):
    """All that makes a linter, in a form that can be sent to another process."""

    config: Config
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()

    def linter(self) -> Linter:
        """The linter; raises RuleError."""
        rules = load_rules(self.config.rule_paths)
        return Linter(rules, self.config, self.select, self.ignore, self.extend_select)


def usable_cores() -> int:
    """How many cores this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Runner:
    """Checks files with `linter`, which `recipe` makes in other processes; outcomes come in the order of the files."""

    def __init__(self, recipe: Recipe, linter: Linter, cache: Cache | None = None, jobs: int = 1) -> None:
        self._recipe = recipe
        self._linter = linter
        self._cache = cache
        self._jobs = min(jobs, _MOST_PROCESSES)
        # Overrides can turn on rules that are off elsewhere.
        self._rules = {rule.id: rule for rule in (*linter.every_rule, *linter.rules, *suppression.RULES)}

    @cached_property
    def _settings(self) -> bytes:
        return _settings(self._recipe.config, self._linter) if self._cache else b""

    def check_files(self, files: Iterable[Path | Failure]) -> Iterator[Checked]:
        """The outcome for each file; what can't be read, or ends its process, has a failure and no findings."""
        known = [self._remembered(file) if self._cache and isinstance(file, Path) else file for file in files]
        results = self._check([item for item in known if isinstance(item, Path)])
        try:
            for item in known:
                if isinstance(item, Failure):
                    yield Checked(item.path, failure=item)
                elif isinstance(item, Checked):
                    yield item
                else:
                    yield self._kept(*next(results))
        finally:  # what was done before an interrupt need not be done again
            if self._cache:
                self._cache.close()

    def _kept(self, key: bytes, checked: Checked) -> Checked:
        if self._cache and not checked.failure:
            self._cache.put(key, pack(checked))
        return checked

    def _remembered(self, file: Path) -> Path | Checked:
        """The outcome from the cache, or the file itself where it must be checked."""
        data = load(file, self._linter.config.max_size)
        if isinstance(data, Failure) or not self._cache:
            return file
        packed = self._cache.get(_key(self._linter, self._settings, file, data))
        return (packed and unpack(packed, str(file), self._rules)) or file

    def _check(self, files: Sequence[Path]) -> Iterator[_Result]:
        sizes = [_size(file) for file in files]
        if self._jobs > 1 and len(files) > 1 and sum(sizes) >= WORTH_PROCESSES:
            return self._in_processes(list(_chunks(files, sizes)))
        return (_check(self._linter, self._settings, file) for file in files)

    def _in_processes(self, chunks: Sequence[Sequence[Path]]) -> Iterator[_Result]:
        from concurrent.futures.process import BrokenProcessPool

        done = 0
        with suppress(BrokenProcessPool), self._pool(self._jobs) as pool:
            with _handling(signal.SIGINT, signal.SIG_IGN):  # which the processes inherit
                results = pool.map(_work, chunks)
            for chunk, packed in zip(chunks, results, strict=True):
                done += 1
                yield from map(self._unpacked, chunk, packed)
            return
        yield from self._one_by_one([file for chunk in chunks[done:] for file in chunk])

    def _one_by_one(self, files: Sequence[Path]) -> Iterator[_Result]:
        """Check each file in another process, after one has ended early, so that the document at fault is known."""
        from concurrent.futures.process import BrokenProcessPool

        at = 0
        while at < len(files):
            with suppress(BrokenProcessPool), self._pool(1) as pool:
                for file in files[at:]:
                    with _handling(signal.SIGINT, signal.SIG_IGN):
                        results = pool.submit(_work, [file])
                    yield self._unpacked(file, results.result()[0])
                    at += 1
                return
            path = str(files[at])
            yield b"", Checked(path, failure=Failure(path, "the process that checked it ended early (out of memory?)"))
            at += 1

    def _unpacked(self, file: Path, packed: tuple[bytes, str | Failure]) -> _Result:
        key, text = packed
        if isinstance(text, Failure):
            return key, Checked(str(file), failure=text)
        checked = unpack(text, str(file), self._rules)
        assert checked, "rules differ between processes"
        return key, checked

    @contextmanager
    def _pool(self, processes: int) -> Iterator[ProcessPoolExecutor]:
        """Processes that are gone at the end, whatever the end is. They begin from nothing, as on every system."""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        others = set(multiprocessing.active_children())
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(processes, context, _start, (self._recipe, self._settings))
        try:
            with _handling(signal.SIGTERM, _end):
                yield pool
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


# In other processes

_linter: Linter
_settings_here: bytes


def _start(recipe: Recipe, settings: bytes) -> None:
    global _linter, _settings_here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what an interrupt ends
    threading.Thread(target=_follow_parent, daemon=True).start()
    _linter, _settings_here = recipe.linter(), settings


def _follow_parent() -> None:
    """End with the first process, even when that was killed and could tell nobody."""
    import multiprocessing

    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _work(files: Sequence[Path]) -> list[tuple[bytes, str | Failure]]:
    results = (_check(_linter, _settings_here, file) for file in files)
    return [(key, checked.failure or pack(checked)) for key, checked in results]


# In any process


def _check(linter: Linter, settings: bytes, file: Path) -> _Result:
    data = load(file, linter.config.max_size)
    if isinstance(data, Failure):
        return b"", Checked(str(file), failure=data)
    return _key(linter, settings, file, data), linter.check_data(str(file), data)


def _key(linter: Linter, settings: bytes, file: Path, data: bytes) -> bytes:
    # Only a configuration tells folders apart; without one the name is enough, since it tells the format.
    place = (linter.config.path and relative_to(file, linter.config.root)) or file.name
    return hashlib.sha256(settings + place.encode("utf-8", "surrogateescape") + b"\0" + data).digest()


def _settings(config: Config, linter: Linter) -> bytes:
    """A digest of everything but the document that an outcome depends on."""
    relevant = {name: value for name, value in config._asdict().items() if name not in _INDIFFERENT}
    rules = [rule.id for rule in (*linter.rules, *linter.directive_rules)]
    parts = (_program(), rules_digest(config.rule_paths), sorted(linter.known), rules, linter.choices, relevant)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogateescape")).digest()


@lru_cache(maxsize=1)
def _program() -> str:
    """A digest of this package's code and models, of Python, and of the names and versions of the packages around."""
    import click

    folder = Path(__file__).parent
    digest = hashlib.sha256(sys.version.encode())
    models = [folder / "judge" / "judge.json", folder / "pipeline" / "meta.json"]
    for file in sorted([*folder.rglob("*.py"), *models]):
        digest.update(file.read_bytes())
    installed = Path(click.__file__).parents[1].glob("*.dist-info")
    digest.update(repr(sorted(path.name for path in installed)).encode())
    return digest.hexdigest()


def _chunks(files: Sequence[Path], sizes: Sequence[int]) -> Iterator[list[Path]]:
    chunk: list[Path] = []
    filled = 0
    for file, size in zip(files, sizes, strict=True):
        chunk.append(file)
        filled += size
        if filled >= _CHUNK:
            yield chunk
            chunk, filled = [], 0
    if chunk:
        yield chunk


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


@contextmanager
def _handling(number: int, handler: _Handler) -> Iterator[None]:
    """Meanwhile a signal does something else. Only a main thread can say so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, former)


def _end(number: int, _frame: object) -> None:
    """End as a signal would end it, but with what has to be cleared away."""
    sys.exit(128 + number)
