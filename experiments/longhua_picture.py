"""The picture of the README: how fast latent problems are truly resolved, before and after, on Longhua.

    python experiments/longhua_picture.py        writes experiments/longhua.svg and results/longhua/picture.png

The curve is the cumulative incidence (Aalen-Johansen) of true resolution by time since the problem occurred, among all
latent problems, so those never reported count as not resolved. One line per replication, the same ten for both.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

import sim
from sim.metrics.survival import aalen_johansen
from sim.study.run import Result

REPLICATIONS = 10
HORIZON_DAYS = 60
HERE = Path(__file__).parent
OPTIONS = (  # scenario, label, colour, dashes, where the label stands beside day LABEL_DAY
    ("longhua-before", "before", "#8a5a00", (0, (4, 2)), (30, -16)),
    ("longhua", "after", "#00539c", "solid", (-8, 12)),
)
LABEL_DAY = 9.0


def curve(result: Result, days: np.ndarray) -> np.ndarray:
    """Share truly resolved within each of `days`, in per cent."""
    latent = result.issues[result.issues["cohort"] & ~result.issues["fate"].isin(["prevented", "covered"])]
    ended = latent["ended_h"].to_numpy()
    watched = np.where(np.isnan(ended), result.window.end_h, ended) - latent["occur_h"].to_numpy()
    cause = np.where(np.isnan(ended), 0, np.where(latent["fate"] == "resolved", 1, 2))
    incidence = aalen_johansen(watched / 24, cause, 2)
    return np.array([100 * incidence.at(1, day) for day in days])


def draw() -> None:
    """Run, draw, save."""
    days = np.linspace(0, HORIZON_DAYS, 241)
    figure, axes = plt.subplots(figsize=(7.2, 3.8), layout="constrained")
    for name, label, colour, dashes, beside in OPTIONS:
        scenario = sim.load(name)
        curves = [curve(sim.run(scenario, replicate=r), days) for r in range(REPLICATIONS)]
        for one in curves:
            axes.plot(days, one, color=colour, linewidth=0.6, alpha=0.35)
        mean = np.mean(curves, axis=0)
        axes.plot(days, mean, color=colour, linewidth=2, linestyle=dashes)
        at = (LABEL_DAY, np.interp(LABEL_DAY, days, mean))
        axes.annotate(label, at, xytext=beside, textcoords="offset points", color=colour, ha="center")
    axes.set_xlim(0, HORIZON_DAYS)
    axes.set_ylim(0, None)
    axes.set_xlabel("days since the problem occurred")
    axes.set_ylabel("truly resolved, % of all latent problems")
    axes.set_title("Longhua: the same residents with the same problems", loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(HERE / "longhua.svg", metadata={"Date": None})
    picture = HERE.parent / "results" / "longhua"
    picture.mkdir(parents=True, exist_ok=True)
    figure.savefig(picture / "picture.png", dpi=110)


if __name__ == "__main__":
    mpl.rcParams["svg.hashsalt"] = "shequ"
    draw()
