"""Funds buy small works; paydays fill purses and pay for services.

A level that could settle a case but for its authority buys the works, if a purse of its own covers the category, the price
is within the cap and the money is there (science 3.4 L4): money replaces authority until it is spent. The price is the
issue's own quantile of its category's cost, drawn anew for each repair. It is paid when the work begins, once for each repair. Nothing is ever
paid that is not there, so a balance is never below zero.
"""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.dice import Law, duration, uniform
from sim.engine.calendar import book
from sim.world.codes import NOBODY, Decision, Event, Step

MONTH_H = 730.0
"""A twelfth of a year of 365 days, as in the demand."""

MONTHS_PER_YEAR = 12


@kernel_rule
def price_of_works(kind, key, failed):
    """Price of the works that settle an issue of this category (row), in yuan."""
    return duration(Law.LOGNORMAL, kind.repair_cost, kind.repair_cv, uniform(key, Decision.REPAIR_COST, failed))


@kernel_rule
def _may_buy(w, f, level, unit, category, price):
    purse = w.purse[f]
    at_home = purse.level == level and (purse.unit == NOBODY or purse.unit == unit)
    return at_home and w.buys[f, category] and price <= purse.item_cap


@called_rule
def payer(w, i, level):
    """The first purse that can pay for case i at a level now; NOBODY if none."""
    issue = w.issue[i]
    unit = w.seat[issue.entrance, level]
    price = price_of_works(w.category[issue.category], issue.key, w.case[i].failed)
    for f in range(w.purse.shape[0]):
        if _may_buy(w, f, level, unit, issue.category, price) and price <= w.purse[f].balance:
            return f
    return NOBODY


@kernel_rule
def _run_short(purse, now):
    """Money was wanting."""
    purse.refused += 1
    if math.isnan(purse.short_h):
        purse.short_h = now


@called_rule
def buy(w, i, now):
    """Buy the works for case i at its level; returns whether somebody paid, now or before the job was put down and moved on.

    Else every purse that was too empty notes it.
    """
    case = w.case[i]
    if case.bought == case.failed:
        return True
    issue = w.issue[i]
    unit = w.seat[issue.entrance, case.level]
    price = price_of_works(w.category[issue.category], issue.key, case.failed)
    for f in range(w.purse.shape[0]):
        if _may_buy(w, f, case.level, unit, issue.category, price):
            purse = w.purse[f]
            if price <= purse.balance:
                purse.balance -= price
                purse.bought += price
                purse.items += 1
                case.paid += price
                case.bought = case.failed
                return True
            _run_short(purse, now)
    return False


@kernel_rule
def _end_month(purse):
    """A month ends: at the end of a year what is left may lapse; then the money of the next months comes in."""
    purse.months += 1
    if purse.lapses and purse.months % MONTHS_PER_YEAR == 0:
        purse.lapsed += purse.balance
        purse.balance = 0.0
    if purse.months % purse.paydays == 0:
        purse.received += purse.inflow
        purse.balance += purse.inflow


@kernel_rule
def _begin_month(service, purses, now):
    """A month of a service begins: as many as the money reaches are enrolled and paid for, in their order."""
    service.months += 1
    enrolled = service.wanted
    if service.purse != NOBODY:
        purse = purses[service.purse]
        if service.cost * enrolled > purse.balance:
            enrolled = min(enrolled, int(purse.balance / service.cost))
            if service.cost * enrolled > purse.balance:  # rounding only
                enrolled -= 1
            _run_short(purse, now)
        purse.balance -= service.cost * enrolled
        purse.granted += service.cost * enrolled
    service.enrolled = enrolled
    service.person_months += enrolled
    service.spent += service.cost * enrolled


@kernel_rule
def payday(w, who, now):
    """All purses end a month (who 0), or service who - 1 begins one. Books the next."""
    if who == 0:
        for f in range(w.purse.shape[0]):
            _end_month(w.purse[f])
        book(w.calendar, w.live[0], (w.purse[0].months + 1) * MONTH_H, Event.PAYDAY, 0, 0)
    else:
        service = w.service[who - 1]
        _begin_month(service, w.purse, now)
        book(w.calendar, w.live[0], service.opens_h + service.months * MONTH_H, Event.PAYDAY, who, 0)
    return Step.REST


@kernel_rule
def open_purses(w):
    """Hour 0: the first paydays are booked."""
    if w.purse.shape[0] > 0:
        book(w.calendar, w.live[0], MONTH_H, Event.PAYDAY, 0, 0)
    for s in range(w.service.shape[0]):
        book(w.calendar, w.live[0], w.service[s].opens_h, Event.PAYDAY, s + 1, 0)
