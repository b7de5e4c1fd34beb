"""Why an option differs from the first: the difference shared out among the practices and named patches it adds, where that is all it does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.analysis.replicates import Floats
from sim.analysis.shapley import Attribution, shapley
from sim.errors import ScenarioError
from sim.metrics import HEADLINES
from sim.metrics.catalogue import find
from sim.outcome import scenario_hash
from sim.report.evidence import Why
from sim.scenario.library import library
from sim.scenario.load import base_and_practices, load
from sim.scenario.scenario import Scenario
from sim.study.many import Job, Progress, run_many
from sim.study.plan import Plan
from sim.study.run import Source, with_run

FEWEST, MOST = 2, 6
"""Practices: of one there is nothing to share out; of more than six not all coalitions can be run beside a report (`shequ attribute` draws orders)."""
LEAST_REPLICATIONS = 3


class _Added(NamedTuple):
    """What an option switches on and the first does not, practices before patches, and what both do."""

    practices: tuple[str, ...]
    patches: tuple[str, ...]
    kept_practices: tuple[str, ...]
    kept_patches: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.practices, *self.patches)


def why(
    sources: Sequence[Source], plan: Plan, option: int, metrics: Sequence[str] = HEADLINES, most_runs: int = 200,
    progress: Progress | None = None, workers: int | None = None, overrides: Sequence[str] = (),
) -> Why | None:  # fmt: skip
    """Share out each metric among the practices and patches of an option, over all coalitions (exact Shapley values, paired).

    sources     what the options were loaded from, in their order: files or names ("street-office+L8+K5")
    most_runs   in all; of each coalition at most as many as the plan has replications, and at least LEAST_REPLICATIONS
    overrides   what every option was loaded with besides; what was applied besides is found in the options

    None unless the option is the first with 2 to 6 practices or named patches switched on and nothing else: the coalition of none must run exactly as
    the first option does, and that of all as the option. `shequ attribute` does more.
    """
    added = _added(plan.options[0].scenario, plan.options[option].scenario)
    if added is None or not FEWEST <= len(added.ids) <= MOST:
        return None
    made = _coalitions(sources[option], plan, option, added, overrides)
    if made is None:
        return None
    replications = max(LEAST_REPLICATIONS, min(plan.replications, most_runs // len(made)))
    ids = tuple(find(name).id for name in metrics)
    jobs = [Job(scenario, replicate) for scenario in made for replicate in range(replications)]
    kept = run_many(jobs, ids, progress, workers)
    values = np.array([one.metrics for one in kept]).reshape(len(made), replications, len(ids))
    shares = tuple(_shared(values[:, :, at], added.ids) for at in range(len(ids)))
    names = [_names(name, plan.options[option].scenario) for name in added.ids]
    return Why(option, added.ids, tuple(zh for zh, _ in names), tuple(en for _, en in names), replications, ids, shares)


def _added(first: Scenario, other: Scenario) -> _Added | None:
    """What the other switches on besides; None if it switches something off."""
    if not set(first.practices) <= set(other.practices) or not set(first.apply) <= set(other.apply):
        return None
    practices = tuple(one for one in other.practices if one not in first.practices)
    patches = tuple(one for one in other.apply if one not in first.apply)
    return _Added(practices, patches, tuple(first.practices), tuple(first.apply))


def _coalitions(source: Source, plan: Plan, option: int, added: _Added, overrides: Sequence[str]) -> list[Scenario] | None:
    """The scenarios of all coalitions; row m is the one with bit mask m. None where they do not span from the first option to this one."""
    if isinstance(source, Scenario):
        return None
    everything = 2 ** len(added.ids) - 1
    made: dict[int, Scenario] = {}
    try:
        for mask in (0, everything, *range(1, everything)):
            made[mask] = _loaded(source, plan, added, mask, overrides)
            end = {0: 0, everything: option}.get(mask)
            if end is not None and scenario_hash(made[mask]) != plan.options[end].sha256:
                return None
    except ScenarioError:  # one practice needs another: there is no such coalition
        return None
    return [made[mask] for mask in range(everything + 1)]


def _loaded(source: str | Path, plan: Plan, added: _Added, mask: int, overrides: Sequence[str]) -> Scenario:
    """One coalition: the option's own file with other lists of what is on. Raises ScenarioError where they do not go together."""
    on = {name for at, name in enumerate(added.ids) if mask >> at & 1}
    lists = {
        "practices": [*added.kept_practices, *(one for one in added.practices if one in on)],
        "apply": [*added.kept_patches, *(one for one in added.patches if one in on)],
    }
    words = [f"{key}={json.dumps(ids, ensure_ascii=False)}" for key, ids in lists.items()]
    base, _ = base_and_practices(source)
    return with_run(load(base, overrides=[*overrides, *words]), replications=plan.replications, seed=plan.seed, record_visits=False)


def _shared(values: Floats, names: Sequence[str]) -> Attribution | None:
    """From the values (coalition, replicate); None where a run has none."""
    return shapley(values, names) if np.isfinite(values).all() else None


def _names(name: str, scenario: Scenario) -> tuple[str, str]:
    """Chinese and English name of a patch of the scenario or a practice of the library."""
    one = scenario.patches[name] if name in scenario.patches else library()[name].practice
    return one.zh, one.en


__all__ = ["why"]
