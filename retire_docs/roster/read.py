"""Workbook → people: every row judged, every fault named with its cell, and no row lost for another's sake."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from retire_docs.domain.derive import derive
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.finding import Severity
from retire_docs.domain.record import Value
from retire_docs.domain.values import Raw
from retire_docs.errors import Fault, UnreadableRoster
from retire_docs.roster.cells import shown, value_of
from retire_docs.roster.employers import (
    EMPLOYER_SHEET,
    Employers,
    is_of_employers,
    labels,
    read_employers,
    unknown_header,
)
from retire_docs.roster.header import SEARCH_DEPTH, Column, Header, find_header
from retire_docs.roster.marks import Mark, is_aside, is_our_notices, mark
from retire_docs.roster.sheets import Cells, Sheet, hidden, load
from retire_docs.roster.unconfirmed import DOUBTFUL, STATUS, unconfirmed

__all__ = ["EMPLOYER_SHEET", "Mark", "Person", "Roster", "open_roster"]

_WHO = frozenset({"姓名", "身份证号"})
_FOOTER = re.compile(
    r"(合\s*计|总\s*计|小\s*计|共\s*计|制表|填表|审核|说明|备注|注[:：]|填报|单位负责人|单位[(（]盖章|经办人|负责人|联系人|复核"
    r"|主管|以上|以下空白|共\s*\d+\s*人)"
)


@dataclass
class Person:
    """A row of a roster: the record, where it stands, and what was found in it."""

    record: dict[str, Value]
    file: Path
    sheet: str
    row: int
    marks: list[Mark] = field(default_factory=list)
    columns: Mapping[int, str] = field(default_factory=dict)
    """Column → the field that it is."""
    refused: dict[str, str] = field(default_factory=dict)
    """Fields that were read with doubt and nobody has confirmed → what stands in their cells; it is not in the
    record."""

    @property
    def name(self) -> str:
        """姓名, or what can be said instead."""
        value = self.record.get("姓名")
        return value if isinstance(value, str) else f"第{self.row + 1}行"

    @property
    def where(self) -> str:
        """File, sheet and row, for messages."""
        return f"{self.file.name} 表“{self.sheet.strip()}” 第{self.row + 1}行"

    @property
    def blocked(self) -> bool:
        """Whether something malformed stands in the row."""
        return any(mark.finding.severity == "blocks" for mark in self.marks)


@dataclass
class Roster:
    """A roster file: its sheets of people, the employers told in 单位信息, and faults that belong to no person.

    ``employer_fields`` are those that 单位信息 has a place for. ``marks`` is complete when all :meth:`people`
    have been read.
    """

    file: Path
    sheets: list[tuple[Sheet, Header]]
    employers: dict[str, dict[str, Value]]
    marks: list[Mark]
    employer_fields: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._opened_with = len(self.marks)

    @property
    def fields(self) -> set[str]:
        """The fields that the roster has a place for."""
        return self.employer_fields.union(*(header.named for _, header in self.sheets))

    def people(self) -> Iterator[Person]:
        """The people, row after row, read as they are asked for."""
        del self.marks[self._opened_with :]  # people may be asked for again
        employers, seen = Employers(self.employers), dict[str, _Seen]()
        for sheet, header in self.sheets:
            status = _StatusColumn(sheet, header)
            for number, cells in _rows(sheet, header):
                person = _person(sheet, header, number, cells, status)
                if person:
                    _complete(sheet, header, person, employers)
                    _compare(sheet, header, person, seen)
                    yield person
                elif unused := _unused(sheet, header, number, cells):
                    self.marks.append(unused)
            self.marks.extend(status.told())


def open_roster(file: Path) -> Roster:
    """Open a roster and find its headers. Raises UnreadableRoster."""
    sheets: list[tuple[Sheet, Header]] = []
    employers: dict[str, dict[str, Value]] = {}
    employer_fields: set[str] = set()
    marks: list[Mark] = []
    for sheet in load(file, without=is_aside):
        top = list(itertools.islice(sheet.rows(), SEARCH_DEPTH + 1))
        if is_our_notices(sheet.name, top):
            continue
        header = find_header(top, merges=sheet.merges)
        if header and header.is_of_people:
            sheets.append((sheet, header))
            marks.extend(_header_marks(sheet, header, top))
        elif is_of_employers(sheet, top):
            employers.update(read_employers(sheet, marks))
            employer_fields |= labels(sheet)
        elif any(c is not None for row in top for c in row):
            marks.append(_ignored(sheet, header))
    if not sheets:
        raise UnreadableRoster(_no_people(file, marks))
    return Roster(file, sheets, employers, marks, employer_fields)


def _no_people(file: Path, marks: Iterable[Mark]) -> Fault:
    """Why nobody was found, sheet by sheet, and what a header looks like."""
    known = "、".join(f.name for f in itertools.islice(dictionary(), 1, 6))
    ignored = (m for m in marks if m.finding.code == "roster.ignored_sheet")
    why = "；".join(f"表“{m.sheet.strip()}”{m.finding.message}" for m in ignored)
    secret = "、".join(f"“{name}”" for name in hidden(file))
    remedy = f"表头用字段名，如 {known}；字段名见 retire-docs fields"
    if secret:
        remedy += f"；隐藏的表 {secret} 不读，要用时先取消隐藏"
    return Fault(str(file), f"没有找到表头（{why or '没有内容'}）", remedy)


def _ignored(sheet: Sheet, header: Header | None) -> Mark:
    """A sheet without a list of people, and what its header lacks."""
    if header:
        message = f"表头认得“{'、'.join(sorted(header.named))}”，但没有“姓名”，这张表未使用"
        return mark(sheet, header.first_row - 1, None, "roster.ignored_sheet", "note", message, "要用时加上“姓名”一列")
    message = f"前{SEARCH_DEPTH}行里没有同时含“姓名”和其他已知项目的一行，这张表未使用"
    return mark(sheet, 0, None, "roster.ignored_sheet", "note", message)


def _header_marks(sheet: Sheet, header: Header, top: Sequence[Cells]) -> Iterator[Mark]:
    seen: dict[str, Column] = {}
    for column in header.columns:
        if column is header.status and not _is_foreign(column, top[header.first_row :]):
            continue
        if column.field is None:
            message = unknown_header(column.header)
            yield mark(sheet, column.row, column.index, "roster.unknown_header", "note", *message)
        elif first := seen.get(column.field.name):
            message = f"“{first.header}”和“{column.header}”都是{column.field.name}，前一列空着时才用后一列", "只留一列"
            yield mark(sheet, column.row, column.index, "roster.repeated_header", "note", *message)
        else:
            seen[column.field.name] = column


def _at(cells: Cells, column: int) -> Raw | None:
    return cells[column] if column < len(cells) else None


def _rows(sheet: Sheet, header: Header) -> Iterator[tuple[int, Cells]]:
    """The rows under the header that are not blank. A cell merged over several people stands in each one's row."""
    merged = sheet.merged_down()
    who = {column.index for column in header.columns if column.field and column.field.name in _WHO}
    above: Cells = []
    for number, cells in enumerate(sheet.rows()):
        if number < header.first_row:
            continue
        if any(c is not None for c in cells):
            of_its_own = any(index < len(cells) and cells[index] is not None for index in who)
            yield number, _filled(cells, above, merged.get(number, ()) if of_its_own else ())
        above = _filled(cells, above, merged.get(number, ()))


def _filled(cells: Cells, above: Cells, columns: Iterable[int]) -> Cells:
    result = cells
    for column in columns:
        if column < len(above) and above[column] is not None:
            result = [*result, *[None] * (column + 1 - len(result))]
            result[column] = above[column]
    return result


def _known(header: Header, cells: Cells) -> set[str]:
    """The fields that a row has something for."""
    return {c.field.name for c in header.columns if c.field and c.index < len(cells) and cells[c.index] is not None}


def _is_foreign(status: Column, rows: Sequence[Cells]) -> bool:
    """Whether a column 状态 is the user's own, by these rows."""
    cells = [cell for row in rows if (cell := _at(row, status.index)) is not None]
    return bool(cells) and not any(map(unconfirmed, cells))


class _StatusColumn:
    """The column 状态 of a sheet: ours where a cell in it is; the user's own otherwise, of which no more is said."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._column = header.status
        self._ours = False
        self._other: list[tuple[int, Raw]] = []

    def judge(self, row: int, cells: Cells, person: Person) -> None:
        """Find out which fields of a person are not confirmed."""
        if self._column is None or (cell := _at(cells, self._column.index)) is None:
            return
        said = unconfirmed(cell)
        if said is None:
            self._other.append((row, cell))
            return
        self._ours = True
        person.refused = dict.fromkeys(said.fields, "")
        if said.strange:
            words = "、".join(f"“{word[:24]}”" for word in said.strange)
            message = f"“{STATUS}”里的{words}不是字段名，没有当作{DOUBTFUL}"
            remedy = "核对过的从这一格里删去；没有核对的写字段名"
            at = row, self._column.index
            person.marks.append(mark(self._sheet, *at, "roster.unknown_status", "ask", message, remedy))

    def told(self) -> Iterator[Mark]:
        """What to say of the cells that are not ours, once for all."""
        if self._column is None or not self._ours or not self._other:
            return
        row, cell = self._other[0]
        rows = f"等{len(self._other)}行" if len(self._other) > 1 else ""
        words = f"“{STATUS}”写的是“{str(cell)[:24]}”，不是“{DOUBTFUL}：…”，这一行{rows}当作已核对"
        remedy = f"没有核对的改成“{DOUBTFUL}：字段名”；核对过的清空这一格"
        yield mark(self._sheet, row, self._column.index, "roster.unknown_status", "ask", words, remedy)


def _person(sheet: Sheet, header: Header, number: int, cells: Cells, status: _StatusColumn) -> Person | None:
    """The row as a person; None for what is none (a footer)."""
    if not _is_person(header, cells):
        return None
    person = Person({}, sheet.file, sheet.name, number, columns=header.fields)
    status.judge(number, cells, person)
    for column, of in header.in_use:
        if of.name in person.refused:
            person.refused[of.name] = str(_at(cells, column.index) or "")
            person.marks.append(_refuse(sheet, number, column, of, _at(cells, column.index), person.name))
        elif column.index < len(cells) and of.name not in person.record:
            value = value_of(sheet, number, column, cells[column.index], of, person.marks, person.name)
            if value is not None:
                person.record[of.name] = value
    if "姓名" not in person.record and not person.blocked:
        remedy = "填写姓名，或删去这一行"
        at = number, header.column_of("姓名")
        person.marks.append(mark(sheet, *at, "roster.no_name", "blocks", "这一行没有姓名", remedy, person.name))
    return person


def _refuse(sheet: Sheet, row: int, column: Column, of: Field, raw: Raw | None, person: str) -> Mark:
    """A value that was read with doubt is not used before somebody confirms it; without a name nothing is made."""
    severity: Severity = "blocks" if of.name == "姓名" else "ask"
    if raw is None:
        message, do = f"{of.name}没有读出来，留空", "对照原件填写这一格"
    else:
        message, do = f"{of.name}是识读的，还没有核对，没有使用：“{shown(raw, of)}”", "对照原件核对、改正这一格"
    remedy = f"{do}，再从“{STATUS}”里删去“{of.name}”；全都核对过就清空“{STATUS}”这一格"
    return mark(sheet, row, column.index, "roster.unconfirmed", severity, message, remedy, person)


def _is_person(header: Header, cells: Cells) -> bool:
    """A row with an ID number, or with a name or much else that does not begin like a footer."""
    known, first = _known(header, cells), _begins(cells)
    if "身份证号" in known and not (_FOOTER.match(first) and not _has_number(header, cells)):
        return True
    if _FOOTER.match(first):
        return False
    return len(known) > 3 or ("姓名" in known and (len(known) > 1 or not re.search(r"[:：。；;，,]", first)))


def _has_number(header: Header, cells: Cells) -> bool:
    """Whether something like a number stands under 身份证号: in 合计 | 3人 there is none."""
    column = header.column_of("身份证号")
    return column is not None and column < len(cells) and bool(re.search(r"\d[\d.]{13}", str(cells[column])))


def _begins(cells: Cells) -> str:
    """The text with which a row begins."""
    return next((str(c) for c in cells if c is not None), "").strip()


def _unused(sheet: Sheet, header: Header, number: int, cells: Cells) -> Mark | None:
    """A row that is no person and no footer either, and yet has something in a known column."""
    known, first = _known(header, cells) - _WHO, _begins(cells)
    if not known or _FOOTER.match(first) or re.search("[:：]", first):
        return None
    message = f"这一行没有姓名和身份证号，只有{'、'.join(sorted(known))}，未使用"
    return mark(sheet, number, None, "roster.no_person", "note", message, "是一个人时填写姓名；不是时可不理会")


def _complete(sheet: Sheet, header: Header, person: Person, employers: Employers) -> None:
    """Add the employer's data and what can be derived; report what does not agree."""

    def add(field: str, code: str, severity: Severity, message: str, remedy: str) -> None:
        person.marks.append(
            mark(sheet, person.row, header.column_of(field), code, severity, message, remedy, person.name)
        )

    if person.record.get("参保身份") != "灵活就业人员" or "单位名称" in person.record:
        if doubt := employers.doubt(person.record):
            add("单位名称", "roster.unknown_employer", "ask", *doubt)
        person.record = {**employers.of(person.record), **person.record}
    person.record, differences = derive(person.record)
    for name in person.refused:
        if dictionary()[name].kind == "多选":  # the options that follow from other fields are perhaps not all
            person.record.pop(name, None)
    for difference in differences:
        remedy = "以档案和证件原件为准核对，改正有误的一处"
        add(difference.field, "roster.difference", "ask", difference.message, remedy)


class _Seen(NamedTuple):
    """Where an ID number stood first."""

    sheet: str
    row: int
    name: str


def _compare(sheet: Sheet, header: Header, person: Person, seen: dict[str, _Seen]) -> None:
    """Ask about an ID number that an earlier row has too."""
    number = person.record.get("身份证号")
    if not isinstance(number, str):
        return
    here = _Seen(person.sheet, person.row, person.name)
    first = seen.setdefault(number, here)
    if first is not here:
        message = f"身份证号与表“{first.sheet.strip()}”第{first.row + 1}行的{first.name}相同"
        remedy = "同一个人只留一行；不是同一个人时改正身份证号"
        at = person.row, header.column_of("身份证号")
        person.marks.append(mark(sheet, *at, "roster.repeated_person", "ask", message, remedy, person.name))
