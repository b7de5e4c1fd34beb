"""A study in memory in which practices are on and off together: the coalitions that an attribution needs, on the same chances."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sim.analysis.fault import AnalysisError
from sim.analysis.shapley import MOST_EXACT, Orders, shapley_orders
from sim.locale import mark
from sim.metrics import HEADLINES
from sim.metrics.catalogue import find
from sim.scenario.documents import Document, read_chain
from sim.scenario.load import load
from sim.sweep.design import combinations
from sim.sweep.study import Study, study_of

EXACT = 6
"""Up to so many practices all coalitions are run (64); beyond, those of sampled orders. Assumption."""
ORDERS = 64
"""Orders that are drawn beyond (science 7.5)."""
REPLICATIONS = 20
MOST_ORDERS, MOST_DRAWN = 1024, 62
"""Orders among which those of a stored study are looked for, and practices of which orders can be drawn."""
LEAST_REPLICATIONS = 2
LONGEST_NAME = 60


class Coalitions(NamedTuple):
    """A study with one structure for every coalition, in this order."""

    study: Study
    practices: tuple[str, ...]
    masks: tuple[int, ...]
    """bit j: practice j is on"""
    drawn: Orders | None
    """the sampled orders; None if all coalitions are there"""


def coalitions(
    base: str | Path, practices: Sequence[str] = (), metrics: Sequence[str] = (), replications: int = REPLICATIONS, seed: int | None = None,
    orders: int | None = None,
) -> Coalitions:
    """The study that shares out what practices do to a base.

    base       a file or shipped name. Without practices: one that only adds practices to another ("packages/longhua"): then those, on that other
    practices  ids of the library, or of patches of the base
    metrics    ids, the primary one first; left out, the headlines
    orders     0: all coalitions; else so many orders are drawn, an even number; left out, all up to 6 practices and 64 orders beyond

    Raises AnalysisError for what makes no attribution, FaultyScenario for a base that cannot be loaded.
    """
    if not practices:
        base, practices = taken_apart(base)
    _check(practices, replications, orders)
    if orders is None:
        orders = 0 if len(practices) <= EXACT else ORDERS
    drawn = shapley_orders(len(practices), orders) if orders else None
    masks = drawn.coalitions if drawn else tuple(range(2 ** len(practices)))
    names = [find(name).id for name in metrics or HEADLINES]
    name = _name(str(base), practices, drawn)
    text = _text(str(base), practices, names, masks, replications, seed)
    study = study_of(name, Document(f"{name}.toml", text, tomllib.loads(text), Path()))
    return Coalitions(study, tuple(practices), masks, drawn)


def coalitions_of(study: Study) -> Coalitions | None:
    """The coalitions that a study consists of, if it does: nothing but practices on and off, none and all among them.

    None for any other study, and for one whose coalitions are neither all there are nor those of drawn orders.
    """
    form = study.form
    if form.uncertainties or len(form.options) > 1 or len(form.levers) < 2 or not all(one.practice for one in form.levers.values()):
        return None
    rows, names = combinations(study, "levers"), tuple(form.levers)
    for practices in (names, names[::-1]):  # in a grid the last one changes fastest
        masks = tuple(sum(bool(row[name]) << at for at, name in enumerate(practices)) for row in rows)
        if len(names) <= MOST_EXACT and masks == tuple(range(2 ** len(names))):
            return Coalitions(study, practices, masks, None)
    masks = tuple(sum(bool(row[name]) << at for at, name in enumerate(names)) for row in rows)
    drawn = _orders_of(study.name, len(names), masks)
    return None if drawn is None else Coalitions(study, names, masks, drawn)


def _orders_of(name: str, k: int, masks: tuple[int, ...]) -> Orders | None:
    """The orders whose coalitions these are: as many as the study's name says, else as is usual, else the fewest."""
    if k > MOST_DRAWN:
        return None
    said = re.search(r"-(\d+)-orders$", name)
    likely = [int(said[1])] if said and int(said[1]) % 2 == 0 and int(said[1]) <= MOST_ORDERS else []
    for count in (*likely, ORDERS, *range(2, MOST_ORDERS + 1, 2)):
        drawn = shapley_orders(k, count) if count else None
        if drawn is not None and drawn.coalitions == masks:
            return drawn
        if drawn is not None and len(drawn.coalitions) > len(masks) and count not in (*likely, ORDERS):
            return None
    return None


def taken_apart(base: str | Path) -> tuple[str, list[str]]:
    """(the scenario it builds on, its practices) of a scenario that does nothing but add practices. Raises AnalysisError for another."""
    document = read_chain(base)[-1]
    only = document.data.keys() <= {"extends", "practices", "title", "summary"}
    if not only or not document.data.get("practices") or not document.data.get("extends"):
        raise AnalysisError(mark("name the practices: {base} is not just another scenario with practices added"), base=str(base))
    parent = str(document.data["extends"])
    path = (document.folder or Path()) / parent
    return str(path) if path.is_file() else parent, [str(one) for one in document.data["practices"]]


def _check(practices: Sequence[str], replications: int, orders: int | None) -> None:
    twice = [name for name in dict.fromkeys(practices) if list(practices).count(name) > 1]
    if twice:
        raise AnalysisError(mark("{name} is named twice"), name=twice[0])
    if len(practices) < 2:
        raise AnalysisError(mark("there is nothing to share out among fewer than 2 practices; for one: shequ compare BASE BASE+{name}"), name="".join(practices) or "L1")
    if orders == 0 and len(practices) > MOST_EXACT:
        raise AnalysisError(mark("all coalitions of {k} practices are too many; up to {most}, or draw orders"), k=len(practices), most=MOST_EXACT)
    if replications < LEAST_REPLICATIONS:
        raise AnalysisError(mark("an attribution needs at least {least} replications, or nothing in it has an interval"), least=LEAST_REPLICATIONS)


def _name(base: str, practices: Sequence[str], drawn: Orders | None) -> str:
    """Name of the study and its folder: attribute-street-office-L8-K5; a long one is cut and told apart by a hash."""
    words = ["attribute", re.sub(r"[^\w-]+", "-", Path(base).with_suffix("").name), *practices]
    if drawn is not None:
        words.append(f"{len(drawn.orders)}-orders")
    whole = re.sub(r"[^\w-]+", "-", "-".join(words))
    return whole if len(whole) <= LONGEST_NAME else f"{whole[: LONGEST_NAME - 9]}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"


def _text(base: str, practices: Sequence[str], metrics: Sequence[str], masks: Sequence[int], replications: int, seed: int | None) -> str:
    """The study as a person would write it: so it is kept with its results, and can be run again."""
    title = load(base, apply=practices).title  # with all of them: what does not exist or does not go together is told once
    lines = [
        f"base = {_quoted(base)}", f"metrics = [{', '.join(map(_quoted, metrics))}]", *([f"seed = {seed}"] if seed is not None else []),
        "[title]", f"zh = {_quoted(f'{title.zh}:各项做法的作用')}", f"en = {_quoted(f'{title.en}: what each practice adds')}",
        "[design.levers]", 'method = "zip"', "[replications]", f"count = {replications}",
    ]  # fmt: skip
    for at, name in enumerate(practices):
        values = ", ".join("true" if mask >> at & 1 else "false" for mask in masks)
        lines += [f"[levers.{_quoted(name)}]", f"practice = {_quoted(name)}", f"values = [{values}]"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Text as TOML writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


__all__ = ["EXACT", "ORDERS", "REPLICATIONS", "Coalitions", "coalitions", "coalitions_of", "taken_apart"]
