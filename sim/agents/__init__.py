"""The Mesa face: the same engine, the same numbers, with residents and handlers as Mesa agents.

Twelve people in three houses, a day per step:

>>> from sim.agents import CommunityModel, GridWorker, PartyMember, Resident, Volunteer
>>> model = CommunityModel("three-house-village")
>>> len(model.residents), len(model.handlers)
(12, 2)
>>> sorted(kind.__name__ for kind in model.agents_by_type)
['GridWorker', 'PartyMember', 'Resident', 'Staff', 'Volunteer']

An agent is a window on a row of the engine's tables. It can be asked, not told:

>>> worker = model.agents_by_type[GridWorker][0]
>>> worker.post, worker.level, worker.on_duty          # Monday 00:00
('village_worker', 'village', False)
>>> model.tick_h = 10
>>> model.step()
>>> model.now_h, worker.on_duty                        # Monday 10:00
(10.0, True)
>>> worker.on_duty = False
Traceback (most recent call last):
    ...
AttributeError: ...

The rest of the run in steps of a day; the collector has a row per step:

>>> model.tick_h = 24
>>> model.run_model()
>>> series = model.datacollector.get_model_vars_dataframe()
>>> list(series.columns)
['now_h', 'open_cases', 'waiting', 'resolved', 'mean_satisfaction']
>>> int(series["resolved"].iloc[-1]) == list(model.outcome().issues["fate"]).count("resolved")
True

However the run was cut into steps, it is the run that `simulate` gives:

>>> from sim.simulate import simulate
>>> model.outcome().issues.equals(simulate(model.scenario).issues)
True

A rule of your own goes into a subclass, before or after each step:

>>> class UntilFiveAreOpen(CommunityModel):
...     def after_step(self):
...         if self.open_cases >= 5:
...             self.running = False
>>> patient = UntilFiveAreOpen("three-house-village", tick_h=1)
>>> patient.run_model()
>>> patient.open_cases >= 5 or patient.finished
True

Importing this package imports Mesa, scipy and pandas (a second or two) and otherwise leaves the process as it was: see
`framework`.
"""

from sim.agents.handlers import GridWorker, Handler, MemberHandler, Partner, Staff, VolunteerHandler
from sim.agents.model import CommunityModel
from sim.agents.people import PartyMember, Resident, Volunteer

__all__ = [
    "CommunityModel",
    "GridWorker",
    "Handler",
    "MemberHandler",
    "Partner",
    "PartyMember",
    "Resident",
    "Staff",
    "Volunteer",
    "VolunteerHandler",
]
