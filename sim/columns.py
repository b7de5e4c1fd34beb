"""A table's columns, declared once: type, unit, meaning in two languages, starting value.

    class Entrance(Table):
        x_m: Annotated[np.float64, Column("m", "east of the place's corner", "距场所西南角东向距离")]

    Entrance.dtype            numpy dtype of one row (aligned)
    Entrance.allocate(3)      a numpy.recarray of three rows, each at its starting values
    Entrance.columns          name -> Column, for labels and the data dictionary

Rows are plain C records: compiled kernels read `table[i].x_m` as one load, and the same text runs uncompiled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

import numpy as np

NEVER = float("nan")
"""Starting value of a time that has not come."""


@dataclass(frozen=True)
class Column:
    """Unit, meaning (English, Chinese) and starting value of one column."""

    unit: str
    en: str
    zh: str
    start: float = 0


class Table:
    """Base of all tables; subclasses only declare annotated columns."""

    dtype: ClassVar[np.dtype[Any]]
    columns: ClassVar[dict[str, Column]]

    def __init_subclass__(cls) -> None:
        fields: list[tuple[str, Any]] = []
        cls.columns = {}
        for name, hint in get_type_hints(cls, include_extras=True).items():
            if get_origin(hint) is Annotated:
                scalar, column = get_args(hint)
                fields.append((name, scalar))
                cls.columns[name] = column
        cls.dtype = np.dtype(fields, align=True)

    @classmethod
    def allocate(cls, *shape: int) -> np.recarray[Any, Any]:
        """A new table of the given shape, every row at its starting values."""
        row = np.zeros((), cls.dtype)
        for name, column in cls.columns.items():
            row[name] = column.start
        table = np.empty(shape, cls.dtype)
        # one copy of whole rows: four times quicker than filling column by column
        table.view(f"V{cls.dtype.itemsize}")[...] = row.view(f"V{cls.dtype.itemsize}")
        return table.view(np.recarray)
