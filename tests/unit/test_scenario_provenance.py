"""Every number of a scenario has a source, or is called an assumption."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.provenance import Row, provenance
from sim.scenario.quantity import SOURCE

TOWN = """title = { zh = "镇", en = "Town" }
[place]
residents = 700
yards = 10
area_km2 = 2.5
[categories.road]
zh = "道路"
en = "Road"
deadline_h = 48
relapse = 0.06
[channels]
hall = { zh = "大厅", en = "Hall", contact = { mean_h = 0.5 } }
[levels.village]
zh = "村"
en = "Village"
authority = { all = 0.5, road = 0.25 }
[posts]
clerk = { zh = "干部", en = "Clerk", level = "village", head_count = 2, travels = true }
[patches.more]
zh = "加人"
en = "More"
source = "seed:KL"
set.posts.clerk.head_count = 9
[sources]
"place" = "seed:LH"
"place.area_km2" = "data:map"
"posts.clerk" = "seed:HY"
"levels.village.authority.road" = "literature:L4"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.toml"
    path.write_text(TOWN, encoding="utf-8")
    return path


def rows(file: Path, **options: list[str]) -> dict[str, Row]:
    return {row.path: row for row in provenance(load(file, **options))}


def test_the_longest_path_that_covers_a_number_names_its_source(file: Path) -> None:
    found = rows(file)
    assert found["place.residents"].source == "seed:LH"
    assert found["place.area_km2"].source == "data:map"
    assert found["levels.village.authority.road"].source == "literature:L4"
    assert found["levels.village.authority.all"].source == "assumption"


def test_a_path_covers_whole_words_only(file: Path) -> None:
    assert (
        rows(file, overrides=['posts.clerk2={zh="a",en="b",level="village",head_count=1,patrol_every_h=8}'])[
            "posts.clerk2.head_count"
        ].source
        != "seed:HY"
    )


def test_a_written_default_keeps_its_declared_source_and_another_value_does_not(file: Path) -> None:
    found = rows(file)
    assert found["categories.road.relapse"].source.startswith("derived:data:newport")
    assert found["categories.road.deadline_h"].source == "assumption"


def test_defaults_have_their_declared_source_even_under_a_covering_path(file: Path) -> None:
    found = rows(file)
    assert not found["place.homophily"].written
    assert found["place.homophily"].source == "assumption"  # the source document never gave it
    assert found["demand.day_variance"].source.startswith("data:boston")


def test_a_patch_brings_its_source(file: Path) -> None:
    assert rows(file)["posts.clerk.head_count"].source == "seed:HY"
    assert rows(file, apply=["more"])["posts.clerk.head_count"].source == "seed:KL"


def test_an_override_is_an_assumption(file: Path) -> None:
    assert rows(file, overrides=["place.residents=900"])["place.residents"].source.startswith("assumption")


def test_rows_are_numbers_with_unit_sentence_and_a_valid_source(file: Path) -> None:
    found = rows(file)
    assert "posts.clerk.travels" not in found and "title.zh" not in found
    assert found["demand.month_profile"].value == (1.0,) * 12
    assert found["channels.hall.contact.mean_h"].sentence == "time of a desk per report: mean"
    for row in found.values():
        assert row.sentence and SOURCE.match(row.source), row


def test_only_written_numbers_on_demand(file: Path) -> None:
    written = provenance(load(file), "zh", defaults=False)
    assert {row.path for row in written} == {
        "place.residents",
        "place.yards",
        "place.area_km2",
        "categories.road.deadline_h",
        "categories.road.relapse",
        "channels.hall.contact.mean_h",
        "levels.village.authority.all",
        "levels.village.authority.road",
        "posts.clerk.head_count",
    }
    assert written[0].sentence == "居民数"
