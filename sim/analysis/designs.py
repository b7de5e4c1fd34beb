"""Points in the unit cube for sensitivity studies: Morris trajectories, Saltelli's scheme, Latin hypercube. Same seed, same points.

SALib draws afresh where it is given the seed 0; every seed is therefore turned into a generator of its own here.
"""

from __future__ import annotations

import numpy as np

from sim.analysis.factors import problem
from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats
from sim.locale import mark

TRAJECTORIES = 20
LEVELS = 4


def morris_design(k: int, trajectories: int = TRAJECTORIES, *, of: int | None = None, levels: int = LEVELS, seed: int = 1) -> Floats:
    """(trajectories (k + 1), k) points: one-at-a-time paths on a grid of levels (Morris 1991).

    of      choose the trajectories that lie farthest apart out of so many (Campolongo et al. 2007, by Ruano et al. 2012); None: as drawn
    levels  even; a step is levels / (2 (levels - 1)) of the interval

    A categorical factor has at most `levels` values to be reached at all. Raises AnalysisError for settings that make no design.
    """
    names = [f"x{at}" for at in range(k)]
    if k < 1 or trajectories < 2 or levels < 4 or levels % 2 or (of is not None and of <= trajectories):
        sentence = mark("Morris needs at least 1 factor, 2 trajectories (chosen of more), and an even number of levels from 4: {k}, {trajectories} of {of}, {levels}")
        raise AnalysisError(sentence, k=k, trajectories=trajectories, of=of or trajectories, levels=levels)
    from SALib.sample.morris import sample

    luck = np.random.default_rng(seed)
    if of is None:
        return np.asarray(sample(problem(names), trajectories, num_levels=levels, seed=luck), np.float64)
    return np.asarray(sample(problem(names), of, num_levels=levels, optimal_trajectories=trajectories, seed=luck), np.float64)


def sobol_design(k: int, n: int = 1024, *, seed: int = 1) -> Floats:
    """(n (k + 2), k) points: Saltelli's radial scheme on a scrambled Sobol sequence (Saltelli et al. 2010). Raises AnalysisError unless n is a power of 2."""
    if k < 1 or n < 2 or n & (n - 1):
        raise AnalysisError(mark("Sobol indices need a number of base points that is a power of 2, not {n}, and at least 1 factor, not {k}"), n=n, k=k)
    from SALib.sample.sobol import sample

    points = sample(problem([f"x{at}" for at in range(k)]), n, calc_second_order=False, seed=np.random.default_rng(seed))
    return np.asarray(points, np.float64)


def hypercube_design(k: int, n: int, *, seed: int = 1) -> Floats:
    """(n, k) points of a Latin hypercube (McKay, Beckman & Conover 1979); for PAWN, PRIM and ensembles. Raises AnalysisError for no points."""
    if k < 1 or n < 1:
        raise AnalysisError(mark("a Latin hypercube needs at least 1 factor and 1 point, not {k} and {n}"), k=k, n=n)
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(d=k, seed=np.random.default_rng(seed)).random(n), np.float64)


__all__ = ["LEVELS", "TRAJECTORIES", "hypercube_design", "morris_design", "sobol_design"]
