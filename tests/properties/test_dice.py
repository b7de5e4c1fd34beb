"""Keyed chance: integer twin, uniformity, independence of neighbours, accuracy of the transforms.

Tests of chance run over fixed keys; each error rate is stated and counts all comparisons made.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import dice
from sim.compiled import entry
from sim.world.codes import Decision, Kind

WORD = 2**64 - 1
GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def twin_mix(z: int) -> int:
    z = (z ^ (z >> 30)) * MIX_1 & WORD
    z = (z ^ (z >> 27)) * MIX_2 & WORD
    return z ^ (z >> 31)


def twin_entity_key(seed: int, kind: int, index: int) -> int:
    return twin_mix(twin_mix((seed * GOLDEN + kind) & WORD) + (index + 1) * GOLDEN & WORD)


def twin_word(key: int, decision: int, turn: int) -> int:
    return twin_mix(key + ((decision << 32) + turn + 1) * GOLDEN & WORD)


def unmix(word: int) -> int:
    """The one z with twin_mix(z) == word: each step of a bijection undone."""

    def unshift(z: int, bits: int) -> int:
        out = z
        for _ in range(64 // bits + 1):
            out = z ^ (out >> bits)
        return out

    z = unshift(word, 31) * pow(MIX_2, -1, 2**64) & WORD
    z = unshift(z, 27) * pow(MIX_1, -1, 2**64) & WORD
    return unshift(z, 30)


@entry
def _mix(z, out):
    for i in range(len(z)):
        out[i] = dice.mix(z[i])


@entry
def _keys(seed, kind, index, out):
    for i in range(len(index)):
        out[i] = dice.entity_key(seed, kind, index[i])


@entry
def _uniforms(key, decision, turn, out):
    for i in range(len(key)):
        out[i] = dice.uniform(key[i], decision[i], turn[i])


@entry
def _normal(u, out):
    for i in range(len(u)):
        out[i] = dice.normal_quantile(u[i])


@entry
def _duration(law, mean, cv, u, out):
    for i in range(len(u)):
        out[i] = dice.duration(law, mean, cv, u[i])


def mixes(z: np.ndarray) -> np.ndarray:
    out = np.empty(len(z), np.uint64)
    with np.errstate(over="ignore"):
        _mix(z, out)
    return out


def keys(seed: int, kind: int, index: np.ndarray) -> np.ndarray:
    out = np.empty(len(index), np.uint64)
    with np.errstate(over="ignore"):
        _keys(np.uint64(seed), np.uint64(kind), index.astype(np.uint64), out)
    return out


def uniforms(key: np.ndarray, decision: int | np.ndarray, turn: int | np.ndarray) -> np.ndarray:
    out = np.empty(len(key))
    with np.errstate(over="ignore"):
        words = [np.broadcast_to(np.asarray(x, np.uint64), len(key)).copy() for x in (decision, turn)]
        _uniforms(key, *words, out)
    return out


def normals(u: np.ndarray) -> np.ndarray:
    out = np.empty(len(u))
    _normal(u, out)
    return out


def durations(law: dice.Law, mean: float, cv: float, u: np.ndarray) -> np.ndarray:
    out = np.empty(len(u))
    _duration(int(law), mean, cv, u, out)
    return out


words = st.integers(0, WORD)
EDGES = [0, 1, 2, WORD, WORD - 1, 2**63, 2**63 - 1, GOLDEN, 2**32, 2**53]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(words, min_size=1, max_size=50))
def test_mix_is_the_integer_formula(z: list[int]) -> None:
    z += EDGES
    assert mixes(np.array(z, np.uint64)).tolist() == [twin_mix(word) for word in z]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(seed=words, kind=st.sampled_from([0, *Kind]), index=st.lists(words, min_size=1, max_size=20))
def test_entity_key_is_the_integer_formula(seed: int, kind: int, index: list[int]) -> None:
    assert keys(seed, kind, np.array(index, np.uint64)).tolist() == [twin_entity_key(seed, kind, i) for i in index]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(key=words, decision=st.sampled_from(list(Decision)), turn=st.integers(0, 2**32 - 2))
def test_uniform_is_the_word_of_the_integer_formula_on_the_unit_interval(key: int, decision: int, turn: int) -> None:
    """Which 53 bits are used, and how they are centred, is left open: within 2**-52 of the whole word."""
    u = uniforms(np.array([key], np.uint64), decision, turn)[0]
    assert abs(u - twin_word(key, decision, turn) / 2**64) <= 2**-52


def twin_uniform(key: int, decision: int, turn: int) -> float:
    return ((twin_word(key, decision, turn) >> 12) + 0.5) * 2.0**-52


def test_uniform_agrees_with_its_twin_bit_for_bit() -> None:
    key = mixes(np.arange(2000, dtype=np.uint64))
    for decision, turn in ((Decision.GAP, 0), (Decision.DAY_RATE, 7), (Decision.WORK, 2**31)):
        expected = [twin_uniform(k, decision, turn) for k in key.tolist()]
        assert uniforms(key, decision, turn).tolist() == expected


def extreme_key(word: int) -> int:
    """The key whose first GAP uniform is made of this word."""
    return (unmix(word) - ((Decision.GAP << 32) + 1) * GOLDEN) & WORD


def test_the_smallest_uniform_is_above_zero() -> None:
    assert uniforms(np.array([extreme_key(0)], np.uint64), Decision.GAP, 0)[0] > 0.0


def test_the_largest_uniform_is_below_one() -> None:
    assert uniforms(np.array([extreme_key(WORD)], np.uint64), Decision.GAP, 0)[0] < 1.0


def test_entities_never_share_a_key() -> None:
    """All kinds, four seeds, 5,000 rows each: 180,000 distinct keys (a collision by chance: 1 in a billion)."""
    every = np.concatenate([keys(seed, kind, np.arange(5000)) for seed in (0, 1, 2, 12345) for kind in (0, *Kind)])
    assert len(np.unique(every)) == len(every)


COUNT = 200_000


@pytest.mark.parametrize("decision", [Decision.GAP, Decision.OWNER, Decision.PREVENTION, Decision.CHORE_GAP])
def test_uniforms_of_neighbouring_entities_are_uniform(decision: Decision) -> None:
    """Chi-square over 1,000 cells, both tails, for entities 0, 1, 2, ... Error rate 1e-4 for each decision."""
    u = uniforms(keys(1, Kind.ISSUE, np.arange(COUNT)), decision, 0)
    observed = np.bincount((u * 1000).astype(int), minlength=1000)
    statistic = ((observed - COUNT / 1000) ** 2).sum() / (COUNT / 1000)
    assert abs(statistic - 999) < 3.9 * math.sqrt(2 * 999)  # chi-square with 999 degrees is normal enough
    assert abs(u.mean() - 0.5) < 3.9 / math.sqrt(12 * COUNT)


def test_uniforms_of_successive_turns_are_uniform() -> None:
    """One entity, 200,000 turns: as a handler that begins many chores."""
    key = np.repeat(keys(1, Kind.HANDLER, np.array([3])), COUNT)
    u = uniforms(key, Decision.CHORE_GAP, np.arange(COUNT))
    observed = np.bincount((u * 1000).astype(int), minlength=1000)
    assert abs(((observed - COUNT / 1000) ** 2).sum() / (COUNT / 1000) - 999) < 3.9 * math.sqrt(2 * 999)


def independent(u: np.ndarray, v: np.ndarray) -> tuple[float, float]:
    """Standardised correlation, and standardised chi-square of a 16 x 16 table, of two sets of uniforms."""
    correlation = np.mean((u - 0.5) * (v - 0.5)) * 12 * math.sqrt(len(u))
    observed = np.bincount((u * 16).astype(int) * 16 + (v * 16).astype(int), minlength=256)
    expected = len(u) / 256
    return correlation, (((observed - expected) ** 2).sum() / expected - 255) / math.sqrt(510)


def check_independent(pairs: list[tuple[np.ndarray, np.ndarray]]) -> None:
    """Correlations within 4.5 and tables within 5 standard deviations: 1 in 1,000 for 100 pairs."""
    for u, v in pairs:
        correlation, table = independent(u, v)
        assert abs(correlation) < 4.5 and abs(table) < 5.0


def test_decisions_of_one_entity_are_independent() -> None:
    key = keys(1, Kind.ISSUE, np.arange(50_000))
    u = [uniforms(key, decision, 0) for decision in range(1, 14)]
    check_independent([(u[i], u[j]) for i in range(13) for j in range(i)])


def test_turns_of_one_decision_are_independent() -> None:
    key = keys(1, Kind.ISSUE, np.arange(50_000))
    u = [uniforms(key, Decision.WORK, turn) for turn in range(8)]
    check_independent([(u[i], u[j]) for i in range(8) for j in range(i)])


def test_neighbouring_entities_are_independent() -> None:
    u = uniforms(keys(1, Kind.ISSUE, np.arange(100_064)), Decision.GAP, 0)
    check_independent([(u[:100_000], u[lag : lag + 100_000]) for lag in (1, 2, 3, 4, 7, 8, 16, 31, 32, 63, 64)])


def test_seeds_replications_and_kinds_are_independent() -> None:
    """The same row under neighbouring seeds, replications and kinds, keyed as a run keys them."""
    rows = np.arange(50_000)
    run = {(s, r): int(keys(s, 0, np.array([r]))[0]) for s in (1, 2, 3) for r in range(4)}
    u = [uniforms(keys(key, Kind.ISSUE, rows), Decision.GAP, 0) for key in run.values()]
    u += [uniforms(keys(run[1, 0], kind, rows), Decision.GAP, 0) for kind in (Kind.HANDLER, Kind.RESIDENT, Kind.DAY)]
    check_independent([(u[i], u[j]) for i in range(len(u)) for j in range(i)])


def test_normal_quantile_is_the_inverse_of_the_normal_distribution() -> None:
    """Against an independent implementation to 1e-12, between 1e-10 and 1 - 1e-10."""
    u = np.concatenate((
        np.linspace(0.0005, 0.9995, 1999), 10.0 ** -np.arange(4.0, 11), 1 - 10.0 ** -np.arange(4.0, 11),
        [0.075, 0.925, math.nextafter(0.075, 0), math.nextafter(0.925, 1)],
    ))  # fmt: skip
    expected = np.array([NormalDist().inv_cdf(x) for x in u])
    assert normals(u) == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_normal_quantile_is_exact_in_the_far_tails() -> None:
    """To 1e-12 from 1e-300 to 1e-11 and from 1 - 1e-11 to the last number below one."""
    u = np.concatenate((10.0 ** -np.arange(11.0, 301), 1 - 10.0 ** -np.arange(11.0, 16), [2.0**-54, 1 - 2.0**-53]))
    expected = np.array([NormalDist().inv_cdf(x) for x in u])
    assert normals(u) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(u=st.floats(1e-9, 1 - 1e-9))
def test_normal_quantile_undoes_the_normal_distribution(u: float) -> None:
    """By way of the error function, which shares nothing with the quantile."""
    z = normals(np.array([u]))[0]
    tail = 0.5 * math.erfc(abs(z) / math.sqrt(2))
    assert tail == pytest.approx(min(u, 1 - u), rel=1e-9 if u < 0.5 else 1e-6)
    assert (z < 0) == (u < 0.5) or u == 0.5


MIDPOINTS = (np.arange(400_000) + 0.5) / 400_000


@pytest.mark.parametrize("cv", [0.25, 0.95, 2.0])
def test_lognormal_durations_have_the_asked_mean_and_variation(cv: float) -> None:
    """Midpoint rule; a heavy tail loses a little beyond the last midpoint, hence the wider tolerance for cv 2."""
    x = durations(dice.Law.LOGNORMAL, 3.0, cv, MIDPOINTS)
    assert x.mean() == pytest.approx(3.0, rel=1e-4 if cv < 1 else 1e-3)
    assert x.std() / x.mean() == pytest.approx(cv, rel=0.002 if cv < 1 else 0.05)
    assert np.median(x) == pytest.approx(3.0 / math.sqrt(1 + cv * cv), rel=1e-5)  # exact, and no tail involved


def test_exponential_durations_have_the_exponential_law() -> None:
    x = durations(dice.Law.EXPONENTIAL, 3.0, 9.0, MIDPOINTS)
    assert np.allclose(np.exp(-x / 3.0), 1 - MIDPOINTS, rtol=1e-12, atol=0)
    assert x.mean() == pytest.approx(3.0, rel=1e-5) and x.std() == pytest.approx(3.0, rel=1e-4)


def test_fixed_durations_are_fixed_and_no_mean_is_no_time() -> None:
    assert np.all(durations(dice.Law.FIXED, 3.0, 9.0, MIDPOINTS[::1000]) == 3.0)
    for law in dice.Law:
        assert not durations(law, 0.0, 1.0, MIDPOINTS[::1000]).any()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    law=st.sampled_from([dice.Law.EXPONENTIAL, dice.Law.LOGNORMAL]),
    mean=st.floats(0.01, 1e4),
    cv=st.floats(0.0, 5.0),
    us=st.lists(st.floats(1e-12, 1 - 1e-12), min_size=2, max_size=20),
)
def test_durations_rise_with_the_uniform_and_with_the_mean(
    law: dice.Law, mean: float, cv: float, us: list[float]
) -> None:
    u = np.sort(us)
    x = durations(law, mean, cv, u)
    assert np.all(np.diff(x) >= 0)
    assert durations(law, 2 * mean, cv, u) == pytest.approx(2 * x, rel=1e-12)
