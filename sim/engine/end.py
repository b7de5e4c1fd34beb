"""How an issue ends: exactly once, in exactly one fate, which the rule before has written."""

from __future__ import annotations

import math

from sim.compiled import kernel_rule
from sim.engine.fairness import fairness
from sim.engine.hours import count_open
from sim.engine.judge import judge
from sim.engine.trust import learn
from sim.engine.voice import is_taken_up_again
from sim.world.codes import Step


@kernel_rule
def end(w, i, now):
    """Count issue i out and let its resident judge, if the resident knew of it and it was reported."""
    case = w.case[i]
    policy = w.policy[0]
    if policy.exits and is_taken_up_again(w, i, now):
        return Step.REST
    case.ended_h = now
    issue = w.issue[i]
    person = w.resident[issue.resident]
    person.open_issues -= 1
    if not math.isnan(case.reported_h):
        count_open(w.live[0], now, -1)
        if not math.isnan(case.noticed_h):
            judge(policy, case, person, w.category[issue.category].deadline_h, fairness(w, case) if policy.fair else 0.5)
            if policy.learns:
                learn(policy, case, w.mind[issue.resident])
    return Step.REST
