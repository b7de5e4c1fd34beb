"""Metrics, ledger, funnel and daily series of a real run agree with each other and with the engine's own counters."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.metrics import METRICS, measure
from sim.metrics.cohort import Cohort
from sim.metrics.daily import daily
from sim.metrics.funnel import funnel
from sim.observation import ObservationRule, observe, official_rates
from sim.outcome import Outcome
from sim.scenario.load import load
from sim.simulate import simulate
from sim.world.codes import Fate

SHORT = ("run.days=60", "run.warm_up_days=7")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return simulate(load("longhua", overrides=SHORT), replicate=3)


def test_every_metric_has_a_value(outcome):
    values = measure(outcome)
    absent = {name for name, value in values.items() if math.isnan(value) and not name.startswith("volunteer_")}
    of_councils = {"council_wait", "agreed_share", "gap_elder_heard", "active_yards"}
    assert absent == {"wait_gap_express", "gap_listed", "trust_mean", "gap_trust_newcomer"} | of_councils  # none of that is switched on here
    assert all(0 <= value <= 1 or math.isnan(value) for name, value in values.items()
               if METRICS[name].unit == "share" and not name.startswith("gap_"))


def test_open_cases_are_the_engines(outcome):
    series, live = daily(outcome), outcome.world.live[0]
    assert series["open"][-1] == live.open_cases
    assert series["open"].min() >= 0
    assert series["backlog"].min() >= 0


def test_the_funnel_ends_where_the_metrics_do(outcome):
    rows = {row.stage: row.true for row in funnel(outcome)}
    values = measure(outcome, ["reported_share", "registered_share", "resolved_share"])
    for stage in ("reported", "registered", "resolved"):
        assert rows[stage] / rows["latent"] == values[f"{stage}_share"]
    assert rows["registered"] == len(observe(outcome))


def test_every_latent_issue_has_one_end_or_is_open(outcome):
    """Resolved, self-resolved, withdrawn, petitioned, rejected, unresolved and open add up to the cohort."""
    cohort = Cohort(outcome)
    ends = (Fate.RESOLVED, Fate.SELF_RESOLVED, Fate.WITHDRAWN, Fate.PETITIONED, Fate.REJECTED, Fate.UNRESOLVED)
    ended = sum(int(cohort.has_fate(fate).sum()) for fate in ends)
    assert ended + np.count_nonzero(np.isnan(cohort.ended_h)) == cohort.rows.size


def test_full_call_back_of_lasting_fixes_states_the_truth():
    """The measurement identity on a run in which no fix relapses: said to be so = truly resolved, of those called."""
    scenario = load("longhua", overrides=SHORT)
    lasting = {name: category.model_copy(update={"relapse": 0.0}) for name, category in scenario.categories.items()}
    outcome = simulate(scenario.model_copy(update={"categories": lasting}))
    ledger = observe(outcome, ObservationRule(callback=1.0, answer=1.0, insight=1.0))
    called = ledger["called"] != 0
    assert called.sum() > 100
    truly = np.mean(outcome.world.case["fate"][ledger["issue"][called]] == Fate.RESOLVED)
    assert official_rates(ledger).resolution == truly
