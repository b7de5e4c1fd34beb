"""One-row tables: rules that hold everywhere in a world, and its live scalars."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Policy(Table):
    """The world's scalars. Residents' behaviour first, then the organisation's rules."""

    report_rate_per_h: Annotated[np.float64, Column("1/h", "base hazard of reporting; inf = at once", "基础上报率")]
    severity_exponent: Annotated[np.float64, Column("1", "a in severity**a", "严重度指数")]
    efficacy_effect: Annotated[np.float64, Column("1", "b_E: ln hazard per unit of efficacy", "效能感系数")]
    efficacy_memory: Annotated[np.float64, Column("1", "phi: share of old experience kept", "经验保留率")]
    one_at_a_time: Annotated[np.int8, Column("0/1", "a resident has at most one open issue", "每人同时至多一件")]
    remind_h: Annotated[np.float64, Column("h", "between reminders; inf = never", "催办间隔")]
    remind_cap: Annotated[np.int64, Column("times", "reminders at most", "催办上限")]
    remind_lifts: Annotated[np.int8, Column("0/1", "a reminder lifts the case one priority class", "催办提级")]
    petition: Annotated[np.float64, Column("probability", "giving up takes the form of a petition", "信访概率")]
    reopen: Annotated[np.float64, Column("probability", "a fix that did not hold is reported again", "复报概率")]
    recheck_law: Annotated[np.int8, Column("code", "law of the time until a failed fix is noticed", "复查时长分布")]
    recheck_h: Annotated[np.float64, Column("h", "its mean", "复查平均时长")]
    recheck_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "变异系数")]
    weight_response: Annotated[np.float64, Column("1", "weight of response in disconfirmation", "响应权重")]
    weight_resolution: Annotated[np.float64, Column("1", "weight of resolution time", "解决时长权重")]
    weight_outcome: Annotated[np.float64, Column("1", "weight of the outcome", "结果权重")]
    loss_aversion: Annotated[np.float64, Column("1", "L_a: factor on disappointment", "损失厌恶")]
    promise_weight: Annotated[np.float64, Column("1", "om: weight of the promise in expectation", "承诺权重")]
    expectation_gain: Annotated[np.float64, Column("1", "adaptation of expectation per episode", "预期调整率")]
    satisfaction_gain: Annotated[np.float64, Column("1", "weight of the last episode in running satisfaction", "满意度更新率")]
    response_share: Annotated[np.float64, Column("share", "promised response time as a share of the deadline", "响应承诺占比")]

    dispatch: Annotated[np.int8, Column("code", "Dispatch", "派单规则")]
    discipline: Annotated[np.int8, Column("code", "Discipline", "排队规则")]
    triage_law: Annotated[np.int8, Column("code", "law of triage time", "分拨时长分布")]
    triage_h: Annotated[np.float64, Column("h", "its mean", "分拨平均时长")]
    triage_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "变异系数")]
    triage_accuracy: Annotated[np.float64, Column("probability", "a case is sent to a right office", "分拨准确率")]
    bounce_h: Annotated[np.float64, Column("h", "mean time a wrong office keeps a case before returning it", "退单平均时长")]
    diagnosis_share: Annotated[np.float64, Column("share", "share of the work done before a case is referred", "诊断占工时比")]
    skill_noise: Annotated[np.float64, Column("1", "spread of skill from case to case; 0 = none", "技能波动")]
    coordination_h: Annotated[np.float64, Column("h", "mean time of one request to another agency", "协调平均时长")]
    parallel: Annotated[np.int8, Column("0/1", "sign-offs run side by side, not one after another", "并联会签")]
    # participation: offers, acceptance, turnover of volunteers
    teams: Annotated[np.int8, Column("0/1", "some people may decline what is offered to them", "有志愿接单")]

    # deliberation, evaluation by residents, self-management
    deliberates: Annotated[np.int8, Column("0/1", "there are councils", "有议事会")]
    lasting: Annotated[np.int8, Column("0/1", "agreement or the way a post works makes fixes hold better", "有降低复发的做法")]
    fair: Annotated[np.int8, Column("0/1", "procedure may be felt to be fairer than usual", "有程序公平效应")]
    review_every_h: Annotated[np.float64, Column("h", "between joint reviews; 0 = requests are made at once", "联席会间隔")]
    agree_base: Annotated[np.float64, Column("logit", "agreement without attendance, inclusion and conflict", "议定基准")]
    agree_attendance: Annotated[np.float64, Column("logit", "by full attendance", "到会系数")]
    agree_inclusion: Annotated[np.float64, Column("logit", "by the share of newcomers' seats", "包容系数")]
    agree_conflict: Annotated[np.float64, Column("logit", "lost by full conflict", "分歧系数")]
    information: Annotated[np.float64, Column("0-1", "perceived fairness added by open affairs", "公开度")]
    fairness_effect: Annotated[np.float64, Column("1", "b_J: satisfaction per unit of perceived fairness", "公平感系数")]
    fairness_failed: Annotated[np.float64, Column("1", "b_JO: more of it where the outcome is bad", "失败时公平感系数")]

    # register, evaluation pressure, risk classes, leaders
    lost: Annotated[np.float64, Column("probability", "a case handed to another office is mislaid", "移交丢件率")]
    duplicates_per_h: Annotated[np.float64, Column("1/h", "repeated reports of what everybody sees; 0 with one register", "重复上报率")]
    favour: Annotated[np.float64, Column("classes", "locals stand higher than newcomers", "偏袒本地居民级数")]
    false_base: Annotated[np.float64, Column("probability", "p0: closed without a solution, without pressure", "无压力时虚假办结率")]
    false_pressure: Annotated[np.float64, Column("probability", "p1: added at boundless pressure", "压力下虚假办结增量")]
    audit_found: Annotated[np.float64, Column("probability", "an unsolved closure is called back and found out", "回访发现率")]
    audit_delay_h: Annotated[np.float64, Column("h", "closure to call back", "办结至回访时长")]
    risk_classes: Annotated[np.int64, Column("classes", "classes of risk", "风险分级数")]
    risk_accuracy: Annotated[np.float64, Column("probability", "put into the right class", "风险识别准确率")]
    resolution_share: Annotated[np.float64, Column("share", "promised resolution time as a share of the deadline", "解决承诺占比")]
    bends: Annotated[np.int8, Column("0/1", "somebody may stand elsewhere than the discipline says", "有插队情形")]
    games: Annotated[np.int8, Column("0/1", "closures without a solution happen", "有虚假办结")]

    # emergency, visits, training, hiring
    emergencies: Annotated[np.int8, Column("0/1", "some categories are emergencies", "有应急类别")]
    preempts: Annotated[np.int8, Column("0/1", "an emergency interrupts less urgent work", "应急可中断")]
    callback_h: Annotated[np.float64, Column("h", "before a hand called from a neighbouring pool sets out", "调集准备时长")]
    hop_factor: Annotated[np.float64, Column("1", "factor on the referral time of emergencies", "应急上报时长系数")]
    triage_factor: Annotated[np.float64, Column("1", "factor on the triage time of emergencies", "应急分拨时长系数")]
    special_difficulty: Annotated[np.float64, Column("0-1", "skill that the untrained lack in special places", "专属场所难度增量")]
    visited: Annotated[np.int8, Column("flags", "lists (VisitList) that somebody visits", "有人走访的名单")]

    # money, services, programmes, access
    purses: Annotated[np.int8, Column("0/1", "some level may buy works from a fund", "有维修资金")]
    prevents: Annotated[np.int8, Column("0/1", "there are services or programmes", "有服务或预防项目")]
    ways: Annotated[np.int8, Column("0/1", "some channel has points, so that distance matters", "距离有影响")]
    trips: Annotated[np.int8, Column("0/1", "some matter needs several visits to a desk", "需多次到访")]

    # residents' minds: trust, talk, exit and voice
    feels: Annotated[np.int8, Column("0/1", "trust or neighbours' success changes the hazard of reporting", "信任影响上报")]
    learns: Annotated[np.int8, Column("0/1", "judged episodes change trust", "经历影响信任")]
    trust_gain: Annotated[np.float64, Column("1", "a_T: weight of the last episode in trust", "信任更新率")]
    trust_loss: Annotated[np.float64, Column("ratio", "k: trust falls this many times as fast", "信任损失倍数")]
    trust_effect: Annotated[np.float64, Column("1", "b_T: ln hazard per unit of trust", "信任系数")]
    cue_effect: Annotated[np.float64, Column("1", "b_N: ln hazard if all neighbours were served", "邻里示范系数")]
    talk: Annotated[np.int8, Column("code", "Talk", "口碑传播规则")]
    talk_every_h: Annotated[np.float64, Column("h", "between rounds of talk", "交谈间隔")]
    talk_tolerance: Annotated[np.float64, Column("0-1", "eps: listens to those who differ less", "交谈容忍差")]
    exits: Annotated[np.int8, Column("0/1", "residents who are let down choose by logit", "退出与发声抉择")]
    petition_odds: Annotated[np.float64, Column("1", "odds of petitioning against leaving quietly after an ordinary failure", "信访优势比")]
    usual_failure: Annotated[np.float64, Column("latent scale", "dissatisfaction with an ordinary failure", "常见失败的不满")]
    exit_dissatisfaction: Annotated[np.float64, Column("1", "ln odds per unit of dissatisfaction", "不满系数")]
    exit_justice: Annotated[np.float64, Column("1", "ln odds per unit of injustice", "程序不公系数")]
    exit_trust: Annotated[np.float64, Column("1", "ln odds lost per unit of trust", "信任系数")]
    exit_peers: Annotated[np.float64, Column("1", "ln odds if all neighbours petitioned", "从众系数")]
    exit_wait: Annotated[np.float64, Column("weight", "go on waiting", "继续等待权重")]
    exit_remind: Annotated[np.float64, Column("weight", "remind", "催办权重")]
    exit_again: Annotated[np.float64, Column("weight", "report once more", "再次上报权重")]
    exit_private: Annotated[np.float64, Column("share", "of those who leave quietly, settle it privately", "自行解决占比")]
    exit_late: Annotated[np.float64, Column("ratio", "later than this many deadlines is a failure", "超期倍数")]
    again_law: Annotated[np.int8, Column("code", "law of the time until it is reported once more", "再次上报间隔分布")]
    again_h: Annotated[np.float64, Column("h", "its mean", "再次上报平均间隔")]
    again_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "变异系数")]
    legal_category: Annotated[np.int16, Column("row", "category of legal work; -1 outside the place", "法律工作类别", start=-1)]
    online_share: Annotated[np.float64, Column("share", "of petitions, made online", "网上信访占比")]
    threat_response: Annotated[np.float64, Column("probability", "a threatened petition is served first", "信访威胁回应率")]

    patrols: Annotated[np.int8, Column("0/1", "somebody patrols", "有巡查")]
    records_visits: Annotated[np.int8, Column("0/1", "write the visit table", "记录处置过程")]


class Live(Table):
    """The world's live scalars."""

    now_h: Annotated[np.float64, Column("h", "time of the last event", "当前时刻")]
    next_issue: Annotated[np.int64, Column("row", "next issue to occur", "下一问题")]
    booked: Annotated[np.int64, Column("entries", "entries in the calendar", "日程条数")]
    serial: Annotated[np.int64, Column("number", "calendar entries ever made", "日程序号")]
    tickets: Annotated[np.int64, Column("number", "stays in lines ever begun", "排队序号")]
    events: Annotated[np.int64, Column("events", "events that happened", "事件数")]
    hidden: Annotated[np.int64, Column("issues", "visible to patrols and not yet registered", "未登记可见问题数")]
    visits: Annotated[np.int64, Column("rows", "rows of the visit table in use", "处置记录数")]
    open_cases: Annotated[np.int64, Column("cases", "reported and not ended", "在办数")]
    open_area_h: Annotated[np.float64, Column("case-h", "integral of open_cases over time", "在办数积分")]
    area_to_h: Annotated[np.float64, Column("h", "the integral is booked up to here", "积分至")]

    # where one organisation has taken over from another (sim.handover): what the accounts of this one do not hold
    opened_h: Annotated[np.float64, Column("h", "this organisation answers from here on; its accounts begin at 0", "现组织启用时刻")]
    paid_before: Annotated[np.float64, Column("yuan", "paid for works before it", "此前资金支出")]
    helped_before_h: Annotated[np.float64, Column("h", "spent on cases by those who may decline, before it", "此前志愿工时")]
    keyed_before: Annotated[np.int64, Column("cases", "taken up by leaders before it", "此前领导督办件数")]


class Appointment(Table):
    """One entry of the calendar: a binary heap ordered by (time, order)."""

    time_h: Annotated[np.float64, Column("h", "when", "时刻")]
    order: Annotated[np.int64, Column("number", "Event * 2**48 + serial: the tie-break", "次序")]
    who: Annotated[np.int64, Column("row", "case, handler or roster", "对象")]
    stamp: Annotated[np.int64, Column("number", "valid only if the object still carries it", "有效戳")]
