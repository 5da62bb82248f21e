"""The sheet 单位信息: what is said once of an employer, for all its people."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.record import Record, Value
from retire_docs.domain.values import Raw
from retire_docs.domain.values.options import key
from retire_docs.roster.cells import value_of
from retire_docs.roster.header import Column, Header, field_of, find_header, nearest
from retire_docs.roster.marks import Mark, mark
from retire_docs.roster.sheets import Cells, Sheet

EMPLOYER_SHEET = "单位信息"
_NAME = "单位名称"
_BESIDES = frozenset({"城市"})
"""Fields of the person that may be said of an employer: an agent's employers lie in several cities."""
_CLOSE = 0.6


@dataclass
class Employers:
    """The employers of a roster, by name."""

    records: Mapping[str, dict[str, Value]]

    def of(self, record: Record) -> dict[str, Value]:
        """What is said of this person's employer; nothing where it is not known which one is meant."""
        name = record.get(_NAME)
        if len(self.records) == 1 and (not name or "" in self.records):
            return next(iter(self.records.values()))
        return self._by_key.get(key(str(name)), {}) if name else {}

    def doubt(self, record: Record) -> tuple[str, str] | None:
        """What to ask and what to do, where a person's employer is not among those told of."""
        if not self.records or self.of(record) or any(f.name in record for f in _own_fields()):
            return None
        name = record.get(_NAME)
        if not name:
            return f"“{EMPLOYER_SHEET}”里有几个单位，这一行没有填单位名称，单位的各项留空", "填写单位名称"
        near = difflib.get_close_matches(str(name), self.records, n=1, cutoff=_CLOSE)
        hint = f"是否指“{near[0]}”？" if near else ""
        remedy = f"{hint}改正单位名称，或在“{EMPLOYER_SHEET}”里加上这个单位"
        return f"“{EMPLOYER_SHEET}”里没有单位“{name}”，单位的各项留空", remedy

    @cached_property
    def _by_key(self) -> dict[str, dict[str, Value]]:
        return {key(name): record for name, record in self.records.items()}


def is_of_employers(sheet: Sheet, rows: Sequence[Cells]) -> bool:
    """Whether a sheet tells of employers: by its name, or by the fields that its first column or header names."""
    if sheet.name.strip() == EMPLOYER_SHEET:
        return True
    header = find_header(rows, employer=True, merges=sheet.merges)
    in_header = sum(_is_own(c.field) for c in header.columns) if header else 0
    in_first_column = {f.name for row in rows for cell in row[:1] if (f := _label(cell))}
    return in_header >= 2 or len(in_first_column) >= 2


def read_employers(sheet: Sheet, marks: list[Mark]) -> dict[str, dict[str, Value]]:
    """Name → employer: a row each under a header, or one employer as names and values side by side."""
    rows = list(sheet.rows())
    header = find_header(rows, employer=True, merges=sheet.merges)
    if header and _is_table(header):
        return _table(sheet, rows, header, marks)
    record = _pairs(sheet, rows, marks)
    return {str(record.get(_NAME, "")): record} if record else {}


def labels(sheet: Sheet) -> set[str]:
    """The fields that a sheet of employers has a place for, filled in or not."""
    return {found.name for row in sheet.rows() for cell in row if (found := _label(cell))}


def _own_fields() -> Iterator[Field]:
    return (f for f in dictionary() if f.of == "单位" and f.name != _NAME)


def _is_own(field: Field | None) -> bool:
    return field is not None and (field.of == "单位" or field.name in _BESIDES)


def _is_table(header: Header) -> bool:
    """A header has more names than other texts; names and values side by side have as many of each."""
    known = sum(_is_own(column.field) for column in header.columns)
    return known > len(header.columns) - known


def _label(cell: Raw | None) -> Field | None:
    found = field_of(cell, employer=True) if isinstance(cell, str) else None
    return found if _is_own(found) else None


def _table(sheet: Sheet, rows: Sequence[Cells], header: Header, marks: list[Mark]) -> dict[str, dict[str, Value]]:
    marks.extend(_unknown(sheet, c.row, c.index, c.header) for c in header.columns if not _is_own(c.field))
    numbered = enumerate(rows[header.first_row :], header.first_row)
    told = [(number, record) for number, cells in numbered if (record := _row(sheet, number, cells, header, marks))]
    records: dict[str, dict[str, Value]] = {}
    for number, record in told:
        name = str(record.get(_NAME, ""))
        if name in records:
            problem = f"单位“{name}”在这张表里不止一行，用最后一行", "每个单位只留一行"
            marks.append(mark(sheet, number, header.column_of(_NAME), "roster.repeated_employer", "ask", *problem))
        if name or len(told) == 1:
            records[name] = record
        else:
            problem = "这一行没有单位名称，未使用", "填写单位名称，或删去这一行"
            marks.append(mark(sheet, number, None, "roster.nameless_employer", "ask", *problem))
    return records


def _row(sheet: Sheet, number: int, cells: Cells, header: Header, marks: list[Mark]) -> dict[str, Value]:
    record: dict[str, Value] = {}
    for column in header.columns:
        if _is_own(column.field) and column.field and column.index < len(cells) and column.field.name not in record:
            value = value_of(sheet, number, column, cells[column.index], column.field, marks)
            if value is not None:
                record[column.field.name] = value
    return record


def _pairs(sheet: Sheet, rows: Sequence[Cells], marks: list[Mark]) -> dict[str, Value]:
    record: dict[str, Value] = {}
    for number, cells in enumerate(rows):
        for (index, label), (at, raw) in _labelled(cells):
            field = _label(label)
            if field is None:
                marks.append(_unknown(sheet, number, index, label))
                continue
            value = value_of(sheet, number, Column(at, label, field, number), raw, field, marks)
            if value is not None:
                record[field.name] = value
    return record


def _labelled(cells: Cells) -> Iterator[tuple[tuple[int, str], tuple[int, Raw]]]:
    """Label and value with their columns, pair after pair; a cell with nothing on its right is a title."""
    filled = [(index, cell) for index, cell in enumerate(cells) if cell is not None]
    while len(filled) > 1:
        (index, label), (at, raw), *rest = filled
        if rest and _label(raw):  # the label's value is empty, the next label follows
            filled = filled[1:]
            continue
        if isinstance(label, str):
            yield (index, label), (at, raw)
        filled = rest


def _unknown(sheet: Sheet, row: int, column: int, header: str) -> Mark:
    return mark(sheet, row, column, "roster.unknown_header", "note", *unknown_header(header))


def unknown_header(header: str) -> tuple[str, str]:
    """The message for a header that names no field, and what to do."""
    near = nearest(header)
    hint = f"若与“{near}”是同一项，改成这个名字" if near else "不需要时可不理会；字段名见 retire-docs fields"
    return f"不认识表头“{header}”，未使用", hint
