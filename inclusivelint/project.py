"""From a configuration to its rules: the layers, every name checked, packs taken apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from inclusivelint.config import Config, check_names
from inclusivelint.errors import ConfigError
from inclusivelint.linter import Linter, known_names
from inclusivelint.model import Rule
from inclusivelint.names import unknown
from inclusivelint.ruleset import Layer, load_layers, merged, rules_folder
from inclusivelint.ruleset.packs import Pack, expanded, read_packs


class Project(NamedTuple):
    """A configuration with the rules that it is about. `config` and the choices name no packs any more."""

    config: Config
    layers: Sequence[Layer]
    rules: Sequence[Rule]
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def linter(self) -> Linter:
        """The linter that the configuration and the choices ask for."""
        return Linter(self.rules, self.config, self.select, self.ignore, self.extend_select)


def open_project(
    config: Config, select: Sequence[str] = (), extend_select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Project:
    """The project of `config`, with the choices of the command line.

    Raises ConfigError for a name that stands for nothing, RuleError for rule files that can't be used.
    """
    layers = load_layers(config.rule_paths)
    rules = merged(layers)
    known = known_names(rules)
    chosen = {"--select": select, "--extend-select": extend_select, "--ignore": ignore}
    named = [name.value for name in config.names if not name.key.endswith("language")]
    named += [name for names in chosen.values() for name in names]
    # Most names are those of rules, and packs need a YAML parser.
    packs = packs_in(layers, known) if any(unknown(name, known) for name in named) else {}
    check_names(config, known, packs, communities(rules))
    for option, names in chosen.items():
        if problem := next(filter(None, (unknown(name, {*known, *packs}) for name in names)), None):
            raise ConfigError(f"{option}: {problem}")
    if not packs:
        return Project(config, layers, rules, tuple(select), tuple(extend_select), tuple(ignore))
    choices = (expanded(names, packs, known) for names in chosen.values())
    return Project(_expanded(config, packs, known), layers, rules, *choices)


def communities(rules: Sequence[Rule]) -> tuple[str, ...]:
    """The communities for which a configuration can choose person-first or identity-first."""
    return tuple(sorted({community for rule in rules for community in rule.preference}))


def packs_in(layers: Sequence[Layer], known: Collection[str]) -> dict[str, Pack]:
    """The packs of all layers, by name; raises RuleError for one that selects what is not `known`."""
    folders = [path for layer in layers for path in layer.paths if path.is_dir()]
    return read_packs([rules_folder(), *folders], known)


def _expanded(config: Config, packs: Mapping[str, Pack], known: Collection[str]) -> Config:
    def each(names: Sequence[str]) -> tuple[str, ...]:
        return expanded(names, packs, known)

    return config._replace(
        select=each(config.select),
        extend_select=each(config.extend_select),
        ignore=each(config.ignore),
        per_file_ignores=tuple((pattern, each(names)) for pattern, names in config.per_file_ignores),
        overrides=tuple(
            override._replace(
                select=each(override.select),
                extend_select=each(override.extend_select),
                ignore=each(override.ignore),
            )
            for override in config.overrides
        ),
    )
