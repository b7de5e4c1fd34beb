"""Several organisations, the same residents with the same problems: what differs, and is it enough to talk about?

Replicate r of every option uses the same (seed, r), so a case meets the same chances under each; all differences are
paired, against the first option. With m the smallest difference worth talking about (of a relative metric: that share
of the first option's mean) and [low, high] the paired 95 % t interval, the verdict is

    no difference   [low, high] lies within [-m, +m]
    higher, lower   otherwise, if the interval leaves 0 out
    cannot tell     otherwise, or if there is no interval; with the reason, and the replications that would settle it

Enough replications are those that bring the half-width to m / 2: whatever the difference then is, one of the first
three applies.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.errors import UnknownNameError
from sim.locale import mark
from sim.metrics import HEADLINES, METRICS, Metric
from sim.metrics.catalogue import find
from sim.study.interval import Estimate, Pairing, Reason, estimate, holm, p_value, pairing, replications_for
from sim.study.many import Job, Kept, Look, Progress, run_many
from sim.study.origin import Origin, summed_checks, versions
from sim.study.plan import Mode, Plan, line_up
from sim.study.run import Source, finite, mean_funnel, with_run

if TYPE_CHECKING:
    import pandas as pd

    from sim.study.split import Split

Floats = npt.NDArray[np.float64]
Verdict = Literal["higher", "lower", "no difference", "cannot tell"]

VERDICTS: dict[Verdict, str] = {
    "higher": mark("higher"),
    "lower": mark("lower"),
    "no difference": mark("no difference"),
    "cannot tell": mark("cannot tell"),
}
"""The verdicts as the catalogue of translations knows them."""

WEAK_PAIRING = 1.2
"""Below this variance ratio common chances bring next to nothing: the runs have fallen out of step."""

ENOUGH_TO_PAIR = 10
"""With fewer replications the variance ratio itself is little more than chance."""


class Difference(NamedTuple):
    """One metric of one option, minus that of the first option."""

    metric: str
    option: int
    difference: float
    low: float
    high: float
    verdict: Verdict
    relevant: float
    """the smallest difference worth talking about, in the metric's own unit"""
    reason: Reason | None
    p: float
    """two-sided p of the paired t test; says something about the number of replications, nothing about the world"""


def judge(metric: Metric, option: int, first: Floats, other: Floats, yardstick: Floats | None = None) -> Difference:
    """The verdict on two columns (n,) of the same replications; relative to the mean of `first`, or of the yardstick."""
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        found = estimate(other - first)
    measure = first if yardstick is None else yardstick
    base = abs(float(measure.mean())) if np.isfinite(measure).all() else math.nan
    relevant = metric.relevant * base if metric.relative else metric.relevant
    if found.reason is not None:
        why = _infinite(first, other) or found.reason
        mean = found.mean if math.isfinite(found.mean) else math.nan
        return Difference(metric.id, option, mean, math.nan, math.nan, "cannot tell", relevant, why, math.nan)
    verdict, reason = verdict_on(found, relevant)
    return Difference(metric.id, option, found.mean, found.low, found.high, verdict, relevant, reason, p_value(found))


def verdict_on(found: Estimate, relevant: float) -> tuple[Verdict, Reason | None]:
    """The verdict on a paired difference that has an interval; of one that cannot be told, the replications that would settle it."""
    if -relevant <= found.low and found.high <= relevant:
        return "no difference", None
    if found.low > 0:
        return "higher", None
    if found.high < 0:
        return "lower", None
    needed = replications_for(found.sd, relevant / 2)
    return "cannot tell", Reason("hopeless") if needed is None else Reason("wide", needed=needed)


def _infinite(first: Floats, other: Floats) -> Reason | None:
    """The reason to give where both are infinite, for their difference is merely undefined."""
    if np.isnan(first).any() or np.isnan(other).any():
        return None
    runs = int((np.isinf(first) | np.isinf(other)).sum())
    return Reason("infinite", runs, len(first)) if runs else None


@dataclass(frozen=True, eq=False)
class Comparison:
    """Options side by side: what was run, every metric of every run, and the differences from the first option."""

    plan: Plan
    metric_ids: tuple[str, ...]
    values: Floats
    """(option, replicate, metric)"""
    checks: dict[str, float | int]
    funnel_true: Floats
    """(option, stage) mean over the runs"""
    funnel_official: Floats
    equal: Comparison | None = None
    """the same with the first option's wages and cash for all, where both were asked for"""
    looks: tuple[tuple[Any, ...], ...] = ()
    """[option][replicate] what the caller's look found in each run; () if none was asked for. Options that run alike share them."""

    def __repr__(self) -> str:
        first, *others = (option.id for option in self.plan.options)
        return f"<Comparison of {first!r} with {', '.join(map(repr, others))}, {self.replications} replications>"

    @property
    def identical(self) -> tuple[str, ...]:
        """Ids of the options that change nothing against the first."""
        return self.plan.identical

    @property
    def replications(self) -> int:
        """Paired runs of each option."""
        return int(self.values.shape[1])

    @cached_property
    def means(self) -> Floats:
        """(option, metric); nan where a run has no value, inf where one is infinite."""
        return np.array([[estimate(column).mean for column in option.T] for option in self.values])

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Every option after the first, every metric."""
        return tuple(
            self._difference(option, name) for option in range(1, len(self.values)) for name in self.metric_ids
        )

    def _difference(self, option: int, name: str) -> Difference:
        at = self.metric_ids.index(name)
        if self.plan.same_as[option] == 0:
            relevant = judge(METRICS[name], option, self.values[0, :, at], self.values[0, :, at]).relevant
            return Difference(name, option, 0.0, 0.0, 0.0, "no difference", relevant, Reason("identical"), 1.0)
        return judge(METRICS[name], option, self.values[0, :, at], self.values[option, :, at])

    def difference(self, metric: str, option: int | str = 1) -> Difference:
        """The difference of one metric of one option (by number or id). Raises UnknownNameError."""
        ids = [one.id for one in self.plan.options]
        if isinstance(option, str):
            if option not in ids:
                raise UnknownNameError(f"no option is called {option!r}; there are {', '.join(ids)}")
            option = ids.index(option)
        name = find(metric).id
        for one in self.differences:
            if one.option == option and one.metric == name:
                return one
        raise UnknownNameError(f"the comparison holds no difference of {name!r} for option {option}")

    @cached_property
    def holm(self) -> dict[tuple[str, int], float]:
        """(metric, option) -> p adjusted by Holm over all headline metrics and all options together."""
        family = [one for one in self.differences if one.metric in HEADLINES]
        adjusted = holm([one.p for one in family])
        return {(one.metric, one.option): p for one, p in zip(family, adjusted, strict=True)}

    @cached_property
    def pairing(self) -> dict[str, tuple[Pairing, ...]]:
        """Metric -> what common chances were worth, for every option after the first."""
        first, *others = self.values
        return {
            name: tuple(pairing(first[:, at], other[:, at]) for other in others)
            for at, name in enumerate(self.metric_ids)
        }

    @property
    def weakly_paired(self) -> tuple[str, ...]:
        """Headline metrics whose variance ratio is below WEAK_PAIRING for some option; none of too few replications."""
        if self.replications < ENOUGH_TO_PAIR:
            return ()
        return tuple(
            name
            for name in self.metric_ids
            if name in HEADLINES and any(pair.variance_ratio < WEAK_PAIRING for pair in self.pairing[name])
        )

    @cached_property
    def split(self) -> tuple[Split, ...]:
        """Every difference as structure (equal - first) plus resources (documented - equal); () unless both were run."""
        from sim.study.split import split

        return split(self)

    @property
    def table(self) -> pd.DataFrame:
        """One row per metric and option, with Holm's p (headline metrics only) and the replications still needed."""
        import pandas as pd

        rows = []
        for one in self.differences:
            at = self.metric_ids.index(one.metric)
            pair = self.pairing[one.metric][one.option - 1]
            rows.append(
                {
                    "metric": one.metric,
                    "option": self.plan.options[one.option].id,
                    "before": self.means[0, at],
                    "after": self.means[one.option, at],
                    **{name: getattr(one, name) for name in ("difference", "low", "high", "verdict", "relevant", "p")},
                    "p_holm": self.holm.get((one.metric, one.option), math.nan),
                    "variance_ratio": pair.variance_ratio,
                    "correlation": pair.correlation,
                    "replications_needed": one.reason.needed if one.reason and one.reason.needed else math.nan,
                    "reason": str(one.reason or ""),
                }
            )
        return pd.DataFrame(rows)

    @property
    def runs(self) -> pd.DataFrame:
        """One row per option and replicate, one column per metric."""
        import pandas as pd

        ids = [option.id for option in self.plan.options]
        index = pd.MultiIndex.from_product([ids, range(self.replications)], names=["option", "replicate"])
        return pd.DataFrame(self.values.reshape(len(index), -1), index=index, columns=list(self.metric_ids))

    def to_dict(self, command: str = "") -> dict[str, Any]:
        """Everything as plain values fit for JSON: null with a reason instead of nan and infinity."""
        from sim.study.split import resources_dict

        scenarios = [
            {"id": one.id, "title": {"zh": one.scenario.title.zh, "en": one.scenario.title.en}}
            for one in self.plan.options
        ]
        origin = Origin(versions(), self.plan.seed, tuple(option.sha256 for option in self.plan.options), command)
        return {
            "scenarios": scenarios,
            "replications": self.replications,
            "metrics": self.metrics_dict(),
            "resources": resources_dict(self),
            "checks": self._checks_dict(),
            "provenance": origin.to_dict(),
        }

    def metrics_dict(self) -> dict[str, Any]:
        """Means and differences of every metric as plain values."""
        return {name: self._metric_dict(name) for name in self.metric_ids}

    def _metric_dict(self, name: str) -> dict[str, Any]:
        at = self.metric_ids.index(name)
        found: dict[str, Any] = {"values": [finite(value) for value in self.means[:, at]]}
        reasons = [estimate(option[:, at]).reason for option in self.values]
        if None in found["values"]:
            found["reason"] = [
                None if value is not None else str(why) for value, why in zip(found["values"], reasons, strict=True)
            ]
        found["differences"] = [_difference_dict(one) for one in self.differences if one.metric == name]
        return found

    def _checks_dict(self) -> dict[str, Any]:
        pairs = {
            name: [{"variance_ratio": finite(p.variance_ratio), "correlation": finite(p.correlation)} for p in found]
            for name, found in self.pairing.items()
        }
        return {
            **self.checks,
            "identical": list(self.identical),
            "cautions": [str(caution) for caution in self.plan.cautions],
            "weakly_paired": list(self.weakly_paired),
            "pairing": pairs,
        }

    def to_json(self, command: str = "") -> str:
        """The text of `to_dict`; the same bytes for the same comparison and command."""
        return json.dumps(self.to_dict(command), ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    def _repr_html_(self) -> str:
        from sim.study.notebook import html

        return html(self)


def _difference_dict(one: Difference) -> dict[str, Any]:
    found = {
        "versus": 0, "difference": finite(one.difference), "low": finite(one.low), "high": finite(one.high), "verdict": one.verdict,
        "scenario": one.option,
    }  # fmt: skip
    return found if one.reason is None else {**found, "reason": str(one.reason)}


def compare(
    scenarios: Sequence[Source],
    replications: int | None = None,
    metrics: Sequence[str] | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    resources: Mode = "documented",
) -> Comparison:
    """Run every scenario on the same chances and compare all with the first.

    scenarios     two or more, loaded or by path or shipped name
    replications  runs of each; by default what the first scenario says
    metrics       ids; by default all
    seed          master seed of all; by default the first scenario's
    progress      called with (runs done, runs in all)
    workers       threads; by default one per processor. Their number changes no number.
    resources     "documented": as written; "equal": the others get the wages and the cash of the first; "both": as written,
                  with `equal` beside it and every difference split into structure and resources (`split`)
    """
    return carry_out(line_up(scenarios, replications, seed, resources=resources), metrics, progress, workers)


def carry_out(
    plan: Plan, metrics: Sequence[str] | None = None, progress: Progress | None = None, workers: int | None = None,
    look: Look | None = None, record_visits: bool = False,
) -> Comparison:
    """Run what was lined up. Options that run exactly alike are run once.

    look           called with every run while it is there; what it returns is kept as `looks` of the comparison
    record_visits  whether the look needs the visits; they change no number
    """  # fmt: skip
    found = _run(plan.whole, metrics, progress, workers, look, record_visits)
    if plan.equal is None:
        return found
    n = len(plan.options)
    return replace(_part(found, plan, [*range(n)]), equal=_part(found, plan.equal, [0, *range(n, 2 * n - 1)]))


def _part(whole: Comparison, plan: Plan, rows: list[int]) -> Comparison:
    """The comparison of some of the options; its checks are those of all runs."""
    values, true, official = whole.values[rows], whole.funnel_true[rows], whole.funnel_official[rows]
    looks = tuple(whole.looks[row] for row in rows) if whole.looks else ()
    return Comparison(plan, whole.metric_ids, values, whole.checks, true, official, looks=looks)


def _run(
    plan: Plan, metrics: Sequence[str] | None, progress: Progress | None, workers: int | None, look: Look | None, record_visits: bool
) -> Comparison:
    ids = tuple(find(name).id for name in metrics) if metrics is not None else tuple(METRICS)
    first_of_kind = sorted(set(plan.same_as))
    scenarios = [with_run(plan.options[at].scenario, record_visits=record_visits) for at in first_of_kind]
    jobs = [Job(scenario, number) for number in range(plan.replications) for scenario in scenarios]
    kept = run_many(jobs, ids, progress, workers, look)
    of_option: list[list[Kept]] = [kept[first_of_kind.index(twin) :: len(scenarios)] for twin in plan.same_as]
    stages = [mean_funnel(runs) for runs in of_option]
    return Comparison(
        plan, ids, np.array([[one.metrics for one in runs] for runs in of_option]), summed_checks(kept),
        np.array([true for true, _ in stages]), np.array([official for _, official in stages]),
        looks=() if look is None else tuple(tuple(one.looked for one in runs) for runs in of_option),
    )  # fmt: skip


__all__ = ["VERDICTS", "WEAK_PAIRING", "Comparison", "Difference", "Verdict", "carry_out", "compare", "judge", "verdict_on"]
