"""Blank forms as they look on paper: where a page shows the same cells as a form that is known by its page code or
title, its labels need not be read; what they say is known, and only their ink is compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from retire_docs.forms.filling import fill
from retire_docs.forms.outline import Outline, squeeze
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.sheets.grid import Cell, Table
from retire_docs.sheets.pdf import read_pdf
from retire_docs.sheets.sheet import Sheet, Unit

_SAME = 0.012
"""Of a table's width: the edges of the same column on two papers differ by less."""
_FOR_A_HAND = re.compile("[签章印]|年月日|:$")
"""A cell that says this is looked at closely: somebody may have signed, sealed or dated in it."""
_FEWEST = 3
"""Rows that a page must share with a form to be taken for its page."""


class Label(NamedTuple):
    """A cell of a blank form: its left and right edge as shares of the table's width, and what it says if that is all
    that can stand in it, else nothing."""

    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Blank:
    """The rows of a blank form's tables, through all its pages."""

    rows: Sequence[Sequence[Label]]

    def labels(self, tables: Sequence[Table]) -> dict[tuple[int, int, int], str]:
        """What is known of the cells of a page: (number of the table, row, column) → what the cell says. Nothing where
        the page's rows are not, in the same order, rows of the form."""
        rows = [(number, row) for number, table in enumerate(tables) for row in _rows(table)]
        places = [
            start
            for start in range(len(self.rows) - len(rows) + 1)
            if all(_alike(row, self.rows[start + n]) for n, (_, row) in enumerate(rows))
        ]
        if len(rows) < _FEWEST or len(places) != 1:
            return {}
        return {
            (number, cell.row, cell.column): label.text
            for n, (number, row) in enumerate(rows)
            for (cell, _, _), label in zip(row, self.rows[places[0] + n], strict=True)
            if label.text
        }


def blank_of(outline: Outline, faces: Faces) -> Blank:
    """A form's blank as our printer prints it."""
    form = PrintForm.of(outline.pack.template(outline.entry), faces)
    pdf = Pdf(faces, outline.entry.title)
    pdf.add(form.pages(fill(form.form, {}, {})))
    sheets = [sheet for sheet in read_pdf(pdf.finish(), outline.entry.title) if isinstance(sheet, Sheet)]
    fixed = {unit.key for unit in outline.units if not unit.slots and not _FOR_A_HAND.search(unit.key)}
    fixed -= {unit.key for unit in outline.units if unit.slots}
    return Blank([row for sheet in sheets for row in _of_units(sheet.units, fixed)])


def _of_units(units: Iterable[Unit], fixed: set[str]) -> list[list[Label]]:
    """The rows of a page's tables."""
    tables: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.table is not None and unit.box:
            tables[unit.table].append(unit)
    rows = []
    for cells in tables.values():
        left = min(unit.box.left for unit in cells if unit.box)
        width = max(unit.box.right for unit in cells if unit.box) - left
        by_row: dict[int, list[Label]] = defaultdict(list)
        for unit in cells:
            assert unit.box
            assert unit.row is not None
            text = squeeze(unit.text)
            by_row[unit.row].append(
                Label((unit.box.left - left) / width, (unit.box.right - left) / width, text if text in fixed else "")
            )
        rows += [by_row[row] for row in sorted(by_row)]
    return rows


def _rows(table: Table) -> list[list[tuple[Cell, float, float]]]:
    """The rows of a table, each cell with its edges as shares of the table's width."""
    left, width = table.xs[0], table.xs[-1] - table.xs[0]
    by_row: dict[int, list[tuple[Cell, float, float]]] = defaultdict(list)
    for cell in table.cells:
        by_row[cell.row].append((cell, (cell.left - left) / width, (cell.right - left) / width))
    return [by_row[row] for row in sorted(by_row)]


def _alike(row: Sequence[tuple[Cell, float, float]], labels: Sequence[Label]) -> bool:
    return len(row) == len(labels) and all(
        abs(left - label.left) < _SAME and abs(right - label.right) < _SAME
        for (_, left, right), label in zip(row, labels, strict=True)
    )


class Blanks:
    """The blanks of forms, each made when it is first asked for."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        self._made: dict[int, Blank] = {}

    @cached_property
    def _faces(self) -> Faces:
        return Faces(installed=False)

    def of(self, number: int) -> Blank:
        """The blank of the outline of this number."""
        if number not in self._made:
            self._made[number] = blank_of(self._outlines[number], self._faces)
        return self._made[number]
