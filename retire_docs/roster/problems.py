"""The roster given back: the user's own workbook, bad cells coloured, the reason as a note."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.domain.finding import Finding
from retire_docs.domain.values import Raw
from retire_docs.domain.values.base import EXACT_FLOAT
from retire_docs.files import write_atomically
from retire_docs.roster.header import SEARCH_DEPTH
from retire_docs.roster.marks import LIST_SHEET, Mark
from retire_docs.roster.sheets import Sheet, column_letters, load
from retire_docs.roster.text_cells import storable, text_cell

PROBLEMS = "问题清单.xlsx"
WHOLE_WORKBOOK = 5_000
"""Rows up to which the user's own workbook is given back; above, only the bad rows."""
_LARGEST_SHEETS = 40_000_000
"""Bytes of XML up to which openpyxl is asked to load it: it takes some fifty times as much memory."""
_COLOURS = {"blocks": "FFC7CE", "ask": "FFEB9C", "note": "DDEBF7"}
_RANK = ("blocks", "ask", "note")
_NAMES = {"blocks": "未办", "ask": "请核对", "note": "提示"}
_AUTHOR = "retire-docs 问题"
_USERS_NOTE = "原批注："
_WIDEST = 40


def write_problems(file: Path, marks: Sequence[Mark], path: Path) -> None:
    """Write the workbook with ``marks`` to ``path``. Raises Unwritable."""
    by_sheet: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    sheets = load(file)
    write_atomically(path, _own_workbook(file, sheets, by_sheet) or _saved(_rebuilt(sheets, by_sheet)))


def _own_workbook(file: Path, sheets: Sequence[Sheet], by_sheet: Mapping[str, Sequence[Mark]]) -> bytes | None:
    """The user's workbook, marked; None where it is no .xlsx, too large, or openpyxl cannot manage it."""
    if not _is_small_xlsx(file) or any(sheet.height > WHOLE_WORKBOOK for sheet in sheets):
        return None
    try:
        with warnings.catch_warnings(), file.open("rb") as stream:
            warnings.simplefilter("ignore")  # of parts that openpyxl leaves out
            book = load_workbook(stream)
        for sheet in sheets:
            own = book[sheet.name]
            if isinstance(own, Worksheet):
                _keep_digits(own, sheet)
                _unmark(own)
                _mark_cells(own, by_sheet.get(sheet.name, ()))
        _add_list(book, [mark for marks in by_sheet.values() for mark in marks])
        return _saved(book)
    except Exception:  # openpyxl fails in many ways on what other programs write; there is the other way
        return None


def _is_small_xlsx(file: Path) -> bool:
    if not zipfile.is_zipfile(file):
        return False
    with zipfile.ZipFile(file) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
    of_sheets = sum(size for name, size in sizes.items() if name.startswith("xl/worksheets/"))
    return "xl/workbook.xml" in sizes and of_sheets <= _LARGEST_SHEETS


def _keep_digits(own: Worksheet, sheet: Sheet) -> None:
    """Make text of the long numbers that have all their digits: openpyxl would write 16 of them."""
    for row in own.iter_rows():
        for cell in row:
            if isinstance(cell.value, (int, float)) and abs(cell.value) > EXACT_FLOAT:
                exact = sheet.exact(cell.row, cell.column - 1, float(cell.value))
                if isinstance(exact, str):
                    cell.value, cell.number_format = exact, "@"


def _saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _rebuilt(sheets: Sequence[Sheet], by_sheet: Mapping[str, Sequence[Mark]]) -> Workbook:
    """A new workbook of the cells' contents: all rows, or of a large roster the top and the bad rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        marks = by_sheet.get(sheet.name, ())
        bad = {mark.row for mark in marks}
        target = book.create_sheet(re.sub(r"[\\/*?:\[\]]", "_", sheet.name)[:31])
        placed: dict[int, int] = {}
        for number, cells in enumerate(sheet.rows()):
            if sheet.height <= WHOLE_WORKBOOK or number in bad or number < SEARCH_DEPTH:
                placed[number] = len(placed) + 1
                write_row(target, placed[number], [c and sheet.exact(number + 1, i, c) for i, c in enumerate(cells)])
        _mark_cells(target, marks, placed)
    _add_list(book, [mark for marks in by_sheet.values() for mark in marks])
    return book


def write_row(sheet: Worksheet, row: int, cells: Sequence[Raw | None]) -> None:
    """Write cells as what they are: text is never a formula, whatever it begins with."""
    for column, value in enumerate(cells, 1):
        if value is None:
            continue
        cell = sheet.cell(row, column)
        if isinstance(value, str):
            cell.value, cell.data_type, cell.number_format = storable(value), "s", "@"
            _widen(sheet, column, len(value))
        else:
            cell.value = value
            if isinstance(value, dt.date):
                cell.number_format = "yyyy-mm-dd"
                _widen(sheet, column, 10)


def _widen(sheet: Worksheet, column: int, length: int) -> None:
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = max(dimension.width, min(length + 2, _WIDEST))


def _mark_cells(sheet: Worksheet, marks: Sequence[Mark], placed: Mapping[int, int] | None = None) -> None:
    """Colour the cells and say why. ``placed``: the row in which a row of the roster stands now."""
    by_cell: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        row = placed[mark.row] if placed else mark.row + 1
        by_cell[_top_left(sheet, row, (mark.column or 0) + 1)].append(mark)
    for place, found in by_cell.items():
        cell = sheet.cell(*place)
        assert isinstance(cell, Cell)
        worst = min((mark.finding.severity for mark in found), key=_RANK.index)
        cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
        text = "\n".join(_reason(mark, place[0]) for mark in found)
        if cell.comment:  # the user's own note stays
            text = f"{text}\n{_USERS_NOTE}{cell.comment.text}"
        cell.comment = Comment(storable(text), _AUTHOR, height=90, width=280)


def _unmark(sheet: Worksheet) -> None:
    """Take away the marks of an earlier run: what is mended must not stay red."""
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.comment and cell.comment.author == _AUTHOR:
                _, _, note = cell.comment.text.partition(_USERS_NOTE)
                cell.comment = Comment(note, "user") if note else None
                cell.fill = PatternFill()


def _add_list(book: Workbook, marks: Sequence[Mark]) -> None:
    """A sheet that lists all findings."""
    if LIST_SHEET in book.sheetnames:
        del book[LIST_SHEET]
    list_findings(book.create_sheet(LIST_SHEET), [mark.finding for mark in marks])


def list_findings(sheet: Worksheet, findings: Iterable[Finding]) -> None:
    """Fill a new sheet (of a write-only workbook, too) with findings, the grave ones first: who, where, what, what to
    do, and the code."""
    for column, width in zip("ABCDEF", (10, 14, 34, 60, 44, 26), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    sheet.append(["轻重", "谁", "哪里", "什么问题", "怎么办", "代号"])
    for finding in sorted(findings, key=lambda finding: _RANK.index(finding.severity)):
        told = (finding.person, finding.where, finding.message, finding.remedy, finding.code)
        severity = text_cell(sheet, _NAMES[finding.severity])
        severity.fill = PatternFill("solid", fgColor=_COLOURS[finding.severity])
        sheet.append([severity, *(text_cell(sheet, text) for text in told)])


def _reason(mark: Mark, row: int) -> str:
    """The message and what to do; where the row has another number now, its place in the roster too."""
    moved = f"原表{column_letters(mark.column or 0)}{mark.row + 1}：" if row != mark.row + 1 else ""
    return moved + f"{mark.finding.message}；{mark.finding.remedy}".rstrip("；")


def _top_left(sheet: Worksheet, row: int, column: int) -> tuple[int, int]:
    """The cell itself, or of a merged range the one that can be written on."""
    if isinstance(sheet.cell(row, column), Cell):
        return row, column
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            return merged.min_row, merged.min_col
    return row, column
