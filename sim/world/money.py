"""Tables of money: the purses of funds, subsidised services, programmes of prevention; and what they spent."""

from typing import Annotated, Any

import numpy as np

from sim.columns import NEVER, Column, Table


class Purse(Table):
    """One row per purse of a fund, in the order of the file: one for all, or one for each unit of the level."""

    fund: Annotated[np.int16, Column("row", "fund of the scenario", "资金")]
    level: Annotated[np.int16, Column("row", "level that may buy from it; -1 = it buys nothing", "使用层级", start=-1)]
    unit: Annotated[np.int64, Column("row", "unit whose purse it is; -1 = of the whole level", "使用单位", start=-1)]
    opening: Annotated[np.float64, Column("yuan", "in it at the start", "期初余额")]
    inflow: Annotated[np.float64, Column("yuan", "comes in on each payday", "每次拨入")]
    paydays: Annotated[np.int64, Column("months", "months between paydays", "拨付间隔月数", start=1)]
    lapses: Annotated[np.int8, Column("0/1", "what is left at the end of a year is lost", "年终清零")]
    item_cap: Annotated[np.float64, Column("yuan", "dearest work it buys", "单项上限")]

    months: Annotated[np.int64, Column("months", "months that have ended", "已过月数")]
    balance: Annotated[np.float64, Column("yuan", "in it now", "当前余额")]
    received: Annotated[np.float64, Column("yuan", "came in since the start", "累计拨入")]
    lapsed: Annotated[np.float64, Column("yuan", "lost at the ends of years", "累计清零")]
    bought: Annotated[np.float64, Column("yuan", "paid for works", "累计维修支出")]
    granted: Annotated[np.float64, Column("yuan", "paid to services", "累计服务支出")]
    items: Annotated[np.int64, Column("works", "works bought", "购买项数")]
    refused: Annotated[np.int64, Column("times", "a work within the cap, or a place of a service, was not paid for want of money", "缺钱次数")]
    short_h: Annotated[np.float64, Column("h", "first time that money was wanting", "首次缺钱时刻", start=NEVER)]


class Service(Table):
    """One row per service."""

    purse: Annotated[np.int64, Column("row", "purse that pays; -1 = the general budget", "出资", start=-1)]
    opens_h: Annotated[np.float64, Column("h", "opens", "开办时刻")]
    cost: Annotated[np.float64, Column("yuan", "per enrolled person and month", "人均月成本")]
    share: Annotated[np.float64, Column("share", "such needs of an enrolled resident that do not arise", "免除比例")]
    wanted: Annotated[np.int64, Column("people", "places, or those who may enrol if they are fewer", "可服务人数")]

    months: Annotated[np.int64, Column("months", "months begun", "已开始月数")]
    enrolled: Annotated[np.int64, Column("people", "enrolled now: the first so many in order", "当前服务人数")]
    person_months: Annotated[np.int64, Column("months", "paid for, over all people", "累计人月")]
    spent: Annotated[np.float64, Column("yuan", "paid since the start", "累计支出")]


class Programme(Table):
    """One row per programme of prevention."""

    from_h: Annotated[np.float64, Column("h", "begins to act", "起始时刻")]
    ramp_h: Annotated[np.float64, Column("h", "until it acts in full", "见效期")]
    cost_per_h: Annotated[np.float64, Column("yuan/h", "cost from then on", "小时成本")]


def spending(purse: Any, service: Any, programme: Any, end_h: float, opened_h: float = 0.0) -> dict[str, float]:
    """Yuan spent beside staff from `opened_h`, where the books begin, to `end_h`, by account: works, services (whoever paid), programmes. Takes the three tables."""
    under_way_h = (end_h - programme["from_h"].clip(min=opened_h)).clip(min=0.0)
    return {
        "works": float(purse["bought"].sum()),
        "services": float(service["spent"].sum()),
        "programmes": float((under_way_h * programme["cost_per_h"]).sum()),
    }
