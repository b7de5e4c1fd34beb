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

_TOP, _ONE = np.uint64(0), np.uint64(1)
"""Places in the heap are unsigned: at a signed one the compiled code would stop to ask whether it counts from the end."""


@kernel_rule
def _is_before(a, b):
    """Whether entry a comes before entry b; without branches, for nobody can guess the answer."""
    return (a.time_h < b.time_h) | ((a.time_h == b.time_h) & (a.order < b.order))


@kernel_rule
def _copy(entry, other):
    """Fill in an entry with another, column by column: assigned as a whole it would be copied byte by byte."""
    entry.time_h = other.time_h
    entry.order = other.order
    entry.who = other.who
    entry.stamp = other.stamp


@kernel_rule
def book(heap, live, time_h, kind, who, stamp):
    """Add an appointment to the calendar `heap`. Writes it and the live row; the loop guarantees that there is room."""
    order = np.int64(kind) * SERIALS + live.serial
    live.serial += 1
    at = np.uint64(live.booked)
    live.booked += 1
    while at > _TOP:
        parent = (at - _ONE) >> _ONE
        above = heap[parent]
        if above.time_h < time_h or (above.time_h == time_h and above.order < order):
            break
        _copy(heap[at], above)
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
    left = np.uint64(live.booked)
    last = heap[left]
    at = _TOP
    child = _ONE
    while child < left:
        if child + _ONE < left:
            child += np.uint64(_is_before(heap[child + _ONE], heap[child]))
        if _is_before(last, heap[child]):
            break
        _copy(heap[at], heap[child])
        at = child
        child = at + at + _ONE
    _copy(heap[at], last)
