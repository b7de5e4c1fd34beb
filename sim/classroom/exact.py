"""The exact answer to each lesson: formulas of `theory` on the numbers of its scenarios, and the same numbers measured of a run.

Each lesson's theory has a name (`THEORIES`). Under it stand `of`, which computes its numbers from a scenario alone; `measured`, which reads the same
numbers, by the same ids, off an outcome of the engine; and `turns`, where there is one: the number at which the answer of the lesson turns round.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.classroom.theory import (
    Floats,
    Rung,
    Rush,
    Rushed,
    Spell,
    cascade,
    cobham,
    daily_stay,
    erlang_a,
    erlang_c,
    mean_waiting,
    mmc_wait,
    rushed,
    stays_by_spell,
)
from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.world.codes import Fate

Numbers = dict[str, float]

HOURS_PER_YEAR = 8760.0

DAY_STATES = 40
"""Numbers in the system that the queues of the lesson on shifts are solved for: they are half loaded."""


@dataclass(frozen=True)
class Theory:
    """What can be computed without the engine, and how the engine's runs are read for the same numbers."""

    of: Callable[[Scenario], Numbers]
    measured: Callable[[Outcome], Numbers]
    turns: Callable[[tuple[Scenario, Scenario]], Numbers]
    """numbers of the pair as a whole; {} where there are none"""


def _nothing(pair: tuple[Scenario, Scenario]) -> Numbers:
    return {}


def _per_h(scenario: Scenario) -> float:
    """Problems that arise in the whole place in an hour."""
    return scenario.demand.issues_per_resident_year * scenario.place.residents / HOURS_PER_YEAR


def _work_h(scenario: Scenario) -> float:
    return next(iter(scenario.categories.values())).work_h


def _by_unit(scenario: Scenario, per_h: float) -> Floats:
    """Problems an hour of every unit of the first level: units are as equal as houses allow, and no more."""
    from sim.community import build_community
    from sim.governance import organise

    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    seat = organise(scenario, community, 0).seat[:, 0]
    residents = np.bincount(seat, weights=community.entrance["residents"])
    return np.asarray(per_h * residents / residents.sum())


def _rows(outcome: Outcome) -> tuple[Any, Any]:
    """Issue and Case rows of those that occurred in the window."""
    issue = outcome.world.issue[outcome.cohort]
    case = outcome.world.case[outcome.cohort]
    return issue, case


def _stays(outcome: Outcome) -> Floats:
    issue, case = _rows(outcome)
    return np.asarray(case["ended_h"] - issue["occur_h"])


# ── 1 splitting ──


def _split(scenario: Scenario) -> Numbers:
    post = next(iter(scenario.posts.values()))
    mu, per_h = post.speed / _work_h(scenario), _per_h(scenario)
    if post.overflow == "siblings":  # units that help each other are one
        units = scenario.levels[post.level].units
        people, rates = post.head_count * (units if isinstance(units, int) else 1), np.array([per_h])
    else:
        people, rates = post.head_count, _by_unit(scenario, per_h)
    wait = sum(lam * mmc_wait(people, lam, mu) for lam in rates) / per_h
    waits = sum(lam * erlang_c(people, lam / mu) for lam in rates) / per_h
    return {"wait": float(wait), "who_wait": float(100 * waits), "busy": 100 * per_h / (mu * people * len(rates))}


def _split_seen(outcome: Outcome) -> Numbers:
    _, case = _rows(outcome)
    hours = (outcome.window.cohort_end_h - outcome.window.warm_h) * len(outcome.world.handler)
    return {"wait": float(case["waited_h"].mean()), "who_wait": float(100 * np.mean(case["waited_h"] > 0)), "busy": float(100 * case["worked_h"].sum() / hours)}


# ── 2 levels ──


def _rungs(scenario: Scenario) -> tuple[list[Rung], list[float]]:
    """The rungs from the level of the channel upwards, and the mean delay between them."""
    rungs, delays = [], []
    name = next(iter(scenario.channels.values())).level
    while name:
        level = scenario.levels[name]
        (post,) = (one for one in scenario.posts.values() if one.level == name)
        rungs.append(Rung(post.head_count, post.speed / _work_h(scenario), level.reach["all"]))
        delays.append(level.refer.mean_h)
        name = level.parent
    return rungs, delays


def _climb(scenario: Scenario, closes: float | None = None) -> Numbers:
    rungs, delays = _rungs(scenario)
    if closes is not None:
        rungs = [rungs[0]._replace(closes=closes), *rungs[1:]]
    per_h = _per_h(scenario)
    stays, total = cascade(per_h, rungs)
    flow = per_h
    for rung, delay_h in zip(rungs[:-1], delays, strict=False):
        flow *= 1 - rung.closes
        total += flow / per_h * delay_h
    top = rungs[-1]
    return {"stay": total, "far_wait": stays[-1] - 1 / top.mu, "far_busy": 100 * flow / (top.servers * top.mu), "far_share": 100 * flow / per_h}


def _climb_seen(outcome: Outcome) -> Numbers:
    issue, case = _rows(outcome)
    top = list(outcome.scenario.levels).index(next(name for name, level in outcome.scenario.levels.items() if not level.parent))
    high = case["level"] == top
    below = float(case["waited_h"][~high].mean()) if not high.all() else 0.0  # who goes up has waited below as long as who does not
    handler = outcome.world.handler
    own = outcome.world.pool["level"][handler["pool"]] == top
    return {
        "stay": float((case["ended_h"] - issue["occur_h"]).mean()), "far_wait": float(case["waited_h"][high].mean()) - below,
        "far_busy": float(100 * handler["service_h"][own].sum() / handler["duty_h"][own].sum()), "far_share": float(100 * high.mean()),
    }  # fmt: skip


def _enough(pair: tuple[Scenario, Scenario]) -> Numbers:
    """Share that the first rung must close for the further rung to pay."""
    from scipy.optimize import brentq

    alone = _climb(pair[0])["stay"]
    rungs, _ = _rungs(pair[1])
    least = 1 - rungs[1].servers * rungs[1].mu / _per_h(pair[1]) + 1e-6  # below, the upper rung is overloaded
    return {"enough": 100 * float(brentq(lambda closes: _climb(pair[1], closes)["stay"] - alone, least, 1 - 1e-9))}


# ── 3 hours ──


def _spells(scenario: Scenario, day_share: float | None = None) -> list[Spell]:
    """The day as stretches of hours with the same rate and the same people on duty."""
    from sim.clock import parse_weekly_hours

    post = next(iter(scenario.posts.values()))
    open_h = np.zeros(24, dtype=bool)
    for begin, end in parse_weekly_hours(post.roster):
        open_h |= (np.arange(24) >= begin) & (np.arange(24) < end)
    profile = np.array(scenario.demand.hour_profile)
    busy = profile > profile.mean()
    if day_share is not None:
        profile = np.where(busy, day_share / busy.sum(), (1 - day_share) / (~busy).sum())
    rate = profile / profile.mean() * _per_h(scenario)
    spells: list[Spell] = []
    for hour in range(24):
        people = post.head_count if open_h[hour] else 0
        if spells and spells[-1].lam == rate[hour] and spells[-1].c == people:
            spells[-1] = spells[-1]._replace(hours=spells[-1].hours + 1)
        else:
            spells.append(Spell(1, float(rate[hour]), people))
    return spells


def _shifts(scenario: Scenario) -> Numbers:
    spells, mu = _spells(scenario), 1 / _work_h(scenario)
    stays = stays_by_spell(spells, mu, DAY_STATES)
    most = max(spell.lam for spell in spells)

    def mean(day: bool) -> float:
        weighted = [(spell.lam * spell.hours, stay) for spell, stay in zip(spells, stays, strict=True) if (spell.lam == most) == day]
        return sum(weight * stay for weight, stay in weighted) / sum(weight for weight, _ in weighted)

    return {"stay": daily_stay(spells, mu, DAY_STATES), "stay_day": mean(True), "stay_night": mean(False), "staff": sum(spell.hours * spell.c for spell in spells)}


def _shifts_seen(outcome: Outcome) -> Numbers:
    profile = np.array(outcome.scenario.demand.hour_profile)
    by_day = (profile > profile.mean())[(outcome.world.issue["occur_h"][outcome.cohort] % 24).astype(int)]
    stays, handler = _stays(outcome), outcome.world.handler
    return {"stay": float(stays.mean()), "stay_day": float(stays[by_day].mean()), "stay_night": float(stays[~by_day].mean()),
            "staff": float(24 * handler["duty_h"].sum() / outcome.window.end_h)}  # fmt: skip


def _turning(pair: tuple[Scenario, Scenario]) -> Numbers:
    """Share of problems by day beyond which the day office is the faster one."""
    from scipy.optimize import brentq

    def gain(share: float) -> float:
        day, clock = (daily_stay(_spells(one, share), 1 / _work_h(one), DAY_STATES) for one in pair)
        return clock - day

    return {"turn": 100 * float(brentq(gain, 0.5, 1 - 1e-9, xtol=1e-4))}


# ── 4 priority ──


def _classes(scenario: Scenario) -> Numbers:
    post = next(iter(scenario.posts.values()))
    c, mu, per_h = post.head_count, 1 / _work_h(scenario), _per_h(scenario)
    whole = sum(one.share for one in scenario.categories.values())
    share = {name: one.share / whole for name, one in scenario.categories.items()}
    if scenario.dispatch.discipline == "fcfs":
        wait = dict.fromkeys(share, mmc_wait(c, per_h, mu))
    else:
        order = sorted(share, key=lambda name: scenario.categories[name].priority)
        residual_h = erlang_c(c, per_h / mu) / (c * mu)
        wait = dict(zip(order, cobham(residual_h, [per_h * share[name] / (c * mu) for name in order]), strict=True))
    return {"urgent": wait["urgent"], "ordinary": wait["job"], "all": sum(share[name] * wait[name] for name in share)}


def _classes_seen(outcome: Outcome) -> Numbers:
    issue, case = _rows(outcome)
    urgent = issue["category"] == outcome.category_ids.index("urgent")
    wait = case["waited_h"]
    return {"urgent": float(wait[urgent].mean()), "ordinary": float(wait[~urgent].mean()), "all": float(wait.mean())}


# ── 5 reporting ──


def _reporting(scenario: Scenario) -> Numbers:
    people, post = scenario.residents, next(iter(scenario.posts.values()))
    hazard = people.report_per_day * sum(one.know * np.exp(-people.effort_effect * one.effort) for one in scenario.channels.values())
    reported = float(hazard / (hazard + people.self_resolve_per_day))
    lam, mu, theta = _per_h(scenario) * reported, 1 / _work_h(scenario), 1 / people.patience.mean_h
    in_line = mean_waiting(erlang_a(post.head_count, lam, mu, theta), post.head_count)
    closed = 1 - theta * in_line / lam
    return {"reported": 100 * reported, "closed": 100 * closed, "resolved": 100 * reported * closed, "a_month": 720 * lam * closed}


def _reporting_seen(outcome: Outcome) -> Numbers:
    _, case = _rows(outcome)
    reported, solved = ~np.isnan(case["reported_h"]), case["fate"] == Fate.RESOLVED
    months = (outcome.window.cohort_end_h - outcome.window.warm_h) / 720
    return {"reported": float(100 * reported.mean()), "closed": float(100 * solved.sum() / reported.sum()),
            "resolved": float(100 * solved.mean()), "a_month": float(solved.sum() / months)}  # fmt: skip


# ── 6 measuring ──


def _pressed(scenario: Scenario) -> Numbers:
    score, category, per_h = scenario.evaluation, next(iter(scenario.categories.values())), _per_h(scenario)
    rates = _by_unit(scenario, per_h)
    most = score.false_pressure if score.weight > 0 else 0.0
    queues = [Rushed(float(lam), 1 / category.work_h, score.weight, category.deadline_h, most, scenario.dispatch.diagnosis_share) for lam in rates]
    found = Rush(*(float(rates @ np.array(one) / per_h) for one in zip(*map(rushed, queues), strict=True)))
    return {"wait": found.wait_h, "in_time": 100 * found.in_time, "solved_in_time": 100 * found.done_in_time, "solved": 100 * (1 - found.cut)}


def _pressed_seen(outcome: Outcome) -> Numbers:
    issue, case = _rows(outcome)
    due_h = outcome.world.category["deadline_h"][issue["category"]]
    in_time, solved = case["closed_h"] - case["registered_h"] <= due_h, case["fate"] == Fate.RESOLVED
    return {"wait": float(case["waited_h"].mean()), "in_time": float(100 * in_time.mean()),
            "solved_in_time": float(100 * np.mean(in_time & solved)), "solved": float(100 * solved.mean())}  # fmt: skip


THEORIES: Mapping[str, Theory] = {
    "splitting": Theory(_split, _split_seen, _nothing),
    "levels": Theory(_climb, _climb_seen, _enough),
    "shifts": Theory(_shifts, _shifts_seen, _turning),
    "priority": Theory(_classes, _classes_seen, _nothing),
    "reporting": Theory(_reporting, _reporting_seen, _nothing),
    "measuring": Theory(_pressed, _pressed_seen, _nothing),
}
"""By the name that a lesson's file gives."""

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "splitting": ("wait", "who_wait", "busy"), "levels": ("stay", "far_wait", "far_busy", "far_share", "enough"), "shifts": ("stay", "stay_day", "stay_night", "staff", "turn"),
    "priority": ("urgent", "ordinary", "all"), "reporting": ("reported", "closed", "resolved", "a_month"), "measuring": ("wait", "in_time", "solved_in_time", "solved"),
}  # fmt: skip
"""Ids of the numbers of each theory."""


def exact_numbers(theory: str, pair: tuple[Scenario, Scenario]) -> dict[str, tuple[float | None, float | None]]:
    """Every number of a theory for both scenarios; a number of the pair as a whole stands in the second place."""
    known = THEORIES[theory]
    one, two = (known.of(scenario) for scenario in pair)
    return {**{name: (one[name], two[name]) for name in one}, **{name: (None, value) for name, value in known.turns(pair).items()}}


__all__ = ["NUMBERS", "THEORIES", "Numbers", "Theory", "exact_numbers"]
