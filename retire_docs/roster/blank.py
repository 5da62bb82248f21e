"""A blank roster: only the columns that are needed, drop-down options, text format for numbers, notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.domain.fields import Field
from retire_docs.errors import Fault, Unwritable
from retire_docs.files import write_atomically
from retire_docs.roster.read import EMPLOYER_SHEET
from retire_docs.roster.sheets import column_letters

PEOPLE_SHEET = "人员"
_OPTIONS_SHEET = "选项"
_HOW = "一人一行；橙色列必填，其余知道的就填，不知道的空着。号码列已设为文本格式，请直接输入。"
_ROWS = 500
_HEADER = PatternFill("solid", fgColor="D9E2F3")
_NEEDED = PatternFill("solid", fgColor="FCE4D6")
_THIN = Border(*(Side(style="thin", color="999999"),) * 4)
_WIDTHS = {"经历": 40, "地址": 32, "身份证号": 22, "银行卡号": 24, "统一社会信用代码": 22, "文本": 20, "电话": 16}


def write_blank(path: Path, title: str, fields: Sequence[Field], *, overwrite: bool) -> None:
    """Write a blank roster. Raises Unwritable."""
    if path.suffix.lower() != ".xlsx":
        raise Unwritable(Fault(str(path), "空白名册是 .xlsx 文件", "文件名以 .xlsx 结尾"))
    if path.exists() and not overwrite:
        raise Unwritable(Fault(str(path), "文件已经在了", "换一个文件名，或加 --overwrite"))
    book = Workbook()
    people = book.worksheets[0]
    people.title = PEOPLE_SHEET
    options = book.create_sheet(_OPTIONS_SHEET)
    options.sheet_state = "hidden"
    _people(people, options, title, [f for f in fields if f.of == "人" or f.name == "单位名称"])
    _employer(book.create_sheet(EMPLOYER_SHEET, 1), options, [f for f in fields if f.of == "单位"])
    data = io.BytesIO()
    book.save(data)
    write_atomically(path, data.getvalue())


def _people(sheet: Worksheet, options: Worksheet, title: str, fields: Sequence[Field]) -> None:
    sheet.cell(1, 1, title).font = Font(bold=True, size=14)
    sheet.cell(2, 1, _HOW).font = Font(color="666666")
    for index, field in enumerate(fields):
        cell = sheet.cell(3, index + 1, field.name)
        cell.fill = _NEEDED if field.name in ("姓名", "身份证号") else _HEADER
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _THIN
        cell.comment = Comment(hint(field), "retire-docs", height=110, width=260)
        letters = column_letters(index)
        sheet.column_dimensions[letters].width = width_of(field)
        # Every column is text: what is typed stays as it is typed.
        sheet.column_dimensions[letters].number_format = "@"
        for row in range(4, 4 + _ROWS):
            sheet.cell(row, index + 1).number_format = "@"
        _drop_down(sheet, options, field, f"{letters}4:{letters}{3 + _ROWS}")
    sheet.row_dimensions[3].height = 36
    sheet.freeze_panes = "B4"


def _employer(sheet: Worksheet, options: Worksheet, fields: Sequence[Field]) -> None:
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 44
    for row, field in enumerate(fields, 1):
        name, value = sheet.cell(row, 1, field.name), sheet.cell(row, 2)
        name.fill, name.font, name.border, value.border = _HEADER, Font(bold=True), _THIN, _THIN
        name.comment = Comment(hint(field), "retire-docs", height=90, width=260)
        value.number_format = "@"
        _drop_down(sheet, options, field, f"B{row}")


def width_of(field: Field) -> int:
    """How wide a field's column is."""
    return _WIDTHS.get(field.kind, max(10, len(field.name) * 2 + 2))


def hint(field: Field) -> str:
    """What to fill in, with an example, in Chinese."""
    lines = [f"种类：{field.kind}"]
    if field.choices:
        joined = "、".join(field.choices)
        lines.append(f"可填：{joined}" + ("（可填几项，用“、”分开）" if field.kind == "多选" else ""))
    if field.values.EXAMPLE and not field.choices:
        lines.append(f"例：{field.values.EXAMPLE}")
    if field.derive and "from" in field.derive:
        lines.append(f"空着时由{field.derive['from']}得出")
    if field.note:
        lines.append(field.note)
    return "\n".join(lines)


def _drop_down(sheet: Worksheet, options: Worksheet, field: Field, cells: str) -> None:
    if field.kind not in ("选项", "是否"):
        return
    column = options.max_column + 1 if options.cell(1, 1).value else 1
    for row, choice in enumerate(field.choices, 1):
        options.cell(row, column, choice)
    letters = column_letters(column - 1)
    source = f"'{_OPTIONS_SHEET}'!${letters}$1:${letters}${len(field.choices)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "不是可选的内容", f"请填：{'、'.join(field.choices)}"[:250]
    rule.errorStyle = "warning"
    sheet.add_data_validation(rule)
    rule.add(cells)
