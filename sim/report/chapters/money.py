"""What it costs, in parts; what each option has to work with; how much is structure and how much resources."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.locale import mark
from sim.locale.numbers import decimals, unit_of
from sim.locale.voice import formal
from sim.metrics import HEADLINES, METRICS
from sim.metrics.portrait import COSTS
from sim.report.chapters.front_answer import main_metric
from sim.report.chapters.metric_table import metric_table
from sim.report.document import Block, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.telling import Telling, clauses, interval_cell
from sim.scenario.resources import ROWS, in_words, not_equal, resources_of, same_money, scaled
from sim.study.interval import estimate

NAMES = {
    "wages": mark("wages for hours on duty"), "overtime": mark("overtime"), "rewards": mark("rewards for cases taken"), "works": mark("works bought"),
    "services": mark("services"), "programmes": mark("prevention programmes"), "leaders": mark("leaders' hours"), "councils": mark("staff's hours in councils"),
}  # fmt: skip

COST_METRICS = ("cost_total", "cost_per_resolved", "cash_per_resolved", "fund_spent")


def money(tell: Telling) -> Section:
    """Parts of the cost; with three options or more the front of cost and timely resolution."""
    say = tell.say
    blocks: list[Block] = []
    if any(tell.evidence.portraits):
        blocks.append(_parts(tell))
    blocks.append(metric_table(tell, "cost", say("Cost: differences"), spent(tell, COST_METRICS)))
    if len(tell.options) > 2 and "cost_per_resolved" in tell.found.metric_ids:
        blocks.append(_front(tell))
    return Section("money", say("What it costs"), tuple(blocks))


def spent(tell: Telling, metrics: Sequence[str]) -> list[str]:
    """Those of the metrics that are not zero under every option."""
    return [name for name in metrics if name in tell.found.metric_ids and np.nan_to_num(tell.found.means[:, tell.found.metric_ids.index(name)]).any()]


def _parts(tell: Telling) -> Table:
    say = tell.say
    unit = "yuan per resident and year"
    heads = [Head(label, say("mean over the replications, with 95 % interval"), unit, (say("mean"), say("low"), say("high")), right=True) for label in tell.labels]
    values = {option: np.array([one.costs for one in tell.evidence.portraits[option]]) for option in tell.options}
    rows = []
    for at, name in enumerate(COSTS):
        if any(values[option][:, at].any() for option in tell.options):
            rows.append((Cell(say(NAMES[name]), (name,)), *(interval_cell(estimate(values[option][:, at]), _yuan) for option in tell.options)))
    total = (Cell(say("in all"), ("cost_total",), "strong"), *(interval_cell(estimate(values[option].sum(axis=1)), _yuan) for option in tell.options))
    return Table("costs", say("Parts of the cost, yuan per resident and year"), (Head(say("part")), *heads), (*rows, total))


def _yuan(value: float) -> str:
    return f"{value:,.2f}"


def _front(tell: Telling) -> Picture:
    from sim.report.drawn.front import draw_pareto

    say = tell.say
    alt = say("Options as points with intervals: cost against timely resolution; those certainly worse in both are hollow.")
    drawn = draw_pareto(tell.found, tell.labels, say, ("cost_per_resolved", main_metric(tell)))
    return Picture("pareto", say("Cost against timely resolution"), alt, drawn)


def structure(tell: Telling) -> Section:
    """Resources of every option, and the differences split into what structure and what resources do."""
    say = tell.say
    blocks: list[Block] = [_resources(tell)]
    if _alike(tell):
        blocks.append(Paragraph(say("All options have the same wages and cash, so what differs comes from structure alone.")))
    elif tell.found.equal is not None:
        blocks += [Paragraph(text) for text in _scaling(tell)]
        blocks += [_split_picture(tell), _split(tell)]
    else:
        blocks.append(Paragraph(say("Resources differ and were not made equal, so structure and resources are mixed in every difference; shequ compare … --resources both tells them apart."), "caution"))
    return Section("structure", say("Structure against resources"), tuple(blocks))


def _resources(tell: Telling) -> Table:
    have = [resources_of(tell.scenario(option)) for option in tell.options]
    head = (Head(tell.say("resources")), *(Head(label, right=True) for label in tell.labels))
    rows = tuple((Cell(tell.say(words), (name,)), *(Cell(f"{getattr(one, name):,.0f}", (float(getattr(one, name)),)) for one in have)) for name, words in ROWS)
    return Table("resources", tell.say("What each option has to work with, as written"), head, rows)


def _alike(tell: Telling) -> bool:
    have = [resources_of(tell.scenario(option)) for option in tell.options]
    return all(same_money(one, have[0]) for one in have)


def _scaling(tell: Telling) -> list[str]:
    """What was scaled to make money equal."""
    assert tell.found.equal is not None
    told = []
    for at, option in enumerate(tell.found.equal.plan.options):
        if option.documented is None:
            continue
        changes = in_words(scaled(option.documented, option.scenario), tell.lang)
        if changes:
            told.append(tell.say("To give {option} the money of A: {what}.", option=tell.letters[at], what=clauses((formal(one) if tell.lang == "zh" else one for one in changes), tell.lang)))
        rest = not_equal(tell.scenario(0), option.scenario)
        if rest is not None:
            told.append(f"{tell.letters[at]}{'：' if tell.lang == 'zh' else ': '}{formal(rest.zh) if tell.lang == 'zh' else rest.en}")
    return told


def _split_picture(tell: Telling) -> Picture:
    from sim.report.drawn.split import draw_split

    say = tell.say
    alt = say("For each headline number two bars: what structure does at equal money, and what the option's own resources add.")
    return Picture("split", say("Structure and resources, headline numbers"), alt, draw_split(tell.found, tell.labels, say))


def _split(tell: Telling) -> Table:
    say = tell.say
    parts = (say("difference"), say("low"), say("high"))
    head = (
        Head(say("headline number")), Head(say("option")), Head(say("total"), say("documented minus first"), parts=parts, right=True),
        Head(f"= {say('structure')}", say("with the wages and the cash of the first"), parts=parts, right=True),
        Head(f"+ {say('resources')}", say("what its own wages and cash add"), parts=parts, right=True),
    )  # fmt: skip
    rows = []
    for one in tell.found.split:
        if one.metric not in HEADLINES:
            continue
        unit = unit_of(METRICS[one.metric].unit)
        digits = decimals(unit, max((part.high - part.low) / 2 for part in (one.total, one.structure, one.resources)), one.total.difference)
        split = (tell.difference_cell(one.metric, part.difference, part.low, part.high, digits) for part in (one.total, one.structure, one.resources))
        rows.append((Cell(tell.metric(one.metric), (one.metric,)), Cell(tell.letters[one.option]), *split))
    return Table("split", say("Every difference = structure + resources"), head, tuple(rows), say("What both only bring together counts as resources."))


__all__ = ["money", "structure"]
