"""Made-up evidence for pictures: small, with every verdict in it, the same at each call."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import numpy.typing as npt

import sim
from sim.analysis.shapley import shapley
from sim.metrics import HEADLINES, METRICS
from sim.metrics.portrait import COSTS, EFFORT, GROUP_METRICS, GROUPS, ROLES, SINCE_REPORT_H, Ground, Portrait
from sim.report.evidence import Doubt, Strain, Swing, Why
from sim.scenario.governance import Level, Post
from sim.scenario.scenario import Scenario
from sim.study.compare import Comparison, judge
from sim.study.plan import Option, Plan

LABELS = {
    "en": ("Before", "Unified dispatch and sunk forces", "Half of it, under a longer name than the others have", "Inert", "Fifth"),
    "zh": ("改革前", "统一分拨与力量下沉", "只做一半:名称比别的方案都要长得多的一个方案", "无效改动", "第五个"),
}
BUILDINGS, AREAS, LEVELS, POSTS, DAYS = 40, 6, 2, 2, 60


@cache
def comparison(options: int, replications: int = 12, equal: bool = False) -> Comparison:
    """Options with headline metrics only; together they hold every verdict."""
    scenario = sim.load("three-house-village")
    plan = Plan([Option(f"option-{at}", scenario.model_copy(update={"summary": None}), str(at)) for at in range(options)])
    rng = np.random.default_rng(7)
    level = np.array([0.6, 20.0, 0.55, 0.05, 400.0])
    scale = np.array([0.02, 2.0, 0.02, 0.02, 40.0])  # smallest relevant differences of the first option
    shift = np.array([[0, 0, 0, 0, 0], [3, -4, 0.1, 0.0, 1.5], [-0.2, 1.4, 1.2, 0.4, 0.3], [0, 0, 0, 0, 0], [-5, 8, -3, 2, 1]])
    noise = np.array([0.0, 0.4, 2.4, 0.0, 1.0])
    chance = rng.normal(0, 1, (replications, 5))
    values = [level + scale * (chance + shift[at] + noise[at] * rng.normal(0, 1, (replications, 5))) for at in range(options)]
    true = np.array([[900, 900, 500, 500, 490, 480, 400 + 10 * at, 300 + 10 * at] for at in range(options)], np.float64)
    official = np.array([[np.nan, np.nan, np.nan, 500, np.nan, 300, 480, 400]] * options)
    assert len(HEADLINES) == 5
    found = Comparison(plan, HEADLINES, np.array(values), {}, true, official)
    same = values[:1] + [values[0] + 0.25 * (value - values[0]) for value in values[1:]]
    return replace(found, equal=Comparison(plan, HEADLINES, np.array(same), {}, true, official)) if equal else found


@cache
def portraits(options: int, replications: int = 6) -> tuple[tuple[Portrait, ...], ...]:
    """[option][replicate]"""
    return tuple(tuple(_portrait(np.random.default_rng(100 * run + option), option) for run in range(replications)) for option in range(options))


def _portrait(rng: np.random.Generator, option: int) -> Portrait:
    hours = np.array(SINCE_REPORT_H)
    middle = (60.0, 20.0, 35.0, 58.0, 25.0)[option] * np.exp(rng.normal(0, 0.05))
    reported = rng.poisson(12, BUILDINGS).astype(np.float64)
    waited = reported * rng.gamma(2, middle / 4, BUILDINGS).clip(0, 168)
    week: npt.NDArray[np.float64] = np.zeros((7, 24))
    week[:5, 8:18] = 1.0
    return Portrait(
        contacted=0.97 / (1 + middle / 5 / hours), resolved=(0.9 - 0.02 * option) / (1 + middle / hours), groups=rng.uniform(0.4, 0.8, (len(GROUPS), len(GROUP_METRICS))),
        areas=rng.uniform(0.4, 0.8, (AREAS, len(GROUP_METRICS))), buildings=np.stack([reported, waited, reported, 0.6 * reported], axis=1),
        effort=rng.uniform(0, 100, (len(ROLES), len(EFFORT))), busy=np.array([3.0, 9.0, 1.0, 0.0, 0.0])[:, None, None] * week, reports=0.1 + week + rng.uniform(0, 0.1, (7, 24)),
        costs=rng.uniform(1, 20, len(COSTS)), open=rng.integers(0, 50, DAYS), waits=rng.uniform(10, 1000, (LEVELS, 3)),
        posts=np.stack([np.full(POSTS, 4.0), np.full(POSTS, 8000.0), rng.uniform(1000, 8000, POSTS)], axis=1),
    )  # fmt: skip


@cache
def ground(buildings: int = BUILDINGS) -> Ground:
    """Buildings on a lattice, areas by quarter, two service points."""
    across = int(np.ceil(np.sqrt(buildings)))
    x, y = (place.ravel()[:buildings] * 60.0 for place in np.meshgrid(np.arange(across), np.arange(across)))
    area = (np.arange(buildings) * AREAS // buildings).astype(np.int64)
    rng = np.random.default_rng(3)
    return Ground(area, AREAS, "网格 $x$", "grid $x$", np.arange(buildings), x, y, rng.poisson(70, buildings), np.zeros(buildings, bool), x[:2] + 20, y[-2:])


def strain(options: int = 3, replications: int = 6) -> Strain:
    """A week's shock from day 20 on; the first option peaks highest and recovers last."""
    days = np.arange(DAYS, dtype=np.float64)
    height, fading = np.array([12.0, 7.0, 9.0, 1.0, 0.0])[:options], np.array([8.0, 3.0, 5.0, 2.0, 1.0])[:options]
    excess = [top * np.clip((days - 19) / 7, 0, 1) * np.exp(-np.maximum(days - 26, 0) / fade) for top, fade in zip(height, fading, strict=True)]
    spread = 1 + 0.05 * np.arange(replications)
    sentence = "A storm: three times as many reports for a week"
    return Strain("storm", "暴雨:一周内上报量为平时三倍", sentence, 20, 27, DAYS, np.array(excess), height[:, None] * spread, 2.3 * fading[:, None] * spread)


def doubt() -> Doubt:
    """Three assumptions, the first of which turns the answer round."""
    rows = [("$a", "部门配合概率", "an agency agrees to a request", "probability", 0.2, 0.95, -0.03, 0.09), ("b", "发生率" * 20, "how often " * 12, "1/day", 0.5, 2.0, 0.08, 0.04),
            ("c", "步速", "walking speed", "m/s", 0.9, 1.4, 0.055, 0.058)]  # fmt: skip
    metric = METRICS["resolved_in_deadline"]
    first, chance = np.full(8, 0.6), 0.01 * np.linspace(-1, 1, 8)
    at = [judge(metric, 1, first, first + value + chance) for *_, low, high in rows for value in (low, high)]
    swings = tuple(Swing(*row[:6], at[2 * number], at[2 * number + 1]) for number, row in enumerate(rows))
    return Doubt(metric.id, 1, 8, judge(metric, 1, first, first + 0.057 + chance), swings)


@cache
def why() -> Why:
    """Three practices, the second of which makes things worse."""
    metrics = ("resolved_in_deadline", "response_time_median", "cost_per_resolved")
    rng = np.random.default_rng(5)
    shares = []
    for scale in (0.02, -2.0, 40.0):
        adds = scale * np.array([3.0, -2.0, 0.1])
        whole = [sum(one for at, one in enumerate(adds) if mask >> at & 1) for mask in range(8)]
        shares.append(shapley(np.array(whole)[:, None] + 0.05 * abs(scale) * rng.normal(0, 1, (8, 6)), ["P1", "P2", "P3"]))
    return Why(1, ("P1", "P2", "P3"), ("甲" * 40, "$x$", "丙"), ("first " * 12, "\U0001f9d3 second", "third"), 6, metrics, tuple(shares))


@cache
def large() -> Scenario:
    """Seven levels in a chain with a branch, twelve posts, names of every length."""
    village = sim.load("three-house-village")
    names = [f"level{at}" for at in range(7)]
    parents = ["", *names[:5], names[2]]
    level, post = next(iter(village.levels.values())), next(iter(village.posts.values()))
    levels: dict[str, Level] = {
        name: level.model_copy(update={"zh": "层级名称" * (1 + 3 * at), "en": "A level with a name " * (1 + at), "parent": parents[at], "units": 3 + at}) for at, name in enumerate(names)
    }  # fmt: skip
    posts: dict[str, Post] = {
        f"post{at}": post.model_copy(update={"zh": "岗位$名称$" * (1 + at % 4), "en": ("Post_without_any_space" if at % 3 else "A post ") * (1 + at % 3), "level": names[at % 7], "total": 3})
        for at in range(12)
    }
    channels = {f"c{at}": next(iter(village.channels.values())).model_copy(update={"level": "level3", "desks": at, "zh": "渠道" * 8, "en": "A way " * 6}) for at in range(6)}
    return village.model_copy(update={"levels": levels, "posts": posts, "channels": channels})


__all__ = ["AREAS", "BUILDINGS", "DAYS", "LABELS", "LEVELS", "POSTS", "comparison", "doubt", "ground", "large", "portraits", "strain", "why"]
