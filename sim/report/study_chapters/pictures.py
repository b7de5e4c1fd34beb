"""The pictures of a study's report: those that the commands write, drawn once more from the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.locale import Translator
from sim.pictures import Drawn, drawing
from sim.report.document import Picture
from sim.report.study_findings import StudyFindings, visiting
from sim.study.wording import metric_name
from sim.sweep.wording import method_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure


NARROW = 2.4
"""Inches of a panel on a page."""


def first_picture(found: StudyFindings, say: Translator) -> tuple[Picture, ...]:
    """The picture of page one."""
    return {"shares": shares_picture, "sensitivity": tornado_picture, "robustness": regret_picture, "points": points_picture}[_first(found)](found, say)


def _first(found: StudyFindings) -> str:
    """Its id: that of the analysis which the study was made for."""
    if found.attribution is not None:
        return "shares"
    if found.sensitivity is not None and (visiting(found) or len(found.structures) == 1):
        return "sensitivity"
    if found.robustness is not None and found.robustness.satisficing is not None:
        return "robustness"
    return "points"


def later(found: StudyFindings, name: str, picture: Callable[[StudyFindings, Translator], tuple[Picture, ...]], say: Translator) -> tuple[Picture, ...]:
    """A picture of a later chapter, unless it stands on page one."""
    return () if name == _first(found) else picture(found, say)


def points_picture(found: StudyFindings, say: Translator) -> tuple[Picture, ...]:
    """The primary metric over the levers, or the differences of the structures; nothing where there is one structure."""
    from sim.sweep.figure import study_picture

    if len(found.structures) < 2:
        return ()
    name = metric_name(found.primary, say)
    if found.worlds > 1:
        alt = say("Per structure the paired differences of “{metric}” from the first structure: a stroke per world, a mark for their mean.", metric=name)
    else:
        alt = say("“{metric}” of every structure, or its difference from the first, with 95 % intervals. The numbers are in the tables.", metric=name)
    return (_picture("points", say("{metric} by structure", metric=name), alt, lambda: study_picture(found.sweep, say)),)


def tornado_picture(found: StudyFindings, say: Translator) -> tuple[Picture, ...]:
    """How much each factor matters."""
    from sim.sweep.tornado import sensitivity_picture

    sensed = found.sensitivity
    if sensed is None:
        return ()
    alt = say("One bar per factor, one panel per output; the longer, the more it matters. The numbers are in the tables.")
    return (_picture("sensitivity", say("Which of the varied factors matter. {how}", how=method_text(sensed, say)), alt, lambda: sensitivity_picture(sensed, say, 1, NARROW)),)


def regret_picture(found: StudyFindings, say: Translator) -> tuple[Picture, ...]:
    """Regret over the worlds, and in how many each structure is good enough."""
    from sim.sweep.spread import robustness_picture

    held = found.robustness
    if held is None:
        return ()
    alt = say("Per structure how far it falls short of the one that is ahead in the same world, and in how many worlds it meets the thresholds.")
    return (_picture("robustness", say("Every structure over {worlds} worlds", worlds=found.worlds), alt, lambda: robustness_picture(held, say, NARROW)),)


def shares_picture(found: StudyFindings, say: Translator) -> tuple[Picture, ...]:
    """What each practice adds."""
    from sim.sweep.shares import attribution_picture

    shared = found.attribution
    if shared is None:
        return ()
    alt = say("One bar per practice: its share of the whole difference with its interval; a mark for what it does alone. The numbers are in the tables.")
    return (_picture("shares", say("What each practice adds"), alt, lambda: attribution_picture(shared, say, 2)),)


def _picture(name: str, caption: str, alt: str, draw: Callable[[], Figure]) -> Picture:
    with drawing():
        return Picture(name, caption, alt, Drawn(draw()))


__all__ = ["first_picture", "later", "points_picture", "regret_picture", "shares_picture", "tornado_picture"]
