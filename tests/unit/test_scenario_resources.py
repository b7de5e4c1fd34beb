"""What a scenario has to work with, and the same scenario with what another one has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.load import load
from sim.scenario.resources import (
    hours_of,
    in_words,
    people_of,
    resources_of,
    scaled,
    units_of,
    whole,
    with_resources_of,
)
from sim.scenario.scenario import Scenario

PAIRS = [
    ("longhua-before", "longhua"),
    ("street-office", "jiangxinyuan"),
    ("jiangxinyuan", "street-office"),
    ("places/fengxin-town-before", "places/fengxin-town"),
    ("places/fengxin-community", "street-office"),
    ("places/kangle-before", "places/kangle"),
    ("places/kangle", "places/jiubao"),
    ("places/nanhu", "places/nanhu-micro-grids"),
    ("three-house-village", "street-office"),
]

OFFICE = """title = { zh = "所", en = "Office" }
[categories]
road = { zh = "道路", en = "Road" }
[channels]
hall = { zh = "大厅", en = "Hall", desks = 2, hours = ["Mon-Fri 09:00-17:00"], desk_cost_per_h = 20 }
[levels]
grid = { zh = "网格", en = "Grid", units = 4, parent = "office" }
office = { zh = "所", en = "Office" }
[posts]
walker = { zh = "网格员", en = "Walker", level = "grid", roster = ["Mon-Fri 09:00-17:00"], cost_per_h = 10 }
clerk = { zh = "社工", en = "Clerk", level = "office", head_count = 3, roster = ["Mon-Fri 09:00-13:00"], cost_per_h = 30 }
friend = { zh = "邻居", en = "Friend", level = "grid", role = "volunteer", head_count = 2, fte = 0.1, roster = ["Sat 10:00-20:00"], cost_per_h = 0, patrol_every_h = 10 }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "office.toml"
    path.write_text(OFFICE, encoding="utf-8")
    return path


def test_hours_and_money_by_hand(file: Path) -> None:
    """4 walkers x 40 h + 3 clerks x 20 h paid; 8 friends x 10 h x .1 unpaid; 2 seats x 40 h at 20 yuan."""
    found = resources_of(load(file))
    assert found.paid_h == pytest.approx(4 * 40 + 3 * 20)
    assert found.unpaid_h == pytest.approx(8)
    assert found.wages == pytest.approx((160 * 10 + 60 * 30) * 365 / 7)
    assert found.cash == pytest.approx(2 * 40 * 20 * 365 / 7)


def test_what_has_as_much_already_is_not_touched(file: Path) -> None:
    scenario = load(file)
    assert with_resources_of(scenario, scenario) is scenario
    other = load(file, overrides=["posts.friend.head_count=9", "levels.grid.authority.all=0.5", "posts.walker.cost_per_h=99"])
    assert with_resources_of(scenario, other) is other  # neither wages nor unpaid hours are scaled


def test_half_the_hours_are_half_the_people_of_each_post(file: Path) -> None:
    double = load(file, overrides=["posts.walker.head_count=2", "posts.clerk.head_count=6", "channels.hall.desks=4"])
    found = with_resources_of(load(file), double)
    assert [people_of(post, found) for post in found.posts.values()] == [4, 3, 8]
    assert found.channels["hall"].desks == 2
    assert resources_of(found) == resources_of(load(file))
    assert in_words(scaled(double, found), "en") == ["Walker 8 → 4", "Clerk 6 → 3", "seats of Hall 4 → 2"]
    assert in_words(scaled(double, found), "zh") == ["网格员 8 → 4 人", "社工 6 → 3 人", "大厅席位 4 → 2 个"]


def test_a_shared_post_keeps_one_in_each_unit(file: Path) -> None:
    """Walkers 40 h and clerks 20 h: of 20 clerks and 4 walkers (560 h) down to 220 h, all four grids keep their walker."""
    found = with_resources_of(load(file), load(file, overrides=["posts.clerk.head_count=20"]))
    assert [people_of(post, found) for post in found.posts.values()] == [4, 3, 8]


def test_a_post_without_people_stays_so(file: Path) -> None:
    empty = 'posts.crew={ zh = "队", en = "Crew", level = "office", head_count = 0 }'
    found = with_resources_of(load(file), load(file, overrides=["posts.clerk.head_count=20", empty]))
    assert [people_of(post, found) for post in found.posts.values()] == [4, 3, 8, 0]


def test_hours_that_do_not_suffice_for_one_each_leave_one_of_each(file: Path) -> None:
    few = load(file, overrides=["posts.walker.total=1", "posts.clerk.total=0", "channels.hall.desks=1"])
    found = with_resources_of(few, load(file))
    assert [people_of(post, found) for post in found.posts.values()][:2] == [1, 1]


def test_the_scaled_scenario_says_where_its_numbers_come_from(file: Path) -> None:
    found = with_resources_of(load(file), load(file, overrides=["posts.clerk.head_count=20"]))
    assert found.sources["posts.clerk.total"].startswith("derived:")
    again = Scenario.model_validate(found.model_dump(exclude_none=True), strict=True)
    assert resources_of(again) == resources_of(found)


PURSES = [
    'funds.small={ zh = "微实事", en = "Small works", level = "grid", per_unit = true, opening = 1000, inflow_per_year = 4000 }',
    'funds.meals={ zh = "食堂基金", en = "Meals fund", opening = 30000 }',
    'services.canteen={ zh = "食堂", en = "Canteen", places = 10, cost_per_month = 100, share = 0.5, fund = "meals" }',
    'services.visits={ zh = "探访", en = "Visits", places = 10, cost_per_month = 250, share = 0.5 }',
    'programmes.works={ zh = "更新", en = "Upgrade", cost_per_year = 20000, yards = 0.8, prevents = { all = 0.1 } }',
    'programmes.talks={ zh = "宣讲", en = "Talks", prevents = { all = 0.1 } }',
]
"""4 grids x 5,000 + 30,000 + 0 (the fund pays) + 10 x 250 x 12 + 20,000 + 0 = 100,000 yuan a year."""


def test_budgets_by_hand(file: Path) -> None:
    bare, rich = resources_of(load(file)), resources_of(load(file, overrides=PURSES))
    assert rich.cash - bare.cash == pytest.approx(100_000)
    assert rich[:3] == bare[:3]


def test_budgets_are_scaled_to_what_the_first_has_and_exactly(file: Path) -> None:
    half = ['funds.one={ zh = "一", en = "One", inflow_per_year = 50000 }']
    first = load(file, overrides=half)
    found = with_resources_of(first, load(file, overrides=PURSES))
    assert resources_of(found) == pytest.approx(resources_of(first))
    assert (found.funds["small"].opening, found.funds["small"].inflow_per_year) == pytest.approx((500, 2000))
    assert found.funds["meals"].opening == pytest.approx(15000)
    assert found.services["canteen"].places == 10  # its fund has less: it pays for fewer as long as it lasts
    assert found.services["visits"].places == 5
    assert (found.programmes["works"].cost_per_year, found.programmes["works"].yards) == pytest.approx((10000, 0.4))
    assert found.programmes["talks"].yards == 1.0
    assert "programmes.talks.yards" not in found.sources and "programmes.works.yards" in found.sources
    assert in_words(scaled(load(file, overrides=PURSES), found), "en") == [
        "Small works 20,000 → 10,000 yuan a year",
        "Meals fund 30,000 → 15,000 yuan a year",
        "Visits 30,000 → 15,000 yuan a year",
        "Upgrade 20,000 → 10,000 yuan a year",
    ]


def test_where_the_first_has_no_budget_there_is_none(file: Path) -> None:
    found = with_resources_of(load(file), load(file, overrides=PURSES))
    assert resources_of(found).cash == pytest.approx(resources_of(load(file)).cash)
    assert found.funds["meals"].opening == 0 and found.programmes["works"].yards == 0


@pytest.mark.parametrize(("first", "other"), PAIRS)
def test_shipped_pairs_have_equal_resources_after_scaling(first: str, other: str) -> None:
    """Paid hours within one person's week; cash within one seat, unless every desk is down to its last seat."""
    one, two = load(first), load(other)
    found = with_resources_of(one, two)
    widest = max(hours_of(post) for post in found.posts.values())
    paid = [post for post in found.posts.values() if post.role in ("staff", "grid_worker") and people_of(post, found)]
    if resources_of(one).paid_h >= sum(hours_of(post) for post in paid):
        assert abs(resources_of(found).paid_h - resources_of(one).paid_h) < widest
    seats = [one.desks for one in found.channels.values() if one.desks]
    seat = max(resources_of(with_seats(found, name)).cash for name in found.channels)
    assert abs(resources_of(found).cash - resources_of(one).cash) <= seat or set(seats) == {1}
    assert resources_of(found).unpaid_h == resources_of(two).unpaid_h


def with_seats(scenario: Scenario, name: str) -> Scenario:
    """The scenario with one seat at this channel and none at any other."""
    channels = {one: channel.model_copy(update={"desks": int(one == name)}) for one, channel in scenario.channels.items()}
    return scenario.model_copy(update={"channels": channels})


def test_units_are_counted_as_they_are_laid_out() -> None:
    from sim.community import build_community
    from sim.governance.areas import unit_of_entrance

    for name in ("places/fengxin-town", "places/shangyu", "jiangxinyuan", "three-house-village"):
        scenario = load(name)
        community = build_community(scenario.place, scenario.residents, 1)
        for level in scenario.levels.values():
            assert units_of(level, scenario.place) == unit_of_entrance(level, community)[-1] + 1


@given(
    st.lists(st.tuples(st.integers(1, 50), st.sampled_from([7.0, 20.0, 35.0, 168.0])), min_size=1, max_size=6),
    st.floats(0.2, 3.0),
)
def test_largest_remainder_is_within_one_person(posts: list[tuple[int, float]], factor: float) -> None:
    now = {str(at): people for at, (people, _) in enumerate(posts)}
    each = {str(at): hours for at, (_, hours) in enumerate(posts)}
    total = factor * sum(now[name] * each[name] for name in now)
    least = dict.fromkeys(now, 1)
    new = whole(now, each, least, total)
    assert all(new[name] >= 1 for name in new)
    if total >= sum(each.values()):
        assert abs(sum(new[name] * each[name] for name in new) - total) < max(each.values())
    if factor == 1.0:
        assert new == now


def test_hours_of_those_who_come_now_and_then_and_of_those_who_are_active(file: Path) -> None:
    """A Saturday of 10 h at .1: 1 h a week; one Saturday in four .25 h; a quarter of the registered active .25 h, if they are rung."""

    def hours(*overrides: str) -> float:
        return hours_of(load(file, overrides=overrides).posts["friend"])

    assert hours() == pytest.approx(1.0)
    assert hours("posts.friend.every_weeks=4") == pytest.approx(0.25)
    idle = "posts.friend.turnover.active_share=0.25"
    assert hours(idle, "posts.friend.takes=ring") == pytest.approx(0.25)
