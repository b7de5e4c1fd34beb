"""Table of jobs that are filled by residents whose own case was employment (science H19)."""

from typing import Annotated

import numpy as np

from sim.columns import Column, Table


class Vacancy(Table):
    """One row per handler who is not there at first, in order of handlers."""

    handler: Annotated[np.int64, Column("row", "handler who will take it", "人员")]
    unit: Annotated[np.int64, Column("row", "unit of the job", "单位")]
    level: Annotated[np.int16, Column("row", "level of the unit", "层级")]
    category: Annotated[np.int16, Column("code", "category whose resolved cases bring people", "来源类别")]
    lag_h: Annotated[np.float64, Column("h", "from the resolved case to the first day of work", "到岗间隔")]
    promised: Annotated[np.int8, Column("0/1", "somebody has been found", "已落实")]
