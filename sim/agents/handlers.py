"""Those who answer, as Mesa agents: one per handler, one type per role, each a window on a row of the handler table.

A handler is a working place that somebody fills, not one of the residents: a `MemberHandler` is a post for party
members, a `PartyMember` is a resident. The same holds for `VolunteerHandler` and `Volunteer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.agents.framework import Agent
from sim.world.codes import NOBODY, Chore, Role

if TYPE_CHECKING:
    from sim.agents.model import CommunityModel


class Handler(Agent):
    """One handler (处置人员). `row` is the row of the handler table."""

    model: CommunityModel

    def __init__(self, model: CommunityModel, row: int) -> None:
        super().__init__(model)
        self.row = row

    def _read(self, column: str) -> Any:
        return self.model.world.handler[column][self.row]

    def _read_pool(self, column: str) -> Any:
        return self.model.world.pool[column][self._read("pool")]

    @property
    def role(self) -> str:
        """Who this is: "staff", "grid_worker", "party_member", "volunteer" or "partner"."""
        return Role(self._read("role")).name.lower()

    @property
    def post(self) -> str:
        """Id of the post in the scenario; "desk:<channel>" at the desk of a channel."""
        number = int(self._read_pool("post"))
        return self.model.post_ids[number] if number >= 0 else f"desk:{self.model.channel_ids[-1 - number]}"

    @property
    def level(self) -> str | None:
        """Id of the level; None at a desk."""
        number = int(self._read_pool("level"))
        return None if number == NOBODY else self.model.level_ids[number]

    @property
    def unit(self) -> int | None:
        """Row of the unit this handler works for; None at a desk."""
        number = int(self._read_pool("unit"))
        return None if number == NOBODY else number

    @property
    def station(self) -> tuple[float, float] | None:
        """Where trips begin: metres east and north of the place's corner; None at a desk."""
        if self.unit is None:
            return None
        return float(self._read_pool("x_m")), float(self._read_pool("y_m"))

    @property
    def on_duty(self) -> bool:
        """On duty now; finishing a job in overtime is not on duty."""
        return bool(self._read("on_duty"))

    @property
    def busy(self) -> bool:
        """With a case or a chore in hand."""
        return bool(self._read("busy"))

    @property
    def case(self) -> int | None:
        """The issue in hand (its row, as in the table of issues); None if there is none."""
        number = int(self._read("case"))
        return None if number == NOBODY else number

    @property
    def chore(self) -> str | None:
        """The chore in hand: "admin", "patrol" or "other_life"; None if there is none."""
        number = int(self._read("chore"))
        return None if number == NOBODY else Chore(number).name.lower()

    @property
    def waiting(self) -> int:
        """Cases in the line of this handler's post and unit."""
        return int(self._read_pool("waiting"))

    @property
    def services(self) -> int:
        """Services completed so far."""
        return int(self._read("services"))

    @property
    def utilisation(self) -> float:
        """Hours on cases, ways and chores per hour on duty or overtime (own affairs left out) so far; nan before any.

        The same measure as `utilisation` in an outcome's table of handlers.
        """
        hours = self.model.handler_hours()[self.row]
        busy_h = float(hours["service_h"] + hours["travel_h"] + hours["chore_h"])
        paid_h = float(hours["duty_h"] + hours["overtime_h"] - hours["away_h"])
        return busy_h / paid_h if paid_h > 0 else float("nan")


class Staff(Handler):
    """Staff (社工): employed at a post or a desk."""


class GridWorker(Handler):
    """A grid worker (网格员)."""


class MemberHandler(Handler):
    """A party member at a post (党员)."""


class VolunteerHandler(Handler):
    """A volunteer at a post (志愿者)."""


class Partner(Handler):
    """Somebody of a partner organisation (共建单位)."""


HANDLER_TYPES: dict[Role, type[Handler]] = {
    Role.STAFF: Staff,
    Role.GRID_WORKER: GridWorker,
    Role.PARTY_MEMBER: MemberHandler,
    Role.VOLUNTEER: VolunteerHandler,
    Role.PARTNER: Partner,
}
"""The type of a handler by role."""

__all__ = ["HANDLER_TYPES", "GridWorker", "Handler", "MemberHandler", "Partner", "Staff", "VolunteerHandler"]
