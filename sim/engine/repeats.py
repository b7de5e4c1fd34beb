"""Neighbours who report what is registered already (science 4.2, T3).

What everybody sees is reported again at a rate while it is open. Where there is no single register each report is
registered anew, and the office that has the case looks at what has come in since its last look.
"""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.dice import uniform
from sim.world.codes import Decision

MOST_EXPECTED = 500.0
"""Repeated reports expected between two visits, at most: beyond, they would be too many to count."""


@kernel_rule
def _poisson(mean, u):
    """Quantile u of a Poisson number."""
    number = 0
    share = math.exp(-mean)
    below = share
    while u > below and number < 4.0 * MOST_EXPECTED:
        number += 1
        share *= mean / number
        below += share
    return number


@called_rule
def count_repeats(policy, case, issue, category, now):
    """Repeated reports since the last visit (or the first report) until now; registers them in the case (row)."""
    since_h = case.reported_h if math.isnan(case.counted_h) else case.counted_h
    case.counted_h = now
    mean = min(MOST_EXPECTED, policy.duplicates_per_h * category.visible * (now - since_h))
    number = _poisson(mean, uniform(issue.key, Decision.DUPLICATES, case.visits))
    case.duplicates += number
    return number
