"""`inclusivelint check` as its caller sees it: exit codes, streams, options, files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.commands import CLEAN, FOUND, posix_only, run, write

# The exit code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # by --fail-on:  (none), error, warning, suggestion, never
        pytest.param("redword", (1, 1, 1, 1, 0), id="error"),
        pytest.param("amberword", (1, 0, 1, 1, 0), id="warning"),
        pytest.param("greyword", (0, 0, 0, 1, 0), id="suggestion"),
        pytest.param("greyword and redword", (1, 1, 1, 1, 0), id="the worst counts"),
        pytest.param("nothing to see", (0, 0, 0, 0, 0), id="clean"),
        pytest.param("", (0, 0, 0, 0, 0), id="empty"),
    ],
)
def test_the_exit_code_tells_of_findings_at_or_above_fail_on(team: Path, text: str, codes: tuple[int, ...]) -> None:
    for level, code in zip((None, "error", "warning", "suggestion", "never"), codes, strict=True):
        options = ["--fail-on", level] if level else []
        outcome = run("check", "-", "--min-severity", "suggestion", *options, cwd=team, stdin=text)
        assert (level, outcome.code, outcome.err) == (level, code, "")
        assert outcome.out.count(" team/") == text.count("word")


def test_what_is_not_shown_does_not_fail_a_run(team: Path) -> None:
    hidden = run("check", "-", "--min-severity", "error", "--fail-on", "warning", cwd=team, stdin="amberword")
    assert (hidden.code, hidden.out) == (0, "No findings in 1 file (1 word).\n")


def test_suggestions_are_not_shown_unless_asked_for(team: Path) -> None:
    assert run("check", "-", cwd=team, stdin="greyword").out == "No findings in 1 file (1 word).\n"


def _missing(path: Path) -> None:
    pass


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _forbidden(path: Path) -> None:
    path.write_text(FOUND, encoding="utf-8")
    path.chmod(0)


@pytest.mark.parametrize(
    ("name", "content", "cause"),
    [
        pytest.param("bad.md", _missing, "no such file or directory", id="missing"),
        pytest.param("x" * 300 + ".md", _missing, "file name too long", id="long name"),
        pytest.param("bad.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file", id="binary"),
        pytest.param("bad.xyz", b"\x7fELF\2\1\1\0", "not a text file", id="binary of an unknown type"),
        pytest.param("bad.md", b"Caf\xe9 \x81", "not a text file: neither UTF-8 nor ", id="no encoding"),
        pytest.param("bad.md", b"\xff\xfea", "can't be decoded as UTF-16-LE (", id="half a character"),
        pytest.param("bad.md", _pipe, "not a file but a named pipe", id="named pipe", marks=posix_only),
        pytest.param("bad.md", _loop, "too many levels of symbolic links", id="link to itself", marks=posix_only),
        pytest.param(
            "bad.md",
            _forbidden,
            "permission denied",
            id="forbidden",
            marks=[posix_only, pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may read it")],
        ),
    ],
)
@pytest.mark.parametrize("options", [(), ("--fail-on", "never")], ids=["", "never"])
def test_a_file_that_cannot_be_read_is_one_line_and_the_others_are_checked(
    tmp_path: Path, name: str, content: Any, cause: str, options: tuple[str, ...]
) -> None:
    if isinstance(content, bytes):
        (tmp_path / name).write_bytes(content)
    else:
        content(tmp_path / name)
    write(tmp_path, {"a.md": FOUND, "z.md": FOUND})
    outcome = run("check", "a.md", name, "z.md", "--format", "json", *options, cwd=tmp_path)
    assert outcome.code == 2
    line, empty = outcome.err.split("\n")
    assert line.lower().startswith(f"inclusivelint: {name}: {cause}".lower())
    assert empty == ""
    assert [finding["path"] for finding in outcome.report["findings"]] == ["a.md", "z.md"]
    assert [f"inclusivelint: {each['path']}: {each['message']}" for each in outcome.report["errors"]] == [line]
    assert outcome.report["summary"]["files"] == 2


def test_an_undecodable_file_in_a_folder_is_an_error_too(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\x81")
    write(tmp_path, {"good.md": CLEAN})
    outcome = run("check", cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.err == "inclusivelint: bad.md: not a text file: neither UTF-8 nor another encoding that it names\n"
    assert outcome.out == "No findings in 1 file (2 words); 1 failure.\n"


CONFIG = ".inclusivelint.toml"


@pytest.mark.parametrize(
    ("command", "files", "message"),
    [
        pytest.param("check --nope", {}, "Error: No such option", id="unknown option"),
        pytest.param("check --fail-on fatal", {}, "Error: Invalid value for '--fail-on': 'fatal'", id="unknown choice"),
        pytest.param("check --format", {}, "Error: Option '--format' requires an argument", id="option without value"),
        pytest.param("chekc", {}, "Error: No such command 'chekc'", id="unknown command"),
        pytest.param("", {}, "Commands:", id="no command"),
        pytest.param(
            "check", {CONFIG: "ignroe = []\n"}, f'{CONFIG}:1: unknown key "ignroe"; did you mean "ignore"?', id="key"
        ),
        pytest.param("check", {CONFIG: "select = [\n"}, f"{CONFIG}:", id="malformed TOML"),
        pytest.param("check", {".inclusivelint.yaml": "a: [\n"}, ".inclusivelint.yaml:2: malformed YAML", id="YAML"),
        pytest.param(
            "check",
            {"pyproject.toml": '[tool.inclusivelint]\nfail-on = "always"\n'},
            'pyproject.toml:2: fail-on must be error, warning, suggestion or never, not "always"',
            id="value",
        ),
        pytest.param(
            "check",
            {CONFIG: 'ignore = [\n  "disability/wheelchair-bond",\n]\n'},
            f'{CONFIG}:2: ignore: unknown rule or category "disability/wheelchair-bond"; '
            'did you mean "disability/wheelchair-bound"?',
            id="rule in the configuration",
        ),
        pytest.param("check --config nowhere.toml", {}, "nowhere.toml: no such file or directory", id="no file"),
        pytest.param(
            "check --select disabilty",
            {},
            '--select: unknown rule or category "disabilty"; did you mean "disability"?',
            id="--select",
        ),
        pytest.param(
            "check --ignore wheelchair-bound",
            {},
            '--ignore: unknown rule or category "wheelchair-bound"; did you mean "disability/wheelchair-bound"?',
            id="--ignore",
        ),
        pytest.param(
            "check --ignore disabilty/*",
            {},
            '--ignore: no rule matches "disabilty/*"; did you mean "disability/*"?',
            id="glob",
        ),
        pytest.param("check a.md --output no/such.txt", {}, "--output: no/such.txt: there is no folder", id="--output"),
        pytest.param("check a.md --output .", {}, "--output: .: is a folder", id="--output to a folder"),
        pytest.param(
            "check",
            {CONFIG: 'rule-paths = ["own.yaml"]\n', "own.yaml": "category: own\ntitle: Own\nruels: []\n"},
            'own.yaml:3:1: unknown key "ruels"; did you mean "rules"?',
            id="rule file",
        ),
        pytest.param(
            "check",
            {CONFIG: 'rule-paths = ["own.yaml"]\n'},
            f'{CONFIG}:1: rule-paths: there is no file or folder "own.yaml"',
            id="no rule file",
        ),
    ],
)
def test_a_run_that_cannot_be_done_says_why_and_nothing_else(
    tmp_path: Path, command: str, files: dict[str, str], message: str
) -> None:
    write(tmp_path, {"a.md": FOUND, **files})
    outcome = run(*command.split(), cwd=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    if not command or "Error: " in message:
        assert outcome.err.startswith(("Usage: ", "Error: "))
    else:
        assert all(line.startswith("inclusivelint: ") for line in outcome.err.splitlines())


def test_every_problem_of_the_configuration_is_a_line(tmp_path: Path) -> None:
    write(tmp_path, {CONFIG: 'colour = true\nfail-on = 3\nexclude = "a"\n'})
    outcome = run("check", cwd=tmp_path)
    assert [line.split(": ")[1] for line in outcome.err.splitlines()] == [f"{CONFIG}:{n}" for n in (1, 2, 3)]


def test_excluded_files_that_are_named_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {CONFIG: 'exclude = ["vendor/"]\n', "vendor/a.md": FOUND, "vendor/b.md": FOUND, "c.md": FOUND})
    alone = run("check", "vendor/a.md", cwd=tmp_path)
    assert (alone.code, alone.out) == (0, "No documents to check.\n")
    assert alone.err == 'inclusivelint: nothing was checked (vendor/a.md: excluded by "vendor/")\n'
    beside = run("check", "vendor/a.md", "c.md", "vendor/b.md", "--quiet", cwd=tmp_path)
    assert (beside.code, beside.err) == (1, "")
    assert [line.partition(":")[0] for line in beside.out.splitlines()] == ["c.md"]


def test_a_folder_without_documents_is_no_failure_but_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"code.py": "# wheelchair-bound\n"})
    outcome = run("check", cwd=tmp_path)
    assert outcome.code == 0
    assert outcome.err.startswith("inclusivelint: nothing was checked (no documents in ")
    assert outcome.err.endswith("(no documents in .)\n")


# Standard input


@pytest.mark.parametrize(
    ("options", "path", "words"),
    [
        ((), "<stdin>", ["wheelchair-bound", "wheelchair-bound"]),
        (("--stdin-filename", "a.md"), "a.md", ["wheelchair-bound"]),
        (("--stdin-filename", "no/such/folder/a.markdown"), "no/such/folder/a.markdown", ["wheelchair-bound"]),
        (("--stdin-filename", "a.txt"), "a.txt", ["wheelchair-bound", "wheelchair-bound"]),
    ],
)
def test_standard_input_is_read_as_what_it_is_called(
    tmp_path: Path, options: tuple[str, ...], path: str, words: list[str]
) -> None:
    source = f"```\n{FOUND}```\n\n{FOUND}"
    outcome = run("check", "-", *options, "--format", "json", cwd=tmp_path, stdin=source)
    assert (outcome.code, outcome.words) == (1, words)
    assert {finding["path"] for finding in outcome.report["findings"]} == {path}


def test_the_name_of_standard_input_chooses_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"docs/.inclusivelint.toml": '[per-file-ignores]\n"old.md" = ["disability"]\n'})
    for name, code in (("docs/old.md", 0), ("docs/new.md", 1), ("old.md", 1)):
        assert (name, run("check", "-", "--stdin-filename", name, cwd=tmp_path, stdin=FOUND).code) == (name, code)


def test_standard_input_beside_files_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": FOUND})
    outcome = run("check", "-", "a.md", "-", "--quiet", cwd=tmp_path, stdin=FOUND)
    assert [line.partition(":")[0] for line in outcome.out.splitlines()] == ["<stdin>", "a.md"]


def test_standard_input_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    outcome = run("check", "-", "--stdin-filename", "a.md", cwd=tmp_path, stdin=b"\x00\x01")
    assert (outcome.code, outcome.err) == (2, "inclusivelint: a.md: not a text file\n")


# What is read


@pytest.mark.parametrize(
    "name", ["README", "notes.xyz", "guide.rst", ".hidden", "-dash", "with space.md", "émoji🏳️‍🌈.md"]
)
def test_any_file_that_is_named_is_read(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: FOUND})
    outcome = run("check", "--quiet", "--", name, cwd=tmp_path)
    assert outcome.code == 1
    assert outcome.out.endswith(":1:10: " + outcome.out.split(":1:10: ")[-1])
    assert outcome.out.startswith(f"{name}:1:10: warning disability/wheelchair-bound ")


def test_folders_are_walked_without_what_git_ignores_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    names = ["b/z.md", "b/a.txt", "a.md", "c.md", "build/x.md", "b/drafts/y.md", "b/code.py", "node_modules/n.md"]
    write(tmp_path, dict.fromkeys(names, FOUND))
    write(tmp_path, {".gitignore": "build/\n", "b/.gitignore": "/drafts\n"})
    for paths in ((), (".",), ("a.md", ".", "b")):
        outcome = run("check", *paths, "--format", "json", cwd=tmp_path)
        assert [each["path"] for each in outcome.report["findings"]] == ["a.md", "b/a.txt", "b/z.md", "c.md"]


def test_findings_keep_the_order_of_paths_and_of_the_text(team: Path) -> None:
    write(team, {"z.md": "redword\n\namberword redword\n", "a.md": "amberword\n"})
    outcome = run("check", "z.md", "a.md", "--format", "json", cwd=team)
    places = [(each["path"], each["line"], each["column"]) for each in outcome.report["findings"]]
    assert places == [("z.md", 1, 1), ("z.md", 3, 1), ("z.md", 3, 11), ("a.md", 1, 1)]


@pytest.mark.parametrize("options", ["--format text", "--format json", "--statistics", "--quiet"])
def test_two_runs_give_the_same_bytes(team: Path, options: str) -> None:
    write(team, {f"{n}/{n}.md": f"redword amberword greyword {FOUND}" for n in range(5)})
    runs = [
        run("check", ".", "--min-severity", "suggestion", *options.split(), cwd=team, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].out.count("team/") >= 3
    assert runs[0] == runs[1]


# Options and configuration together


def test_min_severity_chooses_what_is_shown(team: Path) -> None:
    for level, words in (
        ("error", ["redword"]),
        ("warning", ["amberword", "redword"]),
        ("suggestion", ["greyword", "amberword", "redword"]),
    ):
        outcome = run(
            "check", "-", "--min-severity", level, "--format", "json", cwd=team, stdin="greyword amberword redword"
        )
        assert outcome.words == words


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("--select team", ["redword", "amberword"]),
        ("--select team/red", ["redword"]),
        ("--select team/red --select disability", ["redword", "wheelchair-bound"]),
        ("--select */amber", ["amberword"]),
        ("--ignore team/*", ["wheelchair-bound"]),
        ("--ignore team/red --ignore disability", ["amberword"]),
        ("--select team --ignore team/red", ["amberword"]),
        ("-s team -i team/amber", ["redword"]),
    ],
)
def test_select_and_ignore(team: Path, options: str, words: list[str]) -> None:
    source = "redword amberword wheelchair-bound"
    outcome = run("check", "-", "--format", "json", *options.split(), cwd=team, stdin=source)
    assert outcome.words == words


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "pyproject.toml",
            '[tool.inclusivelint]\nselect = ["disability"]\nmin-severity = "error"\nfail-on = "never"\n',
        ),
        (".inclusivelint.toml", 'select = ["disability"]\nmin-severity = "error"\nfail-on = "never"\n'),
        (".inclusivelint.yaml", "select: [disability]\nmin-severity: error\nfail-on: never\n"),
    ],
)
def test_the_configuration_is_found_upwards_and_options_go_before_it(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, {name: content, "docs/deep/a.md": f"A blacklist. {FOUND}"})
    folder = tmp_path / "docs" / "deep"
    assert run("check", "a.md", cwd=folder).out.startswith("No findings")
    shown = run("check", "a.md", "--min-severity", "warning", "--format", "json", cwd=folder)
    assert (shown.code, shown.words) == (0, ["wheelchair-bound"])
    other = run("check", "a.md", "--min-severity", "warning", "--select", "technology", "--format", "json", cwd=folder)
    assert (other.code, other.words) == (0, ["blacklist"])
    assert run("check", "a.md", "--min-severity", "warning", "--fail-on", "warning", cwd=folder).code == 1
    assert run("check", str(folder / "a.md"), cwd=tmp_path.parent).out.startswith("No findings")


def test_ignore_on_the_command_line_adds_to_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {CONFIG: 'ignore = ["disability"]\n'})
    outcome = run("check", "-", "--ignore", "technology", cwd=tmp_path, stdin=f"A blacklist. {FOUND}")
    assert outcome.out.startswith("No findings")


def test_a_configuration_that_is_named_counts_alone(tmp_path: Path) -> None:
    write(tmp_path, {CONFIG: 'ignore = ["disability"]\n', "conf/other.toml": 'ignore = ["technology"]\n'})
    outcome = run("check", "-", "--config", "conf/other.toml", "-q", cwd=tmp_path, stdin=f"A blacklist. {FOUND}")
    assert [line.split()[2] for line in outcome.out.splitlines()] == ["disability/wheelchair-bound"]


def test_per_file_ignores(tmp_path: Path) -> None:
    config = '[per-file-ignores]\n"docs/*.md" = ["disability/wheelchair-bound"]\n"**/old/" = ["technology"]\n'
    names = ["a.md", "docs/a.md", "docs/old/b.md", "old/c.md"]
    write(tmp_path, {CONFIG: config, **dict.fromkeys(names, f"A blacklist. {FOUND}")})
    outcome = run("check", ".", "--format", "json", cwd=tmp_path)
    assert [(each["path"], each["text"]) for each in outcome.report["findings"]] == [
        ("a.md", "blacklist"),
        ("a.md", "wheelchair-bound"),
        ("docs/a.md", "blacklist"),
        ("docs/old/b.md", "wheelchair-bound"),
        ("old/c.md", "wheelchair-bound"),
    ]


def test_allowed_phrases_are_left_alone_whatever_stands_around_them(team: Path) -> None:
    write(team, {CONFIG: 'rule-paths = ["team.yaml"]\nallow = ["the Redword Act", "amberword"]\n'})
    source = "By the redword\nact, a redword is an amberword."
    outcome = run("check", "-", "--format", "json", cwd=team, stdin=source)
    assert [(each["line"], each["text"]) for each in outcome.report["findings"]] == [(2, "redword")]


# Documents made to break a reader


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("---\ntitle: &x [*x]\n---\n", id="YAML that holds itself"),
        pytest.param("---\ntitle: " + "[" * 5000 + "]" * 5000 + "\n---\n", id="deep YAML"),
        pytest.param("---\ntitle: " + "[" * 100_000 + "\n---\n", id="very deep YAML"),
        pytest.param("---\ntitle: [\n---\n", id="malformed YAML"),
        pytest.param("---\n" + "- " * 20_000 + "x\n---\n", id="deep YAML by indentation"),
        pytest.param(
            "---\na: &a0 [x]\n" + "".join(f"b{n}: &a{n + 1} [{f'*a{n},' * 9}]\n" for n in range(12)) + "---\n",
            id="YAML that grows by aliases",
        ),
        pytest.param("> " * 5000 + "quoted\n\n", id="deep block quotes"),
        pytest.param("<div>" * 5000 + "\n\n", id="deep HTML"),
        pytest.param("[" * 5000 + "](x)" * 5000 + "\n\n", id="deep links"),
        pytest.param("*" * 5000 + "a" + "*" * 5000 + "\n\n", id="deep emphasis"),
        pytest.param("<!-- inclusivelint-" + "a" * 50_000 + "\n-->\n\n", id="long directive"),
        pytest.param("\ud7ff\ue000\u0000\x0b\n\n".replace("\0", ""), id="odd characters"),
    ],
)
def test_hostile_documents_end_no_run(tmp_path: Path, source: str) -> None:
    write(tmp_path, {"a.md": f"{source}{FOUND}", "b.md": FOUND})
    outcome = run("check", "a.md", "b.md", "--format", "json", cwd=tmp_path)
    assert {each["path"] for each in outcome.report["findings"]} >= {"a.md", "b.md"}


def test_rules_of_the_configuration_are_listed_and_explained(team: Path) -> None:
    assert "team/amber" in run("rules", "list", cwd=team).out
    assert "team/amber" in run("explain", "team/amber", cwd=team).out
