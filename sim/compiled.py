"""The one place that owns the compiler's options.

Four decorators, all plain numba:

`rule`         a small function, inlined into the kernel that calls it; Python may call it too. Reference counting is
               off (`_nrt=False`): passing a tuple of arrays then costs nothing, and numba refuses any array made
               inside, which we want anyway.
`kernel_rule`  the same, for rules that only kernels call: without the wrapper that lets Python in, which for a tuple of
               26 tables takes a third of all compile time. Called from Python it crashes; nothing but the engine may
               use it, and with NUMBA_DISABLE_JIT=1 it is an ordinary function.
`called_rule`  the same, but it stays a call: for what happens seldom, and for what is long and used in many places. Inlined,
               it would make the loop's code long, and with that slow for everybody (the mechanisms that are off cost 1.25
               of the time without them, and half of that as calls).
`entry`        a function that Python calls: compiled once, kept on disk, releases the GIL.

Division by zero gives inf or nan, as in numpy (`error_model`).

numba's disk cache looks only at the file of the entry, so an edited rule in *another* file would silently run its
old code. The cache folder therefore carries a hash of every kernel source: edit one, and the next call compiles anew.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

import numba

from sim.cache import cache_folder

KERNEL_SOURCES = ("compiled.py", "dice.py", "columns.py", "world/*.py", "engine/*.py", "demand/*.py", "community/*.py",
                  "observation.py")


def _kernel_hash() -> str:
    """Hash of the kernel sources, where they lie (numba keeps its files apart by that), numba's version and Python's."""
    here = Path(__file__).parent
    digest = hashlib.sha256(f"{numba.__version__} {sys.version_info[:2]} {here}".encode())
    for pattern in KERNEL_SOURCES:
        for path in sorted(here.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


CACHE_FOLDER = cache_folder(f"kernels-{_kernel_hash()}")
_config: Any = numba.config
_config.CACHE_DIR = str(CACHE_FOLDER)


def is_cold() -> bool:
    """Whether the kernels still have to be compiled (once per machine and version)."""
    return not _config.DISABLE_JIT and not any(CACHE_FOLDER.rglob("*advance*.nbi"))


_njit: Any = numba.njit  # its type stubs do not know the options below
rule = _njit(forceinline=True, _nrt=False, error_model="numpy")
kernel_rule = _njit(forceinline=True, _nrt=False, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
called_rule = _njit(forceinline=False, _nrt=False, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
entry = _njit(cache=True, nogil=True, _nrt=False, error_model="numpy")
