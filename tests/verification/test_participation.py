"""People who may decline: ring until accept (V20), a board that is looked at (V21), help with a line, what nobody wants (T8)."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from replications import check, cohort, replicate
from textbook import clerks, jobs, textbook
from theory import birth_death, mean_waiting

from sim.outcome import Outcome
from sim.world.codes import Fate

HELP = {"role": "volunteer", "cost_per_h": 0.0}


def offers(outcome: Outcome) -> np.recarray:
    """Offer rows of the cohort."""
    return outcome.world.offer[outcome.cohort]


def test_ring_until_accept():
    """V20: ten free people, each accepts with probability .15; the regular owner gets what nobody takes."""
    p, people, call_h = 0.15, 10, 0.05
    taken, calls = 1 - (1 - p) ** people, (1 - (1 - p) ** people) / p
    assert abs(taken - 0.803126) < 1e-6
    assert abs(calls - 5.354170) < 1e-6
    posts = clerks(1) | {"helper": HELP | {"head_count": people, "takes": "ring", "call_h": call_h, "acceptance": {"probability": p}}}

    def measure(outcome: Outcome) -> dict[str, float]:
        own, case = offers(outcome), cohort(outcome)[1]
        assert np.all((case["fate"] == Fate.RESOLVED) & (own["offers"] == 1))
        assert np.allclose(own["offered_h"], call_h * own["calls"])
        return {"taken": np.mean(~np.isnan(own["taken_h"])), "calls": own["calls"].mean()}

    # no work, so that all ten are free whenever somebody rings
    scenario = textbook(0.2, cases=4_000, posts=posts, categories=jobs(work_h=0.0))
    check(scenario, measure, {"taken": taken, "calls": calls}, seed=900)


def test_a_call_cap_ends_the_ring():
    p = 0.15
    posts = clerks(1) | {"helper": HELP | {"head_count": 10, "takes": "ring", "call_cap": 3, "acceptance": {"probability": p}}}
    scenario = textbook(0.2, cases=4_000, posts=posts, categories=jobs(work_h=0.0))
    exact = {"taken": 1 - (1 - p) ** 3, "calls": (1 - (1 - p) ** 3) / p}

    def measure(outcome: Outcome) -> dict[str, float]:
        own = offers(outcome)
        return {"taken": np.mean(~np.isnan(own["taken_h"])), "calls": own["calls"].mean()}

    check(scenario, measure, exact, seed=901)


def board(p: float, theta: float, fallback_h: float = float("inf"), **acceptance: object) -> dict:
    """A regular clerk, and one always free looker."""
    looker = HELP | {"head_count": 1, "takes": "board", "look_per_h": theta, "fallback_h": fallback_h}
    return clerks(1) | {"looker": looker | {"acceptance": {"probability": p, **acceptance}}}


def test_a_board_is_exponential():
    """V21: one always free looker at rate theta who accepts with probability p: the wait is Exp(theta p)."""
    p, theta = 0.3, 0.5
    rate = p * theta

    def measure(outcome: Outcome) -> dict[str, float]:
        wait = cohort(outcome)[1]["waited_h"]
        return {"wait": wait.mean(), **{f"over {t}": np.mean(wait > t) for t in (2.0, 10.0)}}

    # cases far apart: a look takes one case at a time
    scenario = textbook(0.01, cases=3_000, posts=board(p, theta), categories=jobs(work_h=0.0))
    check(scenario, measure, {"wait": 1 / rate, "over 2.0": exp(-2 * rate), "over 10.0": exp(-10 * rate)}, seed=902)


def test_a_board_with_a_fallback_owner():
    """Whoever is not taken within T goes to the regular owner: share exp(-theta p T), mean wait (1 - exp(-theta p T)) / (theta p)."""
    p, theta, patience = 0.3, 0.5, 8.0
    rate = p * theta

    def measure(outcome: Outcome) -> dict[str, float]:
        own, case = offers(outcome), cohort(outcome)[1]
        return {"wait": case["waited_h"].mean(), "back": np.mean(np.isnan(own["taken_h"]))}

    scenario = textbook(0.01, cases=3_000, posts=board(p, theta, patience), categories=jobs(work_h=0.0))
    check(scenario, measure, {"wait": (1 - exp(-rate * patience)) / rate, "back": exp(-rate * patience)}, seed=903)


def test_helping_with_what_waits():
    """A helper without work of its own looks at rate theta: each look at a line takes one case. Birth-death, deaths mu + theta."""
    lam, mu, theta = 0.7, 1.0, 0.5
    p = birth_death(lambda n: lam, lambda n: mu + theta * (n >= 2), 200)
    quick = HELP | {"head_count": 1, "takes": "line", "look_per_h": theta, "speed": 1e6}

    def measure(outcome: Outcome) -> dict[str, float]:
        return {"wait": cohort(outcome)[1]["waited_h"].mean(), "helped": np.mean(~np.isnan(offers(outcome)["taken_h"]))}

    exact = {"wait": mean_waiting(p, 1) / lam, "helped": theta * p[2:].sum() / lam}
    check(textbook(lam, cases=20_000, posts=clerks(1) | {"quick": quick}), measure, exact, seed=905)


EASY, MIDDLE, HARD = 0.8, 0.2, 0.02
"""Chance of acceptance by class."""


def by_class(theta: float, fallback_h: float) -> dict[str, float]:
    """Mean wait of each class of case, measured over all replications."""
    logit = {name: float(np.log(p / (1 - p))) for name, p in (("easy", EASY), ("middle", MIDDLE), ("hard", HARD))}
    kinds = {name: {"work_h": 0.0, "share": 1.0} for name in logit}
    posts = board(0.5, theta, fallback_h, interest=logit)
    scenario = textbook(0.003, cases=1_500, posts=posts, categories=kinds, run={"follow_up_days": 400})

    def measure(outcome: Outcome) -> list[float]:
        issue, case = cohort(outcome)
        return [float(case["waited_h"][issue["category"] == kind].mean()) for kind in range(3)]

    return dict(zip(logit, np.mean(replicate(scenario, measure, 904), axis=0), strict=True))


@pytest.mark.long
def test_what_nobody_wants_waits_without_bound_and_a_fallback_owner_caps_it():
    """T8: wait 1 / (theta p(z)); with a fallback owner after T, (1 - exp(-theta p T)) / (theta p) < T. Cherry-picking in numbers."""
    theta, patience = 0.5, 48.0
    chances = {"easy": EASY, "middle": MIDDLE, "hard": HARD}
    alone, guarded = by_class(theta, float("inf")), by_class(theta, patience)
    for name, p in chances.items():
        rate = theta * p
        assert abs(alone[name] - 1 / rate) < 0.03 / rate
        assert abs(guarded[name] - (1 - exp(-rate * patience)) / rate) < 0.03 / rate
    assert alone["hard"] > 20 * alone["easy"]
    assert guarded["hard"] < patience
