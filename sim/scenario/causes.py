"""The causal channels through which a practice may act (science section 2), and which fields of a scenario each one is.

A practice that claims "authority" may change authority and nothing else; a test compares every path of every `set` with the
channels the practice declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.scenario.quantity import Title

CAUSES: dict[str, Title] = {
    "AR": Title(zh="发生与预防", en="arrivals and prevention"),
    "RP": Title(zh="上报", en="reporting"),
    "DT": Title(zh="发现", en="detection"),
    "TR": Title(zh="分拨与登记", en="triage and register"),
    "TV": Title(zh="路途与距离", en="travel and distance"),
    "CP": Title(zh="人力", en="capacity"),
    "SK": Title(zh="技能", en="skill"),
    "AU": Title(zh="权限与协调", en="authority and coordination"),
    "QD": Title(zh="排队规则", en="queue discipline"),
    "HR": Title(zh="时段", en="hours"),
    "PL": Title(zh="串并联", en="serial or parallel"),
    "MO": Title(zh="参与意愿", en="motivation"),
    "FA": Title(zh="公平与议事", en="fairness and deliberation"),
    "TN": Title(zh="信任与关系", en="trust and network"),
    "EX": Title(zh="退出与信访", en="exit, petition, legal route"),
    "ME": Title(zh="考评与激励", en="measurement and incentives"),
    "BU": Title(zh="资金", en="money"),
}

CHANNEL_OF: tuple[tuple[str, str], ...] = (
    ("categories", "AR"),
    ("channels.*.contact", "CP"),
    ("channels.*.desk_cost_per_h", "BU"),
    ("channels.*.desks", "CP"),
    ("channels.*.direct", "AU CP"),
    ("channels.*.effort", "RP"),
    ("channels.*.effort_per_km", "TV RP"),
    ("channels.*.elder_effort", "RP"),
    ("channels.*.elder_know", "RP"),
    ("channels.*.hours", "HR"),
    ("channels.*.know", "RP"),
    ("channels.*.level", "TR AU QD"),
    ("channels.*.lift", "QD"),
    ("channels.*.newcomer_effort", "RP"),
    ("channels.*.newcomer_know", "RP"),
    ("channels.*.only", "RP"),
    ("channels.*.points", "TV RP"),
    ("channels.*.return_after", "TV"),
    ("channels.*.trips", "TV PL TR"),
    ("demand", "AR"),
    ("dispatch.bounce_h", "TR"),
    ("dispatch.cooperation", "AU"),
    ("dispatch.coordination_h", "AU"),
    ("dispatch.diagnosis_share", "SK"),
    ("dispatch.discipline", "QD"),
    ("dispatch.duplicates", "TR RP"),
    ("dispatch.lost", "TR"),
    ("dispatch.prevention", "AR"),
    ("dispatch.registry", "TR"),
    ("dispatch.reminders_lift", "QD"),
    ("dispatch.resolution_promise", "FA ME"),
    ("dispatch.response_promise", "FA ME"),
    ("dispatch.risk_accuracy", "QD"),
    ("dispatch.risk_classes", "QD"),
    ("dispatch.rule", "TR"),
    ("dispatch.sign_off", "PL"),
    ("dispatch.skill_noise", "SK"),
    ("dispatch.triage", "TR"),
    ("dispatch.triage_accuracy", "TR"),
    ("emergency", "QD AU CP"),
    ("evaluation", "ME"),
    ("funds", "BU AU"),
    ("leaders.cost_per_h", "BU"),
    ("leaders.hours_per_case", "CP"),
    ("leaders", "AU QD"),
    ("levels.*.authority", "AU"),
    ("levels.*.escalate_after_h", "QD"),
    ("levels.*.parent", "AU"),
    ("levels.*.reach", "AU"),
    ("levels.*.refer", "AU"),
    ("levels.*.units", "DT TV QD"),
    ("place", "AR"),
    ("posts.*.acceptance.authority", "AU"),
    ("posts.*.acceptance.distance_per_km", "TV MO"),
    ("posts.*.acceptance", "MO"),
    ("posts.*.admin_load", "CP"),
    ("posts.*.admin_task_h", "CP"),
    ("posts.*.by_turns", "HR CP"),
    ("posts.*.call_cap", "MO TR"),
    ("posts.*.call_h", "TR MO"),
    ("posts.*.cost_per_h", "BU"),
    ("posts.*.forget_half_life_h", "SK"),
    ("posts.*.every_weeks", "HR"),
    ("posts.*.fallback_h", "QD MO"),
    ("posts.*.fte", "CP"),
    ("posts.*.handover_h", "AU TR"),
    ("posts.*.head_count", "CP"),
    ("posts.*.hire_lag_h", "CP"),
    ("posts.*.hires", "CP"),
    ("posts.*.hires_from", "CP"),
    ("posts.*.level", "AU CP"),
    ("posts.*.line_limit", "QD"),
    ("posts.*.look_per_h", "MO"),
    ("posts.*.overflow", "QD"),
    ("posts.*.patrol_every_h", "DT"),
    ("posts.*.patrol_h", "DT"),
    ("posts.*.patrol_law", "DT"),
    ("posts.*.progress_ratio", "SK"),
    ("posts.*.role", "CP MO"),
    ("posts.*.roster", "HR"),
    ("posts.*.serves", "TR SK CP"),
    ("posts.*.shift_end", "HR"),
    ("posts.*.skill", "SK"),
    ("posts.*.special", "SK QD"),
    ("posts.*.speed", "SK"),
    ("posts.*.takes", "TR MO"),
    ("posts.*.total", "CP"),
    ("posts.*.training_cap", "SK"),
    ("posts.*.training_every_h", "SK"),
    ("posts.*.training_gain", "SK"),
    ("posts.*.training_h", "SK CP"),
    ("posts.*.travel_detour", "TV"),
    ("posts.*.travel_m_per_s", "TV"),
    ("posts.*.travel_setup_h", "TV"),
    ("posts.*.travels", "TV"),
    ("posts.*.visit_every_h", "DT"),
    ("posts.*.visit_finds", "DT"),
    ("posts.*.visit_group", "DT"),
    ("posts.*.visit_h", "DT CP"),
    ("posts.*.turnover", "CP MO"),
    ("programmes.*.cost_per_year", "BU"),
    ("programmes", "AR"),
    ("residents.effort_effect", "RP"),
    ("residents.newcomer_efficacy", "RP"),
    ("residents.newcomer_effort", "RP"),
    ("residents.newcomer_know", "RP"),
    ("residents.petition", "EX"),
    ("residents.promise_weight", "FA"),
    ("residents.remind_cap", "RP"),
    ("residents.remind_every_h", "RP"),
    ("residents.reopen", "RP"),
    ("residents.report_per_day", "RP"),
    ("services.*.cost_per_month", "BU"),
    ("services.*.fund", "BU"),
    ("services", "AR CP"),
)
"""Pattern of a path and the channels it may be (several: any of them), in alphabetical order; the first that fits counts."""

SILENT = ("zh", "en", "evidence")
"""What people read and no run depends on: no cause."""


def causes_of(path: Iterable[str | int]) -> frozenset[str]:
    """The causal channels that the field at a path belongs to; empty if it is not listed."""
    name = ".".join(str(part) for part in path)
    for pattern, codes in CHANNEL_OF:
        if re.fullmatch(re.escape(pattern).replace(r"\*", r"[^.]+") + r"(\..+)?", name):
            return frozenset(codes.split())
    return frozenset()


__all__ = ["CAUSES", "CHANNEL_OF", "SILENT", "causes_of"]
