"""Sheets → stretches: the cells, and the text between two cells as one, over all pages of a form."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from retire_docs.forms.outline import squeeze
from retire_docs.sheets.ocr.engine import Glyph
from retire_docs.sheets.sheet import PARAGRAPH, WRAP, Box, Sheet, Unit

_SAME = 0.01
"""Of a page's width: edges of columns on two pages differ less."""


class Stretch:
    """A cell of the sheets, or the text between two cells: several units of a sheet as one. ``row`` counts through
    all sheets; units whose end does not say how it ends are parted by a line end."""

    __slots__ = ("_pieces", "_squeezed", "margin", "row", "text", "units")

    def __init__(self, units: tuple[Unit, ...], row: int | None) -> None:
        self.units = units
        self.row = row
        self.margin = units[0].margin
        ends = [u.text if u.text.endswith((WRAP, PARAGRAPH)) else f"{u.text}\n" for u in units[:-1]]
        self._pieces = [*ends, units[-1].text]
        self.text = "".join(self._pieces)
        self._squeezed: str | None = None

    @property
    def squeezed(self) -> str:
        """The text as labels are compared."""
        if self._squeezed is None:
            self._squeezed = squeeze(self.text)
        return self._squeezed

    @property
    def on_paper(self) -> bool:
        """Whether an engine read it from paper."""
        return any(unit.glyphs is not None for unit in self.units)

    def glyphs(self, start: int, end: int) -> list[Glyph | None]:
        """For each character of a part of the text how an engine read it; None for line ends and the like, nothing at
        all where nothing was read from paper."""
        if not self.on_paper:
            return []
        every: list[Glyph | None] = []
        for unit, piece in zip(self.units, self._pieces, strict=True):
            read = list(unit.glyphs or ())
            every += [*read, *[None] * (len(piece) - len(read))]
        return every[start:end]

    def place(self, start: int, end: int) -> tuple[int, Box | None]:
        """The page and the box of a part of the text: its characters' where they are known, else the whole unit's."""
        if len(self.units) == 1 and (self.units[0].characters is None or start == end):
            return self.units[0].page, self.units[0].box
        offsets = [0]
        for piece in self._pieces[:-1]:
            offsets.append(offsets[-1] + len(piece))
        number = bisect.bisect_right(offsets, start) - 1
        unit = self.units[number]
        if unit.characters is None or start == end:
            return unit.page, unit.box
        within = range(start - offsets[number], min(end - offsets[number], len(unit.characters)))
        boxes = [box for n in within if (box := unit.characters[n])]
        return unit.page, around(boxes) or unit.box


def around(boxes: Sequence[Box]) -> Box | None:
    """The box around some boxes."""
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def stretches_of(sheets: Iterable[Sheet], words: set[str]) -> list[Stretch]:
    """The stretches of a form's sheets; ``words`` are its labels, by which the repeated head of a table is known."""
    return _rejoined(list(_cut(sheets)), words)


def _cut(sheets: Iterable[Sheet]) -> Iterator[Stretch]:
    """The cells, and the text between cells as one. A row is known by its table and number on its page."""
    lines: list[Unit] = []
    rows: dict[tuple[int, int | None, int], int] = {}
    for sheet in sheets:
        for unit in sheet.units:
            if unit.row is None:
                if unit.margin:
                    yield Stretch((unit,), None)
                else:
                    lines.append(unit)
                continue
            if lines:
                yield Stretch(tuple(lines), None)
                lines = []
            row = rows.setdefault((unit.page, unit.table, unit.row), len(rows))
            yield Stretch((unit,), row)
    if lines:
        yield Stretch(tuple(lines), None)


def _rejoined(stretches: list[Stretch], words: set[str]) -> list[Stretch]:
    """Rows that a page's end cut in two as one again: the row that begins the next page below the head that is repeated
    there, goes on in the columns of the last row before it and has empty cells where that one has none."""
    rows: dict[int, list[Stretch]] = defaultdict(list)
    for stretch in stretches:
        if stretch.row is not None:
            rows[stretch.row].append(stretch)
    instead: dict[int, Stretch] = {}
    gone: set[int] = set()
    last: list[Stretch] = []
    for row in rows.values():
        page = row[0].units[0].page
        turned = bool(last) and last[0].units[-1].page < page
        if turned and all(not cell.squeezed or cell.squeezed in words for cell in row) and any(c.squeezed for c in row):
            continue  # the head
        if turned and (pairs := _goes_on(last, row, words)):
            for before, after in pairs:
                begun = instead.get(id(before), before)
                units = (*begun.units[:-1], replace(begun.units[-1], text=begun.units[-1].text + WRAP), *after.units)
                instead[id(before)] = Stretch(units, before.row)
            gone |= {id(cell) for cell in row}
            continue
        last = row
    return [instead.get(id(stretch), stretch) for stretch in stretches if id(stretch) not in gone]


def _goes_on(last: list[Stretch], row: list[Stretch], words: set[str]) -> list[tuple[Stretch, Stretch]]:
    """The cells of a row with those that they go on from; none where the row is one of its own."""
    pairs = []
    for cell in row:
        if not cell.squeezed:
            continue
        before = next((other for other in last if _same_columns(other, cell)), None)
        if before is None or not before.squeezed or cell.squeezed in words:
            return []
        pairs.append((before, cell))
    told = [cell for cell in last if cell.squeezed]
    return pairs if len(pairs) < len(told) else []


def _same_columns(one: Stretch, other: Stretch) -> bool:
    a, b = one.units[0].box, other.units[0].box
    return a is not None and b is not None and abs(a.left - b.left) + abs(a.right - b.right) < _SAME
