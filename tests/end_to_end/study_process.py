"""A study as a command in a process of its own, to be hurt: started, watched, its children found, its results read back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sim.store import State, open_readonly
from sim.sweep.tables import FILES

ROOT = Path(__file__).parents[2]

STUDY = """
base = "mmc"
metrics = ["response_time_median", "resolved_in_deadline"]
[title]
zh = "试验"
en = "A trial"
[set.run]
days = 2
warm_up_days = 0
follow_up_days = 0
[levers.clerks]
path = "posts.clerk.head_count"
values = [3, 4]
[replications]
count = {count}
"""

PLAIN = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES")}
Process = subprocess.Popen[str]


def write_study(folder: Path, count: int) -> Path:
    """study.toml in the folder: 2 × count runs."""
    path = folder / "study.toml"
    path.write_text(STUDY.format(count=count), encoding="utf-8")
    return path


def environment(lang: str = "C") -> dict[str, str]:
    """What a command finds around it: our sources, a language."""
    return {**PLAIN, "LANG": lang, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}


def start(folder: Path, out: str, *words: str, lang: str = "C") -> Process:
    """`shequ sweep study.toml --out OUT ...` in the folder, as the leader of a process group of its own."""
    command = [sys.executable, "-m", "sim", "sweep", "study.toml", "--out", out, *(words or ("-j", "2"))]
    return subprocess.Popen(command, cwd=folder, env=environment(lang), start_new_session=True, text=True, encoding="utf-8",
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip


def finish(process: Process, seconds: float = 120) -> tuple[int, str, str]:
    """Exit code, stdout, stderr; a process that hangs is killed, and that is a failure."""
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        kill_group(process)
        out, err = process.communicate()
        raise AssertionError(f"it hung for {seconds} s: {err}") from None
    assert "Traceback" not in err, err
    return process.returncode, out, err


def run(folder: Path, out: str, *words: str, seconds: float = 120) -> tuple[int, str, str]:
    """The command from beginning to end."""
    return finish(start(folder, out, *words), seconds)


def until(process: Process, word: str) -> float:
    """Wait for a line of progress that has the word; how long that took (s)."""
    begun = time.monotonic()
    assert process.stderr is not None
    while word not in (line := process.stderr.readline()):
        assert line, f"it ended before {word!r}"
    return time.monotonic() - begun


def kill_group(process: Process) -> None:
    """kill -9 of everything that belongs to it."""
    os.killpg(process.pid, signal.SIGKILL)


def children(pid: int, word: str = "") -> list[int]:
    """Processes whose parent it is and whose command has the word."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
        except (OSError, IndexError):
            continue
        if parent == pid and word in command:
            found.append(int(entry.name))
    return sorted(found)


def alive(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def soon(what: Callable[[], bool], seconds: float) -> bool:
    """Whether it becomes true within that time."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def records(path: Path) -> dict[str, tuple[int, float, bytes]]:
    """Of every done run how often it was begun, how long it took (no two makings take the same time), and its result."""
    if not path.exists() or path.stat().st_size == 0:
        return {}
    with open_readonly(path) as store:
        return {run.key: (run.attempts, run.wall_s, run.result_bytes()) for run in store.runs() if run.state is State.done}


def tables(folder: Path) -> dict[str, bytes]:
    """The bytes of every table but the log, which says how the runs went."""
    return {name: (folder / name).read_bytes() for name in FILES if name != "log.csv"}
