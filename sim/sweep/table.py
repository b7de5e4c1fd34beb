"""The explicit table of runs that every study expands to, before anything is run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sim.errors import ScenarioError
from sim.outcome import scenario_hash
from sim.scenario.changes import Change
from sim.scenario.documents import Document
from sim.scenario.faults import Fault, FaultyScenario
from sim.scenario.load import load
from sim.scenario.positions import KeyPath, Spot
from sim.scenario.scenario import Scenario
from sim.study.run import with_run
from sim.sweep.design import combinations
from sim.sweep.form import Factor, Option
from sim.sweep.identity import run_key
from sim.sweep.study import Study

BASE = "base"
"""Id of the only option of a study that names none."""


class Structure(NamedTuple):
    """One organisation: an option under one combination of the levers."""

    number: int
    option: str
    levers: Mapping[str, Any]


class World(NamedTuple):
    """One combination of the uncertainties: the same people and problems for every structure."""

    number: int
    uncertainties: Mapping[str, Any]


class Point(NamedTuple):
    """A structure in a world: one scenario."""

    world: World
    structure: Structure
    scenario: Scenario
    sha256: str

    @property
    def labels(self) -> dict[str, Any]:
        """What it is, for people and tables: world, structure, option and the value of every factor."""
        return {
            "world": self.world.number, "structure": self.structure.number, "option": self.structure.option,
            **self.structure.levers, **self.world.uncertainties,
        }  # fmt: skip


class Row(NamedTuple):
    """One run of the table."""

    point: Point
    replicate: int
    key: str


@dataclass(frozen=True, eq=False)
class RunTable:
    """All points, world by world, structures in order within each; every point is run with the same replicates."""

    study: Study
    points: tuple[Point, ...]
    worlds: tuple[World, ...]
    structures: tuple[Structure, ...]

    @cached_property
    def seed(self) -> int:
        """The master seed of all runs; it depends on no scenario."""
        return self.points[0].scenario.run.seed

    def rows(self, begin: int, end: int) -> Iterator[Row]:
        """Runs of the replicates from `begin` up to before `end`: replicate by replicate, so that a broken study is a smaller one."""
        for replicate in range(begin, end):
            for point in self.points:
                yield Row(point, replicate, run_key(point.sha256, self.seed, replicate))

    @cached_property
    def factors(self) -> tuple[str, ...]:
        """Names of levers, then uncertainties: the columns that say where a run belongs, beside option and replicate."""
        return tuple(self.study.factors)

    @cached_property
    def different_points(self) -> tuple[Point, ...]:
        """One point of each kind: points that run exactly alike are run once."""
        first: dict[str, Point] = {}
        for point in self.points:
            first.setdefault(point.sha256, point)
        return tuple(first.values())

    def different_rows(self, begin: int, end: int) -> Iterator[Row]:
        """As `rows`, each run once."""
        for replicate in range(begin, end):
            for point in self.different_points:
                yield Row(point, replicate, run_key(point.sha256, self.seed, replicate))


def expand(study: Study) -> RunTable:
    """Load every scenario of the study. Raises FaultyScenario with every fault of every point, told once."""
    levers, uncertain = (combinations(study, kind) for kind in ("levers", "uncertainties"))
    options = study.form.options or {BASE: Option()}
    structures = [(name, row) for name in options for row in levers]
    worlds = tuple(World(number, row) for number, row in enumerate(uncertain))
    shapes = tuple(Structure(number, name, row) for number, (name, row) in enumerate(structures))
    if len(worlds) * len(shapes) == 1 and study.factors:
        raise FaultyScenario([Fault("SD020", spot=study.document.spot((), "key"))])
    points: list[Point] = []
    faults: list[Fault] = []
    for world in worlds:
        for shape in shapes:
            try:
                scenario = _scenario(study, options[shape.option], shape, world)
            except FaultyScenario as error:
                faults += [fault for fault in error.faults if fault not in faults]
                continue
            points.append(Point(world, shape, scenario, scenario_hash(scenario)))
    if faults:
        raise FaultyScenario(faults)
    return RunTable(study, tuple(points), worlds, shapes)


def _scenario(study: Study, option: Option, shape: Structure, world: World) -> Scenario:
    """The scenario of a point: the base or the option's own, the study's changes, the option's, the factors'."""
    form = study.form
    changes = [_change(study, "set", form.set, ("set",)), _change(study, shape.option, option.set, ("options", shape.option, "set"))]
    on = list(option.practices)
    for kind, values in (("levers", shape.levers), ("uncertainties", world.uncertainties)):
        for name, value in values.items():
            factor: Factor = getattr(form, kind)[name]
            if factor.practice:
                on += [factor.practice] if value else []
            else:
                changes.append(_factor_change(study, kind, name, factor, value))
    source = option.scenario or form.base
    if not isinstance(source, str) or not source:
        raise ScenarioError("a study needs a base")
    here = study.folder / source
    loaded = load(here if here.is_file() else source, apply=on, changes=[one for one in changes if one.set])
    return with_run(loaded, seed=form.seed)


def _change(study: Study, name: str, part: dict[str, Any], path: Sequence[str]) -> Change:
    return Change(name, part, texts=((study.document, tuple(path)),))


def _factor_change(study: Study, kind: str, name: str, factor: Factor, value: Any) -> Change:
    """What a factor changes at one of its values; a fault in it points at the value, or at the path, in the study file."""
    if factor.choices:
        return Change(name, factor.choices[value], factor.source, ((study.document, (kind, name, "choices", value)),))
    part: Any = value
    for key in reversed(factor.path.split(".")):
        part = {key: part}
    return Change(name, part, factor.source, ((_Pointing(study, (kind, name, "path")), ()),))


class _Pointing(Document):
    """A text in which the path of a factor stands where the study file names it."""

    def __init__(self, study: Study, path: tuple[str, ...]) -> None:
        node: Any = Ellipsis
        for key in reversed(study.factors[path[1]].path.split(".")):
            node = {key: node}
        super().__init__(study.document.label, study.document.text, node)
        self._named = study.document.spot(path, "value")

    def spot(self, path: KeyPath, at: str) -> Spot:
        """The line of the factor's path, whatever is asked for."""
        return self._named


__all__ = ["BASE", "Point", "Row", "RunTable", "Structure", "World", "expand"]
