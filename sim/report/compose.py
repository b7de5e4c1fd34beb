"""A comparison's evidence as a document in one language."""

from __future__ import annotations

from sim.locale import Lang
from sim.pictures import drawing
from sim.report.chapters.annex import annex
from sim.report.chapters.attribution import attribution
from sim.report.chapters.differences import differences
from sim.report.chapters.doubts import doubts
from sim.report.chapters.front import front
from sim.report.chapters.funnel import funnel
from sim.report.chapters.groups import grids, groups
from sim.report.chapters.limits import limits
from sim.report.chapters.lives import lives
from sim.report.chapters.money import money, structure
from sim.report.chapters.paired import paired
from sim.report.chapters.stress import stress
from sim.report.chapters.workload import workload
from sim.report.document import Document
from sim.report.evidence import Evidence
from sim.report.haste import hasty
from sim.report.telling import Telling


@hasty()
def compose(evidence: Evidence, lang: Lang) -> Document:
    """The whole report; the same document for the same evidence."""
    tell = Telling(evidence, lang)
    say = tell.say
    with drawing():
        found = (
            front(tell), limits(tell), paired(tell), differences(tell), funnel(tell), groups(tell), workload(tell), money(tell), structure(tell), attribution(tell),
            stress(tell), doubts(tell), lives(tell), grids(tell), *annex(tell),
        )  # fmt: skip
    title = " → ".join(tell.titles) if len(tell.titles) == 2 else " | ".join(tell.titles)
    run = tell.scenario(0).run
    subtitle = say("{residents} residents · {days} days · {n} paired replications · seed {seed}", residents=f"{tell.scenario(0).place.residents:,}", days=run.days,
                   n=tell.found.replications, seed=tell.found.plan.seed)  # fmt: skip
    return Document(lang, title, subtitle, tuple(section for section in found if section is not None))


__all__ = ["compose"]
