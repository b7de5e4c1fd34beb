"""Seeded mistakes of the register: each mutation of the twin makes it differ from the engine in some of a hundred worlds."""

from __future__ import annotations

import math

import pytest

from sim.world.codes import Decision
from tests.twin.comparison import differences
from tests.twin.plain_engine import PlainEngine
from tests.twin.test_mutations import Mutation, _facts, _nothing, _rule, _set_policy, _world

WORLDS = 100


def _without_a_flag(name: str) -> Mutation:
    return _set_policy(**{name: 0})


MUTATIONS: dict[str, Mutation] = {
    "nothing is lost": _set_policy(lost=0.0),
    "repeated reports are not looked at": _set_policy(duplicates_per_h=0.0),
    "nothing is closed for show": _rule(PlainEngine, "only_for_show", lambda *_: False),
    "pressure has no bound": _rule(
        PlainEngine, "only_for_show", lambda right, twin, case: right(twin, case) or case.luck(Decision.SHAM, case.visits) < twin.policy.false_base * 1.5),
    "nobody is called back": _set_policy(audit_found=0.0),
    "call backs come at once": _set_policy(audit_delay_h=0.0),
    "risk is always recognised": _set_policy(risk_accuracy=1.0),
    "nobody stands ahead": _without_a_flag("bends"),
    "no favour for locals": _set_policy(favour=0.0),
    "the easy wait like the hard": _facts(lambda twin: [setattr(row, "easy_first", 0.0) for row in twin.scorecard]),
    "no session is held": _rule(PlainEngine, "hold_session", _nothing),
    "an agenda without end": _facts(lambda twin: [setattr(leader, "cap", 1000) for leader in twin.leaders]),
    "everything is stuck": _facts(lambda twin: [setattr(leader, "stuck_after_h", -math.inf) for leader in twin.leaders]),
    "promises are not heard": _set_policy(resolution_share=1.0),
}


@pytest.mark.long
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_seeded_mistake_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTATIONS[name](monkeypatch)
    for seed in range(WORLDS):
        fresh, ran, end_h = _world(seed)
        twin = PlainEngine(fresh)
        twin.run(end_h)
        if differences(ran, twin, end_h):
            return
    pytest.fail("no world of a hundred shows the mistake")
