"""The roster given back: the user's own workbook, bad cells coloured, the reason as a note."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.files import write_atomically
from retire_docs.roster.header import SEARCH_DEPTH
from retire_docs.roster.read import Mark
from retire_docs.roster.sheets import Cells, load

PROBLEMS = "问题清单.xlsx"
WHOLE_WORKBOOK = 5_000
"""Rows up to which the user's own workbook is given back; above, only the bad rows."""
_COLOURS = {"blocks": "FFC7CE", "ask": "FFEB9C", "note": "DDEBF7"}
_RANK = ("blocks", "ask", "note")


def write_problems(file: Path, marks: Sequence[Mark], path: Path) -> None:
    """Write the workbook with ``marks`` to ``path``. Raises Unwritable."""
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    book = _own_workbook(file, by_sheet) or _rebuilt(file, by_sheet)
    data = io.BytesIO()
    book.save(data)
    write_atomically(path, data.getvalue())


def _own_workbook(file: Path, by_sheet: dict[str, list[Mark]]) -> Workbook | None:
    """The user's workbook, marked; None where it is too large or openpyxl cannot read it."""
    if file.suffix.lower() != ".xlsx" or any(sheet.height > WHOLE_WORKBOOK for sheet in load(file)):
        return None
    try:
        book = load_workbook(file)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None
    for name, marks in by_sheet.items():
        sheet = book[name]
        if isinstance(sheet, Worksheet):
            _mark_cells(sheet, marks, {mark.row: mark.row + 1 for mark in marks})
    return book


def _rebuilt(file: Path, by_sheet: dict[str, list[Mark]]) -> Workbook:
    """A new workbook of the cells' contents: all rows, or of a large roster the top and the bad rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in load(file):
        marks = by_sheet.get(sheet.name, [])
        bad = {mark.row for mark in marks}
        target = book.create_sheet(sheet.name[:31])
        placed: dict[int, int] = {}
        for number, cells in enumerate(sheet.rows()):
            if sheet.height <= WHOLE_WORKBOOK or number in bad or number < SEARCH_DEPTH:
                placed[number] = len(placed) + 1
                _append(target, placed[number], cells)
        _mark_cells(target, marks, placed)
    return book


def _append(sheet: Worksheet, row: int, cells: Cells) -> None:
    for column, value in enumerate(cells, 1):
        if value is not None:
            text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = sheet.cell(row, column, text)
            if isinstance(text, str):
                cell.number_format = "@"
            elif isinstance(text, (dt.date, dt.datetime)):
                cell.number_format = "yyyy-mm-dd"


def _mark_cells(sheet: Worksheet, marks: Sequence[Mark], rows: dict[int, int]) -> None:
    by_cell: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        by_cell[rows[mark.row], (mark.column or 0) + 1].append(mark)
    for (row, column), found in by_cell.items():
        cell = sheet.cell(row, column)
        if not isinstance(cell, Cell):  # the lower part of a merged cell
            continue
        worst = min((mark.finding.severity for mark in found), key=_RANK.index)
        cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
        text = "\n".join(f"{m.finding.message}；{m.finding.remedy}".rstrip("；") for m in found)
        cell.comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", text), "retire-docs", height=90, width=280)
