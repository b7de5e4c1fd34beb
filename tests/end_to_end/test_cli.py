"""The command line as a person meets it: results on stdout, the rest on stderr, an exit code, never a traceback."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from sim.metrics import HEADLINES, METRICS
from sim.metrics.funnel import STAGES
from sim.scenario.load import load
from sim.scenario.provenance import provenance

MMC = ("mmc", "--set", "run.days=20")
Shequ = Callable[..., tuple[int, str, str]]


def test_run_shows_metrics_funnel_and_checks(shequ: Shequ) -> None:
    code, out, err = shequ("run", *MMC, "-r", 3)
    assert code == 0
    assert out.startswith("Textbook queue M/M/3")
    for name in HEADLINES:
        assert METRICS[name].en in out
    assert "official on-time closure rate" in out
    assert "funnel, issues per run" in out
    accounted = next(line for line in out.splitlines() if line.startswith("Checks:"))
    assert accounted.startswith("Checks: all ")
    assert "few replications" in out
    numbers = provenance(load("mmc"))
    assumed = sum(row.source.startswith("assumption") for row in numbers)
    assert f"of {len(numbers)} numbers {len(numbers) - assumed} have a source, {assumed} are assumptions" in out
    assert "under the stated assumptions" in out
    assert "100 % (3 of 3 runs)" in err


def test_all_shows_every_metric(shequ: Shequ) -> None:
    _, few, _ = shequ("run", *MMC, "-r", 1)
    code, out, _ = shequ("run", *MMC, "-r", 1, "--all")
    assert code == 0
    assert [name for name in METRICS if METRICS[name].en not in out] == []
    assert METRICS["open_peak"].en not in few


def test_a_single_run_shows_no_interval_and_no_progress(shequ: Shequ) -> None:
    code, out, err = shequ("run", *MMC, "-r", 1)
    assert code == 0
    assert err == ""
    assert "1 replication " in out
    headline = next(line for line in out.splitlines() if METRICS["response_time_median"].en in line)
    assert "[" not in headline


def test_json_on_stdout_is_alone_there(shequ: Shequ) -> None:
    code, out, err = shequ("run", *MMC, "-r", 2, "--json", "-")
    assert code == 0
    read = json.loads(out)
    assert read["replications"] == 2
    assert read["metrics"]["utilisation"]["low"] <= read["metrics"]["utilisation"]["high"]
    assert "2 of 2 runs" in err


def test_json_to_a_file_beside_the_usual_output(shequ: Shequ) -> None:
    target = Path("out/deep/one.json")
    code, out, _ = shequ("compare", "three-house-village", "mmc", "-r", 2, "--set", "run.days=20", "--json", target)
    assert code == 0
    assert "Three-house village → Textbook queue M/M/3" in out
    assert "three-house-village: 12 residents" in out
    assert out.index("mixes place and organisation") < out.index("headlines")
    read = json.loads(target.read_text(encoding="utf-8"))
    assert [one["id"] for one in read["scenarios"]] == ["three-house-village", "mmc"]
    assert not list(target.parent.glob(".*"))


def test_overrides_count_for_every_scenario_and_seed_for_the_run(shequ: Shequ) -> None:
    words = ("compare", "mmc", "three-house-village", "-r", 2, "--set", "run.days=10", "--seed", 7)
    code, out, _ = shequ(*words, "--json", "-")
    assert code == 0
    read = json.loads(out)
    assert read["provenance"]["seed"] == 7
    assert any(
        "three-house-village and mmc people, issues or behaviour differ" in caution
        for caution in read["checks"]["cautions"]
    )
    _, again, _ = shequ(*words, "--json", "-")
    assert again == out
    _, other, _ = shequ(*words[:-1], 8, "--json", "-")
    assert json.loads(other)["metrics"] != read["metrics"]


def test_compare_shows_both_values_interval_verdict_and_words(shequ: Shequ) -> None:
    Path("more.toml").write_text(
        'extends = "three-house-village"\n[posts.village_worker]\nhead_count = 3\n', encoding="utf-8"
    )
    code, out, _ = shequ("compare", "three-house-village", "more.toml", "-r", 5, "--all")
    assert code == 0
    assert "5 paired replications" in out
    cost = next(line for line in out.splitlines() if line.strip().startswith("total cost"))
    assert cost.rstrip().endswith("higher")
    assert "[" in cost
    assert "Post “Village worker” has 1 → 3 people in each unit" in out


def test_more_differences_than_fit_name_the_command_that_shows_them(shequ: Shequ) -> None:
    _, whole, _ = shequ("diff", "mmc", "three-house-village")
    _, out, _ = shequ("compare", "mmc", "three-house-village", "-r", 2, "--set", "run.days=5")
    bullets = [line for line in out.splitlines() if line.startswith("  · ")]
    assert len(bullets) == 8
    more = next(line for line in out.splitlines() if line.strip().startswith("…"))
    assert more.endswith("shequ diff mmc three-house-village")
    assert len(whole.splitlines()) > 8


def test_three_scenarios_are_each_compared_with_the_first(shequ: Shequ) -> None:
    Path("b.toml").write_text('extends = "mmc"\n[posts.clerk]\nhead_count = 4\n', encoding="utf-8")
    Path("c.toml").write_text('extends = "mmc"\n[posts.clerk]\nhead_count = 5\n', encoding="utf-8")
    code, out, _ = shequ("compare", "mmc", "b.toml", "c.toml", "-r", 2, "--set", "run.days=20")
    assert code == 0
    assert "mmc → b" in out
    assert "mmc → c" in out
    assert "b → c" not in out


def test_an_option_that_changes_nothing_is_told_before_the_runs(shequ: Shequ) -> None:
    code, out, err = shequ("compare", "mmc", "mmc", "-r", 2, "--set", "run.days=5")
    assert code == 0
    assert err.index("mmc-2 changes nothing against mmc") < err.index("of 2 runs")
    assert "What differs, mmc → mmc-2: nothing" in out


def test_chinese_tables_line_up(shequ: Shequ) -> None:
    code, out, _ = shequ("compare", *MMC[:1], "three-house-village", *MMC[1:], "-r", 3, "--lang", "zh", "--all")
    assert code == 0
    starts = {
        cell_len(line[: line.index("[")]) for line in out.splitlines() if line.startswith("    ") and " [" in line
    }
    assert len(starts) == 1
    assert "更高" in out
    assert "以上结果只在所列假设之下成立" in out


def test_language_follows_the_surroundings_and_the_option_wins(shequ: Shequ, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "三户村" in shequ("list")[1]
    assert "三户村" not in shequ("list", "--lang", "en")[1]
    assert "没有名为" in shequ("run", "nowhere")[2]


def test_a_faulty_scenario_is_told_with_its_place_and_nothing_runs(shequ: Shequ) -> None:
    Path("bad.toml").write_text('extends = "mmc"\n[posts.clerk]\nhead_cuont = 4\nfte = -1.0\n', encoding="utf-8")
    code, out, err = shequ("run", "bad.toml", "--json", "-")
    assert (code, out) == (2, "")
    assert "bad.toml:3:1" in err
    assert "head_count" in err
    assert "2 errors; nothing was run." in err
    code, _, zh = shequ("check", "bad.toml", "mmc", "--lang=zh")
    assert code == 2
    assert "2 个错误" in zh


def test_faults_of_all_scenarios_of_a_comparison_come_together(shequ: Shequ) -> None:
    for name in ("one", "two"):
        Path(f"{name}.toml").write_text('extends = "mmc"\nnonsense = 1\n', encoding="utf-8")
    code, _, err = shequ("compare", "one.toml", "mmc", "two.toml")
    assert code == 2
    assert "one.toml:2:1" in err
    assert "two.toml:2:1" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("lst",), "list"),
        (("run",), "SCENARIO"),
        (("run", "nowhere"), "no scenario is called"),
        (("run", "mmc", "-r", "0"), "at least 1"),
        (("run", "mmc", "--seed", "x"), "seed"),
        (("run", "mmc", "--set", "run.days"), "--set"),
        (("run", "mmc", "--apply", "lifts"), "no patch"),
        (("run", "mmc", "--seed", "99999999999999999999"), "seed from 0 to"),
        (("run", "mmc", "-r", str(10**20)), "replications from 1 to 1,000,000"),
        (("compare", "mmc", "mmc", "-r", str(10**20)), "replications from 1 to 1,000,000"),
        (("run", "mmc", "--json", "."), "directory"),
        (("run", "mmc", "--lang", "fr"), "--lang"),
        (("compare", "mmc"), "at least two"),
        (("diff", "mmc"), "OTHER"),
        (("metrics", "utilization"), "utilisation"),
        (("new", "x", "--from", "lnghua"), "longhua"),
        (("new", "x", "--from", "nope"), "street-office"),
    ],
)
def test_what_a_user_gets_wrong_is_told_and_ends_with_2(shequ: Shequ, words: tuple[str, ...], told: str) -> None:
    code, out, err = shequ(*words)
    assert code == 2
    assert out == ""
    assert told in err


def test_check_finds_no_faults_and_runs_nothing(shequ: Shequ) -> None:
    code, out, err = shequ("check", "mmc", "three-house-village")
    assert (code, err) == (0, "")
    assert out.count("no faults found") == 2


def test_diff_as_text_and_as_json(shequ: Shequ) -> None:
    assert shequ("diff", "mmc", "mmc")[1].startswith("No difference")
    code, out, _ = shequ("diff", "mmc", "mmc", "--set", "posts.clerk.head_count=4", "--json", "-")
    assert code == 0
    assert json.loads(out)["differences"] == ["Post “Clerk” has 3 → 4 people in each unit"]


def test_what_neither_side_has_is_counted_and_not_listed(shequ: Shequ) -> None:
    _, out, _ = shequ("compare", "mmc", "mmc", "--set", "run.days=5", "-r", "2", "--all")
    assert "metrics have nothing to count on either side" in out and "mean trust" not in out


def test_what_is_on_in_vain_is_told_with_the_results(shequ: Shequ) -> None:
    tea = 'councils.tea={zh="茶馆",en="Tea",level="office"}'
    for command in (("run", "mmc"), ("compare", "mmc", "mmc")):
        _, out, _ = shequ(*command, "--set", tea, "--set", "run.days=5", "-r", "2")
        assert "“Tea” will hear nothing" in out


def test_a_search_without_a_find_says_so(shequ: Shequ) -> None:
    code, _, told = shequ("practices", "--text", "no such words anywhere")
    assert code == 2 and "no practice fits" in told


def test_what_a_practice_adds_is_among_what_it_changes(shequ: Shequ) -> None:
    """Told against the ground without it, not against its neutral values, which hold the level with nobody in it."""
    _, out, _ = shequ("practices", "F2", "H6")
    assert "Level “Yard” is added: 20 units" in out and "Council “Residents' council” is added" in out
    assert "1000000" not in out and "1,000,000" not in out


def test_list_and_metrics(shequ: Shequ) -> None:
    assert "three-house-village" in shequ("list")[1]
    names = [line.split()[0] for line in shequ("metrics")[1].splitlines()]
    assert names == list(METRICS)
    assert METRICS["unmet_gini"].definition_en in shequ("metrics", "unmet_gini")[1]
    assert METRICS["unmet_gini"].definition_zh in shequ("metrics", "unmet_gini", "--lang", "zh")[1]
    assert len(json.loads(shequ("metrics", "--json", "-")[1])) == len(METRICS)


def test_every_unknown_metric_is_told_and_the_others_are_shown(shequ: Shequ) -> None:
    code, out, err = shequ("metrics", "utilization", "unmet_gini", "cost_totl")
    assert code == 2
    assert METRICS["unmet_gini"].definition_en in out
    assert "did you mean utilisation?" in err
    assert "did you mean cost_total?" in err
    assert shequ("metrics", "unmet_gini", "nonsense", "--json", "-")[:2] == (2, "")


def test_a_file_named_without_its_ending_is_pointed_out(shequ: Shequ) -> None:
    shequ("new", "my-village")
    for command in ("run", "diff mmc", "compare mmc"):
        code, out, err = shequ(*command.split(), "my-village")
        assert (code, out) == (2, "")
        assert f"write  shequ {command} my-village.toml" in err


def test_new_writes_a_scenario_that_runs_and_never_overwrites(shequ: Shequ) -> None:
    code, out, _ = shequ("new", "my-village")
    assert code == 0
    assert "shequ check my-village.toml" in out
    text = Path("my-village.toml").read_text(encoding="utf-8")
    assert text.startswith("#:schema scenario.schema.json\n")
    assert Path("scenario.schema.json").exists()
    assert 'en = "my-village"' in text
    assert shequ("check", "my-village.toml")[0] == 0
    assert shequ("diff", "my-village.toml", "three-house-village")[1].startswith("No difference")
    Path("my-village.toml").write_text("mine", encoding="utf-8")
    assert shequ("new", "my-village.toml")[0] == 2
    assert Path("my-village.toml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("source", ["longhua", "street-office", "mmc", "jiangxinyuan"])
def test_every_shipped_scenario_is_a_starter(shequ: Shequ, source: str) -> None:
    assert shequ("new", 'a "quoted" 名', "--from", source)[0] == 0
    assert shequ("check", 'a "quoted" 名.toml')[0] == 0


def test_tables_open_in_a_spreadsheet(shequ: Shequ) -> None:
    code, _, err = shequ("run", "three-house-village", "-r", 2, "--tables", "out/deep")
    assert code == 0
    assert "issues.csv" in err
    for name in ("issues", "handlers", "daily", "funnel", "register", "metrics", "visits"):
        raw = Path(f"out/deep/{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
        assert rows, name
    funnel = Path("out/deep/funnel.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row["stage"] for row in csv.DictReader(funnel)] == [stage[0] for stage in STAGES]


def test_version_and_help(shequ: Shequ) -> None:
    assert shequ("--version")[1].startswith("shequ 0.")
    code, out, _ = shequ("--help")
    assert code == 0
    assert "shequ compare longhua-before longhua" in out
    for command in ("run", "compare", "check", "diff", "list", "new", "metrics"):
        assert shequ(command, "--help")[0] == 0


def test_a_place_that_cannot_hold_a_file_is_told(shequ: Shequ) -> None:
    Path("file").write_text("mine", encoding="utf-8")
    code, _, err = shequ("new", "file/x")
    assert code == 2
    assert "file" in err
    code, _, err = shequ("run", *MMC, "-r", 1, "--tables", "file")
    assert code == 2
    assert "file" in err
    assert Path("file").read_text(encoding="utf-8") == "mine"
