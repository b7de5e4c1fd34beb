"""The organisation of a scenario laid over a community: levels, units, pools, handlers, rosters, channels, rules."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.community import Community
from sim.dice import Law
from sim.governance.areas import Division, Ints, rungs_of, unit_of_entrance
from sim.governance.channels import Channels, lay_channels
from sim.governance.councils import lay_councils, procedure_table
from sim.governance.minds import diverted
from sim.governance.money import lay_money
from sim.governance.oversight import leader_table, scorecard_table
from sim.governance.owners import Owners
from sim.governance.people import vacancies
from sim.governance.pools import Pools, by_category
from sim.governance.rosters import RosterBook
from sim.governance.rules import policy_table
from sim.governance.teams import Teams, lay_teams, may_decline
from sim.governance.unevenness import unit_differences
from sim.governance.yards import lay_yards
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import NOBODY, Dispatch
from sim.world.offices import Level, Remit


class Organisation(NamedTuple):
    """The governance fields of a World, by the same names."""

    level: Rows
    remit: Rows
    seat: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int64]
    special_owner: npt.NDArray[np.int64]
    climb: npt.NDArray[np.int64]
    pool: Rows
    skill: npt.NDArray[np.float64]
    handler: Rows
    duty: Rows
    roster: Rows
    change: Rows
    roster_handler: npt.NDArray[np.int64]
    team: Rows
    helper: Rows
    first_offer: npt.NDArray[np.int64]
    interest: npt.NDArray[np.float64]
    mandate: npt.NDArray[np.float64]
    helps: npt.NDArray[np.int8]
    channel: Rows
    appeal: npt.NDArray[np.float64]
    access: Rows
    trips: npt.NDArray[np.int64]
    direct: npt.NDArray[np.float64]
    prevented: npt.NDArray[np.float64]
    purse: Rows
    buys: npt.NDArray[np.int8]
    service: Rows
    covers: npt.NDArray[np.int8]
    queue: npt.NDArray[np.int64]
    programme: Rows
    prevents: npt.NDArray[np.float64]
    works_in: npt.NDArray[np.int8]
    emergency: npt.NDArray[np.int8]
    vacancy: Rows
    diverted: npt.NDArray[np.float64]
    policy: Rows
    procedure: Rows
    council: Rows
    chamber: Rows
    hears: npt.NDArray[np.int8]
    charter: Rows
    yard: Rows
    scorecard: Rows
    leader: Rows


def organise(scenario: Scenario, community: Community, replicate: int) -> Organisation:
    """Lay the scenario's organisation over the community. `replicate` only sets the keys of the handlers' chances."""
    categories = list(scenario.categories)
    levels = list(scenario.levels)
    dispatch = Dispatch[scenario.dispatch.rule.upper()]
    areas = [unit_of_entrance(level, community) for level in scenario.levels.values()]
    first_unit = np.concatenate(([0], np.cumsum([area[-1] + 1 for area in areas]))).astype(np.int64)
    rosters = RosterBook()
    pools = Pools(categories, rosters, scenario.emergency)

    owners = Owners(int(first_unit[-1]), categories, bool(np.any(community.entrance["special"])))
    asked = Owners(int(first_unit[-1]), categories, any_special=False)
    for number, (name, post) in enumerate(scenario.posts.items()):
        at = levels.index(post.level)
        parent = scenario.levels[post.level].parent
        upper = areas[levels.index(parent)] if parent else np.zeros_like(areas[at])
        first_pool = pools.count
        rows = pools.add_post(name, number, post, Division(at, int(first_unit[at]), areas[at], upper), community, dispatch)
        units = slice(first_unit[at], first_unit[at + 1])
        if post.takes != "line":
            (asked if may_decline(post) else owners).add(units, rows, first_pool, post)
    channels = lay_channels(scenario, levels, pools, rosters, community)

    pool, handler, duty, skill = pools.tables(scenario.run.seed, replicate)
    skill = skill + unit_differences(scenario, pool, replicate)[:, np.newaxis]
    roster, change, roster_handler = rosters.tables([int(row.roster) for row in handler])
    teams = lay_teams(list(scenario.posts.values()), categories, pool, handler, roster_handler, asked.ordinary())
    seat = np.stack(areas, axis=1) + first_unit[:-1].astype(np.int64)
    council, chamber, hears = lay_councils(scenario, first_unit.tolist(), replicate)
    charter, yard = lay_yards(scenario, community, replicate)
    return Organisation(
        level=_level_table(scenario), remit=_remit_table(scenario), seat=np.ascontiguousarray(seat, np.int64), owner=owners.ordinary(),
        special_owner=owners.special(),
        climb=_climb(scenario), pool=pool, skill=skill, handler=handler, duty=duty, roster=roster, change=change,
        roster_handler=roster_handler, **_fields(teams), **_fields(channels),
        prevented=by_category(scenario.dispatch.prevention, categories, 0.0), diverted=diverted(scenario),
        **lay_money(scenario, community, replicate, first_unit)._asdict(),
        emergency=np.isin(categories, scenario.emergency.categories).astype(np.int8),
        vacancy=vacancies(scenario, pool, handler), policy=_policy(scenario, teams),
        procedure=procedure_table(scenario), council=council, chamber=chamber, hears=hears, charter=charter, yard=yard,
        scorecard=scorecard_table(scenario), leader=leader_table(scenario),
    )


def _fields(part: Teams | Channels) -> dict[str, Rows]:
    return part._asdict()


def _policy(scenario: Scenario, teams: Teams) -> Rows:
    policy = policy_table(scenario)
    policy[0].teams = len(teams.team) > 0
    return policy


def _level_table(scenario: Scenario) -> Rows:
    table = Level.allocate(len(scenario.levels))
    names = list(scenario.levels)
    rungs = rungs_of(scenario.levels)
    for row, (name, level) in zip(table, scenario.levels.items(), strict=True):
        row.parent = names.index(level.parent) if level.parent else NOBODY
        row.rung = rungs[name]
        row.hop_law = Law[level.refer.law.upper()]
        row.hop_h, row.hop_cv = level.refer.mean_h, level.refer.cv
        row.escalate_h = level.escalate_after_h
    return table


def _remit_table(scenario: Scenario) -> Rows:
    categories = list(scenario.categories)
    table = Remit.allocate(len(scenario.levels), len(categories))
    for row, level in enumerate(scenario.levels.values()):
        table[row]["authority"] = by_category(level.authority, categories, 1.0)
        table[row]["reach"] = by_category(level.reach, categories, 1.0)
    return table


def _climb(scenario: Scenario) -> Ints:
    """Levels from the lowest rung to the top; equals in the order of the file."""
    rungs = list(rungs_of(scenario.levels).values())
    return np.array(sorted(range(len(rungs)), key=lambda row: -rungs[row]), np.int64)
