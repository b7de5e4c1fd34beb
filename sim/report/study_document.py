"""A stored study as a report: page one, what it cannot tell, what was varied, the numbers, the analyses its design is one for, and the annex."""

from __future__ import annotations

from sim.locale import Lang
from sim.locale.voice import voice
from sim.report.document import Document
from sim.report.haste import hasty
from sim.report.study_chapters.annex import annex_sections
from sim.report.study_chapters.attribution import attribution_section
from sim.report.study_chapters.effects import effects_section
from sim.report.study_chapters.front import front_section
from sim.report.study_chapters.limits import limits_section
from sim.report.study_chapters.page_one import page_one
from sim.report.study_chapters.points import points_section
from sim.report.study_chapters.robustness import robustness_section
from sim.report.study_chapters.sensitivity import sensitivity_section
from sim.report.study_chapters.varied import varied_section
from sim.report.study_findings import find
from sim.sweep.result import Sweep


@hasty()
def compose_study(found: Sweep, lang: Lang) -> Document:
    """The report of a finished study in one language; the same document for the same runs.

    Raises UnfinishedError where runs are missing; runs that failed are told of.
    """
    findings, say = find(found), voice(lang)
    form = found.table.study.form
    sections = (
        page_one(findings, say), limits_section(findings, say), varied_section(findings, say), *attribution_section(findings, say),
        *(() if findings.attribution else effects_section(findings, say)), points_section(findings, say), *sensitivity_section(findings, say), *robustness_section(findings, say),
        *front_section(findings, say), *annex_sections(findings, say),
    )  # fmt: skip
    subtitle = say("structures: {structures} · worlds: {worlds} · paired replications: {n} · seed {seed}", structures=len(findings.structures),
                   worlds=findings.worlds, n=found.replications, seed=found.table.seed)  # fmt: skip
    return Document(lang, form.title.zh if lang == "zh" else form.title.en, subtitle, sections)


__all__ = ["compose_study"]
