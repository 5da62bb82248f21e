"""Characters on a page → lines. Knows nothing of PDF; everything is in points, y downwards."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from retire_docs.sheets.ocr.engine import Glyph

ASCENT, DESCENT = 0.88, 0.12
"""An em above and below the baseline: where a character is, whatever its glyph looks like."""
_SAME_LINE = 0.5
"""Characters share a line when they overlap by this share of the lower of them: so do raised ones."""
_DOUBLE = 0.12
"""The same character drawn again within this part of an em is bold, not written twice."""
_WIDE = 1.0
"""A gap of so many ems keeps columns apart."""
_SPACE = 0.18
"""A gap of so many ems between Latin words is a space that the file does not have."""
_BLANK = 0.5
"""The width of an ordinary space in ems, for gaps that are filled with them."""
_SWALLOWED = 0.9
"""A gap after a space as wide as this part of it is another space: PDFium gives one for several."""


class Clip(NamedTuple):
    """What a character shows through: the cell that it ran out of."""

    left: float
    top: float
    right: float
    bottom: float

    def shows(self, x: float, y: float) -> bool:
        """Whether a point shows."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point that shows nearest to another."""
        return min(max(x, self.left + 1), self.right - 1), min(max(y, self.top + 1), self.bottom - 1)


class Char(NamedTuple):
    """A character: the box of its em as displayed, its baseline, its size, and which way it reads, in quarters
    clockwise. ``clip``: where it had to show, if it does not. ``glyph``: as an engine read it from paper."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    turn: int
    clip: Clip | None = None
    glyph: Glyph | None = None


@dataclass
class TextLine:
    """A line seen upright: its characters from left to right, where it is and how large its type."""

    glyphs: list[Char]
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def start(self) -> float:
        """Where it begins, with the spaces before its first letter."""
        return self.glyphs[0].left

    @property
    def end(self) -> float:
        """Where it ends, with the spaces after its last letter."""
        return self.glyphs[-1].right

    @property
    def blank(self) -> bool:
        """Whether there are only spaces."""
        return all(glyph.text.isspace() for glyph in self.glyphs)


def lines_of(chars: Iterable[Char], turn: int = 0) -> list[TextLine]:
    """Characters that read the same way as lines, from top to bottom."""
    by_base: dict[float, list[Char]] = defaultdict(list)
    for char in turned(chars, turn) if turn else chars:
        by_base[char.base].append(char)
    bands: list[tuple[float, float, list[Char]]] = []
    for base in sorted(by_base):
        glyphs = by_base[base]
        size = max(glyph.size for glyph in glyphs)
        top, bottom = base - ASCENT * size, base + DESCENT * size
        if bands:
            above, below, held = bands[-1]
            lower = min(bottom - top, below - above)
            if min(bottom, below) - max(top, above) >= _SAME_LINE * lower:
                held.extend(glyphs)
                bands[-1] = (min(above, top), max(below, bottom), held)
                continue
        bands.append((top, bottom, glyphs))
    return [_line(glyphs, top, bottom) for top, bottom, glyphs in bands]


def turned(chars: Iterable[Char], turns: int) -> Iterator[Char]:
    """Characters turned anticlockwise by quarters, round the page's corner."""
    for char in chars:
        left, top, right, bottom = char[1:5]
        match turns % 4:
            case 1:
                yield char._replace(left=top, top=-right, right=bottom, bottom=-left, base=-char.base)
            case 2:
                yield char._replace(left=-right, top=-bottom, right=-left, bottom=-top, base=-char.base)
            case 3:
                yield char._replace(left=-bottom, top=left, right=-top, bottom=right)
            case _:
                yield char


def _line(glyphs: list[Char], top: float, bottom: float) -> TextLine:
    glyphs.sort(key=lambda glyph: glyph.left)
    kept = glyphs[:1]
    for glyph in glyphs[1:]:
        last = kept[-1]
        if glyph.text == last.text and glyph.left - last.left < _DOUBLE * glyph.size:
            continue
        kept.append(glyph)
    ink = [glyph for glyph in kept if not glyph.text.isspace()] or kept
    return TextLine(kept, ink[0].left, max(glyph.right for glyph in ink), top, bottom, max(glyph.size for glyph in ink))


def spaced(line: TextLine) -> tuple[list[str], list[Char | None]]:
    """The text of a line with the spaces that only its gaps say, and the character of each piece."""
    glyphs = line.glyphs
    text = [glyphs[0].text]
    out: list[Char | None] = [glyphs[0]]
    wide, usual = _WIDE * line.size, None
    for last, glyph in itertools.pairwise(glyphs):
        gap = glyph.left - last.right
        if last.text == " " and gap > _SWALLOWED * (last.right - last.left) > 0:
            blanks = round(gap / (last.right - last.left))
            text.extend(" " * blanks)
            out.extend([None] * blanks)
        elif gap > _SPACE * glyph.size:
            if gap >= wide:
                blanks = max(2, round(gap / (_BLANK * line.size)))
                text.extend(" " * blanks)
                out.extend([None] * blanks)
            elif is_latin(last.text) and is_latin(glyph.text):
                if usual is None:
                    usual = _usual_gap(glyphs)
                if gap > 2 * usual:
                    text.append(" ")
                    out.append(None)
        text.append(glyph.text)
        out.append(glyph)
    return text, out


def _usual_gap(glyphs: Sequence[Char]) -> float:
    """The gap between neighbours in Latin words of a line, 0 where too few are there to say."""
    gaps = [b.left - a.right for a, b in itertools.pairwise(glyphs) if is_latin(a.text) and is_latin(b.text)]
    return max(0.0, median(gaps)) if len(gaps) > 3 else 0.0


def is_latin(char: str) -> bool:
    """Whether a character is part of a word that lines do not cut."""
    return char.isascii() and char.isalnum()
