"""The spaCy pipeline, loaded when a candidate first needs one, and no more of it than is needed."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from inclusivelint.errors import ConfigError

if TYPE_CHECKING:
    from spacy.language import Language


class Need(IntEnum):
    """What a rule asks of a sentence: its tokens; tags, lemmas, morphology and names; or its syntax, too."""

    TOKENS = 0
    TAGS = 1
    SYNTAX = 2


_TAGS = "token.tag"
_SYNTAX = "token.dep"


@lru_cache(maxsize=8)
def load_pipeline(name: str | None, need: Need = Need.SYNTAX) -> Language:
    """The pipeline that ships (None) or another installed one, with the components that are needed switched on.

    Raises ConfigError when it can't be loaded, or has no component for what is needed.
    """
    return _shipped(need) if name is None else _installed(name, need)


def _shipped(need: Need) -> Language:
    import spacy

    nlp = spacy.blank("en")
    if need > Need.TOKENS:
        # Its factory is registered by this import, which is quicker than the search for entry points.
        from inclusivelint.engine import english  # noqa: F401

        nlp.add_pipe("inclusive_english", config={"syntax": need == Need.SYNTAX})
    return nlp


def _installed(name: str, need: Need) -> Language:
    import spacy
    from spacy.about import __version__ as spacy_version

    try:
        nlp = spacy.load(name)
    except Exception as error:  # a pipeline's own code and configuration can fail in any way
        cause = " ".join(str(error).split())
        raise ConfigError(
            f'the spaCy pipeline "{name}" can\'t be loaded ({cause[:200]}); '
            f"install one that fits this spaCy ({spacy_version}) with: python -m spacy download {name}"
        ) from error
    missing = [
        part
        for part, attribute, level in (("tagger", _TAGS, Need.TAGS), ("parser", _SYNTAX, Need.SYNTAX))
        if need >= level and not any(attribute in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names)
    ]
    if missing:
        raise ConfigError(
            f'the spaCy pipeline "{name}" has no {" and no ".join(missing)}, which a rule needs; '
            "choose another one, for example after: python -m spacy download en_core_web_sm"
        )
    for pipe in list(nlp.pipe_names):
        assigned = nlp.get_pipe_meta(pipe).assigns
        is_parser = _SYNTAX in assigned and _TAGS not in assigned
        if need == Need.TOKENS or (need == Need.TAGS and is_parser):
            nlp.disable_pipe(pipe)
    return nlp
