"""The whole road in one place: a Scenario goes in, an Outcome comes out.

    Scenario -+- community    who lives where
              +- demand       what happens to them, whoever governs
              +- governance   who answers
                   -> World -> engine.advance -> Outcome
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sim.checks import verify
from sim.clock import HOURS_PER_DAY
from sim.community import Community, build_community
from sim.community.minds import open_minds
from sim.demand import draw_issues
from sim.demand.categories import category_table
from sim.engine import Absence, advance, open_world, settle
from sim.governance import organise
from sim.handover import join, match
from sim.handover.fault import NOT_MIDNIGHT, NOT_THERE, OTHER_WORLD, ReorganisationError
from sim.outcome import Outcome, Window
from sim.scenario.scenario import Scenario
from sim.world import Rows, World
from sim.world.issue import Case, Visit
from sim.world.participation import Offer
from sim.world.policy import Appointment, Live

FIRST_APPOINTMENTS = 4096
FIRST_VISITS = 1024

STRETCHES = 64
"""Parts into which a run is cut for whoever wants to look in between."""


def window(scenario: Scenario) -> Window:
    """When the cohort begins and ends, and when the run ends (hours)."""
    run = scenario.run
    warm_h = run.warm_up_days * HOURS_PER_DAY
    cohort_end_h = warm_h + run.days * HOURS_PER_DAY
    return Window(warm_h, cohort_end_h, cohort_end_h + run.follow_up_days * HOURS_PER_DAY)


def assemble(scenario: Scenario, replicate: int = 0, community: Community | None = None, issue: Rows | None = None) -> World:
    """The world at hour 0. A community built from the same place and seed may be passed in; it is copied, not changed.

    issue   the issues in order of time, where they are not those that the scenario draws
    """
    if community is None:
        community = build_community(scenario.place, scenario.residents, scenario.run.seed)
    if issue is None:
        issue = draw_issues(scenario, community, replicate)
    organisation = organise(scenario, community, replicate)
    return World(
        **open_minds(scenario, community, replicate)._asdict(), entrance=community.entrance.copy(),
        issue=issue, case=Case.allocate(len(issue)), category=category_table(scenario),
        **organisation._asdict(),
        docket=np.zeros(len(issue) if len(organisation.leader) else 0, np.int64),
        offer=Offer.allocate(len(issue) if len(organisation.team) else 0),
        live=Live.allocate(1), calendar=Appointment.allocate(FIRST_APPOINTMENTS + len(organisation.roster) + len(organisation.team) + len(organisation.helper)),
        visit=Visit.allocate(FIRST_VISITS if scenario.run.record_visits else 0),
    )


def start(world: World) -> World:
    """Hour 0 happens: rosters and chores begin. Call once, then `engine.advance` as far and as often as wanted."""
    with np.errstate(over="ignore"):
        open_world(world)
    return world


def finish(scenario: Scenario, replicate: int, world: World, absence: Absence | None = None) -> Outcome:
    """Book the world up to the end of the run, check it, and wrap it as an Outcome. Raises CheckError if a check fails.

    absence   who was kept away on the way (`engine.keep_away`)
    """
    span = window(scenario)
    settle(world, span.end_h)
    outcome = Outcome(scenario, replicate, world, span)
    outcome.checks.update(verify(world, span.end_h, absence))
    return outcome


def reorganise(world: World, before: Scenario, after: Scenario, replicate: int, at_h: float) -> World:
    """The world from hour `at_h` on, organised as another scenario: every open case is handed over (`sim.handover` says how).

    world    of scenario `before`, advanced to just before `at_h`, a midnight after hour 0; it is not written. It may have been reorganised before
    after    shares place, residents, demand, categories, seed and length of the run with `before`; `finish` the run as one of this scenario

    Cases ended before keep what happened to them; rows of offices in them are those of the new organisation, -1 where there is no such office any more.
    Raises ReorganisationError for another place or people, another hour, or a world that is not there yet or beyond.
    """
    differing = [name for name, part in _unchangeable(after).items() if part != _unchangeable(before)[name]]
    if differing:
        raise ReorganisationError(OTHER_WORLD, parts=", ".join(differing))
    if not (0 < at_h < math.inf and at_h % HOURS_PER_DAY == 0):
        raise ReorganisationError(NOT_MIDNIGHT, at_h=at_h)
    live, ahead = world.live[0], world.issue["occur_h"][int(world.live[0].next_issue) :]
    if live.now_h >= at_h or min(ahead.min(initial=math.inf), world.calendar["time_h"][0] if live.booked else math.inf) < at_h:
        raise ReorganisationError(NOT_THERE, at_h=at_h, now_h=float(live.now_h))
    new = start(assemble(after, replicate, Community(world.resident, world.entrance), world.issue))
    return join(world, new, match(before, after, world, new), at_h)


def _unchangeable(scenario: Scenario) -> dict[str, object]:
    """What a change of organisation leaves alone, by the name of its table in the file."""
    run = scenario.run
    return {"place": scenario.place, "residents": scenario.residents, "demand": scenario.demand, "categories": scenario.categories,
            "run": (run.seed, run.warm_up_days, run.days, run.follow_up_days)}


def simulate(
    scenario: Scenario, replicate: int = 0, community: Community | None = None, between: Callable[[], None] | None = None
) -> Outcome:
    """One run from top to bottom. The same (scenario, replicate) gives the same bits, always and everywhere.

    between   called `STRETCHES` times on the way; it may raise to give the run up, and changes no number
    """
    world = start(assemble(scenario, replicate, community))
    end_h = window(scenario).end_h
    if between is not None:
        for stretch in range(1, STRETCHES + 1):
            between()
            world = advance(world, math.nextafter(end_h * stretch / STRETCHES, -math.inf))
    else:
        world = advance(world, math.nextafter(end_h, -math.inf))
    return finish(scenario, replicate, world)
