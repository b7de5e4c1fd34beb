"""Pictures of the report: marks where the numbers say, both languages, hostile names, numbers that are none, the same bytes twice."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.locale import Translator, translator
from sim.metrics import HEADLINES, METRICS
from sim.pictures import Drawn, drawing
from sim.report.drawn import headlines, paired, resolved, sheet
from sim.study.compare import Comparison

sys.path.insert(0, str(Path(__file__).parent))
from report_pictures import LABELS, comparison, portraits

EN, ZH = translator("en"), translator("zh")
HOSTILE = ("$x^2$ and \\frac{1}{2} $", "\U0001f600 <b>&amp;</b> \"quotes\"", "名称很长" * 20, "שלום مرحبا \u202e reversed", "a" * 80, "")

Make = Callable[[Sequence[str], Translator], Figure]

PICTURES: dict[str, Make] = {
    "resolved": lambda labels, say: resolved.resolved_figure(portraits(3), labels, say),
    "paired": lambda labels, say: paired.paired_figure(comparison(3), "cost_per_resolved", labels, say),
    "headlines": lambda labels, say: headlines.headlines_figure(comparison(3), labels, say),
}


def line(figure: Figure, name: str) -> Line2D:
    """The line of that name, in whichever plot."""
    found = [one for plot in figure.axes for one in plot.lines if one.get_label() == name]
    assert len(found) == 1, name
    return found[0]


def words(figure: Figure) -> list[str]:
    """Every text of a picture."""
    return [one.get_text() for one in (*figure.texts, *(text for plot in figure.axes for text in plot.texts))]


def drawn(figure: Figure) -> Drawn:
    """The picture, with all its signs; no letters run over the edge of the sheet."""
    found = Drawn(figure)
    shown = [*figure.texts]
    for plot in figure.axes:
        ticks = [tick.label1 for axis in (plot.xaxis, plot.yaxis) for tick in axis.get_major_ticks() if min(ends := axis.get_view_interval()) <= tick.get_loc() <= max(ends)]
        shown += [*plot.texts, plot.xaxis.label, plot.yaxis.label, plot.title, *ticks]
    for text in shown:
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= figure.bbox.width + 1 and box.y1 <= figure.bbox.height + 1, text.get_text()
    return found


@pytest.mark.parametrize("name", PICTURES)
def test_both_languages_have_every_sign_and_stay_on_the_sheet(name: str) -> None:
    with drawing():
        for say in (EN, ZH):
            figure = PICTURES[name](LABELS[say.lang][:3], say)
            found = drawn(figure)
            assert found.inches[0] == sheet.WIDTH and len(found.svg.encode()) < 150_000
            assert bool(re.search("[\u4e00-\u9fff]", "".join(words(figure)))) == (say.lang == "zh")


@pytest.mark.parametrize("name", PICTURES)
def test_hostile_names_do_no_harm_and_the_same_picture_gives_the_same_bytes(name: str) -> None:
    with drawing():
        twice = [Drawn(PICTURES[name](HOSTILE[:3], EN)).svg for _ in range(2)]
        assert twice[0] == twice[1]
        figure = PICTURES[name](HOSTILE[3:], ZH)
        drawn(figure)


# the sheet


def test_words_are_broken_where_they_may_be_and_cut_where_they_must() -> None:
    with drawing():
        for text in ("one two three four five six seven", "居民与问题都相同的一对运行", *HOSTILE):
            for inches in (0.4, 1.0, 3.0):
                for most in (1, 2, 3):
                    found = sheet.named(text, inches, 8.0, most)
                    assert sheet.lines(found) <= most
                    assert sheet.breadth(found, 8.0) <= inches + 0.12  # at least one sign stands on a line
        assert sheet.fitted("one two three", 9.0) == "one two three"
        assert sheet.fitted("aaaa bbbb", sheet.breadth("aaaa b"), most=2) == "aaaa\nbbbb"
        assert sheet.fitted("说不清", sheet.breadth("说不"), most=1) == "说…"
        assert "," not in {row[0] for row in sheet.fitted("甲乙丙,丁戊己庚辛", sheet.breadth("甲乙丙"), most=5).split("\n")}


def test_measured_width_is_the_drawn_width() -> None:
    with drawing():
        for text in ("Unified dispatch, 12.5 %", "统一分拨 12.5 %", "\\$5"):
            figure = sheet.sheet(1.0)
            figure.set_dpi(720)  # letters are whole pixels wide
            shown = figure.text(0, 0, text, fontsize=8)
            assert shown.get_window_extent().width / figure.dpi == pytest.approx(sheet.breadth(text, 8.0), abs=0.03)


def test_labels_stand_apart_as_near_as_they_can() -> None:
    assert sheet.apart([1.0, 5.0], [1, 1], 0, 10) == [1.0, 5.0]
    assert sheet.apart([2.0, 2.0], [1, 1], 0, 10) == [1.5, 2.5]
    assert sheet.apart([3.0, 2.9, 2.8], [1, 1, 1], 0, 10) == pytest.approx([3.9, 2.9, 1.9])
    assert sheet.apart([0.0, 0.0], [1, 2], 0, 10) == [0.5, 2.0]
    assert sheet.apart([10.0, 10.0], [1, 1], 0, 10) == [8.5, 9.5]
    rng = np.random.default_rng(1)
    for _ in range(20):
        places, heights = rng.uniform(0, 5, 6), rng.uniform(0.1, 0.5, 6)
        order = np.argsort(sheet.apart(places, heights, -1, 9))
        found = np.array(sheet.apart(places, heights, -1, 9))
        assert all(found[b] - found[a] >= (heights[a] + heights[b]) / 2 - 1e-9 for a, b in pairwise(order))


def test_letters_in_the_colours_of_the_options_can_be_read() -> None:
    for option in range(6):
        assert 1.05 / (sheet._luminance([int(sheet.ink(sheet.look(option).colour)[at : at + 2], 16) / 255 for at in (1, 3, 5)]) + 0.05) >= 4.5


# how soon


def test_curves_are_the_means_and_end_where_it_is_written() -> None:
    with drawing():
        found = portraits(2)
        figure = resolved.resolved_figure(found, ["a", "b"], EN)
    for option, runs in enumerate(found):
        mean = 100 * np.mean([one.resolved for one in runs], axis=0)
        assert np.asarray(line(figure, f"resolved {option}").get_ydata()) == pytest.approx(mean)
        assert f"{mean[-1]:.1f} %" in words(figure)
    assert figure.axes[0].get_ylim() == (0, 100) and figure.axes[0].get_xscale() == "log"


def test_curves_without_a_number_are_left_out() -> None:
    with drawing():
        runs = portraits(2)
        nothing = [one._replace(resolved=np.full(80, np.nan), contacted=np.zeros(80)) for one in runs[1]]
        figure = resolved.resolved_figure([runs[0], nothing, []], ["a", "b", "c"], EN)
        drawn(figure)
        assert words(figure).count("–") == 3  # resolved of b, both of c


# how much


def test_dots_mean_interval_and_band_of_a_paired_difference() -> None:
    found = comparison(3)
    with drawing():
        figure = paired.paired_figure(found, "resolved_in_deadline", ["a", "b", "c"], EN)
    at = found.metric_ids.index("resolved_in_deadline")
    for option in (1, 2):
        one = found.difference("resolved_in_deadline", option)
        assert np.asarray(line(figure, f"dots {option}").get_xdata()) == pytest.approx(100 * (found.values[option, :, at] - found.values[0, :, at]))
        assert np.asarray(line(figure, f"mean {option}").get_xdata()) == pytest.approx([100 * one.difference])
        assert np.asarray(line(figure, f"interval {option}").get_xdata()) == pytest.approx([100 * one.low, 100 * one.high])
        assert [one.verdict in text for text in words(figure)].count(True) >= 1
    (band,) = [one for one in figure.axes[0].collections if one.get_label() == "band 1"]
    assert band.get_paths()[0].get_extents().intervalx == pytest.approx([-2, 2])


def test_headline_marks_stand_at_relevant_differences_and_their_shape_is_the_verdict() -> None:
    found = comparison(3)
    with drawing():
        figure = headlines.headlines_figure(found, ["a", "b", "c"], EN)
    seen = set()
    for one in found.differences:
        if one.metric in HEADLINES:
            mark = line(figure, f"mean {one.metric} {one.option}")
            assert mark.get_marker() == headlines.SHAPES[one.verdict]
            assert np.asarray(mark.get_xdata()) == pytest.approx([one.difference / one.relevant])
            seen.add(one.verdict)
    assert seen == {"higher", "lower", "no difference", "cannot tell"}


@pytest.mark.parametrize("fault", ["nan", "inf", "zero", "one run", "far"])
def test_numbers_that_are_none_are_said_and_harm_nothing(fault: str) -> None:
    whole = comparison(5)
    values = whole.values.copy()
    match fault:
        case "nan":
            values[2, 1] = np.nan
        case "inf":
            values[:, 0] = np.inf
        case "zero":
            values[:] = 0.0
        case "one run":
            values = values[:, :1]
        case "far":
            values[1:] *= 1000.0
    found = Comparison(whole.plan, whole.metric_ids, values, {}, whole.funnel_true, whole.funnel_official)
    with drawing():
        for figure in (headlines.headlines_figure(found, LABELS["en"], EN), paired.paired_figure(found, "gap_vulnerable", LABELS["zh"], ZH)):
            drawn(figure)


def plots(figure: Figure) -> list[Axes]:
    """The plots of a picture."""
    return list(figure.axes)


assert set(HEADLINES) <= set(METRICS)
