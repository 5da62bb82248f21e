"""Forms → people → the records workbook, which is a roster: one row a person, doubtful cells coloured."""

from __future__ import annotations

import contextlib
import errno
import io
import itertools
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.files import unwritable, write_atomically
from retire_docs.parse.people import Person, asks, city_name, name_of, people_without_number, shown_value, tells
from retire_docs.parse.reading import FormReading, Reading, Status
from retire_docs.roster.blank import width_of
from retire_docs.roster.marks import EVIDENCE_SHEET, LIST_SHEET, NOTICES_HEADS, NOTICES_SHEET
from retire_docs.roster.problems import list_findings
from retire_docs.roster.text_cells import fits, set_text, storable, text_cell
from retire_docs.roster.unconfirmed import STATUS, told

PEOPLE_SHEET = "记录"
MOST_ROWS = 1_048_576
"""Rows that a sheet holds; evidence beyond them goes on in the next."""
_CITY, _NAME, _NUMBER = "城市", "姓名", "身份证号"
_ALWAYS = (_CITY, _NAME, _NUMBER)
_HEADER = PatternFill("solid", fgColor="D9E2F3")
_FILLS: Mapping[Status, PatternFill] = {
    "doubtful": PatternFill("solid", fgColor="FFEB9C"),
    "unreadable": PatternFill("solid", fgColor="FFC7CE"),
}
_NAMES: Mapping[Status, str] = {
    "read": "读出", "blank": "空白", "doubtful": "存疑", "unreadable": "未读出", "absent": "表上没有",
}  # fmt: skip
_EVIDENCE = {
    "姓名": 10, "城市": 10, "表": 28, "字段": 18, "值": 28, "原文": 28, "状态": 10, "可信度": 8, "文件": 40, "页": 6,
    "位置（左 上 右 下，%）": 24, "说明": 40,
}  # fmt: skip
_AUTHOR = "retire-docs 识读"
_SHOWN = 200  # characters of what stands on the paper that a note repeats


def write_records(
    path: Path, people: Sequence[Person], forms: Sequence[FormReading], findings: Sequence[Finding]
) -> None:
    """Write the records workbook: 记录 (a roster), 依据 (where each value was read), 公示名单 (people without a
    number), and the findings. Raises Unwritable."""
    data = io.BytesIO()
    with _workbook(path) as book:
        _write_people(book.create_sheet(PEOPLE_SHEET), people)
        _write_evidence(book, forms)
        _write_notices(book, forms)
        if findings:
            list_findings(book.create_sheet(LIST_SHEET), findings)
        book.save(data)
    write_atomically(path, data.getvalue())


@contextlib.contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    """A workbook whose rows go to temporary files, not to memory; none stays behind. Raises Unwritable."""
    book = Workbook(write_only=True)
    try:
        yield book
    except OSError as error:
        raise unwritable(path, error) from None
    except etree.SerialisationError as error:  # lxml writes them, and its message is the name of the error
        number = getattr(errno, str(error).removeprefix("IO_"), errno.EIO)
        raise unwritable(Path(tempfile.gettempdir()), OSError(number, os.strerror(number))) from None
    finally:
        for sheet in book.worksheets:
            _close(sheet)


def _close(sheet: Any) -> None:  # openpyxl has no public way to give up a sheet
    if sheet.closed or not sheet._writer:
        return
    for unfinished in (sheet._rows, sheet._writer.xf):
        with contextlib.suppress(etree.LxmlError, OSError, StopIteration):
            unfinished.close()
    with contextlib.suppress(OSError):
        sheet._writer.cleanup()


def _write_people(sheet: Worksheet, people: Sequence[Person]) -> None:
    shown = {name for person in people for name, r in person.fields.items() if tells(r)}
    names = [f.name for f in dictionary() if f.name in shown or f.name in _ALWAYS]
    widths = {STATUS: 30, **{name: width_of(dictionary()[name]) for name in names}}
    _head(sheet, widths, freeze=f"{get_column_letter(len(_ALWAYS) + 1)}2", rows=len(people))
    row = _Row(sheet, len(widths))
    for person in people:
        fields = {**person.fields, _CITY: person.city} if person.city else person.fields
        readings = {name: _whole(name, reading) for name in names if (reading := fields.get(name))}
        status = told(*([n for n, r in readings.items() if r.status == s] for s in _FILLS))
        row.append([status, *(_cell(sheet, name, readings.get(name)) for name in names)])


class _Row:
    """Writes rows of text with cells that are made once."""

    def __init__(self, sheet: Worksheet, width: int) -> None:
        self._sheet = sheet
        self._cells = [text_cell(sheet, None) for _ in range(width)]

    def append(self, cells: Sequence[str | Cell | None]) -> None:
        """Write a row; a cell that stands in it is written as it is."""
        for ours, cell in zip(self._cells, cells, strict=True):
            if not isinstance(cell, Cell):
                set_text(ours, cell)
        self._sheet.append([c if isinstance(c, Cell) else ours for ours, c in zip(self._cells, cells, strict=True)])


def _whole(name: str, reading: Reading) -> Reading:
    """The reading, doubtful where a cell cannot hold the whole of it."""
    if reading.value is None or fits(shown_value(name, reading)):
        return reading
    cut = Reading(reading.value, reading.raw, reading.status, page=reading.page, why=reading.why)
    cut.doubt("太长，一格放不下，后面的没有写进来")
    return cut


def _cell(sheet: Worksheet, name: str, reading: Reading | None) -> str | Cell | None:
    """A value as the roster reader takes it; a doubtful one that is none shows what stands on the paper."""
    if reading is None:
        return None
    if not asks(reading):
        return shown_value(name, reading) or None
    raw = reading.raw.strip()
    text = shown_value(name, reading) or (raw if reading.status == "doubtful" else "")
    cell = text_cell(sheet, text or None)
    cell.fill = _FILLS[reading.status]
    note = f"{_NAMES[reading.status]}：{reading.why or '看不清'}\n原文：{raw[:_SHOWN]}"
    cell.comment = Comment(storable(note), _AUTHOR, height=90, width=280)
    return cell


def _write_evidence(book: Workbook, forms: Iterable[FormReading]) -> None:
    """A row for each place of each field of each form, over as many sheets as it takes."""
    rows = (row for form in forms for row in _evidence_of(form))
    for number in itertools.count(1):
        part = list(itertools.islice(rows, 1)) if number > 1 else []
        if number > 1 and not part:
            return
        sheet = book.create_sheet(EVIDENCE_SHEET + (f" {number}" if number > 1 else ""))
        _head(sheet, _EVIDENCE, freeze="A2")
        for row in itertools.chain(part, itertools.islice(rows, MOST_ROWS - 1 - len(part))):
            sheet.append([_plain(sheet, cell) for cell in row])


def _evidence_of(form: FormReading) -> Iterator[list[str | float | None]]:
    """The rows of a form; of what is blank there is nothing to show."""
    city = city_name(form.city)
    items = [(form.fields, form.person), *((item, name_of(item)) for of in form.lists.values() for item in of)]
    for fields, person in items:
        for name, reading in fields.items():
            for one in (reading, *reading.also):
                if one.status in ("blank", "absent"):
                    continue
                box = " ".join(f"{edge * 100:.1f}" for edge in one.box) if one.box else None
                yield [
                    person, city, form.title, name, shown_value(name, one), one.raw.strip(), _NAMES[one.status],
                    one.confidence, form.source, one.page, box, one.why,
                ]  # fmt: skip


def _plain(sheet: Worksheet, value: str | float | None) -> str | float | Cell | None:
    """A value for ``append``, a cell of its own only where openpyxl would take it for a formula or an error."""
    if not isinstance(value, str):
        return value
    return text_cell(sheet, value) if value.startswith(("=", "#")) else storable(value) or None


def _write_notices(book: Workbook, forms: Sequence[FormReading]) -> None:
    """People of papers that show no ID number: they cannot be joined to anybody."""
    found = [(form, item) for form in forms for item in people_without_number(form)]
    if not found:
        return
    shown = {name for _, item in found for name, r in item.items() if tells(r)}
    names = [f.name for f in dictionary() if f.name in shown]
    sheet = book.create_sheet(NOTICES_SHEET)
    widths = {**dict.fromkeys(NOTICES_HEADS, 30), **{name: width_of(dictionary()[name]) for name in names}}
    _head(sheet, widths, freeze="A2", rows=len(found))
    row = _Row(sheet, len(widths))
    for form, item in found:
        row.append([form.title, form.source, *(_cell(sheet, name, item.get(name)) for name in names)])


def _head(sheet: Worksheet, widths: Mapping[str, int], freeze: str, rows: int = 0) -> None:
    """The header of a new sheet, which stays in sight; with ``rows`` under it that can be filtered."""
    for column, width in enumerate(widths.values(), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = freeze
    if rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{rows + 1}"
    cells = [text_cell(sheet, name) for name in widths]
    for cell in cells:
        cell.fill, cell.font = _HEADER, Font(bold=True)
    sheet.append(cells)
