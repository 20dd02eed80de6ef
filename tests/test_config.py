from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from inclusivelint import config as config_module
from inclusivelint.config import Config, Name, check_names, file_ignores, find_config, load_config, relative_to
from inclusivelint.errors import ConfigError
from inclusivelint.model import Severity
from inclusivelint.names import nearest, selects, unknown

KNOWN = [
    "disability/wheelchair-bound",
    "disability/suffers-from",
    "gendered-language/mankind",
    "gendered-language/chairman",
    "gender/chairman",
    "technology/blacklist",
]


@pytest.fixture(autouse=True)
def workdir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def write(name: str, content: str = "") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="")
    return path


def problems(name: str, content: str) -> list[str]:
    write(name, content)
    with pytest.raises(ConfigError) as caught:
        load_config(None, Path())
    return str(caught.value).split("\n")


TOML = """\
select = ["disability", "gendered-language/*"]
ignore = [
  "technology/blacklist",  # a comment, with "quotes" and ]
  'disability/suffers-from',
]
exclude = ["vendor/", "*.min.md"]
min-severity = "suggestion"
fail-on = "never"
rule-paths = ["house"]
pipeline = "en_core_web_trf"
allow = ["wheelchair-bound cargo"]
require-reason = true
baseline = "known.jsonl"
cache-dir = "tmp/cache"
jobs = 2

[per-file-ignores]
"docs/*.md" = ["gendered-language"]
"legal/" = ["disability", "gender/chairman"]
"""

YAML = """\
# a comment
select:
  - disability
  - "gendered-language/*"
ignore: [technology/blacklist,
  disability/suffers-from]
exclude: [vendor/, "*.min.md"]
min-severity: suggestion
fail-on: never
rule-paths: [house]
pipeline: en_core_web_trf
allow: [wheelchair-bound cargo]
require-reason: yes
baseline: known.jsonl
cache-dir: tmp/cache
jobs: 2
per-file-ignores:
  "docs/*.md": [gendered-language]
  legal/:
    - disability
    - gender/chairman
"""


def as_pyproject(toml: str) -> str:
    head = (
        '[project]\nname = "x"\nselect = ["not ours"]\n\n[tool.other]\nselect = ["not ours"]\n\n[tool.inclusivelint]\n'
    )
    return head + toml.replace("[per-file-ignores]", "[tool.inclusivelint.per-file-ignores]")


def values(config: Config) -> dict[str, object]:
    """What differs from the defaults."""
    told = [name for name in Config._fields if name not in ("path", "root", "names")]
    defaults = Config(path=None, root=Path())
    return {name: getattr(config, name) for name in told if getattr(config, name) != getattr(defaults, name)}


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        (".inclusivelint.toml", TOML, [1, 1, 3, 4, 18, 19, 19]),
        (".inclusivelint.yaml", YAML, [3, 4, 5, 6, 18, 20, 21]),
        (".inclusivelint.yml", YAML, [3, 4, 5, 6, 18, 20, 21]),
        ("pyproject.toml", as_pyproject(TOML), [9, 9, 11, 12, 26, 27, 27]),
        (".inclusivelint.toml", TOML.replace("\n", "\r\n"), [1, 1, 3, 4, 18, 19, 19]),
        (".inclusivelint.toml", "\ufeff" + TOML, [1, 1, 3, 4, 18, 19, 19]),
        (".inclusivelint.yaml", "\ufeff" + YAML, [3, 4, 5, 6, 18, 20, 21]),
    ],
)
def test_every_key_in_every_format(workdir: Path, name: str, content: str, lines: list[int]) -> None:
    write("house/rules.yaml")
    write(name, content)
    config = load_config(None, Path())
    assert config.path == workdir / name
    assert config.root == workdir
    assert values(config) == {
        "select": ("disability", "gendered-language/*"),
        "ignore": ("technology/blacklist", "disability/suffers-from"),
        "per_file_ignores": (
            ("docs/*.md", ("gendered-language",)),
            ("legal/", ("disability", "gender/chairman")),
        ),
        "exclude": ("vendor/", "*.min.md"),
        "min_severity": Severity.SUGGESTION,
        "fail_on": None,
        "rule_paths": ((workdir / "house").resolve(),),
        "pipeline": "en_core_web_trf",
        "allow": ("wheelchair-bound cargo",),
        "require_reason": True,
        "baseline": workdir / "known.jsonl",
        "cache_dir": workdir / "tmp" / "cache",
        "jobs": 2,
    }
    keys = ["select"] * 2 + ["ignore"] * 2 + ["per-file-ignores"] * 3
    texts = [*config.select, *config.ignore, *(rule for _, rules in config.per_file_ignores for rule in rules)]
    assert config.names == tuple(map(Name, texts, keys, lines))
    check_names(config, KNOWN)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".inclusivelint.toml", ""),
        (".inclusivelint.yaml", ""),
        (".inclusivelint.yaml", "# nothing yet\n"),
        (".inclusivelint.yaml", "{}\n"),
        ("pyproject.toml", "[tool.inclusivelint]\n"),
        (".inclusivelint.toml", "[per-file-ignores]\n"),
        (".inclusivelint.yaml", "per-file-ignores: {}\nselect: []\n"),
    ],
)
def test_what_is_not_said_has_its_default(workdir: Path, name: str, content: str) -> None:
    write(name, content)
    config = load_config(None, Path())
    assert config == Config(path=workdir / name, root=workdir)
    assert (config.min_severity, config.fail_on) == (Severity.WARNING, Severity.WARNING)


def test_without_a_file_everything_has_its_default(workdir: Path) -> None:
    write("sub/a.md")
    assert load_config(None, Path("sub/a.md")) == Config(path=None, root=workdir / "sub")
    assert load_config(None, Path("sub")) == Config(path=None, root=workdir / "sub")
    check_names(load_config(None, Path()), [])


# Where the file is found


def test_the_nearest_file_upwards_counts(workdir: Path) -> None:
    outer, inner = write(".inclusivelint.toml"), write("a/b/.inclusivelint.yaml")
    write("a/b/c/text.md")
    assert find_config(Path("a/b/c/text.md")) == workdir / inner
    assert find_config(Path("a/b/c/not-there.md")) == workdir / inner
    assert find_config(Path("a/b")) == workdir / inner
    assert find_config(Path("a")) == workdir / outer
    assert load_config(None, Path("a/b/c")).root == workdir / "a/b"


def test_within_a_folder_the_order_of_precedence_holds(workdir: Path) -> None:
    order = [".inclusivelint.toml", ".inclusivelint.yaml", ".inclusivelint.yml", "pyproject.toml"]
    for name in order:
        write(name, "[tool.inclusivelint]\n" if name == "pyproject.toml" else "")
    for name in order:
        assert find_config(Path()) == workdir / name
        (workdir / name).unlink()
    assert find_config(Path()) is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[tool.ruff]\n",
        '[project]\ndependencies = ["inclusivelint"]\n',
        "[inclusivelint]\nselect = []\n",
        "[tool.inclusivelint2]\n",
        'tool = "inclusivelint"\n',
    ],
)
def test_a_pyproject_without_the_table_is_passed_by(workdir: Path, content: str) -> None:
    write("sub/pyproject.toml", content)
    outer = write(".inclusivelint.yml")
    assert find_config(Path("sub")) == workdir / outer


@pytest.mark.parametrize(
    "content", ["tool.inclusivelint.select = []\n", "[tool]\ninclusivelint = {}\n", "[\"tool\" . 'inclusivelint']\n"]
)
def test_the_table_can_be_written_in_other_ways(workdir: Path, content: str) -> None:
    path = write("pyproject.toml", content)
    assert find_config(Path()) == workdir / path
    load_config(None, Path())


def test_a_repository_does_not_take_the_configuration_of_what_is_around_it(workdir: Path) -> None:
    write(".inclusivelint.toml")
    write("sub/.git", "gitdir: elsewhere\n")
    write("sub/deep/a.md")
    assert find_config(Path("sub/deep/a.md")) is None
    own = write("sub/.inclusivelint.toml")
    assert find_config(Path("sub/deep/a.md")) == workdir / own


def test_a_folder_with_the_name_of_a_file_is_no_configuration() -> None:
    Path(".inclusivelint.toml").mkdir()
    assert find_config(Path()) is None


def test_an_explicit_file_counts_wherever_it_is_and_whatever_it_is_called(workdir: Path) -> None:
    write(".inclusivelint.toml", 'select = ["a"]\n')
    path = write("ci/strict.toml", 'select = ["b"]\nrule-paths = ["rules"]\n')
    write("ci/rules/x.yaml")
    config = load_config(path, Path())
    assert (config.path, config.root, config.select) == (path, workdir / "ci", ("b",))
    assert config.rule_paths == ((workdir / "ci/rules").resolve(),)


# Errors


def test_an_unknown_key_names_the_nearest_one() -> None:
    assert problems(".inclusivelint.toml", 'ignore = []\n\n"selct" = ["x"]\n') == [
        '.inclusivelint.toml:3: unknown key "selct"; did you mean "select"?'
    ]
    assert problems(".inclusivelint.toml", "min_severity = 1\n") == [
        '.inclusivelint.toml:1: unknown key "min_severity"; did you mean "min-severity"?'
    ]


def test_an_unknown_key_like_no_other_names_all() -> None:
    [problem] = problems(".inclusivelint.toml", "[tool.inclusivelint]\n")
    assert problem.startswith(
        '.inclusivelint.toml:1: unknown key "tool"; the keys are select, extend-select, ignore, per-file-ignores,'
    )


@pytest.mark.parametrize(
    ("toml", "yaml", "cause"),
    [
        ('exclude = "docs"', "exclude: docs", "exclude must be a list of texts, not a text"),
        ("exclude = 3", "exclude: 3", "exclude must be a list of texts, not a number"),
        ("allow = [true]", "allow: [yes]", "allow must be a list of texts, but holds true or false"),
        ("allow = [2024-01-01]", "allow: [2024-01-01]", "allow must be a list of texts, but holds a date"),
        ("allow = [['a']]", "allow: [[a]]", "allow must be a list of texts, but holds a list"),
        ("allow = [{a = 1}]", "allow: [{a: 1}]", "allow must be a list of texts, but holds a table"),
        ("select = ['']", "select: ['']", "select holds an empty text"),
        ("select = {}", "select: {}", "select must be a list of texts, not a table"),
        ("pipeline = ''", "pipeline: ''", "pipeline must be a text, not an empty one"),
        ("pipeline = 1.5", "pipeline: 1.5", "pipeline must be a text, not a number"),
        ("require-reason = 'x'", "require-reason: x", "require-reason must be true or false, not a text"),
        (
            "min-severity = 'high'",
            "min-severity: high",
            'min-severity must be error, warning or suggestion, not "high"',
        ),
        (
            "min-severity = 'never'",
            "min-severity: never",
            'min-severity must be error, warning or suggestion, not "never"',
        ),
        ("fail-on = 'Error'", "fail-on: Error", 'fail-on must be error, warning, suggestion or never, not "Error"'),
        ("fail-on = false", "fail-on: off", "fail-on must be error, warning, suggestion or never, not true or false"),
        ("exclude = ['a\\']", "exclude: ['a\\']", 'exclude: "a\\" matches nothing'),
        (
            "exclude = ['#a']",
            "exclude: ['#a']",
            'exclude: "#a" matches nothing; write "\\#" for a name that begins with "#"',
        ),
        ("rule-paths = ['gone']", "rule-paths: [gone]", 'rule-paths: there is no file or folder "gone"'),
        (
            "per-file-ignores = []",
            "per-file-ignores: []",
            "per-file-ignores must be a table of file patterns, each with its list, not a list",
        ),
        (
            "per-file-ignores = {'!a' = ['b']}",
            "per-file-ignores: {'!a': [b]}",
            'per-file-ignores: "!a" begins with "!", which has no meaning here',
        ),
        (
            "per-file-ignores = {'a' = 'b'}",
            "per-file-ignores: {a: b}",
            "per-file-ignores must be a list of texts, not a text",
        ),
    ],
)
def test_values_of_the_wrong_kind(toml: str, yaml: str, cause: str) -> None:
    assert problems(".inclusivelint.toml", f"\n{toml}\n") == [f".inclusivelint.toml:2: {cause}"]
    Path(".inclusivelint.toml").unlink()
    assert problems(".inclusivelint.yaml", f"\n{yaml}\n") == [f".inclusivelint.yaml:2: {cause}"]


def test_all_problems_are_told_at_once_in_their_order() -> None:
    content = 'fail-on = "no"\n[per-file-ignores]\n"a" = [\n  1,\n  "x",\n  2,\n]\n"b" = 3\n'
    assert [problem.split(":")[1] for problem in problems(".inclusivelint.toml", content)] == ["1", "4", "6", "8"]


def test_yaml_without_a_value() -> None:
    assert problems(".inclusivelint.yaml", "allow: []\nselect:\n") == [
        ".inclusivelint.yaml:2: select must be a list of texts, not nothing"
    ]


@pytest.mark.parametrize(
    ("name", "content", "start"),
    [
        (".inclusivelint.toml", "select = []\nignore = [\n", ".inclusivelint.toml:2: malformed TOML: "),
        (
            ".inclusivelint.toml",
            "\nselect = []\n= 3\nx = 1\n",
            ".inclusivelint.toml:3: malformed TOML: invalid statement",
        ),
        (
            ".inclusivelint.toml",
            "select = []\nselect = []\n",
            ".inclusivelint.toml:2: malformed TOML: cannot overwrite",
        ),
        ("pyproject.toml", "[tool.inclusivelint]\nx y\n", "pyproject.toml:2: malformed TOML: expected '='"),
        (".inclusivelint.yaml", "a: b\n  c: d\n", ".inclusivelint.yaml:2: malformed YAML: mapping values"),
        (".inclusivelint.yaml", "per-file-ignores:\n  *.md: [a]\n", ".inclusivelint.yaml:2: malformed YAML: "),
        (".inclusivelint.yaml", "select: [a]\n\tignore: []\n", ".inclusivelint.yaml:2: malformed YAML: "),
        (".inclusivelint.yaml", "select: []\nallow: [\0]\n", ".inclusivelint.yaml:2: malformed YAML: "),
        (".inclusivelint.yaml", "select: []\n---\nignore: []\n", ".inclusivelint.yaml:2: malformed YAML: "),
        (
            ".inclusivelint.yaml",
            "select: []\nselect: []\n",
            '.inclusivelint.yaml:2: "select" was given before, on line 1',
        ),
        (".inclusivelint.yaml", "[a]: b\n", ".inclusivelint.yaml:1: a key must be a text"),
        (".inclusivelint.yaml", "\n- a\n", ".inclusivelint.yaml:2: the file holds a list, not keys with values"),
        (".inclusivelint.yaml", "a text\n", ".inclusivelint.yaml:1: the file holds a text, not keys with values"),
        (
            ".inclusivelint.yaml",
            "select: &x [*x]\n",
            ".inclusivelint.yaml:1: select must be a list of texts, but holds ",
        ),
        (".inclusivelint.yaml", "allow: [!!python/name:os.system x]\n", ".inclusivelint.yaml:1: allow must be a list"),
        (
            "pyproject.toml",
            "[tool]\n\ninclusivelint = 3\n",
            "pyproject.toml:3: [tool.inclusivelint] must be a table, not a",
        ),
        (
            "pyproject.toml",
            "\n[[tool.inclusivelint]]\n",
            "pyproject.toml:2: [tool.inclusivelint] must be a table, not a list",
        ),
    ],
)
def test_malformed_files(name: str, content: str, start: str) -> None:
    [problem] = problems(name, content)
    assert problem.startswith(start)


def test_yaml_that_holds_itself_ends() -> None:
    cause = ".inclusivelint.yaml:1: allow must be a list of texts, but holds a list"
    assert problems(".inclusivelint.yaml", "allow: &x [*x, *x]\n") == [cause] * 2


@pytest.mark.parametrize("name", [".inclusivelint.toml", ".inclusivelint.yaml", "pyproject.toml"])
def test_an_undecodable_file(name: str) -> None:
    Path(name).write_bytes(b"# inclusivelint\n\n# caf\xe9\n")
    with pytest.raises(ConfigError) as caught:
        load_config(None, Path())
    assert str(caught.value) == f"{name}:3: the file isn't UTF-8 (byte 0xe9)"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.toml", None, "gone.toml: no such file or directory"),
        ("pyproject.toml", "[tool.ruff]\n", "pyproject.toml: there is no table [tool.inclusivelint]"),
        ("lint.ini", "", "lint.ini: a configuration file is called something.toml, .yaml or .yml"),
    ],
)
def test_explicit_files_that_cannot_be_used(name: str, content: str | None, message: str) -> None:
    if content is not None:
        write(name, content)
    with pytest.raises(ConfigError) as caught:
        load_config(Path(name), Path())
    assert str(caught.value) == message


def test_an_explicit_folder_cannot_be_used() -> None:
    Path("folder.toml").mkdir()
    with pytest.raises(ConfigError, match=r"^folder\.toml: "):
        load_config(Path("folder.toml"), Path())


def test_errors_name_files_elsewhere_in_full(workdir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(".inclusivelint.toml", "x = 1\n")
    write("sub/a.md")
    monkeypatch.chdir(workdir / "sub")
    with pytest.raises(ConfigError) as caught:
        load_config(None, Path())
    assert str(caught.value).startswith(f"{workdir / '.inclusivelint.toml'}:1: ")


# Lines in TOML


TRICKY = '''\
# [tool.inclusivelint] select = ["comment"]
title = """
[tool.inclusivelint]
select = ["in a text"]
""\\""" # still
"""
literal = \'\'\'
select = ["in a text"]\'\'\'\'
escaped = "a \\" ] # select = ["
when = 1979-05-27 07:32:00Z # date
numbers = [1, [2, 3], {a = "}", b = [4]}]

[[tool.mypy.overrides]]
select = ["other"]
[[tool.mypy.overrides]]
select = ["other"]

[ tool . "inclusivelint" ]   # the table
"exclude" = [ # one
  # "not this"
  """a, ]
  b""", "c",

  \'d\', ]
"sel\\u0065ct" = ["disabled"]
per-file-ignores."docs/a.md" = ["x"]
per-file-ignores.\'b\' = [
  "y"]
[tool.zz]
select = ["later"]
'''


def test_lines_are_right_in_tricky_toml() -> None:
    write("pyproject.toml", TRICKY)
    config = load_config(None, Path())
    assert config.exclude == ("a, ]\n  b", "c", "d")
    lines = TRICKY.split("\n")
    expected = {"disabled": '"sel\\u0065ct"', "x": "per-file-ignores.", "y": '  "y"]'}
    assert {name.value for name in config.names} == set(expected)
    for name in config.names:
        assert lines[name.line - 1].startswith(expected[name.value])


def test_lines_of_items_behind_texts_of_several_lines() -> None:
    write("pyproject.toml", TRICKY.replace("'d'", "4"))
    with pytest.raises(ConfigError) as caught:
        load_config(None, Path())
    line = TRICKY.split("\n").index("  'd', ]") + 1
    assert str(caught.value) == f"pyproject.toml:{line}: exclude must be a list of texts, but holds a number"


def test_lines_behind_texts_that_end_in_quotes() -> None:
    content = "exclude = [\"\"\"a\"\"\"\",\n'''b''''',\n4, 5]\n"
    causes = [problem.split(": ")[0] for problem in problems(".inclusivelint.toml", content)]
    assert causes == [".inclusivelint.toml:3"] * 2


def test_the_line_of_a_table_is_where_it_is_first_named() -> None:
    write("pyproject.toml", "[tool.inclusivelint]\nselect = []\nzz.a = 1\nzz.b = 2\n[tool.inclusivelint.yy.x]\n")
    with pytest.raises(ConfigError) as caught:
        load_config(None, Path())
    assert [line[:19] for line in str(caught.value).split("\n")] == ["pyproject.toml:3: u", "pyproject.toml:5: u"]


# Names


def test_unknown_names_are_told_with_line_and_nearest_name() -> None:
    write(
        ".inclusivelint.yaml",
        "select:\n  - disabilty\n  - technology\nignore: [disability/wheelchair-bond, '*/mank*', 'disabilty/*', 'x*']\n"
        "per-file-ignores:\n  a.md:\n  - mankind\n  - quite different\n",
    )
    config = load_config(None, Path())
    with pytest.raises(ConfigError) as caught:
        check_names(config, KNOWN)
    assert str(caught.value).split("\n") == [
        '.inclusivelint.yaml:2: select: unknown rule or category "disabilty"; did you mean "disability"?',
        '.inclusivelint.yaml:4: ignore: no rule matches "disabilty/*"; did you mean "disability/*"?',
        '.inclusivelint.yaml:4: ignore: no rule matches "x*"',
        '.inclusivelint.yaml:4: ignore: unknown rule or category "disability/wheelchair-bond";'
        ' did you mean "disability/wheelchair-bound"?',
        '.inclusivelint.yaml:7: per-file-ignores: unknown rule or category "mankind";'
        ' did you mean "gendered-language/mankind"?',
        '.inclusivelint.yaml:8: per-file-ignores: unknown rule or category "quite different"',
    ]


@pytest.mark.parametrize(
    ("pattern", "selected"),
    [
        ("disability", True),
        ("disability/wheelchair-bound", True),
        ("disability/*", True),
        ("*/wheel*", True),
        ("dis*", True),
        ("disabilit?", True),
        ("*", True),
        ("*/wheelchair-boun[cd]", True),
        ("ableism/wheelchair", True),
        ("ableism", True),
        ("ableism/*", True),
        ("dis", False),
        ("disability/", False),
        ("disability/wheelchair", False),
        ("wheelchair-bound", False),
        ("Disability", False),
        ("technology", False),
        ("technology/*", False),
        ("", False),
    ],
)
def test_what_selects_a_rule(pattern: str, selected: bool) -> None:
    names = ("disability/wheelchair-bound", ["ableism/wheelchair"])
    assert selects(["nothing", pattern], *names) is selected
    assert (unknown(pattern, [names[0], *names[1]]) is None) is selected


def test_nothing_selects_nothing() -> None:
    assert not selects([], "a/b")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("chairmen", "gendered-language/chairman"),
        ("Technology/Blacklist", "technology/blacklist"),
        ("technolgy/blacklist", "technology/blacklist"),
        ("blacklist", "technology/blacklist"),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_nearest_name(name: str, near: str | None) -> None:
    assert nearest(name, [known for known in KNOWN if known != "gender/chairman"]) == near


def test_the_same_rule_without_its_category_is_nearest() -> None:
    assert nearest("man", ["main", "gendered-language/man"]) == "gendered-language/man"


# Files


def test_per_file_ignores_hold_for_the_files_that_match(workdir: Path) -> None:
    write(
        "project/.inclusivelint.toml",
        "[per-file-ignores]\n'*.txt' = ['a']\n'/docs/' = ['b', 'c']\n'docs/x.txt' = ['d']\n",
    )
    config = load_config(None, Path("project"))
    assert file_ignores(config, "project/a.md") == ()
    assert file_ignores(config, "project/deep/a.txt") == ("a",)
    assert file_ignores(config, workdir / "project/docs/deep/a.md") == ("b", "c")
    assert file_ignores(config, Path("project/docs/x.txt")) == ("a", "b", "c", "d")
    assert file_ignores(config, "elsewhere/a.txt") == ()
    assert file_ignores(Config(path=None, root=workdir), "a.txt") == ()


def test_places_below_the_root(workdir: Path) -> None:
    assert relative_to("a/../b/c.md", workdir) == "b/c.md"
    assert relative_to(".", workdir) == ""
    assert relative_to("../x", workdir) is None
    assert relative_to("../workshop/x", workdir) is None
    assert relative_to(workdir / "x", Path("/")) == str(workdir / "x").lstrip("/")


@pytest.mark.parametrize(
    ("name", "content", "loaded"),
    [
        (None, "", set()),
        ("pyproject.toml", "[tool.ruff]\n", set()),
        (".inclusivelint.toml", "select = []\n", {"toml"}),
        ("pyproject.toml", "[tool.inclusivelint]\n", {"toml"}),
        (".inclusivelint.yaml", "select: []\n", {"yaml"}),
    ],
)
def test_parsers_are_loaded_when_they_are_needed(name: str | None, content: str, loaded: set[str]) -> None:
    if name:
        write(name, content)
    code = (
        "import sys; from pathlib import Path; from inclusivelint.config import load_config;"
        "load_config(None, Path());"
        "print(*{'tomllib', 'tomli', 'yaml', 'difflib', 'spacy', 'pathspec'} & set(sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(config_module.__file__).parent.parent)}
    output = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout
    assert {module.replace("tomllib", "toml").replace("tomli", "toml") for module in output.decode().split()} == loaded
