"""A world run by the engine against the same world run by the plain twin, issue for issue."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sim.engine import settle
from sim.world import World
from sim.world.codes import N_CHORES
from tests.twin.plain_engine import PlainEngine

TOLERANCE = 1e-9

CASE_CODES = ("fate", "stage", "visits", "hops", "misroutes", "returns", "reminders", "rounds", "refused", "signed", "trips",
              "put_down", "called_up", "passed", "on_visit",
              "meetings", "agreed", "voiced", "chamber",
              "losses", "duplicates", "shams", "audits", "keyed",
              "exit", "lawsuit", "choices", "failed", "bought")
CASE_ROWS = ("channel", "level")
CASE_TIMES = ("noticed_h", "reported_h", "registered_h", "assigned_h", "contacted_h", "closed_h", "ended_h", "satisfaction")
CASE_HOURS = ("entered_h", "waited_h", "worked_h", "resident_h", "paid", "council_h")
CHAMBER_COUNTS = ("called", "held", "failed", "heard", "agreed")
RESIDENT_STATE = ("successes", "failures", "response_habit", "resolution_habit", "satisfaction")

Pair = tuple[str, float, float]


def differences(world: World, twin: PlainEngine, until_h: float) -> list[str]:
    """Everything in which an engine's world, run to `until_h`, differs from the twin; books the world's hours on the way."""
    settle(world, until_h)
    pairs = [*_cases(world, twin), *_residents(world, twin), *_minds(world, twin), *_pools(world, twin), *_handlers(world, twin, until_h),
             *_open(world, twin, until_h), *_money(world, twin), *_deliberation(world, twin), *_teams(world, twin, until_h)]
    return [f"{what}: engine {engine!r}, twin {plain!r}" for what, engine, plain in pairs if not _agree(engine, plain)]


def _agree(engine: float, plain: float) -> bool:
    if isinstance(engine, int):
        return engine == plain
    if math.isnan(engine) or math.isnan(plain):
        return math.isnan(engine) and math.isnan(plain)
    return math.isclose(engine, plain, rel_tol=TOLERANCE, abs_tol=TOLERANCE)


def _time(value: float | None) -> float:
    return math.nan if value is None else value


def _cases(world: World, twin: PlainEngine) -> Iterator[Pair]:
    for row, case in zip(world.case, twin.cases, strict=True):
        name = f"case {case.number}"
        for field in CASE_CODES:
            yield f"{name}.{field}", int(row[field]), int(getattr(case, field))
        for field in CASE_ROWS:
            value = getattr(case, field)
            yield f"{name}.{field}", int(row[field]), -1 if value is None else value
        yield f"{name}.pool", int(row["pool"]), -1 if case.pool is None else case.pool.number
        for field in CASE_TIMES:
            yield f"{name}.{field}", float(row[field]), _time(getattr(case, field))
        for field in CASE_HOURS:
            yield f"{name}.{field}", float(row[field]), getattr(case, field)
        left_h = float(row["left_h"])
        yield f"{name}.left_h", left_h, -1.0 if case.left_h is None else case.left_h


def _residents(world: World, twin: PlainEngine) -> Iterator[Pair]:
    for number, (row, person) in enumerate(zip(world.resident, twin.residents, strict=True)):
        yield f"resident {number}.open_issues", int(row["open_issues"]), person.open_issues
        for field in RESIDENT_STATE:
            yield f"resident {number}.{field}", float(row[field]), getattr(person, field)


def _minds(world: World, twin: PlainEngine) -> Iterator[Pair]:
    for number, (row, mind) in enumerate(zip(world.mind, twin.minds, strict=True)):
        for field in ("trust", "conviction"):
            yield f"mind {number}.{field}", float(row[field]), getattr(mind, field)
        yield f"mind {number}.content", int(row["content"]), mind.content
        yield f"mind {number}.petitions", int(row["petitions"]), mind.petitions


def _pools(world: World, twin: PlainEngine) -> Iterator[Pair]:
    for row, pool in zip(world.pool, twin.pools, strict=True):
        name = f"pool {pool.number}"
        yield f"{name}.arrivals", int(row["arrivals"]), pool.arrivals
        yield f"{name}.starts", int(row["starts"]), pool.starts
        yield f"{name}.waiting", int(row["waiting"]), len(pool.line.queue)
        yield f"{name}.idle_count", int(row["idle_count"]), len(pool.idle)
        yield f"{name}.waited_h", float(row["waited_h"]), pool.waited_h


def _handlers(world: World, twin: PlainEngine, until_h: float) -> Iterator[Pair]:
    for row, hand in zip(world.handler, twin.handlers, strict=True):
        name = f"handler {hand.number}"
        yield f"{name}.services", int(row["services"]), hand.services
        yield f"{name}.owes", int(row["owes"]), sum(duty.owed for duty in hand.duties)
        yield f"{name}.trained", float(row["trained"]), hand.trained
        yield f"{name}.on_duty", int(row["on_duty"]), int(hand.on_duty)
        yield f"{name}.case", int(row["case"]), -1 if hand.job is None or hand.job.case is None else hand.job.case.number
        for field, hours in hand.hours(until_h).items():
            yield f"{name}.{field}", float(row[field]), hours
        for chore in range(N_CHORES):
            duty: Any = world.duty[hand.number, chore]
            yield f"{name}.duty {chore}.turn", int(duty["turn"]), hand.duties[chore].turn
            yield f"{name}.duty {chore}.owed", int(duty["owed"]), hand.duties[chore].owed


def _teams(world: World, twin: PlainEngine, until_h: float) -> Iterator[Pair]:
    """What was offered, and those who may decline."""
    for row, own in zip(world.offer, twin.offered, strict=True):
        yield "offer.level", int(row["level"]), -1 if own.level is None else own.level
        yield "offer.offers", int(row["offers"]), own.offers
        yield "offer.calls", int(row["calls"]), own.calls
        yield "offer.taken_h", float(row["taken_h"]), _time(own.taken_h)
        yield "offer.offered_h", float(row["offered_h"]), own.offered_h
        yield "offer.helped_h", float(row["helped_h"]), own.helped_h
    for row, team in zip(world.team, twin.teams, strict=True):
        yield "team.active", int(row["active"]), team.active
        yield "team.posted", int(row["posted"]), len(team.board)
        for person in team.people:
            name, own = f"helper {person.hand.number}", world.helper[person.hand.number]
            absent_h = 0.0 if person.absent_from_h is None else until_h - person.absent_from_h
            yield f"{name}.asked", int(own["asked"]), person.asked
            yield f"{name}.accepted", int(own["accepted"]), person.accepted
            yield f"{name}.fatigue", float(own["fatigue"]), person.tired
            yield f"{name}.absent_h", float(own["absent_h"]), person.absent_h + absent_h


def _open(world: World, twin: PlainEngine, until_h: float) -> Iterator[Pair]:
    """Open cases now, and the case-hours spent open: counted along the way by the engine, from the outcome by the twin."""
    reported = [case for case in twin.cases if case.reported_h is not None]
    area = sum((until_h if case.ended_h is None else case.ended_h) - (case.reported_h or 0.0) for case in reported)
    yield "open_cases", int(world.live[0]["open_cases"]), sum(case.ended_h is None for case in reported)
    yield "leader_hours", float(world.leader["spent_h"].sum()), twin.leader_hours
    yield "open_area_h", float(world.live[0]["open_area_h"]), area


def _money(world: World, twin: PlainEngine) -> Iterator[Pair]:
    for f, (row, purse) in enumerate(zip(world.purse, twin.money.purses, strict=True)):
        yield f"purse {f}.balance", float(row["balance"]), purse.balance
        yield f"purse {f}.refused", int(row["refused"]), len(purse.short)
        yield f"purse {f}.short_h", float(row["short_h"]), purse.short[0] if purse.short else math.nan
        yield f"purse {f}.items", int(row["items"]), sum(why == "bought" for why, _ in purse.ledger)
        for reason in ("received", "lapsed", "bought", "granted"):
            yield f"purse {f}.{reason}", float(row[reason]), float(purse.total(reason))
    for s, (row, service) in enumerate(zip(world.service, twin.money.services, strict=True)):
        yield f"service {s}.enrolled", int(row["enrolled"]), len(service.enrolled)
        yield f"service {s}.person_months", int(row["person_months"]), sum(people for people, _ in service.bills)
        yield f"service {s}.spent", float(row["spent"]), float(sum(yuan for _, yuan in service.bills))


def _deliberation(world: World, twin: PlainEngine) -> Iterator[Pair]:
    for row, chamber in zip(world.chamber, twin.chambers, strict=True):
        name = f"chamber {chamber.number}"
        for field in CHAMBER_COUNTS:
            yield f"{name}.{field}", int(row[field]), int(getattr(chamber, field))
        yield f"{name}.waiting", int(row["waiting"]), len(chamber.agenda)
        yield f"{name}.person_h", float(row["person_h"]), chamber.person_h
    for number, (row, yard) in enumerate(zip(world.yard, twin.yards, strict=True)):
        for field in ("leaders", "active", "taken"):
            yield f"yard {number}.{field}", int(row[field]), int(getattr(yard, field))
        for field in ("joiners", "hours"):
            yield f"yard {number}.{field}", float(row[field]), getattr(yard, field)
