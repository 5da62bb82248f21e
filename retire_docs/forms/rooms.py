"""Which cells of a template cannot grow, and how much room they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from retire_docs.forms.form import Line, Room, Slot
from retire_docs.forms.ooxml import attr, find, points, w

DEFAULT_SIZE = 10.5
_AUTO_PITCH = 1.35  # of the type size, where a paragraph's pitch is not exact
_CELL_MARGIN = 5.4  # points; Word's default left and right

SlotOf = Callable[[etree._Element], Slot | None]


def type_size(run: etree._Element) -> float:
    """The type size of a run in points."""
    half = attr(find(run, "w:rPr/w:sz"))
    return float(half) / 2 if half else DEFAULT_SIZE


def find_rooms(root: etree._Element, slot_of: SlotOf) -> Iterator[tuple[Room, list[etree._Element]]]:
    """Each fixed cell that holds slots, with the paragraphs that its lines describe.

    ``slot_of`` tells which slot a run or placeholder is, if any.
    """
    for table in root.iter(w("tbl")):
        rows = table.findall(w("tr"))
        for number, row in enumerate(rows):
            for cell, column in _cells(row):
                room = _room(table, rows, number, cell, column, slot_of)
                if room:
                    yield room


def _room(
    table: etree._Element,
    rows: list[etree._Element],
    number: int,
    cell: etree._Element,
    column: int,
    slot_of: SlotOf,
) -> tuple[Room, list[etree._Element]] | None:
    paragraphs = cell.findall(w("p"))
    height = _height(rows, number, cell, column)
    if height is None or len(paragraphs) != len([c for c in cell if c.tag != w("tcPr")]):
        return None  # it grows, or holds more than paragraphs
    lines = [_line(f"{i}", p, slot_of) for i, p in enumerate(paragraphs)]
    slots = [part for line in lines for part in line.parts if isinstance(part, Slot)]
    codes = [node for node in cell.iter() if isinstance(node, etree._ProcessingInstruction)]
    if not slots or len(codes) != len(slots) or len({slot.of_list for slot in slots}) > 1:
        return None  # nothing to fit, or parts that come and go
    return Room(_width(table, cell), height, tuple(lines), slots[0].of_list), paragraphs


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    column = 0
    for cell in row.findall(w("tc")):
        yield cell, column
        column += int(attr(find(cell, "w:tcPr/w:gridSpan")) or 1)


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


def _width(table: etree._Element, cell: etree._Element) -> float:
    margins = 0.0
    for side in ("left", "right"):
        margin = find(table, f"w:tblPr/w:tblCellMar/w:{side}")
        margins += points(margin, "w") if margin is not None else _CELL_MARGIN
    return points(find(cell, "w:tcPr/w:tcW"), "w") - margins


def _line(id: str, paragraph: etree._Element, slot_of: SlotOf) -> Line:
    parts: list[tuple[str, float] | Slot] = []
    size = DEFAULT_SIZE
    for node in paragraph.iter():
        if slot := slot_of(node):
            parts.append(slot)
            size = slot.size
        elif node.tag == w("r"):
            size = type_size(node)
            if text := "".join(_text(child) for child in node):
                parts.append((text, size))
    spacing = find(paragraph, "w:pPr/w:spacing")
    exact = attr(spacing, "lineRule") == "exact"
    indents = find(paragraph, "w:pPr/w:ind")
    return Line(
        id=id,
        parts=tuple(parts),
        pitch=points(spacing, "line") if exact else size * _AUTO_PITCH,
        indent=points(indents, "left") + points(indents, "right"),
        first=points(indents, "firstLine"),
    )


def _text(node: etree._Element) -> str:
    if node.tag == w("t"):
        return node.text or ""
    return {w("br"): "\n", w("sym"): "□", w("tab"): "    "}.get(node.tag, "")
