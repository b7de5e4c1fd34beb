"""Emergencies that interrupt: a pre-emptive priority queue, exact; and who is called when nobody at home can come."""

from __future__ import annotations

import numpy as np
from replications import check, cohort, replicate
from textbook import clerks, textbook
from theory import erlang_b

from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.world.codes import Fate

EQUAL = {"household_size": 1.0, "buildings": 100, "entrances": 100}
"""Everybody lives alone, so that units of equally many entrances have equally many residents."""

URGENT, ROUTINE = 0.3, 0.4
CLASSES = {"urgent": {"share": URGENT}, "routine": {"share": ROUTINE}}


def office(**emergency: object) -> Scenario:
    return textbook(URGENT + ROUTINE, cases=25_000, categories=CLASSES, posts=clerks(1),
                    emergency={"categories": ["urgent"], **emergency})


def stays_by_class(outcome: Outcome) -> dict[str, float]:
    issue, case = cohort(outcome)
    stays = case["ended_h"] - issue["occur_h"]
    return {name: stays[issue["category"] == row].mean() for row, name in enumerate(CLASSES)}


def test_an_emergency_that_interrupts_sees_no_routine():
    """M/M/1 with pre-emptive resume priority: 1 / ((1 - s_above)(1 - s_upto)), mu = 1 (White and Christie 1958)."""
    exact = {"urgent": 1 / (1 - URGENT), "routine": 1 / ((1 - URGENT) * (1 - URGENT - ROUTINE))}
    check(office(preempts=True), stays_by_class, exact, seed=300)


def test_an_emergency_that_cannot_interrupt_only_stands_first():
    """Cobham: W0 = rho; the job in hand is finished first."""
    load = URGENT + ROUTINE
    exact = {"urgent": 1 + load / (1 - URGENT), "routine": 1 + load / ((1 - URGENT) * (1 - load))}
    check(office(), stays_by_class, exact, seed=301)


def test_triage_and_referral_of_emergencies_are_faster_by_the_factor():
    levels = {"grid": {"parent": "street", "reach": {"all": 0.0}, "refer": {"mean_h": 10.0}}, "street": {}}
    scenario = textbook(0.5, cases=8_000, categories=CLASSES, levels=levels,
                        posts={"worker": {"level": "grid", "head_count": 60}, "clerk": {"level": "street", "head_count": 60}},
                        dispatch={"triage": {"mean_h": 6.0}}, emergency={"categories": ["urgent"], "hop_factor": 0.25, "triage_factor": 0.5})
    exact = {"urgent": 6 * 0.5 + 10 * 0.25 + 1, "routine": 6 + 10 + 1}
    check(scenario, stays_by_class, exact, seed=302)


def test_units_that_are_called_in_an_emergency_are_one_office_for_it():
    """Where nobody may wait, an emergency is turned away if and only if all hands of all units are at emergencies: Erlang's loss.

    Without the call it is lost as soon as the one hand of its own unit is at an emergency.
    """
    urgent, units = 3.0, 5

    def units_apart(surge: str) -> Scenario:
        return textbook(urgent + 1.0, cases=10_000, categories={"urgent": {"share": urgent}, "routine": {"share": 1.0}},
                        levels={"office": {"units": units}}, posts=clerks(1, line_limit=0), place=EQUAL,
                        emergency={"categories": ["urgent"], "preempts": True, "surge": surge})

    def lost(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        return {"lost": (case["fate"] == Fate.REJECTED)[issue["category"] == 0].mean()}

    check(units_apart("level"), lost, {"lost": erlang_b(units, urgent)}, seed=303)
    check(units_apart("none"), lost, {"lost": erlang_b(1, urgent / units)}, seed=304)


def test_a_storm_of_emergencies_piles_routine_up_and_it_recovers():
    """Beilun (Z6): emergencies are answered fast throughout; open routine cases overshoot during the storm and come down again."""
    storm = {"storm": {"start_day": 60.0, "days": 4.0, "factor": 12.0, "categories": ["urgent"]}}
    scenarios = {
        on: textbook(2.4, cases=6_000, categories={"urgent": {"share": 0.15}, "routine": {"share": 0.85}}, posts=clerks(4),
                     demand={"surges": storm}, emergency={"categories": ["urgent"] if on else [], "preempts": on})
        for on in (False, True)
    }
    runs = {on: replicate(scenario, _storm, seed=305) for on, scenario in scenarios.items()}
    calm, urgent, before, peak, after = (np.mean([[one[name] for name in NAMES] for one in runs[True]], axis=0)[at] for at in range(5))
    plain = np.mean([one["urgent"] for one in runs[False]])
    assert urgent < 0.25 * plain, "emergencies are fast in the storm"
    assert peak > 5 * before, "routine overshoots"
    assert after < 1.5 * before, "and recovers"
    assert calm < 0.05
    assert np.mean([one["peak"] for one in runs[True]]) > np.mean([one["peak"] for one in runs[False]]), "routine pays"


NAMES = ("calm", "urgent", "before", "peak", "after")


def _storm(outcome: Outcome) -> dict[str, float]:
    """Waits of emergencies before and during the storm; open routine cases before, at its end, and 25 days after."""
    issue, case = cohort(outcome)
    began, ended = 60 * 24.0, 64 * 24.0
    urgent = issue["category"] == 0
    wait = case["contacted_h"] - issue["occur_h"]
    inside = (issue["occur_h"] >= began) & (issue["occur_h"] < ended)

    def open_routine(hours: list[float]) -> float:
        own = ~urgent
        return float(np.mean([np.sum(own & (issue["occur_h"] <= hour) & (case["ended_h"] > hour)) for hour in hours]))

    return {"calm": wait[urgent & (issue["occur_h"] < began)].mean(), "urgent": wait[urgent & inside].mean(),
            "before": open_routine([began - 24.0 * day for day in range(1, 11)]), "peak": open_routine([ended]),
            "after": open_routine([ended + 24.0 * day for day in range(20, 30)])}
