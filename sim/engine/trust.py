"""Trust: how an episode moves it, and how it (and the luck of one's neighbours) changes the hazard of reporting.

T <- T + a_T k (s' - T), k = `trust_loss` if s' < T, else 1 (science 4.10). The latent satisfaction s has no bounds; s' = 1 / (1 + exp(-s))
puts it on the scale of trust, so that an episode that went as expected (s = 0) pulls towards indifference (.5).
"""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.world.codes import Fate


@kernel_rule
def _moved(trust, satisfied, policy):
    gap = satisfied - trust
    return trust + policy.trust_gain * (policy.trust_loss if gap < 0.0 else 1.0) * gap


@kernel_rule
def learn(policy, case, mind):
    """A judged case moves its resident's trust (rows); neighbours will see whether it was solved."""
    satisfied = 1.0 / (1.0 + math.exp(-case.satisfaction))
    mind.trust = _moved(mind.trust, satisfied, policy)
    mind.conviction = _moved(mind.conviction, satisfied, policy)
    mind.content = 1 if case.fate == Fate.RESOLVED else 0


@called_rule
def reporting_factor(policy, minds, offset, tie, r):
    """What resident r's trust and neighbours make of the hazard of reporting: exp(b_T (T - .5) + b_N m), science 4.2.

    m is the share of those r knows whose last problem brought to the organisation was solved.
    """
    power = policy.trust_effect * (minds[r].trust - 0.5)
    if policy.cue_effect != 0.0 and offset[r + 1] > offset[r]:
        served = 0
        for at in range(offset[r], offset[r + 1]):
            served += minds[tie[at]].content
        power += policy.cue_effect * served / (offset[r + 1] - offset[r])
    return math.exp(power)
