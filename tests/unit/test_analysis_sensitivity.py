"""Morris, Sobol and PAWN against functions whose indices are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.designs import hypercube_design, morris_design, sobol_design
from sim.analysis.factors import Factor, factors_of, settings
from sim.analysis.fault import AnalysisError
from sim.analysis.pawn import dummy_threshold, pawn, slice_distances
from sim.analysis.replicates import averaged
from sim.analysis.sensitivity import morris, sobol

NAMES = ["x1", "x2", "x3"]
CUBE = factors_of(NAMES, [(-math.pi, math.pi)] * 3)


def ishigami(points: np.ndarray) -> np.ndarray:
    """sin x1 + 7 sin^2 x2 + .1 x3^4 sin x1 (Ishigami & Homma 1990), through the settings a study would run."""
    x = np.array([list(one.values()) for one in settings(points, CUBE)])
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


S1, ST = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_sobol_indices_of_ishigami_are_the_published_ones(seed: int) -> None:
    found = sobol(ishigami(sobol_design(3, 1024, seed=seed)), NAMES, seed=seed)
    for exact, value, half in [*zip(S1, found.s1, found.s1_conf, strict=True), *zip(ST, found.st, found.st_conf, strict=True)]:
        assert abs(value - exact) <= half
        assert half < 0.12
    assert found.variance == pytest.approx(13.8446, rel=0.02)  # a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2


def test_sobol_on_differences_with_replicate_noise() -> None:
    """Noise common to all points of a replicate, as under common random numbers, does not touch the indices."""
    points = sobol_design(3, 256)
    luck = np.random.default_rng(0)
    difference = ishigami(points)[:, None] + luck.normal(0, 5, 4)
    plain, noisy = sobol(ishigami(points), NAMES), sobol(difference, NAMES)
    assert noisy.s1 == pytest.approx(plain.s1, abs=1e-9)
    assert noisy.noise_share > 0.03
    assert noisy.noise_share_paired == pytest.approx(0, abs=1e-12)
    assert math.isnan(plain.noise_share)


def test_morris_of_a_linear_function_is_exact() -> None:
    points = morris_design(4, 20)
    found = morris(points, points @ np.array([3.0, -2.0, 0.0, 0.5]) + 7, list("abcd"))
    assert points.shape == (100, 4)
    assert found.mu == pytest.approx((3.0, -2.0, 0.0, 0.5))
    assert found.mu_star == pytest.approx((3.0, 2.0, 0.0, 0.5))
    assert found.sigma == pytest.approx((0, 0, 0, 0), abs=1e-12)
    assert found.negligible == ("c",)


def test_morris_of_a_product_shows_its_interaction() -> None:
    # x1 x2: the effect of x1 is x2, whatever its level: mu* = 1/2 on average, sigma that of the levels
    points = morris_design(2, 500)
    found = morris(points, points[:, 0] * points[:, 1], ["a", "b"])
    assert found.mu == pytest.approx((0.5, 0.5), abs=0.06)
    assert found.sigma == pytest.approx((0.373, 0.373), abs=0.03)  # levels 0, 1/3, 2/3, 1: sd sqrt(5)/6


def test_trajectories_that_lie_far_apart() -> None:
    apart, drawn = morris_design(3, 6, of=30), morris_design(3, 6)
    assert apart.shape == drawn.shape == (24, 3)

    def spread(points: np.ndarray) -> float:
        paths = points.reshape(6, 4, 3)
        return sum(float(np.linalg.norm(a[:, None] - b[None], axis=2).sum()) for a in paths for b in paths)

    assert spread(apart) > spread(drawn)


@pytest.mark.parametrize("seed", [0, 5])
def test_the_same_seed_gives_the_same_points_and_indices(seed: int) -> None:
    """The seed 0 too, which SALib takes for none."""
    for design in (lambda: morris_design(3, 6, seed=seed), lambda: sobol_design(3, 16, seed=seed), lambda: hypercube_design(3, 16, seed=seed)):
        assert np.array_equal(design(), design())
        assert design().min() >= 0
        assert design().max() <= 1
    points = sobol_design(3, 64, seed=seed)
    first, again = (sobol(ishigami(points), NAMES, seed=seed).s1_conf for _ in range(2))
    assert first == again


def test_a_constant_output_has_indices_of_nothing() -> None:
    for constant in (0.0, 0.1, 0.5):
        assert sobol(np.full(64 * 5, constant), NAMES).st == (0, 0, 0)
    points = morris_design(2, 4)
    flat = morris(points, np.full(12, 0.1), ["a", "b"])
    assert flat.mu_star == (0, 0)
    assert flat.negligible == ("a", "b")


def test_noise_share_by_hand() -> None:
    # means 1 and 3: variance 2; within-point variances 2 and 8, of a mean of two: 1 and 4, on average 2.5
    found = averaged(np.array([[0.0, 2.0], [1.0, 5.0]]))
    assert found.means.tolist() == [1.0, 3.0]
    assert found.noise_share == pytest.approx(2.5 / 2)
    # rest: 0 2 / 1 5 less rows 1, 3, less columns .5, 3.5, plus 2: .5 -.5 / -.5 .5: variance 1 / (1 x 1), of a mean of two .5
    assert found.noise_share_paired == pytest.approx(0.5 / 2)


def test_what_all_points_share_is_no_noise_of_their_differences() -> None:
    found = averaged(np.array([[1.0], [2.0], [4.0]]) + np.array([100.0, -50.0, 7.0]))
    assert found.noise_share > 100
    assert found.noise_share_paired == pytest.approx(0.0, abs=1e-12)


def test_pawn_tells_the_factors_that_act_from_a_dummy() -> None:
    points = hypercube_design(4, 2000, seed=2)
    found = pawn(points, ishigami(points[:, :3]), [*CUBE, Factor("dummy")])
    assert found.influential == ("x1", "x2", "x3")
    assert found.median[3] < 0.1
    assert found.median[1] > found.median[2] > found.threshold[2]


def test_a_dummy_is_above_the_threshold_as_often_as_it_says() -> None:
    # 200 dummies, 5 %: standard error .0154
    outputs = np.random.default_rng(1).normal(size=500) ** 2
    threshold, luck = dummy_threshold(outputs, 10), np.random.default_rng(99)
    of_slice = np.arange(500) * 10 // 500
    above = np.mean([np.median(slice_distances(outputs, luck.permutation(of_slice))) > threshold for _ in range(200)])
    assert above == pytest.approx(0.05, abs=4 * 0.0154)


def test_slice_distances_are_those_of_scipy() -> None:
    from scipy.stats import ks_2samp

    luck = np.random.default_rng(3)
    outputs, of_slice = np.round(luck.normal(size=300), 1), luck.integers(0, 4, 300)  # with ties
    expected = [ks_2samp(outputs[of_slice == one], outputs).statistic for one in range(4)]
    assert slice_distances(outputs, of_slice) == pytest.approx(expected)


def test_pawn_of_a_category_conditions_on_its_values() -> None:
    # the output is 0 under the first of 2 values and 1 under the second: distance 1/2 from the half-and-half of all
    points = hypercube_design(2, 400, seed=1)
    outputs = (points[:, 0] >= 0.5).astype(float)
    found = pawn(points, outputs, [Factor("which", values=("old", "new")), Factor("other")])
    assert found.median[0] == pytest.approx(0.5)
    assert found.influential == ("which",)


def test_a_category_is_an_index_rounded_down() -> None:
    factors = factors_of(["hours", "rule"], [(8, 16), ["a", "b", "c"]])
    units = [0.0, 0.333, 0.334, 0.667, 0.999999, 1.0]
    rows = settings(np.array([[unit, unit] for unit in units]), factors)
    assert [row["rule"] for row in rows] == ["a", "a", "b", "c", "c", "c"]
    assert rows[0]["hours"] == 8
    assert rows[-1]["hours"] == 16


def test_what_makes_no_design_is_told() -> None:
    points = morris_design(2, 4)
    with pytest.raises(AnalysisError, match="do not fit a design"):
        morris(points, np.zeros(11), ["a", "b"])
    with pytest.raises(AnalysisError, match="not a number in 1 of 12 places"):
        morris(points, np.append(np.zeros(11), math.nan), ["a", "b"])
    with pytest.raises(AnalysisError, match="power of 2, not 1000"):
        sobol_design(3, 1000)
    with pytest.raises(AnalysisError, match="even number of levels"):
        morris_design(3, 10, levels=5)
    with pytest.raises(AnalysisError, match="from a smaller to a larger number"):
        factors_of(["a"], [(1.0, 1.0)])
    with pytest.raises(AnalysisError, match="at least 2 to vary"):
        factors_of(["a"], [["only"]])
    with pytest.raises(AnalysisError, match="at least 10 points for each of 10 slices"):
        pawn(np.zeros((99, 1)), np.zeros(99), [Factor("a")])
