"""The compiled kernels and the same text run by plain Python give the same community, ties and issues."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

BUILD = """
import sys
import numpy as np
from sim.community import build_community, ties
from sim.demand import draw_issues
from sim.scenario.governance import Channel, Level, Post
from sim.scenario.place import Category, Demand, Place, Surge
from sim.scenario.quantity import Title
from sim.scenario.scenario import Run, Scenario

name = Title(zh="试", en="test")
s = Scenario(
    title=name, place=Place(residents=300, entrances=12, buildings=6, yards=3, communities=2), run=Run(days=60),
    demand=Demand(issues_per_resident_year=2.0, hour_profile=[1.0] * 8 + [3.0] * 16, place_variance=0.5,
                  surges={"storm": Surge(start_day=20.3, days=2, factor=4, categories=["noise"])}),
    categories={"care": Category(zh="照护", en="care", elder_factor=3, notice=4, agencies=[1, 2]),
                "noise": Category(zh="噪声", en="noise", work_law="exponential")},
    channels={"hall": Channel(zh="大厅", en="hall")}, levels={"street": Level(zh="街道", en="street")},
    posts={"clerk": Post(zh="社工", en="clerk", level="street")},
)
community = build_community(s.place, s.residents, 9)
tie = ties(community, s.place, 9)
np.savez(sys.argv[1], resident=np.asarray(community.resident), entrance=np.asarray(community.entrance),
         offset=tie.offset, neighbour=tie.neighbour, issue=np.asarray(draw_issues(s, community, 3)))
"""


def build(path: Path, **environment: str) -> dict[str, np.ndarray]:
    """Tables built by a fresh interpreter; any warning is an error there."""
    root = Path(__file__).parents[2]
    variables = {**os.environ, "PYTHONPATH": str(root), **environment}
    subprocess.run([sys.executable, "-W", "error::RuntimeWarning", "-c", BUILD, str(path)], check=True, env=variables)
    return dict(np.load(path))


def test_compiled_and_plain_python_agree(tmp_path: Path) -> None:
    """Whole numbers and keys bit for bit; real ones to the last bits, where the two use different logarithms."""
    compiled = build(tmp_path / "compiled.npz", NUMBA_DISABLE_JIT="0")
    plain = build(tmp_path / "plain.npz", NUMBA_DISABLE_JIT="1")
    assert len(compiled["issue"]) > 100 and len(compiled["neighbour"]) > 1000
    for name, table in compiled.items():
        for column in table.dtype.names or [None]:
            one, other = (table, plain[name]) if column is None else (table[column], plain[name][column])
            if one.dtype.kind == "f":
                assert np.allclose(one, other, rtol=1e-12, atol=0), (name, column)
            else:
                assert np.array_equal(one, other), (name, column)
