"""Rules of other tools: what is carried over works here, and what is not is told with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from inclusivelint.importers.finite import NotFiniteError, texts_of
from inclusivelint.ruleset import load_files

from .commands import run, write


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("plain words", ["plain words"]),
        (r"(?:e-mail|E-?mail)", ["e-mail", "Email", "E-mail"]),
        (r"we'(?:ve|re)", ["we've", "we're"]),
        (r"ours?", ["our", "ours"]),
        (r"\bfile[ -]name\b", ["file name", "file-name"]),
        (r"a\s+b\s*", ["a b"]),
        (r"\(s\)he", ["(s)he"]),
        (r"gr[ae]y", ["gray", "grey"]),
        (r"(?i)plain", ["plain"]),
        (r"x{2}", ["xx"]),
    ],
)
def test_a_finite_expression_is_its_texts(pattern: str, texts: list[str]) -> None:
    assert texts_of(pattern) == texts


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"\w+ly", "a class of many characters"),
        (r"a.b", "any character"),
        (r"[^a]b", "any character but one"),
        (r"ab+", "a repetition"),
        (r"a(?!b)", "a look-around"),
        (r"(a)\1", "a back-reference"),
        (r"^a", "a place in the line"),
        (r"[a-z]", "a class of many characters"),
        (r"(a|b|c|d|e|f)" * 8, "stands for more than 200 texts"),
        (r"(a?){99}" * 9, "a repetition"),
        (r"(", "not an expression that Python knows"),
        (r"\p{L}", "not an expression that Python knows"),
        (r"a{999999999999999999999}", "not an expression that Python knows"),
        (r"\b", "matches nothing"),
        ("(" * 5000 + ")" * 5000, ""),
    ],
)
def test_what_is_not_finite_has_its_reason(pattern: str, reason: str) -> None:
    with pytest.raises(NotFiniteError) as caught:
        texts_of(pattern)
    assert reason in str(caught.value)


VALE = {
    "Words.yml": """\
extends: substitution
message: "Use '%s' instead of '%s'."
link: https://example.org/words
level: error
ignorecase: true
swap:
  zigzaggly: straight|plain
  blorp(?:ed|ing)?: plain
  \\w+ing: plain
  blacklist: denylist
""",
    "Exact.yml": """\
extends: existence
message: "Avoid '%s'"
level: suggestion
action: {name: replace, params: [plain]}
exceptions: [Grumblish House]
tokens: [Grumblish, grumblish]
""",
    "Length.yml": "extends: occurrence\nmessage: Too long.\nmax: 30\nscope: sentence\n",
    "Heads.yml": "extends: existence\nmessage: No.\nscope: heading\ntokens: [foo]\n",
    "Odd.yml": "- a\n",
}


def test_a_style_of_vale(tmp_path: Path) -> None:
    write(tmp_path, {f"House/{name}": content for name, content in VALE.items()})
    outcome = run(
        *("rules", "import", "--from", "vale", "-o", "own.yaml"), *(f"House/{name}" for name in VALE), cwd=tmp_path
    )
    assert outcome.code == 0
    told = outcome.err.splitlines()
    for line in (
        "House/Words.yml: '\\\\w+ing' is left out: a class of many characters",
        'House/Words.yml: "blacklist" is reported by technology/blacklist already',
        'House/Exact.yml: "grumblish" is left out: the same words, perhaps in another case, stand before it',
        "House/Length.yml: not carried over: rules of the kind occurrence look at more than words",
        "House/Heads.yml: not carried over: it is for heading only",
        "House/Odd.yml: not carried over: no rule of Vale",
        "2 of 4 rules carried over",
    ):
        assert f"inclusivelint: {line}" in told
    exact, words = load_files([tmp_path / "own.yaml"])
    assert (words.id, words.severity.label) == ("house/words", "error")
    assert words.message == "Use the suggested wording instead of these words."
    assert words.sources[0].url == "https://example.org/words"
    assert {form.key: [each.text for each in form.suggestions] for form in words.forms} == {
        "zigzaggly": ["straight", "plain"],
        "blorp": ["plain"],
        "blorped": ["plain"],
        "blorping": ["plain"],
    }
    assert (exact.severity.label, [each.exact for each in exact.forms]) == ("suggestion", ["Grumblish"])
    assert exact.message == "Avoid these words."
    assert exact.unless[-1] == {"part-of": ["Grumblish House"]}
    assert run("rules", "test", "own.yaml", cwd=tmp_path).code == 0
    config = 'rule-paths = ["own.yaml"]\nselect = ["house"]\nmin-severity = "suggestion"\n'
    text = "Grumblish and grumblish folk at Grumblish House say blorped things.\n"
    write(tmp_path, {".inclusivelint.toml": config, "a.md": text})
    assert run("check", "a.md", "--format", "json", cwd=tmp_path).words == ["Grumblish", "blorped"]


WOKE = """\
rules:
  - name: zigzaggly
    terms: [zigzaggly, zig-zaggly words]
    alternatives: [straight]
    note: It is a made-up word.
    severity: info
    options: {word_boundary: true, categories: [fun]}
  - name: whitelist
    terms: [whitelist]
    alternatives: [allowlist]
    severity: warning
  - name: nothing
    terms: []
  - 5
"""


def test_rules_of_woke(tmp_path: Path) -> None:
    write(tmp_path, {".woke.yaml": WOKE})
    outcome = run("rules", "import", "--from", "woke", ".woke.yaml", cwd=tmp_path)
    assert outcome.code == 0
    assert "inclusivelint: 2 of 4 rules carried over" in outcome.err.splitlines()
    assert ".woke.yaml: whitelist: matches whole words from now on, no parts of words" in outcome.err
    assert '"whitelist" is reported by technology/whitelist already' in outcome.err
    write(tmp_path, {"own.yaml": outcome.out})
    (rule,) = load_files([tmp_path / "own.yaml"])
    assert (rule.id, rule.severity.label, rule.tags) == ("woke/zigzaggly", "suggestion", ("fun",))
    assert rule.why == "It is a made-up word."


def test_a_configuration_of_alex(tmp_path: Path) -> None:
    config = '{"allow": ["blacklist-whitelist", "xyzzy"], "deny": ["chairman-chairwoman"], "noBinary": true}'
    write(tmp_path, {".alexrc": config, "package.json": '{"alex": {"allow": ["mankind"]}}'})
    outcome = run("rules", "import", "--from", "alex", ".alexrc", "package.json", cwd=tmp_path)
    assert outcome.code == 0
    assert "inclusivelint: 3 of 4 settings carried over" in outcome.err.splitlines()
    assert ".alexrc: allow: xyzzy is left out: no rule here looks for these words" in outcome.err
    assert ".alexrc: noBinary is left out" in outcome.err
    ignored, _, selected = outcome.out.partition("select = [")
    assert '"technology/blacklist",  # blacklist-whitelist' in ignored
    assert '"gendered-language/chairman",  # chairman-chairwoman' in selected
    write(tmp_path, {".inclusivelint.toml": outcome.out})
    assert run("check", "--show-config", cwd=tmp_path).code == 0


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("rules: [", "a.yaml:2: malformed YAML: "),
        ("[" * 100_000, "a.yaml: malformed YAML: nested too deeply"),
        ("\0", "a.yaml: malformed YAML: "),
        ("!!python/object/apply:os.system [ls]", "a.yaml:1: malformed YAML: "),
        (None, "a.yaml: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, content: str | None, problem: str) -> None:
    if content is not None:
        write(tmp_path, {"a.yaml": content})
    outcome = run("rules", "import", "--from", "vale", "a.yaml", cwd=tmp_path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"inclusivelint: {problem}")
    assert len(outcome.err.splitlines()) == 1


def test_one_broken_file_does_not_keep_the_others_of_a_folder_out(tmp_path: Path) -> None:
    style = "extends: existence\nmessage: Say it plainly.\ntokens: [zigzaggly]\n"
    write(tmp_path, {"style/Good.yml": style, "style/Bad.yml": "tokens: [", "style/meta.json": "{}"})
    outcome = run("rules", "import", "--from", "vale", "style", "-o", "made.yaml", cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "inclusivelint: style/Bad.yml:2: malformed YAML: did not find expected node content",
        "inclusivelint: 1 of 1 rules carried over",
    ]
    assert run("rules", "test", "made.yaml", cwd=tmp_path).out == "1 rules, 4 examples, 0 failed\n"
