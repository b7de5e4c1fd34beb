"""Random small scenarios: 10 to 200 issues, every feature of the engine switched on or off at random.

Lengths of time are fixed round numbers in about half of the scenarios, so that many events fall on the same instant.
"""

from __future__ import annotations

import math
from random import Random
from typing import Any

from sim.scenario.scenario import Scenario
from sim.world import Rows, World
from sim.world.issue import Case, Issue
from sim.world.participation import Offer
from tests.twin.money_worlds import with_money
from tests.twin.worlds_emergency import switch_on
from tests.twin.worlds_participation import let_decline

HOURS = [["always"], ["Mon-Fri 08:00-16:00"], ["Mon-Sun 09:00-12:00", "Mon-Fri 14:00-18:00"], ["Mon-Sun 20:00-04:00"],
         ["Mon,Wed,Fri 06:00-14:00"], ["Sat-Mon 12:00-12:00"], ["Fri-Sun 16:00-24:00"]]


def random_scenario(seed: int) -> Scenario:
    """Scenario number `seed`; the same number gives the same scenario."""
    dice = Random(seed)
    tied = dice.random() < 0.5
    categories = {name: _category(dice, tied) for name in ("noise", "water", "papers", "care")[: dice.randint(1, 4)]}
    levels = _levels(dice, list(categories), tied)
    watched = _oversight(Random(10_000 + seed))
    days = dice.choice([7, 14, 28])
    residents = dice.randint(8, 60)
    plain = {
        "title": {"zh": "随机", "en": "random"},
        "place": {"residents": residents, "household_size": 2.0, "area_km2": dice.choice([0.1, 2.0]),
                  "communities": 2, "yards": 3, "buildings": 4, "entrances": 6},
        "demand": {"issues_per_resident_year": dice.randint(20, 190) / residents * 365 / (days + 3),
                   "one_at_a_time": dice.random() < 0.3},
        "categories": categories,
        "residents": _residents(dice, tied),
        "channels": watched["channels"](_channels(dice, list(levels), list(categories), tied)),
        **_minds(Random(f"minds {seed}"), list(categories), tied),
        "levels": levels,
        "posts": _posts(dice, list(levels), list(categories)),
        "dispatch": _dispatch(dice, list(categories), tied) | watched["dispatch"],
        "evaluation": watched["evaluation"], "leaders": watched["leaders"],
        "run": {"days": days, "warm_up_days": 0, "follow_up_days": 3, "seed": seed, "record_visits": dice.random() < 0.5},
    }
    add_deliberation(plain, Random(f"deliberation {seed}"), tied)
    return Scenario.model_validate(let_decline(seed, switch_on(seed, with_money(seed, plain)), tied))


def add_deliberation(data: dict[str, Any], dice: Random, tied: bool) -> None:
    """Councils, joint reviews, evaluation, fairness, self-management, each in some of the worlds."""
    categories, levels = list(data["categories"]), list(data["levels"])
    for category in data["categories"].values():
        category |= {"shared": dice.choice([0.0, 0.5, 1.0]), "affected_mean": dice.choice([2.0, 4.0, 30.0]), "conflict": dice.choice([0.2, 0.5, 0.8])}
    if dice.random() < 0.4:
        data["councils"] = {f"council{number}": _council(dice, levels, categories, tied) for number in range(dice.randint(1, 3))}
        data["residents"] |= {"agree_base": dice.choice([0.5, -0.5])}
    rules = data["dispatch"]
    if dice.random() < 0.25:
        rules |= {"sign_off": "joint", "review_every_h": dice.choice([4.0, 24.0])}
    if dice.random() < 0.3:
        rules |= {"coordination_by": _by_category(dice, categories, 0.0, 0.5, 2.0), "cooperation_by": _by_category(dice, categories, 0.4, 1.0)}
    rules |= {"information": dice.choice([0.0, 0.0, 0.1])}
    if dice.random() < 0.2:
        next(iter(data["posts"].values())).update(voice=0.2, lasting=0.5)
    if dice.random() < 0.35:
        data["self_management"] = {
            "share": dice.choice([0.3, 0.8]), "categories": dice.choice([[], dice.sample(categories, 1)]), "founded": dice.choice([1.0, 0.5]),
            "leaders": dice.randint(1, 4), "joiners": dice.choice([0.2, 0.35, 0.6]), "least_leaders": dice.randint(0, 2), "threshold": dice.choice([0.5, 0.7]),
            "leader_exit": dice.choice([0.15, 40.0]), "leader_entry": dice.choice([1.0, 40.0]), "pace": dice.choice([0.25, 0.8]),
            "time": _length(dice, tied, 0.0, 24.0, 96.0), "effort": dice.choice([1.0, 2.5]),
        }


def _council(dice: Random, levels: list[str], categories: list[str], tied: bool) -> dict[str, Any]:
    return {
        "zh": "会", "en": "council", "level": dice.choice(levels), "categories": dice.choice([[], dice.sample(categories, 1)]),
        "least_affected": dice.choice([1, 2, 5]), "least_conflict": dice.choice([0.0, 0.5]), "every_h": dice.choice([6.0, 24.0, 72.0]) + (not tied) * dice.random(),
        "first_h": dice.choice([0.0, 12.0, 19.0]), "agenda_cap": dice.choice([None, 1, 2]), "persons": dice.choice([1, 3, 9]), "staff": 0,
        "attendance": dice.choice([0.5, 0.9]), "quorum": dice.choice([0.0, 0.5, 0.8]), "online": dice.choice([0.0, 0.5, 1.0]),
        "inclusion": dice.choice([0.0, 0.4]), "tries": dice.randint(1, 3), "voice": dice.choice([0.0, 0.2]), "lasting": dice.choice([0.5, 1.0]),
    }


def _length(dice: Random, tied: bool, *means: float) -> dict[str, Any]:
    law = "fixed" if tied else dice.choice(["fixed", "exponential", "lognormal"])
    return {"mean_h": dice.choice(means), "law": law, "cv": dice.choice([0.0, 0.5, 2.0])}


def _category(dice: Random, tied: bool) -> dict[str, Any]:
    return {
        "zh": "类", "en": "class", "share": dice.uniform(0.2, 1), "work_h": dice.choice([0.0, 1.0, 2.0, 6.0]),
        "work_law": "fixed" if tied else dice.choice(["fixed", "exponential", "lognormal"]), "priority": dice.randint(0, 4),
        "deadline_h": dice.choice([2.0, 24.0, 168.0]), "visible": dice.choice([0.0, 0.3, 1.0]),
        "relapse": dice.choice([0.0, 0.2, 0.6]), "agencies": dice.choice([[1], [1, 1], [0, 1, 2]]),
        "notice": dice.choice([0.0, 6.0, 40.0]), "severity_low": dice.choice([0.0, 0.4]),
    }


def _residents(dice: Random, tied: bool) -> dict[str, Any]:
    return {
        "report_per_day": dice.choice([0.1, 1.0, 1.0, math.inf]), "self_resolve_per_day": dice.choice([0.0, 0.1, 0.5]),
        "efficacy_prior": dice.choice([0.2, 0.5]), "efficacy_memory": dice.choice([0.0, 0.5, 0.98]),
        "patience": dice.choice([{"mean_h": math.inf}, {"mean_h": math.inf}, _length(dice, tied, 0.0, 8.0, 24.0, 72.0)]),
        "remind_every_h": dice.choice([math.inf, 3.0, 6.0, 24.0]), "remind_cap": dice.randint(0, 4), "petition": dice.choice([0.0, 0.5]),
        "recheck": _length(dice, tied, 0.0, 12.0, 48.0), "reopen": dice.choice([0.3, 0.8]),
    }


def _minds(dice: Random, categories: list[str], tied: bool) -> dict[str, Any]:
    """Trust, talk, exit and voice in two worlds of three; by dice of their own, so that the rest stays as it was."""
    if dice.random() < 0.33:
        return {}
    logit = dice.random() < 0.7
    rule = dice.choice(["none", "deffuant", "hegselmann_krause", "degroot", "friedkin_johnsen"])
    return {
        "trust": {"gain": dice.choice([0.0, 0.3]), "start": dice.choice([0.5, 0.8]), "newcomer": dice.choice([0.0, -0.4]),
                  "effect": dice.choice([0.0, 1.0]), "cue": dice.choice([0.0, 1.0])},
        "talk": {"rule": rule, "every_h": dice.choice([24.0, 50.0]), "pull": 0.4, "tolerance": dice.choice([0.05, 1.0])},
        "inclusion": {"efficacy": dice.choice([0.0, 0.5])},
        "exit": {
            "rule": "logit" if logit else "flat", "wait": dice.choice([0.0, 1.0]), "remind": dice.choice([0.0, 1.0]),
            "report_again": dice.choice([0.0, 2.0]), "report_again_after": _length(dice, tied, 0.0, 8.0), "late_factor": dice.choice([0.2, 2.0]),
            "peers": dice.choice([0.0, 3.0]), "private_fix": dice.choice([0.0, 0.4]),
            "legal_access": {"all": dice.choice([0.0, 1.0])}, "legal_effect": 1.0, "legal_category": dice.choice(["", *categories]),
            "online_petition": dice.choice([0.0, 0.3]), "online_adds": 0.5, "threat_response": dice.choice([0.0, 0.7]) if logit else 0.0,
        },
    }


def _by_category(dice: Random, categories: list[str], *choices: float) -> dict[str, float]:
    return {name: dice.choice(choices) for name in ["all", *categories] if dice.random() < 0.7}


def _levels(dice: Random, categories: list[str], tied: bool) -> dict[str, Any]:
    names: list[str] = ["grid", "community", "street"][-dice.randint(1, 3):]
    dice.shuffle(names)  # the order of the file is not the order of the rungs
    rungs: list[str] = [name for name in ("grid", "community", "street") if name in names]
    units: dict[str, Any] = {"grid": dice.choice([3, "entrance", "building"]), "community": "community", "street": 1}
    return {
        name: {
            "zh": "级", "en": name, "parent": "" if name == "street" else rungs[rungs.index(name) + 1], "units": units[name],
            "authority": {"all": 1.0} if name == "street" and dice.random() < 0.5 else _by_category(dice, categories, 0.3, 0.7),
            "reach": _by_category(dice, categories, 0.5, 0.9, 1.0), "refer": _length(dice, tied, 0.0, 3.0, 12.0),
            "escalate_after_h": dice.choice([math.inf, 5.0, 30.0]),
        }
        for name in names
    }


def _posts(dice: Random, levels: list[str], categories: list[str]) -> dict[str, Any]:
    posts: dict[str, Any] = {}
    for level in levels:
        for number in range(dice.randint(1, 2)):
            posts[f"{level}{number}"] = _post(dice, level, categories)
    posts["backstop"] = _post(dice, "street", categories) | {"serves": [], "head_count": 1}
    return posts


def _post(dice: Random, level: str, categories: list[str]) -> dict[str, Any]:
    return {
        "zh": "岗", "en": "post", "level": level, "head_count": dice.choice([0, 1, 1, 1, 2, 3]), "fte": dice.choice([1.0, 1.0, 0.4]),
        "roster": dice.choice(HOURS), "shift_end": dice.choice(["finish", "preempt"]),
        "serves": dice.choice([[], dice.sample(categories, dice.randint(1, len(categories)))]),
        "skill": _by_category(dice, categories, 0.4, 0.8, 1.0), "speed": dice.choice([0.5, 1.0, 2.0]), "travels": dice.random() < 0.5,
        "travel_setup_h": dice.choice([0.0, 0.5]), "travel_m_per_s": dice.choice([0.1, 1.2]),
        "admin_load": dice.choice([0.0, 0.0, 0.5]), "admin_task_h": dice.choice([0.5, 2.0]),
        "patrol_every_h": dice.choice([0.0, 3.0, 8.0]), "patrol_law": dice.choice(["fixed", "exponential"]),
        "patrol_h": dice.choice([0.0, 1.0, 4.0]), "line_limit": dice.choice([None, None, 0, 1, 4]),
        "overflow": dice.choice(["none", "siblings", "level"]),
    }


def _channels(dice: Random, levels: list[str], categories: list[str], tied: bool) -> dict[str, Any]:
    return {
        f"channel{number}": {
            "zh": "渠道", "en": "channel", "level": dice.choice(["", *levels]), "hours": dice.choice([*HOURS[:4], ["never"]] if number else HOURS[:2]),
            "effort": dice.choice([0.0, 0.5]), "know": dice.choice([0.0, 0.5, 1.0]) if number else 1.0, "desks": dice.choice([0, 0, 1, 2]),
            "contact": _length(dice, tied, 0.0, 0.25, 1.0), "direct": _by_category(dice, categories, 0.0, 0.3),
        }
        for number in range(dice.randint(1, 3))
    }


def _dispatch(dice: Random, categories: list[str], tied: bool) -> dict[str, Any]:
    return {
        "rule": dice.choice(["hierarchical", "unified", "nearest"]), "discipline": dice.choice(["fcfs", "priority", "priority", "severity", "deadline"]),
        "triage": _length(dice, tied, 0.0, 0.0, 4.0), "triage_accuracy": dice.choice([1.0, 0.6]), "bounce_h": dice.choice([0.0, 10.0]),
        "diagnosis_share": dice.choice([0.3, 1.0]), "skill_noise": dice.choice([0.0, 0.1]),
        "coordination_h": dice.choice([0.0, 20.0]), "cooperation": dice.choice([1.0, 0.5]), "sign_off": dice.choice(["serial", "parallel"]),
        "reminders_lift": dice.random() < 0.8, "prevention": _by_category(dice, categories, 0.0, 0.2),
    }


def _oversight(dice: Random) -> dict[str, Any]:
    """What may go wrong in a register, and who looks on; from a dice of its own. One world in three has none of it."""
    if dice.random() < 0.33:
        return {"channels": lambda channels: channels, "dispatch": {}, "evaluation": {}, "leaders": {}}
    lifts = [dice.choice([0.0, 0.0, 1.0, 2.5]) for _ in range(3)]
    risky = {"discipline": "risk", "risk_classes": dice.choice([3, 7]), "risk_accuracy": dice.choice([1.0, 0.5])}
    return {
        "channels": lambda channels: {name: {**part, "lift": lift} for (name, part), lift in zip(channels.items(), lifts, strict=False)},
        "dispatch": {
            "lost": dice.choice([0.0, 0.0, 0.3]), "duplicates": dice.choice([0.0, 0.5, 3.0]), "registry": dice.choice(["many", "many", "single"]),
            "resolution_promise": dice.choice([1.0, 0.5]), **(risky if dice.random() < 0.4 else {}),
        },
        "evaluation": {
            "weight": dice.choice([0.0, 1.0, 4.0]), "listed": dice.choice([{}, {"all": 0.0, "noise": 1.0}, {"all": 0.5}]),
            "listed_first": dice.choice([0.0, 1.0]), "easy_first": dice.choice([0.0, 2.0]), "visible_first": dice.choice([0.0, 1.0]),
            "favour": dice.choice([0.0, 1.0]), "false_base": dice.choice([0.0, 0.2]), "false_pressure": dice.choice([0.0, 0.8]),
            "audit_share": dice.choice([0.0, 0.9]), "audit_insight": dice.choice([0.3, 0.9]), "audit_delay_h": dice.choice([0.0, 6.0, 20.0]),
        },
        "leaders": {
            "every_h": dice.choice([math.inf, 10.0, 24.0]), "cap": dice.choice([1, 3, 20]), "stuck_after_h": dice.choice([0.0, 8.0, 30.0]),
        },
    }


def one_office(**posts: Any) -> Scenario:
    """One household, one entrance, one level, one post and a channel that registers at once: for worlds made by hand.

    Keywords are keys of the post.
    """
    return Scenario.model_validate({
        "title": {"zh": "一间办公室", "en": "one office"},
        "place": {"residents": 2, "household_size": 2, "communities": 1, "yards": 1, "buildings": 1, "entrances": 1},
        "demand": {"issues_per_resident_year": 0.0},
        "categories": {"any": {"zh": "类", "en": "class", "relapse": 0.0}},
        "residents": {"report_per_day": math.inf, "patience": {"mean_h": math.inf}},
        "channels": {"app": {"zh": "渠道", "en": "channel"}},
        "levels": {"office": {"zh": "级", "en": "level"}},
        "posts": {"clerk": {"zh": "岗", "en": "post", "level": "office", **posts}},
        "run": {"days": 14, "warm_up_days": 0, "follow_up_days": 0},
    })


def with_issues(world: World, *issues: dict[str, float]) -> World:
    """The world with these issues in place of its own; columns not named keep a patient resident who reports at once."""
    table: Rows = Issue.allocate(len(issues))
    table["patience_h"] = table["self_h"] = math.inf
    table["prevention"] = 1.0
    for row, issue in enumerate(issues):
        table[row].key = row + 1
        for name, value in issue.items():
            table[row][name] = value
    offers = len(issues) if len(world.team) else 0
    return world._replace(issue=table, case=Case.allocate(len(issues)), offer=Offer.allocate(offers))
