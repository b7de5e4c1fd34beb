"""What deliberation and listening leave behind in a case: fixes that hold, fairness felt."""

from __future__ import annotations

from sim.compiled import called_rule
from sim.world.codes import NOBODY


@called_rule
def fails_less(w, case):
    """Factor on the probability that a fix does not hold: agreement in a council, and the way the post works, avoid a share."""
    factor = 1.0
    if case.agreed:
        factor -= w.council[w.chamber[case.chamber].council].lasting
    return factor * (1.0 - w.pool[case.pool].lasting)


@called_rule
def fairness(w, case):
    """J (science 4.9): 0.5, plus open affairs, plus having been heard by a council and by the people of the post; at most 1."""
    felt = 0.5 + w.policy[0].information
    if case.voiced:
        felt += w.council[w.chamber[case.chamber].council].voice
    if case.pool != NOBODY and case.visits > 0:
        felt += w.pool[case.pool].voice
    return min(1.0, felt)
