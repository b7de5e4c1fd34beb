"""Evaluation, express lines and leaders -> the Scorecard and Leader tables, and their scalars in the Policy row."""

from __future__ import annotations

import math

from sim.clock import HOURS_PER_DAY
from sim.governance.pools import by_category
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.oversight import Leader, Scorecard


def scorecard_table(scenario: Scenario) -> Rows:
    """One row per category: what the evaluation makes of it. All zero at weight 0."""
    rules = scenario.evaluation
    table = Scorecard.allocate(len(scenario.categories))
    table["weight"] = rules.weight * by_category(rules.listed, list(scenario.categories), 1.0)
    for row, category in zip(table, scenario.categories.values(), strict=True):
        row.head_start = row.weight * rules.listed_first + rules.weight * rules.visible_first * (category.visible > 0)
        row.easy_first = rules.weight * rules.easy_first
    return table


def leader_table(scenario: Scenario) -> Rows:
    """One row, or none if there are no sessions."""
    rules = scenario.leaders
    table = Leader.allocate(1 if holds_sessions(scenario) else 0)
    for row in table:
        row.every_h, row.cap, row.stuck_after_h = rules.every_h, rules.cap, rules.stuck_after_h
        row.hours_per_case, row.cost_per_h = rules.hours_per_case, rules.cost_per_h
    return table


def holds_sessions(scenario: Scenario) -> bool:
    """Whether leaders ever meet over what is stuck."""
    return scenario.leaders.every_h < math.inf and scenario.leaders.cap > 0


def set_register(row: Rows, scenario: Scenario) -> None:
    """Losses, repeated reports, risk classes, false closures and promises, in the Policy row."""
    rules, looks = scenario.dispatch, scenario.evaluation
    row.lost = rules.lost
    row.duplicates_per_h = 0.0 if rules.registry == "single" else rules.duplicates / HOURS_PER_DAY
    row.risk_classes, row.risk_accuracy = rules.risk_classes, rules.risk_accuracy
    row.resolution_share = rules.resolution_promise
    row.favour = looks.favour
    row.false_base, row.false_pressure = looks.false_base, looks.false_pressure
    row.audit_found = looks.audit_share * looks.audit_insight
    row.audit_delay_h = looks.audit_delay_h
    scores = scorecard_table(scenario)
    row.games = looks.false_base > 0 or (looks.false_pressure > 0 and bool((scores["weight"] > 0).any()))
    lifted = any(channel.lift > 0 for channel in scenario.channels.values())
    row.bends = lifted or looks.favour > 0 or holds_sessions(scenario) or bool((scores["head_start"] + scores["easy_first"] > 0).any())
