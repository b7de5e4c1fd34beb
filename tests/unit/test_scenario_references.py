"""Parts of a scenario must agree; each disagreement is told at the value that causes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load
from sim.scenario.references import check_references

TOWN = """title = { zh = "镇", en = "Town" }
[place]
residents = 100
communities = 1
yards = 2
buildings = 3
entrances = 4
child_share = 0.2
[demand]
weekday_profile = [1, 1, 1, 1, 1, 1, 1]
[demand.surges]
storm = { start_day = 1, factor = 2, categories = ["road"] }
[categories.road]
zh = "道路"
en = "Road"
share = 1
severity_low = 0.2
agencies = [1, 1]
[categories.noise]
zh = "噪音"
en = "Noise"
share = 0
[channels.hall]
zh = "大厅"
en = "Hall"
level = "village"
direct = { road = 0.5 }
[levels.village]
zh = "村"
en = "Village"
parent = "town"
units = 4
authority = { all = 0.5, road = 1 }
[levels.town]
zh = "镇"
en = "Town"
[posts.clerk]
zh = "干部"
en = "Clerk"
level = "village"
serves = ["road"]
[posts.officer]
zh = "镇干部"
en = "Officer"
level = "town"
head_count = 1
[dispatch]
prevention = { road = 0.1 }
[sources]
"place.residents" = "seed:LH section 2"
"""


def save(folder: Path, text: str) -> Path:
    path = folder / "town.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_scenario_that_agrees_has_no_faults(tmp_path: Path) -> None:
    assert check_references(load(save(tmp_path, TOWN))) == []


@pytest.mark.parametrize(
    ("right", "wrong", "code", "marked"),
    [
        ('level = "village"\nserves', 'level = "vilage"\nserves', "SC401", '"vilage"'),
        ('parent = "town"', 'parent = "twon"', "SC401", '"twon"'),
        ('level = "village"\ndirect', 'level = "road"\ndirect', "SC401", '"road"'),
        ('serves = ["road"]', 'serves = ["road", "raod"]', "SC401", '"raod"'),
        ('categories = ["road"]', 'categories = ["fire"]', "SC401", '"fire"'),
        ("road = 1 }", "raod = 1 }", "SC401", "raod"),
        ("direct = { road", "direct = { raod", "SC401", "raod"),
        ("prevention = { road", "prevention = { raod", "SC401", "raod"),
        ("all = 0.5, road = 1 }", "all = 1.5, road = 1 }", "SC411", "1.5"),
        ("direct = { road = 0.5", "direct = { road = -0.5", "SC411", "-0.5"),
        ("[levels.town]\n", '[levels.town]\nparent = "village"\n', "SC402", '"town"'),
        ('parent = "town"', 'parent = "village"', "SC402", '"village"'),
        ('parent = "town"\n', "", "SC403", "town"),
        ("[1, 1, 1, 1, 1, 1, 1]", "[1, 1, 1]", "SC404", "[1, 1, 1]"),
        ("[1, 1, 1, 1, 1, 1, 1]", "[0, 0, 0, 0, 0, 0, 0]", "SC405", "[0, 0, 0, 0, 0, 0, 0]"),
        ("[1, 1, 1, 1, 1, 1, 1]", "[1, 1, 1, 1, 1, 1, -1]", "SC405", "[1, 1, 1, 1, 1, 1, -1]"),
        ("agencies = [1, 1]", "agencies = []", "SC405", "[]"),
        ("buildings = 3", "buildings = 1", "SC406", "1"),
        ("entrances = 4\n", "entrances = 4\nhouseholds = 101\n", "SC407", "101"),
        ("share = 1\n", "share = 0\n", "SC408", "categories"),
        ("head_count = 1\n", "head_count = 0\n", "SC409", "noise"),
        ("units = 4", "units = 5", "SC410", "5"),
        ("severity_low = 0.2", "severity_low = 0.2\nseverity_high = 0.1", "SC412", "0.2"),
        ('"place.residents"', '"place.residnets"', "SC413", '"place.residnets"'),
        ("seed:LH section 2", "seed:XX", "SC414", '"seed:XX"'),
        ("child_share = 0.2", "child_share = 0.9", "SC415", "0.9"),
    ],
)
def test_each_disagreement(tmp_path: Path, right: str, wrong: str, code: str, marked: str) -> None:
    assert TOWN.count(right) == 1
    with pytest.raises(FaultyScenario) as caught:
        load(save(tmp_path, TOWN.replace(right, wrong)))
    assert [fault.code for fault in caught.value.faults] == [code]
    spot = caught.value.faults[0].spot
    assert spot is not None
    assert spot.text[spot.column - 1 :][: spot.length] == marked


def test_a_circle_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(FaultyScenario) as caught:
        load(save(tmp_path, TOWN.replace("[levels.town]\n", '[levels.town]\nparent = "village"\n')))
    assert "village → town → village" in str(caught.value)
    assert len(caught.value.faults) == 1


def test_serving_all_is_written_as_an_empty_list(tmp_path: Path) -> None:
    with pytest.raises(FaultyScenario, match="leave serves empty"):
        load(save(tmp_path, TOWN.replace('serves = ["road"]', 'serves = ["all"]')))


def test_sources_may_name_defaults_parts_and_single_categories(tmp_path: Path) -> None:
    more = '"run.seed" = "assumption"\n"posts.clerk" = "data:x"\n"levels.village.authority.road" = "literature:y"\n'
    assert check_references(load(save(tmp_path, TOWN + more))) == []


def test_a_post_that_owns_nothing_is_a_fault_unless_it_patrols() -> None:
    """Each category has one owner per unit; a second post that serves the same would draw pay and do nothing."""
    aide = 'posts.aide={zh="助理",en="Aide",level="village"'
    with pytest.raises(FaultyScenario) as caught:
        load("three-house-village", overrides=[aide + "}"])
    assert [fault.code for fault in caught.value.faults] == ["SC416"]
    load("three-house-village", overrides=[aide + ",patrol_every_h=8}"])
    load("three-house-village", overrides=[aide + ",head_count=0}"])
    load("three-house-village", overrides=[aide + ',serves=["litter"]}'])


def test_an_agenda_longer_than_the_time_until_the_next() -> None:
    with pytest.raises(FaultyScenario) as caught:
        load("three-house-village", overrides=["leaders.every_h=24", "leaders.cap=20", "leaders.hours_per_case=1.5"])
    assert [fault.code for fault in caught.value.faults] == ["SC460"]
    load("three-house-village", overrides=["leaders.every_h=24", "leaders.cap=16", "leaders.hours_per_case=1.5"])
    load("three-house-village", overrides=["leaders.cap=50", "leaders.hours_per_case=100"])  # they never meet


def test_what_is_evaluated_is_a_category() -> None:
    with pytest.raises(FaultyScenario) as caught:
        load("three-house-village", overrides=["evaluation.listed={nonsense=1.0}"])
    assert [fault.code for fault in caught.value.faults] == ["SC401"]


@pytest.mark.parametrize(("overrides", "code"), [
    (["exit.threat_response=0.5"], "SC480"),
    (["exit.rule='logit'", "exit.legal_category='nonsense'"], "SC401"),
    (["exit.rule='logit'", "exit.legal_access={nonsense=0.5}"], "SC401"),
    (["talk.rule='deffuant'", "talk.pull=0.6"], "SC481"),
])
def test_what_residents_make_of_it_must_fit_together(overrides: list[str], code: str) -> None:
    with pytest.raises(FaultyScenario) as caught:
        load("street-office", overrides=overrides)
    assert {fault.code for fault in caught.value.faults} == {code}


COUNCIL = 'councils.tea={zh="会",en="council",level="village"'


@pytest.mark.parametrize(("override", "code", "said"), [
    (COUNCIL.replace("village", "vilage") + "}", "SC401", "vilage"),
    (COUNCIL + ',categories=["liter"]}', "SC401", "liter"),
    (COUNCIL + ",persons=3,staff=4}", "SC451", "3 members"),
    (COUNCIL + ",attendance=0,online=0.4}", "SC452", "never meet"),
    ('self_management.categories=["liter"]', "SC401", "liter"),
    ("self_management={share=0.3,leaders=1,least_leaders=2}", "SC453", "2 leaders"),
    ("dispatch.coordination_by.litter=-1.0", "SC450", "0 or more"),
    ("dispatch.cooperation_by.litter=0.0", "SC450", "above 0"),
    ("dispatch.cooperation_by.liter=0.5", "SC401", "liter"),
])
def test_councils_coordination_and_own_organisations_must_agree_with_the_rest(override: str, code: str, said: str) -> None:
    with pytest.raises(FaultyScenario, match=said) as caught:
        load("three-house-village", overrides=[override])
    assert [fault.code for fault in caught.value.faults] == [code]
