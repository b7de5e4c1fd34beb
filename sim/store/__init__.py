"""The store of runs: what a study has computed cannot be lost, only grow.

    RunStore(path)        the one writer: put, put_many, get, runs, study      open_readonly(path)   everybody else
    keep_file, read_file  large tables beside it                               verify, repair, export, merge

Nothing in it is a pickle, and nobody else in the program knows what it is made of.
"""

from sim.store.export import Exported, export
from sim.store.fault import ConflictError, DamagedError, StoreError
from sim.store.files import files_folder, keep_file, orphans, read_file
from sim.store.form import FILE, locate
from sim.store.merge import Merged, merge
from sim.store.reader import Reader, ReadOnlyStore, open_readonly
from sim.store.repair import repair
from sim.store.run import Label, Run, State, StoredFile
from sim.store.store import RunStore
from sim.store.verify import Report, verify

__all__ = [
    "FILE", "ConflictError", "DamagedError", "Exported", "Label", "Merged", "ReadOnlyStore", "Reader", "Report", "Run", "RunStore", "State",
    "StoreError", "StoredFile", "export", "files_folder", "keep_file", "locate", "merge", "open_readonly", "orphans", "read_file", "repair",
    "verify",
]  # fmt: skip
