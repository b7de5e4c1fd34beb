"""Which unknown of a study matters: its outputs, levels and differences, analysed by the design its points were drawn with.

    morris                       size of the elementary effects, to screen         saltelli    Sobol indices: shares of the variance
    lhs, sobol, halton, a table  PAWN: how far the distribution moves

What is varied are the uncertainties; where a study has none, the levers. The outputs of a metric are its level under the first structure and the
difference of every other structure from it, in every world on the same chances: what one decides by is the difference (science 7.6). Of levers the
structures compared are the options, each under every combination.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.analysis import factors as analysed
from sim.analysis.designs import LEVELS
from sim.analysis.fault import AnalysisError
from sim.analysis.pawn import SLICES, Pawn, pawn
from sim.analysis.sensitivity import Morris, Sobol, morris, sobol
from sim.locale import mark
from sim.sweep.design import combinations, unit_points
from sim.sweep.form import SAMPLED, Factor, Points
from sim.sweep.names import option_name, structure_name
from sim.sweep.result import Sweep
from sim.sweep.study import Study, values_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.locale import Lang

Floats = npt.NDArray[np.float64]
Kind = Literal["uncertainties", "levers"]
Found = Morris | Sobol | Pawn

LEAST_REPLICATIONS = 2
LEAST_A_SLICE = 10
"""Points that PAWN needs for each slice."""


class Output(NamedTuple):
    """What is analysed: a metric of the first structure (or option), or the difference of another one from it."""

    metric: str
    subject: int
    """0: the level of the first; else the number of the structure or option whose difference from the first it is"""


class Answer(NamedTuple):
    """The indices of one output, or why there are none."""

    output: Output
    found: Found | None
    why: AnalysisError | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The factors; () without indices."""
        return self.found.names if self.found is not None else ()

    @property
    def sizes(self) -> tuple[float, ...]:
        """How large each factor's main index is: mu*, ST or the median of PAWN; () without indices."""
        one = self.found
        if one is None:
            return ()
        return one.mu_star if isinstance(one, Morris) else one.st if isinstance(one, Sobol) else one.median

    @property
    def idle(self) -> tuple[str, ...]:
        """Factors of which it is not certain that they matter."""
        one = self.found
        if isinstance(one, Morris):
            return one.negligible
        if isinstance(one, Sobol):
            return tuple(name for name, share, conf in zip(one.names, one.st, one.st_conf, strict=True) if share <= conf)
        return tuple(name for name in one.names if name not in one.influential) if one is not None else ()

    @property
    def noise(self) -> float:
        """Share of chance in the differences between points; 0 without indices."""
        return self.found.noise_share_paired if self.found is not None else 0.0

    @property
    def vagueness(self) -> float:
        """The widest half-interval of a Sobol total share; 0 of other methods."""
        return max(self.found.st_conf) if isinstance(self.found, Sobol) else 0.0


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """The indices of all outputs of all named metrics."""

    sweep: Sweep
    kind: Kind
    method: str
    """of the design"""
    points: int
    answers: tuple[Answer, ...]

    @property
    def factors(self) -> tuple[str, ...]:
        """What was varied."""
        return tuple(getattr(self.sweep.table.study.form, self.kind))

    def subject(self, number: int, lang: Lang = "en") -> str:
        """Name of the structure or option of an output."""
        table = self.sweep.table
        if self.kind == "uncertainties":
            return structure_name(table, number, lang)
        return option_name(table.study, list(dict.fromkeys(one.option for one in table.structures))[number], lang)

    @property
    def table(self) -> pd.DataFrame:
        """One row per output and factor: the columns of the method's own table, and how much of the differences between points is chance."""
        import pandas as pd

        frames = []
        for answer in self.answers:
            if answer.found is None:
                continue
            frame = answer.found.table
            metric, subject = answer.output
            places = {"metric": metric, "output": "difference" if subject else "level", "structure": subject, "versus": 0 if subject else ""}
            for at, (name, value) in enumerate(places.items()):
                frame.insert(at, name, value)
            frames.append(frame.assign(noise_share=answer.found.noise_share_paired))
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def kind_of(study: Study) -> Kind:
    """What a sensitivity analysis of the study is of."""
    return "uncertainties" if study.form.uncertainties else "levers"


def check_sensitivity(study: Study) -> None:
    """Raise AnalysisError, before anything is run, for a study whose runs could not be analysed."""
    kind = kind_of(study)
    factors: Mapping[str, Factor] = getattr(study.form, kind)
    points: Points = getattr(study.form.design, kind)
    if not factors:
        raise AnalysisError(mark("{name} varies nothing: a sensitivity analysis needs [uncertainties], or [levers]"), name=study.name)
    if points.method in ("grid", "zip"):
        sentence = mark('{name}: a {method} tells nothing apart; for a sensitivity analysis write method = "morris", "saltelli" or "lhs" in [design.{kind}]')
        raise AnalysisError(sentence, name=study.name, method=points.method, kind=kind)
    _check_replications(study)
    most = max(len(_listed(factor)) for factor in factors.values())
    if points.method == "morris" and most > LEVELS:
        name = next(name for name, factor in factors.items() if len(_listed(factor)) == most)
        raise AnalysisError(mark("morris moves on {levels} levels and cannot reach the {count} values of {name}: use saltelli or lhs"), levels=LEVELS, count=most, name=name)
    if points.method not in ("morris", "saltelli"):
        count = points.points if points.method in SAMPLED else len(combinations(study, kind))
        needed = LEAST_A_SLICE * max(SLICES, most)
        if (count or 0) < needed:
            raise AnalysisError(mark("{name} has {count} points; its analysis (PAWN) needs at least {needed}"), name=study.name, count=count or 0, needed=needed)


def _check_replications(study: Study) -> None:
    if study.form.replications.count < LEAST_REPLICATIONS:
        sentence = mark("{name}: with {count} replication nobody can tell what is chance; write count = {least} or more in [replications]")
        raise AnalysisError(sentence, name=study.name, count=study.form.replications.count, least=LEAST_REPLICATIONS)


def sensitivity(found: Sweep) -> Sensitivity:
    """Analyse a study that was run. Raises AnalysisError for one whose design is none for it, or of which nothing could be analysed."""
    study = found.table.study
    check_sensitivity(study)
    kind = kind_of(study)
    points, factors = unit_design(study, kind), analysed_factors(study, kind)
    method = getattr(study.form.design, kind).method
    answers = []
    for metric in found.metric_ids:
        for subject, values in enumerate(outputs(found, metric, kind)):
            try:
                answers.append(Answer(Output(metric, subject), _indices(method, points, values, factors)))
            except AnalysisError as error:
                answers.append(Answer(Output(metric, subject), None, error))
    first = answers[0].why
    if first is not None and all(answer.found is None for answer in answers):
        raise first
    return Sensitivity(found, kind, method, len(points), tuple(answers))


def outputs(found: Sweep, metric: str, kind: Kind) -> list[Floats]:
    """(point, replicate) each: the level of the first structure, then the difference of each other one from it."""
    cube = found.cube(metric)
    if kind == "levers":
        options = len(dict.fromkeys(one.option for one in found.table.structures))
        cube = cube[0].reshape(options, -1, cube.shape[2]).swapaxes(0, 1)
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        return [cube[:, 0], *(cube[:, at] - cube[:, 0] for at in range(1, cube.shape[1]))]


def _indices(method: str, points: Floats, values: Floats, factors: tuple[analysed.Factor, ...]) -> Found:
    names = [factor.name for factor in factors]
    if method == "morris":
        return morris(points, values, names)
    return sobol(values, names) if method == "saltelli" else pawn(points, values, factors)


# ── the design again ───────────────────────────────────────────────────────────────────────────────────────────────────


def unit_design(study: Study, kind: Kind) -> Floats:
    """(point, factor) in the unit cube: as drawn; of a table of points each factor's values from its smallest to its largest.

    Raises AnalysisError for a column that is always the same.
    """
    factors: Mapping[str, Factor] = getattr(study.form, kind)
    points: Points = getattr(study.form.design, kind)
    if points.method in SAMPLED:
        return unit_points(points, len(factors))
    rows = combinations(study, kind)
    return np.array([_unit_column([row[name] for row in rows], _listed(factor), name) for name, factor in factors.items()]).T


def _unit_column(values: list[Any], listed: list[Any], name: str) -> Floats:
    if len(set(values)) < 2:
        raise AnalysisError(mark("{name} is always {value} in the table of points"), name=name, value=str(values[0]))
    if listed and set(values) <= set(listed):
        return (np.array([listed.index(value) for value in values]) + 0.5) / len(listed)
    column = np.array(values, np.float64)
    return np.asarray((column - column.min()) / np.ptp(column))


def analysed_factors(study: Study, kind: Kind) -> tuple[analysed.Factor, ...]:
    """The factors as the analyses know them: a range, or a list of values."""
    factors: Mapping[str, Factor] = getattr(study.form, kind)
    rows = [] if getattr(study.form.design, kind).method in SAMPLED else combinations(study, kind)
    found = []
    for name, factor in factors.items():
        listed = _listed(factor)
        fits = all(row[name] in listed for row in rows)  # a table may hold other numbers than those listed
        found.append(analysed.Factor(name, values=tuple(listed) if fits else ()))
    return tuple(found)


def _listed(factor: Factor) -> list[Any]:
    """The values of a factor that is no range."""
    return values_of(factor) if factor.low is None else []


# ── tables ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def write_sensitivity(found: Sensitivity, folder: Path) -> list[Path]:
    """sensitivity.csv and its dictionary, each whole or not at all."""
    from sim.sweep.frames import write_frames

    return write_frames(folder, {"sensitivity": found.table})


__all__ = [
    "Answer", "Output", "Sensitivity", "analysed_factors", "check_sensitivity", "kind_of", "outputs", "sensitivity", "unit_design", "write_sensitivity",
]  # fmt: skip
