"""Self-management of yards (science 4.15): what residents take up themselves, and how their organisations grow or fall apart.

Joiners follow thresholds (Granovetter 1978): each joins when the share who have, plus what the leaders count for, passes
his own threshold; thresholds are normal, and each week a part of the way is gone. The map has one or two stable shares:
a critical mass, and hysteresis when a leader leaves. Leaders leave at a hazard; empty seats fill where many take part.
"""

from __future__ import annotations

import math

from sim.clock import HOURS_PER_WEEK
from sim.compiled import called_rule, kernel_rule
from sim.dice import duration, uniform
from sim.engine.calendar import book
from sim.engine.hidden import is_seen, unhide
from sim.world.codes import Decision, Event

BY_OWN = 1
"""Stamp of a SELF_RESOLUTION appointment of an issue that residents took into their own hands; others carry 0."""


@called_rule
def take_up(w, i, now):
    """Whether the residents of the yard take issue i into their own hands, just noticed; if so it is done after a while.

    From then on no patrol hands it in: whoever passes sees people at work.
    """
    issue = w.issue[i]
    charter = w.charter[0]
    yard = w.yard[w.entrance[issue.entrance].yard]
    if not yard.active or not w.procedure[issue.category].own:
        return False
    if uniform(issue.key, Decision.SELF_RULE, 0) >= charter.share:
        return False
    if is_seen(w, i):
        unhide(w.case, w.entrance[issue.entrance], w.live[0], i)
    yard.taken += 1
    yard.hours += charter.effort * issue.work_h
    hours = duration(charter.law, charter.done_h, charter.done_cv, uniform(issue.key, Decision.SELF_WORK, 0))
    book(w.calendar, w.live[0], now + hours, Event.SELF_RESOLUTION, i, BY_OWN)
    return True


@kernel_rule
def normal_share(z):
    """Standard normal distribution function."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


@kernel_rule
def joiners_wanted(charter, joiners, leaders):
    """Share whose threshold is passed when `joiners` (a share) take part under so many leaders."""
    return normal_share((joiners + charter.pull * leaders - charter.threshold) / charter.spread)


@kernel_rule
def _change_leaders(charter, yard, week):
    """One week of leaders leaving and seats filling; every seat has its own chance."""
    leaves = -math.expm1(-charter.exit * HOURS_PER_WEEK)
    fills = -math.expm1(-charter.succeed * yard.joiners * HOURS_PER_WEEK)
    stay = 0
    for seat in range(charter.seats):
        u = uniform(yard.key, Decision.LEADERS, week * charter.seats + seat)
        if seat < yard.leaders:
            stay += u >= leaves
        else:
            stay += u < fills
    yard.leaders = stay


@kernel_rule
def rule_themselves(w, week, now):
    """The end of a week: leaders change, then joiners move towards what thresholds ask for. Books the next week."""
    charter = w.charter[0]
    for y in range(w.yard.shape[0]):
        yard = w.yard[y]
        _change_leaders(charter, yard, week)
        yard.joiners += charter.pace * (joiners_wanted(charter, yard.joiners, yard.leaders) - yard.joiners)
        yard.active = 1 if yard.leaders >= charter.least_leaders and yard.joiners >= charter.least_joiners else 0
    book(w.calendar, w.live[0], now + HOURS_PER_WEEK, Event.SELF_RULE, week + 1, 0)
