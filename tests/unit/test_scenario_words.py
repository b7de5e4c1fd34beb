"""The difference of two scenarios in sentences, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario.load import load
from sim.scenario.merging import ABOUT
from sim.scenario.nouns import ADDED, REMOVED, SUBJECTS
from sim.scenario.phrases import CHANGES, CHOICES
from sim.scenario.scenario import Scenario
from sim.scenario.schema import choices, declared, leaves
from sim.scenario.words import diff

TOWN = """title = { zh = "镇", en = "Town" }
[categories]
road = { zh = "道路", en = "Road" }
noise = { zh = "噪音", en = "Noise" }
[channels]
hall = { zh = "大厅", en = "Hall" }
[levels]
community = { zh = "社区", en = "Community", parent = "street", authority = { all = 0.6 } }
street = { zh = "街道", en = "Street" }
[posts]
clerk = { zh = "社工", en = "Clerk", level = "community", head_count = 2 }
officer = { zh = "干部", en = "Officer", level = "street", patrol_every_h = 8 }
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.toml"
    path.write_text(TOWN, encoding="utf-8")
    return path


def one(file: Path, *overrides: str) -> tuple[str, str]:
    """The only difference that the overrides make, in both languages."""
    before, after = load(file), load(file, overrides=overrides)
    english, chinese = diff(before, after, "en"), diff(before, after, "zh")
    assert len(english) == len(chinese) == 1, english
    return english[0], chinese[0]


CASES = [
    (
        'funds.micro={zh="微实事",en="Micro-projects",level="community",opening=2000000,item_cap=20000}',
        "Fund “Micro-projects” is added: starts with 2,000,000 yuan, receives 0 yuan a year; level “Community” may buy works of up to 20,000 yuan "
        "from it, for all categories",
        "新增资金“微实事”:期初 200 万元,拨入 0 元/年;层级“社区”可用于所有类别,单项上限 2 万元",
    ),
    (
        'services.canteen={zh="食堂",en="Canteen",group="elders",places=50,share=0.4,cost_per_month=300,categories=["road"]}',
        "Service “Canteen” is added for elders: 50 people, of whose needs (“Road”) 40 % do not arise; 300 yuan a month per person, paid from "
        "the general budget",
        "新增服务“食堂”,面向老年人:名额 50 人,免除其 40 % 的需求(“道路”);每人 300 元/月,出资:一般预算",
    ),
    (
        'programmes.virtue={zh="德治",en="Virtue",evidence="unknown",prevents={noise=0.05},cost_per_year=1000}',
        "Programme “Virtue” is added in 100 % of the yards; prevents where it is at work: “Noise” cases 5 %; costs 1,000 yuan a year; nothing "
        "is known of its effect: the prior is centred at zero, any other value only tests sensitivity",
        "新增项目“德治”,覆盖 100 % 的楼院;所及之处预防:“噪音”工单 5 %;成本 1,000 元/年;其效果尚无证据:先验以零为中心,非零取值仅用于敏感性检验",
    ),
    ("channels.hall.points=14", "Places where channel “Hall” can be used: everywhere → 14 points", "渠道“大厅”的服务点:不限地点 → 14 处"),
    (
        "channels.hall.newcomer_know=1.0",
        "Newcomers know channel “Hall” as many times as others: as of any channel → 1",
        "外来者知晓渠道“大厅”为其他人的倍数:与一般渠道相同 → 1",
    ),
    ('channels.hall.only="elders"', "Channel “Hall” can be used by: everybody → elders", "可使用渠道“大厅”的人群:所有居民 → 老年人"),
    (
        "levels.community.authority.all=0.85",
        "Level “Community” may decide 60 % → 85 % of cases by authority",
        "层级“社区”有权决定工单的 60 % → 85 %",
    ),
    (
        "levels.community.authority.noise=1",
        "Level “Community” may decide 60 % → 100 % of “Noise” cases by authority",
        "层级“社区”有权决定“噪音”工单的 60 % → 100 %",
    ),
    ("posts.clerk.head_count=3", "Post “Clerk” has 2 → 3 people in each unit", "岗位“社工”每个单位的人数:2 → 3 人"),
    (
        "posts.clerk.level=street",
        "Post “Clerk” moves from level “Community” to level “Street”",
        "岗位“社工”从层级“社区”调到层级“街道”",
    ),
    (
        'posts.clerk.serves=["road"]',
        "Post “Clerk” serves: all categories → “Road”",
        "岗位“社工”服务的类别:所有类别 → “道路”",
    ),
    (
        'posts.clerk.roster=["Mon-Fri 09:00-17:00"]',
        "Post “Clerk” is on duty: always → Mon-Fri 09:00-17:00",
        "岗位“社工”的班次:全天候 → 周一至周五 09:00-17:00",
    ),
    ("posts.clerk.line_limit=4", "Longest line of post “Clerk”: no limit → 4 cases", "岗位“社工”的队长上限:不限 → 4 件"),
    (
        "posts.clerk.patrol_every_h=48",
        "Duty time between patrols of post “Clerk”: none → 48 h",
        "岗位“社工”的巡查间隔(在岗时间):无 → 48 小时",
    ),
    (
        "levels.street.escalate_after_h=24",
        "Time after which a case waiting at level “Street” moves up by itself: never → 24 h",
        "层级“街道”等候的工单自动升级的时限:从不 → 24 小时",
    ),
    (
        'councils.tea={zh="民生茶馆",en="Tea-house",level="community",least_affected=10}',
        "Council “Tea-house” is added at level “Community”: it meets every 7 days and hears, of all categories, what concerns at least 10 people; "
        "heard at one meeting at most: 6 cases",
        "新增议事会“民生茶馆”,设在层级“社区”:每 7 天开一次会,审议所有类别中至少涉及 10 人的事;每次议题上限:6 件",
    ),
    (
        "self_management.share=0.3",
        "Residents of active yards do themselves, of the issues they may take up: none → 30 %",
        "运转中的楼院自管事项占可自管问题的比例:无 → 30 %",
    ),
    (
        "dispatch.coordination_by.road=0.3",
        "Factor on the time of a request to another agency for “Road” cases: 1 → 0.3",
        "“道路”工单向其他部门协调用时的倍数:1 → 0.3",
    ),
    (
        "dispatch.sign_off=joint",
        "Agencies sign off: one after another → side by side from the next joint review on",
        "会签方式:依次会签 → 下次联席会起并联会签",
    ),
    (
        "dispatch.sign_off=parallel",
        "Agencies sign off: one after another → side by side",
        "会签方式:依次会签 → 并联会签",
    ),
    (
        "channels.hall.know=0.5",
        "100 % → 50 % of residents know and can use channel “Hall”",
        "知道并会用渠道“大厅”的居民:100 % → 50 %",
    ),
    (
        "residents.recheck.mean_h=12",
        "A fix that did not hold is noticed after 72 → 12 h on average",
        "未能持久的处理平均多久被发现:72 → 12 小时",
    ),
    (
        "residents.report_per_day=inf",
        "Rate at which residents report a grave problem through a channel without effort: 0.1 per day → at once",
        "居民通过不费力的渠道上报严重问题的速率:0.1 次/天 → 立即",
    ),
    ("posts.clerk.en=Helper", "Post “Clerk” is now called “Helper”", "岗位“社工”的英文名:“Clerk” → “Helper”"),
    (
        'posts.aide={zh="助理",en="Aide",level="community",head_count=4,patrol_every_h=8}',
        "Post “Aide” is added at level “Community”: 4 people in each unit (staff; skill 100 %); serves all categories; on duty: always; patrols every 8 h on duty",
        "新增岗位“助理”,在层级“社区”:每单位 4 人(社工;技能 100 %);服务所有类别;班次:全天候;每在岗 8 小时巡查一次",
    ),
    ('channels.app={zh="小程序",en="App"}', "Channel “App” is added; its cases enter at level “Community”; 100 % of residents know and can use it; open: always",
     "新增渠道“小程序”,工单进入层级“社区”;知道并会用的居民占 100 %;开放时间:全天候"),
    (
        "demand.surges.storm={start_day=3,factor=4}",
        "Surge “storm” is added: day 3, 1 day, 4 times the normal rate of all categories",
        "新增突发高峰“storm”:第 3 天起,持续 1 天,所有类别为平时的 4 倍",
    ),
    ("run.seed=2", "Master seed of all chances: 1 → 2", "随机主种子:1 → 2"),
    (
        'emergency.categories=["noise"]',
        "Categories that are emergencies: none → “Noise”",
        "列为应急的类别:无 → “噪音”",
    ),
    (
        "emergency.preempts=true",
        "A hand puts less urgent work down for an emergency: no → yes",
        "为应急放下手头不急的工作:否 → 是",
    ),
    (
        "posts.clerk.visit_every_h=40",
        "Hours on duty between rounds of home visits of post “Clerk”: none → 40 h",
        "岗位“社工”两轮入户走访之间的在岗时间:无 → 40 小时",
    ),
    (
        "posts.clerk.progress_ratio=0.9",
        "When experience doubles, a job of post “Clerk” takes 100 % → 90 % of the time before",
        "经验翻倍后,岗位“社工”单件工时为此前的 100 % → 90 %",
    ),
    (
        "posts.officer.hires_from=road",
        "Post “Officer” hires residents whose case was: nobody → “Road”",
        "岗位“干部”招录何类诉求得到解决的居民:无人 → “道路”",
    ),
]


@pytest.mark.parametrize(("override", "english", "chinese"), CASES)
def test_a_change_in_words(file: Path, override: str, english: str, chinese: str | None) -> None:
    found = one(file, override)
    assert found[0] == english
    assert chinese is None or found[1] == chinese


def test_what_is_added_one_way_is_removed_the_other_way(file: Path) -> None:
    small, large = load(file), load(file, overrides=['posts.aide={zh="助理",en="Aide",level="community",patrol_every_h=8}'])
    assert diff(large, small) == ["Post “Aide” is removed"]
    assert diff(large, small, "zh") == ["撤销岗位“助理”"]


def test_what_only_tells_about_a_scenario_is_no_difference(file: Path) -> None:
    after = load(
        file,
        overrides=[
            "title.en=Other",
            'sources={"run.seed"="assumption"}',
            'summary={zh="a",en="b"}',
            'patches.p={zh="a",en="b",set={}}',
            'apply=["p"]',
        ],
    )
    assert diff(load(file), after) == []


def test_naming_a_category_with_the_value_it_had_changes_nothing(file: Path) -> None:
    assert diff(load(file), load(file, overrides=["levels.community.authority.noise=0.6"])) == []


def test_a_long_profile_tells_which_numbers_changed(file: Path) -> None:
    profile = [1.0] * 24
    profile[8] = 2.0
    english, chinese = one(file, f"demand.hour_profile={profile}")
    assert "even → [1, 1" in english and english.endswith("(changed: no. 9)")
    assert "均匀 → [1, 1" in chinese and chinese.endswith("(有变化:第 9 个)")


def test_a_change_too_small_to_show_is_still_told(file: Path) -> None:
    english, _ = one(file, "place.area_km2=1.00000000001")
    assert "1.0 → 1.00000000001" in english


def _others(value: object, words: list[str]) -> list[object]:
    """Values unlike the given one, some of which its field accepts."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, str):
        return [word for word in words if word != value]
    if isinstance(value, int):
        return [value + 1, 0]
    numbers = [value / 2, value + 0.5, 0.25] if isinstance(value, float) and value < 1e9 else [5.0]
    return [number for number in numbers if number != value]


def _with(data: dict[str, Any], path: tuple[str | int, ...], value: object) -> Scenario | None:
    """The scenario with one value replaced; None if the value is refused."""
    node = data
    for part in path[:-1]:
        node = node[str(part)]
    node[str(path[-1])] = value
    try:
        return Scenario.model_validate(data)
    except ValidationError:
        return None


def test_every_single_value_has_a_sentence_in_both_languages(file: Path) -> None:
    before, tried = load(file), 0
    for path, value, _ in leaves(before):
        slot = declared(path)
        if slot is None or path[0] in ABOUT or path[-1] in ("parent", "level", "hires_from", "legal_category", "zh", "en") or isinstance(value, list):
            continue
        others = _others(value, choices(slot.type, slot.field))
        after = next(found for other in others if (found := _with(before.model_dump(), path, other)) is not None)
        sentences = diff(before, after, "en") + diff(before, after, "zh")
        assert len(sentences) == 2, (path, sentences)
        assert not any(sign in sentence for sentence in sentences for sign in "{}"), sentences
        tried += 1
    assert tried > 120


def test_every_phrase_belongs_to_a_declared_field() -> None:
    for pattern in CHANGES:
        assert declared(tuple(pattern.split("."))) is not None, pattern
    assert set(ADDED) == set(REMOVED) <= set(SUBJECTS)


def test_every_choice_has_words_in_both_languages(file: Path) -> None:
    for path, _, _ in leaves(load(file)):
        slot = declared(path)
        for word in choices(slot.type, slot.field) if slot else ():
            assert word in CHOICES, (path, word)


def test_people_are_told_in_all_where_units_or_the_way_of_counting_differ(file: Path) -> None:
    """A head count alone would say 1 → 1 where three communities have three times the people, and 2 → not set where a total replaces it."""
    before = load(file, overrides=["levels.community.units=2", "place.communities=2"])
    more = load(file, overrides=["levels.community.units=4", "place.communities=2", "posts.clerk.head_count=1"])
    assert "Post “Clerk” keeps its 4 people (units: 2 → 4)" in diff(before, more, "en")
    assert "岗位“社工”仍为 4 人(单位数:2 → 4)" in diff(before, more, "zh")
    total = load(file, overrides=["levels.community.units=2", "place.communities=2", "posts.clerk.total=5", "posts.clerk.head_count=9"])
    assert diff(before, total, "en") == ["People of post “Clerk” in all units together: 4 → 5 people"]
    assert diff(before, total, "zh") == ["岗位“社工”的总人数:4 → 5 人"]
