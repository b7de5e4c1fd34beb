"""Tables of self-management: the charter (one row, or none where residents do not organise) and the yards."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Charter(Table):
    """How the residents' own organisations of yards work, grow and fall apart (science 4.15)."""

    share: Annotated[np.float64, Column("share", "of the named categories' issues, done by the residents of an active yard", "自管比例")]
    law: Annotated[np.int8, Column("code", "law of the time until it is done", "办理时长分布")]
    done_h: Annotated[np.float64, Column("h", "its mean", "平均办理时长")]
    done_cv: Annotated[np.float64, Column("1", "its coefficient of variation", "变异系数")]
    effort: Annotated[np.float64, Column("ratio", "residents' hours per hour of the work", "投入工时比")]
    least_leaders: Annotated[np.int64, Column("people", "x*: active with at least so many leaders", "最少骨干")]
    least_joiners: Annotated[np.float64, Column("share", "n*: and at least this share of joiners", "最低参与率")]
    seats: Annotated[np.int64, Column("people", "leaders at most", "骨干名额")]
    threshold: Annotated[np.float64, Column("share", "mean threshold: joins when so many have", "参与阈值均值")]
    spread: Annotated[np.float64, Column("share", "standard deviation of thresholds", "阈值标准差")]
    pull: Annotated[np.float64, Column("share", "a leader counts as so many who have joined", "骨干带动")]
    pace: Annotated[np.float64, Column("share", "of the way to the target gone in a week", "每周调整率")]
    exit: Annotated[np.float64, Column("1/h", "hazard of a leader's leaving", "骨干离开率")]
    succeed: Annotated[np.float64, Column("1/h", "hazard of an empty seat's being filled where all have joined", "骨干补充率")]


class Yard(Table):
    """One row per yard. The key is fixed; the rest is live."""

    key: Annotated[np.uint64, Column("key", "key of its chances", "随机键")]
    joiners: Annotated[np.float64, Column("share", "who take part, of those who could", "参与率")]
    leaders: Annotated[np.int64, Column("people", "leaders", "骨干数")]
    active: Annotated[np.int8, Column("0/1", "the organisation works now", "自管运转")]
    taken: Annotated[np.int64, Column("issues", "taken up by the residents", "自管事项数")]
    hours: Annotated[np.float64, Column("h", "residents' own hours", "居民投入工时")]
