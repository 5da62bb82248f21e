"""Any roster file → sheets of raw cells: .xlsx, .xls, .ods (python-calamine) and .csv.

The content tells what a file is, not its name: an .xlsx that somebody renamed .xls is read all the same.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from retire_docs.domain.values import Raw
from retire_docs.domain.values.base import EXACT_FLOAT
from retire_docs.errors import Fault, UnreadableRoster
from retire_docs.files import unread
from retire_docs.roster import spelled

Cells: TypeAlias = list[Raw | None]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_ENCODINGS = ("utf-8-sig", "gb18030")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    NotImplementedError,
)
"""How the modules that read archives and XML fail on a damaged file."""
_AGAIN = "用 Excel 或 WPS 打开后另存为 .xlsx 再试"


class Merge(NamedTuple):
    """A merged range; rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A sheet of a roster file. ``source`` gives the rows from the top left cell on."""

    file: Path
    name: str
    source: CalamineSheet | list[list[str]]

    @property
    def height(self) -> int:
        """How many rows there are, blank ones above included."""
        if isinstance(self.source, list):
            return len(self.source)
        return self.source.end[0] + 1 if self.source.end else 0

    def rows(self) -> Iterator[Cells]:
        """The rows; empty cells are None. A formula's error stands as Excel shows it (#N/A)."""
        for number, row in enumerate(self._raw()):
            cells: Cells = [None if isinstance(cell, str) and not cell.strip() else cell for cell in row]
            for column, text in self._errors.get(number, {}).items():
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = text
            yield cells

    def _raw(self) -> Iterator[Cells]:
        if isinstance(self.source, list):
            for typed in self.source:
                yield [*typed]
        else:
            # The reader gives the blank rows above, but not the blank columns at the left.
            left = self.source.start[1] if self.source.start else 0
            for row in self.source.iter_rows():
                yield [None] * left + [c if isinstance(c, (str, int, float, dt.date)) else str(c) for c in row]

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """The merged ranges, where the file's format tells them (.xlsx, .xls)."""
        ranges = None if isinstance(self.source, list) else self.source.merged_cell_ranges
        return tuple(Merge(*first, *last) for first, last in ranges or ())

    def merged_down(self) -> Mapping[int, list[int]]:
        """Row → the columns in which the cell only goes on from the row above."""
        columns: dict[int, list[int]] = defaultdict(list)
        for merge in self.merges:
            if merge.left == merge.right:
                for row in range(merge.top + 1, min(merge.bottom + 1, self.height)):
                    columns[row].append(merge.left)
        return columns

    def exact(self, row: int, column: int, value: Raw) -> Raw:
        """A number of more digits than a float holds, as the file itself spells it, if all its digits are there."""
        if not isinstance(value, float) or abs(value) <= EXACT_FLOAT:
            return value
        return self._long_numbers.get(f"{column_letters(column)}{row}", value)

    @cached_property
    def _long_numbers(self) -> Mapping[str, str]:
        with _Guard(self.file):
            return spelled.long_numbers(self.file, self.name)

    @cached_property
    def _errors(self) -> Mapping[int, Mapping[int, str]]:
        if isinstance(self.source, list):
            return {}
        with _Guard(self.file):
            return spelled.errors(self.file, self.name)


def load(file: Path, without: Callable[[str], bool] = lambda name: False) -> list[Sheet]:
    """The visible sheets of a file, but for those of a name that is not wanted: they are not even read. Raises
    UnreadableRoster."""
    data = _bytes(file)
    if not data.strip():
        raise UnreadableRoster(Fault(str(file), "文件是空的", "检查是否选对了文件，或重新导出"))
    if not data.startswith((_ZIP, _OLE)):
        if file.suffix.lower() not in SUFFIXES:
            raise UnreadableRoster(
                Fault(str(file), "不是名册文件", f"名册应为 {'、'.join(SUFFIXES)}；其他表格{_AGAIN}")
            )
        return [Sheet(file, file.stem, _csv(file, data))]
    book = _workbook(file, data)
    return [Sheet(file, name, sheet) for name, sheet in _worksheets(file, book, visible=True, without=without)]


def hidden(file: Path) -> list[str]:
    """The names of the hidden sheets, which are not read."""
    data = _bytes(file)
    if not data.startswith((_ZIP, _OLE)):
        return []
    return [name for name, _ in _worksheets(file, _workbook(file, data), visible=False)]


def _bytes(file: Path) -> bytes:
    """The file's content. Raises UnreadableRoster."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableRoster(unread(file, error)) from None


def _workbook(file: Path, data: bytes) -> CalamineWorkbook:
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(file)
    if data.startswith(_ZIP):
        _check_archive(file, data)
    elif any(size > len(data) for size in _stream_sizes(data)):
        raise _damaged(file)  # the reader would ask for so much memory that the process ends
    with _Guard(file):
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def _worksheets(
    file: Path, book: CalamineWorkbook, *, visible: bool, without: Callable[[str], bool] = lambda name: False
) -> list[tuple[str, CalamineSheet]]:
    with _Guard(file):
        return [
            (meta.name, book.get_sheet_by_name(meta.name))
            for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet and (meta.visible == SheetVisibleEnum.Visible) == visible
            if not without(meta.name)
        ]


def _check_archive(file: Path, data: bytes) -> None:
    """Refuse a broken archive, and one that holds no workbook (a Word file renamed)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and b"spreadsheet" in archive.read("mimetype"):
                return
    except _BROKEN:
        raise UnreadableRoster(Fault(str(file), "文件不完整或已损坏", f"重新复制或下载一份；或{_AGAIN}")) from None
    if not any(name.startswith("xl/") for name in names):
        raise UnreadableRoster(Fault(str(file), "内容不是表格（可能是改了名的其他文件）", _AGAIN))


def _stream_sizes(data: bytes) -> Iterator[int]:
    """What an .xls says of its main streams' sizes: the last number of a directory entry of 128 bytes."""
    for name in ("Root Entry", "Workbook", "Book"):
        entry = f"{name}\0".encode("utf-16-le")
        start = data.find(entry)
        while start >= 0:
            if start % 128 == 0:
                yield int.from_bytes(data[start + 120 : start + 128], "little")
            start = data.find(entry, start + 1)


def _damaged(file: Path) -> UnreadableRoster:
    return UnreadableRoster(Fault(str(file), "打不开，文件不完整或已损坏", _AGAIN))


def _locked(file: Path) -> UnreadableRoster:
    return UnreadableRoster(Fault(str(file), "文件设了打开密码", "在 Excel 或 WPS 里去掉打开密码，保存后再试"))


class _Guard:
    """Turns everything by which the reader gives up on a file into UnreadableRoster."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, PasswordError):
            raise _locked(self.file) from None
        # Of a file with bytes changed the reader's Rust code can panic, which is no Exception.
        if isinstance(error, (CalamineError, *_BROKEN)) or (kind and kind.__name__ == "PanicException"):
            raise _damaged(self.file) from None


def _csv(file: Path, data: bytes) -> list[list[str]]:
    text = _text(file, data)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise UnreadableRoster(Fault(str(file), "内容是网页或 XML，不是表格文件（有些系统这样导出）", _AGAIN))
    try:
        return [[_unquoted(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), _Dialect(text))]
    except csv.Error as error:
        raise UnreadableRoster(Fault(str(file), f"不是正确的 CSV（{error}）", _AGAIN)) from None


def _text(file: Path, data: bytes) -> str:
    """CSV text, under whatever name; a zero byte, or nothing that parts columns, tells another file."""
    is_csv = file.suffix.lower() == ".csv"
    encodings = ("utf-16",) if data.startswith(_BOMS) else _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (is_csv or re.search("[,;\t<]", text)):
            return text
    if is_csv and b"\0" not in data:
        raise UnreadableRoster(Fault(str(file), "文字编码不是 UTF-8 或 GB18030", _AGAIN))
    raise UnreadableRoster(Fault(str(file), "打不开，内容不是表格，或文件已损坏", f"检查是否选对了文件；{_AGAIN}"))


class _Dialect(csv.excel):
    """Comma, tab or semicolon: whichever the text has most of."""

    def __init__(self, text: str) -> None:
        self.delimiter = max(",\t;", key=text.count)
        super().__init__()


def _unquoted(cell: str) -> str:
    """Without ``="…"``, by which some systems keep a number's digits from Excel."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def column_letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
