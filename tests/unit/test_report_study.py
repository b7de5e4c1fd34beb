"""The report of a study: every number on page one is the sweep's own, every word the one its numbers allow, and nothing harms it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim.locale import Lang, translator
from sim.metrics import METRICS
from sim.report.document import Bullets, Cell, Document, Paragraph, Picture, Section, Table
from sim.report.forms import FORMS, form
from sim.report.study_chapters.answer import MOST, answer
from sim.report.study_chapters.effects import effects
from sim.report.study_document import compose_study
from sim.report.study_findings import find, spread
from sim.store import RunStore, State
from sim.sweep.attribution import attribution
from sim.sweep.coalitions import coalitions, coalitions_of
from sim.sweep.reading import UnfinishedError, read_results
from sim.sweep.result import STATES, Sweep
from sim.sweep.study import read_study
from sim.sweep.sweep import STORE, How, carry_on, sweep
from sim.sweep.table import expand

HEAD = """
base = "three-house-village"
metrics = ["resolved_in_deadline", "response_time_median", "cost_per_resolved"]
[title]
zh = "试验"
en = "A trial"
[set.run]
days = 30
"""

OPTIONS = HEAD + """
[options.today]
zh = "现状"
en = "today"
[options.same]
en = "nothing new"
[options.more]
en = "three clerks"
set = { posts = { village_worker = { head_count = 3 } } }
[options.round]
en = "a round every third hour"
set = { posts = { village_worker = { patrol_every_h = 3 } } }
[replications]
count = 2
"""

GRID = HEAD + """
[question]
zh = "人手与问题各起多大作用?"
en = "How much do hands and problems matter?"
[levers.clerks]
path = "posts.village_worker.head_count"
values = [1, 2]
[levers.issues]
path = "demand.issues_per_resident_year"
values = [10.0, 40.0]
[replications]
count = 4
"""

WORLDS = HEAD + """
[options.today]
en = "today"
[options.more]
en = "three clerks"
set = { posts = { village_worker = { head_count = 3 } } }
[uncertainties.issues]
path = "demand.issues_per_resident_year"
low = 10.0
high = 60.0
law = "loguniform"
source = "seed:LH"
[uncertainties.report]
path = "residents.report_per_day"
low = 0.1
high = 2.0
[design.uncertainties]
method = "%s"
%s
[replications]
count = 2
[thresholds]
resolved_in_deadline = ">= 0.3"
"""


def made(folder: Path, text: str, name: str = "trial") -> Sweep:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return sweep(path, folder / name, executor="threads", workers=1, durability="normal")


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return made(tmp_path_factory.mktemp("options"), OPTIONS)


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return made(tmp_path_factory.mktemp("grid"), GRID)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return made(tmp_path_factory.mktemp("worlds"), WORLDS % ("lhs", "points = 4"))


@cache
def composed(found: Sweep, lang: Lang) -> Document:
    """Made once for all tests that only look at it."""
    return compose_study(found, lang)


def section(document: Document, name: str) -> Section:
    return next(one for one in document.sections if one.id == name)


def table(document: Document, name: str) -> Table:
    return next(one for one in document.tables if one.id == name)


def rows(one: Table) -> list[dict[str, Cell]]:
    return [{head.parts[0] if head.parts else head.text: cell for head, cell in zip(one.head, row, strict=True)} for row in one.rows]


def texts(document: Document) -> Iterator[str]:
    """Everything a reader sees."""
    yield from (document.title, document.subtitle)
    for part in document.sections:
        yield part.title
        for block in part.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            elif isinstance(block, Bullets):
                yield from block.items
            elif isinstance(block, Picture):
                yield from (block.caption, block.alt, block.drawn.svg)
            elif isinstance(block, Table):
                yield from (block.caption, block.note, *(head.text for head in block.head), *(cell.text for row in block.rows for cell in row))


def test_every_number_of_page_one_is_the_sweep_s_own(options: Sweep) -> None:
    document = composed(options, "en")
    contrasts = options.contrasts.set_index(["metric", "structure"])
    summary = options.summary.set_index(["metric", "structure"])
    found = rows(table(document, "answer"))
    assert len(found) == 3 * 4
    for row in found:
        at = (row["metric"].values[0], row["structure"].values[0])
        assert row["metric"].values[1] == METRICS[str(at[0])].unit
        same = summary.loc[at, "mean"]
        assert row["mean"].values == (same,) or (np.isnan(same) and row["mean"].values == (None,))
        if at[1] == 0:
            assert row["difference"].values == (None,) and row["verdict"].values == (None,)
            continue
        one = contrasts.loc[at]
        expected = tuple(None if np.isnan(one[name]) else one[name] for name in ("difference", "low", "high"))
        assert (*row["difference"].values, *row["low"].values) == expected
        assert row["verdict"].values == (one["verdict"],) and row["verdict"].text == one["verdict"]


def test_what_changes_nothing_shows_no_difference_and_is_named_as_such(options: Sweep) -> None:
    document = composed(options, "en")
    words = {(row["metric"].values[0], row["structure"].values[0]): row["verdict"].values[0] for row in rows(table(document, "answer"))}
    assert words["resolved_in_deadline", 1] == "no difference"
    assert any("Nothing in “nothing new” differs" in text for text in texts(document))
    assert "Nothing differs that could change a number." in [one.text for one in section(document, "varied").blocks if isinstance(one, Paragraph)]


def test_two_replications_that_disagree_cannot_tell_and_say_what_would(options: Sweep) -> None:
    document = composed(options, "en")
    assert "cannot tell" in {row["verdict"].text for row in rows(table(document, "answer"))}
    assert any("cannot be told with 2 replications" in text for text in texts(document))
    assert any(text == "无差别" for text in texts(composed(options, "zh")))


def test_the_answer_is_short_hedged_and_praises_nothing(options: Sweep, grid: Sweep, worlds: Sweep) -> None:
    for found in (options, grid, worlds):
        for lang, opening in (("en", "Under the stated assumptions"), ("zh", "在所述假设")):
            sentences = answer(find(found), translator(lang))  # type: ignore[arg-type]
            assert 1 <= len(sentences) <= MOST and sentences[0].startswith(opening)
        document = composed(found, "en")
        said = " ".join(text for text in texts(document) if not text.startswith("<?xml"))
        assert "better" not in said and "caused" not in said and "predict" not in said
        assert [one.id for one in document.sections[:2]] == ["answer", "limits"] and document.sections[0].part == "front"
        assert [type(one) for one in document.sections[0].blocks].count(Picture) == 1 and [type(one) for one in document.sections[0].blocks].count(Table) == 1


def test_the_same_study_gives_the_same_document_and_every_id_once(worlds: Sweep) -> None:
    document = composed(worlds, "en")
    assert list(texts(compose_study(read_results(worlds.path.parent), "en"))) == list(texts(document))
    for names in ([one.id for one in document.sections], [one.id for one in document.tables], [one.id for one in document.blocks() if isinstance(one, Picture)]):
        assert len(set(names)) == len(names)
    for one in document.tables:
        for row in one.rows:
            for head, cell in zip(one.head, row, strict=True):
                assert len(cell.values) in (0, max(1, len(head.parts)))


def test_what_a_lever_does_is_the_mean_over_the_others(grid: Sweep) -> None:
    found = effects(find(grid), METRICS["resolved_in_deadline"])
    cube = grid.cube("resolved_in_deadline")[0]  # structures: clerks 1 1 2 2, issues 10 40 10 40
    assert [(one.lever, one.value) for one in found] == [("clerks", 1), ("clerks", 2), ("issues", 10.0), ("issues", 40.0)]
    assert found[1].difference is not None and found[3].difference is not None
    assert found[1].difference.difference == pytest.approx((cube[2] + cube[3] - cube[0] - cube[1]).mean() / 2)
    assert found[3].difference.difference == pytest.approx((cube[1] + cube[3] - cube[0] - cube[2]).mean() / 2)
    assert section(composed(grid, "en"), "answer").title == "How much do hands and problems matter?"
    assert effects(find(grid), METRICS["cost_per_resolved"])[0].mean.mean == pytest.approx(grid.cube("cost_per_resolved")[0, :2].mean(), nan_ok=True)


def test_over_worlds_medians_and_words_are_counted_world_by_world(worlds: Sweep) -> None:
    document = composed(worlds, "en")
    gaps = [one for _, one in worlds.differences if one.metric == "resolved_in_deadline"]
    row = next(row for row in rows(table(document, "answer")) if row["metric"].values[0] == "resolved_in_deadline" and row["structure"].values[0] == 1)
    values = [one.difference for one in gaps]
    assert row["difference"].values == (pytest.approx(np.median(values)),)
    assert row["p5"].values == (pytest.approx(np.quantile(values, 0.05)), pytest.approx(np.quantile(values, 0.95)))
    assert row["higher"].values == tuple(sum(one.verdict == word for one in gaps) for word in ("higher", "lower", "no difference", "cannot tell"))
    assert sum(row["higher"].values) == 4
    every = rows(table(document, "worlds"))
    assert [one["difference"].values[0] for one in every] == values and len(every) == 4
    good = worlds.cube("resolved_in_deadline").mean(axis=2) >= 0.3
    assert [one["good enough"].values[0] for one in rows(table(document, "robustness"))] == [pytest.approx(share) for share in good.mean(axis=0)]
    assert "no probability" in " ".join(text for text in texts(document) if not text.startswith("<?xml"))
    varied = table(document, "varied")
    assert [row[-1].text for row in varied.rows] == ["seed:LH", "assumption"]


def test_a_spread_with_infinity_is_an_order_and_one_with_nothing_is_nothing() -> None:
    assert spread(np.array([1.0, np.inf, np.inf])) == (np.inf, 1.0, np.inf)
    assert spread(np.array([1.0, 2.0, 3.0])).median == 2.0
    assert np.isnan(spread(np.array([1.0, np.nan]))).all()


def test_a_study_in_which_runs_are_missing_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "trial.toml"
    path.write_text(OPTIONS, encoding="utf-8")
    runs = expand(read_study(path))
    with RunStore(tmp_path / STORE) as store:
        found = Sweep.read(runs, store, 2, False)
    with pytest.raises(UnfinishedError, match="8 of 8 runs are missing") as caught:
        compose_study(found, "en")
    assert caught.value.exit_code == 2


def test_failed_runs_are_told_of_and_leave_a_gap(options: Sweep) -> None:
    states, values = options.states.copy(), options.values.copy()
    states[0, 2, 1], values[:, 0, 2, 1] = STATES.index(State.failed), np.nan
    document = compose_study(dataclasses.replace(options, states=states, values=values), "en")
    caution = [one.text for one in section(document, "answer").blocks if isinstance(one, Paragraph) and one.tone == "caution"]
    assert any("1 of 8 runs have no result (failed)" in text for text in caution)
    row = next(row for row in rows(table(document, "answer")) if row["metric"].values[0] == "resolved_in_deadline" and row["structure"].values[0] == 2)
    assert row["verdict"].text == "cannot tell" and row["mean"].values == (None,)


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.long), "zh"])
def test_names_with_markup_signs_emoji_and_other_directions_do_no_harm(tmp_path: Path, lang: Lang) -> None:
    wild = "<b>&'\\\"</b> $x^2$ \\U0001F600 \\u0645\\u0631\\u062d\\u0628\\u0627 {n} " + "很长的名字" * 16
    text = OPTIONS.replace('"试验"', f'"{wild}"').replace('"A trial"', f'"{wild}"').replace('"today"', f'"{wild}"').replace('"three clerks"', f'"{wild} 2"')
    found = made(tmp_path, text)
    document = compose_study(found, lang)
    from sim.report.page import page

    assert "<b>&" in document.title and "<b>" not in page(document)
    for picture in (one for one in document.blocks() if isinstance(one, Picture)):
        assert picture.drawn.inches[0] < 12 and picture.drawn.svg.startswith("<?xml")


def test_coalitions_are_known_again_from_the_study_alone() -> None:
    for made_ in (coalitions("street-office", ["L8", "K5", "L3"], replications=2), coalitions("street-office", ["L8", "K5", "L3", "L1"], orders=4, replications=2)):
        again = coalitions_of(made_.study)
        assert again is not None and again.practices == made_.practices and again.masks == made_.masks
        assert (again.drawn is None) == (made_.drawn is None)
        if again.drawn is not None and made_.drawn is not None:
            assert np.array_equal(again.drawn.orders, made_.drawn.orders)


def test_other_studies_are_no_attribution(options: Sweep, grid: Sweep) -> None:
    assert coalitions_of(options.table.study) is None and coalitions_of(grid.table.study) is None


@pytest.mark.long
def test_an_attribution_is_told_by_its_shares(tmp_path: Path) -> None:
    made_ = coalitions("street-office", ["L8", "K5"], ["resolved_in_deadline", "satisfied_share"], replications=3)
    found = carry_on(expand(made_.study), tmp_path, How("threads", 1))
    expected = attribution(found, made_).table.query("metric == 'resolved_in_deadline'")
    document = compose_study(read_results(tmp_path), "en")
    told = rows(table(document, "answer"))
    assert [row["practice"].values[0] for row in told] == ["L8", "K5", ""]
    assert [row["share"].values[0] for row in told[:2]] == list(expected["value"])
    assert sum(row["share"].values[0] for row in told[:2]) == told[2]["share"].values[0]  # type: ignore[misc]
    assert [row["verdict"].values[0] for row in told[:2]] == list(expected["verdict"])
    assert "attribution" in [one.id for one in document.sections] and "levers" not in [one.id for one in document.sections]


@pytest.mark.long
def test_a_screening_shows_which_unknown_matters_and_does_not_count_its_points_as_likely(tmp_path: Path) -> None:
    found = made(tmp_path, WORLDS % ("morris", "trajectories = 4"))
    document = compose_study(found, "en")
    findings = find(found)
    assert findings.sensitivity is not None
    one = next(every for every in findings.sensitivity.answers if every.output == ("resolved_in_deadline", 1))
    told = {row["factor"].values[0]: row for row in rows(table(document, "sensitivity-resolved-in-deadline"))}
    assert [name for name, _ in sorted(zip(one.names, one.sizes, strict=True), key=lambda pair: -pair[1])] == list(told)
    assert any("not to represent what is likely" in text for text in texts(document))
    assert section(document, "answer").blocks[1:][0] is not None and "front" not in [every.id for every in document.sections]


@pytest.mark.long
def test_other_people_are_told_of_on_page_one_and_nothing_is_ranked(tmp_path: Path) -> None:
    text = HEAD + '[options.here]\n[options.there]\nscenario = "street-office"\nset = { place = { residents = 200 } }\n[replications]\ncount = 2\n'
    document = compose_study(made(tmp_path, text), "en")
    caution = [one.text for one in section(document, "answer").blocks if isinstance(one, Paragraph) and one.tone == "caution"]
    assert caution == ["in there and here people, issues or behaviour differ: a difference mixes place and organisation"]
    said = " ".join(text for text in texts(document) if not text.startswith("<?xml"))
    assert "ahead" not in said and "highest" not in said and "The differences run" not in said and "front" not in [one.id for one in document.sections]


def test_one_structure_alone_is_told_by_its_values(tmp_path: Path) -> None:
    found = made(tmp_path, HEAD + "[replications]\ncount = 3\n")
    document = compose_study(found, "en")
    assert [row["mean"].values for row in rows(table(document, "answer"))] == [tuple(one) for one in found.summary[["mean", "low", "high"]].to_numpy().tolist()]
    assert not [one for one in document.blocks() if isinstance(one, Picture)]


@pytest.mark.long
@pytest.mark.parametrize("name", FORMS)
def test_every_form_takes_it_and_gives_the_same_bytes_again(worlds: Sweep, name: str) -> None:
    for module in {"docx": ["docx"], "pdf": ["typst"]}.get(name, []):
        pytest.importorskip(module)
    made_ = form(composed(worlds, "en"), name)
    assert len(made_) < 2e6 and made_ == form(compose_study(worlds, "en"), name)
