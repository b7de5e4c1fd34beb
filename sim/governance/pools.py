"""Posts and desks -> pools and their handlers, with competing work and skill."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.columns import Table
from sim.community import Community
from sim.dice import Law, fill_handler_keys
from sim.governance.areas import Division, Ints, parent_of_unit
from sim.governance.people import add_rounds, round_hours, set_abilities
from sim.governance.rosters import RosterBook
from sim.scenario.emergency import Emergency
from sim.scenario.governance import ByCategory, Channel, Post
from sim.world import Rows
from sim.world.codes import N_CHORES, Chore, Dispatch, Kind, Overflow, Role, ShiftEnd
from sim.world.offices import Duty, Handler, Pool

SPELL_H = 1.0
"""A part-timer has about this much roster time at a stretch before other affairs call, hours. Assumption: only the share is
documented anywhere."""

METRES_PER_HOUR = 3600.0


def by_category(numbers: ByCategory, ids: Sequence[str], default: float) -> npt.NDArray[np.float64]:
    """Numbers in category order: the category's own, else "all", else the default."""
    return np.array([numbers.get(name, numbers.get("all", default)) for name in ids], np.float64)


class Pools:
    """Grows the Pool, Handler and Duty rows post by post, desk by desk."""

    def __init__(self, categories: Sequence[str], rosters: RosterBook, emergency: Emergency) -> None:
        self._categories = categories
        self._surge = Overflow[emergency.surge.upper()] if emergency.categories else Overflow.NONE
        self._rosters = rosters
        self._names: list[str] = []
        self._pools: list[Rows] = []
        self._skill: list[npt.NDArray[np.float64]] = []
        self._handlers: list[Rows] = []
        self._duties: list[Rows] = []
        self.count = 0
        self._heads = 0

    def add_post(self, name: str, number: int, post: Post, division: Division, community: Community, dispatch: Dispatch) -> Rows:
        """One pool of this post (its id, its row) per unit of its level; returns the pools of the units, in order."""
        units = division.units
        pool = Pool.allocate(units)
        pool["level"], pool["post"], pool["unit"] = division.level, number, division.first_unit + np.arange(units)
        bounds = np.searchsorted(division.own, np.arange(units + 1))
        pool["first_entrance"], pool["entrances"] = bounds[:-1], np.diff(bounds)
        group = _overflow_groups(Overflow[post.overflow.upper()], division, dispatch)
        pool["group"] = self.count + np.searchsorted(group, group, side="left")
        pool["group_size"] = np.searchsorted(group, group, side="right") - np.searchsorted(group, group, side="left")
        pool["nearest"] = (dispatch == Dispatch.NEAREST) & (pool["group_size"] > 1)
        pool["speed"] = post.speed
        pool["travels"] = post.travels
        pool["speed_m_per_h"] = post.travel_m_per_s * METRES_PER_HOUR / post.travel_detour
        pool["setup_h"] = post.travel_setup_h
        if self._surge != Overflow.NONE:
            called = _overflow_groups(self._surge, division, Dispatch.HIERARCHICAL)
            pool["surge"] = self.count + np.searchsorted(called, called, side="left")
            pool["surge_size"] = np.searchsorted(called, called, side="right") - np.searchsorted(called, called, side="left")
        set_abilities(pool, post)
        pool["voice"], pool["lasting"] = post.voice, post.lasting
        if post.line_limit is not None:
            pool["limit"] = post.line_limit
        _place_stations(pool, community)
        self._names.append(name)
        skill = by_category(post.skill, self._categories, 1.0)
        heads = _spread(post, units) + post.hires
        self._add(pool, skill, heads, self._handler(post), _duty(post))
        self._handlers[-1]["hired_h"] = np.where(_number_in_unit(heads) < np.repeat(heads - post.hires, heads), 0.0, np.inf)
        self._duties[-1]["task_h"][:, Chore.VISIT] = np.repeat(round_hours(post, pool, community), heads)
        if post.by_turns:
            self._take_turns(pool, post)
        return pool

    def add_desk(self, name: str, number: int, channel: Channel) -> int:
        """The pool of a channel's desk; returns its row."""
        pool = Pool.allocate(1)
        pool[0].post = -1 - number
        pool[0].group = self.count
        handler = Handler.allocate(1)
        handler[0].roster = self._rosters.number(channel.hours)
        handler[0].shift_end = ShiftEnd.FINISH
        handler[0].role = Role.STAFF
        handler[0].cost_per_h = channel.desk_cost_per_h
        self._names.append(f"desk of {name}")
        heads = np.array([channel.desks])
        self._add(pool, np.ones(len(self._categories)), heads, handler, Duty.allocate(1, N_CHORES))
        return self.count - 1

    def _handler(self, post: Post) -> Rows:
        handler = Handler.allocate(1)
        handler[0].roster = self._rosters.number(post.roster, (post.every_weeks, 0))
        handler[0].shift_end = ShiftEnd[post.shift_end.upper()]
        handler[0].role = Role[post.role.upper()]
        handler[0].cost_per_h = post.cost_per_h
        return handler

    def _take_turns(self, pool: Rows, post: Post) -> None:
        """Person n of a unit (0, 1, ...) is on duty in week n of the cycle; the next after the last in the first again."""
        turns = [self._rosters.number(post.roster, (post.every_weeks, week)) for week in range(post.every_weeks)]
        number = np.concatenate([np.arange(heads) for heads in pool["handlers"]])
        self._handlers[-1]["roster"] = np.array(turns)[number % post.every_weeks]

    def _add(self, pool: Rows, skill: npt.NDArray[np.float64], heads: Ints, handler: Rows, duty: Rows) -> Rows:
        """Append pools of one post with `heads` people each, all alike."""
        people = int(heads.sum())
        handlers = np.repeat(handler, people).view(np.recarray)
        handlers["pool"] = self.count + np.repeat(np.arange(len(pool)), heads)
        pool["first_handler"] = self._heads + np.cumsum(heads) - heads
        pool["handlers"] = heads
        self._pools.append(pool)
        self._skill.append(np.repeat(skill[np.newaxis], len(pool), axis=0))
        self._handlers.append(handlers)
        self._duties.append(np.repeat(duty, people, axis=0).view(np.recarray))
        self.count += len(pool)
        self._heads += people
        return pool

    def tables(self, seed: int, replicate: int) -> tuple[Rows, Rows, Rows, npt.NDArray[np.float64]]:
        """Pool, Handler and Duty tables and the skill matrix; handlers get their keys."""
        pool, handler = _joined(self._pools, Pool), _joined(self._handlers, Handler)
        own = pool[handler["pool"]]
        names = np.repeat(np.array([zlib.crc32(name.encode()) for name in self._names], np.uint64), [len(pools) for pools in self._pools])
        unit = np.concatenate([np.arange(len(pools)) for pools in self._pools]).astype(np.uint64)
        number = (np.arange(len(handler)) - own["first_handler"]).astype(np.uint64)
        keys = np.empty(len(handler), np.uint64)
        with np.errstate(over="ignore"):
            kind, at = np.uint64(Kind.HANDLER), handler["pool"]
            fill_handler_keys(np.uint64(seed), np.uint64(replicate), kind, names[at], unit[at], number, keys)
        handler["key"] = keys
        return pool, handler, _joined(self._duties, Duty), np.concatenate(self._skill)


def _joined(blocks: list[Rows], table: type[Table]) -> Rows:
    shape = (0, N_CHORES) if table is Duty else (0,)
    return np.concatenate([table.allocate(*shape), *blocks]).view(np.recarray)


def _spread(post: Post, units: int) -> npt.NDArray[np.int64]:
    """People of the post in each unit; a total is dealt as evenly as possible."""
    if post.total is None:
        return np.full(units, post.head_count)
    return np.diff(np.arange(units + 1) * post.total // units)


def _number_in_unit(heads: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Number 0, 1, ... of each person within the unit."""
    return np.asarray(np.arange(heads.sum()) - np.repeat(np.cumsum(heads) - heads, heads))


def _overflow_groups(overflow: Overflow, division: Division, dispatch: Dispatch) -> Ints:
    """Number of each unit's overflow group, non-decreasing. Under nearest dispatch a level is one, whatever the post says."""
    if overflow == Overflow.LEVEL or dispatch == Dispatch.NEAREST:
        return np.zeros(division.units, np.int64)
    if overflow == Overflow.SIBLINGS:
        return parent_of_unit(division.own, division.parent)
    return np.arange(division.units)


def _place_stations(pool: Rows, community: Community) -> None:
    """A pool is stationed at the residents' centre of its area."""
    entrance = community.entrance
    weight = np.maximum(entrance["residents"], 1e-9)
    total = np.add.reduceat(weight, pool["first_entrance"])
    pool["x_m"] = np.add.reduceat(weight * entrance["x_m"], pool["first_entrance"]) / total
    pool["y_m"] = np.add.reduceat(weight * entrance["y_m"], pool["first_entrance"]) / total


def _duty(post: Post) -> Rows:
    """Competing work of one person of the post (science 4.6): admin tasks, patrols, and a part-timer's other life.

    Admin tasks arrive at random with a load of admin_load * fte; the other life takes the share 1 - fte by turns.
    """
    duty = Duty.allocate(1, N_CHORES)
    admin, patrol, other = duty[0, Chore.ADMIN], duty[0, Chore.PATROL], duty[0, Chore.OTHER_LIFE]
    if post.admin_load > 0:
        admin.gap_h = post.admin_task_h / (post.admin_load * post.fte)
        admin.gap_law = admin.task_law = Law.EXPONENTIAL
        admin.task_h = post.admin_task_h
    if post.patrol_every_h > 0:
        patrol.gap_h = post.patrol_every_h
        patrol.gap_law = Law[post.patrol_law.upper()]
        patrol.task_h = post.patrol_h
    if post.fte < 1:
        other.gap_h = SPELL_H
        other.gap_law = other.task_law = Law.EXPONENTIAL
        other.task_h = SPELL_H * (1 - post.fte) / post.fte
    add_rounds(duty[0], post)
    return duty
