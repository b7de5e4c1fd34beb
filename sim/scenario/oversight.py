"""Those above who look on: evaluation of offices, which can be gamed, and leaders who take up what is stuck."""

from __future__ import annotations

import math

from sim.scenario.governance import ByCategory
from sim.scenario.quantity import Part, bounded, quantity

LARGEST_AGENDA = 50
"""Cases a session can take up at most."""


class Evaluation(Part):
    """How offices are judged by their register, and what that does to them (science 4.7, H18, H23, H26, F5, K14)."""

    weight: float = bounded(0.0, "ratio", "w_eval: how much an office's standing hangs on its closures in time; 0 = not at all",
                            "考核权重", ge=0, low=0, high=2)
    listed: ByCategory = quantity({}, "share", "how far a category counts in the evaluation; a category that is not named counts fully",
                                  "列入考核的程度")
    listed_first: float = bounded(0.0, "classes", "priority classes that a fully listed category stands higher at weight 1",
                                  "列入考核者优先级数", ge=0, low=0, high=3)
    easy_first: float = bounded(0.0, "classes", "priority classes between the easiest and the hardest case at weight 1: easy closures count as much",
                                "先易后难级数", ge=0, low=0, high=3)
    visible_first: float = bounded(0.0, "classes", "priority classes that what a passer-by can see stands higher at weight 1",
                                   "显眼者优先级数", ge=0, low=0, high=3)
    favour: float = bounded(0.0, "classes", "discretion: priority classes that locals stand higher than newcomers; no matter what is evaluated",
                            "偏袒本地居民级数", ge=0, low=0, high=2)
    false_base: float = bounded(0.0, "probability", "p0: a visit ends in closing the case without solving it, without any pressure",
                                "无压力时虚假办结率", ge=0, le=1, low=0, high=0.1)
    false_pressure: float = bounded(0.15, "probability", "p1: added at boundless pressure; pressure P = weight x time since registration / deadline, added p1 P / (1 + P)",
                                    "压力下虚假办结增量", ge=0, le=1, low=0, high=0.4)
    audit_share: float = bounded(0.0, "probability", "a closed case is checked by a call back to its resident", "回访督查比例", ge=0, le=1)
    audit_insight: float = bounded(0.6, "probability", "kappa_c: the call back of a case that is not solved finds it out, and it is re-opened",
                                   "回访督查发现率", ge=0, le=1, low=0.3, high=0.9)
    audit_delay_h: float = bounded(72.0, "h", "from the closure to the call back", "办结至回访时长", ge=0, low=24, high=336)


class Leaders(Part):
    """Leaders who go through the longest open cases at regular sessions (science F18, L6)."""

    every_h: float = bounded(math.inf, "h", "between sessions; inf = never", "领导督办间隔", ge=1, low=84, high=720)
    cap: int = bounded(10, "cases", "cases taken up in a session at most", "每次督办件数上限", ge=0, le=LARGEST_AGENDA)
    stuck_after_h: float = bounded(720.0, "h", "a case counts as stuck so long after its registration; each case is taken up once", "滞留认定时长",
                                   ge=0, low=168, high=1440)
    hours_per_case: float = bounded(1.0, "h", "leaders' time for each case taken up", "每件督办用时", ge=0, low=0.5, high=4)
    cost_per_h: float = bounded(90.0, "yuan/h", "cost of an hour of the leaders", "领导小时成本", ge=0)


__all__ = ["LARGEST_AGENDA", "Evaluation", "Leaders"]
