"""Characters and tables of a page → its units: cells and lines between them, in reading order."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retire_docs.sheets.grid import Cell, Table
from retire_docs.sheets.line_ends import Room, line_end
from retire_docs.sheets.lines import Char, TextLine, is_latin, lines_of, spaced, turned
from retire_docs.sheets.ocr.engine import Glyph
from retire_docs.sheets.sheet import Box, Unit

_LINES = 14.0
"""Points: two lines of the smallest type."""
_MARGIN = 5.4
"""The usual room between text and border (Word: 0.19 cm), where the text does not show it."""
_WORD = 0.15
"""Letters nearer than this part of an em belong to a word, also where it runs over a wall."""
_EDGE = 0.12
"""The share of a page's height, above and below, where its number stands."""
_PAGE_NUMBER = re.compile(r"[-—–－·]*第?\d{1,4}页?(?:[,，/]?共?\d{1,4}页?)?[-—–－·]*")
_LEADING = 2.3
"""Lines further apart than so many ems belong to different paragraphs."""


def units_of(chars: Iterable[Char], tables: Sequence[Table], page: int, width: float, height: float) -> list[Unit]:
    """The units of a page of this size, in reading order."""
    tables = [table for table in tables if len(table.cells) > 1 or _holds_lines(table)]
    inside, outside, frames = _shared_out(list(chars), tables)
    tables = [table for table in tables if id(table) not in frames]
    free = _lines_outside(outside)
    places = _Places(page, width, height)
    units: list[Unit] = []
    nested: dict[tuple[int, int, int] | None, list[Table]] = defaultdict(list)
    apart = _apart(tables)
    for table in tables:
        nested[None if apart else _holder(table, tables)].append(table)
    numbers = {id(table): number for number, table in enumerate(tables, 1)}

    def tell(table: Table) -> None:
        for cell in table.cells:
            text, boxes = cell_text(inside.get((id(table), cell.row, cell.column), ()), cell)
            units.append(places.of_cell(text, boxes, cell, numbers[id(table)]))
            for inner in nested.get((id(table), cell.row, cell.column), ()):
                tell(inner)

    waiting = sorted(nested[None], key=lambda table: table.ys[0])
    for line, text, boxes in free_text(free, tables, width):
        while waiting and waiting[0].ys[0] < _top(line) + line.size / 2:
            tell(waiting.pop(0))
        units.append(places.of_line(text, boxes))
    for table in waiting:
        tell(table)
    return units


def _shared_out(
    chars: list[Char], tables: Sequence[Table]
) -> tuple[dict[tuple[int, int, int], list[Char]], list[Char], set[int]]:
    """Which characters are in which cell (table, row, column), which in none, and the tables that are only frames."""
    frames: set[int] = set()
    while True:
        inside: dict[tuple[int, int, int], list[Char]] = defaultdict(list)
        outside: list[Char] = []
        # The innermost first.
        real = sorted((t for t in tables if id(t) not in frames), key=_area)
        last: Cell | None = None
        into = outside
        simple = _apart(real)
        before: Char | None = None
        for char in chars:
            x, y = (char.left + char.right) / 2, (char.top + char.bottom) / 2
            if char.clip is not None:
                x, y = char.clip.nearest(x, y)
            if not (simple and last is not None and last.left < x < last.right and last.top < y < last.bottom) and not (
                before is not None and _of_a_word(before, char)
            ):
                last, into = None, outside
                for table in real:
                    if (cell := table.at(x, y)) is not None:
                        last, into = cell, inside[id(table), cell.row, cell.column]
                        break
            into.append(char)
            before = char
        more = {id(table) for table in real if _is_frame(table, inside, outside, real)}
        if not more:
            return inside, outside, frames
        frames |= more


def _of_a_word(char: Char, after: Char) -> bool:
    """Whether a character goes on with the word of the one before: words stay whole where they run out of a cell."""
    return (
        char.base == after.base
        and char.turn == 0
        and abs(after.left - char.right) < _WORD * char.size
        and is_latin(char.text)
        and is_latin(after.text)
    )


def _holds_lines(table: Table) -> bool:
    """Whether a table is large enough for more than a line of text: a box to tick is not."""
    return min(table.xs[-1] - table.xs[0], table.ys[-1] - table.ys[0]) >= _LINES


def _apart(tables: Sequence[Table]) -> bool:
    """Whether no table reaches into another."""
    ordered = sorted(tables, key=lambda table: table.ys[0])
    for number, table in enumerate(ordered):
        for other in itertools.islice(ordered, number + 1, None):
            if other.ys[0] >= table.ys[-1]:
                break
            if other.xs[0] < table.xs[-1] and table.xs[0] < other.xs[-1]:
                return False
    return True


def _area(table: Table) -> float:
    return (table.xs[-1] - table.xs[0]) * (table.ys[-1] - table.ys[0])


def _is_frame(
    table: Table,
    inside: dict[tuple[int, int, int], list[Char]],
    outside: Sequence[Char],
    tables: Sequence[Table],
) -> bool:
    """Whether a table is but a frame: a single cell round a word or a line, or round all that is on the page."""
    if len(table.cells) > 1:
        return False
    cell = table.cells[0]
    held = inside.get((id(table), cell.row, cell.column), [])
    if len(lines_of(char for char in held if not char.text.isspace())) < 2:
        return True
    others = [t for t in tables if t is not table]
    return not any(not char.text.isspace() for char in outside) and all(
        cell.holds(t.xs[0], t.ys[0]) and cell.holds(t.xs[-1], t.ys[-1]) for t in others
    )


def _holder(table: Table, tables: Sequence[Table]) -> tuple[int, int, int] | None:
    """The cell of another table that a table stands in."""
    x, y = (table.xs[0] + table.xs[-1]) / 2, (table.ys[0] + table.ys[-1]) / 2
    for other in sorted(tables, key=_area):
        if other is not table and _area(other) > _area(table) and (cell := other.at(x, y)) is not None:
            return id(other), cell.row, cell.column
    return None


@dataclass(frozen=True)
class _Places:
    """Makes units of a page: places in fractions of it."""

    page: int
    width: float
    height: float

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        return Box(left / self.width, top / self.height, right / self.width, bottom / self.height)

    def _boxes(self, chars: Sequence[Char | None]) -> list[Box | None]:
        w, h = self.width, self.height
        if any(c is not None and c.turn for c in chars):
            chars = [c and next(turned([c], -c.turn)) for c in chars]
        return [c and Box(c.left / w, c.top / h, c.right / w, c.bottom / h) for c in chars]

    def of_cell(self, text: str, chars: Sequence[Char | None], cell: Cell, table: int) -> Unit:
        box = self.box(cell.left, cell.top, cell.right, cell.bottom)
        return Unit(
            text, self.page, table, cell.row, cell.column, cell.rows, cell.columns, box, self._boxes(chars),
            glyphs=_glyphs(chars),
        )  # fmt: skip

    def of_line(self, text: str, chars: Sequence[Char | None]) -> Unit:
        boxes = self._boxes(chars)
        known = [box for box in boxes if box]
        box = Box(
            min(b.left for b in known), min(b.top for b in known),
            max(b.right for b in known), max(b.bottom for b in known),
        )  # fmt: skip
        edge = box.bottom < _EDGE or box.top > 1 - _EDGE
        numbers = edge and _PAGE_NUMBER.fullmatch("".join(text.split())) is not None
        return Unit(text, self.page, box=box, characters=boxes, margin=numbers, glyphs=_glyphs(chars))


def _glyphs(chars: Sequence[Char | None]) -> list[Glyph | None] | None:
    """The characters as an engine read them, None where the file itself says what they are."""
    if not any(c is not None and c.glyph for c in chars):
        return None
    return [c and c.glyph for c in chars]


def cell_text(chars: Sequence[Char], cell: Cell) -> tuple[str, list[Char | None]]:
    """The text of a cell with its line ends, and where each character of it stands."""
    if not chars:
        return "", []
    text: list[str] = []
    out: list[Char | None] = []
    for turn, group in _by_turn(chars):
        lines = _without_blank(lines_of(group, turn))
        if not lines:
            continue
        left, right = ((cell.left, cell.right), (cell.top, cell.bottom), (-cell.right, -cell.left),
                       (-cell.bottom, -cell.top))[turn]  # fmt: skip
        if text:
            text.append("\n")
            out.append(None)
        for end, line in zip([*_ends(lines, left, right), ""], lines, strict=True):
            pieces, places = spaced(line)
            text += pieces
            out += places
            text += end
            out += [None] * len(end)
    return "".join(text), _parallel(text, out)


def _parallel(text: Sequence[str], chars: Sequence[Char | None]) -> list[Char | None]:
    """A place for each character also where a piece has several (a letter with its mark)."""
    if all(len(piece) == 1 for piece in text):
        return list(chars)
    return [char for piece, char in zip(text, chars, strict=True) for _ in piece]


def _by_turn(chars: Sequence[Char]) -> list[tuple[int, Sequence[Char]]]:
    turns = {char.turn for char in chars}
    if len(turns) == 1:
        return [(turns.pop(), chars)]
    return [(turn, [char for char in chars if char.turn == turn]) for turn in sorted(turns)]


def _without_blank(lines: list[TextLine]) -> list[TextLine]:
    """Lines without those of spaces only."""
    return [line for line in lines if not line.blank]


def _ends(lines: Sequence[TextLine], left: float, right: float) -> Iterator[str]:
    """What stands between the lines of a cell from ``left`` to ``right``."""
    start = min(line.start for line in lines)
    end = max(line.end for line in lines)
    margin = start - left if sum(line.start - start < 1 for line in lines) > 1 else min(start - left, right - end)
    margin = min(max(margin, 0.0), _MARGIN)
    room = Room.of(lines, min(start, left + margin), right - margin)
    for number, line in enumerate(lines[:-1]):
        yield line_end(line, lines[number + 1 : number + 3], room)


def _lines_outside(chars: Sequence[Char]) -> list[TextLine]:
    lines = []
    for turn, group in _by_turn(chars) if chars else []:
        lines += _without_blank(lines_of(group, turn))
    return sorted(lines, key=_top)


def _top(line: TextLine) -> float:
    """Where a line begins on the page."""
    turn = line.glyphs[0].turn
    return min(char.top for char in turned(line.glyphs, -turn)) if turn else line.top


def free_text(
    lines: Sequence[TextLine], tables: Sequence[Table], width: float
) -> Iterator[tuple[TextLine, str, list[Char | None]]]:
    """The lines outside of tables, each with its text (ending with WRAP where it is full) and the places of it."""
    if not lines:
        return
    left = min(line.start for line in lines)
    room = Room.of(lines, left, _right_edge(lines, tables, left, width))
    for number, line in enumerate(lines):
        following = lines[number + 1 : number + 3]
        pieces, places = spaced(line)
        text, out = list(pieces), list(places)
        if following and _follows(line, following[0], tables):
            end = line_end(line, following, room)
            if end != "\n":
                text += end
                out += [None] * len(end)
        yield line, "".join(text), _parallel(text, out)


def _follows(line: TextLine, after: TextLine, tables: Sequence[Table]) -> bool:
    """Whether a line can go on in the next."""
    apart = after.bottom - line.bottom
    if not 0 < apart < _LEADING * line.size or abs(after.size - line.size) > 0.1 * line.size:
        return False
    return not any(line.bottom <= table.ys[0] and table.ys[-1] <= after.top for table in tables)


def _right_edge(lines: Sequence[TextLine], tables: Sequence[Table], left: float, width: float) -> float:
    """How far lines may go: as far as some of them do, else as the tables or the left margin say."""
    widest = max(line.end for line in lines)
    if widest > width / 2 and sum(widest - line.end < line.size for line in lines) > 1:
        return widest
    return max([widest, width - left, *(table.xs[-1] - _MARGIN for table in tables)])
