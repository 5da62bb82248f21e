"""Forms → people → the records workbook, which is a roster: one row a person, doubtful cells coloured."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.cities.load import COMMON, cities
from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.files import write_atomically
from retire_docs.parse.reading import Fields, FormReading, Reading, Status
from retire_docs.parse.slots import best_of, compatible
from retire_docs.roster.marks import EVIDENCE_SHEET, LIST_SHEET, NOTICES_SHEET
from retire_docs.roster.problems import list_findings, write_row
from retire_docs.roster.unconfirmed import STATUS, told

PEOPLE_SHEET = "记录"
_ITEMS = "名单"
_CITY = "城市"
_HEADER = PatternFill("solid", fgColor="D9E2F3")
_FILLS: dict[Status, PatternFill] = {
    "doubtful": PatternFill("solid", fgColor="FFEB9C"),
    "unreadable": PatternFill("solid", fgColor="FFC7CE"),
}
_NAMES: dict[Status, str] = {
    "read": "读出", "blank": "空白", "doubtful": "存疑", "unreadable": "未读出", "absent": "表上没有",
}  # fmt: skip
_EVIDENCE = (
    "姓名",
    "城市",
    "表",
    "字段",
    "值",
    "原文",
    "状态",
    "可信度",
    "文件",
    "页",
    "位置（左 上 右 下，%）",
    "说明",
)
_AUTHOR = "retire-docs 识读"


@dataclass
class Person:
    """What all forms of a person say: the best reading of each field, the city, and what does not agree."""

    fields: Fields = field(default_factory=dict)
    city: str | None = None
    forms: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """姓名 as read, for messages."""
        reading = self.fields.get("姓名")
        return reading.value if reading and isinstance(reading.value, str) else ""


def join(forms: Sequence[FormReading]) -> list[Person]:
    """Join forms to people by their 身份证号 alone, and only one that was read without doubt; a form without is a row
    of its own. People of a list (an employer's paper) join where they have a number."""
    people: list[Person] = []
    by_number: dict[str, Person] = {}
    for form in forms:
        for fields in _of_people(form):
            number = _number(fields)
            person = by_number.get(number) if number else None
            if person is None:
                person = Person()
                people.append(person)
                if number:
                    by_number[number] = person
            _take(person, fields, form)
    return people


def _of_people(form: FormReading) -> Iterator[Fields]:
    """The people that a form tells of."""
    own = {name: reading for name, reading in form.fields.items() if dictionary()[name].of != "程序"}
    names_somebody = "姓名" in own or "身份证号" in own
    if names_somebody and any(dictionary()[name].of == "人" and reading.value for name, reading in own.items()):
        yield own
    employer = {name: reading for name, reading in own.items() if dictionary()[name].of == "单位"}
    for item in form.lists.get(_ITEMS, ()):
        if _number(item):
            yield {**employer, **{name: r for name, r in item.items() if dictionary()[name].of != "程序"}}


def _number(fields: Fields) -> str:
    reading = fields.get("身份证号")
    certain = reading is not None and reading.status == "read" and isinstance(reading.value, str)
    return str(reading.value) if reading and certain else ""


def _take(person: Person, fields: Fields, form: FormReading) -> None:
    """Add a form's readings; of a field the best stays, and forms that disagree are told."""
    where = form.where or form.source
    person.forms.append(where)
    if form.city not in (None, COMMON):
        person.city = person.city or form.city
    for name, reading in fields.items():
        before = person.fields.get(name)
        if before is None:
            person.fields[name] = reading
            continue
        best = best_of([before, reading])
        person.fields[name] = best
        values = [r.value for r in (before, reading) if r.value is not None]
        if any(not compatible(value, best.value) for value in values):
            shown = "、".join(dict.fromkeys(f"“{r.raw.strip()[:24]}”" for r in (before, reading)))
            message = f"几张表上的{name}不一样：{shown}"
            best.doubt(message)
            remedy = "对照原件核对，改正有误的一张"
            person.findings.append(Finding("parse.forms_disagree", "ask", message, where, remedy, person.name))


def write_records(
    path: Path, people: Sequence[Person], forms: Sequence[FormReading], findings: Sequence[Finding]
) -> None:
    """Write the records workbook: 记录 (a roster), 依据 (where each value was read), 公示名单 (people without a
    number), and the findings. Raises Unwritable."""
    book = Workbook()
    records = book.worksheets[0]
    records.title = PEOPLE_SHEET
    _write_people(records, people)
    _write_evidence(book.create_sheet(EVIDENCE_SHEET), forms)
    _write_notices(book, forms)
    if findings:
        list_findings(book.create_sheet(LIST_SHEET), findings)
    data = io.BytesIO()
    book.save(data)
    write_atomically(path, data.getvalue())


def _write_people(sheet: Worksheet, people: Sequence[Person]) -> None:
    shown = {name for person in people for name, r in person.fields.items() if r.raw.strip() or r.value or _asks(r)}
    names = [f.name for f in dictionary() if f.name in shown or f.name in ("姓名", "身份证号")]
    names = [name for name in names if name != _CITY]
    write_row(sheet, 1, [STATUS, _CITY, *names])
    for cell in sheet[1]:
        cell.fill, cell.font = _HEADER, Font(bold=True)
    in_chinese = {pack.id: pack.city for pack in cities()}
    for row, person in enumerate(people, 2):
        asked = {name: r for name in names if (r := person.fields.get(name)) and _asks(r)}
        status = told(*([n for n, r in asked.items() if r.status == s] for s in ("doubtful", "unreadable")))
        cells = [_cell(name, person.fields.get(name)) for name in names]
        write_row(sheet, row, [status, in_chinese.get(person.city or ""), *cells])
        for name, reading in asked.items():
            cell = sheet.cell(row, names.index(name) + 3)
            cell.fill = _FILLS[reading.status]
            note = f"{_NAMES[reading.status]}：{reading.why or '看不清'}\n原文：{reading.raw.strip()[:200]}"
            cell.comment = Comment(note, _AUTHOR, height=90, width=280)
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names) + 2)}{max(len(people) + 1, 2)}"


def _asks(reading: Reading) -> bool:
    return reading.status in ("doubtful", "unreadable")


def _cell(name: str, reading: Reading | None) -> str | None:
    """A value as the roster reader takes it; where it has none, what stands on the paper."""
    if reading is None:
        return None
    if reading.value is not None:
        return dictionary()[name].values.show(reading.value)
    return reading.raw.strip() or None if reading.status == "doubtful" else None


def _write_evidence(sheet: Worksheet, forms: Iterable[FormReading]) -> None:
    write_row(sheet, 1, list(_EVIDENCE))
    row = 1
    for form in forms:
        items = [(form.fields, form.person), *((i, _name(i)) for of in form.lists.values() for i in of)]
        for fields, person in items:
            for name, reading in fields.items():
                for one in (reading, *reading.also):
                    row += 1
                    write_row(sheet, row, _evidence(form, person, name, one))
    _head(sheet)


def _evidence(form: FormReading, person: str, name: str, reading: Reading) -> list[str | int | float | None]:
    value = None if reading.value is None else dictionary()[name].values.show(reading.value)
    box = " ".join(f"{edge * 100:.1f}" for edge in reading.box) if reading.box else None
    return [
        person, form.city, form.title, name, value, reading.raw.strip(), _NAMES[reading.status], reading.confidence,
        form.source, reading.page, box, reading.why or None,
    ]  # fmt: skip


def _name(fields: Fields) -> str:
    reading = fields.get("姓名")
    return reading.value if reading and isinstance(reading.value, str) else ""


def _write_notices(book: Workbook, forms: Iterable[FormReading]) -> None:
    """People of papers that show no ID number: they cannot be joined to anybody."""
    found = [(form, item) for form in forms for item in form.lists.get(_ITEMS, ()) if not _number(item)]
    if not found:
        return
    sheet = book.create_sheet(NOTICES_SHEET)
    names = [f.name for f in dictionary() if any(f.name in item and item[f.name].raw.strip() for _, item in found)]
    write_row(sheet, 1, ["表", *names])
    for row, (form, item) in enumerate(found, 2):
        write_row(sheet, row, [form.title, *(_cell(name, item.get(name)) for name in names)])
    _head(sheet)


def _head(sheet: Worksheet) -> None:
    for cell in sheet[1]:
        cell.fill, cell.font, cell.alignment = _HEADER, Font(bold=True), Alignment(vertical="center")
    sheet.freeze_panes = "A2"
