"""Tables of those who may decline: their teams, themselves, and what was offered to them.

A *team* is a pool whose people are not assigned cases but offered them: rung one after another, or looking at a board. All
three tables are empty in a world without teams.
"""

from typing import Annotated

import numpy as np

from sim.columns import NEVER, Column, Table


class Team(Table):
    """One row per pool that takes by ring or board. Logits add up to the chance that one person accepts (science 4.12)."""

    pool: Annotated[np.int64, Column("row", "its pool", "岗位组")]
    takes: Annotated[np.int8, Column("code", "Takes", "接单方式")]
    call_h: Annotated[np.float64, Column("h", "time of one call", "每次呼叫用时")]
    call_cap: Annotated[np.int64, Column("calls", "calls at most per offer", "呼叫上限", start=2147483647)]
    look_per_h: Annotated[np.float64, Column("1/h", "looks at the board per hour on duty and free, each person", "看单频率")]
    fallback_h: Annotated[np.float64, Column("h", "an offer not taken by then goes to the regular owner; inf = never", "兜底时限")]
    chance: Annotated[np.float64, Column("logit", "base chance that a person accepts", "接单基准")]
    night_factor: Annotated[np.float64, Column("ratio", "chance at night over that by day", "夜间接单比")]
    per_km: Annotated[np.float64, Column("logit/km", "lost per km to the place", "距离系数")]
    per_difficulty: Annotated[np.float64, Column("logit", "lost from the easiest to the hardest case", "难度系数")]
    per_fatigue: Annotated[np.float64, Column("logit", "lost per unit of fatigue", "疲劳系数")]
    per_peer: Annotated[np.float64, Column("logit", "gained if all registered peers are active", "同伴系数")]
    recognition: Annotated[np.float64, Column("logit", "recognition: invites acceptance, keeps people", "表彰")]
    recovery_h: Annotated[np.float64, Column("h", "mean lifetime of fatigue", "疲劳恢复时长")]
    reward_yuan: Annotated[np.float64, Column("yuan", "paid for each case taken", "每单奖励")]
    leave_per_h: Annotated[np.float64, Column("1/h", "hazard of leaving when rested and unrecognised", "退出率")]
    join_per_h: Annotated[np.float64, Column("1/h", "hazard of joining if all peers are active", "加入率")]

    active: Annotated[np.int64, Column("people", "active now", "活跃人数")]
    weeks: Annotated[np.int64, Column("weeks", "turnovers so far", "已更替周数")]
    board: Annotated[np.int64, Column("row", "most attractive case on the board; -1 none", "榜首", start=-1)]
    board_last: Annotated[np.int64, Column("row", "least attractive case on the board", "榜尾", start=-1)]
    posted: Annotated[np.int64, Column("cases", "cases on the board", "在榜数")]


class Helper(Table):
    """One row per handler, where there are teams. Who is inactive is registered, but off duty whatever the roster says."""

    place: Annotated[np.int64, Column("row", "where it stands in roster_handler", "班次名册位置")]
    active: Annotated[np.int8, Column("0/1", "active, not only registered", "活跃", start=1)]
    fatigue: Annotated[np.float64, Column("1", "as of fatigue_h; 1 = eight hours just worked", "疲劳")]
    fatigue_h: Annotated[np.float64, Column("h", "fatigue is booked up to here", "疲劳记至")]
    look_h: Annotated[np.float64, Column("h", "next look at the board", "下次看单")]
    looks: Annotated[np.int64, Column("number", "looks at the board so far", "看单次数")]
    looking: Annotated[np.int8, Column("0/1", "the next look is booked", "看单已排定")]
    asked: Annotated[np.int64, Column("times", "rung, or read a posted case", "被问次数")]
    accepted: Annotated[np.int64, Column("cases", "cases taken", "接单数")]
    absent_from_h: Annotated[np.float64, Column("h", "inactive within the roster's hours since", "缺勤自", start=NEVER)]
    absent_h: Annotated[np.float64, Column("h", "roster's hours while inactive: neither worked nor paid", "不活跃时长")]


class Offer(Table):
    """One row per issue, where there are teams: what became of offering it."""

    level: Annotated[np.int16, Column("row", "level at which it was last offered; -1 never", "最近发单层级", start=-1)]
    offers: Annotated[np.int64, Column("times", "offered to a team", "发单次数")]
    rung: Annotated[np.int64, Column("row", "person rung last, or who took it from the board; -1 nobody yet", "最近呼叫", start=-1)]
    rung_h: Annotated[np.float64, Column("h", "since when that person was idle", "该员空闲起始")]
    rings: Annotated[np.int64, Column("calls", "calls of the present offer", "本次呼叫数")]
    calls: Annotated[np.int64, Column("times", "people asked in all: rung, or read it on a board", "询问人次")]
    taken_h: Annotated[np.float64, Column("h", "first accepted", "首次接单时刻", start=NEVER)]
    offered_h: Annotated[np.float64, Column("h", "on offer, over all offers", "发单等待时长")]
    helped_h: Annotated[np.float64, Column("h", "hours of teams spent on it", "志愿工时")]
