"""Presets and packages: practices of the library together on a base."""

from __future__ import annotations

import tomllib

import pytest

from sim.scenario import shipped
from sim.scenario.library import library, spelled_out
from sim.scenario.load import load
from sim.scenario.resources import TOLERANCE, not_equal, resources_of
from sim.simulate import simulate
from sim.study.compare import compare

SHORT = ["run.days=10", "run.warm_up_days=4", "run.follow_up_days=4", "run.replications=2"]
TOGETHER = [name for name in shipped.names() if name.startswith(("presets/", "packages/"))]
SOURCES = {"packages/hanyang": "HY", "packages/fengxin": "FX", "packages/kangle": "KL", "packages/longhua": "LH", "packages/zhejiang": "ZJ"}


@pytest.mark.parametrize("name", TOGETHER)
def test_it_runs_and_differs_from_its_base(name: str) -> None:
    full, bare = load(name, overrides=SHORT), load(name, overrides=[*SHORT, "practices=[]"])
    found = compare([bare, full], resources="both")
    assert bool(found.plan.identical) == (name == "presets/g0-street-office")
    assert simulate(full, 0).checks["issues"] > 0
    assert found.equal is not None
    one, equal = (option.scenario for option in found.equal.plan.options)
    assert resources_of(equal).money == pytest.approx(resources_of(one).money, rel=TOLERANCE)
    assert not_equal(one, equal) is None


@pytest.mark.parametrize(("name", "source"), SOURCES.items())
def test_a_package_has_every_practice_of_its_source(name: str, source: str) -> None:
    written = tomllib.loads(shipped.names()[name].read_text(encoding="utf-8"))["practices"]
    single = [one.id for one in library().values() if one.source == source and not one.practice.parts]
    assert sorted(set(spelled_out(written)) & set(single)) == sorted(single)


def test_the_presets_are_those_of_the_specification() -> None:
    found = {name.split("/")[1].split("-")[0] for name in TOGETHER if name.startswith("presets/")}
    assert found == {f"g{n}" for n in range(12)}
