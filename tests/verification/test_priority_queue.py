"""Priority classes: Cobham's waits (V6, V7), and the conservation law that holds for every order."""

from __future__ import annotations

import pytest
from replications import check, cohort
from textbook import clerks, textbook
from theory import cobham, erlang_c, mmc_wait

from sim.outcome import Outcome

URGENT = {"share": 0.6, "priority": 0, "work_h": 0.5, "work_law": "exponential", "deadline_h": 24.0}
OTHER = {"share": 0.4, "priority": 1, "work_h": 1.0, "work_law": "fixed", "deadline_h": 20.0}
RESIDUAL_H = (0.6 * 2 * 0.5**2 + 0.4 * 1.0**2) / 2
LOADS = (0.3, 0.4)


def by_class(outcome: Outcome) -> dict[str, float]:
    issue, case = cohort(outcome)
    return {f"class {k}": case["waited_h"][issue["category"] == k].mean() for k in (0, 1)}


@pytest.mark.long
def test_three_servers():
    """V6: two classes of equal work; together they wait as if there were one."""
    categories = {"urgent": {"share": 1.0, "priority": 0}, "other": {"share": 1.4, "priority": 1}}
    scenario = textbook(2.4, cases=60_000, categories=categories, dispatch={"discipline": "priority"})
    first, second = cobham(erlang_c(3, 2.4) / 3, (1.0 / 3, 1.4 / 3))

    def measure(outcome: Outcome) -> dict[str, float]:
        return {**by_class(outcome), "all": cohort(outcome)[1]["waited_h"].mean()}

    check(scenario, measure, {"class 0": first, "class 1": second, "all": mmc_wait(3, 2.4, 1)}, seed=69)


@pytest.mark.parametrize("lifted", [0, pytest.param(1, marks=pytest.mark.long)], ids=["urgent first", "the other way round"])
def test_one_server(lifted):
    """V7: classes that differ in work, and the same with the order of the classes reversed."""
    categories = {"urgent": {**URGENT, "priority": lifted}, "other": {**OTHER, "priority": 1 - lifted}}
    scenario = textbook(1.0, cases=30_000, posts=clerks(1), categories=categories, dispatch={"discipline": "priority"})
    exact = cobham(RESIDUAL_H, LOADS[::-1] if lifted else LOADS)
    named = dict(zip(("class 0", "class 1"), exact[::-1] if lifted else exact, strict=True))
    check(scenario, by_class, named, seed=70 + lifted)


@pytest.mark.parametrize(("discipline", "seed"), [*(pytest.param(*one, marks=pytest.mark.long) for one in (("fcfs", 72), ("severity", 74), ("deadline", 75))), ("priority", 73)])
def test_conservation_law(discipline, seed):
    """V7: sum rho_i W_i is the same for every order that neither wastes time nor looks at the work (Kleinrock 1965)."""

    def measure(outcome: Outcome) -> dict[str, float]:
        one, two = by_class(outcome).values()
        return {"load in line": LOADS[0] * one + LOADS[1] * two}

    scenario = textbook(1.0, cases=15_000, posts=clerks(1), categories={"urgent": URGENT, "other": OTHER},
                        dispatch={"discipline": discipline})
    check(scenario, measure, {"load in line": sum(LOADS) * RESIDUAL_H / (1 - sum(LOADS))}, seed=seed)
