"""Scenarios that come with the package: found, listed, loadable, in the repository and when installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import shipped
from sim.scenario.faults import FaultyScenario
from sim.scenario.load import load
from sim.scenario.words import diff


@pytest.mark.parametrize("name", sorted(shipped.names()))
def test_every_shipped_scenario_loads(name: str) -> None:
    scenario = load(name)
    assert scenario.title.zh and scenario.title.en


def test_the_list_has_names_files_and_titles() -> None:
    listed = shipped.list_scenarios()
    assert [entry.name for entry in listed] == sorted(shipped.names())
    for entry in listed:
        assert entry.path.is_file()
        title = load(entry.path).title
        assert entry.title == (title.zh, title.en)


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(FaultyScenario, match=r"SC006  no scenario is called “mcm”[\s\S]*`mmc`"):
        load("mcm")


def test_files_in_folders_and_of_an_installation_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "sim"
    for folder in ("_scenarios/places", "_scenarios/practices", "scenario"):
        (package / folder).mkdir(parents=True)
    (package / "_scenarios" / "places" / "x.toml").write_text('title = { zh = "甲", en = "X" }\n', encoding="utf-8")
    (package / "_scenarios" / "y.toml").write_text('extends = "places/x.toml"\n', encoding="utf-8")
    (package / "_scenarios" / "practices" / "z.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(shipped, "__file__", str(package / "scenario" / "shipped.py"))
    assert [(entry.name, entry.title.en) for entry in shipped.list_scenarios()] == [("places/x", "X"), ("y", "X")]
    assert shipped.find("places/x.toml") == package / "_scenarios" / "places" / "x.toml"
    assert shipped.find("practices/z") is None


def test_a_file_of_the_user_comes_before_a_shipped_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = shipped.names()["mmc"].read_text(encoding="utf-8") + "\n"
    (tmp_path / "mmc.toml").write_text(mine + "# mine\n", encoding="utf-8")
    (tmp_path / "mmc").mkdir()  # a folder of that name is no obstacle
    monkeypatch.chdir(tmp_path)
    assert diff(load("mmc"), load("mmc.toml")) == []


def test_a_file_may_extend_a_shipped_name(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('extends = "mmc"\nrun.seed = 99\n', encoding="utf-8")
    assert load(path).run.seed == 99
