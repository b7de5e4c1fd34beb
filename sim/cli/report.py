"""`shequ report`: a stored comparison or study as the report a director reads; and what `compare --report` shares with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli import options
from sim.cli.language import help_language

if TYPE_CHECKING:
    from sim.locale import Lang, Translator
    from sim.report.evidence import Evidence
    from sim.study.many import Progress
    from sim.study.plan import Plan

say = help_language()


class Form(StrEnum):
    """What a report can be."""

    html = "html"
    docx = "docx"
    xlsx = "xlsx"
    pdf = "pdf"


class Languages(StrEnum):
    """Languages of a report."""

    zh = "zh"
    en = "en"
    both = "both"


class Style(StrEnum):
    """How a letter looks."""

    plain = "plain"
    gongwen = "gongwen"


Forms = Annotated[
    list[Form] | None,
    typer.Option("--form", help=say("form of the report, may be repeated; HTML is always written. Default: html, docx, xlsx; pdf needs shequ[pdf]"), show_default=False),
]
InLanguages = Annotated[Languages | None, typer.Option("--in", help=say("language of the report; default: that of the output"), show_default=False)]
Styled = Annotated[Style, typer.Option("--style", help=say("of the DOCX: plain, or gongwen, the layout of official Chinese documents"))]
Question = Annotated[str | None, typer.Option("--question", metavar="TEXT", help=say("the question that stands on page one"))]

Into = Annotated[
    Path | None,
    typer.Option("--report", metavar="FOLDER", help=say("write the report a director reads into this folder; more is run for it: a storm, doubts, shares of practices, single cases")),
]
Quick = Annotated[bool, typer.Option("--quick", help=say("with --report: the comparison only, no further runs"))]

COMPARISON = "comparison.json"
"""The numbers as JSON, beside the report."""

HELP = options.teach(
    say(
        "Write a report of what is stored: a comparison made by `shequ compare … --report`, or a study in results/. One file in HTML that opens "
        "anywhere, offline; DOCX, XLSX and PDF beside it. Nothing is run."
    ),
    "shequ report results/longhua",
    "shequ report results/longhua --in both --form docx --style gongwen",
    "shequ report results/grid-size --form pdf",
)


def report(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=say("folder of a comparison (compare --report) or of a study"))],
    out: Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help=say("where the report goes; default: the same folder"), show_default=False)] = None,
    forms: Forms = None,
    languages: InLanguages = None,
    style: Styled = Style.plain,
    question: Question = None,
    lang: options.Lang = None,
) -> None:
    """Write the report again, or in another form."""
    from sim.report.folder import has_evidence, read_evidence

    spoken = options.speak(lang)
    require_forms(forms)
    if has_evidence(folder):
        paths = write_report(read_evidence(folder), out or folder, forms, languages, style, spoken, question)
    else:
        paths = _study(folder, out or folder, forms, languages, style, spoken)
    tell_paths(paths, spoken)


def _study(folder: Path, out: Path, forms: list[Form] | None, languages: Languages | None, style: Style, spoken: Translator) -> list[Path]:
    from sim.report.folder import nothing_in
    from sim.report.forms import write_forms
    from sim.report.study_document import compose_study
    from sim.sweep.reading import read_results
    from sim.sweep.sweep import STORE

    if not (folder / STORE).is_file():
        raise nothing_in(folder)
    found = read_results(folder)
    documents = [compose_study(found, lang) for lang in _languages(languages, spoken)]
    return [path for document in documents for path in write_forms(document, out, _forms(forms), style.value)]


def write_report(
    evidence: Evidence, folder: Path, forms: list[Form] | None, languages: Languages | None, style: Style, spoken: Translator, question: str | None = None
) -> list[Path]:
    """Write a comparison's report in every language and form asked for."""
    from dataclasses import replace

    from sim.report.compose import compose
    from sim.report.forms import write_forms

    if question is not None:
        evidence = replace(evidence, question_zh=question, question_en=question)
    documents = [compose(evidence, lang) for lang in _languages(languages, spoken)]
    return [path for document in documents for path in write_forms(document, folder, _forms(forms), style.value)]


def keep_report(evidence: Evidence, folder: Path, forms: list[Form] | None, languages: Languages | None, style: Style, spoken: Translator) -> list[Path]:
    """Keep the evidence and the numbers, so that the report can be written again, and write it."""
    from sim.cli.files import write
    from sim.report.folder import keep_evidence

    keep_evidence(evidence, folder)
    write(folder / COMPARISON, evidence.comparison.to_json(evidence.command))
    return write_report(evidence, folder, forms, languages, style, spoken)


def require_forms(asked: list[Form] | None) -> None:
    """Refuse, before anything is run, a form that something is missing for. Raises TypesetError."""
    if asked and Form.pdf in asked:
        from sim.report.typeset import require_pdf

        require_pdf()


def _forms(asked: list[Form] | None) -> list[str]:
    """The forms asked for; HTML always."""
    return list(dict.fromkeys(["html", *(one.value for one in asked or (Form.docx, Form.xlsx))]))


def _languages(asked: Languages | None, spoken: Translator) -> list[Lang]:
    if asked is None:
        return [spoken.lang]
    return ["zh", "en"] if asked is Languages.both else ["zh" if asked is Languages.zh else "en"]


def tell_paths(paths: list[Path], spoken: Translator) -> None:
    """Where the report is, the page to open first."""
    from sim.cli.screen import line, results

    console = results()
    first = next(path for path in paths if path.suffix == ".html")
    line(console, spoken("Report: {path}", path=first), "bold")
    others = [path.name for path in paths if path != first]
    if others:
        line(console, "  " + spoken("beside it: {names}", names=", ".join(others)))


def gathered(
    plan: Plan, sources: list[str], overrides: list[str], question: str | None, further: bool, workers: int | None, spoken: Translator
) -> Evidence:
    """Carry the comparison out, with everything a report needs beside it; progress names each part."""
    from sim.cli.files import command_line
    from sim.cli.progress import steps
    from sim.report.gather import STEPS, Asked, gather

    asked = Asked(question or "", command_line(), tuple(sources), tuple(overrides), further)
    with steps(spoken) as step:

        @contextmanager
        def watch(name: str) -> Iterator[Progress]:
            with step(spoken(STEPS[name])) as callback:
                yield callback

        return gather(plan, asked, watch, workers)


def add_to(app: typer.Typer) -> None:
    """Make it a command."""
    app.command("report", help=HELP, short_help=say("the report of a stored comparison or study"))(report)


__all__ = ["Form", "Forms", "InLanguages", "Into", "Languages", "Question", "Quick", "Style", "Styled", "gathered", "keep_report", "require_forms", "tell_paths"]
