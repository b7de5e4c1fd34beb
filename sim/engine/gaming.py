"""Closing without solving, under the pressure of evaluation; and the call back that finds it out (science 4.7, T9)."""

from __future__ import annotations

from sim.compiled import called_rule, kernel_rule
from sim.dice import uniform
from sim.world.codes import Decision

BY_AUDIT = 1
"""Stamp of a RETURN appointment made by a call back; the resident's own carries 0."""


@called_rule
def is_sham(policy, score, case, issue, category, now):
    """Whether the visit beginning now (rows) will only close the case: p0 + p1 P / (1 + P), P = weight x lateness.

    What leaders have taken up is not treated so: they look.
    """
    pressure = score.weight * (now - case.registered_h) / category.deadline_h
    chance = policy.false_base + policy.false_pressure * pressure / (1.0 + pressure)
    return not case.keyed and uniform(issue.key, Decision.SHAM, case.visits) < chance


@kernel_rule
def is_found_out(policy, case, issue, audit_h, recheck_h):
    """Whether a call back `audit_h` after the closure re-opens an unsolved case.

    Not if its resident notices before that: then it is for the resident to bring it up or to leave it.
    """
    if audit_h >= recheck_h:
        return False
    return uniform(issue.key, Decision.AUDIT, case.failed) < policy.audit_found
