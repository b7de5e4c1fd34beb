"""`shequ sweep`: a study of many runs that survives whatever ends it."""

from __future__ import annotations

import shlex
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language

if TYPE_CHECKING:
    from sim.locale import Translator
    from sim.sweep.result import Sweep
    from sim.sweep.sweep import How, Progress, Shard

say = help_language()

HELP = options.teach(
    say(
        "Run a study: a file that names a base, options, levers, uncertainties and metrics, and expands to a table of runs. Every run is kept "
        "as soon as it is done. Whatever ends the command, the same command goes on from there; nothing that is done is run twice."
    ),
    "shequ sweep experiments/grid-size.toml --dry-run",
    "shequ sweep experiments/grid-size.toml",
    "shequ sweep study.toml --executor dask --scheduler tcp://node1:8786",
    "shequ sweep study.toml --shard 3/20",
)

Study = Annotated[Path, typer.Argument(metavar="STUDY", help=say("a study file (.toml)"))]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=say("folder of the results; default results/NAME"))]
ExecutorName = Annotated[str, typer.Option("--executor", metavar="KIND", help=say("processes, threads, dask or mpi; changes no number"))]
Scheduler = Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS", help=say("of a Dask cluster; left out, one on this machine"))]
Retry = Annotated[bool, typer.Option("--retry", help=say("make failed, killed and timed-out runs again"))]


def sweep(
    study: Study,
    out: Out = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("show the table of runs, the time and the disk it takes; make nothing"))] = False,
    executor: ExecutorName = "processes",
    scheduler: Scheduler = None,
    shard: Annotated[str | None, typer.Option("--shard", metavar="I/N", help=say("only part I of N, for job arrays; join them by shequ store merge"))] = None,
    retry: Retry = False,
    parquet: Annotated[bool, typer.Option("--parquet", help=say("write all metrics as a Parquet file too (needs pyarrow)"))] = False,
    workers: options.Workers = None,
    lang: options.Lang = None,
) -> None:
    """Run a study and show it."""
    from sim.sweep.study import read_study
    from sim.sweep.sweep import RESULTS, How, carry_on
    from sim.sweep.table import expand

    spoken = options.speak(lang)
    how = How(executor_word(executor, scheduler), workers, scheduler, _shard(shard), retry)
    if parquet:
        from sim.sweep.parquet import require_parquet

        require_parquet()
    table = expand(read_study(study))
    folder = out or RESULTS / table.study.name
    if dry_run:
        from sim.cli.dry_run import show_plan

        show_plan(table, folder, how, spoken)
        return
    with sweep_progress(spoken) as callback:
        found = carry_on(table, folder, how, callback)
    if parquet and not found.partial:
        from sim.sweep.parquet import write_parquet

        write_parquet(found, folder)
    finish(found, folder, how, spoken)


def finish(found: Sweep, folder: Path, how: How, spoken: Translator) -> None:
    """Write tables and picture, say what there is."""
    from sim.cli.screen import line, messages, results
    from sim.cli.studies import show_study
    from sim.sweep.figure import draw
    from sim.sweep.sweep import store_file
    from sim.sweep.tables import write_tables

    if found.partial:
        text = spoken("Part {part} of {parts} is done: {file}. When all are, join them: shequ store merge {target} {sources}",
                      part=how.shard.part if how.shard else 0, parts=how.shard.parts if how.shard else 0, file=store_file(folder, how.shard),
                      target=store_file(folder, None), sources=folder / "runs-*-of-*.sqlite")  # fmt: skip
        line(messages(), text)
        return
    write_tables(found, folder, shlex.join(["shequ", "sweep", found.table.study.document.label]))  # without what changes no number
    draw(found, folder)
    show_study(results(), found, folder, spoken)


def executor_word(word: str, scheduler: str | None) -> str:
    """The kind of executor, checked. Raises BadParameter."""
    from sim.errors import nearest
    from sim.sweep.executors import KINDS

    if word not in KINDS:
        close = nearest(word, list(KINDS))
        raise typer.BadParameter(say("one of {kinds}", kinds=", ".join(KINDS)) + (f" ({close[0]}?)" if close else ""), param_hint="--executor")
    if scheduler is not None and word != "dask":
        raise typer.BadParameter(say("a scheduler belongs to --executor dask"), param_hint="--scheduler")
    return word


def _shard(text: str | None) -> Shard | None:
    """ "3/20" as (3, 20)."""
    from sim.sweep.sweep import Shard

    if text is None:
        return None
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise typer.BadParameter(say("write I/N with I from 1 to N, e.g. 3/20"), param_hint="--shard")
    return Shard(int(part), int(parts))


def sweep_progress(spoken: Translator) -> AbstractContextManager[Progress]:
    """The progress of a study, and a word if the engine must be compiled first."""
    from sim.cli.progress import study_progress, tell_if_cold

    tell_if_cold(spoken, here=False)  # but by workers, of which one compiles and the others wait
    return study_progress(spoken)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("sweep", help=HELP, short_help=say("a study of many runs that cannot be lost"))(sweep)
