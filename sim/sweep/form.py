"""What a person writes in a study file (TOML): a base, options, levers, uncertainties, a design, replications, metrics.

    levers          what somebody could decide: grids, staff, a rule, a practice on or off
    uncertainties   what nobody can decide and nobody knows well: how many problems occur, how hard they are
    options         whole organisations to be compared, each under every lever and in every world

A lever and an uncertainty say one of `path` (one value of a scenario), `practice` (on or off) or `choices` (named changes). A world
is one combination of the uncertainties; a structure one option with one combination of the levers.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sim.scenario.quantity import Part, Title

Method = Literal["grid", "zip", "csv", "matrix", "lhs", "sobol", "halton", "morris", "saltelli"]

SAMPLED = ("lhs", "sobol", "halton", "morris", "saltelli")
"""Methods that draw points; the others take the values as they are written."""


class Factor(Part):
    """One thing that is varied."""

    zh: str = Field("", description="Chinese name; left out, the id")
    en: str = Field("", description="English name; left out, the id")
    path: str = Field("", description="the value of a scenario that is varied: posts.clerk.head_count")
    practice: str = Field("", description="id of a practice of the library (or a patch of the base) that is on or off")
    choices: dict[str, dict[str, Any]] = Field({}, description="changes by name, each a part of a scenario")
    values: list[Any] = Field([], description="the values it takes, in order")
    low: float | None = Field(None, description="lowest value of a range")
    high: float | None = Field(None, description="highest value of a range")
    steps: int | None = Field(None, description="a range in equal steps, both ends included", ge=2, le=10_000)
    law: Literal["uniform", "loguniform"] = Field("uniform", description="how values of a range are spread")
    source: str = Field("assumption", description="where the values or the range come from")


class Option(Part):
    """One organisation to be compared."""

    zh: str = Field("", description="Chinese name; left out, the id")
    en: str = Field("", description="English name; left out, the id")
    scenario: str = Field("", description="file or shipped name; left out, the base")
    practices: list[str] = Field([], description="ids of practices or patches that are on")
    set: dict[str, Any] = Field({}, description="a part of a scenario that it replaces")


class Points(Part):
    """How factors are combined."""

    method: Method = Field("grid", description="how the values are combined, or points are drawn")
    points: int | None = Field(None, description="how many points are drawn (lhs, sobol, halton; saltelli: the base sample N)", ge=1, le=10_000_000)
    trajectories: int = Field(20, description="trajectories of morris", ge=2, le=10_000)
    seed: int = Field(1, description="seed of the points, nothing else", ge=0)
    file: str = Field("", description="table of points: csv with one named column per factor, matrix with unnamed ones in their order")


class Design(Part):
    """Levers and uncertainties are combined apart from each other; every structure meets every world."""

    levers: Points = Field(Points(), description="of the levers")
    uncertainties: Points = Field(Points(), description="of the uncertainties")


class Counts(Part):
    """How many replications: a fixed number, or until differences are known well enough."""

    count: int = Field(20, description="paired replications of every structure in every world", ge=1, le=1_000_000)
    precision: bool = Field(False, description="go on in blocks until the half-width is at most half the smallest relevant difference")
    block: int = Field(10, description="replications between two looks", ge=2, le=1000)
    most: int = Field(500, description="no more than this many", ge=2, le=1_000_000)


class StudyFile(Part):
    """One study."""

    title: Title = Field(description="name in both languages")
    question: Title | None = Field(None, description="what is asked, in both languages")
    base: str = Field(description="the scenario varied: a file or a shipped name")
    metrics: list[str] = Field(description="ids, named in advance; the first is the primary one", min_length=1)
    seed: int | None = Field(None, description="master seed; left out, the base's", ge=0, le=2**63 - 1)
    set: dict[str, Any] = Field({}, description="a part of a scenario, the same for all runs")
    options: dict[str, Option] = Field({}, description="organisations to compare, the first with all others; left out, the base alone")
    levers: dict[str, Factor] = Field({}, description="what can be decided")
    uncertainties: dict[str, Factor] = Field({}, description="what is not known")
    design: Design = Field(Design(), description="how they are combined")
    replications: Counts = Field(Counts(), description="how often")
    thresholds: dict[str, str] = Field({}, description="what is good enough: metric = \">= 0.85\" or \"<= 72\", in the metric's own unit")
    time_limit_s: float | None = Field(None, description="a run that takes longer is stopped and recorded as timed out", gt=0)
    keep: list[Literal["daily", "issues", "ledger", "events"]] = Field([], description="large tables kept of every run, compressed")


__all__ = ["SAMPLED", "Counts", "Design", "Factor", "Method", "Option", "Points", "StudyFile"]
