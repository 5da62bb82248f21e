"""Does a line end because it is full, or by hand? By what would still have fitted into it."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from retire_docs.sheets.lines import Char, TextLine, is_latin
from retire_docs.sheets.sheet import WRAP

_SPACE = 0.18
"""A gap of so many ems between Latin words is a space that the file does not have."""
_AUTOMATIC = 0.25
"""Ems that Word puts between Chinese and Latin letters."""
_INDENT = 1.5
"""A line that begins so many ems further right begins a paragraph."""
_NARROWLY = 0.05
"""Of the type's size: what fits by less may not have fitted, since a cell's margin is only seen."""
_SLACK = 0.1
"""Ems by which measures of a line may be wrong."""
_MIDDLE = 0.6
"""Ems by which the room before and after a centred line may differ."""
_LONG = 0.75
"""A line that reaches over this share of the room may be full."""
_AT_RIGHT = 3.0
"""Ems that a line at the right must begin after the one above: more than paragraphs are indented."""
_TO_SIGN = 3.0
"""Ems of blanks at a line's end that are left for somebody to write on."""


def line_end(line: TextLine, following: Sequence[TextLine], room: Room) -> str:
    """What stands between a line and the next ones: WRAP (after a space that was left out) where the line is full,
    else a line end."""
    after = following[0]
    piece, width = _first_piece(after)
    if len(piece) == len(after.glyphs) and len(following) > 1 and is_latin(piece[-1].text):
        width += _first_piece(following[1])[1] if is_latin(following[1].glyphs[0].text) else 0
    last, first = line.glyphs[-1].text, piece[0].text
    if len(line.glyphs) > 1 and last in _JOINTS and is_latin(line.glyphs[-2].text) and is_latin(first):
        return WRAP
    if room.continues(line, after):
        return WRAP
    if line.end - line.right > _TO_SIGN * line.size:
        return "\n"
    left_over = room.after(line, after)
    if is_latin(first) and last.isalpha() and not last.isascii():
        width += _AUTOMATIC * line.size
    if width + _NARROWLY * line.size <= left_over or _begins(line, after, room):
        return "\n"
    if is_latin(last) and is_latin(first) and _at_space(line, after, left_over, room):
        return f" {WRAP}"
    return WRAP


def _at_space(line: TextLine, after: TextLine, left_over: float, room: Room) -> bool:
    """Whether a line that ends with a word and a next one that begins with a word had a space between them: the next
    letter would still have fitted, or the two were one word that a line can hold, which is not cut."""
    if after.glyphs[0].right - after.glyphs[0].left + _SLACK * line.size < left_over:
        return True
    if line.glyphs[-1].text.isdigit() and after.glyphs[0].text.isdigit():
        return False
    word = _word(reversed(line.glyphs)) + _word(after.glyphs)
    return word <= room.right - room.left


def _word(chars: Iterable[Char]) -> float:
    """The width of the first of characters that are not cut from each other."""
    parts = itertools.takewhile(lambda c: not c.text.isspace() and (c.text.isascii() or _closes(c.text)), chars)
    return sum(char.right - char.left for char in parts)


def _begins(line: TextLine, after: TextLine, room: Room) -> bool:
    """Whether a line is indented as the first of a paragraph is."""
    indented = after.left - room.left >= _INDENT * after.size
    return indented and not room.centres(after) and not room.at_right(line, after)


class Room(NamedTuple):
    """From where to where lines can go; ``indents``: the first lines of paragraphs are indented."""

    left: float
    right: float
    indents: bool = False

    @classmethod
    def of(cls, lines: Sequence[TextLine], left: float, right: float) -> Room:
        """The room of lines from ``left`` to ``right``."""
        room = cls(left, right)
        indents = [(line.left - left) / line.size for line in lines if not room.centres(line)]
        return cls(left, right, any(abs(i - 2) < _MIDDLE for i in indents) and any(i < 1 for i in indents))

    def continues(self, line: TextLine, after: TextLine) -> bool:
        """Whether a line, which is long, must go on in the next, since that begins no paragraph."""
        long = line.end > self.left + _LONG * (self.right - self.left)
        return self.indents and long and after.left - self.left < 0.5 * after.size

    def centres(self, line: TextLine) -> bool:
        """Whether a line stands in the middle."""
        return abs(line.start - self.left - (self.right - line.end)) < _MIDDLE * line.size

    def at_right(self, line: TextLine, after: TextLine) -> bool:
        """Whether two lines end, but do not begin, one below the other: a signature that stands at the right."""
        return abs(line.end - after.end) < 0.5 * line.size and after.start > line.start + _AT_RIGHT * line.size

    def after(self, line: TextLine, after: TextLine) -> float:
        """The room that a line leaves, seeing how it and the next one stand."""
        indent = line.start - self.left
        if self.at_right(line, after):
            return indent
        both = indent > _MIDDLE * line.size / 2 and self.centres(line) and self.centres(after)
        return self.right - line.end + (indent if both else 0)


def _first_piece(line: TextLine) -> tuple[list[Char], float]:
    """The first characters of a line that stay together, and their width with the spaces before."""
    glyphs = list(itertools.dropwhile(lambda char: char.text.isspace(), line.glyphs))
    piece = glyphs[:1]
    for last, char in itertools.pairwise(glyphs):
        if char.left - last.right > _SPACE * char.size or char.text.isspace():
            break
        both = last.text.isascii() and char.text.isascii()
        if not (both or _closes(char.text) or _opens(last.text)):
            break
        piece.append(char)
    return piece, piece[-1].right - line.start


_JOINTS = "-/"
"""Where a word may be cut without a space."""
_CLOSING = set("、。，．：；！？…·%‰℃,.:;!?)]}")


def _closes(char: str) -> bool:
    return char in _CLOSING or unicodedata.category(char[0]) in ("Pe", "Pf")


def _opens(char: str) -> bool:
    return unicodedata.category(char[0]) in ("Ps", "Pi")
