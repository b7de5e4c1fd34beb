"""`shequ metrics`: what is measured, and what each name means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from sim.cli import options
from sim.cli.language import help_language
from sim.locale import mark

if TYPE_CHECKING:
    from sim.locale import Translator
    from sim.metrics import Metric

say = help_language()

HELP = options.teach(
    say("List what is measured; with ids, define it."), "shequ metrics resolved_in_deadline official_closure_rate"
)

BETTER = {"up": mark("more is better"), "down": mark("less is better"), "none": mark("neither is better")}


def metrics(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help=say("ids of metrics"))] = None,
    json: options.Json = None,
    lang: options.Lang = None,
) -> None:
    """Show the catalogue."""
    from sim.cli.files import STDOUT, write_json
    from sim.metrics.catalogue import METRICS

    spoken = options.speak(lang)
    chosen = [METRICS[name] for name in ids if name in METRICS] if ids else list(METRICS.values())
    unknown = [name for name in ids or () if name not in METRICS]
    if unknown and (json is not None or not chosen):
        _refuse(unknown, spoken)
    if json is not None:
        write_json(json, [_plain(metric) for metric in chosen])
        if json == STDOUT:
            return
    if ids:
        _define(chosen, spoken)
    else:
        _list(chosen, spoken)
    if unknown:
        _refuse(unknown, spoken)


def _refuse(unknown: list[str], spoken: Translator) -> NoReturn:
    """Tell every id that does not exist with the nearest that does, and end with exit code 2."""
    from sim.cli.screen import line, messages
    from sim.errors import nearest
    from sim.metrics.catalogue import METRICS

    for name in unknown:
        near = nearest(name, list(METRICS))
        hint = " " + spoken("(did you mean {near}?)", near=near[0]) if near else ""
        line(messages(), spoken("no metric is called {word}", word=name) + hint)
    line(messages(), spoken("all ids: shequ metrics"))
    raise typer.Exit(2)


def _plain(metric: Metric) -> dict[str, object]:
    return {
        "id": metric.id, "title": {"zh": metric.zh, "en": metric.en}, "unit": metric.unit, "direction": metric.direction,
        "definition": {"zh": metric.definition_zh, "en": metric.definition_en},
        "relevant": metric.relevant, "relative": metric.relative, "headline": metric.headline,
    }  # fmt: skip


def _list(chosen: list[Metric], spoken: Translator) -> None:
    from sim.cli.screen import Cell, results, table
    from sim.locale.numbers import unit_name
    from sim.study.wording import metric_name

    table(
        results(),
        [
            [
                Cell(metric.id, False, "bold" if metric.headline else ""),
                Cell(metric_name(metric, spoken)),
                Cell(unit_name(metric.unit, spoken.lang), False, "dim"),
                Cell(spoken("headline") if metric.headline else "", False, "dim"),
            ]
            for metric in chosen
        ],
        indent="",
    )


def _define(chosen: list[Metric], spoken: Translator) -> None:
    from sim.cli.screen import line, results
    from sim.locale.numbers import unit_name

    console = results()
    for metric in chosen:
        zh = spoken.lang == "zh"
        line(console, f"{metric.id}  {metric.zh if zh else metric.en} ({unit_name(metric.unit, spoken.lang)})", "bold")
        line(console, "  " + (metric.definition_zh if zh else metric.definition_en))
        line(console, "  " + spoken(BETTER[metric.direction]))
        line(console, "  " + _smallest(metric, spoken))


def _smallest(metric: Metric, spoken: Translator) -> str:
    """The minimum relevant difference in words."""
    if metric.relative:
        words = spoken("{percent} % of the first scenario's value", percent=f"{metric.relevant * 100:g}")
    elif metric.unit in ("share", "difference of shares"):
        words = spoken("{points} points", points=f"{metric.relevant * 100:g}")
    else:
        words = f"{metric.relevant:g}"
    return spoken("smallest difference worth talking about: {words}", words=words)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("metrics", help=HELP, short_help=say("what is measured, and how it is defined"))(metrics)
