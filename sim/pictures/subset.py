"""Make the shipped subset of Noto Sans SC anew: `python -m sim.pictures.subset NotoSansSC-Regular.ttf` (needs fonttools and brotli).

Kept are GB 2312, whatever else our scenarios quote, Latin, and the signs below; nobody needs this but who changes them. The TTF is for matplotlib, which cannot read WOFF2;
the WOFF2 is for pages.
"""

from __future__ import annotations

import sys
from pathlib import Path

SIGNS = "āēīōūǎěǐǒǔǖǘǚǜ‐‑–—‘’“”…‰′″←↑→↓↔−×÷±≈≠≤≥∞√∑·•■□▲△▼▽◆◇○●★☆✓½¼¾²³¥€°µ©™㎡㎞"


def characters() -> set[str]:
    """All characters that are kept."""
    kept = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x100))} | set(SIGNS)
    for path in (Path(__file__).parents[2] / "scenarios").rglob("*.toml"):  # one source is quoted in traditional script
        kept |= {one for one in path.read_text(encoding="utf-8") if "\u3400" <= one <= "\u9fff"}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                kept.add(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return kept


def make(source: Path, folder: Path) -> None:
    """Write NotoSansSC-subset.ttf and .woff2."""
    from fontTools import subset

    for flavour, ending in ((None, "ttf"), ("woff2", "woff2")):
        options = subset.Options(flavor=flavour, layout_features=["kern", "liga", "locl"], hinting=False, notdef_outline=True, name_IDs=["*"])
        font = subset.load_font(str(source), options)
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=[ord(one) for one in characters()])
        chosen.subset(font)
        subset.save_font(font, str(folder / f"NotoSansSC-subset.{ending}"), options)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(__file__).parent / "font")
