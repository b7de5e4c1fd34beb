"""The page's modules as one script: sorted so that each stands behind those it imports, without the words import and export.

Plain JavaScript needs no more than this, as long as two rules are kept, and they are checked: `import {a, b} from "./x.js";`
and `export` stand at the beginning of a line, and no two modules give the same name to something at their top.
"""

from __future__ import annotations

import re
from pathlib import Path

WEB = Path(__file__).parent / "web"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const|let)\b)", re.M)
_TOP = re.compile(r"^(?:export )?(?:async function\*?|function\*?|class|const|let) (\w+)", re.M)
_EXPORTED = re.compile(r"^export (?:async function\*?|function\*?|class|const|let) (\w+)", re.M)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.M)


class ModulesError(ValueError):
    """The modules do not fit together; a fault of the program, not of its user."""


def joined(first: str = "main", folder: Path = WEB) -> str:
    """The script that the module `first` and all it imports make together. Same files, same text.

    Raises ModulesError for an import in a circle, of a name that is not exported, or of a form that is not known here, and
    where two modules use one name.
    """
    texts = _gathered(first, folder)
    _names_are_apart(texts)
    return "".join(f"// {name}.js\n{_EXPORT.sub('', _IMPORT.sub('', text)).strip()}\n\n" for name, text in texts.items())


def _gathered(first: str, folder: Path) -> dict[str, str]:
    """Texts by name, each behind those it imports."""
    texts: dict[str, str] = {}
    above: list[str] = []

    def visit(name: str) -> str:
        if name in above:
            raise ModulesError(f"modules import each other in a circle: {' > '.join([*above, name])}")
        if name not in texts:
            above.append(name)
            text = (folder / f"{name}.js").read_text(encoding="utf-8")
            for found in _IMPORT.finditer(text):
                exported = set(_EXPORTED.findall(visit(found[2])))
                missing = {one.strip() for one in found[1].split(",")} - exported
                if missing:
                    raise ModulesError(f"{name}.js imports what {found[2]}.js does not export: {', '.join(sorted(missing))}")
            texts[above.pop()] = text
        return texts[name]

    visit(first)
    return texts


def _names_are_apart(texts: dict[str, str]) -> None:
    """In one script all names at the top share one scope."""
    owner: dict[str, str] = {}
    for name, text in texts.items():
        rest = _EXPORT.sub("", _IMPORT.sub("", text))
        if left := _LEFT_OVER.search(rest):
            raise ModulesError(f"{name}.js has an import or export of a form that is not known here: {left[0]}")
        for one in _TOP.findall(text):
            if one in owner:
                raise ModulesError(f"{name}.js and {owner[one]}.js both have {one} at their top")
            owner[one] = name


__all__ = ["WEB", "ModulesError", "joined"]
