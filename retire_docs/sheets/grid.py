"""Ruling lines → tables: which cells they close. Knows nothing of PDF; everything is in points, y downwards.

Lines that touch belong to one table. Their places make a grid; between two fields of the grid there is a wall where a
line covers most of the edge; fields without a wall between them are one cell.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

APART = 2.5
"""Lines nearer than this are one: double and thick borders, edges of neighbours that were drawn twice."""
_GAP = 3.5
"""Missing pieces of a line up to this are bridged, and lines that end so near to each other meet: corners of thick
borders, dashes."""
_SHORTEST = 5.0
"""What remains shorter is no border: a part of a sign, a tick."""
_WALL = 0.6
"""A line that covers this share of an edge closes it."""
_NARROWEST = 3.6
"""A cell that is narrower or lower holds no text: the room between the two lines of a double border."""


class Line(NamedTuple):
    """A ruling line: the corners of its box; the longer side says which way it runs."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Cell:
    """A cell: where it begins in its table, how many rows and columns it spans, its place between the lines."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in the cell."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass
class Table:
    """Cells, row by row, each where it begins."""

    cells: list[Cell]
    xs: list[float]
    ys: list[float]
    fields: dict[tuple[int, int], Cell] = field(repr=False)
    """(row, column) in the grid of ``xs`` and ``ys`` → cell."""

    def at(self, x: float, y: float) -> Cell | None:
        """The cell at a point."""
        return self.fields.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def tables_of(lines: Iterable[Line]) -> list[Table]:
    """The tables that lines make, from top to bottom; one closed cell is a table too."""
    across, down = _merged(lines)
    found = []
    for rows, columns in _touching(across, down):
        down_all = columns + _open_sides(rows, columns)
        across_all = rows + _open_sides(down_all, rows)
        if table := _table(across_all, down_all):
            found.append(table)
    return sorted(found, key=lambda table: (table.ys[0], table.xs[0]))


class _Stroke(NamedTuple):
    """A line across, or seen from the side one down: its place, and from where to where it goes."""

    at: float
    start: float
    end: float


def _merged(lines: Iterable[Line]) -> tuple[list[_Stroke], list[_Stroke]]:
    """The lines across and down, with pieces of the same line joined."""
    across, down = [], []
    for left, top, right, bottom in lines:
        if right - left >= bottom - top:
            across.append(_Stroke((top + bottom) / 2, left, right))
        else:
            down.append(_Stroke((left + right) / 2, top, bottom))
    return _joined(across), _joined(down)


def _joined(strokes: list[_Stroke]) -> list[_Stroke]:
    """Strokes at the same place that overlap or nearly meet are one."""
    found = []
    for group in _near(strokes):
        group.sort(key=lambda stroke: stroke.start)
        open_: list[_Stroke] = []
        end = group[0].end
        for stroke in group:
            if open_ and stroke.start > end + _GAP:
                found.append(_one(open_, end))
                open_, end = [], stroke.end
            open_.append(stroke)
            end = max(end, stroke.end)
        found.append(_one(open_, end))
    return [stroke for stroke in found if stroke.end - stroke.start >= _SHORTEST]


def _one(pieces: Sequence[_Stroke], end: float) -> _Stroke:
    longest = max(pieces, key=lambda stroke: stroke.end - stroke.start)
    return _Stroke(longest.at, pieces[0].start, end)


def _near(strokes: list[_Stroke]) -> list[list[_Stroke]]:
    """Strokes in groups by their place."""
    groups: list[list[_Stroke]] = []
    for stroke in sorted(strokes):
        if groups and stroke.at - groups[-1][0].at <= APART:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _touching(across: list[_Stroke], down: list[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """The lines in sets that hang together."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    ats = [stroke.at for stroke in across]  # sorted
    for number, stroke in enumerate(down, len(across)):
        for i in range(bisect_right(ats, stroke.start - _GAP), bisect_right(ats, stroke.end + _GAP)):
            if across[i].start - _GAP <= stroke.at <= across[i].end + _GAP:
                parent[root(i)] = root(number)
    sets: dict[int, tuple[list[_Stroke], list[_Stroke]]] = defaultdict(lambda: ([], []))
    for i, stroke in enumerate(across):
        sets[root(i)][0].append(stroke)
    for i, stroke in enumerate(down, len(across)):
        sets[root(i)][1].append(stroke)
    return [(rows, columns) for rows, columns in sets.values() if len(rows) > 1 and columns]


def _open_sides(rows: Sequence[_Stroke], columns: Sequence[_Stroke]) -> list[_Stroke]:
    """The outer sides that a table was drawn without: where all lines across stick out beyond the outermost line down
    and end at the same place."""
    sides = []
    for sign in (1, -1):
        ends = [stroke.start if sign > 0 else -stroke.end for stroke in rows]
        outermost = min(stroke.at * sign for stroke in columns)
        out = [(end, stroke.at) for end, stroke in zip(ends, rows, strict=True) if end < outermost - _GAP]
        reach = min(ends)
        if len(out) > 1 and all(end - reach <= APART for end, _ in out):
            places = [at for _, at in out]
            sides.append(_Stroke(reach * sign, min(places), max(places)))
    return sides


def _table(across: list[_Stroke], down: list[_Stroke]) -> Table | None:
    ys, by_y = _places(across)
    xs, by_x = _places(down)
    if len(xs) < 2 or len(ys) < 2:
        return None
    floors = [_covered(strokes, xs) for strokes in by_y]  # line, column → closed
    walls = [_covered(strokes, ys) for strokes in by_x]  # line, row → closed
    groups = _groups(len(ys) - 1, len(xs) - 1, floors, walls)
    pieces = [piece for group in groups for piece in _rectangles(group)]
    return _built(pieces, xs, ys)


def _places(strokes: list[_Stroke]) -> tuple[list[float], list[list[_Stroke]]]:
    groups = _near(strokes)
    return [max(group, key=lambda s: s.end - s.start).at for group in groups], groups


def _covered(strokes: Sequence[_Stroke], places: Sequence[float]) -> list[bool]:
    """Which of the edges between places the strokes of a line cover."""
    closed = []
    for start, end in itertools.pairwise(places):
        covered = sum(max(0.0, min(stroke.end, end) - max(stroke.start, start)) for stroke in strokes)
        closed.append(covered >= _WALL * (end - start))
    return closed


def _groups(
    rows: int, columns: int, floors: Sequence[Sequence[bool]], walls: Sequence[Sequence[bool]]
) -> list[set[tuple[int, int]]]:
    """Fields without walls between them; those that are open to the outside are none."""
    seen: set[tuple[int, int]] = set()
    groups = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            group, waiting, closed = {(row, column)}, [(row, column)], True
            while waiting:
                r, c = waiting.pop()
                for blocked, near in (
                    (floors[r][c], (r - 1, c)),
                    (floors[r + 1][c], (r + 1, c)),
                    (walls[c][r], (r, c - 1)),
                    (walls[c + 1][r], (r, c + 1)),
                ):
                    if blocked:
                        continue
                    if not (0 <= near[0] < rows and 0 <= near[1] < columns):
                        closed = False
                    elif near not in group:
                        group.add(near)
                        waiting.append(near)
            seen |= group
            if closed:
                groups.append(group)
    return groups


class _Piece(NamedTuple):
    row: int
    column: int
    rows: int
    columns: int


def _rectangles(group: set[tuple[int, int]]) -> list[_Piece]:
    """A group as rectangles: one, unless it has corners that point inwards."""
    left = set(group)
    found = []
    while left:
        row, column = min(left)
        width = 1
        while (row, column + width) in left:
            width += 1
        height = 1
        while all((row + height, c) in left for c in range(column, column + width)):
            height += 1
        found.append(_Piece(row, column, height, width))
        left -= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
    return found


def _built(pieces: list[_Piece], xs: list[float], ys: list[float]) -> Table | None:
    """The table of these cells, counted without what is too narrow for text."""
    kept = [
        piece
        for piece in pieces
        if xs[piece.column + piece.columns] - xs[piece.column] >= _NARROWEST
        and ys[piece.row + piece.rows] - ys[piece.row] >= _NARROWEST
    ]
    if not kept:
        return None
    row_of = {row: number for number, row in enumerate(sorted({p.row for p in kept}))}
    column_of = {column: number for number, column in enumerate(sorted({p.column for p in kept}))}
    fields: dict[tuple[int, int], Cell] = {}
    cells = []
    for piece in sorted(kept):
        bottom, right = piece.row + piece.rows, piece.column + piece.columns
        cell = Cell(
            row_of[piece.row], column_of[piece.column],
            sum(piece.row <= row < bottom for row in row_of), sum(piece.column <= c < right for c in column_of),
            xs[piece.column], ys[piece.row], xs[right], ys[bottom],
        )  # fmt: skip
        cells.append(cell)
        for row in range(piece.row, bottom):
            for column in range(piece.column, right):
                fields[row, column] = cell
    return Table(cells, xs, ys, fields)
