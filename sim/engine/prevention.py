"""What keeps an issue from occurring: 1 - prod(1 - pi) over everything at work on it (science 4.1).

The issue's own uniform decides against that share, so what is prevented under less prevention is prevented under more.
"""

from __future__ import annotations

from sim.compiled import called_rule, kernel_rule


@kernel_rule
def _force(programme, now):
    """How much of a programme's effect is there by now: 0 before it begins, then evenly up to 1."""
    if now < programme.from_h:
        return 0.0
    if now - programme.from_h >= programme.ramp_h:
        return 1.0
    return (now - programme.from_h) / programme.ramp_h


@called_rule
def prevented_share(w, issue, share, now):
    """`share` (of the rules of dispatch), joined with the programmes in the issue's yard and the services its resident is enrolled in."""
    left = 1.0
    yard = w.entrance[issue.entrance].yard
    for m in range(w.programme.shape[0]):
        if w.works_in[m, yard]:
            left *= 1.0 - w.prevents[m, issue.category] * _force(w.programme[m], now)
    for s in range(w.service.shape[0]):
        place = w.queue[s, issue.resident]
        if w.covers[s, issue.category] and 0 <= place < w.service[s].enrolled:
            left *= 1.0 - w.service[s].share
    return 1.0 - (1.0 - share) * left if left < 1.0 else share
