"""Ticks: they are counted, the last one ends with the run, then nothing happens. Hooks see both sides of a tick."""

from __future__ import annotations

import numpy as np
import pytest

from sim.agents import CommunityModel, GridWorker
from sim.errors import ScenarioError

END_H = 24.0 * (14 + 56 + 28)
"""The three-house village: two weeks, eight weeks, four weeks."""


def test_a_run_ends_on_the_hour_after_the_expected_number_of_ticks() -> None:
    for tick_h, steps in ((24.0, 98), (0.1, 23520), (1000.0, 3)):
        model = CommunityModel("three-house-village", tick_h=tick_h)
        model.datacollector.model_reporters.clear()
        model.run_model()
        assert (model.steps, model.now_h, model.running, model.finished) == (steps, END_H, False, True)


def test_after_the_end_nothing_happens() -> None:
    model = CommunityModel("three-house-village", tick_h=END_H)
    model.run_model()
    events = int(model.world.live[0].events)
    model.running = True
    model.step()
    assert not model.running
    assert (model.now_h, model.datacollector.model_vars["now_h"]) == (END_H, [END_H])
    assert model.world.live[0].events == events


@pytest.mark.parametrize("tick_h", [0.0, -1.0, float("nan")])
def test_a_tick_that_is_no_time_is_refused(tick_h: float) -> None:
    with pytest.raises(ScenarioError, match="tick_h"):
        CommunityModel("three-house-village", tick_h=tick_h)
    model = CommunityModel("three-house-village")
    with pytest.raises(ScenarioError, match="tick_h"):
        model.tick_h = tick_h
    assert model.tick_h == 24.0


def test_the_worker_is_on_duty_in_the_hours_of_the_roster() -> None:
    model = CommunityModel("three-house-village", tick_h=0.25)
    (worker,) = model.agents_by_type[GridWorker]
    model.step()
    model.tick_h = 0.5
    while model.now_h < 2 * 168:
        hour, weekday = model.now_h % 24, int(model.now_h % 168 // 24)
        assert worker.on_duty == (weekday < 5 and (9 < hour < 12 or 14 < hour < 17)), model.now_h
        model.step()


def test_hooks_run_around_the_tick_and_not_after_the_end() -> None:
    class Diary(CommunityModel):
        pages: tuple[tuple[str, float], ...] = ()

        def before_step(self) -> None:
            self.pages += (("before", self.now_h),)

        def after_step(self) -> None:
            self.pages += (("after", self.now_h),)

    diary = Diary("three-house-village", tick_h=END_H / 2)
    for _ in range(4):
        diary.step()
    assert diary.pages == (("before", 0.0), ("after", END_H / 2), ("before", END_H / 2), ("after", END_H))


def test_a_rule_may_stop_the_run_early() -> None:
    class OneWeek(CommunityModel):
        def after_step(self) -> None:
            self.running = self.now_h < 168

    model = OneWeek("three-house-village")
    model.run_model()
    assert (model.steps, model.now_h, model.finished) == (7, 168.0, False)


def test_what_happens_on_the_hour_belongs_to_the_next_tick() -> None:
    model = CommunityModel("three-house-village", tick_h=9.0)
    (worker,) = model.agents_by_type[GridWorker]
    model.step()
    assert (model.now_h, worker.on_duty) == (9.0, False)
    model.tick_h = 1e-6
    model.step()
    assert worker.on_duty


def test_looking_at_hours_does_not_touch_volunteers() -> None:
    """Where people may decline, the hours that a helper stays away are counted too: on the copy, not in the engine's own books."""
    looked, left_alone = (CommunityModel("packages/kangle", tick_h=7) for _ in range(2))
    away = 0
    for _ in range(60):
        looked.step()
        left_alone.step()
        away += np.count_nonzero(~np.isnan(looked.world.helper["absent_from_h"]))
        looked.handler_hours()
        assert looked.world.helper.tobytes() == left_alone.world.helper.tobytes()
    assert away
