"""What can be asked of a study in one call: its missing runs are made, then it is analysed. The commands of the same names do this and show it.

    sensitivity("study.toml").table        attribute("street-office", ["L1", "L3", "L8"]).table        robust("study.toml").table

A study is a file, or the folder of one that was run: then nothing is run and nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sim.sweep.attribution import Attributions, attribution
from sim.sweep.coalitions import REPLICATIONS, coalitions
from sim.sweep.reading import find_study, read_table
from sim.sweep.result import Sweep
from sim.sweep.robustness import Robustness, check_robust, check_worlds, robustness
from sim.sweep.sensitivity import Sensitivity, check_sensitivity
from sim.sweep.sensitivity import sensitivity as analysed
from sim.sweep.study import Study
from sim.sweep.sweep import RESULTS, How, Progress, carry_on
from sim.sweep.table import RunTable, expand
from sim.sweep.tables import write_tables


def sensitivity(study: str | Path, folder: str | Path | None = None, how: How | None = None, progress: Progress | None = None, command: str = "") -> Sensitivity:
    """Which unknowns of a study matter.

    study      a study file, or a folder of results
    folder     where the store and the tables go; by default results/<name of the file>
    how        where and by how many workers runs are made; changes no number
    command    kept with the tables

    Raises AnalysisError, before anything is run, for a study whose runs could not be analysed.
    """
    return analysed(_runs(study, folder, how, progress, command, check_sensitivity))


def robust(study: str | Path, folder: str | Path | None = None, how: How | None = None, progress: Progress | None = None, command: str = "") -> Robustness:
    """How the structures of a study fare over its worlds; as `sensitivity`."""
    return robustness(_runs(study, folder, how, progress, command, check_robust, check_worlds))


def attribute(
    base: str | Path, practices: Sequence[str] = (), metrics: Sequence[str] = (), replications: int = REPLICATIONS, *, seed: int | None = None,
    orders: int | None = None, folder: str | Path | None = None, how: How | None = None, progress: Progress | None = None, command: str = "",
) -> Attributions:
    """How much of the whole difference that practices make each accounts for.

    base, practices, metrics, replications, seed, orders   as `sim.sweep.coalitions.coalitions`
    folder, how, progress, command                         as `sensitivity`; by default results/attribute-<base>-<practices>
    """
    made = coalitions(base, practices, metrics, replications, seed, orders)
    return attribution(_made(expand(made.study), folder, how, progress, command), made)


def _runs(
    path: str | Path, folder: str | Path | None, how: How | None, progress: Progress | None, command: str, check: Callable[[Study], None],
    check_table: Callable[[RunTable], None] | None = None,
) -> Sweep:
    """The runs of a study file, made where they are missing, or of a folder of results, only read. All checks come first."""
    study = find_study(Path(path))
    check(study)
    table = expand(study)
    if check_table is not None:
        check_table(table)
    if Path(path).is_dir():
        return read_table(table, Path(path))
    return _made(table, folder, how, progress, command)


def _made(table: RunTable, folder: str | Path | None, how: How | None, progress: Progress | None, command: str) -> Sweep:
    """Make what is missing, and write the study's own tables."""
    place = Path(folder) if folder else RESULTS / table.study.name
    found = carry_on(table, place, how or How(), progress)
    write_tables(found, place, command)
    return found


__all__ = ["attribute", "robust", "sensitivity"]
