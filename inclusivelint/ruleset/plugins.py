"""Rule packs of other distributions: entry points of the group `inclusivelint.rules`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from inclusivelint.errors import RuleError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "inclusivelint.rules"
"""The group. An entry point names a package, a path, or a function without parameters that returns one path or more."""


class Plugin(NamedTuple):
    """An installed rule pack: its entry point's name, its distribution with the version, its files and folders."""

    name: str
    distribution: str
    paths: tuple[Path, ...]


def installed_plugins() -> tuple[Plugin, ...]:
    """The rule packs that are installed, by name; raises RuleError for one that can't be loaded."""
    if not _may_be_any():
        return ()
    from importlib.metadata import entry_points

    return tuple(_plugin(point) for point in sorted(entry_points(group=GROUP), key=lambda point: point.name))


def _may_be_any() -> bool:
    """Whether some distribution's entry points name the group; importlib.metadata takes longer to tell than a run."""
    wanted = f"[{GROUP}]".encode()
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            for entry in os.scandir(folder or "."):
                if entry.name.endswith((".dist-info", ".egg-info")):
                    with suppress(OSError), open(f"{entry.path}/entry_points.txt", "rb") as file:  # noqa: PTH123
                        if wanted in file.read():
                            return True
    return False


def _plugin(point: EntryPoint) -> Plugin:
    distribution = f"{point.dist.name} {point.dist.version}" if point.dist else "unknown"
    try:
        given = point.load()
        if callable(given):
            given = given()
        paths = tuple(Path(path) for path in _paths(given))
    except Exception as error:  # whatever another distribution's code raises
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        raise RuleError([f'rule pack "{point.name}" ({distribution}): {cause}']) from error
    missing = next((path for path in paths if not path.exists()), None)
    if missing or not paths:
        raise RuleError([f'rule pack "{point.name}" ({distribution}): {missing or "no path"}: no such file or folder'])
    return Plugin(point.name, distribution, paths)


def _paths(given: Any) -> Iterable[Any]:
    if isinstance(given, (str, os.PathLike)):
        return [given]
    if hasattr(given, "__path__"):  # a package
        return list(given.__path__)
    if hasattr(given, "__file__"):  # a module
        return [Path(given.__file__).parent]
    return list(given)
