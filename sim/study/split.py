"""How much of a difference is structure, and how much resources.

    total      documented - first      what the package as written does
    structure  equal - first           what it does with the wages and the cash of the first
    resources  documented - equal      what its own wages and cash add to that

Structure comes first, so what structure and resources only bring together counts as resources (Shapley values for more factors:
science 7.5). All three are paired on the same replications, and total = structure + resources in every replication.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.metrics import METRICS
from sim.scenario.resources import in_words, not_equal, resources_of, scaled
from sim.study.compare import Comparison, Difference, judge
from sim.study.interval import Reason
from sim.study.run import Floats, finite

if TYPE_CHECKING:
    import pandas as pd


class Split(NamedTuple):
    """One metric of one option: the whole difference from the first and its two parts."""

    metric: str
    option: int
    structure: Difference
    resources: Difference
    total: Difference


def split(found: Comparison) -> tuple[Split, ...]:
    """Every option after the first, every metric; () where the options did not run at equal resources too."""
    if found.equal is None:
        return ()
    return tuple(
        _split(name, option, found.values[0, :, at], found.equal.values[option, :, at], found.values[option, :, at])
        for option in range(1, len(found.values))
        for at, name in enumerate(found.metric_ids)
    )


def _split(name: str, option: int, first: Floats, equal: Floats, documented: Floats) -> Split:
    return Split(
        name,
        option,
        structure=_judged(name, option, first, equal, first),
        resources=_judged(name, option, equal, documented, first),
        total=_judged(name, option, first, documented, first),
    )


def _judged(name: str, option: int, before: Floats, after: Floats, first: Floats) -> Difference:
    """The difference of two columns; of two that are the same, none."""
    one = judge(METRICS[name], option, before, after, first)
    if np.array_equal(before, after) and np.isfinite(before).all():
        return one._replace(difference=0.0, low=0.0, high=0.0, verdict="no difference", reason=Reason("identical"), p=1.0)
    return one


def split_table(found: Comparison) -> pd.DataFrame:
    """One row per metric and option: structure, resources and total with their paired 95 % intervals."""
    import pandas as pd

    rows = []
    for one in split(found):
        row: dict[str, Any] = {"metric": one.metric, "option": found.plan.options[one.option].id}
        for part in ("structure", "resources", "total"):
            difference: Difference = getattr(one, part)
            row |= {part: difference.difference, f"{part}_low": difference.low, f"{part}_high": difference.high}
        rows.append(row)
    return pd.DataFrame(rows)


def resources_dict(found: Comparison) -> dict[str, Any]:
    """What every option has to work with, what was scaled, and the split, as plain values fit for JSON."""
    equal = found.equal
    mode = "both" if equal else "equal" if any(one.documented for one in found.plan.options) else "documented"
    whole: dict[str, Any] = {"mode": mode, "options": _options_dict(found)}
    if equal is not None:
        whole["equal"] = {
            "options": _options_dict(equal),
            "metrics": equal.metrics_dict(),
        }
        whole["split"] = [
            {"metric": one.metric, "scenario": one.option,
             **{part: _part_dict(getattr(one, part)) for part in ("structure", "resources", "total")}}
            for one in found.split
        ]  # fmt: skip
    return whole


def _options_dict(found: Comparison) -> list[dict[str, Any]]:
    rows = []
    for option in found.plan.options:
        have = resources_of(option.scenario)
        row: dict[str, Any] = {"id": option.id, **have._asdict(), "money": have.money}
        if option.documented is not None:
            changes = scaled(option.documented, option.scenario)
            row["scaled"] = {lang: in_words(changes, lang) for lang in ("zh", "en")}
            told = not_equal(found.plan.options[0].scenario, option.scenario)
            row["not_equal"] = told and {"zh": told.zh, "en": told.en}
        rows.append(row)
    return rows


def _part_dict(one: Difference) -> dict[str, Any]:
    found = {"difference": finite(one.difference), "low": finite(one.low), "high": finite(one.high), "verdict": one.verdict}
    return found if one.reason is None else {**found, "reason": str(one.reason)}


__all__ = ["Split", "resources_dict", "split", "split_table"]
