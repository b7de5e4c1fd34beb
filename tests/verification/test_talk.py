"""Word of mouth through the engine's own rules: DeGroot (V24), Friedkin-Johnsen, Deffuant and Hegselmann-Krause (V25)."""

from __future__ import annotations

import functools
import operator

import numpy as np
import numpy.typing as npt
import pytest

from sim.engine.talk import hold_rounds
from sim.scenario.load import load
from sim.simulate import simulate
from sim.world import Rows
from sim.world.codes import Talk
from sim.world.mind import Mind

Floats = npt.NDArray[np.float64]

X0 = np.array([0.2, 0.5, 0.9])
W = np.array([[0.5, 0.5, 0.0], [0.25, 0.5, 0.25], [0.0, 0.4, 0.6]])
IN_A_ROW = [[1], [0, 2], [1]]
"""Three people in a row, giving up .5, .5 and .4 of the difference to the mean of those they know: the matrix W."""


def people(trust: Floats, *, pull: Floats | float, susceptibility: Floats | float = 1.0) -> Rows:
    minds = Mind.allocate(len(trust))
    minds["trust"] = minds["conviction"] = trust
    minds["pull"], minds["susceptibility"] = pull, susceptibility
    minds["key"] = np.arange(1, len(trust) + 1)
    return minds


def talk(minds: Rows, known: list[list[int]], rule: Talk, rounds: int, tolerance: float = 1.0) -> Floats:
    """Trust after so many rounds among people who know each other like this."""
    offset = np.cumsum([0, *map(len, known)]).astype(np.int64)
    with np.errstate(over="ignore"):
        hold_rounds(minds, offset, np.array(functools.reduce(operator.iadd, known, []), np.uint32), int(rule), rounds, tolerance)
    return np.asarray(minds["trust"])


def everybody(count: int) -> list[list[int]]:
    return [[other for other in range(count) if other != one] for one in range(count)]


def ring(count: int) -> list[list[int]]:
    return [sorted({(one - 1) % count, (one + 1) % count, (one + 7) % count, (one - 7) % count}) for one in range(count)]


def test_one_round_of_degroot_is_one_product() -> None:
    after = talk(people(X0, pull=np.array([0.5, 0.5, 0.4])), IN_A_ROW, Talk.DEGROOT, 1)
    assert after == pytest.approx(W @ X0, abs=1e-15)


def test_degroot_ends_at_the_weights_of_the_stationary_vector() -> None:
    """V24: the matrix is irreducible and aperiodic; pi = pi W is (4, 8, 5) / 17."""
    after = talk(people(X0, pull=np.array([0.5, 0.5, 0.4])), IN_A_ROW, Talk.DEGROOT, 300)
    pi = np.array([4, 8, 5]) / 17
    assert pi @ W == pytest.approx(pi, abs=1e-15)
    assert pi == pytest.approx([0.235294, 0.470588, 0.294118], abs=5e-7)
    assert after == pytest.approx(np.full(3, pi @ X0), abs=1e-12)
    assert after == pytest.approx(0.547059, abs=5e-7)


def test_friedkin_johnsen_ends_where_own_experience_holds_it() -> None:
    """V25: x = (I - LW)^-1 (I - L) x0, not a consensus."""
    held = np.array([0.7, 0.8, 0.9])
    after = talk(people(X0, pull=np.array([0.5, 0.5, 0.4]), susceptibility=held), IN_A_ROW, Talk.FRIEDKIN_JOHNSEN, 2000)
    exact = np.linalg.solve(np.eye(3) - held[:, None] * W, (1 - held) * X0)
    assert after == pytest.approx(exact, abs=1e-12)
    assert after == pytest.approx([0.345020, 0.469323, 0.562948], abs=5e-7)


@pytest.mark.parametrize("tolerance", [0.1, 0.3, 1.0])
def test_deffuant_keeps_the_mean(tolerance: float) -> None:
    """V25: what one gains the other gives, whoever listens to whom."""
    before = np.random.default_rng(1).uniform(size=300)
    after = talk(people(before, pull=0.2), ring(300), Talk.DEFFUANT, 100, tolerance)
    assert after.mean() == pytest.approx(before.mean(), abs=1e-12)
    assert np.abs(after - before).max() > 0.1
    assert 0 <= after.min() <= after.max() <= 1


def test_deffuant_without_tolerance_moves_nobody_and_with_all_of_it_ends_in_agreement() -> None:
    before = np.random.default_rng(2).uniform(size=60)
    assert np.array_equal(talk(people(before, pull=0.5), ring(60), Talk.DEFFUANT, 50, 0.0), before)
    assert np.ptp(talk(people(before, pull=0.5), ring(60), Talk.DEFFUANT, 500, 1.1)) < 1e-6


def test_the_mean_of_degroot_is_that_of_deffuant_where_all_know_equally_many() -> None:
    """Science 4.10: with full tolerance both keep the mean and end in the same agreement."""
    before = np.random.default_rng(3).uniform(size=60)
    ends = [talk(people(before, pull=0.3), ring(60), rule, 2000, 1.1) for rule in (Talk.DEFFUANT, Talk.DEGROOT)]
    assert ends[0] == pytest.approx(ends[1], abs=1e-9)
    assert ends[1] == pytest.approx(np.full(60, before.mean()), abs=1e-9)


@pytest.mark.parametrize("tolerance", [0.1, 0.2, 0.4])
def test_hegselmann_krause_keeps_the_order_and_ends_in_camps(tolerance: float) -> None:
    """V25: among people who all know each other nobody overtakes; what is left are camps too far apart to listen."""
    before = np.sort(np.random.default_rng(4).uniform(size=40))
    after = before
    for _ in range(60):
        after = talk(people(after, pull=1.0), everybody(40), Talk.HEGSELMANN_KRAUSE, 1, tolerance)
        assert np.all(np.diff(after) >= -1e-12)
    camps = np.unique(after.round(9))
    assert np.all(np.diff(camps) >= tolerance - 1e-9)
    assert len(camps) == {0.1: len(camps), 0.2: len(camps), 0.4: 1}[tolerance]
    assert (len(camps) > 1) == (tolerance < 0.4)


@pytest.mark.parametrize("rule", ["deffuant", "degroot", "hegselmann_krause", "friedkin_johnsen"])
def test_in_a_run_talk_brings_newcomers_and_locals_together(rule: str) -> None:
    """Weekly talk alone moves trust along the ties; Deffuant keeps its mean; own experience is not touched."""
    quiet = ["demand.issues_per_resident_year=0", "trust.gain=0.1", "trust.start=0.6", "trust.newcomer=-0.25", "run.days=140"]
    outcome = simulate(load("street-office", overrides=[*quiet, f"talk.rule='{rule}'"]))
    minds, newcomer = outcome.world.mind, outcome.world.resident["newcomer"] != 0
    apart = abs(float(minds["trust"][newcomer].mean() - minds["trust"][~newcomer].mean()))
    assert apart < 0.2
    assert np.unique(minds["conviction"]).round(12).tolist() == [0.35, 0.6]
    if rule == "deffuant":
        assert minds["trust"].mean() == pytest.approx(minds["conviction"].mean(), abs=1e-12)
