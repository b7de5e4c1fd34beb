"""Keyed chance: every uniform is a pure function of (key, decision, turn). No state, no order, no sharing.

A key belongs to an entity: `entity_key(seed, kind, index)`. The same case asks the same question for the same turn and
gets the same number, whatever organisation it lives in and whatever happened to others: common random numbers case by
case (Starsim's per-agent streams and Vivarium's randomness cube are the relatives).

The generator is the finaliser of SplitMix64 (Steele, Lea, Flood 2014) over two rounds; quality is tested in
tests/properties. Transforms are inverse CDFs, increasing in the uniform, so a changed parameter moves every outcome the
same way.
"""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np

from sim.compiled import called_rule, entry, rule

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S12, _S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12), np.uint64(32)
_ONE = np.uint64(1)
_TWO_TO_MINUS_52 = 1.0 / 4503599627370496.0


class Law(IntEnum):
    """Shape of a duration with a given mean."""

    FIXED = 0
    EXPONENTIAL = 1
    LOGNORMAL = 2


@rule
def mix(z):
    """SplitMix64's finaliser, a bijection of 64-bit words."""
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@rule
def entity_key(seed, kind, index):
    """Key of entity number `index` of a kind under a seed (all unsigned 64-bit)."""
    return mix(mix(seed * GOLDEN + kind) + (index + _ONE) * GOLDEN)


@rule
def uniform(key, decision, turn):
    """Uniform on the open interval (0, 1) for this entity's decision at this turn (0, 1, 2, ...)."""
    word = mix(key + ((np.uint64(decision) << _S32) + np.uint64(turn) + _ONE) * GOLDEN)
    return (np.float64(word >> _S12) + 0.5) * _TWO_TO_MINUS_52


@entry
def fill_handler_keys(seed, replicate, kind, post, unit, number, keys):
    """Write the key of each handler, by post (a number of its name), unit and number in the unit, into `keys` (all uint64).

    Nobody's key depends on how many others there are: one more here changes no chance of anybody else.
    """
    run_key = entity_key(seed, np.uint64(0), replicate)
    for row in range(keys.shape[0]):
        keys[row] = entity_key(entity_key(run_key, kind, post[row]), unit[row], number[row])


@entry
def fill_chances(seed, replicate, kind, name, decision, chances):
    """Write a uniform for each entity 0, 1, ... of a kind into `chances`, for what has this name (a number of it; all uint64).

    Keys as those of handlers: under another name the same entity has another chance.
    """
    name_key = entity_key(entity_key(entity_key(seed, np.uint64(0), replicate), kind, name), decision, np.uint64(0))
    for row in range(chances.shape[0]):
        chances[row] = uniform(entity_key(name_key, kind, np.uint64(row)), decision, 0)


@called_rule
def normal_quantile(u):
    """Inverse of the standard normal CDF, relative error below 1e-15 (Wichura 1988, algorithm AS 241)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        num = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
                  + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
               + 133.14166789178437745) * r + 3.387132872796366608
        den = ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                  + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
               + 42.313330701600911252) * r + 1.0
        return q * num / den
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        num = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
                  + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
               + 4.6303378461565452959) * r + 1.42343711074968357734
        den = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                  + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
               + 2.05319162663775882187) * r + 1.0
    else:
        r -= 5.0
        num = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
                  + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
               + 5.4637849111641143699) * r + 6.6579046435011037772
        den = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                  + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
               + 0.59983220655588793769) * r + 1.0
    return -num / den if q < 0.0 else num / den


@rule
def duration(law, mean, cv, u):
    """Quantile `u` of a duration: fixed, exponential, or lognormal with coefficient of variation `cv`. Unit of `mean`."""
    if mean <= 0.0:
        return 0.0
    if law == Law.FIXED:
        return mean
    if law == Law.EXPONENTIAL:
        return -mean * math.log1p(-u)
    variance = math.log1p(cv * cv)
    return mean * math.exp(math.sqrt(variance) * normal_quantile(u) - 0.5 * variance)
