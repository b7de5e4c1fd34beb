"""What a study varied: levers and unknowns with their ranges, laws and sources; how they were combined; how the options differ in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.locale import Translator, mark
from sim.report.document import Block, Bullets, Cell, Head, Paragraph, Section, Table
from sim.report.study_findings import StudyFindings
from sim.scenario.schema import declared
from sim.study.difference import diff
from sim.sweep.form import Factor, Points
from sim.sweep.names import factor_name, option_name, value_name
from sim.sweep.study import values_of

KINDS = {"levers": mark("can be decided"), "uncertainties": mark("not known")}

METHODS = {
    "grid": mark("every combination"), "zip": mark("the first values together, then the second, and so on"), "csv": mark("a table of points"),
    "matrix": mark("a table of points"), "lhs": mark("Latin hypercube"), "sobol": mark("Sobol sequence"), "halton": mark("Halton sequence"),
    "morris": mark("trajectories after Morris"), "saltelli": mark("the scheme of Saltelli"),
}  # fmt: skip

LAWS = {"uniform": mark("evenly over the range"), "loguniform": mark("evenly on a log scale")}

LISTED = 12
"""Values of a factor that are written out."""

SENTENCES = 40
"""Sentences about one option."""


def varied_section(found: StudyFindings, say: Translator) -> Section:
    """The section."""
    table = found.sweep.table
    form = table.study.form
    scenario = table.points[0].scenario
    title = scenario.title.zh if say.lang == "zh" else scenario.title.en
    blocks: list[Block] = [Paragraph(say(
        "Base: {base} ({title}), {residents} residents, {days} days measured. Structures: {structures}; worlds: {worlds}; paired replications of each: {n}.",
        base=form.base, title=title, residents=f"{scenario.place.residents:,}", days=scenario.run.days, structures=len(found.structures), worlds=found.worlds, n=found.sweep.replications,
    ))]  # fmt: skip
    same = [f"{path} = {value}" for path, value in _leaves(form.set)]
    if same:
        blocks.append(Paragraph(say("Set alike for all runs: {values}", values="; ".join(same))))
    if table.study.factors:
        blocks += [Table("varied", say("What was varied"), _heads(say), tuple(_rows(found, say)), "; ".join(_designs(found, say)))]
    return Section("varied", say("What was varied"), (*blocks, *_options(found, say)))


def _heads(say: Translator) -> tuple[Head, ...]:
    return (
        Head(say("factor"), parts=("factor", "kind")), Head(say("in the scenario"), say("the value, practice or choice that it changes")),
        Head(say("values"), say("as listed, or the range")), Head(say("how drawn"), say("how values of a range are drawn")), Head(say("source"), say("where values or range come from")),
    )  # fmt: skip


def _rows(found: StudyFindings, say: Translator) -> Iterator[tuple[Cell, ...]]:
    study = found.sweep.table.study
    for kind, word in KINDS.items():
        factors: Mapping[str, Factor] = getattr(study.form, kind)
        for name, one in factors.items():
            ranged = one.low is not None and one.steps is None
            yield (
                Cell(f"{factor_name(study, name, say.lang)} ({say(word)})", (name, kind)), Cell(_where(one, say)),
                Cell(_values(found, name, one, say)), Cell(say(LAWS[one.law]) if ranged else ""), Cell(say("assumption") if one.source == "assumption" else one.source),
            )  # fmt: skip


def _where(one: Factor, say: Translator) -> str:
    """What of a scenario it changes, with its meaning and unit where the schema knows them."""
    if one.practice:
        return say("practice {id}", id=one.practice)
    if not one.path:
        return say("named changes")
    slot = declared(tuple(one.path.split(".")))
    if slot is None or slot.field is None:
        return one.path
    meaning = slot.extra("zh") if say.lang == "zh" else slot.description
    unit = slot.extra("unit")
    told = ", ".join(word for word in (meaning, unit) if word)
    return f"{one.path} ({told})" if told else one.path


def _values(found: StudyFindings, name: str, one: Factor, say: Translator) -> str:
    study = found.sweep.table.study
    if one.low is not None and one.high is not None and one.steps is None:
        return f"{one.low:g} – {one.high:g}"
    listed = list(dict.fromkeys(values_of(one)))
    told = ", ".join(value_name(study, name, value, say.lang) for value in listed[:LISTED])
    return told + (say(" and {n} more", n=len(listed) - LISTED) if len(listed) > LISTED else "")


def _designs(found: StudyFindings, say: Translator) -> Iterator[str]:
    form = found.sweep.table.study.form
    told = {"levers": mark("What can be decided: {how}"), "uncertainties": mark("What is not known: {how}")}
    for kind, sentence in told.items():
        points: Points = getattr(form.design, kind)
        if getattr(form, kind):
            drawn = points.method in ("lhs", "sobol", "halton", "morris", "saltelli")
            yield say(sentence, how=say(METHODS[points.method]) + (say(" (seed {seed})", seed=points.seed) if drawn else ""))


def _leaves(part: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in part.items():
        path = f"{before}.{key}" if before else key
        if isinstance(value, Mapping):
            yield from _leaves(value, path)
        else:
            yield path, value


def _options(found: StudyFindings, say: Translator) -> Iterator[Block]:
    """How each option differs from the first, in words, with the same levers in the same world."""
    table = found.sweep.table
    first: dict[str, Any] = {}
    for point in table.points:
        if point.world.number == 0:
            first.setdefault(point.structure.option, point.scenario)
    names = list(first)
    for name in names[1:]:
        yield Paragraph(say("“{other}” against “{first}”:", other=option_name(table.study, name, say.lang), first=option_name(table.study, names[0], say.lang)), "strong")
        told = diff(first[names[0]], first[name], say.lang)
        if not told:
            yield Paragraph(say("Nothing differs that could change a number."))
            continue
        left = len(told) - SENTENCES
        yield Bullets((*told[:SENTENCES], *([say("and {n} more differences", n=left)] if left > 0 else [])))


__all__ = ["varied_section"]
