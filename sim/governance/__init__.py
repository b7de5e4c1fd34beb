"""Who answers: a scenario's organisation as arrays."""

from sim.governance.organisation import Organisation, organise

__all__ = ["Organisation", "organise"]
