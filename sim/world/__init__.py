"""The contract between those who build a world, the engine that runs it and those who read it.

A `World` is a NamedTuple of arrays: structured tables (one per noun) and a few matrices. No dicts, no strings, no Python
objects; everything the engine knows is in here, so a world can be stopped, copied, saved and resumed at any event.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Rows = np.recarray[Any, Any]


class World(NamedTuple):
    """Everything the engine runs on. Rows are written in place; shapes: I issues, L levels, K categories, G groups."""

    # who lives there
    resident: Rows
    entrance: Rows
    mind: Rows  # (residents,), or no rows where minds are off
    tie_offset: npt.NDArray[np.int64]  # (residents + 1,): ties of resident i are tie[tie_offset[i]:tie_offset[i + 1]]; or (0,)
    tie: npt.NDArray[np.uint32]  # who they know; or (0,)
    # what happens to them, whoever governs
    issue: Rows
    case: Rows
    category: Rows
    # who answers
    level: Rows
    remit: Rows  # (L, K)
    seat: npt.NDArray[np.int64]  # (entrances, L): unit of the level that answers for the entrance
    owner: npt.NDArray[np.int64]  # (units, K): pool of the unit that serves the category; -1 none
    special_owner: npt.NDArray[np.int64]  # (units, K): as owner, for special places; (0, K) where there are none
    climb: npt.NDArray[np.int64]  # (L,): levels from the lowest rung to the top, the order in which a platform tries
    pool: Rows
    skill: npt.NDArray[np.float64]  # (pools, K): difficulty the pool's people master
    handler: Rows
    duty: Rows  # (handlers, N_CHORES)
    roster: Rows
    change: Rows
    roster_handler: npt.NDArray[np.int64]  # handlers, grouped by roster
    team: Rows  # pools whose people may decline; 0 rows where nobody may
    helper: Rows  # (handlers,), or 0 rows
    offer: Rows  # (I,), or 0 rows
    first_offer: npt.NDArray[np.int64]  # (units, K): pool to which cases are offered first; -1 none; or 0 rows
    interest: npt.NDArray[np.float64]  # (teams, K): logit added to acceptance
    mandate: npt.NDArray[np.float64]  # (teams, K): share of required powers a team may use
    helps: npt.NDArray[np.int8]  # (teams, K): 1 where a team that looks at lines serves the category
    channel: Rows
    appeal: npt.NDArray[np.float64]  # (G, channels): know * exp(-b_c * effort)
    access: Rows  # (N_PACES, entrances, channels), or no rows: the way to the nearest point
    trips: npt.NDArray[np.int64]  # (channels, K): visits to the desk one matter needs
    direct: npt.NDArray[np.float64]  # (channels, K): probability that the desk answers it on the spot
    prevented: npt.NDArray[np.float64]  # (K,): share prevented
    # money
    purse: Rows
    buys: npt.NDArray[np.int8]  # (purses, K): it buys works of the category
    service: Rows
    covers: npt.NDArray[np.int8]  # (services, K): it meets needs of the category
    queue: npt.NDArray[np.int64]  # (services, residents): place in the order of enrolment; -1 may not enrol
    programme: Rows
    prevents: npt.NDArray[np.float64]  # (programmes, K): share prevented
    works_in: npt.NDArray[np.int8]  # (programmes, yards): it is at work there
    emergency: npt.NDArray[np.int8]  # (K,): 1 for an emergency
    vacancy: Rows  # jobs to be filled by people whose own case was work; empty where nobody is hired
    # deliberation and self-management; no rows where there is none
    procedure: Rows  # (K,)
    council: Rows
    chamber: Rows
    hears: npt.NDArray[np.int8]  # (councils, K): whether the council hears the category
    charter: Rows
    yard: Rows
    # who looks on
    scorecard: Rows  # (K,)
    leader: Rows  # one row per body of leaders with sessions; none when off
    docket: npt.NDArray[np.int64]  # (I,) rows in the order of registration, kept only where leaders have sessions
    diverted: npt.NDArray[np.float64]  # (K,): share of would-be petitions that take the legal route
    # rules, live state
    policy: Rows
    live: Rows
    calendar: Rows
    visit: Rows
