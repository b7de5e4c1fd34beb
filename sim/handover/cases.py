"""What becomes of every case at the change.

    not reported, or ended        nothing; rows of offices in it get their new numbers
    RELAPSE, LOST                 as they were: the one is thought to be solved, the other is in nobody's hands, so that nobody can hand it over
    TRANSIT (on its way)          arrives when it would have, and is routed then by the new organisation
    at a desk (line, hand, TRIP)  the desk of the channel goes on: as it was. No such desk any more: its papers are registered at the hour of the change
    WAITING                       keeps its place in line if its office still answers for it; enters it anew, as long registered as it is, if the order in
                                  lines is another one; arrives anew at its level if the office is gone or no longer answers
    SERVICE                       put down, and resumed as at the end of a shift in the same office; elsewhere, or under other powers, begun anew
    OFFERED                       stays on the board of a team that goes on; any other offer is withdrawn, the new organisation may make its own
    COUNCIL                       stays on the agenda of a council that goes on. One that is dissolved hands back what it has not heard; what it has
                                  heard and not agreed on goes on without consent
    SIGNING                       the other agencies have it and sign, if its level is there to take it back; else it is routed anew

A level that is no more: its cases begin where their channel enters the new organisation, or wherever its platform sends them. Where a platform takes the
place of rungs, it decides about all that is routed anew. Sources: how offices wind up differs from place to place; the rules above are assumptions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.dice import uniform
from sim.handover.diary import Booking, booked
from sim.handover.match import Ints, Match, follow
from sim.world import Rows, World
from sim.world.codes import NOBODY, Age, Decision, Dispatch, Event, Fate, Stage, Takes

Mask = npt.NDArray[np.bool_]

RANKING = ("discipline", "remind_lifts", "favour", "risk_classes", "risk_accuracy", "bends", "emergencies")
"""Columns of Policy that decide who stands where in a line."""

BEGUN_FIRST = -1.0
"""Rank of a begun job in a line of another order: before all others but emergencies and what leaders have taken up."""


class Handed(NamedTuple):
    """The cases as the new organisation has them."""

    case: Rows
    offer: Rows
    kept: dict[Event, Ints]
    """by kind of appointment, which stay booked (`diary.rewrite`)"""
    unstamped: Mask
    """cases that were to be sent up from a level that is no more"""
    bookings: list[Booking]


class _Table(NamedTuple):
    """Both organisations at the table where files change hands."""

    old: World
    new: World
    same: Match
    case: Rows
    offer: Rows
    now: float


def hand_over(old: World, new: World, same: Match, chamber: Ints, now: float) -> Handed:
    """All cases of a world in which everybody has put down what was in hand, as cases of the new one. Writes lines and docket of `new`.

    chamber   new row of each chamber
    """
    before, case = old.case, old.case.copy()
    offer = old.offer.copy() if len(old.offer) else new.offer
    at = _Table(old, new, same, case, offer, now)
    resumes = np.zeros(len(case), np.bool_)
    resumes[booked(old, Event.RESUMPTION)["who"]] = True
    in_hand = (before["fate"] == Fate.SERVICE) | ((before["fate"] == Fate.TRANSIT) & resumes)  # these at a second change at the same hour
    waits = before["fate"] == Fate.WAITING
    homeless = _renumber(at, chamber)

    at_desk = (before["stage"] == Stage.INTAKE) & (in_hand | waits | (before["fate"] == Fate.TRIP))
    desk = np.where(case["channel"] != NOBODY, new.channel["desk"][case["channel"]], NOBODY)
    goes_on, moves_in_line = _offices(at, ~homeless & (before["stage"] == Stage.WORK) & (in_hand | waits))
    goes_on |= at_desk & (desk != NOBODY)
    case["pool"] = np.where(at_desk, desk, case["pool"])
    posted = _boards(at, homeless)
    undone = _undone(at, homeless) & ~posted
    anew = ((in_hand | waits | at_desk) & ~goes_on) | undone
    again = goes_on & (in_hand | (waits & moves_in_line))
    stands = goes_on & waits & ~again

    _book_waits(at, anew | again)
    _register(at, np.flatnonzero(at_desk & ~goes_on))
    again |= _route_anew(at, anew)
    case["fate"][again | anew] = Fate.TRANSIT
    _line_up(at, stands)
    _pin(at, posted)
    _choose_other_ways(at)
    rows = np.arange(len(case))
    kept = {event: np.where(mask, rows, NOBODY) for event, mask in {
        Event.ARRIVAL: (before["fate"] == Fate.TRANSIT) & ~in_hand, Event.SIGNATURE: case["fate"] == Fate.SIGNING,
        Event.TRIP: case["fate"] == Fate.TRIP, Event.ESCALATION: stands, Event.FALLBACK: posted,
    }.items()}  # fmt: skip
    bookings = [_in_order(Event.RESUMPTION, again, case["ticket"], now), _in_order(Event.ARRIVAL, anew & ~again, case["registered_h"], now)]
    return Handed(case, offer, kept, homeless, bookings)


def _in_order(kind: Event, which: Mask, by: npt.NDArray[np.generic], now: float) -> Booking:
    rows = np.flatnonzero(which)
    return Booking(kind, rows[np.argsort(by[rows], kind="stable")], now)


def _renumber(at: _Table, chamber: Ints) -> Mask:
    """Rows of the old organisation become rows of the new one. Returns the open cases whose level is no more; they begin where their channel enters."""
    old, same, case = at.old, at.same, at.case
    going_on = np.append(same.council[old.chamber["council"]] != NOBODY, False)
    unheard = (case["fate"] == Fate.COUNCIL) & (case["meetings"] == 0) & ~going_on[case["chamber"]]
    case["chamber"] = np.where(unheard, NOBODY, follow(case["chamber"], chamber))
    level = follow(case["level"], same.level)
    homeless: Mask = (case["level"] != NOBODY) & (level == NOBODY) & (case["fate"] < Fate.PREVENTED)
    case["level"], case["channel"] = level, follow(case["channel"], same.channel)
    begins = homeless.copy()
    if old.policy[0].dispatch != at.new.policy[0].dispatch:  # what has not reached any office yet goes where the new rule sends it
        begins |= (case["fate"] == Fate.TRANSIT) & (case["visits"] == 0) & (case["hops"] == 0)
    case["level"][begins] = _entry_level(at, np.flatnonzero(begins))
    case["pool"], case["handed"] = follow(case["pool"], same.pool), follow(case["handed"], same.pool)
    if len(old.offer):
        at.offer["level"], at.offer["rung"] = follow(at.offer["level"], same.level), follow(at.offer["rung"], same.handler)
    on_agenda = (case["fate"] == Fate.COUNCIL) & going_on[old.case["chamber"]]
    for link in ("child", "after", "before"):  # lines are formed anew
        case[link][~on_agenda] = NOBODY
    return homeless


def _entry_level(at: _Table, rows: Ints) -> Ints:
    """Level where cases (rows) begin: their channel's in a hierarchy; -1, wherever a platform sends them, or the lowest that can for what a patrol found."""
    channel = at.case["channel"][rows]
    by_channel = (channel != NOBODY) & (channel != len(at.new.channel) - 1) & (at.new.policy[0].dispatch == Dispatch.HIERARCHICAL)
    return np.where(by_channel, at.new.channel["level"][channel], NOBODY).astype(np.int64)


def owner(world: World, rows: Ints, level: Ints, category: Ints) -> Ints:
    """Pool that answers for a category at the entrance of each issue (rows) at a level, as `engine.route` finds it; -1 if none."""
    entrance = world.issue["entrance"][rows]
    unit = world.seat[entrance, level]
    found = world.owner[unit, category]
    if len(world.special_owner):
        found = np.where(world.entrance["special"][entrance] != 0, world.special_owner[unit, category], found)
    return np.where(level == NOBODY, NOBODY, found).astype(np.int64)


def _offices(at: _Table, which: Mask) -> tuple[Mask, Mask]:
    """Of the cases at an office (mask): whose office goes on and still answers for them; and whose place in line there is another.

    A begun job that is to be gone on with under other powers or by people of other skill is begun anew: what can be done here was decided on the way.
    """
    old, new, case, rows = at.old, at.new, at.case, np.flatnonzero(which)
    goes_on, moves = np.zeros(len(which), np.bool_), np.zeros(len(which), np.bool_)
    level, pool = case["level"][rows].astype(np.int64), case["pool"][rows]
    was_level, was_pool, kind = old.case["level"][rows], old.case["pool"][rows], old.issue["category"][rows].astype(np.int64)
    asked = np.where(case["lawsuit"][rows] != 0, int(new.policy[0].legal_category), kind)
    helps = (new.pool["team"][pool] != NOBODY) & (old.pool["team"][was_pool] != NOBODY)
    same = (pool != NOBODY) & (level != NOBODY) & (helps | (owner(new, rows, level, asked) == pool))
    same &= new.level["escalate_h"][level] == old.level["escalate_h"][was_level]
    same &= bool(new.policy[0].dispatch == old.policy[0].dispatch)
    powers = (new.remit[level, kind] == old.remit[was_level, kind]) & (new.skill[pool, kind] == old.skill[was_pool, kind])
    case["left_h"][rows[same & ~powers]] = -1.0
    goes_on[rows[same]] = True
    if not _same_order(old, new):
        moves[rows] = True
    else:
        moves[rows] = new.channel["lift"][case["channel"][rows]] != old.channel["lift"][old.case["channel"][rows]]
    case["rank"][goes_on & moves & (case["left_h"] >= 0)] = BEGUN_FIRST
    return goes_on, moves


def _same_order(old: World, new: World) -> bool:
    """Whether the same cases stand in the same order in a line of both organisations, but for what their channel gives them."""
    rules = all(old.policy[name][0] == new.policy[name][0] for name in RANKING)
    return rules and np.array_equal(old.emergency, new.emergency) and np.array_equal(old.scorecard, new.scorecard) and np.array_equal(old.category, new.category)


def _boards(at: _Table, homeless: Mask) -> Mask:
    """Offers on the board of a team that goes on, still looks at a board, and is still asked first."""
    old, new, case = at.old, at.new, at.case
    posted: Mask = (old.case["fate"] == Fate.OFFERED) & (case["pool"] != NOBODY) & (case["level"] != NOBODY) & ~homeless
    if not len(new.team):
        return np.zeros(len(case), np.bool_)
    rows = np.flatnonzero(posted)
    pool, was_pool, level = case["pool"][rows], old.case["pool"][rows], case["level"][rows].astype(np.int64)
    boards = (new.pool["team"][pool] != NOBODY) & (new.team["takes"][new.pool["team"][pool]] == Takes.BOARD)
    boards &= old.team["takes"][old.pool["team"][was_pool]] == Takes.BOARD
    posted[rows] = boards & (new.first_offer[new.seat[old.issue["entrance"][rows], level], old.issue["category"][rows]] == pool)
    return posted


def _undone(at: _Table, homeless: Mask) -> Mask:
    """What waits elsewhere than in a line and has to be taken up by the new organisation: offers, dissolved councils, sign-offs for nobody."""
    old, new, case, fate = at.old, at.new, at.case, at.old.case["fate"]
    going_on = np.append(at.same.council[old.chamber["council"]] != NOBODY, False)
    undone: Mask = (fate == Fate.OFFERED) | ((fate == Fate.COUNCIL) & ~going_on[old.case["chamber"]])
    signing = np.flatnonzero(fate == Fate.SIGNING)
    back_to = np.where(case["pool"][signing] != NOBODY, case["pool"][signing],
                       owner(new, signing, case["level"][signing].astype(np.int64), old.issue["category"][signing].astype(np.int64)))
    case["pool"][signing] = back_to
    undone[signing] = homeless[signing] | (back_to == NOBODY)
    return undone


def _book_waits(at: _Table, leaves: Mask) -> None:
    """Cases that leave the place where they waited (mask) have waited there until now."""
    case, fate, spent = at.case, at.old.case["fate"], at.now - at.old.case["entered_h"]
    lined = leaves & ((fate == Fate.WAITING) | (fate == Fate.OFFERED))
    case["waited_h"][lined] += spent[lined]
    at_desk = leaves & ((fate == Fate.WAITING) | (fate == Fate.SERVICE)) & (case["stage"] == Stage.INTAKE)
    case["resident_h"][at_desk] += spent[at_desk]
    heard = leaves & (fate == Fate.COUNCIL)
    case["council_h"][heard] += spent[heard]
    offered = np.flatnonzero(leaves & (fate == Fate.OFFERED))
    team = at.old.pool["team"][at.old.case["pool"][offered]]
    away = offered[at.old.team["takes"][team] != Takes.LINE]
    at.offer["offered_h"][away] += spent[away]


def _register(at: _Table, rows: Ints) -> None:
    """What is at a desk that is no more is registered now."""
    at.case["registered_h"][rows], at.case["stage"][rows] = at.now, Stage.WORK
    at.case["level"][rows] = _entry_level(at, rows)
    for leader in at.new.leader:
        at.new.docket[leader.registered : leader.registered + len(rows)] = rows
        leader.registered += len(rows)


def _route_anew(at: _Table, anew: Mask) -> Mask:
    """Cases (mask) begin anew at their level, or wherever a platform sends them. Returns those that go to the lawyers of the place instead."""
    new, case, rows = at.new, at.case, np.flatnonzero(anew)
    case["left_h"][rows], case["refused"][rows] = -1.0, 0
    if len(at.offer):
        at.offer["level"][rows] = NOBODY
    if new.policy[0].dispatch != Dispatch.HIERARCHICAL:
        case["level"][rows] = NOBODY
    to_lawyers = np.zeros(len(case), np.bool_)
    sued = rows[case["lawsuit"][rows] != 0]
    if not len(sued):
        return to_lawyers
    if new.policy[0].legal_category == NOBODY:  # law is no longer work of this place: whose category it is sees it through
        new.policy[0].legal_category = at.old.policy[0].legal_category
    for level in new.climb[::-1]:
        lawyers = owner(new, sued, np.full(len(sued), level), np.full(len(sued), int(new.policy[0].legal_category)))
        found = lawyers != NOBODY
        case["level"][sued[found]], case["pool"][sued[found]] = level, lawyers[found]
        to_lawyers[sued[found]] = True
    return to_lawyers


def _line_up(at: _Table, stands: Mask) -> None:
    """Cases (mask) stand in the lines of their pools in their order: a heap in which everybody has one child is one too."""
    case, line, rows = at.case, at.new.pool, np.flatnonzero(stands)
    rows = rows[np.lexsort((case["ticket"][rows], case["rank"][rows], case["pool"][rows]))]
    pool = case["pool"][rows]
    follows = pool[1:] == pool[:-1]
    case["child"][rows[:-1][follows]] = rows[1:][follows]
    case["before"][rows[1:][follows]] = rows[:-1][follows]
    first = np.flatnonzero(np.append(True, ~follows))[: len(rows)]
    line["line"][pool[first]] = rows[first]
    line["waiting"] = np.bincount(pool, minlength=len(line))


def _pin(at: _Table, posted: Mask) -> None:
    """Offers (mask) are on the boards of their teams, the most attractive first."""
    case, rows = at.case, np.flatnonzero(posted)
    rows = rows[np.lexsort((case["ticket"][rows], case["rank"][rows], case["pool"][rows]))]
    team = at.new.pool["team"][case["pool"][rows]]
    follows = team[1:] == team[:-1]
    case["after"][rows[:-1][follows]] = rows[1:][follows]
    case["before"][rows[1:][follows]] = rows[:-1][follows]
    at.new.team["board"][team[::-1]], at.new.team["board_last"][team] = rows[::-1], rows
    at.new.team["posted"] = np.bincount(team, minlength=len(at.new.team))


def _choose_other_ways(at: _Table) -> None:
    """Who was going to report on a way that is no more does so at the same hour on another, chosen by the same chance among those there are."""
    new, case, count = at.new, at.case, len(at.new.channel) - 1
    who = booked(at.old, Event.REPORT)["who"]
    for i in who[(case["fate"][who] == Fate.NOTICED) & (case["channel"][who] == NOBODY)]:
        issue = new.issue[i]
        person = at.old.resident[issue.resident]
        appeal = new.appeal[person.group, :count].copy()
        if new.policy[0].ways:
            appeal *= new.access["nearness"][int(person.age == Age.ELDER or bool(person.vulnerable)), issue.entrance, :count]
        below = np.cumsum(appeal)
        with np.errstate(over="ignore"):
            left = below[-1] * uniform(issue.key, int(Decision.CHANNEL), 0)
        case["channel"][i] = min(int(np.searchsorted(below, left, side="right")), count - 1)


__all__ = ["Handed", "hand_over", "owner"]
