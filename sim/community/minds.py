"""What residents think at hour 0, and whom they know: filled only where trust, talk, or exit and voice are switched on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim import dice
from sim.community.people import Community, believe
from sim.community.ties import ties
from sim.compiled import entry
from sim.scenario.minds import included
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import Kind
from sim.world.mind import Mind


class Minds(NamedTuple):
    """The fields of a World that this file fills, by the same names."""

    resident: Rows
    mind: Rows
    tie_offset: npt.NDArray[np.int64]
    tie: npt.NDArray[np.uint32]


@entry
def _fill_keys(key, seed, replicate):
    """Write the key of every resident's chances in this run into `key`."""
    run_key = dice.entity_key(seed, np.uint64(0), replicate)
    for r in range(len(key)):
        key[r] = dice.entity_key(run_key, np.uint64(Kind.RESIDENT), np.uint64(r))


def are_on(scenario: Scenario) -> bool:
    """Whether anything depends on what residents think."""
    trust = scenario.trust
    return trust.gain > 0 or trust.effect != 0 or trust.cue != 0 or scenario.talk.rule != "none" or scenario.exit.rule == "logit"


def need_ties(scenario: Scenario) -> bool:
    """Whether anything depends on who knows whom."""
    copying = scenario.exit.rule == "logit" and scenario.exit.peers > 0
    return copying or scenario.talk.rule != "none" or scenario.trust.cue != 0


def open_minds(scenario: Scenario, community: Community, replicate: int) -> Minds:
    """Copies of the residents, with the beliefs that inclusion gives newcomers; their minds; their ties."""
    resident = community.resident.copy()
    if scenario.inclusion.efficacy > 0:
        believe(resident, included(scenario.residents, scenario.inclusion))
    offset, tie = np.zeros(0, np.int64), np.zeros(0, np.uint32)
    if need_ties(scenario):
        place = scenario.place
        kept = 1.0 - (1.0 - place.newcomer_ties) * (1.0 - scenario.inclusion.ties)
        offset, tie = ties(community, place.model_copy(update={"newcomer_ties": kept}), scenario.run.seed)
    mind = Mind.allocate(len(resident) if are_on(scenario) else 0)
    if len(mind):
        trust = scenario.trust.start + scenario.trust.newcomer * resident["newcomer"]
        mind["trust"] = mind["conviction"] = np.clip(trust, 0.0, 1.0)
        mind["pull"], mind["susceptibility"] = scenario.talk.pull, scenario.talk.susceptibility
        with np.errstate(over="ignore"):
            _fill_keys(mind["key"], np.uint64(scenario.run.seed), np.uint64(replicate))
    return Minds(resident, mind, offset, tie)
