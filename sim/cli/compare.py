"""`shequ compare`: the same residents with the same problems under two or more organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.cli.report import (
    Forms,
    InLanguages,
    Into,
    Question,
    Quick,
    Style,
    Styled,
    gathered,
    keep_report,
    require_forms,
    tell_paths,
)

if TYPE_CHECKING:
    from rich.console import Console

    from sim.locale import Translator
    from sim.scenario.scenario import Scenario
    from sim.study.compare import Comparison
    from sim.study.plan import Mode, Plan

say = help_language()

HELP = options.teach(
    say(
        "Run scenarios on the same residents, problems and chances, and show what differs from the first. Every difference "
        "has a paired 95 % interval and a word: higher, lower, no difference, or cannot tell."
    ),
    "shequ compare longhua-before longhua",
    "shequ compare street-office my-plan.toml --all --json result.json",
    "shequ compare places/fengxin-town-before places/fengxin-town --resources both",
    "shequ compare street-office street-office+L8 street-office+L8+K5",
    "shequ compare before.toml plan-a.toml plan-b.toml -r 60 --lang zh",
    "shequ compare longhua-before longhua --report results/longhua --in both",
)


Shared = Annotated[
    options.Resources | None,
    typer.Option(
        "--resources",
        help=say(
            "documented: as written; equal: the others get the wages and the cash of the first, so as much money in all; both: both, "
            "and how much of the difference is structure and how much resources. Default: documented; with --report both"
        ),
        show_default=False,
    ),
]


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="FIRST OTHER...", help=say("two or more files or names; the first is the yardstick")),
    ],
    replications: options.Replications = None,
    seed: options.Seed = None,
    resources: Shared = None,
    overrides: options.Overrides = None,
    apply: options.Patches = None,
    everything: options.Everything = False,
    json: options.Json = None,
    report: Into = None,
    forms: Forms = None,
    languages: InLanguages = None,
    style: Styled = Style.plain,
    question: Question = None,
    quick: Quick = False,
    workers: options.Workers = None,
    lang: options.Lang = None,
) -> None:
    """Compare scenarios and show it."""
    if len(scenarios) < 2:
        raise typer.BadParameter(say("a comparison needs at least two scenarios"), param_hint="FIRST OTHER...")
    from sim.cli.files import STDOUT, command_line, require_folder, require_room, write

    spoken = options.speak(lang)
    require_folder(json)
    if report is not None:
        require_room(report)
        require_forms(forms)
    mode: Mode = resources.value if resources is not None else "documented" if report is None else "both"
    plan = _plan(scenarios, overrides or [], apply or [], replications, seed, mode)
    _tell_identical(plan, spoken)
    evidence = None if report is None else gathered(plan, scenarios, overrides or [], question, not quick, workers, spoken)
    found = _carry_out(plan, workers, spoken) if evidence is None else evidence.comparison
    if json is not None:
        write(json, found.to_json(command_line()))
    if json != STDOUT:
        _show(found, scenarios, spoken, everything)
    if evidence is not None and report is not None:
        paths = keep_report(evidence, report, forms, languages, style, spoken)
        if json != STDOUT:
            tell_paths(paths, spoken)


def _plan(
    sources: list[str], overrides: list[str], apply: list[str], replications: int | None, seed: int | None, resources: Mode
) -> Plan:
    """Load every scenario with the same changes. All faults of all files are told before anything is run."""
    from sim.scenario.faults import Fault, FaultyScenario
    from sim.scenario.load import load
    from sim.study.plan import line_up

    loaded, faults = [], list[Fault]()
    for source in sources:
        try:
            loaded.append(load(source, overrides=overrides, apply=apply))
        except FaultyScenario as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if faults:
        raise FaultyScenario(faults)
    return line_up(loaded, replications, seed, names=sources, resources=resources)


def _tell_identical(plan: Plan, spoken: Translator) -> None:
    """Say which options change nothing, before anything is run; and that the first run of a version takes longer."""
    from sim.cli.progress import tell_if_cold
    from sim.cli.screen import line, messages

    for name in plan.identical:
        text = spoken("{other} changes nothing against {first}: nothing differs that could change a number",
                      other=name, first=plan.options[0].id)  # fmt: skip
        line(messages(), text, "yellow")
    tell_if_cold(spoken)


def _carry_out(plan: Plan, workers: int | None, spoken: Translator) -> Comparison:
    from sim.cli.progress import progress
    from sim.study.compare import carry_out

    with progress(spoken, plan.runs) as callback:
        return carry_out(plan, progress=callback, workers=workers)


def _show(found: Comparison, sources: list[str], spoken: Translator, everything: bool) -> None:
    from sim.cli import figures
    from sim.cli.resources import show_resources, show_split
    from sim.cli.screen import line, results

    console, options_ = results(), found.plan.options
    _header(console, found, spoken)
    for at in range(1, len(options_)):
        line(console)
        _differences(console, found, at, spoken, everything)
        if found.equal is not None:
            line(console)
            _differences(console, found.equal, at, spoken, everything)
            line(console)
            show_split(console, found, at, spoken, everything)
    line(console)
    show_resources(console, found, spoken)
    columns = [(one.id, found.funnel_true[at], found.funnel_official[at]) for at, one in enumerate(options_)]
    figures.show_funnel(console, columns, spoken)
    for at, source in enumerate(sources[1:], 1):
        line(console)
        _words(console, found, at, f"shequ diff {sources[0]} {source}", spoken)
    line(console)
    figures.show_weak_pairing(console, found, spoken)
    figures.show_few(console, found.replications, spoken)
    figures.show_checks(console, found.checks, spoken)
    figures.show_sources(console, [(one.id, one.scenario) for one in options_], spoken)
    line(
        console,
        spoken(
            "“no difference”: the interval lies within the smallest difference worth talking about (shequ metrics ID)"
        ),
        "dim",
    )
    if not everything:
        line(console, spoken("all metrics: --all"), "dim")


def _differences(console: Console, found: Comparison, at: int, spoken: Translator, everything: bool) -> None:
    """One option against the first, with a heading where there are several such tables."""
    from sim.cli import figures
    from sim.cli.screen import line

    first, option = found.plan.options[0], found.plan.options[at]
    heading = f"{first.id} → {option.id}"
    if option.documented is not None:
        line(console, spoken("{options}, with the wages and the cash of {first}", options=heading, first=first.id), "bold")
    elif found.equal is not None:
        line(console, spoken("{options}, as written", options=heading), "bold")
    elif len(found.plan.options) > 2:
        line(console, heading, "bold")
    figures.show_differences(console, found, at, spoken, everything)


def _header(console: Console, found: Comparison, spoken: Translator) -> None:
    from sim.cli import figures
    from sim.cli.screen import line
    from sim.study.wording import option_title

    options_ = found.plan.options
    titles = [option_title(one, spoken) for one in options_]
    line(console, " → ".join(titles) if len(titles) == 2 else " | ".join(titles), "bold")
    sizes = [" · ".join(_size(one.scenario, spoken)) for one in options_]
    common = [
        spoken.number("{n} paired replication", "{n} paired replications", found.replications),
        spoken("seed {seed}", seed=found.plan.seed),
    ]
    if len(set(sizes)) == 1:
        common.insert(0, sizes[0])
    else:
        for one, size in zip(options_, sizes, strict=True):
            line(console, f"  {one.id}: {size}", "bold")
    line(console, " · ".join(common), "bold")
    figures.show_cautions(console, found, spoken)
    figures.show_idle(console, [(one.id, one.scenario) for one in options_], spoken)


def _size(scenario: Scenario, spoken: Translator) -> list[str]:
    """How many people, how long."""
    return [
        spoken.number("{n} resident", "{n} residents", scenario.place.residents),
        spoken.number("{n} day", "{n} days", scenario.run.days),
    ]


def _words(console: Console, found: Comparison, at: int, more: str, spoken: Translator) -> None:
    from sim.cli import figures
    from sim.cli.screen import line
    from sim.study.difference import diff

    first, other = found.plan.options[0], found.plan.options[at]
    sentences = diff(first.scenario, other.scenario, spoken.lang)
    heading = spoken("What differs, {first} → {other}", first=first.id, other=other.id)
    line(console, heading if sentences else f"{heading}: {spoken('nothing')}", "bold")
    figures.show_sentences(console, sentences, more, spoken)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("compare", help=HELP, short_help=say("the same people and problems under several organisations"))(
        compare
    )
