"""Sentences about the register, evaluation and leaders; `phrases` has the rest."""

from __future__ import annotations

from sim.scenario.sentences import Sentence

REGISTER: dict[str, Sentence] = {
    "posts.*.skill_spread": Sentence(
        "Units of post {name} differ in skill by {old} → {new} (logistic spread)", "岗位{name}各单位的技能差异(逻辑斯蒂尺度):{old} → {new}"
    ),
    "dispatch.lost": Sentence(
        "{old} → {new} of cases handed to another office are mislaid", "移交其他单位时丢件的比例:{old} → {new}"
    ),
    "dispatch.duplicates": Sentence(
        "Neighbours report an open problem that everybody sees again, each {old} → {new}",
        "人人可见的未决问题被邻里重复上报的频率:{old} → {new}",
    ),
    "dispatch.registry": Sentence("Repeated reports of the same problem meet: {old} → {new}", "对同一问题的重复上报:{old} → {new}"),
    "dispatch.resolution_promise": Sentence(
        "Residents are promised a resolution within {old} → {new} of the deadline", "向居民承诺的解决时间占时限:{old} → {new}"
    ),
    "dispatch.risk_accuracy": Sentence(
        "{old} → {new} of cases are put into their right class of risk", "风险分级正确的比例:{old} → {new}"
    ),
    "channels.*.lift": Sentence(
        "Cases from channel {name} stand higher in line by {old} → {new}", "渠道{name}的工单排队提级:{old} → {new}"
    ),
    "evaluation.weight": Sentence(
        "Weight of closures in time in the evaluation of offices: {old} → {new}", "单位考核中按时办结的权重:{old} → {new}"
    ),
    "evaluation.listed.*": Sentence(
        "Share of the evaluation's weight that falls on {cases}: {old} → {new}", "{cases}列入考核的程度:{old} → {new}"
    ),
    "evaluation.listed_first": Sentence(
        "Fully evaluated categories stand higher in line by {old} → {new}", "全额列入考核的类别排队靠前:{old} → {new}"
    ),
    "evaluation.easy_first": Sentence(
        "The easiest cases stand higher in line than the hardest by {old} → {new}", "最易的工单比最难的排队靠前:{old} → {new}"
    ),
    "evaluation.visible_first": Sentence(
        "What a passer-by can see stands higher in line by {old} → {new}", "显眼的类别排队靠前:{old} → {new}"
    ),
    "evaluation.favour": Sentence(
        "Locals stand higher in line than newcomers by {old} → {new}", "本地居民比外来居民排队靠前:{old} → {new}"
    ),
    "evaluation.false_base": Sentence(
        "{old} → {new} of visits end in a closure without a solution, even without pressure",
        "没有压力时也未解决即办结的处置:{old} → {new}",
    ),
    "evaluation.audit_share": Sentence(
        "{old} → {new} of closed cases are checked by a call back", "回访督查的办结工单:{old} → {new}"
    ),
    "evaluation.audit_delay_h": Sentence(
        "A call back comes {old} → {new} after the closure", "办结至回访督查的间隔:{old} → {new}"
    ),
    "leaders.every_h": Sentence(
        "Time between leaders' sessions over stuck cases: {old} → {new}", "领导督办滞留工单的间隔:{old} → {new}"
    ),
    "leaders.cap": Sentence("Leaders take up in a session at most {old} → {new}", "领导每次督办至多:{old} → {new}"),
    "leaders.stuck_after_h": Sentence(
        "A case counts as stuck after {old} → {new}", "工单登记后多久算滞留:{old} → {new}"
    ),
}
