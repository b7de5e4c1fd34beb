"""Counts, shares and order of a community are exact, whatever the place."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.community import build_community
from sim.community.people import household_count
from sim.scenario.place import Place
from sim.scenario.residents import Residents
from sim.world.codes import Age

LONG = Place(residents=12_000, households=4_100, communities=3, yards=20, buildings=100, entrances=330)


@st.composite
def places(draw: st.DrawFn) -> Place:
    entrances = draw(st.integers(1, 40))
    buildings = draw(st.integers(1, entrances))
    yards = draw(st.integers(1, buildings))
    residents = draw(st.integers(1, 400))
    share = st.floats(0, 1)
    return Place(
        residents=residents,
        households=draw(st.one_of(st.none(), st.integers(1, residents))),
        area_km2=draw(st.floats(0.001, 10)),
        entrances=entrances,
        buildings=buildings,
        yards=yards,
        communities=draw(st.integers(1, yards)),
        child_share=draw(share),
        elder_share=draw(share),
        newcomer_share=draw(share),
        vulnerable_share=draw(share),
        vulnerable_elder_ratio=draw(st.floats(0, 20)),
        member_share=draw(share),
        volunteer_share=draw(share),
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(place=places(), seed=st.integers(0, 2**62))
def test_every_place_is_built_exactly(place: Place, seed: int) -> None:
    resident, entrance = build_community(place, Residents(), seed)
    count = place.residents
    assert len(resident) == count and len(entrance) == place.entrances
    # order: entrance, then household; every household has somebody and one entrance
    assert np.all(np.diff(resident["entrance"]) >= 0) and np.all(np.diff(resident["household"]) >= 0)
    size = np.bincount(resident["household"])
    assert len(size) == household_count(place) and size.min() >= 1 and size.sum() == count
    assert len(np.unique(np.stack((resident["entrance"], resident["household"])), axis=1).T) == len(size)
    # the entrances' own counts
    assert entrance["residents"].sum() == count
    assert np.array_equal(entrance["first_resident"], np.cumsum(entrance["residents"]) - entrance["residents"])
    assert np.array_equal(np.repeat(np.arange(place.entrances), entrance["residents"]), resident["entrance"])
    # quotas, nearest whole number
    child, elder = resident["age"] == Age.CHILD, resident["age"] == Age.ELDER
    assert abs(child.sum() - place.child_share * count) <= 0.5 + 1e-9
    assert abs(elder.sum() - min(place.elder_share * count, count - child.sum())) <= 0.5 + 1e-9
    assert abs(resident["vulnerable"].sum() - place.vulnerable_share * count) <= 0.5 + 1e-9
    grown = count - child.sum()
    assert abs(resident["member"].sum() - place.member_share * grown) <= 0.5 + 1e-9
    assert abs(resident["volunteer"].sum() - place.volunteer_share * grown) <= 0.5 + 1e-9
    assert not np.any(child & ((resident["member"] == 1) | (resident["volunteer"] == 1)))
    # a household is new as a whole, and one household more or less would be no nearer to the share
    new = np.bincount(resident["household"], resident["newcomer"])
    assert np.all((new == 0) | (new == size))
    assert abs(new.sum() - place.newcomer_share * count) <= size.max() / 2 + 1e-9
    assert np.array_equal(resident["group"], resident["age"] * 2 + resident["newcomer"])
    # children live alone only when there are more children than places beside an elder person
    alone = np.bincount(resident["household"], child) == size
    assert not alone.any() or child.sum() > count - len(size)


def test_same_seed_same_people_and_another_seed_others() -> None:
    one, again, other = (build_community(LONG, Residents(), seed) for seed in (5, 5, 6))
    assert one.resident.tobytes() == again.resident.tobytes() and one.entrance.tobytes() == again.entrance.tobytes()
    agree = np.mean(one.resident["age"] == other.resident["age"])
    assert 0.3 < agree < 0.7  # two independent draws of shares .17, .64, .19 agree in .47 of residents


def test_households_are_one_plus_poisson_given_the_total() -> None:
    size = np.bincount(build_community(LONG, Residents(), 1).resident["household"])
    extra = size - 1
    mean = (LONG.residents - len(size)) / len(size)
    head = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(7)]
    expected = len(size) * np.append(head, 1 - sum(head))
    observed = np.append(np.bincount(extra, minlength=7)[:7], (extra > 6).sum())
    assert ((observed - expected) ** 2 / expected).sum() < 24.3  # chi-square, 7 degrees: 1 in 1,000


def test_households_are_dealt_evenly() -> None:
    community = build_community(LONG, Residents(), 1)
    first = np.unique(community.resident["household"], return_index=True)[1]
    dealt = np.bincount(community.resident["entrance"][first], minlength=LONG.entrances)
    assert dealt.max() - dealt.min() <= 1


def test_elders_are_as_much_likelier_vulnerable_as_asked() -> None:
    resident = build_community(LONG, Residents(), 1).resident
    elder = resident["age"] == Age.ELDER
    ratio = resident["vulnerable"][elder].mean() / resident["vulnerable"][~elder].mean()
    assert ratio == pytest.approx(LONG.vulnerable_elder_ratio, rel=0.01)  # whole people only


def test_who_is_what_is_independent_of_the_rest() -> None:
    """Correlations of independent 0/1 quotas are within 4.5 standard errors; heads are no children, hence excluded."""
    place = LONG.model_copy(update={"member_share": 0.3, "volunteer_share": 0.4, "vulnerable_elder_ratio": 1.0})
    resident = build_community(place, Residents(), 3).resident
    head = np.append(True, np.diff(resident["household"]) > 0)
    grown = (resident["age"] != Age.CHILD) & ~head
    names = ("newcomer", "vulnerable", "member", "volunteer")
    table = np.stack([resident[name][grown] for name in names] + [resident["age"][grown] == Age.ELDER]).astype(float)
    correlation = np.corrcoef(table)[np.triu_indices(len(table), 1)]
    assert np.abs(correlation).max() < 4.5 / np.sqrt(grown.sum() / 3.0)  # newcomers come by household of about three
    elder = resident["age"] == Age.ELDER
    expected = elder.sum() / (~(resident["age"] == Age.CHILD)).sum()
    assert elder[head].mean() == pytest.approx(expected, abs=4.5 * np.sqrt(0.2 / head.sum()))


def test_a_larger_share_only_adds_people() -> None:
    few = build_community(LONG, Residents(), 1).resident
    larger = LONG.model_copy(update={"volunteer_share": 0.2, "newcomer_share": 0.5})
    many = build_community(larger, Residents(), 1).resident
    for name in ("volunteer", "newcomer"):
        assert np.all(few[name] <= many[name]) and few[name].sum() < many[name].sum()


def test_efficacy_prior_has_the_asked_mean_and_weight() -> None:
    residents = Residents(efficacy_prior=0.1, efficacy_weight=6.0, newcomer_efficacy=-0.15)
    resident = build_community(LONG, residents, 1).resident
    belief = resident["successes"] / (resident["successes"] + resident["failures"])
    assert np.allclose(resident["successes"] + resident["failures"], 6.0)
    assert np.allclose(belief[resident["newcomer"] == 0], 0.1)
    assert np.all(belief[resident["newcomer"] == 1] == 0.0)  # never below nothing


def test_live_columns_start_as_declared() -> None:
    community = build_community(LONG, Residents(), 1)
    assert np.all(community.entrance["first_hidden"] == -1)
    assert not community.resident["open_issues"].any() and not community.resident["satisfaction"].any()
