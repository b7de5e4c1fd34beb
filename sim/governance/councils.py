"""Councils -> the Council and Chamber tables, who hears what, and how each category is coordinated."""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.dice import fill_handler_keys
from sim.governance.areas import rungs_of
from sim.governance.pools import by_category
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Kind
from sim.world.council import Chamber, Council, Procedure

NO_CAP = 2**62


def names_by_tier(scenario: Scenario) -> list[str]:
    """Ids of the councils in the order of their table.

    The highest level comes first; of one level the one for more people, then for more conflict, then by id.
    """
    parts, rungs = scenario.councils, rungs_of(scenario.levels)
    return sorted(parts, key=lambda name: (rungs[parts[name].level], -parts[name].least_affected, -parts[name].least_conflict, name))


def lay_councils(
    scenario: Scenario, first_unit: Sequence[int], replicate: int
) -> tuple[Rows, Rows, npt.NDArray[np.int8]]:
    """Council and Chamber tables and the matrix (councils, K) of what each hears, in the order of `names_by_tier`."""
    parts, levels, names = scenario.councils, list(scenario.levels), names_by_tier(scenario)
    council = Council.allocate(len(names))
    hears = np.zeros((len(names), len(scenario.categories)), np.int8)
    chambers = [Chamber.allocate(0)]
    count = 0
    for number, (row, name) in enumerate(zip(council, names, strict=True)):
        part = parts[name]
        at = levels.index(part.level)
        units = int(first_unit[at + 1] - first_unit[at])
        row.level, row.first = at, count
        row.least_affected, row.least_conflict = part.least_affected, part.least_conflict
        row.every_h, row.first_h = part.every_h, part.first_h
        row.cap = NO_CAP if part.agenda_cap is None else part.agenda_cap
        row.persons, row.hours, row.tries = part.persons, part.hours, part.tries
        row.staff, row.cost_per_h = part.staff, part.cost_per_h
        row.online = round(part.online * part.persons)
        row.attendance, row.online_attendance = part.attendance, part.online_attendance
        row.quorum = math.ceil(part.quorum * part.persons - 1e-9)
        row.inclusion, row.voice, row.lasting = part.inclusion, part.voice, part.lasting
        row.elders_heard = 1 - part.online * (1 - part.elders_online)
        hears[number] = [not part.categories or category in part.categories for category in scenario.categories]
        chamber = Chamber.allocate(units)
        chamber["council"], chamber["unit"] = number, first_unit[at] + np.arange(units)
        chamber["key"] = keys_of(scenario.run.seed, replicate, Kind.CHAMBER, name, units)
        chambers.append(chamber)
        count += units
    return council, np.concatenate(chambers).view(np.recarray), hears


def keys_of(seed: int, replicate: int, kind: Kind, name: str, count: int) -> npt.NDArray[np.uint64]:
    """Keys of `count` things of a kind and a name; one more of them changes no chance of another."""
    keys = np.empty(count, np.uint64)
    names, zeros = np.full(count, zlib.crc32(name.encode()), np.uint64), np.zeros(count, np.uint64)
    with np.errstate(over="ignore"):
        fill_handler_keys(np.uint64(seed), np.uint64(replicate), np.uint64(kind), names, np.arange(count, dtype=np.uint64), zeros, keys)
    return keys


def procedure_table(scenario: Scenario) -> Rows:
    """The Procedure table, one row per category."""
    rules, own, ids = scenario.dispatch, scenario.self_management, list(scenario.categories)
    table = Procedure.allocate(len(ids))
    table["coordination"] = by_category(rules.coordination_by, ids, 1.0)
    table["cooperation"] = by_category(rules.cooperation_by, ids, rules.cooperation)
    table["own"] = [own.share > 0 and (not own.categories or name in own.categories) for name in ids]
    return table
