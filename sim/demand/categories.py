"""The categories of a scenario as the Category table: what the engine needs to know of an issue's class."""

from __future__ import annotations

from sim.dice import Law
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.issue import Category


def category_table(scenario: Scenario) -> Rows:
    """Category table, one row per category in the order of the scenario file."""
    table = Category.allocate(len(scenario.categories))
    for row, category in zip(table, scenario.categories.values(), strict=True):
        row.law = Law[category.work_law.upper()]
        row.work_h = category.work_h
        row.work_cv = category.work_cv
        row.priority = category.priority
        row.deadline_h = category.deadline_h
        row.visible = category.visible
        row.relapse = category.relapse
        row.repair_cost, row.repair_cv = category.repair_cost, category.repair_cv
        row.shared, row.affected, row.conflict = category.shared, category.affected_mean, category.conflict
    return table
