"""Tables of Word XML → the tree (ECMA-376, 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from lxml import etree

from retire_docs.forms.ooxml import NS, attr, colour_of, find, integer, number, points, w
from retire_docs.forms.printing import tree
from retire_docs.forms.styles import Cascade, as_level

_MARGIN = 5.4  # points; Word's default left and right
_COLUMNS = 63  # as many as Word allows
_EIGHTHS = 8.0  # a rule's width counts in eighths of a point
_FIFTIETHS = 5000.0  # a relative width counts in fiftieths of a percent
_NONE = ("nil", "none")
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_START = {"left": "start", "right": "end"}

_TABLE_ALIGN: dict[str, Literal["left", "center", "right"]] = {"center": "center", "right": "right", "end": "right"}
_CELL_ALIGN: dict[str, Literal["top", "center", "bottom"]] = {"center": "center", "bottom": "bottom", "both": "center"}

Elements = Iterable[etree._Element]
Blocks = Callable[[Elements], tuple[tree.Block, ...]]
Nest = Callable[[Elements, Callable[[etree._Element], Iterator[Any]]], tuple[Any, ...]]


def read_table(
    table: etree._Element,
    properties: Cascade,
    blocks: Blocks,
    nest: Nest,
    nodes: Callable[[etree._Element], Elements],
    *,
    beyond: bool,
) -> tree.Table:
    """A table. ``blocks`` reads what stands in a cell, ``nest`` finds the tags among rows, ``nodes`` the children;
    ``beyond``: it reaches beyond its room by the left margin of its cells."""
    reader = _TableReader(properties, blocks, nodes)
    rows = nest(nodes(table), reader.row)
    return tree.Table(
        columns=_columns(table),
        rows=rows,
        align=_TABLE_ALIGN.get(properties.value("w:jc") or "", "left"),
        indent=points(properties.first("w:tblInd"), "w") - (reader.margins["left"] if beyond else 0),
        borders=reader.borders,
        share=_share(properties.first("w:tblW")),
    )


def _share(width: etree._Element | None) -> float | None:
    """The part of the room that a table takes, where its width is relative."""
    if attr(width, "type") != "pct":
        return None
    text = attr(width, "w") or ""
    return number(text.rstrip("%")) / (100 if text.endswith("%") else _FIFTIETHS)


@dataclass
class _TableReader:
    properties: Cascade
    blocks: Blocks
    nodes: Callable[[etree._Element], Elements]

    @cached_property
    def margins(self) -> dict[tree.Side, float]:
        """The margins that cells have where they name none."""
        usual: dict[tree.Side, float] = {"top": 0, "left": _MARGIN, "bottom": 0, "right": _MARGIN}
        return {side: _margin(self.properties, "w:tblCellMar", side, usual[side]) for side in tree.SIDES}

    @cached_property
    def borders(self) -> dict[str, tree.Border | None]:
        """The table's own borders."""
        return {side: _border(self.properties.first(f"w:tblBorders/w:{side}")) for side in _EDGES}

    def row(self, element: etree._Element) -> Iterator[tree.Row]:
        if element.tag != w("tr"):
            return
        properties = find(element, "w:trPr")
        height = None if properties is None else find(properties, "w:trHeight")
        cells, column = [], integer(attr(_in(properties, "gridBefore")), 0, 0, _COLUMNS)
        for child in self.nodes(element):
            if child.tag == w("tc"):
                cells.append(self._cell(child, column))
                column += cells[-1].span
        exact = attr(height, "hRule") == "exact"
        yield tree.Row(
            cells=tuple(self._below_rule(cells, exact=exact)),
            height=points(height, "val"),
            rule="exact" if exact else "least",
            header=_on(properties, "tblHeader"),
            whole=_on(properties, "cantSplit"),
        )

    def _below_rule(self, cells: list[tree.Cell], *, exact: bool) -> Iterator[tree.Cell]:
        """The cells of a row, all with the largest of their upper margins; rows that grow make room for the rule."""
        rules = [c.borders.get("top", self.borders["insideH"]) for c in cells if c.merge != "continues"]
        rule = max((border.room for border in rules if border and not exact), default=0)
        top = max((c.margins["top"] for c in cells), default=0) + rule
        for cell in cells:
            yield replace(cell, margins={**cell.margins, "top": top})

    def _cell(self, element: etree._Element, column: int) -> tree.Cell:
        own = find(element, "w:tcPr")
        properties = Cascade(() if own is None else (as_level(own),))
        merge = properties.first("w:vMerge")
        content = self.blocks(self.nodes(element))
        usual = self.margins
        return tree.Cell(
            column=column,
            span=integer(properties.value("w:gridSpan"), 1, 1, _COLUMNS),
            content=content,
            merge=None if merge is None else "begins" if attr(merge) == "restart" else "continues",
            align=_CELL_ALIGN.get(properties.value("w:vAlign") or "", "top"),
            direction=_direction(properties.value("w:textDirection") or ""),
            margins={side: _margin(properties, "w:tcMar", side, usual[side]) for side in tree.SIDES},
            borders={
                side: _border(border)
                for side in tree.SIDES
                if (border := _named(properties, "w:tcBorders", side)) is not None
            },
            shade=_fill(properties),
            fixed=all(isinstance(block, tree.Paragraph) and block.fixed for block in content),
        )


def runs_down(cell: etree._Element | None) -> bool:
    """Whether the text of a cell runs down."""
    return cell is not None and _direction(attr(find(cell, "w:tcPr/w:textDirection")) or "") == "down"


def _direction(word: str) -> Literal["across", "down", "up"]:
    """Which way text runs; Word has old and new names for it."""
    if word.startswith(("tbRl", "tbLr", "rl")):
        return "down"
    return "up" if word == "btLr" else "across"


def _columns(table: etree._Element) -> tuple[float, ...]:
    """The widths of the grid; a cell of one column that measures itself counts before it, as in Word."""
    grid = [points(column, "w") for column in table.findall("w:tblGrid/w:gridCol", NS)]
    measured: dict[int, float] = {}
    for row in table.findall("w:tr", NS):
        column = integer(attr(find(row, "w:trPr/w:gridBefore")), 0, 0, _COLUMNS)
        for cell in row.findall("w:tc", NS):
            span = integer(attr(find(cell, "w:tcPr/w:gridSpan")), 1, 1, _COLUMNS)
            width = find(cell, "w:tcPr/w:tcW")
            if span == 1 and attr(width, "type") == "dxa" and points(width, "w"):
                measured.setdefault(column, points(width, "w"))
            column += span
        grid += [0.0] * (column - len(grid))
    return tuple(measured.get(n, width) for n, width in enumerate(grid))


def _in(properties: etree._Element | None, tag: str) -> etree._Element | None:
    return None if properties is None else find(properties, f"w:{tag}")


def _on(properties: etree._Element | None, tag: str) -> bool:
    switch = _in(properties, tag)
    return switch is not None and attr(switch) not in ("0", "false", "off")


def _named(properties: Cascade, group: str, side: str) -> etree._Element | None:
    """The child of a group for a side; left and right may be called start and end."""
    found = properties.first(f"{group}/w:{side}")
    return found if found is not None or side not in _START else properties.first(f"{group}/w:{_START[side]}")


def _margin(properties: Cascade, group: str, side: tree.Side, usual: float) -> float:
    element = _named(properties, group, side)
    return usual if element is None else points(element, "w")


def _border(element: etree._Element | None) -> tree.Border | None:
    if element is None or attr(element) in (None, *_NONE):
        return None
    return tree.Border(
        kind=attr(element) or "single",
        width=max(number(attr(element, "sz"), 4) / _EIGHTHS, 0.25),
        colour=colour_of(attr(element, "color")) or "000000",
    )


def _fill(properties: Cascade) -> str | None:
    return colour_of(properties.value("w:shd", "fill"))
