"""Setting a paragraph: its characters in lines as Word breaks them, and each line as a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from retire_docs.forms import metrics
from retire_docs.forms.printing.drawing import Drawing, box, colour
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.measuring import CONTROLS, LINE, PAGE, TAB, Measured, is_ideograph, measure
from retire_docs.forms.printing.pen import Pen, Piece
from retire_docs.forms.printing.tree import ParagraphStyle, Pitch, TabStop

_BREAKING = re.compile(f"[{LINE}{PAGE}{TAB}]")
_ABOVE = 0.8  # of an exact pitch lies above the baseline, in LibreOffice and nearly so in Word
_CLOSEST = 0.8  # of the type's own pitch, where room is short
_SLACK = 0.02  # points that a line may be too long
_HANGING = frozenset("，。、；：！？．,.;:!?")


@dataclass
class Strip:
    """A line set: its height, its drawing, the space around it, and what it may be parted from.

    ``new_page``: a page begins with it; ``page``: one ends after it; ``left``: how far its room lies from the page's;
    ``least``: its height where room is short.
    """

    height: float
    drawing: Drawing
    before: float = 0
    after: float = 0
    keep_next: bool = False
    new_page: bool = False
    page: bool = False
    left: float = 0
    least: float = 0


class _Line(NamedTuple):
    """The characters from ``start`` to ``end`` stand in a line; ``ends``: why it ends, by LINE, PAGE, because it is
    full (""), or with the paragraph (None)."""

    start: int
    end: int
    ends: str | None


def set_paragraph(
    pieces: Sequence[Piece],
    style: ParagraphStyle,
    width: float,
    faces: Faces,
    tab: float,
    pitch: Pitch,
    grid: float | None,
) -> list[Strip]:
    """A paragraph's lines, for a room of ``width`` points. ``pitch`` is the paragraph's own, or what it has become
    where the type stepped down; ``tab`` the usual distance of tab stops; ``grid`` the pitch of the page's grid."""
    setting = _Setting(pieces, style, width, faces, tab)
    strips = [
        setting.strip(line, pitch, grid if style.on_grid else None, first=n == 0)
        for n, line in enumerate(setting.lines())
    ]
    last = len(strips) - 1
    for n, strip in enumerate(strips[:-1]):
        strip.keep_next = not strip.page and (style.keep_lines or (style.widows and n in (0, last - 1)))
    strips[0].before = style.before
    strips[0].new_page = style.break_before
    strips[-1].after = style.after
    strips[-1].keep_next = style.keep_next and not strips[-1].page
    return strips


class _Setting:
    """One paragraph being set. ``extra`` are points added behind single characters, ``leaders`` what fills tabs."""

    def __init__(self, pieces: Sequence[Piece], style: ParagraphStyle, width: float, faces: Faces, tab: float) -> None:
        self.pieces = pieces
        self.style = style
        self.faces = faces
        self.tab = tab
        self.left = style.left
        self.end = max(width - style.right, self.left + 1)
        self.text = "".join(piece.text for piece in pieces)
        self.measured = [
            Measured.picture(piece.picture[2], piece.picture[3])
            if piece.picture
            else measure(piece.text, piece.style, faces)
            for piece in pieces
        ]
        self.extra: dict[int, float] = {}
        self.leaders: dict[int, str] = {}
        if style.latin_gap:
            self._open_gaps()

    def _open_gaps(self) -> None:
        """Room between Chinese characters and Western letters or digits."""
        start = 0
        for piece, measured in zip(self.pieces, self.measured, strict=True):
            gap = metrics.LATIN_GAP * piece.style.size
            for index in measured.gaps:
                self.extra[start + index] = gap
            if start and piece.text and metrics.has_gap(self.text[start - 1], piece.text[0]):
                self.extra[start - 1] = gap
            start += len(piece.text)

    # Breaking

    def lines(self) -> list[_Line]:
        """Where the lines begin and end."""
        first = self.left + self.style.first
        whole = first + sum(m.width for m in self.measured) + sum(self.extra.values())
        if whole <= self.end + _SLACK and not _BREAKING.search(self.text):
            return [_Line(0, len(self.text), None)]
        return list(self._broken(first))

    def _broken(self, x: float) -> Iterator[_Line]:
        text, may_break = self.text, metrics.may_break
        advances = [advance for measured in self.measured for advance in measured.advances]
        for index, points in self.extra.items():
            advances[index] += points
        limit = self.end + _SLACK
        start = chance = index = 0
        ends: str | None = None
        while index < len(text):
            char = text[index]
            if index > start and may_break(text[index - 1], char):
                chance = index
            if char in (LINE, PAGE):
                yield _Line(start, index, char)
                start = chance = index = index + 1
                x, ends = self.left, char
                continue
            if char == TAB:
                advances[index] = self.extra[index] = self._tab(index, x, advances)
            if (
                x + advances[index] > limit
                and index > start
                and char not in metrics.SPACES
                and not self._may_hang(char, x)
            ):
                cut = chance if chance > start else index
                yield _Line(start, cut, "")
                start = chance = index = cut
                x, ends = self.left, ""
                continue
            x += advances[index]
            index += 1
        if start < len(text) or start == 0 or ends == LINE:  # a page's end takes the paragraph's mark with it
            yield _Line(start, len(text), None)

    def _may_hang(self, char: str, x: float) -> bool:
        return self.style.hanging_marks and char in _HANGING and x <= self.end + _SLACK

    def _tab(self, index: int, x: float, advances: Sequence[float]) -> float:
        """How far a tab at ``x`` goes."""
        stop = self._stop(x)
        if stop.leader:
            self.leaders[index] = stop.leader
        if stop.align == "left":
            return max(stop.at - x, 0)
        end = index + 1
        while end < len(self.text) and self.text[end] not in CONTROLS:
            if stop.align == "decimal" and self.text[end] == ".":
                break
            end += 1
        ahead = sum(advances[index + 1 : end])
        return max(stop.at - x - (ahead / 2 if stop.align == "center" else ahead), 0)

    def _stop(self, x: float) -> TabStop:
        """The tab stop that a tab at ``x`` goes to; the indent of a hanging paragraph is one."""
        hanging = [TabStop(self.left)] if self.style.first < 0 else []
        for stop in sorted((*self.style.tabs, *hanging), key=lambda stop: stop.at):
            if stop.at > x + _SLACK:
                return stop
        return TabStop((x + _SLACK) // self.tab * self.tab + self.tab)

    # Drawing

    def strip(self, line: _Line, pitch: Pitch, grid: float | None, *, first: bool) -> Strip:
        """A line as a drawing of its height."""
        height, baseline = self._height(line, pitch, grid)
        drawing = Drawing()
        if self.style.shade:
            drawing.operators.append(
                f"{colour(self.style.shade)} {box(self.left, 0, self.end - self.left, height)} f 0 g"
            )
        if line.end > line.start or any(piece.slot for piece in self.pieces):
            self._draw(drawing, line, baseline, height, first=first)
        least = height * _CLOSEST / max(pitch.value, 1) if pitch.rule == "auto" else height
        return Strip(height, drawing, page=line.ends == PAGE, least=least)

    def _height(self, line: _Line, pitch: Pitch, grid: float | None) -> tuple[float, float]:
        """The height of a line and how far below its top the baseline lies."""
        if pitch.rule == "exact":
            return pitch.value, pitch.value * _ABOVE
        above, below = self._extent(line)
        natural = above + below
        gridded = -(-(natural - _SLACK) // grid) * grid if grid else natural
        if pitch.rule == "least":
            height = max(gridded, pitch.value)
            return height, above + height - natural
        if grid:
            height = gridded
            return height * pitch.value, above + (height - natural) / 2
        return natural * pitch.value, above

    def _extent(self, line: _Line) -> tuple[float, float]:
        """How far the type of a line reaches above and below the baseline."""
        above = below = 0.0
        start = 0
        for piece, measured in zip(self.pieces, self.measured, strict=True):
            if start < line.end and start + len(piece.text) > line.start:
                above = max(above, measured.above + piece.style.raised)
                below = max(below, measured.below - piece.style.raised)
            start += len(piece.text)
        if not above:
            look = self.pieces[-1].style if self.pieces else self.style.mark
            face = self.faces.glyphs(look).line
            return face.ascent * look.size, face.descent * look.size
        return above, below

    def _draw(self, drawing: Drawing, line: _Line, baseline: float, height: float, *, first: bool) -> None:
        end = line.end
        while end > line.start and self.text[end - 1] in metrics.SPACES:
            end -= 1
        x = self.left + (self.style.first if first else 0)
        extra = self.extra
        if self.style.align != "left":
            spare = self.end - x - self._width(line.start, end)
            if self.style.align == "center":
                x += spare / 2
            elif self.style.align == "right":
                x += spare
            elif spare > 0 and (self.style.align == "distribute" or line.ends == ""):
                extra = self._spread(line.start, end, spare)
        pen = Pen(drawing, baseline, height, self.end, self.faces, self.text, self.leaders)
        start = 0
        for piece, measured in zip(self.pieces, self.measured, strict=True):
            stop = start + len(piece.text)
            if stop > line.start and start < line.end:
                x = pen.piece(piece, measured, start, max(line.start, start), min(line.end, stop), x, extra)
                drawing.right = x
            elif piece.slot and start == stop and line.start <= start <= line.end:
                pen.place(piece, x, x)
            start = stop
        pen.lift()

    def _width(self, start: int, end: int) -> float:
        """The width of some characters with what is added behind them, but not behind the last."""
        width, at = 0.0, 0
        for measured in self.measured:
            first, last = max(start - at, 0), min(end - at, len(measured.advances))
            if first < last:
                whole = first == 0 and last == len(measured.advances)
                width += measured.width if whole else sum(measured.advances[first:last])
            at += len(measured.advances)
        return width + sum(points for index, points in self.extra.items() if start <= index < end - 1)

    def _spread(self, start: int, end: int, spare: float) -> dict[int, float]:
        """Justify: the spare room goes between Chinese characters and to spaces."""
        text = self.text
        places = [
            i for i in range(start, end - 1) if text[i] == " " or is_ideograph(text[i]) or is_ideograph(text[i + 1])
        ]
        each = spare / len(places) if places else 0
        return {**self.extra, **{i: self.extra.get(i, 0) + each for i in places}}
