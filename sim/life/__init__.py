"""The life of one case: every wait, refusal, transfer and meeting, with the rule that decided; and the same case elsewhere."""

from sim.life.choose import changed_in_kind, changed_most, longest, open_hours
from sim.life.follow import Life, Moment, follow, follow_many
from sim.life.words import tell

__all__ = ["Life", "Moment", "changed_in_kind", "changed_most", "follow", "follow_many", "longest", "open_hours", "tell"]
