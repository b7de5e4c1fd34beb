"""`shequ robust`: structures over many possible worlds."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.cli.sensitivity import StudyOrFolder
from sim.cli.sweep import ExecutorName, Out, Retry, Scheduler, executor_word

if TYPE_CHECKING:
    from rich.console import Console

    from sim.analysis.prim import Limit
    from sim.cli.screen import Cell
    from sim.locale import Translator
    from sim.sweep.robustness import Robustness

say = help_language()

HELP = options.teach(
    say(
        "Compare the structures of a study over all its worlds: in how many each meets the thresholds, how much each may miss (regret), which no other "
        "beats for certain, and in which worlds one fails. Runs that are missing are made."
    ),
    "shequ robust experiments/robust-street-office.toml",
    "shequ robust results/robust-street-office",
)

CHANCE = 0.05
"""A range with a larger quasi-p is told to be possible chance."""

SHOWN = 40
"""Structures shown; all are in robust.csv."""


def robust(
    study: StudyOrFolder,
    out: Out = None,
    executor: ExecutorName = "processes",
    scheduler: Scheduler = None,
    retry: Retry = False,
    workers: options.Workers = None,
    lang: options.Lang = None,
) -> None:
    """Run what is missing, analyse, show."""
    from sim.cli.answers import answer
    from sim.sweep import questions
    from sim.sweep.robustness import write_robustness
    from sim.sweep.spread import draw_robustness
    from sim.sweep.sweep import How

    how = How(executor_word(executor, scheduler), workers, scheduler, retry=retry)
    answer(study, out, how, options.speak(lang), ask=questions.robust, write=write_robustness, draw=draw_robustness, show=show_robustness)


def show_robustness(console: Console, found: Robustness, spoken: Translator) -> None:
    """Thresholds, a table of structures, where one fails, and how much is unknown."""
    from sim.cli.answers import metric_name, tell_why
    from sim.cli.screen import line
    from sim.metrics import METRICS

    line(console)
    _thresholds(console, found, spoken)
    _structures(console, found, spoken)
    line(console)
    _discovery(console, found, spoken)
    _variance(console, found, spoken)
    told = {}
    for analysis, error in found.why.items():
        metric = METRICS.get(analysis.rsplit(" ", 1)[-1])
        told[metric.id if metric else analysis] = (error, metric_name(metric, spoken) if metric else "")
    for error, about in told.values():
        tell_why(console, error, spoken, about)


def _thresholds(console: Console, found: Robustness, spoken: Translator) -> None:
    from sim.cli.answers import metric_name
    from sim.cli.screen import line
    from sim.locale.numbers import unit_of, value_text
    from sim.metrics import METRICS

    if found.satisficing is None:
        line(console, spoken('No thresholds are given; a study says what is good enough in [thresholds]: resolved_in_deadline = ">= 0.85"'), "dim")
        return
    said = []
    for name, (sign, limit) in found.satisficing.thresholds.items():
        unit = unit_of(METRICS[name].unit)
        said.append(f"{metric_name(METRICS[name], spoken)} {sign} {value_text(limit, unit, 0 if abs(limit * unit.factor) >= 10 else 2, spoken.lang)}")
    line(console, spoken("Good enough: {thresholds}", thresholds="; ".join(said)))


def _structures(console: Console, found: Robustness, spoken: Translator) -> None:
    """One row per structure."""
    from sim.cli.answers import metric_name
    from sim.cli.screen import Cell, line, table
    from sim.metrics import METRICS

    metric = METRICS[found.sweep.metric_ids[0]]
    line(console, spoken("Regret: how much a structure falls short of the one that is ahead in the same world, of “{metric}”", metric=metric_name(metric, spoken)))
    head = [Cell(""), *([Cell(spoken("good enough"), True, "dim")] if found.satisficing else []), Cell(spoken("regret: mean"), True, "dim"),
            Cell(spoken("90th percentile"), True, "dim"), Cell(spoken("largest"), True, "dim"), Cell(spoken("ahead in"), True, "dim"),
            Cell(spoken("first for"), True, "dim"), Cell("")]  # fmt: skip
    rows = [head, *(_row(found, at, spoken) for at in range(min(SHOWN, len(found.structures))))]
    table(console, rows)
    if len(found.structures) > SHOWN:
        line(console, spoken("  … and {n} more structures in robust.csv", n=len(found.structures) - SHOWN))
    line(console, "  " + spoken("good enough, ahead in: share of the worlds of this study, no probability; first for: share of all weightings of the named metrics"), "dim")


def _row(found: Robustness, at: int, spoken: Translator) -> list[Cell]:
    from sim.cli.screen import Cell
    from sim.locale.numbers import decimals, unit_of
    from sim.metrics import METRICS
    from sim.sweep.names import structure_name

    name = found.sweep.metric_ids[0]
    one, unit = found.regrets[name], unit_of(METRICS[name].unit)
    values = [float(one.regret[:, at].mean()), float(one.high[at]), float(one.worst[at])]
    digits = decimals(unit, math.nan, float(one.worst.max()))
    behind = unit.difference[spoken.lang == "zh"]
    cells = [Cell(structure_name(found.sweep.table, at, spoken.lang))]
    if found.satisficing is not None:
        cells.append(Cell(spoken("{share} % of worlds", share=f"{100 * found.satisficing.share[at]:.0f}"), True))
    cells += [Cell(f"{value * unit.factor:,.{digits}f}{behind}", True) for value in values]
    cells.append(Cell(spoken("{share} % of worlds", share=f"{100 * float(one.best[at]):.0f}"), True))
    stable = found.stability
    cells.append(Cell("" if stable is None else spoken("{share} % of weights", share=f"{100 * float(stable.ranks[at, 0]):.0f}"), True))
    return [*cells, Cell(_front(found, at, spoken), False, "dim")]


def _front(found: Robustness, at: int, spoken: Translator) -> str:
    if found.front is None:
        return ""
    if found.front.on_front[at]:
        return spoken("none is better for certain")
    by = ", ".join(found.front.options[other] for other in found.front.dominated_by[at])
    return spoken("structure {others} is better for certain on the means over the worlds", others=by)


def _discovery(console: Console, found: Robustness, spoken: Translator) -> None:
    """Where the structure that is ahead on average misses the thresholds."""
    from sim.cli.screen import line
    from sim.sweep.names import structure_name

    if found.satisficing is None:
        return
    name = structure_name(found.sweep.table, found.leading, spoken.lang)
    missed = int(found.satisficing.failing[:, found.leading].sum())
    worlds = len(found.sweep.table.worlds)
    line(console, spoken("“{name}” is ahead in the mean over the worlds; it misses a threshold in {missed} of {worlds} of them.", name=name, missed=missed, worlds=worlds))
    if found.discovery is None:
        return
    box = found.discovery.suggested
    if not box.limits:
        line(console, "  " + spoken("No range of the unknowns sets these worlds apart."))
        return
    where = spoken(" and ").join(limit_text(found, limit, spoken) for limit in box.limits)
    line(console, "  " + spoken("Mostly where {where}: there {inside} worlds, {density} % of which miss; {coverage} % of all misses lie there.",
                                where=where, inside=box.inside, density=f"{100 * box.density:.0f}", coverage=f"{100 * box.coverage:.0f}"))  # fmt: skip
    idle = [limit for limit in box.limits if limit.quasi_p > CHANCE]
    if idle:
        line(console, "  " + spoken("Of these, {names} may be chance.", names="; ".join(limit_text(found, one, spoken) for one in idle)), "dim")


def limit_text(found: Robustness, limit: Limit, spoken: Translator) -> str:
    """ "problems per resident and year from 0.9 to 1.2"; only the end that cuts anything off is told."""
    from sim.sweep.names import factor_name, value_name

    study = found.sweep.table.study
    name = factor_name(study, limit.factor, spoken.lang)
    if limit.values:
        return f"{name} {spoken(' or ').join(value_name(study, limit.factor, value, spoken.lang) for value in limit.values)}"
    values = [float(world.uncertainties[limit.factor]) for world in found.sweep.table.worlds]
    if limit.low <= min(values):
        return spoken("{name} at most {value}", name=name, value=f"{limit.high:.3g}")
    if limit.high >= max(values):
        return spoken("{name} at least {value}", name=name, value=f"{limit.low:.3g}")
    return spoken("{name} from {low} to {high}", name=name, low=f"{limit.low:.3g}", high=f"{limit.high:.3g}")


def _variance(console: Console, found: Robustness, spoken: Translator) -> None:
    """How much of what one run shows is not known of the world, and how much is chance; of differences first of all."""
    from sim.cli.screen import line
    from sim.sweep.names import structure_name

    primary = found.sweep.metric_ids[0]
    level = found.variances.get(primary)
    if level is None:
        return
    told = spoken("Of what makes single runs of one structure differ, {share} % is what we do not know of the world, the rest chance.", share=_percent(level.epistemic_share))
    line(console, told)
    for (name, at), one in list(found.differences.items())[:SHOWN]:
        if name == primary:
            line(console, "  " + spoken("of the difference, {other} - {first}: {share} %", other=structure_name(found.sweep.table, at, spoken.lang),
                                        first=structure_name(found.sweep.table, 0, spoken.lang), share=_percent(one.epistemic_share)))  # fmt: skip


def _percent(share: float) -> str:
    return "0" if math.isnan(share) else f"{100 * share:.0f}"


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("robust", help=HELP, short_help=say("structures over many possible worlds"))(robust)
