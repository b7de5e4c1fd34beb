"""The plain twin, money and ways: purses, services, programmes, and how far residents have to go.

The engine of the twin asks; nothing here books an appointment.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from sim.dice import Law
from sim.world import World
from sim.world.codes import Age, Decision

MONTH_H = 8760 / 12


@dataclass(eq=False)
class Purse:
    """A fund's money. `ledger` has every amount that came or went, with the reason."""

    facts: Any
    categories: list[int]
    balance: float
    ledger: list[tuple[str, float]] = field(default_factory=list)
    short: list[float] = field(default_factory=list)  # when money was wanting
    months: int = 0

    def total(self, reason: str) -> float:
        """All amounts of a reason."""
        return sum(amount for why, amount in self.ledger if why == reason)

    def pay(self, reason: str, amount: float) -> None:
        """Money goes."""
        self.balance -= amount
        self.ledger.append((reason, amount))

    def end_month(self) -> None:
        """What is left may lapse at the end of a year, then comes the new money."""
        self.months += 1
        if self.facts.lapses and self.months % 12 == 0:
            self.pay("lapsed", self.balance)
        if self.months % self.facts.paydays == 0:
            self.balance += self.facts.inflow
            self.ledger.append(("received", self.facts.inflow))


@dataclass(eq=False)
class Service:
    """Those enrolled are the first so many of its queue."""

    facts: Any
    categories: list[int]
    queue: list[int]  # residents in order
    enrolled: list[int] = field(default_factory=list)
    bills: list[tuple[int, float]] = field(default_factory=list)  # people, yuan

    def begin_month(self, purse: Purse | None, now: float) -> None:
        """One after another is enrolled while there is money for all of them."""
        people = int(self.facts.wanted)
        if purse is not None:
            while people and people * self.facts.cost > purse.balance:
                people -= 1
            if people < self.facts.wanted:
                purse.short.append(now)
            purse.pay("granted", people * self.facts.cost)
        self.enrolled = self.queue[:people]
        self.bills.append((people, people * self.facts.cost))


class PlainMoney:
    """What the money tables of a World say, as objects."""

    def __init__(self, world: World, rows: Any, duration: Any) -> None:
        self.duration = duration
        self.seat = world.seat.tolist()
        self.purses = [
            Purse(facts, [k for k, buys in enumerate(world.buys[f]) if buys], facts.balance) for f, facts in enumerate(rows(world.purse))
        ]
        self.services = []
        for s, facts in enumerate(rows(world.service)):
            place = world.queue[s].tolist()
            order = sorted((resident for resident, at in enumerate(place) if at >= 0), key=place.__getitem__)
            self.services.append(Service(facts, [k for k, covers in enumerate(world.covers[s]) if covers], order))
        self.programmes = rows(world.programme)
        self.prevents, self.works_in = world.prevents.tolist(), world.works_in.tolist()
        self.yards = world.entrance["yard"].tolist()
        self.trips = world.trips.tolist()
        self.nearness = world.access["nearness"].tolist()
        self.trip_h = world.access["trip_h"].tolist()

    def prevented(self, issue: Any, share: float, now: float) -> float:
        """What escapes all that is at work on the issue is not prevented."""
        escapes = [1 - share]
        for m, programme in enumerate(self.programmes):
            since = now - programme.from_h
            if since >= 0 and self.works_in[m][self.yards[issue.entrance]]:
                force = min(1.0, since / programme.ramp_h) if programme.ramp_h > 0 else 1.0
                escapes.append(1 - force * self.prevents[m][issue.category])
        escapes += [
            1 - service.facts.share for service in self.services if issue.category in service.categories and issue.resident in service.enrolled
        ]
        return 1 - math.prod(escapes) if len(escapes) > 1 else share

    def end_month(self) -> None:
        """For all purses."""
        for purse in self.purses:
            purse.end_month()

    def begin_month(self, service: Service, now: float) -> float:
        """A service is paid for another month; returns when the next begins."""
        row = service.facts.purse
        service.begin_month(None if row == -1 else self.purses[row], now)
        return float(service.facts.opens_h + len(service.bills) * MONTH_H)

    def price(self, case: Any) -> float:
        """Of the works that settle the case this time."""
        u = case.luck(Decision.REPAIR_COST, case.failed)
        return float(self.duration(Law.LOGNORMAL, case.kind.repair_cost, case.kind.repair_cv, u))

    def interested(self, case: Any, level: int) -> list[Purse]:
        """The purses that would buy the works at this level, had they the money."""
        unit = self.seat[case.issue.entrance][level]
        return [
            purse for purse in self.purses
            if purse.facts.level == level and purse.facts.unit in (-1, unit) and case.issue.category in purse.categories
            and self.price(case) <= purse.facts.item_cap
        ]

    def could_buy(self, case: Any, level: int) -> bool:
        """Whether somebody could pay now."""
        return any(purse.balance >= self.price(case) for purse in self.interested(case, level))

    def buy(self, case: Any, level: int, now: float) -> bool:
        """The first interested purse that can pay does, once for each repair; those before it were short."""
        if case.bought == case.failed:
            return True
        for purse in self.interested(case, level):
            if purse.balance >= self.price(case):
                purse.pay("bought", self.price(case))
                case.paid += self.price(case)
                case.bought = case.failed
                return True
            purse.short.append(now)
        return False

    def appeals(self, case: Any, appeal: list[float]) -> list[float]:
        """The appeal of each channel from where the issue is."""
        if not self.nearness:
            return appeal
        near = self.nearness[_pace(case.resident)][case.issue.entrance]
        return [one * factor for one, factor in zip(appeal, near, strict=True)]

    def walk(self, case: Any) -> float:
        """Hours of the resident there and back."""
        return float(self.trip_h[_pace(case.resident)][case.issue.entrance][case.channel]) if self.trip_h else 0.0


def _pace(person: SimpleNamespace) -> int:
    return int(person.age == Age.ELDER or person.vulnerable == 1)
