"""Drawing the rows of a table that stand on one page: what is in the cells, and the rules around them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from retire_docs.forms.printing.drawing import Drawing, Place, box, colour
from retire_docs.forms.printing.paragraphs import Strip
from retire_docs.forms.printing.tables import FULL, Item, SetCell, SetRow, height_of, rows_spanned
from retire_docs.forms.printing.tree import Border, Cell, Side

_KEPT = 500


def draw_rows(rows: Sequence[SetRow], compose: Callable[[Sequence[Item]], Drawing]) -> Drawing:
    """Rows of one table, one below the other."""
    drawing = Drawing()
    tops = list(accumulate((row.height for row in rows), initial=0.0))
    for index, row in enumerate(rows):
        for cell in row.cells:
            if cell.cell.merge != "continues":
                bottom = tops[index + (rows_spanned(rows, index, cell) if cell.cell.merge else 1)]
                _draw_cell(drawing, cell, tops[index], bottom - tops[index], compose)
    table = rows[0].table
    key = (id(table.table), *table.edges, *((id(row.row), row.height, row.begins, row.ends) for row in rows))
    known = table.rules.get(key)
    if known is None:
        if len(table.rules) >= _KEPT:
            table.rules.clear()
        known = table.rules[key] = "\n".join(_Rules(rows, tops).operators())
    if known:
        drawing.operators.append(known)
    return drawing


def _draw_cell(
    drawing: Drawing, cell: SetCell, top: float, height: float, compose: Callable[[Sequence[Item]], Drawing]
) -> None:
    margins = cell.cell.margins
    if cell.cell.shade:
        drawing.operators.append(f"{colour(cell.cell.shade)} {box(cell.left, top, cell.width, height)} f 0 g")
    if cell.turned:
        content = cell.turned(height - margins["top"] - margins["bottom"])
        _draw_turned(drawing, replace(cell, tall=height_of(content)), compose(content), top, height)
        return
    room = height - margins["top"] - margins["bottom"]
    if cell.content and cell.tall > room + FULL and not cell.cell.fixed:
        cell = _closer(cell, room)
    inner = compose(cell.content)
    if not inner.operators and not inner.places:
        return
    spare = room - cell.tall
    lower = {"top": 0.0, "center": spare / 2, "bottom": spare}[cell.cell.align] if spare > 0 else 0.0
    if spare < -FULL:
        clip = f"{box(cell.left, top, cell.width, height)} W n"
        inner = Drawing(
            [f"{clip}\n{_shifted(inner, cell.left + margins['left'], top + margins['top'])}"],
            inner.used,
            inner.pictures,
            [],
        )
        drawing.put(inner, 0, 0)
        return
    drawing.put(inner, cell.left + margins["left"], top + margins["top"] + lower)


def _closer(cell: SetCell, room: float) -> SetCell:
    """A cell whose lines stand closer, so that values that stepped down to fit are not cut off: what the type's own
    pitch is depends on the font that draws."""
    lacking = cell.tall - cell.content[-1].after - room
    spare = sum(item.height - item.least for item in cell.content if isinstance(item, Strip))
    if lacking > spare:
        return cell
    share = max(lacking, 0) / spare if spare else 0
    content: list[Item] = []
    for item in cell.content:
        if isinstance(item, Strip):
            less = (item.height - item.least) * share
            drawing = Drawing()
            drawing.put(item.drawing, 0, -less)
            item = replace(item, height=item.height - less, drawing=drawing)
        content.append(item)
    return replace(cell, content=content, tall=room)


def _shifted(inner: Drawing, x: float, y: float) -> str:
    body = "\n".join(inner.operators)
    return f"q 1 0 0 1 {x:.2f} {-y:.2f} cm\n{body}\nQ"


def _draw_turned(drawing: Drawing, cell: SetCell, inner: Drawing, top: float, height: float) -> None:
    """Text that runs down (lines from right to left) or up (from left to right)."""
    margins = cell.cell.margins
    room = cell.width - margins["left"] - margins["right"]
    spare = max(room - cell.tall, 0)
    # What is the top of the text lies on the right, or on the left.
    aside = {"top": 0.0, "center": spare / 2, "bottom": spare}[cell.cell.align]
    if cell.cell.direction == "down":
        turn = f"0 -1 1 0 {cell.left + cell.width - margins['right'] - aside:.2f} {-(top + margins['top']):.2f} cm"
    else:
        turn = f"0 1 -1 0 {cell.left + margins['left'] + aside:.2f} {-(top + height - margins['bottom']):.2f} cm"
    body = "\n".join(inner.operators)
    drawing.put(Drawing([f"{turn}\n{body}"], inner.used, inner.pictures, []), 0, 0)
    middle = top + height / 2
    right = cell.left + cell.width
    drawing.places += [Place(place.slot, cell.left, top, right, middle) for place in inner.places]


class _Rules:
    """The rules of rows: for every edge of the grid the border that wins, drawn in as few strokes as can be."""

    def __init__(self, rows: Sequence[SetRow], tops: Sequence[float]) -> None:
        self.rows = rows
        self.tops = tops
        self.edges = rows[0].table.edges
        self.borders = rows[0].table.table.borders
        self.across: dict[tuple[int, int], _Claim] = {}
        self.down: dict[tuple[int, int], _Claim] = {}
        for index, row in enumerate(rows):
            for cell in row.cells:
                self._claim(index, row, cell)

    def _claim(self, index: int, row: SetRow, cell: SetCell) -> None:
        """Enter what a cell wants on its four sides."""
        spec = cell.cell
        columns = range(spec.column, min(spec.column + spec.span, len(self.edges) - 1))
        continues = spec.merge == "continues" and index > 0
        continued = spec.merge is not None and rows_spanned(self.rows, index, cell) > 1
        for column in columns:
            if not continues:
                self._enter(self.across, (index, column), self._of(spec, "top", outer=index == 0))
            if not continued:
                last = index == len(self.rows) - 1
                self._enter(self.across, (index + 1, column), self._of(spec, "bottom", outer=last))
        self._enter(self.down, (spec.column, index), self._of(spec, "left", outer=spec.column == 0))
        right = columns.stop
        self._enter(self.down, (right, index), self._of(spec, "right", outer=right >= len(self.edges) - 1))

    def _of(self, cell: Cell, side: Side, *, outer: bool) -> _Claim:
        """A cell's border, and whether the cell names it itself."""
        if side in cell.borders:
            return _Claim(True, cell.borders[side])
        inside = "insideH" if side in ("top", "bottom") else "insideV"
        return _Claim(False, self.borders[side if outer else inside])

    @staticmethod
    def _enter(edges: dict[tuple[int, int], _Claim], at: tuple[int, int], claim: _Claim) -> None:
        if at not in edges or claim.weight > edges[at].weight:
            edges[at] = claim

    def operators(self) -> Iterator[str]:
        """Strokes along the rows, then along the columns."""
        for (line, border), columns in _joined(self.across):
            y = self.tops[line]
            yield from _stroke(border, self.edges[columns[0]], y, self.edges[columns[-1] + 1], y)
        for (line, border), rows in _joined(self.down):
            x = self.edges[line]
            yield from _stroke(border, x, self.tops[rows[0]], x, self.tops[rows[-1] + 1])


@dataclass(frozen=True)
class _Claim:
    """A border that a cell wants on a side; one that a cell names itself goes before the table's (17.4.66)."""

    own: bool
    border: Border | None

    @property
    def weight(self) -> tuple[bool, float]:
        return self.own, self.border.width if self.border else 0


def _joined(edges: dict[tuple[int, int], _Claim]) -> Iterator[tuple[tuple[int, Border], list[int]]]:
    """Edges of one border that touch, as one."""
    found = [
        (line, claim.border, at) for (line, at), claim in sorted(edges.items(), key=lambda e: e[0]) if claim.border
    ]
    for key, group in groupby(enumerate(found), lambda e: (e[1][0], e[1][1], e[1][2] - e[0])):
        assert key[1] is not None
        yield (key[0], key[1]), [at for _, (_, _, at) in group]


_DASHES = {
    "dotted": (1, 1),
    "dashed": (6, 4),
    "dashSmallGap": (6, 2),
    "dotDash": (6, 2, 1, 2),
    "dotDotDash": (6, 2, 1, 2, 1, 2),
}
BORDERS = ("single", "thick", "double", *_DASHES)
"""The kinds of border that are drawn as Word draws them; any other is drawn single."""


def _stroke(border: Border, x0: float, y0: float, x1: float, y1: float) -> Iterator[str]:
    """A rule from one point to another; it reaches half its width beyond both, so that corners are whole."""
    half = border.width / 2
    dx, dy = (half, 0.0) if y0 == y1 else (0.0, half)
    apart = border.width if border.kind == "double" else 0.0
    dash = (
        f"[{' '.join(f'{n * border.width:.2f}' for n in _DASHES[border.kind])}] 0 d " if border.kind in _DASHES else ""
    )
    for shift in (-apart, apart) if apart else (0.0,):
        sx, sy = (0.0, shift) if y0 == y1 else (shift, 0.0)
        yield (
            f"q {colour(border.colour, stroke=True)} {border.width:.2f} w {dash}"
            f"{x0 - dx + sx:.2f} {-(y0 - dy + sy):.2f} m {x1 + dx + sx:.2f} {-(y1 + dy + sy):.2f} l S Q"
        )
