"""How wide a stretch of text is, character by character, and by which faces it is drawn. Remembered: most of a form
is the same for everybody."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

from retire_docs.errors import Exit, Fault, RetireDocsError
from retire_docs.forms import metrics
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.tree import TextStyle

TAB, LINE, PAGE = "\t", "\n", "\f"
CONTROLS = frozenset((TAB, LINE, PAGE))


class MissingGlyph(RetireDocsError):
    """No font has a character that is to be drawn. Values are looked through before anything is written; this is for
    what only shows when a page is set."""

    exit_code = Exit.SOME_FAILED

    def __init__(self, char: str, text: str) -> None:
        where = f"“{text.strip()[:12]}”"
        super().__init__(Fault(where, f"没有字体能印“{char}”（U+{ord(char):04X}）", FONT_REMEDY))


FONT_REMEDY = "用 --font 给一个有这个字的字体文件（.ttf、.otf、.ttc）"


class Run(NamedTuple):
    """Characters of one face side by side; ``hex`` are their codes, all as long. A tab or break has no face."""

    face: str
    start: int
    end: int
    hex: str

    def codes(self, first: int, last: int) -> str:
        """The codes of some of its characters."""
        if first == self.start and last == self.end:
            return self.hex
        digits = len(self.hex) // (self.end - self.start)
        return self.hex[(first - self.start) * digits : (last - self.start) * digits]


class Measured(NamedTuple):
    """A text measured in a style: advances and extents in points; ``gaps`` are the characters that stand between
    Chinese and Western text."""

    advances: tuple[float, ...]
    width: float
    runs: tuple[Run, ...]
    gaps: tuple[int, ...]
    above: float
    below: float

    @classmethod
    def picture(cls, width: float, height: float) -> Measured:
        """A picture takes the place of one character."""
        return cls((width,), width, (), (), height, 0)


def measure(text: str, style: TextStyle, faces: Faces) -> Measured:
    """Measure a text. Raises MissingGlyph."""
    known: Measured | None = faces.measured.get((text, style))
    if known is None:
        known = _measure(text, style, faces)
        if len(faces.measured) >= _REMEMBERED:
            faces.measured.clear()
        faces.measured[text, style] = known
    return known


_REMEMBERED = 20_000


def _measure(text: str, style: TextStyle, faces: Faces) -> Measured:
    glyphs = faces.glyphs(style)
    size = style.size * style.scale
    advances: list[float] = []
    runs: list[Run] = []
    face, codes, start = "", [""], 0
    for index, char in enumerate(text):
        if char in CONTROLS:
            name, code, advance = "", "", 0.0
        else:
            glyph = glyphs[char]
            if glyph is None:
                raise MissingGlyph(char, text)
            name, code, advance = glyph.face, glyph.code, glyph.advance * size + style.spacing
        if name != face or not name:
            if index > start:
                runs.append(Run(face, start, index, "".join(codes)))
            face, codes, start = name, [], index
        codes.append(code)
        advances.append(advance)
    if text:
        runs.append(Run(face, start, len(text), "".join(codes)))
    used = [faces[run.face] for run in runs if run.face and run.face in faces] or [glyphs.line]
    return Measured(
        advances=tuple(advances),
        width=sum(advances),
        runs=tuple(runs),
        gaps=tuple(i for i in range(len(text) - 1) if metrics.has_gap(text[i], text[i + 1])),
        above=max(f.ascent for f in used) * style.size,
        below=max(f.descent for f in used) * style.size,
    )


@cache
def is_ideograph(char: str) -> bool:
    """Whether justification may part a character from its neighbours: it is full-width."""
    return ord(char) >= 0x2E80 or unicodedata.east_asian_width(char) in "WFA"
