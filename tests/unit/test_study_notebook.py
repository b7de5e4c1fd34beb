"""What a notebook shows: well-formed, escaped, in the reader's language."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

import sim
from sim.scenario.scenario import Scenario
from sim.study.compare import Comparison
from sim.study.notebook import html, interval_picture, line_picture

NASTY = "<script>alert('&')</script>"


@pytest.fixture(scope="module")
def village() -> Scenario:
    scenario = sim.load("three-house-village")
    return scenario.model_copy(update={"title": scenario.title.model_copy(update={"en": NASTY, "zh": NASTY})})


@pytest.fixture(scope="module")
def found(village: Scenario) -> Comparison:
    return sim.compare([village, sim.load("three-house-village", overrides=["posts.village_worker.head_count=3"])], 3)


def shown_text(fragment: str) -> str:
    return "".join(ElementTree.fromstring(fragment).itertext())


def test_titles_are_text_and_never_tags(village: Scenario, found: Comparison) -> None:
    for thing in (sim.run(village), sim.replicate(village, 2), found):
        fragment = thing._repr_html_()
        assert "<script" not in fragment
        assert ElementTree.fromstring(fragment).tag == "div"
    assert NASTY in shown_text(html(sim.run(village), "en"))


def test_both_languages(found: Comparison) -> None:
    assert "paired replications" in shown_text(html(found, "en"))
    assert "配对重复" in shown_text(html(found, "zh"))


def test_only_known_things_have_a_picture() -> None:
    with pytest.raises(TypeError, match="no picture for int"):
        html(3)


def test_the_line_stays_inside_its_frame() -> None:
    picture = ElementTree.fromstring(line_picture(np.array([0, 5, 1000, 2]), "open"))
    points = [tuple(map(float, pair.split(","))) for pair in picture.find("polyline").get("points").split()]  # type: ignore[union-attr]
    assert len(points) == 4
    assert all(0 <= x <= 420 and 0 <= y <= 90 for x, y in points)
    assert min(points, key=lambda point: point[1]) == points[2]  # the largest value is highest


def test_a_difference_without_an_interval_leaves_its_row_empty(found: Comparison) -> None:
    known = found.difference("utilisation")
    gone = known._replace(low=float("nan"))
    assert interval_picture([gone], "x").count("<circle") == 0
    assert interval_picture([known, gone], "x").count("<circle") == 1
