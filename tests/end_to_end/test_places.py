"""Every shipped scenario runs, every before/after pair compares, and the differences are told in sentences."""

from __future__ import annotations

import re

import pytest

from sim.scenario import shipped
from sim.scenario.load import load
from sim.scenario.provenance import provenance
from sim.scenario.resources import TOLERANCE, not_equal, resources_of
from sim.scenario.words import diff
from sim.simulate import simulate
from sim.study.compare import compare

SHORT = ["run.days=5", "run.warm_up_days=2", "run.follow_up_days=3", "run.replications=2"]

PAIRS = [
    ("longhua-before", "longhua"),
    ("places/north-station-before", "places/north-station"),
    ("places/jiangxinyuan-before", "jiangxinyuan"),
    ("places/fengxin-town-before", "places/fengxin-town"),
    ("places/fengxin-community-before", "places/fengxin-community"),
    ("places/kangle-before", "places/kangle"),
    ("places/nanhu", "places/nanhu-micro-grids"),
    ("places/zhoushan-before", "places/zhoushan"),
    ("places/jiubao-before", "places/jiubao"),
    ("places/beilun-before", "places/beilun"),
    ("places/shangyu-before", "places/shangyu"),
    ("places/yiwu-before", "places/yiwu"),
    ("places/lingou", "places/lingou-canteen"),
]

GENERIC = re.compile(r"^(?:(?:Post|Level|Channel|Category) “[^”]*”(?: \(\w+\))?|Place|Residents|Demand|Dispatch|Run): \S+ .*:")
"""How the sentence of last resort begins: the subject, a colon, the field's declaration, a colon."""


@pytest.mark.parametrize("name", sorted(shipped.names()))
def test_every_shipped_scenario_runs(name: str) -> None:
    """`simulate` itself checks that every issue is accounted for and that hours balance."""
    outcome = simulate(load(name, overrides=SHORT), 0)
    assert outcome.checks["issues"] > 0


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_pair_compares(before: str, after: str) -> None:
    pair = [load(before, overrides=SHORT), load(after, overrides=SHORT)]
    found = compare(pair, resources="both")
    assert found.replications == 2 and found.equal is not None
    assert found.plan.cautions == (), "the same people with the same problems on the same days"
    assert found.plan.identical == ()
    first, other = (option.scenario for option in found.equal.plan.options)
    assert resources_of(other).money == pytest.approx(resources_of(first).money, rel=TOLERANCE)
    assert resources_of(other).cash == pytest.approx(resources_of(first).cash, rel=1e-9)
    assert not_equal(first, other) is None


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_every_difference_has_a_sentence_of_its_own(before: str, after: str) -> None:
    one, other = load(before), load(after)
    english, chinese = diff(one, other, "en"), diff(one, other, "zh")
    assert english and len(english) == len(chinese)
    assert [sentence for sentence in english if GENERIC.match(sentence)] == []
    for sentence in chinese:
        assert not re.search(r"[a-z]{3,}", re.sub(r"“[^”]*”|\d\S*", "", sentence)), sentence


def test_the_last_resort_is_recognised() -> None:
    assert GENERIC.match("Post “Clerk”: getting ready for a trip: 0 → 0.2 h")
    assert not GENERIC.match("Post “Clerk” serves: “Noise” → all categories")
    assert not GENERIC.match("Agencies sign off: one after another → side by side")


@pytest.mark.parametrize("name", [name for name in shipped.names() if name.startswith("places/")])
def test_what_a_place_writes_itself_has_a_source_or_says_assumption(name: str) -> None:
    rows = provenance(load(name))
    assert any(row.source.startswith("seed:") or "seed:" in row.source for row in rows) or name in NUMBERLESS
    assert all(row.source for row in rows)


NUMBERLESS = {
    "places/beilun", "places/beilun-before", "places/chendaomen", "places/jiangxin", "places/jiubao-before", "places/lingou",
    "places/sancun", "places/shangyu", "places/shangyu-before", "places/yiwu", "places/yiwu-before",
}  # fmt: skip
"""Places of which the source gives no number that a scenario holds: every number is an assumption, and their files say so."""


def test_a_town_of_fourteen_communities_shares_its_upper_levels() -> None:
    """One committee and one county for all; a community, a group and a yard of its own for each resident."""
    world = simulate(load("places/fengxin-town", overrides=SHORT), 0).world
    units = world.seat.max(axis=0) - world.seat.min(axis=0) + 1
    scenario = load("places/fengxin-town")
    assert dict(zip(scenario.levels, units.tolist(), strict=True)) == {
        "grid": 108, "community": 14, "street": 1, "district": 1, "yard": 565,
    }  # fmt: skip
    assert len(set(world.entrance["community"].tolist())) == 14


@pytest.mark.parametrize("name", sorted(shipped.names()))
def test_every_reading_kept_as_a_patch_loads(name: str) -> None:
    scenario = load(name)
    for patch in scenario.patches:
        assert load(name, apply=[patch]).apply
