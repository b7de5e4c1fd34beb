"""What a metric is: one number of a run, its name, unit, definition and the smallest difference worth talking about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.metrics.cohort import Cohort
from sim.observation import FinishedRun

Direction = Literal["up", "down", "none"]


@dataclass(frozen=True)
class Metric:
    """One number of a run. `direction` says which way is better; "none" that neither is.

    `relevant` is the minimum relevant difference: absolute in `unit`, or a share of the first mean of a comparison if `relative`.
    `of` is the formula on the shared view of a cohort; `compute` makes that view for a single metric.
    """

    id: str
    zh: str
    en: str
    unit: str
    direction: Direction
    definition_zh: str
    definition_en: str
    of: Callable[[Cohort], float]
    relevant: float = 0.02
    relative: bool = False
    headline: bool = False

    def compute(self, outcome: FinishedRun) -> float:
        """Its value for one run; nan if there was nothing to count, inf for a quantile that is never reached."""
        return float(self.of(Cohort(outcome)))
