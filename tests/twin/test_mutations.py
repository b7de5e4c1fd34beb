"""The comparison sees seeded mistakes: each mutation of the twin makes it differ from the engine in some of a hundred worlds.

Without a mutation they agree in the same worlds: test_twin.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from sim.engine import advance
from sim.simulate import assemble, start, window
from sim.world import World
from sim.world.codes import Decision, Event, Fate, Special
from tests.twin.comparison import differences
from tests.twin.plain_engine import PlainEngine
from tests.twin.plain_teams import PlainTeam, Volunteer
from tests.twin.plain_world import Calendar, Case, Handler, Line
from tests.twin.worlds import random_scenario

SEEDS = range(100)

Patch = pytest.MonkeyPatch
Mutation = Callable[[Patch], None]


@cache
def _world(seed: int) -> tuple[World, World, float]:
    """A random world before and after the engine ran it."""
    scenario = random_scenario(seed)
    end_h = window(scenario).end_h
    return assemble(scenario), advance(start(assemble(scenario)), end_h), end_h


def is_seen(world: int, mutate: Mutation, patch: Patch) -> bool:
    """Whether some world shows the mistake; the one that did is tried first."""
    mutate(patch)
    for seed in (world, *SEEDS):
        fresh, ran, end_h = _world(seed)
        twin = PlainEngine(fresh)
        twin.run(end_h)
        if differences(ran, twin, end_h):
            return True
    return False


def _facts(change: Callable[[PlainEngine], Any]) -> Mutation:
    """The twin reads something wrongly."""

    def mutate(patch: Patch) -> None:
        original = PlainEngine.__init__

        def init(self: PlainEngine, world: World) -> None:
            original(self, world)
            change(self)

        patch.setattr(PlainEngine, "__init__", init)

    return mutate


def _set_pools(**values: Any) -> Mutation:
    """The twin reads a column of all pools wrongly."""
    return _facts(lambda twin: [setattr(pool.facts, name, value) for pool in twin.pools for name, value in values.items()])


def _rule(owner: type, name: str, replacement: Callable[..., Any]) -> Mutation:
    """The twin has a rule wrong; the replacement gets the right rule first."""
    original = getattr(owner, name)
    return lambda patch: patch.setattr(owner, name, lambda *given: replacement(original, *given))


def _last_in_first_out(_: Any, line: Line, case: Case) -> None:
    line.queue.insert(bisect_left(line.queue, (case.rank, -1)), (case.rank, case.ticket, case))


def _one_too_few(twin: PlainEngine) -> None:
    for roster in twin.rosters:
        del roster.handlers[-1:]


def _work_begins_anew(right: Any, twin: PlainEngine, case: Case) -> None:
    case.left_h = None
    right(twin, case)


def _chore_of_the_busy_is_forgotten(right: Any, twin: PlainEngine, hand: Handler, chore: int) -> None:
    owed, busy = hand.duties[chore].owed, hand.job is not None
    right(twin, hand, chore)
    if busy:
        hand.duties[chore].owed = owed


def _rings_backwards(right: Any, twin: PlainEngine, case: Case, team: PlainTeam) -> None:
    idle, team.pool.idle = team.pool.idle, team.pool.idle[-1:]
    right(twin, case, team)
    if case.fate != Fate.SERVICE:
        team.pool.idle = idle


def _first_in_line(right: Any, twin: PlainEngine, team: PlainTeam, person: Volunteer) -> None:
    patch_h, team.facts.per_difficulty, team.facts.per_km = (team.facts.per_difficulty, team.facts.per_km), 0.0, 0.0
    right(twin, team, person)
    team.facts.per_difficulty, team.facts.per_km = patch_h


def _nothing(*_: Any) -> None:
    pass


def _set_all(rows: str, name: str, value: Any) -> Mutation:
    return _facts(lambda twin: [setattr(row, name, value) for row in getattr(twin, rows)])


def _set_policy(**values: Any) -> Mutation:
    return _facts(lambda twin: twin.policy.__dict__.update(values))


# of each the number of a small world that shows it, and what is wrong
MUTATIONS: dict[str, tuple[int, Mutation]] = {
    "last in, first out": (53, _rule(Line, "stand", _last_in_first_out)),
    "one handler too few": (53, _facts(_one_too_few)),
    "a wrong office keeps nothing": (95, _set_policy(bounce_h=0.0)),
    "nobody gives up": (95, _rule(PlainEngine, "give_up", _nothing)),
    "nobody escalates": (35, _rule(PlainEngine, "escalate", _nothing)),
    "nobody helps another pool": (14, _facts(lambda twin: [setattr(pool, "group", [pool]) for pool in twin.pools])),
    "the own always come first": (63, _facts(lambda twin: [setattr(pool.facts, "nearest", 0) for pool in twin.pools])),
    "a job put down begins anew": (53, _rule(PlainEngine, "resume", _work_begins_anew)),
    "late events first": (57, _rule(Calendar, "book", lambda right, it, time_h, event, *rest: right(it, time_h, -event, *rest))),
    "later turn of the dice": (53, _rule(Case, "luck", lambda right, case, decision, turn=0: right(case, decision, turn + (decision == Decision.HOLD)))),
    "reminders do not lift": (18, _set_policy(remind_lifts=0)),
    "a busy hand owes no chore": (53, _rule(PlainEngine, "fall_due", _chore_of_the_busy_is_forgotten)),
    "a patrol finds the oldest first": (53, _rule(
        Calendar, "book", lambda right, it, time_h, event, rule, *who: right(
            it, time_h + (1e-6 * (1 - who[0].issue.occur_h / 1e4) if event == Event.REPORT else 0.0), event, rule, *who))),
    "disappointment weighs as little": (53, _set_policy(loss_aversion=1.0)),
    "diagnosis is free": (53, _set_policy(diagnosis_share=0.0)),
    "agencies sign the other way": (53, _facts(lambda twin: setattr(twin.policy, "parallel", not twin.policy.parallel))),
    "no limit of the line": (53, _facts(lambda twin: [setattr(pool.facts, "limit", math.inf) for pool in twin.pools])),
    "nobody tires": (74, _rule(PlainEngine, "tire", _nothing)),
    "the last idle is rung first": (0, _rule(PlainEngine, "ring", _rings_backwards)),
    "a board in the order of posting": (74, _rule(PlainEngine, "appeal_of", lambda right, it, team, case: round(right(it, team, case)))),
    "who is not active comes": (20, _rule(PlainEngine, "is_away", lambda *_: False)),
    "every week is a theme week": (52, _set_all("rosters", "every", 1)),
    "helpers take the first in line": (1, _rule(PlainEngine, "look_at_lines", _first_in_line)),
    "volunteers may do all": (1, _rule(PlainEngine, "power", lambda right, it, pool, case, authority: authority)),
    "an offer never runs out": (40, _rule(PlainEngine, "fall_back", _nothing)),
    "emergencies interrupt nobody": (57, _set_policy(preempts=0)),
    "nobody is called to an emergency": (42, _set_pools(surge_size=0)),
    "who is called is there at once": (42, _set_policy(callback_h=0.0)),
    "emergencies climb no faster": (35, _set_policy(hop_factor=1.0)),
    "emergencies are triaged no faster": (88, _set_policy(triage_factor=1.0)),
    "visits find nothing": (52, _set_pools(visit_finds=0.0)),
    "everybody is visited": (88, _set_pools(visit_list=8)),
    "nobody learns in class": (88, _set_pools(training_gain=0.0)),
    "classes have no limit": (88, _set_pools(training_cap=1.0)),
    "nobody learns by doing": (53, _set_pools(learning=0.0)),
    "nothing is forgotten": (53, _set_pools(forget_h=math.inf)),
    "handing over takes no time": (35, _set_pools(handover_h=0.0)),
    "special places are like others": (6, _set_policy(special_difficulty=0.0)),
    "the dedicated go round everywhere": (53, _set_pools(special=Special.ALSO)),
    "those hired begin at once": (95, _facts(lambda twin: [setattr(vacancy, "lag_h", 0.0) for vacancy in twin.vacancies])),
    "a council never divides": (52, _set_policy(agree_conflict=0.0)),
    "a council needs no quorum": (52, _facts(lambda twin: [setattr(rules, "quorum", 0) for rules in twin.councils])),
    "a meeting hears everything": (35, _facts(lambda twin: [setattr(rules, "cap", 10**6) for rules in twin.councils])),
    "everybody is heard": (99, _facts(lambda twin: [setattr(rules, "elders_heard", 1.0) for rules in twin.councils])),
    "agreement does not last": (16, _facts(lambda twin: [setattr(rules, "lasting", 0.0) for rules in twin.councils])),
    "reviews at once": (48, _set_policy(review_every_h=0.0)),
    "all categories are coordinated alike": (88, _facts(lambda twin: [setattr(rules, "coordination", 1.0) for rules in twin.procedures])),
    "procedure is never felt": (52, _rule(PlainEngine, "fairness", lambda right, twin, case: 0.5)),
    "leaders never leave": (53, _facts(lambda twin: twin.charter and setattr(twin.charter, "exit", 0.0))),
    "joiners follow nobody": (53, _facts(lambda twin: twin.charter and setattr(twin.charter, "pace", 0.0))),
    "channels never close": (88, _set_all("channels", "roster", -1)),
    "a purse never runs dry": (88, _facts(lambda twin: [setattr(purse, "balance", math.inf) for purse in twin.money.purses])),
    "no cap on works": (35, _facts(lambda twin: [setattr(purse.facts, "item_cap", math.inf) for purse in twin.money.purses])),
    "the whole level shares one's purse": (84, _facts(lambda twin: [setattr(purse.facts, "unit", -1) for purse in twin.money.purses])),
    "everybody is enrolled": (88, _facts(lambda twin: [setattr(service.facts, "wanted", len(service.queue)) for service in twin.money.services])),
    "programmes act at once": (18, _facts(lambda twin: [setattr(programme, "ramp_h", 0.0) for programme in twin.money.programmes])),
    "one visit to the desk is enough": (53, _facts(lambda twin: setattr(twin.money, "trips", [[1] * len(row) for row in twin.money.trips]))),
    "the way keeps nobody": (35, _facts(lambda twin: setattr(twin.money, "nearness", []))),
}


@pytest.mark.long
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_seeded_mistake_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world, mutate = MUTATIONS[name]
    assert is_seen(world, mutate, monkeypatch), "no world of a hundred shows the mistake"
