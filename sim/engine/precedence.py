"""Who is served first in a line: the discipline, and what stands above the discipline (science 4.7, T6).

A head start changes nothing but the order in a line: somebody else waits longer (zero-sum within a pool, V7).
"""

from __future__ import annotations

import math

from sim.compiled import kernel_rule
from sim.dice import uniform
from sim.engine.emergency import FIRST, is_emergency
from sim.world.codes import Decision, Discipline, Stage

FRONT = 1e6
"""Head start of what leaders have taken up: before everybody else, whatever the discipline."""

HOURS_PER_CLASS = 24.0
"""What one priority class is worth where the order is by deadline (assumption)."""


@kernel_rule
def _risk_class(policy, issue):
    """Class of risk, 0 the worst: severity cut into equal classes, or any class if it is not recognised (H20)."""
    place = 1.0 - issue.severity
    if policy.risk_accuracy < 1.0 and uniform(issue.key, Decision.RISK, 0) >= policy.risk_accuracy:
        place = uniform(issue.key, Decision.RISK, 1)
    return min(policy.risk_classes - 1.0, math.floor(place * policy.risk_classes))


@kernel_rule
def rank_by_discipline(policy, case, issue, category):
    """Place in line by the discipline; smaller is sooner. A desk serves in order of arrival."""
    if case.stage == Stage.INTAKE or policy.discipline == Discipline.FCFS:
        return 0.0
    if policy.discipline == Discipline.PRIORITY or policy.discipline == Discipline.RISK:
        lifted = case.reminders if policy.remind_lifts else 0
        place = float(category.priority) if policy.discipline == Discipline.PRIORITY else _risk_class(policy, issue)
        return max(0.0, place - lifted)
    if policy.discipline == Discipline.SEVERITY:
        return -issue.severity
    return case.registered_h + category.deadline_h


@kernel_rule
def head_start(policy, case, issue, lift, score, person):
    """How far this case at work (rows) stands before its place by the discipline: in classes, in hours where the order is by deadline."""
    classes = lift + score.head_start + score.easy_first * (1.0 - issue.difficulty)
    if not person.newcomer:
        classes += policy.favour
    ahead = classes * HOURS_PER_CLASS if policy.discipline == Discipline.DEADLINE else classes
    return ahead + FRONT if case.keyed else ahead


@kernel_rule
def rank_of(w, i):
    """Place in line: an emergency first of all, else by the discipline, less the head start of some."""
    if is_emergency(w, i):
        return FIRST
    case = w.case[i]
    issue = w.issue[i]
    policy = w.policy[0]
    rank = rank_by_discipline(policy, case, issue, w.category[issue.category])
    if policy.bends and case.stage == Stage.WORK:
        lift = w.channel[case.channel].lift
        rank -= head_start(policy, case, issue, lift, w.scorecard[issue.category], w.resident[issue.resident])
    return rank
