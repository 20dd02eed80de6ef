"""Build hook: puts rules, model clauses and labelled texts into the wheel; rules compiled, too, to save parsing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface[Any]):
    """Adds `rules/` with its compiled form to a wheel; an editable install reads `rules/` in place."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from inclusivelint.ruleset import load_rules

        load_rules()
        build_data["force_include"][str(Path(self.root) / "rules")] = "inclusivelint/rules"
        build_data["force_include"][str(Path(self.root) / "docs" / "clauses")] = "inclusivelint/clauses"
        texts = Path(self.root) / "data" / "judge" / "contrast"
        build_data["force_include"][str(texts)] = "inclusivelint/judge/contrast"
