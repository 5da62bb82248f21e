"""How wide text runs: one function for Word and print, from the shipped font's advances."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

from fontTools.ttLib import TTFont

FONT_FILE = "NotoSerifSC-Regular.ttf"
_NOT_AT_START = frozenset("，。、；：？！）》」』】〕”’%‰,.;:?!)]}·—…～〉﹞々〜")
_NOT_AT_END = frozenset("（《「『【〔“‘([{〈﹝￥$")


@cache
def _font() -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    source = resources.files("retire_docs.forms") / "fonts" / FONT_FILE
    with resources.as_file(source) as path, TTFont(path, lazy=True) as font:
        # Numbered glyph names: reading the real ones costs five times as much as all the rest.
        font.setGlyphOrder([f"g{number}" for number in range(font["maxp"].numGlyphs)])
        return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm


@cache
def advance(char: str) -> float:
    """The width of a character in em: 1 for full-width ones, else the shipped font's advance."""
    if unicodedata.east_asian_width(char) in "WFA" or ord(char) > 0x2FFF:
        return 1.0
    if char == "\n":
        return 0.0
    cmap, widths, em = _font()
    name = cmap.get(ord(char))
    return widths[name][0] / em if name else 1.0


def width(text: str) -> float:
    """The width of a text in em."""
    return sum(map(advance, text))


def pieces(text: str) -> list[str]:
    """The text cut where a line may break: after each ideograph, between words, never before a closing mark
    or after an opening one (避头尾). ``\\n`` is a piece of its own."""
    result: list[str] = []
    for char in text:
        if result and char != "\n" and result[-1] != "\n" and _clings(result[-1][-1], char):
            result[-1] += char
        else:
            result.append(char)
    return result


def _clings(before: str, char: str) -> bool:
    if char in _NOT_AT_START or before in _NOT_AT_END:
        return True
    return char > " " and before > " " and _narrow(char) and _narrow(before)


@cache
def _narrow(char: str) -> bool:
    return ord(char) < 0x2E80 and unicodedata.east_asian_width(char) not in "WF"
