"""A file that is there as a whole or as it was before."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.draft import draft


def test_it_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "table.csv"
    with draft(path) as part:
        assert (part.parent, part.suffix) == (path.parent, path.suffix), "on the same disk, so that it can be renamed; with its ending, which some programs go by"
        part.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_was_there_stays_when_it_is_not(fault: BaseException, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("before")
    with pytest.raises(type(fault)), draft(path) as part:
        part.write_text("half")
        raise fault
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_written_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("before")
    with pytest.raises(FileNotFoundError), draft(path):
        pass
    assert path.read_text() == "before"
