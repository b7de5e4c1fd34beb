"""Which office a row of the world is: its post and unit, or the desk of its channel, by the names of the scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.governance.councils import names_by_tier
from sim.locale import Translator, mark
from sim.scenario.scenario import Scenario
from sim.world import World
from sim.world.codes import NOBODY

UNIT = mark("{post}, unit {unit}")
DESK = mark("desk of {channel}")
DISSOLVED = mark("a council that has been dissolved")
NAMELESS = mark("the office that will be named")


@dataclass(frozen=True)
class Offices:
    """Names of pools, levels, channels and councils."""

    scenario: Scenario
    post: tuple[int, ...]
    """of every pool; -1 - channel for a desk"""
    unit: tuple[int, ...]
    """of every pool within its post, from 1; 0 where the post has one pool only"""
    of_chamber: tuple[int, ...]
    """council of every chamber"""

    @classmethod
    def of(cls, scenario: Scenario, world: World) -> Offices:
        """The offices of a world laid out from the scenario."""
        posts = [int(one) for one in world.pool["post"]]
        units = [posts[:row].count(one) + 1 if posts.count(one) > 1 else 0 for row, one in enumerate(posts)]
        return cls(scenario, tuple(posts), tuple(units), tuple(int(one) for one in world.chamber["council"]))

    def pool(self, row: int, say: Translator) -> str:
        """ "Grid worker, unit 3", "desk of the hall"."""
        if row == NOBODY:
            return say(NAMELESS)
        post = self.post[row]
        if post < 0:
            return say(DESK, channel=named(list(self.scenario.channels.values())[-1 - post], say))
        name = named(list(self.scenario.posts.values())[post], say)
        return say(UNIT, post=name, unit=self.unit[row]) if self.unit[row] else name

    def level(self, row: int, say: Translator) -> str:
        """Name of a level."""
        levels = list(self.scenario.levels.values())
        return named(levels[row], say) if 0 <= row < len(levels) else say(NAMELESS)

    def council(self, chamber: int, say: Translator) -> str:
        """Name of the council whose chamber it is."""
        names, row = names_by_tier(self.scenario), self.of_chamber[chamber]
        return named(self.scenario.councils[names[row]], say) if row < len(names) else say(DISSOLVED)


def named(part: Any, say: Translator) -> str:
    """The name of a level, post, channel, category or council in the reader's language."""
    return str(part.zh if say.lang == "zh" else part.en)


__all__ = ["Offices", "named"]
