"""Numbers that add up: exact sums of floats, and parts rounded so that they sum to their total without a last bit left over.

A float is a whole number times a power of two, so sums and weighted means of floats are exact as fractions. Fractions are published as floats by this
rule: all parts and their total become multiples of one power of two (the grid), the smallest of which the sizes of all parts together make fewer than
2 ** 53 steps. The total is rounded to the grid to the nearest. Every part is rounded down to it; the steps that are then missing go to the parts with
the largest remainders, of equal ones to the first (Hamilton's apportionment). So every part is less than one step from its exact value, and adding the
parts in any order gives the total exactly, for every partial sum is a whole number of steps that a float can hold. Where the parts do not cancel, the
total is the float nearest to the exact total.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from sim.analysis.replicates import Floats

SMALLEST = -1074
"""Exponent of the smallest float above 0."""


def exact_means(values: Floats) -> list[Fraction]:
    """The exact mean of every row of finite values (row, column)."""
    return [sum((Fraction(float(value)) for value in row), Fraction()) / values.shape[1] for row in values]


def adding_up(parts: Sequence[Fraction], total: Fraction) -> tuple[Floats, float]:
    """The parts and their total as floats that add up, by the rule at the head of the module. Raises ValueError if the fractions do not."""
    if sum(parts, Fraction()) != total:
        raise ValueError("the parts do not sum to the total")
    size = sum((abs(part) for part in parts), Fraction())
    if size == 0:
        return np.zeros(len(parts)), 0.0
    exponent = max(_exponent(size) - 52, SMALLEST)
    if size / Fraction(2) ** exponent + len(parts) >= 2**53:
        exponent += 1
    grid = Fraction(2) ** exponent
    steps, remainders = zip(*(divmod(part, grid) for part in parts), strict=True)
    whole = round(total / grid)
    missing = whole - sum(steps)  # from 0 to the number of parts: the remainders, added up and rounded
    given = [int(step) for step in steps]
    for at in sorted(range(len(parts)), key=lambda at: (-remainders[at], at))[:missing]:
        given[at] += 1
    return np.array([math.ldexp(step, exponent) for step in given]), math.ldexp(whole, exponent)


def _exponent(value: Fraction) -> int:
    """e with 2 ** e <= |value| < 2 ** (e + 1)."""
    top, bottom = abs(value.numerator), value.denominator
    guess = top.bit_length() - bottom.bit_length()
    return guess if Fraction(2) ** guess <= abs(value) else guess - 1


__all__ = ["adding_up", "exact_means"]
