"""Tables of those who answer: levels, units, pools, handlers, rosters, channels.

A *level* is a rung of the organisation. A *unit* is one office of a level, answering for a set of entrances. A *post* is
a kind of job at a level; a *pool* is that post in one unit: its handlers and their one line.
"""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Level(Table):
    """One row per level, in the order of the scenario file."""

    parent: Annotated[np.int16, Column("row", "level to refer to; -1 at the top", "上级层级", start=-1)]
    rung: Annotated[np.int16, Column("rungs", "distance to the top", "距顶层级数")]
    hop_law: Annotated[np.int8, Column("code", "law of the delay of a referral from here", "上报延迟分布")]
    hop_h: Annotated[np.float64, Column("h", "mean delay of a referral from here", "上报平均延迟")]
    hop_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "上报延迟变异系数")]
    escalate_h: Annotated[np.float64, Column("h", "a case waiting longer here moves up; inf = never", "超时升级时限")]


class Remit(Table):
    """One row per (level, category): what that level may decide."""

    authority: Annotated[np.float64, Column("share", "share of required powers it holds", "权限覆盖份额")]
    reach: Annotated[np.float64, Column("share", "difficulty up to which it may close", "可办难度上限")]


class Pool(Table):
    """One row per post and unit, and one per channel desk. The first block is fixed; the second is live."""

    level: Annotated[np.int16, Column("row", "level; -1 for a channel desk", "层级", start=-1)]
    post: Annotated[np.int16, Column("row", "post; for a desk, -1 - channel", "岗位")]
    unit: Annotated[np.int64, Column("row", "unit; -1 for a channel desk", "单位", start=-1)]
    first_handler: Annotated[np.int64, Column("row", "first of its handlers", "首位人员")]
    handlers: Annotated[np.int64, Column("people", "head count", "人数")]
    limit: Annotated[np.int64, Column("cases", "longest line allowed; a case beyond is rejected", "队长上限", start=2147483647)]
    speed: Annotated[np.float64, Column("1", "work done per hour", "工作速度", start=1)]
    travels: Annotated[np.int8, Column("0/1", "handlers go to the place", "是否上门")]
    speed_m_per_h: Annotated[np.float64, Column("m/h", "travel speed", "行进速度", start=1)]
    setup_h: Annotated[np.float64, Column("h", "getting ready for each trip", "出发准备")]
    x_m: Annotated[np.float64, Column("m", "station, east", "驻点东向坐标")]
    y_m: Annotated[np.float64, Column("m", "station, north", "驻点北向坐标")]
    voice: Annotated[np.float64, Column("0-1", "perceived fairness added by the way its people listen", "倾听带来的公平感")]
    lasting: Annotated[np.float64, Column("share", "recurrence avoided by the way its people work", "降低复发")]
    first_entrance: Annotated[np.int64, Column("row", "first entrance of its area", "辖区首单元")]
    entrances: Annotated[np.int64, Column("rows", "entrances of its area", "辖区单元数")]
    group: Annotated[np.int64, Column("row", "first pool of its overflow group", "互助组首")]
    group_size: Annotated[np.int64, Column("pools", "pools in the group, rows group..group+size", "互助组规模", start=1)]
    nearest: Annotated[np.int8, Column("0/1", "the nearest free handler of the group is sent", "就近派遣")]
    surge: Annotated[np.int64, Column("row", "first pool of those called in an emergency", "应急调集组首")]
    surge_size: Annotated[np.int64, Column("pools", "their number, rows surge..surge+size; 0 = nobody is called", "应急调集组规模")]
    special: Annotated[np.int8, Column("code", "trained for special places (Special)", "专属场所岗位")]
    visit_list: Annotated[np.int8, Column("flags", "whom it visits (VisitList)", "走访名单")]
    visit_finds: Annotated[np.float64, Column("probability", "a visit finds an unregistered issue", "走访发现概率")]
    training_gain: Annotated[np.float64, Column("0-1", "skill gained per class", "每次培训技能增量")]
    training_cap: Annotated[np.float64, Column("0-1", "most skill gained by classes", "培训技能增量上限")]
    learning: Annotated[np.float64, Column("1", "log2 of the progress ratio; 0 = no learning by doing", "学习曲线指数")]
    forget_h: Annotated[np.float64, Column("h", "half-life of what was learned by doing", "遗忘半衰期", start=float("inf"))]
    handover_h: Annotated[np.float64, Column("h", "time to hand a case over to it", "交接时长")]
    team: Annotated[np.int64, Column("row", "its row among those who may decline; -1 = its people are assigned", "志愿队", start=-1)]

    line: Annotated[np.int64, Column("row", "first case in line; -1 empty", "队首", start=-1)]
    waiting: Annotated[np.int64, Column("cases", "length of the line", "队长")]
    idle: Annotated[np.int64, Column("row", "handler idle longest; -1 none", "最久空闲者", start=-1)]
    idle_last: Annotated[np.int64, Column("row", "handler idle shortest", "最近空闲者", start=-1)]
    idle_count: Annotated[np.int64, Column("people", "on duty and free", "空闲人数")]
    arrivals: Annotated[np.int64, Column("cases", "entered or started at once", "到达数")]
    starts: Annotated[np.int64, Column("cases", "services started, resumptions not counted", "开始数")]
    waited_h: Annotated[np.float64, Column("h", "total wait of those started", "排队总时长")]


class Handler(Table):
    """One row per handler."""

    pool: Annotated[np.int64, Column("row", "pool", "岗位组")]
    roster: Annotated[np.int64, Column("row", "roster", "班次")]
    shift_end: Annotated[np.int8, Column("code", "ShiftEnd", "下班规则")]
    role: Annotated[np.int8, Column("code", "Role", "角色")]
    key: Annotated[np.uint64, Column("key", "key of its chances", "随机键")]
    cost_per_h: Annotated[np.float64, Column("yuan/h", "cost of an hour on duty or of overtime", "小时成本")]

    hired_h: Annotated[np.float64, Column("h", "begins to work; inf = not hired yet", "到岗时刻")]
    on_duty: Annotated[np.int8, Column("0/1", "now", "在岗")]
    owes: Annotated[np.int32, Column("chores", "chores owed, of all kinds", "积欠杂务数")]
    trained: Annotated[np.float64, Column("0-1", "skill gained by classes", "培训所得技能")]
    practice: Annotated[np.float64, Column("services", "services done and not forgotten, at `practised_h`", "未遗忘的办理次数")]
    practised_h: Annotated[np.float64, Column("h", "last service completed", "最近办结时刻")]
    busy: Annotated[np.int8, Column("0/1", "now", "在忙")]
    case: Annotated[np.int64, Column("row", "case in hand; -1 none", "手头事项", start=-1)]
    chore: Annotated[np.int8, Column("code", "chore in hand; -1 none", "手头杂务", start=-1)]
    stamp: Annotated[np.int64, Column("number", "number of jobs begun; tells a stale completion", "作业序号")]
    start_h: Annotated[np.float64, Column("h", "job begun", "作业开始")]
    arrive_h: Annotated[np.float64, Column("h", "travel of this job ends", "抵达时刻")]
    finish_h: Annotated[np.float64, Column("h", "job ends if not put down", "作业结束")]
    changed_h: Annotated[np.float64, Column("h", "hours below are booked up to here", "已记账至")]
    duty_h: Annotated[np.float64, Column("h", "on duty", "在岗时长")]
    overtime_h: Annotated[np.float64, Column("h", "busy while off duty", "加班时长")]
    idle_h: Annotated[np.float64, Column("h", "on duty and free", "空闲时长")]
    service_h: Annotated[np.float64, Column("h", "working on cases", "办事时长")]
    travel_h: Annotated[np.float64, Column("h", "travelling to cases", "路途时长")]
    chore_h: Annotated[np.float64, Column("h", "on admin tasks, rounds and classes", "杂务时长")]
    visiting_h: Annotated[np.float64, Column("h", "of these: on rounds of visits", "其中走访时长")]
    training_h: Annotated[np.float64, Column("h", "of these: in classes", "其中培训时长")]
    away_h: Annotated[np.float64, Column("h", "a part-timer's own affairs within the roster", "兼职者私务时长")]
    services: Annotated[np.int64, Column("cases", "services completed", "办结次数")]
    idle_next: Annotated[np.int64, Column("row", "idle list: next", "空闲链后继", start=-1)]
    idle_before: Annotated[np.int64, Column("row", "idle list: previous", "空闲链前驱", start=-1)]


class Duty(Table):
    """One row per (handler, chore): competing work of a handler."""

    gap_h: Annotated[np.float64, Column("h", "mean duty time between chores; 0 = none", "平均间隔")]
    gap_law: Annotated[np.int8, Column("code", "law of the gap", "间隔分布")]
    task_h: Annotated[np.float64, Column("h", "mean length of one", "平均时长")]
    task_law: Annotated[np.int8, Column("code", "law of the length", "时长分布")]

    due_h: Annotated[np.float64, Column("h", "next one falls due; while off duty: duty time still to go", "下次到期")]
    owed: Annotated[np.int64, Column("chores", "due and not finished, the one in hand not counted", "积欠数")]
    left_h: Annotated[np.float64, Column("h", "left of one put down", "剩余时长")]
    turn: Annotated[np.int64, Column("number", "chores that fell due so far", "累计次数")]
    since_h: Annotated[np.float64, Column("h", "other life: duty hours of the handler when it last ended", "上次私务结束时的在岗时长")]


class Roster(Table):
    """One row per roster: weekly hours. `first`..`first+changes` are its rows of `Change`."""

    first: Annotated[np.int64, Column("row", "first change of the week", "首个变更")]
    changes: Annotated[np.int64, Column("changes", "changes a week; 0 = never changes", "每周变更数")]
    first_handler: Annotated[np.int64, Column("row", "first row of its handlers in roster_handler", "首行")]
    handlers: Annotated[np.int64, Column("people", "handlers that follow it", "人数")]
    on: Annotated[np.int8, Column("0/1", "on duty now", "当班")]
    until_h: Annotated[np.float64, Column("h", "time of the next change", "下次变更时刻")]
    next: Annotated[np.int64, Column("number", "the next change; -1 before the run begins", "下一次变更", start=-1)]
    every: Annotated[np.int64, Column("weeks", "on in one of so many weeks", "几周一次", start=1)]
    phase: Annotated[np.int64, Column("number", "which week of the cycle", "周期中第几周")]


class Change(Table):
    """One row per change of a roster within the week."""

    hour: Annotated[np.float64, Column("h of week", "when", "周内时刻")]
    on: Annotated[np.int8, Column("0/1", "on duty from then", "此后当班")]


class Channel(Table):
    """One row per channel, and a last one for patrol."""

    level: Annotated[np.int16, Column("row", "level where its cases enter a hierarchical organisation", "进入层级")]
    desk: Annotated[np.int64, Column("row", "pool of its desk; -1 = no desk, registered at once", "受理台", start=-1)]
    roster: Annotated[np.int64, Column("row", "opening hours; -1 always", "开放时间", start=-1)]
    contact_law: Annotated[np.int8, Column("code", "law of the desk time", "受理时长分布")]
    contact_h: Annotated[np.float64, Column("h", "mean desk time", "平均受理时长")]
    contact_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "变异系数")]
    return_law: Annotated[np.int8, Column("code", "law of the time until the next visit to the desk", "再访间隔分布")]
    return_h: Annotated[np.float64, Column("h", "its mean", "平均再访间隔")]
    return_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "变异系数")]
    lift: Annotated[np.float64, Column("classes", "its cases stand so much higher in line", "直通提级")]
