"""A community-year of the shipped places, stage by stage, beside the reference workload at one issue per resident.

    python -m experiments.benchmarks.places

As shipped a place runs longer than a year (warm-up and follow-up); the rows "365 days" run a year and nothing else. The
reference workload at one issue stands in for the bare prototype of a queueing network: the ratio of the engine times says
what shifts, chores, travel, triage, reminders and sign-offs cost.
"""

from __future__ import annotations

from functools import partial

from experiments.benchmarks import timing
from experiments.benchmarks.timing import Laps, Table
from experiments.benchmarks.workload import last_moment, reference
from sim.community import build_community
from sim.demand import draw_issues
from sim.engine import advance
from sim.governance import organise
from sim.metrics import METRICS, measure
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, finish, start

PLACES = ("jiangxinyuan", "longhua", "longhua-before")
A_YEAR = ("run.days=365", "run.warm_up_days=0", "run.follow_up_days=0")
ROUNDS = 9
STAGES = ("build", "draw", "organise", "assemble", "engine", "finish", "metrics")

NOTES = (
    "Milliseconds of processor time, medians of rounds taken by turns. assemble draws the issues and organises once more and "
    "lays all tables out; metrics are all of the catalogue.",
    "events: of the engine. engine ratio: engine time over that of the reference workload (24,000 residents, 1 issue, a year).",
)


def year(scenario: Scenario, laps: Laps) -> int:
    """One run in stages; returns the number of events."""
    community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    laps("build")
    draw_issues(scenario, community, 0)
    laps("draw")
    organise(scenario, community, 0)
    laps("organise")
    world = start(assemble(scenario, 0, community))
    laps("assemble")
    world = advance(world, last_moment(scenario))
    laps("engine")
    outcome = finish(scenario, 0, world)
    laps("finish")
    measure(outcome, METRICS)
    laps("metrics")
    return int(world.live[0].events)


def places() -> Table:
    """All places by turns with the reference."""
    scenarios = {"reference, 1 issue": reference(1.0)}
    for name in PLACES:
        scenarios[f"{name}, as shipped"] = load(name)
        scenarios[f"{name}, 365 days"] = load(name, overrides=A_YEAR)
    times = timing.by_turns({name: partial(year, scenario) for name, scenario in scenarios.items()}, ROUNDS)
    table = Table("A community-year", ["place", "residents", "events", *STAGES, "engine ratio", "build ratio"], NOTES)
    bare = times["reference, 1 issue"]
    for name, scenario in scenarios.items():
        spent = times[name]
        ratios = [timing.ratio(spent[stage], bare["engine"]) for stage in ("engine", "build")]
        events = year(scenario, Laps(timing.processor_time))
        table.add(name, scenario.place.residents, events, *(1e3 * timing.median(spent[stage]) for stage in STAGES), *ratios)
    return table


if __name__ == "__main__":
    timing.report("places", [places()])
