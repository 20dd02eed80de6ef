"""The near-miss pairs hold their floor: what a change may not cost."""

from __future__ import annotations

from functools import cache

import pytest

from inclusivelint.engine.means import Means
from inclusivelint.model import Severity

from .near_misses import STAGES, Outcome, Shares, outcomes, read_pairs, shares, stages, unmarked


@cache
def found() -> list[Outcome]:
    return outcomes(read_pairs())


def test_the_pairs_hold_their_floor() -> None:
    all_pairs = shares(found())
    assert all_pairs.both >= 60, all_pairs
    assert all_pairs.alarms <= 10, all_pairs


@pytest.mark.parametrize(("judgement", "least"), [("pronoun", 65), ("wording", 80), ("generalisation", 60)])
def test_each_judgement_holds_its_floor(judgement: str, least: float) -> None:
    some = shares(each for each in found() if each.pair.judgement == judgement)
    assert some.both >= least, some


def test_every_pair_is_two_sentences_with_one_mark_each() -> None:
    for pair in read_pairs():
        for text in (pair.flag, pair.leave):
            assert text.count("{{") == text.count("}}") == 1, text
        assert unmarked(pair.flag)[0] != unmarked(pair.leave)[0]


def test_shares_tell_right_pairs_from_silence_and_from_noise() -> None:
    pair = next(read_pairs())
    right, silent, noisy = Outcome(pair, 2, 0), Outcome(pair, 1, 0), Outcome(pair, 3, 2)
    assert shares([right, silent, noisy, noisy]) == Shares(4, 25, 75, 50)
    assert shares([right, silent, noisy, noisy], Severity.SUGGESTION) == Shares(4, 50, 100, 50)


def test_each_means_of_judging_is_worth_its_while() -> None:
    words, conditions = (shares(outcomes(read_pairs(), means)) for means in (Means.WORDS, Means.CONDITIONS))
    everything = shares(found())
    assert words.both + 15 < conditions.both < everything.both - 10
    assert words.alarms - 15 > conditions.alarms > everything.alarms + 10
    assert everything.recall > words.recall - 10


def test_the_table_has_a_column_for_each_stage() -> None:
    pairs = [next(read_pairs())]
    header, _, row, _ = stages(pairs, outcomes(pairs))
    assert header.count("|") == row.count("|") == len(STAGES) + 2
    assert row.endswith("| 100 / 100 / 0 |")
