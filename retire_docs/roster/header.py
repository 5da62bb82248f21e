"""Finding the header of a sheet and what each column is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from retire_docs.domain.fields import Field, dictionary
from retire_docs.roster.sheets import Cells, Merge
from retire_docs.roster.unconfirmed import STATUS

SEARCH_DEPTH = 30
"""Rows in which a header is looked for; titles and notes may stand above it."""

_Texts: TypeAlias = list[str | None]
"""A row of header cells: None is an empty cell; "" an empty one that belongs to no group on its left."""

_BRACKETS = re.compile(r"[（(【\[〔]([^（()）【】\[\]〔〕]*)[）)】\]〕]")
_NOTE = re.compile(
    r"必填.*|选填.*|必须.*|可不?填.*|填写.*|请.*|例.*|如.*|格式.*|.*格式|.*\d+位.*|下拉.*|.*选择|见?说明|自动.*|.*文本.*"
    r"|个?月数?|元(/月)?|周?岁|是/?否|有/?无|男/?女|精确到.|[\dyYmMdD年月日时至、/.~—\-]+"
)
"""What in brackets is only a note: how to write, in which unit. Anything else in brackets may be a part of the name
(“缴费年限（视同）” is not 缴费年限)."""
_ORNAMENT = re.compile(r"^(?:[*＊※★☆●■◆△▲]+|\d{1,2}[.、．)）])+|[*＊※★☆●■◆△▲:：]+$")

_TAIL = re.compile(r"(基本)?(信息|情况|资料|一栏|栏)$")
_WHOSE = ("配偶", "独生子女", "子女", "亲属", "家属", "单位", "企业", "经办人", "公积金", "寄递", "邮寄", "公示")
_LONGEST_GROUP = 6


@dataclass(frozen=True)
class Column:
    """A column of people: its place (from 0), the header as typed, the field that it is, if any, the header's row."""

    index: int
    header: str
    field: Field | None
    row: int = 0


@dataclass(frozen=True)
class Header:
    """Where people begin: the first row under the header (from 0), and the columns."""

    first_row: int
    columns: tuple[Column, ...]
    named: frozenset[str] = field(default=frozenset())

    @property
    def is_of_people(self) -> bool:
        """Whether this is a list of people: it has names, and something else that is known."""
        return "姓名" in self.named and len(self.named) >= 2

    @cached_property
    def in_use(self) -> tuple[tuple[Column, Field], ...]:
        """The columns that are fields, names first, so that everything else can be told with the name."""
        known = ((column, column.field) for column in self.columns if column.field)
        return tuple(sorted(known, key=lambda pair: pair[1].name != "姓名"))

    @cached_property
    def status(self) -> Column | None:
        """The column 状态, if there is one, see :mod:`.unconfirmed`."""
        return next((c for c in self.columns if c.field is None and c.header == STATUS), None)

    @cached_property
    def fields(self) -> dict[int, str]:
        """Column → the field that it is."""
        return {column.index: of.name for column, of in self.in_use}

    def column_of(self, name: str) -> int | None:
        """The first column of a field."""
        return next((c.index for c in self.columns if c.field and c.field.name == name), None)


def find_header(rows: Sequence[Cells], *, employer: bool = False, merges: Sequence[Merge] = ()) -> Header | None:
    """The header with the most known fields, over one row or two; None where no row names two fields."""
    texts = _texts(rows, merges)
    best: Header | None = None
    for number in range(min(len(rows), SEARCH_DEPTH)):
        for candidate in (_single(texts, number, employer), _double(texts, number, employer)):
            if candidate and len(candidate.named) >= 2 and (best is None or len(candidate.named) > len(best.named)):
                best = candidate
    return best


def field_of(header: str, *, employer: bool = False) -> Field | None:
    """The field that a header cell names; asterisks, numbering and notes in brackets are set aside."""
    text = _text(header)
    bare = _ORNAMENT.sub("", text)
    bare = _BRACKETS.sub(lambda match: "" if _NOTE.fullmatch(match[1]) else match[0], bare)
    found = (dictionary().find(candidate, employer=employer) for candidate in (text, _ORNAMENT.sub("", bare)))
    return next((f for f in found if f), None)


def nearest(header: str) -> str | None:
    """The field of a roster that is closest to an unknown header."""
    text = _text(header)
    near = dictionary().nearest(text) if len(text) > 1 else None
    return near if near and dictionary()[near].of != "程序" else None


def _single(texts: Sequence[_Texts], number: int, employer: bool) -> Header:
    cells = ((index, number, [text]) for index, text in enumerate(texts[number]) if text)
    return _header(number + 1, cells, employer)


def _double(texts: Sequence[_Texts], number: int, employer: bool) -> Header | None:
    """Two rows: groups above, columns below."""
    if number + 1 >= len(texts):
        return None
    upper, lower = texts[number], texts[number + 1]
    return _header(number + 2, _pairs(upper, lower, number, employer), employer)


def _pairs(upper: _Texts, lower: _Texts, number: int, employer: bool) -> Iterator[tuple[int, int, list[str]]]:
    """Column, row of the header's own text, and what it may be called; the last is the header as shown."""
    group = ""
    for index in range(max(len(upper), len(lower))):
        above = upper[index] if index < len(upper) else None
        below = lower[index] if index < len(lower) else None
        group = group if above is None else above
        if below and below != above:
            yield index, number + 1, _names(group, below, employer)
        elif above:
            yield index, number, [above]


def _names(group: str, below: str, employer: bool) -> list[str]:
    """A column's names under a group: 配偶信息 over 姓名 is 配偶姓名, and never 姓名."""
    if not group:
        return [below]
    whose = _TAIL.sub("", group)
    owner = next((who for who in _WHOSE if whose.startswith(who) and len(whose) <= _LONGEST_GROUP), None)
    names = [group + below, whose + below]
    if owner and not _belongs(field_of(below, employer=employer), owner):
        return names
    return [*names, below]


def _belongs(found: Field | None, owner: str) -> bool:
    return found is not None and (owner in found.name or (owner in ("单位", "企业") and found.of == "单位"))


def _header(first_row: int, cells: Iterator[tuple[int, int, list[str]]], employer: bool) -> Header:
    columns = []
    for index, row, names in cells:
        match = next((f for name in names if (f := field_of(name, employer=employer))), None)
        if match is None or match.of != "程序":  # 序号 and the like: the program's own, of no use here
            columns.append(Column(index, names[-1], match, row))
    return Header(first_row, tuple(columns), frozenset(c.field.name for c in columns if c.field))


def _texts(rows: Sequence[Cells], merges: Sequence[Merge]) -> list[_Texts]:
    """The cells as text, each merged range filled with its own."""
    texts: list[_Texts] = [[None if cell is None else _text(cell) for cell in row] for row in rows]
    for merge in merges:
        text = texts[merge.top][merge.left] if merge.top < len(rows) and merge.left < len(texts[merge.top]) else None
        for row in texts[merge.top : merge.bottom + 1] if text else ():
            row.extend([None] * (merge.right + 1 - len(row)))
            row[merge.left : merge.right + 1] = [text] * (merge.right + 1 - merge.left)
    for merge in merges:
        if merge.top < len(texts):
            _end_group(texts[merge.top], merge.right + 1)
    return texts


def _end_group(row: _Texts, column: int) -> None:
    """What stands empty right of a merged group is not under it."""
    while column < len(row) and row[column] is None:
        row[column] = ""
        column += 1


def _text(cell: object) -> str:
    """A header cell's text without space, line breaks and what cannot be printed."""
    return "".join(c for c in "".join(str(cell).split()) if c.isprintable())
