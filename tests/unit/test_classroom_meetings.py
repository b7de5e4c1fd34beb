"""Meetings as the classroom is told of them: every one that the engine held, where and whose it was, and none that was not."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.classroom.container import unpack
from sim.classroom.pair import DAY_H, Pair
from sim.scenario.load import load
from sim.scenario.scenario import Scenario

SHORT = ["run.warm_up_days=7", "run.days=35", "run.follow_up_days=0"]
TEA = "street-office+K8"  # two councils: one of each grid, one of the community


def office(name: str = "street-office") -> Scenario:
    return load(name, overrides=SHORT)


def meetings(messages: list[bytes], world: int) -> list[tuple[int, int, int, int, int]]:
    """(frame, chamber, present, heard, agreed) of each."""
    found: list[tuple[int, int, int, int, int]] = []
    for header, columns in map(unpack, messages):
        if header["kind"] == "days" and header["world"] == world:
            frames = np.repeat(np.arange(header["frames"]) + header["first"], columns["meet_n"])
            found += zip(frames.tolist(), *(columns[f"meet_{name}"].tolist() for name in ("row", "present", "heard", "agreed")), strict=True)
    return found


def organisation(messages: list[bytes], world: int) -> dict[str, Any]:
    """The last one of a world."""
    return [header for header, _ in map(unpack, messages) if header["kind"] == "organisation" and header["world"] == world][-1]


def test_all_meetings_are_told_and_sum_to_the_tables_of_the_model() -> None:
    pair = Pair((office(), office(TEA)), names=("a", "b"))
    opening = pair.opening()
    before = pair.world(1).chamber.copy()
    told = [*opening, *pair.advance(pair.end_h)]
    after = pair.world(1).chamber
    assert meetings(told, 0) == [] and organisation(told, 0)["chambers"] == []
    held = meetings(told, 1)
    assert len(held) > 10
    for row in range(len(after)):
        own = [one for one in held if one[1] == row]
        for number, name in ((3, "heard"), (4, "agreed")):
            assert sum(one[number] for one in own) == int(after[name][row] - before[name][row])
        assert len(own) == sum(int(after[name][row] - before[name][row]) for name in ("held", "failed"))
        assert sum(one[3] == 0 for one in own) == int(after["failed"][row] - before["failed"][row]), "nothing is heard where too few came"
    for frame, row, *_ in held:
        council = pair.world(1).council[after["council"][row]]
        due = council["first_h"] + council["every_h"] * np.arange(400)
        assert np.any((frame - 1 <= due) & (due < frame)), "in the frame of the hour that it took place in"


def test_a_meeting_is_its_own_council_s_amid_the_homes_of_its_unit() -> None:
    pair = Pair((office(), office(TEA)), names=("a", "b"))
    header = organisation(pair.opening(), 1)
    world, levels = pair.world(1), [one["id"] for one in header["levels"]]
    assert [header["councils"][one["council"]]["id"] for one in header["chambers"]].count("tea_community") == 1
    for row, one in enumerate(header["chambers"]):
        council = office(TEA).councils[header["councils"][one["council"]]["id"]]
        own = world.entrance[world.seat[:, levels.index(council.level)] == world.chamber["unit"][row]]
        assert own["x_m"].min() <= one["x"] <= own["x_m"].max() and own["y_m"].min() <= one["y"] <= own["y_m"].max()


def test_a_council_that_is_dissolved_meets_no_more() -> None:
    pair = Pair((office(), office(TEA)), names=("a", "b"))
    told = [*pair.opening(), *pair.advance(21 * DAY_H)]
    assert meetings(told, 1)
    told = [*pair.change(1, office(), 21 * DAY_H), *pair.advance(pair.end_h)]
    assert organisation(told, 1)["chambers"] == [] and meetings(told, 1) == []
