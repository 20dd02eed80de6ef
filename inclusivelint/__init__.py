"""inclusivelint: an inclusive-language linter that reads context.

>>> import inclusivelint
>>> [finding.text for finding in inclusivelint.check_text("The chairmen met.")]
['chairmen']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inclusivelint.model import Finding

__version__ = "0.1.0"


def check_text(
    text: str, name: str = "text.md", *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """The findings in `text` by the shipped rules, as `inclusivelint check` shows them without a configuration.

    `name` tells the format (`.md`, `.txt`); `select` and `ignore` name rules, categories or globs. Offsets are code
    points of `text`. For many texts make one `inclusivelint.linter.Linter` and call its `check_source`.
    """
    # Importing the package alone must stay cheap: spaCy does it for every pipeline when this package is installed.
    from pathlib import Path

    from inclusivelint.config import Config
    from inclusivelint.linter import Linter
    from inclusivelint.ruleset import load_rules

    linter = Linter(load_rules(), Config(path=None, root=Path()), select, ignore)
    return linter.check_source(name, text).findings
