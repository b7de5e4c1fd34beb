"""Many runs on threads: order, independence of their number, errors that name the run, stopping."""

from __future__ import annotations

import gc
import threading
import weakref

import numpy as np
import pytest

from sim.errors import EngineError
from sim.metrics import METRICS
from sim.outcome import Outcome
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.study import many
from sim.study.many import Job, keep, run_many

IDS = tuple(METRICS)


@pytest.fixture(scope="module")
def village() -> Scenario:
    return load("three-house-village", overrides=["run.record_visits=false"])


def test_number_of_threads_changes_no_bit(village: Scenario) -> None:
    jobs = [Job(village, number) for number in range(9)]
    one, four = run_many(jobs, IDS, workers=1), run_many(jobs, IDS, workers=4)
    for alone, together in zip(one, four, strict=True):
        assert np.array_equal(alone.metrics, together.metrics, equal_nan=True)
        assert alone.checks == together.checks


def test_results_are_in_the_order_of_the_jobs(village: Scenario) -> None:
    jobs = [Job(village, number) for number in (4, 0, 2)]
    for job, kept in zip(jobs, run_many(jobs, IDS, workers=3), strict=True):
        expected = keep(simulate(village, job.replicate), IDS)
        assert np.array_equal(kept.metrics, expected.metrics, equal_nan=True)
        assert np.array_equal(kept.funnel_true, expected.funnel_true)


def test_progress_counts_every_run_once_in_the_callers_thread(village: Scenario) -> None:
    told: list[tuple[int, int]] = []
    callers: set[int] = set()

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        callers.add(threading.get_ident())

    run_many([Job(village, number) for number in range(5)], IDS, progress, workers=2)
    assert told == [(number, 5) for number in range(1, 6)]
    assert callers == {threading.get_ident()}


def test_interruption_gives_out_no_more_runs(village: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []

    def counted(scenario: Scenario, replicate: int, community: object) -> Outcome:
        begun.append(replicate)
        return simulate(scenario, replicate)

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(many, "simulate", counted)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        run_many([Job(village, number) for number in range(200)], IDS, interrupt, workers=2)
    assert len(begun) <= 2 * many.AHEAD
    assert threading.active_count() == before


def test_an_error_names_the_run(village: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(scenario: Scenario, replicate: int, community: object) -> Outcome:
        if replicate == 3:
            raise EngineError("the calendar is full")
        return simulate(scenario, replicate)

    monkeypatch.setattr(many, "simulate", broken)
    with pytest.raises(EngineError, match=r"Three-house village, seed 1, replicate 3: the calendar is full"):
        run_many([Job(village, number) for number in range(6)], IDS, workers=2)


def test_no_run_outlives_its_measurement(village: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds: list[weakref.ref[Outcome]] = []

    def watched(scenario: Scenario, replicate: int, community: object) -> Outcome:
        outcome = simulate(scenario, replicate)
        worlds.append(weakref.ref(outcome))
        return outcome

    monkeypatch.setattr(many, "simulate", watched)
    kept = run_many([Job(village, number) for number in range(6)], IDS, workers=2)
    gc.collect()
    assert len(kept) == len(worlds) == 6
    assert not any(world() for world in worlds)


def test_a_community_is_built_once_for_all_who_share_it(village: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []
    real = many.build_community

    def counted(*arguments: object) -> object:
        built.append(1)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(many, "build_community", counted)
    other = load("three-house-village", overrides=["posts.village_worker.head_count=2", "run.record_visits=false"])
    bigger = load("three-house-village", overrides=["place.residents=16", "run.record_visits=false"])
    run_many([Job(one, number) for number in range(3) for one in (village, other, bigger)], ["registered_share"])
    assert len(built) == 2


def test_no_jobs_no_results() -> None:
    assert run_many([], IDS) == []
