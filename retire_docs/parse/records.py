"""Forms → people → the records workbook, which is a roster: one row a person, doubtful cells coloured."""

from __future__ import annotations

import contextlib
import errno
import io
import itertools
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.cities.load import COMMON, cities
from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.values.base import quoted
from retire_docs.domain.values.id_number import masked
from retire_docs.files import unwritable, write_atomically
from retire_docs.parse.reading import Fields, FormReading, Reading, Status, best_of, compatible
from retire_docs.roster.blank import width_of
from retire_docs.roster.marks import EVIDENCE_SHEET, LIST_SHEET, NOTICES_HEADS, NOTICES_SHEET
from retire_docs.roster.problems import list_findings
from retire_docs.roster.text_cells import fits, set_text, storable, text_cell
from retire_docs.roster.unconfirmed import STATUS, told

PEOPLE_SHEET = "记录"
MOST_ROWS = 1_048_576
"""Rows that a sheet holds; evidence beyond them goes on in the next."""
_ITEMS = "名单"
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
_MOST_NAMED = 6
"""Places that a message names of those that disagree."""
_SHOWN = 200  # characters of what stands on the paper that a note repeats


@dataclass
class Person:
    """What all forms of a person say: the best reading of each field, the city by its Chinese name, which forms, and
    what does not agree."""

    fields: Fields = field(default_factory=dict)
    city: Reading | None = None
    forms: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """姓名 as read, for messages."""
        return _name(self.fields)


@dataclass(frozen=True)
class _Part:
    """What one form says of one person."""

    form: FormReading
    fields: Fields

    @property
    def where(self) -> str:
        return self.form.where or self.form.source


def join(forms: Sequence[FormReading]) -> list[Person]:
    """Join forms to people by their 身份证号 alone, and only one that was read without doubt; a form without is a row
    of its own. People of a list (an employer's paper) join where they have a number. Readings that disagree are marked
    doubtful in the forms, too, so that whoever looks at a form alone is told."""
    people: list[list[_Part]] = []
    by_number: dict[str, list[_Part]] = {}
    for form in forms:
        for fields in _people_of(form):
            number = _number(fields)
            parts = by_number.get(number) if number else None
            if parts is None:
                parts = []
                people.append(parts)
                if number:
                    by_number[number] = parts
            parts.append(_Part(form, fields))
    return [_person(parts) for parts in people]


def _people_of(form: FormReading) -> Iterator[Fields]:
    """The people that a form tells of, each with the city and the employer that it names."""
    own = _without_ours(form.fields)
    city = _city(form)
    if _names_somebody(own) and not _shows_no_number(form, own):
        yield {**own, **city}
    for item in form.lists.get(_ITEMS, ()):
        if _has_number(item):
            yield {**_of_employer(own), **_without_ours(item), **city}


def _people_without_number(form: FormReading) -> Iterator[Fields]:
    """The people that cannot be joined to anybody: papers show no ID number of theirs by design."""
    own = _without_ours(form.fields)
    city = _city(form)
    if _names_somebody(own) and _shows_no_number(form, own):
        yield {**own, **city}
    for item in form.lists.get(_ITEMS, ()):
        if not _has_number(item):
            yield {**_of_employer(own), **_without_ours(item), **city}


def _without_ours(fields: Fields) -> Fields:
    """Without the fields that the program itself puts on a paper: 序号, 附页项目, …"""
    return {name: reading for name, reading in fields.items() if dictionary()[name].of != "程序"}


def _of_employer(fields: Fields) -> Fields:
    return {name: reading for name, reading in fields.items() if dictionary()[name].of == "单位"}


def _city(form: FormReading) -> Fields:
    """The city of the pack whose form it is; a row of a roster says its own."""
    if form.city in (None, COMMON):
        return {}
    name = _chinese(form.city)
    return {_CITY: Reading(name, name, "read")}


def _chinese(city: str | None) -> str:
    return next((pack.city for pack in cities() if pack.id == city), city or "")


def _names_somebody(own: Fields) -> bool:
    """Whether it is a person's form, and anything at all stands on it."""
    of_people = [reading for name, reading in own.items() if dictionary()[name].of == "人"]
    return (_NAME in own or _NUMBER in own) and any(map(_tells, of_people))


def _shows_no_number(form: FormReading, own: Fields) -> bool:
    """Whether a paper of the program's own (a cover, a letter) leaves the ID number out."""
    return form.city == COMMON and _NUMBER not in own


def _has_number(item: Fields) -> bool:
    """Whether something stands as somebody's ID number, though it be doubtful."""
    reading = item.get(_NUMBER)
    return reading is not None and _tells(reading)


def _number(fields: Fields) -> str:
    reading = fields.get(_NUMBER)
    certain = reading is not None and reading.status == "read" and isinstance(reading.value, str)
    return str(reading.value) if reading and certain else ""


def _name(fields: Fields) -> str:
    reading = fields.get(_NAME)
    return reading.value if reading and isinstance(reading.value, str) else ""


def _person(parts: Sequence[_Part]) -> Person:
    """The best reading of each field, and what does not agree."""
    person = Person(forms=[part.where for part in parts])
    by_field: dict[str, list[tuple[_Part, Reading]]] = {}
    for part in parts:
        for name, reading in part.fields.items():
            by_field.setdefault(name, []).append((part, reading))
    person.fields = {name: best_of(reading for _, reading in said) for name, said in by_field.items()}
    for name, said in by_field.items():
        best = person.fields[name].value
        given = [(part, reading) for part, reading in said if reading.value is not None]
        if any(not _agree(reading.value, best) for _, reading in given):
            person.findings.append(_disagree(name, given, person.name))
    person.city = person.fields.pop(_CITY, None)
    return person


def _agree(value: object, best: object) -> bool:
    return compatible(value, best) or compatible(best, value)


def _disagree(name: str, given: Sequence[tuple[_Part, Reading]], person: str) -> Finding:
    """Mark a field's readings as doubtful and tell what stands where, a place for each value. What is told on a screen
    is masked."""
    places = dict(reversed([(_shown(name, reading), part.where) for part, reading in given]))
    first = list(itertools.islice(reversed(places.items()), _MOST_NAMED))
    more = f"等{len(places)}种" if len(places) > _MOST_NAMED else ""
    told_apart = "、".join(f"“{value[:_SHOWN]}”（{where}）" for value, where in first) + more
    for _, reading in given:
        reading.doubt(f"几张表上的{name}不一样：{told_apart}")
    personal = dictionary()[name].personal
    shown = [f"{_masked(value) if personal else quoted(value)}（{where}）" for value, where in first]
    message = f"几张表上的{name}不一样：{'、'.join(shown)}{more}"
    where = "、".join(dict.fromkeys(where for _, where in first))
    return Finding("parse.forms_disagree", "ask", message, where, "对照原件核对，改正有误的一张", person)


def _masked(value: str) -> str:
    return f"“{masked(value)[-12:]}”"


def _shown(name: str, reading: Reading) -> str:
    """The value as the roster reader takes it."""
    return dictionary()[name].values.show(reading.value) if reading.value is not None else ""


def _asks(reading: Reading) -> bool:
    return reading.status in _FILLS


def _tells(reading: Reading) -> bool:
    """Whether anything stands there."""
    return reading.value is not None or _asks(reading)


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
    shown = {name for person in people for name, r in person.fields.items() if _tells(r)}
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
    if reading.value is None or fits(_shown(name, reading)):
        return reading
    cut = Reading(reading.value, reading.raw, reading.status, page=reading.page, why=reading.why)
    cut.doubt("太长，一格放不下，后面的没有写进来")
    return cut


def _cell(sheet: Worksheet, name: str, reading: Reading | None) -> str | Cell | None:
    """A value as the roster reader takes it; a doubtful one that is none shows what stands on the paper."""
    if reading is None:
        return None
    if not _asks(reading):
        return _shown(name, reading) or None
    raw = reading.raw.strip()
    text = _shown(name, reading) or (raw if reading.status == "doubtful" else "")
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
    city = _chinese(form.city)
    items = [(form.fields, form.person), *((item, _name(item)) for of in form.lists.values() for item in of)]
    for fields, person in items:
        for name, reading in fields.items():
            for one in (reading, *reading.also):
                if one.status in ("blank", "absent"):
                    continue
                box = " ".join(f"{edge * 100:.1f}" for edge in one.box) if one.box else None
                yield [
                    person, city, form.title, name, _shown(name, one), one.raw.strip(), _NAMES[one.status],
                    one.confidence, form.source, one.page, box, one.why,
                ]  # fmt: skip


def _plain(sheet: Worksheet, value: str | float | None) -> str | float | Cell | None:
    """A value for ``append``, a cell of its own only where openpyxl would take it for a formula or an error."""
    if not isinstance(value, str):
        return value
    return text_cell(sheet, value) if value.startswith(("=", "#")) else storable(value) or None


def _write_notices(book: Workbook, forms: Sequence[FormReading]) -> None:
    """People of papers that show no ID number: they cannot be joined to anybody."""
    found = [(form, item) for form in forms for item in _people_without_number(form)]
    if not found:
        return
    shown = {name for _, item in found for name, r in item.items() if _tells(r)}
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
