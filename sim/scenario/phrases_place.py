"""Sentences about who lives where."""

from __future__ import annotations

from sim.scenario.sentences import Sentence

PLACE: dict[str, Sentence] = {
    "place.residents": Sentence("Residents: {old} → {new}", "居民数:{old} → {new}"),
    "place.households": Sentence("Households: {old} → {new}", "户数:{old} → {new}"),
    "place.household_size": Sentence("People per household, where households are not given: {old} → {new}", "户均人口(未给户数时):{old} → {new}"),
    "place.area_km2": Sentence("Area: {old} → {new}", "面积:{old} → {new}"),
    "place.communities": Sentence("Communities in the place: {old} → {new}", "社区数:{old} → {new}"),
    "place.yards": Sentence("Yards or compounds: {old} → {new}", "楼院数:{old} → {new}"),
    "place.buildings": Sentence("Buildings: {old} → {new}", "楼栋数:{old} → {new}"),
    "place.entrances": Sentence("Entrances: {old} → {new}", "单元数:{old} → {new}"),
    "place.newcomer_share": Sentence("{old} → {new} of residents moved in from elsewhere", "外来或新迁入居民占 {old} → {new}"),
    "place.elder_share": Sentence("{old} → {new} of residents are 60 or over", "60 岁及以上居民占 {old} → {new}"),
    "place.child_share": Sentence("{old} → {new} of residents are under 15", "0—14 岁居民占 {old} → {new}"),
    "place.vulnerable_share": Sentence(
        "{old} → {new} of residents are in hardship, disabled or alone in old age", "困难群体占居民 {old} → {new}"
    ),
    "place.member_share": Sentence("{old} → {new} of adults and elders are party members", "党员占成年人 {old} → {new}"),
    "place.volunteer_share": Sentence(
        "{old} → {new} of adults and elders are registered volunteers", "注册志愿者占成年人 {old} → {new}"
    ),
}

__all__ = ["PLACE"]
