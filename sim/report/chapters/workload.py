"""What it asks of those who do the work: grid workers, members, volunteers, staff; hours, overtime, the week."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.clock import HOURS_PER_WEEK
from sim.locale import mark
from sim.metrics.portrait import EFFORT, ROLES
from sim.report.chapters.metric_table import metric_table
from sim.report.document import Block, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.telling import Telling, interval_cell
from sim.scenario.scenario import Scenario
from sim.study.interval import estimate

Floats = npt.NDArray[np.float64]

NAMES = {
    "staff": mark("staff"), "grid_worker": mark("grid workers"), "party_member": mark("party members"), "volunteer": mark("volunteers"),
    "partner": mark("partner organisations"),
}  # fmt: skip

METRICS_SHOWN = (
    "utilisation", "utilisation_grid_worker", "overtime_hours", "chore_share", "open_peak", "volunteer_hours", "volunteer_gini", "volunteer_taken_share",
    "volunteer_active_share",
)  # fmt: skip


def workload(tell: Telling) -> Section:
    """Role by role, then the metrics with their differences, then the week."""
    say = tell.say
    blocks: list[Block] = []
    if any(tell.evidence.portraits):
        blocks.append(_roles(tell))
    names = [name for name in METRICS_SHOWN if name in tell.found.metric_ids]
    blocks.append(metric_table(tell, "workload", say("Workload: differences"), names, say("Rows that have nothing to count under any option are left out.")))
    if any(tell.evidence.portraits):
        blocks += [Paragraph(say("Hours of cases and the way to them, by hour of the week, all who work on cases together.")), _week(tell)]
    return Section("workload", say("Workload of those who do the work"), tuple(blocks))


def _roles(tell: Telling) -> Table:
    say = tell.say
    head = (
        Head(say("who")), Head(say("option")), Head(say("people"), say("people of the role who are assigned or may be asked"), "people", right=True),
        Head(say("on duty, h a week"), say("hours on duty per person and week, own affairs not counted, with 95 % interval; none for people on call"), "h", PARTS, right=True),
        Head(say("on cases, h a week"), say("hours of cases and the way to them, per person and week, with 95 % interval"), "h", PARTS, right=True),
        Head(say("busy"), say("share of duty hours that is not idle, with 95 % interval"), "share", PARTS, right=True),
        Head(say("overtime, h a week"), say("overtime per person and week, with 95 % interval"), "h", PARTS, right=True),
        Head(say("chores"), say("share of working time taken by administration and patrols"), "share", PARTS, right=True),
        Head(say("cases a week"), say("services given per person and week"), "services", PARTS, right=True),
    )  # fmt: skip
    rows = []
    for at, role in enumerate(ROLES):
        for option in tell.options:
            row = _role(tell, option, at)
            if row is not None:
                rows.append((Cell(say(NAMES[role]), (role,)), Cell(tell.letters[option]), *row))
    return Table("roles", say("Who does how much"), head, tuple(rows), say("Over the whole run, warm-up and follow-up included."))


PARTS = ("mean", "low", "high")


def _role(tell: Telling, option: int, role: int) -> tuple[Cell, ...] | None:
    """People, hours, busy share, overtime, chores, services; None where nobody has the role."""
    effort = {name: np.array([one.effort[role, at] for one in tell.evidence.portraits[option]]) for at, name in enumerate(EFFORT)}
    people = float(effort["people"].mean())
    if people == 0:
        return None
    person_weeks = effort["people"] * weeks(tell.scenario(option))
    worked = effort["duty_h"] + effort["overtime_h"]
    return (
        Cell(f"{people:,.0f}", (people,)),
        interval_cell(estimate(np.where(effort["duty_h"] > 0, effort["duty_h"] / person_weeks, np.nan)), one_digit),
        interval_cell(estimate((effort["service_h"] + effort["travel_h"]) / person_weeks), two_digits),
        interval_cell(estimate(shares(effort["duty_h"] - effort["idle_h"], effort["duty_h"])), percent),
        interval_cell(estimate(effort["overtime_h"] / person_weeks), two_digits),
        interval_cell(estimate(shares(effort["chore_h"], worked)), percent),
        interval_cell(estimate(effort["services"] / person_weeks), one_digit),
    )


def weeks(scenario: Scenario) -> float:
    """Length of a run in weeks."""
    run = scenario.run
    return 24.0 * (run.warm_up_days + run.days + run.follow_up_days) / HOURS_PER_WEEK


def shares(part: Floats, whole: Floats) -> Floats:
    """part / whole, nan where the whole is zero."""
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0))


def one_digit(value: float) -> str:
    """3.1; – where there is none."""
    return "–" if np.isnan(value) else f"{value:,.1f}"


def two_digits(value: float) -> str:
    """0.31; – where there is none."""
    return "–" if np.isnan(value) else f"{value:,.2f}"


def percent(value: float) -> str:
    """31.4 %; – where there is none."""
    return "–" if np.isnan(value) else f"{100 * value:.1f} %"


def _week(tell: Telling) -> Picture:
    from sim.report.drawn.week import draw_week

    say = tell.say
    alt = say("For each option a grid of seven days and 24 hours, darker where more hours are worked; a line shows when problems are reported.")
    return Picture("week", say("Workload by hour and weekday"), alt, draw_week(tell.evidence.portraits, tell.labels, say))


__all__ = ["one_digit", "percent", "shares", "two_digits", "weeks", "workload"]
