"""Leaders' sessions: the longest open cases get a key that opens doors (science 4.5, F18, L6).

The key stands for a leader who asks: other agencies sign at once, no office mislays it, referrals take no time, the level
that has it may decide it, and it is served first. It does not make anybody more skilled, and others wait longer for it.
"""

from __future__ import annotations

from sim.compiled import kernel_rule
from sim.engine.calendar import book
from sim.engine.line import leave, stand
from sim.engine.precedence import FRONT
from sim.world.codes import Event, Fate, Step


@kernel_rule
def enter_docket(leader, docket, i):
    """Case i has been registered: the last of the docket of a body of leaders (row)."""
    docket[leader.registered] = i
    leader.registered += 1


@kernel_rule
def _take_up(w, i, now):
    """Case i, stuck, gets the key; what it waits for happens at once."""
    case = w.case[i]
    case.keyed = 1
    if case.fate == Fate.SIGNING:
        book(w.calendar, w.live[0], now, Event.SIGNATURE, i, 0)
    elif case.fate == Fate.LOST:
        case.fate = Fate.TRANSIT
        book(w.calendar, w.live[0], now, Event.ARRIVAL, i, 0)
    elif case.fate == Fate.WAITING:
        leave(w.case, w.pool[case.pool], i)
        case.rank -= FRONT
        stand(w.case, w.pool[case.pool], i)


@kernel_rule
def hold_session(w, row, now):
    """A session: the oldest registered cases that are stuck, up to the cap. The docket is walked from the first not settled."""
    leader = w.leader[row]
    book(w.calendar, w.live[0], now + leader.every_h, Event.SESSION, row, 0)
    leader.sessions += 1
    taken = 0
    at = leader.settled
    while at < leader.registered and taken < leader.cap:
        i = w.docket[at]
        case = w.case[i]
        if now - case.registered_h < leader.stuck_after_h:
            break
        if case.fate >= Fate.PREVENTED or case.keyed:
            if at == leader.settled:
                leader.settled += 1
        elif case.fate == Fate.TRANSIT or case.fate == Fate.WAITING or case.fate == Fate.SIGNING or case.fate == Fate.LOST:
            _take_up(w, i, now)
            taken += 1
        at += 1
    leader.unblocked += taken
    leader.spent_h += taken * leader.hours_per_case
    return Step.REST
