"""What deliberation, listening and evaluation leave behind in a case: fixes that hold, fairness felt, failures found early."""

from __future__ import annotations

from sim.compiled import kernel_rule
from sim.dice import uniform
from sim.world.codes import NOBODY, Decision

EVALUATED = 1
"""Stamp of a RETURN appointment made by an evaluation; the resident's own carries 0."""


@kernel_rule
def fails_less(w, case):
    """Factor on the probability that a fix does not hold: agreement in a council, and the way the post works, avoid a share."""
    factor = 1.0
    if case.agreed:
        factor -= w.council[w.chamber[case.chamber].council].lasting
    return factor * (1.0 - w.pool[case.pool].lasting)


@kernel_rule
def fairness(w, case):
    """J (science 4.9): 0.5, plus open affairs, plus having been heard by a council and by the people of the post; at most 1."""
    felt = 0.5 + w.policy[0].information
    if case.voiced:
        felt += w.council[w.chamber[case.chamber].council].voice
    if case.pool != NOBODY and case.visits > 0:
        felt += w.pool[case.pool].voice
    return min(1.0, felt)


@kernel_rule
def evaluate(policy, case, key):
    """The resident may be asked whether it is solved (K9). Counts the question; returns whether an unsound closure would show."""
    if uniform(key, Decision.EVALUATION, 2 * case.returns) >= policy.evaluated:
        return False
    case.asked += 1
    return uniform(key, Decision.EVALUATION, 2 * case.returns + 1) < policy.evaluation_finds
