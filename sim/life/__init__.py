"""The life of one case: every wait, refusal, transfer and meeting, with the rule that decided; and the same case elsewhere."""

from sim.life.choose import changed_most, longest
from sim.life.follow import Life, Moment, follow
from sim.life.words import tell

__all__ = ["Life", "Moment", "changed_most", "follow", "longest", "tell"]
