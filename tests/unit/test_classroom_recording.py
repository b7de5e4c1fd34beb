"""What the classroom is told equals what the engine does: every frame, every number, under any way of asking."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import sim
from sim.agents import CommunityModel
from sim.classroom.container import ContainerError, pack, unpack, unpack_all
from sim.classroom.doing import doings
from sim.classroom.pair import DAY_H, Pair
from sim.classroom.place import MOOD_EDGES
from sim.engine import advance
from sim.errors import ScenarioError
from sim.metrics.funnel import funnel
from sim.scenario.load import load
from sim.simulate import assemble, start
from sim.world.codes import Fate

NAMES = ("street-office", "street-office+L8")
SHORT = ["run.warm_up_days=7", "run.days=28", "run.follow_up_days=7"]


def scenarios() -> tuple[Any, Any]:
    return load("street-office", overrides=SHORT), load("street-office", overrides=[*SHORT, "posts.field.head_count=9"])


class Screen:
    """A browser in a few lines: the state of one world, frame by frame, from messages alone."""

    def __init__(self, messages: list[bytes], world: int) -> None:
        self.frames: dict[int, dict[str, Any]] = {}
        self.series: dict[int, dict[str, float]] = {}
        place = unpack(messages[0])
        self.state: dict[str, Any] = {}
        for message in messages[1:]:
            header, columns = unpack(message)
            if header["world"] != world:
                continue
            if header["kind"] == "organisation":
                self.state = {
                    "case_fate": np.zeros(place[1]["issue_occur"].size, int), "case_pool": np.full(place[1]["issue_occur"].size, -1),
                    "hand_doing": np.zeros(columns["handler_pool"].size, int), "hand_case": np.full(columns["handler_pool"].size, -1),
                    "mood_level": np.full(place[1]["resident_entrance"].size, 2),
                }  # fmt: skip
            else:
                self._days(header, columns)

    def _days(self, header: dict[str, Any], columns: dict[str, Any]) -> None:
        at = dict.fromkeys(("case", "hand", "mood"), 0)
        for k in range(header["frames"]):
            for name, told in (("case", ("case_fate", "case_pool")), ("hand", ("hand_doing", "hand_case")), ("mood", ("mood_level",))):
                upto = at[name] + int(columns[f"{name}_n"][k])
                for column in told:
                    self.state[column][columns[f"{name}_row"][at[name] : upto]] = columns[column][at[name] : upto]
                at[name] = upto
            self.frames[header["first"] + k] = {name: values.copy() for name, values in self.state.items()}
            self.series[header["first"] + k] = {name[2:]: float(values[k]) for name, values in columns.items() if name.startswith("s_")}


@pytest.fixture(scope="module")
def recording() -> list[bytes]:
    pair = Pair(scenarios(), names=NAMES)
    return [*pair.opening(), *pair.advance(pair.end_h)]


@pytest.mark.parametrize("number", [0, 1])
def test_every_frame_is_the_engines_state_at_that_hour(recording: list[bytes], number: int) -> None:
    screen = Screen(recording, number)
    world = start(assemble(scenarios()[number]))
    assert sorted(screen.frames) == list(range(7 * DAY_H, 42 * DAY_H + 1))
    for h in range(7 * DAY_H, 21 * DAY_H, 5):  # every fifth hour meets every hour of the day and of the week's shifts
        world = advance(world, math.nextafter(h, -math.inf))
        frame = screen.frames[h]
        told = len(frame["case_fate"])
        assert np.array_equal(frame["case_fate"], world.case["fate"][:told])
        assert np.array_equal(frame["case_pool"], world.case["pool"][:told])
        assert np.array_equal(frame["hand_case"], world.handler["case"])
        assert np.array_equal(frame["hand_doing"], doings(world, h))
        assert np.array_equal(frame["mood_level"], np.digitize(world.resident["satisfaction"], MOOD_EDGES, right=True))
        assert screen.series[h]["waiting"] == world.pool["waiting"].sum()


def test_numbers_equal_the_tables_of_the_model(recording: list[bytes]) -> None:
    """Mesa's model stopped at the same hour makes an outcome; its funnel, its handlers' hours and its open cases are those of the frame."""
    screen = Screen(recording, 0)
    model = CommunityModel(scenarios()[0], tick_h=DAY_H)
    before: dict[str, float] = {}
    for day in range(7, 33):
        while model.now_h < day * DAY_H:
            model.step()
        series = screen.series[day * DAY_H]
        hand = model.handler_hours()
        hours = {"duty_h": (hand["duty_h"] - hand["away_h"]).sum(), "overtime_h": hand["overtime_h"].sum(),
                 "busy_h": (hand["service_h"] + hand["travel_h"] + hand["chore_h"]).sum()}  # fmt: skip
        before = before or hours
        for name, value in hours.items():
            assert series[name] == pytest.approx(value - before[name], abs=1e-6)
        assert series["open"] == model.open_cases
        felt = model.world.resident["satisfaction"]
        assert series["satisfaction"] == pytest.approx(model.mean_satisfaction * len(felt) / np.count_nonzero(felt), abs=1e-12)
        if day % 5 == 0:
            rows = {row.stage: row for row in funnel(model.outcome())}
            names = {"occurred": "latent", "noticed": "noticed", "reported": "reported", "registered": "registered", "contacted": "attended",
                     "resolved": "resolved", "satisfied": "satisfied"}  # fmt: skip
            assert {mine: series[mine] for mine in names} == {mine: rows[theirs].true for mine, theirs in names.items()}
            assert series["closed"] == rows["resolved"].official
    assert series["resolved"] > 20


def test_the_whole_run_ends_as_the_table_of_cases_says(recording: list[bytes]) -> None:
    table = sim.run(scenarios()[1]).issues
    drawn = Screen(recording, 1).frames[42 * DAY_H]["case_fate"][table.index]
    assert [Fate(code).name.lower() for code in drawn] == list(table["fate"])


def test_same_bytes_however_the_hours_are_asked_for(recording: list[bytes]) -> None:
    pair = Pair(scenarios(), names=NAMES)
    told = pair.opening()
    for until_h in (pair.from_h + 1, pair.from_h + 30, pair.from_h + 31, pair.from_h + 400, pair.end_h, pair.end_h + 1000):
        told += pair.advance(until_h)
    assert told == recording


def test_both_worlds_share_residents_and_issues(recording: list[bytes]) -> None:
    """An issue exists in one world at an hour only if it exists in the other: it occurs at the same hour, whoever governs."""
    one, other = Screen(recording, 0), Screen(recording, 1)
    occur_h = unpack(recording[0])[1]["issue_occur"]
    for h in range(7 * DAY_H, 42 * DAY_H, 24):
        exists = occur_h < h
        for screen in (one, other):
            assert np.array_equal(screen.frames[h]["case_fate"] > 0, exists)


def test_scenarios_of_different_people_are_refused() -> None:
    with pytest.raises(ScenarioError, match="do not share their residents"):
        Pair((load("street-office"), load("longhua")), names=("street-office", "longhua"))
    with pytest.raises(ScenarioError, match="seed or days"):
        Pair((load("street-office"), load("street-office", overrides=["run.seed=2"])))


def test_a_message_comes_back_as_it_was_and_damage_is_told() -> None:
    columns = {"a": np.arange(5, dtype=np.uint16), "b": np.array([0.1, math.inf]), "none": np.zeros(0, np.int32)}
    message = pack({"kind": "days", "zh": "网格"}, columns)
    assert len(message) % 8 == 0
    header, back = unpack(message)
    assert header == {"kind": "days", "zh": "网格"}
    assert {name: values.tolist() for name, values in back.items()} == {name: values.tolist() for name, values in columns.items()}
    assert len(unpack_all(message * 3)) == 3
    for broken in (b"", b"SHQ2" + message[4:], message[:20], message[:-8], message + b"\0" * 8, message[:4] + b"\xff\xff\xff\x7f" + message[8:]):
        with pytest.raises(ContainerError):
            unpack(broken)
    with pytest.raises(ContainerError, match="column c is int64"):
        pack({}, {"c": np.arange(3)})
