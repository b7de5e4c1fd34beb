"""Posts and desks -> pools and their handlers, with competing work and skill."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.columns import Table
from sim.community import Community
from sim.dice import Law, fill_keys
from sim.governance.areas import Ints, parent_of_unit
from sim.governance.rosters import RosterBook
from sim.scenario.governance import ByCategory, Channel, Post
from sim.world import Rows
from sim.world.codes import N_CHORES, Chore, Dispatch, Kind, Overflow, Role, ShiftEnd
from sim.world.offices import Duty, Handler, Pool

OTHER_LIFE_STRETCH_H = 8.0
"""Mean length of one stretch of a part-timer's other affairs, hours. Assumption; only the share 1 - fte is documented anywhere."""

METRES_PER_HOUR = 3600.0


def by_category(numbers: ByCategory, ids: Sequence[str], default: float) -> npt.NDArray[np.float64]:
    """Numbers in category order: the category's own, else "all", else the default."""
    return np.array([numbers.get(name, numbers.get("all", default)) for name in ids], np.float64)


class Pools:
    """Grows the Pool, Handler and Duty rows post by post, desk by desk."""

    def __init__(self, categories: Sequence[str], rosters: RosterBook) -> None:
        self._categories = categories
        self._rosters = rosters
        self.rows: list[Rows] = []
        self.skill: list[npt.NDArray[np.float64]] = []
        self.handlers: list[Rows] = []
        self.duties: list[Rows] = []

    @property
    def count(self) -> int:
        """Pools so far."""
        return len(self.rows)

    def add_post(self, number: int, post: Post, level: int, first_unit: int, own: Ints, parent: Ints | None,
                 community: Community, dispatch: Dispatch) -> list[int]:
        """One pool of this post per unit of its level; `own`/`parent`: unit of the level and its parent by entrance.

        Returns the row of the pool of each unit.
        """
        units = int(own[-1]) + 1
        heads = _spread(post, units)
        groups = _overflow_groups(Overflow[post.overflow.upper()], own, parent, dispatch)
        first_pool = self.count
        bounds = np.searchsorted(own, np.arange(units + 1))
        for unit in range(units):
            pool = Pool.allocate(1)
            row = pool[0]
            row.level, row.post, row.unit = level, number, first_unit + unit
            row.first_entrance, row.entrances = bounds[unit], bounds[unit + 1] - bounds[unit]
            row.group = first_pool + groups.start[unit]
            row.group_size = groups.size[unit]
            row.nearest = dispatch == Dispatch.NEAREST and groups.size[unit] > 1
            row.speed = post.speed
            row.travels = post.travels
            row.speed_m_per_h = post.travel_m_per_s * METRES_PER_HOUR / post.travel_detour
            row.setup_h = post.travel_setup_h
            if post.line_limit is not None:
                row.limit = post.line_limit
            _place_station(row, community)
            self._add_pool(pool, by_category(post.skill, self._categories, 1.0), int(heads[unit]), self._handler(post), _duty(post))
        return list(range(first_pool, self.count))

    def heads_of_group(self, row: int) -> int:
        """People of the overflow group of a pool."""
        pool = self.rows[row][0]
        return sum(int(one[0].handlers) for one in self.rows[pool.group : pool.group + pool.group_size])

    def add_desk(self, number: int, channel: Channel) -> int:
        """The pool of a channel's desk; returns its row."""
        pool = Pool.allocate(1)
        pool[0].post = -1 - number
        pool[0].group = self.count
        handler = Handler.allocate(1)
        handler[0].roster = self._rosters.number(channel.hours)
        handler[0].shift_end = ShiftEnd.FINISH
        handler[0].role = Role.STAFF
        handler[0].cost_per_h = channel.desk_cost_per_h
        self._add_pool(pool, np.ones(len(self._categories)), channel.desks, handler, Duty.allocate(1, N_CHORES))
        return self.count - 1

    def _handler(self, post: Post) -> Rows:
        handler = Handler.allocate(1)
        handler[0].roster = self._rosters.number(post.roster)
        handler[0].shift_end = ShiftEnd[post.shift_end.upper()]
        handler[0].role = Role[post.role.upper()]
        handler[0].cost_per_h = post.cost_per_h
        return handler

    def _add_pool(self, pool: Rows, skill: npt.NDArray[np.float64], heads: int, handler: Rows, duty: Rows) -> None:
        handler = np.repeat(handler, heads).view(np.recarray)
        handler["pool"] = self.count
        pool[0].first_handler = sum(len(block) for block in self.handlers)
        pool[0].handlers = heads
        self.rows.append(pool)
        self.skill.append(skill)
        self.handlers.append(handler)
        self.duties.append(np.repeat(duty, heads, axis=0).view(np.recarray))

    def tables(self, seed: int, replicate: int) -> tuple[Rows, Rows, Rows, npt.NDArray[np.float64]]:
        """Pool, Handler and Duty tables and the skill matrix; handlers get their keys."""
        handler = _joined(self.handlers, Handler)
        keys = np.empty(len(handler), np.uint64)
        with np.errstate(over="ignore"):
            fill_keys(np.uint64(seed), np.uint64(replicate), np.uint64(Kind.HANDLER), keys)
        handler["key"] = keys
        return _joined(self.rows, Pool), handler, _joined(self.duties, Duty), np.array(self.skill)


def _joined(blocks: list[Rows], table: type[Table]) -> Rows:
    shape = (0, N_CHORES) if table is Duty else (0,)
    return np.concatenate([table.allocate(*shape), *blocks]).view(np.recarray)


def _spread(post: Post, units: int) -> npt.NDArray[np.int64]:
    """People of the post in each unit; a total is dealt as evenly as possible."""
    if post.total is None:
        return np.full(units, post.head_count)
    return np.diff(np.arange(units + 1) * post.total // units)


class _Groups:
    """Overflow groups of one post's pools: start (relative to the post's first pool) and size, by unit."""

    def __init__(self, of_unit: Ints) -> None:
        self.start = np.searchsorted(of_unit, of_unit, side="left")
        self.size = np.searchsorted(of_unit, of_unit, side="right") - self.start


def _overflow_groups(overflow: Overflow, own: Ints, parent: Ints | None, dispatch: Dispatch) -> _Groups:
    """Who helps whom. Under nearest dispatch a level is one group, whatever the post says."""
    units = int(own[-1]) + 1
    if overflow == Overflow.LEVEL or dispatch == Dispatch.NEAREST:
        return _Groups(np.zeros(units, np.int64))
    if overflow == Overflow.SIBLINGS and parent is not None:
        return _Groups(parent_of_unit(own, parent))
    return _Groups(np.arange(units, dtype=np.int64))


def _place_station(row: Rows, community: Community) -> None:
    """A pool is stationed at the residents' centre of its area."""
    area = community.entrance[row.first_entrance : row.first_entrance + row.entrances]
    weights = np.maximum(area["residents"], 1e-9)
    row.x_m = np.average(area["x_m"], weights=weights)
    row.y_m = np.average(area["y_m"], weights=weights)


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
        other.gap_h = OTHER_LIFE_STRETCH_H * post.fte / (1 - post.fte)
        other.gap_law = other.task_law = Law.EXPONENTIAL
        other.task_h = OTHER_LIFE_STRETCH_H
    return duty
