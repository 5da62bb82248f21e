"""The samples as workbooks."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.cities.load import city
from retire_docs.domain.fields import dictionary
from retire_docs.fill.columns import columns_of
from retire_docs.roster.blank import PEOPLE_SHEET, write_blank
from retire_docs.roster.read import EMPLOYER_SHEET
from retire_docs.roster.sheets import column_letters
from tools.samples.messy import GROUPS, HEADERS
from tools.samples.people import Row, Sample

FOLDER = Path(__file__).resolve().parents[2] / "samples"
WRITTEN = dt.datetime(2026, 11, 1)  # the date in the files' properties
HEADER_ROW = 3  # of the people's sheet in a blank roster
LAYOUT_NOTE = (260, 110)  # width and height of a header's note, which openpyxl forgets


def write_city(name: str, samples: Sequence[Sample], employers: Sequence[Row]) -> None:
    """A city's blank roster filled in: one employer as name and value side by side, several as a table."""
    path, pack = FOLDER / f"{name}.xlsx", city(name)
    write_blank(path, f"{pack.city}“退休一件事”人员名册（样例，人员均为虚构）", columns_of(pack), overwrite=True)
    book = load_workbook(path)
    people = _sheet(book, PEOPLE_SHEET)
    _people(people, [sample.row for sample in samples])
    if len(employers) == 1:
        _employer(_sheet(book, EMPLOYER_SHEET), employers[0])
    else:
        del book[EMPLOYER_SHEET]
        _employers(book.create_sheet(EMPLOYER_SHEET, 1), employers)
    _restore_notes(book)
    save(book, path)


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _people(sheet: Worksheet, rows: Sequence[Row]) -> None:
    titles = next(sheet.iter_rows(min_row=HEADER_ROW, max_row=HEADER_ROW, values_only=True))
    headers = {str(title): column for column, title in enumerate(titles, 1)}
    for number, row in enumerate(rows, HEADER_ROW + 1):
        for field, value in row.items():
            assert field in dictionary(), field
            if field in headers and value != "":
                sheet.cell(number, headers[field], value)


def _employer(sheet: Worksheet, employer: Row) -> None:
    for name, value in sheet.iter_rows(max_col=2):
        value.value = employer.get(str(name.value))


def _employers(sheet: Worksheet, employers: Sequence[Row]) -> None:
    for column, field in enumerate(employers[0], 1):
        sheet.cell(1, column, field).font = Font(bold=True)
        sheet.column_dimensions[column_letters(column - 1)].width = 24
        for row, employer in enumerate(employers, 2):
            sheet.cell(row, column, employer[field]).number_format = "@"


def _restore_notes(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=sheet.max_row):
            for note in (cell.comment for cell in row if cell.comment):
                note.width, note.height = LAYOUT_NOTE


def write_messy(samples: Sequence[Sample]) -> None:
    """A roster as it comes from an office: titles, a header of two rows, gaps, a footer, a second sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "2026年拟退休人员"
    _titles(sheet)
    _double_header(sheet, 4)
    row = 6
    for number, sample in enumerate(samples, 1):
        row += {6: 1, 13: 2}.get(number, 0)  # blank rows
        for column, header in enumerate(HEADERS, 1):
            sheet.cell(row, column, number if header == "序号" else sample.row.get(header))
        row += 1
    sheet.cell(row, 1, "合计")
    sheet.cell(row, 12, f"=SUM(L6:L{row - 1})")
    sheet.cell(row + 1, 1, "制表人：示例　　审核人：示例　　2026年11月1日")
    _explanation(book.create_sheet("说明"))
    save(book, FOLDER / "messy.xlsx")


def _titles(sheet: Worksheet) -> None:
    last = len(HEADERS)
    sheet.cell(1, 1, "拟退休人员花名册（样例，人员均为虚构）").font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.cell(2, 1, "填报单位：某某人力资源服务有限公司　　填报日期：2026年11月1日")
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)


def _double_header(sheet: Worksheet, row: int) -> None:
    """Groups above with merged cells, columns below; columns without a group are merged over both rows."""
    grouped = {column for _, first, last in GROUPS for column in range(first, last + 1)}
    for column, header in enumerate(HEADERS, 1):
        sheet.cell(row + (column in grouped), column, header).font = Font(bold=True)
        if column not in grouped:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
    for text, first, last in GROUPS:
        sheet.cell(row, first, text).font = Font(bold=True)
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _explanation(sheet: Worksheet) -> None:
    lines = (
        "填表说明",
        "1. 本表由各单位填报，一人一行。",
        "2. 身份证号码请仔细核对。",
        "3. 有疑问请致电 0943-5550101。",
    )
    for row, line in enumerate(lines, 1):
        sheet.cell(row, 1, line)


def save(book: Workbook, path: Path) -> None:
    """Save a workbook that has the same bytes on every run."""
    book.properties.creator = "retire_docs"
    book.properties.created = WRITTEN
    data = io.BytesIO()
    book.save(data)
    stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(data) as saved, zipfile.ZipFile(path, "w") as archive:
        for member in saved.namelist():
            content = saved.read(member)
            if member == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(member, WRITTEN.timetuple()[:6])
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
