"""The one door of the command line: streams that cannot crash on a character, errors as sentences with an exit code."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType

from sim.cli.language import chosen
from sim.errors import ShequError
from sim.locale import translator

INTERRUPTED = 130

KEPT = ("sweep", "sensitivity", "attribute", "robust", "store")
"""Commands that keep every run as soon as it is done."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code. A `ShequError` is told without a traceback; a defect of ours keeps it."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _forgive(sys.stdout)
    _forgive(sys.stderr)
    try:
        with _termination_as_ctrl_c():
            code = _command(words)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return _interrupted(words)
    except BrokenPipeError:
        return _closed_pipe()
    except ShequError as error:
        _tell(error, words)
        return error.exit_code
    except OSError as error:  # a file the user named cannot be written or read
        name = f" ({error.filename})" if error.filename else ""
        print(f"shequ: {error.strerror or error}{name}", file=sys.stderr)
        return 2


def _command(words: list[str]) -> int:
    """Let Typer find and run the command, and tell what it does not understand."""
    import typer

    from sim.cli.help_page import speak

    speak(chosen(words))
    from sim.cli.app import app

    try:
        code = app(args=words, prog_name="shequ", standalone_mode=False)
    except typer.TyperException as error:
        from sim.cli.usage import told

        if sentence := told(error, translator(chosen(words))):
            print(sentence, file=sys.stderr)
        return error.exit_code
    except SystemExit as end:  # Typer ends so where the reader of the output has left
        return end.code if isinstance(end.code, int) else 1
    return _interrupted(words) if code == INTERRUPTED else code if isinstance(code, int) else 0


def _interrupted(words: Sequence[str]) -> int:
    say = translator(chosen(words))
    if any(word in KEPT for word in words[:1]):
        text = say("Stopped. Every run that was done is kept; the same command goes on from there.")
    else:
        text = say("Interrupted. The runs so far were not kept.")
    print("\n" + text, file=sys.stderr)
    return INTERRUPTED


@contextlib.contextmanager
def _termination_as_ctrl_c() -> Iterator[None]:
    """A batch system ends a job by SIGTERM: the same as Ctrl-C for us. Only the main thread may set it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _closed_pipe() -> int:
    """The reader has left (`shequ list | head`): end quietly, also when Python flushes at exit."""
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _tell(error: ShequError, words: Sequence[str]) -> None:
    from sim.cli.hints import hint

    render = getattr(error, "render", None)
    print(render(chosen(words)) if render is not None else f"shequ: {error}", file=sys.stderr)
    better = hint(error, words, translator(chosen(words)))
    if better:
        print(better, file=sys.stderr)


def _forgive(stream: object) -> None:
    """A console of code page 936 has no ✓ or ³: show a question mark there and go on."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")
