"""Regular rounds that overlook some: a patrol of what can be seen, a visit for what cannot (V19, science 4.3)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from replications import check, cohort, replicate
from textbook import jobs, textbook

from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.world.codes import Fate

TAU, FINDS, LIFETIME = 168.0, 0.8, 240.0
ALIVE = math.exp(-TAU / LIFETIME)
SHARE = FINDS * (1 - ALIVE) * LIFETIME / TAU / (1 - (1 - FINDS) * ALIVE)
DELAY = TAU / 2 + TAU * (1 - FINDS) / FINDS

KINDS = {
    "patrol": (jobs(visible=FINDS), {"patrol_every_h": TAU, "patrol_h": 0.0}),
    "visit": (jobs(visible=0.0), {"visit_every_h": TAU, "visit_h": 0.0, "visit_group": "all", "visit_finds": FINDS}),
}


def rounds(kind: str, goes_away_per_day: float, **place: float) -> Scenario:
    """Issues that nobody reports, and one person who goes round and serves nobody."""
    categories, walker = KINDS[kind]
    return textbook(
        1.0, cases=4_000, categories=categories, posts={"clerk": {"head_count": 50}, "walker": {"head_count": 1, **walker}}, place=place,
        residents={"report_per_day": 0.0, "self_resolve_per_day": goes_away_per_day}, run={"follow_up_days": 120},
    )


def test_the_formulas_are_those_of_the_science_notes():
    assert pytest.approx(0.638772, abs=5e-7) == SHARE
    assert pytest.approx(5.25) == DELAY / 24


@pytest.mark.parametrize(("kind", "seed"), [("patrol", 320), ("visit", 321)])
def test_share_found_before_it_goes_away(kind, seed):
    def measure(outcome: Outcome) -> dict[str, float]:
        return {"found": (cohort(outcome)[1]["fate"] == Fate.RESOLVED).mean()}

    check(rounds(kind, 24 / LIFETIME), measure, {"found": SHARE}, seed=seed)


@pytest.mark.parametrize(("kind", "seed"), [("patrol", 322), ("visit", 323)])
def test_delay_of_what_never_goes_away(kind, seed):
    def measure(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        return {"delay": (case["reported_h"] - issue["occur_h"]).mean()}

    check(rounds(kind, 0.0), measure, {"delay": DELAY}, seed=seed)


def test_only_those_on_the_list_are_found():
    """Households with a vulnerable resident are visited; nobody else's private trouble is ever known."""
    scenario = rounds("visit", 24 / LIFETIME, vulnerable_share=0.3)
    walker = scenario.posts["walker"].model_copy(update={"visit_group": "vulnerable"})
    scenario = scenario.model_copy(update={"posts": {**scenario.posts, "walker": walker}})

    def measure(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        person = outcome.world.resident
        of_household = np.bincount(person["household"], weights=person["vulnerable"])[person["household"]] > 0
        visited, found = of_household[issue["resident"]], case["fate"] == Fate.RESOLVED
        assert not found[~visited].any()
        assert np.array_equal(found, case["on_visit"] == 1)
        return {"found": found[visited].mean()}

    shares = [one["found"] for one in replicate(scenario, measure, 324)]
    assert np.mean(shares) == pytest.approx(SHARE, rel=0.02)
