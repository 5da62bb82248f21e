"""How wide text runs and where its lines may break: one place for Word and print.

Widths are the shipped font's, so that type steps down at the same value whatever fonts a machine has.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib import resources

import uharfbuzz as hb

FONT_FILE = "NotoSerifSC-Regular.ttf"

# The signs that Word keeps from the beginning and the end of a line of simplified Chinese (避头尾); of its list the
# point inside names (·) may end a line, as LibreOffice has it.
NOT_AT_START = frozenset(
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)
NOT_AT_END = frozenset("$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥")
SPACES = " \u3000"
"""They stay at the end of a line, also beyond it."""
_PAIRS = frozenset("—…")
LATIN_GAP = 0.2
"""Em that Word leaves between Chinese characters and Western letters or digits, where a paragraph has it so."""


@cache
def _font() -> hb.Font:
    source = resources.files("retire_docs.forms") / "fonts" / FONT_FILE
    with resources.as_file(source) as path:
        return hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))


@cache
def advance(char: str) -> float:
    """The width of a character in em: 1 for full-width ones, else the shipped font's advance."""
    if unicodedata.east_asian_width(char) in "WFA" or ord(char) > 0x2FFF:
        return 1.0
    if char == "\n":
        return 0.0
    font = _font()
    glyph = font.get_nominal_glyph(ord(char))
    return float(font.get_glyph_h_advance(glyph)) / font.face.upem if glyph else 1.0


def width(text: str) -> float:
    """The width of a text in em."""
    return sum(map(advance, text))


def pieces(text: str) -> list[str]:
    """The text cut where a line may break. ``\\n`` is a piece of its own."""
    result: list[str] = []
    for char in text:
        if result and char != "\n" and result[-1] != "\n" and not may_break(result[-1][-1], char):
            result[-1] += char
        else:
            result.append(char)
    return result


@lru_cache(maxsize=65536)
def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters: after each ideograph and between words, never before a closing
    sign or after an opening one, and a space stays with what is before it."""
    if after in SPACES:
        return False
    if before in SPACES:
        return True
    if after in NOT_AT_START or before in NOT_AT_END or (before == after and before in _PAIRS):
        return False
    return before == "-" or not (_narrow(after) and _narrow(before))


@lru_cache(maxsize=65536)
def has_gap(before: str, after: str) -> bool:
    """Whether :data:`LATIN_GAP` stands between two characters."""
    return (_ideograph(before) and _letter(after)) or (_letter(before) and _ideograph(after))


@cache
def _ideograph(char: str) -> bool:
    return unicodedata.category(char) == "Lo" and ord(char) >= 0x2E80


@cache
def _letter(char: str) -> bool:
    return char.isalnum() and _narrow(char)


@cache
def _narrow(char: str) -> bool:
    return ord(char) < 0x2E80 and unicodedata.east_asian_width(char) not in "WFA"
