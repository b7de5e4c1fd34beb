"""Both maps as a moving picture for slides: an animated GIF, or an MP4 where ffmpeg is installed. The same recording gives the same GIF, byte for byte."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.classroom.frames import Frame, Recording, frames, read
from sim.draft import draft
from sim.locale import Lang, Translator, mark, translator
from sim.store.fault import ToldError
from sim.world.codes import Fate

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from PIL.Image import Image

PICTURES = 240
"""Of a moving picture whose pace is not asked for: half a minute."""

PER_SECOND = 8

WIDTH, HEIGHT, DPI = 9.6, 5.4, 100
"""Inches, and dots per inch: 960 by 540."""

MOODS = ("#b8460b", "#eaa070", "#c3c9cf", "#7fb5dc", "#1266a4")
"""Residents, from far below expectation to far above, as on the page."""

LAND, BUILDING, EDGE = "#eef2ec", "#ffffff", "#c9d1d6"


class Mark(NamedTuple):
    """How open issues of some fates are drawn."""

    fates: tuple[Fate, ...]
    text: str
    shape: str
    colour: str


MARKS = (
    Mark((Fate.LATENT, Fate.NOTICED), mark("not reported"), "o", "#9A9A9A"),
    Mark((Fate.WAITING, Fate.INTAKE, Fate.OFFERED, Fate.COUNCIL, Fate.LOST, Fate.TRANSIT, Fate.SIGNING, Fate.TRIP), mark("waits"), "s", "#D55E00"),
    Mark((Fate.SERVICE,), mark("being worked on"), "^", "#009E73"),
    Mark((Fate.RELAPSE,), mark("closed, not solved"), "X", "#CC79A7"),
)

NO_FFMPEG = mark("an MP4 needs the program ffmpeg, which is not installed here; an animated picture that ends in .gif needs nothing")
FAILED = mark("ffmpeg could not write {path} ({problem})")
WRONG_FORM = mark("{path}: a moving picture is written as .gif or .mp4")


class AnimationError(ToldError):
    """A moving picture that cannot be made as asked for."""


def require_form(path: Path) -> None:
    """Refuse, before anything is run, a form that is none or that something is missing for. Raises AnimationError."""
    if path.suffix.lower() not in (".gif", ".mp4"):
        raise AnimationError(WRONG_FORM, path=path)
    if path.suffix.lower() == ".mp4" and shutil.which("ffmpeg") is None:
        raise AnimationError(NO_FFMPEG)


def animate(messages: Sequence[bytes], path: Path, *, every_h: int | None = None, lang: Lang = "zh") -> Path:
    """Draw every `every_h`-th hour and write the file, whole or not at all. Raises AnimationError, MissingGlyphError, OSError."""
    require_form(path)
    recording = read(messages)
    total = sum(header["frames"] for header, _ in recording.days[0])
    pictures = _pictures(recording, every_h or max(1, round(total / PICTURES)), translator(lang))
    if path.suffix.lower() == ".gif":
        with draft(path) as part:
            part.write_bytes(_gif(pictures))
    else:
        _mp4(pictures, path)
    return path


def _gif(pictures: Iterator[Image]) -> bytes:
    """All pictures with one palette; only what changes is stored."""
    from PIL import Image

    palette = Image.new("P", (1, 1))
    palette.putpalette(_palette())
    first, *others = (one.quantize(palette=palette, dither=Image.Dither.NONE) for one in pictures)
    target = io.BytesIO()
    first.save(target, format="GIF", save_all=True, append_images=others, duration=round(1000 / PER_SECOND), loop=0)
    return target.getvalue()


def _palette() -> list[int]:
    """Every colour that is drawn with, and its blends with white and with the land, for smooth edges; and greys for letters."""
    from sim.pictures.look import LOOKS

    drawn = _rgb([*MOODS, *(one.colour for one in MARKS), LOOKS[0].colour, LOOKS[1].colour, EDGE])
    white, land = _rgb([BUILDING, LAND])
    blends = [share * drawn + (1 - share) * ground for ground in (white, land) for share in (1 / 3, 2 / 3)]
    greys = np.linspace(0, 1, 24)[:, None] * np.ones(3)
    whole = np.vstack([drawn, white, land, *blends, greys])
    return [round(255 * float(part)) for colour in whole for part in colour]


def _mp4(pictures: Iterator[Image], path: Path) -> None:
    size = f"{round(WIDTH * DPI)}x{round(HEIGHT * DPI)}"
    command = ["ffmpeg", "-y", "-loglevel", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-r", str(PER_SECOND), "-i", "-",
               "-pix_fmt", "yuv420p", "-movflags", "+faststart"]  # fmt: skip
    raw = b"".join(one.tobytes() for one in pictures)
    with draft(path) as part:
        done = subprocess.run([*command, str(part)], input=raw, capture_output=True, check=False)
        if done.returncode:
            raise AnimationError(FAILED, path=path, problem=done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or done.returncode)


def _pictures(recording: Recording, every_h: int, say: Translator) -> Iterator[Image]:
    from PIL import Image

    from sim.pictures.look import drawing

    with drawing(10):
        figure, worlds, clock = _stage(recording, say)
        canvas: Any = figure.canvas
        moving = [clock, *(artist for world in worlds for artist in world.moving)]
        for artist in moving:
            artist.set_visible(False)
        canvas.draw()
        still = canvas.copy_from_bbox(figure.bbox)
        for artist in moving:
            artist.set_visible(True)
        for frame in zip(frames(recording, 0), frames(recording, 1), strict=True):
            if (frame[0].h - recording.place["from_h"]) % every_h:
                continue
            clock.set_text(_clock(frame[0].h, say))
            for world, state in zip(worlds, frame, strict=True):
                world.show(state)
            canvas.restore_region(still)
            for artist in moving:
                figure.draw_artist(artist)
            pixels = np.asarray(canvas.buffer_rgba())[..., :3]
            yield Image.fromarray(np.ascontiguousarray(pixels))


def _clock(h: int, say: Translator) -> str:
    """The day of the run, as the page counts it."""
    weekdays = [say(one) for one in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")]
    return say("Day {day}, {weekday} {time}", day=h // 24 + 1, weekday=weekdays[h // 24 % 7], time=f"{h % 24:02}:00")


class _World:
    """One map and the line of its waiting cases below it."""

    def __init__(self, recording: Recording, number: int, map_: Axes, chart: Axes, say: Translator) -> None:
        from matplotlib.collections import PolyCollection

        from sim.pictures.look import LOOKS, legible

        place, columns = recording.place, recording.columns
        home = columns["resident_entrance"]
        shift = _scatter(len(home))
        self._x, self._y = columns["entrance_x"], columns["entrance_y"]
        self._entrance = columns["issue_entrance"]
        self._moods: Any = _rgb(MOODS)
        size = float(np.clip(6000 / len(home), 0.3, 5))
        self._people = map_.scatter(self._x[home] + shift[0], self._y[home] + shift[1], s=size, c=self._moods[np.full(len(home), 2)], linewidths=0)
        self._marks = [map_.plot([], [], one.shape, color=one.colour, ms=4.5, mec="white", mew=0.4, ls="")[0] for one in MARKS]
        title = recording.organisations[number]["title"][say.lang]
        map_.set_title(f"{'AB'[number]} · {legible(title)}", fontsize=12)
        map_.set(xlim=(-10, place["width_m"] + 10), ylim=(-10, place["height_m"] + 10), aspect="equal", xticks=[], yticks=[], facecolor=LAND)
        for side in ("left", "bottom"):
            map_.spines[side].set_visible(False)
        corners = [[(one["x0"], one["y0"]), (one["x1"], one["y0"]), (one["x1"], one["y1"]), (one["x0"], one["y1"])] for one in place["buildings"]]
        map_.add_collection(PolyCollection(corners, facecolors=BUILDING, edgecolors=EDGE, linewidths=0.6, zorder=0))
        first = place["from_h"]
        waiting = np.concatenate([part["s_waiting"] for _, part in recording.days[number]])
        self._days = 1 + (first + np.arange(len(waiting))) / 24
        self._waiting, self._first = waiting, first
        (self._line,) = chart.plot([], [], color=LOOKS[number].colour, lw=1.6)
        chart.set(xlim=(self._days[0], self._days[-1]))
        self.moving = [self._people, *self._marks, self._line]

    def show(self, frame: Frame) -> None:
        """Bring the artists to this frame."""
        self._people.set_facecolor(self._moods[frame.mood])
        for one, artist in zip(MARKS, self._marks, strict=True):
            at = self._entrance[np.isin(frame.fate, [fate.value for fate in one.fates])]
            dx, dy = _beside(at)
            artist.set_data(self._x[at] + dx, self._y[at] + dy)
        upto = frame.h - self._first + 1
        self._line.set_data(self._days[:upto], self._waiting[:upto])

    @property
    def most(self) -> float:
        """The longest line of the recording."""
        return float(self._waiting.max(initial=1.0))


def _stage(recording: Recording, say: Translator) -> tuple[Figure, list[_World], Any]:
    """The figure with everything that does not move."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DPI)
    FigureCanvasAgg(figure)
    maps = figure.subplots(2, 2, gridspec_kw={"height_ratios": [4, 1], "left": 0.05, "right": 0.98, "top": 0.86, "bottom": 0.15, "hspace": 0.08, "wspace": 0.1})
    worlds = [_World(recording, number, maps[0][number], maps[1][number], say) for number in (0, 1)]
    top = 1.1 * max(world.most for world in worlds)
    for chart in maps[1]:
        chart.set(ylim=(0, top))
        chart.set_xlabel(say("day"), fontsize=9, labelpad=1)
        chart.tick_params(labelsize=8)
    maps[1][0].set_ylabel(say("waiting in lines"), fontsize=9)
    clock = figure.text(0.5, 0.955, "", ha="center", va="center", fontsize=13)
    shapes = [Line2D([], [], marker=one.shape, color=one.colour, ls="", ms=6) for one in MARKS]
    figure.legend(shapes, [say(one.text) for one in MARKS], loc="lower center", ncols=len(MARKS), frameon=False, fontsize=9, bbox_to_anchor=(0.5, -0.005))
    return figure, worlds, clock


def _scatter(count: int) -> npt.NDArray[np.float64]:
    """Where residents stand beside their door (metres east and north): a sunflower, the same always."""
    n = np.arange(count) % 40
    radius, angle = 1.1 * np.sqrt(n), n * 2.399963
    return np.array([radius * np.cos(angle), radius * np.sin(angle)])


def _beside(entrance: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """Shifts (2, n) that let several issues at one door be seen: one above the other."""
    order = np.argsort(entrance, kind="stable")
    ranked = entrance[order]
    begins = np.searchsorted(ranked, ranked, side="left")
    rank = np.empty(len(entrance))
    rank[order] = np.arange(len(entrance)) - begins
    return np.array([np.zeros(len(entrance)), 8 + 5 * np.minimum(rank, 6)])


def _rgb(colours: Sequence[str]) -> npt.NDArray[np.float64]:
    return np.array([[int(one[at : at + 2], 16) / 255 for at in (1, 3, 5)] for one in colours])


__all__ = ["AnimationError", "animate", "require_form"]
