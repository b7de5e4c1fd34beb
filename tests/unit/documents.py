"""Two documents to write: one as a report looks, one with every trap in every text."""

from __future__ import annotations

import math
from functools import cache

from matplotlib.figure import Figure

from sim.locale import Lang
from sim.pictures import LOOKS, Drawn, drawing
from sim.report.document import Bullets, Cell, Document, Head, Paragraph, Picture, Section, Table, Timeline

TRAPS = (
    "\"quoted\" & 'single' <script>alert('x')</script> <b>bold</b> &amp; ]]> -->",
    "=1+1", "+1", "-1", "@SUM(A1)", "#let x = 1; #import \"a\" $x^2$ *b* _i_ `c` @ref <label> \\ // /* */", "{{ 7*7 }} {% raw %} {name} %s %(x)s ${y}",
    "emoji 🏘️👩‍👩‍👧 e\u0301 \U000f1234 䶮㙟𠮷", "m" * 80, "社" * 80, "שלום עולם (1) مرحبا بالعالم", "open \u202eoverride and \u2067isolate", "closed \u2068שלום\u2069 isolate",
    "control \x0b\x00\x07\x1b\x7f\x85 tab\tline\nbreak\r\n\u2028end", "noncharacters \ufffe\uffff \ufdd0", "C:\\path\\to '' \"\" \\u0041 \\n", "https://example.org/?a=1&b=2", "A&B|[x]:*?/\\'",
)  # fmt: skip
HOSTILE = " ".join(TRAPS)

NUMBERS = (0.1 + 0.2, -6.3, 1e-17, 1234567.891, 3, math.nan, math.inf, None)


@cache
def drawn(lang: Lang = "zh", size: tuple[float, float] = (6.6, 2.6)) -> Drawn:
    """A small picture with a legend, clip paths and Chinese."""
    with drawing():
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.subplots()
        for at, (look, name) in enumerate(zip(LOOKS, ("改革前", "统一分拨", "力量下沉") if lang == "zh" else ("before", "dispatch", "sunk"), strict=False)):
            hours = [0.25 * 1.4**step for step in range(20)]
            axes.plot(hours, [1 - math.exp(-h / (30 - 9 * at)) for h in hours], color=look.colour, marker=look.marker, markersize=3, linestyle=look.dashes, label=name)
        axes.set_xscale("log")
        axes.set_xlabel("自报告起的小时" if lang == "zh" else "hours since the report")
        axes.legend()
        return Drawn(figure)


@cache
def hostile(lang: Lang = "zh") -> Document:
    """Every text is a trap, every table carries NUMBERS."""
    heads = (Head("名 & <i>", HOSTILE, "=unit"), Head(HOSTILE, "", "h", ("low", "=high"), True), *(Head(trap) for trap in TRAPS[:4]))
    rows = tuple(
        (Cell(trap), Cell(f"{number} h", (number, -1.5), "caution"), *(Cell(other, (), "strong") for other in TRAPS[:4]))
        for trap, number in zip(TRAPS, NUMBERS * 3, strict=False)
    )
    tables = tuple(Table(f"t{turn}-{'abc'[turn]}", caption, heads, rows if turn == 0 else rows[:2], HOSTILE) for turn, caption in enumerate((HOSTILE, "A/B:C", "a/b:c")))
    pictures = tuple(Picture(f"p-{turn}", HOSTILE, HOSTILE, drawn()) for turn in range(2))
    life = Timeline(HOSTILE, (HOSTILE, "=b"), (((TRAPS[0], TRAPS[1], HOSTILE),), ((TRAPS[5], "", TRAPS[7]), ("", "", ""))), HOSTILE)
    words = (Paragraph(HOSTILE, "caution"), *(Paragraph(trap) for trap in TRAPS), Bullets(TRAPS), Bullets(TRAPS, True), Paragraph(""), Bullets(()))
    return Document(
        lang, HOSTILE, HOSTILE,
        (Section("front", HOSTILE, (*words, pictures[0], tables[0]), "front"), Section("body", HOSTILE, (pictures[1], tables[1], life)),
         Section("annex", HOSTILE, (tables[2], Table("empty", "", (), ()))), Section("more", TRAPS[0], (), "annex")),
        TRAPS,
    )  # fmt: skip


@cache
def demo(lang: Lang = "zh") -> Document:
    """As a report on three options looks."""
    return _demo_zh() if lang == "zh" else _demo_en()


def _options(lang: Lang) -> Table:
    zh = lang == "zh"
    names = ("按期真正办结率", "响应时间中位数", "满意居民比例", "每件办结成本", "每居民每年成本", "加班(每人每周)") if zh else (
        "truly resolved within the deadline", "response time, median", "satisfied residents", "cost per resolved case", "cost per resident and year", "overtime, per handler and week")
    units = (" %", " h", " %", " yuan", " yuan", " h")
    words = ("高于", "低于", "无差别", "看不清") if zh else ("higher", "lower", "no difference", "cannot tell")
    parts = ("差值", "下限", "上限") if zh else ("difference", "low", "high")
    head = [Head("指标" if zh else "metric"), Head("现状" if zh else "today", "均值" if zh else "mean", "", (), True)]
    for option in ("统一分拨", "统一分拨与力量下沉") if zh else ("unified dispatch", "dispatch and sunk forces"):
        head += [Head(option, "配对差值与 95% 区间" if zh else "paired difference with its 95 % interval", "", parts, True), Head("判断" if zh else "verdict")]
    rows = []
    for at, (name, unit) in enumerate(zip(names, units, strict=True)):
        row = [Cell(name), Cell(f"{61.2 / (at + 1):.1f}{unit}", (61.2 / (at + 1),))]
        for option in range(2):
            value = (18.6 - 7 * at) / (option + 1)
            word = words[(at + option) % 4]
            row += [Cell(f"{value:+.1f} [{value - 0.6:+.1f}, {value + 0.7:+.1f}]", (value, value - 0.6, value + 0.7)), Cell(word, (), "caution" if (at + option) % 4 == 3 else "strong" if (at + option) % 4 < 2 else "quiet")]
        rows.append(tuple(row))
    return Table("options", "各方案与现状相比" if zh else "Each option beside today", tuple(head), tuple(rows), "30 次配对重复;95% 区间。" if zh else "30 paired replications; 95 % intervals.")


def _parameters(lang: Lang) -> Table:
    zh = lang == "zh"
    head = tuple(Head(text) for text in (("参数", "名称", "现状", "方案一", "方案二", "来源") if zh else ("parameter", "name", "today", "option 1", "option 2", "source")))
    rows = tuple(
        (Cell(f"posts.field_{n}.head_count", (), "quiet"), Cell("外勤岗位人数" if zh else "people at the field post"), Cell(f"{n}", (n,)), Cell(f"{n + 2}", (n + 2,)), Cell(f"{n * 2}", (n * 2,)),
         Cell("seed:龙华 3.2" if zh else "seed:Longhua 3.2" if n % 3 else "assumption"))
        for n in range(1, 41)
    )  # fmt: skip
    return Table("parameters", "改动的参数" if zh else "Parameters that were changed", head, rows)


def _life(lang: Lang) -> Timeline:
    zh = lang == "zh"
    before = (("周一 09:12", "", "居民发现楼道照明损坏") , ("周一 20:40", "0 小时", "拨打热线报告"), ("周三 10:05", "37.4 小时", "网格员首次联系;等候原因:窗口排队 31 小时"), ("第 9 天 15:30", "186.8 小时", "街道办结")) if zh else (
        ("Mon 09:12", "", "a resident notices that the light on the stairs is broken"), ("Mon 20:40", "0 h", "reports it by the hotline"),
        ("Wed 10:05", "37.4 h", "first contact by a grid worker; waited because 31 cases stood in line at the hall"), ("day 9, 15:30", "186.8 h", "settled by the street office"))
    after = before[:2] + ((("周二 08:30", "11.8 小时", "网格员首次联系"), ("周二 16:10", "19.5 小时", "现场办结")) if zh else (
        ("Tue 08:30", "11.8 h", "first contact by a grid worker"), ("Tue 16:10", "19.5 h", "settled on the spot")))
    return Timeline("第 1203 号诉求" if zh else "Case 1203", ("现状", "统一分拨") if zh else ("today", "unified dispatch"), (before, after), "同一居民、同一诉求、同样的机会。" if zh else "The same resident, the same problem, the same chances.")


def _demo_zh() -> Document:
    answer = (
        "在所述假设下,统一分拨使诉求在期限内真正办结的比例提高约 18.6 个百分点,首次响应的中位时间缩短约 6 小时。",
        "力量下沉在此之上再提高约 4 个百分点,但每居民每年多花 13 元。", "两个方案对满意居民的比例都没有可见差别。", "每件办结成本的差别目前看不清:再做约 90 次重复可以分清。",
    )  # fmt: skip
    body = "官方统计只含登记的工单;真实情况含所有潜在问题,也含无人报告的。两者之间的漏斗见下图。网格员每周平均在岗 41.3 小时,其中 6.2 小时为加班;党员与志愿者合计每周 312 小时。"
    return Document("zh", "龙华社区:统一分拨与力量下沉", "24,000 名居民 · 365 天 · 30 次配对重复 · 条件性思想实验,不是预测", (
        Section("answer", "一页看懂", (
            Paragraph("问题:把分拨统一到一个平台,并把力量下沉到网格,居民等得更短吗?", "strong"), *(Paragraph(one) for one in answer),
            Picture("share", "各方案下自报告起按时间累计的办结比例", "三条曲线,统一分拨与力量下沉都高于现状", drawn("zh")), _options("zh")), "front"),
        Section("differs", "各方案有什么不同", (Paragraph(body), Bullets(("统一分拨:四个入口合为一个,分拨 2 小时内完成", "力量下沉:12 名街道人员派到网格,有权当场处理")), Paragraph("以上差别由情景文件逐项得出。", "quiet"))),
        Section("who", "谁受益、谁受损", (Paragraph(body * 2), Picture("week", "按小时与星期的工作量", "工作量在周一上午最高", drawn("zh", (6.6, 3.4))), Paragraph(body))),
        Section("cannot", "本报告不能告诉您什么", (Paragraph("居民不知道的问题不在其中;费用只含列出的各项。", "caution"), Bullets(("真实社区会学习,模型中的组织不会。", "假设的改变可能使结论反转,见附录。"), True))),
        Section("lives", "命运改变最大的工单", (Paragraph("每件工单在两个方案下的经过并排列出。"), _life("zh"), _life("zh"))),
        Section("parameters", "改动的参数及来源", (_parameters("zh"),), "annex"),
        Section("rebuild", "如何重做本报告", (Paragraph("shequ compare longhua-before longhua --replications 30 --report results/longhua --lang zh"),), "annex"),
    ), ("社区治理", "仿真"))  # fmt: skip


def _demo_en() -> Document:
    answer = (
        "Under the stated assumptions, unified dispatch raises the share of problems that are truly resolved within the deadline by about 18.6 points, and shortens the median first response by some 6 hours.",
        "Sinking forces into the grids adds about 4 points more, at 13 yuan per resident and year.", "Neither option makes a visible difference to the share of satisfied residents.",
        "Whether a resolved case costs more or less cannot be told at this precision: about 90 more replications would settle it.",
    )  # fmt: skip
    body = "Official statistics hold registered cases only; what is true includes every latent problem, also those nobody reported. The funnel between them is shown below. Grid workers are on duty 41.3 hours a week, 6.2 of them overtime. "
    return Document("en", "Longhua: unified dispatch and sunk forces", "24,000 residents · 365 days · 30 paired replications · a conditional thought experiment, not a forecast", (
        Section("answer", "At a glance", (
            Paragraph("Do residents wait less if dispatch is unified on one platform and forces are sunk into the grids?", "strong"), *(Paragraph(one) for one in answer),
            Picture("share", "Share resolved by time since the report, for each option", "Three curves; both options lie above today", drawn("en")), _options("en")), "front"),
        Section("differs", "What differs between the options", (Paragraph(body), Bullets(("Unified dispatch: four entries become one, dispatch within 2 hours", "Sunk forces: 12 people of the street office are sent to the grids, with authority to settle on the spot")), Paragraph("Taken item by item from the scenario files.", "quiet"))),
        Section("who", "Who gains and who loses", (Paragraph(body * 2), Picture("week", "Workload by hour and weekday", "The workload is highest on Monday morning", drawn("en", (6.6, 3.4))), Paragraph(body))),
        Section("cannot", "What this cannot tell you", (Paragraph("Problems nobody knows of are not in it; cost holds the listed parts only.", "caution"), Bullets(("Real communities learn; the organisations of the model do not.", "Some assumptions reverse the answer; see the annex."), True))),
        Section("lives", "Cases whose fate changed most", (Paragraph("Each case under both options, side by side."), _life("en"), _life("en"))),
        Section("parameters", "Parameters changed, with sources", (_parameters("en"),), "annex"),
        Section("rebuild", "How to rebuild this report", (Paragraph("shequ compare longhua-before longhua --replications 30 --report results/longhua --lang en"),), "annex"),
    ), ("community governance", "simulation"))  # fmt: skip


__all__ = ["HOSTILE", "NUMBERS", "TRAPS", "demo", "drawn", "hostile"]
