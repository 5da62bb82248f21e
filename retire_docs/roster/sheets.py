"""Any roster file → sheets of raw cells: .xlsx, .xls, .ods (python-calamine) and .csv."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from retire_docs.domain.values import Raw
from retire_docs.domain.values.base import EXACT_FLOAT
from retire_docs.errors import Fault, UnreadableRoster

Cells: TypeAlias = list[Raw | None]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Sheet:
    """A sheet of a roster file. ``source`` gives the rows from the top left cell on."""

    file: Path
    name: str
    source: CalamineSheet | list[list[str]]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.source) if isinstance(self.source, list) else self.source.height

    def rows(self) -> Iterator[Cells]:
        """The rows; empty cells are None."""
        for row in self._raw():
            yield [None if cell == "" or cell is None else cell for cell in row]

    def _raw(self) -> Iterable[list[Raw | None]]:
        if isinstance(self.source, list):
            return ([cell or None for cell in row] for row in self.source)
        return self._calamine(self.source)

    @staticmethod
    def _calamine(sheet: CalamineSheet) -> Iterator[list[Raw | None]]:
        top, left = sheet.start or (0, 0)
        for _ in range(top):
            yield []
        for row in sheet.iter_rows():
            yield [None] * left + [c if isinstance(c, (str, int, float, bool)) or hasattr(c, "year") else str(c) for c in row]  # type: ignore[misc]

    def exact(self, row: int, column: int, value: Raw) -> Raw:
        """A number of more digits than a float holds, as the file itself spells it, if all its digits are there."""
        if not isinstance(value, float) or abs(value) <= EXACT_FLOAT:
            return value
        spelled = self._long_numbers.get(f"{column_letters(column)}{row}")
        # A spreadsheet that has rounded writes zeros after the 15th digit.
        return spelled if spelled and spelled[15:].strip("0") else value

    @cached_property
    def _long_numbers(self) -> dict[str, str]:
        if not zipfile.is_zipfile(self.file) or self.file.suffix.lower() == ".ods":
            return {}
        with zipfile.ZipFile(self.file) as archive:
            xml = archive.read(_sheet_part(archive, self.name))
        found = re.findall(rb'<c r="([A-Z]+\d+)"[^>]*>\s*<v>(\d{16,})(?:\.0)?</v>', xml)
        return {cell.decode(): digits.decode() for cell, digits in found}


def _sheet_part(archive: zipfile.ZipFile, name: str) -> str:
    """The member that holds a sheet, by way of the workbook's relations."""
    workbook = etree.fromstring(archive.read("xl/workbook.xml"))
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target") or "" for r in relations}
    for sheet in workbook.iter("{*}sheet"):
        if sheet.get("name") == name:
            id = next(value for key, value in sheet.attrib.items() if str(key).endswith("}id"))
            return "xl/" + targets[str(id)].removeprefix("/xl/")
    raise KeyError(name)


def load(file: Path) -> list[Sheet]:
    """The visible sheets of a file. Raises UnreadableRoster."""
    if file.suffix.lower() not in SUFFIXES:
        raise UnreadableRoster(Fault(str(file), "不是名册文件", f"名册应为 {'、'.join(SUFFIXES)}"))
    try:
        if file.suffix.lower() == ".csv":
            return [Sheet(file, file.stem, _csv(file))]
        book = CalamineWorkbook.from_path(file)
        return [
            Sheet(file, meta.name, book.get_sheet_by_name(meta.name))
            for meta in book.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible
        ]
    except FileNotFoundError:
        raise UnreadableRoster(Fault(str(file), "没有这个文件", "检查路径和文件名")) from None
    except PermissionError:
        raise UnreadableRoster(Fault(str(file), "没有读取权限", "关闭正在使用它的程序，或换一个位置")) from None
    except (OSError, CalamineError, csv.Error, zipfile.BadZipFile) as error:
        advice = "确认没有设密码；用 Excel 或 WPS 打开后另存为 .xlsx 再试"
        raise UnreadableRoster(Fault(str(file), f"打不开（{str(error)[:60]}）", advice)) from None


def _csv(file: Path) -> list[list[str]]:
    data = file.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        delimiter = "\t" if text.count("\t") > text.count(",") else ","
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    raise UnreadableRoster(Fault(str(file), "文字编码不是 UTF-8 或 GB18030", "用 Excel 或 WPS 另存为 .xlsx 再试"))


def column_letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
