"""Evidence comes back from its file field by field and bit by bit; whatever is not such a file is refused with one sentence."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import math
import zlib
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pytest

from sim.analysis.shapley import Attribution, Share, Together
from sim.metrics.ground import ground_of
from sim.metrics.portraying import portray
from sim.report import archive
from sim.report.archive import plain, restored
from sim.report.evidence import Doubt, Evidence, Fate, Step, Strain, Swing, Why
from sim.report.stored import ArchiveError, from_json, to_json
from sim.scenario import shipped
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from sim.scenario.schema import leaves
from sim.study.compare import Comparison, Difference, carry_out
from sim.study.interval import Estimate, Reason
from sim.study.many import home, homes
from sim.study.plan import Plan, line_up

VILLAGE = "three-house-village"


def shared_out() -> Attribution:
    share = Share("LH-L1", 0.1, -math.inf, math.nan, 1 / 3, -0.0, 0.0)
    pairs = (Together("LH-L1", "LH-L3", 5e-324, math.nan, math.inf),)
    return Attribution((share,), 0.1, Estimate(0.1, math.nan, math.nan, 0.0, 1, Reason("one_run")), (Fraction(1, 3), Fraction(-7, 2**60)), pairs, 0.0, None)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """A comparison of three options at documented and equal resources, with a portrait of every run, and one of everything else."""
    other = load(VILLAGE, overrides=["posts.village_worker.head_count=2", "levels.village.escalate_after_h=inf"])
    plan = line_up([VILLAGE, VILLAGE, other], 2, resources="both")
    first = plan.options[0].scenario
    ground = ground_of(first, homes([first])[home(first)])
    found = carry_out(plan, look=partial(portray, ground=ground), record_visits=True)
    told, *_ = (one for one in found.differences if one.option == 2)
    life = (Step("第3天 09:15", "0 h", "“上报” <b>& 'x' \u202e😀"), Step("", "", ""))
    untold = Difference("open_peak", 2, math.nan, math.nan, math.nan, "cannot tell", math.nan, Reason("infinite", 2, 2), math.nan)
    return Evidence(
        found, "问题?", "", "shequ compare a b --report c", ground, found.looks,
        (Strain("storm", "暴雨", "a storm", 40, 47, 30, np.array([[0.0, -0.0, 1e-300], [math.nan, 1.0, 2.0]]), np.ones((2, 1)), np.array([[math.inf], [3.5]])),),
        (Doubt("open_peak", 2, 2, told, (Swing("demand.place_variance", "方差", "variance", "1", 0.0, math.inf, told, untold),)),),
        (Why(2, ("LH-L1",), ("一",), ("one",), 2, ("open_peak", "satisfied_share"), (shared_out(), None)),),
        (Fate(17, 1, 2, (math.nan, 3.25), (life, ()), ((), life)),),
    )  # fmt: skip


def alike(one: Any, other: Any, where: str = "evidence") -> None:
    """Same types, same shapes, same bits, all the way down; the looks of a comparison aside."""
    assert type(one) is type(other), where
    if isinstance(one, np.ndarray):
        assert (one.dtype, one.shape) == (other.dtype, other.shape), where
        assert one.tobytes() == other.tobytes(), where
    elif isinstance(one, float):
        assert (math.isnan(one) and math.isnan(other)) or (one == other and math.copysign(1, one) == math.copysign(1, other)), where
    elif isinstance(one, Scenario):
        assert one == other, where
        assert list(leaves(one)) == list(leaves(other)), where  # also what was written and what is a default
    elif isinstance(one, Plan):
        alike((one.options, one.equal), (other.options, other.equal), where)
    elif dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            if field.name != "looks":
                alike(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, tuple | list):
        assert len(one) == len(other), where
        for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            alike(mine, theirs, f"{where}[{number}]")
    elif isinstance(one, dict):
        assert list(one) == list(other), where
        for key, value in one.items():
            alike(value, other[key], f"{where}.{key}")
    else:
        assert one == other, where


def test_evidence_comes_back_as_it_was(evidence: Evidence) -> None:
    text = to_json(evidence)
    back = from_json(text, "evidence.json")
    alike(evidence, back)
    assert back.comparison.to_json("again") == evidence.comparison.to_json("again")
    assert back.comparison.equal is not None and evidence.comparison.equal is not None
    assert back.comparison.equal.to_json() == evidence.comparison.equal.to_json()
    assert repr(back.comparison.split) == repr(evidence.comparison.split)
    assert to_json(back) == text


def test_same_evidence_same_bytes(evidence: Evidence) -> None:
    text = to_json(evidence)
    assert to_json(evidence) == text
    assert json.loads(text, parse_constant=pytest.fail)["format"] == "shequ evidence"


def test_what_is_read_can_be_written_to(evidence: Evidence) -> None:
    """Arrays are the reader's own, not a window on the text."""
    back = from_json(to_json(evidence), "evidence.json")
    back.portraits[0][0].open[0] = 7
    assert back.portraits[0][0].open.flags.writeable


def test_every_shipped_scenario_comes_back() -> None:
    for name in shipped.names():
        scenario = load(name)
        alike(scenario, restored(Scenario, json.loads(json.dumps(plain(scenario), allow_nan=False))), name)


def test_a_number_that_is_none_comes_back_where_no_type_says_it_is_one() -> None:
    scenario = load(VILLAGE)
    patch = {"zh": "补丁", "en": "patch", "set": {"levels": {"village": {"escalate_after_h": math.inf, "list": [math.inf, 1]}}}}
    patched = Scenario.model_validate({**scenario.model_dump(), "patches": {"p": patch}})
    back = restored(Scenario, json.loads(json.dumps(plain(patched), allow_nan=False)))
    assert back.patches["p"].set == patch["set"]


def edited(text: str, **changes: Any) -> str:
    return json.dumps({**json.loads(text), **changes}, ensure_ascii=False)


def resealed(text: str, body: Any) -> str:
    sealed = hashlib.sha256(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    return edited(text, evidence=body, sha256=sealed)


def refusal(text: str) -> str:
    with pytest.raises(ArchiveError) as caught:
        from_json(text, "kept/evidence.json")
    english, chinese = str(caught.value), caught.value.render("zh")
    assert english.startswith("kept/evidence.json ") and "run the command of the report again" in english
    assert "kept/evidence.json" in chinese and "重新运行" in chinese
    assert "\n" not in english and len(english) < 500
    assert caught.value.exit_code == 2
    return english


def test_what_is_no_file_of_evidence_is_refused_with_one_sentence(evidence: Evidence) -> None:
    text = to_json(evidence)
    for cut in (0, 1, 30, len(text) // 2, len(text) - 3):
        assert "is not a file of evidence, or it is cut short" in refusal(text[:cut])
    for foreign in ("null", "[]", "{}", "PK\x03\x04", evidence.comparison.to_json(), "[" * 100_000, '{"format": NaN}'):
        assert "is not a file of evidence" in refusal(foreign)


def test_another_form_is_refused_and_both_versions_are_named(evidence: Evidence) -> None:
    text = to_json(evidence)
    newer = refusal(edited(text, form=2, shequ="9.9"))
    assert "version 9.9 in form 2" in newer and "reads form 1" in newer
    assert "in form None" in refusal(edited(text, form=None))


def test_a_changed_number_is_noticed(evidence: Evidence) -> None:
    text = to_json(evidence)
    body = json.loads(text)["evidence"]
    body["comparison"]["checks"]["runs"] = 12345
    assert "does not agree with its checksum" in refusal(edited(text, evidence=body))
    assert "does not agree" in refusal(edited(text, evidence=None))


@pytest.mark.parametrize(("path", "value"), [
    (("comparison", "values"), [1, 2]),
    (("comparison", "values", "type"), "|O"),
    (("comparison", "values", "zlib"), "no base64!"),
    (("comparison", "values", "zlib"), base64.b64encode(zlib.compress(bytes(8))).decode()),
    (("comparison", "values", "shape"), [10**9, 10**9]),
    (("comparison", "plan", "options", 0, "scenario", "whole", "place"), {"residents": -1}),
    (("comparison", "plan", "options", 0, "scenario", "whole", "newly"), 1),
    (("portraits", 0, 0), {}),
    (("portraits",), 7),
    (("doubts", 0, "base", "low"), "much"),
])  # fmt: skip
def test_a_body_that_does_not_fit_is_refused_though_its_checksum_is_right(evidence: Evidence, path: tuple[Any, ...], value: Any) -> None:
    body = json.loads(to_json(evidence))["evidence"]
    part = body
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert "cannot be read by this version" in refusal(resealed(to_json(evidence), body))


def test_an_array_does_not_unpack_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = plain(np.zeros(1000))
    monkeypatch.setattr(archive, "LARGEST", 7999)
    with pytest.raises(ValueError, match="cut short, or too long"):
        restored(np.ndarray[Any, Any], kept)


def test_what_nobody_knows_how_to_keep_is_not_kept_wrongly() -> None:
    for thing in (object(), {1, 2}, np.array(["a"]), np.array([1j])):
        with pytest.raises((TypeError, KeyError)):
            plain(thing)


def test_without_looks_a_comparison_comes_back_too() -> None:
    """Looks are for who asked for them: nobody knows their type."""
    plan = line_up([VILLAGE, load(VILLAGE, overrides=["posts.village_worker.head_count=2"])], 2)
    found = carry_out(plan, ["cost_total"], look=lambda run: object())
    back = restored(Comparison, json.loads(json.dumps(plain(found), allow_nan=False)))
    alike(found, back)
    assert back.looks == () and len(found.looks) == 2
