"""A reorganisation in the middle of a run: at midnight the old organisation closes, the new one opens, and every open case is handed over.

What goes on, whoever governs: residents with all they know and feel, the issues, everything that is in the residents' own calendar (to notice, to
report, to settle it oneself, to remind, to lose patience, to find that it was not solved), and what the organisation has not got yet or thinks is done.

What is with the organisation follows one rule: *an office that exists before and after goes on, everything else is routed anew.* An office is the same if
post, level and area are, by their ids (`match`). So whoever stands in its line keeps the place there; a job in hand is put down and resumed as at the end
of a shift; a case whose office is gone, or no longer answers for it, arrives anew at its level at the hour of the change (`cases`). People are the same
if post, unit and number are: they keep what they have learned, the forms they owe and the rhythm of their rounds; new ones begin as on a first day
(`people`). Funds, services, programmes, councils, leaders, teams and yards of the same id go on from where they are, others open anew (`institutions`).

The books of the new organisation begin with it (`live.opened_h`): hours of staff, money spent, leaders' sessions. What its cases carry over from before is
kept beside (`live.paid_before` and so on), so that every identity of `sim.checks` holds to the last digit on the joined run.
"""

from sim.handover.join import join
from sim.handover.match import match

__all__ = ["join", "match"]
