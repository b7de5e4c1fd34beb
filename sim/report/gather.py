"""Carry a comparison out and find what a report needs beside it: the looks at every run, shocks, doubts, shares, lives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sim.locale import mark
from sim.metrics import METRICS
from sim.metrics.ground import ground_of
from sim.metrics.portrait import Ground, Portrait
from sim.metrics.portraying import portray
from sim.outcome import Outcome
from sim.report.doubts import doubt
from sim.report.evidence import Doubt, Evidence, Fate, Why
from sim.report.fates import fates
from sim.report.stress import strains
from sim.report.telling import PRIMARY
from sim.report.why import why
from sim.study.compare import carry_out
from sim.study.many import Progress, home, homes
from sim.study.plan import Plan

STEPS = {
    "compare": mark("the comparison"), "stress": mark("a storm, a post vacant"), "doubts": mark("assumptions at the ends of their ranges"),
    "why": mark("practices on and off"), "fates": mark("lives of single cases"),
}  # fmt: skip
"""What is being run, as progress names it."""

Watch = Callable[[str], AbstractContextManager[Progress | None]]
"""Given a key of STEPS: something to enter for that part, which gives the callback for its runs."""

FATES = 10

Home = tuple[str, str, int]


@dataclass(frozen=True)
class Asked:
    """What the reader wants to know, and how it came."""

    question: str = ""
    command: str = ""
    sources: Sequence[str] = ()
    """where the options came from, as typed; () where they did not come from files"""
    overrides: Sequence[str] = ()
    further: bool = True
    """False: the comparison only, no further runs"""


def gather(plan: Plan, asked: Asked, watch: Watch, workers: int | None = None) -> Evidence:
    """All the runs of a report. Numbers do not depend on `workers`."""
    scenarios = [option.scenario for option in plan.options]
    built, grounds = homes(scenarios), dict[Home, Ground]()
    for scenario in scenarios:  # the first option of a place says what its grids are
        if home(scenario) not in grounds:
            grounds[home(scenario)] = ground_of(scenario, built[home(scenario)])

    def look(run: Outcome) -> Portrait:
        return portray(run, grounds[home(run.scenario)])

    with watch("compare") as progress:
        found = carry_out(plan, progress=progress, workers=workers, look=look, record_visits=True)
    ground = grounds[home(scenarios[0])] if len(grounds) == 1 else None
    portraits, equal = found.looks, found.equal and replace(found.equal, looks=())
    found = replace(found, looks=(), equal=equal)
    evidence = Evidence(found, asked.question, asked.question, asked.command, ground, portraits, (), (), (), ())
    return _further(evidence, plan, asked, watch, workers) if asked.further else evidence


def _further(evidence: Evidence, plan: Plan, asked: Asked, watch: Watch, workers: int | None) -> Evidence:
    alive = [option for option in range(1, len(plan.options)) if plan.same_as[option] != 0]
    metric = PRIMARY if PRIMARY in METRICS else next(iter(METRICS))
    with watch("stress") as progress:
        strained = strains(plan, progress=progress, workers=workers) if alive else ()
    with watch("doubts") as progress:
        doubted: tuple[Doubt, ...] = tuple(doubt(plan, option, metric, progress=progress, workers=workers) for option in alive)
    whys: list[Why] = []
    with watch("why") as progress:
        for option in alive if asked.sources else ():
            found = why(asked.sources, plan, option, progress=progress, workers=workers, overrides=asked.overrides)
            whys += [found] if found is not None else []
    with watch("fates"):
        lives: tuple[Fate, ...] = fates(plan, alive[0], FATES) if alive and evidence.ground is not None else ()
    return replace(evidence, strains=strained, doubts=doubted, whys=tuple(whys), fates=lives)


__all__ = ["STEPS", "Asked", "Watch", "gather"]
