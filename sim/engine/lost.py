"""Cases mislaid between two offices: in nobody's line, until somebody asks (science 2 TR, L8, T3)."""

from __future__ import annotations

from sim.compiled import kernel_rule
from sim.dice import uniform
from sim.world.codes import Decision, Fate


@kernel_rule
def mislay(policy, case, issue, turn):
    """Whether this hand-over (0 the dispatch, then the number of the referral) mislays the case (rows); writes it if so.

    What leaders have taken up is carried by hand.
    """
    if case.keyed or uniform(issue.key, Decision.LOST, turn) >= policy.lost:
        return False
    case.losses += 1
    case.fate = Fate.LOST
    return True
