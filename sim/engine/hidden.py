"""Issues that a patrol could see, or a home visit find, and nobody has registered.

One list per entrance, threaded through the case table; `patrol` and `visit` go through those of an area.
"""

from __future__ import annotations

from sim.compiled import called_rule, kernel_rule
from sim.dice import uniform
from sim.engine.calendar import book
from sim.world.codes import NOBODY, Decision, Event, Fate, Special

BY_PATROL = 1
"""Stamp of a REPORT appointment made by a patrol or a visit; the resident's own carries 0."""


@kernel_rule
def is_seen(w, i):
    """Whether a patrol could see issue i at all, or a visit could find it."""
    policy = w.policy[0]
    issue = w.issue[i]
    if policy.patrols and w.category[issue.category].visible > 0.0:
        return True
    return policy.visited != 0 and (policy.visited & w.resident[issue.resident].lists) != 0


@kernel_rule
def hide(case, place, live, i):
    """Put issue i on the list of its entrance (row)."""
    own = case[i]
    own.after = place.first_hidden
    own.before = NOBODY
    if place.first_hidden != NOBODY:
        case[place.first_hidden].before = i
    place.first_hidden = i
    live.hidden += 1


@kernel_rule
def unhide(case, place, live, i):
    """Take issue i off the list of its entrance (row)."""
    own = case[i]
    if own.before == NOBODY:
        place.first_hidden = own.after
    else:
        case[own.before].after = own.after
    if own.after != NOBODY:
        case[own.after].before = own.before
    own.after = NOBODY
    own.before = NOBODY
    live.hidden -= 1


@kernel_rule
def covers(pool, place):
    """Whether the rounds of a pool reach an entrance (rows) of its area: a post dedicated to special places leaves the others out."""
    return pool.special != Special.ONLY or place.special


@kernel_rule
def _oldest(case, place):
    """The issue that has been longest on the list of an entrance (row), which begins with the newest: it is handed in first."""
    i = place.first_hidden
    while i != NOBODY and case[i].after != NOBODY:
        i = case[i].after
    return i


@kernel_rule
def _found(w, i, pool, now):
    """Issue i is found on a round of a pool (row): it is reported at once, and held by the level of the finder."""
    case = w.case[i]
    unhide(w.case, w.entrance[w.issue[i].entrance], w.live[0], i)
    case.fate = Fate.INTAKE
    case.channel = w.channel.shape[0] - 1
    case.level = pool.level
    book(w.calendar, w.live[0], now, Event.REPORT, i, BY_PATROL)


@kernel_rule
def patrol(w, h, now):
    """A patrol ends: every unregistered visible issue of the area is detected with its category's probability."""
    pool = w.pool[w.handler[h].pool]
    for place in range(pool.first_entrance, pool.first_entrance + pool.entrances):
        i = _oldest(w.case, w.entrance[place]) if covers(pool, w.entrance[place]) else NOBODY
        while i != NOBODY:
            case = w.case[i]
            following = case.before
            visible = w.category[w.issue[i].category].visible
            if visible > 0.0:
                u = uniform(w.issue[i].key, Decision.DETECTION, case.rounds)
                case.rounds += 1
                if u < visible:
                    _found(w, i, pool, now)
            i = following


@called_rule
def visit(w, h, now):
    """A round of visits ends: every unregistered issue of those on the list, private ones too, is found with the post's probability."""
    pool = w.pool[w.handler[h].pool]
    for place in range(pool.first_entrance, pool.first_entrance + pool.entrances):
        i = _oldest(w.case, w.entrance[place]) if covers(pool, w.entrance[place]) else NOBODY
        while i != NOBODY:
            case = w.case[i]
            following = case.before
            if w.resident[w.issue[i].resident].lists & pool.visit_list:
                u = uniform(w.issue[i].key, Decision.VISIT, case.passed)
                case.passed += 1
                if u < pool.visit_finds:
                    case.on_visit = 1
                    _found(w, i, pool, now)
            i = following
