"""Some of a cohort's issues, seen like the cohort itself, without reading the run's tables again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from sim.metrics.cohort import Cohort, Flags, Floats, Spell


@dataclass(frozen=True, eq=False)
class Part(Cohort):
    """The issues `at` of the cohort `whole`, in the same order.

    Metrics of single issues (what became of them, when) are exactly those of `among`, several times faster where many parts of one run
    are measured. Those of staff, money and the register look at the run, which is whole: for them narrow the run itself.
    """

    whole: Cohort
    at: npt.NDArray[np.intp]
    """(n,) increasing"""

    @cached_property
    def rows(self) -> npt.NDArray[np.intp]:
        """Rows of its issues."""
        return self.whole.rows[self.at]

    @cached_property
    def severity(self) -> Floats:
        """As of the whole."""
        return self.whole.severity[self.at]

    @cached_property
    def due(self) -> Flags:
        """As of the whole."""
        return self.whole.due[self.at]

    @cached_property
    def in_deadline(self) -> Flags:
        """As of the whole."""
        return self.whole.in_deadline[self.at]

    @cached_property
    def reported_h(self) -> Floats:
        """As of the whole."""
        return self.whole.reported_h[self.at]

    @cached_property
    def until_contact(self) -> Spell:
        """As of the whole."""
        whole = self.whole.until_contact
        return Spell(whole.duration_h[self.at], whole.cause[self.at])

    @cached_property
    def satisfaction(self) -> Floats:
        """As of the whole."""
        return self.whole.satisfaction[self.at]


def part_of(whole: Cohort, at: npt.NDArray[np.intp]) -> Part:
    """The issues at these places (n,) of the cohort, increasing."""
    return Part(whole.run, whole, at)


__all__ = ["Part", "part_of"]
