"""What organisations have to work with, and how much of a difference is structure and how much resources, on the screen."""

from __future__ import annotations

from rich.console import Console

from sim.cli.figures import groups
from sim.cli.screen import Cell, line, table
from sim.locale import Translator
from sim.locale.numbers import decimals, difference_interval_text, difference_text, unit_of
from sim.metrics import METRICS
from sim.scenario.resources import ROWS, Resources, in_words, not_equal, resources_of, same_money, scaled
from sim.study.compare import Comparison, Difference
from sim.study.plan import Option
from sim.study.split import Split
from sim.study.wording import label


def show_resources(console: Console, found: Comparison, say: Translator) -> None:
    """What each option has to work with, where they differ, and what was scaled to make them equal."""
    columns = [*found.plan.options, *(found.equal.plan.options[1:] if found.equal else ())]
    have = [resources_of(option.scenario) for option in columns]
    if all(_same(one, have[0]) for one in have) and not any(option.documented for option in columns):
        return
    heads = [say("{name}, equal", name=one.id) if one.documented else one.id for one in columns]
    rows = [[Cell(say("resources"), False, "bold"), *(Cell(head, True, "dim") for head in heads)]]
    for name, words in ROWS:
        rows.append([Cell("  " + say(words)), *(Cell(f"{getattr(one, name):,.0f}", True) for one in have)])
    table(console, rows)
    for option in columns:
        if option.documented is not None:
            line(console, f"  {_scaling(option, say)}")
            told = not_equal(columns[0].scenario, option.scenario)
            if told is not None:
                line(console, f"  {option.id}{':' if say.lang == 'zh' else ': '}{getattr(told, say.lang)}", "yellow")
    if not any(option.documented for option in columns):
        text = say("their resources differ; --resources both tells structure from resources")
        line(console, say("Mind: {what}", what=text), "yellow")
    line(console)


def _same(one: Resources, other: Resources) -> bool:
    """Whether two organisations have the same wages and cash, for the same paid hours."""
    return round(one.paid_h - other.paid_h, 6) == 0 and same_money(one, other)


def _scaling(option: Option, say: Translator) -> str:
    """What was scaled: "scaled in longhua: Field worker 12 → 9; ..."."""
    assert option.documented is not None
    changes = in_words(scaled(option.documented, option.scenario), say.lang)
    if not changes:
        return say("{name}: has as much already, nothing was scaled", name=option.id)
    return say("scaled in {name}: {what}", name=option.id, what=(";" if say.lang == "zh" else "; ").join(changes))


def show_split(console: Console, found: Comparison, option: int, say: Translator, everything: bool) -> None:
    """Total = structure + resources, metric by metric, with paired 95 % intervals."""
    parts = {one.metric: one for one in found.split if one.option == option}
    heads = [say("total"), f"= {say('structure')}", f"+ {say('resources')}"]
    rows: list[list[Cell]] = []
    for number, (heading, names) in enumerate(groups(found.metric_ids, everything)):
        if number:
            rows.append([])
        cells = [cell for head in heads for cell in (Cell(head, True, "dim"), Cell(""))]
        rows.append([Cell(say(heading), False, "bold"), *([] if number else cells)])
        rows += [_split_row(parts[name], say) for name in names]
    table(console, rows)
    line(
        console,
        say(
            "structure: with the wages and the cash of the first; resources: what its own add; "
            "what both only bring together counts as resources"
        ),
        "dim",
    )


def _split_row(one: Split, say: Translator) -> list[Cell]:
    metric = METRICS[one.metric]
    unit = unit_of(metric.unit)
    widest = max((part.high - part.low) / 2 for part in (one.total, one.structure, one.resources))
    digits = decimals(unit, widest, one.total.difference)

    def cells(part: Difference) -> list[Cell]:
        return [
            Cell(difference_text(part.difference, unit, digits, say.lang), True),
            Cell(difference_interval_text(part.low, part.high, unit, digits)),
        ]

    return [Cell("  " + label(metric, say)), *cells(one.total), *cells(one.structure), *cells(one.resources)]


__all__ = ["show_resources", "show_split"]
