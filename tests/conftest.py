from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compiled rules of the tests stay out of the cache of whoever runs them."""
    pytest.MonkeyPatch().setenv("INCLUSIVELINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
