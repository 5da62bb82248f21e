"""Drawing the pieces of a line: text in its looks, rules under and through it, leaders, pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from retire_docs.forms.printing.drawing import Drawing, Place, box, colour
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.measuring import Measured, is_ideograph
from retire_docs.forms.printing.tree import TextStyle

_LEAN = 0.21  # of slanted type where the font has none of its own
_BOLD = 0.03  # em: the outline that thickens type where the font has no bold
_TURNED = frozenset("（）《》〈〉「」『』【】〔〕〖〗［］｛｝“”‘’—…－～〜–―＿＝｜")
"""They lie on their side in a line that runs down, as they belong to the line."""
_MOVED = {**dict.fromkeys("，。、", (0.55, 0.55)), **dict.fromkeys("：；！？", (0.25, 0.0))}
"""Where marks go in a line that runs down: to the right and up, in em."""
_BELOW = 0.12  # em of a full-width character lie below the baseline


class Piece(NamedTuple):
    """A stretch of text of one look; ``slot`` where it is a slot's value; ``picture`` (name, data, width, height)
    where it is no text."""

    text: str
    style: TextStyle
    slot: str | None = None
    picture: tuple[str, bytes, float, float] | None = None


class _Stretch(NamedTuple):
    """Characters of one face in one line; ``apart``: behind which of them there is room, and how much."""

    style: TextStyle
    face: str
    codes: str
    text: str
    advances: Sequence[float]
    apart: Sequence[tuple[int, float]]

    def code(self, index: int) -> str:
        """The code of one character."""
        digits = len(self.codes) // len(self.text)
        return self.codes[index * digits : (index + 1) * digits]

    def shown(self) -> str:
        """The operator that shows it, with the room inside it."""
        if not self.apart:
            return f"<{self.codes}>Tj"
        digits = len(self.codes) // len(self.text)
        unit = self.style.size * self.style.scale / -1000
        out, begin = "", 0
        for index, points in self.apart:
            if index < len(self.text) - 1:
                end = (index + 1) * digits
                out += f"<{self.codes[begin:end]}>{points / unit:.0f}"
                begin = end
        return f"[{out}<{self.codes[begin:]}>]TJ" if out else f"<{self.codes}>Tj"


class Pen:
    """Draws the pieces of a line of ``text``, the text of the whole paragraph. ``end`` is the line's right end,
    ``leaders`` what fills its tabs."""

    def __init__(
        self,
        drawing: Drawing,
        baseline: float,
        height: float,
        end: float,
        faces: Faces,
        text: str,
        leaders: Mapping[int, str],
    ) -> None:
        self.drawing = drawing
        self.baseline = baseline
        self.height = height
        self.end = end
        self.faces = faces
        self.text = text
        self.leaders = leaders
        self.operators: list[str] = []
        self.rules: list[str] = []
        self.face = ""
        self.manner = ""

    def piece(
        self, piece: Piece, measured: Measured, at: int, start: int, end: int, x: float, extra: Mapping[int, float]
    ) -> float:
        """Draw the characters ``start`` to ``end`` of a piece that begins at ``at``; gives where they end."""
        left = x
        if piece.picture:
            name, data, width, height = piece.picture
            self.drawing.pictures[name] = data
            self.rules.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {-self.baseline:.2f} cm /{name} Do Q")
            return x + width
        for run in measured.runs:
            first, last = max(run.start, start - at), min(run.end, end - at)
            if first < last:
                x = self._stretch(
                    _Stretch(
                        piece.style,
                        run.face,
                        run.codes(first, last),
                        self.text[at + first : at + last],
                        measured.advances[first:last],
                        [(i, extra[at + first + i]) for i in range(last - first) if at + first + i in extra]
                        if extra
                        else (),
                    ),
                    x,
                    self.leaders.get(at + first, ""),
                )
        if piece.style.underline or piece.style.strike or piece.style.shade:
            self._decorate(piece.style, left, min(x, max(self.end, left)))  # spaces may stand beyond the line's end
        if piece.slot:
            self.place(piece, left, x)
        return x

    def _stretch(self, stretch: _Stretch, x: float, leader: str) -> float:
        """Draw a stretch; a tab has no face, but may have a leader."""
        style = stretch.style
        end = x + sum(stretch.advances) + sum(points for _, points in stretch.apart)
        if not stretch.face:
            if leader:
                self._leader(leader, x, end, style)
            return end
        self._manner(style, stretch.face)
        self.drawing.used.append((stretch.face, stretch.text))
        if style.upright:
            self._upright(stretch, x)
        else:
            lean = f"1 0 {_LEAN} 1" if style.italic else "1 0 0 1"
            self.operators.append(f"{lean} {x:.2f} {style.raised - self.baseline:.2f} Tm{stretch.shown()}")
        return end

    def _upright(self, stretch: _Stretch, x: float) -> None:
        """Draw characters of a line that runs down, each by itself: Chinese ones are turned back to stand upright."""
        size, y = stretch.style.size, stretch.style.raised - self.baseline
        apart = dict(stretch.apart)
        for index, (char, advance) in enumerate(zip(stretch.text, stretch.advances, strict=True)):
            if is_ideograph(char) and char not in _TURNED:
                right, up = _MOVED.get(char, (0, 0))
                turn = f"0 1 -1 0 {x + (1 - _BELOW - up) * size:.2f} {y + (right - _BELOW) * size:.2f}"
            else:
                turn = f"1 0 0 1 {x:.2f} {y:.2f}"
            self.operators.append(f"{turn} Tm<{stretch.code(index)}>Tj")
            x += advance + apart.get(index, 0)

    def _manner(self, style: TextStyle, face: str) -> None:
        """Set face, size, colour, weight, spacing and stretch where they change."""
        name = f"/{face} {style.size:g} Tf"
        if name != self.face:
            self.operators.append(name)
            self.face = name
        manner = ""
        if style.colour:
            manner += f"{colour(style.colour)} {colour(style.colour, stroke=True)} "
        if style.bold and not self.faces.is_bold(face):
            manner += f"2 Tr {style.size * _BOLD:.2f} w "
        if style.spacing:
            manner += f"{style.spacing:.2f} Tc "
        if style.scale != 1:
            manner += f"{style.scale * 100:.0f} Tz "
        if manner != self.manner:
            self.operators.append(("0 g 0 G 0 Tr 0 Tc 100 Tz " if self.manner else "") + manner)
            self.manner = manner

    def _decorate(self, style: TextStyle, left: float, right: float) -> None:
        """Rules under and through a stretch of text, and what is behind it."""
        thick = max(style.size * (0.1 if style.underline == "thick" else 0.05), 0.4)
        paint = colour(style.colour or "000000")
        if style.shade:
            patch = box(left, self.baseline - style.size, right - left, style.size * 1.25)
            self.drawing.operators.append(f"{colour(style.shade)} {patch} f 0 g")
        lines = []
        if style.underline:
            under = self.baseline + style.size * 0.12
            lines += [under, under + 2 * thick] if style.underline == "double" else [under]
        if style.strike:
            lines.append(self.baseline - style.size * 0.3)
        for y in lines:
            self.rules.append(f"{paint} {box(left, y, right - left, thick)} f 0 g")

    def _leader(self, leader: str, left: float, right: float, style: TextStyle) -> None:
        """The dots or dashes of a tab."""
        if glyph := self.faces.glyphs(style)[leader]:
            step = glyph.advance * style.size
            count = max(round((right - left) / step), 1)
            apart = (right - left) / count - step
            self._manner(style, glyph.face)
            at = f"1 0 0 1 {left:.2f} {-self.baseline:.2f} Tm"
            self.operators.append(f"{at} {apart:.3f} Tc<{glyph.code * count}>Tj {style.spacing:.2f} Tc")
            self.drawing.used.append((glyph.face, leader))

    def place(self, piece: Piece, left: float, right: float) -> None:
        """Note where a slot's value stands."""
        assert piece.slot
        self.drawing.places.append(Place(piece.slot, left, 0, right, self.height))

    def lift(self) -> None:
        """Hand over what was drawn."""
        if self.operators:
            inner = " ".join(self.operators)
            # Text state outlives a text object: what was set is set back by the drawing's own q … Q.
            self.drawing.operators.append(f"BT {inner} ET")
        self.drawing.operators += self.rules
