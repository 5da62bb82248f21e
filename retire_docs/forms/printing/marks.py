"""Boxes and ticks, drawn by us: no font has to have them, and they copy as text.

They are the glyphs of a Type 3 font, whose outlines are page operators in thousandths of an em. A full-width mark
takes one em, as the box does that Chinese fonts have.
"""

from __future__ import annotations

_BOX = "110 -20 780 780 re S"
_TICK = "225 385 m 430 150 l 780 655 l S"
_CROSS = "215 85 m 785 655 l S 215 655 m 785 85 l S"
_LINE, _STROKE = "55 w", "90 w 1 J 1 j"

OUTLINES = {
    "□": f"{_LINE} {_BOX}",
    "☐": f"{_LINE} {_BOX}",
    "☑": f"{_LINE} {_BOX} {_STROKE} {_TICK}",
    "☒": f"{_LINE} {_BOX} {_STROKE} {_CROSS}",
    "■": f"{_LINE} 110 -20 780 780 re B",
    "√": f"{_STROKE} {_TICK}",
    "✓": f"{_STROKE} {_TICK}",
    "✔": f"130 w 1 J 1 j {_TICK}",
    "✗": f"{_STROKE} {_CROSS}",
    "✘": f"130 w 1 J 1 j {_CROSS}",
}
"""Mark → how it is drawn, from the baseline, y upwards."""

FACE = "M"
"""What pages call the font of marks."""

CODES = {mark: code for code, mark in enumerate(OUTLINES, 0x41)}
"""Mark → its one-byte code in the font."""

_SYMBOLS = {
    "wingdings": {0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x2A: "□", 0x35: "□", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
}
"""Codes of symbol fonts that are boxes and ticks."""


def of_symbol(font: str, code: int) -> str | None:
    """The mark that a character of a symbol font is (with or without the F000 that Word adds), if it is one."""
    return _SYMBOLS.get(font.lower(), {}).get(code & 0xFF)
