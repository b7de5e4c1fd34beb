"""The reference workload in Shequ: loading it, running it in stages, and handing its very issues to SimPy."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from experiments.benchmarks.simpy_reference import SPEEDS, UPWARD, Trace
from experiments.benchmarks.timing import REFERENCE, Laps
from sim.community import build_community
from sim.compiled import entry
from sim.dice import Law, duration, uniform
from sim.engine import advance
from sim.metrics import HEADLINES, measure
from sim.outcome import Outcome
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, finish, simulate, start, window
from sim.world import World
from sim.world.codes import Decision

Floats = npt.NDArray[np.float64]

POSTS = ("grid_worker", "community_worker", "street_official")


def reference(issues_per_resident_year: float = 10.0, days: int = 365, record_visits: bool = False) -> Scenario:
    """The scenario file with that demand; servers keep their load of 75 %."""
    pace = issues_per_resident_year / 10
    return load(REFERENCE, overrides=[
        f"demand.issues_per_resident_year={float(issues_per_resident_year)}",
        f"run.days={days}", f"run.record_visits={str(record_visits).lower()}",
        *(f"posts.{post}.speed={speed * pace}" for post, speed in zip(POSTS, SPEEDS, strict=True)),
    ])  # fmt: skip


def last_moment(scenario: Scenario) -> float:
    """The last moment before the end of the run, in hours."""
    return math.nextafter(window(scenario).end_h, -math.inf)


def run_in_stages(scenario: Scenario, laps: Laps, replicate: int = 0) -> Outcome:
    """`simulate` and the headline metrics, with a lap after each stage."""
    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    laps("build")
    world = start(assemble(scenario, replicate, community))
    laps("assemble")
    world = advance(world, last_moment(scenario))
    laps("engine")
    outcome = finish(scenario, replicate, world)
    measure(outcome, HEADLINES)
    laps("finish")
    return outcome


@entry  # type: ignore[untyped-decorator]
def _draw_work(work_h: Floats, key: npt.NDArray[np.uint64], top: npt.NDArray[np.int64], speed: Floats, law: int) -> None:
    """Hours of work at each level, as the engine would draw them: the closing job is the issue's own (given in `work_h`).

    What a level does before it refers a case is a draw of its own. `work_h` has the shape (levels, issues).
    """
    for i in range(key.shape[0]):
        for level in range(work_h.shape[0]):
            if level < top[i]:
                work_h[level, i] = duration(law, 1.0, 1.0, uniform(key[i], Decision.DIAGNOSIS, level))
            work_h[level, i] /= speed[level]


def trace_of(world: World, pace: float = 1.0) -> Trace:
    """The issues of a Shequ world as SimPy's: same residents, times, classes and hours of work."""
    issue = world.issue
    reach = world.remit["reach"][:, 0]
    assert np.allclose(1 - reach[:2], [UPWARD, UPWARD**2])
    work_h = np.repeat(issue["work_h"][None], len(SPEEDS), axis=0)
    top = (issue["difficulty"] > reach[0]).astype(np.int64) + (issue["difficulty"] > reach[1])
    with np.errstate(over="ignore"):
        _draw_work(work_h, np.ascontiguousarray(issue["key"]), top, np.array(SPEEDS) * pace, Law.EXPONENTIAL)
    priority = world.category["priority"][issue["category"]]
    return Trace(issue["occur_h"].tolist(), issue["resident"].tolist(), priority.tolist(), top.tolist(), work_h.tolist())


__all__ = ["last_moment", "reference", "run_in_stages", "simulate", "trace_of"]
