"""Which of the varied factors matter for the levels and for the differences."""

from __future__ import annotations

from collections.abc import Sequence

from sim.analysis.sensitivity import Morris, Sobol
from sim.locale import Translator
from sim.metrics import METRICS, Metric
from sim.report.document import Block, Bullets, Cell, Head, Paragraph, Section, Table, Tone
from sim.report.study_chapters.pictures import later, tornado_picture
from sim.report.study_findings import StudyFindings
from sim.study.wording import metric_name
from sim.sweep.names import factor_name
from sim.sweep.sensitivity import Answer
from sim.sweep.wording import effect_text, matters_text, method_text, output_name, sigma_text

OUTPUTS = 4
"""Outputs of a metric that a table has columns for; all are in sensitivity.csv."""


def sensitivity_section(found: StudyFindings, say: Translator) -> tuple[Section, ...]:
    """How it was analysed, the picture, a table and a word per metric."""
    sensed = found.sensitivity
    if sensed is None:
        return ()
    blocks: list[Block] = [Paragraph(method_text(sensed, say)), *later(found, "sensitivity", tornado_picture, say)]
    for metric in found.metrics:
        answers = [one for one in sensed.answers if one.output.metric == metric.id and one.found is not None]
        if answers:
            blocks += [_table(found, metric, answers, say), Bullets(tuple(matters_text(sensed, one, say) for one in answers))]
    return (Section("sensitivity", say("Which unknowns matter") if sensed.kind == "uncertainties" else say("Which levers matter"), tuple(blocks)),)


def _table(found: StudyFindings, metric: Metric, answers: Sequence[Answer], say: Translator) -> Table:
    """Factors in the order of their size in the last output, which is a difference if there is one."""
    sensed = found.sensitivity
    assert sensed is not None
    shown = answers[:OUTPUTS]
    heads = [Head(say("factor"), parts=("factor",))]
    heads += [Head(output_name(sensed, one.output, say), _meaning(one, say), _unit(one), _parts(one)) for one in shown]
    order = sorted(range(len(shown[-1].sizes)), key=lambda at: -shown[-1].sizes[at])
    rows = []
    for at in order:
        name = shown[-1].names[at]
        cells = [_cell(one, at, say) for one in shown]
        rows.append((Cell(factor_name(found.sweep.table.study, name, say.lang), (name,)), *cells))
    left = len(answers) - OUTPUTS
    note = say("… and {n} more outputs in sensitivity.csv", n=left) if left > 0 else ""
    return Table(f"sensitivity-{metric.id.replace('_', '-')}", metric_name(metric, say), tuple(heads), tuple(rows), note)


def _meaning(one: Answer, say: Translator) -> str:
    if isinstance(one.found, Morris):
        return say("size of the effect over the whole range (mu*) ± half its 95 % interval, with its direction")
    if isinstance(one.found, Sobol):
        return say("share of the variance by the factor alone, and with everything it takes part in; ± half the 95 % interval")
    return say("shift of the distribution, 0 to 1, and what chance reaches")


def _unit(one: Answer) -> str:
    return METRICS[one.output.metric].unit if isinstance(one.found, Morris) else "share" if isinstance(one.found, Sobol) else "0-1"


def _parts(one: Answer) -> tuple[str, ...]:
    if isinstance(one.found, Morris):
        return ("mu", "mu_star", "mu_star_conf", "sigma")
    return ("s1", "s1_conf", "st", "st_conf") if isinstance(one.found, Sobol) else ("pawn", "threshold")


def _cell(answer: Answer, at: int, say: Translator) -> Cell:
    """The index, and a word on it; quiet where it is not certain that the factor matters."""
    one, idle = answer.found, answer.names[at] in answer.idle
    tone: Tone = "quiet" if idle else "plain"
    if isinstance(one, Morris):
        metric = METRICS[answer.output.metric]
        word = say("negligible") if idle else f"sigma {sigma_text(one, at, metric)}"
        return Cell(f"{effect_text(one, at, metric, say)}; {word}", (one.mu[at], one.mu_star[at], one.mu_star_conf[at], one.sigma[at]), tone)
    if isinstance(one, Sobol):
        text = f"S1 {100 * one.s1[at]:.0f} % (± {100 * one.s1_conf[at]:.0f}), ST {100 * one.st[at]:.0f} % (± {100 * one.st_conf[at]:.0f})"
        return Cell(text, (one.s1[at], one.s1_conf[at], one.st[at], one.st_conf[at]), tone)
    assert one is not None
    word = say("as by chance") if idle else say("above {limit}", limit=f"{one.threshold[at]:.2f}")
    return Cell(f"{one.median[at]:.2f}; {word}", (one.median[at], one.threshold[at]), tone)


__all__ = ["sensitivity_section"]
