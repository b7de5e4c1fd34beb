"""Under stress: a storm week, a post vacant; how high the pile grows and how long it takes to go down."""

from __future__ import annotations

import numpy as np

from sim.report.document import Block, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.evidence import Strain
from sim.report.telling import Telling, interval_cell
from sim.study.interval import estimate


def stress(tell: Telling) -> Section | None:
    """One picture and table per shock; None where none was tried."""
    say = tell.say
    if not tell.evidence.strains:
        return None
    blocks: list[Block] = [Paragraph(say("Each shock is put on every option alike, and every run with it is compared with the same run without it: the same people, the same problems, the same chances."))]
    for strain in tell.evidence.strains:
        blocks += [Paragraph(strain.zh if tell.lang == "zh" else strain.en[:1].upper() + strain.en[1:], "strong"), _picture(tell, strain), _table(tell, strain)]
    return Section("stress", say("Under stress"), tuple(blocks))


def _picture(tell: Telling, strain: Strain) -> Picture:
    from sim.report.drawn.strain import draw_strain

    say = tell.say
    alt = say("Curves of the open cases that the shock adds, day by day, one for each option; the days of the shock are shaded.")
    return Picture(f"stress-{strain.shock}", say("Open cases that the shock adds, per 1,000 residents"), alt, draw_strain(strain, tell.labels, say))


def _table(tell: Telling, strain: Strain) -> Table:
    say = tell.say
    parts = (say("mean"), say("low"), say("high"))
    head = (
        Head(say("option")), Head(say("peak"), say("largest number of open cases that the shock adds, mean with 95 % interval"), "per 1,000 residents", parts, right=True),
        Head(say("difference from A"), say("paired difference of the peaks, option minus first, with 95 % interval"), "per 1,000 residents", parts, right=True),
        Head(say("recovery"), say("days from the end of the shock until a week in which a tenth of the peak is left; median over the replications"), "days", right=True),
    )  # fmt: skip
    rows = []
    for option in tell.options:
        gap = estimate(strain.peak[option] - strain.peak[0])
        difference = Cell("", (None, None, None)) if option == 0 else interval_cell(gap, lambda value: f"{value:+.2f}")
        peak = interval_cell(estimate(strain.peak[option]), lambda value: f"{value:.2f}")
        rows.append((Cell(tell.labels[option], (tell.found.plan.options[option].id,)), peak, difference, _recovery(tell, strain.recovery_days[option])))
    return Table(f"stress-{strain.shock}", say("Peak and recovery, {n} paired replications", n=strain.peak.shape[1]), head, tuple(rows))


def _recovery(tell: Telling, days: object) -> Cell:
    """The median, and the runs that did not recover in time."""
    values = np.asarray(days, np.float64)
    middle, never = float(np.median(values)), int(np.isinf(values).sum())
    if np.isinf(middle):
        return Cell(tell.say("not within the run"), (None,))
    text = tell.say.number("{n} day", "{n} days", round(middle)) if never == 0 else tell.say("{days} days; {never} of {n} runs not within the run", days=round(middle), never=never, n=len(values))
    return Cell(text, (middle,))


__all__ = ["stress"]
