"""How results look on the screen: metrics with intervals, differences with verdicts, the funnel, the checks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console

from sim.cli.screen import Cell, line, table
from sim.locale import Translator, mark
from sim.locale.numbers import (
    decimals,
    interval_text,
    unit_of,
    value_text,
)
from sim.metrics import HEADLINES, METRICS, Metric
from sim.metrics.funnel import STAGES
from sim.metrics.official import OFFICIAL
from sim.scenario.scenario import Scenario
from sim.study.compare import Comparison, Difference
from sim.study.plan import CAUTIONS
from sim.study.run import Floats, Replications
from sim.study.wording import because, label, metric_name, told_difference

MOST_DIFFERENCES = 8

FEW = 5
"""With fewer replications an interval is rough: that of a share may leave 0 to 100 %."""

OFFICIAL_IDS = tuple(metric.id for metric in OFFICIAL)


def groups(metric_ids: Sequence[str], everything: bool) -> list[tuple[str, list[str]]]:
    """Metrics to show under their headings: headlines, official statistics, and with `everything` the rest."""
    shown = [
        (mark("headlines"), [name for name in metric_ids if name in HEADLINES]),
        (
            mark("official statistics"),
            [name for name in metric_ids if name in OFFICIAL_IDS[: len(OFFICIAL_IDS) if everything else 5]],
        ),
    ]
    if everything:
        rest = [name for name in metric_ids if name not in HEADLINES and name not in OFFICIAL_IDS]
        shown.append((mark("everything else"), rest))
    return [(heading, names) for heading, names in shown if names]


def title(scenario: Scenario, say: Translator) -> str:
    """The scenario's name."""
    return scenario.title.zh if say.lang == "zh" else scenario.title.en


def show_metrics(console: Console, runs: Replications, say: Translator, everything: bool) -> None:
    """Mean and 95 % interval of every metric, group by group."""
    rows: list[list[Cell]] = []
    for number, (heading, names) in enumerate(groups(runs.metric_ids, everything)):
        if number:
            rows.append([])
        mean = [Cell(say("mean"), True, "dim"), Cell(say("95 % interval"), False, "dim")] if not number else []
        rows.append([Cell(say(heading), False, "bold"), *mean])
        rows += [_metric_row(runs, METRICS[name], say) for name in names]
    table(console, rows)


def _metric_row(runs: Replications, metric: Metric, say: Translator) -> list[Cell]:
    found, unit = runs.estimate(metric.id), unit_of(metric.unit)
    digits = decimals(unit, found.half_width, found.mean)
    why = "" if found.reason is None or found.reason.code == "one_run" else because(found.reason, say)
    return [
        Cell("  " + label(metric, say)),
        Cell(value_text(found.mean, unit, digits, say.lang), True),
        Cell(interval_text(found.low, found.high, unit, digits) or why),
    ]


def show_differences(console: Console, found: Comparison, option: int, say: Translator, everything: bool) -> None:
    """One option against the first: both values, difference with its paired 95 % interval, verdict."""
    first, other = found.plan.options[0], found.plan.options[option]
    heads = [first.id, other.id, say("difference")]
    rows: list[list[Cell]] = []
    silent = {name for at, name in enumerate(found.metric_ids) if math.isnan(found.means[0, at]) and math.isnan(found.means[option, at])}
    for number, (heading, shown) in enumerate(groups(found.metric_ids, everything)):
        names = [name for name in shown if name not in silent or not everything]
        if number:
            rows.append([])
        cells = [*(Cell(head, True, "dim") for head in heads), Cell(say("95 % paired interval"), False, "dim")]
        rows.append([Cell(say(heading), False, "bold"), *([] if number else cells)])
        rows += [_difference_row(found, found.difference(name, option), say) for name in names]
    table(console, rows)
    if everything and silent:
        told = say.number("{n} metric has nothing to count on either side", "{n} metrics have nothing to count on either side", len(silent))
        line(console, "  " + told, "dim")


def _difference_row(found: Comparison, one: Difference, say: Translator) -> list[Cell]:
    metric, told = METRICS[one.metric], told_difference(found, one, say)
    return [
        Cell("  " + label(metric, say)), Cell(told.before, True), Cell(told.after, True), Cell(told.difference, True), Cell(told.interval),
        Cell(told.verdict, False, colour(metric, one)),
    ]  # fmt: skip


def colour(metric: Metric, one: Difference) -> str:
    """Green for better, red for worse; none where neither direction is better or nothing can be said."""
    if metric.direction == "none" or one.verdict not in ("higher", "lower"):
        return "dim" if one.verdict in ("cannot tell", "no difference") else "bold"
    return "green" if (one.verdict == "higher") == (metric.direction == "up") else "red"


def show_funnel(console: Console, columns: Sequence[tuple[str, Floats, Floats]], say: Translator) -> None:
    """The funnel: for each column (name, true, official) the mean counts per run; what the office calls the stage."""
    zh = say.lang == "zh"
    head = [Cell(say("funnel, issues per run"), False, "bold")]
    for name, _, _ in columns:
        head += [Cell(f"{name} {say('true')}".strip(), True, "dim"), Cell(say("official"), True, "dim")]
    rows = [head]
    for at, (_, word_zh, word_en, says_zh, says_en) in enumerate(STAGES):
        cells = [Cell("  " + (word_zh if zh else word_en))]
        for _, true, official in columns:
            cells += [Cell(_count(true[at]), True), Cell(_count(official[at]), True)]
        cells.append(Cell(_office(says_zh if zh else says_en, say), False, "dim"))
        rows.append(cells)
    table(console, rows)


def _count(value: float) -> str:
    return "" if math.isnan(value) else f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def _office(words: str, say: Translator) -> str:
    return say("office: {words}", words=words) if words else ""


def show_sentences(console: Console, sentences: Sequence[str], more: str, say: Translator) -> None:
    """What differs, in words; no more than fit, and the command that shows the rest."""
    for sentence in sentences[:MOST_DIFFERENCES]:
        line(console, f"  · {sentence}")
    rest = len(sentences) - MOST_DIFFERENCES
    if rest > 0:
        line(console, "  " + say("… and {rest} more: {command}", rest=rest, command=more), "dim")


def show_cautions(console: Console, found: Comparison, say: Translator) -> None:
    """What makes it less than a comparison of organisations: other people, other days."""
    for caution in found.plan.cautions:
        line(
            console,
            say("Mind: {what}", what=say(CAUTIONS[caution.code], first=caution.first, other=caution.other)),
            "yellow",
        )


def show_idle(console: Console, named: Sequence[tuple[str, Scenario]], say: Translator) -> None:
    """What is on and never gets its occasion, so that finding no difference says nothing about it."""
    from sim.scenario.idle import idle

    for name, scenario in named:
        for told in idle(scenario, say.lang):
            line(console, say("Mind: {what}", what=f"{name}: {told}" if name else told), "yellow")


def show_weak_pairing(console: Console, found: Comparison, say: Translator) -> None:
    """Headlines for which common chances do not help."""
    if not found.weakly_paired:
        return
    names = [metric_name(METRICS[name], say) for name in found.weakly_paired]
    weak = say(
        "giving both sides the same chances hardly narrows the intervals here (variance ratio below 1.2): {names}",
        names=", ".join(names),
    )
    line(console, say("Mind: {what}", what=weak), "yellow")


def show_few(console: Console, replications: int, say: Translator) -> None:
    """A warning where intervals rest on few runs; a single run has none."""
    if 1 < replications < FEW:
        line(console, say("few replications: intervals are rough"), "yellow")


def show_checks(console: Console, checks: dict[str, float | int], say: Translator) -> None:
    """The identities that held in every run."""
    from sim.study.wording import checks_text

    line(console, checks_text(checks, say))


def show_sources(console: Console, named: Sequence[tuple[str, Scenario]], say: Translator) -> None:
    """How many numbers somebody has documented, and the sentence under every result."""
    from sim.scenario.provenance import counted, provenance

    for name, scenario in named:
        known, assumed = counted(provenance(scenario))
        line(
            console,
            say(
                "{name}: of {count} numbers {known} have a source, {assumed} are assumptions",
                name=name, count=known + assumed, known=known, assumed=assumed,
            ),
        )  # fmt: skip
    line(console, say("All this holds under the stated assumptions; it is no forecast of a real place."))
