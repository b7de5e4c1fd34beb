"""What is added, what was of no account before, and what holds where nothing is written, in sentences of both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario import shipped
from sim.scenario.library import library
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.words import diff
from sim.study.trial import on_side, side
from tests.unit.test_scenario_words import TOWN, one


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.toml"
    path.write_text(TOWN, encoding="utf-8")
    return path


MORE = [
    # an addition tells what is special about it, and money a reader can take in
    (
        'posts.aide={zh="助理",en="Aide",level="community",role="volunteer",takes="ring",every_weeks=4,special="also",visit_every_h=20,hires=2,hires_from="road",admin_load=0.3}',
        "Post “Aide” is added at level “Community”: 1 person in each unit (volunteers; skill 100 %); serves all categories; on duty: always; cases are offered first, "
        "rung until one accepts; in one of every 4 weeks; reports and forms take 30 % of their time; home visits every 20 h on duty; special places: "
        "trained, and serves all places; can hire in each unit: 2 people",
        "新增岗位“助理”,在层级“社区”:每单位 1 人(志愿者;技能 100 %);服务所有类别;班次:全天候;接单方式:先征询,逐一呼叫至有人接单;每 4 周轮到一次;行政负担 30 %;"
        "每在岗 20 小时走访一轮;专属场所:受过培训,兼顾各处;每单位可招录 2 人",
    ),
    (
        'channels.app={zh="小程序",en="App",know=0.4,only="elders",points=3,lift=1,hours=["Mon,Wed 09:00-11:00","Sat-Sun 08:00-12:00"]}',
        "Channel “App” is added; its cases enter at level “Community”; 40 % of residents know and can use it; open: Mon,Wed 09:00-11:00, "
        "Sat-Sun 08:00-12:00; for: elders; at 3 points; its cases stand higher in line by 1 class",
        "新增渠道“小程序”,工单进入层级“社区”;知道并会用的居民占 40 %;开放时间:周一、周三 09:00-11:00, 周六至周日 08:00-12:00;仅限老年人;服务点 3 处;工单排队提 1 级",
    ),
    (
        'levels.grid={zh="网格",en="Grid",parent="community",units="yard",authority={road=0.2,noise=0.5},reach={all=0.4}}',
        "Level “Grid” is added: one unit per yard, refers to “Community”; may decide 20 % to 50 % of cases by authority and close them up to a difficulty of 40 %",
        "新增层级“网格”:每个楼院一个单位,上级“社区”;有权决定 20 % 至 50 % 的工单,可办结的难度上限 40 %",
    ),
    (
        'funds.micro={zh="微",en="Micro",level="community",per_unit=true,lapses=true,opening=7500,inflow_per_year=20000000,categories=["road"]}',
        "Fund “Micro” is added: starts with 7,500 yuan, receives 20,000,000 yuan a year; level “Community” may buy works of up to 30,000 yuan from it, "
        "for “Road”; every unit has such a purse of its own; what is left at the end of a year is lost",
        "新增资金“微”:期初 7,500 元,拨入 2,000 万元/年;层级“社区”可用于“道路”,单项上限 3 万元;每单位各一份;年终清零",
    ),
    (
        'councils.tea={zh="茶馆",en="Tea",level="community",online=0.6,inclusion=0.3,agenda_cap=4}',
        "Council “Tea” is added at level “Community”: it meets every 7 days and hears, of all categories, what concerns at least 2 people; heard at one "
        "meeting at most: 4 cases; members who take part online: 60 %; seats held by newcomers: 30 %",
        "新增议事会“茶馆”,设在层级“社区”:每 7 天开一次会,审议所有类别中至少涉及 2 人的事;每次议题上限:4 件;线上参会的成员占 60 %;新居民席位占 30 %",
    ),
    # what holds for a category that is not named is told as its value before
    ("channels.hall.direct.road=0.75", "The desk of channel “Hall” answers 0 % → 75 % of “Road” cases on the spot", "渠道“大厅”当场答复“道路”工单的 0 % → 75 %"),
    (
        "dispatch.cooperation_by.road=0.9",
        "Requests to another agency that are granted, for “Road” cases: 100 % → 90 %",
        "“道路”工单的其他部门配合率:100 % → 90 %",
    ),
    (
        "evaluation.listed={road=1,all=0.5}",
        "Share of the evaluation's weight that falls on cases other than “Road”: 100 % → 50 %",
        "“道路”以外的工单列入考核的程度:100 % → 50 %",
    ),
    # by the calendar, whole days
    ("leaders.every_h=720", "Time between leaders' sessions over stuck cases: never → 30 days", "领导督办滞留工单的间隔:从不 → 30 天"),
    (
        "residents.patience.mean_h=30",
        "Residents wait for a first contact before they give up, on average: 1,440 → 30 h",
        "居民放弃前等待首次联系的平均时间:1,440 → 30 小时",
    ),
    (
        "residents.patience.mean_h=inf",
        "Residents wait for a first contact before they give up, on average: 60 days → never",
        "居民放弃前等待首次联系的平均时间:60 天 → 从不",
    ),
    ("categories.road.repair_cost=12000", "Works that settle “Road” issues cost 3,000 → 12,000 yuan on average", "解决“道路”问题的平均维修费用:3,000 元 → 1.2 万元"),
    ('posts.clerk.zh="“小微”助理"', "Post “Clerk” has another Chinese name: “社工” → “‘小微’助理”", "岗位“社工”现称“‘小微’助理”"),
]


@pytest.mark.parametrize(("override", "english", "chinese"), MORE)
def test_an_addition_and_a_value_that_was_not_written_in_words(file: Path, override: str, english: str, chinese: str) -> None:
    assert one(file, override) == (english, chinese)


def test_what_counted_for_nothing_before_has_no_value_before(file: Path) -> None:
    """A patrol takes 3 h; that patrols took 1 h when there were none says nothing."""
    before = load(file)
    after = load(file, overrides=["posts.clerk.patrol_every_h=20", "posts.clerk.patrol_h=3", "leaders.every_h=168", "leaders.stuck_after_h=480",
                                  'emergency.categories=["noise"]', "emergency.hop_factor=0.1", "self_management.share=0.2", "self_management.leaders=3"])
    told = diff(before, after, "en")
    assert "A patrol of post “Clerk” takes 3 h" in told
    assert "A case counts as stuck after 20 days" in told
    assert "Referral time of an emergency over that of other cases: 0.1" in told
    assert "Leaders of a yard's organisation: 3 people" in told
    assert "岗位“社工”每次巡查用时:3 小时" in diff(before, after, "zh")
    on = load(file, overrides=["posts.clerk.patrol_every_h=20"])
    assert "A patrol of post “Clerk” takes 1 → 3 h" in diff(on, after, "en")
    assert "A patrol of post “Officer” takes 1 → 2 h" in diff(before, load(file, overrides=["posts.officer.patrol_h=2"]), "en")


def test_naming_a_category_with_what_holds_for_it_anyway_changes_nothing(file: Path) -> None:
    same = ["dispatch.cooperation_by.road=1", "dispatch.coordination_by.road=1", "channels.hall.trips.road=1", "channels.hall.direct.road=0", "evaluation.listed.road=1"]
    assert diff(load(file), load(file, overrides=same)) == []


def test_the_first_level_is_named_and_its_change_is_told(file: Path, tmp_path: Path) -> None:
    """A channel that names no level enters at the first of the file: which that is depends on the order."""
    turned = tmp_path / "turned.toml"
    street = 'street = { zh = "街道", en = "Street" }\n'
    turned.write_text(TOWN.replace(street, "").replace("[levels]\n", "[levels]\n" + street), encoding="utf-8")
    told = diff(load(file), load(turned), "en")
    assert "Cases from channel “Hall” enter at level “Community” → “Street”" in told
    assert "Order of the levels in the file: “Community”, “Street” → “Street”, “Community”" in told


def _base(name: str) -> str | None:
    """What a shipped scenario is compared with: the place before, the street office for a preset, what a package extends."""
    if name.startswith("presets/"):
        return "street-office"
    if name.startswith("packages/"):
        return str(load(name).extends).removeprefix("../").removesuffix(".toml")
    before = f"{name}-before"
    return before if before in shipped.names() else None


NAMES = [name for name in shipped.names() if _base(name)]

RAW = re.compile(r"None|not set|未设|\b\d{5,}\b|\d\.0\b|e\+|\[\]|first level|第一个层级|'")
"""Python, paths and long digits; the apostrophe is looked for in Chinese only."""

LAST_RESORT = re.compile(r"(Post|Channel|Level|Place|Demand|Residents|Dispatch|Run|Emergencies)( “[^”]*”)?: [a-z]")


def _proper(english: list[str], chinese: list[str]) -> None:
    assert english and len(english) == len(chinese)
    for told in english:
        assert not LAST_RESORT.match(told), told
        assert not RAW.search(re.sub(r"'", "", told)) or told.startswith("Households"), told
    for told in chinese:
        assert not RAW.search(told) or told.startswith("户数"), told
        assert not re.search(r"[a-z]{3,}", re.sub(r"“[^”]*”(\([a-z_]+\))?|\d\S*", "", told)), told


@pytest.mark.parametrize("name", [name for name in NAMES if name != "presets/g0-street-office"])
def test_every_difference_from_what_it_is_compared_with_reads_well(name: str) -> None:
    before, after = load(str(_base(name))), load(name)
    _proper(diff(before, after, "en"), diff(before, after, "zh"))


def test_the_yardstick_of_the_presets_is_the_street_office() -> None:
    assert diff(load("street-office"), load("presets/g0-street-office")) == []


@pytest.mark.parametrize("name", list(library()))
def test_what_every_practice_changes_reads_well(name: str) -> None:
    entry = library()[name]
    before, after = side(entry.practice, []).scenario, on_side(entry).scenario
    _proper(diff(before, after, "en"), diff(before, after, "zh"))


@pytest.mark.parametrize(("name", "kind", "ids"), [("F2", "levels", ["yard_tier"]), ("H6", "councils", ["residents_council"]), ("H1", "levels", ["stair_head"])])
def test_what_a_practice_adds_is_new_on_its_ground(name: str, kind: str, ids: list[str]) -> None:
    """Its neutral values hold the level too, with nobody in it: told against them, the level would not be mentioned."""
    entry = library()[name]
    before: Scenario = side(entry.practice, []).scenario
    assert not set(ids) & set(getattr(before, kind))
    assert set(ids) <= set(getattr(on_side(entry).scenario, kind))
