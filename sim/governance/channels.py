"""Channels -> the Channel table, their appeal to each group of residents, and what their desks answer on the spot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.community import Community
from sim.dice import Law
from sim.governance.access import lay_access
from sim.governance.pools import Pools, by_category
from sim.governance.rosters import RosterBook
from sim.scenario.governance import Channel as ChannelPart
from sim.scenario.minds import included
from sim.scenario.residents import Residents
from sim.scenario.scenario import Scenario
from sim.world import Rows
from sim.world.codes import N_GROUPS, NOBODY, Age
from sim.world.offices import Channel

ALWAYS = ["always"]


class Channels(NamedTuple):
    """The channel side of an organisation; the last row (column) everywhere is patrol."""

    channel: Rows
    appeal: npt.NDArray[np.float64]
    access: Rows
    trips: npt.NDArray[np.int64]
    direct: npt.NDArray[np.float64]


def lay_channels(scenario: Scenario, levels: list[str], pools: Pools, rosters: RosterBook, community: Community) -> Channels:
    """Build the channel tables; desks become pools."""
    count = len(scenario.channels)
    residents = included(scenario.residents, scenario.inclusion)
    table = Channel.allocate(count + 1)
    appeal = np.zeros((N_GROUPS, count + 1))
    direct = np.zeros((count + 1, len(scenario.categories)))
    trips = np.ones(direct.shape, np.int64)
    for number, (name, channel) in enumerate(scenario.channels.items()):
        row = table[number]
        row.level = levels.index(channel.level) if channel.level else 0
        row.desk = pools.add_desk(name, number, channel) if channel.desks else NOBODY
        row.roster = NOBODY if channel.hours == ALWAYS else rosters.number(channel.hours)
        row.contact_law = Law[channel.contact.law.upper()]
        row.contact_h, row.contact_cv = channel.contact.mean_h, channel.contact.cv
        row.return_law = Law[channel.return_after.law.upper()]
        row.return_h, row.return_cv = channel.return_after.mean_h, channel.return_after.cv
        if channel.desks:
            trips[number] = by_category(channel.trips, list(scenario.categories), 1.0)
        row.lift = channel.lift
        direct[number] = by_category(channel.direct, list(scenario.categories), 0.0)
        for group in range(N_GROUPS):
            appeal[group, number] = _appeal(channel, residents, group)
    return Channels(table, appeal, lay_access(scenario, community), trips, direct)


def _appeal(channel: ChannelPart, residents: Residents, group: int) -> float:
    """know * exp(-b_c * effort) of a channel for one group of residents (science 4.2, 4.16)."""
    elder, newcomer = group // 2 == Age.ELDER, group % 2 == 1
    if (channel.only == "elders" and not elder) or (channel.only == "newcomers" and not newcomer):
        return 0.0
    know, effort = channel.know, channel.effort
    if elder:
        know = min(1.0, know * channel.elder_know)
        effort += channel.elder_effort
    if newcomer:
        know = min(1.0, know * (residents.newcomer_know if channel.newcomer_know is None else channel.newcomer_know))
        effort += residents.newcomer_effort if channel.newcomer_effort is None else channel.newcomer_effort
    return float(know * np.exp(-residents.effort_effect * effort))
