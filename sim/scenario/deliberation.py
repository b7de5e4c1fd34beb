"""Residents who decide and act themselves: councils that meet, self-management of yards.

Science 4.14 and 4.15. Everything is off by default: no council, no share of issues in the residents' own hands.
"""

from __future__ import annotations

from pydantic import Field

from sim.scenario.quantity import Duration, Part, bounded, quantity


class Council(Part):
    """A residents' council: cases that concern many, or divide them, wait for its next meeting before anybody works on them."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    level: str = quantity(..., "id", "level it belongs to: one council in each unit", "所属层级")
    categories: list[str] = quantity([], "ids", "categories it hears; empty: all", "议事类别")
    least_affected: int = bounded(2, "people", "hears what concerns at least so many people; 1 = private matters too", "最少涉及人数",
                                  "derived:seed:KL tiers by nature, number concerned and influence", ge=1, low=1, high=200)
    least_conflict: float = bounded(0.0, "0-1", "and what divides those concerned at least so much", "最低分歧程度", ge=0, le=1)
    every_h: float = bounded(168.0, "h", "T_meet: between two meetings", "会期间隔", ge=1, low=24, high=720)
    first_h: float = bounded(67.0, "h", "the first meeting after Monday 00:00; 67 = Wednesday 19:00", "首次会期", ge=0)
    agenda_cap: int | None = bounded(6, "cases", "K: cases heard at one meeting at most; left out = no limit", "每次议题上限", ge=1, low=3, high=15)
    persons: int = bounded(9, "people", "members of the council", "成员数", ge=1, le=1000)
    staff: int = bounded(1, "people", "of them paid staff; their hours cost money, those of the others are residents' own", "其中工作人员", ge=0, le=1000)
    cost_per_h: float = bounded(30.0, "yuan/h", "cost of an hour of its staff", "工作人员小时成本", ge=0)
    hours: float = bounded(1.5, "h", "length of a meeting", "会议时长", ge=0, low=0.5, high=3)
    attendance: float = bounded(0.8, "probability", "a member comes to a meeting", "到会率", ge=0, le=1, low=0.3, high=1)
    quorum: float = bounded(0.5, "share", "members who must be there; with fewer the meeting is put off", "法定人数占比", ge=0, le=1)
    online: float = bounded(0.0, "share", "members who take part online, at a time of their own", "线上参会占比", ge=0, le=1)
    online_attendance: float = bounded(0.9, "probability", "a member who takes part online does so", "线上参与率", ge=0, le=1, low=0.5, high=1)
    elders_online: float = bounded(0.4, "probability", "an elder whose own case it is can take part online", "老年当事人线上参与率", ge=0, le=1, low=0.1, high=0.8)
    inclusion: float = bounded(0.0, "share", "seats held by newcomers", "新居民席位占比", ge=0, le=1)
    tries: int = bounded(3, "times", "meetings a case is put to; then it is referred up without agreement", "上会次数上限", ge=1, le=100)
    voice: float = bounded(0.2, "0-1", "perceived fairness added for those heard at a meeting that agreed. A prior: a randomised experiment found small effects", "发言带来的公平感",
                           "assumption; kept small after literature:L29 Wu, Mai, Zhuang, Yi 2024", ge=0, le=0.5, low=0, high=0.5)
    lasting: float = bounded(0.3, "share", "rho_rec: recurrence avoided where it agreed", "议定降低复发",
                             ge=0, le=1, low=0, high=0.6)


class SelfManagement(Part):
    """Residents of a yard take a share of its upkeep into their own hands: 1 branch + X leaders x N joiners."""

    share: float = bounded(0.0, "share", "c_p: issues of the categories below that residents of an active yard do themselves; 0 = none", "自管比例",
                           ge=0, le=1, low=0.1, high=0.6)
    categories: list[str] = quantity([], "ids", "categories residents may take up; empty: all", "自管类别")
    founded: float = bounded(1.0, "share", "yards where an organisation is founded at the start", "成立自管会的楼院占比", ge=0, le=1)
    leaders: int = bounded(1, "people", "X: leaders of a new organisation, and seats for leaders", "骨干人数", ge=0, le=1000)
    joiners: float = bounded(0.6, "share", "N: joiners of a new organisation, of those who could ever join", "初始参与率", ge=0, le=1)
    least_leaders: int = bounded(1, "people", "x*: it works only with at least so many leaders", "最少骨干", ge=0)
    least_joiners: float = bounded(0.3, "share", "n*: and only with at least this share of joiners", "最低参与率", ge=0, le=1)
    threshold: float = bounded(0.7, "share", "mean of residents' thresholds: they join when so many have", "参与阈值均值",
                               "assumption; Granovetter 1978", low=0.4, high=1)
    spread: float = bounded(0.2, "share", "standard deviation of the thresholds", "阈值标准差", gt=0, low=0.1, high=0.4)
    pull: float = bounded(0.2, "share", "each leader counts as so many who have joined", "骨干带动", ge=0, low=0, high=0.4)
    pace: float = bounded(0.25, "share", "of the way to what the thresholds ask for, gone in a week", "每周调整率", ge=0, le=1)
    leader_exit: float = bounded(0.15, "1/yr", "hazard of a leader's leaving", "骨干年离开率", "assumption; science 4.15", ge=0, le=1000, low=0.05, high=0.5)
    leader_entry: float = bounded(1.0, "1/yr", "hazard of an empty seat's being filled if all have joined; in proportion with fewer", "骨干年补充率", ge=0, le=1000)
    time: Duration = quantity(Duration(mean_h=48.0), "h", "from taking it up until it is done", "自管办理时长")
    effort: float = bounded(1.0, "ratio", "residents' hours per hour the work would take the organisation", "投入工时比", ge=0)


__all__ = ["Council", "SelfManagement"]
