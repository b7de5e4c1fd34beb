"""Cases offered to people who may decline: rung one after another, or posted on a board; and who takes them back.

A level offers a case once, before its regular owner gets it. Ring until accept: the people of the team on duty and free are
rung, the longest idle first; each call takes time; the first who accepts begins. Board: each person looks at random times and
takes the first case accepted, the most attractive first. What nobody takes goes to the regular owner of the level, or up.

Those who look at lines are offered nothing: at random times they look at what waits for the regular owner of their unit, and
may take what attracts them most.
"""

from __future__ import annotations

import math

import numpy as np

from sim.compiled import called_rule, kernel_rule
from sim.dice import uniform
from sim.engine.accept import book_look, chance, draw_of_case
from sim.engine.calendar import book
from sim.engine.hands import begin_case, stop_resting
from sim.engine.line import leave, next_in_walk
from sim.engine.precedence import rank_of
from sim.world.codes import NOBODY, Decision, Event, Fate, Step, Takes

CALLS_PER_OFFER = 2**32
"""Numbers of calls that one offer may use."""


@called_rule
def is_offered_first(w, i):
    """Whether case i, at a level, has still to be offered there to people who may decline."""
    issue = w.issue[i]
    level = w.case[i].level
    return w.offer[i].level != level and w.first_offer[w.seat[issue.entrance, level], issue.category] != NOBODY


@kernel_rule
def _put_on_offer(w, i, now):
    """Case i begins to be offered at its level; returns the row of the team."""
    case = w.case[i]
    own = w.offer[i]
    issue = w.issue[i]
    case.pool = w.first_offer[w.seat[issue.entrance, case.level], issue.category]
    case.fate = Fate.OFFERED
    case.entered_h = now
    if math.isnan(case.assigned_h):
        case.assigned_h = now
    w.pool[case.pool].arrivals += 1
    case.ticket = w.live[0].tickets
    w.live[0].tickets += 1
    own.level = case.level
    own.offers += 1
    own.rings = 0
    own.rung = NOBODY
    own.rung_h = -math.inf
    t = w.pool[case.pool].team
    if w.team[t].fallback_h < math.inf:
        book(w.calendar, w.live[0], now + w.team[t].fallback_h, Event.FALLBACK, i, own.offers)
    return t


@kernel_rule
def _draw(w, t, i):
    """The draw of case i on the people of team t."""
    team = w.team[t]
    issue = w.issue[i]
    return draw_of_case(team, w.interest[t, issue.category], issue, w.pool[team.pool], w.entrance[issue.entrance])


@kernel_rule
def _accepts(w, t, h, i, draw, now):
    """Ask handler h of team t about case i of that draw."""
    own = w.offer[i]
    helper = w.helper[h]
    u = uniform(w.issue[i].key, Decision.ACCEPTANCE, own.calls)
    own.calls += 1
    helper.asked += 1
    return u < chance(w.team[t], helper, w.pool[w.team[t].pool].handlers, draw, now)


@kernel_rule
def _post(w, t, i, now):
    """Pin case i to the board behind all that are at least as attractive; those who sleep begin to look."""
    team = w.team[t]
    case = w.case
    own = case[i]
    own.rank = -_draw(w, t, i)
    before = team.board_last
    while before != NOBODY and case[before].rank > own.rank:
        before = case[before].before
    own.before = before
    own.after = team.board if before == NOBODY else case[before].after
    if before == NOBODY:
        team.board = i
    else:
        case[before].after = i
    if own.after == NOBODY:
        team.board_last = i
    else:
        case[own.after].before = i
    team.posted += 1
    pool = w.pool[team.pool]
    for h in range(pool.first_handler, pool.first_handler + pool.handlers):
        if not w.helper[h].looking:
            book_look(w, team, h, now)


@kernel_rule
def stop_offering(w, i, now):
    """Case i is on offer no longer: off the board, the time it waited booked."""
    case = w.case[i]
    team = w.team[w.pool[case.pool].team]
    if team.takes == Takes.BOARD:
        if case.before == NOBODY:
            team.board = case.after
        else:
            w.case[case.before].after = case.after
        if case.after == NOBODY:
            team.board_last = case.before
        else:
            w.case[case.after].before = case.before
        case.after = NOBODY
        case.before = NOBODY
        team.posted -= 1
    if team.takes != Takes.LINE:
        w.offer[i].offered_h += now - case.entered_h


@kernel_rule
def _next_to_ring(handlers, pool, cap, own, key):
    """Who is rung after the last: the idle longest of those idle for a shorter time. NOBODY if all have been rung.

    Those who came on duty together are rung in the order of the list, begun anywhere (by the key of the issue): else the same
    few would be asked every time.
    """
    n = pool.handlers
    if own.rings >= min(cap, n):
        return NOBODY
    start = pool.first_handler + np.int64(n * uniform(key, Decision.RING_START, own.offers - 1))
    last_place = (own.rung - start) % n
    best = NOBODY
    best_place = n
    h = pool.idle
    while h != NOBODY and (best == NOBODY or handlers[h].changed_h <= handlers[best].changed_h):
        since_h = handlers[h].changed_h
        place = (h - start) % n
        if (since_h > own.rung_h or (since_h == own.rung_h and place > last_place)) and place < best_place:
            best = h
            best_place = place
        h = handlers[h].idle_next
    return best


@kernel_rule
def _call_number(own):
    """Number of the present call of a case (row of Offer), unlike that of any other offer of it."""
    return own.offers * CALLS_PER_OFFER + own.rings


@kernel_rule
def offer(w, i, now):
    """Case i is put on offer, or the person rung last, or who took it from the board, answers."""
    case = w.case[i]
    own = w.offer[i]
    answered = case.fate == Fate.OFFERED
    t = w.pool[case.pool].team if answered else _put_on_offer(w, i, now)
    team = w.team[t]
    if team.takes == Takes.BOARD and not answered:
        _post(w, t, i, now)
        return Step.REST
    draw = _draw(w, t, i)
    while True:
        if answered:
            hand = w.handler[own.rung]
            free = hand.on_duty and not hand.busy  # who was called away meanwhile gives no answer
            if team.takes != Takes.RING or (_accepts(w, t, own.rung, i, draw, now) and free):
                stop_offering(w, i, now)
                if math.isnan(own.taken_h):
                    own.taken_h = now
                w.helper[own.rung].accepted += 1
                case.rank = rank_of(w, i)  # should it be put down
                stop_resting(w.handler, w.pool[hand.pool], own.rung)
                begin_case(w, own.rung, i, now, 0.0)
                return Step.REST
        h = _next_to_ring(w.handler, w.pool[team.pool], team.call_cap, own, w.issue[i].key)
        if h == NOBODY:
            return _hand_back(w, i, now)
        own.rung = h
        own.rung_h = w.handler[h].changed_h
        own.rings += 1
        if team.call_h > 0.0:
            book(w.calendar, w.live[0], now + team.call_h, Event.ANSWER, i, _call_number(own))
            return Step.REST
        answered = True


@kernel_rule
def _hand_back(w, i, now):
    """Nobody took case i: its wait is booked, and it is sent on from its level."""
    stop_offering(w, i, now)
    w.case[i].waited_h += now - w.case[i].entered_h
    w.case[i].fate = Fate.TRANSIT
    return Step.ROUTE


@kernel_rule
def answer(case, own, stamp):
    """Somebody who was rung, or who looked, answers; void if the offer ended meanwhile (rows, stamp of the call)."""
    return Step.OFFER if case.fate == Fate.OFFERED and _call_number(own) == stamp else Step.REST


@kernel_rule
def fall_back(w, i, now, stamp):
    """An offer has run out. Void if it was taken or handed back before."""
    if w.case[i].fate != Fate.OFFERED or w.offer[i].offers != stamp:
        return Step.REST
    return _hand_back(w, i, now)


@kernel_rule
def _most_attractive(w, t):
    """The case that waits, untouched, for an owner in the unit of team t and attracts its people most; ties by ticket; NOBODY."""
    pool = w.pool[w.team[t].pool]
    best = NOBODY
    best_draw = 0.0
    for k in range(w.helps.shape[1]):
        p = w.owner[pool.unit, k] if w.helps[t, k] else NOBODY
        i = w.pool[p].line if p != NOBODY else NOBODY
        while i != NOBODY:
            if w.issue[i].category == k and w.case[i].left_h < 0.0:
                draw = _draw(w, t, i)
                if best == NOBODY or draw > best_draw or (draw == best_draw and w.case[i].ticket < w.case[best].ticket):
                    best = i
                    best_draw = draw
            i = next_in_walk(w.case, i)
    return best


@kernel_rule
def _look_at_lines(w, t, h, now):
    """Handler h of team t considers the most attractive case that waits; if accepted, it leaves its line for h at once."""
    i = _most_attractive(w, t)
    if i != NOBODY and _accepts(w, t, h, i, _draw(w, t, i), now):
        own = w.offer[i]
        leave(w.case, w.pool[w.case[i].pool], i)
        w.case[i].fate = Fate.OFFERED
        w.case[i].pool = w.team[t].pool
        w.pool[w.team[t].pool].arrivals += 1
        own.offers += 1
        own.rings = 1
        own.rung = h
        book(w.calendar, w.live[0], now, Event.ANSWER, i, _call_number(own))


@kernel_rule
def look(w, h, now):
    """Handler h looks, if free. At the board: the first case accepted is taken, at once, the most attractive first."""
    handler = w.handler[h]
    t = w.pool[handler.pool].team
    team = w.team[t]
    w.helper[h].looking = 0
    if team.takes == Takes.LINE:
        if handler.on_duty and not handler.busy:
            _look_at_lines(w, t, h, now)
        book_look(w, team, h, now)
        return Step.REST
    if handler.on_duty and not handler.busy:
        i = team.board
        while i != NOBODY:
            if _accepts(w, t, h, i, -w.case[i].rank, now):
                w.offer[i].rung = h
                w.offer[i].rings += 1
                book(w.calendar, w.live[0], now, Event.ANSWER, i, _call_number(w.offer[i]))
                break
            i = w.case[i].after
    if team.board != NOBODY:
        book_look(w, team, h, now)
    return Step.REST
