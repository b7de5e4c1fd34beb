"""Lessons: they load, their worlds share everything but the organisation, their formulas give textbook numbers, and their claims are recorded."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from scipy.integrate import quad

from sim.classroom.checked import last_checked
from sim.classroom.container import unpack
from sim.classroom.exact import NUMBERS, THEORIES, exact_numbers
from sim.classroom.lesson import Hold, Lesson, find_lesson, lesson_message, lessons, names
from sim.classroom.room import Room
from sim.classroom.setting import Setting
from sim.classroom.theory import (
    Rung,
    Rushed,
    Spell,
    cascade,
    daily_stay,
    erlang_c,
    mg1_wait,
    mmc_wait,
    rushed,
    stays_by_spell,
)
from sim.community import build_community
from sim.pictures.look import FONT
from sim.scenario import shipped
from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load
from sim.simulate import assemble, simulate

LESSONS = lessons()


@cache
def exact_of(number: int) -> dict[str, tuple[float | None, float | None]]:
    """The exact numbers of the lesson of that order, computed once."""
    return exact_numbers(LESSONS[number - 1].text.theory, LESSONS[number - 1].scenarios)


@cache
def message_of(number: int) -> bytes:
    return lesson_message(LESSONS[number - 1])


CHARACTERS = set(TTFont(FONT).getBestCmap())
HAN = re.compile(r"[\u4e00-\u9fff]")


def holds(claim: Hold, one: float, two: float) -> bool:
    """Whether a pair of numbers is as claimed."""
    if claim.direction == "same":
        return abs(two - one) < claim.within * one
    small, large = (one, two) if claim.direction == "up" else (two, one)
    return large > claim.least * small


@pytest.fixture(params=LESSONS, ids=[one.id for one in LESSONS])
def lesson(request: pytest.FixtureRequest) -> Lesson:
    found = request.param
    assert isinstance(found, Lesson)
    return found


def test_the_six_lessons_in_their_order() -> None:
    assert list(names()) == ["pooling", "levels", "shifts", "priority", "funnel", "pressure"]
    assert [one.text.order for one in LESSONS] == [1, 2, 3, 4, 5, 6]


def test_both_worlds_have_the_same_people_with_the_same_problems(lesson: Lesson) -> None:
    one, two = (assemble(scenario) for scenario in lesson.scenarios)
    same = [name for name in one.issue.dtype.names if name != "channel"]
    assert all(one.issue[name].tobytes() == two.issue[name].tobytes() for name in same)
    assert one.resident["entrance"].tobytes() == two.resident["entrance"].tobytes()
    assert one.resident["group"].tobytes() == two.resident["group"].tobytes()
    assert lesson.scenarios[0].levels != lesson.scenarios[1].levels or lesson.scenarios[0] != lesson.scenarios[1]


def test_texts_are_in_both_languages(lesson: Lesson) -> None:
    header, _ = unpack(message_of(lesson.text.order))
    found: list[dict[str, str]] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if {"zh", "en"} <= set(node):
                found.append(node)
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(header)
    assert len(found) > 25
    for text in found:
        assert not HAN.search(text["en"]), text["en"]
        assert text["zh"] in ("", "%") or HAN.search(text["zh"]) or "，" in text["zh"], text["zh"]


def test_every_character_is_in_the_font_that_is_shipped(lesson: Lesson) -> None:
    """A classroom machine may have no Chinese font, and none with subscripts."""
    text = json.dumps(unpack(message_of(lesson.text.order))[0], ensure_ascii=False)
    assert {one for one in text if ord(one) not in CHARACTERS} == set()


def test_the_message_has_the_numbers_of_theory_and_model_side_by_side(lesson: Lesson) -> None:
    header, columns = unpack(message_of(lesson.text.order))
    assert columns == {}
    assert (header["kind"], header["id"], header["right"]) == ("lesson", lesson.id, lesson.text.right)
    exact = exact_of(lesson.text.order)
    for row, written in zip(header["theory"]["rows"], lesson.text.rows, strict=True):
        assert tuple(row["formula"]) == exact[written.number]
        assert [value is None for value in row["model"]] == [written.number not in THEORIES[lesson.text.theory].of(lesson.scenarios[0])] * 2


def test_the_claim_holds_in_theory_and_in_the_recorded_runs(lesson: Lesson) -> None:
    exact, seen = exact_of(lesson.text.order), last_checked(lesson)
    assert seen is not None, "changed since it was checked: shequ lessons --check --record scenarios/lessons/checked.json"
    for claim in lesson.text.holds:
        one, two = exact[claim.number]
        assert one is not None and two is not None
        assert holds(claim, one, two), claim
        assert holds(claim, *seen.mean[claim.number]), claim


def test_the_recorded_runs_agree_with_theory(lesson: Lesson) -> None:
    """The rule of the verification suite: within 5.29 standard errors, and known to 3 %."""
    exact, seen = exact_of(lesson.text.order), last_checked(lesson)
    assert seen is not None
    for number, means in seen.mean.items():
        for value, mean, half in zip(exact[number], means, seen.half[number], strict=True):
            assert value is not None
            assert abs(mean - value) <= 5.29 / 2.0227 * half + 1e-5 * value, number
            assert half <= 0.03 * value, number


def test_the_class_sees_what_is_claimed(lesson: Lesson) -> None:
    """The very run that is shown: what should rise rises in it, what should fall falls."""
    community = build_community(lesson.scenarios[0].place, lesson.scenarios[0].residents, lesson.scenarios[0].run.seed)
    one, two = (THEORIES[lesson.text.theory].measured(simulate(scenario, 0, community)) for scenario in lesson.scenarios)
    assert {*one, *exact_of(lesson.text.order)} == set(NUMBERS[lesson.text.theory]) and set(one) == set(two)
    for claim in lesson.text.holds:
        if claim.direction != "same":
            assert (two[claim.number] > one[claim.number]) == (claim.direction == "up"), claim.number


# ── formulas against numbers from elsewhere ──


def spells(share: float, day: int, night: int) -> list[Spell]:
    """Twelve problems a day, this share of them between nine and five."""
    return [Spell(9, 12 * (1 - share) / 16, night), Spell(8, 12 * share / 8, day), Spell(7, 12 * (1 - share) / 16, night)]


@pytest.mark.parametrize(("share", "office", "clock"), [(1 / 3, 7.90, 2.00), (0.8, 4.59, 3.09), (1.0, 3.47, 4.15)])
def test_24_hours_at_equal_staff(share: float, office: float, clock: float) -> None:
    """T5 of the science notes, which solved the same equations with another method."""
    assert daily_stay(spells(share, 3, 0), 1.0, 60) == pytest.approx(office, abs=0.005)
    assert daily_stay(spells(share, 1, 1), 1.0, 60) == pytest.approx(clock, abs=0.005)


def test_stays_by_hour_of_arrival_add_up_to_the_mean_of_all() -> None:
    """By customers and by Little's law: two roads to one number."""
    for day, night in ((3, 0), (1, 1)):
        parts = spells(0.8, day, night)
        mean = sum(one.lam * one.hours * stay for one, stay in zip(parts, stays_by_spell(parts, 1.0, 60), strict=True)) / 12
        assert mean == pytest.approx(daily_stay(parts, 1.0, 60), rel=1e-5)


def test_a_rushed_server_without_pressure_is_pollaczek_khinchine() -> None:
    found = rushed(Rushed(0.2, 0.25, 2.0, 24.0, 0.0, 0.3))
    assert found.wait_h == pytest.approx(mg1_wait(0.2, 4.0, 1.0), rel=1e-7)
    assert found.in_time == found.done_in_time == pytest.approx(1 - np.exp(-0.05 * 24), rel=1e-7)
    assert found.cut == 0


def test_a_rushed_server_whose_shams_save_nothing_waits_as_before() -> None:
    """Then the waits are those of M/M/1, and the shams their mean chance."""
    queue = Rushed(0.2, 0.25, 2.0, 24.0, 0.4, 1.0)
    found = rushed(queue)
    assert found.wait_h == pytest.approx(mmc_wait(1, 0.2, 0.25), rel=1e-7)
    mean, _ = quad(lambda wait: queue.chance(wait) * 0.8 * 0.05 * np.exp(-0.05 * wait), 0, np.inf)
    assert found.cut == pytest.approx(mean, rel=1e-6)


def test_lessons_on_numbers_known_from_textbooks() -> None:
    """Erlang's table, V6 of the science notes with work of three hours, a cascade by hand."""
    by_id = {one.id: exact_of(one.text.order) for one in LESSONS}
    assert by_id["pooling"]["who_wait"][0] == pytest.approx(100 * erlang_c(5, 3.5))
    assert erlang_c(5, 3.5) == pytest.approx(0.3778, abs=1e-4)
    assert by_id["pooling"]["wait"][1] == pytest.approx(mmc_wait(1, 0.175, 0.25), rel=0.05), "five equal fifths, but for the houses"
    assert by_id["priority"]["urgent"][1] == pytest.approx(3 * 0.323596, abs=1e-5)
    assert by_id["priority"]["ordinary"][1] == pytest.approx(3 * 1.617978, abs=1e-5)
    assert by_id["priority"]["all"] == pytest.approx((3 * 1.078652, 3 * 1.078652), abs=1e-5)
    near, far = mmc_wait(2, 0.64, 0.5) + 2, mmc_wait(2, 0.192, 0.2) + 5
    assert by_id["levels"]["stay"][1] == pytest.approx(near + 0.3 * (2 + far))
    assert by_id["shifts"]["stay"] == pytest.approx((4.59, 3.09), abs=0.005)
    assert by_id["funnel"]["reported"][0] == pytest.approx(100 / (1 + 1 / (0.9 * np.exp(-1.5))))


def test_the_turning_points_turn() -> None:
    levels, shifts = exact_of(2), exact_of(3)
    enough, turn = levels["enough"][1] / 100, shifts["turn"][1] / 100
    _, total = cascade(0.64, [Rung(2, 0.5, enough), Rung(2, 0.2, 1.0)])
    assert total + (1 - enough) * 2.0 == pytest.approx(levels["stay"][0], rel=1e-6)
    assert daily_stay(spells(turn, 3, 0), 1.0, 60) == pytest.approx(daily_stay(spells(turn, 1, 1), 1.0, 60), rel=1e-3)


# ── a lesson of one's own, and its faults ──


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = shipped.folder() / "lessons"
    shutil.copytree(folder / "priority", tmp_path / "priority")
    shutil.copytree(folder / "ground", tmp_path / "ground")
    for path in (tmp_path / "ground").glob("*.toml"):
        path.write_text(path.read_text(encoding="utf-8").replace("../../mmc.toml", "mmc"), encoding="utf-8")
    shutil.copy(folder / "priority.toml", tmp_path / "mine.toml")
    return tmp_path / "mine.toml"


def fault(path: Path, old: str, new: str) -> FaultyScenario:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FaultyScenario) as caught:
        find_lesson(path)
    return caught.value


def test_a_lesson_of_ones_own_is_shown_without_numbers_of_the_model(mine: Path) -> None:
    header, _ = unpack(lesson_message(find_lesson(mine)))
    assert header["theory"]["rows"][0]["model"] == [None, None]
    assert "not been checked" in header["theory"]["note"]["en"]


@pytest.mark.parametrize(("old", "new", "said"), [
    ('"priority/urgent-first.toml"', '"priority/gone.toml"', r"mine\.toml:3:\d+  SC001  there is no file priority/gone\.toml"),
    ('"priority/urgent-first.toml"', '"mmc"', r"mine\.toml:3:\d+  SC417 .*the place, how many problems arise and when, the kinds of problem"),
    ('theory = "priority"', 'theory = "prioritty"', r"mine\.toml:4:\d+  SC110  theory: there is no theory prioritty; possible: splitting"),
    ("right = 1", "right = 3", r"SC110 .*right = 3: there are 3 choices, counted from 0"),
    ("right = 1", "wrong = 1", r"mine\.toml:5:\d+  SC101  “wrong” is not a key"),
    ('number = "urgent", zh', 'number = "urgency", zh', r"priority has no number urgency; possible: urgent, ordinary, all"),
    ("days = 2200", "days = 0", r"SC103  check\.days"),
])
def test_a_faulty_lesson_says_where_and_what_is_expected(mine: Path, old: str, new: str, said: str) -> None:
    assert re.search(said, str(fault(mine, old, new)))


def test_an_unknown_lesson_offers_the_nearest() -> None:
    with pytest.raises(FaultyScenario, match=r"SC009  no lesson is called “poling”[\s\S]*`pooling`"):
        find_lesson("poling")
    with pytest.raises(FaultyScenario, match="SC001"):
        find_lesson("nowhere/mine.toml")


def test_lessons_are_no_scenarios_and_their_worlds_are() -> None:
    assert "lessons/pooling" not in shipped.names()
    assert load("lessons/pooling/one-office").title.en == "One office of five"


# ── live ──


class Nobody:
    """A model that is asked and never answers."""

    def __getattr__(self, name: str) -> object:
        return lambda *_, **__: None


def test_a_room_shows_the_lesson_as_long_as_its_two_worlds_are_shown() -> None:
    lesson = LESSONS[0]
    assert lesson.sources == ("lessons/pooling/one-office", "lessons/pooling/five-grids")
    room = Room([Setting(one) for one in lesson.sources], 0, lambda heard: Nobody(), lesson=message_of(1))
    assert [entry.kind for entry in room.recording.entries] == ["lesson"]
    room._anew([Setting("mmc"), Setting("mmc")])
    assert room.recording.entries == ()
    room._anew([Setting(one) for one in lesson.sources])
    assert [entry.kind for entry in room.recording.entries] == ["lesson"]
    room.close()
