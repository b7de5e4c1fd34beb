"""Who gains and who loses: groups of residents and every grid, with intervals."""

from __future__ import annotations

from sim.metrics import METRICS
from sim.metrics.portrait import GROUP_METRICS
from sim.report.chapters.front_answer import main_metric
from sim.report.chapters.group_differences import NAMES, area_values, group_values, of_areas, of_group, present
from sim.report.document import Block, Bullets, Cell, Head, Paragraph, Picture, Section, Table
from sim.report.telling import PRIMARY, Telling, cells, mean
from sim.study.compare import VERDICTS


def groups(tell: Telling) -> Section | None:
    """A table per metric, the grids in a sentence and a table, the map. None where no portraits were taken."""
    if not any(tell.evidence.portraits):
        return None
    say = tell.say
    blocks: list[Block] = [Paragraph(say("Shares are taken of all problems that happened to the group, reported or not: a group that gives up reporting does not look well served."))]
    blocks += [_table(tell, metric) for metric in GROUP_METRICS]
    if tell.evidence.ground is not None:
        blocks += [_map(tell), Bullets(tuple(_grids(tell, option) for option in tell.others))]
    return Section("groups", say("Who gains and who loses"), tuple(blocks))


def grids(tell: Telling) -> Section | None:
    """For the annex: timely resolution grid by grid. None where the options do not share a place."""
    if tell.evidence.ground is None:
        return None
    return Section("grids", tell.say("Grid by grid"), tuple(_areas(tell, option) for option in tell.others), "annex")


def _table(tell: Telling, metric: str) -> Table:
    say = tell.say
    first, *rest = tell.heads()
    alone = len(tell.others) == 1
    which = () if alone else (Head(say("option")),)
    head = (Head(say("group")), *which, first, Head(tell.labels[1] if alone else say("value"), right=True), *rest)
    rows = []
    for group in present(tell):
        for option in tell.others:
            one = of_group(tell, option, group, metric)
            before, after = group_values(tell, 0, group, metric), group_values(tell, option, group, metric)
            named = () if alone else (Cell(tell.letters[option]),)
            rows.append((Cell(say(NAMES[group]), (group,)), *named, *cells(tell.told(before, after, one), mean(before), mean(after), one)))
    note = "" if "far" in present(tell) else say("Who lives far from a service point is not told: no channel of every option has service points, or too few people live far from one.")
    return Table(f"groups-{metric.replace('_', '-')}", say("{metric}, by group", metric=tell.metric(metric)), head, tuple(rows), note if metric == PRIMARY else "")


def _grids(tell: Telling, option: int) -> str:
    """ "B: of 12 grids, timely resolution is higher in 11, no difference in 1"."""
    say = tell.say
    found = of_areas(tell, option, PRIMARY)
    counts = [(word, sum(one.verdict == word for one in found)) for word in VERDICTS]
    told = ("、" if tell.lang == "zh" else ", ").join(f"{say(VERDICTS[word])} {count}" for word, count in counts if count)
    ground = tell.evidence.ground
    assert ground is not None
    name = METRICS[main_metric(tell)]
    return say("{option}, “{metric}” in the {n} grids ({level}): {told}.", option=tell.letters[option], metric=name.zh if tell.lang == "zh" else name.en,
               n=len(found), level=ground.area_zh if tell.lang == "zh" else ground.area_en, told=told)  # fmt: skip


def _areas(tell: Telling, option: int) -> Table:
    say = tell.say
    first, *rest = tell.heads()
    head = (Head(say("grid")), first, Head(tell.labels[option], right=True), *rest)
    before, after = area_values(tell, 0, PRIMARY), area_values(tell, option, PRIMARY)
    rows = [
        (Cell(str(at + 1), (at + 1,)), *cells(tell.told(before[:, at], after[:, at], one), mean(before[:, at]), mean(after[:, at]), one))
        for at, one in enumerate(of_areas(tell, option, PRIMARY))
    ]
    caption = say("{metric}, by grid of A, {option}", metric=tell.metric(PRIMARY), option=tell.letters[option])
    return Table(f"grids-{tell.letters[option].lower()}", caption, head, tuple(rows), say("A grid has few problems, so its interval is wide. Grids are those of A, for every option."))


def _map(tell: Telling) -> Picture:
    from sim.report.drawn.ground import draw_map

    assert tell.evidence.ground is not None
    say = tell.say
    drawn = draw_map(tell.evidence.ground, tell.evidence.portraits, tell.labels, say)
    caption = say("Mean wait for the first contact, by building (schematic: positions are generated, not surveyed)")
    alt = say("A map of the buildings for each option, coloured by how long reported problems wait for the first contact.")
    return Picture("map", caption, alt, drawn)


__all__ = ["grids", "groups"]
