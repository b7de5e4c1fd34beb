"""Pictures of the report: marks where the numbers say, both languages, hostile names, numbers that are none, the same bytes twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

import sim
from sim.locale import Lang, Translator, translator
from sim.metrics import HEADLINES, METRICS
from sim.pictures import Drawn, drawing
from sim.report.drawn import (
    chart,
    front,
    funnel,
    headlines,
    paired,
    resolved,
    rungs,
    shares,
    sheet,
    split,
    tornado,
    week,
)
from sim.report.drawn import ground as place
from sim.report.drawn import strain as stress
from sim.report.drawn.spans import span
from sim.scenario.scenario import Scenario
from sim.study.compare import Comparison
from tests.unit.report_pictures import BUILDINGS, LABELS, comparison, doubt, ground, large, portraits, strain, why

EN, ZH = translator("en"), translator("zh")
HOSTILE = ("$x^2$ and \\frac{1}{2} $", "\U0001f9d3 <b>&amp;</b> \"quotes\"", "名称很长" * 20, "שלום مرحبا \u202e reversed", "a" * 80, "")

Make = Callable[[Sequence[str], Translator], Figure]

PICTURES: dict[str, Make] = {
    "resolved": lambda labels, say: resolved.resolved_figure(portraits(3), labels, say),
    "paired": lambda labels, say: paired.paired_figure(comparison(3), "cost_per_resolved", labels, say),
    "headlines": lambda labels, say: headlines.headlines_figure(comparison(3), labels, say),
    "organisation": lambda labels, say: chart.organisation_figure([village()], portraits(1), labels[:1], say),
    "organisations": lambda labels, say: chart.organisation_figure([village(), large()], [portraits(1)[0], []], labels[:2], say),
    "map": lambda labels, say: place.map_figure(ground(), portraits(3), labels, say),
    "week": lambda labels, say: week.week_figure(portraits(3), labels, say),
    "strain": lambda labels, say: stress.strain_figure(strain(), labels, say),
    "doubt": lambda labels, say: tornado.doubt_figure(doubt(), say),
    "pareto": lambda labels, say: front.pareto_figure(comparison(3), labels, say),
    "split": lambda labels, say: split.split_figure(comparison(3, equal=True), labels, say),
    "why": lambda labels, say: shares.why_figure(why(), comparison(3), say),
    "funnel": lambda labels, say: funnel.funnel_figure(comparison(3), labels, say),
}


@cache
def village() -> Scenario:
    return sim.load("three-house-village")


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


BOTH = [(name, lang) for name in PICTURES for lang in ("en", "zh")]
SHORT = {(name, "zh" if at % 2 else "en") for at, name in enumerate(PICTURES)}
"""Each picture in one language; in the other where there is more time. That Chinese has its signs is tested for the whole font elsewhere."""


@pytest.mark.parametrize(("name", "lang"), [pytest.param(*one, marks=() if one in SHORT else pytest.mark.long) for one in BOTH])
def test_every_sign_is_there_and_hostile_names_do_no_harm(name: str, lang: Lang) -> None:
    with drawing():
        figure = PICTURES[name](HOSTILE[:3] if lang == "en" else HOSTILE[3:], translator(lang))
        found = drawn(figure)
    assert found.inches[0] == sheet.WIDTH and len(found.svg.encode()) < 150_000
    assert "\U0001f9d3" not in "".join(words(figure))


@pytest.mark.parametrize("name", PICTURES)
def test_the_words_are_those_of_the_language(name: str) -> None:
    with drawing():
        own = words(PICTURES[name](("a", "b", "c"), EN))
        if name != "organisations":  # names with Chinese only in the data
            assert not re.search("[\u4e00-\u9fff]", "".join(own))
        other = words(PICTURES[name](("a", "b", "c"), ZH))
        assert [text for text in other if text in own and re.search("[a-z]{4}", text)] == []


@pytest.mark.parametrize("name", ["map", "resolved"])  # whole reports are compared byte by byte in tests/end_to_end
def test_the_same_picture_gives_the_same_bytes(name: str) -> None:
    with drawing():
        first, second = (Drawn(PICTURES[name](LABELS["zh"][:3], ZH)) for _ in range(2))
        assert first.svg == second.svg
    assert first.png == second.png


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
    whole = comparison(3)
    values = whole.values.copy()
    match fault:
        case "nan":
            values[1, 1] = np.nan
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
        for figure in (headlines.headlines_figure(found, LABELS["en"], EN), paired.paired_figure(found, "satisfied_share", LABELS["zh"], ZH)):
            drawn(figure)


# who answers


def test_levels_stand_below_those_they_refer_to_and_boxes_do_not_overlap() -> None:
    found = rungs.rungs(large(), [], "en")
    assert all(one.parent < at for at, one in enumerate(found)) and sum(one.parent == -1 for one in found) == 1
    assert [one.id for one in found] == ["level0", "level1", "level2", "level6", "level3", "level4", "level5"]
    with drawing():
        figure = chart.organisation_figure([large()], [[]], [""], EN)
        drawn(figure)
    plot = figure.axes[0]
    boxes = {one.get_label(): one.get_extents() for one in plot.patches}
    levels = sorted((box.y0, box.y1) for name, box in boxes.items() if str(name).startswith("level"))
    assert len(levels) == 7 and all(upper[1] < lower[0] for upper, lower in pairwise(levels))
    assert len([one for one in plot.lines if str(one.get_label()).startswith("refers")]) == 6
    for text in plot.texts:  # words stay within the box they begin in
        start = text.get_window_extent()
        for name, box in boxes.items():
            if str(name).startswith(("post", "wait")) and box.x0 <= start.x0 + 1 <= box.x1 and box.y0 <= (start.y0 + start.y1) / 2 <= box.y1:
                assert start.x1 <= box.x1 + 1 and start.y0 >= box.y0 - 2 and start.y1 <= box.y1 + 2, text.get_text()


def test_load_is_colour_and_number() -> None:
    runs = portraits(1)[0]
    with drawing():
        figure = chart.organisation_figure([village()], [runs], ["x"], EN)
    found = rungs.rungs(village(), runs, "en")
    for at, name in enumerate(village().levels):
        (rung,) = [one for one in found if one.id == name]
        assert rung.wait_h == pytest.approx(sum(one.waits[at, 1] for one in runs) / sum(one.waits[at, 0] for one in runs))
        assert f"waits {span(rung.wait_h, EN)}" in words(figure)
        for post in rung.posts:
            assert f"{post.people:.0f} people, {100 * post.busy:.0f} %" in words(figure)
    assert [chart._shade(value, chart.BUSY) for value in (0.1, 0.3, 0.6, 0.8, 2.0)] == [colour for _, colour in chart.BUSY]
    greys = [sheet._luminance([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]) for steps in (chart.BUSY, chart.WAITS) for _, colour in steps]
    assert greys[:5] == sorted(greys[:5], reverse=True) and greys[5:] == sorted(greys[5:], reverse=True)


# where and when


def test_buildings_are_coloured_by_the_mean_over_all_their_issues() -> None:
    runs = [one._replace(buildings=np.column_stack([np.full(BUILDINGS, n), n * hours, np.zeros((BUILDINGS, 2))])) for n, hours in ((1.0, np.arange(BUILDINGS)), (3.0, np.full(BUILDINGS, 4.0)))
            for one in portraits(1)[0][:1]]  # fmt: skip
    wait = place.building_waits(runs, BUILDINGS)
    assert wait == pytest.approx((np.arange(BUILDINGS) + 12.0) / 4)
    assert place.classes([np.array([0.0, 23.0])])[:3] == [0.0, 6.0, 12.0]
    assert np.isnan(place.building_waits([], 3)).all()
    with drawing():
        figure = place.map_figure(ground(), [runs, portraits(2)[1]], ["a", "b"], EN)
    squares = [sum((one.get_path().codes == 1).sum() for one in plot.patches if str(one.get_label()).startswith("class")) for plot in figure.axes[:2]]
    assert squares == [BUILDINGS, BUILDINGS]


def test_a_place_belongs_to_the_area_of_the_nearest_building() -> None:
    two = ground(4)._replace(area=np.array([0, 1, 0, 1]), areas=2, building=np.arange(4), x_m=np.array([0.0, 100.0, 0.0, 100.0]), y_m=np.array([0.0, 0.0, 50.0, 50.0]))
    lines = place.borders(two, (0.0, 100.0, 0.0, 50.0), 101)[..., 3]
    assert (lines[:, 49:51].max(axis=1) == 1).all() and lines[:, :45].max() == 0 and lines[:, 55:].max() == 0


def test_very_many_buildings_stay_a_small_picture() -> None:
    many = ground(5000)
    rng = np.random.default_rng(1)
    runs = [[one._replace(buildings=rng.uniform(1, 40, (5000, 4))) for one in option[:1]] for option in portraits(2)]
    with drawing():
        assert len(drawn(place.map_figure(many, runs, ["a", "b"], EN)).svg.encode()) < 200_000


def test_the_week_shows_the_work_of_the_roles_asked_for() -> None:
    with drawing():
        figure = week.week_figure(portraits(2), ["a", "b"], EN, ["grid_worker"])
    (heat,) = figure.axes[1].images
    assert np.asarray(heat.get_array())[2, 9] == pytest.approx(9.0) and heat.get_clim() == (0, 9)
    runs = [one._replace(busy=np.full((5, 7, 24), np.nan)) for one in portraits(1)[0]]
    with drawing():
        assert "not recorded" in words(week.week_figure([runs], ["a"], EN))


# what if


def test_peak_and_recovery_are_marked_where_they_are() -> None:
    with drawing():
        figure = stress.strain_figure(strain(), ["a", "b", "c"], EN)
    assert float(line(figure, "peak 0").get_xdata()[0]) == 7.0
    assert float(line(figure, "recovery 1").get_xdata()[0]) == pytest.approx(7 + np.median(strain().recovery_days[1]))
    never = strain()._replace(recovery_days=np.full((3, 6), np.inf))
    assert np.isinf(stress.half_recovered(never, 0)) and np.isnan(stress.half_recovered(never._replace(recovery_days=np.full((3, 6), np.nan)), 0))
    with drawing():
        drawn(stress.strain_figure(never._replace(excess=np.full((3, 60), np.nan), peak=np.full((3, 6), np.nan)), ["a", "b", "c"], ZH))


def test_assumptions_that_turn_the_answer_round_stand_out() -> None:
    found = doubt()
    with drawing():
        figure = tornado.doubt_figure(found, EN)
        drawn(tornado.doubt_figure(found._replace(swings=()), ZH))
        nothing = found.base._replace(difference=np.nan, low=np.nan, high=np.nan)
        drawn(tornado.doubt_figure(found._replace(swings=(found.swings[0]._replace(at_low=nothing),), base=nothing._replace(relevant=np.nan)), EN))
    assert [tornado.crosses(one) for one in found.swings] == [True, False, False]
    assert "changes sign" in "".join(words(figure))
    for swing in found.swings:
        assert float(line(figure, f"low {swing.path}").get_xdata()[0]) == pytest.approx(100 * swing.at_low.difference)
        assert f"{swing.high:g}" in words(figure)


def test_only_what_is_beaten_for_certain_is_hollow() -> None:
    found = comparison(5)
    beaten = front.dominated(found, front.USUAL)
    with drawing():
        figure = front.pareto_figure(found, LABELS["en"], EN)
    assert beaten == (4,)
    for option in range(5):
        assert (line(figure, f"option {option}").get_markerfacecolor() == "white") == (option in beaten)
    broken = Comparison(found.plan, found.metric_ids, np.full_like(found.values, np.nan), {}, found.funnel_true, found.funnel_official)
    assert front.dominated(broken, front.USUAL) is None and front.dominated(found, ("gap_vulnerable", "satisfied_share")) is None
    with drawing():
        drawn(front.pareto_figure(broken, LABELS["zh"], ZH))


# why


def test_structure_and_resources_add_up_to_the_whole() -> None:
    found = comparison(2, equal=True)
    with drawing():
        figure = split.split_figure(found, ["a", "b"], EN)
        drawn(split.split_figure(comparison(2), ["a", "b"], ZH))
    bars = {one.get_label(): one.patches[0].get_width() for one in figure.axes[0].containers}
    for one in found.split:
        whole = float(line(figure, f"together {one.metric} 1").get_xdata()[0])
        assert bars[f"structure {one.metric} 1"] + bars[f"resources {one.metric} 1"] == pytest.approx(whole)
        assert bars[f"structure {one.metric} 1"] == pytest.approx(0.25 * whole)


def test_shares_are_the_bars_and_those_for_the_worse_are_hatched() -> None:
    with drawing():
        figure = shares.why_figure(why(), comparison(3), EN)
        drawn(shares.why_figure(why()._replace(shares=(None, None, None)), comparison(3), ZH))
    first = figure.axes[0]
    bars = [one for one in first.patches if one.get_height() > 0.5]
    values = sorted((100 * share.value for share in why().shares[0].shares), key=abs, reverse=True)
    assert [bar.get_width() for bar in bars] == pytest.approx([*values, 100 * why().shares[0].total])
    assert [bool(bar.get_hatch()) for bar in bars] == [False, True, False, False]


def test_the_funnel_is_in_per_cent_of_what_happened() -> None:
    found = comparison(2)
    with drawing():
        figure = funnel.funnel_figure(found, ["a", "b"], EN)
        drawn(funnel.funnel_figure(Comparison(found.plan, found.metric_ids, found.values, {}, np.zeros((2, 8)), np.full((2, 8), np.nan)), ["a", "b"], ZH))
    bars = {one.get_label(): one.patches[0].get_width() for plot in figure.axes for one in plot.containers}
    assert bars["true 1 6"] == pytest.approx(100 * found.funnel_true[1, 6] / found.funnel_true[1, 0])
    assert bars["official 1 6"] == pytest.approx(100 * 480 / 900) and "official 1 2" not in bars


@pytest.mark.long
def test_one_option_and_five_fit_as_well() -> None:
    found, runs = comparison(5, equal=True), portraits(5)
    with drawing():
        for say in (EN, ZH):
            labels = LABELS[say.lang]
            for figure in (
                resolved.resolved_figure(runs, labels, say), resolved.resolved_figure(runs[:1], labels[:1], say), place.map_figure(ground(), runs, labels, say),
                place.map_figure(ground(), runs[:1], labels[:1], say), week.week_figure(runs, labels, say), week.week_figure(runs[:1], labels[:1], say),
                stress.strain_figure(strain(5), labels, say), stress.strain_figure(strain(1), labels[:1], say), headlines.headlines_figure(found, labels, say),
                front.pareto_figure(found, labels, say), split.split_figure(found, labels, say), funnel.funnel_figure(found, labels, say),
                *(paired.paired_figure(found, name, labels, say) for name in HEADLINES),
            ):  # fmt: skip
                drawn(figure)


@pytest.mark.long
def test_real_runs_in_both_languages() -> None:
    from sim.metrics.ground import ground_of
    from sim.metrics.portraying import portray
    from sim.study.compare import carry_out
    from sim.study.many import home, homes
    from sim.study.plan import line_up

    plan = line_up(["presets/g0-street-office", "presets/g1-six-levels", "presets/g2-one-platform"], 3)
    scenarios = [one.scenario for one in plan.options]
    land = ground_of(scenarios[0], homes(scenarios[:1])[home(scenarios[0])])
    found = carry_out(plan, look=lambda run: portray(run, land), record_visits=True)
    for say in (EN, ZH):
        labels = [one.title.zh if say.lang == "zh" else one.title.en for one in scenarios]
        with drawing():
            for figure in (
                resolved.resolved_figure(found.looks, labels, say), headlines.headlines_figure(found, labels, say), place.map_figure(land, found.looks, labels, say),
                week.week_figure(found.looks, labels, say), funnel.funnel_figure(found, labels, say), front.pareto_figure(found, labels, say),
                chart.organisation_figure(scenarios[:2], found.looks[:2], labels[:2], say), chart.organisation_figure(scenarios[2:], found.looks[2:], labels[2:], say),
                *(paired.paired_figure(found, name, labels, say) for name in HEADLINES),
            ):  # fmt: skip
                drawn(figure)


assert set(HEADLINES) <= set(METRICS)
