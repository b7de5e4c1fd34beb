"""Agents are windows: one per row, of the type the row says, showing the row as it is now, and not to be written."""

from __future__ import annotations

import time

import mesa
import numpy as np
import pytest

from sim.agents import (
    CommunityModel,
    GridWorker,
    Handler,
    MemberHandler,
    Partner,
    PartyMember,
    Resident,
    Staff,
    Volunteer,
    VolunteerHandler,
)
from sim.scenario.load import load
from sim.simulate import assemble
from sim.world.codes import Fate


@pytest.fixture
def street() -> CommunityModel:
    model = CommunityModel("street-office", tick_h=24 * 60 + 10)
    model.step()
    return model


def test_every_row_has_one_agent_of_its_type(street: CommunityModel) -> None:
    resident, kinds = street.world.resident, street.agents_by_type
    member, volunteer = resident["member"] == 1, resident["volunteer"] == 1
    rows = {kind: [agent.row for agent in kinds[kind]] for kind in (PartyMember, Volunteer, Resident)}
    assert np.any(member & volunteer), "the place must have somebody who is both"
    assert rows[PartyMember] == np.flatnonzero(member).tolist()
    assert rows[Volunteer] == np.flatnonzero(volunteer & ~member).tolist()
    assert rows[Resident] == np.flatnonzero(~volunteer & ~member).tolist()
    assert [agent.row for agent in street.residents] == list(range(len(resident)))
    assert [agent.row for agent in street.handlers] == list(range(len(street.world.handler)))
    assert [agent.unique_id for agent in street.agents] == list(range(1, len(street.agents) + 1))


def test_handlers_have_the_type_of_their_role() -> None:
    roles = ["staff", "grid_worker", "party_member", "volunteer", "partner"]
    for role, kind in zip(roles, [Staff, GridWorker, MemberHandler, VolunteerHandler, Partner], strict=True):
        model = CommunityModel(load("three-house-village", overrides=[f"posts.village_worker.role={role}"]))
        (worker,) = (handler for handler in model.handlers if handler.post == "village_worker")
        assert (type(worker), worker.role) == (kind, role)


def test_residents_show_their_row(street: CommunityModel) -> None:
    table, place = street.world.resident, street.world.entrance
    for agent in list(street.residents)[::97]:
        row = table[agent.row]
        home = place[row.entrance]
        assert (agent.household, agent.entrance, agent.home) == (row.household, row.entrance, (home.x_m, home.y_m))
        assert agent.age == ("child", "adult", "elder")[row.age]
        assert (agent.newcomer, agent.vulnerable, agent.member, agent.volunteer) == (
            row.newcomer == 1, row.vulnerable == 1, row.member == 1, row.volunteer == 1)
        assert (agent.satisfaction, agent.open_issues) == (row.satisfaction, row.open_issues)
        assert agent.efficacy == row.successes / (row.successes + row.failures)
    assert np.unique([agent.satisfaction for agent in street.residents]).size > 100, "nobody had an experience"


def test_windows_move_with_the_world() -> None:
    model = CommunityModel("three-house-village", tick_h=5.0)
    while not model.finished:
        model.step()
        fate = model.world.case["fate"]
        going_on = (fate > Fate.UNBORN) & (fate < Fate.PREVENTED)
        assert sum(agent.open_issues for agent in model.residents) == np.sum(going_on)
        in_hand = [handler.case for handler in model.handlers if handler.case is not None]
        assert sorted(in_hand) == np.flatnonzero(fate == Fate.SERVICE).tolist()
        for handler in model.handlers:
            assert handler.busy == (handler.case is not None or handler.chore is not None)


def test_handlers_show_post_place_and_line(street: CommunityModel) -> None:
    table = street.outcome().handlers
    for agent in street.handlers:
        row = table.loc[agent.row]
        assert (agent.post, agent.role, agent.services) == (row["post"], row["role"], row["services"])
        if agent.post.startswith("desk:"):
            assert (agent.level, agent.unit, agent.station) == (None, None, None)
        else:
            assert agent.level == street.scenario.posts[agent.post].level
            assert agent.unit == row["unit"]
            assert all(0 <= metres <= 1e5 for metres in agent.station)
    heads = {agent.post: agent.waiting for agent in street.handlers if agent.level != "grid"}
    grids = [agent.waiting for agent in street.handlers if agent.level == "grid"]
    assert sum(heads.values()) + sum(grids) == street.waiting


def test_utilisation_counts_hours_up_to_now_and_leaves_the_books_alone(street: CommunityModel) -> None:
    before = street.world.handler.copy()
    shown = [agent.utilisation for agent in street.handlers]
    np.testing.assert_array_equal(shown, street.outcome().handlers["utilisation"])
    hours = street.handler_hours()
    assert np.any(hours["changed_h"] > before["changed_h"]), "some hours were not yet booked"
    for name in before.dtype.names:
        np.testing.assert_array_equal(street.world.handler[name], before[name])
    while not street.finished:
        street.step()
    shown = [agent.utilisation for agent in street.handlers]
    np.testing.assert_array_equal(shown, street.outcome().handlers["utilisation"])


def test_before_the_first_duty_there_is_no_utilisation() -> None:
    model = CommunityModel("three-house-village")
    assert all(np.isnan(handler.utilisation) for handler in model.agents_by_type[GridWorker])


@pytest.mark.parametrize("kind", [Resident, Handler])
def test_nobody_writes_through_a_window(kind: type, street: CommunityModel) -> None:
    (agent, *_) = street.agents.select(agent_type=kind)
    mesas = dir(mesa.Agent)
    shown = [name for name in dir(kind) if isinstance(getattr(kind, name), property) and name not in mesas]
    assert len(shown) > 10
    for name in shown:
        with pytest.raises(AttributeError):
            setattr(agent, name, getattr(agent, name))


def test_removing_an_agent_removes_nobody(street: CommunityModel) -> None:
    residents, count = len(street.world.resident), len(street.agents)
    next(iter(street.residents)).remove()
    assert (len(street.world.resident), len(street.agents)) == (residents, count - 1)


def test_a_city_quarter_of_agents_is_made_in_time() -> None:
    scenario = load("longhua")
    assemble(scenario)

    def cpu_s(make: object) -> float:
        begun = time.process_time()
        make()  # type: ignore[operator]
        return time.process_time() - begun

    made = min(cpu_s(lambda: CommunityModel(scenario)) for _ in range(2)) - cpu_s(lambda: assemble(scenario))
    assert len(CommunityModel(scenario).residents) == 24_000
    assert made < 1.5
