"""The way from an entrance to the nearest point of a channel."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table

N_PACES = 2
"""How fast people walk: 0 as most do, 1 as elders and the vulnerable do."""


class Access(Table):
    """One row per (pace, entrance, channel); no rows where distance does not matter to any channel."""

    nearness: Annotated[np.float64, Column("1", "exp(-b_c * effort of the way): factor on the appeal of the channel", "就近系数", start=1)]
    trip_h: Annotated[np.float64, Column("h", "the way there and back", "往返时长")]
