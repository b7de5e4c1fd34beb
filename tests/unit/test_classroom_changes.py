"""A change of an organisation in the middle of a recording: from the next midnight on, and as if nobody had looked ahead."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.classroom.container import unpack
from sim.classroom.pair import DAY_H, Pair
from sim.engine import advance
from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import assemble, reorganise, start
from sim.world import Rows

SHORT = ["run.warm_up_days=7", "run.days=14", "run.follow_up_days=0"]
NOON = 12 * DAY_H + 12
MIDNIGHT = 13 * DAY_H


def office(*overrides: str) -> Scenario:
    return load("street-office", overrides=[*SHORT, *overrides])


@pytest.fixture
def pair() -> Pair:
    return Pair((office(), office()), names=("a", "b"))


def same(one: Rows, other: Rows) -> bool:
    """Column by column: the bytes between columns are nobody's."""
    return all(np.array_equal(one[name], other[name], equal_nan=True) for name in one.dtype.names or ())


MORE_HANDS = "posts.field.head_count=12"
FEWER_HANDS = "posts.field.head_count=2"


def test_a_change_begins_at_the_next_midnight_and_tells_what_changed(pair: Pair) -> None:
    told = [*pair.opening(), *pair.advance(NOON)]
    told += pair.change(1, office(MORE_HANDS), NOON)
    told += pair.advance(pair.end_h)
    headers = [unpack(message)[0] for message in told]
    new = next(at for at, header in enumerate(headers) if header.get("era") == 1)
    assert headers[new]["kind"] == "organisation" and headers[new]["world"] == 1 and headers[new]["from_h"] == MIDNIGHT
    assert [sorted(one) for one in headers[new]["changes"]] == [["en", "zh"]] and "12" in headers[new]["changes"][0]["en"]
    assert headers[new + 1]["first"] == MIDNIGHT and headers[new + 1]["frames"] == 1
    assert {header["era"] for header in headers[new:] if header["world"] == 1} == {1}
    assert {header["era"] for header in headers if header.get("world") == 0} == {0}
    last = [max(header["first"] + header["frames"] - 1 for header in headers if header["kind"] == "days" and header["world"] == world) for world in (0, 1)]
    assert last == [pair.end_h, pair.end_h]


def test_up_to_the_midnight_nothing_differs_and_after_it_the_engine_is_the_reorganised_one(pair: Pair) -> None:
    pair.advance(NOON)
    pair.change(1, office(FEWER_HANDS), NOON)
    pair.advance(pair.end_h)
    world = advance(start(assemble(office())), math.nextafter(MIDNIGHT, -math.inf))
    world = reorganise(world, office(), office(FEWER_HANDS), 0, MIDNIGHT)
    world = advance(world, math.nextafter(pair.end_h, -math.inf))
    assert same(pair.world(1).case, world.case)
    assert not same(pair.world(0).case, world.case)
    assert len(pair.world(1).handler) < len(pair.world(0).handler)


def test_it_is_as_if_nobody_had_looked_ahead(pair: Pair) -> None:
    """A change at an hour that the models have long passed takes the world back: the same bytes follow as without having been there."""
    pair.advance(pair.end_h)
    late = [*pair.change(1, office(MORE_HANDS), NOON), *pair.advance(pair.end_h)]
    other = Pair((office(), office()), names=("a", "b"))
    other.advance(MIDNIGHT)
    in_time = [*other.change(1, office(MORE_HANDS), NOON), *other.advance(other.end_h)]
    assert late == [message for message in in_time if unpack(message)[0]["world"] == 1]


def test_the_last_of_two_changes_at_one_midnight_counts_and_a_change_back_is_an_era(pair: Pair) -> None:
    pair.change(1, office("posts.field.head_count=3"), NOON)
    twice = [*pair.change(1, office(MORE_HANDS), NOON + 3), *pair.advance(pair.end_h)]
    once = Pair((office(), office()), names=("a", "b"))
    assert twice[-1] == [*once.change(1, office(MORE_HANDS), NOON), *once.advance(once.end_h)][-1]
    back = pair.change(1, office(), MIDNIGHT + 30)
    header, _ = unpack(back[-2])
    assert header["era"] == 2 and header["from_h"] == MIDNIGHT + 2 * DAY_H


def test_hours_go_on_counting_over_a_change(pair: Pair) -> None:
    pair.advance(NOON)
    told = [*pair.change(1, office(MORE_HANDS), NOON), *pair.advance(pair.end_h)]
    series = [unpack(message)[1] for message in told if unpack(message)[0].get("world") == 1 and unpack(message)[0]["kind"] == "days"]
    for name in ("s_duty_h", "s_busy_h", "s_overtime_h", "s_occurred", "s_reported", "s_resolved"):
        whole = np.concatenate([columns[name] for columns in series])
        assert (np.diff(whole) >= -1e-6).all(), name
    assert series[-1]["s_duty_h"][-1] > 0


def test_the_life_of_a_case_goes_on_in_the_new_organisation(pair: Pair) -> None:
    pair.change(1, office(MORE_HANDS), NOON)
    case = pair.world(0).case
    pair.advance(MIDNIGHT)
    open_then = np.flatnonzero((pair.world(0).case["reported_h"] < MIDNIGHT) & np.isnan(pair.world(0).case["ended_h"]))
    assert len(case) and open_then.size
    told = unpack(pair.lives(open_then[:5].tolist(), pair.end_h))[0]["cases"]
    for before, after in told.values():
        early = [one for one in after if one["h"] < MIDNIGHT]
        assert early and early == before[: len(early)]
        assert any("handed over" in one["en"] for one in after if one["h"] == MIDNIGHT) or not any(one["h"] >= MIDNIGHT for one in after)


def test_what_cannot_be_changed_is_refused(pair: Pair) -> None:
    with pytest.raises(ScenarioError, match="do not share their residents"):
        pair.change(1, office("demand.issues_per_resident_year=3"), NOON)
    with pytest.raises(ScenarioError, match="ends before the next midnight"):
        pair.change(1, office(MORE_HANDS), pair.end_h - 3)
    assert pair.scenarios == (office(), office())
