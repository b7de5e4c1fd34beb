"""The yardstick: many independent replications of a scenario against an exact value.

With R = 40 replications and t = (mean - exact) / (sd / sqrt R), a check passes if BOTH hold:
- |t| <= 5.290, the two-sided critical value at 39 degrees of freedom for a family-wise error of 1e-3 over 200 checks;
- the 95 % half-width is at most 3 % of the exact value: an interval too wide to tell is a failure.
Seeds are fixed, so a check that passes once passes always, until the engine changes; they differ from check to check, so
that the checks err independently. SHEQU_LUCK=1, 2, ... in the environment reruns all with fresh seeds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy import stats

from sim.community import build_community
from sim.outcome import Outcome
from sim.scenario.scenario import Scenario
from sim.simulate import simulate
from sim.world import Rows
from sim.world.codes import Fate

Floats = npt.NDArray[np.float64]
T = TypeVar("T")

REPLICATIONS = 40
FAMILY_ERROR = 1e-3
CHECKS = 200
CRITICAL_T = 5.290
WIDEST = 0.03
LUCK = int(os.environ.get("SHEQU_LUCK", "0"))


def replicate(scenario: Scenario, measure: Callable[[Outcome], T], seed: int, count: int = REPLICATIONS) -> list[T]:
    """`measure` of every one of `count` replications from `seed`, in order. Threads: the kernels release the lock."""
    run = scenario.run.model_copy(update={"seed": 1000 * LUCK + seed})
    scenario = scenario.model_copy(update={"run": run})
    community = build_community(scenario.place, scenario.residents, 1)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda number: measure(simulate(scenario, number, community)), range(count)))


def cohort(outcome: Outcome) -> tuple[Rows, Rows]:
    """Issue and Case rows of those that occurred in the window; all of them have ended."""
    issue, case = outcome.world.issue[outcome.cohort], outcome.world.case[outcome.cohort]
    assert np.all(case["fate"] >= Fate.PREVENTED), "the follow-up is too short for this check"
    return issue, case


def window_h(outcome: Outcome) -> float:
    """Length of the cohort's window."""
    return outcome.window.cohort_end_h - outcome.window.warm_h


def waits(outcome: Outcome) -> Floats:
    """Time in line of every case of the cohort."""
    return np.asarray(cohort(outcome)[1]["waited_h"])


def stays(outcome: Outcome) -> Floats:
    """Time from occurrence to end of every case of the cohort."""
    issue, case = cohort(outcome)
    return np.asarray(case["ended_h"] - issue["occur_h"])


def t_statistic(sample: Floats, exact: float) -> float:
    """Distance of the mean of independent replications from an exact value, in standard errors."""
    return float((sample.mean() - exact) / (sample.std(ddof=1) / np.sqrt(len(sample))))


def half_width(sample: Floats) -> float:
    """Half of the 95 % confidence interval of the mean."""
    return float(stats.t.ppf(0.975, len(sample) - 1) * sample.std(ddof=1) / np.sqrt(len(sample)))


def disagreements(samples: list[dict[str, float]], exact: Mapping[str, float]) -> list[str]:
    """One sentence per measure that misses its exact value, or is not known well enough."""
    found = []
    for name, value in exact.items():
        sample = np.array([one[name] for one in samples])
        t, width = t_statistic(sample, value), half_width(sample) / abs(value)
        if not (abs(t) <= CRITICAL_T and width <= WIDEST):
            found.append(f"{name}: {sample.mean():.6g}, exact {value:.6g}, t {t:.2f}, half-width {width:.2%}")
    return found


def check(scenario: Scenario, measure: Callable[[Outcome], dict[str, float]], exact: Mapping[str, float], seed: int) -> None:
    """Run the replications and require every measure to agree with its exact value."""
    missed = disagreements(replicate(scenario, measure, seed), exact)
    assert not missed, "; ".join(missed)
