"""An outcome's tables for people: pandas, words instead of codes, declared columns only."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.columns import Column, Table
from sim.world.codes import Age, Fate, Role, Stage
from sim.world.issue import Case, Issue, Visit
from sim.world.money import spending
from sim.world.offices import Handler
from sim.world.participation import Helper, Offer

if TYPE_CHECKING:
    import pandas as pd

    from sim.outcome import Outcome

INTERNAL = {"key", "fate", "stage", "channel", "level", "pool", "category", "rank", "ticket", "child", "after", "before",
            "entered_h", "left_h", "handed", "refused", "urge", "prevention"}
"""Columns of the engine's own book-keeping, and codes that a table shows as words."""


RINGING = {"level", "rung", "rung_h", "rings"}
"""Columns of Offer that only the ringing needs."""


def _words(codes: npt.NDArray[Any], words: Sequence[str] | type[IntEnum]) -> pd.Categorical:
    import pandas as pd

    if isinstance(words, type):
        names = [code.name.lower() for code in words]
        values = np.array([code.value for code in words])
        return pd.Categorical.from_codes(np.searchsorted(values, codes), names)
    return pd.Categorical.from_codes(codes, list(words))


def issue_table(outcome: Outcome) -> pd.DataFrame:
    """One row per issue that occurred: its draws, its resident's group, what truly happened. Times in hours; nan = never."""
    import pandas as pd

    world = outcome.world
    issue, case = world.issue, world.case
    person = world.resident[issue["resident"]]
    table = pd.DataFrame({
        "issue": np.arange(len(issue)),
        "cohort": outcome.cohort,
        "category": _words(issue["category"], outcome.category_ids),
        "fate": _words(case["fate"], Fate),
        "channel": _words(case["channel"], outcome.channel_ids),
        "level": _words(case["level"], outcome.level_ids),
        "age": _words(person["age"], Age),
        "newcomer": person["newcomer"].astype(bool),
        "vulnerable": person["vulnerable"].astype(bool),
        **{name: issue[name] for name in Issue.columns if name not in INTERNAL},
        **{name: case[name] for name in Case.columns if name not in INTERNAL},
        **({name: world.offer[name] for name in Offer.columns if name not in RINGING} if len(world.offer) else {}),
    })
    return table[table["fate"] != "unborn"]


def handler_table(outcome: Outcome) -> pd.DataFrame:
    """One row per handler: post (or desk), role, unit, hours by use, services, utilisation."""
    import pandas as pd

    world = outcome.world
    pool = world.pool[world.handler["pool"]]
    names = [*outcome.post_ids, *(f"desk:{channel}" for channel in reversed(outcome.channel_ids))]
    hours = ["duty_h", "overtime_h", "service_h", "travel_h", "chore_h", "away_h", "idle_h"]
    table = pd.DataFrame({
        "handler": np.arange(len(world.handler)),
        "post": [names[post] for post in pool["post"]],
        "role": _words(world.handler["role"], Role),
        "unit": pool["unit"],
        **{name: world.handler[name] for name in [*hours, "services", "cost_per_h"]},
    })
    busy = table["service_h"] + table["travel_h"] + table["chore_h"]
    paid = table["duty_h"] + table["overtime_h"] - table["away_h"]
    if len(world.helper):
        table = table.assign(**{name: world.helper[name] for name in ("active", "asked", "accepted", "absent_h")})
    return table.assign(utilisation=busy / paid.where(paid > 0))


def money_table(outcome: Outcome) -> pd.DataFrame:
    """One row per account: account, in, out, balance (yuan), over the whole run.

    Each fund is an account of its own (in: opening and received; out: works, services, lapsed). Staff, programmes, and
    services without a fund draw on the general budget: what came in is what was needed.
    """
    import pandas as pd

    world = outcome.world
    purse, service, hand = world.purse, world.service, world.handler
    rows: list[tuple[str, float, float]] = []
    for number, name in enumerate(outcome.scenario.funds):
        own = purse[purse["fund"] == number]
        came = float((own["opening"] + own["received"]).sum())
        rows.append((f"fund:{name}", came, float((own["bought"] + own["granted"] + own["lapsed"]).sum())))
    paid_h = hand["duty_h"] - hand["away_h"] + hand["overtime_h"]
    needs = {
        "staff": float((paid_h * hand["cost_per_h"]).sum()),
        "services": float(service["spent"][service["purse"] < 0].sum()),
        "programmes": spending(purse, service, world.programme, outcome.window.end_h, float(world.live[0].opened_h))["programmes"],
    }
    rows += [(name, amount, amount) for name, amount in needs.items()]
    table = pd.DataFrame(rows, columns=["account", "in", "out"])
    return table.assign(balance=table["in"] - table["out"])


def visit_table(outcome: Outcome) -> pd.DataFrame:
    """One row per service given: case, handler, stage, entered, started, finished."""
    import pandas as pd

    visit = outcome.world.visit[: int(outcome.world.live[0].visits)]
    table = pd.DataFrame({name: visit[name] for name in Visit.columns if name != "stage"})
    table.insert(2, "stage", _words(visit["stage"], Stage))
    return table


def dictionary(*tables: type[Table]) -> dict[str, Column]:
    """Meaning and unit of every column of the given tables (by default those of issues, cases, handlers and visits)."""
    return {name: column for table in tables or (Offer, Helper, Issue, Case, Handler, Visit) for name, column in table.columns.items()}
