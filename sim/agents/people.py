"""Those who live there, as Mesa agents: windows on rows of the resident table that keep nothing of their own.

Every resident is one agent of exactly one type. Who is both a party member and a registered volunteer is a
`PartyMember`; `member` and `volunteer` tell both memberships whatever the type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.agents.framework import Agent
from sim.world.codes import Age

if TYPE_CHECKING:
    from sim.agents.model import CommunityModel


class Resident(Agent):
    """One resident (居民). `row` is the row of the resident table and of `issues.resident`."""

    model: CommunityModel

    def __init__(self, model: CommunityModel, row: int) -> None:
        super().__init__(model)
        self.row = row

    def _read(self, column: str) -> Any:
        return self.model.world.resident[column][self.row]

    @property
    def household(self) -> int:
        """Row of the household (户)."""
        return int(self._read("household"))

    @property
    def entrance(self) -> int:
        """Row of the entrance (单元) the household lives in."""
        return int(self._read("entrance"))

    @property
    def home(self) -> tuple[float, float]:
        """Where the entrance is: metres east and north of the place's corner."""
        entrance, place = self.entrance, self.model.world.entrance
        return float(place["x_m"][entrance]), float(place["y_m"][entrance])

    @property
    def age(self) -> str:
        """Age group: "child" (0-14), "adult" or "elder" (60 and over)."""
        return Age(self._read("age")).name.lower()

    @property
    def newcomer(self) -> bool:
        """Moved in from elsewhere."""
        return bool(self._read("newcomer"))

    @property
    def vulnerable(self) -> bool:
        """In hardship, disabled or alone in old age."""
        return bool(self._read("vulnerable"))

    @property
    def member(self) -> bool:
        """Party member (党员)."""
        return bool(self._read("member"))

    @property
    def volunteer(self) -> bool:
        """Registered volunteer (志愿者)."""
        return bool(self._read("volunteer"))

    @property
    def satisfaction(self) -> float:
        """Running satisfaction with the organisation; 0 = as expected."""
        return float(self._read("satisfaction"))

    @property
    def efficacy(self) -> float:
        """Belief that reporting helps, 0 to 1: the mean of the beta belief; nan where the belief has no weight."""
        successes, failures = float(self._read("successes")), float(self._read("failures"))
        weight = successes + failures
        return successes / weight if weight > 0 else float("nan")

    @property
    def open_issues(self) -> int:
        """Issues that occurred and have not ended, reported or not."""
        return int(self._read("open_issues"))


class PartyMember(Resident):
    """A resident who is a party member (党员), volunteer or not."""


class Volunteer(Resident):
    """A resident who is a registered volunteer (志愿者) and not a party member."""


def resident_type(member: int, volunteer: int) -> type[Resident]:
    """The type of a resident; membership of the party comes before volunteering."""
    if member:
        return PartyMember
    return Volunteer if volunteer else Resident


__all__ = ["PartyMember", "Resident", "Volunteer", "resident_type"]
