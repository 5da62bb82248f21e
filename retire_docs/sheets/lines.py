"""Characters on a page → lines → the units of a sheet. Knows nothing of PDF; everything is in points, y downwards."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from retire_docs.sheets.grid import Cell, Table
from retire_docs.sheets.sheet import WRAP, Box, Unit

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
_AUTOMATIC = 0.25
"""Ems that Word puts between Chinese and Latin letters."""
_LINES = 14.0
"""Points: two lines of the smallest type."""
_MARGIN = 5.4
"""The usual room between text and border (Word: 0.19 cm), where the text does not show it."""
_INDENT = 1.5
"""A line that begins so many ems further right begins a paragraph."""
_WORD = 0.15
"""Letters nearer than this part of an em belong to a word, also where it runs over a wall."""
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
_EDGE = 0.12
"""The share of a page's height, above and below, where its number stands."""
_PAGE_NUMBER = re.compile(r"[-—–－·]*第?\d{1,4}页?(?:[,，/]?共?\d{1,4}页?)?[-—–－·]*")
_LEADING = 2.3
"""Lines further apart than so many ems belong to different paragraphs."""


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
    clockwise. ``clip``: where it had to show, if it does not."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    turn: int
    clip: Clip | None = None


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
            chars = [c and next(_turned([c], -c.turn)) for c in chars]
        return [c and Box(c.left / w, c.top / h, c.right / w, c.bottom / h) for c in chars]

    def of_cell(self, text: str, chars: Sequence[Char | None], cell: Cell, table: int) -> Unit:
        box = self.box(cell.left, cell.top, cell.right, cell.bottom)
        return Unit(text, self.page, table, cell.row, cell.column, cell.rows, cell.columns, box, self._boxes(chars))

    def of_line(self, text: str, chars: Sequence[Char | None]) -> Unit:
        boxes = self._boxes(chars)
        known = [box for box in boxes if box]
        box = Box(
            min(b.left for b in known), min(b.top for b in known),
            max(b.right for b in known), max(b.bottom for b in known),
        )  # fmt: skip
        edge = box.bottom < _EDGE or box.top > 1 - _EDGE
        numbers = edge and _PAGE_NUMBER.fullmatch("".join(text.split())) is not None
        return Unit(text, self.page, box=box, characters=boxes, margin=numbers)


# Lines


def lines_of(chars: Iterable[Char], turn: int = 0) -> list[TextLine]:
    """Characters that read the same way as lines, from top to bottom."""
    by_base: dict[float, list[Char]] = defaultdict(list)
    for char in _turned(chars, turn) if turn else chars:
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


def _turned(chars: Iterable[Char], turns: int) -> Iterator[Char]:
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


def _spaced(line: TextLine) -> tuple[list[str], list[Char | None]]:
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


# Line ends


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
            pieces, places = _spaced(line)
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


# Text outside of tables


def _lines_outside(chars: Sequence[Char]) -> list[TextLine]:
    lines = []
    for turn, group in _by_turn(chars) if chars else []:
        lines += _without_blank(lines_of(group, turn))
    return sorted(lines, key=_top)


def _top(line: TextLine) -> float:
    """Where a line begins on the page."""
    turn = line.glyphs[0].turn
    return min(char.top for char in _turned(line.glyphs, -turn)) if turn else line.top


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
        pieces, places = _spaced(line)
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
