"""`shequ run`: what happens under one organisation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language

if TYPE_CHECKING:
    from sim.locale import Translator
    from sim.scenario.scenario import Scenario
    from sim.study.run import Replications

say = help_language()

HELP = options.teach(
    say(
        "Run one scenario and show what happens: metrics with intervals, the funnel from problems to satisfied residents, "
        "checks."
    ),
    "shequ run three-house-village",
    "shequ run street-office -r 30 --set posts.grid_worker.head_count=8",
    "shequ run my-village.toml --tables out --json out/run.json",
)


def run(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help=say("a .toml file, or a name that `shequ list` shows"))
    ],
    replications: options.Replications = None,
    seed: options.Seed = None,
    overrides: options.Overrides = None,
    apply: options.Patches = None,
    everything: options.Everything = False,
    tables: Annotated[
        Path | None, typer.Option("--tables", metavar="DIR", help=say("write the tables of replicate 0 as CSV files"))
    ] = None,
    json: options.Json = None,
    workers: options.Workers = None,
    lang: options.Lang = None,
) -> None:
    """Run a scenario and show it."""
    from sim.cli.files import STDOUT, command_line, require_folder, write_json
    from sim.scenario.load import load
    from sim.study.run import with_run

    spoken = options.speak(lang)
    require_folder(json)
    chosen = load(scenario, overrides=overrides or [], apply=apply or [])
    many = _replicate(with_run(chosen, replications=replications, seed=seed), workers, spoken)
    if tables is not None:
        from sim.cli.tables import write_tables

        write_tables(tables, many, spoken)
    if json is not None:
        write_json(json, many.to_dict(command_line()))
        if json == STDOUT:
            return
    _show(many, spoken, everything)


def _replicate(chosen: Scenario, workers: int | None, spoken: Translator) -> Replications:
    from sim.cli.progress import progress, tell_if_cold
    from sim.study.run import replicate

    tell_if_cold(spoken)
    with progress(spoken, chosen.run.replications) as callback:
        return replicate(chosen, progress=callback, workers=workers)


def _show(many: Replications, spoken: Translator, everything: bool) -> None:
    from sim.cli import figures
    from sim.cli.screen import line, results

    console, scenario = results(), many.scenario
    name = figures.title(scenario, spoken)
    line(console, "   ".join([name, " · ".join(_extent(scenario, len(many), spoken))]), "bold")
    figures.show_idle(console, [("", scenario)], spoken)
    line(console)
    figures.show_metrics(console, many, spoken, everything)
    line(console)
    figures.show_funnel(console, [("", many.funnel_true, many.funnel_official)], spoken)
    line(console)
    figures.show_few(console, len(many), spoken)
    figures.show_checks(console, many.checks, spoken)
    figures.show_sources(console, [(name, scenario)], spoken)


def _extent(scenario: Scenario, replications: int, spoken: Translator) -> list[str]:
    return [
        spoken.number("{n} resident", "{n} residents", scenario.place.residents),
        spoken.number("{n} day", "{n} days", scenario.run.days),
        spoken.number("{n} replication", "{n} replications", replications),
        spoken("seed {seed}", seed=scenario.run.seed),
    ]


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("run", help=HELP, short_help=say("what happens under one organisation"))(run)
