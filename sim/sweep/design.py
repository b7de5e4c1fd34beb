"""Combinations of factors: every one of a grid, row by row, from a table, or drawn to fill the space evenly.

    grid       every combination, the last factor fastest
    zip        the first values together, then the second, ...
    csv        a table with a named column per factor; matrix: unnamed columns in the order of the factors (as SALib saves)
    lhs        Latin hypercube (McKay et al. 1979)          sobol, halton    low-discrepancy sequences, scrambled (scipy.stats.qmc)
    morris     trajectories for elementary effects (Morris 1991)
    saltelli   N (d + 2) points for Sobol indices (Saltelli 2002; Saltelli et al. 2010)
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.analysis.designs import hypercube_design, morris_design, sobol_design
from sim.scenario.documents import Document
from sim.scenario.faults import Fault, FaultyScenario, toml_text
from sim.scenario.positions import KeyPath
from sim.sweep.form import Factor, Points
from sim.sweep.study import Study, at, values_of

Floats = npt.NDArray[np.float64]


def combinations(study: Study, kind: str) -> list[dict[str, Any]]:
    """The combinations of the study's "levers" or "uncertainties": {factor: value} each; [{}] if there are none.

    Raises FaultyScenario where a table of points cannot be used.
    """
    factors: Mapping[str, Factor] = getattr(study.form, kind)
    points: Points = getattr(study.form.design, kind)
    if not factors:
        return [{}]
    if points.method in ("grid", "zip"):
        lists = [values_of(factor) for factor in factors.values()]
        rows = itertools.product(*lists) if points.method == "grid" else zip(*lists, strict=True)
        return [dict(zip(factors, row, strict=True)) for row in rows]
    if points.method in ("csv", "matrix"):
        return _from_file(study, factors, points, ("design", kind, "file"))
    shares = unit_points(points, len(factors))
    return [{name: at(factor, float(row[place])) for place, (name, factor) in enumerate(factors.items())} for row in shares]


def unit_points(points: Points, dimensions: int) -> Floats:
    """Points drawn by the method, (points, dimensions), each coordinate from 0 to 1. The same points for the same seed."""
    from scipy.stats import qmc

    if points.method == "morris":
        return morris_design(dimensions, points.trajectories, seed=points.seed)
    assert points.points is not None
    if points.method == "saltelli":
        return sobol_design(dimensions, points.points, seed=points.seed)
    if points.method == "lhs":
        return hypercube_design(dimensions, points.points, seed=points.seed)
    luck = np.random.default_rng(points.seed)
    sequence = {"sobol": qmc.Sobol, "halton": qmc.Halton}[points.method](dimensions, seed=luck)
    return np.asarray(sequence.random(points.points), np.float64)


# ── tables of points ───────────────────────────────────────────────────────────────────────────────────────────────────


def _from_file(study: Study, factors: Mapping[str, Factor], points: Points, path: KeyPath) -> list[dict[str, Any]]:
    table = _read(study, points, path)
    if points.method == "matrix":
        width = len(table[0]) if table else 0
        if width != len(factors):
            raise _fault(study.document, "SD019", path, file=points.file, found=width, expected=len(factors))
        header, rows = list(factors), table
    else:
        header, rows = [cell.strip() for cell in table[0]] if table else [], table[1:]
        missing = [name for name in factors if name not in header]
        if missing:
            raise _fault(study.document, "SD017", path, file=points.file, words=missing)
    found = []
    for number, row in enumerate(rows, 1 if points.method == "matrix" else 2):
        cells = dict(zip(header, row, strict=False))
        found.append({name: _cell(study, points, path, number, name, cells.get(name, "")) for name in factors})
    return found


def _read(study: Study, points: Points, path: KeyPath) -> list[list[str]]:
    """Cells of the file, empty lines and comments left out; columns parted by commas or, in a matrix, by spaces."""
    try:
        text = (study.folder / Path(points.file)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _fault(study.document, "SD016", path, file=points.file, reason=reason) from error
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if points.method == "matrix" and not any("," in line for line in lines):
        return [line.split() for line in lines]
    return list(csv.reader(io.StringIO("\n".join(lines))))


def _cell(study: Study, points: Points, path: KeyPath, row: int, name: str, text: str) -> Any:
    """One cell as a value of its factor: a listed one by its text, else a number."""
    factor = study.factors[name]
    word = text.strip()
    for value in values_of(factor):
        if word in (str(value), toml_text(value)) or (isinstance(value, bool) and word.lower() == str(value).lower()):
            return value
    if factor.path and not (factor.values and isinstance(factor.values[0], str)):
        try:
            number = float(word)
        except ValueError:
            number = np.nan
        if np.isfinite(number):
            return int(number) if number == int(number) and "." not in word else number
    raise _fault(study.document, "SD018", path, file=points.file, row=row, word=name, value=toml_text(word))


def _fault(document: Document, code: str, path: KeyPath, **params: Any) -> FaultyScenario:
    return FaultyScenario([Fault(code, params, path, spot=document.spot(path, "value"))])


def listed_values(rows: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    """The different values a factor takes in the combinations, in their order of appearance."""
    return list(dict.fromkeys(row[name] for row in rows if name in row))


__all__ = ["combinations", "listed_values", "unit_points"]
