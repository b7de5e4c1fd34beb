"""A pool's line: a pairing heap threaded through the case table, ordered by (rank, ticket).

Whatever the discipline, the rank says who is served sooner and the ticket (serial of entering the line) breaks ties, so one
structure serves FCFS, priority classes, severity and deadlines. A case stands in at most one line, hence three links per
case suffice: `child`, `after` (next sibling) and `before` (previous sibling, or the parent of a first child). Entering costs
O(1), leaving from the front O(log n) amortised, leaving from anywhere the same (Fredman, Sedgewick, Sleator, Tarjan 1986).
"""

from __future__ import annotations

from sim.compiled import kernel_rule
from sim.world.codes import NOBODY


@kernel_rule
def is_sooner(a, b):
    """Whether case row a stands before case row b."""
    return a.rank < b.rank or (a.rank == b.rank and a.ticket < b.ticket)


@kernel_rule
def _merge(case, i, j):
    """Make the later of two separate roots the first child of the sooner; return the sooner."""
    if is_sooner(case[j], case[i]):
        i, j = j, i
    top = case[i]
    low = case[j]
    low.after = top.child
    if top.child != NOBODY:
        case[top.child].before = j
    low.before = i
    top.child = j
    return i


@kernel_rule
def _merge_children(case, first):
    """Merge a list of siblings into one root, two passes; NOBODY if the list is empty."""
    pairs = NOBODY  # merged pairs, linked backwards through `after`
    i = first
    while i != NOBODY:
        j = case[i].after
        rest = NOBODY
        root = i
        case[i].after = NOBODY
        case[i].before = NOBODY
        if j != NOBODY:
            rest = case[j].after
            case[j].after = NOBODY
            case[j].before = NOBODY
            root = _merge(case, i, j)
        case[root].after = pairs
        pairs = root
        i = rest
    root = NOBODY
    while pairs != NOBODY:
        rest = case[pairs].after
        case[pairs].after = NOBODY
        if root == NOBODY:
            root = pairs
        else:
            root = _merge(case, root, pairs)
        pairs = rest
    return root


@kernel_rule
def next_in_walk(case, i):
    """The case after case i in a walk through all of a line, in no order of service; NOBODY at the end. Begin with the front."""
    if case[i].child != NOBODY:
        return case[i].child
    while i != NOBODY:
        if case[i].after != NOBODY:
            return case[i].after
        while case[i].before != NOBODY and case[case[i].before].child != i:
            i = case[i].before
        i = case[i].before
    return NOBODY


@kernel_rule
def stand(case, pool, i):
    """Case i enters the line of a pool (row) at its rank and ticket."""
    own = case[i]
    own.child = NOBODY
    own.after = NOBODY
    own.before = NOBODY
    pool.line = i if pool.line == NOBODY else _merge(case, pool.line, i)
    pool.waiting += 1


@kernel_rule
def leave(case, pool, i):
    """Case i leaves the line of a pool (row), from wherever it stands (the front is `pool.line`)."""
    own = case[i]
    below = _merge_children(case, own.child)
    if i == pool.line:
        pool.line = below
    else:
        if case[own.before].child == i:
            case[own.before].child = own.after
        else:
            case[own.before].after = own.after
        if own.after != NOBODY:
            case[own.after].before = own.before
        if below != NOBODY:
            pool.line = _merge(case, pool.line, below)
    own.child = NOBODY
    own.after = NOBODY
    own.before = NOBODY
    pool.waiting -= 1
