"""The root of what a person writes. Frozen; unknown keys are errors; names that refer to each other must exist."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from sim.scenario.deliberation import Council, SelfManagement
from sim.scenario.emergency import Emergency
from sim.scenario.governance import Channel, Dispatch, Level, Post
from sim.scenario.minds import Exit, Inclusion, Talk, Trust
from sim.scenario.money import Fund, Programme, Service
from sim.scenario.oversight import Evaluation, Leaders
from sim.scenario.place import Category, Demand, Place
from sim.scenario.quantity import Part, Title, bounded, quantity
from sim.scenario.residents import Residents


class Run(Part):
    """How long, how often, from which seed."""

    days: int = bounded(365, "days", "the cohort: issues that occur in these days are measured", "统计天数", ge=1, le=36_500)
    warm_up_days: int = bounded(28, "days", "simulated before, not measured", "预热天数", ge=0, le=36_500)
    follow_up_days: int = bounded(30, "days", "simulated after, so that the last issues can reach their deadline", "随访天数", ge=0, le=36_500)
    replications: int = bounded(30, "runs", "replications", "重复次数", ge=1, le=1_000_000)
    seed: int = bounded(1, "number", "master seed; replication r uses (seed, r)", "主种子", ge=0, le=2**63 - 1)
    record_visits: bool = quantity(False, "yes/no", "keep every single service in a table", "记录处置过程")


class Patch(Part):
    """A named change to a scenario, switched on by its id in `apply`."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    source: str = quantity("assumption", "tag", "where the change is documented", "出处")
    set: dict[str, Any] = Field(description="the part of a scenario that it replaces")


class Scenario(Part):
    """A place, its issues, its organisation, and how to run them."""

    title: Title = Field(description="name in both languages")
    summary: Title | None = Field(None, description="one sentence in both languages")
    extends: str = Field("", description="scenario file this one starts from, relative to this file")
    practices: list[str] = Field([], description="ids of practices of the library that are on")
    apply: list[str] = Field([], description="ids of the patches that are on")
    patches: dict[str, Patch] = Field({}, description="named patches")
    place: Place = Field(Place(), description="who lives there")
    demand: Demand = Field(Demand(), description="how many issues occur and when")
    categories: dict[str, Category] = Field(description="classes of issue", min_length=1)
    residents: Residents = Field(Residents(), description="how residents behave")
    trust: Trust = Field(Trust(), description="residents' trust in the organisation")
    talk: Talk = Field(Talk(), description="word of mouth between residents")
    exit: Exit = Field(Exit(), description="what residents do when they are let down")
    inclusion: Inclusion = Field(Inclusion(), description="how newcomers are brought in")
    channels: dict[str, Channel] = Field(description="ways to report", min_length=1)
    levels: dict[str, Level] = Field(description="rungs of the organisation", min_length=1)
    posts: dict[str, Post] = Field(description="jobs", min_length=1)
    dispatch: Dispatch = Field(Dispatch(), description="how cases find hands")
    funds: dict[str, Fund] = Field({}, description="purses that buy small works and pay for services")
    services: dict[str, Service] = Field({}, description="subsidised services that keep needs from arising")
    programmes: dict[str, Programme] = Field({}, description="programmes of prevention")
    emergency: Emergency = Field(Emergency(), description="how emergencies are answered")
    councils: dict[str, Council] = Field({}, description="residents' councils that hear cases before anybody works on them")
    self_management: SelfManagement = Field(SelfManagement(), description="what residents of a yard do themselves")
    evaluation: Evaluation = Field(Evaluation(), description="how offices are judged, and what that does to them")
    leaders: Leaders = Field(Leaders(), description="leaders who take up what is stuck")
    run: Run = Field(Run(), description="how to run it")
    sources: dict[str, str] = Field({}, description='where a value comes from: "posts.grid_worker.head_count" = "seed:LH ..."')
