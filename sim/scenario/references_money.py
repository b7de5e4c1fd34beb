"""Do funds, services and ways agree with the rest of a scenario?"""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import nearest
from sim.scenario.faults import Fault, Hint, Word, dotted, toml_text
from sim.scenario.scenario import Scenario

ALL = "all"

MOST_TRIPS = 50
"""Nobody comes to a desk more often for one matter."""


def check_money(scenario: Scenario) -> Iterator[Fault]:
    """A purse of every unit needs a level; a service is paid from one purse."""
    for name, fund in scenario.funds.items():
        if fund.per_unit and not fund.level:
            yield Fault("SC440", {"word": name}, ("funds", name, "per_unit"))
    for name, service in scenario.services.items():
        if service.fund in scenario.funds and scenario.funds[service.fund].per_unit:
            yield Fault("SC441", {"word": name, "fund": service.fund}, ("services", name, "fund"))


def check_trips(scenario: Scenario) -> Iterator[Fault]:
    """Visits to a desk: of categories that exist, a whole number of them, and a desk to come to."""
    ids = [ALL, *scenario.categories]
    for name, channel in scenario.channels.items():
        for word, trips in channel.trips.items():
            path = ("channels", name, "trips", word)
            if word not in ids:
                hints = (*(Hint("nearest", {"word": found}) for found in nearest(word, ids)), Hint("choices", {"choices": ids}))
                yield Fault("SC401", {"key": dotted(path), "kind": Word("category"), "word": word}, path, "key", hints)
            if not (1 <= trips <= MOST_TRIPS and trips == int(trips)):
                yield Fault("SC442", {"key": dotted(path), "most": MOST_TRIPS, "value": toml_text(trips)}, path)
            elif trips > 1 and channel.desks == 0:
                yield Fault("SC443", {"word": name}, path)


__all__ = ["check_money", "check_trips"]
