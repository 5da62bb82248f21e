"""Setting the tree for one filling: blocks become strips and rows, ready to be put on pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from retire_docs.forms import fit
from retire_docs.forms.filling import Filling, Scope
from retire_docs.forms.form import Line
from retire_docs.forms.printing import tree
from retire_docs.forms.printing.drawing import Drawing
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.measuring import LINE, PAGE, TAB, measure
from retire_docs.forms.printing.numbering import Counters
from retire_docs.forms.printing.paragraphs import Strip, set_paragraph
from retire_docs.forms.printing.pen import Piece
from retire_docs.forms.printing.table_drawing import draw_rows
from retire_docs.forms.printing.tables import (
    Item,
    SetCell,
    SetRow,
    SetTable,
    height_of,
    settle_heights,
)

PICTURE = "\ufffc"


class Kept(list[Any]):
    """Content that is kept from one filling to the next, and its drawing once there is one."""

    drawing: Drawing | None = None


@dataclass
class Known:
    """What was set before: fixed paragraphs and cells of the form, paragraphs by what their slots say (many say the
    same for everybody: ticks, blanks, places), and the rules of tables."""

    paragraphs: dict[tuple[object, ...], Kept] = field(default_factory=dict)
    varying: dict[tuple[object, ...], Kept] = field(default_factory=dict)
    cells: dict[tuple[int, float], tuple[Sequence[Item], float]] = field(default_factory=dict)
    rules: dict[tuple[object, ...], str] = field(default_factory=dict)

    def keep(self, key: tuple[object, ...], strips: list[Strip], *, fixed: bool) -> Kept:
        """Keep a paragraph; of those that vary not without end."""
        kept = Kept(strips)
        if fixed:
            self.paragraphs[key] = kept
        else:
            if len(self.varying) >= _KEPT:
                self.varying.clear()
            self.varying[key] = kept
        return kept


_KEPT = 3000
_UNLIMITED = 10_000.0


@dataclass
class Values:
    """What the slots of a part say: the paper's own and, inside a loop, those of the item."""

    texts: Mapping[str, str]
    holds: Mapping[str, bool]
    down: Mapping[str, float]

    @classmethod
    def of(cls, scope: Scope) -> Values:
        """The values of a scope."""
        return cls(scope.texts, scope.holds, scope.down)

    def within(self, item: Scope) -> Values:
        """The values where an item of a list is shown."""
        return Values({**self.texts, **item.texts}, {**self.holds, **item.holds}, {**self.down, **item.down})


class Setter:
    """Sets blocks for one filling. ``page`` and ``pages`` are what page numbers in headers and footers say;
    ``pitches`` are the lines of cells that cannot grow, ``marks`` turns what symbol fonts draw into marks;
    ``places``: note where slots stand."""

    def __init__(
        self, filling: Filling, faces: Faces, tab: float, pitches: Mapping[str, Line],
        marks: Mapping[str, Mapping[str, str]], known: Known, *, places: bool,
    ) -> None:  # fmt: skip
        self.filling = filling
        self.faces = faces
        self.tab = tab
        self.pitches = pitches
        self.marks = marks
        self.known = known
        self.places = places
        self.counters = Counters()
        self.own = Values.of(filling.own)
        self.page = self.pages = "1"
        self.spaces_add = False
        self.room = _UNLIMITED

    def blocks(self, blocks: Sequence[tree.Block], width: float, values: Values, grid: float | None) -> list[Item]:
        """Blocks one below the other, for a room of ``width``."""
        items: list[Item] = []
        before: tree.Paragraph | None = None
        for block, inner in self.standing(blocks, values):
            if isinstance(block, tree.Table):
                items += self.table(block, width, inner, grid)
                before = None
            else:
                strips: list[Strip] = [*self.paragraph(block, width, inner, grid)]
                if before and (shared := self._shared_space(before.style, block.style)):
                    items[-1] = replace(items[-1], after=items[-1].after - shared[0])
                    strips = [replace(strips[0], before=strips[0].before - shared[1]), *strips[1:]]
                items += strips
                before = block
        return items

    def edge(self, blocks: Sequence[tree.Block], width: float) -> list[Item]:
        """The blocks of a header or footer; their numberings are not the text's."""
        counters, self.counters = self.counters, Counters()
        items = self.blocks(blocks, width, self.own, None)
        self.counters = counters
        return items

    def _shared_space(self, above: tree.ParagraphStyle, below: tree.ParagraphStyle) -> tuple[float, float] | None:
        """What two paragraphs' space after and before lose where they meet: the larger stands, between likes none."""
        alike = above.name == below.name
        after = above.after if above.together and alike else 0
        before = below.before if below.together and alike else 0
        if not self.spaces_add:
            before = max(before, min(above.after - after, below.before))
        return (after, before) if after or before else None

    def standing(self, nodes: Sequence[Any], values: Values) -> Iterator[tuple[Any, Values]]:
        """The nodes that stand for this filling, each with the values that it shows."""
        for node in nodes:
            if isinstance(node, tree.Choice):
                yield from self.standing(node.then if values.holds[node.test] else node.otherwise, values)
            elif isinstance(node, tree.Loop):
                for item in self.filling.lists.get(node.list, ()):
                    yield from self.standing(node.body, values.within(item))
            else:
                yield node, values

    def paragraph(self, paragraph: tree.Paragraph, width: float, values: Values, grid: float | None) -> Kept:
        """A paragraph in lines."""
        style, pitch = paragraph.style, paragraph.style.pitch
        down = values.down.get(pitch.id) if pitch.id else None
        fixed = paragraph.fixed and not down
        key: tuple[object, ...] = (id(paragraph), width, grid)
        if fixed and (known := self.known.paragraphs.get(key)):
            return known
        pieces = tuple(self._pieces(paragraph, values))
        if not fixed:
            key = (*key, down, pieces)
            if known := self.known.varying.get(key):
                return known
        if down and pitch.id:
            pitch = tree.Pitch("exact", fit.pitch(self.pitches[pitch.id], down))
        strips = set_paragraph(pieces, style, width, self.faces, self.tab, pitch, grid)
        return self.known.keep(key, strips, fixed=fixed)

    def _pieces(self, paragraph: tree.Paragraph, values: Values) -> Iterator[Piece]:
        if paragraph.numbering:
            level = paragraph.numbering.levels[-1]
            text = self.counters.next(paragraph.numbering)
            if level.format == "bullet":
                glyphs = self.faces.glyphs(level.style)
                text = "".join(char if glyphs[char] else "•" for char in text)
            yield Piece(text + {"tab": TAB, "space": " ", "nothing": ""}[level.suffix], level.style)
        yield from self._text(paragraph, values)

    def _text(self, paragraph: tree.Paragraph, values: Values) -> Iterator[Piece]:
        for node, inner in self.standing(paragraph.content, values):
            match node:
                case tree.Text():
                    yield Piece(node.text, node.style)
                case tree.SlotText():
                    text = inner.texts[node.slot]
                    if node.slot in self.marks:
                        text = self.marks[node.slot].get(text, text)
                    down = inner.down.get(node.slot)
                    slot = node.slot if self.places else None
                    yield Piece(text, stepped(node.style, down) if down else node.style, slot)
                case tree.Tab():
                    yield Piece(TAB, node.style)
                case tree.LineBreak():
                    yield Piece(PAGE if node.page else LINE, node.style)
                case tree.PageNumber():
                    yield Piece(self.pages if node.pages else self.page, node.style)
                case tree.Picture():
                    picture = (node.name, node.data, node.width, node.height)
                    yield Piece(PICTURE, paragraph.style.mark, picture=picture)

    def table(self, table: tree.Table, room: float, values: Values, grid: float | None) -> list[Item]:
        """A table in rows."""
        laid = SetTable.of(table, room, self.known.rules)
        rows: list[SetRow] = []
        merged: set[int] = set()
        for row, inner in self.standing(table.rows, values):
            rows.append(self._row(row, laid, inner, grid, merged))
            merged = {cell.cell.column for cell in rows[-1].cells if cell.cell.merge}
        settle_heights(rows)
        return list(rows)

    def _row(
        self, row: tree.Row, table: SetTable, values: Values, grid: float | None, merged: Collection[int]
    ) -> SetRow:
        """A row; a cell that continues what does not stand above (in a column of ``merged``) begins itself."""
        cells = [
            self._cell(
                beginning(cell) if cell.merge == "continues" and cell.column not in merged else cell,
                table,
                values,
                grid,
            )
            for cell in row.cells
        ]
        first = next((item for cell in cells[:1] for item in cell.content), None)
        return SetRow(table, row, cells, row.height, keep_next=row.header or (first is not None and first.keep_next))

    def _cell(self, cell: tree.Cell, table: SetTable, values: Values, grid: float | None) -> SetCell:
        left, width = table.width(cell)
        if cell.direction != "across":

            def turned(room: float) -> list[Item]:
                return self.blocks(cell.content, room, values, grid)

            return SetCell(cell, left, width, (), self._length(cell, values), turned)
        key = (id(cell), width)
        known = self.known.cells.get(key)
        if known is None:
            room = width - cell.margins["left"] - cell.margins["right"]
            content = self._content(cell, room, values, grid)
            known = content, height_of(content)
            if cell.fixed and not any(p.style.pitch.id in values.down for p in _paragraphs(cell)):
                self.known.cells[key] = known
        return SetCell(cell, left, width, *known)

    def _content(self, cell: tree.Cell, room: float, values: Values, grid: float | None) -> Sequence[Item]:
        """What stands in a cell; that of a single paragraph is kept with it."""
        if cell.merge == "continues":
            return ()
        first = cell.content[0] if len(cell.content) == 1 else None
        if isinstance(first, tree.Paragraph):
            return self.paragraph(first, room, values, grid)
        content = self.blocks(cell.content, room, values, grid)
        return Kept(content) if cell.fixed else content

    def _length(self, cell: tree.Cell, values: Values) -> float:
        """How long the lines of a cell want to be."""
        paragraphs = [(p, inner) for p, inner in self.standing(cell.content, values) if isinstance(p, tree.Paragraph)]
        length = max(
            (
                sum(measure(piece.text, piece.style, self.faces).width for piece in self._text(paragraph, inner))
                for paragraph, inner in paragraphs
            ),
            default=0,
        )
        return min(length, self.room - cell.margins["top"] - cell.margins["bottom"])

    def compose(self, items: Sequence[Item]) -> Drawing:
        """Items one below the other, as one drawing."""
        if not isinstance(items, Kept):
            return self._composed(items)
        if items.drawing is None:
            items.drawing = self._composed(items)
        return items.drawing

    def _composed(self, items: Sequence[Item]) -> Drawing:
        drawing = Drawing()
        y, index = 0.0, 0
        while index < len(items):
            item = items[index]
            if isinstance(item, SetRow):
                rows = [item]
                while index + len(rows) < len(items):
                    following = items[index + len(rows)]
                    if not isinstance(following, SetRow) or following.table is not item.table:
                        break
                    rows.append(following)
                drawing.put(draw_rows(rows, self.compose), item.left, y)
                y += sum(row.height for row in rows)
                index += len(rows)
            else:
                y += item.before
                drawing.put(item.drawing, item.left, y)
                y += item.height + item.after
                index += 1
        return drawing


def _paragraphs(cell: tree.Cell) -> Iterator[tree.Paragraph]:
    return (block for block in cell.content if isinstance(block, tree.Paragraph))


@lru_cache(maxsize=256)
def beginning(cell: tree.Cell) -> tree.Cell:
    """A cell that continues one above, as it is where there is none."""
    return replace(cell, merge="begins")


@lru_cache(maxsize=1024)
def stepped(style: tree.TextStyle, down: float) -> tree.TextStyle:
    """A look whose type has stepped down."""
    return replace(style, size=fit.stepped(style.size, down))
