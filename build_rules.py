"""Build hook: puts the rule library into the wheel, compiled as well, so that no run has to parse YAML."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface[Any]):
    """Adds `rules/` and its compiled form to a wheel; an editable install reads `rules/` in place."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from inclusivelint.ruleset import COMPILED, write_compiled

        self._folder = tempfile.TemporaryDirectory()
        rules, target = Path(self.root) / "rules", Path(self._folder.name) / COMPILED
        write_compiled(rules, target)
        build_data["force_include"] |= {
            str(rules): "inclusivelint/rules",
            str(target): f"inclusivelint/rules/{COMPILED}",
        }

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Drop the compiled file again."""
        if version != "editable":
            self._folder.cleanup()
