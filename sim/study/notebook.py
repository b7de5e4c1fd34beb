"""What a notebook shows of a run or a comparison: one small table and one picture, as HTML without any library.

Everything that comes from a scenario is escaped. Colours are readable on light and dark paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import numpy.typing as npt

from sim.locale import Lang, language, translator
from sim.locale.numbers import decimals, interval_text, unit_of, value_text
from sim.metrics import HEADLINES, METRICS
from sim.metrics.daily import daily
from sim.study.compare import VERDICTS, Comparison, Difference
from sim.study.run import Replications, Result
from sim.study.wording import difference_texts, metric_name

WIDTH, ROW, LEFT = 420, 22, 4
INK, ACCENT = "#808080", "#2a7ab8"


def html(shown: object, lang: Lang | None = None) -> str:
    """The fragment for a Result, Replications or Comparison, in the language of the surroundings. Raises TypeError."""
    words = lang or language()
    match shown:
        case Comparison():
            return comparison_html(shown, words)
        case Replications():
            return replications_html(shown, words)
        case Result():
            return result_html(shown, words)
    raise TypeError(f"no picture for {type(shown).__name__}")


def result_html(result: Result, lang: Lang) -> str:
    """Headline metrics of one run, and the open cases day by day."""
    say = translator(lang)
    rows = []
    for name in HEADLINES:
        metric, value = METRICS[name], result.metrics[name]
        unit = unit_of(metric.unit)
        rows.append([metric_name(METRICS[name], say), value_text(value, unit, decimals(unit, 0.0, value), lang)])
    title = result.scenario.title.zh if lang == "zh" else result.scenario.title.en
    heading = (
        f"{title} · {say('seed {seed}', seed=result.scenario.run.seed)} · {say('replicate {n}', n=result.replicate)}"
    )
    picture = line_picture(daily(result)["open"], say("open cases by day"))
    return _page(heading, [say("headlines"), say("value")], rows, picture)


def replications_html(many: Replications, lang: Lang) -> str:
    """Headline metrics over replications with their intervals."""
    say = translator(lang)
    rows = []
    for name in [name for name in many.metric_ids if name in HEADLINES] or many.metric_ids[:8]:
        found, unit = many.estimate(name), unit_of(METRICS[name].unit)
        digits = decimals(unit, found.half_width, found.mean)
        interval = interval_text(found.low, found.high, unit, digits)
        rows.append([metric_name(METRICS[name], say), value_text(found.mean, unit, digits, lang), interval])
    title = many.scenario.title.zh if lang == "zh" else many.scenario.title.en
    heading = f"{title} · {say.number('{n} replication', '{n} replications', len(many))}"
    return _page(heading, [say("headlines"), say("mean"), say("95 % interval")], rows, "")


def comparison_html(found: Comparison, lang: Lang) -> str:
    """Headline differences of every option from the first, with intervals, verdicts and a picture of both."""
    say = translator(lang)
    names = [name for name in found.metric_ids if name in HEADLINES] or list(found.metric_ids[:8])
    shown = [one for one in found.differences if one.metric in names]
    rows = []
    for one in shown:
        metric = METRICS[one.metric]
        told = difference_texts(metric, one.difference, one.low, one.high, say)
        rows.append([found.plan.options[one.option].id, metric_name(metric, say), *told, say(VERDICTS[one.verdict])])
    heading = f"{found.plan.options[0].id} → {', '.join(option.id for option in found.plan.options[1:])}"
    paired = say.number("{n} paired replication", "{n} paired replications", found.replications)
    heads = ["", say("headlines"), say("difference"), say("95 % paired interval"), ""]
    return _page(
        f"{heading} · {paired}", heads, rows, interval_picture(shown, say("differences, in the smallest that matters"))
    )


def _page(heading: str, heads: Sequence[str], rows: Sequence[Sequence[str]], picture: str) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    return f"<div><strong>{escape(heading)}</strong><table><tr>{head}</tr>{body}</table>{picture}</div>"


def line_picture(values: npt.NDArray[np.int64], caption: str, height: int = 90) -> str:
    """A line over days as inline SVG; the top is the largest value."""
    if not len(values):
        return ""
    top = max(float(values.max()), 1.0)
    across = np.linspace(LEFT, WIDTH - LEFT, len(values))
    points = " ".join(
        f"{x:.1f},{height - LEFT - (height - 24) * value / top:.1f}" for x, value in zip(across, values, strict=True)
    )
    return (
        f'<svg width="{WIDTH}" height="{height}" role="img" aria-label="{escape(caption)}">'
        f'<text x="{LEFT}" y="14" font-size="12" fill="{INK}">{escape(caption)} (max {top:,.0f})</text>'
        f'<polyline points="{points}" fill="none" stroke="{ACCENT}" stroke-width="1.5"/></svg>'
    )


def interval_picture(differences: Sequence[Difference], caption: str) -> str:
    """One row per difference: a point with its interval, in units of the smallest difference worth talking about.

    The grey band is -1 to +1: an interval inside it says "no difference". Beyond ±10 a bar leaves the picture.
    """
    height, middle, step = 24 + ROW * len(differences), WIDTH / 2, (WIDTH / 2 - 2 * LEFT) / 10
    parts = [
        f'<svg width="{WIDTH}" height="{height}" role="img" aria-label="{escape(caption)}">'
        f'<text x="{LEFT}" y="14" font-size="12" fill="{INK}">{escape(caption)}</text>'
        f'<rect x="{middle - step:.1f}" y="20" width="{2 * step:.1f}" height="{height - 20}" fill="{INK}" opacity="0.15"/>'
        f'<line x1="{middle}" y1="20" x2="{middle}" y2="{height}" stroke="{INK}"/>'
    ]
    for at, one in enumerate(differences):
        if not (np.isfinite([one.low, one.high]).all() and one.relevant > 0):
            continue
        low, mid, high = (
            middle + step * float(np.clip(x / one.relevant, -10, 10)) for x in (one.low, one.difference, one.high)
        )
        y = 20 + ROW * (at + 0.5)
        parts.append(
            f'<line x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}" stroke="{ACCENT}" stroke-width="2"/>'
            f'<circle cx="{mid:.1f}" cy="{y}" r="4" fill="{ACCENT}"><title>{escape(one.metric)}</title></circle>'
        )
    return "".join([*parts, "</svg>"])


__all__ = ["comparison_html", "html", "interval_picture", "line_picture", "replications_html", "result_html"]
