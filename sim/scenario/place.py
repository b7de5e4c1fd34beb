"""The place: who lives there and how the ground is divided. Nothing here depends on who governs."""

from __future__ import annotations

from pydantic import Field

from sim.scenario.quantity import Part, bounded, quantity

MOST_PEOPLE = 20_000_000
"""A megacity; beyond it a number is a slip of the finger."""

MOST_AREAS = 5_000_000


class Place(Part):
    """A documented (or toy) place. Community > yard > building > entrance > household > resident."""

    residents: int = bounded(5000, "people", "residents", "居民数", ge=1, le=MOST_PEOPLE)
    households: int | None = bounded(None, "households", "households; left out, residents / household_size", "户数", ge=1, le=MOST_PEOPLE)
    household_size: float = bounded(3.4, "people", "mean household size where households is not given", "户均人口", ge=1)
    area_km2: float = bounded(1.0, "km2", "area of the place", "面积", gt=0, le=1e6)
    communities: int = bounded(1, "areas", "communities (社区) in the place", "社区数", ge=1, le=MOST_AREAS)
    yards: int = bounded(10, "areas", "yards or compounds (楼院/小区) in the place", "楼院数", ge=1, le=MOST_AREAS)
    buildings: int = bounded(60, "areas", "buildings in the place", "楼栋数", ge=1, le=MOST_AREAS)
    entrances: int = bounded(180, "areas", "entrances (单元) in the place", "单元数", ge=1, le=MOST_AREAS)
    child_share: float = bounded(0.17, "share", "residents aged 0-14", "0-14岁占比", "assumption", ge=0, le=1)
    elder_share: float = bounded(0.19, "share", "residents aged 60 and over", "60岁及以上占比", "assumption", ge=0, le=1)
    newcomer_share: float = bounded(0.3, "share", "residents who moved in from elsewhere, by household", "外来或新迁入占比", ge=0, le=1)
    vulnerable_share: float = bounded(0.05, "share", "residents in hardship, disabled or alone in old age", "困难群体占比", ge=0, le=1)
    vulnerable_elder_ratio: float = bounded(3.0, "ratio", "how much likelier an elder is vulnerable", "老年人困难倍数", ge=0)
    member_share: float = bounded(0.02, "share", "party members among adults and elders", "党员占成人比", ge=0, le=1)
    volunteer_share: float = bounded(0.1, "share", "registered volunteers among adults and elders", "注册志愿者占成人比", ge=0, le=1)
    special_yards: int = bounded(0, "areas", "yards that are sea, park, tower or market, spread evenly over the rows", "专属场所楼院数", ge=0, le=MOST_AREAS)
    special_difficulty: float = bounded(0.0, "0-1", "issues in special places are this much harder for people not trained for them", "专属场所难度增量",
                                        ge=0, le=1, low=0, high=0.4)
    mean_ties: float = bounded(8.0, "ties", "mean social ties per resident", "人均社会联系", ge=0, low=4, high=15)
    weak_tie_share: float = bounded(0.1, "share", "ties that leave the entrance", "弱联系占比", ge=0, le=1)
    newcomer_ties: float = bounded(1.0, "ratio", "ties of newcomers beyond their household over those of locals", "外来者社会联系比", ge=0, le=1, low=0.4, high=1)
    homophily: float = bounded(0.3, "share", "weak ties kept within the same newcomer group (Coleman)", "同质性", ge=0, le=1, low=0, high=0.7)


class Surge(Part):
    """A bounded time with more issues: a storm, a heating failure."""

    start_day: float = bounded(..., "day", "first day", "起始日", ge=0)
    days: float = bounded(1.0, "days", "length", "持续天数", gt=0)
    factor: float = bounded(..., "ratio", "rate during the surge over the normal rate", "倍数", ge=0)
    categories: list[str] = quantity([], "ids", "categories concerned; empty: all", "涉及类别")


class Demand(Part):
    """How many issues occur and when. Policy-free: the same for every organisation."""

    issues_per_resident_year: float = bounded(
        1.0, "1/year", "latent issues per resident and year, reported or not", "人均年潜在问题数",
        "assumption", ge=0, le=10_000, low=0.4, high=3.0,
    )
    hour_profile: list[float] = quantity(
        [1.0] * 24, "ratio", "relative rate by hour of day, 24 numbers", "小时分布", "assumption")
    weekday_profile: list[float] = quantity([1.0] * 7, "ratio", "relative rate Monday to Sunday", "星期分布", "assumption")
    month_profile: list[float] = quantity([1.0] * 12, "ratio", "relative rate by twelfth of the year", "月份分布", "assumption")
    place_variance: float = bounded(0.3, "1", "variance of the rate between entrances (gamma, mean 1)", "空间过度离散", ge=0, low=0, high=2)
    day_variance: float = bounded(0.03, "1", "variance of the rate between days (gamma, mean 1)", "日间过度离散",
                                  "data:boston_311_2011h2 negative-binomial alpha .026", ge=0)
    one_at_a_time: bool = quantity(False, "yes/no", "a resident has at most one open issue (a broken thing cannot break)", "每人同时至多一件")
    surges: dict[str, Surge] = Field({}, description="storms and failures by name")


class Category(Part):
    """A class of issue: how common, how hard, what it needs. Policy-free."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    share: float = bounded(1.0, "weight", "share of all issues, relative to the other categories", "占比权重", ge=0)
    elder_factor: float = bounded(1.0, "ratio", "rate among elders over the rate of adults", "老年人倍数", ge=0)
    child_factor: float = bounded(1.0, "ratio", "rate among children over the rate of adults", "儿童倍数", ge=0)
    vulnerable_factor: float = bounded(1.0, "ratio", "rate among the vulnerable over the others", "困难群体倍数", ge=0)
    work_h: float = bounded(1.0, "h", "mean work of a visit at speed 1", "平均工时", ge=0)
    work_law: str = Field("lognormal", pattern="^(fixed|exponential|lognormal)$", description="shape of the work hours",
                          json_schema_extra={"unit": "word", "zh": "工时分布", "source": "assumption"})
    work_cv: float = bounded(0.95, "1", "coefficient of variation of work; .95 is a log sd of .8", "工时变异系数",
                             "assumption", ge=0, low=0.5, high=5)
    priority: int = bounded(2, "class", "priority class, 0 most urgent", "优先级", ge=0, le=9)
    deadline_h: float = bounded(168.0, "h", "time allowed: urgent 2, utilities 24, ordinary 168, complex 360", "办理时限",
                                "literature:L33 Beijing draft standard", gt=0)
    visible: float = bounded(0.0, "probability", "a patrol that passes detects it; 0 for private matters", "巡查可见概率", ge=0, le=1)
    relapse: float = bounded(0.06, "probability", "a completed fix does not hold", "复发概率", "derived:data:newport reopened 4.7 % = relapse x reopen 0.8", ge=0, le=0.95)
    repair_cost: float = bounded(3000.0, "yuan", "mean cost of the works that settle it where a fund buys them", "平均维修费用",
                                 ge=0, le=1e12, low=500, high=50000)
    repair_cv: float = bounded(1.0, "1", "coefficient of variation of that cost (lognormal)", "维修费用变异系数", ge=0, low=0.5, high=3)
    agencies: list[float] = quantity(
        [1.0], "weights", "weights of needing the sign-off of 0, 1, 2, ... other agencies", "需会签单位数权重")
    notice: float = bounded(0.0, "h", "mean delay until its resident notices", "平均察觉延迟", ge=0)
    shared: float = bounded(0.0, "share", "issues that concern more people than their owner", "涉及多人占比", ge=0, le=1)
    affected_mean: float = bounded(20.0, "people", "mean number of people a shared one concerns; at least 2", "平均涉及人数", ge=2, low=5, high=200)
    conflict: float = bounded(0.5, "0-1", "mean conflict of interests; 0.5 is uniform from 0 to 1", "平均分歧程度", gt=0, lt=1, low=0.2, high=0.8)
    severity_low: float = bounded(0.1, "0-1", "severity is uniform between this", "严重度下限", ge=0, le=1)
    severity_high: float = bounded(1.0, "0-1", "and this", "严重度上限", ge=0, le=1)


__all__ = ["Category", "Demand", "Place", "Surge"]
