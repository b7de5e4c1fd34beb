"""What the people of a post bring: training, learning by doing, home visits, special places, vacancies (science H19, F10, Z1)."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.community import Community
from sim.dice import Law
from sim.scenario.governance import Post
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Chore, Special, VisitList
from sim.world.vacancy import Vacancy

Floats = npt.NDArray[np.float64]


def set_abilities(pool: Rows, post: Post) -> None:
    """The columns of a post's pools that say what its people can do, in place."""
    pool["special"] = Special[post.special.upper()]
    pool["handover_h"] = post.handover_h
    if post.visit_every_h > 0:
        pool["visit_list"] = VisitList[post.visit_group.upper()]
        pool["visit_finds"] = post.visit_finds
    pool["training_gain"], pool["training_cap"] = post.training_gain, post.training_cap
    pool["learning"] = math.log2(post.progress_ratio)
    pool["forget_h"] = post.forget_half_life_h


def add_rounds(duty: Rows, post: Post) -> None:
    """Visits and classes of one person, rows by Chore, in place; the length of a round of visits is the unit's (round_hours)."""
    visit, training = duty[Chore.VISIT], duty[Chore.TRAINING]
    visit.gap_law = visit.task_law = training.gap_law = training.task_law = Law.FIXED
    visit.gap_h = post.visit_every_h
    training.gap_h = post.training_every_h
    training.task_h = post.training_h if post.training_every_h > 0 else 0.0


def round_hours(post: Post, pool: Rows, community: Community) -> Floats:
    """Length of a round of visits in each unit: hours per household times households of the unit on the list."""
    hours = np.zeros(len(pool))
    if post.visit_every_h == 0:
        return hours
    resident = community.resident
    listed = (resident["lists"] & VisitList[post.visit_group.upper()]) > 0
    if post.special == "only":
        listed &= community.entrance["special"][resident["entrance"]] > 0
    _, first = np.unique(resident["household"][listed], return_index=True)
    per_entrance = np.bincount(resident["entrance"][listed][first], minlength=len(community.entrance))
    for unit in range(len(pool)):
        begin = pool["first_entrance"][unit]
        hours[unit] = post.visit_h * per_entrance[begin : begin + pool["entrances"][unit]].sum()
    return hours


def vacancies(scenario: Scenario, pool: Rows, handler: Rows) -> Rows:
    """Vacancy table: the people who are not there at first, in order of handlers."""
    rows = np.flatnonzero(handler["hired_h"] > 0)
    table = Vacancy.allocate(len(rows))
    posts, categories = list(scenario.posts.values()), list(scenario.categories)
    for row, h in zip(table, rows, strict=True):
        own = pool[handler["pool"][h]]
        post = posts[int(own["post"])]
        row.handler, row.unit, row.level = h, own["unit"], own["level"]
        row.category, row.lag_h = categories.index(post.hires_from), post.hire_lag_h
    return table
