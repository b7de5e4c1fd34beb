"""Self-management -> the Charter and Yard tables; no rows where residents take nothing into their own hands."""

from __future__ import annotations

import numpy as np

from sim.clock import DAYS_PER_YEAR, HOURS_PER_DAY
from sim.community import Community
from sim.dice import Law, uniform
from sim.governance.councils import keys_of
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Decision, Kind
from sim.world.yard import Charter, Yard

HOURS_PER_YEAR = HOURS_PER_DAY * DAYS_PER_YEAR


def lay_yards(scenario: Scenario, community: Community, replicate: int) -> tuple[Rows, Rows]:
    """Charter (0 or 1 rows) and Yard (0 rows, or one per yard of the community)."""
    part = scenario.self_management
    if part.share == 0:
        return Charter.allocate(0), Yard.allocate(0)
    charter = Charter.allocate(1)
    row = charter[0]
    row.share, row.effort = part.share, part.effort
    row.law, row.done_h, row.done_cv = Law[part.time.law.upper()], part.time.mean_h, part.time.cv
    row.least_leaders, row.least_joiners, row.seats = part.least_leaders, part.least_joiners, part.leaders
    row.threshold, row.spread, row.pull, row.pace = part.threshold, part.spread, part.pull, part.pace
    row.exit, row.succeed = part.leader_exit / HOURS_PER_YEAR, part.leader_entry / HOURS_PER_YEAR
    yard = Yard.allocate(int(community.entrance["yard"].max()) + 1)
    yard["key"] = keys_of(scenario.run.seed, replicate, Kind.YARD, "yard", len(yard))
    with np.errstate(over="ignore"):
        founded = np.array([uniform(key, int(Decision.FOUNDED), 0) < part.founded for key in yard["key"]], np.bool_)
    yard["joiners"] = np.where(founded, part.joiners, 0.0)
    yard["leaders"] = np.where(founded, part.leaders, 0)
    yard["active"] = (yard["leaders"] >= part.least_leaders) & (yard["joiners"] >= part.least_joiners)
    return charter, yard
