"""Read a study from the folder of its results: nothing is run, nothing in the store is changed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sim.errors import ShequError
from sim.locale import translator
from sim.scenario.documents import Document
from sim.scenario.sentences import Lang
from sim.store import ReadOnlyStore, open_readonly
from sim.sweep.result import Sweep
from sim.sweep.study import Study, read_study, study_of
from sim.sweep.sweep import STORE, is_there, next_end
from sim.sweep.table import RunTable, expand


class UnfinishedError(ShequError):
    """A folder of results in which runs are missing."""

    exit_code = 2

    def __init__(self, folder: Path, missing: int, total: int) -> None:
        self.folder, self.missing, self.total = folder, missing, total
        super().__init__(self.render("en"))

    def render(self, lang: Lang = "en") -> str:
        """The message in the reader's language."""
        say = translator(lang)
        return "shequ: " + say("{folder}: {missing} of {total} runs are missing, or were made by another version; give the study file, and they are made",
                               folder=self.folder, missing=self.missing, total=self.total)  # fmt: skip


def find_study(path: Path) -> Study:
    """The study of a file, or of a folder in which one was run. Raises FaultyScenario or StoreError."""
    if not path.is_dir():
        return read_study(path)
    with open_readonly(path / STORE) as store:
        text = str(store.study.get("file", ""))
        name = str(store.study.get("name", path.name))
    return study_of(name, Document(f"{name}.toml", text, tomllib.loads(text), Path()))


def read_results(path: Path) -> Sweep:
    """The study of a folder, complete. Raises UnfinishedError if runs are missing, StoreError for a store that cannot be read."""
    return read_table(expand(find_study(path)), path)


def read_table(table: RunTable, folder: Path) -> Sweep:
    """As `read_results`, for a table that is expanded already."""
    with open_readonly(folder / STORE) as store:
        end = 0
        while True:
            begin, end = end, next_end(table, store, end)
            if begin == end:
                return Sweep.read(table, store, end, False)
            _require(table, store, begin, end, folder)


def _require(table: RunTable, store: ReadOnlyStore, begin: int, end: int, folder: Path) -> None:
    keys = {row.key for row in table.rows(begin, end)}
    missing = sum(not is_there(store.get(key), (), False) for key in keys)
    if missing:
        raise UnfinishedError(folder, missing, len(keys))


__all__ = ["UnfinishedError", "find_study", "read_results", "read_table"]
