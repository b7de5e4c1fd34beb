"""What residents think of the organisation, and whom they know. No rows at all where nothing of it is switched on."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Mind(Table):
    """One row per resident, or none."""

    pull: Annotated[np.float64, Column("share", "mu: share of the difference given up in a round of talk", "交谈影响率")]
    susceptibility: Annotated[np.float64, Column("share", "weight of others against own experience", "受影响程度", start=1)]
    key: Annotated[np.uint64, Column("key", "key of its chances", "随机键")]
    trust: Annotated[np.float64, Column("0-1", "trust in the organisation", "对组织的信任", start=0.5)]
    conviction: Annotated[np.float64, Column("0-1", "trust from own experience alone", "仅凭亲身经历的信任", start=0.5)]
    said: Annotated[np.float64, Column("0-1", "trust after this round of talk, while it is worked out", "本轮交谈后的信任")]
    content: Annotated[np.int8, Column("0/1", "the last problem brought to the organisation was solved", "上次问题获解决")]
    petitions: Annotated[np.int16, Column("times", "went outside the system", "信访次数")]
