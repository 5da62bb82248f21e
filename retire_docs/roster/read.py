"""Workbook → people: every row judged, every fault named with its cell, and no row lost for another's sake."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from retire_docs.domain.derive import derive
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.finding import Finding, Severity
from retire_docs.domain.record import Value
from retire_docs.domain.values import Malformed, Raw
from retire_docs.domain.values.id_number import masked
from retire_docs.errors import Fault, UnreadableRoster
from retire_docs.roster.header import SEARCH_DEPTH, Column, Header, find_header
from retire_docs.roster.sheets import Cells, Sheet, column_letters, load

EMPLOYER_SHEET = "单位信息"
_NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "－"})
_NOTHING_BUT_IN_TEXT = frozenset({"无", "没有", "暂无"})
_FREE_TEXT = frozenset({"文本", "是否", "选项", "多选"})
_FORMULA_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")
_FOOTERS = ("合计", "总计", "小计", "制表", "填表", "审核", "说明", "备注", "注：", "注:", "填报", "单位负责人")


@dataclass(frozen=True)
class Mark:
    """A finding at a cell of a sheet (row and column from 0; no column: the whole row)."""

    sheet: str
    row: int
    column: int | None
    finding: Finding


@dataclass
class Person:
    """A row of a roster: the record, where it stands, and what was found in it."""

    record: dict[str, Value]
    file: Path
    sheet: str
    row: int
    marks: list[Mark] = field(default_factory=list)

    @property
    def name(self) -> str:
        """姓名, or what can be said instead."""
        value = self.record.get("姓名")
        return value if isinstance(value, str) else f"第{self.row + 1}行"

    @property
    def where(self) -> str:
        """File, sheet and row, for messages."""
        return f"{self.file.name} 表“{self.sheet}”第{self.row + 1}行"

    @property
    def blocked(self) -> bool:
        """Whether something malformed stands in the row."""
        return any(mark.finding.severity == "blocks" for mark in self.marks)


@dataclass
class Roster:
    """A roster file: its sheets of people, the employers told in 单位信息, and faults that belong to no row."""

    file: Path
    sheets: list[tuple[Sheet, Header]]
    employers: dict[str, dict[str, Value]]
    marks: list[Mark]

    @property
    def fields(self) -> set[str]:
        """The fields that the roster has a column for."""
        of_employers = (record for record in self.employers.values())
        return set().union(*(header.named for _, header in self.sheets), *of_employers)

    def people(self) -> Iterator[Person]:
        """The people, row after row, read as they are asked for."""
        for sheet, header in self.sheets:
            for number, cells in enumerate(sheet.rows()):
                if number >= header.first_row and any(c is not None for c in cells):
                    person = _person(sheet, header, number, cells)
                    if person:
                        _complete(person, self.employers)
                        yield person


def open_roster(file: Path) -> Roster:
    """Open a roster and find its headers. Raises UnreadableRoster."""
    sheets: list[tuple[Sheet, Header]] = []
    employers: dict[str, dict[str, Value]] = {}
    marks: list[Mark] = []
    for sheet in load(file):
        top = list(itertools.islice(sheet.rows(), SEARCH_DEPTH + 1))
        header = find_header(top)
        if header and header.is_of_people:
            sheets.append((sheet, header))
            marks.extend(_header_marks(sheet, header))
        elif sheet.name.strip() == EMPLOYER_SHEET or _is_of_employers(top):
            employers.update(_employers(sheet, marks))
        elif any(c is not None for row in top for c in row):
            marks.append(_mark(sheet, 0, None, "roster.ignored_sheet", "note", "没有找到含“姓名”的表头，这张表未使用"))
    if not sheets:
        known = "、".join(f.name for f in itertools.islice(dictionary(), 1, 6))
        raise UnreadableRoster(
            Fault(str(file), "没有找到表头：前30行里没有同时含“姓名”和其他已知项目的一行", f"表头用字段名，如 {known}；字段名见 retire-docs fields")
        )
    return Roster(file, sheets, employers, marks)


def _mark(
    sheet: Sheet, row: int, column: int | None, code: str, severity: Severity, message: str, remedy: str = "", person: str = ""
) -> Mark:
    at = f"{column_letters(column)}{row + 1}" if column is not None else f"第{row + 1}行"
    where = f"{sheet.file.name} 表“{sheet.name}” {at}"
    return Mark(sheet.name, row, column, Finding(code, severity, message, where, remedy, person))


def _header_marks(sheet: Sheet, header: Header) -> Iterator[Mark]:
    row = header.first_row - 1
    seen: dict[str, Column] = {}
    for column in header.columns:
        if column.field is None:
            near = dictionary().nearest(column.header)
            hint = f"是否指“{near}”？改成这个名字即可" if near else "不需要时可不理会；字段名见 retire-docs fields"
            yield _mark(sheet, row, column.index, "roster.unknown_header", "note", f"不认识表头“{column.header}”，这一列未使用", hint)
        elif first := seen.get(column.field.name):
            message = f"“{first.header}”和“{column.header}”都是{column.field.name}，前一列空着时才用后一列"
            yield _mark(sheet, row, column.index, "roster.repeated_header", "note", message)
        else:
            seen[column.field.name] = column


def _person(sheet: Sheet, header: Header, number: int, cells: Cells) -> Person | None:
    """The row as a person; None for what is none (a footer)."""
    filled = {c.field.name for c in header.columns if c.field and c.index < len(cells) and cells[c.index] is not None}
    first = next((str(c) for c in cells if c is not None), "").strip()
    if not filled & {"姓名", "身份证号"} and (len(filled) <= 3 or first.startswith(_FOOTERS)):
        return None
    person = Person({}, sheet.file, sheet.name, number)
    for column in header.columns:
        if column.field and column.index < len(cells) and column.field.name not in person.record:
            value = _cell(sheet, number, column, cells[column.index], column.field, person.marks)
            if value is not None:
                person.record[column.field.name] = value
    for mark_index, mark in enumerate(person.marks):
        person.marks[mark_index] = Mark(mark.sheet, mark.row, mark.column, _named(mark.finding, person.name))
    if "姓名" not in person.record and not person.blocked:
        remedy = "填写姓名，或删去这一行"
        person.marks.append(_mark(sheet, number, None, "roster.no_name", "blocks", "这一行没有姓名", remedy, person.name))
    return person


def _named(finding: Finding, person: str) -> Finding:
    return Finding(finding.code, finding.severity, finding.message, finding.where, finding.remedy, person)


def _cell(sheet: Sheet, row: int, column: Column, raw: Raw | None, of: Field, marks: list[Mark]) -> Value | None:
    """The value of one cell; what is wrong or suspicious goes to ``marks``."""
    if raw is None or (isinstance(raw, str) and _is_nothing(raw.strip(), of)):
        return None
    raw = sheet.exact(row + 1, column.index, raw)
    try:
        if isinstance(raw, str) and raw.strip().startswith(_FORMULA_ERRORS):
            raise Malformed(f"单元格是公式错误 {raw.strip()}", "改正公式，或直接填写内容")
        parsed = of.parse(raw, column.header)
    except Malformed as error:
        shown = masked(str(raw)) if of.personal else str(raw)
        message = f"{of.name}“{_short(shown)}”：{error.what}"
        marks.append(_mark(sheet, row, column.index, "roster.malformed", "blocks", message, error.remedy))
        return None
    for doubt in parsed.doubts:
        marks.append(_mark(sheet, row, column.index, "roster.suspicious", "ask", f"{of.name}：{doubt}", "核对后可不改"))
    return parsed.value


def _is_nothing(text: str, of: Field) -> bool:
    return not text or text in _NOTHING or (text in _NOTHING_BUT_IN_TEXT and of.kind not in _FREE_TEXT)


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= 24 else text[:23] + "…"


def _complete(person: Person, employers: Mapping[str, dict[str, Value]]) -> None:
    """Add the employer's data and what can be derived; report what does not agree."""
    if person.record.get("参保身份") != "灵活就业人员":
        name = person.record.get("单位名称")
        known = employers.get(str(name)) if name else next(iter(employers.values()), None) if len(employers) == 1 else None
        person.record = {**(known or {}), **person.record}
    record, differences = derive(person.record)
    person.record = record
    for difference in differences:
        finding = Finding(
            "roster.difference", "ask", difference.message, person.where, "以档案和证件原件为准核对，改正有误的一处", person.name
        )
        person.marks.append(Mark(person.sheet, person.row, None, finding))


def _is_of_employers(rows: Iterable[Cells]) -> bool:
    """A sheet whose first column or header names fields of the employer."""
    named = {f.name for row in rows for cell in row[:1] if (f := _employer_field(cell))}
    return len(named) >= 2


def _employer_field(cell: Raw | None) -> Field | None:
    found = dictionary().find(str(cell), employer=True) if isinstance(cell, str) and cell.strip() else None
    return found if found and found.of == "单位" else None


def _employers(sheet: Sheet, marks: list[Mark]) -> dict[str, dict[str, Value]]:
    """The employers of a sheet 单位信息: a row each under a header, or one employer as name and value side by side."""
    rows = list(sheet.rows())
    header = find_header(rows, employer=True)
    records = _table(sheet, rows, header, marks) if header else [_pairs(sheet, rows, marks)]
    return {str(record.get("单位名称", "")): record for record in records if record}


def _table(sheet: Sheet, rows: list[Cells], header: Header, marks: list[Mark]) -> Iterator[dict[str, Value]]:
    for number, cells in enumerate(rows[header.first_row :], header.first_row):
        record = {}
        for column in header.columns:
            if column.field and column.index < len(cells):
                value = _cell(sheet, number, column, cells[column.index], column.field, marks)
                if value is not None:
                    record[column.field.name] = value
        yield record


def _pairs(sheet: Sheet, rows: list[Cells], marks: list[Mark]) -> dict[str, Value]:
    record = {}
    for number, cells in enumerate(rows):
        for index in range(len(cells) - 1):
            if of := _employer_field(cells[index]):
                column = Column(index + 1, str(cells[index]), of)
                value = _cell(sheet, number, column, cells[index + 1], of, marks)
                if value is not None:
                    record[of.name] = value
    return record
