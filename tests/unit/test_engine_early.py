"""The loop that a second process compiles is the loop that is run, and no run needs the second process."""

from __future__ import annotations

import subprocess
import sys

import numba
import pytest

from sim.compiled import is_cold
from sim.engine import early
from sim.engine.hours import settle
from sim.engine.loop import advance_kernel
from sim.scenario.load import load
from sim.simulate import assemble, simulate

compiled = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="nothing is compiled")


@pytest.mark.parametrize("name", ["three-house-village", "longhua", "street-office", "practice-ground", "places/fengxin-town"])
def test_every_world_is_of_the_kind_that_is_compiled_ahead(name: str) -> None:
    world, kind = assemble(load(name)), early.kind_of_world()
    assert {field: found for field, found, known in zip(world._fields, numba.typeof(world).types, kind.types, strict=True) if found != known} == {}
    assert numba.typeof(world) == kind


@compiled
def test_a_run_uses_what_was_compiled_ahead() -> None:
    early.compile_loop()
    ahead = (early.kind_of_world(), numba.float64)
    simulate(load("three-house-village"))
    assert advance_kernel.signatures == [ahead] and settle.signatures == [ahead]


def test_nobody_is_called_where_everything_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_helpers", [])
    assert not is_cold()
    early.begin()
    early.finished()
    assert early._helpers == []


@pytest.mark.parametrize("code", [0, 1])
def test_a_helper_is_waited_for_and_may_fail(code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    helper = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(0.3); raise SystemExit({code})"])
    monkeypatch.setattr(early, "_helpers", [helper])
    outcome = simulate(load("three-house-village"))
    assert helper.poll() == code and outcome.world.live[0].events > 0


def test_a_helper_that_cannot_be_started_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_helpers", [])
    monkeypatch.setattr(early, "is_cold", lambda: True)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    early.begin()
    assert early._helpers == []
