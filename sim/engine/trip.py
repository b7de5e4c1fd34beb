"""The resident's own way: to the nearest point of a channel, and back to the desk as often as a matter needs (science 4.8, H13)."""

from __future__ import annotations

from sim.compiled import called_rule, kernel_rule
from sim.dice import duration, uniform
from sim.engine.calendar import book
from sim.engine.opening import next_open
from sim.world.codes import NOBODY, Age, Decision, Event, Fate, Step


@kernel_rule
def pace(person):
    """0 as most people walk, 1 as elders and the vulnerable do (world.access)."""
    return 1 if person.age == Age.ELDER or person.vulnerable else 0


@kernel_rule
def walk(w, i):
    """The resident of case i goes to the nearest point of its channel and back."""
    if w.policy[0].ways:
        issue = w.issue[i]
        case = w.case[i]
        case.resident_h += w.access[pace(w.resident[issue.resident]), issue.entrance, case.channel].trip_h


@called_rule
def send_home(w, i, now):
    """The desk needs something more: the resident must come again, when it is open."""
    case = w.case[i]
    case.fate = Fate.TRIP
    channel = w.channel[case.channel]
    u = uniform(w.issue[i].key, Decision.RETURN_TRIP, case.trips)
    again_h = now + duration(channel.return_law, channel.return_h, channel.return_cv, u)
    if channel.roster != NOBODY:
        again_h = next_open(w.roster[channel.roster], w.change, again_h)
    book(w.calendar, w.live[0], again_h, Event.TRIP, i, 0)
    return Step.REST


@kernel_rule
def come_again(w, i):
    """The resident is at the desk again, unless it was given up meanwhile."""
    case = w.case[i]
    if case.fate != Fate.TRIP:
        return Step.REST
    walk(w, i)
    case.fate = Fate.INTAKE
    case.pool = w.channel[case.channel].desk
    return Step.ENTER
