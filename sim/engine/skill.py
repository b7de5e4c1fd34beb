"""What people have learned: in classes, and by doing (science 4.6; progress ratio: Dutton and Thomas 1984)."""

from __future__ import annotations

import math

from sim.compiled import called_rule, kernel_rule
from sim.dice import uniform
from sim.world.codes import Decision, Special


@kernel_rule
def mastered(w, h, i):
    """Difficulty that handler h masters in case i: the post's skill and what classes added, less what a special place asks of the untrained."""
    handler = w.handler[h]
    pool = w.pool[handler.pool]
    issue = w.issue[i]
    policy = w.policy[0]
    skill = w.skill[handler.pool, issue.category] + handler.trained
    if policy.special_difficulty > 0.0 and pool.special == Special.NO and w.entrance[issue.entrance].special:
        skill -= policy.special_difficulty
    if policy.skill_noise > 0.0:
        u = uniform(issue.key, Decision.SKILL, w.case[i].hops)
        skill += policy.skill_noise * math.log(u / (1.0 - u))
    return skill


@kernel_rule
def attend(handler, pool):
    """A class of a handler (row) of a pool (row) is over: skill is gained, up to the most that classes can give."""
    handler.trained = min(pool.training_cap, handler.trained + pool.training_gain)


@kernel_rule
def _remembered(handler, pool, now):
    """Services done and not forgotten by now; half of them are forgotten in each half-life."""
    return handler.practice * 2.0 ** (-(now - handler.practised_h) / pool.forget_h)


@called_rule
def practise(handler, pool, now):
    """A service is completed: one more in the experience of a handler (row)."""
    handler.practice = _remembered(handler, pool, now) + 1.0
    handler.practised_h = now


@called_rule
def ease(handler, pool, now):
    """Factor on work by experience: (n + 1) ** log2(PR) with n services remembered."""
    return (_remembered(handler, pool, now) + 1.0) ** pool.learning
