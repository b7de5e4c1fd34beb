"""Which unknown matters: Morris to screen, Sobol to share out the variance; both by SALib, on levels or on differences.

Outputs are (point,) or (point, replicate), in the order of the design; of replicates the mean is analysed, and `noise_share` (S_noise) says how
much of the variance of the means is chance, `noise_share_paired` how much of their differences under common random numbers. Indices are of the *means*: chance that is left inflates total indices and sigma, never mu* signs.
Under the stated ranges only: an index says nothing of a factor that was not varied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.designs import LEVELS
from sim.analysis.factors import problem
from sim.analysis.fault import AnalysisError
from sim.analysis.replicates import Floats, averaged
from sim.locale import mark
from sim.study.interval import LEVEL

if TYPE_CHECKING:
    import pandas as pd

NEGLIGIBLE = 0.02
"""mu* below this share of the range of the outputs: the factor may be held fixed. Assumption (science 7.6)."""

RESAMPLES = 1000
"""Bootstrap resamples of the confidence intervals."""


@dataclass(frozen=True)
class Morris:
    """Elementary effects per factor, over its whole range: mean, mean size, spread (interaction or curvature)."""

    names: tuple[str, ...]
    mu: tuple[float, ...]
    mu_star: tuple[float, ...]
    sigma: tuple[float, ...]
    mu_star_conf: tuple[float, ...]
    """half-width of the bootstrap interval of mu*"""
    output_range: float
    noise_share: float
    noise_share_paired: float

    @property
    def negligible(self) -> tuple[str, ...]:
        """Factors that may be held fixed."""
        return tuple(name for name, size in zip(self.names, self.mu_star, strict=True) if size < NEGLIGIBLE * self.output_range or self.output_range == 0)

    @property
    def table(self) -> pd.DataFrame:
        """One row per factor."""
        import pandas as pd

        columns = {"factor": self.names, "mu": self.mu, "mu_star": self.mu_star, "mu_star_conf": self.mu_star_conf, "sigma": self.sigma}
        return pd.DataFrame({**columns, "negligible": [name in self.negligible for name in self.names]})


@dataclass(frozen=True)
class Sobol:
    """Shares of the variance: by the factor alone (S1), with everything it takes part in (ST)."""

    names: tuple[str, ...]
    s1: tuple[float, ...]
    s1_conf: tuple[float, ...]
    st: tuple[float, ...]
    st_conf: tuple[float, ...]
    """half-widths of the bootstrap intervals"""
    variance: float
    noise_share: float
    noise_share_paired: float

    @property
    def table(self) -> pd.DataFrame:
        """One row per factor."""
        import pandas as pd

        return pd.DataFrame({"factor": self.names, "s1": self.s1, "s1_conf": self.s1_conf, "st": self.st, "st_conf": self.st_conf})


def morris(points: Floats, outputs: Floats, names: Sequence[str], *, levels: int = LEVELS, seed: int = 1) -> Morris:
    """Analyse the outputs of `morris_design` points (point, factor). Raises AnalysisError where they do not fit, or an output is no number."""
    means, *noise = averaged(outputs)
    points, k = np.asarray(points, np.float64), len(names)
    if points.shape != (len(means), k) or len(means) % (k + 1) or len(means) < 2 * (k + 1):
        raise _unfit(points, means, k)
    from SALib.analyze.morris import analyze

    found = analyze(problem(names), points, means, num_resamples=RESAMPLES, conf_level=LEVEL, num_levels=levels, seed=np.random.default_rng(seed))
    mu, mu_star, sigma, conf = (_plain(found[key]) for key in ("mu", "mu_star", "sigma", "mu_star_conf"))
    return Morris(tuple(names), mu, mu_star, sigma, conf, float(np.ptp(means)), *noise)


def sobol(outputs: Floats, names: Sequence[str], *, seed: int = 1) -> Sobol:
    """Analyse the outputs of `sobol_design` points. Outputs that are all the same have indices 0.

    Raises AnalysisError where they do not fit, or an output is no number.
    """
    means, *noise = averaged(outputs)
    k = len(names)
    if len(means) % (k + 2) or len(means) < 2 * (k + 2):
        raise _unfit(np.empty((len(means), k)), means, k)
    if np.ptp(means) == 0:
        none = (0.0,) * k
        return Sobol(tuple(names), none, none, none, none, 0.0, *noise)
    from SALib.analyze.sobol import analyze

    # SALib takes the seed 0 for none and would draw afresh
    found = analyze(problem(names), means, calc_second_order=False, num_resamples=RESAMPLES, conf_level=LEVEL, seed=seed + 1)
    s1, s1_conf, st, st_conf = (_plain(found[key]) for key in ("S1", "S1_conf", "ST", "ST_conf"))
    return Sobol(tuple(names), s1, s1_conf, st, st_conf, float(means.var()), *noise)


def _plain(column: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in column)


def _unfit(points: Floats, means: Floats, k: int) -> AnalysisError:
    sentence = mark("{outputs} outputs do not fit a design of {points} points in {k} factors")
    return AnalysisError(sentence, outputs=len(means), points=str(points.shape), k=k)


__all__ = ["NEGLIGIBLE", "Morris", "Sobol", "morris", "sobol"]
