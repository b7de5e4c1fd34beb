"""Structures over many possible worlds: how much each may miss, where it is good enough, what none beats for certain, and where it fails.

Everything is a statement about the ensemble of worlds in the study, under its stated ranges: shares of worlds are no probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from sim.analysis.fault import AnalysisError
from sim.analysis.pareto import Front, front
from sim.analysis.prim import Discovery, prim
from sim.analysis.robust import Regret, Satisficing, Stability, regret, satisficing, stability
from sim.analysis.variance import Variance, variance_components
from sim.locale import Lang, mark
from sim.metrics import METRICS
from sim.sweep.form import Option
from sim.sweep.frames import write_frames
from sim.sweep.names import structure_name
from sim.sweep.result import Sweep
from sim.sweep.study import Study
from sim.sweep.table import RunTable
from sim.sweep.thresholds import Threshold, read_thresholds

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Found = TypeVar("Found")
LEAST_REPLICATIONS = 2
LANGUAGES: tuple[Lang, Lang] = ("en", "zh")


@dataclass(frozen=True, eq=False)
class Robustness:
    """The analyses of a study of worlds and structures; one that cannot be made is None, and `why` says why."""

    sweep: Sweep
    regrets: Mapping[str, Regret]
    """by metric, of those of which one way is better"""
    satisficing: Satisficing | None
    front: Front | None
    stability: Stability | None
    discovery: Discovery | None
    variances: Mapping[str, Variance]
    """by metric, of one run; with structures"""
    differences: Mapping[tuple[str, int], Variance]
    """by metric and structure, of its difference from the first"""
    why: Mapping[str, AnalysisError]
    """by name of the analysis, or of the analysis and metric"""

    @property
    def structures(self) -> tuple[str, ...]:
        """Structures by their numbers."""
        return tuple(str(one.number) for one in self.sweep.table.structures)

    @cached_property
    def leading(self) -> int:
        """The structure whose mean over all worlds is ahead on the primary metric; of several the first."""
        metric = METRICS[self.sweep.metric_ids[0]]
        means = self.sweep.cube(metric.id).mean(axis=(0, 2))
        return int(np.argmax(means if metric.direction == "up" else -means))

    @property
    def table(self) -> pd.DataFrame:
        """One row per structure: satisficing, stability, front, and of every metric its mean and regret."""
        import pandas as pd

        numbers = [one.number for one in self.sweep.table.structures]
        names, chinese = ([structure_name(self.sweep.table, number, lang) for number in numbers] for lang in LANGUAGES)
        frame = pd.DataFrame({"number": numbers, "name": names, "name_zh": chinese,
                              "world_best": [number == self.leading for number in numbers]})  # fmt: skip
        for found in (self.satisficing, self.stability, self.front):
            if found is not None:
                frame = frame.join(found.table.drop(columns="option"))
        return frame

    @property
    def regret_table(self) -> pd.DataFrame:
        """One row per metric and structure."""
        import pandas as pd

        frames = [one.table.rename(columns={"option": "number"}).assign(metric=name) for name, one in self.regrets.items()]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    @property
    def variance_table(self) -> pd.DataFrame:
        """One row per metric and source of variance; then the same of every difference from the first structure."""
        import pandas as pd

        frames = [one.table.assign(metric=name, about="level", structure="") for name, one in self.variances.items()]
        frames += [one.table.assign(metric=name, about="difference", structure=at) for (name, at), one in self.differences.items()]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def check_robust(study: Study) -> None:
    """Raise AnalysisError, before anything is run, for a study that has no worlds or nothing to compare in them."""
    form = study.form
    if not form.uncertainties:
        raise AnalysisError(mark("{name} has no uncertainties: with one world there is nothing to be robust against; write [uncertainties.NAME]"), name=study.name)
    if len(form.options or {"": Option()}) < 2 and not form.levers:
        raise AnalysisError(mark("{name} has one structure: to be robust is to be so beside another; write [options.NAME] or [levers.NAME]"), name=study.name)
    if METRICS[form.metrics[0]].direction == "none":
        sentence = mark("of the primary metric {metric} neither more nor less is better: name first one that has a direction (shequ metrics)")
        raise AnalysisError(sentence, metric=form.metrics[0])
    if form.replications.count < LEAST_REPLICATIONS:
        sentence = mark("{name}: with {count} replication nobody can tell what is chance; write count = {least} or more in [replications]")
        raise AnalysisError(sentence, name=study.name, count=form.replications.count, least=LEAST_REPLICATIONS)


def check_worlds(table: RunTable) -> None:
    """The same for the table of runs."""
    if len(table.worlds) < 2 or len(table.structures) < 2:
        sentence = mark("{name} has {worlds} worlds and {structures} structures; at least 2 of each are needed")
        raise AnalysisError(sentence, name=table.study.name, worlds=len(table.worlds), structures=len(table.structures))


def robustness(found: Sweep) -> Robustness:
    """Analyse a study that was run. Raises AnalysisError where its primary metric is not a number everywhere, or the study is none for it."""
    check_robust(found.table.study)
    check_worlds(found.table)
    return _Making(found).whole()


class _Making:
    """The analyses one after another; those that cannot be made leave a reason."""

    def __init__(self, found: Sweep) -> None:
        self.found = found
        self.why: dict[str, AnalysisError] = {}
        self.cubes = {name: found.cube(name) for name in found.metric_ids}
        self.names = [str(one.number) for one in found.table.structures]
        self.thresholds: dict[str, Threshold] = read_thresholds(found.table.study.form.thresholds)
        directed = [name for name in found.metric_ids if METRICS[name].direction != "none"]
        self.finite = [name for name in directed if np.isfinite(self.cubes[name]).all()]

    def whole(self) -> Robustness:
        """All of them."""
        regrets = self._each("regret", lambda name: regret(self.cubes[name], METRICS[name].direction, self.names), directed=True)
        if self.found.metric_ids[0] not in regrets:
            raise self.why[f"regret {self.found.metric_ids[0]}"]
        made = self._try("satisficing", lambda: satisficing(self.cubes, self.thresholds, self.names)) if self.thresholds else None
        over = {name: self.cubes[name].mean(axis=0) for name in self.finite}  # of every replicate the mean over the worlds
        stable = self._try("stability", lambda: stability(self.cubes, {name: METRICS[name].direction for name in self.finite}, self.names))
        ahead = self._try("front", lambda: front(over, [METRICS[name] for name in self.finite], self.names))
        differences: dict[tuple[str, int], Variance] = {}
        for at in range(1, len(self.names)):
            found = self._each(f"difference {at}", lambda name, at=at: variance_components(_gap(self.cubes[name], at)))  # type: ignore[misc]
            differences.update({(name, at): one for name, one in found.items()})
        variances = self._each("variance", lambda name: variance_components(self.cubes[name]))
        whole = Robustness(self.found, regrets, made, ahead, stable, None, variances, differences, self.why)
        return Robustness(self.found, regrets, made, ahead, stable, self._discovery(whole), variances, differences, self.why)

    def _discovery(self, whole: Robustness) -> Discovery | None:
        """Where the structure that is ahead on average misses a threshold."""
        if whole.satisficing is None:
            return None
        import pandas as pd

        cases = pd.DataFrame([dict(world.uncertainties) for world in self.found.table.worlds])
        failing = whole.satisficing.failing[:, whole.leading] > 0
        if failing.all() or not failing.any():
            return None
        return self._try("discovery", lambda: prim(cases, failing))

    def _each(self, analysis: str, make: Callable[[str], Found], directed: bool = False) -> dict[str, Found]:
        names = [name for name in self.found.metric_ids if not directed or METRICS[name].direction != "none"]
        found = {name: self._try(f"{analysis} {name}", lambda name=name: make(name)) for name in names}  # type: ignore[misc]
        return {name: one for name, one in found.items() if one is not None}

    def _try(self, analysis: str, make: Callable[[], Found]) -> Found | None:
        try:
            return make()
        except AnalysisError as error:
            self.why[analysis] = error
            return None


def _gap(cube: Floats, at: int) -> Floats:
    """(world, replicate) of a structure less the first."""
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        return np.asarray(cube[:, at] - cube[:, 0])


def write_robustness(found: Robustness, folder: Path) -> list[Path]:
    """robust.csv, regret.csv, variance.csv, boxes.csv and limits.csv, and their dictionary."""
    import pandas as pd

    boxes, limits = (found.discovery.table, found.discovery.limit_table) if found.discovery else (pd.DataFrame(), pd.DataFrame())
    return write_frames(folder, {"robust": found.table, "regret": found.regret_table, "variance": found.variance_table, "boxes": boxes, "limits": limits})


__all__ = ["Robustness", "check_robust", "check_worlds", "robustness", "write_robustness"]
