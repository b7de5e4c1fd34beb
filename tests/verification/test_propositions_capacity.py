"""What the science notes say of capacity (3.7): splitting units (T1), depth (T2), admin relief (T4), staff sunk into a community (T14)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from replications import check, cohort, disagreements, replicate, stays, waits
from textbook import clerks, textbook
from theory import Rung, mmc_wait

from sim.outcome import Outcome
from sim.scenario.scenario import Scenario

EQUAL = {"household_size": 1.0, "buildings": 100, "entrances": 100}
"""Everybody lives alone, so that units of equally many entrances have equally many residents."""

UNITS, LOAD = 5, 0.8
SPLIT_COST = mmc_wait(1, LOAD, 1) - mmc_wait(UNITS, LOAD * UNITS, 1)


def mean_of(measure: Callable[[Outcome], object]) -> Callable[[Outcome], float]:
    return lambda outcome: float(np.mean(measure(outcome)))


# ---- T1 ----------------------------------------------------------------------------------------------------------------


def split(overflow: str, cases: int = 40_000) -> Scenario:
    return textbook(LOAD * UNITS, cases=cases, levels={"office": {"units": UNITS}}, posts=clerks(1, overflow=overflow), place=EQUAL)


def one_office(detected_after_h: float) -> Scenario:
    """The same people in one office, which hears of things later."""
    return textbook(LOAD * UNITS, cases=10_000, posts=clerks(UNITS), place=EQUAL,
                    dispatch={"triage": {"mean_h": detected_after_h, "law": "fixed"}})


@pytest.mark.long
def test_t1_units_of_one_cost_345_service_times_and_overflow_gives_them_back():
    apart = replicate(split("none"), mean_of(waits), seed=330)
    helping = replicate(split("level", 15_000), mean_of(waits), seed=331)
    together = mmc_wait(UNITS, LOAD * UNITS, 1)
    assert pytest.approx(3.45, abs=0.005) == SPLIT_COST
    cost = [{"cost": alone - together} for alone in apart]
    assert not disagreements(cost, {"cost": SPLIT_COST})
    assert np.mean(helping) - together < 0.03 * SPLIT_COST, "the loss vanishes"


@pytest.mark.long
def test_t1_small_units_pay_only_if_the_time_they_save_exceeds_the_cost():
    apart = np.mean(replicate(split("none", 20_000), mean_of(stays), seed=332))
    for saved, pays in ((0.9 * SPLIT_COST, False), (1.1 * SPLIT_COST, True)):
        together = np.mean(replicate(one_office(saved), mean_of(stays), seed=333))
        assert (apart < together) == pays, (saved, apart, together)


# ---- T2 ----------------------------------------------------------------------------------------------------------------


def ladder(rungs: list[Rung], hop_h: float, lam: float) -> Scenario:
    """Rungs from the bottom up; `closes` is the share of what reaches a rung. Each referral takes `hop_h` on average."""
    names = [f"rung{number}" for number in range(len(rungs))]
    reach, left = [], 1.0
    for rung in rungs:
        left *= 1 - rung.closes
        reach.append(1 - left)
    levels = {name: {"parent": parent, "reach": {"all": share}, "refer": {"mean_h": hop_h}}
              for name, parent, share in zip(names, [*names[1:], ""], reach, strict=True)}
    posts = {f"clerk_{name}": {"level": name, "head_count": rung.servers, "speed": rung.mu}
             for name, rung in zip(names, rungs, strict=True)}
    return textbook(lam, cases=20_000, levels=levels, posts=posts, dispatch={"diagnosis_share": 1.0})


def ladder_stay(rungs: list[Rung], hop_h: float, lam: float) -> float:
    """Mean time from occurrence to end: Jackson, plus the hops."""
    flow, total = lam, 0.0
    for number, (servers, mu, closes) in enumerate(rungs):
        total += flow / lam * (mmc_wait(servers, flow, mu) + 1 / mu + (hop_h if number else 0.0))
        flow *= 1 - closes
    return total


TOP = Rung(2, 1.0, 1.0)


@pytest.mark.long
@pytest.mark.parametrize(("first", "hop_h", "pays", "seed"), [(Rung(2, 2.0, 0.6), 1.0, True, 340), (Rung(2, 2.0, 0.1), 1.0, False, 341),
                                                              (Rung(2, 2.0, 0.6), 9.0, False, 342)])
def test_t2_a_first_rung_pays_iff_what_it_saves_above_exceeds_its_own_time(first, hop_h, pays, seed):
    """F x (upper-tier delay saved) > own service + hop, here with all flows: closes much, closes little, hops cost much."""
    lam = 1.4
    before, after = ladder_stay([TOP], hop_h, lam), ladder_stay([first, TOP], hop_h, lam)
    assert (after < before) == pays
    check(ladder([first, TOP], hop_h, lam), lambda outcome: {"stay": stays(outcome).mean()}, {"stay": after}, seed=seed)
    measured = np.mean(replicate(ladder([TOP], hop_h, lam), mean_of(stays), seed=seed + 3))
    added = np.mean(replicate(ladder([first, TOP], hop_h, lam), mean_of(stays), seed=seed))
    assert (added < measured) == pays


def test_t2_the_best_depth_is_in_between():
    """Each rung closes 30 % in half an hour with a hop of .4 h: the third rung still pays, the fifth no longer."""
    lam = 1.4
    rung = Rung(3, 2.0, 0.3)
    exact = [ladder_stay([rung] * depth + [TOP], 0.4, lam) for depth in range(5)]
    best = int(np.argmin(exact))
    assert 0 < best < 4
    measured = [np.mean(replicate(ladder([rung] * depth + [TOP], 0.4, lam), mean_of(stays), seed=350 + depth, count=20)) for depth in (0, best, 4)]
    assert measured[1] < min(measured[0], measured[2])
    assert measured == pytest.approx([exact[0], exact[best], exact[4]], rel=0.05)


# ---- T4 ----------------------------------------------------------------------------------------------------------------


def admin_wait(load: float, admin: float) -> float:
    """Cobham: tasks of an hour, exponential, go first; they and the cases are not interrupted."""
    return (admin + load) / ((1 - admin) * (1 - admin - load))


@pytest.mark.long
def test_t4_the_same_relief_is_worth_more_at_high_load():
    gains = {}
    for load, seed in ((0.25, 360), (0.5, 362)):
        heavy, light = (
            replicate(textbook(load, cases=25_000, posts=clerks(1, admin_load=admin)), mean_of(waits), seed=seed + at)
            for at, admin in enumerate((0.3, 0.1))
        )
        exact = {"heavy": admin_wait(load, 0.3), "light": admin_wait(load, 0.1)}
        samples = [{"heavy": one, "light": other} for one, other in zip(heavy, light, strict=True)]
        assert not disagreements(samples, exact)
        gains[load] = np.mean(heavy) - np.mean(light)
    assert gains[0.5] > 3 * gains[0.25], "waits are convex in load"


# ---- T14 ---------------------------------------------------------------------------------------------------------------

COMMUNITIES, RATE, LOCAL = 2, 1.6, 0.6
REFERRED = COMMUNITIES * RATE / 2 * (1 - LOCAL)


def sunk(community: int, department: int) -> Scenario:
    """Two communities and the department they share; of an odd number of community workers the second community has one more."""
    levels = {"community": {"parent": "department", "units": "community", "reach": {"all": LOCAL}}, "department": {}}
    posts = {"worker": {"level": "community", "head_count": 1, "total": community},
             "officer": {"level": "department", "head_count": department, "speed": 0.5}}
    return textbook(RATE, cases=40_000, levels=levels, posts=posts, dispatch={"diagnosis_share": 1.0},
                    place=EQUAL | {"communities": 2, "yards": 2})


@pytest.mark.long
def test_t14_staff_sunk_into_one_community_is_missed_by_the_other():
    own = RATE / 2

    def by_community(outcome: Outcome) -> dict[str, float]:
        issue, case = cohort(outcome)
        there = outcome.world.entrance["community"][issue["entrance"]]
        stay, crossed = case["ended_h"] - issue["occur_h"], case["hops"] > 0
        named = {f"{name} {'referred' if up else 'local'}": stay[(there == at) & (crossed == up)].mean()
                 for at, name in enumerate(("left alone", "helped")) for up in (False, True)}
        return {**named, "duty": outcome.world.handler["duty_h"].sum() / outcome.window.end_h}

    def exact(helped: int, department: int) -> dict[str, float]:
        above = mmc_wait(department, REFERRED, 0.5) + 2
        alone, with_help = mmc_wait(1, own, 1) + 1, mmc_wait(helped, own, 1) + 1
        return {"left alone local": alone, "left alone referred": alone + above, "helped local": with_help,
                "helped referred": with_help + above, "duty": 2 + helped - 1 + department}

    before, after = (replicate(scenario, by_community, seed) for scenario, seed in ((sunk(2, 4), 370), (sunk(3, 3), 371)))
    for samples, wanted in ((before, exact(1, 4)), (after, exact(2, 3))):
        assert not disagreements([{name: value for name, value in one.items() if name != "duty"} for one in samples],
                                 {name: value for name, value in wanted.items() if name != "duty"})
        assert all(one["duty"] == pytest.approx(wanted["duty"]) for one in samples)
    change = {name: np.mean([one[name] for one in after]) - np.mean([one[name] for one in before]) for name in exact(1, 4)}
    assert change["duty"] == pytest.approx(0.0), "staff-hours are conserved"
    assert change["helped local"] < 0 < change["left alone referred"]
    assert abs(change["left alone local"]) < 0.03 * exact(1, 4)["left alone local"]
