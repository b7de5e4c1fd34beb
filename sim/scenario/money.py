"""What money does: funds that buy small works, services that keep needs from arising, programmes of prevention.

Each acts through a cause. A fund replaces authority by cash, until it is empty. A service takes needs off those enrolled,
until its places or its money run out. A programme prevents, slowly, where it is at work, and costs. Without any of them
(the neutral scenario has none) no number changes. Science 3 (L4, Z5, Z7, F6, F7, F13, H11, H12, H16, K4, L14) and 4.1.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.scenario.governance import ByCategory
from sim.scenario.quantity import Part, bounded, quantity


class Fund(Part):
    """A purse, by the year: it buys small works at a level that lacks the authority for them, and pays for services."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    level: str = quantity("", "id", "level whose units may buy from it; empty: it buys nothing and only pays for services", "使用层级")
    per_unit: bool = quantity(False, "yes/no", "every unit of the level has a purse of these amounts of its own", "每单位一份")
    opening: float = bounded(0.0, "yuan", "in the purse at the start", "期初余额", ge=0, le=1e12)
    inflow_per_year: float = bounded(0.0, "yuan/year", "comes in per year", "年拨入", ge=0, le=1e12)
    paid: Literal["monthly", "yearly"] = quantity(
        "monthly", "word", "a twelfth at the end of every month, or all at the end of the year for the next", "拨付方式")
    lapses: bool = quantity(False, "yes/no", "what is left at the end of a year is lost, before the next money comes", "年终清零")
    categories: list[str] = quantity([], "ids", "categories of the works it buys; empty: all", "支出类别")
    item_cap: float = bounded(30000.0, "yuan", "dearest work it buys", "单项上限", ge=0, le=1e12, low=5000, high=200000)


class Service(Part):
    """A subsidised service: those enrolled have fewer needs, for as long as there are places and money."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    categories: list[str] = quantity([], "ids", "categories of the needs it meets; empty: all", "覆盖类别")
    group: Literal["all", "elders", "vulnerable", "newcomers"] = quantity("all", "word", "who may enrol", "服务对象")
    places: int = bounded(0, "people", "people it can enrol", "名额", ge=0, le=1_000_000)
    share: float = bounded(0.0, "share", "such needs of an enrolled resident that do not arise", "免除比例", ge=0, le=1, low=0, high=0.8)
    cost_per_month: float = bounded(0.0, "yuan/month", "cost per enrolled person and month, paid in advance", "人均月成本", ge=0, le=1e9)
    fund: str = quantity("", "id", "fund that pays; empty: the general budget, without limit", "出资资金")
    opens_day: float = bounded(0.0, "day", "day it opens", "开办日", ge=0)


class Programme(Part):
    """Work that keeps problems from arising: at planning, by rule-of-law or virtue work, by upgrades."""

    zh: str = Field(description="Chinese name", min_length=1)
    en: str = Field(description="English name", min_length=1)
    prevents: ByCategory = quantity({}, "share", "pi_prev: share of issues prevented where it is at work, by category; left out = none", "预防率")
    evidence: Literal["known", "unknown"] = quantity(
        "known", "word", "whether anything is known of its effect; if nothing, the prior is centred at zero and any other value is only a "
        "test of sensitivity", "证据")
    from_day: float = bounded(0.0, "day", "day it begins to act", "起始日", ge=0)
    ramp_days: float = bounded(0.0, "days", "time until it acts in full, growing evenly", "见效期", ge=0, low=0, high=730)
    yards: float = bounded(1.0, "share", "yards where it is at work", "覆盖楼院比例", ge=0, le=1)
    cost_per_year: float = bounded(0.0, "yuan/year", "cost per year from the day it begins", "年成本", ge=0, le=1e12)


__all__ = ["Fund", "Programme", "Service"]
