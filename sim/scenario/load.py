"""Read a scenario: files, patches and overrides in, one frozen `Scenario` or every fault at once out.

Importing this module is nearly free: pydantic comes with the first `load`, the positions of keys only with a fault.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario import shipped
from sim.scenario.changes import Change
from sim.scenario.documents import Document, read_chain
from sim.scenario.faults import Fault, FaultyScenario
from sim.scenario.patches import Assembled, assemble

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario


def load(
    source: str | Path,
    *,
    overrides: Sequence[str] = (),
    apply: Sequence[str] = (),
    preconditions: Mapping[str, Any] | None = None,
    changes: Sequence[Change] = (),
) -> Scenario:
    """Load a scenario file, or one that is shipped ("longhua"); "longhua+K5+K8" is longhua with K5 and K8 switched on.

    overrides   "path.to.key=value", the value as TOML, a bare word as text; later ones win
    apply       ids of patches of the file, or practices of the library, to switch on besides those the file applies
    preconditions   a table that extends the file, before any practice or patch
    changes     further changes by name, put together with the patches

    What was written (in a file, patch or override) stays visible in `model_fields_set` of each part.
    Raises FaultyScenario (a ScenarioError) whose message shows every fault with file, line and column.
    """
    from sim.scenario.form import idle_faults, validate
    from sim.scenario.references import check_references

    source, switched_on = base_and_practices(source)
    chain = read_chain(source)
    if preconditions:
        chain.append(Document("preconditions", "", dict(preconditions)))
    assembled = assemble(chain, overrides, [*switched_on, *apply], changes)
    scenario, faults = validate(assembled.data)
    faults = [*assembled.faults, *faults, *idle_faults(assembled.data, assembled.applied)]
    if scenario is not None:
        faults += check_references(scenario)
        if not faults:
            return scenario
    else:
        faults += _references_despite(assembled, faults)
    raise FaultyScenario(_in_order(assembled, faults))


def base_and_practices(source: str | Path) -> tuple[str | Path, list[str]]:
    """A name or file and the ids behind its plus signs. What is really called so goes first, plus signs and all."""
    if isinstance(source, Path) or "+" not in source or Path(source).exists():
        return source, []
    name, *ids = source.split("+")
    while ids and not (shipped.find(name) or Path(name).is_file()):
        name += "+" + ids.pop(0)  # a folder or file with a plus sign of its own
    return (name, ids) if ids and all(ids) else (source, [])


def _references_despite(assembled: Assembled, faults: Sequence[Fault]) -> list[Fault]:
    """Faults between parts that can be told although some values are faulty: those are taken out and defaults used.

    What could be a mere consequence of a faulty value is not told, nor anything that nobody wrote.
    """
    from sim.scenario.form import validate
    from sim.scenario.references import check_references

    repaired = _copied(assembled.data)
    for fault in faults:
        _remove(repaired, fault)
    scenario, left = validate(repaired)
    if scenario is None:
        for fault in left:
            _remove(repaired, fault)
        scenario, _ = validate(repaired)
    if scenario is None:
        return []
    tables = {fault.path[0] for fault in faults if fault.path}
    return [
        fault
        for fault in check_references(scenario)
        if fault.path
        and not _touches(fault, faults)
        and not _is_consequence(fault, tables)
        and (fault.path[0] != "sources" or assembled.is_written(fault.path))
    ]


def _touches(fault: Fault, faults: Sequence[Fault]) -> bool:
    """Whether a faulty value lies on the fault's path, or it on a faulty one's."""
    for other in faults:
        shared = min(len(fault.path), len(other.path))
        if other.path and fault.path[:shared] == other.path[:shared]:
            return True
    return False


_WHOLE = {
    "SC402": {"levels"},
    "SC403": {"levels"},
    "SC408": {"categories"},
    "SC409": {"posts", "categories"},
    "SC406": {"place"},
    "SC407": {"place"},
    "SC410": {"place", "levels"},
    "SC415": {"place"},
    "SC430": {"place"},
    "SC431": {"place"},
}
"""Faults that depend on whole tables."""


def _is_consequence(fault: Fault, tables: set[str | int]) -> bool:
    return bool(_WHOLE.get(fault.code, set()) & tables)


def _copied(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copied(value) for key, value in node.items()}
    return [_copied(value) for value in node] if isinstance(node, list) else node


def _remove(data: Any, fault: Fault) -> None:
    """Take the faulty value out; a missing name gets a placeholder."""
    path = list(fault.path)
    while path and isinstance(path[-1], int):
        path.pop()
    if not path:
        return
    for part in path[:-1]:
        if not isinstance(data, dict) or part not in data:
            return
        data = data[part]
    if not isinstance(data, dict):
        return
    data.pop(path[-1], None)
    if fault.code in ("SC105", "SC109") and path[-1] in ("zh", "en"):
        data[path[-1]] = "?"


def _in_order(assembled: Assembled, faults: Sequence[Fault]) -> list[Fault]:
    """Faults with their places, by file, line and column, each once."""
    files = {document.label: number for number, (document, _) in enumerate(reversed(assembled.layers))}
    placed = {(fault.code, fault.spot, fault.sentence()): fault for fault in map(assembled.placed, faults)}

    def order(fault: Fault) -> tuple[int, int, int, str]:
        spot = fault.spot
        return (files.get(spot.label, -1), spot.line, spot.column, fault.code) if spot else (-2, 0, 0, fault.code)

    return sorted(placed.values(), key=order)


__all__ = ["base_and_practices", "load"]
