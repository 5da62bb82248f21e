"""Setting a table: the height of its rows, what stands in its cells, and its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import TypeAlias

from retire_docs.forms.printing.drawing import Drawing, Place, box, colour
from retire_docs.forms.printing.paragraphs import Strip
from retire_docs.forms.printing.tree import Border, Cell, Row, Side, Table

_FULL = 0.5  # points by which content may exceed a cell before it is cut off


@dataclass
class SetCell:
    """A cell set: where it lies in its row, and its content, ``tall`` points of it."""

    cell: Cell
    left: float
    width: float
    content: Sequence[Item]
    tall: float


@dataclass
class SetRow:
    """A row set. ``keep_next`` and the like are those of a :class:`.Strip`: pages are made of both."""

    table: SetTable
    row: Row
    cells: list[SetCell]
    height: float
    keep_next: bool = False
    before: float = 0
    after: float = 0
    new_page: bool = False
    page: bool = False
    begins: bool = True
    ends: bool = True
    """Whether it is the row's beginning and end: a row may be divided by a page."""


Item: TypeAlias = Strip | SetRow


@dataclass
class SetTable:
    """A table for a room of some width: the edges of its columns, from the left of the room."""

    table: Table
    edges: Sequence[float]
    rules: dict[tuple[object, ...], str] = field(default_factory=dict)
    """Rules drawn before, by rows and their heights."""

    @classmethod
    def of(cls, table: Table, room: float, rules: dict[tuple[object, ...], str]) -> SetTable:
        """Lay its columns out."""
        columns = list(table.columns)
        if table.share and sum(columns):
            columns = [column * room * table.share / sum(columns) for column in columns]
        left = {"left": table.indent, "center": (room - sum(columns)) / 2, "right": room - sum(columns)}[table.align]
        return cls(table, list(accumulate(columns, initial=left)), rules)

    def width(self, cell: Cell) -> tuple[float, float]:
        """The left edge and the width of a cell."""
        last = len(self.edges) - 1
        left, right = self.edges[min(cell.column, last)], self.edges[min(cell.column + cell.span, last)]
        return left, right - left


def height_of(content: Sequence[Item]) -> float:
    """The height of what stands one below the other."""
    return sum(item.before + item.height + item.after for item in content)


def settle_heights(rows: Sequence[SetRow]) -> None:
    """Give every row its height: what it says, or what its cells need where they may grow."""
    for row in rows:
        needed = [needs(c) for c in row.cells if c.cell.merge is None]
        row.height = row.row.height if row.row.rule == "exact" else max([row.row.height, *needed])
    for index, row in enumerate(rows):
        for cell in row.cells:
            if cell.cell.merge == "begins":
                spanned = rows[index : index + rows_spanned(rows, index, cell)]
                lacking = needs(cell) - sum(r.height for r in spanned)
                if lacking > 0 and spanned[-1].row.rule != "exact":
                    spanned[-1].height += lacking


def needs(cell: SetCell) -> float:
    """The height that a cell's content wants."""
    if cell.cell.direction != "across":
        return 0
    return cell.tall + cell.cell.margins["top"] + cell.cell.margins["bottom"]


def rows_spanned(rows: Sequence[SetRow], index: int, cell: SetCell) -> int:
    """Over how many rows a cell reaches, of those that follow."""
    count = 1
    for row in rows[index + 1 :]:
        if not any(c.cell.column == cell.cell.column and c.cell.merge == "continues" for c in row.cells):
            break
        count += 1
    return count


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
    key = (id(table.table), *((id(row.row), row.height, row.begins, row.ends) for row in rows), table.edges[0])
    known = table.rules.get(key)
    if known is None:
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
    inner = compose(cell.content)
    if not inner.operators and not inner.places:
        return
    if cell.cell.direction != "across":
        _draw_turned(drawing, cell, inner, top, height)
        return
    room = height - margins["top"] - margins["bottom"]
    spare = room - cell.tall
    lower = {"top": 0.0, "center": spare / 2, "bottom": spare}[cell.cell.align] if spare > 0 else 0.0
    if spare < -_FULL:
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


def divided(row: SetRow, room: float) -> tuple[SetRow, SetRow] | None:
    """A row that may break, in two: what of each cell fits into ``room``, and the rest. None where nothing fits."""
    if row.row.whole or row.row.rule == "exact" or any(c.cell.direction != "across" for c in row.cells):
        return None
    firsts: list[SetCell] = []
    rests: list[SetCell] = []
    begun = False
    for cell in row.cells:
        left = room - cell.cell.margins["top"] - cell.cell.margins["bottom"]
        count = 0
        for item in cell.content:
            tall = item.before + item.height
            if tall > left + _FULL:
                break
            left -= tall + item.after
            count += 1
        while 0 < count < len(cell.content) and cell.content[count - 1].keep_next:
            count -= 1
        begun = begun or count > 0
        for part, into in ((cell.content[:count], firsts), (cell.content[count:], rests)):
            top = replace(cell.cell, align="top")  # what goes on on another page has no middle
            into.append(replace(cell, cell=top, content=part, tall=height_of(part)))
    if not begun or all(not cell.content for cell in rests):
        return None
    first = replace(row, cells=firsts, height=max(map(needs, firsts)), keep_next=False, ends=False)
    rest = replace(row, cells=rests, height=max(map(needs, rests)), begins=False)
    return first, rest


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


_DASHES = {"dotted": (1, 1), "dashed": (3, 2), "dashSmallGap": (3, 1), "dotDash": (4, 2), "dotDotDash": (5, 2)}


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
