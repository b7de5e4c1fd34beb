"""The calendar: a binary heap of appointments ordered by (time, kind of event, serial number).

Ties are broken by rule, never by luck: first the kind (codes.Event says in which order), then who was booked first.
One entry per busy handler, plus the issues that wait for something other than a handler; the next occurrence stays
outside the heap because the trace is already sorted.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import kernel_rule

SERIALS = 2**48
"""Serial numbers per kind of event in the tie-break word."""


@kernel_rule
def _is_before(a, b):
    return a.time_h < b.time_h or (a.time_h == b.time_h and a.order < b.order)


@kernel_rule
def book(heap, live, time_h, kind, who, stamp):
    """Add an appointment to the calendar `heap`. Writes it and the live row; the loop guarantees that there is room."""
    order = np.int64(kind) * SERIALS + live.serial
    live.serial += 1
    at = live.booked
    live.booked += 1
    while at > 0:
        parent = (at - 1) >> 1
        above = heap[parent]
        if above.time_h < time_h or (above.time_h == time_h and above.order < order):
            break
        heap[at] = above
        at = parent
    entry = heap[at]
    entry.time_h = time_h
    entry.order = order
    entry.who = who
    entry.stamp = stamp


@kernel_rule
def drop_first(heap, live):
    """Remove the first appointment (read it from heap[0] before). Writes the calendar and the live row."""
    live.booked -= 1
    last = heap[live.booked]
    at = 0
    child = 1
    while child < live.booked:
        if child + 1 < live.booked and _is_before(heap[child + 1], heap[child]):
            child += 1
        if _is_before(last, heap[child]):
            break
        heap[at] = heap[child]
        at = child
        child = 2 * at + 1
    heap[at] = last
