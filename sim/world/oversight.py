"""Tables of those who look on: what counts in the evaluation, and the leaders' sessions."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Scorecard(Table):
    """One row per category: how the evaluation of offices sees it."""

    weight: Annotated[np.float64, Column("ratio", "weight of the evaluation times how far the category is listed", "考核权重")]
    head_start: Annotated[np.float64, Column("classes", "its cases stand higher in line because it is evaluated", "考核提级")]
    easy_first: Annotated[np.float64, Column("classes", "between its easiest and its hardest case", "先易后难级数")]


class Leader(Table):
    """One row per body of leaders. The first block is fixed; the second is live."""

    every_h: Annotated[np.float64, Column("h", "between sessions", "督办间隔")]
    cap: Annotated[np.int64, Column("cases", "taken up in a session at most", "每次件数上限")]
    stuck_after_h: Annotated[np.float64, Column("h", "registered so long ago and open: stuck", "滞留认定时长")]
    hours_per_case: Annotated[np.float64, Column("h", "leaders' time per case", "每件用时")]
    cost_per_h: Annotated[np.float64, Column("yuan/h", "cost of an hour", "小时成本")]

    registered: Annotated[np.int64, Column("rows", "rows of the docket in use", "登记册行数")]
    settled: Annotated[np.int64, Column("rows", "first rows of the docket that need no more looking at", "已了结行数")]
    sessions: Annotated[np.int64, Column("sessions", "held", "督办次数")]
    unblocked: Annotated[np.int64, Column("cases", "taken up", "督办件数")]
    spent_h: Annotated[np.float64, Column("h", "leaders' time spent", "督办工时")]
