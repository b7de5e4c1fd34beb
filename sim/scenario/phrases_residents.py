"""Sentences about how residents behave, when problems occur, and how long it is run."""

from __future__ import annotations

from sim.scenario.sentences import Sentence

RESIDENTS: dict[str, Sentence] = {
    "residents.report_per_day": Sentence(
        "Rate at which residents report a grave problem through a channel without effort: {old} → {new}", "居民通过不费力的渠道上报严重问题的速率:{old} → {new}"
    ),
    "residents.self_resolve_per_day": Sentence(
        "Rate at which problems go away or are settled privately: {old} → {new}", "问题自行消失或私下解决的速率:{old} → {new}"
    ),
    "residents.severity_exponent": Sentence(
        "Exponent by which reporting grows with severity: {old} → {new}", "上报速率随严重程度增长的指数:{old} → {new}"
    ),
    "residents.efficacy_effect": Sentence(
        "Effect on reporting of the belief that it helps: {old} → {new}", "效能感对上报的影响系数:{old} → {new}"
    ),
    "residents.efficacy_prior": Sentence(
        "Belief at the beginning that reporting helps, from 0 to 1: {old} → {new}", "初始效能感(0至1):{old} → {new}"
    ),
    "residents.efficacy_weight": Sentence(
        "Experiences that the belief at the beginning is worth: {old} → {new}", "初始效能感相当于几次经历:{old} → {new}"
    ),
    "residents.efficacy_memory": Sentence(
        "{old} → {new} of old experience is kept at each new one", "每有新经历时保留的旧经历:{old} → {new}"
    ),
    "residents.effort_effect": Sentence("Effect on reporting of a channel's effort: {old} → {new}", "渠道费力程度对上报的影响系数:{old} → {new}"),
    "residents.newcomer_know": Sentence(
        "Newcomers' knowledge of the channels over that of others: {old} → {new}", "外来居民知晓渠道为其他人的倍数:{old} → {new}"
    ),
    "residents.newcomer_efficacy": Sentence(
        "Newcomers' belief that reporting helps, compared with others: {old} → {new}", "外来居民效能感与其他人之差:{old} → {new}"
    ),
    "residents.newcomer_effort": Sentence(
        "Extra effort of any channel for newcomers: {old} → {new}", "外来居民使用任何渠道的额外费力:{old} → {new}"
    ),
    "residents.patience.mean_h": Sentence(
        "Residents wait for a first contact before they give up, on average: {old} → {new}", "居民放弃前等待首次联系的平均时间:{old} → {new}"
    ),
    "residents.patience.cv": Sentence(
        "Spread of residents' patience (coefficient of variation): {old} → {new}", "居民耐心的差异(变异系数):{old} → {new}"
    ),
    "residents.remind_every_h": Sentence("Time between a resident's reminders: {old} → {new}", "居民催办的间隔:{old} → {new}"),
    "residents.remind_cap": Sentence("Reminders of a case at most: {old} → {new}", "每件最多催办:{old} → {new}"),
    "residents.petition": Sentence("{old} → {new} of those who give up petition", "放弃等待的居民中信访的比例:{old} → {new}"),
    "residents.recheck.mean_h": Sentence(
        "A fix that did not hold is noticed after {old} → {new} on average", "未能持久的处理平均多久被发现:{old} → {new}"
    ),
    "residents.reopen": Sentence("{old} → {new} of fixes that did not hold are brought up again", "未能持久的处理被再次上报的比例:{old} → {new}"),
    "residents.weight_response": Sentence("Weight of response time in satisfaction: {old} → {new}", "响应时间在满意度中的权重:{old} → {new}"),
    "residents.weight_resolution": Sentence("Weight of resolution time in satisfaction: {old} → {new}", "解决时长在满意度中的权重:{old} → {new}"),
    "residents.weight_outcome": Sentence("Weight of the outcome in satisfaction: {old} → {new}", "结果在满意度中的权重:{old} → {new}"),
    "residents.loss_aversion": Sentence("A disappointment weighs as many times as a pleasant surprise: {old} → {new}", "失望的分量为惊喜的倍数:{old} → {new}"),
    "residents.promise_weight": Sentence("Weight of the promise in what residents expect: {old} → {new}", "承诺在居民预期中的权重:{old} → {new}"),
    "residents.expectation_gain": Sentence(
        "Residents' expectation moves towards each experience by a share of {old} → {new}", "居民预期向每次经历靠拢的比例:{old} → {new}"
    ),
    "residents.satisfaction_gain": Sentence(
        "Weight of the last experience in running satisfaction: {old} → {new}", "最近一次经历在累积满意度中的权重:{old} → {new}"
    ),
    "residents.fairness_effect": Sentence("Effect of perceived fairness on satisfaction: {old} → {new}", "公平感对满意度的影响系数:{old} → {new}"),
    "residents.fairness_when_failed": Sentence(
        "The same, added where the outcome is bad: {old} → {new}", "结果不利时公平感另加的影响系数:{old} → {new}"
    ),
}

DEMAND: dict[str, Sentence] = {
    "demand.issues_per_resident_year": Sentence(
        "Problems of a resident, reported or not: {old} → {new}", "人均潜在问题(无论是否上报):{old} → {new}"
    ),
    "demand.hour_profile": Sentence("Problems over the hours of the day: {old} → {new}", "问题在一天各小时的分布:{old} → {new}"),
    "demand.weekday_profile": Sentence("Problems from Monday to Sunday: {old} → {new}", "问题在周一至周日的分布:{old} → {new}"),
    "demand.month_profile": Sentence("Problems over the twelfths of the year: {old} → {new}", "问题在各月的分布:{old} → {new}"),
    "demand.place_variance": Sentence("Variance of problems between entrances: {old} → {new}", "各单元之间问题多少的方差:{old} → {new}"),
    "demand.day_variance": Sentence("Variance of problems between days: {old} → {new}", "各日之间问题多少的方差:{old} → {new}"),
    "demand.one_at_a_time": Sentence("A resident has at most one open problem: {old} → {new}", "每位居民同时至多一件未决问题:{old} → {new}"),
}

RUN: dict[str, Sentence] = {
    "run.days": Sentence("Days that are measured: {old} → {new}", "统计天数:{old} → {new}"),
    "run.warm_up_days": Sentence("Days simulated before those that are measured: {old} → {new}", "统计前的预热天数:{old} → {new}"),
    "run.follow_up_days": Sentence("Days simulated after those that are measured: {old} → {new}", "统计后的随访天数:{old} → {new}"),
    "run.replications": Sentence("Replications, unless told otherwise: {old} → {new}", "默认重复次数:{old} → {new}"),
    "run.seed": Sentence("Master seed of all chances: {old} → {new}", "随机主种子:{old} → {new}"),
    "run.record_visits": Sentence("Every single visit is kept in a table: {old} → {new}", "是否逐次记录处置:{old} → {new}"),
}

OTHERS: dict[str, Sentence] = {
    "place.mean_ties": Sentence("Social ties of a resident on average: {old} → {new}", "人均社会联系:{old} → {new}"),
    "place.special_difficulty": Sentence(
        "In special places problems are harder for people not trained for them, by {old} → {new}", "专属场所的问题对未受专门培训者的难度增量:{old} → {new}"
    ),
    "posts.*.line_limit": Sentence("Longest line of post {name}: {old} → {new}", "岗位{name}的队长上限:{old} → {new}"),
    "posts.*.speed": Sentence("Work that post {name} does in an hour: {old} → {new}", "岗位{name}每小时完成的工作量:{old} → {new}"),
    "posts.*.travel_m_per_s": Sentence("Post {name} travels at {old} → {new}", "岗位{name}的行进速度:{old} → {new}"),
    "posts.*.travel_setup_h": Sentence("Getting ready for a trip takes post {name} {old} → {new}", "岗位{name}每次出发准备用时:{old} → {new}"),
    "posts.*.visit_h": Sentence("A home visit of post {name} takes {old} → {new}", "岗位{name}每户走访用时:{old} → {new}"),
    "posts.*.training_h": Sentence("A class of post {name} takes {old} → {new} off work", "岗位{name}每次脱岗培训用时:{old} → {new}"),
    "posts.*.training_gain": Sentence("Skill that post {name} gains in a class: {old} → {new}", "岗位{name}每次培训的技能增量:{old} → {new}"),
    "posts.*.training_cap": Sentence("Most skill that post {name} gains by classes: {old} → {new}", "岗位{name}培训技能增量的上限:{old} → {new}"),
    "emergency.callback_h": Sentence(
        "A hand of another unit who is called to an emergency sets out after {old} → {new}", "应急时从其他单位调集的人员出发前准备:{old} → {new}"
    ),
    "emergency.hop_factor": Sentence(
        "Referral time of an emergency over that of other cases: {old} → {new}", "应急工单上报用时为其他工单的倍数:{old} → {new}"
    ),
    "emergency.triage_factor": Sentence(
        "Triage time of an emergency over that of other cases: {old} → {new}", "应急工单分拨用时为其他工单的倍数:{old} → {new}"
    ),
    "dispatch.diagnosis_share": Sentence(
        "{old} → {new} of the work is done before a case is found to need another level", "发现须转其他层级之前已做的工作占:{old} → {new}"
    ),
}

__all__ = ["DEMAND", "OTHERS", "RESIDENTS", "RUN"]
