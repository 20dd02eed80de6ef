"""Fixes by the shipped rules: what goes in, what comes out, and that a second run changes nothing."""

from __future__ import annotations

import string
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inclusivelint.config import Config
from inclusivelint.engine.pipeline import load_pipeline
from inclusivelint.fixer import fix_source
from inclusivelint.linter import Linter
from inclusivelint.model import Severity
from inclusivelint.ruleset import load_rules

FOLDER = Path(__file__).parent / "fixes"
ANY = ("gendered-language/any-gendered-pronoun",)


class Fixture(NamedTuple):
    name: str
    select: tuple[str, ...]
    parser: bool
    input: str
    expected: str


def read_fixtures() -> list[Fixture]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for phenomenon, cases in content["phenomena"].items():
            for case in cases:
                name = f"{path.stem}: {phenomenon}: {case['title']}"
                texts = f"{case['input']}\n", f"{case['expected']}\n"
                found.append(Fixture(name, tuple(content["select"]), content["parser"], *texts))
    return found


FIXTURES = read_fixtures()


def can_parse() -> bool:
    pipeline = load_pipeline(None)
    return any("token.dep" in pipeline.get_pipe_meta(name).assigns for name in pipeline.pipe_names)


@cache
def linter(select: tuple[str, ...]) -> Linter:
    return Linter(load_rules(), Config(path=None, root=Path(), min_severity=Severity.SUGGESTION), select=select)


def fixed(source: str, select: tuple[str, ...] = ()) -> str:
    return fix_source(linter(select), "a.md", source, unsafe=True).source


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.name)
def test_fixtures(fixture: Fixture) -> None:
    if fixture.parser and not can_parse():
        pytest.skip("no pipeline with a parser")
    result = fixed(fixture.input, fixture.select)
    assert result == fixture.expected
    assert fixed(result, fixture.select) == result


def test_there_are_many_fixtures_and_none_stands_twice() -> None:
    assert len(FIXTURES) >= 200
    assert len({fixture.name for fixture in FIXTURES}) == len(FIXTURES)
    assert len({(fixture.select, fixture.input) for fixture in FIXTURES}) == len(FIXTURES)


WORDS = st.sampled_from(
    "he she him her his hers himself is was has does doesn't isn't 's works reads and or the a dog manager who when if "
    "blacklist chairmen wheelchair-bound guests committed suicide suffers from epilepsy the disabled **bold** `code` "
    '[link](he.md) &amp; é 👩‍🔬 \n\n \n > - # ( ) , . ? ! " “ ” ’s'.split(" ")
)


@given(st.lists(WORDS, max_size=25).map(" ".join))
@settings(max_examples=20, deadline=None)
def test_fixing_is_stable_and_brings_nothing_new(source: str) -> None:
    for select in ((), ANY):
        before = linter(select).check_source("a.md", source).findings
        once = fix_source(linter(select), "a.md", source, unsafe=True)
        assert fixed(once.source, select) == once.source
        assert len(once.checked.findings) + once.applied <= len(before) + once.applied
        assert {finding.rule.id for finding in once.checked.findings} <= {finding.rule.id for finding in before}


@given(st.lists(WORDS, max_size=25).map(" ".join))
@example("he hers his")  # pronouns in -s are no verbs
@settings(max_examples=20, deadline=None)
def test_edits_lie_in_the_sentence_of_their_finding(source: str) -> None:
    for select in ((), ANY):
        for finding in linter(select).check_source("a.md", source).findings:
            for edit in finding.fix.edits if finding.fix else ():
                assert 0 <= edit.start <= edit.end <= len(source)
                assert "\n\n" not in source[min(edit.start, finding.span.start) : max(edit.end, finding.span.end)]
            places = [(edit.start, edit.end) for edit in finding.fix.edits] if finding.fix else []
            assert places == sorted(places)
            assert all(end <= start for (_, end), (start, _) in pairwise(places))


@given(st.text(alphabet=string.ascii_letters.replace("h", "").replace("s", "") + " .,;:!?*_`#>\r\n\té", max_size=80))
@settings(max_examples=20, deadline=None)
def test_text_without_pronouns_is_untouched(source: str) -> None:
    assert fixed(source, ANY) == source


CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="needs the shared corpus")
def test_documents_without_findings_stay_byte_for_byte(tmp_path: Path) -> None:
    from inclusivelint.cli.fixing import Fixing

    paths = []
    for number, path in enumerate(sorted(CORPUS.rglob("*.md"))[:40]):
        paths.append(tmp_path / f"{number}.md")
        paths[-1].write_bytes(path.read_bytes())
    before = {path: path.read_bytes() for path in paths}
    quiet = Linter(load_rules(), Config(path=None, root=tmp_path), select=["technology/grandfathered"])
    unfound = [path for path in paths if not quiet.check_file(path).findings]
    list(Fixing(quiet, unsafe=True, show=False).check_files(paths))
    assert [path for path in unfound if path.read_bytes() != before[path]] == []
