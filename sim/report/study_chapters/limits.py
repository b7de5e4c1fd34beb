"""What a study cannot tell: beside the findings, in plain words, from what the study itself is."""

from __future__ import annotations

import math

from sim.locale import Translator
from sim.locale.numbers import unit_of
from sim.metrics import Metric
from sim.report.document import Bullets, Section
from sim.report.study_chapters import entries
from sim.report.study_findings import StudyFindings, visiting
from sim.study.compare import Difference
from sim.study.interval import holm
from sim.study.plan import CAUTIONS
from sim.study.wording import metric_name
from sim.sweep.names import factor_name, option_name
from sim.sweep.wording import doubts, why_not

NAMED = 6
"""Factors whose values are assumptions that are named."""


def limits_section(found: StudyFindings, say: Translator) -> Section:
    """The section."""
    told = [
        say("Everything here holds under the stated assumptions and ranges; it says nothing of what was not varied."),
        *_worlds(found, say), *_assumed(found, say), *mixed_texts(found, say), *_chance(found, say),
        say("More replications make the intervals narrower; they bring the simulation no nearer to a real place."),
        *([_relevance(found, say), say("Resources are as each structure has them. Where they differ, a difference is of structure and resources together.")]
          if len(found.structures) > 1 else []),
        say("Who gains and who loses is not in the named metrics: a comparison of two structures (shequ compare) tells it."), *_analyses(found, say),
    ]  # fmt: skip
    return Section("limits", say("What this cannot tell you"), (Bullets(tuple(told)),))


def _worlds(found: StudyFindings, say: Translator) -> list[str]:
    if found.worlds == 1:
        return [say("There is one world only. Whether the findings hold with other people, other problems or other habits was not tried.")]
    told = [say("The {worlds} worlds are combinations within the stated ranges. In how many of them something holds is no probability that it holds.", worlds=found.worlds)]
    if visiting(found):
        told.append(say("Their points were placed to find out which factors matter, not to represent what is likely; the ends of the ranges weigh more."))
    return told


def _assumed(found: StudyFindings, say: Translator) -> list[str]:
    """Whose values nobody has documented."""
    study = found.sweep.table.study
    names = [factor_name(study, name, say.lang) for name, one in study.factors.items() if one.source == "assumption" and not one.practice]
    if not names:
        return []
    listed = "; ".join(names[:NAMED]) + (say(" and {n} more", n=len(names) - NAMED) if len(names) > NAMED else "")
    return [say("Values and ranges that are our assumption, not documented: {names}.", names=listed)]


def mixed_texts(found: StudyFindings, say: Translator) -> list[str]:
    """Which options are not compared on the same people and problems."""
    study, first = found.sweep.table.study, found.sweep.table.structures[0].option
    return [say(CAUTIONS["issues"], other=option_name(study, one, say.lang), first=option_name(study, first, say.lang)) for one in found.mixed]


def _chance(found: StudyFindings, say: Translator) -> list[str]:
    """What the replications leave open, and what many differences at once mean."""
    every = judged(found)
    open_ = [one for one in every if one.verdict == "cannot tell"]
    told = []
    if open_:
        needed = [one.reason.needed for one in open_ if one.reason is not None and one.reason.needed]
        text = say("Of {of} differences {n} cannot be told with {replications} replications", of=len(every), n=len(open_), replications=found.sweep.replications)
        if len(needed) == len(open_):
            told.append(say("{finding}; {needed} would settle them all.", finding=text, needed=f"{max(needed):,}"))
        elif needed:
            told.append(say("{finding}; {needed} would settle {some} of them, the others no practical number.", finding=text, needed=f"{max(needed):,}", some=len(needed)))
        else:
            told.append(entries.stop(text, say))
    moved = [(one, p) for one, p in zip(every, holm([one.p for one in every]), strict=True) if one.verdict in ("higher", "lower")]
    if len(every) > 1 and moved and found.attribution is None:
        firm = sum(p < 0.05 for _, p in moved)
        told.append(say("Of {of} intervals at 95 % about one in twenty leaves the true value out. Of the {n} differences called higher or lower, {firm} hold up if "
                        "all are to hold at once (Holm).", of=len(every), n=len(moved), firm=firm))  # fmt: skip
    return told


def judged(found: StudyFindings) -> list[Difference]:
    """Every difference that the report puts a word to: of an attribution the shares and the wholes."""
    if found.attribution is None:
        return [one for _, one in found.sweep.differences]
    told: list[Difference] = []
    for one in found.attribution.metrics:
        told += [one.total, *(one.total._replace(verdict=share.verdict, reason=share.reason, p=math.nan) for share in one.judged)]
    return told


def _relevance(found: StudyFindings, say: Translator) -> str:
    """Below which size a difference counts as none."""
    return say("“No difference” means: for certain smaller than what is worth talking about ({sizes}). Somebody else may draw that line elsewhere.",
               sizes="; ".join(_size(one, say) for one in found.metrics))  # fmt: skip


def _size(metric: Metric, say: Translator) -> str:
    if metric.relative:
        return say("{metric} {share} % of the first", metric=metric_name(metric, say), share=f"{100 * metric.relevant:.3g}")
    unit = unit_of(metric.unit)
    return f"{metric_name(metric, say)} {metric.relevant * unit.factor:.3g}{unit.difference[say.lang == 'zh']}"


def _analyses(found: StudyFindings, say: Translator) -> list[str]:
    """Analyses that could not be made, and what makes others uncertain."""
    names = {one.id: metric_name(one, say) for one in found.metrics}
    told = [why_not(error, say, names.get(metric, "")) for metric, error in found.why]
    if found.sensitivity is not None:
        for answer in found.sensitivity.answers:
            told += doubts(answer, say)
    return list(dict.fromkeys(told))


__all__ = ["limits_section", "mixed_texts"]
