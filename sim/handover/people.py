"""Hands at the change: everybody puts down what is in hand; who has the same post after it stays the same person; rosters open at any hour of any week."""

from __future__ import annotations

import math

import numpy as np

from sim.clock import HOURS_PER_WEEK
from sim.engine.accept import FULL_DAY_H
from sim.handover.diary import Booking, booked, one
from sim.handover.match import Ints, Match, follow
from sim.world import Rows, World
from sim.world.codes import NOBODY, Chore, Event, Stage, Takes
from sim.world.issue import Visit

ONCE = (Chore.PATROL, Chore.VISIT, Chore.TRAINING)
"""Chores of which at most one is owed: a missed one is not made up for (`engine.shift`)."""

LAWS = ("gap_h", "gap_law", "task_h", "task_law")
LEARNED = ("trained", "practice", "practised_h")
HELPING = ("active", "fatigue", "fatigue_h", "look_h", "looks", "looking")


def put_down(old: World, now: float) -> World:
    """The same world after everybody has put down the job or chore in hand and left, as at the end of a shift; a copy where it differs.

    A case put down keeps its fate SERVICE here: the caller says what becomes of it.
    """
    world = old._replace(handler=old.handler.copy(), case=old.case.copy(), duty=old.duty.copy(), offer=old.offer.copy(), helper=old.helper.copy())
    hand, duty = world.handler, world.duty
    on = hand["on_duty"] != 0
    hand["duty_h"][on] += now - hand["changed_h"][on]
    runs = on[:, np.newaxis] & (duty["gap_h"] > 0)
    duty["due_h"][runs] -= now
    for h in np.flatnonzero((hand["busy"] != 0) & (hand["chore"] != NOBODY)):
        own = duty[h, int(hand["chore"][h])]
        own.left_h = hand["finish_h"][h] - now
        if hand["chore"][h] not in ONCE or own.owed == 0:
            own.owed += 1
    return _put_cases_down(world, now)


def _put_cases_down(world: World, now: float) -> World:
    rows = np.flatnonzero((world.handler["busy"] != 0) & (world.handler["case"] != NOBODY))
    hand, case = world.handler[rows], world.case
    i, spent = hand["case"], now - hand["start_h"]
    case["left_h"][i] = hand["finish_h"] - np.maximum(now, hand["arrive_h"])
    on_the_way = i[(case["stage"][i] == Stage.WORK) & (now < case["contacted_h"][i])]
    case["contacted_h"][on_the_way] = np.nan
    case["worked_h"][i] += spent
    if len(world.team):
        team = world.pool["team"][hand["pool"]]
        helps = team != NOBODY
        world.offer["helped_h"][i[helps]] += spent[helps]
        who, helper = rows[helps], world.helper
        faded = np.exp(-(now - helper["fatigue_h"][who]) / world.team["recovery_h"][team[helps]])
        helper["fatigue"][who] = helper["fatigue"][who] * faded + spent[helps] / FULL_DAY_H
        helper["fatigue_h"][who] = now
    if not world.policy[0].records_visits:
        return world
    count = int(world.live[0].visits)
    added = Visit.allocate(len(rows))
    added["case"], added["handler"], added["stage"], added["entered_h"] = i, rows, case["stage"][i], case["entered_h"][i]
    added["start_h"], added["finish_h"], added["interrupted"] = hand["start_h"], now, 1
    live = world.live.copy()
    live[0].visits += len(rows)
    return world._replace(visit=np.concatenate([world.visit[:count], added]).view(np.recarray), live=live)


def staff(old: World, new: World, same: Match, now: float) -> tuple[dict[Event, Ints], list[Booking]]:
    """Bring the people and rosters of the new world to `now`; what stays booked about them, and what is booked. Writes `new`."""
    new.handler["changed_h"] = now
    stayed = np.flatnonzero(same.handler != NOBODY)
    there = same.handler[stayed]
    for name in LEARNED:
        new.handler[name][there] = old.handler[name][stayed]
    _keep_chores(old, new, stayed, there)
    kept = {Event.HIRING: _keep_jobs(old, new, stayed, there, same)}
    bookings = _open_rosters(new, now)
    if len(new.team):
        teams, more = _open_teams(old, new, same, now)
        kept |= teams
        bookings += more
    return kept, bookings


def _keep_chores(old: World, new: World, stayed: Ints, there: Ints) -> None:
    """Chores of the same laws go on where they are: duty time still to go, forms owed, a round put down."""
    ours, theirs = old.duty[stayed], new.duty[there]
    alike = np.logical_and.reduce([ours[name] == theirs[name] for name in LAWS])
    moved = ours.copy()
    moved["since_h"] -= old.handler["duty_h"][stayed][:, np.newaxis]  # hours on duty are counted anew
    new.duty[there] = np.where(alike, moved, theirs)
    new.handler["owes"] = new.duty["owed"].sum(axis=1)


def _keep_jobs(old: World, new: World, stayed: Ints, there: Ints, same: Match) -> Ints:
    """Vacancies that have been filled, or promised to somebody who is still learning the job, stay so; the rows of those who are to come."""
    coming = np.isin(stayed, booked(old, Event.HIRING)["who"])
    still_open = np.isinf(new.handler["hired_h"][there])
    new.handler["hired_h"][there[still_open]] = old.handler["hired_h"][stayed[still_open]]
    taken = there[still_open & (coming | np.isfinite(old.handler["hired_h"][stayed]))]
    new.vacancy["promised"][np.isin(new.vacancy["handler"], taken)] = 1
    hired = same.handler.copy()
    hired[stayed[~still_open]] = NOBODY
    return hired


def _open_rosters(new: World, now: float) -> list[Booking]:
    """The state of each roster at this hour of this week; one that is on comes on now, without a change, as at hour 0."""
    bookings = []
    for r, roster in enumerate(new.roster):
        number = changes_before(roster, new.change, now)
        at_h = change_hour(roster, new.change, number) if roster.changes else math.inf
        if number:
            roster.on = new.change["on"][roster.first + (number - 1) % roster.changes]
            roster.until_h = at_h
        if roster.on and at_h > now:
            roster.next, at_h = number - 1, now
        else:
            roster.on, roster.next = 0, number
        if at_h < math.inf:
            bookings.append(one(Event.ROSTER, r, at_h))
    return bookings


def change_hour(roster: Rows, change: Rows, number: int) -> float:
    """Time of change `number` (0, 1, 2, ...) of a roster (row) since hour 0, as the engine has it (`engine.opening.change_time`)."""
    week = number // roster.changes * roster.every + roster.phase
    return float(week * HOURS_PER_WEEK + change["hour"][roster.first + number % roster.changes])


def changes_before(roster: Rows, change: Rows, now: float) -> int:
    """How many changes of a roster (row) lie before `now`."""
    if not roster.changes:
        return 0
    cycles = math.floor((now / HOURS_PER_WEEK - roster.phase) / roster.every) - 2  # a shift may reach far into the next week
    number = max(0, int(cycles) * int(roster.changes))
    while change_hour(roster, change, number) < now:
        number += 1
    return number


def _open_teams(old: World, new: World, same: Match, now: float) -> tuple[dict[Event, Ints], list[Booking]]:
    """Who may decline: the same people are as active, as tired and as attentive as before; teams that are new begin with their first week."""
    kept = {Event.LOOK: np.full(len(old.handler), NOBODY, np.int64), Event.TURNOVER: np.full(len(old.team), NOBODY, np.int64)}
    for t, team in enumerate(old.team):
        to = follow(np.array([team.pool]), same.pool)[0]
        to_team = int(new.pool["team"][to]) if to != NOBODY else NOBODY
        if to_team == NOBODY:
            continue
        kept[Event.TURNOVER][t] = to_team
        new.team[to_team].weeks = team.weeks
        _keep_helpers(old, new, same, t, to_team, kept[Event.LOOK])
    first = new.pool["first_handler"][new.team["pool"]]
    for t, team in enumerate(new.team):
        people = slice(int(first[t]), int(first[t] + new.pool["handlers"][team.pool]))
        team.active = new.helper["active"][people].sum()
    moving = (new.team["leave_per_h"] > 0) | (new.team["join_per_h"] > 0)
    kept[Event.TURNOVER] = np.where(np.append(moving, False)[kept[Event.TURNOVER]], kept[Event.TURNOVER], NOBODY)
    begun = moving.copy()
    booked_now = follow(booked(old, Event.TURNOVER)["who"], kept[Event.TURNOVER]) if len(old.team) else np.zeros(0, np.int64)
    begun[booked_now[booked_now != NOBODY]] = False
    looks = kept[Event.LOOK][booked(old, Event.LOOK)["who"]]
    new.helper["looking"] = 0
    new.helper["looking"][looks[looks != NOBODY]] = 1
    return kept, [Booking(Event.TURNOVER, np.flatnonzero(begun), now + HOURS_PER_WEEK)]


def wake(new: World, now: float) -> list[Booking]:
    """Whoever has something to look at, a line or a board with something on it, and no look booked, looks now. Writes `new`."""
    if not len(new.team):
        return []
    team = new.pool["team"][new.handler["pool"]]
    watches = (team != NOBODY) & ((new.team["takes"][team] == Takes.LINE) | (new.team["posted"][team] > 0)) & (new.helper["looking"] == 0)
    new.helper["looking"][watches] = 1
    return [Booking(Event.LOOK, np.flatnonzero(watches), now)]


def _keep_helpers(old: World, new: World, same: Match, t: int, to_team: int, looks: Ints) -> None:
    """The people of team t who are in it after the change; their clocks of looks run on if they look as often and at the same. Writes `looks`."""
    own, other = old.team[t], new.team[to_team]
    first = int(old.pool["first_handler"][own.pool])
    rows = np.arange(first, first + int(old.pool["handlers"][own.pool]))
    rows = rows[same.handler[rows] != NOBODY]
    as_before = own.takes == other.takes and own.look_per_h == other.look_per_h
    for name in HELPING if as_before else ("active", "fatigue", "fatigue_h"):
        new.helper[name][same.handler[rows]] = old.helper[name][rows]
    if as_before:
        looks[rows] = same.handler[rows]


__all__ = ["change_hour", "changes_before", "put_down", "staff", "wake"]
