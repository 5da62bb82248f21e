"""Which cells of a template cannot grow, and how much room they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from retire_docs.forms.form import Line, Room, Slot
from retire_docs.forms.ooxml import NS, attr, find, integer, points, w

_AUTO_PITCH = 1.35  # of the type size, where a paragraph's pitch is not exact
_CELL_MARGIN = 5.4  # points; Word's default left and right

_USUAL_SIZE = 10.5  # of an empty paragraph

SizeOf = Callable[[etree._Element], float]
SlotOf = Callable[[etree._Element], Slot | None]


def find_rooms(root: etree._Element, slot_of: SlotOf, size_of: SizeOf) -> Iterator[tuple[Room, list[etree._Element]]]:
    """Each fixed cell that holds slots, with the paragraphs that its lines describe.

    ``slot_of`` tells which slot a placeholder is, if any; ``size_of`` the type size of a run.
    """
    for table in root.iter(w("tbl")):
        rows = table.findall(w("tr"))
        for number, row in enumerate(rows):
            for cell, column in _cells(row):
                height = _height(rows, number, cell, column)
                width = _width(table, cell, column)
                if height is not None and width > 0 and next(cell.iter(w("tbl")), None) is None:
                    yield from _room(cell, width, height, slot_of, size_of)


def _room(
    cell: etree._Element, width: float, height: float, slot_of: SlotOf, size_of: SizeOf
) -> Iterator[tuple[Room, list[etree._Element]]]:
    """The room of a cell. What an ``if`` may leave out is counted as if it stood: the type is never too large."""
    paragraphs = list(cell.iter(w("p")))
    lines = [_line(f"{i}", p, slot_of, size_of) for i, p in enumerate(paragraphs)]
    slots = [part for line in lines for part in line.parts if isinstance(part, Slot)]
    if slots and len({slot.of_list for slot in slots}) == 1:
        yield Room(width, height, tuple(lines), slots[0].of_list), paragraphs


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    column = 0
    for cell in row.findall(w("tc")):
        yield cell, column
        column += integer(attr(find(cell, "w:tcPr/w:gridSpan")), 1, 1, 63)


def _height(rows: list[etree._Element], number: int, cell: etree._Element, column: int) -> float | None:
    """The exact height of a cell in points, over the rows that it spans; None where one of them can grow."""
    total = 0.0
    spans = attr(find(cell, "w:tcPr/w:vMerge")) == "restart"
    for row in rows[number:]:
        if row is not rows[number] and not (spans and _continues(row, column)):
            break
        rule = find(row, "w:trPr/w:trHeight")
        if attr(rule, "hRule") != "exact":
            return None
        total += points(rule, "val")
    return total


def _continues(row: etree._Element, column: int) -> bool:
    for cell, at in _cells(row):
        if at == column:
            merge = find(cell, "w:tcPr/w:vMerge")
            return merge is not None and attr(merge) != "restart"
    return False


def _width(table: etree._Element, cell: etree._Element, column: int) -> float:
    """The inner width of a cell in points, by its own measure or the table's grid."""
    own = find(cell, "w:tcPr/w:tcW")
    if own is not None and attr(own, "type") == "dxa":
        whole = points(own, "w")
    else:
        span = integer(attr(find(cell, "w:tcPr/w:gridSpan")), 1, 1, 63)
        whole = sum(points(grid, "w") for grid in table.findall("w:tblGrid/w:gridCol", NS)[column : column + span])
    return whole - sum(_margin(table, cell, side) for side in ("left", "right"))


def _margin(table: etree._Element, cell: etree._Element, side: str) -> float:
    for path in (f"w:tcPr/w:tcMar/w:{side}", f"w:tblPr/w:tblCellMar/w:{side}"):
        margin = find(cell if path.startswith("w:tcPr") else table, path)
        if margin is not None:
            return points(margin, "w")
    return _CELL_MARGIN


def _line(id: str, paragraph: etree._Element, slot_of: SlotOf, size_of: SizeOf) -> Line:
    parts: list[tuple[str, float] | Slot] = []
    size = 0.0
    for node in paragraph.iter():
        if slot := slot_of(node):
            parts.append(slot)
            size = slot.size
        elif node.tag == w("r"):
            size = size_of(node)
            if text := "".join(_text(child) for child in node):
                parts.append((text, size))
    spacing = find(paragraph, "w:pPr/w:spacing")
    exact = attr(spacing, "lineRule") == "exact"
    indents = find(paragraph, "w:pPr/w:ind")
    return Line(
        id=id,
        parts=tuple(parts),
        pitch=points(spacing, "line") if exact else (size or _USUAL_SIZE) * _AUTO_PITCH,
        indent=points(indents, "left") + points(indents, "right"),
        first=points(indents, "firstLine"),
    )


def _text(node: etree._Element) -> str:
    if node.tag == w("t"):
        return node.text or ""
    return {w("br"): "\n", w("sym"): "□", w("tab"): "    "}.get(node.tag, "")
