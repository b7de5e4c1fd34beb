"""What a scenario has to work with, and the same scenario with what another one has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario import shipped
from sim.scenario.load import load
from sim.scenario.resources import (
    TOLERANCE,
    hours_of,
    in_words,
    not_equal,
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
    other = load(file, overrides=["posts.friend.head_count=9", "levels.grid.authority.all=0.5", "posts.friend.fte=0.9"])
    assert with_resources_of(scenario, other) is other  # unpaid hours are not scaled


def test_half_the_hours_are_half_the_people_of_each_post(file: Path) -> None:
    double = load(file, overrides=["posts.walker.head_count=2", "posts.clerk.head_count=6", "channels.hall.desks=4"])
    found = with_resources_of(load(file), double)
    assert [people_of(post, found) for post in found.posts.values()] == [4, 3, 8]
    assert found.channels["hall"].desks == 2
    assert resources_of(found) == resources_of(load(file))
    assert in_words(scaled(double, found), "en") == ["Walker 8 → 4", "Clerk 6 → 3", "seats of Hall 4 → 2"]
    assert in_words(scaled(double, found), "zh") == ["网格员 8 → 4 人", "社工 6 → 3 人", "大厅席位 4 → 2 个"]


def test_a_shared_post_keeps_one_in_each_unit(file: Path) -> None:
    """Walkers 40 h at 10 and clerks 20 h at 30: of 20 clerks and 4 walkers (13,600 a week) down to 3,400, all four grids keep their walker."""
    found = with_resources_of(load(file), load(file, overrides=["posts.clerk.head_count=20"]))
    assert [people_of(post, found) for post in found.posts.values()] == [4, 3, 8]


def test_a_post_without_people_stays_so(file: Path) -> None:
    empty = 'posts.crew={ zh = "队", en = "Crew", level = "office", head_count = 0 }'
    found = with_resources_of(load(file), load(file, overrides=["posts.clerk.head_count=20", empty]))
    assert [people_of(post, found) for post in found.posts.values()] == [4, 3, 8, 0]


def test_money_that_does_not_suffice_for_one_each_leaves_one_of_each_and_is_told(file: Path) -> None:
    few = load(file, overrides=["posts.walker.total=1", "posts.clerk.total=0", "channels.hall.desks=1"])
    found = with_resources_of(few, load(file))
    assert [people_of(post, found) for post in found.posts.values()][:2] == [1, 1]
    told = not_equal(few, found)  # 400 + 800 a week; with a clerk 600 more
    assert told is not None
    assert told.en.startswith("could not be made equal: 50.0 % more money a year than the first")
    assert told.zh.startswith("未能做到等资源:年经费仍比第一个多 50.0 %")


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
def test_shipped_pairs_have_equal_money_after_scaling(first: str, other: str) -> None:
    check_money(load(first), load(other))


@pytest.mark.parametrize("name", [name for name in shipped.names() if name.startswith(("presets/", "packages/"))])
def test_packages_and_presets_have_the_money_of_their_base_after_scaling(name: str) -> None:
    """All of them within the tolerance: none has to be told."""
    base = load(name, overrides=["practices=[]"])
    assert check_money(base, load(name))
    check_money(load(name), base)


def check_money(one: Scenario, two: Scenario) -> bool:
    """Wages and cash agree within 2 %, or it is told; unpaid hours stay. Whether they agree."""
    found = with_resources_of(one, two)
    wanted, have = resources_of(one), resources_of(found)
    equal = abs(have.wages + have.cash - wanted.wages - wanted.cash) <= 0.02 * (wanted.wages + wanted.cash)
    assert (not_equal(one, found) is None) == equal
    assert have.unpaid_h == resources_of(two).unpaid_h
    return equal


def test_the_pairs_that_are_told() -> None:
    """Whole people suffice everywhere, except that a village of one official cannot pay one person of each post of a street office."""
    told = [pair for pair in PAIRS if not check_money(load(pair[0]), load(pair[1]))]
    assert told == [("three-house-village", "street-office")]


# ── what is paid, whoever does it ──────────────────────────────────────────────────────────────────────────────────────


def test_a_stipend_is_money_and_not_an_hour_like_any_other(file: Path) -> None:
    """Twenty neighbours of 40 h at 1 yuan: 800 yuan a week take a clerk (600) and six of themselves (240), not 800 h of walkers and clerks."""
    stipend = 'posts.neighbour={ zh = "楼长", en = "Neighbour", level = "office", head_count = 20, roster = ["Mon-Fri 09:00-17:00"], cost_per_h = 1, patrol_every_h = 10 }'
    first, other = load(file), load(file, overrides=[stipend])
    assert resources_of(other).paid_h - resources_of(first).paid_h == pytest.approx(800)
    found = with_resources_of(first, other)
    assert resources_of(found).money == pytest.approx(resources_of(first).money, rel=TOLERANCE)
    assert [people_of(post, found) for post in found.posts.values()] == [4, 2, 8, 14]
    assert resources_of(found).paid_h == pytest.approx(160 + 40 + 560)
    assert not_equal(first, found) is None


@pytest.mark.parametrize("role", ["partner", "volunteer", "party_member"])
def test_who_costs_something_is_paid_whatever_the_role(file: Path, role: str) -> None:
    """Two partners of 20 h at 30 yuan are two clerks: they are paid for out of the same money."""
    partner = (
        f'posts.firm={{ zh = "公司", en = "Firm", level = "office", role = "{role}", head_count = 2, roster = ["Mon-Fri 09:00-13:00"],'
        " cost_per_h = 30, patrol_every_h = 10 }"
    )
    first, other = load(file), load(file, overrides=[partner])
    assert resources_of(other).paid_h - resources_of(first).paid_h == pytest.approx(40)
    assert resources_of(other).unpaid_h == resources_of(first).unpaid_h
    found = with_resources_of(first, other)
    assert resources_of(found) == pytest.approx(resources_of(first))
    assert [people_of(post, found) for post in found.posts.values()] == [4, 2, 8, 1]


def test_leaders_sessions_are_paid_hours(file: Path) -> None:
    """A session a week of ten cases, half an hour each at 120 yuan: 5 h and 600 yuan a week, the pay of a clerk."""
    sessions = ["leaders.every_h=168", "leaders.cap=10", "leaders.hours_per_case=0.5", "leaders.cost_per_h=120"]
    check_a_clerk_goes(file, sessions, 5)


def test_paid_staff_in_councils_is_paid_hours(file: Path) -> None:
    """A council in each of four grids every other week, two of its members paid: 2 x 5 h at 30 yuan in 2 a week, the pay of a clerk."""
    council = 'councils.table={ zh = "议事会", en = "Table", level = "grid", every_h = 336, persons = 9, staff = 2, hours = 5, cost_per_h = 30 }'
    check_a_clerk_goes(file, [council], 20)


def test_vacancies_count_as_filled(file: Path) -> None:
    """One to be hired for 20 h at 30 yuan."""
    crew = (
        'posts.crew={ zh = "队", en = "Crew", level = "office", head_count = 0, hires = 1, hires_from = "road", roster = ["Mon-Fri 09:00-13:00"],'
        " cost_per_h = 30, patrol_every_h = 10 }"
    )
    check_a_clerk_goes(file, [crew], 20)


def check_a_clerk_goes(file: Path, overrides: list[str], hours: float) -> None:
    """What costs 600 yuan a week more takes the pay of one clerk (600) from the people."""
    first, other = load(file), load(file, overrides=overrides)
    assert resources_of(other).paid_h - resources_of(first).paid_h == pytest.approx(hours)
    assert resources_of(other).wages - resources_of(first).wages == pytest.approx(600 * 365 / 7)
    found = with_resources_of(first, other)
    assert resources_of(found).money == pytest.approx(resources_of(first).money)
    assert [people_of(post, found) for post in found.posts.values()][:3] == [4, 2, 8]


def test_rewards_are_told_as_not_equal(file: Path) -> None:
    reward = ["posts.friend.takes=ring", "posts.friend.acceptance.reward_yuan=20"]
    first, other = load(file), load(file, overrides=reward)
    told = not_equal(first, with_resources_of(first, other))
    assert told is not None and "rewards per case" in told.en and "每单奖励" in told.zh


def test_a_last_seat_that_cash_cannot_pay_is_paid_from_wages(file: Path) -> None:
    """The first has no seats: the hall keeps one (800 a week), and wages are 12,800 instead of 13,600."""
    first = load(file, overrides=["channels.hall.desks=0", "posts.clerk.head_count=20"])
    other = load(file, overrides=["channels.hall.desks=3", "posts.clerk.head_count=20"])
    found = with_resources_of(first, other)
    assert found.channels["hall"].desks == 1
    assert resources_of(found).cash > resources_of(first).cash == 0
    assert resources_of(found).wages == pytest.approx(12_800 * 365 / 7, abs=300 * 365 / 7)
    assert not_equal(first, found) is None


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
