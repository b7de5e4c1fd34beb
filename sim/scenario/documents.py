"""Texts that a scenario is made of: files in a chain of `extends`, and overrides from the command line."""

from __future__ import annotations

import codecs
import copy
import re
import tomllib
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from sim.errors import nearest
from sim.scenario import shipped
from sim.scenario.faults import Both, Fault, FaultyScenario, Hint
from sim.scenario.positions import KeyPath, Positions, Span, Spot

DEEPEST = 24
"""Tables may be nested this deep; a scenario needs 6."""


class Document:
    """One text with its data and, on demand, the place of every key."""

    def __init__(self, label: str, text: str, data: dict[str, Any], folder: Path | None = None) -> None:
        self.label, self.text, self.data, self.folder = label, text, data, folder

    @cached_property
    def _positions(self) -> Positions:
        return Positions(self.text)

    def spot(self, path: KeyPath, at: str) -> Spot:
        """The place of a path, or of the nearest table above it that is written; else the first line."""
        positions = self._positions
        for length in range(len(path), 0, -1):
            piece = path[:length]
            key = at == "key" or length < len(path)
            span = positions.key(piece) if key else positions.value(piece)
            if span is not None:
                return self._spot(span)
        return self._spot(Span(0, 0, 1))

    def _spot(self, span: Span) -> Spot:
        return Spot(self.label, span.line + 1, span.start + 1, self._positions.lines[span.line], span.end - span.start)


class Override(Document):
    """One `path.to.key=value` of the command line; `number` counts them from 1 and stands where a line would."""

    def __init__(self, number: int, text: str, data: dict[str, Any], cut: int) -> None:
        super().__init__("--set", text, data)
        self.number, self.cut = number, cut

    def spot(self, path: KeyPath, at: str) -> Spot:
        """The key or the value of the override."""
        if at == "key" or self.cut >= len(self.text):
            return Spot(self.label, self.number, 1, self.text, max(1, min(self.cut, len(self.text))))
        return Spot(self.label, self.number, self.cut + 2, self.text, max(1, len(self.text) - self.cut - 1))


def contains(data: Any, path: KeyPath) -> bool:
    """Whether the path is written in the data."""
    for part in path:
        if isinstance(part, int):
            if not isinstance(data, list) or part >= len(data):
                return False
        elif not isinstance(data, Mapping) or part not in data:
            return False
        data = data[part]
    return True


def read_chain(source: str | Path) -> list[Document]:
    """The files a scenario is made of, base first. Raises FaultyScenario if one cannot be read."""
    path = _locate(source)
    chain: list[Document] = []
    seen: list[Path] = []
    while True:
        document = read_file(path)
        chain.insert(0, document)
        seen.append(_resolved(path))
        parent = document.data.get("extends")
        if not isinstance(parent, str) or not parent:
            return chain
        path = _parent_path(document, parent)
        if _resolved(path) in seen:
            names = " → ".join(file.name for file in [*seen[seen.index(_resolved(path)) :], path])
            raise _at_extends(document, "SC007", {"chain": names})


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _parent_path(document: Document, parent: str) -> Path:
    """The file that `extends` names: relative to the document, or a shipped name."""
    folder = document.folder or Path()
    path = folder / parent
    if _is(path, "file"):
        return path
    known = shipped.find(parent)
    if known is not None:
        return known
    if _is(path, "dir"):
        raise _at_extends(document, "SC002", {"file": parent})
    siblings = [file.name for file in folder.glob("*.toml")]
    raise _at_extends(document, "SC001", {"file": parent}, _nearest(parent, siblings))


def _at_extends(document: Document, code: str, params: dict[str, Any], hints: tuple[Hint, ...] = ()) -> FaultyScenario:
    return FaultyScenario([Fault(code, params, ("extends",), hints=hints, spot=document.spot(("extends",), "value"))])


def _nearest(word: str, valid: list[str]) -> tuple[Hint, ...]:
    return tuple(Hint("nearest", {"word": found}) for found in nearest(word, valid))


def _is(path: Path, kind: str) -> bool:
    try:
        return path.is_file() if kind == "file" else path.is_dir()
    except (OSError, ValueError):
        return False


def _locate(source: str | Path) -> Path:
    """The file meant by a path or a shipped name."""
    path, word = Path(source), str(source)
    if _is(path, "file"):
        return path
    known = shipped.find(word)
    if known is not None:
        return known
    if _is(path, "dir"):
        raise FaultyScenario([Fault("SC002", {"file": word})])
    if path.suffix == ".toml" or len(path.parts) > 1:
        siblings = [file.name for file in path.parent.glob("*.toml")] if _is(path.parent, "dir") else []
        raise FaultyScenario([Fault("SC001", {"file": word}, hints=_nearest(path.name, siblings))])
    names = list(shipped.names())
    hints = _nearest(word, names) or ((Hint("choices", {"choices": names}),) if names else ())
    raise FaultyScenario([Fault("SC006", {"word": word}, hints=hints)])


def _label(path: Path) -> str:
    """The path as shown: relative to where the user stands, if it is below."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except (OSError, RuntimeError, ValueError):
        return str(path)


def read_file(path: Path) -> Document:
    """The text of one file with its data. Raises FaultyScenario if it cannot be read or is no TOML."""
    label = _label(path)
    try:
        raw = path.read_bytes().removeprefix(codecs.BOM_UTF8)  # Windows' Notepad writes one
    except (OSError, ValueError) as error:
        raise FaultyScenario(
            [Fault("SC008", {"reason": getattr(error, "strerror", None) or str(error)}, spot=Spot(label, 1, 1, "", 1))]
        ) from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FaultyScenario([_undecodable(label, raw, error.start)]) from error
    data = _parse(label, text)
    if not data:
        raise FaultyScenario([Fault("SC005", spot=Spot(label, 1, 1, _first_line(raw), 1))])
    return Document(label, text, data, path.parent)


def _first_line(raw: bytes) -> str:
    return raw.split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")


def _undecodable(label: str, raw: bytes, start: int) -> Fault:
    begin = raw.rfind(b"\n", 0, start) + 1
    column = len(raw[begin:start].decode("utf-8", "replace"))
    spot = Spot(label, raw.count(b"\n", 0, start) + 1, column + 1, _first_line(raw[begin:]), 1)
    return Fault("SC003", {"byte": f"0x{raw[start]:02X}"}, spot=spot)


def _parse(label: str, text: str) -> dict[str, Any]:
    try:
        data = copy.deepcopy(_loads(text))
    except RecursionError:
        raise FaultyScenario([Fault("SC004", {"problem": PROBLEMS["deep"]}, spot=Spot(label, 1, 1, "", 1))]) from None
    except ValueError as error:  # tomllib.TOMLDecodeError, or a whole number of thousands of digits
        raise FaultyScenario([syntax_fault(label, text, error)]) from error
    if deeper_than(data, DEEPEST):
        raise FaultyScenario([Fault("SC004", {"problem": PROBLEMS["deep"]}, spot=Spot(label, 1, 1, "", 1))])
    return data


@lru_cache(64)
def _loads(text: str) -> dict[str, Any]:
    """What the text says; a study reads the same few files hundreds of times, and to read one takes ten times as long as to copy what it says."""
    return tomllib.loads(text)


def deeper_than(data: Any, limit: int) -> bool:
    """Whether tables and lists are nested deeper than the limit (without recursion of its own)."""
    layer = [data]
    for _ in range(limit + 1):
        layer = [
            item
            for node in layer
            if isinstance(node, (dict, list))
            for item in (node.values() if isinstance(node, dict) else node)
        ]
    return bool(layer)


_AT = re.compile(r"\(at line (\d+), column (\d+)\)$|\(at end of document\)$")

FULL_WIDTH = {
    "＝": "=",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "，": ",",
    "：": "=",
    "［": "[",
    "］": "]",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "＃": "#",
    "．": ".",
    "。": ".",
    "、": ",",
}
"""Signs of a Chinese keyboard that look like signs of TOML."""

PROBLEMS = {
    "deep": Both("nested too deeply", "嵌套过深"),
    "digits": Both("a whole number is too long", "整数过长"),
    "Expected '=' after": Both("a key needs = and a value", "键之后应有 = 和值"),
    "Invalid value": Both("a value is expected here: text needs quotes", "此处应有值;文字要加引号"),
    "Cannot overwrite": Both("this name is already used above", "这个名字前面已用过"),
    "Cannot declare": Both("this table is already written above", "这个表前面已写过"),
    "Cannot mutate": Both("a value written in one piece cannot be added to", "一次写完的值不能再追加"),
    "Cannot redefine": Both("this table is already written above", "这个表前面已写过"),
    "Unclosed array": Both("a list is not closed with ]", "列表缺少 ]"),
    "Unclosed inline": Both("a table in braces is not closed with } on its line", "花括号表没有在同一行以 } 结束"),
    "Duplicate inline": Both("a key appears twice in the braces", "花括号内有重复的键"),
    "Unterminated string": Both("a text is not closed with its quote", "文字缺少结束引号"),
    'Expected "\'"': Both("a text is not closed with its quote", "文字缺少结束引号"),
    "Unescaped": Both(
        "a backslash in a text must be written twice, or the text put in single quotes",
        "文字中的反斜杠要写两次,或改用单引号",
    ),
    "Illegal character": Both(
        "a sign that may not stand here, or a text that is not closed on its line",
        "此处有不允许的字符,或文字没有在同一行结束",
    ),
    "Found invalid": Both(
        "a sign that may not stand here, or a text that is not closed on its line",
        "此处有不允许的字符,或文字没有在同一行结束",
    ),
    "Expected newline": Both("only one key and value to a line", "每行只能写一对键值"),
    "Expected ']": Both("the name of a table is not closed with ]", "表名缺少 ]"),
    "Invalid initial": Both(
        "a key is expected here; names other than A-Z a-z 0-9 _ - need quotes",
        "此处应有键;除 A-Z a-z 0-9 _ - 外的名字要加引号",
    ),
    "Invalid statement": Both(
        "a key or a [table] is expected here; names other than A-Z a-z 0-9 _ - need quotes",
        "此处应有键或 [表];除 A-Z a-z 0-9 _ - 外的名字要加引号",
    ),
}
"""The parser's complaints in plain words, by how they begin."""


def problem_of(message: str) -> Both:
    """A parser's complaint in both languages; unknown ones stay as they are."""
    if "digits" in message:
        return PROBLEMS["digits"]
    plain = _AT.sub("", message).strip()
    return next((words for start, words in PROBLEMS.items() if plain.startswith(start)), Both(plain, plain))


def syntax_fault(label: str, text: str, error: ValueError) -> Fault:
    """A TOML syntax error as a fault, with its line and a hint about full-width signs."""
    lines = text.replace("\r\n", "\n").split("\n")
    match = _AT.search(str(error))
    if match and match[1]:
        line, column = int(match[1]), int(match[2])
    elif match:
        line = max((number for number, one in enumerate(lines, 1) if one.strip()), default=1)
        column = len(lines[line - 1].rstrip()) + 1
    else:
        line = next((number for number, one in enumerate(lines, 1) if re.search(r"\d{4000}", one)), 1)
        column = 1
    shown = lines[line - 1] if line <= len(lines) else ""
    wide = next((sign for sign in shown.partition("#")[0] if sign in FULL_WIDTH), None)
    hints = (Hint("fullwidth", {"word": wide, "plain": FULL_WIDTH[wide]}),) if wide else ()
    return Fault("SC004", {"problem": problem_of(str(error))}, hints=hints, spot=Spot(label, line, column, shown, 1))


__all__ = ["Document", "Override", "contains", "deeper_than", "problem_of", "read_chain", "read_file", "syntax_fault"]
