"""What the classroom's picture costs beside the runs it shows: two communities of 24,000, told every hour.

    python -m experiments.benchmarks.classroom

One side lets both worlds of Longhua pass 120 days, the other tells every hour of them as messages. Below: how many days of both worlds are told in a
second of one processor, and what a recording and a lesson file weigh.
"""

from __future__ import annotations

import gzip
import math

from experiments.benchmarks import timing
from experiments.benchmarks.timing import Laps, Table, median, ratio, spread
from sim.classroom.page import page
from sim.classroom.pair import DAY_H, Pair
from sim.engine import advance
from sim.scenario.load import load
from sim.simulate import assemble, start, window

NAMES = ("longhua-before", "longhua")
DAYS = 120
ROUNDS = 5


def run_only(laps: Laps) -> None:
    """Both worlds as far, looked at by nobody."""
    for name in NAMES:
        scenario = load(name)
        world = start(assemble(scenario))
        world = advance(world, math.nextafter(window(scenario).warm_h, -math.inf))
        laps("ready")
        advance(world, math.nextafter(window(scenario).warm_h + DAYS * DAY_H, -math.inf))
        laps("days")


def told(laps: Laps) -> list[bytes]:
    """The recording."""
    pair = Pair((load(NAMES[0]), load(NAMES[1])), names=NAMES, days=DAYS)
    messages = pair.opening()
    laps("ready")
    messages += pair.advance(pair.end_h)
    laps("days")
    return messages


def speed() -> Table:
    """Telling beside running."""
    table = Table(f"Two communities of 24,000 for {DAYS} days, processor time", ("what", "ratio or number", "over rounds"))
    times = timing.by_turns({"run": run_only, "told": told}, ROUNDS)
    days = times["told"]["days"]
    table.add("telling every hour / running without a look", ratio(days, times["run"]["days"]), spread(days, times["run"]["days"]))
    table.add("days of both worlds told in a second of one processor", DAYS / median(days), "")
    table.add("before the first frame, s", median(times["told"]["ready"]), "")
    return table


def weight() -> Table:
    """Bytes of the recording and of the page."""
    table = Table(f"What {DAYS} days weigh", ("what", "kB"))
    messages = told(Laps(timing.processor_time))
    whole = b"".join(messages)
    table.add("recording", len(whole) / 1e3)
    table.add("the same, gzip", len(gzip.compress(whole, mtime=0)) / 1e3)
    table.add("of it the place", len(gzip.compress(messages[0], mtime=0)) / 1e3)
    table.add("one day of one world, live", len(messages[-1]) / 1e3)
    table.add("the page, replay", len(page(messages, lang="zh").encode()) / 1e3)
    table.add("the page, live", len(page(None, lang="zh", feed="live").encode()) / 1e3)
    return table


if __name__ == "__main__":
    timing.report("classroom", [speed(), weight()])
