"""Doubts: what is moved is what nobody knows, for both options alike, and the differences are those a comparison of the moved scenarios would show."""

from __future__ import annotations

from typing import Any

import pytest

from sim.report import assumptions
from sim.report.assumptions import CANDIDATES, moved, shared_assumptions
from sim.report.doubts import doubt, width
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.schema import declared
from sim.study.compare import compare
from sim.study.plan import line_up

SMALL = ("place.residents=500", "run.days=28", "run.warm_up_days=7", "run.follow_up_days=10")


def small(*more: str) -> Scenario:
    return load("street-office", overrides=[*SMALL, *more])


def paths(first: Scenario, other: Scenario, metric: str = "resolved_in_deadline") -> list[str]:
    return [one.path for one in shared_assumptions(first, other, metric)]


def test_differences_are_those_of_comparisons_of_the_moved_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    three = ("demand.issues_per_resident_year", "posts.*.admin_load", "residents.self_resolve_per_day")
    monkeypatch.setattr(assumptions, "CANDIDATES", {path: CANDIDATES[path] for path in three})
    faster = "dispatch.rule=unified"
    told: list[tuple[int, int]] = []
    found = doubt(line_up([small(), small(faster)], seed=5), 1, "resolved_in_deadline", 2, lambda *at: told.append(at), workers=1)
    assert found.base == compare([small(), small(faster)], 2, ["resolved_in_deadline"], seed=5).differences[0]
    assert (found.metric, found.option, found.replications, len(found.swings)) == ("resolved_in_deadline", 1, 2, 3)
    assert told[-1] == (len(told), len(told)) and len(told) == (2 + 4 * 3) * 2
    for one in found.swings:
        for value, difference in ((one.low, one.at_low), (one.high, one.at_high)):
            pair = [small(*_sets(one.path, value)), small(faster, *_sets(one.path, value))]
            assert compare(pair, 2, ["resolved_in_deadline"], seed=5).differences[0] == difference
    widths = [width(one, found.base) for one in found.swings]
    assert widths == sorted(widths, reverse=True) and widths[0] > 0


def _sets(path: str, value: float) -> list[str]:
    if "*" not in path:
        return [f"{path}={value}"]
    table, _, field = path.split(".")
    return [f"{table}.{name}.{field}={value}" for name, one in getattr(small(), table).items() if getattr(one, field) != CANDIDATES[path]]


def test_a_fourth_server_matters_only_where_much_comes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """0.32 and 2.4 jobs an hour of an hour each come in at the ends of the range; three servers then have next to nothing to do, or a line."""
    monkeypatch.setattr(assumptions, "CANDIDATES", {"demand.issues_per_resident_year": None})
    post = next(iter(load("mmc").posts))
    own = ("place.residents=7000", "demand.issues_per_resident_year=1.0", "run.days=60", "run.warm_up_days=14", "run.follow_up_days=10")
    three, four = (load("mmc", overrides=[*own, f"posts.{post}.head_count={count}"]) for count in (3, 4))
    found = [doubt(line_up([three, four], seed=2), 1, "response_time_p90", 4, workers=workers) for workers in (1, 2)]
    assert found[0] == found[1]
    (swing,) = found[0].swings
    assert (swing.low, swing.high) == (0.4, 3.0)
    assert abs(swing.at_low.difference) < 0.1 < 1.0 < -swing.at_high.difference and swing.at_high.verdict == "lower"


def test_only_what_is_shared_unsourced_and_in_action_is_doubted() -> None:
    plain = small()
    assert "demand.issues_per_resident_year" in paths(plain, plain) and len(paths(plain, plain)) == assumptions.MOST
    assert "residents.report_per_day" not in paths(plain, small("residents.report_per_day=0.2"))
    assert "residents.report_per_day" in paths(*[small("residents.report_per_day=0.2")] * 2)
    assert "residents.report_per_day" not in paths(*[small("residents.report_per_day=0.2", 'sources."residents.report_per_day"="data:survey"')] * 2)
    assert "dispatch.triage_accuracy" not in paths(*[small("dispatch.triage_accuracy=1.0")] * 2)  # always right: nothing to doubt the size of
    assert "posts.*.admin_load" not in paths(plain, small("posts.field.admin_load=0.2"))
    assert "posts.*.admin_load" in paths(plain, small("posts.field.head_count=9"))
    assert not {"residents.report_per_day", "categories.*.work_cv", "dispatch.coordination_h"} & set(paths(load("mmc"), load("mmc")))
    felt = paths(plain, plain, "satisfied_share")
    assert felt[:2] == list(assumptions.FELT) and not set(assumptions.FELT) & set(paths(plain, plain))


def test_an_end_that_makes_the_scenario_invalid_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def faults(scenario: Any) -> list[str]:
        return ["wrong"] if scenario.demand.issues_per_resident_year == 3.0 else []

    monkeypatch.setattr(assumptions, "check_references", faults)
    assert "demand.issues_per_resident_year" not in paths(small(), small())
    monkeypatch.undo()
    assert moved(small(), "residents.newcomer_know", 1.5) is None  # a share


def test_every_candidate_is_declared_with_a_range_and_moves_what_it_names() -> None:
    scenario = small("dispatch.lost=0.05", "dispatch.skill_noise=0.1")
    for path in CANDIDATES:
        assert declared(tuple(path.split("."))) is not None
        low, high = assumptions._range(path) or (0.0, 0.0)
        assert low < high
        there = moved(scenario, path, high)
        assert there is not None
        table, *middle, field = path.split(".")
        parts = getattr(there, table).values() if middle else [getattr(there, table)]
        assert all(getattr(one, field) == high for one in parts)


def test_an_option_that_changes_nothing_has_no_doubts() -> None:
    found = doubt(line_up([small(), small()]), 1, "satisfied_share", 2)
    assert found.swings == () and found.base.reason is not None and found.base.reason.code == "identical"
    assert found.base == compare([small(), small()], 2, ["satisfied_share"]).differences[0]
