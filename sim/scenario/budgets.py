"""Money beyond wages and desks: funds, services and programmes; how much a year, and the same organisation with more or less of it.

A fund counts with what it holds at the start and what comes in during a year; a service paid by a fund is in it already. With a factor, a fund
has that much of its money; a service of the general budget enrols that many people (whole ones); a programme is at work in that many yards, at
its cost there, and beyond all yards only its cost can grow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.scenario.governance import Level
from sim.scenario.money import Fund, Programme, Service
from sim.scenario.place import Place
from sim.scenario.scenario import Scenario

MONTHS = 12


class Budget(NamedTuple):
    """One purse, service or programme: its table and id, its names, and yuan per year."""

    table: str
    id: str
    zh: str
    en: str
    yuan: float


def budgets_of(scenario: Scenario) -> list[Budget]:
    """Everything a scenario spends beyond wages and desks, in the order of its file."""
    rows = [
        Budget("funds", name, one.zh, one.en, (one.opening + one.inflow_per_year) * _purses(one, scenario)) for name, one in scenario.funds.items()
    ]
    for name, service in scenario.services.items():
        yuan = 0.0 if service.fund else MONTHS * service.places * service.cost_per_month
        rows.append(Budget("services", name, service.zh, service.en, yuan))
    rows += [Budget("programmes", name, one.zh, one.en, one.cost_per_year) for name, one in scenario.programmes.items()]
    return rows


def units_of(level: Level, place: Place) -> int:
    """How many units a level has in this place."""
    if isinstance(level.units, int):
        return level.units
    return {
        "entrance": place.entrances,
        "building": place.buildings,
        "yard": place.yards,
        "community": place.communities,
    }[level.units]


def _purses(fund: Fund, scenario: Scenario) -> int:
    """Purses of these amounts: one, or one in each unit of the fund's level."""
    return units_of(scenario.levels[fund.level], scenario.place) if fund.per_unit and fund.level else 1


def with_budgets(scenario: Scenario, yuan: float) -> dict[str, dict[str, object]]:
    """The tables of the scenario whose budgets change so that all add up to `yuan` a year; {} if they do already.

    Exact, except that a service enrols whole people.
    """
    mine = sum(one.yuan for one in budgets_of(scenario))
    if mine <= 0 or abs(mine - yuan) <= 1e-9 * mine:
        return {}
    factor = max(yuan, 0.0) / mine
    tables: dict[str, dict[str, object]] = {}
    if scenario.funds:
        tables["funds"] = {name: _fund(one, factor) for name, one in scenario.funds.items()}
    if any(not one.fund for one in scenario.services.values()):
        tables["services"] = {name: _service(one, factor) for name, one in scenario.services.items()}
    if scenario.programmes:
        tables["programmes"] = {name: _programme(one, factor) for name, one in scenario.programmes.items()}
    return tables


def _fund(fund: Fund, factor: float) -> Fund:
    return fund.model_copy(update={"opening": fund.opening * factor, "inflow_per_year": fund.inflow_per_year * factor})


def _service(service: Service, factor: float) -> Service:
    return service if service.fund else service.model_copy(update={"places": round(service.places * factor)})


def _programme(programme: Programme, factor: float) -> Programme:
    update = {"cost_per_year": programme.cost_per_year * factor}
    return programme.model_copy(update={**update, "yards": min(1.0, programme.yards * factor)} if programme.cost_per_year else {})


def marks(scenario: Scenario, tables: Mapping[str, Mapping[str, object]]) -> Sequence[str]:
    """Paths of the numbers that `with_budgets` changed, for their sources."""
    fields = {"funds": ("opening", "inflow_per_year"), "services": ("places",), "programmes": ("cost_per_year", "yards")}
    return [
        f"{table}.{name}.{field}"
        for table, parts in tables.items()
        for name, part in parts.items()
        for field in fields[table]
        if getattr(part, field) != getattr(getattr(scenario, table)[name], field)
    ]


__all__ = ["Budget", "budgets_of", "marks", "units_of", "with_budgets"]
