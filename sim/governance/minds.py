"""Trust, talk, exit and voice -> their columns of the Policy table, and who is diverted to the legal route."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.dice import Law
from sim.governance.pools import by_category
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import NOBODY
from sim.world.codes import Talk as TalkRule

CLIP = 2.0
"""Largest disconfirmation (science 4.9): what never comes is this much later than expected."""

MOST_PETITION = 0.999
"""Odds are finite."""


def set_minds(row: Rows, scenario: Scenario) -> None:
    """Write trust, talk, exit and voice into the row of policy."""
    trust, talk = scenario.trust, scenario.talk
    row.feels = trust.effect != 0 or trust.cue != 0
    row.exits = scenario.exit.rule == "logit"
    row.learns = trust.gain > 0 or trust.cue != 0
    row.trust_gain, row.trust_loss = trust.gain, trust.loss_ratio
    row.trust_effect, row.cue_effect = trust.effect, trust.cue
    row.talk = TalkRule[talk.rule.upper()]
    row.talk_every_h, row.talk_tolerance = talk.every_h, talk.tolerance
    _set_outside(row, scenario)
    if row.exits:
        _set_exit(row, scenario)


def _set_outside(row: Rows, scenario: Scenario) -> None:
    """Ways outside the system: law and the net; they are open under both rules."""
    rule = scenario.exit
    row.legal_category = list(scenario.categories).index(rule.legal_category) if rule.legal_category else NOBODY
    added, row.online_share = _online(scenario)
    petition = min(scenario.residents.petition, MOST_PETITION)
    row.petition_odds = petition / (1.0 - petition) * added
    if added != 1.0:
        row.petition = row.petition_odds / (1.0 + row.petition_odds)


def _set_exit(row: Rows, scenario: Scenario) -> None:
    people, rule = scenario.residents, scenario.exit
    row.usual_failure = people.loss_aversion * (people.weight_resolution * CLIP + people.weight_outcome)
    row.exit_dissatisfaction, row.exit_justice = rule.dissatisfaction, rule.justice
    row.exit_trust, row.exit_peers = rule.trust, rule.peers
    row.exit_wait, row.exit_remind, row.exit_again = rule.wait, rule.remind, rule.report_again
    row.exit_private, row.exit_late = rule.private_fix, rule.late_factor
    row.again_law = Law[rule.report_again_after.law.upper()]
    row.again_h, row.again_cv = rule.report_again_after.mean_h, rule.report_again_after.cv
    row.threat_response = rule.threat_response


def _online(scenario: Scenario) -> tuple[float, float]:
    """Factor on the odds of a petition because it can be made online, and the share made online.

    A logit between the two ways by effort; the factor is their sum over the visit alone, to the power of how much is added.
    """
    rule = scenario.exit
    online = rule.online_petition * math.exp(scenario.residents.effort_effect * (rule.visit_effort - rule.online_effort))
    return (1.0 + online) ** rule.online_adds, online / (1.0 + online)


def diverted(scenario: Scenario) -> npt.NDArray[np.float64]:
    """Share of would-be petitions that take the legal route, 1 - exp(-g_law * access), by category. Shape (K,)."""
    access = by_category(scenario.exit.legal_access, list(scenario.categories), 0.0)
    return np.asarray(1.0 - np.exp(-scenario.exit.legal_effect * access))
