"""A study as read: the file's parts checked, its factors with the values they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.errors import nearest
from sim.metrics import METRICS
from sim.scenario.documents import Document, read_file
from sim.scenario.faults import Fault, FaultyScenario, Hint
from sim.scenario.form import faults_of
from sim.scenario.positions import KeyPath
from sim.scenario.schema import declared
from sim.sweep.form import SAMPLED, Factor, Points, StudyFile
from sim.sweep.thresholds import read_threshold


class Study(NamedTuple):
    """A study file that is right in itself; whether its scenarios are is known once they are loaded."""

    name: str
    form: StudyFile
    document: Document

    @property
    def folder(self) -> Path:
        """Where the file lies; names of files in it are relative to it."""
        return self.document.folder or Path()

    @property
    def factors(self) -> dict[str, Factor]:
        """Levers, then uncertainties."""
        return {**self.form.levers, **self.form.uncertainties}


def read_study(path: str | Path) -> Study:
    """Read a study file. Raises FaultyScenario with every fault, each with line and column."""
    return study_of(Path(path).stem, read_file(Path(path)))


def study_of(name: str, document: Document) -> Study:
    """The study of that name that a text describes; as `read_study`."""
    try:
        form = StudyFile.model_validate(document.data, strict=True)
    except ValidationError as error:
        faults = faults_of(error, document.data, StudyFile)
        raise FaultyScenario([one.placed(document.spot(one.path, one.at)) for one in faults]) from error
    faults = list(_faults(form))
    if faults:
        raise FaultyScenario([one.placed(document.spot(one.path, one.at)) for one in faults])
    return Study(name, form, document)


def values_of(factor: Factor) -> list[Any]:
    """The values a factor takes where they are listed: as written, off and on, names of choices, or steps of a range."""
    if factor.values:
        return list(factor.values)
    if factor.choices:
        return list(factor.choices)
    if factor.practice:
        return [False, True]
    if factor.steps is None:
        return []
    assert factor.low is not None
    return [at(factor, step / (factor.steps - 1)) for step in range(factor.steps)]


def at(factor: Factor, share: float) -> Any:
    """The value at a share (0 to 1) of a range, by its law, rounded where people or things are counted; of listed values the one there."""
    listed = values_of(factor) if factor.low is None else []
    if listed:
        return listed[min(int(share * len(listed)), len(listed) - 1)]
    assert factor.low is not None and factor.high is not None
    if share in (0.0, 1.0):
        value = factor.high if share else factor.low
    elif factor.law == "loguniform":
        value = float(factor.low * (factor.high / factor.low) ** share)
    else:
        value = float(factor.low + share * (factor.high - factor.low))
    return round(value) if _is_counted(factor) else value


def _is_counted(factor: Factor) -> bool:
    """Whether the field at the factor's path takes whole numbers only."""
    found = declared(tuple(factor.path.split(".")))
    return found is not None and found.type is int


def _faults(form: StudyFile) -> Iterator[Fault]:
    for place, name in enumerate(form.metrics):
        if name not in METRICS:
            yield Fault("SD001", {"word": name}, ("metrics", place), hints=_near(name, list(METRICS)))
    yield from _of_thresholds(form)
    for kind in ("levers", "uncertainties"):
        factors: Mapping[str, Factor] = getattr(form, kind)
        points: Points = getattr(form.design, kind)
        for name, factor in factors.items():
            yield from _of_factor((kind, name), factor, points)
        yield from _of_points(("design", kind), factors, points)
    for name in form.levers:
        if name in form.uncertainties:
            yield Fault("SD002", {"word": name}, ("uncertainties", name), "key")


def _of_thresholds(form: StudyFile) -> Iterator[Fault]:
    """A threshold is of a metric that the study names, and says at least or at most which number."""
    for name, text in form.thresholds.items():
        path = ("thresholds", name)
        if name not in METRICS:
            yield Fault("SD001", {"word": name}, path, "key", hints=_near(name, form.metrics))
        elif name not in form.metrics:
            yield Fault("SD021", {"word": name}, path, "key")
        if read_threshold(text) is None:
            yield Fault("SD022", {"word": text}, path)


def _of_factor(path: KeyPath, factor: Factor, points: Points) -> Iterator[Fault]:
    """What is wrong with one factor by itself, or for the way its values are combined."""
    name = str(path[1])
    said = [bool(factor.path), bool(factor.practice), bool(factor.choices)]
    if sum(said) != 1:
        yield Fault("SD003", {"word": name}, path, "key")
        return
    ranged = factor.low is not None or factor.high is not None
    if ranged and (factor.low is None or factor.high is None or factor.low >= factor.high):
        yield Fault("SD004", {"word": name}, path, "key")
    elif ranged and (factor.values or not factor.path):
        yield Fault("SD005", {"word": name}, path, "key")
    elif ranged and factor.law == "loguniform" and (factor.low or 0.0) <= 0:
        yield Fault("SD006", {"word": name}, (*path, "low"))
    elif not ranged and factor.path and not factor.values:
        yield Fault("SD007", {"word": name}, path, "key")
    elif ranged and factor.steps is None and points.method in ("grid", "zip"):
        yield Fault("SD008", {"word": name, "method": points.method}, path, "key")
    for place, value in enumerate(factor.values):
        if factor.choices and value not in factor.choices:
            yield Fault("SD009", {"word": str(value)}, (*path, "values", place), hints=_near(str(value), list(factor.choices)))
        if factor.practice and not isinstance(value, bool):
            yield Fault("SD010", {"word": name}, (*path, "values", place))


def _of_points(path: KeyPath, factors: Mapping[str, Factor], points: Points) -> Iterator[Fault]:
    if points.method == "zip" and len({len(values_of(one)) for one in factors.values()}) > 1:
        counts = ", ".join(f"{name} {len(values_of(one))}" for name, one in factors.items())
        yield Fault("SD011", {"counts": counts}, (*path, "method"))
    if points.method in ("csv", "matrix") and not points.file:
        yield Fault("SD012", {"method": points.method}, (*path, "method"))
    if points.method in SAMPLED and not factors:
        yield Fault("SD013", {"table": str(path[1])}, (*path, "method"))
    if points.method in SAMPLED and points.method != "morris" and points.points is None:
        yield Fault("SD014", {"method": points.method}, (*path, "method"))
    if points.method in ("sobol", "saltelli") and points.points and points.points & (points.points - 1):
        near = 1 << (points.points.bit_length() - (points.points < 3 << (points.points.bit_length() - 2)))
        yield Fault("SD015", {"method": points.method}, (*path, "points"), hints=(Hint("nearest", {"word": near}),))


def _near(word: str, valid: Sequence[str]) -> tuple[Hint, ...]:
    return tuple(Hint("nearest", {"word": found}) for found in nearest(word, list(valid)))


__all__ = ["Study", "at", "read_study", "study_of", "values_of"]
