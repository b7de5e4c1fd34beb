"""The official ledger against the truth it was made from: identities, limits, the exact laws of its three questions."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.dice import GOLDEN
from sim.errors import ScenarioError
from sim.observation import ObservationRule, observe, official_rates
from sim.world.codes import Fate
from sim.world.issue import Case, Category, Issue
from sim.world.offices import Channel

ALL_ANSWER = ObservationRule(callback=1.0, answer=1.0)
END_H = 1000.0
DEADLINE_H = 100.0


def run(count: int, promise: float = 0.1, **columns: Any) -> SimpleNamespace:
    """`count` cases registered at 0, contacted at 1, truly resolved and closed at 50, but for the columns given."""
    issue, case, category = Issue.allocate(count), Case.allocate(count), Category.allocate(1)
    issue["key"] = np.arange(1, count + 1, dtype=np.uint64) * GOLDEN
    category["deadline_h"] = DEADLINE_H
    usual = {"fate": Fate.RESOLVED, "reported_h": 0, "registered_h": 0, "contacted_h": 1, "closed_h": 50, "ended_h": 50,
             "channel": 0}
    for name, value in ({**usual, "satisfaction": 0.0} | columns).items():
        case[name] = value
    return SimpleNamespace(
        world=SimpleNamespace(issue=issue, case=case, category=category, channel=Channel.allocate(2)),
        scenario=SimpleNamespace(dispatch=SimpleNamespace(response_promise=promise)),
        window=SimpleNamespace(warm_h=0.0, cohort_end_h=END_H, end_h=END_H),
        cohort=np.ones(count, bool),
    )


def binomial_error(probability: float, count: int) -> float:
    """Five standard errors of a share."""
    return 5 * math.sqrt(probability * (1 - probability) / count)


def test_measurement_identity():
    """If every fix holds, everybody is called and everybody answers, the official resolution rate is the true share."""
    fate = np.where(np.arange(200) % 3 == 0, Fate.WITHDRAWN, Fate.RESOLVED)
    outcome = run(200, fate=fate, closed_h=np.where(fate == Fate.RESOLVED, 50.0, np.nan))
    ledger = observe(outcome, ALL_ANSWER)
    called = ledger["called"] != 0
    assert called.sum() == (fate == Fate.RESOLVED).sum()
    truly = np.mean(outcome.world.case["fate"][ledger["issue"]][called] == Fate.RESOLVED)
    assert official_rates(ledger).resolution == truly == 1.0


@pytest.mark.parametrize("insight", [0.0, 1.0])
def test_with_failed_fixes_the_official_rate_is_right_only_if_residents_know(insight):
    """Half of all closures are hollow: full insight finds the truth, none hides it completely."""
    hollow = np.arange(400) % 2 == 0
    outcome = run(400, fate=np.where(hollow, Fate.UNRESOLVED, Fate.RESOLVED))
    rates = official_rates(observe(outcome, replace(ALL_ANSWER, insight=insight)))
    assert rates.resolution == (0.5 if insight == 1 else 1.0)
    assert rates.closure == 1.0


def test_nobody_is_called_about_what_a_patrol_found():
    ledger = observe(run(10, channel=[0] * 4 + [1] * 6), ALL_ANSWER)
    np.testing.assert_array_equal(ledger["called"], [1] * 4 + [0] * 6)


def test_a_fix_that_was_mended_later_failed_at_first():
    mended = official_rates(observe(run(10, returns=1, ended_h=80), replace(ALL_ANSWER, insight=1.0)))
    assert mended.resolution == 0.0


def test_only_the_registered_of_the_cohort_enter():
    outcome = run(4, registered_h=[0, np.nan, END_H + 1, 5])
    outcome.cohort[3] = False
    np.testing.assert_array_equal(observe(outcome)["issue"], [0])


def test_clocks_run_from_registration():
    """Promise 10 h, deadline 100 h, registered at 20: one hour too late is late; exactly on the line is in time."""
    outcome = run(4, registered_h=20, contacted_h=[30, 31, 30, np.nan], closed_h=[120, 120, 121, np.nan])
    ledger = observe(outcome)
    np.testing.assert_array_equal(ledger["responded"], [1, 0, 1, 0])
    np.testing.assert_array_equal(ledger["on_time"], [1, 1, 0, 0])
    rates = official_rates(ledger)
    assert (rates.response, rates.on_time, rates.closure) == (0.5, 0.5, 0.75)


def test_what_is_not_due_yet_is_not_late():
    """Registered 5 h before the end, promise 10 h, deadline 100 h: neither met nor missed."""
    ledger = observe(run(2, registered_h=[0, END_H - 5], contacted_h=[1, np.nan], closed_h=[50, np.nan]))
    np.testing.assert_array_equal(ledger["response_due"], [1, 0])
    rates = official_rates(ledger)
    assert (rates.response, rates.on_time, rates.closure) == (1.0, 1.0, 0.5)


def test_nothing_after_the_end_is_seen():
    ledger = observe(run(1, contacted_h=END_H + 1, closed_h=END_H + 2), ALL_ANSWER)
    assert np.isnan(ledger["contacted_h"]).all()
    assert (ledger["closed"][0], ledger["called"][0], ledger["responded"][0]) == (0, 0, 0)


def test_share_called_back_is_the_rule():
    count = 20_000
    ledger = observe(run(count), replace(ALL_ANSWER, callback=0.3))
    assert ledger["called"].mean() == pytest.approx(0.3, abs=binomial_error(0.3, count))


@pytest.mark.parametrize("satisfaction", [-1.2, 0.0, 0.8])
def test_silence_falls_with_the_strength_of_feeling(satisfaction):
    count, rule = 20_000, ObservationRule(callback=1.0, answer=0.4, answer_effect=0.7)
    exact = 1 - 0.6 * math.exp(-0.7 * abs(satisfaction))
    ledger = observe(run(count, satisfaction=satisfaction), rule)
    assert ledger["answered"].mean() == pytest.approx(exact, abs=binomial_error(exact, count))


@pytest.mark.parametrize("satisfaction", [-1.0, 0.0, 1.0])
def test_grades_follow_the_ordered_logit(satisfaction):
    count = 20_000
    ledger = observe(run(count, satisfaction=satisfaction), ALL_ANSWER)
    for grade, cut in enumerate(ALL_ANSWER.cuts, start=1):
        exact = 1 / (1 + math.exp(ALL_ANSWER.slope * satisfaction - cut))
        assert np.mean(ledger["grade"] <= grade) == pytest.approx(exact, abs=binomial_error(exact, count))


def test_more_satisfaction_never_lowers_a_grade():
    """Keyed chance: the same case grades at least as well when it was treated better."""
    worse, better = (observe(run(500, satisfaction=s), ALL_ANSWER)["grade"] for s in (-0.3, 0.1))
    assert (better >= worse).all()
    assert (better > worse).any()


def test_a_larger_sample_contains_the_smaller():
    small, large = (observe(run(500), replace(ALL_ANSWER, callback=p))["called"] != 0 for p in (0.2, 0.5))
    assert (large >= small).all()


def test_the_answers_belong_to_the_case_not_to_its_place_in_the_register():
    """Leaving other cases out of the register changes nothing for those that stay."""
    whole, part = run(300), run(300, registered_h=np.where(np.arange(300) % 2, 0.0, np.nan))
    everyone, some = observe(whole), observe(part)
    kept = np.isin(everyone["issue"], some["issue"])
    np.testing.assert_array_equal(np.asarray(everyone)[kept], np.asarray(some))


def test_an_unfinished_episode_gives_no_grade():
    ledger = observe(run(20, fate=Fate.RELAPSE, ended_h=np.nan, satisfaction=np.nan), ALL_ANSWER)
    assert ledger["answered"].all()
    assert not ledger["grade"].any()
    assert math.isnan(official_rates(ledger).satisfaction)


def test_empty_register_has_no_rates():
    assert all(math.isnan(rate) for rate in official_rates(observe(run(0))))


def test_observing_changes_nothing():
    outcome = run(50)
    before = outcome.world.case.tobytes()
    first = observe(outcome)
    assert outcome.world.case.tobytes() == before
    assert observe(outcome).tobytes() == first.tobytes()


@pytest.mark.parametrize(
    "wrong",
    [{"callback": 1.2}, {"answer": math.nan}, {"slope": -1.0}, {"cuts": (0.0, 0.0, 1.0, 2.0)}, {"cuts": (1.0,)}],
)
def test_a_rule_out_of_range_is_refused(wrong):
    with pytest.raises(ScenarioError, match=next(iter(wrong))):
        ObservationRule(**wrong)


def test_every_number_of_the_rule_names_its_source():
    kinds = {tag.split(":")[0] for tag in ObservationRule.sources().values()}
    assert kinds <= {"assumption", "data", "literature", "seed"}
