"""Everything the report of a study tells: its runs, and of the analyses those that its design is one for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis.fault import AnalysisError
from sim.analysis.pareto import Front, front
from sim.locale import Translator
from sim.metrics import METRICS, Metric
from sim.store import State
from sim.study.compare import Difference
from sim.study.interval import Estimate, estimate
from sim.sweep.attribution import Attributions, attribution
from sim.sweep.coalitions import coalitions_of
from sim.sweep.names import structure_name
from sim.sweep.reading import UnfinishedError
from sim.sweep.result import Sweep
from sim.sweep.robustness import Robustness, check_robust, check_worlds, robustness
from sim.sweep.sensitivity import Sensitivity, check_sensitivity, kind_of, sensitivity

Floats = npt.NDArray[np.float64]

MOST_IN_FRONT = 40
"""Structures a Pareto front is looked for among; a study of more is a design to be analysed. Assumption."""

VISITING = ("morris", "saltelli")
"""Designs whose points are placed for an analysis: their shares of worlds say less than those of a sample."""


class Spread(NamedTuple):
    """A number over the worlds: its median, and the range of nine worlds in ten; nan where it is undefined in some world."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class StudyFindings:
    """A finished study; an analysis that does not apply is None, of one that could not be made `why` says why."""

    sweep: Sweep
    attribution: Attributions | None
    sensitivity: Sensitivity | None
    robustness: Robustness | None
    front: Front | None
    why: tuple[tuple[str, AnalysisError], ...]
    """(metric or "", reason)"""

    @property
    def primary(self) -> Metric:
        """The metric named first."""
        return METRICS[self.sweep.metric_ids[0]]

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """All metrics named in advance."""
        return tuple(METRICS[name] for name in self.sweep.metric_ids)

    def name(self, structure: int, say: Translator) -> str:
        """What a structure is called; of an attribution the practices that are on."""
        table = self.sweep.table
        if self.attribution is None:
            return structure_name(table, structure, say.lang)
        on = [name for name, value in table.structures[structure].levers.items() if value]
        return " + ".join(on) or say("none of the practices")

    @property
    def structures(self) -> range:
        """Numbers of the structures."""
        return range(len(self.sweep.table.structures))

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return len(self.sweep.table.worlds)

    def level(self, metric: str, structure: int, world: int = 0) -> Estimate:
        """A metric of one point, over the replications."""
        return estimate(self.sweep.cube(metric)[world, structure])

    def levels(self, metric: str, structure: int) -> Spread:
        """A metric of one structure over the worlds."""
        if (metric, structure) not in self._levels:
            self._levels[metric, structure] = spread(np.array([self.level(metric, structure, world).mean for world in range(self.worlds)]))
        return self._levels[metric, structure]

    @cached_property
    def _levels(self) -> dict[tuple[str, int], Spread]:
        """Those asked for so far."""
        return {}

    @cached_property
    def _differences(self) -> dict[tuple[str, int], tuple[Difference, ...]]:
        found: dict[tuple[str, int], list[Difference]] = {}
        for _, one in self.sweep.differences:
            found.setdefault((one.metric, one.option), []).append(one)
        return {key: tuple(every) for key, every in found.items()}

    def differences(self, metric: str, structure: int) -> tuple[Difference, ...]:
        """Of a structure from the first, world by world."""
        return self._differences[metric, structure]

    def gaps(self, metric: str, structure: int) -> Spread:
        """The difference of a structure from the first over the worlds."""
        return spread(np.array([one.difference for one in self.differences(metric, structure)]))

    @cached_property
    def inert(self) -> tuple[int, ...]:
        """Structures that run exactly as the first does, in every world."""
        prints: dict[int, list[str]] = {}
        for point in self.sweep.table.points:
            prints.setdefault(point.structure.number, []).append(point.sha256)
        return tuple(number for number in self.structures if number and prints[number] == prints[0])

    @cached_property
    def mixed(self) -> tuple[str, ...]:
        """Options in whose runs people, issues or behaviour are others than in the first option's: no comparison of organisations alone."""
        table = self.sweep.table
        first: dict[str, object] = {}
        for point in table.points:
            if point.world.number == 0 and point.structure.option not in first:
                scenario = point.scenario
                first[point.structure.option] = (scenario.place, scenario.demand, scenario.categories, scenario.residents)
        kinds = list(first.items())
        return tuple(name for name, kind in kinds[1:] if kind != kinds[0][1])


def spread(values: Floats) -> Spread:
    """Median and 90 % range of values (world,); with infinite ones those of the worlds in their order, for between them lies nothing."""
    if np.isnan(values).any() or not len(values):
        return Spread(np.nan, np.nan, np.nan)
    method: Literal["linear", "inverted_cdf"] = "linear" if np.isfinite(values).all() else "inverted_cdf"
    low, middle, high = (float(one) for one in np.quantile(values, [0.05, 0.5, 0.95], method=method))
    return Spread(middle, low, high)


def find(found: Sweep) -> StudyFindings:
    """Analyse a study. Raises UnfinishedError where runs are missing; one that failed is no missing run, and leaves a gap."""
    missing = found.count(State.pending) + found.count(State.running)
    if missing:
        raise UnfinishedError(found.path.parent, missing, found.states.size)
    why: list[tuple[str, AnalysisError]] = []
    shared = _attribution(found, why)
    sensed = None if shared else _sensitivity(found, why)
    held = None if shared else _robustness(found, why)
    ahead = None if shared else held.front if held is not None else _front(found)
    return StudyFindings(found, shared, sensed, held, ahead, tuple(why))


def _attribution(found: Sweep, why: list[tuple[str, AnalysisError]]) -> Attributions | None:
    made = coalitions_of(found.table.study)
    if made is None or found.replications < 2:
        return None
    try:
        return attribution(found, made)
    except AnalysisError as error:
        why.append((found.metric_ids[0], error))
        return None


def _sensitivity(found: Sweep, why: list[tuple[str, AnalysisError]]) -> Sensitivity | None:
    try:
        check_sensitivity(found.table.study)
    except AnalysisError:
        return None
    try:
        return sensitivity(found)
    except AnalysisError as error:
        why.append((found.metric_ids[0], error))
        return None


def _robustness(found: Sweep, why: list[tuple[str, AnalysisError]]) -> Robustness | None:
    form = found.table.study.form
    try:
        check_robust(found.table.study)
        check_worlds(found.table)
    except AnalysisError:
        return None
    if not form.thresholds and form.design.uncertainties.method in VISITING:
        return None
    try:
        return robustness(found)
    except AnalysisError as error:
        why.append((found.metric_ids[0], error))
        return None


def _front(found: Sweep) -> Front | None:
    """The front on the means over the worlds, of the metrics that are numbers everywhere and of which one way is better."""
    cubes = {name: found.cube(name).mean(axis=0) for name in found.metric_ids if METRICS[name].direction != "none"}
    usable = [METRICS[name] for name, cube in cubes.items() if np.isfinite(cube).all()]
    structures = len(found.table.structures)
    if len(usable) < 2 or not 2 <= structures <= MOST_IN_FRONT or found.replications < 2:
        return None
    return front(cubes, usable, [str(one.number) for one in found.table.structures])


def visiting(found: StudyFindings) -> bool:
    """Whether the worlds are points of a design that was made for an analysis of sensitivity."""
    study = found.sweep.table.study
    return kind_of(study) == "uncertainties" and study.form.design.uncertainties.method in VISITING


__all__ = ["MOST_IN_FRONT", "Spread", "StudyFindings", "find", "spread", "visiting"]
