"""Who owns a category in a unit, where pools are stationed, who helps whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.community import build_community
from sim.governance import Organisation, organise
from sim.scenario.load import load
from sim.scenario.scenario import Scenario


def office(posts: dict[str, dict[str, Any]], **levels: dict[str, Any]) -> tuple[Scenario, Organisation]:
    """Two categories, a level of four units under a top, and these posts."""
    name = {"zh": "名", "en": "name"}
    plain = load("mmc").model_dump(exclude_unset=True)
    plain["categories"] = {"roads": {**name}, "papers": {**name}}
    plain["levels"] = {"low": {**name, "parent": "top", "units": 4, **levels.get("low", {})}, "top": {**name}}
    plain["posts"] = {key: {**name, "level": "low", **post} for key, post in posts.items()}
    plain["posts"]["boss"] = {**name, "level": "top"}
    plain["channels"] = {"window": {**name, "level": "low"}}
    scenario = Scenario.model_validate(plain)
    return scenario, organise(scenario, build_community(scenario.place, scenario.residents, 1), 0)


def owners(organisation: Organisation, unit: int, category: int) -> int:
    """Post that owns the category in the unit; -1 nobody."""
    pool = organisation.owner[unit, category]
    return -1 if pool < 0 else int(organisation.pool["post"][pool])


def test_the_first_of_two_equals_owns() -> None:
    _, found = office({"one": {}, "two": {}})
    assert [owners(found, unit, 0) for unit in range(4)] == [0, 0, 0, 0]


@pytest.mark.parametrize("order", [("all", "roads"), ("roads", "all")])
def test_a_post_that_names_a_category_precedes_one_that_serves_all(order: tuple[str, str]) -> None:
    _, found = office({key: {"serves": [] if key == "all" else [key]} for key in order})
    assert owners(found, 0, 0) == order.index("roads")
    assert owners(found, 0, 1) == order.index("all")


def test_where_the_namer_has_nobody_the_generalist_owns() -> None:
    _, found = office({"roads": {"serves": ["roads"], "total": 2}, "all": {}})
    heads = found.pool["handlers"][:4]
    assert sorted(heads) == [0, 0, 1, 1]
    assert [owners(found, unit, 0) for unit in range(4)] == [0 if head else 1 for head in heads]


def test_a_pool_without_people_owns_only_if_its_group_can_help() -> None:
    _, alone = office({"all": {"total": 2}})
    _, helped = office({"all": {"total": 2, "overflow": "level"}})
    assert sum(owners(alone, unit, 0) == -1 for unit in range(4)) == 2
    assert all(owners(helped, unit, 0) == 0 for unit in range(4))
    _, nobody = office({"all": {"total": 0, "overflow": "level"}})
    assert all(owners(nobody, unit, 0) == -1 for unit in range(4))


def test_units_divide_people_evenly_and_stations_stand_in_their_middle() -> None:
    scenario, found = office({"all": {}})
    community = build_community(scenario.place, scenario.residents, 1)
    for unit in range(4):
        inside = found.seat[:, 0] == unit
        people = community.entrance["residents"][inside]
        assert people.sum() == pytest.approx(250, abs=80)  # whole buildings of about 100 each
        assert found.pool["x_m"][unit] == pytest.approx(np.average(community.entrance["x_m"][inside], weights=people))


def test_every_total_is_dealt_out() -> None:
    for total in range(9):
        _, found = office({"all": {"total": total}})
        assert found.pool["handlers"][:4].sum() == total
        assert found.pool["handlers"][:4].max() - found.pool["handlers"][:4].min() <= 1
