"""One run with its reading face, and the replications of one scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.errors import ScenarioError
from sim.metrics import METRICS, measure
from sim.metrics.catalogue import find
from sim.metrics.daily import daily
from sim.metrics.funnel import STAGES, funnel
from sim.observation import observe
from sim.outcome import Outcome, scenario_hash
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.study.interval import Estimate, estimate
from sim.study.many import Job, Kept, Progress, run_many
from sim.study.origin import Origin, summed_checks, versions

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Source = Scenario | str | Path
"""A scenario, or where to load one from."""


MOST_REPLICATES = 2**31

RUN_BOUNDS = "whole numbers; replications from 1 to 1,000,000, seed from 0 to 9,223,372,036,854,775,807"


class Result(Outcome):
    """One finished run as a person reads it: the outcome's tables, and its metrics, funnel, days and official ledger."""

    @cached_property
    def metrics(self) -> dict[str, float]:
        """Every metric by id; nan: nothing to count, inf: never reached."""
        return measure(self)

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row per day of the run: flows of the day, stocks at its end."""
        import pandas as pd

        return pd.DataFrame(daily(self)).set_index("day")

    @cached_property
    def funnel(self) -> pd.DataFrame:
        """The eight stages from latent to satisfied, true counts beside official ones (nan where an office has none)."""
        import pandas as pd

        return pd.DataFrame(funnel(self)).set_index("stage")

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """The official ledger: one row per registered case of the cohort."""
        import pandas as pd

        rows = observe(self)
        return pd.DataFrame({name: rows[name] for name in rows.dtype.names or ()})

    def _repr_html_(self) -> str:
        from sim.study.notebook import html

        return html(self)


def resolve(source: Source) -> Scenario:
    """The scenario itself, or the one loaded from a path or a shipped name. Raises ScenarioError for anything else."""
    if isinstance(source, Scenario):
        return source
    if not isinstance(source, str | Path):
        raise ScenarioError(f"a scenario, a path or the name of a shipped scenario is needed, not {source!r}")
    return load(source)


def with_run(scenario: Scenario, **changes: Any) -> Scenario:
    """The same scenario with other values in its `run` part, checked; a value of None changes nothing."""
    wanted = {name: value for name, value in changes.items() if value is not None}
    if not wanted:
        return scenario
    try:
        run = type(scenario.run).model_validate({**scenario.run.model_dump(), **wanted}, strict=True)
    except ValueError as error:
        bad = ", ".join(f"{name} = {value!r}" for name, value in wanted.items())
        raise ScenarioError(f"the run cannot have {bad}: {RUN_BOUNDS}") from error
    kept = scenario.run.model_copy(update={name: getattr(run, name) for name in wanted})
    return scenario.model_copy(update={"run": kept})


def run(scenario: Source, *, replicate: int = 0, seed: int | None = None) -> Result:
    """One run. The same (scenario, seed, replicate) gives the same bits. Raises ScenarioError, EngineError, CheckError."""
    chosen = with_run(resolve(scenario), seed=seed)
    if not (isinstance(replicate, Integral) and 0 <= replicate < MOST_REPLICATES):
        raise ScenarioError(f"a replicate is a whole number from 0, below {MOST_REPLICATES:,}, not {replicate!r}")
    outcome = simulate(chosen, replicate)
    return Result(outcome.scenario, outcome.replicate, outcome.world, outcome.window, outcome.checks)


@dataclass(frozen=True, eq=False)
class Replications:
    """The same scenario run again and again with other chances; of each run only its numbers are kept."""

    scenario: Scenario
    metric_ids: tuple[str, ...]
    values: Floats
    """(replicate, metric)"""
    checks: dict[str, float | int]
    """Sums over the runs; residuals are the worst of them."""
    funnel_true: Floats
    """(stage,) mean over the runs"""
    funnel_official: Floats

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        return f"<Replications of {self.scenario.title.en!r}, {len(self)} runs, {len(self.metric_ids)} metrics>"

    @property
    def metrics(self) -> pd.DataFrame:
        """One row per replicate, one column per metric."""
        import pandas as pd

        index = pd.RangeIndex(len(self.values), name="replicate")
        return pd.DataFrame(self.values, columns=list(self.metric_ids), index=index)

    def estimate(self, metric: str) -> Estimate:
        """Mean and 95 % t interval of one metric."""
        return estimate(self.values[:, self.metric_ids.index(find(metric).id)])

    def summary(self) -> pd.DataFrame:
        """One row per metric: mean, 95 % t interval (nan where there is none), and why there is none."""
        import pandas as pd

        found = [self.estimate(name) for name in self.metric_ids]
        return pd.DataFrame(
            {
                "mean": [one.mean for one in found],
                "low": [one.low for one in found],
                "high": [one.high for one in found],
                "sd": [one.sd for one in found],
                "replications": [one.n for one in found],
                "reason": [str(one.reason or "") for one in found],
            },
            index=pd.Index(self.metric_ids, name="metric"),
        )

    def to_dict(self, command: str = "") -> dict[str, Any]:
        """Everything as plain values fit for JSON: null with a reason instead of nan and infinity."""
        metrics: dict[str, Any] = {}
        for name in self.metric_ids:
            found = self.estimate(name)
            metrics[name] = {"mean": finite(found.mean), "low": finite(found.low), "high": finite(found.high)}
            if found.reason is not None:
                metrics[name]["reason"] = str(found.reason)
        stages = [
            {"stage": row[0], "true": finite(true), "official": finite(official)}
            for row, true, official in zip(STAGES, self.funnel_true, self.funnel_official, strict=True)
        ]
        title = {"zh": self.scenario.title.zh, "en": self.scenario.title.en}
        origin = Origin(versions(), self.scenario.run.seed, (scenario_hash(self.scenario),), command)
        return {
            "scenario": {"title": title}, "replications": len(self), "metrics": metrics, "funnel": stages,
            "checks": self.checks, "provenance": origin.to_dict(),
        }  # fmt: skip

    def _repr_html_(self) -> str:
        from sim.study.notebook import html

        return html(self)


def replicate(
    scenario: Source,
    replications: int | None = None,
    *,
    metrics: Sequence[str] | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
) -> Replications:
    """Run replicates 0, 1, ... of a scenario, as many as it says or as asked for, and measure each.

    metrics   ids; by default all
    progress  called with (runs done, runs in all)
    workers   threads; by default one per processor. Their number changes no number.
    """
    chosen = with_run(resolve(scenario), seed=seed, replications=replications)
    ids = tuple(find(name).id for name in metrics) if metrics is not None else tuple(METRICS)
    silent = with_run(chosen, record_visits=False)
    kept = run_many([Job(silent, number) for number in range(chosen.run.replications)], ids, progress, workers)
    true, official = mean_funnel(kept)
    return Replications(chosen, ids, np.array([one.metrics for one in kept]), summed_checks(kept), true, official)


def mean_funnel(kept: Sequence[Kept]) -> tuple[Floats, Floats]:
    """Mean of the stages over runs, true and official; nan where an office has no figure in some run."""
    return (
        np.mean([one.funnel_true for one in kept], axis=0),
        np.mean([one.funnel_official for one in kept], axis=0),
    )


def finite(value: float) -> float | None:
    """The number, or None where JSON has no word for it."""
    return float(value) if np.isfinite(value) else None


__all__ = ["Replications", "Result", "Source", "finite", "mean_funnel", "replicate", "resolve", "run", "with_run"]
