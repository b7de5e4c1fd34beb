"""Names of a study's factors, values, options and structures as a person reads them; an id where nobody gave a name."""

from __future__ import annotations

from typing import Any

from sim.locale import Lang, mark, translator
from sim.scenario.library import library
from sim.scenario.phrases import CHOICES
from sim.scenario.values import pick
from sim.sweep.form import Factor, Option
from sim.sweep.study import Study
from sim.sweep.table import RunTable

YES_NO = (mark("no"), mark("yes"))


def factor_name(study: Study, factor: str, lang: Lang = "en") -> str:
    """The factor's own name, else that of its practice, else its id."""
    one = study.factors[factor]
    own = _of(one, lang)
    if own or not one.practice or one.practice not in library():
        return own or factor
    return f"{one.practice} {_of(library()[one.practice].practice, lang)}"


def value_name(study: Study, factor: str, value: Any, lang: Lang = "en") -> str:
    """A value of a factor: yes or no, a number without needless digits, what a scenario's word stands for, any other word as it is."""
    if isinstance(value, bool):
        return translator(lang)(YES_NO[value])
    if study.factors[factor].path and value in CHOICES:
        return pick(CHOICES[value], lang)
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def option_name(study: Study, option: str, lang: Lang = "en") -> str:
    """The option's name, else its id."""
    found = study.form.options.get(option)
    return (_of(found, lang) if found else "") or option


def structure_name(table: RunTable, number: int, lang: Lang = "en") -> str:
    """ "grids 27, grid workers 34, dispatch nearest"; with the option's name where there are several."""
    shape, study = table.structures[number], table.study
    words = [f"{factor_name(study, name, lang)} {value_name(study, name, value, lang)}" for name, value in shape.levers.items()]
    title = option_name(study, shape.option, lang)
    return ", ".join([*([title] if len(study.form.options) > 1 else []), *words]) or title


def _of(named: Factor | Option | Any, lang: Lang) -> str:
    return str(named.zh if lang == "zh" else named.en)


__all__ = ["factor_name", "option_name", "structure_name", "value_name"]
