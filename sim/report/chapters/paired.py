"""How large the differences are, and how sure: all headline numbers on one axis, and the primary one run by run."""

from __future__ import annotations

from sim.report.chapters.front_answer import main_metric, name_of
from sim.report.document import Block, Picture, Section
from sim.report.telling import Telling


def paired(tell: Telling) -> Section:
    """Two pictures."""
    from sim.report.drawn.headlines import draw_headlines
    from sim.report.drawn.paired import draw_paired

    say = tell.say
    metric = main_metric(tell)
    of_all = say("For each headline number the difference from A with its interval, in units of the smallest difference worth talking about; the numbers are on page one.")
    of_one = say("One dot for each replication: the option minus A under the same chances; the mean and its interval beside them.")
    blocks: tuple[Block, ...] = (
        Picture("headlines", say("Differences from A, each in units of the smallest worth talking about"), of_all, draw_headlines(tell.found, tell.labels, say)),
        Picture("paired", say("“{metric}”: difference from A, run by run", metric=name_of(metric, tell)), of_one, draw_paired(tell.found, metric, tell.labels, say)),
    )
    return Section("paired", say("How large the differences are"), blocks)


__all__ = ["paired"]
