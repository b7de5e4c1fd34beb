"""Moves: what { times = ... } and its kin make of a value, in any order, and when changes contradict each other."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from sim.scenario.changes import Change
from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load
from sim.scenario.moves import Move, as_move, moved
from sim.scenario.scenario import Scenario


def changed(*sets: dict[str, object]) -> Scenario:
    """The street office with these changes, by name c0, c1, ..."""
    return load("street-office", changes=[Change(f"c{at}", one) for at, one in enumerate(sets)])


@pytest.mark.parametrize(
    ("value", "kind", "amount", "result"),
    [(10, "times", 0.5, 5), (3, "times", 0.5, 2), (0.4, "plus", 0.1, 0.5), (4, "plus", 2, 6), (0.6, "at_least", 0.9, 0.9),
     (0.95, "at_least", 0.9, 0.95), (168.0, "at_most", 24, 24), (["a"], "also", ["b", "a"], ["a", "b"])],
)
def test_a_move_of_each_kind(value: object, kind: str, amount: object, result: object) -> None:
    found = moved(value, [Move(kind, amount)])
    assert found == (pytest.approx(result) if isinstance(result, float) else result)
    assert as_move({kind: amount}) == Move(kind, amount)


def test_people_stay_whole() -> None:
    assert changed({"posts": {"field": {"head_count": {"times": 0.5}}}}).posts["field"].head_count == 3


@pytest.mark.parametrize("shares", [(0.25, 0.5), (0.5, 0.5, 0.5), (0.3, 0.7)])
def test_people_are_rounded_once_whatever_the_order(shares: tuple[float, ...]) -> None:
    """Ten people, a quarter and then a half of them, are one and a quarter: one. Rounded in between they would be two."""
    found = {moved(10, [Move("times", share) for share in order]) for order in itertools.permutations(shares)}
    assert found == {int(10 * math.prod(shares) + 0.5)}


def test_what_is_not_written_moves_its_default() -> None:
    """`reach` of the street names no category but all; `skill_noise` is written nowhere."""
    scenario = changed({"levels": {"street": {"reach": {"care": {"times": 0.5}}}}, "dispatch": {"skill_noise": {"plus": 0.1}}})
    assert scenario.levels["street"].reach["care"] == 0.475
    assert scenario.dispatch.skill_noise == 0.1


def test_the_order_of_changes_does_not_matter() -> None:
    sets = [{"dispatch": {"cooperation": {"at_least": 0.7}}}, {"dispatch": {"cooperation": {"times": 0.5}}},
            {"dispatch": {"cooperation": {"plus": 0.2}}}, {"dispatch": {"sign_off": "parallel"}}]
    results = [changed(*order).dispatch for order in itertools.permutations(sets)]
    assert all(part == results[0] for part in results)
    assert results[0].cooperation == 0.7


def test_a_name_with_plus_signs_switches_practices_on(tmp_path: Path) -> None:
    assert load("street-office+L8+K5") == load("street-office", apply=["L8", "K5"])
    own = tmp_path / "a+L8.toml"
    own.write_text('extends = "street-office"\n', encoding="utf-8")
    assert load(str(own)).dispatch == load("street-office").dispatch  # a file of that very name
    with pytest.raises(FaultyScenario, match="L88"):
        load("street-office+L88")


def test_words_in_order_move_too() -> None:
    """One practice brings a platform, another one that also looks for the nearest hand: together the further of the two."""
    sets = [{"dispatch": {"rule": {"at_least": "unified"}}}, {"dispatch": {"rule": {"at_least": "nearest"}}}]
    assert [changed(one).dispatch.rule for one in sets] == ["unified", "nearest"]
    assert changed(*sets).dispatch.rule == changed(*reversed(sets)).dispatch.rule == "nearest"
    assert changed(sets[1], {"dispatch": {"rule": {"at_most": "unified"}}}).dispatch.rule == "unified"


@pytest.mark.parametrize("move", [{"rule": {"at_least": "unifyed"}}, {"discipline": {"at_least": "severity"}}])
def test_words_without_an_order_do_not_move(move: dict[str, object]) -> None:
    """Of "who is served first" no word is more than another; an unknown word is a fault as anywhere."""
    with pytest.raises(FaultyScenario, match=next(iter(move))):
        changed({"dispatch": move})


@pytest.mark.parametrize("other", [{"dispatch": {"cooperation": 0.8}}, {"dispatch": {"cooperation": {"plus": 0.1}}}])
def test_a_plain_value_beside_another_or_a_move_is_a_contradiction(other: dict[str, object]) -> None:
    with pytest.raises(FaultyScenario, match=r"both set dispatch\.cooperation"):
        changed({"dispatch": {"cooperation": 0.9}}, other)


def test_a_practice_is_applied_by_its_id_and_a_composite_by_its_parts(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('extends = "street-office"\npractices = ["L8"]\n', encoding="utf-8")
    assert load(path).dispatch.rule == "unified" == load("street-office", apply=["L8"]).dispatch.rule
    path.write_text('extends = "street-office"\npractices = ["L88"]\n', encoding="utf-8")
    with pytest.raises(FaultyScenario, match="no practice is called “L88”") as error:
        load(path)
    assert [(fault.code, fault.spot.line, fault.spot.column) for fault in error.value.faults if fault.spot] == [("SC204", 2, 14)]
