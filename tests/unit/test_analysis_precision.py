"""Sequential replications: when to look, when to stop, what is said if the cap comes first."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.analysis.fault import AnalysisError
from sim.analysis.precision import next_block
from sim.metrics import Metric
from sim.study.interval import t_quantile


def metric(name: str = "share", relevant: float = 0.02, relative: bool = False, direction: str = "up") -> Metric:
    return Metric(name, "", "", "share", direction, "", "", lambda _: 0.0, relevant, relative)  # type: ignore[arg-type]


def two(n: int, sd: float, shift: float = 0.0) -> np.ndarray:
    """Options 0 and 1 whose difference has mean `shift` and exactly the sample deviation `sd`."""
    luck = np.random.default_rng(n)
    common, gap = luck.normal(0.5, 0.3, n), luck.normal(size=n)
    gap = shift + sd * (gap - gap.mean()) / gap.std(ddof=1)
    return np.array([common, common + gap])


def decide(n: int, sd: float, **more: object):  # type: ignore[no-untyped-def]
    return next_block({"share": two(n, sd)}, [metric()], **more)  # type: ignore[arg-type]


def test_it_stops_at_the_standard_deviation_the_formula_says() -> None:
    # half-width t_{19} sd / sqrt 20 <= .01  <=>  sd <= .01 sqrt 20 / t
    limit = 0.01 * math.sqrt(20) / t_quantile(19)
    assert decide(20, limit * 0.999).stop
    assert decide(20, limit * 0.999).code == "reached"
    assert not decide(20, limit * 1.001).stop


def test_needed_is_the_smallest_number_that_would_do() -> None:
    found = decide(20, 0.05)
    n = found.needed
    assert n is not None
    assert t_quantile(n - 1) * 0.05 / math.sqrt(n) <= 0.01 < t_quantile(n - 2) * 0.05 / math.sqrt(n - 1)
    assert found.add == 10
    assert "about 99 replications would do" in found.reason


@pytest.mark.parametrize(("n", "code", "look"), [(1, "few", 20), (19, "few", 20), (21, "between", 30), (29, "between", 30), (33, "between", 40)])
def test_it_does_not_look_between_the_looks(n: int, code: str, look: int) -> None:
    found = decide(n, 0.0) if n > 1 else next_block({"share": np.zeros((2, 1))}, [metric()])
    assert (found.stop, found.code, n + found.add) == (False, code, look)
    assert found.known == ()


def test_the_cap_ends_it_and_tells_what_would_settle_it() -> None:
    found = decide(40, 0.5, most=40)
    assert (found.stop, found.code, found.add) == (True, "capped", 0)
    assert len(found.wide) == 1
    assert found.needed is not None
    assert found.needed > 9000
    assert decide(35, 0.5, most=35).stop  # the cap is a look, also where no block ends
    assert decide(30, 0.5, most=35).add == 5


def test_every_named_difference_counts_and_the_widest_decides() -> None:
    narrow, wide = two(20, 0.001), two(20, 0.05)
    values = {"a": narrow, "b": np.array([wide[0], wide[0], wide[1]])}
    found = next_block({**values, "a": np.array([narrow[0], narrow[1], narrow[1]])}, [metric("a"), metric("b")])
    assert [(one.metric, one.option, one.reached) for one in found.known] == [("a", 1, True), ("a", 2, True), ("b", 1, True), ("b", 2, False)]
    assert not found.stop
    everyone = next_block(values | {"a": np.array([narrow[0]] * 3)}, [metric("b")], versus="all")
    assert [(one.versus, one.option) for one in everyone.known] == [(0, 1), (0, 2), (1, 2)]


def test_every_point_must_be_known() -> None:
    both = np.array([two(20, 0.001), two(20, 0.05)])
    found = next_block({"share": both}, [metric()])
    assert [(one.point, one.reached) for one in found.known] == [(0, True), (1, False)]


def test_a_relative_metric_is_measured_by_the_mean_of_the_first_option() -> None:
    values = two(20, 0.05) + 100 - two(20, 0.05)[0].mean()
    one = next_block({"cost": values}, [metric("cost", 0.05, relative=True)]).known[0]
    assert one.target == pytest.approx(0.05 * 100 / 2)


def test_what_can_have_no_interval_is_set_aside_and_does_not_run_to_the_cap() -> None:
    undefined = two(20, 0.05)
    undefined[1, 3] = math.nan
    found = next_block({"u": undefined, "share": two(20, 0.001)}, [metric("u"), metric()])
    assert found.stop
    assert found.code == "reached"
    assert [one.aside is not None for one in found.known] == [True, False]
    assert next_block({"u": undefined}, [metric("u")]).code == "aside"
    nothing = next_block({"z": two(20, 0.05) - two(20, 0.05)[0]}, [metric("z", 0.05, relative=True)])
    assert nothing.code == "aside"  # a share of a mean of 0


def test_the_coverage_survives_the_looking() -> None:
    """The final 95 % interval of a sequence that stops by the rule covers the true difference about as often as it says.

    sd .03: about 37 replications are needed, so the rule stops at 20 to 60. 600 sequences: standard error .009.
    """
    luck, covered = np.random.default_rng(5), 0
    for _ in range(600):
        gap = luck.normal(0.1, 0.03, 200)
        n = 20
        while not (found := next_block({"share": np.array([np.zeros(n), gap[:n]])}, [metric()])).stop:
            n += found.add
        mean = gap[:n].mean()
        covered += abs(mean - 0.1) <= found.known[0].half_width
    assert covered / 600 >= 0.95 - 4 * 0.009


def test_counts_that_do_not_fit_are_told() -> None:
    with pytest.raises(AnalysisError, match="same number of replications; they have 20, 30"):
        next_block({"a": two(20, 1), "b": two(30, 1)}, [metric("a"), metric("b")])
    with pytest.raises(AnalysisError, match="there are no values of b"):
        next_block({"a": two(20, 1)}, [metric("b")])
    with pytest.raises(AnalysisError, match="at least 2 options"):
        next_block({"a": np.zeros((1, 20))}, [metric("a")])
    with pytest.raises(AnalysisError, match="a block at least 1"):
        decide(20, 0.1, block=0)


def test_the_table_has_a_row_for_each_difference() -> None:
    table = decide(20, 0.05).table
    assert table.loc[0, "needed"] == 99
    assert list(table["reached"]) == [False]
