"""Rosters for these tests: invented people in real files."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.domain.values.id_number import check_character
from retire_docs.roster.marks import Mark
from retire_docs.roster.read import Person, open_roster

FILES = Path(__file__).parent / "files"


def id_number(sequence: int = 1, birth: str = "19650312") -> str:
    """A valid ID number of nobody; odd is a man."""
    first17 = f"110101{birth}{sequence:03}"
    return first17 + check_character(first17)


ZHANG, LI = id_number(1), id_number(2, "19701105")
CARD = "6217000000000006"
"""Of 16 digits, with the right check digit."""
HEADER = ["姓名", "身份证号"]
GOOD = ["张三", ZHANG]


def book(path: Path, *rows: Sequence[object], **others: Sequence[Sequence[object]]) -> Path:
    """A workbook with a sheet 人员 of these rows, and ``others`` by name."""
    made = Workbook()
    first = made.worksheets[0]
    first.title = "人员"
    fill(first, rows)
    for name, other in others.items():
        fill(made.create_sheet(name), other)
    made.save(path)
    return path


def fill(sheet: Worksheet, rows: Sequence[Sequence[object]], first: int = 1) -> None:
    """Write rows."""
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value  # type: ignore[assignment]


def people(file: Path) -> list[Person]:
    return list(open_roster(file).people())


def marks(file: Path) -> list[Mark]:
    """Everything found, the roster's own first."""
    roster = open_roster(file)
    of_people = [mark for person in roster.people() for mark in person.marks]
    return [*roster.marks, *of_people]


def told(file: Path, *severities: str) -> list[tuple[str, str, str]]:
    """Place, message and remedy of what was found (of these severities)."""
    return [
        (m.finding.where, m.finding.message, m.finding.remedy)
        for m in marks(file)
        if not severities or m.finding.severity in severities
    ]


def rewritten(file: Path, pattern: str, replacement: str) -> Path:
    """The first sheet's XML as another program might have written it."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    text, count = re.subn(pattern, replacement, parts[name].decode())
    assert count, "nothing to replace"
    with zipfile.ZipFile(file, "w") as archive:
        for part, data in {**parts, name: text.encode()}.items():
            archive.writestr(part, data)
    return file


def whole_roster(path: Path) -> Path:
    """A roster with everything in it that formats tell in different ways. See files/README.md."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "人员 "
    fill(
        sheet,
        [["2026年退休人员名册"], [], ["姓名", "身份证号", "联系方式", None, "配偶信息", None, "单位名称", "民族"]],
        3,
    )
    fill(sheet, [[None, None, "手机", "社保卡账号", "姓名", "身份证号"]], 6)
    fill(
        sheet,
        [
            ["张三", ZHANG, 13900000000, int(CARD), "李四", LI, "示例厂", "汉"],
            ["王五", LI, "13900000001", None, None, None, None, "=1/0"],
            [None] * 8,
            ["赵六", 110101196503120000, None, None, None, None, "另一厂", "回"],
            ["合计", "3人"],
        ],
        7,
    )
    for merged in ("A3:H3", "A5:A6", "B5:B6", "C5:D5", "E5:F5", "G5:G6", "H5:H6", "G7:G8"):
        sheet.merge_cells(merged)
    employer = made.create_sheet("单位信息")
    fill(employer, [["单位名称", "示例厂"], ["电话", "0943-1234567"], ["公示开始日期", dt.date(2026, 11, 2)]])
    secret = made.create_sheet("草稿")
    fill(secret, [HEADER, ["不该读到", ZHANG]])
    secret.sheet_state = "hidden"
    made.save(path)
    return path
