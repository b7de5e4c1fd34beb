"""Sentences in which `words` tells of people who may decline, and of rosters of every few weeks."""

from __future__ import annotations

from sim.scenario.sentences import Sentence

PARTICIPATION: dict[str, Sentence] = {
    "posts.*.takes": Sentence("Cases come to post {name}: {old} → {new}", "岗位{name}的接单方式:{old} → {new}"),
    "posts.*.every_weeks": Sentence(
        "The roster of post {name} is on in one of every {old} → {new}", "岗位{name}的班次每隔几周轮到一次:{old} → {new}"
    ),
    "posts.*.by_turns": Sentence(
        "The people of post {name} take turns by weeks: {old} → {new}", "岗位{name}的人员是否按周轮流:{old} → {new}"
    ),
    "posts.*.fallback_h": Sentence(
        "Time after which what nobody of post {name} took goes to the regular owner: {old} → {new}",
        "岗位{name}无人接单时转交责任岗位的时限:{old} → {new}",
    ),
    "posts.*.look_per_h": Sentence(
        "A free person of post {name} looks at the board {old} → {new}", "岗位{name}空闲人员看单频率:{old} → {new}"
    ),
    "posts.*.acceptance.probability": Sentence(
        "A person of post {name} who is asked accepts with probability {old} → {new}", "岗位{name}被问人员的接单概率:{old} → {new}"
    ),
    "posts.*.acceptance.night_factor": Sentence(
        "Acceptance by post {name} at night over that by day: {old} → {new}", "岗位{name}夜间与日间接单概率之比:{old} → {new}"
    ),
    "posts.*.acceptance.interest.*": Sentence(
        "Interest of post {name} in {cases} (logit): {old} → {new}", "岗位{name}对{cases}的兴趣(对数几率):{old} → {new}"
    ),
    "posts.*.acceptance.authority.*": Sentence(
        "Post {name} may use {old} → {new} of the powers that {cases} need", "岗位{name}办理{cases}可用的权限:{old} → {new}"
    ),
    "posts.*.turnover.active_share": Sentence(
        "{old} → {new} of the registered people of post {name} are active at the start", "岗位{name}登记人员起初的活跃比例:{old} → {new}"
    ),
    "posts.*.turnover.leave_per_month": Sentence(
        "Hazard of leaving post {name}: {old} → {new}", "岗位{name}的退出率:{old} → {new}"
    ),
    "posts.*.turnover.join_per_month": Sentence(
        "Hazard of joining post {name} by the example of others: {old} → {new}", "岗位{name}受他人带动的加入率:{old} → {new}"
    ),
}

WAYS: dict[str, Sentence] = {
    "assigned": Sentence("assigned", "指派"),
    "ring": Sentence("offered first, rung until one accepts", "先征询,逐一呼叫至有人接单"),
    "board": Sentence("offered first, by a board", "先征询,张榜待人认领"),
    "line": Sentence("taken from what waits in the regular owner's line", "从责任岗位的排队工单中认领"),
}
"""How cases come to the people of a post."""

MEASURES: dict[str, Sentence] = {
    "weeks": Sentence("weeks", "周"),
    "calls": Sentence("calls", "次"),
    "1/h": Sentence("per hour", "次/小时"),
    "1/month": Sentence("per month", "/月"),
}
"""Units as written after a number."""
