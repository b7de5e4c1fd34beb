"""Three levels, each closing what is easy enough for it and referring the rest: a Jackson network (V10)."""

from __future__ import annotations

import pytest
from replications import check, cohort, stays
from textbook import textbook
from theory import Rung, cascade

from sim.outcome import Outcome

RUNGS = [Rung(4, 4.0, 0.6), Rung(2, 3.0, 0.5), Rung(2, 2.0, 1.0)]
"""Of what reaches the second level, reach .8 closes half; the unit of time of the science notes (a day) is an hour here."""


@pytest.mark.long
def test_referral_cascade():
    names = ["community", "street", "district"]
    levels = {name: {"parent": parent, "reach": {"all": reach}}
              for name, parent, reach in zip(names, [*names[1:], ""], (0.6, 0.8, 1.0), strict=True)}
    posts = {f"clerk_{name}": {"level": name, "head_count": rung.servers, "speed": rung.mu}
             for name, rung in zip(names, RUNGS, strict=True)}
    scenario = textbook(10.0, cases=40_000, levels=levels, posts=posts, dispatch={"diagnosis_share": 1.0})

    def measure(outcome: Outcome) -> dict[str, float]:
        _, case = cohort(outcome)
        waited = outcome.world.pool["waited_h"] / outcome.world.pool["starts"]
        by_rung = {f"rung {row}": waited[row] + 1 / rung.mu for row, rung in enumerate(RUNGS)}
        return {**by_rung, "in all": stays(outcome).mean(), "hops": case["hops"].mean()}

    by_rung, total = cascade(10.0, RUNGS)
    exact = {f"rung {row}": stay for row, stay in enumerate(by_rung)}
    check(scenario, measure, {**exact, "in all": total, "hops": 0.4 + 0.2}, seed=100)
