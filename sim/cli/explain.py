"""`shequ explain`: the life of one case, and of the same case under another organisation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options
from sim.cli.language import help_language

if TYPE_CHECKING:
    from rich.console import Console

    from sim.life import Life
    from sim.locale import Translator
    from sim.scenario.scenario import Scenario

say = help_language()

HELP = options.teach(
    say(
        "Tell the life of one case: every wait, refusal, transfer and meeting, with the rule that decided. With --versus, the same case under "
        "another organisation: the same problem of the same person with the same chances."
    ),
    "shequ explain street-office --longest",
    "shequ explain longhua-before --versus longhua --changed-most",
    "shequ explain longhua-before --versus longhua --case 4711 --replicate 2",
)


def explain(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help=say("a .toml file, or a name that `shequ list` shows"))],
    case: Annotated[int | None, typer.Option("--case", min=0, metavar="N", help=say("number of the case (issue) in the run's tables"))] = None,
    versus: Annotated[str | None, typer.Option("--versus", metavar="OTHER", help=say("tell the same case under this scenario too"))] = None,
    longest: Annotated[bool, typer.Option("--longest", help=say("the case that was open longest"))] = False,
    changed_most: Annotated[bool, typer.Option("--changed-most", help=say("with --versus: the case whose time differs most"))] = False,
    replicate: Annotated[int, typer.Option("--replicate", min=0, help=say("which replication"))] = 0,
    seed: options.Seed = None,
    overrides: options.Overrides = None,
    apply: options.Patches = None,
    json: options.Json = None,
    lang: options.Lang = None,
) -> None:
    """Tell the life of a case."""
    chosen = [case is not None, longest, changed_most]
    if sum(chosen) != 1:
        raise typer.BadParameter(say("choose one of --case N, --longest, --changed-most"), param_hint="--case")
    if changed_most and versus is None:
        raise typer.BadParameter(say("--changed-most needs --versus OTHER"), param_hint="--changed-most")
    from sim.cli.files import STDOUT, require_folder, write_json
    from sim.cli.progress import tell_if_cold
    from sim.scenario.load import load
    from sim.study.run import with_run

    spoken = options.speak(lang)
    require_folder(json)
    scenarios = [with_run(load(one, overrides=overrides or [], apply=apply or []), seed=seed) for one in (scenario, versus) if one]
    scenarios = [with_run(one, seed=scenarios[0].run.seed) for one in scenarios]
    tell_if_cold(spoken)
    lives = _lives(scenarios, replicate, case, longest)
    if json is not None:
        write_json(json, {"lives": [_plain(life, spoken) for life in lives]})
        if json == STDOUT:
            return
    _show(lives, [name for name in (scenario, versus) if name], spoken)


def _lives(scenarios: list[Scenario], replicate: int, case: int | None, longest: bool) -> list[Life]:
    from sim import life
    from sim.errors import ScenarioError
    from sim.simulate import simulate

    if case is None:
        runs = [simulate(one, replicate) for one in (scenarios[:1] if longest else scenarios)]
        found = life.longest(runs[0]) if longest else life.changed_most(runs[0], runs[1], 1)
        if not found:
            raise ScenarioError("no case was reported" if longest else "no case's time differs between the two")
        case = found[0]
    lives = [life.follow(one, replicate, case) for one in scenarios]
    if len(lives) == 2 and lives[0].draws != lives[1].draws:
        raise ScenarioError("the two scenarios have different people or problems: there is no same case in both")
    return lives


def _show(lives: list[Life], names: list[str], say: Translator) -> None:
    from sim.cli.figures import title
    from sim.cli.screen import line, results
    from sim.life import tell

    console = results()
    for life, name in zip(lives, names, strict=True):
        heading = say("Case {case} of replicate {replicate}, {title} ({name})", case=life.case, replicate=life.replicate, title=title(life.scenario, say), name=name)
        line(console, heading, "bold")
        _table(console, life, tell(life, say), say)
        line(console)
    if len(lives) == 2:
        _difference(console, lives, say)


def _table(console: Console, life: Life, lines: list[Any], say: Translator) -> None:
    from sim.cli.screen import Cell, table

    rows = []
    for one in lines:
        since = "" if math.isnan(one.since_report_h) or one.since_report_h < 0 else say("+{h} h", h=f"{one.since_report_h:.1f}")
        rows.append([Cell(one.when), Cell(since, right=True), Cell(one.text)])
    table(console, rows)


def _difference(console: Console, lives: list[Life], say: Translator) -> None:
    """Where the two lives part, and how long each took."""
    from sim.cli.screen import line
    from sim.life import tell

    one, two = ([(entry.h, entry.text) for entry in tell(life, say)] for life in lives)
    same = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    if same == len(one) == len(two):
        line(console, say("Both lives are the same."))
        return
    line(console, say("The first {n} moments are the same in both: the same problem, person and chances. From there on the organisation decides.", n=same))


def _plain(life: Life, say: Translator) -> dict[str, Any]:
    """Plain values fit for JSON."""
    from sim.life import tell

    def number(value: Any) -> Any:
        return None if isinstance(value, float) and not math.isfinite(value) else value

    return {
        "scenario": {"zh": life.scenario.title.zh, "en": life.scenario.title.en}, "seed": life.scenario.run.seed, "replicate": life.replicate, "case": life.case,
        "moments": [{"h": line.h, "kind": one.kind, "text": line.text, **{name: number(value) for name, value in one.facts.items()}}
                    for one, line in zip(sorted(life.moments, key=lambda one: one.h), tell(life, say), strict=True)],
        "row": {name: number(value) for name, value in life.row.items()},
    }  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("explain", help=HELP, short_help=say("the life of one case, told"))(explain)
