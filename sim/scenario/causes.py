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
    ("councils.*.cost_per_h", "BU"),
    ("councils.*.every_h", "FA HR PL"),
    ("councils.*.first_h", "FA HR PL"),
    ("councils.*.lasting", "AR FA"),
    ("councils.*.online", "FA HR"),
    ("councils", "FA PL"),
    ("demand", "AR"),
    ("dispatch.bounce_h", "TR"),
    ("dispatch.cooperation", "AU"),
    ("dispatch.cooperation_by", "AU"),
    ("dispatch.coordination_by", "AU"),
    ("dispatch.coordination_h", "AU"),
    ("dispatch.diagnosis_share", "SK"),
    ("dispatch.discipline", "QD"),
    ("dispatch.duplicates", "TR RP"),
    ("dispatch.information", "FA"),
    ("dispatch.lost", "TR"),
    ("dispatch.prevention", "AR"),
    ("dispatch.registry", "TR"),
    ("dispatch.reminders_lift", "QD"),
    ("dispatch.resolution_promise", "FA ME"),
    ("dispatch.response_promise", "FA ME"),
    ("dispatch.review_every_h", "PL"),
    ("dispatch.risk_accuracy", "QD"),
    ("dispatch.risk_classes", "QD"),
    ("dispatch.rule", "TR TV"),
    ("dispatch.sign_off", "PL"),
    ("dispatch.skill_noise", "SK"),
    ("dispatch.triage", "TR"),
    ("dispatch.triage_accuracy", "TR"),
    ("emergency", "QD AU CP"),
    ("evaluation", "ME"),
    ("exit", "EX"),
    ("funds", "BU AU"),
    ("inclusion.ties", "TN"),
    ("inclusion", "RP"),
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
    ("place.homophily", "TN"),
    ("place.mean_ties", "TN"),
    ("place.newcomer_ties", "TN"),
    ("place.weak_tie_share", "TN"),
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
    ("posts.*.lasting", "AR FA SK"),
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
    ("posts.*.skill_spread", "SK"),
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
    ("posts.*.turnover", "CP MO"),
    ("posts.*.visit_every_h", "DT"),
    ("posts.*.visit_finds", "DT"),
    ("posts.*.visit_group", "DT"),
    ("posts.*.visit_h", "DT CP"),
    ("posts.*.voice", "FA"),
    ("programmes.*.cost_per_year", "BU"),
    ("programmes", "AR"),
    ("residents.agree_attendance", "FA"),
    ("residents.agree_base", "FA"),
    ("residents.agree_conflict", "FA"),
    ("residents.agree_inclusion", "FA"),
    ("residents.effort_effect", "RP"),
    ("residents.fairness_effect", "FA"),
    ("residents.fairness_when_failed", "FA"),
    ("residents.newcomer_efficacy", "RP"),
    ("residents.newcomer_effort", "RP"),
    ("residents.newcomer_know", "RP"),
    ("residents.patience", "EX"),
    ("residents.petition", "EX"),
    ("residents.promise_weight", "FA"),
    ("residents.remind_cap", "RP"),
    ("residents.remind_every_h", "RP"),
    ("residents.reopen", "RP"),
    ("residents.report_per_day", "RP"),
    ("self_management", "AR CP TN"),
    ("services.*.cost_per_month", "BU"),
    ("services.*.fund", "BU"),
    ("services", "AR CP"),
    ("talk", "TN"),
    ("trust", "TN"),
)
"""Pattern of a path and the channels it may be (several: any of them), in alphabetical order; the longest that fits counts."""

ENTAILED: tuple[tuple[str, str], ...] = (
    ("channels.*.desk_cost_per_h", "CP"),
    ("channels.*.hours", "RP"),
    ("channels.*.level", "RP"),
    ("levels.*.parent", "CP"),
    ("levels.*.units", "CP"),
    ("posts.*.cost_per_h", "CP"),
    ("posts.*.every_weeks", "CP"),
    ("posts.*.fte", "CP"),
    ("posts.*.head_count", "CP"),
    ("posts.*.level", "CP"),
    ("posts.*.role", "CP"),
    ("posts.*.roster", "CP"),
    ("posts.*.total", "CP"),
    ("posts.*.travels", "CP"),
)
"""What a new post, channel or level cannot exist without: whose the people are, how many, where, when and at what price. In a thing
that a practice adds these are part of adding it (people: capacity; a door: reporting) and of no further cause; in a thing that is
there already they are what `CHANNEL_OF` says. All else of a new thing (its skill, who may decline, what it finds, its powers) is a
cause by itself, new or not."""

SILENT = ("zh", "en", "evidence")
"""What people read and no run depends on: no cause."""


def causes_of(path: Iterable[str | int], new: bool = False) -> frozenset[str]:
    """The causal channels that the field at a path belongs to; empty if it is not listed.

    `new` says that the path lies in a post, channel or level that the same change adds: what it entails counts as adding it as well.
    """
    name = ".".join(str(part) for part in path)
    entailed = frozenset(code for pattern, codes in ENTAILED if new and _fits(pattern, name) for code in codes.split())
    for pattern, codes in sorted(CHANNEL_OF, key=lambda row: -len(row[0])):
        if _fits(pattern, name):
            return entailed | frozenset(codes.split())
    return frozenset()


def _fits(pattern: str, name: str) -> bool:
    """Whether a path's name is the field of a pattern or lies in it."""
    return re.fullmatch(re.escape(pattern).replace(r"\*", r"[^.]+") + r"(\..+)?", name) is not None


__all__ = ["CAUSES", "CHANNEL_OF", "ENTAILED", "SILENT", "causes_of"]
