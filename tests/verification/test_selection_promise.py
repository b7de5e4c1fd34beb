"""Selection keeps its promise: over 800 studies each, the best is selected in at least 95 % of them, at the least favourable means.

All others are exactly the indifference below the best. The standard error of a share of .95 over 800 studies is .0077; a check fails below .95 - 3 x .0077,
which a procedure that just keeps its promise does once in 740 checks. Seeds are fixed.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.mcb import against_best
from sim.analysis.selection import select_best

STUDIES, LEVEL, GAP, FIRST = 800, 0.95, 0.5, 10
LEAST = LEVEL - 3 * math.sqrt(LEVEL * (1 - LEVEL) / STUDIES)


def streams(luck: np.random.Generator, means: np.ndarray, sd: np.ndarray, common: float, n: int) -> np.ndarray:
    """(option, replicate) normal; `common` is the correlation that common chances give."""
    shared, own = luck.normal(size=n), luck.normal(size=(len(means), n))
    return means[:, None] + sd[:, None] * (math.sqrt(common) * shared + math.sqrt(1 - common) * own)


@pytest.mark.long
@pytest.mark.parametrize("common", [0.0, 0.6])
@pytest.mark.parametrize(("options", "unequal"), [(2, False), (5, False), (5, True), (10, False)])
def test_the_sequential_screen(options: int, unequal: bool, common: float) -> None:
    luck, means = np.random.default_rng([options, unequal, int(10 * common)]), np.zeros(options)
    best = options // 2
    means[best] = GAP
    sd = np.linspace(0.5, 1.5, options) if unequal else np.ones(options)
    right = 0
    for _ in range(STUDIES):
        found = select_best(streams(luck, means, sd, common, 600), "up", GAP, LEVEL, FIRST)
        assert found.settled
        right += found.best == best
    assert right / STUDIES >= LEAST


@pytest.mark.long
@pytest.mark.parametrize("common", [0.0, 0.6])
@pytest.mark.parametrize("options", [2, 5, 10])
def test_the_two_stages_and_their_intervals(options: int, common: float) -> None:
    """Selection and all intervals against the best at once. Sphericity holds here, as the procedure assumes."""
    luck, means = np.random.default_rng([7, options, int(10 * common)]), np.zeros(options)
    best = options // 2
    means[best] = GAP
    truth = np.where(np.arange(options) == best, GAP, -GAP)
    kept = 0
    for _ in range(STUDIES):
        found = against_best(streams(luck, means, np.ones(options), common, 600), "up", GAP, LEVEL, FIRST)
        assert found.settled
        covered = all(low - 1e-12 <= one <= high + 1e-12 for low, one, high in zip(found.low, truth, found.high, strict=True))
        kept += found.best == best and covered
    assert kept / STUDIES >= LEAST
