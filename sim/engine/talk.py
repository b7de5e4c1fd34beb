"""Word of mouth: once a round, trust moves along the ties of the social network (science 4.10).

DEFFUANT            in order of residents, each meets one neighbour by lot; if their trust differs by less than eps, both give up
                    the share mu of the difference: the mean does not move (Deffuant et al. 2000)
HEGSELMANN_KRAUSE   all at once: the share mu of the way to the mean of oneself and of neighbours that differ by less than eps;
                    among people who all know each other the order of opinions stays (Hegselmann, Krause 2002)
DEGROOT             all at once: the share mu of the way to the mean of all neighbours (DeGroot 1974)
FRIEDKIN_JOHNSEN    all at once: lambda x DEGROOT + (1 - lambda) x one's own experience (Friedkin, Johnsen 1990)
"""

from __future__ import annotations

from sim.compiled import entry, kernel_rule
from sim.dice import uniform
from sim.engine.calendar import book
from sim.world.codes import Decision, Event, Step, Talk


@kernel_rule
def _meet(minds, offset, tie, r, turn, tolerance):
    """Resident r meets one neighbour and both give up r's share of the difference; a pair that is too far apart does not."""
    ties = offset[r + 1] - offset[r]
    if ties == 0:
        return
    own = minds[r]
    other = minds[tie[offset[r] + min(int(uniform(own.key, Decision.TALK, turn) * ties), ties - 1)]]
    step = own.pull * (other.trust - own.trust)
    if abs(other.trust - own.trust) < tolerance:
        own.trust += step
        other.trust -= step


@kernel_rule
def _heard(minds, offset, tie, r):
    """Mean trust of those resident r knows; own trust where there are none."""
    ties = offset[r + 1] - offset[r]
    if ties == 0:
        return minds[r].trust
    total = 0.0
    for at in range(offset[r], offset[r + 1]):
        total += minds[tie[at]].trust
    return total / ties


@kernel_rule
def _heard_nearby(minds, offset, tie, r, tolerance):
    """Mean trust of resident r and of those known whose trust differs by less than `tolerance`."""
    own = minds[r].trust
    total = own
    heard = 1
    for at in range(offset[r], offset[r + 1]):
        if abs(minds[tie[at]].trust - own) < tolerance:
            total += minds[tie[at]].trust
            heard += 1
    return total / heard


@kernel_rule
def hold_round(minds, offset, tie, rule, turn, tolerance):
    """One round of talk number `turn` by a rule (codes.Talk). Writes trust."""
    count = minds.shape[0]
    if rule == Talk.DEFFUANT:
        for r in range(count):
            _meet(minds, offset, tie, r, turn, tolerance)
        return
    for r in range(count):
        if rule == Talk.HEGSELMANN_KRAUSE:
            heard = _heard_nearby(minds, offset, tie, r, tolerance)
        else:
            heard = _heard(minds, offset, tie, r)
        minds[r].said = minds[r].trust + minds[r].pull * (heard - minds[r].trust)
    for r in range(count):
        mind = minds[r]
        mind.trust = mind.said
        if rule == Talk.FRIEDKIN_JOHNSEN:
            mind.trust = mind.conviction + mind.susceptibility * (mind.said - mind.conviction)


@kernel_rule
def talk(w, turn, now):
    """The round of talk that is due; the next one is booked."""
    policy = w.policy[0]
    hold_round(w.mind, w.tie_offset, w.tie, policy.talk, turn, policy.talk_tolerance)
    book(w.calendar, w.live[0], now + policy.talk_every_h, Event.TALK, turn + 1, 0)
    return Step.REST


@entry
def hold_rounds(minds, offset, tie, rule, rounds, tolerance):
    """`rounds` rounds of talk by a rule among residents with the given ties, for whoever studies talk alone. Writes trust."""
    for turn in range(rounds):
        hold_round(minds, offset, tie, rule, turn, tolerance)
