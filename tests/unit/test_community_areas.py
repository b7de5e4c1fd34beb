"""The ground: nested areas as equal as possible, on a square, compact in row order."""

from __future__ import annotations

import numpy as np
import pytest

from sim.community.areas import ENTRANCE_SPACING_M, lay_out_entrances
from sim.community.people import community_key
from sim.scenario.place import Place

PLACE = Place(residents=9_000, area_km2=1.44, communities=3, yards=23, buildings=97, entrances=311)


def entrances(place: Place, seed: int = 1) -> np.recarray:
    return lay_out_entrances(place, community_key(seed))


@pytest.mark.parametrize("counts", [(1, 1, 1, 1), (1, 3, 3, 3), (3, 23, 97, 311), (7, 7, 7, 50), (4, 10, 60, 180)])
def test_areas_nest_in_row_order_with_equal_counts(counts: tuple[int, int, int, int]) -> None:
    communities, yards, buildings, rows = counts
    entrance = entrances(Place(communities=communities, yards=yards, buildings=buildings, entrances=rows))
    rung = [np.arange(rows), entrance["building"], entrance["yard"], entrance["community"]]
    for lower, upper, wanted in zip(rung, rung[1:], (buildings, yards, communities), strict=False):
        assert np.array_equal(np.unique(upper), np.arange(wanted))
        assert np.all(np.diff(upper) >= 0)
        pairs = np.unique(np.stack((lower, upper)), axis=1)
        assert len(np.unique(pairs[0])) == pairs.shape[1]  # each smaller area in one larger area
        held = np.bincount(pairs[1])
        assert held.max() - held.min() <= 1


def test_everything_is_inside_the_square_and_nothing_coincides() -> None:
    entrance = entrances(PLACE)
    for name in ("x_m", "y_m"):
        assert entrance[name].min() >= 0 and entrance[name].max() <= 1200.0
    assert len(np.unique(np.stack((entrance["x_m"], entrance["y_m"])), axis=1).T) == len(entrance)


def test_entrances_of_a_building_stand_in_a_row() -> None:
    entrance = entrances(PLACE.model_copy(update={"area_km2": 6.0}))
    same = np.diff(entrance["building"]) == 0
    assert np.allclose(np.diff(entrance["y_m"])[same], 0)
    assert np.allclose(np.diff(entrance["x_m"])[same], ENTRANCE_SPACING_M)


def test_a_cramped_building_draws_its_entrances_together() -> None:
    entrance = entrances(Place(area_km2=0.0004, communities=1, yards=1, buildings=1, entrances=10))
    assert np.all(np.diff(entrance["x_m"]) > 0) and entrance["x_m"].max() <= 20.0


def test_yards_do_not_overlap() -> None:
    entrance = entrances(PLACE)
    boxes = []
    for yard in range(PLACE.yards):
        here = entrance[entrance["yard"] == yard]
        boxes.append((here["x_m"].min(), here["x_m"].max(), here["y_m"].min(), here["y_m"].max()))
    for i, (west, east, south, north) in enumerate(boxes):
        for other_west, other_east, other_south, other_north in boxes[:i]:
            assert east < other_west or other_east < west or north < other_south or other_north < south


def test_the_square_is_used_evenly() -> None:
    """Each quarter of the ground holds about a quarter of the entrances (not a corner full and the rest empty)."""
    entrance = entrances(Place(residents=9_000, area_km2=4, communities=4, yards=64, buildings=256, entrances=1024))
    quarter = (entrance["x_m"] > 1000).astype(int) * 2 + (entrance["y_m"] > 1000)
    assert np.all(np.abs(np.bincount(quarter) / 1024 - 0.25) < 0.05)


def test_any_run_of_entrances_is_compact() -> None:
    """A tenth of the entrances in a row lies much closer together than a tenth chosen anyhow."""
    entrance = entrances(Place(residents=9_000, area_km2=4, communities=1, yards=60, buildings=300, entrances=1000))
    spread = [np.hypot(e["x_m"].std(), e["y_m"].std()) for e in (entrance[a : a + 100] for a in range(0, 901, 50))]
    assert np.mean(spread) < 0.45 * np.hypot(entrance["x_m"].std(), entrance["y_m"].std())


def test_seed_moves_the_buildings_and_not_the_division() -> None:
    one, other = entrances(PLACE, 1), entrances(PLACE, 2)
    assert np.array_equal(one["building"], other["building"])
    assert np.mean(one["x_m"] != other["x_m"]) > 0.99
