"""What a person reads of a run: tables with declared columns, the checks that held, where it came from.

An Outcome keeps the final world and makes its tables only when asked for, so a run that only needs its metrics never
imports pandas. Numbers computed from it live one floor up, in metrics.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.scenario.scenario import Scenario
from sim.version import VERSION
from sim.world import World

if TYPE_CHECKING:
    import pandas as pd


class Window(NamedTuple):
    """Hours at which the cohort begins and ends, and the run ends."""

    warm_h: float
    cohort_end_h: float
    end_h: float


@dataclass
class Outcome:
    """One finished run. Tables cover all issues; metrics and the funnel cover the cohort (issues that occur in the window)."""

    scenario: Scenario
    replicate: int
    world: World
    window: Window
    checks: dict[str, float | int] = field(default_factory=dict)

    @cached_property
    def cohort(self) -> npt.NDArray[np.bool_]:
        """Which issues occurred in [warm_h, cohort_end_h)."""
        occur_h = self.world.issue["occur_h"]
        return np.asarray((occur_h >= self.window.warm_h) & (occur_h < self.window.cohort_end_h))

    @property
    def category_ids(self) -> list[str]:
        """Category ids in the order of the codes."""
        return list(self.scenario.categories)

    @property
    def channel_ids(self) -> list[str]:
        """Channel ids in the order of the codes; the last is patrol."""
        return [*self.scenario.channels, "patrol"]

    @property
    def level_ids(self) -> list[str]:
        """Level ids in the order of the codes."""
        return list(self.scenario.levels)

    @property
    def post_ids(self) -> list[str]:
        """Post ids in the order of the codes."""
        return list(self.scenario.posts)

    @cached_property
    def issues(self) -> pd.DataFrame:
        """One row per issue: what it was, and what truly happened to it."""
        from sim.tables import issue_table

        return issue_table(self)

    @cached_property
    def handlers(self) -> pd.DataFrame:
        """One row per handler: post, unit, hours by use."""
        from sim.tables import handler_table

        return handler_table(self)

    @cached_property
    def money(self) -> pd.DataFrame:
        """One row per account: what came in, what went out, what is left."""
        from sim.tables import money_table

        return money_table(self)

    @cached_property
    def visits(self) -> pd.DataFrame:
        """One row per service; empty unless run.record_visits."""
        from sim.tables import visit_table

        return visit_table(self)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """What one needs to make the same outcome again."""
        return {
            "shequ": VERSION,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scenario": self.scenario.title.en,
            "scenario_sha256": scenario_hash(self.scenario),
            "seed": self.scenario.run.seed,
            "replicate": self.replicate,
        }

    def __repr__(self) -> str:
        return f"<Outcome of {self.scenario.title.en!r}, replicate {self.replicate}, {int(self.cohort.sum())} issues>"


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of everything that can change a number of one run: no names, no comments, no number of replications."""
    silent = {"title", "summary", "sources", "extends", "patches", "practices", "apply"}
    kept = scenario.model_dump(mode="json", exclude=dict.fromkeys(silent, True) | {"run": {"record_visits", "replications"}})
    return hashlib.sha256(json.dumps(_without_names(kept), ensure_ascii=False).encode()).hexdigest()


def _without_names(part: Any) -> Any:
    """The same part without the names people read."""
    if isinstance(part, dict):
        return {key: _without_names(value) for key, value in part.items() if key not in ("zh", "en", "evidence")}
    return part
