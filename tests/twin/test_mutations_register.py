"""Seeded mistakes of the register: each mutation of the twin makes it differ from the engine in some of a hundred worlds."""

from __future__ import annotations

import math

import pytest

from sim.world.codes import Decision
from tests.twin.plain_engine import PlainEngine
from tests.twin.test_mutations import Mutation, _facts, _nothing, _rule, _set_policy, is_seen


def _without_a_flag(name: str) -> Mutation:
    return _set_policy(**{name: 0})


MUTATIONS: dict[str, tuple[int, Mutation]] = {
    "nothing is lost": (52, _set_policy(lost=0.0)),
    "repeated reports are not looked at": (53, _set_policy(duplicates_per_h=0.0)),
    "nothing is closed for show": (1, _rule(PlainEngine, "only_for_show", lambda *_: False)),
    "pressure has no bound": (1, _rule(
        PlainEngine, "only_for_show", lambda right, twin, case: right(twin, case) or case.luck(Decision.SHAM, case.visits) < twin.policy.false_base * 1.5)),
    "nobody is called back": (5, _set_policy(audit_found=0.0)),
    "call backs come at once": (10, _set_policy(audit_delay_h=0.0)),
    "risk is always recognised": (5, _set_policy(risk_accuracy=1.0)),
    "nobody stands ahead": (52, _without_a_flag("bends")),
    "no favour for locals": (76, _set_policy(favour=0.0)),
    "the easy wait like the hard": (52, _facts(lambda twin: [setattr(row, "easy_first", 0.0) for row in twin.scorecard])),
    "no session is held": (53, _rule(PlainEngine, "hold_session", _nothing)),
    "an agenda without end": (52, _facts(lambda twin: [setattr(leader, "cap", 1000) for leader in twin.leaders])),
    "everything is stuck": (53, _facts(lambda twin: [setattr(leader, "stuck_after_h", -math.inf) for leader in twin.leaders])),
    "promises are not heard": (52, _set_policy(resolution_share=1.0)),
}


@pytest.mark.long
@pytest.mark.parametrize("name", MUTATIONS)
def test_a_seeded_mistake_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world, mutate = MUTATIONS[name]
    assert is_seen(world, mutate, monkeypatch), "no world of a hundred shows the mistake"
