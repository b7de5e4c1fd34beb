"""Made-up evidence for pictures: small, with every verdict in it, the same at each call."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

import sim
from sim.metrics import HEADLINES
from sim.metrics.portrait import COSTS, EFFORT, GROUP_METRICS, GROUPS, ROLES, SINCE_REPORT_H, Portrait
from sim.study.compare import Comparison
from sim.study.plan import Option, Plan

LABELS = {
    "en": ("Before", "Unified dispatch and sunk forces", "Half of it, under a longer name than the others have", "Inert", "Fifth"),
    "zh": ("改革前", "统一分拨与力量下沉", "只做一半:名称比别的方案都要长得多的一个方案", "无效改动", "第五个"),
}
BUILDINGS, AREAS, LEVELS, POSTS, DAYS = 40, 6, 2, 2, 60


@cache
def comparison(options: int, replications: int = 12) -> Comparison:
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
    return Comparison(plan, HEADLINES, np.array(values), {}, true, official)


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


__all__ = ["AREAS", "BUILDINGS", "DAYS", "LABELS", "LEVELS", "POSTS", "comparison", "portraits"]
