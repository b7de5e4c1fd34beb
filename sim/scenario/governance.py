"""The organisation: levels, posts, channels, dispatch. Everything a reform changes is in here, or is money."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field, field_validator

from sim.scenario.participation import Acceptance, Turnover
from sim.scenario.quantity import Duration, Part, WeeklyHours, bounded, check_weekly_hours, quantity

ByCategory = dict[str, float]
"""Numbers by category id; the key "all" stands for every category not named. Without "all", a category that is not named has
full authority, reach and skill (1), needs one visit to a desk, and nothing is answered on the spot or prevented (0)."""


SHORTEST_GAP_H = 0.05
"""Patrols closer than this would be all a run does."""


class Level(Part):
    """A rung of the organisation: one unit per area it is divided into."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    parent: str = quantity("", "id", "level that cases are referred to; empty at the top", "上级层级")
    units: int | Literal["entrance", "building", "yard", "community"] = quantity(
        1, "units", "how many units divide the place (by residents, along the buildings), or one per physical area", "单位数")
    authority: ByCategory = quantity({"all": 1.0}, "share", "share of the required powers this level holds, by category", "权限份额")
    reach: ByCategory = quantity({"all": 1.0}, "share", "share of cases, by difficulty, this level may close", "可办难度")
    refer: Duration = quantity(Duration(mean_h=0.0), "h", "delay of a referral from here to the parent", "上报延迟")
    escalate_after_h: float = bounded(math.inf, "h", "a case waiting longer in line here moves up; inf = never", "超时升级", gt=0)

    @field_validator("units")
    @classmethod
    def _positive(cls, value: int | str) -> int | str:
        if isinstance(value, int) and value < 1:
            raise ValueError("a level has at least 1 unit")
        return value


class Post(Part):
    """A kind of job: `head_count` people in each unit of its level."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    level: str = quantity(..., "id", "level it belongs to", "所属层级")
    role: Literal["staff", "grid_worker", "party_member", "volunteer", "partner"] = quantity("staff", "word", "who they are", "角色")
    head_count: int = bounded(1, "people", "people in each unit", "每单位人数", ge=0, le=100_000)
    total: int | None = bounded(None, "people", "people in all units together, spread evenly; replaces head_count", "总人数", ge=0, le=1_000_000)
    fte: float = bounded(1.0, "share", "full-time equivalent of one person: the rest is another life that competes for the roster's hours",
                         "全时当量", gt=0, le=1)
    roster: WeeklyHours = quantity(["always"], "weekly hours", 'when on duty: "always", "Mon-Fri 08:30-17:30"', "班次")
    every_weeks: int = bounded(1, "weeks", "the roster is on in one of so many weeks: 4 for a monthly theme day", "几周一次", ge=1, le=520)
    by_turns: bool = quantity(False, "yes/no", "where every_weeks is not 1: the people take turns, each on duty in another week of the cycle", "轮流值班")
    shift_end: Literal["finish", "preempt"] = quantity(
        "finish", "word", "at the end of a shift the job in hand is finished in overtime, or put down and resumed", "下班规则")
    serves: list[str] = quantity(
        [], "ids", "categories served; empty: all. Each category has one owner per unit: the first post that names it, else the first that serves all",
        "服务类别")
    skill: ByCategory = quantity({"all": 1.0}, "share", "difficulty mastered, by category", "技能")
    skill_spread: float = bounded(0.0, "1", "how much units of this post differ in skill (logistic scale); standards of work bring it down", "单位间技能差异",
                                  ge=0, low=0, high=0.2)
    speed: float = bounded(1.0, "ratio", "work done per hour", "工作速度", gt=0)
    travels: bool = quantity(False, "yes/no", "goes to the place of the issue", "是否上门")
    travel_m_per_s: float = bounded(1.2, "m/s", "travel speed: walking 1.2, e-bike 4", "行进速度", gt=0)
    travel_detour: float = bounded(1.3, "ratio", "kappa_d: way travelled over the straight line", "绕行系数", ge=1, low=1.15, high=1.5)
    travel_setup_h: float = bounded(0.0, "h", "getting ready for a trip", "出发准备", ge=0)
    admin_load: float = bounded(0.0, "share", "share of working time taken by reports, forms and other departments' tasks", "行政负担",
                                ge=0, le=0.95, low=0.1, high=0.7)
    admin_task_h: float = bounded(1.0, "h", "mean length of one such task; at least 3 minutes", "行政任务时长", ge=0.05)
    patrol_every_h: float = bounded(0.0, "h", "duty time between patrols of the unit's area; 0 = none, else at least 3 minutes", "巡查间隔", ge=0)
    patrol_law: Literal["fixed", "exponential"] = quantity("fixed", "word", "regular, or at random times", "巡查规律")
    patrol_h: float = bounded(1.0, "h", "length of a patrol", "巡查时长", ge=0)
    line_limit: int | None = bounded(None, "cases", "longest line; a case beyond is turned away; left out = no limit", "队长上限", ge=0)
    overflow: Literal["none", "siblings", "level"] = quantity(
        "none", "word", "free hands help: nobody else's, same post under the same parent, or the whole level", "互助范围")
    cost_per_h: float = bounded(30.0, "yuan/h", "cost of an hour on duty", "小时成本", ge=0)
    special: Literal["no", "only", "also"] = quantity(
        "no", "word", "trained for special places: no, and there only where nobody trained is; dedicated to them; trained, and serves all places", "专属场所岗位")
    handover_h: float = bounded(0.0, "h", "time to hand a case over to this post, to brief it or to form its team, before it can stand in line", "交接时长",
                                ge=0, low=0, high=72)
    visit_every_h: float = bounded(0.0, "h", "duty time between rounds of home visits; 0 = none, else at least 3 minutes", "走访间隔", ge=0)
    visit_h: float = bounded(0.25, "h", "time per household visited", "每户走访时长", ge=0, low=0.1, high=1)
    visit_group: Literal["vulnerable", "elders", "newcomers", "all"] = quantity(
        "vulnerable", "word", "who is visited: households with a vulnerable resident, an elder, a newcomer, or all", "走访对象")
    visit_finds: float = bounded(0.5, "probability", "a visit finds an issue of the visited that nobody has registered, private ones too", "走访发现概率",
                                 ge=0, le=1, low=0.2, high=0.9)
    training_every_h: float = bounded(0.0, "h", "duty time between classes; 0 = none, else at least 3 minutes", "培训间隔", ge=0)
    training_h: float = bounded(3.0, "h", "length of a class, off work", "每次培训时长", ge=0)
    training_gain: float = bounded(0.01, "0-1", "skill gained per class", "每次培训技能增量", ge=0, le=1, low=0, high=0.05)
    training_cap: float = bounded(0.15, "0-1", "most skill gained by classes", "培训技能增量上限", ge=0, le=1, low=0, high=0.3)
    progress_ratio: float = bounded(1.0, "share", "learning by doing: time of a job when experience has doubled over the time before; 1 = none", "学习曲线进步率",
                                    "assumption", gt=0, le=1, low=0.8, high=1)
    forget_half_life_h: float = bounded(math.inf, "h", "half-life of experience; inf = never forgotten", "经验遗忘半衰期", gt=0, low=2160, high=8760)
    hires: int = bounded(0, "people", "further people in each unit, who are not there at first: residents whose own case was work; 0 = none", "每单位可招录人数",
                         ge=0, le=10_000)
    hires_from: str = quantity("", "id", "each truly resolved case of this category brings one of them in", "招录来源类别")
    hire_lag_h: float = bounded(0.0, "h", "from the resolved case to the first day of work", "到岗间隔", ge=0, low=168, high=2016)
    voice: float = bounded(0.0, "0-1", "perceived fairness added by the way its people listen. A prior, to be kept small", "倾听带来的公平感", ge=0, le=0.5, low=0, high=0.3)
    lasting: float = bounded(0.0, "share", "recurrence avoided by the way its people work", "降低复发", ge=0, le=1, low=0, high=0.6)

    takes: Literal["assigned", "ring", "board", "line"] = quantity(
        "assigned", "word", "the people own their categories; or are offered them first, rung until one accepts, or by a board;"
        " or look at the regular owner's line and help with what waits", "接单方式")
    call_h: float = bounded(0.0, "h", "ring: time of one call", "每次呼叫用时", ge=0, low=0, high=0.5)
    call_cap: int | None = bounded(None, "calls", "ring: people called at most for one case; left out = no limit", "呼叫上限", ge=1)
    look_per_h: float = bounded(0.1, "1/h", "board or line: how often a person on duty and free looks", "看单频率", gt=0, le=60, low=0.003, high=1)
    fallback_h: float = bounded(math.inf, "h", "what nobody took by then goes to the regular owner; inf = never", "兜底时限", gt=0, low=4, high=336)
    acceptance: Acceptance = quantity(Acceptance(), "part", "ring, board or line: what makes a person accept", "接单意愿")
    turnover: Turnover = quantity(Turnover(), "part", "ring, board or line: who is active, who leaves, who joins", "人员进出")

    _roster = field_validator("roster")(check_weekly_hours)

    @field_validator("patrol_every_h", "visit_every_h", "training_every_h")
    @classmethod
    def _not_without_pause(cls, value: float) -> float:
        if 0 < value < SHORTEST_GAP_H:
            raise ValueError(f"rounds and classes are at least {SHORTEST_GAP_H} h apart, or 0 for none")
        return value


class Channel(Part):
    """A way for an issue to reach the organisation."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    level: str = quantity("", "id", "level where its cases enter; empty: the first level of the file", "进入层级")
    hours: WeeklyHours = quantity(["always"], "weekly hours", "when it is open", "开放时间")
    effort: float = bounded(0.0, "effort", "effort of using it: app .2, hotline .4, hall 1.0, petition 2.0", "费力程度", ge=0)
    elder_effort: float = bounded(0.0, "effort", "extra effort for elders", "老年人额外费力", low=0, high=1.5)
    know: float = bounded(1.0, "share", "residents who know and can use it", "知晓率", ge=0, le=1)
    elder_know: float = bounded(1.0, "ratio", "knowledge among elders over that of others; together they are at most all", "老年人知晓比", ge=0, le=100)
    newcomer_know: float | None = bounded(
        None, "ratio", "knowledge among newcomers over that of others; left out = as of any channel", "外来者知晓比", ge=0, le=100)
    newcomer_effort: float | None = bounded(
        None, "effort", "extra effort for newcomers; left out = as of any channel", "外来者额外费力", ge=0)
    only: Literal["all", "elders", "newcomers"] = quantity("all", "word", "who can use it", "使用人群")
    points: int = bounded(0, "points", "places where it can be used, at the residents' centres of equal areas (at most one per entrance); 0 = everywhere",
                          "服务点数", ge=0, le=100_000)
    effort_per_km: float = bounded(1.0, "effort/km", "extra effort per km to the nearest point; slow walkers feel it at their speed",
                                   "每公里费力", ge=0, low=0.3, high=3)
    trips: ByCategory = quantity({}, "times", "visits to the desk that one matter needs, by category; left out = one", "跑动次数")
    return_after: Duration = quantity(Duration(mean_h=24.0), "h", "time until the resident comes to the desk again", "再次到访间隔")
    desks: int = bounded(0, "seats", "people who take reports; 0 = registered at once", "受理席位", ge=0, le=100_000)
    contact: Duration = quantity(Duration(mean_h=0.1), "h", "time of a desk per report", "受理时长")
    direct: ByCategory = quantity({}, "probability", "answered on the spot by the desk, by category", "直接答复率")
    lift: float = bounded(0.0, "classes", "express line: its cases stand this many priority classes higher, wherever they wait for work", "直通提级", ge=0, low=0, high=3)
    desk_cost_per_h: float = bounded(30.0, "yuan/h", "cost of an hour of a seat", "席位小时成本", ge=0)

    _hours = field_validator("hours")(check_weekly_hours)


class Dispatch(Part):
    """How a registered case finds hands, and how other agencies are brought in."""

    rule: Literal["hierarchical", "unified", "nearest"] = quantity(
        "hierarchical", "word", "rung by rung; one platform to the lowest level that may decide; the same and the nearest free hand", "派单规则", ordered=True)
    discipline: Literal["fcfs", "priority", "severity", "deadline", "risk"] = quantity("fcfs", "word", "who is served first", "排队规则")
    risk_classes: int = bounded(7, "classes", "discipline risk: classes of equal width that severity is sorted into", "风险分级数",
                                "seed:HY seven colours", ge=2, le=20)
    risk_accuracy: float = bounded(1.0, "probability", "discipline risk: a case is put into its right class, else into any", "风险识别准确率", ge=0, le=1,
                                   low=0.5, high=1)
    triage: Duration = quantity(Duration(mean_h=0.0), "h", "time to decide who should handle a case", "分拨时长")
    triage_accuracy: float = bounded(1.0, "probability", "q_tri: sent to a right office at a try", "分拨准确率", ge=0.05, le=1, low=0.6, high=0.98)
    bounce_h: float = bounded(24.0, "h", "mean time a wrong office keeps a case before returning it", "退单时长", ge=0)
    lost: float = bounded(0.0, "probability", "p_lost: a case handed to another office is mislaid; only a reminder or a leader finds it", "移交丢件率",
                          ge=0, le=1, low=0, high=0.1)
    duplicates: float = bounded(0.0, "1/day", "rho_dup: rate at which neighbours report an open case again, where everybody sees it; times the category's visible",
                                "邻里重复上报率", ge=0, low=0, high=1)
    registry: Literal["many", "single"] = quantity(
        "many", "word", "a repeated report is registered again and somebody looks at it, or one register knows it already", "登记方式")
    diagnosis_share: float = bounded(0.3, "share", "share of the work done before a case is found to need another level", "诊断占比", ge=0, le=1)
    skill_noise: float = bounded(0.0, "1", "spread of skill from case to case (logistic scale)", "技能波动", ge=0, low=0, high=0.2)
    coordination_h: float = bounded(0.0, "h", "tau_coord: mean time of one request to another agency", "协调时长", ge=0, low=24, high=720)
    cooperation: float = bounded(1.0, "probability", "p_coop: an agency agrees to a request; a refused one is repeated", "配合概率", gt=0, le=1, low=0.2, high=0.95)
    coordination_by: ByCategory = quantity({}, "ratio", "factor on the time of a request to another agency, by category; 1 leaves it as it is", "协调时长倍数")
    cooperation_by: ByCategory = quantity({}, "probability", "cooperation where a category has its own", "分类配合率")
    sign_off: Literal["serial", "parallel", "joint"] = quantity(
        "serial", "word", "agencies sign one after another; side by side; or side by side from the next joint review on", "会签方式")
    review_every_h: float = bounded(168.0, "h", "between joint reviews, the first on Monday 00:00; only for joint sign-off", "联席会间隔", gt=0, low=24, high=720)
    information: float = bounded(0.0, "0-1", "perceived fairness added where residents can see what is decided and done. A prior, to be kept small", "公开带来的公平感",
                                 "assumption; literature:L29 Wu, Mai, Zhuang, Yi 2024: small effects", ge=0, le=0.5, low=0, high=0.2)
    reminders_lift: bool = quantity(False, "yes/no", "a reminder lifts a case one priority class", "催办提级")
    response_promise: float = bounded(0.1, "share", "promised first contact as a share of the deadline", "响应承诺占时限比", gt=0, le=1)
    resolution_promise: float = bounded(1.0, "share", "promised resolution as a share of the deadline; enters what residents expect", "解决承诺占时限比",
                                        gt=0, le=1, low=0.2, high=1)
    prevention: ByCategory = quantity({}, "share", "pi_prev: share of issues prevented, by category", "预防率")


__all__ = ["ByCategory", "Channel", "Dispatch", "Level", "Post"]
