"""Rule files → rules: validation and compilation of one YAML file. docs/rule-format.md describes what is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from inclusivelint.configtables import ORDERS
from inclusivelint.documents.normalise import fold
from inclusivelint.forms import Form, Forms, Rewrite
from inclusivelint.model import Condition, Example, Rule, Severity, Source
from inclusivelint.names import did_you_mean, nearest
from inclusivelint.ruleset.checks import CHECKS, NO_VOCABULARY, Vocabulary, read_check, read_kind, read_kinds
from inclusivelint.ruleset.conditions import STANDARD, asks_grammar, kinds_asked, read_condition
from inclusivelint.ruleset.groups import Groups
from inclusivelint.ruleset.nodes import Nodes
from inclusivelint.ruleset.patterns import Tokens, named_tokens, read_dependencies, read_patterns
from inclusivelint.ruleset.phrases import TAGS, Phrase, PhraseError, Replacement, forms, rewrite, wording
from inclusivelint.ruleset.spellings import spellings

REQUIRED = ("id", "severity", "affects", "message", "why", "suggestions", "sources", "examples")
OPTIONAL = (
    "phrases", "groups", "pattern", "dependency", "focus", "unless", "when", "even-if", "certainty", "judge",
    "aliases", "preference", "false_positives", "tags", "rewrites", "they", "refers-to", "default",
    "reviewed", "reach",
)  # fmt: skip
LOOKED_FOR = ("phrases", "groups", "pattern", "dependency")
"""What a rule about wording looks for; it has one of these, or several."""
OF_DOCUMENTS = ("documents", "topic", "clause", *CHECKS)
"""The keys that make a rule check whole documents; it has no phrases, and needs no examples of its own."""
NEEDED_OF_DOCUMENTS = (*(key for key in REQUIRED if key not in ("suggestions", "examples")), "documents", "topic")
NOT_OF_DOCUMENTS = (
    "phrases", "groups", "pattern", "dependency", "focus", "judge", "certainty", "rewrites", "they", "refers-to",
    "reach",
)  # fmt: skip
MATCHED = ("text", "lemma", "the")
"""The keys of a phrase that say what is matched; one of them stands."""
FILE_REQUIRED = ("category", "title", "rules")
FILE_OPTIONAL = ("sources",)
SOURCE_KEYS = ("title", "publisher", "year", "url")
SOURCE_OPTIONAL = ("checked",)
REACHES = ("clause", "sentence")
CERTAINTIES = ("high", "medium", "low")
BARS: Mapping[str, Mapping[Severity, Mapping[str, float]]] = {
    # The judge may lower the rule's level, and let the words pass.
    "ask": {
        Severity.ERROR: {"error": 0.5, "suggestion": 0.2},
        Severity.WARNING: {"warning": 0.3, "suggestion": 0.1},
        Severity.SUGGESTION: {"suggestion": 0.3},
    },
    # It may raise it, too: where only the context was in doubt.
    "rise": {
        Severity.ERROR: {"error": 0.5, "suggestion": 0.2},
        Severity.WARNING: {"error": 0.9, "warning": 0.3, "suggestion": 0.1},
        Severity.SUGGESTION: {"warning": 0.7, "suggestion": 0.3},
    },
}
"""The judge's least certainty for each level, where a rule names a policy in place of its own bars."""
THEY = ("sentence", "person")
"""How far the change of a pronoun to they goes: to all of its sentence, or to those of the same person."""
OVERRULE = 0.9
"""The certainty from which the judge outweighs exceptions, where a rule names no other."""
NEVER = "never"
"""In place of that certainty: nothing outweighs the exceptions of a rule."""


@dataclass(frozen=True)
class RuleFile:
    """What one file holds."""

    category: str
    title: str
    rules: tuple[Rule, ...]


def read_sources(path: Path, problems: list[str]) -> dict[str, Source]:
    """The guides in a `sources.yaml`, by key."""
    nodes = Nodes(path, problems)
    root = nodes.compose(read_utf8(path, problems))
    return _sources(nodes, root) if root is not None else {}


def _sources(nodes: Nodes, node: yaml.Node) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for key_node, value in nodes.entries(node):
        entries = nodes.mapping(value, (*SOURCE_KEYS, *SOURCE_OPTIONAL), SOURCE_KEYS)
        if "checked" in entries:  # for those who look after the list; nothing shows it
            nodes.day(entries.pop("checked"))
        read = {key: nodes.whole(each) if key == "year" else nodes.text(each) for key, each in entries.items()}
        title, publisher, url = (str(read.get(name) or "") for name in ("title", "publisher", "url"))
        if key_node.value in found:
            nodes.problem(key_node, f'the source "{key_node.value}" stands twice')
        found[key_node.value] = Source(key_node.value, title, publisher, int(read.get("year") or 0), url)
    return found


def read_utf8(path: Path, problems: list[str]) -> str:
    """The text of a file, or an empty one with a problem noted."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        cause = error.strerror if isinstance(error, OSError) and error.strerror else "not UTF-8 text"
        problems.append(f"{path}:1:1: {cause}")
        return ""


def read_rule_file(
    path: Path,
    sources: Mapping[str, Source],
    groups: Groups,
    problems: list[str],
    vocabulary: Vocabulary = NO_VOCABULARY,
    worded: Mapping[str, Sequence[str]] | None = None,
) -> RuleFile | None:
    """The rules of one file; problems are added to `problems`, and only rules without one are returned.

    With `worded`, only the rules that it names by their full ids, with those suggestions in place of their own.
    """
    text = read_utf8(path, problems)
    if not text and problems and problems[-1].startswith(f"{path}:"):
        return None
    return _FileReader(Nodes(path, problems), sources, groups, vocabulary, worded).read(text)


def _holds_something(node: yaml.Node | None) -> bool:
    """Whether a key is there with more than an empty list; what is wrong with the rest is told where it stands."""
    return node is not None and not (isinstance(node, yaml.CollectionNode) and not node.value)


class _FileReader:
    def __init__(
        self,
        nodes: Nodes,
        sources: Mapping[str, Source],
        groups: Groups,
        vocabulary: Vocabulary,
        worded: Mapping[str, Sequence[str]] | None,
    ) -> None:
        self.nodes = nodes
        self.sources = sources
        self.groups = groups
        self.vocabulary = vocabulary
        self.worded = worded
        self.category = ""
        self.own_suggestions = True

    def read(self, text: str) -> RuleFile | None:
        root = self.nodes.compose(text)
        if root is None:
            return None
        entries = self.nodes.mapping(root, (*FILE_REQUIRED, *FILE_OPTIONAL), FILE_REQUIRED)
        if "sources" in entries:
            self.sources = {**self.sources, **_sources(self.nodes, entries["sources"])}
        self.category = (self.nodes.name(entries["category"]) if "category" in entries else None) or ""
        title = self._text(entries, "title")
        rules = self.nodes.each(entries.get("rules"), self._rule)
        first_lines: dict[str, int] = {}
        for rule in rules:
            if rule.id in first_lines:
                place = f"{self.nodes.path}:{rule.line}:1"
                self.nodes.problems.append(f'{place}: the id "{rule.id}" stands in line {first_lines[rule.id]} already')
            first_lines[rule.id] = rule.line
        return RuleFile(self.category, title, rules)

    def _text(self, entries: Mapping[str, yaml.Node], key: str) -> str:
        """The text of a key; none where the key is missing, which is told elsewhere if it is a problem."""
        return (self.nodes.text(entries[key]) if key in entries else None) or ""

    def _choice(self, entries: Mapping[str, yaml.Node], key: str, options: Collection[str]) -> str | None:
        return self.nodes.choice(entries[key], options) if key in entries else None

    def _rule(self, node: yaml.Node) -> Rule | None:
        nodes, before = self.nodes, len(self.nodes.problems)
        entries = nodes.mapping(node, (*REQUIRED, *OPTIONAL, *OF_DOCUMENTS), self._required(node))
        if not entries:
            return None
        name = self.nodes.name(entries["id"]) if "id" in entries else None
        texts = self.worded.get(f"{self.category}/{name}") if self.worded is not None else None
        if self.worded is not None and texts is None:
            return None
        self.own_suggestions = texts is None
        check = self._check(entries)
        suggestions = (
            nodes.each(entries.get("suggestions"), self._replacement)
            if texts is None
            else tuple(Replacement(text) for text in texts)
        )
        patterns, needed = read_patterns(nodes, entries.get("pattern"))
        dependencies, needed_in_trees = read_dependencies(nodes, entries.get("dependency"))
        has_groups = "groups" in entries
        if has_groups:
            forms = self._groups(entries, node)
        else:
            rewrites = nodes.each(entries.get("rewrites"), self._rewrite) if self.own_suggestions else ()
            forms = self._forms(entries.get("phrases"), suggestions, rewrites)
        if "pattern" in entries and "dependency" in entries:
            nodes.problem(entries["dependency"], "a rule has a `pattern` or a `dependency`, not both")
        if not any(_holds_something(entries.get(key)) for key in (*LOOKED_FOR, "documents")):
            what = "`phrases`, a `pattern` or a `dependency`, or `groups`, or `documents` and a check of them"
            nodes.problem(node, f"a rule has {what}")
        unless, when = self._exceptions(entries), self._conditions(entries.get("when"))
        examples = self._examples(entries["examples"]) if "examples" in entries else ()
        asked = dict.fromkeys([*kinds_asked((*unless, *when)), *(each.document for each in examples if each.document)])
        kinds = self.vocabulary.kinds
        levels = [level.label for level in Severity]
        severity = Severity.parse(self._choice(entries, "severity", levels) or "suggestion")
        judge, overrule, anywhere = self._judge(entries.get("judge"), severity)
        if anywhere is not None and "when" not in entries:
            self.nodes.problem(entries["judge"], "`anywhere` outweighs `when`, which is not here")
        rule = Rule(
            id=f"{self.category}/{name}",
            category=self.category,
            severity=severity,
            affects=self._text(entries, "affects"),
            message=self._text(entries, "message"),
            why=self._text(entries, "why"),
            sources=nodes.each(entries.get("sources"), self._source),
            forms=forms,
            patterns=patterns,
            dependencies=dependencies,
            needed=(*needed, *needed_in_trees),
            triggers=tuple(sorted({w for words in (*needed, *needed_in_trees) for w in min(words, key=len)})),
            focus=self._focus(entries["focus"], dependencies) if "focus" in entries else None,
            suggestions=tuple(wording(suggestion.lemma) for suggestion in suggestions),
            unless=unless,
            when=when,
            certainty=self._choice(entries, "certainty", CERTAINTIES) or "high",
            judge=judge,
            overrule=overrule,
            anywhere=anywhere,
            about_group=has_groups,
            reach=self._reach(entries),
            aliases=nodes.texts(entries.get("aliases")),
            preference=self._preference(entries.get("preference")),
            false_positives=nodes.texts(entries.get("false_positives")),
            tags=nodes.texts(entries.get("tags")),
            reviewed=(nodes.day(entries["reviewed"]) if "reviewed" in entries else None) or "",
            they=self._choice(entries, "they", THEY) or "",
            refers_to=nodes.texts(entries.get("refers-to")),
            default=nodes.flag(entries["default"]) is not False if "default" in entries else True,
            examples=examples,
            kinds=read_kinds(nodes, entries["documents"], self.vocabulary) if "documents" in entries else (),
            asked_kinds=tuple(kinds[name] for name in asked if name in kinds),
            check=check,
            topic=self._text(entries, "topic"),
            clause=self._text(entries, "clause"),
            path=str(nodes.path),
            line=node.start_mark.line + 1,
        )
        if "sources" in entries and not _holds_something(entries["sources"]):
            nodes.problem(entries["sources"], "a rule rests on at least one source")
        return rule if len(nodes.problems) == before else None

    def _required(self, node: yaml.Node) -> tuple[str, ...]:
        keys = [key.value for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
        if not any(key in OF_DOCUMENTS for key in keys):
            return REQUIRED
        return NEEDED_OF_DOCUMENTS

    def _check(self, entries: Mapping[str, yaml.Node]) -> dict[str, Any]:
        if "documents" not in entries:
            return {}
        for key in NOT_OF_DOCUMENTS:
            if key in entries:
                self.nodes.problem(entries[key], f"a rule with `documents` has no `{key}`")
        return read_check(self.nodes, entries, self.vocabulary)

    def _reach(self, entries: Mapping[str, yaml.Node]) -> str:
        if "reach" in entries and _holds_something(entries.get("suggestions")):
            self.nodes.problem(
                entries["reach"], "a rule that reaches on has no suggestions, which replace its words alone"
            )
        return self._choice(entries, "reach", REACHES) or ""

    def _judge(self, node: yaml.Node | None, severity: Severity) -> tuple[dict[str, float], float | None, float | None]:
        """The least certainty of the judge for each level, the more severe, the more certain;
        those that outweigh `unless` and `when`."""
        if node is None:
            return {}, None, None
        if isinstance(node, yaml.ScalarNode):
            policy = self.nodes.choice(node, BARS)
            return (dict(BARS[policy][severity]), OVERRULE, None) if policy else ({}, None, None)
        entries = self.nodes.mapping(node, [*(level.label for level in Severity), "overrule", "anywhere"])
        outweighs, anywhere = entries.pop("overrule", None), entries.pop("anywhere", None)
        found = {label: share for label, value in entries.items() if (share := self.nodes.share(value)) is not None}
        if not entries:
            self.nodes.problem(node, "`judge` names no level with the certainty that it needs")
        rising = [found[level.label] for level in Severity if level.label in found]
        if rising != sorted(set(rising)):
            self.nodes.problem(node, "a more severe level needs more certainty than the one below it")
        overrule: float | None = OVERRULE
        if outweighs is not None:
            overrule = None if outweighs.value == NEVER else self.nodes.share(outweighs, NEVER)
        return found, overrule, None if anywhere is None else self.nodes.share(anywhere)

    def _focus(self, node: yaml.Node, dependencies: Sequence[Tokens]) -> int | tuple[str, ...] | None:
        """The token of a pattern by its place, or those of a dependency pattern by their names."""
        if not dependencies:
            return self.nodes.whole(node)
        items = [node] if isinstance(node, yaml.ScalarNode) else self.nodes.sequence(node, "a name or a list of names")
        return tuple(name for item in items if (name := self.nodes.choice(item, named_tokens(dependencies))))

    def _preference(self, node: yaml.Node | None) -> dict[str, str]:
        if node is None:
            return {}
        entries = self.nodes.entries(node)
        if len(entries) != 1:
            self.nodes.problem(node, "a preference names one community, with person-first or identity-first")
        found = {self.nodes.name(key) or "": self.nodes.choice(value, ORDERS) for key, value in entries}
        return {community: order for community, order in found.items() if order}

    def _source(self, node: yaml.Node) -> Source | None:
        key = self.nodes.text(node)
        if key is not None and key not in self.sources:
            self.nodes.problem(node, f'no source "{key}" in sources.yaml{did_you_mean(nearest(key, self.sources))}')
        return self.sources.get(key or "")

    def _conditions(self, node: yaml.Node | None) -> tuple[Condition, ...]:
        found: tuple[Condition, ...] = self.nodes.each(node, partial(read_condition, self.nodes, self.vocabulary))
        return tuple(sorted(found, key=asks_grammar))  # the cheap ones decide first

    def _exceptions(self, entries: Mapping[str, yaml.Node]) -> tuple[Condition, ...]:
        waived = self.nodes.each(entries.get("even-if"), lambda item: self.nodes.choice(item, STANDARD))
        standard = [name for name in STANDARD if name not in waived]
        if "groups" in entries:  # Muslims and Scousers have their capitals in any sentence
            standard = ["part-of-name" if name == "name" else name for name in standard]
        return (*standard, *self._conditions(entries.get("unless")))

    def _replacement(self, node: yaml.Node) -> Replacement | None:
        if not isinstance(node, yaml.MappingNode):
            text = self.nodes.text(node)
            return Replacement(text) if text else None
        tags = [tag for part in TAGS.values() for tag in part]
        entries = self.nodes.mapping(node, ("lemma", "pos", *tags), ("lemma",))
        by_tag = {tag: self.nodes.text(entries[tag]) or "" for tag in tags if tag in entries}
        lemma = self.nodes.text(entries["lemma"]) if "lemma" in entries else None
        return Replacement(lemma, self._pos(entries.get("pos")), by_tag) if lemma else None

    def _rewrite(self, node: yaml.Node) -> Rewrite | None:
        if (template := self.nodes.text(node)) is None:
            return None
        try:
            return rewrite(template)
        except PhraseError as error:
            self.nodes.problem(node, f'"{template}" {error}')
            return None

    def _pos(self, node: yaml.Node | None) -> tuple[str, ...]:
        if isinstance(node, yaml.ScalarNode):
            part = self.nodes.choice(node, TAGS)
            return (part,) if part else ()
        return self.nodes.each(node, lambda item: self.nodes.choice(item, TAGS))

    def _forms(
        self, node: yaml.Node | None, suggestions: tuple[Replacement, ...], rewrites: tuple[Rewrite, ...]
    ) -> Forms:
        found: dict[str, Form] = {}
        respelt: list[Form] = []
        for item in self.nodes.sequence(node) if node is not None else ():
            if (phrase := self._phrase(item, suggestions, rewrites)) is None:
                continue
            try:
                made = forms(phrase)
                respelt += forms(phrase, spellings())
            except PhraseError as error:
                self.nodes.problem(item, f'"{phrase.text}" {error}')
                continue
            if all(form.key in found for form in made):
                self.nodes.problem(item, f'"{phrase.text}" is already matched by a phrase above')
            for form in made:
                found.setdefault(form.key, form)
        for form in respelt:  # what is written out comes first
            found.setdefault(form.key, form)
        return Forms.of(found.values())

    def _groups(self, entries: Mapping[str, yaml.Node], rule: yaml.Node) -> Forms:
        """The names of the groups that a rule is about. What is said of them only the judge can weigh."""
        if other := next((key for key in ("phrases", "pattern", "dependency") if key in entries), None):
            self.nodes.problem(entries[other], f"`groups` stand alone, without `{other}`")
        if "judge" not in entries:
            self.nodes.problem(rule, "a rule with `groups` asks the judge: naming a group is no finding")
        kinds = self.nodes.each(entries["groups"], lambda item: self.nodes.choice(item, self.groups.names))
        names = {form.key: form for kind in kinds for name in self.groups.names[kind] for form in forms(Phrase(name))}
        headed = (Phrase(each, headed=True) for kind in kinds for each in self.groups.adjectives[kind])
        before = {form.key: form for each in headed for form in forms(each)}
        heads = {form.key for person in self.groups.persons for form in forms(Phrase(person))}
        return Forms.of([*names.values(), *before.values()], heads)

    def _phrase(
        self, node: yaml.Node, suggestions: tuple[Replacement, ...], rewrites: tuple[Rewrite, ...]
    ) -> Phrase | None:
        if not isinstance(node, yaml.MappingNode):
            text = self.nodes.text(node)
            return Phrase(text, replacements=suggestions, rewrites=rewrites) if text else None
        entries = self.nodes.mapping(node, (*MATCHED, "pos", "case", "suggestions", "rewrites"))
        named = [key for key in MATCHED if key in entries]
        if len(named) != 1 or ("lemma" in entries) != ("pos" in entries):
            self.nodes.problem(node, "a phrase has `text`, or `lemma` and `pos`, or `the`")
            return None
        text = self.nodes.text(entries[named[0]])
        is_nominal = named[0] == "the"
        if text and is_nominal:
            text = f"the {text}"
        if "suggestions" in entries and self.own_suggestions:
            suggestions = self.nodes.each(entries["suggestions"], self._replacement)
        # The rule's rewrites go with its own suggestions.
        if self.own_suggestions and ("rewrites" in entries or "suggestions" in entries):
            rewrites = self.nodes.each(entries.get("rewrites"), self._rewrite)
        case = self.nodes.flag(entries["case"]) if "case" in entries else False
        pos = self._pos(entries.get("pos"))
        return Phrase(text, pos, bool(case), suggestions, rewrites, is_nominal) if text else None

    def _examples(self, node: yaml.Node) -> tuple[Example, ...]:
        entries = self.nodes.mapping(node, ("flag", "pass"), ("flag", "pass"))
        flagged = self.nodes.each(entries.get("flag"), self._flag_example)
        passed = self.nodes.each(entries.get("pass"), self._pass_example)
        if min(len(flagged), len(passed)) < 2:
            self.nodes.problem(node, "a rule has two examples to flag and two to pass, or more")
        return (*flagged, *passed)

    def _flag_example(self, node: yaml.Node) -> Example | None:
        texts = self._texts_of(node, ("text", "match", "fixed", "document"), ("text", "match"))
        if texts and fold(texts["match"]) not in fold(texts["text"]):
            self.nodes.problem(node, f'the text does not hold "{texts["match"]}"')
        return Example(**texts) if texts else None

    def _pass_example(self, node: yaml.Node) -> Example | None:
        if isinstance(node, yaml.ScalarNode):
            text = self.nodes.text(node)
            return Example(text) if text else None
        texts = self._texts_of(node, ("text", "reason", "document"), ("text", "reason"))
        return Example(**texts) if texts else None

    def _texts_of(self, node: yaml.Node, allowed: tuple[str, ...], required: tuple[str, ...]) -> dict[str, str]:
        entries = self.nodes.mapping(node, allowed, required)
        texts = {key: text for key, value in entries.items() if (text := self.nodes.text(value))}
        if "document" in texts:
            read_kind(self.nodes, entries["document"], self.vocabulary)
        return texts if all(key in texts for key in required) else {}
