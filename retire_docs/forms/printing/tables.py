"""Setting a table: its columns, the height of its rows, and where a page divides them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TypeAlias

from retire_docs.forms.printing.paragraphs import Strip
from retire_docs.forms.printing.tree import Cell, Row, Table

FULL = 0.5
"""Points by which content may exceed a cell before it is cut off."""


@dataclass
class SetCell:
    """A cell set: where it lies in its row, and its content, ``tall`` points of it.

    Text that runs down or up is set when the height of the cell is known: ``turned`` sets it, ``tall`` is its length.
    """

    cell: Cell
    left: float
    width: float
    content: Sequence[Item]
    tall: float
    turned: Callable[[float], Sequence[Item]] | None = None


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
    left: float = 0
    begins: bool = True
    ends: bool = True
    """Whether it is the row's beginning and end: a row, or a cell that reaches over several, may be divided by a
    page."""


Item: TypeAlias = Strip | SetRow


@dataclass
class SetTable:
    """A table for a room of some width: the edges of its columns, from the left of the room."""

    table: Table
    edges: Sequence[float]
    rules: dict[tuple[object, ...], str] = field(default_factory=dict)
    """Rules drawn before, by rows and their heights; not kept without end."""

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
    return cell.tall + cell.cell.margins["top"] + cell.cell.margins["bottom"]


def rows_spanned(rows: Sequence[SetRow], index: int, cell: SetCell) -> int:
    """Over how many rows a cell reaches, of those that follow."""
    count = 1
    for row in rows[index + 1 :]:
        if not any(c.cell.column == cell.cell.column and c.cell.merge == "continues" for c in row.cells):
            break
        count += 1
    return count


def divided(row: SetRow, room: float, *, force: bool = False) -> tuple[SetRow, SetRow] | None:
    """A row that may break, in two: what of each cell fits into ``room``, and the rest. None where nothing fits.
    ``force``: what is to be kept together is parted where else nothing would fit."""
    if row.row.rule == "exact" or any(c.turned for c in row.cells):
        return None
    for keep in (True, False) if force else (True,):
        parts = [_parted(cell, room, keep=keep) for cell in row.cells]
        if any(above for above, _ in parts) and any(below for _, below in parts):
            firsts = [_goes_on(cell, above) for cell, (above, _) in zip(row.cells, parts, strict=True)]
            rests = [_goes_on(cell, below) for cell, (_, below) in zip(row.cells, parts, strict=True)]
            first = replace(row, cells=firsts, height=max(map(needs, firsts)), keep_next=False, ends=False)
            return first, replace(row, cells=rests, height=max(map(needs, rests)), begins=False)
    return None


def _goes_on(cell: SetCell, content: Sequence[Item]) -> SetCell:
    """A part of a cell that reaches over a page: it has no middle."""
    return replace(cell, cell=replace(cell.cell, align="top"), content=content, tall=height_of(content))


def _parted(cell: SetCell, height: float, *, keep: bool) -> tuple[Sequence[Item], Sequence[Item]]:
    """What of a cell's content fits into a height, and the rest; the rows of a table in it may be divided. ``keep``:
    what is to be kept together is not parted."""
    left = height - cell.cell.margins["top"] - cell.cell.margins["bottom"]
    count = 0
    for item in cell.content:
        tall = item.before + item.height
        if tall > left + FULL:
            break
        left -= tall + item.after
        count += 1
    content = cell.content
    inner = content[count] if count < len(content) else None
    if isinstance(inner, SetRow) and (parts := divided(inner, left, force=not keep)):
        return [*content[:count], parts[0]], [parts[1], *content[count + 1 :]]
    while keep and 0 < count < len(content) and content[count - 1].keep_next:
        count -= 1
    return content[:count], content[count:]


def carry(above: Sequence[SetRow], below: Sequence[SetRow]) -> bool:
    """Where a page ends between rows of a table: what of the cells that reach over both does not fit above goes on
    in the first row below. Whether anything does."""
    carried = False
    for place, cell in enumerate(below[0].cells):
        begins = _beginning(above, cell) if cell.cell.merge == "continues" else None
        if begins is None:
            continue
        upper, height = begins
        fits, rest = _parted(upper, height, keep=True)
        if rest:
            upper.content, upper.tall = fits, height_of(fits)
            goes_on = replace(cell.cell, merge="begins", align="top")
            below[0].cells[place] = replace(cell, cell=goes_on, content=rest, tall=height_of(rest))
            below[0].begins = False
            carried = True
    if carried:
        settle_heights(below)
    return carried


def _beginning(rows: Sequence[SetRow], cell: SetCell) -> tuple[SetCell, float] | None:
    """The cell above that a cell continues, and its height so far."""
    height = 0.0
    for row in reversed(rows):
        height += row.height
        upper = next((c for c in row.cells if c.cell.column == cell.cell.column), None)
        if upper is None or upper.cell.merge is None:
            return None
        if upper.cell.merge == "begins":
            return upper, height
    return None
