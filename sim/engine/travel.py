"""Travel of handlers: setup + detour * distance / speed (science 4.8; the detour is already in the pool's speed)."""

from __future__ import annotations

import math

from sim.compiled import kernel_rule


@kernel_rule
def travel_hours(pool, place):
    """Hours from the station of a pool to an entrance (rows); 0 for a post that does not travel."""
    if not pool.travels:
        return 0.0
    return pool.setup_h + math.hypot(place.x_m - pool.x_m, place.y_m - pool.y_m) / pool.speed_m_per_h
