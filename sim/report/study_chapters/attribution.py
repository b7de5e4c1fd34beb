"""What each practice of an attribution accounts for, metric by metric."""

from __future__ import annotations

from sim.locale import Translator
from sim.locale.numbers import decimals, difference_text, unit_of
from sim.metrics import METRICS, Metric
from sim.report.document import Block, Bullets, Cell, Head, Paragraph, Section, Table
from sim.report.study_chapters import entries
from sim.report.study_findings import StudyFindings
from sim.study.compare import VERDICTS, Difference
from sim.study.wording import difference_texts, label, metric_name
from sim.sweep.attribution import Attributed
from sim.sweep.names import factor_name
from sim.sweep.wording import sharing_texts, why_not


def attribution_section(found: StudyFindings, say: Translator) -> tuple[Section, ...]:
    """One table per metric that is not on page one, and which practices help each other."""
    shared = found.attribution
    if shared is None:
        return ()
    made = shared.coalitions
    how = (say("{k} practices in all {n} combinations: each practice's share is what it adds, averaged over all orders in which they could be introduced.",
               k=len(made.practices), n=len(made.masks)) if made.drawn is None
           else say("{k} practices in {n} combinations: each practice's share is what it adds, averaged over {orders} sampled orders of introduction.",
                    k=len(made.practices), n=len(made.masks), orders=len(made.drawn.orders)))  # fmt: skip
    blocks: list[Block] = [Paragraph(entries.joined((how, say("The shares add up exactly to the whole difference; with other practices beside it, a practice may do more or less.")), say))]
    for one in shared.metrics:
        metric = METRICS[one.metric]
        blocks.append(Paragraph(metric_name(metric, say), "strong"))
        if one.found is None:
            assert one.why is not None
            blocks.append(Paragraph(why_not(one.why, say, metric_name(metric, say)), "caution"))
            continue
        if one.metric != found.primary.id:
            blocks.append(shares_table(found, metric, say, f"shares-{one.metric.replace('_', '-')}"))
        blocks.append(Bullets(tuple(sharing_texts(one, say))))
    return (Section("attribution", say("What each practice accounts for"), tuple(blocks)),)


def shares_table(found: StudyFindings, metric: Metric, say: Translator, name: str) -> Table:
    """Practices in the order of the study, then all together: share, interval, verdict, alone, as the last one."""
    assert found.attribution is not None
    one = next(every for every in found.attribution.metrics if every.metric == metric.id)
    heads = (
        Head(say("practice"), parts=("practice",)), Head(say("share"), say("Shapley value: what it adds, averaged over the orders of introduction"), metric.unit, right=True),
        Head(say("95 % interval"), say("paired t interval"), metric.unit, ("low", "high")), Head(say("verdict"), parts=("verdict",)),
        Head(say("alone"), say("with no other practice on"), metric.unit, right=True), Head(say("as the last one"), say("with all others on"), metric.unit, right=True),
    )  # fmt: skip
    rows = [_row(found, one, at, say) for at in range(len(one.judged))]
    total = one.total
    whole = total if one.found is None else total._replace(difference=one.found.total)
    rows.append((Cell(say("together, exactly the sum"), ("",), "strong"), *_cells(whole, metric, say), Cell("", (None,)), Cell("", (None,))))
    note = "" if one.why is None else why_not(one.why, say, metric_name(metric, say))
    return Table(name, say("{metric}: what each practice adds", metric=label(metric, say)), heads, tuple(rows), note)


def _row(found: StudyFindings, one: Attributed, at: int, say: Translator) -> tuple[Cell, ...]:
    metric, (share, verdict, reason) = METRICS[one.metric], one.judged[at]
    told = one.total._replace(difference=share.value, low=share.low, high=share.high, verdict=verdict, reason=reason)
    digits = decimals(unit_of(metric.unit), share.high - share.low, share.value)
    beside = tuple(Cell(difference_text(value, unit_of(metric.unit), digits, say.lang), (entries.number(value),)) for value in (share.alone, share.last))
    return (Cell(factor_name(found.sweep.table.study, share.name, say.lang), (share.name,)), *_cells(told, metric, say), *beside)


def _cells(one: Difference, metric: Metric, say: Translator) -> tuple[Cell, ...]:
    text, interval = difference_texts(metric, one.difference, one.low, one.high, say)
    return (
        Cell(text, (entries.number(one.difference),)), Cell(interval, (entries.number(one.low), entries.number(one.high))),
        Cell(say(VERDICTS[one.verdict]), (one.verdict,), entries.TONES[one.verdict]),
    )  # fmt: skip


__all__ = ["attribution_section", "shares_table"]
