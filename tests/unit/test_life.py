"""The life of a case: its times are the engine's own, the same case elsewhere is the same problem, and every moment has words."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.life import changed_most, follow, longest, tell
from sim.locale import translator
from sim.outcome import Outcome
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate

SHORT = ("run.warm_up_days=0", "run.days=25", "run.follow_up_days=10")
TIMES = {
    "noticed_h": "noticed", "reported_h": "reported", "registered_h": "registered", "contacted_h": "contacted", "closed_h": "closed", "ended_h": "ends",
}  # fmt: skip


def short(name: str, *more: str) -> Scenario:
    return load(name, overrides=[*SHORT, *more])


def cases_of(outcome: Outcome, count: int, seed: int) -> list[int]:
    """Reported cases drawn at random."""
    reported = np.flatnonzero(np.isfinite(outcome.world.case["reported_h"]))
    return [int(one) for one in np.random.default_rng(seed).choice(reported, min(count, len(reported)), replace=False)]


def check_times(outcome: Outcome, case: int) -> None:
    life = follow(outcome.scenario, outcome.replicate, case)
    row = outcome.world.case[case]
    for column, kind in TIMES.items():
        time = float(row[column])
        first = life.first(kind)
        if time <= outcome.window.end_h:
            assert first == time, (case, column)
        else:
            assert math.isnan(first), (case, column)
    assert life.first("occurs") == outcome.world.issue["occur_h"][case]
    assert life.row["visits"] == sum(one.kind in ("cannot", "worked") for one in life.moments)
    assert life.row["trips"] == sum(one.kind == "desk done" for one in life.moments)
    assert life.row["returns"] == sum(one.kind == "returns" for one in life.moments)
    assert life.row["reminders"] == sum(one.kind == "reminds" for one in life.moments)
    assert life.row["hops"] == max((one.facts["hops"] for one in life.moments if one.kind == "referred"), default=0)
    waits = sum(one.facts["waited_h"] for one in life.moments if one.kind in ("begins", "desk begins"))
    assert life.row["waited_h"] == pytest.approx(waits, abs=1e-9) or life.row["fate"] != 23


def test_a_hundred_lives_have_the_times_of_the_case_table() -> None:
    outcome = simulate(short("street-office", "demand.issues_per_resident_year=2.0"))
    for case in cases_of(outcome, 100, 1):
        check_times(outcome, case)


@pytest.mark.long
@pytest.mark.parametrize("name", ["packages/hanyang", "packages/kangle", "packages/zhejiang", "presets/g5-volunteer-dispatch", "presets/g9-bounty-board"])
def test_lives_under_every_mechanism_have_their_times_and_words(name: str) -> None:
    outcome = simulate(short(name))
    for case in cases_of(outcome, 6, 2):
        check_times(outcome, case)
        for lang in ("en", "zh"):
            lines = tell(follow(outcome.scenario, 0, case), translator(lang))  # type: ignore[arg-type]
            assert all(line.text for line in lines)
            assert [line.h for line in lines] == sorted(line.h for line in lines)


def test_the_same_case_elsewhere_is_the_same_problem_until_the_organisation_acts() -> None:
    before, after = short("longhua-before"), short("longhua")
    runs = [simulate(before), simulate(after)]
    case = changed_most(*runs)[0]
    one, two = follow(before, 0, case), follow(after, 0, case)
    assert one.draws == two.draws
    assert [moment for moment in one.moments if moment.kind in ("occurs", "noticed")] == [moment for moment in two.moments if moment.kind in ("occurs", "noticed")]
    ends = [life.row["ended_h"] for life in (one, two)]
    assert ends[0] != ends[1]


def test_under_the_same_organisation_both_lives_are_the_same() -> None:
    scenario = short("three-house-village")
    renamed = scenario.model_copy(update={"title": scenario.title.model_copy(update={"en": "Other"})})
    for case in cases_of(simulate(scenario), 5, 3):
        assert follow(scenario, 0, case).moments == follow(renamed, 0, case).moments


def test_the_longest_is_the_longest() -> None:
    outcome = simulate(short("street-office"))
    case = longest(outcome)[0]
    until = np.fmin(outcome.world.case["ended_h"], outcome.window.end_h)
    took = np.where(outcome.cohort, until - outcome.world.case["reported_h"], np.nan)
    assert took[case] == np.nanmax(took)


def test_a_case_that_is_not_there_is_told() -> None:
    with pytest.raises(ScenarioError, match="there is no case 1000000"):
        follow(short("three-house-village"), 0, 1_000_000)
