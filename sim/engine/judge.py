"""How a resident judges an episode, and what the next one is expected to be like.

Expectation-disconfirmation (science 4.9): d_c = clip(ln(expected / actual), -2, 2) for response and resolution, plus the
outcome; disappointment weighs `loss_aversion` times as much. Expectations are a weighted mean (in logs) of the promise and
of what the resident is used to. Efficacy is a beta belief that reporting helps, with fading memory (science 4.2).
"""

from __future__ import annotations

import math

from sim.compiled import kernel_rule
from sim.world.codes import Fate

CLIP = 2.0
"""Disconfirmation is clipped at plus or minus this (science 4.9)."""

MOMENT_H = 1.0 / 60.0
"""Waits below a minute count as a minute, so that logs stay finite."""


@kernel_rule
def _log_ratio(time_h, promise_h):
    return min(CLIP, max(-CLIP, math.log(max(time_h, MOMENT_H) / promise_h)))


@kernel_rule
def score(policy, case, person, promise_h, fairness, now):
    """Satisfaction with a case (rows) as it stands at `now`; also ln(time / promise) of response and of resolution.

    A case that is not resolved counts as one that never will be. `fairness` is J of science 4.9, how fair the procedure was felt
    to be; at 0.5 it changes nothing. It matters most where the outcome is bad (Brockner and Wiesenfeld 1996, from memory), and
    its size is a prior.
    """
    began = max(case.reported_h, case.noticed_h)  # a patrol may have been earlier than the resident
    answered = now if math.isnan(case.contacted_h) else min(case.contacted_h, now)
    response = _log_ratio(answered - began, promise_h * policy.response_share)
    resolution = _log_ratio(now - began, promise_h)
    if case.fate != Fate.RESOLVED:
        resolution = CLIP

    own = 1.0 - policy.promise_weight
    promised = policy.promise_weight * math.log(policy.resolution_share)  # habits count from the deadline, whatever is promised
    surprise = (
        policy.weight_response * min(CLIP, max(-CLIP, own * person.response_habit - response))
        + policy.weight_resolution * min(CLIP, max(-CLIP, own * person.resolution_habit - resolution + promised))
        + policy.weight_outcome * (1.0 if case.fate == Fate.RESOLVED else -1.0)
    )
    satisfaction = surprise if surprise >= 0.0 else policy.loss_aversion * surprise
    if fairness != 0.5:
        failed = 0.0 if case.fate == Fate.RESOLVED else 1.0
        satisfaction += (policy.fairness_effect + policy.fairness_failed * failed) * (fairness - 0.5)
    return satisfaction, response, resolution



@kernel_rule
def judge(policy, case, person, promise_h, fairness):
    """Score an ended case and update its resident in place (rows). Once per reported case that its resident knows of."""
    case.satisfaction, response, resolution = score(policy, case, person, promise_h, fairness, case.ended_h)
    person.response_habit += policy.expectation_gain * (response - person.response_habit)
    person.resolution_habit += policy.expectation_gain * (resolution - person.resolution_habit)
    person.satisfaction += policy.satisfaction_gain * (case.satisfaction - person.satisfaction)
    person.successes *= policy.efficacy_memory
    person.failures *= policy.efficacy_memory
    if case.fate == Fate.RESOLVED:
        person.successes += 1.0
    else:
        person.failures += 1.0
