"""Who lives where and who knows whom. Nothing here depends on who governs."""

from sim.community.people import Community, build_community
from sim.community.ties import Ties, ties

__all__ = ["Community", "Ties", "build_community", "ties"]
