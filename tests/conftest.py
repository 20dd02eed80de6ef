from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import write, write_team_rules


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The wheel goes first: near the end a second process would take over some of its tests, and build it again."""
    items.sort(key=lambda item: item.path.name != "test_wheel.py")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled rules of the tests stay out of the cache of whoever runs them."""
    pytest.MonkeyPatch().setenv("INCLUSIVELINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A folder with rules of each severity: team/red (error), team/amber (warning), team/grey (suggestion)."""
    folder = tmp_path / "team"
    folder.mkdir()
    write_team_rules(folder)
    write(folder, {".inclusivelint.toml": 'rule-paths = ["team.yaml"]\n'})
    return folder
