"""The life of one case: every wait, refusal, transfer and meeting, with the rule that decided; and the same case elsewhere."""

from sim.life.choose import changed_in_kind, changed_most, longest, open_hours
from sim.life.follow import Era, Life, Moment, follow, follow_many, follow_through
from sim.life.words import tell

__all__ = ["Era", "Life", "Moment", "changed_in_kind", "changed_most", "follow", "follow_many", "follow_through", "longest", "open_hours", "tell"]
