"""`shequ attribute`: how much of a whole difference each practice accounts for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.cli.sweep import ExecutorName, Out, Retry, Scheduler, executor_word

if TYPE_CHECKING:
    from rich.console import Console

    from sim.cli.screen import Cell
    from sim.locale import Translator
    from sim.sweep.attribution import Attributed, Attributions

say = help_language()

HELP = options.teach(
    say(
        "Switch practices on and off together, in every combination, on the same chances, and share the whole difference out among them: "
        "parts that add up to it exactly (Shapley values), what each does alone, and which help each other or do the same work. The runs are "
        "kept: the same command goes on."
    ),
    "shequ attribute street-office --practices L1 L3 L8",
    "shequ attribute street-office L1 L3 L8 --metric resolved_in_deadline -r 30",
    "shequ attribute packages/longhua",
)

Base = Annotated[str, typer.Argument(metavar="BASE", help=say("a file or name; or a package (packages/longhua), for all practices that it adds"))]
Ids = Annotated[list[str] | None, typer.Argument(metavar="PRACTICE...", help=say("ids of practices (shequ practices), or patches of BASE"))]
First = Annotated[list[str] | None, typer.Option("--practices", metavar="PRACTICE...", help=say("the same, behind the name of the option"))]
Metric = Annotated[list[str] | None, typer.Option("--metric", metavar="ID", help=say("a metric, the first is the primary one; default: the headlines"))]
Orders = Annotated[int | None, typer.Option("--orders", min=0, help=say("0: every combination; else so many sampled orders. Default: 0 up to 6 practices, 64 beyond"))]


def attribute(
    base: Base,
    ids: Ids = None,
    practices: First = None,
    metric: Metric = None,
    replications: options.Replications = None,
    seed: options.Seed = None,
    orders: Orders = None,
    out: Out = None,
    executor: ExecutorName = "processes",
    scheduler: Scheduler = None,
    retry: Retry = False,
    workers: options.Workers = None,
    lang: options.Lang = None,
) -> None:
    """Run what is missing, share out, show."""
    from sim.cli.answers import footer
    from sim.cli.files import command_line
    from sim.cli.screen import results
    from sim.cli.sweep import sweep_progress
    from sim.sweep import questions
    from sim.sweep.attribution import write_attribution
    from sim.sweep.coalitions import REPLICATIONS
    from sim.sweep.shares import draw_attribution
    from sim.sweep.sweep import How

    spoken = options.speak(lang)
    how = How(executor_word(executor, scheduler), workers, scheduler, retry=retry)
    words = [one for word in [*(practices or []), *(ids or [])] for one in word.replace(",", " ").split()]
    with sweep_progress(spoken) as callback:
        found = questions.attribute(
            base, words, metric or (), replications or REPLICATIONS, seed=seed, orders=orders, folder=out, how=how, progress=callback, command=command_line()
        )
    folder = found.sweep.path.parent
    paths = [*write_attribution(found, folder), *draw_attribution(found, folder)]
    console = results()
    show_attribution(console, found, spoken)
    footer(console, paths, spoken)


def show_attribution(console: Console, found: Attributions, spoken: Translator) -> None:
    """A table per metric: what each practice adds, alone and last; then the pairs that matter."""
    from sim.cli.screen import line
    from sim.cli.studies import show_unfinished

    made, sweep = found.coalitions, found.sweep
    title = made.study.form.title
    line(console, title.zh if spoken.lang == "zh" else title.en, "bold")
    if made.drawn is None:
        line(console, spoken("{k} practices, all {n} combinations × {replications} paired replications, seed {seed}",
                             k=len(made.practices), n=len(made.masks), replications=sweep.replications, seed=sweep.table.seed))  # fmt: skip
    else:
        line(console, spoken("{k} practices, {orders} sampled orders ({n} combinations) × {replications} paired replications, seed {seed}", k=len(made.practices),
                             orders=len(made.drawn.orders), n=len(made.masks), replications=sweep.replications, seed=sweep.table.seed))  # fmt: skip
    show_unfinished(console, sweep, sweep.path.parent, spoken)
    for one in found.metrics:
        line(console)
        _metric(console, found, one, spoken)


def _metric(console: Console, found: Attributions, one: Attributed, spoken: Translator) -> None:
    from sim.cli.answers import signed, tell_why
    from sim.cli.figures import colour
    from sim.cli.screen import Cell, line, table
    from sim.metrics import METRICS
    from sim.study.compare import VERDICTS
    from sim.study.wording import metric_name
    from sim.sweep.names import factor_name
    from sim.sweep.wording import sharing_texts

    metric = METRICS[one.metric]
    line(console, metric_name(metric, spoken), "bold")
    if one.found is None:
        assert one.why is not None
        tell_why(console, one.why, spoken, metric_name(metric, spoken))
        return
    total = one.total
    rows = [[Cell(""), Cell(spoken("share"), True, "dim"), Cell(spoken("95 % paired interval"), False, "dim"), Cell(""), Cell(spoken("alone"), True, "dim"),
             Cell(spoken("as the last one"), True, "dim")]]  # fmt: skip
    for share, verdict, reason in sorted(one.judged, key=lambda judged: -abs(judged.share.value)):
        name = factor_name(found.sweep.table.study, share.name, spoken.lang)
        told = total._replace(difference=share.value, low=share.low, high=share.high, verdict=verdict, reason=reason)
        rows.append([Cell(name), *signed(metric, share.value, share.low, share.high, spoken), Cell(spoken(VERDICTS[verdict]), False, colour(metric, told)),
                     *_plain(one, [share.alone, share.last], share.high - share.low, spoken)])  # fmt: skip
    rows.append([Cell(spoken("together, exactly the sum"), False, "bold"), *signed(metric, one.found.total, total.low, total.high, spoken),
                 Cell(spoken(VERDICTS[total.verdict]), False, colour(metric, total))])  # fmt: skip
    table(console, rows)
    for text in sharing_texts(one, spoken):
        line(console, "  " + text)


def _plain(one: Attributed, values: list[float], width: float, spoken: Translator) -> list[Cell]:
    from sim.cli.answers import signed
    from sim.metrics import METRICS

    return [signed(METRICS[one.metric], value, 0.0, width, spoken, interval=False)[0] for value in values]


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("attribute", help=HELP, short_help=say("how much of a difference each practice accounts for"))(attribute)
