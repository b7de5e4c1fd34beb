"""A command line that is not understood, in a sentence of the reader's language with the nearest right word.

Typer tells its errors in English only. A sentence of a later Typer that is not known here stays as Typer has it.
"""

from __future__ import annotations

import re
from typing import Any

import typer

from sim.errors import nearest
from sim.locale import Translator, mark

_SENTENCES = (
    (r"No such option: (?P<word>.+)", mark("there is no option {word}")),
    (r"No such command '(?P<word>.+?)'\..*", mark("there is no command {word}")),
    (r"Missing command\.", mark("a command is missing")),
    (r"Got unexpected extra argument\(s\) \((?P<words>.+)\)", mark("this is more than the command takes: {words}")),
    (r"Option '(?P<word>.+)' requires an argument\.", mark("{word} needs a value after it")),
    (r"Option '(?P<word>.+)' does not take a value\.", mark("{word} takes no value")),
    (r"(?:Value error, )?'(?P<value>.*)' is not one of (?P<words>.+)\.", mark("{value} is not one of {words}")),
)

_VALUES = {
    "int_parsing": mark("a whole number is expected, not {value}"),
    "float_parsing": mark("a number is expected, not {value}"),
    "greater_than_equal": mark("at least {ge} is expected, not {value}"),
    "less_than_equal": mark("at most {le} is expected, not {value}"),
}
"""By pydantic's name of what is wrong with a value."""


def told(error: typer.TyperException, say: Translator) -> str:
    """What is wrong, how the command is used, and where to read more. Empty for a help page, which is shown already."""
    if not error.format_message():
        return ""
    lines = [f"shequ: {_problem(error, say)}"]
    context: Any = getattr(error, "ctx", None)
    if context is not None:
        lines += [context.get_usage().replace("Usage:", say("usage:"), 1), say("`{command} -h` explains it", command=context.command_path)]
    return "\n".join(lines)


def _problem(error: Any, say: Translator) -> str:
    name = _name(error)
    if name and not error.message:
        return say("{name} is missing", name=name)
    problem = _value(error, say) or _sentence(error, say)
    return f"{name}: {problem}" if name else problem


def _name(error: Any) -> str:
    """The option or argument that is meant, as one writes it."""
    param = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None) or (param.get_error_hint() if param is not None else "")
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "")


def _value(error: Any, say: Translator) -> str:
    """A value that is no number, or one out of its bounds."""
    found: list[Any] = getattr(error.__cause__, "errors", list)()
    if not found or found[0]["type"] not in _VALUES:
        return ""
    return say(_VALUES[found[0]["type"]], **{**found[0].get("ctx", {}), "value": found[0]["input"]})


def _sentence(error: Any, say: Translator) -> str:
    for pattern, sentence in _SENTENCES:
        if known := re.fullmatch(pattern, error.message):
            blanks = {name: one.replace("'", "") for name, one in known.groupdict().items()}
            return say(sentence, **blanks) + _near(error, blanks.get("word", ""), say)
    return str(error.message)


def _near(error: Any, word: str, say: Translator) -> str:
    """The option or command that was probably meant."""
    command = getattr(getattr(error, "ctx", None), "command", None)
    if not word or command is None:
        return ""
    words = [option for param in command.params for option in param.opts] if word.startswith("-") else list(getattr(command, "commands", ()))
    valid = {one.lstrip("-"): one for one in words}  # dashes are alike in all of them
    close = nearest(word.lstrip("-"), list(valid))
    return say("; did you mean {word}?", word=valid[close[0]]) if close else ""


__all__ = ["told"]
