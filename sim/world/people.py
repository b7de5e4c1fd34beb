"""Tables of those who live there: residents and the entrances of their buildings."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Resident(Table):
    """One row per resident. The first block never changes in a run; the second is updated by experience."""

    entrance: Annotated[np.int64, Column("row", "entrance (单元) where the resident lives", "所住单元")]
    household: Annotated[np.int64, Column("row", "household", "所在户")]
    age: Annotated[np.int8, Column("code", "age group (Age)", "年龄组")]
    newcomer: Annotated[np.int8, Column("0/1", "moved in from elsewhere", "外来或新迁入")]
    group: Annotated[np.int8, Column("code", "age * 2 + newcomer", "人群组")]
    vulnerable: Annotated[np.int8, Column("0/1", "in hardship, disabled or living alone in old age", "困难、残疾或独居老人")]
    member: Annotated[np.int8, Column("0/1", "party member", "党员")]
    volunteer: Annotated[np.int8, Column("0/1", "registered volunteer", "注册志愿者")]
    lists: Annotated[np.int8, Column("flags", "lists of home visits the resident is on (VisitList)", "所属走访名单")]

    open_issues: Annotated[np.int64, Column("issues", "occurred and not ended", "未了问题数")]
    successes: Annotated[np.float64, Column("weight", "efficacy: alpha of the beta belief that reporting helps", "效能感 α")]
    failures: Annotated[np.float64, Column("weight", "efficacy: beta of the same belief", "效能感 β")]
    response_habit: Annotated[np.float64, Column("ln ratio", "adapted expectation of response: ln(usual/promised)", "响应预期(对数)")]
    resolution_habit: Annotated[np.float64, Column("ln ratio", "adapted expectation of resolution: ln(usual/promised)", "解决预期(对数)")]
    satisfaction: Annotated[np.float64, Column("latent scale", "running satisfaction, 0 = as expected", "累积满意度")]


class Entrance(Table):
    """One row per entrance (单元): the smallest area. Rows are ordered community, yard, building, entrance."""

    x_m: Annotated[np.float64, Column("m", "east of the place's corner", "东向坐标")]
    y_m: Annotated[np.float64, Column("m", "north of the place's corner", "北向坐标")]
    building: Annotated[np.int64, Column("row", "building", "楼栋")]
    yard: Annotated[np.int64, Column("row", "yard or compound", "楼院/小区")]
    community: Annotated[np.int64, Column("row", "community", "社区")]
    special: Annotated[np.int8, Column("0/1", "in a special place: sea, park, tower, market", "专属场所")]
    first_resident: Annotated[np.int64, Column("row", "first resident", "首位居民")]
    residents: Annotated[np.int64, Column("people", "residents", "居民数")]
    first_hidden: Annotated[np.int64, Column("row", "head of its list of unregistered visible issues", "未登记可见问题链首", start=-1)]
