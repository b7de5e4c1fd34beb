"""What a surge adds: further issues beside those that occur anyway, so that one run with it and one without it share all others.

A Poisson process of f times the rate is the sum of the process itself and of another of f - 1 times the rate (superposition). So a surge can be laid
upon a run without a change in any issue that is already there. A surge written into the scenario is the same in law, but draws all later issues anew.
"""

from __future__ import annotations

import numpy as np

from sim.community import Community
from sim.demand.rates import horizon_h
from sim.demand.trace import draw_issues, draw_other_issues
from sim.scenario.place import Surge
from sim.scenario.scenario import Scenario
from sim.world import Rows


def issues_with(surge: Surge, scenario: Scenario, community: Community, replicate: int) -> Rows:
    """All issues of a replication, and among them in order of time those that the surge adds. Its factor is 1 or more. Table Issue."""
    usual = draw_issues(scenario, community, replicate)
    further = draw_other_issues(_only(surge, scenario), community, replicate)
    both = np.concatenate([usual, further])
    return both[np.argsort(both["occur_h"], kind="stable")].view(np.recarray)


def _only(surge: Surge, scenario: Scenario) -> Scenario:
    """The scenario with nothing but what the surge adds: f - 1 times the rate while it lasts, none before, after and elsewhere."""
    end, last = surge.start_day + surge.days, horizon_h(scenario) / 24
    others = [name for name in scenario.categories if surge.categories and name not in surge.categories]
    parts = [*scenario.demand.surges.values(), surge.model_copy(update={"factor": surge.factor - 1})]
    if surge.start_day > 0:
        parts.append(Surge(start_day=0, days=surge.start_day, factor=0))
    if end < last:
        parts.append(Surge(start_day=end, days=last - end, factor=0))
    if others:
        parts.append(surge.model_copy(update={"factor": 0, "categories": others}))
    numbered = {str(number): part for number, part in enumerate(parts)}
    return scenario.model_copy(update={"demand": scenario.demand.model_copy(update={"surges": numbered})})


__all__ = ["issues_with"]
