"""Proposition T13: what happens when newcomers are heard as locals are."""

from __future__ import annotations

import numpy as np
import pytest
from replications import CRITICAL_T, replicate, t_statistic

from sim.metrics import measure
from sim.scenario.changes import Change
from sim.scenario.load import load
from sim.simulate import simulate

LEVEL = {"inclusion": {"know": 1.0, "efficacy": 1.0, "effort": 1.0}}
"""Newcomers know the channels, believe that reporting helps, and find it as easy as locals do."""

METRICS = ("gap_newcomer_reported", "registered_share", "utilisation", "response_time_median", "official_on_time_rate", "resolved_share")


@pytest.fixture(scope="module")
def included() -> dict[str, tuple[float, float]]:
    """Mean off, and t of the paired difference, of each metric: the street office with twice its problems, whose hands are short."""
    busy = ["demand.issues_per_resident_year=1.2"]
    off, on = (
        np.array(replicate(load("street-office", overrides=busy, changes=changes), lambda outcome: list(measure(outcome, METRICS).values()), 930))
        for changes in ([], [Change("newcomers heard", LEVEL)])
    )
    return {name: (float(off[:, at].mean()), t_statistic((on - off)[:, at], 0.0)) for at, name in enumerate(METRICS)}


@pytest.mark.long
@pytest.mark.parametrize(("metric", "sign"), [
    ("gap_newcomer_reported", +1),  # the gap is negative: it closes
    ("registered_share", +1), ("utilisation", +1), ("response_time_median", +1),  # measured work and waiting rise
    ("official_on_time_rate", -1),  # a measured rate falls
    ("resolved_share", +1),  # and fewer problems stay unsolved
])  # fmt: skip
def test_closing_the_gap_raises_the_load_lowers_a_rate_and_leaves_less_unmet(
    included: dict[str, tuple[float, float]], metric: str, sign: int
) -> None:
    """T13, paired on the same problems; the chance of one false pass in the family is 1e-3."""
    off, t = included[metric]
    assert sign * t > CRITICAL_T, f"{metric}: {off:.3f} without, t {t:.1f}"


def test_where_nobody_is_a_newcomer_inclusion_changes_nothing() -> None:
    alone = ["place.newcomer_share=0"]
    off, on = (simulate(load("street-office", overrides=alone, changes=changes)) for changes in ([], [Change("newcomers heard", LEVEL)]))
    for name in ("fate", "ended_h", "channel"):
        np.testing.assert_array_equal(off.world.case[name], on.world.case[name])
