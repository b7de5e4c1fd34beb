"""The recording played in Python: the state of a world at every hour, made from its messages as the page makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.classroom.container import unpack

ON_TIME_MOOD = 2
"""Mood of a resident of whom nothing has been told."""


class Recording(NamedTuple):
    """The messages, read: the place, and of each world its organisation and its days."""

    place: dict[str, Any]
    columns: dict[str, npt.NDArray[Any]]
    """of the place"""
    organisations: tuple[dict[str, Any], dict[str, Any]]
    days: tuple[list[tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]], list[tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]]]


class Frame(NamedTuple):
    """A world at one hour. The arrays are read on: they change with the next frame."""

    h: int
    fate: npt.NDArray[np.uint8]
    """of every issue (n,), code of `Fate`"""
    mood: npt.NDArray[np.uint8]
    """of every resident (n,), 0 far below expectation … 4 far above"""
    series: dict[str, float]


def read(messages: Sequence[bytes]) -> Recording:
    """Recording of a feed without changes on the way. Raises ContainerError for what is no message."""
    place: tuple[dict[str, Any], dict[str, npt.NDArray[Any]]] = ({}, {})
    organisations: list[dict[str, Any]] = [{}, {}]
    days: tuple[list[Any], list[Any]] = ([], [])
    for header, columns in map(unpack, messages):
        if header["kind"] == "place":
            place = header, columns
        elif header["kind"] == "organisation":
            organisations[header["world"]] = header
        elif header["kind"] == "days":
            days[header["world"]].append((header, columns))
    return Recording(place[0], place[1], (organisations[0], organisations[1]), days)


def frames(recording: Recording, world: int) -> Iterator[Frame]:
    """Every frame of a world, in order."""
    fate = np.zeros(len(recording.columns["issue_occur"]), np.uint8)
    mood = np.full(len(recording.columns["resident_entrance"]), ON_TIME_MOOD, np.uint8)
    for header, columns in recording.days[world]:
        cases, moods = (np.concatenate([[0], np.cumsum(columns[name], dtype=np.int64)]) for name in ("case_n", "mood_n"))
        for k in range(header["frames"]):
            some = slice(cases[k], cases[k + 1])
            fate[columns["case_row"][some]] = columns["case_fate"][some]
            some = slice(moods[k], moods[k + 1])
            mood[columns["mood_row"][some]] = columns["mood_level"][some]
            yield Frame(header["first"] + k, fate, mood, {name[2:]: float(column[k]) for name, column in columns.items() if name.startswith("s_")})


__all__ = ["Frame", "Recording", "frames", "read"]
