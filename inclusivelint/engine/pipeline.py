"""The spaCy pipeline, loaded when a candidate first needs one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from inclusivelint.errors import ConfigError

if TYPE_CHECKING:
    from spacy.language import Language


@lru_cache(maxsize=2)
def load_pipeline(name: str | None) -> Language:
    """The configured pipeline, or a blank English one; raises ConfigError when it can't be loaded."""
    import spacy

    if name is None:
        return spacy.blank("en")
    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        cause = str(error).splitlines()[0]
        raise ConfigError(
            f'the spaCy pipeline "{name}" can\'t be loaded ({cause}); install it with: python -m spacy download {name}'
        ) from error
