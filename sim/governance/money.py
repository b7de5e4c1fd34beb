"""Funds, services and programmes -> their tables, and whom and what they reach."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_DAY
from sim.community import Community
from sim.community.people import quota
from sim.dice import fill_chances
from sim.governance.pools import by_category
from sim.scenario.money import Fund
from sim.scenario.money import Service as ServicePart
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import NOBODY, Age, Decision, Kind
from sim.world.money import Programme, Purse, Service

MONTHS_PER_YEAR = 12
HOURS_PER_YEAR = 8760.0


class Money(NamedTuple):
    """The money fields of a World, by the same names. No rows where the scenario has none."""

    purse: Rows
    buys: npt.NDArray[np.int8]
    service: Rows
    covers: npt.NDArray[np.int8]
    queue: npt.NDArray[np.int64]
    programme: Rows
    prevents: npt.NDArray[np.float64]
    works_in: npt.NDArray[np.int8]


def lay_money(scenario: Scenario, community: Community, replicate: int, first_unit: npt.NDArray[np.int64]) -> Money:
    """Build the money tables. `first_unit` is the first unit of each level and, last, the number of units."""
    purse, buys = _purses(scenario, first_unit)
    first_purse = {name: int(np.flatnonzero(purse["fund"] == number)[0]) for number, name in enumerate(scenario.funds)}
    service, covers, queue = _services(scenario, community, replicate, first_purse)
    return Money(purse, buys, service, covers, queue, *_programmes(scenario, community, replicate))


def _purses(scenario: Scenario, first_unit: npt.NDArray[np.int64]) -> tuple[Rows, npt.NDArray[np.int8]]:
    levels, categories = list(scenario.levels), list(scenario.categories)
    blocks, buys = [Purse.allocate(0)], [np.zeros((0, len(categories)), np.int8)]
    for number, fund in enumerate(scenario.funds.values()):
        level = levels.index(fund.level) if fund.level else NOBODY
        units = np.arange(first_unit[level], first_unit[level + 1]) if fund.level and fund.per_unit else np.array([NOBODY])
        rows = Purse.allocate(len(units))
        rows["fund"], rows["level"], rows["unit"] = number, level, units
        _fill_purse(rows, fund)
        blocks.append(rows)
        buys.append(np.repeat(_listed(fund.categories, categories)[np.newaxis], len(units), axis=0))
    return np.concatenate(blocks).view(np.recarray), np.concatenate(buys)


def _fill_purse(rows: Rows, fund: Fund) -> None:
    rows["opening"] = rows["balance"] = fund.opening
    rows["paydays"] = 1 if fund.paid == "monthly" else MONTHS_PER_YEAR
    rows["inflow"] = fund.inflow_per_year / MONTHS_PER_YEAR * rows["paydays"]
    rows["lapses"], rows["item_cap"] = fund.lapses, fund.item_cap


def _listed(names: Sequence[str], categories: Sequence[str]) -> npt.NDArray[np.int8]:
    """1 for each category listed; an empty list means all."""
    return np.array([not names or category in names for category in categories], np.int8)


def _chances(scenario: Scenario, replicate: int, kind: Kind, name: str, count: int, decision: Decision) -> npt.NDArray[np.float64]:
    """A keyed uniform for each of `count` residents or yards, its own for every service or programme (by its id)."""
    chance = np.empty(count)
    with np.errstate(over="ignore"):
        fill_chances(np.uint64(scenario.run.seed), np.uint64(replicate), np.uint64(kind), np.uint64(zlib.crc32(name.encode())),
                     np.uint64(decision), chance)
    return chance


def _services(
    scenario: Scenario, community: Community, replicate: int, first_purse: dict[str, int]
) -> tuple[Rows, npt.NDArray[np.int8], npt.NDArray[np.int64]]:
    """The services, what they meet, and each resident's place in the order of enrolment: more places add people, never exchange them."""
    resident = community.resident
    service = Service.allocate(len(scenario.services))
    covers = np.zeros((len(service), len(scenario.categories)), np.int8)
    queue = np.full((len(service), len(resident)), NOBODY, np.int64)
    for number, (name, part) in enumerate(scenario.services.items()):
        chance = _chances(scenario, replicate, Kind.RESIDENT, name, len(resident), Decision.ENROLMENT)
        may = np.flatnonzero(_eligible(part, resident))
        queue[number, may[np.argsort(chance[may], kind="stable")]] = np.arange(len(may))
        row = service[number]
        row.purse = first_purse[part.fund] if part.fund else NOBODY
        row.opens_h = part.opens_day * HOURS_PER_DAY
        row.cost, row.share = part.cost_per_month, part.share
        row.wanted = min(part.places, len(may))
        covers[number] = _listed(part.categories, list(scenario.categories))
    return service, covers, queue


def _eligible(part: ServicePart, resident: Rows) -> npt.NDArray[np.bool_]:
    who = {"elders": resident["age"] == Age.ELDER, "vulnerable": resident["vulnerable"] != 0, "newcomers": resident["newcomer"] != 0}
    return np.asarray(who.get(part.group, np.ones(len(resident), np.bool_)))


def _programmes(scenario: Scenario, community: Community, replicate: int) -> tuple[Rows, npt.NDArray[np.float64], npt.NDArray[np.int8]]:
    """The programmes, what they prevent and in which yards: a larger share adds yards, never exchanges them."""
    yards = int(community.entrance["yard"][-1]) + 1
    programme = Programme.allocate(len(scenario.programmes))
    prevents = np.zeros((len(programme), len(scenario.categories)))
    works_in = np.zeros((len(programme), yards), np.int8)
    for number, (name, part) in enumerate(scenario.programmes.items()):
        row = programme[number]
        row.from_h, row.ramp_h = part.from_day * HOURS_PER_DAY, part.ramp_days * HOURS_PER_DAY
        row.cost_per_h = part.cost_per_year / HOURS_PER_YEAR
        prevents[number] = by_category(part.prevents, list(scenario.categories), 0.0)
        chance = _chances(scenario, replicate, Kind.BUILDING, name, yards, Decision.PROGRAMME_YARD)
        works_in[number, np.argsort(chance, kind="stable")[: quota(part.yards, yards)]] = 1
    return programme, prevents, works_in
