"""`shequ store`: look at, verify, repair, merge and export the stores of studies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli import options
from sim.cli.help_page import Commands
from sim.cli.language import help_language
from sim.locale import mark

if TYPE_CHECKING:
    from rich.console import Console

    from sim.locale import Translator
    from sim.store import Report, Run

say = help_language()

MOST = 10
"""Failures, faults or files that are told one by one."""

STATES = {
    "pending": mark("pending"), "running": mark("running"), "done": mark("done"), "failed": mark("failed"), "killed": mark("killed"),
    "timed out": mark("timed out"),
}  # fmt: skip

Place = Annotated[Path, typer.Argument(metavar="PATH", help=say("a store, or the folder of a study with runs.sqlite in it"))]

app = Commands(help=say("The stores in which studies keep their runs: look, verify, repair, merge, export."))


@app.command(
    "show",
    help=options.teach(say("Tell what is in a store: runs by state, failures, time, versions."), "shequ store show results/grid-size"),
    short_help=say("what is in it"),
)
def show(path: Place, json: options.Json = None, lang: options.Lang = None) -> None:
    """Show a store."""
    from sim.cli.files import STDOUT, write_json
    from sim.store import locate, open_readonly

    spoken = options.speak(lang)
    with open_readonly(path, frozen=True) as store:
        found = _summary(list(_without_numbers(store.runs())))
        study = store.study
    if json is not None:
        write_json(json, {"path": str(locate(path)), "study": study, **found})
        if json == STDOUT:
            return
    _show_summary(locate(path), found, spoken)


def _without_numbers(runs: Any) -> Any:
    """What a summary needs of runs, and no more: a store may be large."""
    from dataclasses import replace

    for run in runs:
        yield replace(run, metrics={}, checks={}, funnel={})


def _summary(runs: list[Run]) -> dict[str, Any]:
    states = Counter(run.state.value for run in runs)
    failed = [run for run in runs if run.traceback or run.state.value in ("failed", "killed", "timed out")]
    return {
        "runs": len(runs),
        "states": {name: states[name] for name in STATES},
        "wall_s": sum(run.wall_s for run in runs),
        "peak_mb": max((run.peak_mb for run in runs), default=0.0),
        "hosts": sorted({run.host for run in runs if run.host}),
        "versions": sorted({" ".join(pair) for run in runs for pair in run.versions.items()}),
        "tables": sum(len(run.files) for run in runs),
        "failures": [
            {"key": run.key, "labels": _labels(run), "state": run.state.value, "stage": run.stage, "attempts": run.attempts,
             "error": (run.traceback.strip().splitlines() or [""])[-1]} for run in failed
        ],
    }  # fmt: skip


def _labels(run: Run) -> str:
    return ", ".join(f"{name}={value}" for name, value in run.labels.items())


def _show_summary(path: Path, found: dict[str, Any], spoken: Translator) -> None:
    from sim.cli.screen import Cell, line, results, table

    console = results()
    line(console, spoken.number("{path}: {n} run", "{path}: {n} runs", found["runs"], path=path), "bold")
    table(console, [[Cell(spoken(STATES[name])), Cell(f"{count:,}", True)] for name, count in found["states"].items() if count])
    if found["wall_s"]:
        blanks = {"hours": f"{found['wall_s'] / 3600:,.2f}", "mb": f"{found['peak_mb']:,.0f}"}
        line(console, spoken("{hours} hours of computing, at most {mb} MB of memory per run", **blanks))
    if found["hosts"] or found["versions"]:
        line(console, ", ".join([*found["hosts"], *found["versions"]]), "dim")
    for one in found["failures"][:MOST]:
        what = [spoken(STATES[one["state"]]), *filter(None, [one["stage"], one["error"]])]
        line(console, f"  {one['key'][:12]}  {one['labels']}: {' · '.join(what)}", "yellow")
    if len(found["failures"]) > MOST:
        line(console, "  " + spoken("… and {rest} more: {command}", rest=len(found["failures"]) - MOST, command=f"shequ store export {path} DIR"), "dim")


@app.command(
    "verify",
    help=options.teach(
        say("Read everything in a store and say whether it is what was stored. Changes nothing; exit code 1 if something is wrong."),
        "shequ store verify results/grid-size",
    ),
    short_help=say("is everything there and readable?"),
)
def verify(path: Place, json: options.Json = None, lang: options.Lang = None) -> None:
    """Verify a store."""
    from sim.store import verify

    spoken = options.speak(lang)
    report = verify(path)
    _tell_report(report, spoken, json)
    if not report.whole:
        raise typer.Exit(1)


@app.command(
    "repair",
    help=options.teach(
        say("Write a damaged store anew with every run that can still be read. The damaged file is kept beside it."),
        "shequ store repair results/grid-size",
    ),
    short_help=say("save what can be read of a damaged one"),
)
def repair(path: Place, json: options.Json = None, lang: options.Lang = None) -> None:
    """Repair a store."""
    from sim.cli.files import STDOUT
    from sim.cli.screen import line, messages
    from sim.store import repair

    spoken = options.speak(lang)
    report = repair(path)
    told = messages() if json == STDOUT else None
    if report.kept_as is None:
        text = spoken("{path} needs no repair", path=report.path)
    else:
        blanks = {"kept": f"{report.runs:,}", "known": f"{report.known:,}", "file": report.kept_as}
        text = spoken("kept {kept} of the {known} runs known of; the damaged file is {file}", **blanks)
    line(told or _results(), text, "bold")
    _tell_report(report, spoken, json)


def _results() -> Console:
    from sim.cli.screen import results

    return results()


def _tell_report(report: Report, spoken: Translator, json: Path | None) -> None:
    from sim.cli.files import STDOUT, write_json
    from sim.cli.screen import line

    if json is not None:
        write_json(json, report.to_dict())
        if json == STDOUT:
            return
    console = _results()
    head = spoken.number("{path}: {n} run can be read", "{path}: {n} runs can be read", report.runs, path=report.path)
    line(console, head + ("" if report.known == report.runs else spoken(" of the {known} known of", known=f"{report.known:,}")), "bold")
    faults = [*report.faults, *report.table_faults]
    for one in faults[:MOST]:
        line(console, "  " + one.sentence(spoken.lang), "red")
    if len(faults) > MOST:
        line(console, "  " + spoken("… and {rest} more", rest=f"{len(faults) - MOST:,}"), "dim")
    if report.tables:
        line(console, "  " + spoken.number("{n} table beside it", "{n} tables beside it", report.tables))
    if report.orphans:
        told = spoken.number("{n} file that no run records, e.g. {file}", "{n} files that no run records, e.g. {file}",
                             len(report.orphans), file=report.orphans[0])  # fmt: skip
        line(console, "  " + told, "dim")
    if report.whole:
        line(console, "  " + spoken("nothing is wrong"), "green")
    elif report.faults:
        line(console, "  " + spoken("to keep what can be read:  {command}", command=f"shequ store repair {report.path}"))


@app.command(
    "merge",
    help=options.teach(
        say(
            "Bring the runs of other stores into one, by what they computed: shards of a job array, two machines. Different results of "
            "the same run are an error, and then nothing is written."
        ),
        "shequ store merge results/whole results/shard-1 results/shard-2",
    ),
    short_help=say("several into one"),
)
def merge(
    target: Annotated[Path, typer.Argument(metavar="TARGET", help=say("the store that gets the runs; made if there is none"))],
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help=say("stores that are read and stay as they are"))],
    json: options.Json = None,
    lang: options.Lang = None,
) -> None:
    """Merge stores."""
    from sim.cli.files import STDOUT, write_json
    from sim.cli.screen import line
    from sim.store import locate, merge

    spoken = options.speak(lang)
    found = merge(target, sources)
    if json is not None:
        write_json(json, {"path": str(locate(target)), **found._asdict()})
        if json == STDOUT:
            return
    counts = {name: f"{count:,}" for name, count in found._asdict().items()}
    line(
        _results(),
        spoken("{path}: {added} runs added, {better} replaced because they had come further, {same} already there", path=locate(target), **counts),
    )


@app.command(
    "export",
    help=options.teach(
        say("Write one row per run to runs.csv, and the failures with their tracebacks to failures.txt."),
        "shequ store export results/grid-size tables",
    ),
    short_help=say("as a table that anything reads"),
)
def export(
    path: Place,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=say("folder for the files; made if there is none"))],
    json: options.Json = None,
    lang: options.Lang = None,
) -> None:
    """Export a store."""
    from sim.cli.files import STDOUT, write_json
    from sim.cli.screen import line
    from sim.store import export

    spoken = options.speak(lang)
    found = export(path, folder)
    if json is not None:
        write_json(json, {"runs": found.runs, "failures": found.failures, "files": [str(file) for file in found.files]})
        if json == STDOUT:
            return
    told = spoken.number("{n} run", "{n} runs", found.runs) + (
        "" if not found.failures else spoken(", {failures} of them ended without a result", failures=f"{found.failures:,}")
    )
    line(_results(), f"{', '.join(str(file) for file in found.files)}: {told}")


def add_to(parent: typer.Typer) -> None:
    """Make it a group of commands."""
    parent.add_typer(app, name="store", short_help=say("the stores of studies: look, verify, repair, merge, export"))
