"""The command line as a process: interruption, closed pipes, narrow consoles, what is imported, how soon it answers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

SHEQU = (sys.executable, "-m", "sim")
PLAIN = {**os.environ, "LANG": "C", "LC_ALL": "", "PYTHONIOENCODING": "utf-8"}


def shequ(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*SHEQU, *words], capture_output=True, env={**PLAIN, **environment}, timeout=300)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_with_130_and_one_clear_line() -> None:
    running = subprocess.Popen(
        [*SHEQU, "run", "mmc", "-r", "2000", "--set", "run.days=20", "--json", "-"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=PLAIN, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell lets its background jobs ignore it
    )  # fmt: skip
    assert running.stderr is not None
    first = running.stderr.readline()
    while "runs)" not in first:  # past the imports, and past compilation on a cold machine
        first = running.stderr.readline()
        assert first, "ended before it was interrupted"
    sent = time.monotonic()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert time.monotonic() - sent < 20
    assert out == ""
    assert "Interrupted" in err
    assert "Traceback" not in err


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_who_leaves_is_not_an_error_worth_words() -> None:
    running = subprocess.Popen([*SHEQU, "metrics"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=PLAIN)
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    running.stderr.close()
    running.wait(timeout=60)


def test_a_console_of_code_page_936_shows_everything() -> None:
    done = shequ("run", "mmc", "--set", "run.days=5", "-r", "2", "--lang", "zh", "--all", PYTHONIOENCODING="gbk")
    assert done.returncode == 0
    text = done.stdout.decode("gbk")
    assert "教科书排队" in text
    assert "?" not in text


def test_a_console_of_ascii_does_not_crash() -> None:
    done = shequ("list", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert re.search(rb"three-house-village +\?\?\?", done.stdout)


@pytest.mark.parametrize(
    ("words", "forbidden"),
    [
        (("--help",), "numpy numba pydantic pandas scipy matplotlib mesa"),
        (("list",), "numpy numba pandas scipy matplotlib mesa"),
        (("check", "mmc"), "numba pandas scipy matplotlib mesa tree_sitter"),
        (("diff", "mmc", "three-house-village"), "numba pandas scipy matplotlib mesa"),
        (
            ("run", "mmc", "-r", "1", "--set", "run.days=5"),
            "pandas scipy.stats scipy.special matplotlib mesa tree_sitter",
        ),
        (("compare", "mmc", "mmc", "-r", "2", "--set", "run.days=5"), "pandas scipy.stats matplotlib mesa"),
    ],
)
def test_nothing_heavy_is_imported_on_the_way(words: tuple[str, ...], forbidden: str) -> None:
    code = (
        "import sys; from sim.cli import main; code = main(sys.argv[1:-1]);"
        "found = [name for name in sys.argv[-1].split() if name in sys.modules];"
        "print(*found, file=sys.stderr); sys.exit(code or (9 if found else 0))"
    )
    done = subprocess.run([sys.executable, "-c", code, *words, forbidden], capture_output=True, env=PLAIN, timeout=300)
    assert done.returncode == 0, done.stderr[-400:]


@pytest.mark.skipif(os.name == "nt", reason="processor time of children is told by POSIX only")
def test_help_answers_at_once() -> None:
    # 0.3 s is the aim; machines differ and are busy, so the yardstick is measured beside it: importing numba, and nothing else
    def spent(*words: str) -> float:
        before = os.times()
        assert subprocess.run([sys.executable, *words], capture_output=True, env=PLAIN, timeout=300).returncode == 0
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    help_, numba = zip(*((spent("-m", "sim", "--help"), spent("-c", "import numba")) for _ in range(3)), strict=True)
    assert min(help_) < min(numba)


def test_both_faces_are_the_same_program() -> None:
    assert shequ("--version").stdout.startswith(b"shequ ")
