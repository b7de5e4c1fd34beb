"""Sentences in which `words` tells of emergencies, special places, visits, classes, learning, handing over and hiring."""

from __future__ import annotations

from sim.scenario.sentences import Sentence

READINESS: dict[str, Sentence] = {
    "posts.*.special": Sentence(
        "Special places (sea, park, tower, market) and post {name}: {old} → {new}", "岗位{name}与专属场所(海上、园区、楼宇、市场):{old} → {new}"
    ),
    "posts.*.handover_h": Sentence(
        "Handing a case over to post {name} takes {old} → {new}", "向岗位{name}交接一件工单用时:{old} → {new}"
    ),
    "posts.*.visit_every_h": Sentence(
        "Hours on duty between rounds of home visits of post {name}: {old} → {new}",
        "岗位{name}两轮入户走访之间的在岗时间:{old} → {new}",
    ),
    "posts.*.visit_group": Sentence("Post {name} visits at home: {old} → {new}", "岗位{name}入户走访的对象:{old} → {new}"),
    "posts.*.visit_finds": Sentence(
        "A home visit of post {name} finds an unregistered issue with probability {old} → {new}",
        "岗位{name}入户走访发现未登记问题的概率:{old} → {new}",
    ),
    "posts.*.training_every_h": Sentence(
        "Hours on duty between classes of post {name}: {old} → {new}", "岗位{name}两次培训之间的在岗时间:{old} → {new}"
    ),
    "posts.*.progress_ratio": Sentence(
        "When experience doubles, a job of post {name} takes {old} → {new} of the time before",
        "经验翻倍后,岗位{name}单件工时为此前的 {old} → {new}",
    ),
    "posts.*.hires": Sentence(
        "Residents that post {name} can hire in each unit: {old} → {new}", "岗位{name}每个单位可招录的居民:{old} → {new}"
    ),
    "posts.*.hires_from": Sentence(
        "Post {name} hires residents whose case was: {old} → {new}", "岗位{name}招录何类诉求得到解决的居民:{old} → {new}"
    ),
    "emergency.categories": Sentence("Categories that are emergencies: {old} → {new}", "列为应急的类别:{old} → {new}"),
    "emergency.preempts": Sentence(
        "A hand puts less urgent work down for an emergency: {old} → {new}", "为应急放下手头不急的工作:{old} → {new}"
    ),
    "emergency.surge": Sentence(
        "Where an emergency finds no hand, those who are called: {old} → {new}", "应急无人可派时调集的力量:{old} → {new}"
    ),
    "place.special_yards": Sentence(
        "Yards that are sea, park, tower or market: {old} → {new}", "海上、园区、楼宇、市场等专属场所楼院:{old} → {new}"
    ),
}

__all__ = ["READINESS"]
