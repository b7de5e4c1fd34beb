"""Tables of what happens: issues (policy-free), the cases they become, the categories they belong to, visits."""

from typing import Annotated

import numpy as np

from sim.columns import NEVER, Column, Table


class Category(Table):
    """One row per category of issue: what does not depend on who governs."""

    law: Annotated[np.int8, Column("code", "law of work hours (dice.Law)", "工时分布")]
    work_h: Annotated[np.float64, Column("h", "mean work of one visit", "平均工时")]
    work_cv: Annotated[np.float64, Column("1", "coefficient of variation of work", "工时变异系数")]
    priority: Annotated[np.int8, Column("class", "priority class, 0 most urgent", "优先级")]
    deadline_h: Annotated[np.float64, Column("h", "time allowed for resolution", "办理时限")]
    visible: Annotated[np.float64, Column("probability", "a patrol that passes detects it", "巡查发现概率")]
    relapse: Annotated[np.float64, Column("probability", "a completed fix does not hold", "复发概率")]
    repair_cost: Annotated[np.float64, Column("yuan", "mean cost of the works that settle it, where a fund buys them", "平均维修费用")]
    repair_cv: Annotated[np.float64, Column("1", "its coefficient of variation (lognormal)", "维修费用变异系数")]
    shared: Annotated[np.float64, Column("share", "concern more people than their owner", "涉及多人占比")]
    affected: Annotated[np.float64, Column("people", "mean number affected by a shared one", "平均涉及人数")]
    conflict: Annotated[np.float64, Column("0-1", "mean conflict of interests", "平均分歧程度")]


class Issue(Table):
    """One row per latent issue in order of occurrence. Drawn before the run and never written by the engine."""

    occur_h: Annotated[np.float64, Column("h", "occurs", "发生时刻")]
    key: Annotated[np.uint64, Column("key", "key of its chances (dice)", "随机键")]
    resident: Annotated[np.int64, Column("row", "owner", "当事居民")]
    entrance: Annotated[np.int64, Column("row", "where it is", "所在单元")]
    category: Annotated[np.int16, Column("code", "category", "类别")]
    agencies: Annotated[np.int16, Column("agencies", "other agencies whose sign-off it needs", "需会签单位数")]
    severity: Annotated[np.float64, Column("0-1", "how bad it is", "严重程度")]
    difficulty: Annotated[np.float64, Column("0-1", "skill it needs: the quantile of difficulty", "难度分位")]
    authority: Annotated[np.float64, Column("0-1", "authority it needs: the quantile of required power", "所需权限分位")]
    work_h: Annotated[np.float64, Column("h", "work of the first visit at speed 1", "首次工时")]
    patience_h: Annotated[np.float64, Column("h", "waits this long after reporting for a first contact", "耐心时长")]
    notice_h: Annotated[np.float64, Column("h", "occurrence to notice", "察觉延迟")]
    self_h: Annotated[np.float64, Column("h", "notice to going away by itself", "自行消解时长")]
    urge: Annotated[np.float64, Column("1", "unit-exponential threshold of reporting", "上报阈值")]
    prevention: Annotated[np.float64, Column("0-1", "prevented where prevention exceeds this", "预防分位")]


class Case(Table):
    """One row per issue: what truly happened to it. Written by the engine only.

    What every case has comes first, side by side in memory; what only some mechanisms write comes after, by mechanism.
    """

    fate: Annotated[np.int8, Column("code", "where it is or how it ended (Fate)", "现状或结局")]
    stage: Annotated[np.int8, Column("code", "what it waits for (Stage)", "阶段")]
    lawsuit: Annotated[np.int8, Column("0/1", "is dealt with as legal work", "已转法律途径")]
    keyed: Annotated[np.int8, Column("0/1", "leaders have taken it up", "领导督办")]
    channel: Annotated[np.int16, Column("row", "how it was reported; the row after the last channel is patrol", "渠道", start=-1)]
    level: Annotated[np.int16, Column("row", "level that has it", "层级", start=-1)]
    pool: Annotated[np.int64, Column("row", "pool that has it", "岗位组", start=-1)]
    noticed_h: Annotated[np.float64, Column("h", "its resident noticed", "察觉时刻", start=NEVER)]
    reported_h: Annotated[np.float64, Column("h", "reported or detected", "上报时刻", start=NEVER)]
    registered_h: Annotated[np.float64, Column("h", "entered the register", "登记时刻", start=NEVER)]
    assigned_h: Annotated[np.float64, Column("h", "reached the office that could first attend to it", "派达时刻", start=NEVER)]
    contacted_h: Annotated[np.float64, Column("h", "first contact with a handler", "首次响应时刻", start=NEVER)]
    closed_h: Annotated[np.float64, Column("h", "first officially closed", "首次办结时刻", start=NEVER)]
    ended_h: Annotated[np.float64, Column("h", "ended; true resolution if the fate is RESOLVED", "终结时刻", start=NEVER)]
    waited_h: Annotated[np.float64, Column("h", "in lines, over all visits", "排队总时长")]
    worked_h: Annotated[np.float64, Column("h", "handler hours spent, travel included", "耗用工时")]
    resident_h: Annotated[np.float64, Column("h", "its resident's time on the way, in line and at the desk", "居民耗时")]
    left_h: Annotated[np.float64, Column("h", "work left of a job put down; -1 if none was", "剩余工时", start=-1)]
    satisfaction: Annotated[np.float64, Column("latent scale", "of the episode; 0 = as expected", "单次满意度", start=NEVER)]
    visits: Annotated[np.int16, Column("visits", "visits to pools of work", "处置次数")]
    hops: Annotated[np.int16, Column("hops", "referrals and escalations upward", "上报次数")]
    misroutes: Annotated[np.int16, Column("times", "sent to a wrong office and back", "错派次数")]
    returns: Annotated[np.int16, Column("times", "re-opened after closing", "重办次数")]
    reminders: Annotated[np.int16, Column("times", "the resident reminded", "催办次数")]
    trips: Annotated[np.int16, Column("trips", "times its resident has been served at a desk", "到访次数")]
    rounds: Annotated[np.int32, Column("rounds", "patrols that passed it unregistered", "巡查经过次数")]
    refused: Annotated[np.int8, Column("0/1", "this visit will end in a referral: no authority or skill here", "本级无法办理")]
    signed: Annotated[np.int8, Column("0/1", "other agencies have signed off", "已会签")]
    sham: Annotated[np.int8, Column("0/1", "this visit ends in a closure without a solution", "本次为虚假办结")]
    failed: Annotated[np.int16, Column("times", "closings after which the problem was still there or came back", "办结未果次数")]
    entered_h: Annotated[np.float64, Column("h", "entered the line it is in", "入队时刻")]
    rank: Annotated[np.float64, Column("1", "place in line: smaller is sooner", "队列次序值")]
    ticket: Annotated[np.int64, Column("number", "serial of this stay in a line; ties go to the smaller", "排队序号")]
    child: Annotated[np.int64, Column("row", "line: first child", "队列子节点", start=-1)]
    after: Annotated[np.int64, Column("row", "line: next sibling; hidden list: next", "队列后继", start=-1)]
    before: Annotated[np.int64, Column("row", "line: previous sibling or parent; hidden list: previous", "队列前驱", start=-1)]

    # deliberation and self-management
    meetings: Annotated[np.int8, Column("times", "put to a meeting of its council", "上会次数")]
    agreed: Annotated[np.int8, Column("0/1", "its council agreed", "议定")]
    voiced: Annotated[np.int8, Column("0/1", "its owner was heard at the meeting that agreed", "当事人发言")]
    chamber: Annotated[np.int32, Column("row", "chamber whose council hears it; -1 none", "议事会", start=-1)]
    council_h: Annotated[np.float64, Column("h", "waited for meetings", "候会总时长")]

    # register and evaluation
    losses: Annotated[np.int16, Column("times", "mislaid between two offices", "丢件次数")]
    duplicates: Annotated[np.int32, Column("reports", "registered again for neighbours who saw the same", "重复登记数")]
    shams: Annotated[np.int16, Column("times", "closed under pressure without being solved", "虚假办结次数")]
    audits: Annotated[np.int16, Column("times", "re-opened because a call back found it not solved", "回访发现重办次数")]
    counted_h: Annotated[np.float64, Column("h", "repeated reports are counted up to here", "重复上报计至", start=NEVER)]

    # emergency
    put_down: Annotated[np.int16, Column("times", "put down by its handler for an emergency", "因应急中断次数")]
    called_up: Annotated[np.int8, Column("0/1", "an emergency for which a neighbouring pool was called", "调集邻近力量")]
    passed: Annotated[np.int32, Column("rounds", "rounds of visits that passed it unregistered", "走访经过次数")]
    on_visit: Annotated[np.int8, Column("0/1", "found on a visit", "走访发现")]
    handed: Annotated[np.int64, Column("row", "pool it was last handed over to", "已交接岗位组", start=-1)]

    # money and access
    paid: Annotated[np.float64, Column("yuan", "paid for works by a fund", "资金支出")]
    bought: Annotated[np.int16, Column("times", "closings that had failed when works were last paid for; -1 never", "出资时办结未果次数", start=-1)]

    # exit and voice
    exit: Annotated[np.int8, Column("code", "what its resident chose last when let down (Exit)", "受挫后的选择")]
    choices: Annotated[np.int16, Column("times", "its resident was let down and chose", "受挫抉择次数")]


class Visit(Table):
    """One row per service given, kept only when recording is on: the event log."""

    case: Annotated[np.int64, Column("row", "issue", "问题")]
    handler: Annotated[np.int64, Column("row", "handler", "处置人员")]
    stage: Annotated[np.int8, Column("code", "Stage", "阶段")]
    entered_h: Annotated[np.float64, Column("h", "entered the line", "入队")]
    start_h: Annotated[np.float64, Column("h", "handler set out", "开始")]
    finish_h: Annotated[np.float64, Column("h", "handler finished or put it down", "结束")]
    interrupted: Annotated[np.int8, Column("0/1", "put down at the end of a shift or for an emergency", "因下班或应急中断")]
