"""Issues that a patrol could see and nobody has registered: one list per entrance, threaded through the case table."""

from __future__ import annotations

from sim.compiled import kernel_rule
from sim.world.codes import NOBODY


@kernel_rule
def is_seen(w, i):
    """Whether a patrol could see issue i at all."""
    return w.policy[0].patrols and w.category[w.issue[i].category].visible > 0.0


@kernel_rule
def hide(case, place, live, i):
    """Put issue i on the list of its entrance (row)."""
    own = case[i]
    own.after = place.first_hidden
    own.before = NOBODY
    if place.first_hidden != NOBODY:
        case[place.first_hidden].before = i
    place.first_hidden = i
    live.hidden += 1


@kernel_rule
def unhide(case, place, live, i):
    """Take issue i off the list of its entrance (row)."""
    own = case[i]
    if own.before == NOBODY:
        place.first_hidden = own.after
    else:
        case[own.before].after = own.after
    if own.after != NOBODY:
        case[own.after].before = own.before
    own.after = NOBODY
    own.before = NOBODY
    live.hidden -= 1
