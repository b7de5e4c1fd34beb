"""Jobs created: a truly resolved case of a category brings somebody into a vacancy, after a time to learn the job (science H19)."""

from __future__ import annotations

from sim.compiled import called_rule
from sim.engine.calendar import book
from sim.world.codes import NOBODY, Event


@called_rule
def promise(w, i, now):
    """The resident of case i takes a vacancy that hires from its category: of the own unit, else the first; none if all are promised."""
    issue = w.issue[i]
    best = NOBODY
    for v in range(w.vacancy.shape[0]):
        vacancy = w.vacancy[v]
        if vacancy.promised or vacancy.category != issue.category:
            continue
        if w.seat[issue.entrance, vacancy.level] == vacancy.unit:
            best = v
            break
        if best == NOBODY:
            best = v
    if best != NOBODY:
        w.vacancy[best].promised = 1
        book(w.calendar, w.live[0], now + w.vacancy[best].lag_h, Event.HIRING, w.vacancy[best].handler, 0)
