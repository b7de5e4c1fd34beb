"""Who lives where: households dealt to entrances, residents to households, and what each resident is.

Shares are met as exact quotas, not by independent tosses: the resident with the smaller keyed uniform is chosen first,
so a larger share adds people and never exchanges them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim import dice
from sim.community.areas import lay_out_entrances
from sim.compiled import entry
from sim.scenario.place import Place
from sim.scenario.residents import Residents
from sim.world import Rows
from sim.world.codes import Age, Decision, Kind, VisitList
from sim.world.people import Resident

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


class Community(NamedTuple):
    """The residents and the entrances they live in."""

    resident: Rows
    entrance: Rows


@entry
def _community_key(seed):
    """Key of all chances of a community; the same for every replication."""
    return dice.entity_key(seed, np.uint64(Kind.COMMUNITY), np.uint64(0))


@entry
def _fill_uniforms(out, key, kind, decision, turn):
    """Write the uniform of every entity 0, 1, ... of a kind for one decision and turn into `out`."""
    for i in range(len(out)):
        out[i] = dice.uniform(dice.entity_key(key, kind, np.uint64(i)), decision, turn)


@entry
def _join_households(size, key, people):
    """`people` residents join one of the households, each equally likely; adds to `size` in place."""
    households = len(size)
    for j in range(people):
        u = dice.uniform(dice.entity_key(key, np.uint64(Kind.RESIDENT), np.uint64(j)), Decision.HOUSEHOLD, 0)
        size[min(int(u * households), households - 1)] += 1


def community_key(seed: int) -> np.uint64:
    """Key of all chances of the community built from `seed`."""
    with np.errstate(over="ignore"):
        return np.uint64(_community_key(np.uint64(seed)))


def uniforms(count: int, key: np.uint64, kind: Kind, decision: Decision, turn: int = 0) -> Floats:
    """One keyed uniform for each of `count` entities. Shape (count,)."""
    out = np.empty(count)
    with np.errstate(over="ignore"):
        _fill_uniforms(out, key, np.uint64(kind), np.uint64(decision), np.uint64(turn))
    return out


def quota(share: float, count: int) -> int:
    """The whole number nearest to a share of `count`."""
    return min(count, int(share * count + 0.5))


def choose(among: Mask, count: int, chance: Floats) -> Mask:
    """The `count` (or all, if fewer) of `among` with the smallest chance. Shape as `among`."""
    candidates = np.flatnonzero(among)
    chosen = np.zeros(len(among), np.bool_)
    if count >= len(candidates):
        chosen[candidates] = True
    elif count > 0:
        chosen[candidates[np.argpartition(chance[candidates], count - 1)[:count]]] = True
    return chosen


def household_count(place: Place) -> int:
    """Households as given, else residents over mean household size; at least one, at most one per resident."""
    wanted = place.households if place.households is not None else round(place.residents / place.household_size)
    return max(1, min(wanted, place.residents))


def household_sizes(place: Place, key: np.uint64) -> npt.NDArray[np.int64]:
    """Residents of each household, at least one, summing exactly to `place.residents`. Shape (households,).

    One plus a Poisson number, given the total: the residents beyond the first of each household join one at random.
    """
    size = np.ones(household_count(place), np.int64)
    with np.errstate(over="ignore"):
        _join_households(size, key, place.residents - len(size))
    return size


def newcomer_households(share: float, size: npt.NDArray[np.int64], key: np.uint64) -> Mask:
    """Households that moved in: in random order until their residents are as near as possible to the share."""
    order = np.argsort(uniforms(len(size), key, Kind.HOUSEHOLD, Decision.NEWCOMER), kind="stable")
    residents = np.concatenate(([0], np.cumsum(size[order])))
    chosen = np.zeros(len(size), np.bool_)
    chosen[order[: int(np.argmin(np.abs(residents - share * residents[-1])))]] = True
    return chosen


def ages(place: Place, head: Mask, key: np.uint64) -> npt.NDArray[np.int8]:
    """Age group of each resident by exact quotas; the first of a household is a child only if nobody else is left."""
    count = len(head)
    chance = uniforms(count, key, Kind.RESIDENT, Decision.AGE)
    children = quota(place.child_share, count)
    child = choose(~head, children, chance)
    child |= choose(head, children - int(child.sum()), chance)
    # a second turn: those not chosen as children have a large first chance unless they head a household
    chance = uniforms(count, key, Kind.RESIDENT, Decision.AGE, turn=1)
    elder = choose(~child, quota(place.elder_share, count), chance)
    age = np.full(count, Age.ADULT, np.int8)
    age[child] = Age.CHILD
    age[elder] = Age.ELDER
    return age


def vulnerable_residents(place: Place, age: npt.NDArray[np.int8], key: np.uint64) -> Mask:
    """Who is vulnerable: an exact quota, elders `vulnerable_elder_ratio` times as likely as others (at most all)."""
    elder = age == Age.ELDER
    elders, others = int(elder.sum()), int((~elder).sum())
    total = quota(place.vulnerable_share, len(age))
    weight = place.vulnerable_elder_ratio * elders
    wanted = min(elders, int(total * weight / (weight + others) + 0.5)) if weight + others > 0 else 0
    chance = uniforms(len(age), key, Kind.RESIDENT, Decision.VULNERABLE)
    chosen = choose(elder, max(wanted, total - others), chance)
    return chosen | choose(~elder, total - int(chosen.sum()), chance)


def visit_lists(resident: Rows) -> npt.NDArray[np.int8]:
    """The lists of home visits that each resident is on: those of anybody in the household. Shape as `resident`."""
    household = resident["household"]
    lists = np.full(len(resident), VisitList.ALL, np.int8)
    for flag, marked in (
        (VisitList.VULNERABLE, resident["vulnerable"] > 0),
        (VisitList.ELDERS, resident["age"] == Age.ELDER),
        (VisitList.NEWCOMERS, resident["newcomer"] > 0),
    ):
        lists[np.bincount(household, weights=marked)[household] > 0] |= np.int8(flag)
    return lists


def _describe(resident: Rows, place: Place, head: Mask, newcomer: Mask, key: np.uint64) -> None:
    """Age, group, vulnerability, membership of every resident, in place."""
    count = len(resident)
    age = ages(place, head, key)
    grown = age != Age.CHILD
    resident["age"] = age
    resident["newcomer"] = newcomer
    resident["group"] = age * 2 + newcomer
    resident["vulnerable"] = vulnerable_residents(place, age, key)
    resident["lists"] = visit_lists(resident)
    for name, share, decision in (
        ("member", place.member_share, Decision.MEMBER),
        ("volunteer", place.volunteer_share, Decision.VOLUNTEER),
    ):
        chance = uniforms(count, key, Kind.RESIDENT, decision)
        resident[name] = choose(grown, quota(share, int(grown.sum())), chance)


def believe(resident: Rows, residents: Residents) -> None:
    """Prior of efficacy: a beta belief with mean E0 (newcomers: plus their difference) and weight w, in place."""
    efficacy = residents.efficacy_prior + residents.newcomer_efficacy * resident["newcomer"]
    efficacy = np.clip(efficacy, 0.0, 1.0)
    resident["successes"] = residents.efficacy_weight * efficacy
    resident["failures"] = residents.efficacy_weight * (1.0 - efficacy)


def build_community(place: Place, residents: Residents, seed: int) -> Community:
    """The residents and entrances of a place; the same for the same place, residents and seed.

    Residents are in order of entrance, then household; households are dealt to entrances as evenly as possible.
    """
    key = community_key(seed)
    entrance = lay_out_entrances(place, key)
    size = household_sizes(place, key)
    home = np.arange(len(size), dtype=np.int64) * len(entrance) // len(size)
    household = np.repeat(np.arange(len(size), dtype=np.int32), size)
    resident = Resident.allocate(place.residents)
    resident["household"] = household
    resident["entrance"] = home[household]
    head = np.zeros(place.residents, np.bool_)
    head[np.cumsum(size) - size] = True
    newcomer = newcomer_households(place.newcomer_share, size, key)[household]
    _describe(resident, place, head, newcomer, key)
    believe(resident, residents)
    entrance["residents"] = np.bincount(resident["entrance"], minlength=len(entrance))
    entrance["first_resident"] = np.cumsum(entrance["residents"]) - entrance["residents"]
    return Community(resident, entrance)
