"""Make the binary catalogue from the readable one: `python -m sim.locale.compile`.

The format is that of GNU gettext (`.mo`, revision 0, little-endian, no hash table). Only what our catalogue uses is
read: msgid, msgid_plural, msgstr, msgstr[n], strings over several lines, comments. `messages` lists the sentences that
the code asks for, so that a test can compare the two.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

MAGIC = 0x950412DE

VOICES = ("say", "spoken")
"""Names of translators: their first argument is a sentence of the catalogue, also as an attribute (`tell.say`); `say.number` has two. So is `mark`'s."""

_LINE = re.compile(r'^(?:(msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+)?(".*")$')

_PACKAGE = Path(__file__).resolve().parents[1]


def read_po(text: str) -> dict[str, str]:
    """msgid -> msgstr of a readable catalogue; plurals as "one\\0many" -> "form0\\0form1...". The header has key "".

    Raises ValueError with the line number for anything it does not understand, and for a sentence given twice.
    """
    found: dict[str, str] = {}
    parts: dict[str, str] = {}
    current = ""
    for number, raw in enumerate([*text.splitlines(), 'msgid ""'], 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None or not (match[1] or current):
            raise ValueError(f"line {number}: not understood: {line}")
        if match[1] == "msgid" and parts:
            _keep(parts, found, number)
            parts = {}
        current = match[1] or current
        parts[current] = parts.get(current, "") + str(ast.literal_eval(match[2]))
    return found


def _keep(parts: dict[str, str], found: dict[str, str], number: int) -> None:
    key = parts["msgid"] + ("\0" + parts["msgid_plural"] if "msgid_plural" in parts else "")
    forms = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
    if key in found:
        raise ValueError(f"before line {number}: given twice: {key!r}")
    found[key] = "\0".join(forms)


def write_mo(catalogue: dict[str, str]) -> bytes:
    """The binary catalogue; the same bytes for the same sentences. Untranslated ones are left out."""
    pairs = sorted((key.encode(), value.encode()) for key, value in catalogue.items() if value)
    start = 28 + 16 * len(pairs)
    table, strings = [], b""
    for side in (0, 1):
        for pair in pairs:
            table.append(struct.pack("<2I", len(pair[side]), start + len(strings)))
            strings += pair[side] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + b"".join(table) + strings


def messages(sources: Iterable[Path]) -> dict[str, str]:
    """Every sentence the code asks for -> the first "file:line" that does; plurals as "one\\0many"."""
    found: dict[str, str] = {}
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for sentence in _asked(node):
                found.setdefault(sentence, f"{path.name}:{getattr(node, 'lineno', 0)}")
    return found


def _asked(node: ast.AST) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    match node.func:
        case ast.Name(id=name) if name in (*VOICES, "mark") and texts:
            yield texts[0]
        case ast.Attribute(attr=name) if name in VOICES and texts:
            yield texts[0]
        case ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr="number") if name in VOICES and len(texts) == 2:
            yield "\0".join(texts)


def sources() -> list[Path]:
    """The files of the package that may hold sentences."""
    return sorted(path for path in _PACKAGE.rglob("*.py") if "locale" not in path.relative_to(_PACKAGE).parts)


def main() -> None:
    """Compile every catalogue beside this file."""
    for path in sorted(Path(__file__).parent.rglob("*.po")):
        catalogue = read_po(path.read_text(encoding="utf-8"))
        path.with_suffix(".mo").write_bytes(write_mo(catalogue))
        missing = [key for key in messages(sources()) if not catalogue.get(key)]
        print(f"{path.name}: {len(catalogue) - 1} sentences, {len(missing)} missing", *missing, sep="\n  ")


if __name__ == "__main__":
    main()
