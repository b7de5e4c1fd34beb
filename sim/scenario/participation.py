"""Volunteers, members, partners: people who may decline. When they accept, tire, leave and join (science 4.12, 4.13)."""

from __future__ import annotations

from sim.scenario.quantity import Part, bounded, quantity


class Acceptance(Part):
    """What makes a person who is asked accept. All effects are logits added to that of `probability`."""

    probability: float = bounded(1.0, "probability", "a rested person accepts an easy case next door by day; volunteers .15",
                                 "接单概率", ge=0, le=1, low=0.05, high=0.4)
    night_factor: float = bounded(1.0, "ratio", "chance between 22:00 and 06:00 over that by day; volunteers .3", "夜间接单比",
                                  ge=0, le=1, low=0.1, high=0.6)
    interest: dict[str, float] = quantity({}, "logit", "interest in a category", "兴趣", low=-2, high=2)
    distance_per_km: float = bounded(0.0, "logit/km", "v_d: lost per km from the station of the post to the place", "距离系数",
                                     ge=0, low=0, high=2)
    difficulty_effect: float = bounded(0.0, "logit", "lost from the easiest to the hardest case: people pick the easy ones", "难度系数",
                                       ge=0, low=0, high=4)
    fatigue_effect: float = bounded(0.0, "logit", "v_F: lost per eight hours worked lately", "疲劳系数", ge=0, low=0, high=2)
    recovery_days: float = bounded(14.0, "days", "fatigue fades with this mean lifetime", "疲劳恢复", gt=0, low=7, high=30)
    peers_effect: float = bounded(0.0, "logit", "v_S: gained if all registered people of the post in the unit are active", "同伴系数",
                                  low=0, high=2)
    recognition: float = bounded(0.0, "logit", "stars, honours, thanks: people accept more and leave less", "表彰", low=0, high=1)
    reward_yuan: float = bounded(0.0, "yuan", "paid for each case taken", "每单奖励", ge=0, low=0, high=200)
    reward_effect: float = bounded(0.0, "logit per 100 yuan", "v_R: gained by the reward", "奖励系数", low=0, high=2)
    crowding_out: float = bounded(0.0, "per 100 yuan", "v_X: share of the interest in a category that the reward destroys", "挤出系数",
                                  ge=0, low=0, high=1)
    authority: dict[str, float] = quantity({"all": 1.0}, "share", "share of the required powers they may use, at most the level's",
                                           "可用权限")


class Turnover(Part):
    """Registered people who are not active take nothing, are off duty and cost nothing; each week some leave and some join."""

    active_share: float = bounded(1.0, "share", "share of the registered people who are active at the start", "活跃率", ge=0, le=1,
                                  low=0.1, high=0.4)
    leave_per_month: float = bounded(0.0, "1/month", "h0: hazard of leaving when rested; grows with exp(fatigue - recognition); .033 is a third a year",
                                     "月退出率", "assumption", ge=0, low=0.004, high=0.06)
    join_per_month: float = bounded(0.0, "1/month", "beta: hazard of joining if all others are active; falls with their share", "月加入率",
                                    ge=0, low=0, high=0.2)
