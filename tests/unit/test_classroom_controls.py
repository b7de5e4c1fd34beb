"""What a class may move: it is what the schema declares, it does what it says, and moved to where it stands it does nothing."""

from __future__ import annotations

import pytest

from sim.classroom.controls import applicable, cards, controls, known, within
from sim.classroom.levers import levers
from sim.classroom.setting import DifferentPeople, Setting, pair_of, scenario_of, switched, switched_on
from sim.scenario.faults import FaultyScenario
from sim.scenario.library import library
from sim.scenario.quantity import SOURCE
from sim.scenario.scenario import Scenario
from sim.scenario.schema import declared
from sim.scenario.staffing import people_of

PAIR = (Setting("longhua-before"), Setting("longhua"))
HERE = Setting("street-office")


def plain(scenario: Scenario) -> dict[str, object]:
    """All of it but where its numbers come from."""
    found = scenario.model_dump()
    del found["sources"]
    return found


def test_every_kind_of_lever_has_its_words_unit_bounds_and_source() -> None:
    told = controls(PAIR)
    assert len({one["path"] for one in told}) == len(told) > 30
    for one in told:
        assert one["zh"] and one["en"] and one["zh"] != one["en"]
        assert one["sentence"]["zh"] != one["sentence"]["en"]
        assert one["low"] < one["high"] and 0 < one["step"] <= one["high"] - one["low"]
        assert SOURCE.match(one["source"]), one["source"]
        values = [value for value in one["value"] if value is not None]
        assert values and all(one["low"] <= value <= one["high"] for value in values)
        assert not one["choices"] or one["high"] == len(one["choices"]) - 1
    assert [one["group"]["id"] for one in told] == sorted((one["group"]["id"] for one in told), key=["people", "hours", "report", "powers", "dispatch"].index)


def test_bounds_and_units_are_those_of_the_schema() -> None:
    told = {one["path"]: one for one in controls(PAIR)}
    slot = declared(("dispatch", "cooperation"))
    assert slot is not None and slot.field is not None and isinstance(slot.field.json_schema_extra, dict)
    assert [told["dispatch.cooperation"][end] for end in ("low", "high")] == slot.field.json_schema_extra["plausible"]
    assert told["dispatch.triage.mean_h"]["unit"] == "h"
    assert told["posts.grid_worker.total"]["units"] == {"zh": "人", "en": "people"}
    assert told["posts.joint_defence.total"]["value"] == [18.0, None], "merged away in the second world: nothing to move there"


LARGE = [pytest.param(source, marks=pytest.mark.long) for source in ("longhua", "presets/g5-volunteer-dispatch")]


@pytest.mark.parametrize("source", ["three-house-village", *LARGE])
def test_every_lever_goes_to_both_ends_and_reads_what_was_written(source: str) -> None:
    setting = Setting(source)
    base = known(setting)
    for control in controls((setting, setting)):
        lever = base.levers[control["path"]]
        for value in (control["low"], control["high"]):
            moved = scenario_of(setting._replace(set={control["path"]: value}))
            as_written = control["path"].endswith(".roster") and value == 0
            if control["path"] in {one.id for one in levers(moved)} and not as_written:
                assert lever.read(moved) == pytest.approx(value, abs=1e-5), control["path"]


@pytest.mark.parametrize("source", ["three-house-village", *LARGE])
def test_a_lever_moved_to_where_it_stands_changes_nothing(source: str) -> None:
    setting = Setting(source)
    base = known(setting)
    for name, lever in base.levers.items():
        same = scenario_of(setting._replace(set={name: lever.read(base.scenario)}))
        if name.endswith((".total", ".units")):  # people are written as a number in all, which is the same people
            assert all(people_of(post, same) == people_of(base.scenario.posts[key], base.scenario) for key, post in same.posts.items())
        else:
            assert plain(same) == plain(base.scenario), name


def test_dividing_the_grids_leaves_the_people() -> None:
    one, other = (scenario_of(HERE._replace(set={"levels.grid.units": units})) for units in (2.0, 6.0))
    assert one.levels["grid"].units == 2
    assert people_of(one.posts["grid_worker"], one) == people_of(other.posts["grid_worker"], other) == 6
    both = scenario_of(HERE._replace(set={"levels.grid.units": 2.0, "posts.grid_worker.total": 9.0}))
    assert both.levels["grid"].units == 2 and people_of(both.posts["grid_worker"], both) == 9, "what was moved by hand goes first"


def test_powers_move_every_class_the_same_part_of_the_way() -> None:
    before = switched(HERE).levels["community"].authority
    after = scenario_of(HERE._replace(set={"levels.community.authority": 0.8})).levels["community"].authority
    mean = sum(before.values()) / len(before)
    assert sum(after.values()) / len(after) == pytest.approx(0.8, abs=1e-5)
    assert all((1 - after[name]) / (1 - before[name]) == pytest.approx(0.2 / (1 - mean), abs=1e-4) for name in before)


def test_practices_go_on_and_off() -> None:
    whole = switched(Setting("longhua"))
    assert plain(switched(Setting("longhua", switched_on(whole)))) == plain(whole)
    without = switched(Setting("longhua", tuple(one for one in switched_on(whole) if one != "L8")))
    assert (whole.dispatch.rule, without.dispatch.rule) == ("unified", "hierarchical")
    assert plain(switched(Setting("longhua", ()))) == plain(switched(Setting("longhua-before"))) | {
        name: plain(switched(Setting("longhua", ())))[name] for name in ("title", "summary", "extends", "patches", "practices", "apply")
    }
    more = switched(Setting("street-office", ("L8", "K5")))
    assert more.dispatch.rule == "unified" and set(switched_on(more)) == {"L8", "K5"}
    with pytest.raises(FaultyScenario):
        switched(Setting("street-office", ("L800",)))


def test_cards_say_what_a_practice_is_and_whether_it_can_be_on() -> None:
    found = cards(PAIR, (frozenset({"K5"}), frozenset()))
    assert len(found) == len(library()) == 86
    for card in found:
        assert SOURCE.match(card["source"])
        assert all(card[key]["zh"] and card[key]["en"] for key in ("title", "what", "expected"))
    by_id = {card["id"]: card for card in found}
    assert by_id["L8"]["on"] == [False, True] and by_id["L8"]["can"] == [False, True], "what is on can be on"
    assert by_id["K5"]["can"] == [True, False]


@pytest.mark.long
def test_what_can_be_switched_on_is_what_loads_and_leaves_the_residents() -> None:
    able = applicable(Setting("street-office"))
    assert "L8" in able and "Z1" not in able, "Z1 has people for special places, and there are none"
    for name in able:
        pair_of((Setting("street-office"), Setting("street-office", (name,))))


def test_another_place_does_not_stand_beside() -> None:
    with pytest.raises(DifferentPeople, match="different residents") as error:
        pair_of((Setting("longhua"), Setting("street-office")))
    assert error.value.exit_code == 2
    assert "居民" in error.value.render("zh")


def test_the_second_world_runs_on_the_clock_of_the_first() -> None:
    first, other = pair_of((Setting("street-office"), Setting("street-office+L8")))
    assert first.run == other.run


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, 1e9])
def test_no_lever_goes_beyond_its_ends(value: float) -> None:
    control = next(one for one in controls((HERE, HERE)) if one["path"] == "posts.field.total")
    assert not within(control, 0, value)
    assert within(control, 1, control["high"])
