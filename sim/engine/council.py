"""Councils (science 4.14): which cases must be heard, the agenda, and what a meeting decides.

A case that concerns many people, or divides them, waits for the next meeting of its council before anybody works on it. At
a meeting up to `cap` cases are heard, first come, first heard. Agreed: the case goes on, its owner was heard, and the fix
will hold better. Not agreed: the next meeting; after `tries` of them it is referred up, or at the top goes on without consent.
A meeting is one event per case heard, so that what a decision sets off happens before the next case is called.
"""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.dice import uniform
from sim.engine.calendar import book
from sim.world.codes import NOBODY, Age, Decision, Event, Fate, Step

REFERRED = 1
"""Stamp of an ARRIVAL appointment that sends a case up; others carry 0."""

LONGEST_LOG = 700.0
"""exp of more would overflow; the probability is 0 or 1 long before."""


@kernel_rule
def affected_people(category, key):
    """How many an issue concerns: 1, or for the shared ones 2 and more, geometric with the category's mean (assumption)."""
    if uniform(key, Decision.SHARED, 0) >= category.shared:
        return 1.0
    if category.affected <= 2.0:
        return 2.0
    return 2.0 + math.floor(math.log(uniform(key, Decision.AFFECTED, 0)) / math.log1p(-1.0 / (category.affected - 1.0)))


@kernel_rule
def conflict_of(category, key):
    """Conflict of interests in (0, 1): a power of a uniform with the category's mean; at mean 0.5 uniform (assumption)."""
    return uniform(key, Decision.CONFLICT, 0) ** ((1.0 - category.conflict) / category.conflict)


@kernel_rule
def _tier(councils, hears, category, issue):
    """The council that must hear an issue: the highest whose thresholds it meets; NOBODY if none."""
    affected = affected_people(category, issue.key)
    conflict = conflict_of(category, issue.key)
    for c in range(councils.shape[0]):
        if hears[c, issue.category] and affected >= councils[c].least_affected and conflict >= councils[c].least_conflict:
            return c
    return NOBODY


@called_rule
def must_be_heard(w, i):
    """Whether a council must hear case i, which none has heard. Never asked of an emergency. Writes which chamber."""
    issue = w.issue[i]
    case = w.case[i]
    c = _tier(w.council, w.hears, w.category[issue.category], issue)
    if c == NOBODY:
        return False
    council = w.council[c]
    unit = w.seat[issue.entrance, council.level] - w.chamber[council.first].unit
    case.chamber = council.first + unit
    return True


@kernel_rule
def meeting_number(council, now):
    """Number of the first meeting of a council (row) at or after `now`."""
    number = max(0.0, math.ceil((now - council.first_h) / council.every_h))
    while number > 0.0 and council.first_h + (number - 1.0) * council.every_h >= now:  # rounding only
        number -= 1.0
    while council.first_h + number * council.every_h < now:
        number += 1.0
    return int(number)


@kernel_rule
def _call(calendar, live, chamber, council, c, number):
    """Have the chamber's meeting of this number take place."""
    chamber.called = 1
    book(calendar, live, council.first_h + number * council.every_h, Event.MEETING, c, number)


@kernel_rule
def put_on_agenda(case, chamber, i):
    """Case i goes to the end of the agenda of a chamber (row)."""
    own = case[i]
    own.after = NOBODY
    own.before = chamber.last
    if chamber.last == NOBODY:
        chamber.agenda = i
    else:
        case[chamber.last].after = i
    chamber.last = i
    chamber.waiting += 1


@kernel_rule
def take_off_agenda(case, chamber, i):
    """Case i leaves the agenda of a chamber (row), wherever it stands."""
    own = case[i]
    if own.before == NOBODY:
        chamber.agenda = own.after
    else:
        case[own.before].after = own.after
    if own.after == NOBODY:
        chamber.last = own.before
    else:
        case[own.after].before = own.before
    own.after = NOBODY
    own.before = NOBODY
    chamber.waiting -= 1


@kernel_rule
def table(w, i, now):
    """Case i is put on the agenda of its council; a meeting is called if none was."""
    case = w.case[i]
    c = case.chamber
    chamber = w.chamber[c]
    case.fate = Fate.COUNCIL
    case.entered_h = now
    put_on_agenda(w.case, chamber, i)
    if not chamber.called:
        council = w.council[chamber.council]
        _call(w.calendar, w.live[0], chamber, council, c, meeting_number(council, now))
    return Step.REST


@kernel_rule
def _attendance(chamber, council, number):
    """Members who come to a meeting; each decides alone. The first `online` of them take part online."""
    present = 0
    for member in range(council.persons):
        comes = council.online_attendance if member < council.online else council.attendance
        if uniform(chamber.key, Decision.ATTENDANCE, number * council.persons + member) < comes:
            present += 1
    return present


@kernel_rule
def _agrees(policy, council, present, conflict, u):
    """Whether a meeting agrees: logistic in attendance, newcomers' seats and conflict (science 4.14)."""
    pull = policy.agree_base + policy.agree_attendance * present / council.persons
    pull += policy.agree_inclusion * council.inclusion - policy.agree_conflict * conflict
    return u * (1.0 + math.exp(max(-LONGEST_LOG, min(LONGEST_LOG, -pull)))) < 1.0


@kernel_rule
def _hear(w, i, chamber, council, now):
    """Case i is heard by a chamber (rows): it goes on, goes up, or stands for the next meeting."""
    case = w.case[i]
    issue = w.issue[i]
    take_off_agenda(w.case, chamber, i)
    chamber.heard += 1
    if math.isnan(case.contacted_h):
        case.contacted_h = now
    turn = 2 * case.meetings
    case.meetings += 1
    conflict = conflict_of(w.category[issue.category], issue.key)
    if _agrees(w.policy[0], council, chamber.present, conflict, uniform(issue.key, Decision.AGREEMENT, turn)):
        chamber.agreed += 1
        case.agreed = 1
        elder = w.resident[issue.resident].age == Age.ELDER
        if not elder or uniform(issue.key, Decision.AGREEMENT, turn + 1) < council.elders_heard:
            case.voiced = 1
    elif case.meetings < council.tries:
        put_on_agenda(w.case, chamber, i)
        return
    case.council_h += now - case.entered_h
    case.fate = Fate.TRANSIT
    goes_up = case.agreed == 0 and w.level[case.level].parent != NOBODY
    book(w.calendar, w.live[0], now, Event.ARRIVAL, i, REFERRED if goes_up else 0)


@kernel_rule
def meet(w, c, now, number):
    """Chamber c meets: it opens if enough came, hears the next case, and closes when the agenda or the evening is full."""
    chamber = w.chamber[c]
    council = w.council[chamber.council]
    if chamber.left == 0 and chamber.waiting > 0:
        chamber.present = _attendance(chamber, council, number)
        if chamber.present >= council.quorum:
            chamber.left = min(council.cap, chamber.waiting)
            chamber.held += 1
            chamber.person_h += chamber.present * council.hours
        else:
            chamber.failed += 1
    if chamber.left > 0 and chamber.waiting > 0:
        chamber.left -= 1
        _hear(w, chamber.agenda, chamber, council, now)
        if chamber.left > 0:
            book(w.calendar, w.live[0], now, Event.MEETING, c, number)
            return
    chamber.called = 0
    chamber.left = 0
    if chamber.waiting > 0:
        _call(w.calendar, w.live[0], chamber, council, c, number + 1)
