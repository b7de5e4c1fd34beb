"""Identities that hold exactly in every run, whatever the scenario. A failed one is an error, not a footnote."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.balance import on_agendas, unbalanced
from sim.clock import HOURS_PER_WEEK
from sim.engine.absence import Absence
from sim.engine.calendar import SERIALS
from sim.errors import CheckError
from sim.world import World
from sim.world.codes import NOBODY, Event, Exit, Fate

TOLERANCE = 1e-9
"""Relative tolerance of sums of floating-point hours."""


def verify(world: World, end_h: float, absence: Absence | None = None) -> dict[str, float | int]:
    """Check a settled world; returns the figures shown with every result. Raises CheckError naming the first that fails.

    Where an organisation took over in the middle of a run, its books are held against what happened since (`live.opened_h`).

    absence   who was kept away, and when: those hours of the rosters are not duty
    """
    for sentence in unbalanced(world):
        _require(False, sentence)
    return {**_conservation(world, end_h), **_little(world, end_h), **_lines(world), **_staff_hours(world, end_h, absence), **_money(world),
            **_leaders(world)}


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise CheckError(f"a check failed, the run is not to be trusted: {sentence}")


def _conservation(world: World, end_h: float) -> dict[str, float | int]:
    """Every issue that occurred is in exactly one fate, and its times fit its fate."""
    fate, case = world.case["fate"], world.case
    occurred = world.issue["occur_h"] < end_h
    _require(bool(np.all((fate == Fate.UNBORN) == ~occurred)), "an issue occurred and was not taken up, or the reverse")
    ended = fate >= Fate.PREVENTED
    _require(bool(np.all(ended == ~np.isnan(case["ended_h"]))), "an issue has an end without a fate, or the reverse")
    reported = ~np.isnan(case["reported_h"])
    unreported = np.isin(fate, [Fate.UNBORN, Fate.LATENT, Fate.NOTICED, Fate.PREVENTED, Fate.COVERED, Fate.SELF_RESOLVED, Fate.SELF_MANAGED])
    unreported &= case["exit"] != Exit.PRIVATE  # settled privately after the organisation had been told
    _require(not np.any(reported & unreported & occurred & (fate != Fate.UNBORN)), "a reported issue counts as unreported")
    open_cases = int(np.sum(reported & ~ended))
    _require(open_cases == int(world.live[0].open_cases), "open cases do not add up")
    found = int(ended.sum()) + int(np.sum(_in_its_place(world) & occurred & ~ended))
    _require(found == int(occurred.sum()), f"{int(occurred.sum()) - found} open issues are nowhere: nothing will happen to them")
    return {"issues": int(occurred.sum()), "issues_accounted": found, "open_cases": open_cases}


AWAITED = {
    Fate.LATENT: (Event.NOTICE,),
    Fate.NOTICED: (Event.REPORT, Event.SELF_RESOLUTION),
    Fate.INTAKE: (Event.REPORT,),
    Fate.TRANSIT: (Event.ARRIVAL, Event.RESUMPTION),
    Fate.SIGNING: (Event.SIGNATURE,),
    Fate.RELAPSE: (Event.RETURN,),
    Fate.TRIP: (Event.TRIP,),
    Fate.OFFERED: (Event.ANSWER,),
}
"""What must be in the calendar for an issue of each fate; of a noticed one that never goes away by itself, nothing."""


def _in_its_place(world: World) -> npt.NDArray[np.bool_]:
    """Which issues are where their fate says: in the calendar, in somebody's hand, or in a line."""
    fate, placed = world.case["fate"], np.zeros(len(world.case), np.bool_)
    booked = world.calendar[: int(world.live[0].booked)]
    kind, who = booked["order"] // SERIALS, booked["who"]
    for at, events in AWAITED.items():
        expected = np.zeros(len(fate), np.bool_)
        expected[who[np.isin(kind, events)]] = True
        placed |= (fate == at) & expected
    in_hand = np.zeros(len(fate), np.bool_)
    in_hand[world.handler["case"][world.handler["case"] != NOBODY]] = True
    in_line = np.zeros(len(fate), np.bool_)
    in_line[_standing(world)] = True
    placed |= (fate == Fate.COUNCIL) & on_agendas(world)
    placed |= (fate == Fate.LOST) & (world.case["losses"] > 0)  # in nobody's hands: that is what it means
    posted = np.zeros(len(fate), np.bool_)
    posted[_on_boards(world)] = True
    found: npt.NDArray[np.bool_] = placed | ((fate == Fate.OFFERED) & posted) | ((fate == Fate.SERVICE) & in_hand) | ((fate == Fate.WAITING) & in_line) | ((fate == Fate.NOTICED) & np.isinf(world.issue["self_h"]))
    return found


def _standing(world: World) -> list[int]:
    """The cases that stand in the lines, found by walking them."""
    found: list[int] = []
    ahead = [int(first) for first in world.pool["line"] if first != NOBODY]
    while ahead:
        i = ahead.pop()
        found.append(i)
        ahead += [int(link) for link in (world.case["child"][i], world.case["after"][i]) if link != NOBODY]
    return found


def _on_boards(world: World) -> list[int]:
    """The cases on the boards, found by walking them."""
    found: list[int] = []
    for team in world.team:
        i, before = int(team.board), len(found)
        while i != NOBODY:
            found.append(i)
            i = int(world.case["after"][i])
        _require(len(found) - before == int(team.posted), "a board and its count differ")
    return found


def _little(world: World, end_h: float) -> dict[str, float | int]:
    """Little's law on the sample path: the integral of open cases equals the sum of times spent open."""
    case = world.case
    reported = ~np.isnan(case["reported_h"])
    departed = np.where(np.isnan(case["ended_h"]), end_h, case["ended_h"])
    stays = float(np.sum((departed - case["reported_h"])[reported]))
    integral = float(world.live[0].open_area_h)
    residual = abs(integral - stays) / max(abs(stays), 1.0)
    _require(residual <= TOLERANCE, f"Little's law: integral {integral!r}, stays {stays!r}")
    return {"little_residual": residual}


def _lines(world: World) -> dict[str, float | int]:
    """Every waiting case stands in exactly the line that counts it; nobody rests while the own line waits."""
    waiting = world.case["pool"][world.case["fate"] == Fate.WAITING]
    counted = np.bincount(waiting, minlength=len(world.pool))
    _require(bool(np.array_equal(counted, world.pool["waiting"])), "lines and waiting cases differ")
    both = (world.pool["waiting"] > 0) & (world.pool["idle_count"] > 0)
    _require(not np.any(both), "somebody rests while a case waits in the same line")
    in_hand = world.handler["case"][world.handler["case"] != NOBODY]
    _require(len(np.unique(in_hand)) == len(in_hand), "two handlers have the same case in hand")
    return {"waiting": int(counted.sum())}


def _staff_hours(world: World, end_h: float, absence: Absence | None) -> dict[str, float | int]:
    """duty + overtime = service + travel + chores + away + idle, and duty is what the rosters say."""
    handler = world.handler
    paid = handler["duty_h"] + handler["overtime_h"]
    spent = handler["service_h"] + handler["travel_h"] + handler["chore_h"] + handler["away_h"] + handler["idle_h"]
    gap = float(np.max(np.abs(paid - spent) / np.maximum(paid, 1.0), initial=0.0))
    _require(gap <= TOLERANCE, "staff-hours do not balance")
    opened_h = float(world.live[0].opened_h)
    rostered = np.array([_rostered_hours(world, row, end_h, opened_h) for row in range(len(world.roster))])
    expected = rostered[handler["roster"]] if len(handler) else np.zeros(0)
    for h in world.vacancy["handler"]:  # who is hired is on duty from then on, who is not never
        expected[h] -= _rostered_hours(world, int(handler["roster"][h]), min(end_h, float(handler["hired_h"][h])), opened_h)
    if absence is not None:
        for h in absence.handlers:
            row = int(handler["roster"][h])
            expected[h] -= _rostered_hours(world, row, absence.until_h, absence.from_h)
    absent_h = world.helper["absent_h"] if len(world.helper) else 0.0  # registered, not active: neither worked nor paid
    duty_gap = float(np.max(np.abs(handler["duty_h"] + absent_h - expected), initial=0.0))
    _require(duty_gap <= TOLERANCE * max(end_h, 1.0), "hours on duty are not those of the roster")
    gap = max(gap, duty_gap)
    return {"staff_hours_residual": max(gap, _help_hours(world, end_h)), "staff_hours": float(paid.sum())}


def _help_hours(world: World, end_h: float) -> float:
    """What teams spent on cases is what their people worked and travelled, less the jobs in hand; returns the relative gap."""
    if not len(world.team):
        return 0.0
    hand = world.handler[world.pool["team"][world.handler["pool"]] != NOBODY]
    begun = hand["case"] != NOBODY
    spent = float((hand["service_h"] + hand["travel_h"]).sum() - (end_h - hand["start_h"][begun]).sum())
    booked = float(world.offer["helped_h"].sum() - world.live[0].helped_before_h)
    gap = abs(spent - booked) / max(spent, 1.0)
    _require(gap <= TOLERANCE * 1e3, "volunteers' hours do not balance")
    active = np.bincount(world.pool["team"][hand["pool"]], world.helper["active"][np.flatnonzero(world.pool["team"][world.handler["pool"]] != NOBODY)])
    _require(bool(np.array_equal(active, world.team["active"])), "active volunteers are miscounted")
    return min(gap, TOLERANCE)


def _money(world: World) -> dict[str, float | int]:
    """Cash in - cash out = balance >= 0 in every purse; what was paid is what cases and services cost."""
    purse, service = world.purse, world.service
    came = purse["opening"] + purse["received"]
    left = came - purse["lapsed"] - purse["bought"] - purse["granted"]
    gap = float(np.max(np.abs(left - purse["balance"]) / np.maximum(came, 1.0), initial=0.0))
    _require(gap <= TOLERANCE, "the cash of a fund does not balance")
    _require(bool(np.all(purse["balance"] >= 0)), "a fund is below zero")
    paid = float(world.case["paid"].sum() - world.live[0].paid_before)
    _require(abs(paid - purse["bought"].sum()) <= TOLERANCE * max(paid, 1.0), "works were paid for that no case had, or the reverse")
    granted = float(service["spent"][service["purse"] != NOBODY].sum())
    _require(abs(granted - purse["granted"].sum()) <= TOLERANCE * max(granted, 1.0), "services and funds do not agree on what was paid")
    _require(bool(np.all(service["enrolled"] <= service["wanted"])), "a service has more people than places")
    return {"cash_residual": gap} if len(purse) else {}


def _leaders(world: World) -> dict[str, float | int]:
    """Leaders' time is what they spent on the cases that carry their key, and nobody else does."""
    keyed = int(world.case["keyed"].sum() - world.live[0].keyed_before)
    if not len(world.leader):
        _require(keyed == 0, "a case was taken up by leaders who never met")
        return {}
    leader = world.leader[0]
    _require(keyed == int(leader.unblocked) <= int(leader.sessions * leader.cap), "cases taken up by leaders do not add up")
    _require(abs(leader.spent_h - keyed * leader.hours_per_case) <= TOLERANCE * max(leader.spent_h, 1.0), "leaders' hours do not add up")
    return {"leader_hours": float(leader.spent_h)}


def _rostered_hours(world: World, row: int, end_h: float, from_h: float = 0.0) -> float:
    """Hours on duty of a roster in [from_h, end_h), from its weekly changes alone; 0 where that is empty."""
    end_h = max(end_h, from_h)
    roster = world.roster[row]
    if roster.changes == 0:
        return end_h - from_h if roster.on else 0.0
    change = world.change[roster.first : roster.first + roster.changes]
    cycle_h = HOURS_PER_WEEK * int(roster.every)
    first_h = HOURS_PER_WEEK * int(roster.phase)
    hours = np.append(change["hour"], change["hour"][0] + cycle_h)
    total = 0.0
    for at in range(roster.changes):
        if change["on"][at]:
            begin, length = first_h + hours[at], hours[at + 1] - hours[at]
            first_cycle = -1 if roster.every == 1 else 0  # a shift of every few weeks does not reach back before hour 0
            starts = begin + cycle_h * np.arange(first_cycle, np.ceil(end_h / cycle_h) + 1)
            total += float(np.sum(np.clip(starts + length, from_h, end_h) - np.clip(starts, from_h, end_h)))
    return total
